package model

import (
	"fmt"
	"slices"
	"strings"
)

// SyncVerdict tells why a person does or does not see a space.
type SyncVerdict string

// The verdicts on a person.
const (
	VerdictInSpace        SyncVerdict = "in-space"
	VerdictChanging       SyncVerdict = "changing"
	VerdictWaiting        SyncVerdict = "waiting"
	VerdictLeaving        SyncVerdict = "leaving"
	VerdictNotConnected   SyncVerdict = "not-connected"
	VerdictInactive       SyncVerdict = "inactive"
	VerdictNotInDirectory SyncVerdict = "not-in-directory"
)

// GroupReason is a group of the person, and how it stands towards the space.
type GroupReason struct {
	Group string `json:"group"`
	// Connected tells whether the application has it; Arrived whether the sync has brought it.
	Connected bool `json:"connected"`
	Arrived   bool `json:"arrived"`
	// Pending is what waits for the group; nil for nothing.
	Pending *SyncChangeView `json:"pending,omitempty"`
}

// SyncExplanation answers why someone does not see the space yet (FED-14).
type SyncExplanation struct {
	User    string      `json:"user"`
	Name    string      `json:"name"`
	Verdict SyncVerdict `json:"verdict"`
	// Sentence says it in words, and Fix what to do; empty where one can only wait.
	Sentence string        `json:"sentence"`
	Fix      string        `json:"fix,omitempty"`
	InSpace  bool          `json:"inSpace"`
	Role     SpaceRole     `json:"role,omitempty"`
	Groups   []GroupReason `json:"groups"`
	// Pending is the person's own change that waits; nil for none.
	Pending *SyncChangeView `json:"pending,omitempty"`
	// ExpectedAt is when the next thing should have come for them; Overdue tells that it has not.
	ExpectedAt Instant `json:"expectedAt"`
	Overdue    bool    `json:"overdue"`
	Now        Instant `json:"now"`
	// Account is the AWS account on whose side the directory is.
	Account AccountID `json:"account"`
}

// ExplainSync asks why a user of the directory does or does not see the space.
type ExplainSync struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	User  string `flag:"user" label:"User name" help:"of the directory" need:"yes"`
}

func (q *ExplainSync) spaceName() string { return q.Space }

func (q *ExplainSync) answer(ask *Ask) (any, error) {
	app, store, err := applicationOf(ask, ask.space)
	if err != nil {
		return nil, err
	}
	x := &explaining{ask: ask, app: app, handle: fold(strings.TrimSpace(q.User)), SyncExplanation: SyncExplanation{User: clip(strings.TrimSpace(q.User)), Groups: []GroupReason{}, Now: ask.Now, Account: app.Account}}
	if err := x.look(store); err != nil {
		return nil, err
	}
	x.judge()
	x.Overdue = x.ExpectedAt != 0 && ask.Now > x.ExpectedAt
	return x.SyncExplanation, nil
}

// explaining is an explanation being put together.
type explaining struct {
	SyncExplanation
	ask    *Ask
	app    *Application
	handle string
	user   *DirectoryUser // nil where the directory has none
	all    *SyncChangeView
}

// look gathers what the directory, the sync and the space know of the person.
func (x *explaining) look(store *identityStore) error {
	u, found, err := directoryUsers.Get(x.ask, K(store.set(), x.handle))
	if err != nil {
		return err
	}
	if found {
		x.user, x.User, x.Name = u, u.UserName, u.shown()
	}
	m, found, err := members.Get(x.ask, K(x.ask.space.MemberSet, x.handle))
	if err != nil {
		return err
	}
	if found && m.Status == StatusMember {
		x.InSpace, x.Role, x.Name = true, m.Effective(), m.Name
	}
	if x.Pending, err = x.pending(SyncUser, x.handle); err != nil {
		return err
	}
	if x.all, err = x.pending(SyncDirectory, ""); err != nil {
		return err
	}
	return x.lookGroups(store, m)
}

// lookGroups lists the person's groups: those of the directory, and those that brought them to the space.
func (x *explaining) lookGroups(store *identityStore, m *Member) error {
	var ids []string
	if x.user != nil {
		ids = append(ids, x.user.Groups...)
	}
	if m != nil {
		ids = append(ids, m.Groups...)
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		reason := GroupReason{Group: id, Connected: slices.Contains(x.app.Groups, id), Arrived: slices.Contains(x.app.Arrived, id)}
		g, found, err := directoryGroups.Get(x.ask, K(store.set(), id))
		if err != nil {
			return err
		}
		if reason.Pending, err = x.pending(SyncGroup, id); err != nil {
			return err
		}
		switch {
		case found:
			reason.Group = g.Name
		case reason.Pending != nil:
			reason.Group = reason.Pending.Name
		default:
			continue // of a group that is gone nothing is left to say
		}
		x.Groups = append(x.Groups, reason)
	}
	return nil
}

