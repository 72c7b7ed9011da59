package model

import "slices"

// VPCSource tells where work has its VPC connection from (VPC-12).
type VPCSource string

// The sources, in the order in which they are asked.
const (
	VPCOfAction      VPCSource = "action"
	VPCOfEnvironment VPCSource = "environment"
	VPCOfSpace       VPCSource = "default"
)

func (s VPCSource) phrase() string {
	switch s {
	case VPCOfAction:
		return "which was named for it"
	case VPCOfEnvironment:
		return "which is its environment's"
	default:
		return "which is the default of the space"
	}
}

// VPCInUse is a VPC connection as it was when the work that uses it began. Editing or removing the connection
// does not reach it (VPC-13, VPC-14).
type VPCInUse struct {
	Name           string    `json:"name" cbor:"1,keyasint"`
	From           VPCSource `json:"from" cbor:"2,keyasint"`
	Account        AccountID `json:"account" cbor:"3,keyasint"`
	Role           string    `json:"role" cbor:"4,keyasint"`
	VPC            string    `json:"vpc" cbor:"5,keyasint"`
	Subnets        []string  `json:"subnets" cbor:"6,keyasint"`
	SecurityGroups []string  `json:"securityGroups" cbor:"7,keyasint"`
}

// name is how the connection is called; empty for none.
func (v *VPCInUse) name() string {
	if v == nil {
		return ""
	}
	return v.Name
}

// allows keeps VPC-15: with a VPC connection the compute is EC2 with Linux. That holds for the default of the
// space as well, since every run uses it.
func (v *VPCInUse) allows(compute Compute, os OperatingSystem) error {
	if v == nil || compute == EC2Compute && os == Linux {
		return nil
	}
	field, what := "compute", compute.Title()+" compute"
	if compute == EC2Compute {
		field, what = "os", os.Title()
	}
	refusal := refuse("VPC-15", field, "%s does not work with a VPC connection, and the run would use %s, %s.", what, v.Name, v.From.phrase())
	switch v.From {
	case VPCOfAction:
		return refusal.fix("Choose EC2 compute with Linux, or name no VPC connection.")
	case VPCOfEnvironment:
		return refusal.fix("Choose EC2 compute with Linux, or an environment without a VPC connection.")
	default:
		return refusal.fix("Choose EC2 compute with Linux. A Space administrator or Power user can take the default away.")
	}
}

// inProgressWith names the runs in progress and the Dev Environments that are up which use a VPC connection of
// the space. They go on with what they had when it is edited or removed (VPC-13, VPC-14).
func inProgressWith(r Reader, space *Space, connection string) (names []string, err error) {
	uses := func(v *VPCInUse) bool { return v != nil && fold(v.Name) == fold(connection) }
	err = eachInProgress(r, space, func(run *WorkflowRun) error {
		if uses(run.VPC) {
			names = append(names, run.described())
		}
		return nil
	}, func(d *DevEnvironment) error {
		if uses(d.VPC) {
			names = append(names, d.described())
		}
		return nil
	})
	slices.Sort(names)
	return names, err
}

// vpcOfRun finds the connection that a run uses: the one named on the action, else its environment's, else the
// default of the space (VPC-12); nil for none.
func vpcOfRun(act *Act, named string, e *Environment) (*VPCInUse, error) { return nil, nil }

// vpcOfDevEnvironment finds the connection that a Dev Environment is created with: the one that is named, else
// the default of the space (VPC-12); nil for none.
func vpcOfDevEnvironment(act *Act, named string) (*VPCInUse, error) { return nil, nil }

// refreshVPC takes the connection of a Dev Environment that starts again as it is now, where it is still there.
func refreshVPC(act *Act, d *DevEnvironment) error { return nil }
