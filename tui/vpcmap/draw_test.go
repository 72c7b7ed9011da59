package vpcmap_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"atrium/model/vpccheck"
	"atrium/model/vpcfile"
	"atrium/tui/text"
	"atrium/tui/vpcmap"
)

// built is a network that passes: in each of some zones a public subnet with a NAT gateway, and a private one.
func built(zones ...string) []record {
	var subnets, tables, nats []record
	public := []record{}
	for i, z := range zones {
		n := fmt.Sprintf("%017x", i)
		subnets = append(subnets, record{"SubnetId": "subnet-pub" + n[3:], "VpcId": "vpc-1", "AvailabilityZone": z, "CidrBlock": fmt.Sprintf("10.0.%d.0/24", i)},
			record{"SubnetId": "subnet-pri" + n[3:], "VpcId": "vpc-1", "AvailabilityZone": z, "CidrBlock": fmt.Sprintf("10.0.%d.0/24", 100+i)})
		public = append(public, record{"SubnetId": "subnet-pub" + n[3:]})
		nats = append(nats, record{"NatGatewayId": "nat-" + n, "VpcId": "vpc-1", "SubnetId": "subnet-pub" + n[3:], "State": "available"})
		tables = append(tables, record{"RouteTableId": "rtb-" + n, "VpcId": "vpc-1", "Associations": []record{{"SubnetId": "subnet-pri" + n[3:]}},
			"Routes": []record{{"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-" + n}}})
	}
	tables = append(tables, record{"RouteTableId": "rtb-public", "VpcId": "vpc-1", "Associations": public,
		"Routes": []record{{"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local"}, {"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1"}}})
	all := []record{{"RuleNumber": 1, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"}, {"RuleNumber": 1, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"}}
	var inside []record
	for _, s := range subnets {
		inside = append(inside, record{"SubnetId": s["SubnetId"]})
	}
	return []record{{"Vpcs": []record{{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "State": "available"}}}, {"Subnets": subnets}, {"RouteTables": tables}, {"NatGateways": nats},
		{"InternetGateways": []record{{"InternetGatewayId": "igw-1", "Attachments": []record{{"VpcId": "vpc-1", "State": "available"}}}}},
		{"NetworkAcls": []record{{"NetworkAclId": "acl-1", "VpcId": "vpc-1", "Associations": inside, "Entries": all}}},
		{"SecurityGroups": []record{{"GroupId": "sg-1", "GroupName": "build", "VpcId": "vpc-1", "IpPermissionsEgress": []record{{"IpProtocol": "-1", "IpRanges": []record{{"CidrIp": "0.0.0.0/0"}}}}}}}}
}

// without leaves out the documents of a kind.
func without(documents []record, kind vpcfile.Kind) []record {
	return slices.DeleteFunc(slices.Clone(documents), func(d record) bool { return d[kind.Key()] != nil })
}

// stack is what stands below the name of each zone, line by line. It holds for a drawing in ASCII, whose cells are
// its bytes.
func stacks(t *testing.T, lines []string) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	type column struct {
		zone     string
		from, to int
	}
	var open []column
	for _, line := range lines {
		switch {
		case strings.HasPrefix(line, "== "):
			open = nil
			for at := 0; at >= 0 && at < len(line); {
				rest := line[at+len("== "):]
				next := strings.Index(rest, " == ")
				zone, _, _ := strings.Cut(rest, " =")
				c := column{zone: strings.TrimSpace(zone), from: at, to: 1 << 20}
				if at = -1; next >= 0 {
					at = c.from + len("== ") + next + 1
					c.to = at
				}
				open = append(open, c)
			}
		case line == "":
			open = nil
		}
		for _, c := range open {
			if c.from < len(line) {
				found[c.zone] = append(found[c.zone], strings.TrimSpace(line[c.from:min(c.to, len(line))]))
			}
		}
	}
	return found
}

