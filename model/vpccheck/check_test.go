package vpccheck

import (
	"testing"
)

func TestFitNetwork(t *testing.T) {
	t.Run("VPC-10 a network that keeps every requirement passes, each with what decides it", func(t *testing.T) {
		r := checked(t, Which{})
		if r.Verdict != Pass || verdictsOf(r) != "" || r.Region != "us-west-2" || r.Account != "1111222233333" {
			t.Errorf("%s: %s (%s)", r.Verdict, verdictsOf(r), r.Region)
		}
		for _, w := range []expect{
			{CheckPublicSubnet, Met, "subnet-puba", "subnet-pubb"}, {CheckPrivateSubnets, Met, "subnet-prib in us-west-2b", "subnet-pria"},
			{CheckPrivateRoutes, Met, "rtb-main points to nat-a", "rtb-b"}, {CheckNATGateways, Met, "nat-b", "igw-1"},
			{CheckOutboundRules, Met, "sg-1", "sg-1"}, {CheckNetworkACLs, Met, "acl-pub", "acl-pri"},
		} {
			w.hold(t, r)
		}
	})
	t.Run("VPC-10 the subnets are told apart, with what a connection can use", func(t *testing.T) {
		for _, s := range checked(t, Which{}).Subnets {
			if public := s.ID == "subnet-puba" || s.ID == "subnet-pubb"; public == s.Usable || (s.Kind == Public) != public || s.Why == "" {
				t.Errorf("%+v", s)
			}
		}
	})
	t.Run("VPC-18 the guide's list has this VPC's verdicts in the guide's order", func(t *testing.T) {
		list := checked(t, Which{}, edit{"igws", "available", "detached"}).Troubleshooting
		want := []Verdict{NotMet, NotMet, Met, Met, NotMet, Met, Met}
		if len(list) != len(want) {
			t.Fatalf("%d entries", len(list))
		}
		for i, entry := range list {
			if entry.Number != i+1 || entry.Verdict != want[i] || entry.Title == "" || entry.Topic == "" {
				t.Errorf("%+v, want %s", entry, want[i])
			}
		}
	})
}

