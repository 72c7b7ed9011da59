package model

import "atrium/model/roster"

// MemberView is a row of the members tables (MEM-11).
type MemberView struct {
	Alias string `json:"alias"`
	Name  string `json:"name"`
	Email string `json:"email"`
	// Role is the strongest of the member's own and their teams'; Own the member's own.
	Role   SpaceRole    `json:"role"`
	Own    SpaceRole    `json:"ownRole"`
	Status MemberStatus `json:"status"`
	// ViaTeam tells that the role comes through a team and not from the member's own.
	ViaTeam bool     `json:"viaTeam"`
	Teams   []string `json:"teams,omitempty"`
	// Expires is when an invitation ends; Expired whether it did.
	Expires   Instant `json:"expiresAt,omitempty"`
	Expired   bool    `json:"expired,omitempty"`
	InvitedBy string  `json:"invitedBy,omitempty"`
	Since     Instant `json:"since"`
	Projects  []Grant `json:"projects,omitempty"`
	// Handle is what the row goes by in the space: the alias or user name, or the email of someone invited.
	Handle string `json:"-"`
}

func memberView(m *Member, now Instant) MemberView {
	v := MemberView{Alias: m.Alias, Name: m.Name, Email: m.Email, Role: m.Effective(), Own: m.Role, Status: m.Status,
		ViaTeam: m.TeamRole.strength() > m.Role.strength(), Teams: m.Teams, Since: m.Since, Projects: m.Projects, Handle: m.handle()}
	if m.Invitation != nil && m.Status == StatusInvited {
		v.Expires, v.InvitedBy = m.Invitation.Expires, m.Invitation.By
		v.Expired = now >= m.Invitation.Expires
	}
	return v
}

// MemberTable is one of the tables in which members are shown (MEM-01).
type MemberTable string

// The members tables of a space.
const (
	AllMembers          MemberTable = "all"
	AdministratorsTable MemberTable = "space-administrators"
	MembersTable        MemberTable = "space-members"
)

func (MemberTable) choices() []string {
	return []string{string(AllMembers), string(AdministratorsTable), string(MembersTable)}
}

// Page is a part of a list.
type Page[T any] struct {
	Items  []T `json:"items"`
	Offset int `json:"offset"`
	Total  int `json:"total"`
}

