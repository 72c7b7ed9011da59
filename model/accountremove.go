package model

import "slices"

// RemoveAccount ends the connection of an account to a space, on the AWS side (ACC-05). The guide calls it
// “Remove space”, as it is seen from the account.
type RemoveAccount struct {
	Space   string    `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Account AccountID `flag:"account" label:"AWS account ID" help:"twelve digits; the account that you are signed in to without it"`
	Confirm string    `flag:"confirm" label:"Type the space's name to confirm" help:"the name of the space"`
}

func (c *RemoveAccount) spaceName() string { return c.Space }

func (c *RemoveAccount) ownName() string { return c.Space }

func (c *RemoveAccount) awsAccount(Reader) (AccountID, error) { return c.Account.given() }

func (c *RemoveAccount) apply(act *Act) error {
	connection, err := act.connection()
	if err != nil {
		return err
	}
	if connection.Account == act.space.Billing {
		return refuse("ACC-06", "account", "AWS account %s is the billing account of %s, whose connection cannot be removed.", connection.Account, act.space.Name).
			fix("Name another billing account first (Change AWS billing account in the space, “billing account” on the command line).").
			who("a Space administrator of the space names the billing account")
	}
	if err := planRemoval(act, connection); err != nil {
		return err
	}
	if err := act.confirmedName("ACC-05", act.space.Name, c.Space, c.Confirm); err != nil {
		return err
	}
	if err := disconnect(act, connection); err != nil {
		return err
	}
	return act.recordHere(string(connection.Account), "removed the connection of AWS account %s", connection.Account)
}

// planRemoval says what goes with a connection and what depends on it (ACC-08).
func planRemoval(act *Act, c *Connection) error {
	act.plan(EffectRemoves, "the connection %s of AWS account %s to %s", c.ARN(), c.Account, act.space.Name)
	names := make([]string, len(c.Roles))
	for i, role := range c.Roles {
		names[i] = role.Name
	}
	act.planCounted(EffectRemoves, len(names), count(len(names), "IAM role is", "IAM roles are")+" no longer available to the space; they stay in the account", names...)
	act.planCounted(EffectRemoves, len(c.Tags), count(len(c.Tags), "tag", "tags")+" of the connection")
	dependents, err := dependentsOf(act, act.space, c.Account, "")
	if err != nil {
		return err
	}
	act.planDependents(dependents)
	if len(dependents) > 0 {
		act.plan(EffectNote, "removing the account is not recommended while something depends on it: the AWS side does not show which workflows do")
	}
	act.plan(EffectNote, "the account can be connected again, as a new connection: with a new ARN, without roles and tags")
	return nil
}

// Dependent is something that stops working without a connection, or without one of its roles (ACC-08).
type Dependent struct {
	Kind DependentKind `json:"kind"`
	// Name is PROJECT/NAME of an environment, the name of a VPC connection, and PROJECT/run-N of a run in progress.
	Name string `json:"name"`
	// Role is the ARN of the IAM role that it uses.
	Role string `json:"role"`

	project string // that it stands in; "" for what belongs to the space
}

// DependentKind tells what sort of thing depends on a connection.
type DependentKind string

// The kinds of dependents.
const (
	DependentEnvironment DependentKind = "environment"
	DependentVPC         DependentKind = "vpc-connection"
	DependentRun         DependentKind = "workflow-run"
)

// Title is the kind in words.
func (k DependentKind) Title() string {
	switch k {
	case DependentVPC:
		return "VPC connection"
	case DependentRun:
		return "workflow run"
	default:
		return "environment"
	}
}

// dependentWords say what becomes of one and of several of a kind.
var dependentWords = map[DependentKind][2]string{
	DependentEnvironment: {"environment loses its AWS account, and the workflow actions in it fail", "environments lose their AWS account, and the workflow actions in them fail"},
	DependentVPC:         {"VPC connection no longer works, nor does what uses it", "VPC connections no longer work, nor does what uses them"},
	DependentRun:         {"workflow run in progress goes on with the role that it began with", "workflow runs in progress go on with the roles that they began with"},
}

// dependentsOf lists what depends on the connection of an account, or on one role of it.
func dependentsOf(r Reader, space *Space, account AccountID, role string) ([]Dependent, error) {
	list := []Dependent{}
	for e, err := range environments.All(r, Range{Prefix: K(space.MemberSet)}) {
		if err != nil {
			return nil, err
		}
		if e.Account == account && (role == "" || e.Role == role) {
			list = append(list, Dependent{Kind: DependentEnvironment, Name: e.Project + "/" + e.Name, Role: e.Role, project: e.Project})
		}
	}
	through, err := vpcConnectionsThrough(r, space.ID, account)
	if err != nil {
		return nil, err
	}
	for _, v := range through {
		if role == "" || v.Role == role {
			list = append(list, Dependent{Kind: DependentVPC, Name: v.Name, Role: v.Role})
		}
	}
	err = eachInProgress(r, space, func(run *WorkflowRun) error {
		if uses := run.assumes(account, role); uses != "" {
			list = append(list, Dependent{Kind: DependentRun, Name: run.Project + "/" + run.name(), Role: uses, project: run.Project})
		}
		return nil
	}, func(*DevEnvironment) error { return nil })
	return list, err
}

// seen leaves of what depends on a connection what stands in projects that the asking person sees (PRJ-02).
// On the AWS side everything is told: it is what one decides on there.
func (ask *Ask) seen(account AccountID, list []Dependent) ([]Dependent, error) {
	if ask.member == nil || ask.onAWS(account) {
		return list, nil
	}
	kept := []Dependent{}
	for _, d := range list {
		if d.project == "" {
			kept = append(kept, d)
			continue
		}
		sees, err := seesProject(ask, ask.member, d.project)
		if err != nil {
			return nil, err
		}
		if sees {
			kept = append(kept, d)
		}
	}
	return kept, nil
}

// planDependents says what stops working, and what is in progress and goes on.
func (act *Act) planDependents(list []Dependent) {
	for _, kind := range []DependentKind{DependentEnvironment, DependentVPC, DependentRun} {
		var names []string
		for _, d := range list {
			if d.Kind == kind {
				names = append(names, d.Name)
			}
		}
		slices.Sort(names)
		effect := EffectEnds
		if kind == DependentRun {
			effect = EffectNote
		}
		act.planCounted(effect, len(names), count(len(names), dependentWords[kind][0], dependentWords[kind][1]), names...)
	}
}
