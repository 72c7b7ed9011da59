package model

import (
	"strings"
	"unicode/utf8"
)

// teamEntries are the entries of teams.
func teamEntries() []Entry {
	return []Entry{
		define[CreateTeam]("team.create", "Create team", "teams", byAdministrators(), unasked()),
		define[EditTeam]("team.edit", "Edit team", "teams", byAdministrators(), unasked()),
		define[DeleteTeam]("team.delete", "Delete team", "teams", byAdministrators(), Yes),
		define[AddToTeam]("team.add", "Add to team", "teams", byAdministrators(), unasked()),
		define[RemoveFromTeam]("team.remove", "Remove from team", "teams", byAdministrators(), TypeWord("remove")),
		define[GrantTeamProject]("team.project", "Give team a project role", "teams", byAdministrators(), unasked()),
		ask[ListTeams]("team.list", "Teams", "teams", EveryMember()),
		ask[ListTeamMembers]("team.members", "Members of a team", "teams", EveryMember()),
	}
}

// Limits on teams (MEM-10, facts.md 3.1).
const (
	MaxTeams      = 100
	MaxTeamUsers  = 1000
	MaxTeamGroups = 5
	maxTeamName   = 100 // facts.md 11 names no length; this is an assumption
)

// TeamMethod is how a team gets its members, fixed at its creation (MEM-10).
type TeamMethod string

// The membership methods.
const (
	DirectTeam   TeamMethod = "direct"
	SSOGroupTeam TeamMethod = "sso-groups"
)

// Title is the method in the product's words.
func (m TeamMethod) Title() string {
	if m == SSOGroupTeam {
		return "Use SSO groups"
	}
	return "Add members directly"
}

// Team groups members and carries a space role or project roles.
type Team struct {
	Set         string     `json:"-" cbor:"1,keyasint"`
	Name        string     `json:"name" cbor:"2,keyasint"`
	Description string     `json:"description,omitempty" cbor:"3,keyasint,omitempty"`
	Role        SpaceRole  `json:"role,omitempty" cbor:"4,keyasint,omitempty"`
	Method      TeamMethod `json:"method" cbor:"5,keyasint"`
	// Groups holds the ids of the SSO groups that the team takes its members from.
	Groups    []string `json:"groups,omitempty" cbor:"6,keyasint,omitempty"`
	Projects  []Grant  `json:"projects,omitempty" cbor:"7,keyasint,omitempty"`
	Members   int      `json:"members" cbor:"8,keyasint"`
	CreatedAt Instant  `json:"createdAt" cbor:"9,keyasint"`
}

// teamMember is someone in a team.
type teamMember struct {
	Set    string `cbor:"1,keyasint"`
	Team   string `cbor:"2,keyasint"` // folded
	Handle string `cbor:"3,keyasint"`
}

var (
	teams       = Table[Team]{name: "team", key: func(t *Team) Key { return K(t.Set, fold(t.Name)) }}
	teamMembers = Table[teamMember]{name: "teammember", key: func(t *teamMember) Key { return K(t.Set, t.Team, t.Handle) }}
)

// CreateTeam creates a team (MEM-10). With groups it takes its members from SSO groups of a federated space.
type CreateTeam struct {
	Space       string    `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Name        string    `flag:"name" label:"Team name" help:"unique in the space" need:"yes"`
	Description string    `flag:"description" label:"Description" help:"up to 200 characters"`
	Role        SpaceRole `flag:"role" label:"Space role" help:"what every member of the team has in the space" default:"limited-access"`
	Groups      []string  `flag:"groups" label:"SSO groups" help:"one to five connected groups; without them members are added directly. Fixed at creation"`
}

func (c *CreateTeam) spaceName() string { return c.Space }

func (c *CreateTeam) apply(act *Act) error {
	if err := c.check(act); err != nil {
		return err
	}
	t := &Team{Set: act.space.MemberSet, Name: strings.TrimSpace(c.Name), Description: c.Description, Role: c.Role, Method: DirectTeam, CreatedAt: act.Now}
	if len(c.Groups) > 0 {
		t.Method = SSOGroupTeam
		ids, err := connectedGroupIDs(act, act.space, c.Groups)
		if err != nil {
			return err
		}
		t.Groups = ids
	}
	act.space.Teams++
	if err := teams.Put(act, t); err != nil {
		return err
	}
	if err := fillFromGroups(act, t); err != nil {
		return err
	}
	act.plan(EffectCreates, "the team %s with the role %s", t.Name, t.Role.Title())
	if err := spaces.Put(act, act.space); err != nil {
		return err
	}
	return act.recordHere(t.Name, "created the team %s with the role %s", t.Name, t.Role.Title())
}

func (c *CreateTeam) check(act *Act) error {
	if err := checkTeamName(c.Name); err != nil {
		return err
	}
	if err := checkDescription(c.Description); err != nil {
		return err
	}
	if c.Role != "" {
		if err := c.Role.check("MEM-10"); err != nil {
			return err
		}
	}
	if len(c.Groups) > MaxTeamGroups {
		return refuse("MEM-10", "groups", "A team takes its members from one to %d SSO groups, not from %d.", MaxTeamGroups, len(c.Groups)).
			fix("Choose fewer groups, or make a second team.")
	}
	if len(c.Groups) > 0 && act.space.Type != FederatedSpace {
		return refuse("MEM-10", "groups", "%s has no SSO groups: it is a space for AWS Builder ID users.", act.space.Name).fix("Add members directly.")
	}
	if act.space.Teams >= MaxTeams {
		return refuse("MEM-10", "", "%s has %d teams, and that is the most.", act.space.Name, MaxTeams).fix("Delete one first.")
	}
	exists, err := teams.Has(act, K(act.space.MemberSet, fold(c.Name)))
	if err == nil && exists {
		err = refuse("MEM-10", "name", "There is a team %q in %s already.", c.Name, act.space.Name).fix("Choose another name.")
	}
	return err
}

func checkTeamName(name string) error {
	if n := utf8.RuneCountInString(strings.TrimSpace(name)); n == 0 || n > maxTeamName || strings.ContainsFunc(name, notShown) {
		return refuse("MEM-10", "name", "A team's name has 1 to %d characters, all of them visible.", maxTeamName).fix("Choose another name.")
	}
	return nil
}

func (act *Act) findTeam(name string) (*Team, error) { return findTeam(act, act.space, name) }

func findTeam(r Reader, space *Space, name string) (*Team, error) {
	t, found, err := teams.Get(r, K(space.MemberSet, fold(name)))
	if err == nil && !found {
		err = refuse("MEM-10", "team", "There is no team %q in %s.", clip(name), space.Name).fix("Look at the list of teams.")
	}
	return t, err
}

// EditTeam changes the role or the description that a team carries (MEM-10).
type EditTeam struct {
	Space       string    `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Name        string    `flag:"name" label:"Team" help:"name of the team" need:"yes"`
	Description string    `flag:"description" label:"Description" help:"up to 200 characters"`
	Role        SpaceRole `flag:"role" label:"Space role" help:"what every member of the team has in the space"`
}

