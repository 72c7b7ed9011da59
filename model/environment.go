package model

import "strings"

// Environment is where the workflows of a project reach AWS: an account connection with one of its IAM roles
// (PRJ-03).
type Environment struct {
	Set       string    `json:"-" cbor:"1,keyasint"`
	Project   string    `json:"project" cbor:"2,keyasint"` // the project's name
	Name      string    `json:"name" cbor:"3,keyasint"`
	Account   AccountID `json:"account" cbor:"4,keyasint"`
	Role      string    `json:"role" cbor:"5,keyasint"` // its ARN
	CreatedBy string    `json:"createdBy" cbor:"6,keyasint"`
	CreatedAt Instant   `json:"createdAt" cbor:"7,keyasint"`
	// VPC names the VPC connection that actions in it use (VPC-17); empty for none of its own.
	VPC string `json:"vpcConnection,omitempty" cbor:"8,keyasint,omitempty"`
}

var environments = Table[Environment]{name: "environment", key: func(e *Environment) Key { return K(e.Set, fold(e.Project), fold(e.Name)) }}

// AddEnvironment makes an environment of a project (PRJ-03).
type AddEnvironment struct {
	Space   string    `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Project string    `flag:"project" label:"Project" help:"name of the project" need:"yes"`
	Name    string    `flag:"name" label:"Environment name" help:"3 to 63 letters, digits and . _ -" need:"yes"`
	Account AccountID `flag:"account" label:"AWS account ID" help:"of an account that is connected to the space" need:"yes"`
	Role    string    `flag:"role" label:"IAM role" help:"ARN or name of a role that is available through that account" need:"yes"`
	VPC     string    `flag:"vpc-connection" label:"VPC connection" help:"name of a VPC connection of the space; none of its own without it"`
}

func (c *AddEnvironment) spaceName() string { return c.Space }

func (c *AddEnvironment) apply(act *Act) error {
	e, err := c.environment(act)
	if err != nil {
		return err
	}
	if err := environments.Put(act, e); err != nil {
		return err
	}
	act.plan(EffectCreates, "the environment %s of the project %s, with AWS account %s and the role %s%s", e.Name, e.Project, e.Account, e.Role, withVPC(e.VPC))
	act.result = *e
	return act.recordHere(e.Project+"/"+e.Name, "created the environment %s of the project %s", e.Name, e.Project)
}

func (c *AddEnvironment) environment(act *Act) (*Environment, error) {
	p, err := visibleProject(act, c.Project)
	if err != nil {
		return nil, err
	}
	if err := administersProject(act, p.Name); err != nil {
		return nil, err
	}
	if err := checkNameForm("PRJ-03", "environment", c.Name); err != nil {
		return nil, err
	}
	if err := c.Account.check("account"); err != nil {
		return nil, err
	}
	connection, err := findConnection(act, act.space, c.Account)
	if err != nil {
		return nil, err
	}
	role, err := connection.role("role", c.Role)
	if err != nil {
		return nil, err
	}
	e := &Environment{Set: p.Set, Project: p.Name, Name: c.Name, Account: c.Account, Role: role.ARN, CreatedBy: act.actor().Name, CreatedAt: act.Now}
	if e.VPC, err = vpcConnectionName(act, act.space, "vpc-connection", c.VPC); err != nil {
		return nil, err
	}
	exists, err := environments.Has(act, environments.key(e))
	if err == nil && exists {
		err = refuse("PRJ-03", "name", "The project %s has an environment %s already.", p.Name, c.Name).fix("Choose another name.")
	}
	return e, err
}

// withVPC names a VPC connection in a sentence; nothing for none.
func withVPC(name string) string {
	if name == "" {
		return ""
	}
	return ", in the VPC connection " + name
}

// vpcConnectionName is the name of a VPC connection as the space writes it; empty for none.
func vpcConnectionName(r Reader, space *Space, field, given string) (string, error) {
	if strings.TrimSpace(given) == "" {
		return "", nil
	}
	v, err := findVPCConnection(r, space, field, given)
	if err != nil {
		return "", err
	}
	return v.Name, nil
}

// SetEnvironmentVPC gives an environment a VPC connection of the space, another one, or none (VPC-17).
type SetEnvironmentVPC struct {
	Space   string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Project string `flag:"project" label:"Project" help:"name of the project" need:"yes"`
	Name    string `flag:"name" label:"Environment name" help:"name of the environment" need:"yes"`
	VPC     string `flag:"vpc-connection" label:"VPC connection" help:"name of a VPC connection of the space; none of its own without it"`
}

func (c *SetEnvironmentVPC) spaceName() string { return c.Space }

func (c *SetEnvironmentVPC) apply(act *Act) error {
	e, err := administeredEnvironment(act, c.Project, c.Name)
	if err != nil {
		return err
	}
	name, err := vpcConnectionName(act, act.space, "vpc-connection", c.VPC)
	if err != nil {
		return err
	}
	if fold(name) == fold(e.VPC) {
		return refuse("VPC-17", "vpc-connection", "The VPC connection of the environment %s is %s already.", e.Name, orNone(name)).fix("Nothing needs to be done.")
	}
	act.plan(EffectChanges, "the VPC connection of the environment %s of the project %s, from %s to %s", e.Name, e.Project, orNone(e.VPC), orNone(name))
	if name == "" && act.space.DefaultVPC != "" {
		act.plan(EffectNote, "the workflow actions in it use the default VPC connection of the space then: %s", act.space.DefaultVPC)
	}
	e.VPC = name
	if err := environments.Put(act, e); err != nil {
		return err
	}
	return act.recordHere(e.Project+"/"+e.Name, "set the VPC connection of the environment %s of the project %s to %s", e.Name, e.Project, orNone(name))
}

// RemoveEnvironment removes an environment of a project.
type RemoveEnvironment struct {
	Space   string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Project string `flag:"project" label:"Project" help:"name of the project" need:"yes"`
	Name    string `flag:"name" label:"Environment name" help:"name of the environment" need:"yes"`
}

func (c *RemoveEnvironment) spaceName() string { return c.Space }

func (c *RemoveEnvironment) apply(act *Act) error {
	e, err := administeredEnvironment(act, c.Project, c.Name)
	if err != nil {
		return err
	}
	if err := environments.Delete(act, e); err != nil {
		return err
	}
	act.plan(EffectRemoves, "the environment %s of the project %s", e.Name, e.Project)
	inIt := func(run *WorkflowRun) bool { return run.Project == e.Project && run.Environment == e.Name }
	if err := planRunsGoOn(act, act.space, inIt, "with what it took from the environment"); err != nil {
		return err
	}
	return act.recordHere(e.Project+"/"+e.Name, "removed the environment %s of the project %s", e.Name, e.Project)
}

// administeredEnvironment finds an environment of a project that the acting person administers.
func administeredEnvironment(act *Act, project, name string) (*Environment, error) {
	p, err := visibleProject(act, project)
	if err != nil {
		return nil, err
	}
	if err := administersProject(act, p.Name); err != nil {
		return nil, err
	}
	return environmentOf(act, act.space, "name", p.Name, name)
}

// environmentOf finds an environment of a project; field is where it was named.
func environmentOf(r Reader, space *Space, field, project, name string) (*Environment, error) {
	e, found, err := environments.Get(r, K(space.MemberSet, fold(project), fold(name)))
	if err == nil && !found {
		err = refuse("PRJ-03", field, "The project %s has no environment %q.", project, clip(name)).fix("Look at its environments.")
	}
	return e, err
}

// EnvironmentView is an environment as it is listed.
type EnvironmentView struct {
	Environment
	// Broken says what is missing of it: its account connection or its role; empty for nothing.
	Broken string `json:"broken,omitempty"`
}

// ListEnvironments asks for the environments of the projects that the acting person sees (PRJ-02).
type ListEnvironments struct {
	Space   string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Project string `flag:"project" label:"Project" help:"name of the project; all without it"`
}

func (q *ListEnvironments) spaceName() string { return q.Space }

func (q *ListEnvironments) answer(ask *Ask) (any, error) {
	list := []EnvironmentView{}
	prefix := K(ask.space.MemberSet)
	if q.Project != "" {
		prefix = prefix.With(fold(q.Project))
	}
	for e, err := range environments.All(ask, Range{Prefix: prefix}) {
		if err != nil {
			return nil, err
		}
		sees, err := seesProject(ask, ask.member, e.Project)
		if err != nil {
			return nil, err
		}
		if !sees {
			continue
		}
		broken, err := e.broken(ask, ask.space)
		if err != nil {
			return nil, err
		}
		list = append(list, EnvironmentView{Environment: *e, Broken: broken})
	}
	return list, nil
}

// broken says what an environment has lost since it was made.
func (e *Environment) broken(r Reader, space *Space) (string, error) {
	c, found, err := connections.Get(r, K(space.ID, string(e.Account)))
	switch {
	case err != nil:
		return "", err
	case !found:
		return "the AWS account is no longer connected", nil
	}
	if _, err := c.role("role", e.Role); err != nil {
		return "the IAM role is no longer available", nil
	}
	if e.VPC == "" {
		return "", nil
	}
	v, found, err := vpcConnections.Get(r, K(space.ID, fold(e.VPC)))
	if err != nil || !found {
		return "", err // a VPC connection that goes is taken out of its environments
	}
	state, err := v.state(r)
	if err != nil || state.Broken == "" {
		return "", err
	}
	return "its VPC connection does not work: " + state.Broken, nil
}
