package vpcmap_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"atrium/model/vpccheck"
	"atrium/model/vpcfile"
	"atrium/tui/vpcmap"
)

// record is an element of a describe document, or the document.
type record = map[string]any

// networks reads documents as the describe commands print them.
func networks(t testing.TB, documents ...record) []*vpcfile.VPC {
	t.Helper()
	var text strings.Builder
	for _, d := range documents {
		data, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(data)
	}
	return read(t, text.String())
}

func read(t testing.TB, text string) []*vpcfile.VPC {
	t.Helper()
	open := func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
	inventory, err := vpcfile.Read(context.Background(), []vpcfile.Source{{Name: "all.json", Open: open}})
	if err != nil {
		t.Fatal(err)
	}
	return inventory.VPCs
}

func check(v *vpcfile.VPC) *vpccheck.Report {
	return &vpccheck.Check(&vpcfile.Inventory{VPCs: []*vpcfile.VPC{v}}, vpccheck.Which{})[0]
}

func draw(v *vpcfile.VPC, o vpcmap.Options) []string { return vpcmap.Draw(v, check(v), o) }

// dice draws networks by chance: those that nobody would build among them.
type dice struct {
	*rand.Rand
	// long tells that some ids are longer than a column is wide, and broken there.
	long bool
}

func newDice(seed uint64) dice { return dice{rand.New(rand.NewPCG(seed, 5)), true} }

func (d dice) of(list ...string) string { return list[d.IntN(len(list))] }

// id is one as AWS gives them today, or gave them once, or a strange one.
func (d dice) id(prefix string, n int) string {
	switch kind := d.IntN(10); {
	case kind == 0:
		return fmt.Sprintf("%s-%08x", prefix, n)
	case kind == 1 && d.long:
		return fmt.Sprintf("%s-%s%d", prefix, strings.Repeat("long", 12), n)
	}
	return fmt.Sprintf("%s-%017x", prefix, n)
}

func (d dice) name() []record {
	return []record{{"Key": "Name", "Value": d.of("", "build", "Zoë's 東京 network", "\x1b[31mred\x1b[0m", "line\nbreak", "a name with many words in it, and with a "+strings.Repeat("long", 30)+" one", "bad\xff")}}
}

var zones = []string{"us-west-2a", "us-west-2b", "us-west-2c", "us-west-2d", "us-west-2e", "us-west-2f", "us-west-2-lax-1a", "us-west-2-wl1-las-wlz-1", ""}

// network makes the documents of a VPC with some subnets.
func (d dice) network(subnets int) []record {
	ids := map[string][]string{}
	for i := range subnets {
		ids["subnet"] = append(ids["subnet"], d.id("subnet", i))
	}
	for _, prefix := range []string{"nat", "igw", "rtb", "acl", "sg"} {
		for i := range d.IntN(4) {
			ids[prefix] = append(ids[prefix], d.id(prefix, i))
		}
	}
	all := []record{d.vpcs(), {"Subnets": d.subnets(ids["subnet"])}, {"RouteTables": d.tables(ids)}, {"InternetGateways": d.internetGateways(ids["igw"])},
		{"NatGateways": d.natGateways(ids)}, {"NetworkAcls": d.acls(ids)}, {"SecurityGroups": d.groups(ids["sg"])}, d.zoneList()}
	var kept []record
	for i, document := range all {
		if i == 0 || d.IntN(8) > 0 {
			kept = append(kept, document)
		}
		if d.IntN(20) == 0 {
			document["NextToken"] = "more"
		}
	}
	return kept
}

func (d dice) vpcs() record {
	return record{"Vpcs": []record{{"VpcId": "vpc-1", "CidrBlock": d.of("10.0.0.0/16", "172.31.0.0/16", "8.8.0.0/16", ""), "State": d.of("available", "pending"), "OwnerId": "111122223333", "Tags": d.name()}}}
}

