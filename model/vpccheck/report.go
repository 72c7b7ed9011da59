package vpccheck

// Verdict is what comes of one requirement.
type Verdict string

// The verdicts. Advice is for what is no requirement, and could be better.
const (
	Met        Verdict = "met"
	NotMet     Verdict = "not-met"
	CannotTell Verdict = "cannot-tell"
	Advice     Verdict = "advice"
)

// Outcome is what comes of a VPC as a whole.
type Outcome string

// The outcomes: a VPC fails as soon as one requirement is not met, and is unknown when none fails and one cannot
// be told.
const (
	Pass    Outcome = "pass"
	Fail    Outcome = "fail"
	Unknown Outcome = "unknown"
)

// Report is the check of one VPC.
type Report struct {
	VPC     string `json:"vpc"`
	Name    string `json:"name"`
	Account string `json:"account"`
	Region  string `json:"region"`
	// RegionFrom is what told the Region; "" where nothing did.
	RegionFrom string `json:"regionFrom"`
	// Source is the folder of the files that the VPC was read from.
	Source  string        `json:"source"`
	CIDRs   []string      `json:"cidrs"`
	Verdict Outcome       `json:"verdict"`
	Checks  []Requirement `json:"checks"`
	Subnets []Subnet      `json:"subnets"`
	// Troubleshooting is the list of the guide in its order (VPC-18).
	Troubleshooting []Trouble `json:"troubleshooting"`
}

// Requirement is one check with its verdict.
type Requirement struct {
	ID        string   `json:"id"` // one of the Check constants
	Title     string   `json:"title"`
	Verdict   Verdict  `json:"verdict"`
	Resources []string `json:"resources"` // the ids of what decides it
	Message   string   `json:"message"`
	Fix       string   `json:"fix"` // what to do; "" where it is met
}

// The ids of the checks, in the order of the report. The last four are advice, or stand only where there is
// something to say.
const (
	CheckPublicSubnet    = "public-subnet"
	CheckPrivateSubnets  = "private-subnets"
	CheckInternetAccess  = "internet-access"
	CheckPrivateRoutes   = "private-routes"
	CheckNATGateways     = "nat-gateways"
	CheckInternetGateway = "internet-gateway"
	CheckPublicRoutes    = "public-routes"
	CheckOutboundRules   = "outbound-rules"
	CheckCIDR            = "cidr-blocks"
	CheckNetworkACLs     = "network-acls"
	CheckState           = "vpc-state"
	CheckFiles           = "files-agree"
	CheckInboundRules    = "inbound-rules"
	CheckAddresses       = "public-addresses"
	CheckZones           = "availability-zones"
)

var titles = map[string]string{
	CheckPublicSubnet:    "A public subnet",
	CheckPrivateSubnets:  "A private subnet in every Availability Zone in use",
	CheckInternetAccess:  "Access to the internet",
	CheckPrivateRoutes:   "Private route tables point to a NAT gateway",
	CheckNATGateways:     "NAT gateways work",
	CheckInternetGateway: "An internet gateway is attached",
	CheckPublicRoutes:    "Public route tables point to the internet gateway",
	CheckOutboundRules:   "Security groups allow outbound traffic",
	CheckCIDR:            "No CIDR block in 172.16.0.0/12",
	CheckNetworkACLs:     "Network ACLs let traffic flow",
	CheckState:           "The VPC is available",
	CheckFiles:           "The files agree",
	CheckInboundRules:    "No inbound rules",
	CheckAddresses:       "Private address space",
	CheckZones:           "Several Availability Zones",
}

// SubnetKind tells where a subnet's route table leads.
type SubnetKind string

// The kinds of subnets. A private one has a default route that leads elsewhere than to an internet gateway; an
// isolated one has no default route; unknown is one whose route table the files do not hold.
const (
	Public      SubnetKind = "public"
	Private     SubnetKind = "private"
	Isolated    SubnetKind = "isolated"
	UnknownKind SubnetKind = "unknown"
)

// Subnet is a subnet with whether a VPC connection can use it.
type Subnet struct {
	ID         string     `json:"id"`
	Name       string     `json:"name"`
	Zone       string     `json:"zone"`
	CIDR       string     `json:"cidr"`
	RouteTable string     `json:"routeTable"` // that is in effect; "" where the files do not hold it
	Kind       SubnetKind `json:"kind"`
	Usable     bool       `json:"usable"`
	Why        string     `json:"why"` // without the full stop
}

// Trouble is an entry of the guide's troubleshooting list with this VPC's own verdict.
type Trouble struct {
	Number  int     `json:"number"` // from 1
	Title   string  `json:"title"`
	Verdict Verdict `json:"verdict"`
	Check   string  `json:"check"` // the id of the check that answers it
	Topic   string  `json:"topic"` // of the guide
}

// troubles is the list of the guide, in its order and its words.
var troubles = []Trouble{
	{1, "Make sure that your internet gateway is attached to VPC.", "", CheckInternetGateway, "trouble-vpc-internet-gateway"},
	{2, "Make sure that the route table for your public subnet points to the internet gateway.", "", CheckPublicRoutes, "trouble-vpc-public-routes"},
	{3, "Make sure that your network ACLs allow traffic to flow.", "", CheckNetworkACLs, "trouble-vpc-network-acls"},
	{4, "Make sure that your security groups allow traffic to flow.", "", CheckOutboundRules, "trouble-vpc-security-groups"},
	{5, "Troubleshoot your NAT gateway.", "", CheckNATGateways, "trouble-vpc-nat-gateway"},
	{6, "Make sure that the route table for private subnets points to the NAT gateway.", "", CheckPrivateRoutes, "trouble-vpc-private-routes"},
	{7, "Make sure that your IPv4 CIDR block is not configured to the 172.16.0.0/12 IP address range.", "", CheckCIDR, "trouble-vpc-cidr-block"},
}

// troubleshoot sets the verdicts beside the list of the guide.
func troubleshoot(checks []Requirement) []Trouble {
	list := make([]Trouble, len(troubles))
	for i, t := range troubles {
		for _, c := range checks {
			if c.ID == t.Check {
				t.Verdict = c.Verdict
			}
		}
		list[i] = t
	}
	return list
}

// outcome weighs the checks.
func outcome(checks []Requirement) Outcome {
	out := Pass
	for _, c := range checks {
		switch c.Verdict {
		case NotMet:
			return Fail
		case CannotTell:
			out = Unknown
		}
	}
	return out
}
