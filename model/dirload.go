package model

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// write writes the new directory under a set of its own. The set is noted as garbage first, so that a
// directory that never becomes visible is swept.
func (m *merge) write(ctx context.Context, s *Service) error {
	set, err := m.reserve(ctx, s)
	if err != nil {
		return err
	}
	prefix := (&identityStore{ID: m.store.ID, Set: set}).set()
	err = s.load(ctx, func(l Loader) error {
		for _, load := range []func(Loader, string) error{m.loadUsers, m.loadIDs, m.loadEmails, m.loadGroups, m.loadMemberships} {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := load(l, prefix); err != nil {
				return err
			}
		}
		return nil
	})
	m.set = set
	m.users, m.ids, m.emails, m.groups, m.byID, m.byName = nil, nil, nil, nil, nil, nil
	return err
}

// reserve draws a set that nobody else uses, and notes it as garbage until it is made visible.
func (m *merge) reserve(ctx context.Context, s *Service) (set uint64, err error) {
	n, err := s.reserveSet(ctx, "directory set", func(n uint64) Key { return K((&identityStore{ID: m.store.ID, Set: n + 1}).set()) }, directoryTables()...)
	return n + 1, err
}

func (m *merge) loadUsers(l Loader, set string) error {
	for i, u := range m.users {
		u.Set = set
		if err := directoryUsers.Load(l, u); err != nil {
			return err
		}
		if m.command.Progress != nil && i%10_000 == 0 {
			m.command.Progress(0, i)
		}
	}
	return nil
}

func (m *merge) loadIDs(l Loader, set string) error {
	return loadNames(l, userIDs, set, m.ids)
}

func (m *merge) loadEmails(l Loader, set string) error {
	return loadNames(l, userEmails, set, m.emails)
}

func loadNames(l Loader, table Table[directoryName], set string, list []named) error {
	for _, n := range list {
		if err := table.Load(l, &directoryName{Set: set, Name: n.name, Of: fold(n.user.UserName)}); err != nil {
			return err
		}
	}
	return nil
}

func (m *merge) loadGroups(l Loader, set string) error {
	for _, g := range m.groups {
		g.Set = set
		if err := directoryGroups.Load(l, g); err != nil {
			return err
		}
	}
	byName := slices.SortedFunc(slices.Values(m.groups), func(a, b *DirectoryGroup) int { return strings.Compare(fold(a.Name), fold(b.Name)) })
	for _, g := range byName {
		if err := groupNames.Load(l, &directoryName{Set: set, Name: fold(g.Name), Of: g.ID}); err != nil {
			return err
		}
	}
	return nil
}

// loadMemberships writes the users of each group, in the order of the groups' ids and the users' handles.
func (m *merge) loadMemberships(l Loader, set string) error {
	users := make(map[string][]int32, len(m.groups))
	for _, g := range m.groups {
		users[g.ID] = make([]int32, 0, g.Users)
	}
	for i, u := range m.users {
		for _, id := range u.Groups {
			if list, found := users[id]; found {
				users[id] = append(list, int32(i))
			}
		}
	}
	for _, g := range m.groups {
		for _, i := range users[g.ID] {
			if err := groupUsers.Load(l, &groupUser{Set: set, Group: g.ID, Handle: fold(m.users[i].UserName)}); err != nil {
				return err
			}
		}
	}
	return nil
}

// apply makes the staged directory the identity store's, and tells the sync.
func (c *ImportDirectory) apply(act *Act) error {
	m, ok := act.staged.(*merge)
	if !ok {
		return fmt.Errorf("the import of a directory was not staged")
	}
	store, err := findStore(act, c.Store)
	if err != nil {
		return err
	}
	if store.Revision != m.store.Revision || store.Set != m.store.Set {
		return refuse("FED-25", "identity-store", "The directory was changed while the files were read.").fix("Import them again. Nothing was imported.")
	}
	c.plan(act, m)
	if err := c.planSync(act, m, store); err != nil {
		return err
	}
	effects := act.effects
	defer func() { act.effects = effects }() // one note on the sync stands for those on each person
	act.result = m.result
	if m.result.changes() == 0 || act.Rehearsal {
		return act.record("", store.ID, "imported a directory without changes")
	}
	if err := m.show(act, store); err != nil {
		return err
	}
	return recordInDirectory(act, store, store.ID, "imported a directory: %s, %s, %s",
		count(m.result.Users, "user", "users"), count(m.result.Groups, "group", "groups"), count(m.result.Memberships, "membership", "memberships"))
}