func (x *explaining) pending(kind SyncKind, subject string) (*SyncChangeView, error) {
	c, found, err := syncChanges.Get(x.ask, K(fold(x.app.Name), string(kind), subject))
	if err != nil || !found {
		return nil, err
	}
	view := c.view(x.ask.Now)
	return &view, nil
}

// connected reports whether a connected group of the directory has the person now.
func (x *explaining) connected() bool { return x.user != nil && overlap(x.user.Groups, x.app.Groups) }

// judge finds the verdict.
func (x *explaining) judge() {
	x.ExpectedAt = x.next()
	switch {
	case x.InSpace && x.user != nil && !x.user.Inactive && x.connected():
		x.inSpace()
	case x.InSpace:
		x.Verdict = VerdictLeaving
		x.Sentence = fmt.Sprintf("%s is still in the space, and leaves it with the sync at about %s: no connected group holds them any more.", x.User, x.expected())
	case x.user == nil:
		x.Verdict = VerdictNotInDirectory
		x.Sentence = fmt.Sprintf("The identity store has no user %s.", x.User)
		x.Fix = "Check the user name, or create the user in IAM Identity Center."
	case x.user.Inactive:
		x.Verdict = VerdictInactive
		x.Sentence = fmt.Sprintf("%s is inactive in the identity store.", x.User)
		x.Fix = "The Identity federation administrator activates the user."
	case !x.connected():
		x.notConnected()
	default:
		x.Verdict = VerdictWaiting
		x.Sentence = fmt.Sprintf("%s is in a connected group, and the sync brings them at about %s.", x.User, x.expected())
	}
}

// expected is when the next thing comes, as a sentence says it.
func (x *explaining) expected() string { return x.ExpectedAt.Stamp() }

func (x *explaining) inSpace() {
	x.Verdict = VerdictInSpace
	x.Sentence = fmt.Sprintf("%s is in the space as %s.", x.User, x.Role.Title())
	if x.Pending != nil {
		x.Verdict = VerdictChanging
		x.Sentence = fmt.Sprintf("%s is in the space as %s; a change (%s) comes at about %s.", x.User, x.Role.Title(), x.Pending.What, x.expected())
	}
}

func (x *explaining) notConnected() {
	x.Verdict = VerdictNotConnected
	x.Fix = "Add the user to a connected group in IAM Identity Center, or connect one of their groups (Edit SSO)."
	if len(x.Groups) == 0 {
		x.Sentence = fmt.Sprintf("%s is in no group.", x.User)
		return
	}
	names := make([]string, len(x.Groups))
	for i, g := range x.Groups {
		names[i] = g.Group
	}
	x.Sentence = fmt.Sprintf("%s is in %s, and none of them is connected to the space: %s.", x.User, count(len(names), "group", "groups"), strings.Join(names, ", "))
}

// next is when the next thing comes for the person: their own change, which waits for those of their groups;
// else the first of their groups' or the whole directory's.
func (x *explaining) next() Instant {
	if x.Pending != nil {
		return x.Pending.ExpectedAt
	}
	first := Instant(0)
	earlier := func(v *SyncChangeView) {
		if v != nil && (first == 0 || v.ExpectedAt < first) {
			first = v.ExpectedAt
		}
	}
	for _, g := range x.Groups {
		earlier(g.Pending)
	}
	earlier(x.all)
	return first
}

// ListSyncCycles asks for what the cycles of the sync brought to a space, newest first (FED-14).
type ListSyncCycles struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Limit int    `flag:"limit" help:"how many at the most" default:"50"`
}

func (q *ListSyncCycles) spaceName() string { return q.Space }

func (q *ListSyncCycles) answer(ask *Ask) (any, error) {
	list := []SyncCycle{}
	app, found, err := applications.Get(ask, K(fold(ask.space.Application)))
	if err != nil || !found {
		return list, err
	}
	for c, err := range syncCycles.All(ask, Range{Prefix: K(fold(app.Name)), Reverse: true}) {
		if err != nil {
			return nil, err
		}
		if c.Space != ask.space.ID {
			continue // the application served another one, or another application had its name
		}
		if list = append(list, *c); len(list) == q.Limit {
			break
		}
	}
	return list, nil
}