// words are the words for the kinds of subnets.
var words = map[vpccheck.SubnetKind]string{vpccheck.Public: "PUBLIC", vpccheck.Private: "PRIVATE", vpccheck.Isolated: "ISOLATED", vpccheck.UnknownKind: "UNKNOWN"}

// stands finds a subnet's cell in a stack: the word above it, and what is said in it.
func stands(stack []string, id string) (kind, said string) {
	for _, line := range stack {
		switch {
		case strings.HasPrefix(line, "+ ") && strings.Contains(line, "usable"):
			if strings.Contains(said, id) {
				return kind, said + line
			}
		case strings.HasPrefix(line, "+ "):
			kind, said = strings.Fields(line)[1], ""
		default:
			said += strings.TrimPrefix(line, "| ") + " "
		}
	}
	return "", ""
}

func TestSubnetsStandInTheirZones(t *testing.T) {
	networksToDraw := map[string][]record{
		"one zone": built("us-west-2a"), "three zones": built("us-west-2a", "us-west-2b", "us-west-2c"),
		"six zones":                 built("us-west-2a", "us-west-2b", "us-west-2c", "us-west-2d", "us-west-2e", "us-west-2f"),
		"a Local Zone":              built("us-west-2-lax-1a", "us-west-2a"),
		"no route tables":           without(built("us-west-2a", "us-west-2b"), vpcfile.RouteTables),
		"two hundred subnets":       built(slices.Repeat([]string{"us-west-2a", "us-west-2b", "us-west-2c", "us-west-2d", "us-west-2e"}, 20)...),
		"subnets of unknown place":  built("", "us-west-2a"),
		"subnets with no gateways":  without(without(built("us-west-2a"), vpcfile.NATGateways), vpcfile.InternetGateways),
		"a Wavelength Zone, and on": built("us-west-2-wl1-las-wlz-1", "us-west-2-lax-1b", "us-west-2-lax-1a"),
	}
	for name, documents := range networksToDraw {
		t.Run("VPC-10 each subnet stands once in the column of its zone, under a word for its kind: "+name, func(t *testing.T) {
			v := networks(t, documents...)[0]
			report := check(v)
			for width := 40; width <= 200; width += 7 {
				found := stacks(t, vpcmap.Draw(v, report, vpcmap.Options{Width: width, ASCII: true}))
				for _, s := range report.Subnets {
					for zone, stack := range found {
						kind, said := stands(stack, s.ID)
						here := strings.HasPrefix(zone, cmp.Or(s.Zone, "zone not known"))
						switch {
						case !here && said != "":
							t.Errorf("%d wide: %s stands under %s", width, s.ID, zone)
						case here && kind != words[s.Kind]:
							t.Errorf("%d wide: %s in %s is %q, not %s", width, s.ID, zone, kind, s.Kind)
						case here && !strings.Contains(said, s.CIDR) || here && s.Usable == strings.Contains(said, "not usable"):
							t.Errorf("%d wide: of %+v it says %s", width, s, said)
						}
					}
				}
			}
		})
	}
}

func TestDrawingFits(t *testing.T) {
	for seed := range uint64(15) {
		t.Run(fmt.Sprintf("VPC-10 no line is wider than asked for, and nothing in it is obeyed by a terminal: network %d", seed), func(t *testing.T) {
			subnets := []int{0, 1, 4, 25, 200}[seed%5]
			d := newDice(seed)
			v := networks(t, d.network(subnets)...)[0]
			report := check(v)
			for width := int(seed); width <= 200; width += 1 + subnets/10 {
				for _, ascii := range []bool{false, true} {
					for _, line := range vpcmap.Draw(v, report, vpcmap.Options{Width: width, ASCII: ascii}) {
						fits(t, line, max(width, 1), ascii)
					}
				}
			}
		})
	}
}