func (c *ImportDirectory) plan(act *Act, m *merge) {
	r := &m.result
	act.planCounted(EffectCreates, r.UsersAdded, count(r.UsersAdded, "user is added", "users are added"))
	act.planCounted(EffectChanges, r.UsersChanged, count(r.UsersChanged, "user is changed", "users are changed"))
	act.planCounted(EffectRemoves, r.UsersRemoved, count(r.UsersRemoved, "user is removed", "users are removed"))
	act.planCounted(EffectCreates, r.GroupsAdded, count(r.GroupsAdded, "group is added", "groups are added"))
	act.planCounted(EffectChanges, r.groupsChanged, count(r.groupsChanged, "group is changed", "groups are changed"))
	act.planCounted(EffectRemoves, r.groupsRemoved, count(r.groupsRemoved, "group is removed", "groups are removed"))
	act.planCounted(EffectCreates, r.MembersAdded, count(r.MembersAdded, "membership is added", "memberships are added"))
	act.planCounted(EffectRemoves, r.membersLess, count(r.membersLess, "membership is removed", "memberships are removed"))
	act.planCounted(EffectNote, r.Inactive, count(r.Inactive, "user is inactive and signs in nowhere", "users are inactive and sign in nowhere"))
	for _, note := range r.Notes {
		act.plan(EffectNote, "%s", note)
	}
	if r.changes() == 0 {
		act.plan(EffectNote, "the directory holds all of this already: nothing changes")
	}
}

// planSync notes that a space gets to know of the changes later.
func (c *ImportDirectory) planSync(act *Act, m *merge, store *identityStore) error {
	app, found, err := applications.Get(act, K(store.Application))
	if err != nil || !found || app.Space == "" || m.result.changes() == 0 {
		return err
	}
	act.plan(EffectNote, "the sync brings what concerns the connected groups of %s to the space, usually within two hours", app.Name)
	return nil
}

// show flips the identity store over to the new set; the old one becomes garbage.
func (m *merge) show(act *Act, store *identityStore) error {
	if err := putGarbage(act, K(store.set()), directoryTables()...); err != nil {
		return err
	}
	store.Set, store.Users, store.Groups, store.Memberships = m.set, m.result.Users, m.result.Groups, m.result.Memberships
	store.Revision++
	if err := keepGarbage(act, K(store.set()), directoryTables()...); err != nil {
		return err
	}
	if err := identityStores.Put(act, store); err != nil {
		return err
	}
	return m.awaitImport(act, store)
}

// awaitImport tells the sync of each changed user while they are few, and else of the directory as a whole.
// Groups that the files removed are connected no more.
func (m *merge) awaitImport(act *Act, store *identityStore) error {
	app, found, err := applications.Get(act, K(store.Application))
	if err != nil || !found {
		return err
	}
	connected := append(slices.Clone(app.Groups), app.Arrived...)
	if err := app.lose(act, store, slices.DeleteFunc(m.removed, func(g *DirectoryGroup) bool { return !slices.Contains(connected, g.ID) })); err != nil {
		return err
	}
	if app.Space == "" {
		return nil
	}
	if len(m.changed) <= awaitedAlone {
		for _, handle := range m.changed {
			if err := awaitUser(act, store, handle, "changed by an import"); err != nil {
				return err
			}
		}
		return nil
	}
	return await(act, store, SyncChange{App: fold(app.Name), Kind: SyncDirectory, Name: store.ID, What: "imported", Count: store.Users})
}
