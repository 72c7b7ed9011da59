package model

import (
	"atrium/model/iam"
)

// VPCRoleView is an IAM role of a connection as it is offered for a VPC connection.
type VPCRoleView struct {
	ARN  string `json:"arn"`
	Name string `json:"name"`
	// Fits tells that it holds the seven actions.
	Fits bool `json:"fits"`
	// Known tells that its permission policy is known.
	Known bool `json:"known"`
	// Lacks are the actions that it does not hold (VPC-04).
	Lacks []string `json:"lacks"`
	// Judgement says who can assume it (VPC-05); nil where its trust policy is not known.
	Judgement *iam.Judgement `json:"judgement,omitempty"`
}

// ListVPCRoles asks which IAM roles of a connection can be VPC roles, and what the others lack (VPC-04).
type ListVPCRoles struct {
	Space   string    `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Account AccountID `flag:"account" label:"AWS account ID" help:"of an account that is connected to the space" need:"yes"`
}

func (q *ListVPCRoles) spaceName() string { return q.Space }

func (q *ListVPCRoles) answer(ask *Ask) (any, error) {
	if err := q.Account.check("account"); err != nil {
		return nil, err
	}
	connection, err := findConnection(ask, ask.space, q.Account)
	if err != nil {
		return nil, err
	}
	list := []VPCRoleView{}
	for i := range connection.Roles {
		role := &connection.Roles[i]
		view := VPCRoleView{ARN: role.ARN, Name: role.Name}
		grants, known, err := role.grants()
		if err != nil {
			return nil, err
		}
		view.Known, view.Lacks = known, append([]string{}, lackedActions(grants)...)
		view.Fits = known && len(view.Lacks) == 0
		if view.Judgement, err = role.judge(ask.space, connection.Account); err != nil {
			return nil, err
		}
		list = append(list, view)
	}
	return list, nil
}

// ListVPCChoices asks for the VPCs that a VPC role sees, those among them that the space cannot use with why
// (VPC-03, VPC-09).
type ListVPCChoices struct {
	Space   string    `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Account AccountID `flag:"account" label:"AWS account ID" help:"of an account that is connected to the space" need:"yes"`
	Role    string    `flag:"role" label:"VPC role" help:"ARN or name of a role that is available through that account" need:"yes"`
}

func (q *ListVPCChoices) spaceName() string { return q.Space }

func (q *ListVPCChoices) answer(ask *Ask) (any, error) {
	if _, err := ask.vpcRole(q.Account, q.Role); err != nil {
		return nil, err
	}
	list, err := networksOf(ask, q.Account)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].Region != string(ask.space.Region) {
			list[i].Barred = "it is in " + list[i].Region + ", and the space is in " + string(ask.space.Region)
		}
	}
	return list, nil
}

// vpcRole finds a VPC role of a connection of the space.
func (ask *Ask) vpcRole(account AccountID, name string) (*ConnectionRole, error) {
	if err := account.check("account"); err != nil {
		return nil, err
	}
	connection, err := findConnection(ask, ask.space, account)
	if err != nil {
		return nil, err
	}
	role, _, err := vpcRole(connection, name)
	return role, err
}

// ShowVPCChoice asks for a VPC that a VPC role sees: its check, its subnets with whether and why a connection can
// use them, and its security groups (VPC-03, VPC-07, VPC-08).
type ShowVPCChoice struct {
	Space   string    `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Account AccountID `flag:"account" label:"AWS account ID" help:"of an account that is connected to the space" need:"yes"`
	Role    string    `flag:"role" label:"VPC role" help:"ARN or name of a role that is available through that account" need:"yes"`
	VPC     string    `flag:"vpc" label:"VPC" help:"ID of a VPC that the role sees" need:"yes"`
	// SecurityGroups are those that the check is made with; all of the VPC without any.
	SecurityGroups []string `flag:"security-groups" label:"Security groups" help:"IDs of those to check with; all of the VPC without it"`
}

func (q *ShowVPCChoice) spaceName() string { return q.Space }

func (q *ShowVPCChoice) answer(ask *Ask) (any, error) {
	if _, err := ask.vpcRole(q.Account, q.Role); err != nil {
		return nil, err
	}
	n, err := seenNetwork(ask, ask.space, q.Account, q.VPC)
	if err != nil {
		return nil, err
	}
	in, _, err := networkImports.Get(ask, K(string(q.Account), n.Region))
	if err != nil {
		return nil, err
	}
	return n.details(ask, viewNetwork(n, in), cleanList(q.SecurityGroups))
}
