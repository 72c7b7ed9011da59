package vpcfile

import "slices"

// Inventory is what the files hold, VPC by VPC.
type Inventory struct {
	// VPCs are ordered by Region, ID and the folder they were read from.
	VPCs []*VPC
	// Notes are sentences about what was left out, without the full stop.
	Notes []string
}

// VPC is a network with everything in it. A text that the files do not give is "".
type VPC struct {
	ID        string
	Name      string // of its tag
	Account   string // that owns it, as the files have it
	State     string // pending, available or deleting
	IsDefault bool
	// Described tells that describe-vpcs lists it; else it is known from what lies in it.
	Described bool
	// Blocks are the IPv4 CIDR blocks associated with it, as they are written, the primary one first.
	Blocks []string
	// Region, and what told it: RegionFrom is one of the From constants.
	Region, RegionFrom string
	// Folder is where the set lies that it was read from.
	Folder string

	Subnets          []Subnet
	RouteTables      []RouteTable
	InternetGateways []InternetGateway // attached to it, or on the way to be
	NATGateways      []NATGateway
	NetworkACLs      []NetworkACL
	SecurityGroups   []SecurityGroup
	// Conflicts are the ids of resources that the files describe in two ways.
	Conflicts []string

	file string // that describes it
	home *home
}

// What told the Region of a VPC.
const (
	FromZone   = "the Availability Zone of its subnets"
	FromARN    = "an ARN"
	FromZones  = "describe-availability-zones"
	FromFolder = "the name of a folder"
	FromOthers = "the other VPCs of its folder"
)

// Holds tells how much of a kind the files hold for the VPC.
func (v *VPC) Holds(k Kind) Coverage { return v.home.coverage(k, v.Region) }

// Zones are the zones of the VPC's Region, by name; empty where the files do not list them.
func (v *VPC) Zones() []Zone { return v.home.zones[v.Region] }

// Ordinary tells an Availability Zone from a Local Zone and a Wavelength Zone, by its name where the files do not
// list it (VPC-19).
func (v *VPC) Ordinary(zone string) bool {
	for _, z := range v.Zones() {
		if z.Name == zone {
			return z.Ordinary
		}
	}
	return IsAvailabilityZone(zone)
}

// Gateway finds an internet gateway, also one that is attached to another VPC or to none; nil where the files
// do not hold it.
func (v *VPC) Gateway(id string) *InternetGateway { return v.home.gateways[id] }

// Subnet is a part of a VPC in one zone.
type Subnet struct {
	ID, Name, State string
	Zone            string // its name, or its id where the name is not known
	CIDR            string // IPv4; "" for a subnet that has none
	IPv6Only        bool
	// Free is how many addresses are left; nil where the file does not say.
	Free *int64

	vpc, arn string
}

// RouteTable says where the traffic of its subnets goes.
type RouteTable struct {
	ID, Name string
	Main     bool     // it holds for each subnet without a table of its own
	Subnets  []string // that are associated with it explicitly
	Routes   []Route

	vpc string
}

// Route is an entry of a route table.
type Route struct {
	IPv4, IPv6, PrefixList string // the destination; one of them is given
	Target                 string // the id of what it leads to, or "local"
	Blackhole              bool   // what it leads to is gone
	Propagated             bool   // it comes from a VPN gateway
}

// InternetGateway leads to the internet, for the VPC that it is attached to.
type InternetGateway struct {
	ID string
	// VPCs it is attached to, and Pending those to which an attachment is only on its way, or on its way out.
	VPCs, Pending []string
}

// AttachedTo tells whether the gateway serves a VPC.
func (g *InternetGateway) AttachedTo(vpc string) bool {
	return g != nil && slices.Contains(g.VPCs, vpc)
}

// NATGateway lets a private subnet reach out.
type NATGateway struct {
	ID, Name, State string
	Subnet          string // that it lies in; "" for a regional one
	Private         bool   // it translates between private networks only
	Regional        bool   // it lies in no subnet and serves all zones
	Failure         string // why it failed

	vpc string
}

// NetworkACL filters what goes in and out of its subnets.
type NetworkACL struct {
	ID, Name string
	Subnets  []string
	Entries  []Entry

	vpc string
}

// Entry is a rule of a network ACL. The lowest number that fits decides.
type Entry struct {
	Number   int64
	Egress   bool
	Allow    bool
	Protocol string // a number as text; -1 for all
	IPv4     string // "" for a rule about IPv6
	From, To int64  // ports; -1 where the rule names none
}

// SecurityGroup lets through what one of its rules names.
type SecurityGroup struct {
	ID, Name string
	In, Out  []Permission

	vpc, arn string
}

// Permission is a rule of a security group.
type Permission struct {
	Protocol    string   // tcp, udp, icmp, a number, or -1 for all
	From, To    int64    // ports; -1 where the rule names none
	IPv4, IPv6  []string // blocks
	PrefixLists []string // of blocks that the files do not hold
	Groups      []string // security groups
}

// Zone is a place in a Region.
type Zone struct {
	Name, ID, Region string
	// Available tells that the zone works and can be used.
	Available bool
	// Ordinary tells an Availability Zone from a Local Zone and a Wavelength Zone (VPC-19).
	Ordinary bool
}
