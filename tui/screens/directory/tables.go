package directory

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// userTable lists the users of a store in the order of their names, a page after another.
func userTable(env *kit.Env, store, filter string) *kit.Table[model.DirectoryUserView] {
	type user = model.DirectoryUserView
	return kit.NewTable(env, kit.TableOptions[user]{
		Source: &kit.Afterward[user]{
			Ask: func(ctx context.Context, filter, after string, limit int) ([]user, int, error) {
				page, err := kit.Ask[model.Page[user]](ctx, env, &model.ListUsers{Store: store, Filter: filter, After: after, Limit: limit})
				return page.Items, page.Total, err
			},
			Key: func(u user) string { return u.UserName },
		},
		Columns: []kit.Column[user]{
			{Title: "User name", Min: 14, Flex: 2, Cell: func(u user) string { return u.UserName }},
			{Title: "Display name", Min: 16, Flex: 2, Cell: func(u user) string { return u.DisplayName }},
			{Title: "Email", Min: 18, Flex: 2, Priority: 1, Cell: func(u user) string { return u.Email }},
			{Title: "State", Min: 8, Cell: activity},
			{Title: "Groups", Min: 12, Flex: 2, Cell: func(u user) string { return strings.Join(u.GroupNames, ", ") }},
		},
		ID:      func(u user) string { return u.ID },
		Nothing: "No user yet. Press n to create one, or m to import a directory.",
		Open: func(u user) tea.Cmd {
			return kit.Send(kit.Open{Dialog: kit.NewText(env, u.UserName, userStory(u), u.ID)})
		},
		Filter: filter,
	})
}

func activity(u model.DirectoryUserView) string {
	if u.Inactive {
		return "inactive"
	}
	return "active"
}

func userStory(u model.DirectoryUserView) string {
	var lines []string
	for _, fact := range [][2]string{{"User name", u.UserName}, {"User ID", u.ID}, {"Display name", u.DisplayName}, {"Given name", u.GivenName},
		{"Family name", u.FamilyName}, {"Email", u.Email}, {"State", activity(u)}, {"Groups", strings.Join(u.GroupNames, ", ")}} {
		if fact[1] != "" {
			lines = append(lines, fact[0]+": "+strings.Join(strings.Fields(fact[1]), " ")) // a name with a line break stays in its line
		}
	}
	return strings.Join(lines, "\n")
}

// groupTable lists the groups of a store.
func groupTable(env *kit.Env, store, filter string) *kit.Table[model.DirectoryGroup] {
	type group = model.DirectoryGroup
	return kit.NewTable(env, kit.TableOptions[group]{
		Source: kit.List[group]{
			Rows: func(ctx context.Context) ([]group, error) { return groupsOf(ctx, env, store) },
			Text: func(g group) string { return g.Name + " " + g.Description },
			Field: func(g group, sort string) string {
				return g.Name
			},
		},
		Columns: []kit.Column[group]{
			{Title: "Group", Min: 20, Flex: 2, Sort: "name", Cell: func(g group) string { return g.Name }},
			{Title: "Users", Min: 9, Right: true, Cell: func(g group) string { return kit.Thousands(g.Users) }},
			{Title: "Description", Min: 20, Flex: 2, Cell: func(g group) string { return g.Description }},
			{Title: "Group ID", Min: 47, Priority: 1, Cell: func(g group) string { return g.ID }},
		},
		ID:      func(g group) string { return g.ID },
		Nothing: "No group yet. Press n to create one; groups are what a space is connected to.",
		Open: func(g group) tea.Cmd {
			story := "Group: " + g.Name + "\nGroup ID: " + g.ID + "\nDescription: " + g.Description + "\nUsers: " + kit.Thousands(g.Users)
			return kit.Send(kit.Open{Dialog: kit.NewText(env, g.Name, story, g.ID)})
		},
		Filter: filter,
	})
}

func groupsOf(ctx context.Context, env *kit.Env, store string) ([]model.DirectoryGroup, error) {
	return kit.Ask[[]model.DirectoryGroup](ctx, env, &model.ListGroups{Store: store})
}
