package kit

import (
	"context"

	"atrium/model"
)

// GroupChoice is a table of the groups of an identity store, of which several can be chosen: those that a
// space is connected to (FED-13).
func GroupChoice(env *Env, store string) TableOptions[model.DirectoryGroup] {
	type group = model.DirectoryGroup
	return TableOptions[group]{
		Source: List[group]{
			Rows: func(ctx context.Context) ([]group, error) {
				return Ask[[]group](ctx, env, &model.ListGroups{Store: store})
			},
			Text:  func(g group) string { return g.Name + " " + g.Description },
			Field: func(g group, _ string) string { return g.Name },
		},
		Columns: []Column[group]{
			{Title: "Group", Min: 24, Flex: 2, Sort: "name", Cell: func(g group) string { return g.Name }},
			{Title: "Users", Min: 9, Right: true, Cell: func(g group) string { return Thousands(g.Users) }},
			{Title: "Description", Min: 16, Flex: 2, Priority: 1, Cell: func(g group) string { return g.Description }},
		},
		ID: func(g group) string { return g.ID }, Multi: true, Sort: "name",
		Nothing: "No group yet. Groups are made in IAM Identity Center.",
	}
}

// UserChoice is a table of users, of whom several can be chosen: as Space administrators (FED-11).
func UserChoice(source Source[model.DirectoryUserView]) TableOptions[model.DirectoryUserView] {
	type user = model.DirectoryUserView
	return TableOptions[user]{
		Source: source,
		Columns: []Column[user]{
			{Title: "User name", Min: 14, Flex: 2, Cell: func(u user) string { return u.UserName }},
			{Title: "Display name", Min: 16, Flex: 2, Cell: func(u user) string { return u.DisplayName }},
			{Title: "Email", Min: 18, Flex: 2, Priority: 1, Cell: func(u user) string { return u.Email }},
		},
		ID: func(u user) string { return u.ID }, Multi: true,
		Nothing: "Nobody is in these groups.",
	}
}

// UsersOf is a source of the active users of some groups of an identity store, by user name.
func UsersOf(env *Env, store string, groups []string) *Afterward[model.DirectoryUserView] {
	type user = model.DirectoryUserView
	return &Afterward[user]{
		Ask: func(ctx context.Context, filter, after string, limit int) ([]user, int, error) {
			page, err := Ask[model.Page[user]](ctx, env, &model.ListUsers{Store: store, Groups: groups, Filter: filter, After: after, Limit: limit})
			return page.Items, page.Total, err
		},
		Key: func(u user) string { return u.UserName },
	}
}

// ConnectedGroups is a table of the groups that an application is connected to, each with whether the sync has
// brought it to the space (FED-18).
func ConnectedGroups(ask func(ctx context.Context) ([]model.ConnectedGroup, error)) TableOptions[model.ConnectedGroup] {
	type group = model.ConnectedGroup
	return TableOptions[group]{
		Source: List[group]{
			Rows:  ask,
			Text:  func(g group) string { return g.Name + " " + g.Description },
			Field: func(g group, _ string) string { return g.Name },
		},
		Columns: []Column[group]{
			{Title: "Connected group", Min: 24, Flex: 3, Sort: "name", Cell: func(g group) string { return g.Name }},
			{Title: "Users", Min: 9, Right: true, Cell: func(g group) string { return Thousands(g.Users) }},
			{Title: "Sync", Min: 18, Cell: Arrival},
			{Title: "Description", Min: 16, Flex: 2, Priority: 1, Cell: func(g group) string { return g.Description }},
		},
		ID: func(g group) string { return g.ID },
	}
}

// Arrival tells in words whether the sync has brought a connected group.
func Arrival(g model.ConnectedGroup) string {
	if g.Arrived {
		return "in the space"
	}
	return "waits for the sync"
}
