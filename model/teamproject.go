package model

import "slices"

// GrantTeamProject gives every member of a team a role in a project, or takes it away (MEM-10).
type GrantTeamProject struct {
	Space   string      `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Team    string      `flag:"team" label:"Team" help:"name of the team" need:"yes"`
	Project string      `flag:"project" label:"Project" help:"name of the project" need:"yes"`
	Role    ProjectRole `flag:"role" label:"Project role" help:"the role in the project; none takes it away" default:"contributor" also:"none"`
}

func (c *GrantTeamProject) spaceName() string { return c.Space }

func (c *GrantTeamProject) apply(act *Act) error {
	t, err := act.findTeam(c.Team)
	if err != nil {
		return err
	}
	p, err := findProject(act, act.space, c.Project)
	if err != nil {
		return err
	}
	before := len(t.Projects)
	t.Projects = slices.DeleteFunc(t.Projects, func(g Grant) bool { return fold(g.Project) == fold(p.Name) })
	if c.Role == "none" {
		if len(t.Projects) == before {
			return refuse("MEM-10", "project", "The team %s has no role in the project %s.", t.Name, p.Name).fix("Nothing needs to be done.")
		}
		act.plan(EffectRemoves, "the role of the team %s in the project %s", t.Name, p.Name)
	} else {
		if err := c.Role.check("MEM-10"); err != nil {
			return err
		}
		t.Projects = append(t.Projects, Grant{Project: p.Name, Role: c.Role})
		act.plan(EffectCreates, "the role %s in the project %s for the team %s: %s", c.Role.Title(), p.Name, t.Name, count(t.Members, "member", "members"))
	}
	if err := teams.Put(act, t); err != nil {
		return err
	}
	if err := eachTeamMember(act, t, func(m *Member) error { return endIfUnheld(act, m) }); err != nil {
		return err
	}
	return act.recordHere(t.Name, "changed the role of the team %s in the project %s", t.Name, p.Name)
}

// projectRole is the strongest role that a member has in a project, of their own or through a team (MEM-10).
func projectRole(r Reader, m *Member, project string) (ProjectRole, error) {
	strongest := ProjectRole("")
	take := func(grants []Grant) {
		for _, g := range grants {
			if fold(g.Project) == fold(project) && g.Role.strength() > strongest.strength() {
				strongest = g.Role
			}
		}
	}
	take(m.Projects)
	for _, name := range m.Teams {
		t, found, err := teams.Get(r, K(m.Set, name))
		if err != nil {
			return "", err
		}
		if found {
			take(t.Projects)
		}
	}
	return strongest, nil
}
