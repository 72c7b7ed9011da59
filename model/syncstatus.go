package model

import "slices"

// SyncChangeView is a pending change as it is shown (FED-14).
type SyncChangeView struct {
	Kind    SyncKind `json:"kind"`
	Subject string   `json:"subject"`
	Name    string   `json:"name"`
	What    string   `json:"what"`
	// RequestedAt is since when it waits; ExpectedAt when it was said to come.
	RequestedAt Instant `json:"requestedAt"`
	ExpectedAt  Instant `json:"expectedAt"`
	Overdue     bool    `json:"overdue"`
	// Count is how many people it concerns; Done how many of them have come.
	Count int `json:"count"`
	Done  int `json:"done"`
}

func (c *SyncChange) view(now Instant) SyncChangeView {
	return SyncChangeView{Kind: c.Kind, Subject: c.Subject, Name: c.Name, What: c.What, RequestedAt: c.Requested,
		ExpectedAt: c.Expected, Overdue: now > c.Expected, Count: c.Count, Done: c.Done}
}

// SyncStatus asks for the changes that wait for the sync of a space, overdue ones first, then by when they
// are expected. It is empty when all has come (FED-14).
type SyncStatus struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Limit int    `flag:"limit" help:"how many at the most; 0 for all"`
}

func (q *SyncStatus) spaceName() string { return q.Space }

func (q *SyncStatus) answer(ask *Ask) (any, error) {
	list := []SyncChangeView{}
	if ask.space.Application == "" {
		return list, nil
	}
	for c, err := range syncChanges.All(ask, Range{Prefix: K(fold(ask.space.Application))}) {
		if err != nil {
			return nil, err
		}
		list = append(list, c.view(ask.Now))
	}
	slices.SortStableFunc(list, func(a, b SyncChangeView) int { return int(a.ExpectedAt - b.ExpectedAt) })
	if q.Limit > 0 && len(list) > q.Limit {
		list = list[:q.Limit]
	}
	return list, nil
}

// SyncState is the state of a space's sync at a glance, as every screen's header shows it.
type SyncState struct {
	// Federated tells whether the space has a sync at all.
	Federated bool `json:"federated"`
	// Pending counts the changes that wait, People the people whom they concern, Overdue those that are late.
	Pending int `json:"pending"`
	People  int `json:"people"`
	Overdue int `json:"overdue"`
	// Next is when the next change is expected; Since when the oldest was asked for; NextCycle when the sync runs next.
	Next      Instant `json:"next,omitempty"`
	Since     Instant `json:"since,omitempty"`
	Until     Instant `json:"until,omitempty"`
	NextCycle Instant `json:"nextCycle"`
	// Last is the last cycle that brought anything; nil before the first.
	Last *SyncCycle `json:"last,omitempty"`
	Now  Instant    `json:"now"`
	Pace int        `json:"pace"`
	// Administrators counts the Space administrators: a federated space may be left with none (MEM-07).
	Administrators int `json:"administrators"`
}

// ShowSync asks for the state of a space's sync at a glance.
type ShowSync struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
}

func (q *ShowSync) spaceName() string { return q.Space }

func (q *ShowSync) answer(ask *Ask) (any, error) {
	state := SyncState{Federated: ask.space.Type == FederatedSpace, Now: ask.Now, NextCycle: cycleFrom(ask.Now + 1),
		Pace: ask.service.Pace(), Administrators: ask.space.Administrators}
	app := fold(ask.space.Application)
	if app == "" {
		return state, nil
	}
	for c, err := range syncChanges.All(ask, Range{Prefix: K(app)}) {
		if err != nil {
			return nil, err
		}
		state.add(c)
	}
	cycles, err := (&ListSyncCycles{Limit: 1}).answer(ask)
	if err != nil {
		return nil, err
	}
	if list := cycles.([]SyncCycle); len(list) > 0 {
		state.Last = &list[0]
	}
	return state, nil
}

// add takes a pending change into the counts.
func (s *SyncState) add(c *SyncChange) {
	s.Pending++
	s.People += c.left()
	if s.Now > c.Expected {
		s.Overdue++
	}
	if s.Next == 0 || c.Expected < s.Next {
		s.Next = c.Expected
	}
	if s.Since == 0 || c.Requested < s.Since {
		s.Since = c.Requested
	}
	s.Until = max(s.Until, c.Expected)
}

