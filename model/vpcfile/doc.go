// Package vpcfile reads real networks from what the AWS command line prints: `aws ec2 describe-vpcs`,
// -subnets, -route-tables, -internet-gateways, -nat-gateways, -network-acls, -security-groups and
// -availability-zones (VPC-11).
//
// What a document holds is told by its top-level key, never by the name of its file. A folder with a
// describe-vpcs document is a set: what lies in it, or below it in folders that have none of their own,
// belongs to its VPCs. So the Regions of a company, or the same network on two days, can lie side by side
// and are not mixed; a VPC that two sets describe differently is two snapshots.
//
// The reader takes real output as it is: routes with only a prefix list, ports of -1, blocks with host bits
// set, fields that are absent. It refuses what is not JSON and what is of another kind than AWS prints, with
// one sentence that names the file, the line and the path. What the files do not hold stays known as missing,
// since a check must not take it for absent (VPC-19).
package vpcfile
