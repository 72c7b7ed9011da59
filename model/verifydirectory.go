package model

import "slices"

// verifyDirectories counts the users, groups and memberships of every identity store, and holds what leads to them
// against them.
func verifyDirectories(a *audit) error {
	return eachRow(a, identityStores, "", func(s *identityStore) error {
		d := &directoryAudit{audit: a, store: s, set: K(s.set()), groups: map[string]int{}}
		return inTurn(d.users, d.members, d.names)
	})
}

// directoryAudit is the check of one identity store.
type directoryAudit struct {
	*audit
	store *identityStore
	set   Key
	// groups counts the users of each group that is there. A user may still name one that was deleted.
	groups map[string]int
}

func (d *directoryAudit) where() string { return rowName(identityStores.name, K(d.store.ID)) }

// users counts users, and holds their ids and addresses against them.
func (d *directoryAudit) users() error {
	a, set, users := d.audit, d.set, 0
	by := func(table Table[directoryName], of func(*DirectoryUser) string) func() error {
		return func() error {
			return verifyIndex(a, index[directoryName]{table: table, prefix: set,
				leads: func(row *directoryName) (bool, error) {
					u, found, err := directoryUsers.Get(a, set.With(row.Of))
					return found && of(u) == row.Name, err
				},
				each: func(want func(Key) error) error {
					return eachRow(a, directoryUsers, set, func(u *DirectoryUser) error {
						if of(u) == "" {
							return nil
						}
						return want(set.With(of(u)))
					})
				}})
		}
	}
	return inTurn(func() error {
		return eachRow(a, directoryUsers, set, func(*DirectoryUser) error { users++; return nil })
	}, func() error {
		a.equal(d.where(), "users", d.store.Users, users)
		return nil
	}, by(userIDs, func(u *DirectoryUser) string { return u.ID }), by(userEmails, mailOf))
}

// members holds the users of each group against the groups of each user.
func (d *directoryAudit) members() error {
	err := eachRow(d, directoryGroups, d.set, func(g *DirectoryGroup) error { d.groups[g.ID] = 0; return nil })
	if err != nil {
		return err
	}
	return verifyIndex(d.audit, index[groupUser]{table: groupUsers, prefix: d.set,
		left: func(row *groupUser) (bool, error) {
			if _, there := d.groups[row.Group]; there {
				d.groups[row.Group]++
				return false, nil
			}
			return garbageTable.Has(d, K(groupUsers.name)+d.set.With(row.Group))
		},
		leads: func(row *groupUser) (bool, error) {
			u, found, err := directoryUsers.Get(d, d.set.With(row.Handle))
			_, there := d.groups[row.Group]
			return found && there && slices.Contains(u.Groups, row.Group), err
		},
		each: func(want func(Key) error) error {
			return eachRow(d, directoryUsers, d.set, func(u *DirectoryUser) error {
				for _, group := range u.Groups {
					if _, there := d.groups[group]; !there {
						continue
					}
					if err := want(d.set.With(group, fold(u.UserName))); err != nil {
						return err
					}
				}
				return nil
			})
		}})
}

// names counts groups and their users, and holds their names against them.
func (d *directoryAudit) names() error {
	memberships := 0
	err := eachRow(d, directoryGroups, d.set, func(g *DirectoryGroup) error {
		memberships += d.groups[g.ID]
		d.equal(rowName(directoryGroups.name, d.set.With(g.ID)), "users", g.Users, d.groups[g.ID])
		return nil
	})
	d.equal(d.where(), "groups", d.store.Groups, len(d.groups))
	d.equal(d.where(), "group memberships", d.store.Memberships, memberships)
	return firstOf(err, verifyIndex(d.audit, index[directoryName]{table: groupNames, prefix: d.set,
		leads: func(row *directoryName) (bool, error) {
			g, found, err := directoryGroups.Get(d, d.set.With(row.Of))
			return found && fold(g.Name) == row.Name, err
		},
		each: func(want func(Key) error) error {
			return eachRow(d, directoryGroups, d.set, func(g *DirectoryGroup) error { return want(d.set.With(fold(g.Name))) })
		}}))
}

// verifyApplications holds applications against the spaces that they serve and the identity stores that they map to.
func verifyApplications(a *audit) error {
	return inTurn(func() error {
		return eachRow(a, applications, "", func(app *Application) error {
			where := rowName(applications.name, K(fold(app.Name)))
			if app.Space == "" {
				return nil
			}
			s, found, err := spaces.Get(a, K(app.Space))
			if err == nil && (!found || s.Deleted() || fold(s.Application) != fold(app.Name) || s.Store != app.Store) {
				a.find(where, "The application serves the space %s, which does not know it.", app.Space)
			}
			return err
		})
	}, func() error {
		return eachRow(a, identityStores, "", func(s *identityStore) error {
			if s.Application == "" {
				return nil
			}
			app, found, err := applications.Get(a, K(s.Application))
			if err == nil && (!found || app.Store != s.ID) {
				a.find(rowName(identityStores.name, K(s.ID)), "The identity store belongs to the application %s, which does not map to it.", s.Application)
			}
			return err
		})
	}, func() error {
		live, err := liveSpaces(a)
		for _, s := range live {
			if s.Application == "" {
				continue
			}
			app, found, err := applications.Get(a, K(fold(s.Application)))
			if err != nil {
				return err
			}
			if !found || app.Space != fold(s.Name) {
				a.find(rowName(spaces.name, K(fold(s.Name))), "The space is served by the application %s, which does not serve it.", s.Application)
			}
		}
		return err
	})
}

// verifySync holds the order in which the sync brings what waits against what waits.
func verifySync(a *audit) error {
	return verifyIndex(a, index[syncDue]{table: syncDues,
		leads: func(row *syncDue) (bool, error) {
			c, found, err := syncChanges.Get(a, K(row.App, string(row.Kind), row.Subject))
			return found && c.Due == row.Due, err
		},
		each: func(want func(Key) error) error {
			return eachRow(a, syncChanges, "", func(c *SyncChange) error {
				return want(Key("").At(c.Due).With(c.App, string(c.Kind), c.Subject))
			})
		}})
}
