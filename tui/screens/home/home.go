// Package home shows a space at a glance: each line tells how something stands, and leads to where it belongs.
package home

import (
	"context"
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// row is a line with its place in the list: two activities can be alike.
type row struct {
	model.HomeLine
	id string
}

type screen struct {
	*kit.Table[row]
	env   *kit.Env
	space string
	tabs  *kit.SpaceTabs
	w, h  int
}

// New makes the place.
func New(env *kit.Env, r kit.Route) kit.Screen {
	s := &screen{env: env, space: r.Get("space")}
	s.tabs = kit.NewSpaceTabs(env, "home", s.space)
	s.Table = kit.NewTable(env, kit.TableOptions[row]{
		Source:  kit.List[row]{Rows: s.ask, Text: func(r row) string { return r.Title + " " + r.State }, Field: field},
		Columns: s.columns(),
		ID:      func(r row) string { return r.id },
		Nothing: "There is nothing to tell.",
		Filter:  r.Get("filter"),
		Open:    func(r row) tea.Cmd { return kit.Goto(s.to(r.HomeLine)) },
	})
	return s
}

// ask asks for the lines, and keeps what they stand under.
func (s *screen) ask(ctx context.Context) ([]row, error) {
	view, err := kit.Ask[model.HomeView](ctx, s.env, &model.ShowHome{Space: s.space})
	if err != nil {
		return nil, err
	}
	rows := make([]row, len(view.Lines))
	seen := map[string]int{}
	for i, line := range view.Lines {
		id := string(line.Area) + "/" + line.Name
		seen[id]++
		rows[i] = row{line, id + "/" + strconv.Itoa(seen[id])}
	}
	return rows, nil
}

func field(r row, _ string) string { return r.Title }

// mark is the sign beside what somebody should look at.
func mark(r row) string {
	if r.Attention {
		return "!"
	}
	return ""
}

func (s *screen) columns() []kit.Column[row] {
	state := func(r row) string {
		if r.At != 0 {
			return kit.Ago(s.env.Service.Now(), r.At) + ": " + r.State
		}
		return r.State
	}
	return []kit.Column[row]{
		{Title: "", Min: 1, Cell: mark},
		{Title: "What", Min: 28, Cell: func(r row) string { return r.Title }},
		{Title: "How it stands", Min: 30, Flex: 1, Cell: state},
	}
}

// to is where a line leads.
func (s *screen) to(line model.HomeLine) kit.Route {
	switch line.Area {
	case model.HomeMembers, model.HomeInvitations:
		return kit.To("members", "space", s.space)
	case model.HomeSync:
		return kit.To("sync", "space", s.space)
	case model.HomeTier, model.HomeMeter:
		return kit.To("billing", "space", s.space)
	case model.HomeAccounts:
		return kit.To("accounts", "space", s.space)
	case model.HomeVPC:
		return kit.To("vpcs", "space", s.space, "name", line.Name)
	case model.HomeAI:
		return kit.To("genai", "space", s.space)
	case model.HomeRuns:
		return kit.To("work", "space", s.space)
	case model.HomeDevs:
		return kit.To("dev-envs", "space", s.space)
	default:
		return kit.To("activity", "space", s.space)
	}
}

// Init asks for the lines.
func (s *screen) Init() tea.Cmd { return tea.Batch(s.Table.Init(), s.tabs.Init()) }

// Title is the crumb.
func (s *screen) Title() string { return s.tabs.Title() }

// Topic is what the help explains.
func (s *screen) Topic() string { return "space-home" }

// Route keeps the filter.
func (s *screen) Route() kit.Route { return kit.To("home", "space", s.space, "filter", s.Filter()) }

// Actions are those of the table and the places of the space.
func (s *screen) Actions() []kit.Action { return append(s.Table.Actions(), s.tabs.Actions()...) }

// Update refreshes, and leaves the rest to the table.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	return tea.Batch(s.Table.Update(msg), s.tabs.Update(msg))
}

// around is how many lines stand around the table: the tabs, what to look at, and the line about the row.
const around = 4

// SetSize gives the table what the lines around it leave.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.Table.SetSize(w, max(h-around, 3))
}

// View draws the lines and, under them, the whole of the one under the cursor.
func (s *screen) View() string {
	head := []string{s.tabs.View(s.w), s.env.Theme.Dim.Render(text.Truncate("How things stand. enter goes to where a line belongs; ! asks to be looked at.", s.w))}
	return text.Block(head, s.w, 2) + "\n" + s.Table.View() + "\n" + text.Block(kit.Paragraphs(s.about(), s.w), s.w, 2)
}

// about is what the line under the cursor says, whole.
func (s *screen) about() string {
	r, ok := s.Row()
	if !ok {
		return ""
	}
	return text.Visible(r.State)
}
