package model

import (
	"context"
	"slices"
	"time"
)

// syncEntries are the entries of the identity sync.
func syncEntries() []Entry {
	return []Entry{
		define[AdvanceTime]("sync.advance", "Skip forward", "sync", Anyone(), unasked()).rehearsal(),
		define[RunSyncCycle]("sync.cycle", "Run a cycle", "sync", ByProgram(), unasked()).system(),
		ask[ExplainSync]("sync.explain", "Why is someone not there?", "sync", EitherSide(SpaceAdministrator, PowerUser)),
		ask[ListSyncCycles]("sync.history", "Cycles of the sync", "sync", EitherSide(SpaceRoles()...)),
		ask[SyncStatus]("sync.status", "Pending changes", "sync", EitherSide(SpaceRoles()...)),
		ask[ShowSync]("sync.show", "Sync", "sync", EitherSide(SpaceRoles()...)),
	}
}

// SyncKind tells what a pending change of the sync is about.
type SyncKind string

// The kinds of pending changes: one person, a connected or disconnected group, or a whole directory after
// a large import.
const (
	SyncUser      SyncKind = "user"
	SyncGroup     SyncKind = "group"
	SyncDirectory SyncKind = "directory"
)

// SyncChange is a change in the directory that waits for the sync. There is at most one for a person or a
// group: a later change to the same one joins it, and waits for the later of the two moments.
type SyncChange struct {
	App       string   `cbor:"1,keyasint"` // folded
	Kind      SyncKind `cbor:"2,keyasint"`
	Subject   string   `cbor:"3,keyasint"` // a folded user name, a group's id, or empty
	Name      string   `cbor:"4,keyasint"`
	What      string   `cbor:"5,keyasint"`
	Requested Instant  `cbor:"6,keyasint"`
	Expected  Instant  `cbor:"7,keyasint"`
	// Due is the cycle that brings it; later than Expected when that one was throttled.
	Due Instant `cbor:"8,keyasint"`
	// Count is how many people it concerns; Done how many of them are brought; Cursor the last of those.
	Count  int    `cbor:"9,keyasint"`
	Done   int    `cbor:"10,keyasint,omitempty"`
	Cursor string `cbor:"11,keyasint,omitempty"`
	// Again tells that a part of it had come when it was asked for anew: then it cannot be taken back any more.
	Again bool `cbor:"12,keyasint,omitempty"`
}

// begun reports whether some of the people have come already, with this change or with what it took the place of.
func (c *SyncChange) begun() bool { return c.Again || c.Cursor != "" }

// left is how many people the change has still to bring.
func (c *SyncChange) left() int { return max(1, c.Count-c.Done) }

// syncDue orders pending changes by the cycle that brings them.
type syncDue struct {
	Due     Instant  `cbor:"1,keyasint"`
	App     string   `cbor:"2,keyasint"`
	Kind    SyncKind `cbor:"3,keyasint"`
	Subject string   `cbor:"4,keyasint"`
}

// SyncCycle is what one cycle of the sync brought to a space.
type SyncCycle struct {
	App       string  `json:"-" cbor:"1,keyasint"`
	At        Instant `json:"at" cbor:"2,keyasint"`
	Waiting   int     `json:"waiting" cbor:"3,keyasint"`
	Joined    int     `json:"joined" cbor:"4,keyasint"`
	Left      int     `json:"left" cbor:"5,keyasint"`
	Changed   int     `json:"changed" cbor:"6,keyasint"`
	Unchanged int     `json:"unchanged" cbor:"7,keyasint"`
	Throttled bool    `json:"throttled" cbor:"8,keyasint"`
	// Budget is how many more people a throttled cycle may bring.
	Budget int `json:"-" cbor:"9,keyasint,omitempty"`
	// Space is the id of the space that it brought something to: an application may serve one after another.
	Space string `json:"-" cbor:"10,keyasint"`
}

// brought is how many people the cycle has looked at.
func (c *SyncCycle) brought() int { return c.Joined + c.Left + c.Changed + c.Unchanged }

var (
	syncChanges = Table[SyncChange]{name: "syncchange", key: func(c *SyncChange) Key { return K(c.App, string(c.Kind), c.Subject) }}
	syncDues    = Table[syncDue]{name: "syncdue", key: func(d *syncDue) Key { return Key("").At(d.Due).With(d.App, string(d.Kind), d.Subject) }}
	syncCycles  = Table[SyncCycle]{name: "synccycle", key: func(c *SyncCycle) Key { return K(c.App).At(c.At) }}
)

// putChange writes a pending change over what stood there before, with its place in the order.
func putChange(act *Act, before, after *SyncChange) error {
	if before != nil {
		if err := syncDues.Delete(act, &syncDue{Due: before.Due, App: before.App, Kind: before.Kind, Subject: before.Subject}); err != nil {
			return err
		}
	}
	if after == nil {
		return syncChanges.Delete(act, before)
	}
	if err := syncDues.Put(act, &syncDue{Due: after.Due, App: after.App, Kind: after.Kind, Subject: after.Subject}); err != nil {
		return err
	}
	return syncChanges.Put(act, after)
}

