// Package accounts shows the AWS accounts of a space: those that are connected, those that wait to be
// verified, and what each of them gives to the space. What belongs to an account itself is managed on the
// AWS side, one key away.
package accounts

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

type row = model.ConnectionView

// screen is the list of the AWS accounts of a space.
type screen struct {
	*kit.Table[row]
	env    *kit.Env
	space  string
	region model.Region // of the space; empty until it is known
	tabs   *kit.SpaceTabs
	gates  *kit.Gates
	do     string // what the route asks to begin with
	w, h   int
}

// New makes the place: the accounts of a space, or with an account in the route its details.
func New(env *kit.Env, r kit.Route) kit.Screen {
	if r.Get("account") != "" {
		return newDetails(env, r)
	}
	space := r.Get("space")
	s := &screen{env: env, space: space, do: r.Get("do"), tabs: kit.NewSpaceTabs(env, "accounts", space)}
	s.gates = kit.NewGates(env, &model.RequestAccount{Space: space}, &model.WithdrawAccount{Space: space}, &model.ChangeBillingAccount{Space: space})
	s.Table = kit.NewTable(env, kit.TableOptions[row]{
		Source: kit.List[row]{
			Rows: func(ctx context.Context) ([]row, error) {
				return kit.Ask[[]row](ctx, env, &model.ListAccounts{Space: space})
			},
			Text:  func(r row) string { return string(r.Account) + " " + r.Name + " " + status(r) },
			Field: field,
		},
		Columns: s.columns(),
		ID:      func(r row) string { return string(r.Account) },
		Nothing: "No AWS account is connected. Press n to connect one.",
		Filter:  r.Get("filter"),
		Open:    s.open,
	})
	return s
}

func field(r row, sort string) string {
	switch sort {
	case "name":
		return r.Name
	case "status":
		return status(r)
	case "since":
		return r.ConnectedAt.String()
	default:
		return string(r.Account)
	}
}

// status says in words how an account stands to the space.
func status(r row) string {
	switch {
	case r.Status == model.StatusPending:
		return "waits for verification"
	case r.Pays():
		return "connected, billing"
	default:
		return "connected"
	}
}

// allowed names the tiers that an account allows, as far as one may know (BIL-08).
func allowed(r row) string {
	switch {
	case r.AllowedTiers == nil:
		return "-"
	case len(r.AllowedTiers) > 1:
		return "Free, paid"
	default:
		return "Free"
	}
}

func (s *screen) columns() []kit.Column[row] {
	number := func(r row, n int) string {
		if r.Status == model.StatusPending {
			return "-"
		}
		return kit.Thousands(n)
	}
	return []kit.Column[row]{
		{Title: "AWS account", Min: 12, Sort: "account", Cell: func(r row) string { return string(r.Account) }},
		{Title: "Name", Min: 12, Flex: 2, Sort: "name", Cell: func(r row) string { return r.Name }},
		{Title: "Status", Min: 22, Sort: "status", Cell: status},
		{Title: "Allowed", Min: 10, Cell: allowed},
		{Title: "Roles", Min: 5, Right: true, Cell: func(r row) string { return number(r, len(r.Roles)) }},
		{Title: "Tags", Min: 4, Right: true, Cell: func(r row) string { return number(r, len(r.Tags)) }},
		{Title: "Since", Min: 20, Priority: 1, Sort: "since", Cell: func(r row) string { return r.ConnectedAt.Stamp() }},
	}
}

// Init asks for the accounts, and for the Region in which the AWS side is gone to.
func (s *screen) Init() tea.Cmd {
	cmds := []tea.Cmd{s.Table.Init(), s.tabs.Init(), s.gates.Refresh(), s.askRegion()}
	if s.do == "request" {
		s.do = ""
		cmds = append(cmds, s.request())
	}
	return tea.Batch(cmds...)
}

func (s *screen) askRegion() tea.Cmd {
	return askSpace(s.env, s.space, func(view model.SpaceView) { s.region = view.Region })
}

// askSpace tells what there is to know of the space; whoever may not see it is told so by the place itself.
func askSpace(env *kit.Env, space string, then func(model.SpaceView)) tea.Cmd {
	ask := func(ctx context.Context) (model.SpaceView, error) {
		return kit.Ask[model.SpaceView](ctx, env, &model.ShowSpace{Name: space})
	}
	return kit.Go(env, "space", ask, func(view model.SpaceView, err error) tea.Cmd {
		if err == nil {
			then(view)
		}
		return nil
	})
}

// Update refreshes, and leaves the rest to the table.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	cmds := []tea.Cmd{s.Table.Update(msg), s.tabs.Update(msg)}
	if _, ok := msg.(kit.Changed); ok {
		cmds = append(cmds, s.gates.Refresh())
	}
	return tea.Batch(cmds...)
}

// around is how many lines stand around the table: the tabs, a note, and the line about the row.
const around = 3

// SetSize gives the table what the lines around it leave.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.Table.SetSize(w, max(h-around, 3))
}

// View draws the accounts.
func (s *screen) View() string {
	head := []string{s.tabs.View(s.w), s.env.Theme.Dim.Render(text.Truncate(s.note(), s.w))}
	return text.Block(head, s.w, 2) + "\n" + s.Table.View() + "\n" + s.env.Theme.Dim.Render(text.Truncate(s.about(), s.w))
}

func (s *screen) note() string {
	if r, ok := s.Row(); ok && r.Status == model.StatusConnected && r.AllowedTiers == nil {
		return "Which account pays and what it allows is shown to Space administrators."
	}
	return "Projects reach AWS through these accounts. AWS keeps their roles and tags."
}

// about is the line under the table: how the row goes on.
func (s *screen) about() string {
	r, ok := s.Row()
	switch {
	case !ok:
		return ""
	case r.Status == model.StatusPending && r.Token == "":
		return "Waits since " + r.ConnectedAt.Stamp() + " to be verified on the AWS side."
	case r.Status == model.StatusPending:
		return "Waits since " + r.ConnectedAt.Stamp() + ": v verifies it in AWS, y copies its token."
	default:
		return "Connected since " + r.ConnectedAt.Stamp() + ". enter shows its roles and tags."
	}
}

// Title is the crumb.
func (s *screen) Title() string { return s.tabs.Title() }

// Topic is what the help explains.
func (s *screen) Topic() string { return "account-connections" }

// Route keeps the filter.
func (s *screen) Route() kit.Route { return kit.To("accounts", "space", s.space, "filter", s.Filter()) }
