package model

import "slices"

// liveSpaces are the spaces that were not deleted.
func liveSpaces(r Reader) ([]*Space, error) {
	list, err := spaces.Under(r, "")
	return slices.DeleteFunc(list, (*Space).Deleted), err
}

// verifySets tells rows that stand under a set that nothing has and nothing sweeps.
func verifySets(a *audit) error {
	live, err := liveSpaces(a)
	if err != nil {
		return err
	}
	inSpace, inStore := map[string]bool{}, map[string]bool{}
	for _, s := range live {
		inSpace[s.MemberSet] = true
	}
	stores, err := identityStores.Under(a, "")
	if err != nil {
		return err
	}
	for _, s := range stores {
		inStore[s.set()] = true
	}
	for _, table := range memberSetTables() {
		if err := verifySet(a, table, inSpace); err != nil {
			return err
		}
	}
	for _, table := range directoryTables() {
		if err := verifySet(a, table, inStore); err != nil {
			return err
		}
	}
	return nil
}

// verifySet goes from set to set of a table.
func verifySet(a *audit, table string, live map[string]bool) error {
	for after := Key(""); ; {
		set, found, err := setAfter(a, table, after)
		if err != nil || !found {
			return err
		}
		if !live[set] {
			swept, err := garbageTable.Has(a, K(table)+K(set))
			if err != nil {
				return err
			}
			if !swept {
				a.find(rowName(table, K(set)), "The rows belong to nothing, and are not going to be swept.")
			}
		}
		after = Key(set) + "\x01" // above every key of the set, and below every other one
	}
}

// setAfter is the first part of the first key of a table beyond another one.
func setAfter(r Reader, table string, after Key) (set string, found bool, err error) {
	for row, err := range r.Scan(table, Range{After: after}) {
		if err != nil {
			return "", false, err
		}
		return row.Key().Part(0), true, nil
	}
	return "", false, nil
}

// verifySpaces counts what each space has.
func verifySpaces(a *audit) error {
	live, err := liveSpaces(a)
	if err != nil {
		return err
	}
	for _, s := range live {
		where := rowName(spaces.name, K(fold(s.Name)))
		is := Space{}
		for m, err := range members.All(a, Range{Prefix: K(s.MemberSet)}) {
			if err != nil {
				return err
			}
			is.count(m, 1)
		}
		a.equal(where, "members", s.Members, is.Members)
		a.equal(where, "Space administrators", s.Administrators, is.Administrators)
		a.equal(where, "invitations", s.Invited, is.Invited)
		if s.Type == BuilderSpace && is.Administrators == 0 {
			a.find(where, "Nobody administers the space.")
		}
		inTeams, err := rowsUnder(a, teams.name, K(s.MemberSet))
		if err != nil {
			return err
		}
		a.equal(where, "teams", s.Teams, inTeams)
		inProjects, err := rowsUnder(a, projects.name, K(s.MemberSet))
		if err != nil {
			return err
		}
		a.equal(where, "projects", s.Projects, inProjects)
	}
	return nil
}

