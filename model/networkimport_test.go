package model_test

import (
	"fmt"
	"strings"
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/model/vpccheck"
)

func networksOf(w *modeltest.World, account string) string {
	w.T.Helper()
	var rows []string
	for _, n := range modeltest.Ask[[]model.NetworkView](w, aws(account), &model.ListNetworks{}) {
		rows = append(rows, fmt.Sprintf("%s %s %s %d/%d/%d", n.Region, n.VPC, n.Verdict, n.Usable, n.Subnets, n.Groups))
	}
	return strings.Join(rows, "; ")
}

func TestImportNetworks(t *testing.T) {
	files := modeltest.NetworkFiles()
	t.Run("VPC-11 the networks of the files are those of the signed-in account, by Region", func(t *testing.T) {
		w := acme(t)
		receipt := w.Do(aws(acmeAccount), modeltest.NetworkImport(files))
		mustEqual(t, "networks", networksOf(w, acmeAccount), "eu-west-1 vpc-eu unknown 0/1/0; us-west-2 vpc-1 pass 3/6/6; us-west-2 vpc-2 fail 0/1/1")
		mustEqual(t, "networks of another account", networksOf(w, otherAccount), "")
		result := receipt.Result.(model.NetworksImported)
		mustEqual(t, "result", fmt.Sprint(result.VPCs, result.Added, result.Regions, result.Failing), "3 3 [eu-west-1 us-west-2] [vpc-eu (unknown) vpc-2 (fail)]")
		w.Refused("ACC-12", as("Ada"), modeltest.NetworkImport(files))
		other := modeltest.NetworkImport(files)
		other.Account = otherAccount
		w.Refused("ACC-12", aws(acmeAccount), other)
	})
	t.Run("VPC-10 VPC-18 an imported network is checked as its files are, with the guide's list", func(t *testing.T) {
		w := acme(t)
		w.Do(aws(acmeAccount), modeltest.NetworkImport(files))
		d := modeltest.Ask[model.NetworkDetails](w, aws(acmeAccount), &model.ShowNetwork{VPC: "vpc-2"})
		var troubles []string
		for _, trouble := range d.Report.Troubleshooting {
			troubles = append(troubles, fmt.Sprint(trouble.Number, " ", trouble.Verdict))
		}
		mustEqual(t, "troubleshooting", strings.Join(troubles, ", "), "1 not-met, 2 not-met, 3 met, 4 met, 5 not-met, 6 not-met, 7 not-met")
		mustEqual(t, "subnets drawn", len(d.Network.Subnets), 1)
		w.RefuseAnswer("VPC-11", aws(acmeAccount), &model.ShowNetwork{VPC: "vpc-9"})
	})
	t.Run("VPC-11 another import of a Region takes its place and is not merged; other Regions stay", func(t *testing.T) {
		w := vpcWorld(t)
		w.Do(as("Ada"), addVPC("corp"))
		newer := modeltest.NetworkImport(modeltest.NetworkFiles([3]string{"us/vpcs.json", `"vpc-2"`, `"vpc-3"`}, [3]string{"us/nats.json", "available", "failed"}, [3]string{"eu/vpcs.json"}, [3]string{"eu/subnets.json"}))
		mustHold(t, planned(w.Plan(aws(acmeAccount), newer)), "creates: 1 VPC of us-west-2 vpc-3", "changes: 1 VPC of us-west-2, as the files describe them now vpc-1", "removes: 1 VPC of us-west-2, which the files no longer hold vpc-2")
		mustEqual(t, "networks after a rehearsal", strings.Contains(networksOf(w, acmeAccount), "vpc-3"), false)
		w.Do(aws(acmeAccount), newer)
		mustEqual(t, "networks", networksOf(w, acmeAccount), "eu-west-1 vpc-eu unknown 0/1/0; us-west-2 vpc-1 fail 0/6/6; us-west-2 vpc-3 fail 0/0/0")
		mustEqual(t, "the connection", vpcs(w, "Ada")[0].Verdict, vpccheck.Fail)
		mustHold(t, activity(w, as("Ada"), "acme")[0].Text, "imported 2 VPCs")
	})
	t.Run("VPC-02 a connection whose VPC, subnet or security group is gone says so", func(t *testing.T) {
		for gone, edit := range map[string][3]string{
			"VPC vpc-1 is not among": {"us/vpcs.json", `"vpc-1"`, `"vpc-3"`}, "subnet subnet-prib is gone": {"us/subnets.json", `"subnet-prib"`, `"subnet-new"`},
			"security group sg-1 is gone": {"us/groups.json", `"sg-1"`, `"sg-new"`},
		} {
			w := vpcWorld(t)
			w.Do(as("Ada"), addVPC("corp"))
			w.Do(aws(acmeAccount), modeltest.NetworkImport(modeltest.NetworkFiles(edit)))
			v := vpcs(w, "Ada")[0]
			mustHold(t, v.Broken, gone)
			if v.Verdict == vpccheck.Pass {
				t.Errorf("%s, and it passes", gone)
			}
		}
	})
	t.Run("VPC-11 the same files again change nothing", func(t *testing.T) {
		w := vpcWorld(t)
		mustHold(t, planned(w.Plan(aws(acmeAccount), modeltest.NetworkImport(files))), "nothing changes")
		w.Do(aws(acmeAccount), modeltest.NetworkImport(files))
		mustHold(t, networksOf(w, acmeAccount), "us-west-2 vpc-1 pass 3/6/6")
	})
	t.Run("VPC-11 nothing of a faulty file is applied", func(t *testing.T) {
		w := vpcWorld(t)
		refusal := w.Refused("VPC-11", aws(acmeAccount), modeltest.NetworkImport(modeltest.NetworkFiles([3]string{"us/nats.json", "}", "]"})))
		mustHold(t, refusal.Error(), "us/nats.json", "line 1", "Nothing was imported")
		mustEqual(t, "unreadable", refusal.Unreadable, true)
		mustHold(t, networksOf(w, acmeAccount), "us-west-2 vpc-1 pass 3/6/6")
	})
	t.Run("VPC-11 two snapshots of a VPC that differ are not merged, but told apart", func(t *testing.T) {
		w := acme(t)
		twice := modeltest.NetworkFiles()
		twice["later/vpcs.json"] = `{"Vpcs": [{"VpcId": "vpc-1", "State": "available", "CidrBlock": "10.9.0.0/16"}]}`
		twice["later/subnets.json"] = `{"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "AvailabilityZone": "us-west-2a", "CidrBlock": "10.9.0.0/24"}]}`
		mustHold(t, w.Refused("VPC-11", aws(acmeAccount), modeltest.NetworkImport(twice)).Message, "two snapshots of vpc-1")
		one := modeltest.NetworkImport(twice)
		one.Dir = []string{"later"}
		w.Do(aws(acmeAccount), one)
	})
	t.Run("VPC-09 a Region that the files do not tell must be given, and one Region can be chosen", func(t *testing.T) {
		w := acme(t)
		bare := map[string]string{"v.json": `{"Vpcs": [{"VpcId": "vpc-7", "CidrBlock": "10.0.0.0/16"}]}`}
		mustHold(t, w.Refused("VPC-09", aws(acmeAccount), modeltest.NetworkImport(bare)).Error(), "vpc-7", "--region")
		given := modeltest.NetworkImport(bare)
		given.Region = "us-west-2"
		w.Do(aws(acmeAccount), given)
		mustEqual(t, "networks", networksOf(w, acmeAccount), "us-west-2 vpc-7 unknown 0/0/0")
		one := modeltest.NetworkImport(files)
		one.Region = "eu-west-1"
		w.Do(aws(acmeAccount), one)
		mustEqual(t, "networks", networksOf(w, acmeAccount), "eu-west-1 vpc-eu unknown 0/1/0; us-west-2 vpc-7 unknown 0/0/0")
	})
	t.Run("VPC-11 a network larger than a record is kept whole, and what is replaced is swept", func(t *testing.T) {
		w := vpcWorld(t)
		many := modeltest.NetworkFiles()
		var groups []string
		for i := range 3000 {
			groups = append(groups, fmt.Sprintf(`{"GroupId": "sg-%05d", "GroupName": "g", "VpcId": "vpc-1", "IpPermissionsEgress": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]}`, i))
		}
		many["us/groups.json"] = `{"SecurityGroups": [` + strings.Join(groups, ",") + `]}`
		w.Do(aws(acmeAccount), modeltest.NetworkImport(many))
		d := modeltest.Ask[model.NetworkDetails](w, aws(acmeAccount), &model.ShowNetwork{VPC: "vpc-1"})
		mustEqual(t, "security groups", len(d.SecurityGroups), 3000)
		if err := w.Service.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		mustHold(t, networksOf(w, acmeAccount), "us-west-2 vpc-1 pass 3/6/3000")
	})
}
