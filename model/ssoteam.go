package model

import "slices"

// connectedGroupIDs resolves names of connected groups of a space, for a team.
func connectedGroupIDs(act *Act, space *Space, names []string) ([]string, error) {
	app, store, err := applicationOf(act, space)
	if err != nil {
		return nil, err
	}
	groups, err := groupsNamed(act, store, names)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, g := range groups {
		if !slices.Contains(app.Groups, g.ID) {
			return nil, refuse("MEM-10", "groups", "The group %s is not connected to %s.", g.Name, space.Name).fix("Connect it first (Edit SSO).")
		}
		if g.Users > MaxTeamUsers {
			return nil, refuse("MEM-10", "groups", "The group %s has %d users, and a team has at most %d.", g.Name, g.Users, MaxTeamUsers).fix("Choose a smaller group.")
		}
		ids = append(ids, g.ID)
	}
	return ids, fitTeam(act, store, ids)
}

// fitTeam keeps the most users of a team for several groups together; who is in two of them counts once.
func fitTeam(r Reader, store *identityStore, groups []string) error {
	users := map[string]bool{}
	for _, id := range groups {
		for row, err := range groupUsers.All(r, Range{Prefix: K(store.set(), id)}) {
			if err != nil {
				return err
			}
			users[row.Handle] = true
		}
	}
	if len(users) <= MaxTeamUsers {
		return nil
	}
	return refuse("MEM-10", "groups", "The groups have %d users together, and a team has at most %d.", len(users), MaxTeamUsers).
		fix("Choose fewer or smaller groups.")
}

// fillFromGroups puts the members that the team's groups have brought to the space in the team.
func fillFromGroups(act *Act, t *Team) error {
	if t.Method != SSOGroupTeam {
		return nil
	}
	_, store, err := applicationOf(act, act.space)
	if err != nil {
		return err
	}
	for _, id := range t.Groups {
		rows, err := groupUsers.Under(act, K(store.set(), id))
		if err != nil {
			return err
		}
		for _, row := range rows {
			m, found, err := members.Get(act, K(act.space.MemberSet, row.Handle))
			if err != nil {
				return err
			}
			if found && slices.Contains(m.Groups, id) && !slices.Contains(m.Teams, fold(t.Name)) && t.Members < MaxTeamUsers {
				if err := joinTeam(act, t, m); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
