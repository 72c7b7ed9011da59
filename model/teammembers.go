package model

import "slices"

// AddToTeam adds a member of the space to a team whose members are added directly.
type AddToTeam struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Team  string `flag:"team" label:"Team" help:"name of the team" need:"yes"`
	Alias string `flag:"alias" label:"Alias" help:"a member of the space" need:"yes"`
}

func (c *AddToTeam) spaceName() string { return c.Space }

func (c *AddToTeam) apply(act *Act) error {
	t, m, err := act.directly(c.Team, c.Alias)
	if err != nil {
		return err
	}
	if slices.Contains(m.Teams, fold(t.Name)) {
		return refuse("MEM-10", "alias", "@%s is in the team %s already.", m.Alias, t.Name).fix("Nothing needs to be done.")
	}
	if t.Members >= MaxTeamUsers {
		return refuse("MEM-10", "team", "The team %s has %d users, and that is the most.", t.Name, MaxTeamUsers).fix("Remove someone first, or make a second team.")
	}
	if err := joinTeam(act, t, m); err != nil {
		return err
	}
	act.plan(EffectCreates, "@%s in the team %s, with its role %s", m.Alias, t.Name, t.Role.Title())
	if err := spaces.Put(act, act.space); err != nil {
		return err
	}
	return act.recordHere(m.Alias, "added @%s to the team %s", m.Alias, t.Name)
}

// directly finds a team whose members are added directly, and a member of the space.
func (act *Act) directly(team, alias string) (*Team, *Member, error) {
	t, err := act.findTeam(team)
	if err != nil {
		return nil, nil, err
	}
	if t.Method != DirectTeam {
		return nil, nil, refuse("MEM-10", "team", "The team %s takes its members from SSO groups; how a team gets its members is fixed at its creation.", t.Name).
			fix("Change the groups in IAM Identity Center.").who("the Identity federation administrator")
	}
	m, err := act.findMember(alias)
	return t, m, err
}

func joinTeam(act *Act, t *Team, m *Member) error {
	t.Members++
	if err := teams.Put(act, t); err != nil {
		return err
	}
	if err := teamMembers.Put(act, &teamMember{Set: t.Set, Team: fold(t.Name), Handle: m.handle()}); err != nil {
		return err
	}
	return retitle(act, m, append(slices.Clone(m.Teams), fold(t.Name)))
}

// leaveTeamRow takes a member's row out of a team, without writing the member.
func leaveTeamRow(act *Act, m *Member, team string) error {
	if err := teamMembers.Delete(act, &teamMember{Set: m.Set, Team: team, Handle: m.handle()}); err != nil {
		return err
	}
	t, found, err := teams.Get(act, K(m.Set, team))
	if err != nil || !found {
		return err
	}
	t.Members--
	return teams.Put(act, t)
}

func leaveTeam(act *Act, m *Member, team string) error {
	if err := leaveTeamRow(act, m, team); err != nil {
		return err
	}
	rest := slices.DeleteFunc(slices.Clone(m.Teams), func(t string) bool { return t == team })
	if err := retitle(act, m, rest); err != nil {
		return err
	}
	return stillHeld(act, m)
}

// stillHeld looks whether a team that took something away took the last project of a member.
func stillHeld(act *Act, m *Member) error {
	after, found, err := members.Get(act, K(m.Set, m.handle()))
	if err != nil || !found {
		return err
	}
	return endIfUnheld(act, after)
}

// RemoveFromTeam takes someone out of a team, after the word remove is typed (MEM-10).
type RemoveFromTeam struct {
	Space   string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Team    string `flag:"team" label:"Team" help:"name of the team" need:"yes"`
	Alias   string `flag:"alias" label:"Alias" help:"who is removed" need:"yes"`
	Confirm string `flag:"confirm" label:"Type remove to confirm" help:"the word remove"`
}

func (c *RemoveFromTeam) spaceName() string { return c.Space }

func (c *RemoveFromTeam) apply(act *Act) error {
	t, m, err := act.directly(c.Team, c.Alias)
	if err != nil {
		return err
	}
	if !slices.Contains(m.Teams, fold(t.Name)) {
		return refuse("MEM-10", "alias", "@%s is not in the team %s.", m.Alias, t.Name).fix("Look at the members of the team.")
	}
	if err := act.confirmed("MEM-10", "remove", c.Confirm); err != nil {
		return err
	}
	act.plan(EffectRemoves, "@%s from the team %s, with the role %s that it brought", m.Alias, t.Name, t.Role.Title())
	if err := leaveTeam(act, m, fold(t.Name)); err != nil {
		return err
	}
	if err := spaces.Put(act, act.space); err != nil {
		return err
	}
	return act.recordHere(m.Alias, "removed @%s from the team %s", m.Alias, t.Name)
}
