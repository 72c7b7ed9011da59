// Package groupusers shows the users of a connected group, and which of them the sync has brought.
package groupusers

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// screen is one group of a space's application (FED-17).
type screen struct {
	env          *kit.Env
	space, group string
	tabs         *kit.SpaceTabs
	table        *kit.Table[model.GroupUserView]
	w, h         int
}

// New makes the screen of group-users?space=…&group=….
func New(env *kit.Env, r kit.Route) kit.Screen {
	s := &screen{env: env, space: r.Get("space"), group: r.Get("group")}
	s.tabs = kit.NewSpaceTabs(env, "sso", s.space)
	s.table = kit.NewTable(env, kit.TableOptions[model.GroupUserView]{
		Source: s.source(),
		Columns: []kit.Column[model.GroupUserView]{
			{Title: "User name", Min: 18, Flex: 2, Cell: func(u model.GroupUserView) string { return u.UserName }},
			{Title: "Display name", Min: 18, Flex: 2, Cell: func(u model.GroupUserView) string { return u.Name }},
			{Title: "Sync", Min: 20, Cell: arrival},
			{Title: "Email", Min: 14, Flex: 2, Priority: 1, Cell: func(u model.GroupUserView) string { return u.Email }},
		},
		ID:      func(u model.GroupUserView) string { return u.UserName },
		Nothing: "This group has no users. They are added in IAM Identity Center.",
		Filter:  r.Get("filter"),
	})
	return s
}

// arrival tells in words whether the sync has brought a user.
func arrival(u model.GroupUserView) string {
	switch {
	case u.InSpace:
		return "in the space"
	case u.Inactive:
		return "inactive, stays away"
	default:
		return "waits for the sync"
	}
}

// source walks the group page by page. The model does not filter it, so a filter reads all of it.
func (s *screen) source() kit.Source[model.GroupUserView] {
	ask := func(ctx context.Context, after string, limit int) (model.Page[model.GroupUserView], error) {
		return kit.Ask[model.Page[model.GroupUserView]](ctx, s.env, &model.ListGroupUsers{Space: s.space, Group: s.group, After: after, Limit: limit})
	}
	paged := &kit.Afterward[model.GroupUserView]{
		Ask: func(ctx context.Context, _, after string, limit int) ([]model.GroupUserView, int, error) {
			page, err := ask(ctx, after, limit)
			return page.Items, page.Total, err
		},
		Key: func(u model.GroupUserView) string { return u.UserName },
	}
	whole := kit.List[model.GroupUserView]{
		Rows: func(ctx context.Context) ([]model.GroupUserView, error) {
			page, err := ask(ctx, "", 0)
			return page.Items, err
		},
		Text: func(u model.GroupUserView) string {
			return u.UserName + " " + u.Name + " " + u.Email + " " + arrival(u)
		},
	}
	return kit.SourceFunc[model.GroupUserView](func(ctx context.Context, v kit.View) ([]model.GroupUserView, int, error) {
		if v.Filter != "" {
			return whole.Page(ctx, v)
		}
		return paged.Page(ctx, v)
	})
}

// Init asks for the first users.
func (s *screen) Init() tea.Cmd { return tea.Batch(s.tabs.Init(), s.table.Init()) }

// Update passes a message on.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	return tea.Batch(s.tabs.Update(msg), s.table.Update(msg))
}

// SetSize leaves a line to the tabs and one to the group's name.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.table.SetSize(w, max(h-2, 3))
}

// View draws the users under the name of their group.
func (s *screen) View() string {
	title := s.env.Theme.Title.Render(text.Truncate("Group "+text.Visible(s.group), s.w))
	return s.tabs.View(s.w) + "\n" + title + "\n" + s.table.View()
}

// Actions are the way to the sync, where one sees when somebody comes.
func (s *screen) Actions() []kit.Action {
	u, some := s.table.Row()
	why := kit.Action{ID: "sync.explain", Key: "w", Title: "why not there", Run: func() tea.Cmd {
		return kit.Goto(kit.To("sync-why", "space", s.space, "user", u.UserName))
	}}
	if !some {
		why.Disabled = &kit.Reason{Why: "No user is under the cursor."}
	}
	filter := s.table.Actions()[:1] // users come in the order of their names only
	return append(append([]kit.Action{why}, filter...), s.tabs.Actions()...)
}

// Title is the crumb.
func (s *screen) Title() string { return s.group }

// Topic is what the help opens.
func (s *screen) Topic() string { return "sso" }

// Typing reports whether letters go into the filter.
func (s *screen) Typing() bool { return s.table.Typing() }

// Wants claims esc for the filter.
func (s *screen) Wants(key string) bool { return s.table.Wants(key) }

// Route remembers the filter.
func (s *screen) Route() kit.Route {
	return kit.To("group-users", "space", s.space, "group", s.group, "filter", s.table.Filter())
}
