// Package projects is the first place of a space: its projects, and who is in each.
package projects

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// screen is the list of projects.
type screen struct {
	*kit.Table[model.Project]
	env   *kit.Env
	space string
	tabs  *kit.SpaceTabs
	gates *kit.Gates
	offer bool
	w     int
}

// New makes the place: the projects of a space, or with a project in the route its members.
func New(env *kit.Env, r kit.Route) kit.Screen {
	if r.Get("project") != "" {
		return newMembers(env, r)
	}
	space := r.Get("space")
	s := &screen{env: env, space: space, offer: r.Get("offer") != "",
		tabs: kit.NewSpaceTabs(env, "projects", space), gates: kit.NewGates(env, &model.CreateProject{Space: space})}
	type row = model.Project
	s.Table = kit.NewTable(env, kit.TableOptions[row]{
		Source: kit.List[row]{
			Rows: func(ctx context.Context) ([]row, error) {
				return kit.Ask[[]row](ctx, env, &model.ListProjects{Space: space})
			},
			Text:  func(p row) string { return p.Name + " " + p.Description + " " + p.CreatedBy },
			Field: func(p row, _ string) string { return p.Name },
		},
		Columns: []kit.Column[row]{
			{Title: "Project", Min: 16, Flex: 2, Sort: "name", Cell: func(p row) string { return p.Name }},
			{Title: "Members", Min: 7, Right: true, Cell: func(p row) string { return kit.Thousands(p.Members) }},
			{Title: "Blueprint", Min: 14, Flex: 1, Priority: 4, Cell: func(p row) string { return string(p.Blueprint) }},
			{Title: "Created", Min: 12, Priority: 2, Cell: func(p row) string { return kit.Ago(env.Service.Now(), p.CreatedAt) }},
			{Title: "By", Min: 10, Flex: 1, Priority: 1, Cell: func(p row) string { return "@" + p.CreatedBy }},
			{Title: "Description", Min: 12, Flex: 2, Priority: 3, Cell: func(p row) string { return p.Description }},
		},
		ID:      func(p row) string { return p.Name },
		Nothing: "No project that you can see. Space administrators see every project, others those in which they have a role.",
		Filter:  r.Get("filter"),
		Open: func(p row) tea.Cmd {
			return kit.Goto(kit.To("projects", "space", space, "project", p.Name))
		},
	})
	return s
}

// Init asks for the projects, and offers one in a first space (SPC-08).
func (s *screen) Init() tea.Cmd {
	cmds := []tea.Cmd{s.Table.Init(), s.tabs.Init(), s.gates.Refresh()}
	if s.offer {
		s.offer = false
		cmds = append(cmds, kit.Send(kit.Open{Dialog: s.offering()}))
	}
	return tea.Batch(cmds...)
}

// offering asks whether to create a project in the first space.
func (s *screen) offering() kit.Screen {
	later := kit.Way{Title: "Not now", Text: "It can be done at any time, from the list of projects.", Run: func() tea.Cmd { return nil }}
	now := kit.Way{Title: "Create a project", Text: "Source code, workflows and issues live in projects.", Run: s.create}
	return kit.NewChooser(s.env, "Create your first project?", "Your space "+s.space+" is ready.", now, later)
}

func (s *screen) create() tea.Cmd {
	var options []kit.Option
	for _, b := range model.Blueprints() {
		options = append(options, kit.Option{Value: string(b.Blueprint), Title: b.Title})
	}
	return kit.Run(s.env, &model.CreateProject{Space: s.space}, kit.RunOptions{Options: map[string][]kit.Option{"blueprint": options}})
}

// Title is the crumb.
func (s *screen) Title() string { return s.tabs.Title() }

// Topic is what the help explains.
func (s *screen) Topic() string { return "projects" }

// Route keeps the filter, and forgets that a project was offered.
func (s *screen) Route() kit.Route {
	return kit.To("projects", "space", s.space, "filter", s.Filter())
}

// Actions are what can be done here.
func (s *screen) Actions() []kit.Action {
	create := kit.Action{ID: "project.create", Key: "n", Title: "create project", Run: s.create, Disabled: s.gates.Reason("project.create")}
	p, _ := s.Row()
	return append(append([]kit.Action{create, environments(s.space, p.Name), work(s.space, p.Name)}, s.Table.Actions()...), s.tabs.Actions()...)
}

// Update refreshes, and leaves the rest to the table.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	cmds := []tea.Cmd{s.Table.Update(msg), s.tabs.Update(msg)}
	if _, ok := msg.(kit.Changed); ok {
		cmds = append(cmds, s.gates.Refresh())
	}
	return tea.Batch(cmds...)
}

// SetSize leaves a line to the tabs.
func (s *screen) SetSize(w, h int) {
	s.w = w
	s.Table.SetSize(w, max(h-1, 3))
}

// View draws the tabs and the projects.
func (s *screen) View() string { return text.Truncate(s.tabs.View(s.w), s.w) + "\n" + s.Table.View() }