// faults are changes of the fit network, and what comes of them.
var faults = []struct {
	name    string
	edits   []edit
	outcome Outcome
	want    []expect
}{
	{"VPC-19 a blackhole route gives no way out",
		[]edit{{"tables", `"NatGatewayId": "nat-a", "State": "active"`, `"NatGatewayId": "nat-a", "State": "blackhole"`}}, Fail,
		[]expect{{CheckPrivateRoutes, NotMet, "blackhole", "rtb-main"}, {CheckInternetAccess, Met, "subnet-prib", ""}, {CheckPrivateSubnets, Met, "", ""}}},
	{"VPC-10 a default route to a VPN gateway is no way to a NAT gateway",
		[]edit{{"tables", `"NatGatewayId": "nat-b"`, `"GatewayId": "vgw-1"`}}, Fail,
		[]expect{{CheckPrivateRoutes, NotMet, "a VPN gateway (vgw-1), not to a NAT gateway", "rtb-b"}}},
	{"VPC-19 a subnet without association follows the main table",
		[]edit{{"tables", `"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-a"`, `"DestinationCidrBlock": "10.9.0.0/16", "NatGatewayId": "nat-a"`}}, Fail,
		[]expect{{CheckPrivateSubnets, NotMet, "subnet-pria has no default route", "rtb-main"}}},
	{"VPC-19 without its main table nothing is known of a subnet without association",
		[]edit{{"tables", `"Main": true`, `"Main": false`}}, Unknown,
		[]expect{{CheckPrivateSubnets, CannotTell, "describe-route-tables", "subnet-pria"}}},
	{"VPC-19 a private NAT gateway gives no internet",
		[]edit{{"nats", `"public"`, `"private"`}}, Fail,
		[]expect{{CheckInternetAccess, Met, "", "subnet-prib"}, {CheckPrivateRoutes, Met, "", ""}, {CheckNATGateways, NotMet, "private NAT gateway, which gives no internet", "nat-a"}}},
	{"VPC-10 a NAT gateway has to be available",
		[]edit{{"nats", `"State": "available"}]`, `"State": "failed", "FailureMessage": "no address"}]`}}, Fail,
		[]expect{{CheckNATGateways, NotMet, "nat-b is in the state failed (no address)", "nat-b"}}},
	{"VPC-10 a NAT gateway in a private subnet has no way out",
		[]edit{{"nats", `"SubnetId": "subnet-puba"`, `"SubnetId": "subnet-prib"`}}, Fail,
		[]expect{{CheckNATGateways, NotMet, "nat-a lies in subnet-prib, which is no working public subnet", "nat-a"}}},
	{"VPC-10 a regional NAT gateway needs no subnet",
		[]edit{{"nats", `"SubnetId": "subnet-puba"`, `"AvailabilityMode": "regional"`}}, Pass, nil},
	{"VPC-19 Local Zones and Wavelength Zones are no Availability Zones",
		[]edit{{"subnets", `{"SubnetId": "subnet-puba"`, `{"SubnetId": "subnet-lax", "VpcId": "vpc-1", "AvailabilityZone": "us-west-2-lax-1a", "CidrBlock": "10.0.9.0/24"}, {"SubnetId": "subnet-puba"`}}, Pass,
		[]expect{{CheckZones, Met, "us-west-2a, us-west-2b", ""}}},
	{"VPC-19 without a list of zones their names tell them apart",
		[]edit{without("zones"), {"subnets", `{"SubnetId": "subnet-puba"`, `{"SubnetId": "subnet-lax", "VpcId": "vpc-1", "AvailabilityZone": "us-west-2-lax-1a", "CidrBlock": "10.0.9.0/24"}, {"SubnetId": "subnet-puba"`}}, Pass,
		[]expect{{CheckZones, Advice, "describe-availability-zones", ""}}},
	{"VPC-10 each Availability Zone in use needs a private subnet",
		[]edit{{"subnets", `{"SubnetId": "subnet-puba"`, `{"SubnetId": "subnet-c", "VpcId": "vpc-1", "AvailabilityZone": "us-west-2c", "CidrBlock": "10.0.9.0/24"}, {"SubnetId": "subnet-puba"`},
			{"tables", `{"Main": false, "SubnetId": "subnet-puba"}`, `{"Main": false, "SubnetId": "subnet-puba"}, {"Main": false, "SubnetId": "subnet-c"}`}}, Fail,
		[]expect{{CheckPrivateSubnets, NotMet, "us-west-2c has no private subnet", "subnet-c"}}},
	{"VPC-10 a subnet for databases without a default route does no harm beside a private one",
		[]edit{{"subnets", `{"SubnetId": "subnet-puba"`, `{"SubnetId": "subnet-db", "VpcId": "vpc-1", "AvailabilityZone": "us-west-2a", "CidrBlock": "10.0.9.0/24"}, {"SubnetId": "subnet-puba"`},
			{"tables", `"Associations": [{"Main": true}]`, `"Associations": [{"Main": true}, {"SubnetId": "subnet-pria"}]`},
			{"tables", `{"RouteTables": [`, `{"RouteTables": [{"RouteTableId": "rtb-db", "VpcId": "vpc-1", "Associations": [{"SubnetId": "subnet-db"}], "Routes": []}, `}}, Pass, nil},
	{"VPC-19 every associated CIDR block counts, not only the first",
		[]edit{{"vpcs", `[{"CidrBlock": "10.0.0.0/16"`, `[{"CidrBlock": "172.20.1.1/16", "CidrBlockState": {"State": "associated"}}, {"CidrBlock": "10.0.0.0/16"`}}, Fail,
		[]expect{{CheckCIDR, NotMet, "172.20.1.1/16 overlaps", "vpc-1"}}},
	{"VPC-10 a block that was disassociated does not count",
		[]edit{{"vpcs", `[{"CidrBlock": "10.0.0.0/16"`, `[{"CidrBlock": "172.20.0.0/16", "CidrBlockState": {"State": "disassociated"}}, {"CidrBlock": "10.0.0.0/16"`}}, Pass, nil},
	{"VPC-10 a block around the range overlaps it, and public addresses are warned about",
		[]edit{{"vpcs", `"CidrBlock": "10.0.0.0/16", "OwnerId"`, `"CidrBlock": "172.0.0.0/8", "OwnerId"`}}, Fail,
		[]expect{{CheckCIDR, NotMet, "172.0.0.0/8", ""}, {CheckAddresses, Advice, "172.0.0.0/8 is public address space", "172.0.0.0/8"}}},
	{"VPC-19 a block that cannot be read is not taken for a good one",
		[]edit{{"vpcs", `"CidrBlock": "10.0.0.0/16", "OwnerId"`, `"CidrBlock": "10.x.0.0/16", "OwnerId"`}}, Unknown,
		[]expect{{CheckCIDR, CannotTell, "10.x.0.0/16", ""}}},
	{"VPC-19 an internet gateway counts only when attached to this VPC",
		[]edit{{"igws", `"vpc-1"`, `"vpc-2"`}}, Fail,
		[]expect{{CheckInternetGateway, NotMet, "No internet gateway is attached", "igw-1"}, {CheckPublicRoutes, NotMet, "igw-1 is not attached to this VPC", "rtb-pub"}, {CheckNATGateways, NotMet, "igw-1 is not attached", "nat-a"}}},
	{"VPC-19 an attachment may be called attached as well as available",
		[]edit{{"igws", `"available"`, `"attached"`}}, Pass, nil},
	{"VPC-10 a security group has to allow HTTPS out to anywhere",
		[]edit{{"groups", `"0.0.0.0/0"`, `"10.0.0.0/8"`}}, Fail, []expect{{CheckOutboundRules, NotMet, "sg-1", "sg-1"}}},
	{"VPC-10 two halves of the addresses are anywhere, and an icmp rule with port -1 is none",
		[]edit{{"groups", `{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}`,
			`{"IpProtocol": "icmp", "FromPort": -1, "ToPort": -1}, {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 443, "IpRanges": [{"CidrIp": "0.0.0.0/1"}, {"CidrIp": "128.0.0.0/1"}]}`}}, Pass, nil},
	{"VPC-19 what a prefix list holds is not in the files",
		[]edit{{"groups", `"IpRanges": [{"CidrIp": "0.0.0.0/0"}]`, `"PrefixListIds": [{"PrefixListId": "pl-1"}]`}}, Unknown,
		[]expect{{CheckOutboundRules, CannotTell, "prefix list", "sg-1"}}},
	{"VPC-10 inbound rules are warned about and decide nothing",
		[]edit{{"groups", `"IpPermissions": []`, `"IpPermissions": [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]`}}, Pass,
		[]expect{{CheckInboundRules, Advice, "Open to anywhere: sg-1", "sg-1"}}},
	{"VPC-10 answers have to come back through the network ACL",
		[]edit{{"acls", `"From": 1024`, `"From": 32768`}}, Fail,
		[]expect{{CheckNetworkACLs, NotMet, "TCP 1024-65535 inbound", "acl-pri"}}},
	{"VPC-10 the lowest rule number decides, wherever it stands",
		[]edit{{"acls", `{"RuleNumber": 32767, "Egress": true`, `{"RuleNumber": 50, "Egress": true`}}, Fail,
		[]expect{{CheckNetworkACLs, NotMet, "rule 50 denies it", "acl-pri"}}},
	{"VPC-10 the network ACL of the NAT gateway's subnet counts too",
		[]edit{{"acls", `{"RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"}`,
			`{"RuleNumber": 100, "Egress": false, "Protocol": "6", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0", "PortRange": {"From": 1024, "To": 65535}}`}}, Fail,
		[]expect{{CheckNetworkACLs, NotMet, "TCP 443 inbound from 10.0.", "acl-pub"}}},
	{"VPC-10 a list of addresses that nobody should reach closes no door",
		[]edit{{"acls", `{"NetworkAclId": "acl-pri", "VpcId": "vpc-1", "Associations": [{"SubnetId": "subnet-pria"}, {"SubnetId": "subnet-prib"}], "Entries": [`,
			`{"NetworkAclId": "acl-pri", "VpcId": "vpc-1", "Associations": [{"SubnetId": "subnet-pria"}, {"SubnetId": "subnet-prib"}], "Entries": [{"RuleNumber": 9, "Egress": true, "Protocol": "-1", "RuleAction": "deny", "CidrBlock": "192.0.2.0/24"}, `}}, Pass,
		[]expect{{CheckNetworkACLs, Met, "rule 9", ""}}},
	{"VPC-10 a subnet with IPv6 addresses only cannot be used",
		[]edit{{"subnets", `"CidrBlock": "10.0.3.0/24"`, `"Ipv6Native": true`}}, Fail, []expect{{CheckPrivateSubnets, NotMet, "us-west-2b has no private subnet that can be used: subnet-prib, as it has IPv6 addresses only", "subnet-prib"}}},
	{"VPC-10 a private subnet without a free address is none",
		[]edit{{"subnets", `"AvailableIpAddressCount": 9`, `"AvailableIpAddressCount": 0`}}, Fail, []expect{{CheckPrivateSubnets, NotMet, "no free address left", "subnet-pria"}}},
	{"VPC-10 a single Availability Zone is warned about",
		[]edit{{"subnets", `"us-west-2b"`, `"us-west-2a"`}, {"subnets", `"us-west-2b"`, `"us-west-2a"`}}, Pass,
		[]expect{{CheckZones, Advice, "one Availability Zone, us-west-2a", ""}}},
	{"VPC-10 a VPC that is not available cannot be used",
		[]edit{{"vpcs", `"available"`, `"pending"`}}, Fail, []expect{{CheckState, NotMet, "pending", "vpc-1"}}},
	{"VPC-19 two descriptions of a resource are none",
		[]edit{{"nats", `{"NatGateways": [`, `{"NatGateways": [{"NatGatewayId": "nat-a", "VpcId": "vpc-1", "SubnetId": "subnet-puba", "State": "failed"}, `}}, Fail,
		[]expect{{CheckFiles, CannotTell, "nat-a", "nat-a"}}},
	{"VPC-19 a NAT gateway that the files do not hold",
		[]edit{{"nats", `"nat-b"`, `"nat-c"`}}, Unknown, []expect{{CheckNATGateways, CannotTell, "nat-b is not in the files", "nat-b"}}},
	{"VPC-19 no VPCs", []edit{without("vpcs")}, Unknown, []expect{{CheckCIDR, CannotTell, "describe-vpcs", ""}}},
	{"VPC-19 no subnets", []edit{without("subnets")}, Unknown, []expect{{CheckPrivateSubnets, CannotTell, "describe-subnets", ""}}},
	{"VPC-19 no route tables", []edit{without("tables")}, Unknown, []expect{{CheckPrivateRoutes, CannotTell, "describe-route-tables", ""}}},
	{"VPC-19 no internet gateways", []edit{without("igws")}, Unknown, []expect{{CheckInternetGateway, CannotTell, "describe-internet-gateways", ""}}},
	{"VPC-19 no NAT gateways", []edit{without("nats")}, Unknown, []expect{{CheckNATGateways, CannotTell, "describe-nat-gateways", ""}}},
	{"VPC-19 no network ACLs", []edit{without("acls")}, Unknown, []expect{{CheckNetworkACLs, CannotTell, "describe-network-acls", ""}}},
	{"VPC-19 no security groups", []edit{without("groups")}, Unknown, []expect{{CheckOutboundRules, CannotTell, "describe-security-groups", ""}}},
	{"VPC-19 pages of which the last is missing", []edit{{"subnets", `{"Subnets"`, `{"NextToken": "x", "Subnets"`}}, Unknown,
		[]expect{{CheckPrivateSubnets, CannotTell, "describe-subnets", ""}}},
}

