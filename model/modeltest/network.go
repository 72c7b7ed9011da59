package modeltest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"atrium/model"
)

// networkDocuments describe vpc-1, which passes every check; vpc-2, whose private subnet goes to a VPN gateway and
// whose addresses are barred; and vpc-eu in another Region.
var networkDocuments = map[string]string{
	"us/vpcs.json": `{"Vpcs": [
		{"VpcId": "vpc-1", "State": "available", "CidrBlock": "10.0.0.0/16", "Tags": [{"Key": "Name", "Value": "build"}]},
		{"VpcId": "vpc-2", "State": "available", "CidrBlock": "172.16.0.0/16"}]}`,
	"us/subnets.json": `{"Subnets": [
		{"SubnetId": "subnet-puba", "VpcId": "vpc-1", "AvailabilityZone": "us-west-2a", "CidrBlock": "10.0.0.0/24", "State": "available"},
		{"SubnetId": "subnet-pubb", "VpcId": "vpc-1", "AvailabilityZone": "us-west-2b", "CidrBlock": "10.0.1.0/24", "State": "available"},
		{"SubnetId": "subnet-pria", "VpcId": "vpc-1", "AvailabilityZone": "us-west-2a", "CidrBlock": "10.0.2.0/24", "State": "available"},
		{"SubnetId": "subnet-pria2", "VpcId": "vpc-1", "AvailabilityZone": "us-west-2a", "CidrBlock": "10.0.4.0/24", "State": "available"},
		{"SubnetId": "subnet-prib", "VpcId": "vpc-1", "AvailabilityZone": "us-west-2b", "CidrBlock": "10.0.3.0/24", "State": "available"},
		{"SubnetId": "subnet-isob", "VpcId": "vpc-1", "AvailabilityZone": "us-west-2b", "CidrBlock": "10.0.5.0/24", "State": "available"},
		{"SubnetId": "subnet-vgw", "VpcId": "vpc-2", "AvailabilityZone": "us-west-2a", "CidrBlock": "172.16.0.0/24", "State": "available"}]}`,
	"us/tables.json": `{"RouteTables": [
		{"RouteTableId": "rtb-pub", "VpcId": "vpc-1", "Associations": [{"Main": false, "SubnetId": "subnet-puba"}, {"Main": false, "SubnetId": "subnet-pubb"}],
		 "Routes": [{"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active"}, {"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active"}]},
		{"RouteTableId": "rtb-main", "VpcId": "vpc-1", "Associations": [{"Main": true}],
		 "Routes": [{"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-a", "State": "active"}]},
		{"RouteTableId": "rtb-iso", "VpcId": "vpc-1", "Associations": [{"Main": false, "SubnetId": "subnet-isob"}],
		 "Routes": [{"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active"}]},
		{"RouteTableId": "rtb-vgw", "VpcId": "vpc-2", "Associations": [{"Main": true}],
		 "Routes": [{"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "vgw-1", "State": "active"}]}]}`,
	"us/igws.json":   `{"InternetGateways": [{"InternetGatewayId": "igw-1", "Attachments": [{"VpcId": "vpc-1", "State": "available"}]}]}`,
	"us/nats.json":   `{"NatGateways": [{"NatGatewayId": "nat-a", "VpcId": "vpc-1", "SubnetId": "subnet-puba", "State": "available", "ConnectivityType": "public"}]}`,
	"us/acls.json":   `{"NetworkAcls": [` + openACL("acl-1", "vpc-1", "subnet-puba", "subnet-pubb", "subnet-pria", "subnet-pria2", "subnet-prib", "subnet-isob") + `,` + openACL("acl-2", "vpc-2", "subnet-vgw") + `]}`,
	"us/groups.json": `{"SecurityGroups": [` + openGroups("vpc-1", "sg-1", "sg-2", "sg-3", "sg-4", "sg-5", "sg-6") + `,` + openGroups("vpc-2", "sg-other") + `]}`,
	"us/zones.json": `{"AvailabilityZones": [
		{"ZoneName": "us-west-2a", "RegionName": "us-west-2", "State": "available", "ZoneType": "availability-zone", "OptInStatus": "opt-in-not-required"},
		{"ZoneName": "us-west-2b", "RegionName": "us-west-2", "State": "available", "ZoneType": "availability-zone", "OptInStatus": "opt-in-not-required"}]}`,
	"eu/vpcs.json":    `{"Vpcs": [{"VpcId": "vpc-eu", "State": "available", "CidrBlock": "10.1.0.0/16"}]}`,
	"eu/subnets.json": `{"Subnets": [{"SubnetId": "subnet-eu", "VpcId": "vpc-eu", "AvailabilityZone": "eu-west-1a", "CidrBlock": "10.1.0.0/24", "State": "available"}]}`,
}

// openACL is a network ACL that lets everything through.
func openACL(id, vpc string, subnets ...string) string {
	var on []string
	for _, s := range subnets {
		on = append(on, fmt.Sprintf(`{"SubnetId": %q}`, s))
	}
	return fmt.Sprintf(`{"NetworkAclId": %q, "VpcId": %q, "Associations": [%s], "Entries": [
		{"RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"},
		{"RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"}]}`, id, vpc, strings.Join(on, ","))
}

// openGroups are security groups that let everything out and nothing in.
func openGroups(vpc string, ids ...string) string {
	var list []string
	for _, id := range ids {
		list = append(list, fmt.Sprintf(`{"GroupId": %q, "GroupName": "group %s", "VpcId": %q, "IpPermissions": [],
			"IpPermissionsEgress": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]}`, id, id, vpc))
	}
	return strings.Join(list, ",")
}

// NetworkFiles are files of networks that the tests know, by name. Each edit changes one of them: the first
// occurrence of its second text becomes the third; a file without texts is left out.
func NetworkFiles(edits ...[3]string) map[string]string {
	files := maps.Clone(networkDocuments)
	for _, e := range edits {
		if e[1] == "" {
			delete(files, e[0])
			continue
		}
		if !strings.Contains(files[e[0]], e[1]) {
			panic(fmt.Sprintf("%s does not hold %q", e[0], e[1]))
		}
		files[e[0]] = strings.Replace(files[e[0]], e[1], e[2], 1)
	}
	return files
}

// NetworkImport is the import of files of networks.
func NetworkImport(files map[string]string) *model.ImportNetworks {
	list := func(dir string) ([]string, error) {
		names := slices.Sorted(maps.Keys(files))
		return slices.DeleteFunc(names, func(name string) bool { return dir != "." && !strings.HasPrefix(name, dir+"/") }), nil
	}
	return &model.ImportNetworks{Dir: []string{"."}, Open: Files(files), List: list}
}
