// Package teams shows the teams of a space and the members of each. A team is one place, the list of
// them another, under the same route.
package teams

import (
	"context"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// New makes the screen of teams?space=…, or of one team where the route names it.
func New(env *kit.Env, r kit.Route) kit.Screen {
	if r.Get("team") != "" {
		return newTeam(env, r)
	}
	return newList(env, r)
}

// list is the list of the teams.
type list struct {
	env   *kit.Env
	space string
	tabs  *kit.SpaceTabs
	gates *kit.Gates
	table *kit.Table[model.Team]
	w, h  int
}

func newList(env *kit.Env, r kit.Route) *list {
	l := &list{env: env, space: r.Get("space"), tabs: kit.NewSpaceTabs(env, "teams", r.Get("space"))}
	l.gates = kit.NewGates(env, &model.CreateTeam{Space: l.space}, &model.EditTeam{Space: l.space},
		&model.DeleteTeam{Space: l.space}, &model.GrantTeamProject{Space: l.space})
	l.table = kit.NewTable(env, kit.TableOptions[model.Team]{
		Source: kit.List[model.Team]{
			Rows: func(ctx context.Context) ([]model.Team, error) { return allTeams(ctx, env, l.space) },
			Text: func(t model.Team) string {
				return t.Name + " " + t.Description + " " + t.Role.Title() + " " + t.Method.Title()
			},
			Field: teamField,
		},
		Columns: []kit.Column[model.Team]{
			{Title: "Team", Min: 16, Flex: 3, Sort: "name", Cell: func(t model.Team) string { return t.Name }},
			{Title: "Space role", Min: 19, Sort: "role", Cell: func(t model.Team) string { return t.Role.Title() }},
			{Title: "Members", Min: 7, Right: true, Sort: "members", Cell: func(t model.Team) string { return kit.Thousands(t.Members) }},
			{Title: "Projects", Min: 8, Right: true, Cell: func(t model.Team) string { return kit.Thousands(len(t.Projects)) }},
			{Title: "How it gets members", Min: 20, Priority: 1, Cell: func(t model.Team) string { return t.Method.Title() }},
			{Title: "Description", Min: 20, Flex: 3, Priority: 2, Cell: func(t model.Team) string { return t.Description }},
		},
		ID:      func(t model.Team) string { return strings.ToLower(t.Name) },
		Nothing: "No team yet. A team groups members and gives all of them a role in the space or in projects. Press n to create one.",
		Open:    l.open, Filter: r.Get("filter"),
	})
	return l
}

func allTeams(ctx context.Context, env *kit.Env, space string) ([]model.Team, error) {
	return kit.Ask[[]model.Team](ctx, env, &model.ListTeams{Space: space})
}

func teamField(t model.Team, sort string) string {
	switch sort {
	case "role":
		return t.Role.Title()
	case "members":
		return text.FitRight(strconv.Itoa(t.Members), 8) // numbers order by value when they are as long as each other
	default:
		return t.Name
	}
}

func (l *list) open(t model.Team) tea.Cmd {
	return kit.Goto(kit.To("teams", "space", l.space, "team", t.Name))
}

// Init asks for the teams.
func (l *list) Init() tea.Cmd {
	return tea.Batch(l.tabs.Init(), l.gates.Refresh(), l.table.Init())
}

// Update passes a message on.
func (l *list) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(kit.Changed); ok {
		return tea.Batch(l.tabs.Update(msg), l.gates.Refresh(), l.table.Update(msg))
	}
	return l.table.Update(msg)
}

// SetSize leaves a line to the tabs and one to what a team is.
func (l *list) SetSize(w, h int) {
	l.w, l.h = w, h
	l.table.SetSize(w, max(h-2, 3))
}

// View draws the tabs and the teams.
func (l *list) View() string {
	note := l.env.Theme.Dim.Render(text.Truncate("Members of a team have its roles, or stronger ones of their own. At most "+strconv.Itoa(model.MaxTeams)+".", l.w))
	return l.tabs.View(l.w) + "\n" + note + "\n" + l.table.View()
}

// Actions are what can be done with teams.
func (l *list) Actions() []kit.Action {
	t, some := l.table.Row()
	acts := []kit.Action{
		{ID: "team.create", Key: "n", Title: "new team", Run: l.create, Disabled: l.gates.Reason("team.create")},
		onTeam(l.gates.Action("r", "team.edit", "change role", editOf(l.space, t), editOptions(t)), some),
		onTeam(grantAction(l.env, l.gates, l.space, t), some),
		onTeam(l.gates.Action("x", "team.delete", "delete", func() model.Command {
			return &model.DeleteTeam{Space: l.space, Name: t.Name}
		}, kit.RunOptions{}), some),
	}
	return append(append(acts, l.table.Actions()...), l.tabs.Actions()...)
}

// onTeam closes an action while no team is under the cursor.
func onTeam(a kit.Action, some bool) kit.Action {
	if !some && a.Disabled == nil {
		a.Disabled = &kit.Reason{Why: "No team is under the cursor.", Fix: "Create one with n."}
	}
	return a
}

// Title is the crumb.
func (l *list) Title() string { return l.tabs.Title() }

// Topic is what the help opens.
func (l *list) Topic() string { return "teams" }

// Typing reports whether letters go into the filter.
func (l *list) Typing() bool { return l.table.Typing() }

// Wants claims esc for the filter.
func (l *list) Wants(key string) bool { return l.table.Wants(key) }

// Route remembers the filter.
func (l *list) Route() kit.Route {
	return kit.To("teams", "space", l.space, "filter", l.table.Filter())
}
