package vpcfile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"atrium/model/jsonfile"
)

// file is a source that holds a text.
func file(name, text string) Source {
	return Source{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
}

func read(files ...Source) (*Inventory, error) { return Read(context.Background(), files) }

// written writes what was read in a line: each VPC with its Region, subnets and route tables.
func written(t *testing.T, files ...Source) string {
	t.Helper()
	inventory, err := read(files...)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, v := range inventory.VPCs {
		words := []string{v.ID, v.Region}
		for _, s := range v.Subnets {
			words = append(words, s.ID)
		}
		for _, table := range v.RouteTables {
			words = append(words, table.ID)
		}
		all = append(all, strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " "))
	}
	return strings.Join(all, ", ")
}

func vpcs(ids ...string) string {
	var list []string
	for _, id := range ids {
		list = append(list, fmt.Sprintf(`{"VpcId": %q, "CidrBlock": "10.0.0.0/16"}`, id))
	}
	return `{"Vpcs": [` + strings.Join(list, ",") + `]}`
}

func subnet(vpc, id, zone string) string {
	return fmt.Sprintf(`{"Subnets": [{"VpcId": %q, "SubnetId": %q, "AvailabilityZone": %q, "OwnerId": "1111222233333"}]}`, vpc, id, zone)
}

func table(vpc, id string) string {
	return fmt.Sprintf(`{"RouteTables": [{"VpcId": %q, "RouteTableId": %q, "Routes": [{"DestinationPrefixListId": "pl-1", "GatewayId": "vpce-1"}, {"DestinationIpv6CidrBlock": "::/0"}]}]}`, vpc, id)
}

func TestSets(t *testing.T) {
	for name, c := range map[string]struct {
		files []Source
		want  string
	}{
		"one folder, whatever the files are called": {[]Source{file("d/x", subnet("v1", "s1", "us-west-2a")), file("d/y.txt", vpcs("v1")), file("d/z.json", table("v1", "r1"))}, "v1 us-west-2 s1 r1"},
		"one file with all pages":                   {[]Source{file("-", vpcs("v1")+subnet("v1", "s1", "us-west-2a")+subnet("v1", "s2", "us-west-2a"))}, "v1 us-west-2 s1 s2"},
		"pages joined to a list":                    {[]Source{file("a.json", "["+vpcs("v1")+","+subnet("v1", "s1", "us-west-2a")+"]")}, "v1 us-west-2 s1"},
		"a page twice":                              {[]Source{file("a.json", vpcs("v1")+subnet("v1", "s1", "us-west-2a")+vpcs("v1")+subnet("v1", "s1", "us-west-2a"))}, "v1 us-west-2 s1"},
		"a folder for each Region":                  {[]Source{file("us-west-2/a.json", vpcs("v1")), file("eu-west-1/a.json", vpcs("v2"))}, "v2 eu-west-1, v1 us-west-2"},
		"two Regions in a folder":                   {[]Source{file("a.json", vpcs("v1", "v2")), file("b.json", subnet("v1", "s1", "us-west-2-lax-1a")), file("c.json", subnet("v2", "s2", "us-gov-east-1b"))}, "v2 us-gov-east-1 s2, v1 us-west-2 s1"},
		"a folder for each kind":                    {[]Source{file("d/vpcs/a.json", vpcs("v1")), file("d/subnets/a.json", subnet("v1", "s1", "us-west-2a"))}, "v1 us-west-2 s1"},
		"what is common lies above":                 {[]Source{file("d/zones.json", `{"AvailabilityZones": [{"ZoneName": "us-west-2a"}]}`), file("d/x/a.json", vpcs("v1")), file("d/y/a.json", vpcs("v2"))}, "v1 us-west-2, v2 us-west-2"},
		"two days side by side":                     {[]Source{file("mon/a.json", vpcs("v1")+subnet("v1", "s1", "us-west-2a")), file("tue/a.json", vpcs("v1")+subnet("v1", "s2", "us-west-2a"))}, "v1 us-west-2 s1, v1 us-west-2 s2"},
		"the same day twice":                        {[]Source{file("mon/a.json", vpcs("v1")+subnet("v1", "s1", "us-west-2a")), file("copy/a.json", vpcs("v1")+subnet("v1", "s1", "us-west-2a"))}, "v1 us-west-2 s1"},
		"two days in a folder, a file each": {[]Source{file("mon.json", vpcs("v1")+subnet("v1", "s1", "us-west-2a")),
			file("tue.json", strings.ReplaceAll(vpcs("v1"), "10.0", "10.1")+subnet("v1", "s2", "us-west-2a"))}, "v1 us-west-2 s1, v1 us-west-2 s2"},
		"no VPCs":    {[]Source{file("a.json", subnet("v1", "s1", "us-west-2a")), file("b.json", table("v1", "r1"))}, "v1 us-west-2 s1 r1"},
		"not a VPC":  {[]Source{file("a.json", `{"Reservations": []}`)}, ""},
		"no files":   {nil, ""},
		"UTF-16":     {[]Source{file("a.txt", "\xff\xfe{\x00\"\x00V\x00p\x00c\x00s\x00\"\x00:\x00[\x00{\x00\"\x00V\x00p\x00c\x00I\x00d\x00\"\x00:\x00\"\x00v\x00\"\x00}\x00]\x00}\x00")}, "v"},
		"a zone ID":  {[]Source{file("a.json", vpcs("v1")+`{"Subnets": [{"VpcId": "v1", "SubnetId": "s1", "AvailabilityZoneId": "usw2-az1"}]}{"AvailabilityZones": [{"ZoneName": "us-west-2a", "ZoneId": "usw2-az1", "RegionName": "us-west-2"}]}`)}, "v1 us-west-2 s1"},
		"an ARN":     {[]Source{file("a.json", vpcs("v1")+`{"SecurityGroups": [{"VpcId": "v1", "GroupId": "g", "SecurityGroupArn": "arn:aws:ec2:eu-west-1:1:security-group/g"}]}`)}, "v1 eu-west-1"},
		"its fellow": {[]Source{file("a.json", vpcs("v1", "v2")+subnet("v1", "s1", "us-west-2a"))}, "v1 us-west-2 s1, v2 us-west-2"},
	} {
		t.Run("VPC-11 networks are kept apart and together: "+name, func(t *testing.T) {
			if got := written(t, c.files...); got != c.want {
				t.Errorf("read %q", got)
			}
		})
	}
}

