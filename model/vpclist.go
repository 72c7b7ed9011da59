package model

import (
	"fmt"
	"slices"
	"strings"

	"atrium/model/vpccheck"
)

// vpcState is how a VPC connection stands today.
type vpcState struct {
	// Verdict is the check of its network with its own subnets and security groups.
	Verdict vpccheck.Outcome
	// Broken says what it has lost since it was made, as a sentence without the full stop; "" for nothing.
	Broken  string
	chosen  *vpcChosen
	details NetworkDetails
}

// state looks at a VPC connection anew: what it was made of can have changed since.
func (v *VPCConnection) state(r Reader) (*vpcState, error) {
	s := &vpcState{Verdict: vpccheck.Unknown}
	connection, found, err := connections.Get(r, K(v.Space, string(v.Account)))
	switch {
	case err != nil:
		return nil, err
	case !found:
		s.Verdict, s.Broken = vpccheck.Fail, "the AWS account is no longer connected"
		return s, nil
	}
	role, err := connection.role("role", v.Role)
	if err != nil {
		s.Verdict, s.Broken = vpccheck.Fail, "the VPC role is no longer available"
		return s, nil
	}
	if s.Broken, err = role.unfitForVPC(); err != nil || s.Broken != "" {
		s.Verdict = vpccheck.Fail
		return s, err
	}
	return s, s.look(r, v, role)
}

// unfitForVPC says why a role is no VPC role any more; "" where it is one.
func (r *ConnectionRole) unfitForVPC() (string, error) {
	grants, known, err := r.grants()
	lacked := lackedActions(grants)
	switch {
	case err != nil:
		return "", err
	case !known:
		return "it is not known what the VPC role permits", nil
	case len(lacked) > 0:
		return "the VPC role lacks " + strings.Join(lacked, ", "), nil
	}
	return "", nil
}

// look checks the network of the connection.
func (s *vpcState) look(r Reader, v *VPCConnection, role *ConnectionRole) error {
	n, err := findNetwork(r, v.Account, string(v.Region), v.VPC)
	if err != nil {
		return err
	}
	if n == nil {
		s.Broken = fmt.Sprintf("the VPC %s is not among those that were imported last", v.VPC)
		return nil
	}
	in, _, err := networkImports.Get(r, K(string(v.Account), n.Region))
	if err != nil {
		return err
	}
	if s.details, err = n.details(r, viewNetwork(n, in), v.SecurityGroups); err != nil {
		return err
	}
	s.Verdict = s.details.Report.Verdict
	s.chosen = &vpcChosen{role: role, network: n, report: s.details.Report}
	s.losses(v)
	return nil
}

// losses says which subnets and security groups are gone, and lets the connection fail with a subnet that cannot
// be used.
func (s *vpcState) losses(v *VPCConnection) {
	for _, id := range v.Subnets {
		at := slices.IndexFunc(s.details.Report.Subnets, func(n vpccheck.Subnet) bool { return n.ID == id })
		if at < 0 {
			s.Verdict, s.Broken = vpccheck.Fail, "the subnet "+id+" is gone"
			return
		}
		subnet := s.details.Report.Subnets[at]
		s.chosen.subnets = append(s.chosen.subnets, subnet)
		if !subnet.Usable && s.Verdict == vpccheck.Pass {
			s.Verdict = vpccheck.Fail
		}
	}
	for _, id := range v.SecurityGroups {
		if !slices.ContainsFunc(s.details.SecurityGroups, func(g SecurityGroupView) bool { return g.ID == id }) {
			s.Verdict, s.Broken = vpccheck.Fail, "the security group "+id+" is gone"
			return
		}
	}
}

// VPCView is a VPC connection as it is listed (VPC-02).
type VPCView struct {
	VPCConnection
	// AccountName is how the space calls the account; empty where it has no name.
	AccountName string `json:"accountName,omitempty"`
	// Default tells that it is the space's default (VPC-12).
	Default bool `json:"default"`
	// Verdict is the check of its network as it was imported last.
	Verdict vpccheck.Outcome `json:"verdict"`
	// Broken says what it has lost since it was made; empty for nothing.
	Broken string `json:"broken,omitempty"`
	// Environments are those that have it, as PROJECT/NAME, in projects that the asking person sees.
	Environments []string `json:"environments"`
}

func (ask *Ask) viewVPC(v *VPCConnection) (VPCView, *vpcState, error) {
	view := VPCView{VPCConnection: *v, Default: fold(ask.space.DefaultVPC) == fold(v.Name), Environments: []string{}}
	state, err := v.state(ask)
	if err != nil {
		return view, nil, err
	}
	view.Verdict, view.Broken = state.Verdict, state.Broken
	if c, found, err := connections.Get(ask, K(v.Space, string(v.Account))); err != nil {
		return view, nil, err
	} else if found {
		view.AccountName = c.Name
	}
	for e, err := range environments.All(ask, Range{Prefix: K(ask.space.MemberSet)}) {
		if err != nil {
			return view, nil, err
		}
		if fold(e.VPC) != fold(v.Name) {
			continue
		}
		sees, err := seesProject(ask, ask.member, e.Project)
		if err != nil {
			return view, nil, err
		}
		if sees {
			view.Environments = append(view.Environments, e.Project+"/"+e.Name)
		}
	}
	return view, state, nil
}

// ListVPCs asks for the VPC connections of a space, by name (VPC-02).
type ListVPCs struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
}

func (q *ListVPCs) spaceName() string { return q.Space }

func (q *ListVPCs) answer(ask *Ask) (any, error) {
	all, err := vpcConnections.Under(ask, K(ask.space.ID))
	if err != nil {
		return nil, err
	}
	list := []VPCView{}
	for _, v := range all {
		view, _, err := ask.viewVPC(v)
		if err != nil {
			return nil, err
		}
		list = append(list, view)
	}
	return list, nil
}

// vpcNames are the names of VPC connections.
func vpcNames(list []*VPCConnection) []string {
	names := make([]string, len(list))
	for i, v := range list {
		names[i] = v.Name
	}
	return names
}

// VPCDetails is a VPC connection with the check of its network.
type VPCDetails struct {
	VPCView
	// Warnings are what to mind about it, as sentences without the full stop.
	Warnings []string `json:"warnings"`
	// Chosen are its subnets with whether and why they can be used.
	Chosen []vpccheck.Subnet `json:"chosenSubnets"`
	// Network is what is known of its VPC; without a report where that is nothing.
	Network NetworkDetails `json:"network"`
}

// ShowVPC asks for a VPC connection with the check of its network (VPC-10, VPC-18).
type ShowVPC struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Name  string `flag:"name" label:"VPC connection" help:"its name" need:"yes"`
}

func (q *ShowVPC) spaceName() string { return q.Space }

func (q *ShowVPC) answer(ask *Ask) (any, error) {
	v, err := findVPCConnection(ask, ask.space, "name", q.Name)
	if err != nil {
		return nil, err
	}
	view, state, err := ask.viewVPC(v)
	if err != nil {
		return nil, err
	}
	d := VPCDetails{VPCView: view, Warnings: []string{}, Chosen: []vpccheck.Subnet{}, Network: state.details}
	if state.chosen == nil {
		return d, nil
	}
	if state.chosen.grants, _, err = state.chosen.role.grants(); err != nil {
		return nil, err
	}
	if state.chosen.trust, err = state.chosen.role.judge(ask.space, v.Account); err != nil {
		return nil, err
	}
	d.Warnings = append(d.Warnings, state.chosen.warnings()...)
	d.Chosen = append(d.Chosen, state.chosen.subnets...)
	return d, nil
}
