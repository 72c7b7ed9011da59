// Package vpcconnections shows the VPC connections of a space: their list, and the page of each with what is known
// of its network (VPC-02, VPC-10 to VPC-18). Adding and editing one is a wizard, one key away.
package vpcconnections

import (
	"context"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

type row = model.VPCView

// list is the page VPC connections of a space.
type list struct {
	*kit.Table[row]
	acts
	tabs *kit.SpaceTabs
	do   string // what the route asks to begin with, by its catalogue id
	w    int
}

// New makes the place: the VPC connections of a space, or with a name in the route the page of one.
func New(env *kit.Env, r kit.Route) kit.Screen {
	if r.Get("name") != "" {
		return newPage(env, r)
	}
	space := r.Get("space")
	l := &list{acts: newActs(env, space), do: r.Get("do"), tabs: kit.NewSpaceTabsWithin(env, "settings", space)}
	l.Table = kit.NewTable(env, kit.TableOptions[row]{
		Source: kit.List[row]{
			Rows: func(ctx context.Context) ([]row, error) {
				rows, err := kit.Ask[[]row](ctx, env, &model.ListVPCs{Space: space})
				slices.SortStableFunc(rows, func(a, b row) int { return rank(a) - rank(b) })
				return rows, err
			},
			Text:  func(r row) string { return r.Name + " " + r.VPC + " " + account(r) + " " + mark(r) + " " + state(r) },
			Field: field,
		},
		Columns: columns(),
		ID:      func(r row) string { return r.Name },
		Nothing: "No VPC connection yet. With one, workflow actions and Dev Environments run inside a network of your own. Press n to add one.",
		Filter:  r.Get("filter"),
		Open: func(r row) tea.Cmd {
			return kit.Goto(kit.To("vpcs", "space", space, "name", r.Name))
		},
	})
	return l
}

// rank brings the default before the others.
func rank(r row) int {
	if r.Default {
		return 0
	}
	return 1
}

func columns() []kit.Column[row] {
	return []kit.Column[row]{
		{Title: "VPC connection name", Min: 19, Flex: 2, Sort: "name", Cell: func(r row) string { return r.Name }},
		{Title: "Default", Min: 7, Sort: "default", Cell: mark},
		{Title: "VPC ID", Min: 21, Sort: "vpc", Cell: func(r row) string { return r.VPC }},
		{Title: "AWS account", Min: 12, Flex: 1, Sort: "account", Cell: account},
		{Title: "Check", Min: 7, Sort: "check", Cell: state},
		{Title: "Used by", Min: 14, Priority: 1, Cell: func(r row) string { return kit.Counted(len(r.Environments), "environment", "environments") }},
	}
}

func field(r row, sort string) string {
	switch sort {
	case "default":
		return mark(r)
	case "vpc":
		return r.VPC
	case "account":
		return account(r)
	case "check":
		return state(r)
	default:
		return r.Name
	}
}

// mark says in a word which one is the default.
func mark(r row) string {
	if r.Default {
		return "default"
	}
	return ""
}

// account is the AWS account connection: its id, and what the space calls it.
func account(r row) string { return strings.TrimSpace(string(r.Account) + " " + r.AccountName) }

// state says in a word how the connection stands.
func state(r row) string {
	if r.Broken != "" {
		return "BROKEN"
	}
	return strings.ToUpper(string(r.Verdict))
}

// Init asks for the connections, and what may be done with them.
func (l *list) Init() tea.Cmd {
	cmds := []tea.Cmd{l.Table.Init(), l.tabs.Init(), l.gates.Refresh()}
	if l.do != "" {
		cmds = append(cmds, kit.Begin(l.env, l.spaceActions(), l.do))
		l.do = ""
	}
	return tea.Batch(cmds...)
}

// Update refreshes, and leaves the rest to the table.
func (l *list) Update(msg tea.Msg) tea.Cmd {
	cmds := []tea.Cmd{l.Table.Update(msg), l.tabs.Update(msg)}
	if _, ok := msg.(kit.Changed); ok {
		cmds = append(cmds, l.gates.Refresh())
	}
	return tea.Batch(cmds...)
}

// Actions are what can be done with the connection under the cursor, and in the space.
func (l *list) Actions() []kit.Action {
	actions := []kit.Action{l.add()}
	if r, some := l.Row(); some {
		actions = append(actions, l.on(r, nil)...)
	}
	return append(append(append(actions, l.spaceActions()...), l.Table.Actions()...), l.tabs.Actions()...)
}

// below is how many lines stand under the table.
const below = 2

// SetSize gives the table what the tabs, the title and the lines about the row leave.
func (l *list) SetSize(w, h int) {
	l.w = w
	l.Table.SetSize(w, max(h-2-below, 3))
}

// View draws the connections, and of the one under the cursor what is to mind.
func (l *list) View() string {
	head := []string{l.tabs.View(l.w), l.env.Theme.Title.Render("VPC connections")}
	return text.Block(head, l.w, 2) + "\n" + l.Table.View() + "\n" + text.Block(l.about(), l.w, below)
}

// about is the line under the table.
func (l *list) about() []string {
	r, some := l.Row()
	switch {
	case !some:
		return nil
	case r.Broken != "":
		return kit.Paragraphs("! "+r.Name+" does not work: "+r.Broken+".", l.w)
	case r.Default:
		return kit.Paragraphs("Workflow runs and Dev Environments without a VPC connection of their own use "+r.Name+".", l.w)
	case len(r.Environments) > 0:
		return kit.Paragraphs("Used by "+strings.Join(r.Environments, ", ")+".", l.w)
	default:
		return kit.Paragraphs("No environment that you see uses "+r.Name+".", l.w)
	}
}

// Title is the crumb.
func (l *list) Title() string { return "VPC connections" }

// Topic is what the help explains.
func (l *list) Topic() string { return "vpc-connections" }

// Route keeps the filter.
func (l *list) Route() kit.Route {
	return kit.To("vpcs", "space", l.space, "filter", l.Filter())
}
