package model_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"atrium/model"
)

// snapshot is what the store holds of a directory, the sync and the spaces, read beside the questions.
type snapshot struct {
	stores   map[string]storeRow // by set
	users    map[string]map[string]model.DirectoryUser
	groups   map[string]map[string]model.DirectoryGroup
	joined   map[string]int // users of a group, by set and group
	apps     []model.Application
	spaces   []model.Space
	members  map[string][]model.Member
	teams    map[string][]model.Team
	inTeam   map[string]int // by set and team
	marks    map[string]int // Space administrators by set
	changes  []model.SyncChange
	dues     []dueRow
	problems []string
}

// storeRow and dueRow are the model's own records of an identity store, and of the order of what waits.
type storeRow struct {
	ID          string `cbor:"1,keyasint"`
	Set         uint64 `cbor:"3,keyasint"`
	Users       int    `cbor:"5,keyasint"`
	Groups      int    `cbor:"6,keyasint"`
	Memberships int    `cbor:"8,keyasint"`
}

type dueRow struct {
	Due     model.Instant  `cbor:"1,keyasint"`
	App     string         `cbor:"2,keyasint"`
	Kind    model.SyncKind `cbor:"3,keyasint"`
	Subject string         `cbor:"4,keyasint"`
}

func (s storeRow) set() string { return fmt.Sprintf("%s.%d", s.ID, s.Set) }