// ListMembers asks for the members of a space (MEM-01, MEM-11).
type ListMembers struct {
	Space  string      `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Table  MemberTable `flag:"table" help:"which table" default:"all"`
	Filter string      `flag:"filter" help:"only members that hold these words in alias, name, email, role or status"`
	// Sort is a field by its JSON name; empty for the alias.
	Sort       string `flag:"sort" help:"alias, name, email, role or status"`
	Descending bool   `flag:"descending" help:"from last to first"`
	Offset     int    `flag:"offset" help:"how many to leave out at the beginning"`
	Limit      int    `flag:"limit" help:"how many at the most; 0 for all"`
}

func (q *ListMembers) spaceName() string { return q.Space }

// direct is up to which row the beginning of a list is read from the store itself, while the index is not
// there yet: the first page is shown at once.
const direct = 2000

func (q *ListMembers) answer(ask *Ask) (any, error) {
	field, known := sortFields[q.Sort]
	if !known {
		return nil, refuse("MEM-11", "sort", "%q is not a column of the members tables.", clip(q.Sort)).fix("Sort by alias, name, email, role or status.")
	}
	classes, err := q.classes()
	if err != nil {
		return nil, err
	}
	index := ask.service.rosters.of(ask.space.MemberSet)
	plain := q.Filter == "" && field == roster.ByKey && !q.Descending
	if plain && q.Limit > 0 && q.Offset+q.Limit <= direct && !index.isReady() {
		return q.beginning(ask)
	}
	if plain && q.Limit == 0 {
		return q.whole(ask)
	}
	result, err := index.selectRows(ask.Context, q.Table, roster.View{Filter: q.Filter, Field: field, Descending: q.Descending, Classes: classes})
	if err != nil {
		return nil, err
	}
	return q.page(ask, result)
}

func (q *ListMembers) classes() ([]uint8, error) {
	switch q.Table {
	case AllMembers, "":
		return nil, nil
	case AdministratorsTable:
		return []uint8{classAdministrator}, nil
	case MembersTable:
		return []uint8{classMember}, nil
	default:
		return nil, refuse("MEM-01", "table", "%q is not a members table.", clip(string(q.Table))).
			fix("Choose %s, %s or %s.", AllMembers, AdministratorsTable, MembersTable)
	}
}

// page fetches the records of a part of a result. A row that went away meanwhile is left out.
func (q *ListMembers) page(ask *Ask, result *roster.Result) (Page[MemberView], error) {
	limit := q.Limit
	if limit == 0 {
		limit = result.Len()
	}
	page := Page[MemberView]{Items: []MemberView{}, Offset: q.Offset, Total: result.Len()}
	for _, handle := range result.Keys(q.Offset, limit) {
		m, found, err := members.Get(ask, K(ask.space.MemberSet, handle))
		if err != nil {
			return page, err
		}
		if found {
			page.Items = append(page.Items, memberView(m, ask.Now))
		}
	}
	return page, nil
}

// shows tells whether a member stands in the table that is asked for. A Space administrator never stands
// among the Space members (MEM-01).
func (q *ListMembers) shows(m *Member) bool {
	switch q.Table {
	case AdministratorsTable:
		return m.administers()
	case MembersTable:
		return !m.administers()
	default:
		return true
	}
}

// beginning reads the first rows from the store, in its own order.
func (q *ListMembers) beginning(ask *Ask) (Page[MemberView], error) {
	page := Page[MemberView]{Items: []MemberView{}, Offset: q.Offset}
	marks, err := administrators.Under(ask, K(ask.space.MemberSet))
	if err != nil {
		return page, err
	}
	page.Total = ask.space.Members + ask.space.Invited
	switch q.Table {
	case AdministratorsTable:
		page.Total = len(marks)
		return q.marked(ask, marks, page)
	case MembersTable:
		page.Total -= len(marks)
	}
	err = q.eachRow(ask, func(m *Member) bool {
		page.Items = append(page.Items, memberView(m, ask.Now))
		return len(page.Items) < q.Limit
	})
	return page, err
}

// eachRow calls fn for the rows of the table, from the offset on, until it returns false.
func (q *ListMembers) eachRow(ask *Ask, fn func(*Member) bool) error {
	skip := q.Offset
	for m, err := range members.All(ask, Range{Prefix: K(ask.space.MemberSet)}) {
		if err != nil {
			return err
		}
		if !q.shows(m) {
			continue
		}
		if skip--; skip >= 0 {
			continue
		}
		if !fn(m) {
			return nil
		}
	}
	return nil
}

// marked fetches the Space administrators.
func (q *ListMembers) marked(ask *Ask, marks []*administrator, page Page[MemberView]) (Page[MemberView], error) {
	marks = marks[min(q.Offset, len(marks)):]
	for _, mark := range marks[:min(q.Limit, len(marks))] {
		m, found, err := members.Get(ask, K(mark.Set, mark.Handle))
		if err != nil {
			return page, err
		}
		if found {
			page.Items = append(page.Items, memberView(m, ask.Now))
		}
	}
	return page, nil
}

// whole reads every row, for the command line.
func (q *ListMembers) whole(ask *Ask) (Page[MemberView], error) {
	page := Page[MemberView]{Items: []MemberView{}, Offset: q.Offset}
	err := q.eachRow(ask, func(m *Member) bool {
		page.Items = append(page.Items, memberView(m, ask.Now))
		return true
	})
	page.Total = q.Offset + len(page.Items)
	return page, err
}