// await notes a change for the sync, or joins it to the one that waits already. No change of a person
// comes before one of the person's groups that was asked for earlier.
func await(act *Act, store *identityStore, c SyncChange) error {
	c.Requested = act.Now
	c.Due = act.dueAt(&c, store)
	before, found, err := syncChanges.Get(act, K(c.App, string(c.Kind), c.Subject))
	if err != nil {
		return err
	}
	if found {
		c.Requested, c.Due, c.Again = before.Requested, max(c.Due, before.Due), before.begun()
	}
	if c.Kind == SyncUser {
		latest, err := latestBulk(act, c.App)
		if err != nil {
			return err
		}
		c.Due = max(c.Due, latest)
	}
	c.Expected = c.Due
	act.plan(EffectNote, "%s: the sync brings it to the space at about %s", c.Name, c.Expected.Stamp())
	return putChange(act, before, &c)
}

// latestBulk is the last moment at which a group or a directory of the application is due.
func latestBulk(r Reader, app string) (Instant, error) {
	latest := Instant(0)
	for _, kind := range []SyncKind{SyncGroup, SyncDirectory} {
		list, err := syncChanges.Under(r, K(app, string(kind)))
		if err != nil {
			return 0, err
		}
		for _, c := range list {
			latest = max(latest, c.Due)
		}
	}
	return latest, nil
}

// awaitUser tells the sync that something changed for a user, where a space could see it. A change that
// leaves the user as the space knows them, also by the groups that have come to it, takes back what was pending.
func awaitUser(act *Act, store *identityStore, handle, what string) error {
	app, found, err := applications.Get(act, K(store.Application))
	if err != nil || !found || app.Space == "" {
		return err
	}
	d, err := newDelivery(act, app, store)
	if err != nil {
		return err
	}
	defer d.close()
	settled, err := d.settled(handle)
	if err != nil {
		return err
	}
	if settled {
		pending, found, err := syncChanges.Get(act, K(fold(app.Name), string(SyncUser), handle))
		if err != nil || !found {
			return err
		}
		return putChange(act, pending, nil)
	}
	return await(act, store, SyncChange{App: fold(app.Name), Kind: SyncUser, Subject: handle, Name: handle, What: what, Count: 1})
}

// awaitGroups tells the sync which groups were connected or disconnected.
func awaitGroups(act *Act, app *Application, store *identityStore, groups []*DirectoryGroup) error {
	for _, g := range groups {
		connected := slices.Contains(app.Groups, g.ID)
		pending, found, err := syncChanges.Get(act, K(fold(app.Name), string(SyncGroup), g.ID))
		if err != nil {
			return err
		}
		if connected == slices.Contains(app.Arrived, g.ID) && (!found || !pending.begun()) {
			if !found {
				continue // the space knows it so already
			}
			if err := putChange(act, pending, nil); err != nil {
				return err
			}
			continue
		}
		what := "connected"
		if !connected {
			what = "disconnected"
		}
		err = await(act, store, SyncChange{App: fold(app.Name), Kind: SyncGroup, Subject: g.ID, Name: g.Name, What: what, Count: g.Users})
		if err != nil {
			return err
		}
	}
	return nil
}

// disconnectGroup is what the deletion of a group does to the application that it is connected to. Its list
// of users stays until the sync has brought the change.
func disconnectGroup(act *Act, store *identityStore, g *DirectoryGroup) error {
	app, found, err := applications.Get(act, K(store.Application))
	if err != nil {
		return err
	}
	if !found || !slices.Contains(append(slices.Clone(app.Groups), app.Arrived...), g.ID) {
		return putGarbage(act, K(g.Set, g.ID), groupUsers.name)
	}
	if err := app.lose(act, store, []*DirectoryGroup{g}); err != nil {
		return err
	}
	waits, err := syncChanges.Has(act, K(fold(app.Name), string(SyncGroup), g.ID))
	if err != nil || waits {
		return err
	}
	return putGarbage(act, K(g.Set, g.ID), groupUsers.name)
}

// lose disconnects groups that are gone from the directory, and tells the sync where a space could see it.
func (a *Application) lose(act *Act, store *identityStore, groups []*DirectoryGroup) error {
	for _, g := range groups {
		a.Groups = slices.DeleteFunc(slices.Clone(a.Groups), func(id string) bool { return id == g.ID })
	}
	if a.Space == "" {
		return applications.Put(act, a)
	}
	space, found, err := spaces.Get(act, K(a.Space))
	if err != nil || !found {
		return err
	}
	if err := keepChosen(act, a, store, space); err != nil {
		return err
	}
	if err := applications.Put(act, a); err != nil {
		return err
	}
	return awaitGroups(act, a, store, groups)
}

// AdvanceTime moves program time forward; what falls due on the way is brought (FED-15).
type AdvanceTime struct {
	By time.Duration `flag:"by" label:"Skip forward by" help:"a duration such as 90m or 3h, at most a year" need:"yes"`
}

// MaxAdvance is the furthest that program time can be moved at once.
const MaxAdvance = 366 * 24 * time.Hour

func (c *AdvanceTime) apply(act *Act) error {
	if c.By < time.Second || c.By > MaxAdvance {
		return refuse("FED-15", "by", "Program time can be moved by a second up to a year, not by %s; it never runs backwards.", c.By).fix("Give a duration such as 3h.")
	}
	to := act.Now.Add(c.By)
	act.plan(EffectChanges, "program time from %s to %s", act.Now, to)
	act.result = map[string]Instant{"now": to}
	if err := act.record("", "program time", "moved program time forward by %s", c.By); err != nil {
		return err
	}
	act.Now = to
	act.after = func(ctx context.Context) error {
		act.service.clock.moveTo(to)
		_, err := act.service.step(ctx)
		return err
	}
	return nil
}
