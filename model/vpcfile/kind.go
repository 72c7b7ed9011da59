package vpcfile

// Kind is what a document describes.
type Kind uint8

// The kinds of documents.
const (
	VPCs Kind = iota
	Subnets
	RouteTables
	InternetGateways
	NATGateways
	NetworkACLs
	SecurityGroups
	Zones
	kinds int = iota
)

var kindNames = [kinds]struct{ key, command string }{
	VPCs:             {"Vpcs", "describe-vpcs"},
	Subnets:          {"Subnets", "describe-subnets"},
	RouteTables:      {"RouteTables", "describe-route-tables"},
	InternetGateways: {"InternetGateways", "describe-internet-gateways"},
	NATGateways:      {"NatGateways", "describe-nat-gateways"},
	NetworkACLs:      {"NetworkAcls", "describe-network-acls"},
	SecurityGroups:   {"SecurityGroups", "describe-security-groups"},
	Zones:            {"AvailabilityZones", "describe-availability-zones"},
}

// Key is the top-level key of the document.
func (k Kind) Key() string { return kindNames[k].key }

// Command is the command of aws ec2 that prints the document.
func (k Kind) Command() string { return kindNames[k].command }

// Coverage is how much of a kind the files hold for a VPC.
type Coverage uint8

// What the files can hold of a kind.
const (
	Missing Coverage = iota // no document of that kind
	Partial                 // pages, of which the last is missing
	Whole
)
