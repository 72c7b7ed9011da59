// Package prerequisites is the checklist of what a federated space needs: the state of each, what to do, and
// the way there (FED-01).
package prerequisites

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// screen is the checklist of the account that one is signed in to.
type screen struct {
	env   *kit.Env
	space string // the space that the set-up is for; empty for a new one
	tabs  *kit.AWSTabs
	table *kit.Table[model.Prerequisite]
	rows  []model.Prerequisite
	err   error
	w, h  int
}

// New makes the screen of prerequisites, or prerequisites?space=….
func New(env *kit.Env, r kit.Route) kit.Screen {
	s := &screen{env: env, space: r.Get("space"), tabs: kit.NewAWSTabsWithin(env, "directory")}
	type row = model.Prerequisite
	s.table = kit.NewTable(env, kit.TableOptions[row]{
		Source: kit.List[row]{
			Rows: func(ctx context.Context) ([]row, error) { return kit.Ask[[]row](ctx, env, &model.ListPrerequisites{}) },
			Text: func(p row) string { return p.Title + " " + p.Detail },
		},
		Columns: []kit.Column[row]{
			{Title: "State", Min: 10, Cell: s.state},
			{Title: "Prerequisite", Min: 28, Flex: 1, Cell: func(p row) string { return p.Title }},
			{Title: "Now", Min: 24, Flex: 2, Cell: func(p row) string { return p.Detail }},
		},
		ID:      func(p row) string { return p.ID },
		Nothing: "Nothing to check.",
		Open:    s.goThere,
	})
	return s
}

// state says it in a word, with a mark.
func (s *screen) state(p model.Prerequisite) string {
	mark := map[model.PrerequisiteState]string{
		model.PrerequisiteDone: s.env.Theme.Yes, model.PrerequisiteMissing: "!", model.PrerequisiteOptional: s.env.Theme.No, model.PrerequisiteWarning: "!"}
	return mark[p.State] + " " + string(p.State)
}

// goThere goes to where a prerequisite is seen to.
func (s *screen) goThere(p model.Prerequisite) tea.Cmd {
	switch p.ID {
	case "organization", "management-account":
		return kit.Goto(kit.To("organization"))
	case "application":
		return kit.Goto(kit.To("application"))
	case "users-and-groups":
		if p.Command != "" {
			return kit.Goto(kit.To("directory", "do", "identity.import"))
		}
	}
	return kit.Goto(kit.To("directory"))
}

// Init asks for the states.
func (s *screen) Init() tea.Cmd { return tea.Batch(s.ask(), s.table.Init()) }

func (s *screen) ask() tea.Cmd {
	ask := func(ctx context.Context) ([]model.Prerequisite, error) {
		return kit.Ask[[]model.Prerequisite](ctx, s.env, &model.ListPrerequisites{})
	}
	return kit.Go(s.env, s, ask, func(rows []model.Prerequisite, err error) tea.Cmd {
		s.rows, s.err = rows, err
		s.SetSize(s.w, s.h)
		return nil
	})
}

// missing are the titles of what has still to be done.
func (s *screen) missing() []string {
	var titles []string
	for _, p := range s.rows {
		if p.State == model.PrerequisiteMissing {
			titles = append(titles, p.Title)
		}
	}
	return titles
}

// Actions are the way on, and the way to the other side.
func (s *screen) Actions() []kit.Action {
	next := kit.Action{ID: "sso.setup", Key: "c", Title: "Continue", Run: func() tea.Cmd { return kit.Goto(kit.To("sso-setup", "space", s.space)) }}
	switch missing := s.missing(); {
	case s.err != nil:
		next.Disabled = kit.ReasonOf(s.err)
	case len(missing) > 0:
		next.Disabled = &kit.Reason{Rule: "FED-01", Why: "Missing first: " + strings.Join(missing, ", ") + ".", Fix: "Enter on a line goes to where it is done."}
	}
	actions := append([]kit.Action{next}, s.table.Actions()...)
	if s.err != nil {
		actions = append([]kit.Action{kit.SignInAction(s.env, "")}, actions...)
	}
	return append(actions, s.tabs.Actions()...)
}

// Update refreshes, and leaves the rest to the table.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(kit.Changed); ok {
		return tea.Batch(s.ask(), s.table.Update(msg))
	}
	return s.table.Update(msg)
}

// SetSize leaves room for the tabs, the title, and what to do about the line under the cursor.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.table.SetSize(w, max(h-3-hintLines, 3))
}

// hintLines is the room for what to do about the line under the cursor.
const hintLines = 5

// hint is what to do about the line under the cursor, whole.
func (s *screen) hint() []string {
	p, some := s.table.Row()
	if !some {
		return nil
	}
	words := p.Title + ": " + p.Detail + "."
	if p.Fix != "" {
		words += " " + p.Fix
	}
	return append([]string{s.env.Theme.Line(s.w)}, kit.Paragraphs(words, s.w)...)
}

// View draws the checklist.
func (s *screen) View() string {
	title := s.env.Theme.Title.Render(text.Truncate("Before a federated space: what AWS account "+s.account()+" has", s.w))
	head := text.Block([]string{text.Truncate(s.tabs.View(s.w), s.w), "", title}, s.w, 3)
	return head + "\n" + s.table.View() + "\n" + text.Block(s.hint(), s.w, hintLines)
}

func (s *screen) account() string {
	if s.env.Session.AWS == nil {
		return "(not signed in)"
	}
	return string(s.env.Session.AWS.Account)
}

// OnAWSSide tells that it is a place of the AWS side.
func (s *screen) OnAWSSide() bool { return true }

// Title is the crumb.
func (s *screen) Title() string { return "Prerequisites" }

// Topic is what the help opens.
func (s *screen) Topic() string { return "prerequisites" }

// Typing reports whether letters go into the filter.
func (s *screen) Typing() bool { return s.table.Typing() }

// Wants claims esc for the filter.
func (s *screen) Wants(key string) bool { return s.table.Wants(key) }

// Route keeps the space that the set-up is for.
func (s *screen) Route() kit.Route { return kit.To("prerequisites", "space", s.space) }