func TestFaultyFiles(t *testing.T) {
	for text, want := range map[string]string{
		`{"Vpcs": [{"VpcId": 'vpc-1'}]}`:                        `f.json, line 1: Vpcs[0].VpcId has a text in single quotes; JSON takes double quotes only`,
		"{\"Vpcs\": [{\"VpcId\": \"v\",\n}]}":                   `f.json, line 1: Vpcs[0] has a trailing comma before }; take the comma out`,
		`{"Vpcs": {}}`:                                          `f.json, line 1: Vpcs is an object where a list is expected`,
		`{"Subnets": [{"SubnetId": 1}]}`:                        `f.json, line 1: Subnets[0].SubnetId is a number where a text is expected`,
		`{"RouteTables": [{"Routes": [1]}]}`:                    `f.json, line 1: RouteTables[0].Routes[0] is a number where an object is expected`,
		`{"NetworkAcls": [{"Entries": [{"RuleNumber": "a"}]}]}`: `f.json, line 1: NetworkAcls[0].Entries[0].RuleNumber is a text where a number is expected`,
		"":                  `f.json, line 1: the file is empty`,
		"An error occurred": `f.json, line 1: the document has "An" where an object or a list is expected; give the JSON that the command prints with --output json`,
	} {
		t.Run("VPC-11 one sentence says what is wrong: "+want, func(t *testing.T) {
			inventory, err := read(file("f.json", text))
			if err == nil || inventory != nil || err.Error() != want {
				t.Errorf("%v", err)
			}
		})
	}
	t.Run("VPC-11 a file that cannot be opened is named", func(t *testing.T) {
		_, err := read(Source{Name: "gone.json", Open: func() (io.ReadCloser, error) { return nil, errors.New("no such file") }})
		var e *jsonfile.Error
		if !errors.As(err, &e) || e.File != "gone.json" {
			t.Error(err)
		}
	})
}

func TestLeftOut(t *testing.T) {
	t.Run("VPC-11 what is not needed is noted", func(t *testing.T) {
		inventory, err := read(file("README.md", "# Networks"), file("a.json", `{"Reservations": [], "NextToken": "", "ResponseMetadata": {}}[]["a"]`), file("b.json", vpcs("v1")+subnet("v2", "s", "us-west-2a")))
		if err != nil {
			t.Fatal(err)
		}
		want := "README.md is not JSON and was left out|not needed for the check and left out: \"Reservations\", \"a list without a top-level key\"|.: resources of VPCs that describe-vpcs does not list were left out: 1"
		if got := strings.Join(inventory.Notes, "|"); got != want {
			t.Error(got)
		}
	})
}

// held is the coverage of a kind, by VPC.
func held(t *testing.T, k Kind, files ...Source) map[string]Coverage {
	t.Helper()
	inventory, err := read(files...)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]Coverage{}
	for _, v := range inventory.VPCs {
		all[v.ID] = v.Holds(k)
	}
	return all
}

func TestCoverage(t *testing.T) {
	two := file("a.json", vpcs("v1", "v2")+subnet("v1", "s1", "us-west-2a")+subnet("v2", "s2", "eu-west-1a"))
	nat := func(vpc string) Source {
		return file("nat-"+vpc, `{"NatGateways": [{"NatGatewayId": "nat-1", "VpcId": "`+vpc+`"}]}`)
	}
	none := file("none", `{"NatGateways": []}`)
	for name, c := range map[string]struct {
		files []Source
		want  [2]Coverage
	}{
		"none given": {[]Source{two}, [2]Coverage{Missing, Missing}},
		"those of one Region say nothing of another": {[]Source{two, nat("v1")}, [2]Coverage{Whole, Missing}},
		"an empty document is that of the other":     {[]Source{two, nat("v1"), none}, [2]Coverage{Whole, Whole}},
		"one empty document is not two":              {[]Source{two, none}, [2]Coverage{Missing, Missing}},
		"two are":                                    {[]Source{two, none, none}, [2]Coverage{Whole, Whole}},
		"another folder's say nothing":               {[]Source{file("x/a", vpcs("v1")), file("y/a", vpcs("v2")+`{"NatGateways": []}`)}, [2]Coverage{Missing, Whole}},
		"a first page without the last":              {[]Source{file("a", vpcs("v1", "v2")+`{"NatGateways": [], "NextToken": "x"}`)}, [2]Coverage{Partial, Partial}},
		"both pages":                                 {[]Source{file("a", vpcs("v1", "v2")+`{"NatGateways": [], "NextToken": "x"}{"NatGateways": []}`)}, [2]Coverage{Whole, Whole}},
		"null is no list":                            {[]Source{file("a", vpcs("v1", "v2")+`{"NatGateways": null}`)}, [2]Coverage{Missing, Missing}},
	} {
		t.Run("VPC-19 what the files do not hold stays known as missing: "+name, func(t *testing.T) {
			got := held(t, NATGateways, c.files...)
			if got["v1"] != c.want[0] || got["v2"] != c.want[1] {
				t.Errorf("it holds %v", got)
			}
		})
	}
}