// rowsUnder counts rows without reading them.
func rowsUnder(r Reader, table string, prefix Key) (n int, err error) {
	for _, err := range r.Scan(table, Range{Prefix: prefix}) {
		if err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}

// verifyMembers holds the lists of administrators, of members by team and by project, and of the spaces that people
// belong to, against the members.
func verifyMembers(a *audit) error {
	live, err := liveSpaces(a)
	if err != nil {
		return err
	}
	bySpace := map[string]*Space{}
	for _, s := range live {
		bySpace[fold(s.Name)] = s
		set := K(s.MemberSet)
		err := inTurn(
			func() error { return verifyAdministrators(a, set) },
			func() error { return verifyTeamMembers(a, set) },
			func() error { return verifyProjectMembers(a, set) },
		)
		if err != nil {
			return err
		}
	}
	return verifyMemberships(a, bySpace)
}

func verifyAdministrators(a *audit, set Key) error {
	return verifyIndex(a, index[administrator]{table: administrators, prefix: set,
		leads: func(row *administrator) (bool, error) {
			m, _, err := members.Get(a, set.With(row.Handle))
			return m.administers(), err
		},
		each: func(want func(Key) error) error {
			return eachRow(a, members, set, func(m *Member) error {
				if !m.administers() {
					return nil
				}
				return want(set.With(m.handle()))
			})
		}})
}

func verifyTeamMembers(a *audit, set Key) error {
	return verifyIndex(a, index[teamMember]{table: teamMembers, prefix: set,
		leads: func(row *teamMember) (bool, error) {
			m, found, err := members.Get(a, set.With(row.Handle))
			return found && slices.Contains(m.Teams, row.Team), err
		},
		each: func(want func(Key) error) error {
			return eachRow(a, members, set, func(m *Member) error {
				for _, team := range m.Teams {
					if err := want(set.With(team, m.handle())); err != nil {
						return err
					}
				}
				return nil
			})
		}})
}

func verifyProjectMembers(a *audit, set Key) error {
	return verifyIndex(a, index[projectMember]{table: projectMembers, prefix: set,
		leads: func(row *projectMember) (bool, error) {
			m, found, err := members.Get(a, set.With(row.Handle))
			return found && slices.ContainsFunc(m.Projects, func(g Grant) bool { return fold(g.Project) == row.Project && g.Role == row.Role }), err
		},
		each: func(want func(Key) error) error {
			return eachRow(a, members, set, func(m *Member) error {
				for _, g := range m.Projects {
					if err := want(set.With(fold(g.Project), m.handle())); err != nil {
						return err
					}
				}
				return nil
			})
		}})
}

// verifyMemberships holds the spaces that people with an AWS Builder ID belong to against the members there.
func verifyMemberships(a *audit, bySpace map[string]*Space) error {
	return verifyIndex(a, index[membership]{table: memberships,
		left: func(row *membership) (bool, error) { // with a deleted space they stay, and with one that was turned
			s, found, err := spaces.Get(a, K(row.Space))
			return found && (s.Deleted() || s.Type == FederatedSpace), err
		},
		leads: func(row *membership) (bool, error) {
			s := bySpace[row.Space]
			if s == nil {
				return false, nil
			}
			m, err := memberOfPerson(a, s, row.Person)
			return m != nil, err
		},
		each: func(want func(Key) error) error {
			for name, s := range bySpace {
				if s.Type != BuilderSpace {
					continue
				}
				err := eachRow(a, members, K(s.MemberSet), func(m *Member) error {
					if m.Status != StatusMember {
						return nil
					}
					return want(K(string(BuilderPerson(m.Alias)), name))
				})
				if err != nil {
					return err
				}
			}
			return nil
		}})
}

// verifyTeams counts the members of teams and projects, and holds the roles that teams bring against their members.
func verifyTeams(a *audit) error {
	live, err := liveSpaces(a)
	if err != nil {
		return err
	}
	for _, s := range live {
		if err := verifyTeamsOf(a, s); err != nil {
			return err
		}
	}
	return nil
}

func verifyTeamsOf(a *audit, s *Space) error {
	set := K(s.MemberSet)
	list, err := teams.Under(a, set)
	if err != nil {
		return err
	}
	role, inTeam, inProject := map[string]SpaceRole{}, map[string]int{}, map[string]int{}
	for _, t := range list {
		role[fold(t.Name)] = t.Role
	}
	err = eachRow(a, members, set, func(m *Member) error {
		best := SpaceRole("")
		for _, name := range m.Teams {
			if r, found := role[name]; found && r.strength() > best.strength() {
				best = r
			}
			inTeam[name]++
		}
		for _, g := range m.Projects {
			inProject[fold(g.Project)]++
		}
		if m.TeamRole != best {
			a.find(rowName(members.name, set.With(m.handle())), "The role through teams is %q, and the teams bring %q.", m.TeamRole.Title(), best.Title())
		}
		return nil
	})
	for _, t := range list {
		a.equal(rowName(teams.name, set.With(fold(t.Name))), "members", t.Members, inTeam[fold(t.Name)])
		delete(inTeam, fold(t.Name))
	}
	for name, n := range inTeam {
		a.find(rowName(teams.name, set.With(name)), "%s in the team, which is not there.", count(n, "member is", "members are"))
	}
	return firstOf(err, eachRow(a, projects, set, func(p *Project) error {
		a.equal(rowName(projects.name, set.With(fold(p.Name))), "members", p.Members, inProject[fold(p.Name)])
		return nil
	}), eachRow(a, environments, set, func(e *Environment) error {
		has, err := projects.Has(a, set.With(fold(e.Project)))
		if err == nil && !has {
			a.find(rowName(environments.name, set.With(fold(e.Project), fold(e.Name))), "The project of the environment is not there.")
		}
		return err
	}))
}
