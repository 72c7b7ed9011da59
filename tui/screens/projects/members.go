package projects

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// members is the table Project members of one project (MEM-01).
type members struct {
	*kit.Table[model.ProjectMemberView]
	env            *kit.Env
	space, project string
	gates          *kit.Gates
	w              int
}

func newMembers(env *kit.Env, r kit.Route) kit.Screen {
	m := &members{env: env, space: r.Get("space"), project: r.Get("project")}
	m.gates = kit.NewGates(env, &model.InviteToProject{Space: m.space, Project: m.project}, &model.LeaveProject{Space: m.space, Project: m.project})
	type row = model.ProjectMemberView
	m.Table = kit.NewTable(env, kit.TableOptions[row]{
		Source: kit.List[row]{
			Rows: func(ctx context.Context) ([]row, error) {
				return kit.Ask[[]row](ctx, env, &model.ListProjectMembers{Space: m.space, Project: m.project})
			},
			Text: func(p row) string {
				return p.Alias + " " + p.Name + " " + p.Email + " " + p.Role.Title() + " " + p.Status.Title()
			},
			Field: memberField,
		},
		Columns: m.columns(),
		ID:      func(p row) string { return p.Alias + "/" + p.Email },
		Nothing: "Nobody has a role in this project yet. Space administrators belong to every project without one.",
		Filter:  r.Get("filter"),
		Open: func(p row) tea.Cmd {
			if p.Alias == "" {
				return kit.Say("Someone invited has no profile yet.")
			}
			return kit.Goto(kit.To("profile", "alias", p.Alias))
		},
	})
	return m
}

func memberField(p model.ProjectMemberView, sort string) string {
	switch sort {
	case "alias":
		return p.Alias
	case "role":
		return p.Role.Title()
	default:
		return p.Name
	}
}

func (m *members) columns() []kit.Column[model.ProjectMemberView] {
	type row = model.ProjectMemberView
	return []kit.Column[row]{
		{Title: "Name", Min: 16, Flex: 2, Sort: "name", Cell: shown},
		{Title: "Alias", Min: 10, Flex: 1, Sort: "alias", Cell: func(p row) string { return p.Alias }},
		{Title: "Project role", Min: 22, Sort: "role", Cell: func(p row) string {
			if p.ViaTeam {
				return p.Role.Title() + ", team"
			}
			return p.Role.Title()
		}},
		{Title: "Status", Min: 7, Cell: func(p row) string { return p.Status.Title() }},
		{Title: "Email", Min: 16, Flex: 2, Priority: 1, Cell: func(p row) string { return p.Email }},
	}
}

// shown is the full name, or of someone invited the address.
func shown(p model.ProjectMemberView) string {
	if p.Name == "" {
		return p.Email
	}
	return p.Name
}

// Init asks for the members.
func (m *members) Init() tea.Cmd { return tea.Batch(m.Table.Init(), m.gates.Refresh()) }

// Title is the crumb.
func (m *members) Title() string { return m.project }

// Topic is what the help explains.
func (m *members) Topic() string { return "project-members" }

// Route keeps the filter.
func (m *members) Route() kit.Route {
	return kit.To("projects", "space", m.space, "project", m.project, "filter", m.Filter())
}

// Actions are what can be done here.
func (m *members) Actions() []kit.Action {
	invite := m.gates.Action("i", "project.invite", "invite", func() model.Command {
		return &model.InviteToProject{Space: m.space, Project: m.project}
	}, kit.RunOptions{})
	remove := m.gates.Action("x", "project.remove", "remove from project", m.removal, kit.RunOptions{})
	ai := kit.Action{ID: "project.genai", Key: "a", Title: "generative AI", Run: func() tea.Cmd {
		return kit.Goto(kit.To("genai", "space", m.space, "project", m.project))
	}}
	return append([]kit.Action{invite, remove, environments(m.space, m.project), work(m.space, m.project), ai}, m.Table.Actions()...)
}

// environments leads to where a project reaches AWS; without a project, to those of all.
func environments(space, project string) kit.Action {
	return kit.Action{ID: "project.environments", Key: "e", Title: "environments", Run: func() tea.Cmd {
		return kit.Goto(kit.To("environments", "space", space, "project", project))
	}}
}

// work leads to the workflow runs of a project; without a project, to those of all.
func work(space, project string) kit.Action {
	return kit.Action{ID: "project.work", Key: "w", Title: "work", Run: func() tea.Cmd {
		return kit.Goto(kit.To("work", "space", space, "project", project))
	}}
}

// removal takes the person under the cursor out of the project.
func (m *members) removal() model.Command {
	row, ok := m.Row()
	if !ok {
		return nil
	}
	who := row.Alias
	if who == "" {
		who = row.Email
	}
	return &model.LeaveProject{Space: m.space, Project: m.project, Alias: who}
}

// Update refreshes, and leaves the rest to the table.
func (m *members) Update(msg tea.Msg) tea.Cmd {
	cmd := m.Table.Update(msg)
	if _, ok := msg.(kit.Changed); ok {
		return tea.Batch(cmd, m.gates.Refresh())
	}
	return cmd
}

// SetSize leaves a line to the title of the table.
func (m *members) SetSize(w, h int) {
	m.w = w
	m.Table.SetSize(w, max(h-1, 3))
}

// View draws the title of the table and the members.
func (m *members) View() string {
	title := m.env.Theme.Title.Render("Project members") + " of " + text.Visible(m.project)
	return text.Truncate(title, m.w) + "\n" + m.Table.View()
}
