// Package vpccheck tells of a real VPC whether it fits: requirement by requirement, with the resources that
// decide it and what to change (VPC-10, VPC-18, VPC-19).
//
// A requirement that hangs on something the files do not hold is never met: the verdict is then that it cannot
// be told, and which command would tell. A VPC passes only when every requirement is met; advice does not
// decide.
package vpccheck
