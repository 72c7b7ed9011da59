// Package activity shows what was done in a space, newest first (ACT-01). People are mentioned by their
// alias (IDN-10).
package activity

import (
	"context"
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

type screen struct {
	*kit.Table[model.Activity]
	env   *kit.Env
	space string
	tabs  *kit.SpaceTabs
	w     int
}

// New makes the place.
func New(env *kit.Env, r kit.Route) kit.Screen {
	type row = model.Activity
	s := &screen{env: env, space: r.Get("space")}
	s.tabs = kit.NewSpaceTabs(env, "activity", s.space)
	s.Table = kit.NewTable(env, kit.TableOptions[row]{
		Source: entries{env: env, space: s.space},
		Columns: []kit.Column[row]{
			{Title: "When", Min: 12, Cell: func(a row) string { return kit.Ago(env.Service.Now(), a.At) }},
			{Title: "Who", Min: 18, Flex: 1, Cell: func(a row) string { return a.Actor.String() }},
			{Title: "What", Min: 30, Flex: 3, Cell: func(a row) string { return a.Text }},
		},
		ID:      func(a row) string { return strconv.FormatUint(a.Seq, 10) },
		Nothing: "Nothing was done here yet.",
		Filter:  r.Get("filter"),
	})
	return s
}

// Init asks for the newest entries.
func (s *screen) Init() tea.Cmd { return tea.Batch(s.Table.Init(), s.tabs.Init()) }

// Title is the crumb.
func (s *screen) Title() string { return s.tabs.Title() }

// Topic is what the help explains.
func (s *screen) Topic() string { return "activity" }

// Route keeps the filter.
func (s *screen) Route() kit.Route {
	return kit.To("activity", "space", s.space, "filter", s.Filter())
}

// Actions are what can be done with an entry: it is never changed.
func (s *screen) Actions() []kit.Action {
	own := []kit.Action{
		{ID: "activity.copy", Key: "y", Title: "copy", Run: s.copy},
		{ID: "activity.profile", Key: "p", Title: "who is it", Run: s.profile},
	}
	return append(append(own, s.Table.Actions()[:1]...), s.tabs.Actions()...) // newest first: there is no sorting
}

func (s *screen) copy() tea.Cmd {
	a, ok := s.Row()
	if !ok {
		return nil
	}
	return s.env.Copy(a.At.String() + " " + a.Actor.String() + " " + a.Text)
}

// profile goes to the person who did it.
func (s *screen) profile() tea.Cmd {
	a, ok := s.Row()
	if !ok || a.Actor.Kind != model.ActorPerson {
		return kit.Say("This was not done by a person.")
	}
	return kit.Goto(kit.To("profile", "alias", a.Actor.Name))
}

// Update refreshes, and leaves the rest to the table.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	return tea.Batch(s.Table.Update(msg), s.tabs.Update(msg))
}

// footLines is what stands below the table: the entry under the cursor, whole.
const footLines = 5

// SetSize leaves room for the tabs and the entry.
func (s *screen) SetSize(w, h int) {
	s.w = w
	s.Table.SetSize(w, max(h-footLines-1, 3))
}

// View draws the tabs, the entries, and the one under the cursor.
func (s *screen) View() string {
	lines := []string{s.env.Theme.Line(s.w)}
	if a, ok := s.Row(); ok {
		lines = append(lines, a.At.Stamp()+", "+kit.Ago(s.env.Service.Now(), a.At)+s.env.Theme.Dot+text.Visible(a.Command)+s.env.Theme.Dot+text.Visible(a.Object))
		lines = append(lines, kit.Paragraphs(a.Actor.String()+" "+a.Text, s.w)...)
	}
	return text.Truncate(s.tabs.View(s.w), s.w) + "\n" + s.Table.View() + "\n" + text.Block(lines, s.w, footLines)
}

// entries reads the activity of a space from its newest entry on, as far as it is looked at.
type entries struct {
	env   *kit.Env
	space string
}

// Page gives a window. How many entries there are in all is not known; one window more than is wanted is
// read, so that the table always knows of more to come while there is more.
func (e entries) Page(ctx context.Context, v kit.View) ([]model.Activity, int, error) {
	list, err := e.read(ctx, v, v.Offset+2*v.Limit)
	from := min(v.Offset, len(list))
	return list[from:min(from+v.Limit, len(list))], len(list), err
}

// Locate finds an entry: new ones push it down.
func (e entries) Locate(ctx context.Context, v kit.View, id string) (int, error) {
	list, err := e.read(ctx, v, v.Offset+2*v.Limit)
	for i, a := range list {
		if strconv.FormatUint(a.Seq, 10) == id {
			return i, err
		}
	}
	return -1, err
}

func (e entries) read(ctx context.Context, v kit.View, most int) ([]model.Activity, error) {
	return kit.Ask[[]model.Activity](ctx, e.env, &model.ListActivity{Space: e.space, Filter: v.Filter, Limit: most})
}
