package teams

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// team is one team with its members.
type team struct {
	env   *kit.Env
	space string
	name  string
	tabs  *kit.SpaceTabs
	gates *kit.Gates
	table *kit.Table[model.MemberView]
	// found is the team as it is now; nil while it is not known, or gone.
	found  *model.Team
	loaded bool
	w, h   int
}

func newTeam(env *kit.Env, r kit.Route) *team {
	t := &team{env: env, space: r.Get("space"), name: r.Get("team")}
	t.tabs = kit.NewSpaceTabs(env, "teams", t.space)
	t.gates = kit.NewGates(env, &model.AddToTeam{Space: t.space}, &model.RemoveFromTeam{Space: t.space},
		&model.EditTeam{Space: t.space}, &model.GrantTeamProject{Space: t.space}, &model.DeleteTeam{Space: t.space})
	t.table = kit.NewTable(env, kit.TableOptions[model.MemberView]{
		Source: kit.List[model.MemberView]{
			Rows: func(ctx context.Context) ([]model.MemberView, error) {
				return kit.Ask[[]model.MemberView](ctx, env, &model.ListTeamMembers{Space: t.space, Team: t.name})
			},
			Text: func(m model.MemberView) string {
				return strings.Join([]string{m.Name, m.Alias, m.Email, m.Role.Title()}, " ")
			},
			Field: memberField,
		},
		Columns: []kit.Column[model.MemberView]{
			{Title: "Display name", Min: 15, Flex: 3, Sort: "name", Cell: func(m model.MemberView) string { return m.Name }},
			{Title: "Alias", Min: 13, Flex: 2, Sort: "alias", Cell: func(m model.MemberView) string { return m.Alias }},
			{Title: "Role in the space", Min: 19, Sort: "role", Cell: func(m model.MemberView) string { return m.Role.Title() }},
			{Title: "Via", Min: 4, Cell: via},
			{Title: "Own role", Min: 19, Priority: 1, Cell: func(m model.MemberView) string { return m.Own.Title() }},
			{Title: "Email", Min: 20, Flex: 2, Priority: 2, Cell: func(m model.MemberView) string { return m.Email }},
		},
		ID:      func(m model.MemberView) string { return m.Handle },
		Nothing: "Nobody is in this team yet. Press a to add a member of the space; a team made of SSO groups gets its members by the sync.",
		Open: func(m model.MemberView) tea.Cmd {
			return kit.Goto(kit.To("profile", "alias", m.Alias, "space", t.space))
		},
		Filter: r.Get("filter"),
	})
	return t
}

// via marks a role that is stronger than the member's own, because a team brings it (MEM-10).
func via(m model.MemberView) string {
	if m.ViaTeam {
		return "team"
	}
	return ""
}

func memberField(m model.MemberView, sort string) string {
	switch sort {
	case "alias":
		return m.Alias
	case "role":
		return m.Role.Title()
	default:
		return m.Name
	}
}

// Init asks for the team and its members.
func (t *team) Init() tea.Cmd {
	return tea.Batch(t.tabs.Init(), t.gates.Refresh(), t.ask(), t.table.Init())
}

func (t *team) ask() tea.Cmd {
	ask := func(ctx context.Context) (*model.Team, error) {
		list, err := allTeams(ctx, t.env, t.space)
		for _, found := range list {
			if strings.EqualFold(found.Name, t.name) {
				return &found, err
			}
		}
		return nil, err
	}
	return kit.Go(t.env, t, ask, func(found *model.Team, err error) tea.Cmd {
		if err == nil {
			t.found, t.loaded = found, true
			t.SetSize(t.w, t.h)
		}
		return nil
	})
}

// Update passes a message on.
func (t *team) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(kit.Changed); ok {
		return tea.Batch(t.tabs.Update(msg), t.gates.Refresh(), t.ask(), t.table.Update(msg))
	}
	return t.table.Update(msg)
}

// SetSize gives the members what the facts leave.
func (t *team) SetSize(w, h int) {
	t.w, t.h = w, h
	t.table.SetSize(w, max(h-1-len(t.facts()), 3))
}