// ConnectedGroup is an SSO group of a space's application.
type ConnectedGroup struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	// Users counts the group's users in the directory; Arrived tells whether the sync has brought the group.
	Users   int  `json:"users"`
	Arrived bool `json:"arrived"`
}

// SSOView is the SSO page of a space's settings (FED-17, FED-18).
type SSOView struct {
	Enabled         bool             `json:"enabled"`
	Space           string           `json:"space"`
	Region          Region           `json:"region"`
	Type            SpaceType        `json:"type"`
	DisplayName     string           `json:"displayName,omitempty"`
	ApplicationName string           `json:"applicationName,omitempty"`
	IdentityStore   string           `json:"identityStore,omitempty"`
	Account         AccountID        `json:"account,omitempty"`
	Administrators  []string         `json:"administrators"`
	Groups          []ConnectedGroup `json:"groups"`
}

// ShowSSO asks for the SSO page of a space's settings.
type ShowSSO struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
}

func (q *ShowSSO) spaceName() string { return q.Space }

func (q *ShowSSO) answer(ask *Ask) (any, error) {
	account, err := managementAccountOf(ask, ask.space)
	if err != nil {
		return nil, err
	}
	view := SSOView{Space: ask.space.Name, Region: ask.space.Region, Type: ask.space.Type, Account: account, Administrators: []string{}, Groups: []ConnectedGroup{}}
	if ask.space.Application == "" {
		return view, nil
	}
	app, store, err := applicationOf(ask, ask.space)
	if err != nil {
		return nil, err
	}
	view.Enabled, view.DisplayName, view.ApplicationName, view.IdentityStore = true, app.DisplayName, app.Name, app.Store
	view.Administrators = append(view.Administrators, app.Administrators...)
	view.Groups, err = app.viewGroups(ask, store)
	return view, err
}

// GroupUserView is a user of a connected group.
type GroupUserView struct {
	UserName string `json:"userName"`
	Name     string `json:"name"`
	Email    string `json:"email"`
	Inactive bool   `json:"inactive"`
	// InSpace tells whether the sync has brought the user to the space.
	InSpace bool `json:"inSpace"`
}

// ListGroupUsers asks for the users of a connected group (FED-17).
type ListGroupUsers struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Group string `flag:"group" label:"Group" help:"name of the group" need:"yes"`
	After string `flag:"after" help:"only users after this user name"`
	Limit int    `flag:"limit" help:"how many at the most" default:"500"`
}

func (q *ListGroupUsers) spaceName() string { return q.Space }

// connectedGroup finds a group that is connected or still in the space. Of the other groups of the directory
// a space learns nothing, not even that they are there.
func (a *Application) connectedGroup(r Reader, store *identityStore, name string) (*DirectoryGroup, error) {
	named, found, err := groupNames.Get(r, K(store.set(), fold(name)))
	if err != nil {
		return nil, err
	}
	if !found || !slices.Contains(a.Groups, named.Of) && !slices.Contains(a.Arrived, named.Of) {
		return nil, refuse("FED-17", "group", "There is no connected group %q.", clip(name)).fix("Look at the connected groups (sso show).")
	}
	g, _, err := directoryGroups.Get(r, K(store.set(), named.Of))
	return g, err
}

func (q *ListGroupUsers) answer(ask *Ask) (any, error) {
	app, store, err := applicationOf(ask, ask.space)
	if err != nil {
		return nil, err
	}
	g, err := app.connectedGroup(ask, store, q.Group)
	if err != nil {
		return nil, err
	}
	users := newSeeker(ask, directoryUsers, K(store.set()))
	rows := newSeeker(ask, members, K(ask.space.MemberSet))
	defer users.stop()
	defer rows.stop()
	page := Page[GroupUserView]{Items: []GroupUserView{}, Total: g.Users}
	prefix := K(store.set(), g.ID)
	for row, err := range groupUsers.All(ask, Range{Prefix: prefix, After: after(prefix, fold(q.After))}) {
		if err != nil {
			return nil, err
		}
		u, err := users.at(row.Handle)
		if err != nil {
			return nil, err
		}
		if u == nil {
			continue
		}
		m, err := rows.at(row.Handle)
		if err != nil {
			return nil, err
		}
		page.Items = append(page.Items, GroupUserView{UserName: u.UserName, Name: u.shown(), Email: u.Email, Inactive: u.Inactive, InSpace: m != nil})
		if q.Limit > 0 && len(page.Items) == q.Limit {
			break
		}
	}
	return page, nil
}