func (c *EditTeam) spaceName() string { return c.Space }

func (c *EditTeam) apply(act *Act) error {
	t, err := act.findTeam(c.Name)
	if err != nil {
		return err
	}
	if err := checkDescription(c.Description); err != nil {
		return err
	}
	if c.Description != "" {
		t.Description = c.Description
	}
	if c.Role != "" && c.Role != t.Role {
		if err := c.Role.check("MEM-10"); err != nil {
			return err
		}
		act.planCounted(EffectChanges, t.Members, "the role of "+count(t.Members, "member", "members")+" through the team, from "+t.Role.Title()+" to "+c.Role.Title())
		t.Role = c.Role
	}
	if err := teams.Put(act, t); err != nil {
		return err
	}
	if err := eachTeamMember(act, t, func(m *Member) error { return retitle(act, m, m.Teams) }); err != nil {
		return err
	}
	if err := spaces.Put(act, act.space); err != nil {
		return err
	}
	return act.recordHere(t.Name, "changed the team %s", t.Name)
}

// eachTeamMember calls fn for the member of every row of a team.
func eachTeamMember(act *Act, t *Team, fn func(*Member) error) error {
	rows, err := teamMembers.Under(act, K(t.Set, fold(t.Name)))
	if err != nil {
		return err
	}
	for _, row := range rows {
		m, found, err := members.Get(act, K(row.Set, row.Handle))
		if err != nil {
			return err
		}
		if found {
			if err := fn(m); err != nil {
				return err
			}
		}
	}
	return nil
}

// retitle writes a member with a list of teams, and the strongest role that they bring (MEM-10).
func retitle(act *Act, m *Member, list []string) error {
	after := *m
	after.Teams, after.TeamRole = list, ""
	for _, name := range list {
		t, found, err := teams.Get(act, K(m.Set, name))
		if err != nil {
			return err
		}
		if found && t.Role.strength() > after.TeamRole.strength() {
			after.TeamRole = t.Role
		}
	}
	return putMember(act, act.space, m, &after)
}

// DeleteTeam deletes a team; what its members had through it ends (MEM-10).
type DeleteTeam struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Name  string `flag:"name" label:"Team" help:"name of the team" need:"yes"`
}

func (c *DeleteTeam) spaceName() string { return c.Space }

func (c *DeleteTeam) apply(act *Act) error {
	t, err := act.findTeam(c.Name)
	if err != nil {
		return err
	}
	act.plan(EffectRemoves, "the team %s", t.Name)
	act.planCounted(EffectEnds, t.Members, count(t.Members, "member loses", "members lose")+" the role "+t.Role.Title()+" that came through it")
	if err := eachTeamMember(act, t, func(m *Member) error { return leaveTeam(act, m, fold(t.Name)) }); err != nil {
		return err
	}
	if err := teams.Delete(act, t); err != nil {
		return err
	}
	act.space.Teams--
	if err := spaces.Put(act, act.space); err != nil {
		return err
	}
	return act.recordHere(t.Name, "deleted the team %s", t.Name)
}

// ListTeams asks for the teams of a space.
type ListTeams struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
}

func (q *ListTeams) spaceName() string { return q.Space }

func (q *ListTeams) answer(ask *Ask) (any, error) {
	list := []Team{}
	for t, err := range teams.All(ask, Range{Prefix: K(ask.space.MemberSet)}) {
		if err != nil {
			return nil, err
		}
		list = append(list, *t)
	}
	return list, nil
}

// ListTeamMembers asks for the members of a team.
type ListTeamMembers struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Team  string `flag:"team" label:"Team" help:"name of the team" need:"yes"`
}

func (q *ListTeamMembers) spaceName() string { return q.Space }

func (q *ListTeamMembers) answer(ask *Ask) (any, error) {
	if _, err := findTeam(ask, ask.space, q.Team); err != nil {
		return nil, err
	}
	list := []MemberView{}
	for row, err := range teamMembers.All(ask, Range{Prefix: K(ask.space.MemberSet, fold(q.Team))}) {
		if err != nil {
			return nil, err
		}
		m, found, err := members.Get(ask, K(row.Set, row.Handle))
		if err != nil {
			return nil, err
		}
		if found {
			list = append(list, memberView(m, ask.Now))
		}
	}
	return list, nil
}