func (c *chaos) snapshot() *snapshot {
	c.T.Helper()
	s := &snapshot{stores: map[string]storeRow{}, users: map[string]map[string]model.DirectoryUser{}, groups: map[string]map[string]model.DirectoryGroup{},
		joined: map[string]int{}, members: map[string][]model.Member{}, teams: map[string][]model.Team{}, inTeam: map[string]int{}, marks: map[string]int{}}
	err := c.Store.View(c.T.Context(), func(r model.Reader) error {
		for _, table := range []string{"identitystore", "user", "group", "groupuser", "application", "space", "member", "team", "teammember", "administrator", "syncchange", "syncdue"} {
			for row, err := range r.Scan(table, model.Range{}) {
				if err != nil {
					return err
				}
				if err := s.read(table, row); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		c.T.Fatal(err)
	}
	return s
}

func (s *snapshot) read(table string, row model.Row) error {
	key := row.Key()
	switch table {
	case "identitystore":
		return keep(row, func(v storeRow) { s.stores[v.set()] = v })
	case "user":
		return keep(row, func(v model.DirectoryUser) { under(s.users, key.Part(0))[key.Part(1)] = v })
	case "group":
		return keep(row, func(v model.DirectoryGroup) { under(s.groups, key.Part(0))[v.ID] = v })
	case "groupuser":
		s.joined[key.Part(0)+" "+key.Part(1)]++
	case "application":
		return keep(row, func(v model.Application) { s.apps = append(s.apps, v) })
	case "space":
		return keep(row, func(v model.Space) { s.spaces = append(s.spaces, v) })
	case "member":
		return keep(row, func(v model.Member) { s.members[key.Part(0)] = append(s.members[key.Part(0)], v) })
	case "team":
		return keep(row, func(v model.Team) { s.teams[key.Part(0)] = append(s.teams[key.Part(0)], v) })
	case "teammember":
		s.inTeam[key.Part(0)+" "+key.Part(1)]++
	case "administrator":
		s.marks[key.Part(0)]++
	case "syncchange":
		return keep(row, func(v model.SyncChange) { s.changes = append(s.changes, v) })
	case "syncdue":
		return keep(row, func(v dueRow) { s.dues = append(s.dues, v) })
	}
	return nil
}

func under[V any](all map[string]map[string]V, set string) map[string]V {
	if all[set] == nil {
		all[set] = map[string]V{}
	}
	return all[set]
}

func (s *snapshot) equal(what string, got, want any) {
	if fmt.Sprint(got) != fmt.Sprint(want) {
		s.problems = append(s.problems, fmt.Sprintf("%s is %v, and should be %v", what, got, want))
	}
}

// broken checks every invariant, and says what does not hold.
func (s *snapshot) broken() []string {
	for set, store := range s.stores {
		s.directoryHolds(set, store)
	}
	for _, space := range s.spaces {
		s.countsHold(space)
		if space.Type == model.FederatedSpace && space.Application == "" {
			s.equal("members of "+space.Name+", which has no application", len(s.members[space.MemberSet]), 0)
		}
	}
	s.orderHolds()
	for _, app := range s.apps {
		s.applicationHolds(app)
	}
	return s.problems
}

// directoryHolds checks the counts of an identity store.
func (s *snapshot) directoryHolds(set string, store storeRow) {
	s.equal("users of "+set, store.Users, len(s.users[set]))
	s.equal("groups of "+set, store.Groups, len(s.groups[set]))
	sum := 0
	for id, g := range s.groups[set] {
		s.equal("users of the group "+g.Name, g.Users, s.joined[set+" "+id])
		sum += g.Users
	}
	s.equal("memberships of "+set, store.Memberships, sum)
}

// countsHold checks the counts of a space, and that its teams agree with its members.
func (s *snapshot) countsHold(space model.Space) {
	active, administering := 0, 0
	size := map[string]int{}
	for _, m := range s.members[space.MemberSet] {
		if m.Status != model.StatusMember {
			continue
		}
		active++
		if m.Effective() == model.SpaceAdministrator {
			administering++
		}
		s.equal("the role through teams of "+m.Alias, m.TeamRole, strongestOf(s.teams[space.MemberSet], m.Teams))
		for _, name := range m.Teams {
			size[name]++
		}
	}
	s.equal("Members of "+space.Name, space.Members, active)
	s.equal("Administrators of "+space.Name, space.Administrators, administering)
	s.equal("marks of administrators of "+space.Name, s.marks[space.MemberSet], administering)
	s.equal("Teams of "+space.Name, space.Teams, len(s.teams[space.MemberSet]))
	for _, t := range s.teams[space.MemberSet] {
		name := strings.ToLower(t.Name)
		s.equal("members of the team "+name, t.Members, size[name])
		s.equal("rows of the team "+name, s.inTeam[space.MemberSet+" "+name], size[name])
	}
}

// orderHolds checks that every change that waits has its place in the order, and that nothing else has one.
func (s *snapshot) orderHolds() {
	places := map[dueRow]bool{}
	for _, d := range s.dues {
		places[d] = true
	}
	s.equal("places in the order", len(s.dues), len(s.changes))
	for _, c := range s.changes {
		if !places[dueRow{Due: c.Due, App: c.App, Kind: c.Kind, Subject: c.Subject}] {
			s.problems = append(s.problems, fmt.Sprintf("%+v has no place in the order", c))
		}
		served := slices.ContainsFunc(s.apps, func(a model.Application) bool { return strings.EqualFold(a.Name, c.App) && a.Space != "" })
		s.equal("serving a space, for "+c.App+" with a change of "+c.Name+", ", served, true)
	}
}

// applicationHolds checks the members of an application's space against its groups: all of them where nothing
// waits, and otherwise those for whom nothing waits.
func (s *snapshot) applicationHolds(app model.Application) {
	if app.Space == "" {
		s.equal("groups of a free application that have come", len(app.Arrived), 0)
		return
	}
	space := s.spaces[slices.IndexFunc(s.spaces, func(v model.Space) bool { return strings.EqualFold(v.Name, app.Space) })]
	s.equal("the application of "+space.Name, space.Application+" "+space.Store, app.Name+" "+app.Store)
	waits, bulk := map[string]bool{}, false
	for _, c := range s.changes {
		bulk = bulk || c.Kind != model.SyncUser
		waits[c.Subject] = true
	}
	wanted, current := s.wanted(app), s.current(space)
	for _, name := range app.Administrators {
		if _, in := current[name]; !in && wanted[name] == "" {
			s.problems = append(s.problems, fmt.Sprintf("%s is chosen as Space administrator, and neither connected nor in the space", name))
		}
	}
	if bulk {
		return
	}
	s.equal("the groups that have come", slices.Sorted(slices.Values(app.Arrived)), slices.Sorted(slices.Values(app.Groups)))
	both := maps.Clone(wanted)
	maps.Copy(both, current)
	for name := range both {
		if !waits[name] {
			s.equal(name+" in "+space.Name, current[name], wanted[name])
		}
	}
}

// wanted is how the directory wants people to stand in the space of an application, by handle.
func (s *snapshot) wanted(app model.Application) map[string]string {
	list := map[string]string{}
	set := ""
	for key, store := range s.stores {
		if store.ID == app.Store {
			set = key
		}
	}
	space := s.spaces[slices.IndexFunc(s.spaces, func(v model.Space) bool { return strings.EqualFold(v.Name, app.Space) })]
	for handle, u := range s.users[set] {
		var groups []string
		for _, id := range app.Groups {
			if slices.Contains(u.Groups, id) {
				groups = append(groups, id)
			}
		}
		if u.Inactive || len(groups) == 0 {
			continue
		}
		name := u.DisplayName
		if name == "" {
			name = u.UserName
		}
		list[handle] = standing(u.UserName, name, u.Email, slices.Contains(app.Administrators, handle), groups, s.groupTeams(space, groups))
	}
	return list
}

// groupTeams lists the teams that groups bring.
func (s *snapshot) groupTeams(space model.Space, groups []string) []string {
	var names []string
	for _, t := range s.teams[space.MemberSet] {
		if slices.ContainsFunc(t.Groups, func(id string) bool { return slices.Contains(groups, id) }) {
			names = append(names, strings.ToLower(t.Name))
		}
	}
	return names
}

// current is how people stand in a space, by handle, without the teams that they were added to directly.
func (s *snapshot) current(space model.Space) map[string]string {
	list := map[string]string{}
	for _, m := range s.members[space.MemberSet] {
		fromGroups := slices.DeleteFunc(slices.Clone(m.Teams), func(name string) bool {
			return slices.ContainsFunc(s.teams[space.MemberSet], func(t model.Team) bool {
				return strings.ToLower(t.Name) == name && t.Method == model.DirectTeam
			})
		})
		list[strings.ToLower(m.Alias)] = standing(m.Alias, m.Name, m.Email, m.Role == model.SpaceAdministrator, m.Groups, fromGroups)
	}
	return list
}

// standing is how someone stands in a space, as text.
func standing(alias, name, email string, chosen bool, groups, teams []string) string {
	return fmt.Sprintf("%s (%s) %s chosen=%v of %v in %v", alias, name, email, chosen, slices.Sorted(slices.Values(groups)), slices.Sorted(slices.Values(teams)))
}