func (d dice) subnets(ids []string) []record {
	var list []record
	for i, id := range ids {
		list = append(list, record{"SubnetId": id, "VpcId": "vpc-1", "AvailabilityZone": d.of(zones...), "CidrBlock": d.of("", fmt.Sprintf("10.0.%d.0/24", i)),
			"Ipv6Native": d.IntN(9) == 0, "State": d.of("available", "available", "pending"), "Tags": d.name(), "AvailableIpAddressCount": d.IntN(3)})
	}
	return list
}

// some picks one of a kind, or one that the files do not hold.
func (d dice) some(ids map[string][]string, kind string) string {
	if list := ids[kind]; len(list) > 0 && d.IntN(6) > 0 {
		return d.of(list...)
	}
	return kind + "-0gone"
}

func (d dice) tables(ids map[string][]string) []record {
	var list []record
	for i, id := range ids["rtb"] {
		table := record{"RouteTableId": id, "VpcId": "vpc-1", "Tags": d.name(), "Associations": []record{{"Main": i == 0}}}
		for _, subnet := range ids["subnet"] {
			if d.IntN(len(ids["rtb"])+1) == 0 {
				table["Associations"] = append(table["Associations"].([]record), record{"SubnetId": subnet})
			}
		}
		routes := []record{{"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local"}}
		for range d.IntN(30) {
			routes = append(routes, d.route(ids))
		}
		table["Routes"] = routes
		list = append(list, table)
	}
	return list
}

func (d dice) route(ids map[string][]string) record {
	r := record{"State": d.of("active", "active", "blackhole")}
	r[d.of("DestinationCidrBlock", "DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")] = d.of("0.0.0.0/0", "0.0.0.0/0", "::/0", "pl-1", "10.9.0.0/16")
	switch d.IntN(4) {
	case 0:
		r["GatewayId"] = d.some(ids, "igw")
	case 1:
		r["NatGatewayId"] = d.some(ids, "nat")
	case 2:
		r["GatewayId"] = d.of("vgw-1", "vpce-1", "pcx-1", "tgw-1", "")
	default:
		r["CoreNetworkArn"] = "arn:aws:networkmanager::111122223333:core-network/core-network-0123456789abcdef0"
	}
	return r
}

func (d dice) internetGateways(ids []string) []record {
	var list []record
	for _, id := range ids {
		list = append(list, record{"InternetGatewayId": id, "Attachments": []record{{"VpcId": d.of("vpc-1", "vpc-2"), "State": d.of("available", "attaching", "detached")}}})
	}
	return list
}

func (d dice) natGateways(ids map[string][]string) []record {
	var list []record
	for _, id := range ids["nat"] {
		list = append(list, record{"NatGatewayId": id, "VpcId": "vpc-1", "SubnetId": d.of("", d.some(ids, "subnet")), "State": d.of("available", "available", "failed", ""),
			"ConnectivityType": d.of("public", "private"), "AvailabilityMode": d.of("", "regional")})
	}
	return list
}

func (d dice) acls(ids map[string][]string) []record {
	var list []record
	for _, id := range ids["acl"] {
		list = append(list, record{"NetworkAclId": id, "VpcId": "vpc-1", "Associations": []record{{"SubnetId": d.some(ids, "subnet")}}, "Entries": []record{
			{"RuleNumber": 100, "Egress": d.IntN(2) == 0, "Protocol": "-1", "RuleAction": d.of("allow", "deny"), "CidrBlock": "0.0.0.0/0"}}})
	}
	return list
}

func (d dice) groups(ids []string) []record {
	var list []record
	for _, id := range ids {
		list = append(list, record{"GroupId": id, "GroupName": d.of("default", "Zoë"), "VpcId": "vpc-1", "IpPermissions": []record{{"IpProtocol": "-1"}}})
	}
	return list
}

func (d dice) zoneList() record {
	var list []record
	for _, z := range zones[:d.IntN(len(zones))] {
		kind := "availability-zone"
		if len(z) > len("us-west-2a") {
			kind = "local-zone"
		}
		list = append(list, record{"ZoneName": z, "RegionName": "us-west-2", "State": "available", "ZoneType": kind})
	}
	return record{"AvailabilityZones": list}
}
