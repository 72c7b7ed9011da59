package vpcfile

import (
	"errors"
	"testing"
	"unicode"

	"atrium/model/jsonfile"
)

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.1/16"}], "Addresses": []}`), []byte(`{"Vpcs": [{"VpcId": "vpc-1"}]}`), true)
	f.Add([]byte(`{"Subnets": [{"VpcId": "vpc-1", "SubnetId": "s", "AvailabilityZone": "eu-west-1a"}]}`), []byte(`{"RouteTables": [{"VpcId": "vpc-1", "RouteTableId": "r"}]}`), false)
	f.Add([]byte(`[{"AvailabilityZones": [{"ZoneName": "eu-west-1a"}]}, {"NatGateways": null}]`), []byte(`{"NetworkAcls": [{"Entries": [{"PortRange": {"From": -1}}]}]}`), true)
	f.Fuzz(func(t *testing.T, one, two []byte, apart bool) {
		folder := ""
		if apart {
			folder = "other/"
		}
		inventory, err := read(file("a.json", string(one)), file(folder+"b.json", string(two)))
		if err != nil {
			var e *jsonfile.Error
			if !errors.As(err, &e) || e.File == "" || e.Problem == "" {
				t.Errorf("%#v", err)
			}
			for _, r := range err.Error() {
				if !unicode.IsPrint(r) {
					t.Errorf("%q in %q", r, err)
				}
			}
			return
		}
		for _, v := range inventory.VPCs {
			if v.ID == "" || v.home == nil || (v.Region == "") != (v.RegionFrom == "") {
				t.Errorf("%+v", v)
			}
		}
	})
}
