package model

import (
	"fmt"
	"slices"
)

// chunk is how many people one transaction of a cycle brings at the most: small enough for the store's
// transactions, and for others to get their turn.
const chunk = 2000

// listed is up to how many people a cycle records by name in the activity; beyond it they are counted.
const listed = 200

// RunSyncCycle brings a cycle's changes to a space, or a part of them: it is run again until nothing of
// the cycle is left.
type RunSyncCycle struct {
	App string
	At  Instant
	// part is how many people this run may bring; 0 for as many as a run ever brings.
	part int
}

func (c *RunSyncCycle) apply(act *Act) error {
	app, found, err := applications.Get(act, K(c.App))
	if err != nil {
		return err
	}
	if !found || app.Space == "" {
		return c.forget(act)
	}
	store, err := findStore(act, app.Store)
	if err != nil {
		return err
	}
	d, err := newDelivery(act, app, store)
	if err != nil {
		return err
	}
	defer d.close()
	if c.part > 0 {
		d.room = c.part
	}
	if err := d.begin(c); err != nil {
		return err
	}
	if err := d.bring(c); err != nil {
		return err
	}
	return d.finish()
}

// forget drops what is due for an application that serves no space any more, as much as one transaction takes.
func (c *RunSyncCycle) forget(act *Act) error {
	d := &delivery{act: act}
	var list []*syncDue
	for due, err := range d.dues(c) {
		if err != nil {
			return err
		}
		if list = append(list, due); len(list) == chunk || len(list) == c.part {
			break
		}
	}
	for _, due := range list {
		if err := putChange(act, &SyncChange{App: due.App, Kind: due.Kind, Subject: due.Subject, Due: due.Due}, nil); err != nil {
			return err
		}
	}
	return nil
}

// delivery is a cycle at work on one space.
type delivery struct {
	act   *Act
	app   *Application
	store *identityStore
	space *Space
	cycle *SyncCycle
	teams []*Team // those that take their members from SSO groups
	users *seeker[DirectoryUser]
	rows  *seeker[Member]
	room  int // how many more people this transaction may bring
	quiet bool
	// before is how many people the cycle had looked at when this run began.
	before int
}

func newDelivery(act *Act, app *Application, store *identityStore) (*delivery, error) {
	space, found, err := spaces.Get(act, K(app.Space))
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, fmt.Errorf("the application %s names the space %s, which is not in the store", app.Name, app.Space)
	}
	act.space = space
	all, err := teams.Under(act, K(space.MemberSet))
	if err != nil {
		return nil, err
	}
	d := &delivery{act: act, app: app, store: store, space: space, room: chunk,
		users: newSeeker(act, directoryUsers, K(store.set())), rows: newSeeker(act, members, K(space.MemberSet))}
	d.teams = slices.DeleteFunc(all, func(t *Team) bool { return t.Method != SSOGroupTeam })
	return d, nil
}

// close ends the scans that are open; a delivery that was only asked for one look has them too.
func (d *delivery) close() {
	d.users.stop()
	d.rows.stop()
}

// begin opens the record of a cycle, and draws whether it is throttled.
func (d *delivery) begin(c *RunSyncCycle) error {
	cycle, found, err := syncCycles.Get(d.act, K(c.App).At(c.At))
	if err != nil {
		return err
	}
	if !found {
		cycle = &SyncCycle{App: c.App, At: c.At, Space: d.space.ID}
		if cycle.Waiting, err = d.waiting(c); err != nil {
			return err
		}
		previous, _, err := syncCycles.Get(d.act, K(c.App).At(c.At.Add(-CycleEvery)))
		if err != nil {
			return err
		}
		cycle.Throttled = throttled(d.act.system.Seed, c.App, c.At, cycle.Waiting, previous)
		cycle.Budget = throttleAbove
	}
	d.cycle, d.quiet, d.before = cycle, cycle.Waiting > listed, cycle.brought()
	return nil
}

// waiting is how many people the cycle has to bring.
func (d *delivery) waiting(c *RunSyncCycle) (int, error) {
	n := 0
	for due, err := range d.dues(c) {
		if err != nil {
			return 0, err
		}
		change, found, err := syncChanges.Get(d.act, K(due.App, string(due.Kind), due.Subject))
		if err != nil {
			return 0, err
		}
		if found {
			n += change.left()
		}
	}
	return n, nil
}

// dues yields what this application has due by the cycle, in order.
func (d *delivery) dues(c *RunSyncCycle) func(func(*syncDue, error) bool) {
	return func(yield func(*syncDue, error) bool) {
		for due, err := range syncDues.All(d.act, Range{}) {
			if err == nil && due.Due > c.At {
				return
			}
			if err == nil && due.App != c.App {
				continue
			}
			if !yield(due, err) {
				return
			}
		}
	}
}

// inOrder lists the due changes in order, as many as one run looks at. One that was begun comes before the others
// of its cycle: of whom it has brought so far the space does not know the group yet, and would let it go again.
func (d *delivery) inOrder(c *RunSyncCycle) ([]*SyncChange, error) {
	var list []*SyncChange
	for due, err := range d.dues(c) {
		if err != nil {
			return nil, err
		}
		change, found, err := syncChanges.Get(d.act, K(due.App, string(due.Kind), due.Subject))
		if err != nil {
			return nil, err
		}
		if !found {
			return nil, fmt.Errorf("the sync's order names a change of %s that is not there", due.Subject)
		}
		if list = append(list, change); len(list) >= chunk {
			break
		}
	}
	slices.SortStableFunc(list, func(a, b *SyncChange) int { return min(1, len(b.Cursor)) - min(1, len(a.Cursor)) })
	return list, nil
}