func fits(t *testing.T, line string, width int, ascii bool) {
	t.Helper()
	if text.Width(line) > width || text.Visible(line) != line {
		t.Fatalf("%d wide: %q", width, line)
	}
	if ascii && strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r > '~' }) {
		t.Fatalf("%d wide, not ASCII: %q", width, line)
	}
}

func TestEverySubnetAndMarkIsDrawn(t *testing.T) {
	for seed := range uint64(120) {
		t.Run(fmt.Sprintf("VPC-10 every subnet is drawn, and every mark stands beside what decides it and is explained: network %d", seed), func(t *testing.T) {
			d := newDice(seed)
			d.long = false
			v := networks(t, d.network(int(seed%25))...)[0]
			report := check(v)
			picture := vpcmap.Draw(v, report, vpcmap.Options{Width: 100, ASCII: true})
			end := slices.Index(picture, "What the marks say")
			for _, s := range report.Subnets {
				marked(t, picture[:end], s.ID, "")
			}
			for _, c := range report.Checks {
				if c.Verdict == vpccheck.Met {
					continue
				}
				at := slices.IndexFunc(picture[end:], func(line string) bool { return strings.Contains(line, " "+c.Title+" ("+c.ID) })
				if at < 0 {
					t.Fatalf("%s is %s, and not explained", c.ID, c.Verdict)
				}
				for _, id := range c.Resources {
					marked(t, picture[:end], id, strings.Fields(picture[end+at])[0])
				}
			}
		})
	}
}

// marked wants something to be drawn with a mark behind it, on the same line or on the next ones in its column.
func marked(t *testing.T, lines []string, id, mark string) {
	t.Helper()
	for i, line := range lines {
		for at := strings.Index(line, id); at >= 0; {
			for _, below := range lines[i:min(i+4, len(lines))] {
				if from := max(at-16, 0); from < len(below) && slices.Contains(append(strings.Fields(strings.ReplaceAll(below[from:min(at+len(id)+40, len(below))], ",", " ")), ""), mark) {
					return
				}
			}
			next := strings.Index(line[at+1:], id)
			if next < 0 {
				break
			}
			at += 1 + next
		}
	}
	t.Errorf("%s is not drawn with %q:\n%s", id, mark, strings.Join(lines, "\n"))
}

// changed replaces a text in documents.
func changed(t *testing.T, old, new string, documents ...record) *vpcfile.VPC {
	t.Helper()
	data, err := json.Marshal(documents)
	if err != nil || !strings.Contains(string(data), old) {
		t.Fatalf("%v, or it does not hold %q", err, old)
	}
	return read(t, strings.Replace(string(data), old, new, 1))[0]
}

