package model

// RemoveMember takes someone out of the space and all its projects (MEM-06, MEM-08).
type RemoveMember struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Alias string `flag:"alias" label:"Alias" help:"who is removed" need:"yes"`
}

func (c *RemoveMember) spaceName() string { return c.Space }

func (c *RemoveMember) apply(act *Act) error {
	if err := builderSpaceOnly(act.space); err != nil {
		return err
	}
	m, err := act.findMember(c.Alias)
	if err != nil {
		return err
	}
	if err := notOneself(act, m); err != nil {
		return err
	}
	if m.Role == SpaceAdministrator {
		return refuse("MEM-08", "alias", "@%s is a Space administrator, and there are two ways to remove one.", m.Alias).
			fix("Use “Remove Space administrator” and choose: the role only, or the space and all projects.")
	}
	return removeFromSpace(act, m)
}

func removeFromSpace(act *Act, m *Member) error {
	act.plan(EffectRemoves, "@%s (%s) from %s, who stops seeing it at once", m.Alias, m.Name, act.space.Name)
	act.planCounted(EffectRemoves, len(m.Projects), count(len(m.Projects), "project role goes", "project roles go"), grantNames(m.Projects)...)
	act.planCounted(EffectRemoves, len(m.Teams), count(len(m.Teams), "team membership goes", "team memberships go"), m.Teams...)
	if err := leaveSpace(act, act.space, m); err != nil {
		return err
	}
	return act.recordHere(m.Alias, "removed @%s from the space and all its projects", m.Alias)
}

func grantNames(grants []Grant) []string {
	names := make([]string, len(grants))
	for i, g := range grants {
		names[i] = g.Project
	}
	return names
}

// Removal is how a Space administrator is removed (MEM-08).
type Removal string

// The two choices of the product.
const (
	RoleOnly         Removal = "role-only"
	SpaceAndProjects Removal = "space-and-projects"
)

func (Removal) choices() []string { return []string{string(RoleOnly), string(SpaceAndProjects)} }

// RemoveAdministrator takes the role from a Space administrator, or takes them out of the space (MEM-07,
// MEM-08). In a federated space only the role can be taken (FED-11).
type RemoveAdministrator struct {
	Space string  `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Alias string  `flag:"alias" label:"Alias" help:"which Space administrator" need:"yes"`
	How   Removal `flag:"how" label:"What to remove" help:"the role only (who then has no project role leaves the space), or from the space and all projects" need:"yes"`
}

func (c *RemoveAdministrator) spaceName() string { return c.Space }

func (c *RemoveAdministrator) apply(act *Act) error {
	m, err := c.find(act)
	if err != nil {
		return err
	}
	switch c.How {
	case RoleOnly:
		return takeRole(act, m)
	case SpaceAndProjects:
		if err := builderSpaceOnly(act.space); err != nil {
			return err
		}
		return removeFromSpace(act, m)
	default:
		return refuse("MEM-08", "how", "%q is not a way to remove a Space administrator.", clip(string(c.How))).
			fix("Choose %s or %s.", RoleOnly, SpaceAndProjects)
	}
}

func (c *RemoveAdministrator) find(act *Act) (*Member, error) {
	m, err := act.findMember(c.Alias)
	if err != nil {
		return nil, err
	}
	if err := notOneself(act, m); err != nil {
		return nil, err
	}
	if m.Role == SpaceAdministrator {
		return m, nil
	}
	if m.TeamRole == SpaceAdministrator {
		return nil, refuse("MEM-10", "alias", "@%s has the role Space administrator through a team, not of their own.", m.Alias).
			fix("Change the team's role, or remove the person from the team.")
	}
	return nil, refuse("MEM-08", "alias", "@%s is not a Space administrator.", m.Alias).fix("Use “Remove member”.")
}

// notOneself keeps MEM-07, whether the role is one's own or comes through a team.
func notOneself(act *Act, m *Member) error {
	if act.member == nil || m.handle() != act.member.handle() {
		return nil
	}
	return refuse("MEM-07", "alias", "Nobody removes themself as Space administrator.").
		fix("Ask another Space administrator; name one first if there is none.").who("another Space administrator of the space")
}

// staysAdministrator keeps MEM-07 for every command: whatever a Space administrator changes, of teams too,
// leaves them Space administrator. So a Builder ID space always keeps at least one.
func (act *Act) staysAdministrator() error {
	if !act.member.administers() || act.space.Deleted() || act.emptied {
		return nil
	}
	m, err := memberOfPerson(act, act.space, act.session.Person)
	if err != nil || m.administers() {
		return err
	}
	return notOneself(act, act.member)
}

// takeRole takes the role only: who then has no project role leaves a Builder ID space.
func takeRole(act *Act, m *Member) error {
	after := *m
	after.Role = LimitedAccess
	if act.space.Type == BuilderSpace {
		after.ViaProject = true // from now on the project roles carry the membership
		if held, err := heldByProjects(act, &after); err != nil {
			return err
		} else if !held {
			act.plan(EffectNote, "@%s has no project role and therefore leaves the space", m.Alias)
			return removeFromSpace(act, m)
		}
	}
	act.plan(EffectRemoves, "the role Space administrator from @%s, who keeps %s", m.Alias, keeps(act.space, &after))
	if err := putMember(act, act.space, m, &after); err != nil {
		return err
	}
	if err := dropChosenAdministrator(act, act.space, m.Alias); err != nil {
		return err
	}
	if err := spaces.Put(act, act.space); err != nil {
		return err
	}
	return act.recordHere(m.Alias, "took the role Space administrator from @%s", m.Alias)
}

func keeps(space *Space, m *Member) string {
	if m.TeamRole.strength() > m.Role.strength() {
		return "the role " + m.TeamRole.Title() + " through a team"
	}
	if space.Type == FederatedSpace {
		return "the membership that the connected groups bring"
	}
	return count(len(m.Projects), "project role of their own", "project roles of their own") + " and the role " + LimitedAccess.Title()
}

// endIfUnheld ends the membership of someone whom only projects kept in the space, and who has none left (MEM-04).
func endIfUnheld(act *Act, m *Member) error {
	if !m.ViaProject {
		return nil
	}
	held, err := heldByProjects(act, m)
	if err != nil || held {
		return err
	}
	act.plan(EffectRemoves, "@%s from %s: it was the last project, and the membership came with a project", m.Alias, act.space.Name)
	return leaveSpace(act, act.space, m)
}

// heldByProjects tells whether something holds a member in the space whom only projects keep there: a role
// in a project, of their own or through a team, or a team's space role above Limited access.
func heldByProjects(r Reader, m *Member) (bool, error) {
	if len(m.Projects) > 0 || m.Effective() != LimitedAccess {
		return true, nil
	}
	for _, name := range m.Teams {
		t, found, err := teams.Get(r, K(m.Set, name))
		if err != nil {
			return false, err
		}
		if found && len(t.Projects) > 0 {
			return true, nil
		}
	}
	return false, nil
}
