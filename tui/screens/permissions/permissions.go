// Package permissions shows who may do what: the table that the service itself decides by (ACT-04).
package permissions

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

type screen struct {
	*kit.Table[model.Permission]
	env  *kit.Env
	w, h int
}

// New makes the place.
func New(env *kit.Env, r kit.Route) kit.Screen {
	s := &screen{env: env}
	s.Table = kit.NewTable(env, kit.TableOptions[model.Permission]{
		Source: kit.List[model.Permission]{
			Rows: func(ctx context.Context) ([]model.Permission, error) {
				return kit.Ask[[]model.Permission](ctx, env, &model.ListPermissions{})
			},
			Text:  func(p model.Permission) string { return p.Command + " " + p.Title + " " + p.Who },
			Field: field,
		},
		Columns: s.columns(),
		ID:      func(p model.Permission) string { return p.Command },
		Filter:  r.Get("filter"),
	})
	return s
}

func field(p model.Permission, sort string) string {
	if sort == "title" {
		return p.Title
	}
	return p.Command
}

func (s *screen) columns() []kit.Column[model.Permission] {
	type row = model.Permission
	return []kit.Column[row]{
		{Title: "Title", Min: 36, Flex: 2, Sort: "title", Cell: func(p row) string { return p.Title }},
		{Title: "Command", Min: 23, Flex: 1, Sort: "command", Priority: 2, Cell: func(p row) string { return p.Command }},
		{Title: "Admin", Min: 5, Cell: func(p row) string { return s.mark(p.SpaceAdministrator) }},
		{Title: "Power", Min: 5, Cell: func(p row) string { return s.mark(p.PowerUser) }},
		{Title: "Limit", Min: 5, Cell: func(p row) string { return s.mark(p.LimitedAccess) }},
		{Title: "AWS", Min: 3, Cell: func(p row) string { return s.mark(p.AWSSide) }},
		{Title: "Who may", Min: 28, Flex: 3, Priority: 3, Cell: func(p row) string { return p.Who }},
	}
}

func (s *screen) mark(yes bool) string {
	if yes {
		return s.env.Theme.Yes
	}
	return s.env.Theme.No
}

// Title is the crumb.
func (s *screen) Title() string { return "Permissions" }

// Topic is what the help explains.
func (s *screen) Topic() string { return "permissions" }

// Route keeps the filter.
func (s *screen) Route() kit.Route { return kit.To("permissions", "filter", s.Filter()) }

// Actions copy what is under the cursor.
func (s *screen) Actions() []kit.Action {
	return append([]kit.Action{{ID: "permissions.copy", Key: "y", Title: "copy", Run: s.copy}}, s.Table.Actions()...)
}

func (s *screen) copy() tea.Cmd {
	p, ok := s.Row()
	if !ok {
		return nil
	}
	return s.env.Copy(p.Command + ": " + p.Who)
}

// footLines is what stands below the table: who may, in words, and what the columns mean.
const footLines = 4

// SetSize leaves room for the words below the table.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.Table.SetSize(w, max(h-footLines, 3))
}

// View draws the table, and in words who may do what is under the cursor.
func (s *screen) View() string {
	t := s.env.Theme
	lines := []string{t.Line(s.w), "", "", ""}
	if p, ok := s.Row(); ok {
		what := "looks at something"
		if p.Change {
			what = "changes something"
		}
		lines[1] = text.Visible(p.Title) + " (" + text.Visible(p.Command) + ", " + what + ")"
		lines[2] = "Who may: " + text.Visible(p.Who) + "."
	}
	lines[3] = t.Dim.Render("Space administrator, Power user, Limited access; AWS: done on the AWS side")
	return s.Table.View() + "\n" + text.Block(lines, s.w, footLines)
}