func TestWhatADrawingSays(t *testing.T) {
	two := built("us-west-2a", "us-west-2b")
	for name, c := range map[string]struct {
		vpc  *vpcfile.VPC
		says []string
		not  string
	}{
		"VPC-10 a VPC that passes has no mark of a fault":              {networks(t, two...)[0], []string{"vpc-1: PASS", "igw-1, attached", "-> igw-1"}, "!"},
		"VPC-19 a blackhole is drawn as one":                           {changed(t, `"NatGatewayId":"nat-00000000000000001"}]`, `"NatGatewayId":"nat-00000000000000001","State":"blackhole"}]`, two...), []string{"-x nat-00000000000000001 blackhole", "private-routes"}, "PASS"},
		"VPC-19 an internet gateway of another VPC is not attached":    {changed(t, `"VpcId":"vpc-1"}],"InternetGatewayId"`, `"VpcId":"vpc-2"}],"InternetGatewayId"`, two...), []string{"x no internet gateway is attached", "-> igw-1 not attached"}, "+---"},
		"VPC-19 a NAT gateway that is not in the files is named so":    {changed(t, `"NatGatewayId":"nat-00000000000000001","State"`, `"NatGatewayId":"nat-2","State"`, two...), []string{"-> nat-00000000000000001 ?1 not in the files", "vpc-1: UNKNOWN"}, ""},
		"VPC-19 a private NAT gateway is named so":                     {changed(t, `"NatGatewayId":"nat-00000000000000001","State"`, `"ConnectivityType":"private","NatGatewayId":"nat-00000000000000001","State"`, two...), []string{"-> nat-00000000000000001 !1 available, private (a NAT gateway)", "| here, available, private"}, ""},
		"VPC-10 a NAT gateway that failed says so where it lies":       {changed(t, `"State":"available","SubnetId"`, `"State":"failed","SubnetId"`, two...), []string{"| nat-00000000000000000 !1 lies", "| here, failed"}, ""},
		"VPC-10 IPv6 addresses only":                                   {changed(t, `"CidrBlock":"10.0.100.0/24"`, `"Ipv6Native":true`, two...), []string{"IPv6 addresses only"}, "10.0.100.0/24"},
		"VPC-19 a Local Zone is no Availability Zone":                  {networks(t, built("us-west-2-lax-1a")...)[0], []string{"== us-west-2-lax-1a", "no Availability Zone"}, ""},
		"VPC-19 what the files do not hold is named and not left away": {networks(t, without(two, vpcfile.InternetGateways)...)[0], []string{"? the internet gateway is not in the files", "describe-internet-gateways, describe-availability-zones"}, "no internet gateway is attached"},
		"VPC-19 without subnets in the files the VPC is not empty":     {networks(t, without(two, vpcfile.Subnets)...)[0], []string{"? No subnet of this VPC is in the files."}, "The VPC has no subnet."},
		"VPC-10 a VPC without subnets is":                              {networks(t, append(without(two, vpcfile.Subnets), record{"Subnets": []record{}})...)[0], []string{"The VPC has no subnet."}, "? No subnet"},
		"VPC-10 the network ACL that stops traffic stands in the cell": {changed(t, `"RuleAction":"allow"`, `"RuleAction":"deny"`, two...), []string{"| acl-1 !"}, ""},
		"VPC-10 a subnet without a way out is isolated":                {changed(t, `"DestinationCidrBlock":"0.0.0.0/0","NatGatewayId":"nat-00000000000000001"`, `"DestinationPrefixListId":"pl-1","GatewayId":"vpce-1"`, two...), []string{"+ ISOLATED", "no default route", "pl-1 -> vpce-1 (a VPC endpoint)"}, ""},
		"VPC-10 a name cannot draw over the picture":                   {changed(t, `"SubnetId":"subnet-pri00000000000000"`, `"Tags":[{"Key":"Name","Value":"\u001b[2Jé"}],"SubnetId":"subnet-pri00000000000000"`, two...), []string{"| ?[2J?"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			lines := draw(c.vpc, vpcmap.Options{Width: 80, ASCII: true})
			all := strings.Join(lines, "\n")
			all, _, _ = strings.Cut(all, "How to read it")
			for _, says := range c.says {
				if !strings.Contains(all, says) {
					t.Errorf("it does not say %q:\n%s", says, all)
				}
			}
			if c.not != "" && strings.Contains(all, c.not) {
				t.Errorf("it says %q:\n%s", c.not, all)
			}
		})
	}
}

func FuzzDraw(f *testing.F) {
	for _, documents := range [][]record{built("us-west-2a", "us-west-2-lax-1a"), newDice(3).network(9), newDice(9).network(30)} {
		data, err := json.Marshal(documents)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data), 80)
	}
	f.Fuzz(func(t *testing.T, files string, width int) {
		open := func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(files)), nil }
		inventory, err := vpcfile.Read(context.Background(), []vpcfile.Source{{Name: "f.json", Open: open}})
		if err != nil {
			return
		}
		width = max(1, min(width, 300))
		for _, v := range inventory.VPCs {
			for _, ascii := range []bool{true, false} {
				for _, line := range draw(v, vpcmap.Options{Width: width, ASCII: ascii}) {
					fits(t, line, width, ascii)
				}
			}
		}
	})
}