// facts are the lines above the members.
func (t *team) facts() []string {
	switch {
	case !t.loaded:
		return nil
	case t.found == nil:
		return []string{text.Truncate("! There is no team "+text.Visible(t.name)+" any more.", t.w), ""}
	}
	method := t.found.Method.Title() + " (fixed at creation)"
	if n := len(t.found.Groups); n > 0 {
		method += ", " + kit.Thousands(n) + " of them"
	}
	projects := "none"
	if len(t.found.Projects) > 0 {
		var words []string
		for _, g := range t.found.Projects {
			words = append(words, g.Role.Title()+" in "+g.Project)
		}
		projects = strings.Join(words, ", ")
	}
	lines := kit.Facts(t.env.Theme, t.w, "Team", t.found.Name, "Description", t.found.Description,
		"Space role", t.found.Role.Title(), "Project roles", projects, "Members come by", method)
	return append(lines[:min(len(lines), 8)], "")
}

// View draws the facts and the members.
func (t *team) View() string {
	facts := t.facts()
	head := append([]string{t.tabs.View(t.w)}, facts...)
	return text.Block(head, t.w, len(head)) + "\n" + t.table.View()
}

// Actions are what can be done with the team and the member under the cursor.
func (t *team) Actions() []kit.Action {
	m, some := t.table.Row()
	var found model.Team
	if t.found != nil {
		found = *t.found
	}
	remove := t.gates.Action("x", "team.remove", "remove member", func() model.Command {
		return &model.RemoveFromTeam{Space: t.space, Team: t.name, Alias: m.Alias}
	}, kit.RunOptions{})
	if remove.Disabled == nil && !some {
		remove.Disabled = &kit.Reason{Why: "No member is under the cursor.", Fix: "Add one with a."}
	}
	acts := []kit.Action{
		t.whereDirect(t.gates.Action("a", "team.add", "add member", func() model.Command {
			return &model.AddToTeam{Space: t.space, Team: t.name}
		}, kit.RunOptions{})),
		t.whereDirect(remove),
		t.present(t.gates.Action("r", "team.edit", "change role", editOf(t.space, found), editOptions(found))),
		t.present(grantAction(t.env, t.gates, t.space, found)),
		t.present(t.gates.Action("D", "team.delete", "delete team", func() model.Command {
			return &model.DeleteTeam{Space: t.space, Name: t.name}
		}, kit.RunOptions{Done: func(model.Receipt) tea.Cmd { return kit.Send(kit.Back{}) }})),
	}
	return append(append(acts, t.table.Actions()...), t.tabs.Actions()...)
}

// present closes an action while the team is not known.
func (t *team) present(a kit.Action) kit.Action {
	if t.found == nil && a.Disabled == nil {
		a.Disabled = &kit.Reason{Why: "There is no team " + t.name + ".", Fix: "Go back to the list of teams."}
	}
	return a
}

// whereDirect closes an action in a team that takes its members from SSO groups (MEM-10).
func (t *team) whereDirect(a kit.Action) kit.Action {
	if t.found != nil && t.found.Method == model.SSOGroupTeam && a.Disabled == nil {
		a.Disabled = &kit.Reason{Rule: "MEM-10", Why: "This team takes its members from SSO groups; how a team gets its members is fixed at its creation.",
			Fix: "Change the groups in IAM Identity Center.", Who: "the Identity federation administrator"}
	}
	return t.present(a)
}

// Title is the crumb.
func (t *team) Title() string { return t.name }

// Topic is what the help opens.
func (t *team) Topic() string { return "teams" }

// Typing reports whether letters go into the filter.
func (t *team) Typing() bool { return t.table.Typing() }

// Wants claims esc for the filter.
func (t *team) Wants(key string) bool { return t.table.Wants(key) }

// Route remembers the filter.
func (t *team) Route() kit.Route {
	return kit.To("teams", "space", t.space, "team", t.name, "filter", t.table.Filter())
}
