package model

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
}

var environments = Table[Environment]{name: "environment", key: func(e *Environment) Key { return K(e.Set, fold(e.Project), fold(e.Name)) }}

// AddEnvironment makes an environment of a project (PRJ-03).
type AddEnvironment struct {
	Space   string    `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Project string    `flag:"project" label:"Project" help:"name of the project" need:"yes"`
	Name    string    `flag:"name" label:"Environment name" help:"3 to 63 letters, digits and . _ -" need:"yes"`
	Account AccountID `flag:"account" label:"AWS account ID" help:"of an account that is connected to the space" need:"yes"`
	Role    string    `flag:"role" label:"IAM role" help:"ARN or name of a role that is available through that account" need:"yes"`
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
	act.plan(EffectCreates, "the environment %s of the project %s, with AWS account %s and the role %s", e.Name, e.Project, e.Account, e.Role)
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
	exists, err := environments.Has(act, environments.key(e))
	if err == nil && exists {
		err = refuse("PRJ-03", "name", "The project %s has an environment %s already.", p.Name, c.Name).fix("Choose another name.")
	}
	return e, err
}

// RemoveEnvironment removes an environment of a project.
type RemoveEnvironment struct {
	Space   string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Project string `flag:"project" label:"Project" help:"name of the project" need:"yes"`
	Name    string `flag:"name" label:"Environment name" help:"name of the environment" need:"yes"`
}

func (c *RemoveEnvironment) spaceName() string { return c.Space }

func (c *RemoveEnvironment) apply(act *Act) error {
	p, err := visibleProject(act, c.Project)
	if err != nil {
		return err
	}
	if err := administersProject(act, p.Name); err != nil {
		return err
	}
	e, found, err := environments.Get(act, K(p.Set, fold(p.Name), fold(c.Name)))
	if err != nil {
		return err
	}
	if !found {
		return refuse("PRJ-03", "name", "The project %s has no environment %q.", p.Name, clip(c.Name)).fix("Look at its environments.")
	}
	if err := environments.Delete(act, e); err != nil {
		return err
	}
	act.plan(EffectRemoves, "the environment %s of the project %s", e.Name, e.Project)
	return act.recordHere(e.Project+"/"+e.Name, "removed the environment %s of the project %s", e.Name, e.Project)
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
	return "", nil
}
