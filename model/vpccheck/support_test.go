package vpccheck

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"atrium/model/vpcfile"
)

// fit is a network that passes: a public and a private subnet in each of two Availability Zones, with a NAT
// gateway of its own each, and a Local Zone that is not used.
var fit = map[string]string{
	"vpcs": `{"Vpcs": [{"VpcId": "vpc-1", "State": "available", "CidrBlock": "10.0.0.0/16", "OwnerId": "1111222233333",
		"CidrBlockAssociationSet": [{"CidrBlock": "10.0.0.0/16", "CidrBlockState": {"State": "associated"}}]}]}`,
	"subnets": `{"Subnets": [
		{"SubnetId": "subnet-puba", "VpcId": "vpc-1", "AvailabilityZone": "us-west-2a", "CidrBlock": "10.0.0.0/24", "State": "available"},
		{"SubnetId": "subnet-pubb", "VpcId": "vpc-1", "AvailabilityZone": "us-west-2b", "CidrBlock": "10.0.1.0/24", "State": "available"},
		{"SubnetId": "subnet-pria", "VpcId": "vpc-1", "AvailabilityZone": "us-west-2a", "CidrBlock": "10.0.2.0/24", "State": "available", "AvailableIpAddressCount": 9},
		{"SubnetId": "subnet-prib", "VpcId": "vpc-1", "AvailabilityZone": "us-west-2b", "CidrBlock": "10.0.3.0/24", "State": "available"}]}`,
	"tables": `{"RouteTables": [
		{"RouteTableId": "rtb-pub", "VpcId": "vpc-1", "Associations": [{"Main": false, "SubnetId": "subnet-puba"}, {"Main": false, "SubnetId": "subnet-pubb"}],
		 "Routes": [{"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active"}, {"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active"}]},
		{"RouteTableId": "rtb-main", "VpcId": "vpc-1", "Associations": [{"Main": true}],
		 "Routes": [{"DestinationPrefixListId": "pl-1", "GatewayId": "vpce-1", "State": "active"}, {"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-a", "State": "active"}]},
		{"RouteTableId": "rtb-b", "VpcId": "vpc-1", "Associations": [{"Main": false, "SubnetId": "subnet-prib"}],
		 "Routes": [{"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-b", "State": "active"}]}]}`,
	"igws": `{"InternetGateways": [{"InternetGatewayId": "igw-1", "Attachments": [{"VpcId": "vpc-1", "State": "available"}]}]}`,
	"nats": `{"NatGateways": [
		{"NatGatewayId": "nat-a", "VpcId": "vpc-1", "SubnetId": "subnet-puba", "State": "available", "ConnectivityType": "public"},
		{"NatGatewayId": "nat-b", "VpcId": "vpc-1", "SubnetId": "subnet-pubb", "State": "available"}]}`,
	"acls": `{"NetworkAcls": [{"NetworkAclId": "acl-pub", "VpcId": "vpc-1", "Associations": [{"SubnetId": "subnet-puba"}, {"SubnetId": "subnet-pubb"}], "Entries": [
		{"RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"},
		{"RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"}]},
		{"NetworkAclId": "acl-pri", "VpcId": "vpc-1", "Associations": [{"SubnetId": "subnet-pria"}, {"SubnetId": "subnet-prib"}], "Entries": [
		{"RuleNumber": 32767, "Egress": true, "Protocol": "-1", "RuleAction": "deny", "CidrBlock": "0.0.0.0/0"},
		{"RuleNumber": 100, "Egress": true, "Protocol": "6", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0", "PortRange": {"From": 443, "To": 443}},
		{"RuleNumber": 100, "Egress": false, "Protocol": "6", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0", "PortRange": {"From": 1024, "To": 65535}},
		{"RuleNumber": 32767, "Egress": false, "Protocol": "-1", "RuleAction": "deny", "CidrBlock": "0.0.0.0/0"}]}]}`,
	"groups": `{"SecurityGroups": [{"GroupId": "sg-1", "GroupName": "build", "VpcId": "vpc-1", "IpPermissions": [],
		"IpPermissionsEgress": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]}]}`,
	"zones": `{"AvailabilityZones": [
		{"ZoneName": "us-west-2a", "RegionName": "us-west-2", "State": "available", "ZoneType": "availability-zone", "OptInStatus": "opt-in-not-required"},
		{"ZoneName": "us-west-2b", "RegionName": "us-west-2", "State": "available", "ZoneType": "availability-zone", "OptInStatus": "opt-in-not-required"},
		{"ZoneName": "us-west-2-lax-1a", "RegionName": "us-west-2", "State": "available", "ZoneType": "local-zone", "OptInStatus": "opted-in"}]}`,
}

// edit changes one document of the fit network: the first text becomes the second. An empty second without a
// first takes the document away.
type edit struct{ document, old, new string }

func without(document string) edit { return edit{document, "", ""} }

// edited is the fit network with changes.
func edited(t *testing.T, edits ...edit) map[string]string {
	t.Helper()
	documents := map[string]string{}
	for name, text := range fit {
		documents[name] = text
	}
	for _, e := range edits {
		switch {
		case e.old == "" && e.new == "":
			delete(documents, e.document)
		case !strings.Contains(documents[e.document], e.old):
			t.Fatalf("%s does not hold %q", e.document, e.old)
		default:
			documents[e.document] = strings.Replace(documents[e.document], e.old, e.new, 1)
		}
	}
	return documents
}

// checked checks the fit network with changes.
func checked(t *testing.T, which Which, edits ...edit) Report {
	t.Helper()
	var files []vpcfile.Source
	documents := edited(t, edits...)
	for _, name := range []string{"vpcs", "subnets", "tables", "igws", "nats", "acls", "groups", "zones"} {
		if text, there := documents[name]; there {
			files = append(files, vpcfile.Source{Name: name + ".json", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }})
		}
	}
	inventory, err := vpcfile.Read(context.Background(), files)
	if err != nil {
		t.Fatal(err)
	}
	reports := Check(inventory, which)
	if len(reports) != 1 {
		t.Fatalf("%d reports", len(reports))
	}
	return reports[0]
}

// find finds a check of a report.
func find(t *testing.T, r Report, id string) Requirement {
	t.Helper()
	at := slices.IndexFunc(r.Checks, func(c Requirement) bool { return c.ID == id })
	if at < 0 {
		t.Fatalf("there is no check %s in %+v", id, r.Checks)
	}
	return r.Checks[at]
}

// expect is what a check has to say.
type expect struct {
	id       string
	verdict  Verdict
	says     string // a part of the message or of what to do
	resource string // one of the resources; "" for any
}

func (w expect) hold(t *testing.T, r Report) {
	t.Helper()
	c := find(t, r, w.id)
	if c.Verdict != w.verdict || !strings.Contains(c.Message+" "+c.Fix, w.says) {
		t.Errorf("%s is %s: %s | %s", c.ID, c.Verdict, c.Message, c.Fix)
	}
	if w.resource != "" && !slices.Contains(c.Resources, w.resource) {
		t.Errorf("%s is decided by %v, not by %s", c.ID, c.Resources, w.resource)
	}
	if (c.Verdict != Met) != (c.Fix != "") || c.Message == "" || c.Title == "" {
		t.Errorf("%s says too little or too much: %+v", c.ID, c)
	}
}

// verdictsOf writes the checks that are not met in a line.
func verdictsOf(r Report) string {
	var words []string
	for _, c := range r.Checks {
		if c.Verdict != Met {
			words = append(words, fmt.Sprintf("%s: %s", c.ID, c.Verdict))
		}
	}
	return strings.Join(words, ", ")
}