func TestFaults(t *testing.T) {
	for _, c := range faults {
		t.Run(c.name, func(t *testing.T) {
			r := checked(t, Which{}, c.edits...)
			if r.Verdict != c.outcome {
				t.Errorf("%s: %s", r.Verdict, verdictsOf(r))
			}
			for _, w := range c.want {
				w.hold(t, r)
			}
		})
	}
}

func TestWhy(t *testing.T) {
	for name, c := range map[string]struct {
		edit edit
		kind SubnetKind
		why  string
	}{
		"a VPN gateway": {edit{"tables", `"NatGatewayId": "nat-b"`, `"GatewayId": "vgw-1"`}, Private, "its default route goes to a VPN gateway (vgw-1), not to a NAT gateway"},
		"no default":    {edit{"tables", `"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-b"`, `"DestinationPrefixListId": "pl-1", "GatewayId": "vpce-1"`}, Isolated, "it has no default route, only a way to a VPC endpoint (vpce-1)"},
		"public":        {edit{"tables", `"NatGatewayId": "nat-b"`, `"GatewayId": "igw-1"`}, Public, "it is public: its route table has a route to an internet gateway"},
		"full":          {edit{"subnets", `"10.0.3.0/24"`, `"10.0.3.0/24", "AvailableIpAddressCount": 0`}, Private, "it has no free address left"},
		"IPv6 only":     {edit{"subnets", `"CidrBlock": "10.0.3.0/24"`, `"Ipv6Native": true`}, Private, "it has IPv6 addresses only"},
		"Local Zone":    {edit{"subnets", `"us-west-2b", "CidrBlock": "10.0.3.0/24"`, `"us-west-2-lax-1a", "CidrBlock": "10.0.3.0/24"`}, Private, "us-west-2-lax-1a is a Local Zone or a Wavelength Zone, not an Availability Zone"},
	} {
		t.Run("VPC-07 why a subnet cannot be used: "+name, func(t *testing.T) {
			for _, s := range checked(t, Which{}, c.edit).Subnets {
				if s.ID == "subnet-prib" && (s.Kind != c.kind || s.Why != c.why || s.Usable) {
					t.Errorf("%+v", s)
				}
			}
		})
	}
}

func TestChosenSecurityGroups(t *testing.T) {
	for name, c := range map[string]struct {
		chosen  []string
		verdict Verdict
		says    string
	}{
		"one of the VPC":       {[]string{"sg-1"}, Met, "sg-1"},
		"one of another VPC":   {[]string{"sg-1", "sg-2"}, NotMet, "sg-2: no such security group"},
		"more than five":       {[]string{"1", "2", "3", "4", "5", "6"}, NotMet, "6 security groups were chosen, and a connection takes 5"},
		"one named repeatedly": {[]string{"sg-1", "sg-1", "sg-1", "sg-1", "sg-1", "sg-1"}, Met, "sg-1"},
	} {
		t.Run("VPC-08 chosen security groups: "+name, func(t *testing.T) {
			expect{CheckOutboundRules, c.verdict, c.says, ""}.hold(t, checked(t, Which{SecurityGroups: c.chosen}))
		})
	}
}