// bring takes the due changes in order until the transaction or the cycle has no more room.
func (d *delivery) bring(c *RunSyncCycle) error {
	list, err := d.inOrder(c)
	if err != nil {
		return err
	}
	for _, change := range list {
		switch {
		case d.cycle.Throttled && d.cycle.Budget <= 0:
			err = d.postpone(change)
		case d.room <= 0:
			return nil
		default:
			err = d.bringChange(change)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// postpone leaves a change to the next cycle; it is overdue from then on.
func (d *delivery) postpone(c *SyncChange) error {
	after := *c
	after.Due = c.Due.Add(CycleEvery)
	return putChange(d.act, c, &after)
}

func (d *delivery) bringChange(c *SyncChange) error {
	if c.Kind == SyncUser {
		if err := d.reconcile(c.Subject, d.app.Arrived); err != nil {
			return err
		}
		return putChange(d.act, c, nil)
	}
	return d.bringBulk(c)
}

// bringBulk brings as many people of a group or a directory as there is room for. People with a change
// of their own that waits are left to it.
func (d *delivery) bringBulk(c *SyncChange) error {
	arrived := d.arrivedWith(c)
	after := *c
	for handle, err := range d.handles(c) {
		if err != nil {
			return err
		}
		if d.room <= 0 || (d.cycle.Throttled && d.cycle.Budget <= 0) {
			return putChange(d.act, c, &after)
		}
		own, err := syncChanges.Has(d.act, K(c.App, string(SyncUser), handle))
		if err != nil {
			return err
		}
		if !own {
			if err := d.reconcile(handle, arrived); err != nil {
				return err
			}
		}
		after.Cursor = handle
		after.Done++
		after.Count = max(after.Count, after.Done) // the group may have grown since
	}
	d.app.Arrived = arrived
	if err := groupGone(d.act, d.store, c); err != nil {
		return err
	}
	return putChange(d.act, c, nil)
}

// arrivedWith is which groups the space knows once the change has come.
func (d *delivery) arrivedWith(c *SyncChange) []string {
	if c.Kind != SyncGroup {
		return d.app.Arrived
	}
	without := slices.DeleteFunc(slices.Clone(d.app.Arrived), func(id string) bool { return id == c.Subject })
	if slices.Contains(d.app.Groups, c.Subject) {
		return append(without, c.Subject)
	}
	return without
}

// groupGone lets go of the users of a group that was deleted while it was connected.
func groupGone(act *Act, store *identityStore, c *SyncChange) error {
	if c.Kind != SyncGroup {
		return nil
	}
	exists, err := directoryGroups.Has(act, K(store.set(), c.Subject))
	if err != nil || exists {
		return err
	}
	return putGarbage(act, K(store.set(), c.Subject), groupUsers.name)
}

// handles yields the people whom a bulk change concerns, beyond its cursor, in order.
func (d *delivery) handles(c *SyncChange) func(func(string, error) bool) {
	if c.Kind == SyncGroup {
		return d.groupHandles(c)
	}
	return d.allHandles(c)
}

func (d *delivery) groupHandles(c *SyncChange) func(func(string, error) bool) {
	return func(yield func(string, error) bool) {
		prefix := K(d.store.set(), c.Subject)
		for row, err := range groupUsers.All(d.act, Range{Prefix: prefix, After: after(prefix, c.Cursor)}) {
			if err != nil {
				yield("", err)
				return
			}
			if !yield(row.Handle, nil) {
				return
			}
		}
	}
}

// after is the key beyond which a scan goes on; the empty key at the beginning.
func after(prefix Key, cursor string) Key {
	if cursor == "" {
		return ""
	}
	return prefix.With(cursor)
}

// allHandles yields every user of the directory and every member of the space, each once, in order.
func (d *delivery) allHandles(c *SyncChange) func(func(string, error) bool) {
	return func(yield func(string, error) bool) {
		users := newKeys(d.act, directoryUsers.name, K(d.store.set()), c.Cursor)
		rows := newKeys(d.act, members.name, K(d.space.MemberSet), c.Cursor)
		defer users.stop()
		defer rows.stop()
		for {
			handle, err := lesser(users, rows)
			if err != nil || handle == "" {
				if err != nil {
					yield("", err)
				}
				return
			}
			if !yield(handle, nil) {
				return
			}
		}
	}
}

// finish writes what the transaction changed beside the people.
func (d *delivery) finish() error {
	d.close()
	if err := keepChosen(d.act, d.app, d.store, d.space); err != nil {
		return err
	}
	if err := applications.Put(d.act, d.app); err != nil {
		return err
	}
	if err := spaces.Put(d.act, d.space); err != nil {
		return err
	}
	if looked := d.cycle.brought() - d.before; d.quiet && looked > 0 {
		text := "brought %s: now %s"
		if err := d.act.record(d.space.ID, d.app.Name, text, count(looked, "person", "people"), count(d.space.Members, "member", "members")); err != nil {
			return err
		}
	}
	if err := d.noAdministratorLeft(); err != nil {
		return err
	}
	return syncCycles.Put(d.act, d.cycle)
}

// noAdministratorLeft says in the activity when the directory took the last Space administrator (MEM-07).
func (d *delivery) noAdministratorLeft() error {
	if d.space.Administrators > 0 || d.cycle.Left == 0 || d.cycle.brought() == d.before {
		return nil
	}
	return d.act.record(d.space.ID, d.space.Name, "left %s without a Space administrator; the AWS side names a new one", d.space.Name)
}
