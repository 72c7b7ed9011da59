package model

import (
	"slices"
	"strings"
)

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

// planInProgressWith counts what goes on with a VPC connection that is edited or removed.
func (act *Act) planInProgressWith(connection string) error {
	names, err := inProgressWith(act, act.space, connection)
	act.planCounted(EffectNote, len(names), count(len(names), "of what is in progress uses it, and keeps it as it was when it began",
		"of what is in progress use it, and keep it as it was when they began"), names...)
	return err
}

// vpcOfRun finds the connection that a run uses: the one named on the action, else its environment's, else the
// default of the space (VPC-12); nil for none.
func vpcOfRun(act *Act, named string, e *Environment) (*VPCInUse, error) {
	if named == "" && e != nil && e.VPC != "" {
		return useVPC(act, e.VPC, VPCOfEnvironment)
	}
	return vpcOfDevEnvironment(act, named)
}

// vpcOfDevEnvironment finds the connection that a Dev Environment is created with: the one that is named, else
// the default of the space (VPC-12); nil for none.
func vpcOfDevEnvironment(act *Act, named string) (*VPCInUse, error) {
	switch {
	case strings.TrimSpace(named) != "":
		return useVPC(act, named, VPCOfAction)
	case act.space.DefaultVPC != "":
		return useVPC(act, act.space.DefaultVPC, VPCOfSpace)
	default:
		return nil, nil
	}
}

// useVPC takes a connection as it is now. One that does not work is not begun with: whatever used it would fail.
func useVPC(act *Act, name string, from VPCSource) (*VPCInUse, error) {
	v, err := findVPCConnection(act, act.space, "vpc-connection", name)
	if err != nil {
		return nil, err
	}
	state, err := v.state(act)
	if err != nil {
		return nil, err
	}
	if state.Broken != "" {
		return nil, refuse("VPC-17", "vpc-connection", "The VPC connection %s, %s, does not work: %s.", v.Name, from.phrase(), state.Broken).
			fix("Have it mended, or name another VPC connection.").who("a Space administrator or Power user of the space mends it")
	}
	return v.inUse(from), nil
}

// inUse is the connection as it is kept by what begins with it now.
func (v *VPCConnection) inUse(from VPCSource) *VPCInUse {
	return &VPCInUse{Name: v.Name, From: from, Account: v.Account, Role: v.Role, VPC: v.VPC,
		Subnets: slices.Clone(v.Subnets), SecurityGroups: slices.Clone(v.SecurityGroups)}
}

// refreshVPC takes the connection of a Dev Environment that starts again as it is now, where it is still there. It
// is no other connection for that: one of the same name to another VPC is not what it was created with.
func refreshVPC(act *Act, d *DevEnvironment) error {
	if d.VPC == nil {
		return nil
	}
	v, found, err := vpcConnections.Get(act, K(act.space.ID, fold(d.VPC.Name)))
	if err == nil && found && v.VPC == d.VPC.VPC && v.Account == d.VPC.Account {
		d.VPC = v.inUse(d.VPC.From)
	}
	return err
}
