// Package spaces is the overview of one's spaces, with the invitations that wait, and the switcher between
// spaces that can be opened from anywhere.
package spaces

import (
	"context"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// screen is the overview.
type screen struct {
	*kit.Table[model.SpaceView]
	env         *kit.Env
	invitations []model.InvitationView
	closed      *kit.Reason // why no space can be created
	w, h        int
}

// New makes the place.
func New(env *kit.Env, r kit.Route) kit.Screen {
	return &screen{env: env, Table: newTable(env, r.Get("filter"), open)}
}

// newTable lists the spaces of whoever acts.
func newTable(env *kit.Env, filter string, open func(model.SpaceView) tea.Cmd) *kit.Table[model.SpaceView] {
	type row = model.SpaceView
	return kit.NewTable(env, kit.TableOptions[row]{
		Source: kit.List[row]{
			Rows: func(ctx context.Context) ([]row, error) { return kit.Ask[[]row](ctx, env, &model.ListSpaces{}) },
			Text: func(v row) string {
				return v.Name + " " + v.Type.Title() + " " + string(v.Region) + " " + v.Role.Title()
			},
			Field: func(v row, _ string) string { return v.Name },
		},
		Columns: []kit.Column[row]{
			{Title: "Space", Min: 16, Flex: 2, Sort: "name", Cell: func(v row) string { return v.Name }},
			{Title: "Region", Min: 9, Priority: 2, Cell: func(v row) string { return string(v.Region) }},
			{Title: "Type", Min: 19, Cell: func(v row) string { return v.Type.Title() }},
			{Title: "My role", Min: 19, Cell: func(v row) string { return v.Role.Title() }},
			{Title: "Members", Min: 7, Right: true, Priority: 1, Cell: func(v row) string { return kit.Thousands(v.Members) }},
			{Title: "Tier", Min: 4, Flex: 1, Priority: 3, Cell: func(v row) string { return v.Tier.Title() }},
		},
		ID:      func(v row) string { return v.Name },
		Nothing: "You belong to no space yet. Create one, or accept an invitation; invitations to your email address appear here.",
		Open:    open, Filter: filter,
	})
}

// open goes into a space, which opens on its projects (SPC-14).
func open(v model.SpaceView) tea.Cmd { return kit.Goto(kit.To("projects", "space", v.Name)) }

// Init asks for the spaces, the invitations, and whether a space can be created.
func (s *screen) Init() tea.Cmd { return tea.Batch(s.Table.Init(), s.refresh()) }

// news is what the overview shows beside the spaces.
type news struct {
	invitations []model.InvitationView
	closed      *kit.Reason
}

func (s *screen) refresh() tea.Cmd {
	ask := func(ctx context.Context) (news, error) {
		probe := &model.CreateSpace{Name: "probe", Region: model.Oregon, Account: "000000000000"}
		n := news{closed: kit.Closed(ctx, s.env, probe)}
		var err error
		n.invitations, err = kit.Ask[[]model.InvitationView](ctx, s.env, &model.ListInvitations{})
		return n, err
	}
	return kit.Go(s.env, s, ask, func(n news, _ error) tea.Cmd {
		s.invitations, s.closed = n.invitations, n.closed // a refusal stands in the table already
		s.SetSize(s.w, s.h)
		return nil
	})
}

// Title is the crumb.
func (s *screen) Title() string { return "Spaces" }

// Topic is what the help explains.
func (s *screen) Topic() string { return "spaces" }

// Route keeps the filter.
func (s *screen) Route() kit.Route { return kit.To("spaces", "filter", s.Filter()) }

// Update refreshes, and leaves the rest to the table.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	cmd := s.Table.Update(msg)
	if _, ok := msg.(kit.Changed); ok {
		return tea.Batch(cmd, s.refresh())
	}
	return cmd
}

// Actions are what can be done here; what cannot is shown with the reason.
func (s *screen) Actions() []kit.Action {
	create := kit.Action{ID: "space.create", Key: "n", Title: "create space", Disabled: s.closed,
		Run: func() tea.Cmd { return kit.Goto(kit.To("create-space")) }}
	if len(s.invitations) == 0 {
		return append([]kit.Action{create}, s.Table.Actions()...)
	}
	return append([]kit.Action{
		{ID: "member.accept", Key: "a", Title: "accept invitation", Run: s.accept},
		{ID: "member.decline", Key: "x", Title: "decline", Run: s.decline}, create,
	}, s.Table.Actions()...)
}

func (s *screen) accept() tea.Cmd {
	return kit.Run(s.env, &model.AcceptInvitation{Space: s.only()}, s.whichOf())
}

func (s *screen) decline() tea.Cmd {
	return kit.Run(s.env, &model.DeclineInvitation{Space: s.only()}, s.whichOf())
}

// only is the space of the one invitation; with several the person chooses.
func (s *screen) only() string {
	if len(s.invitations) == 1 {
		return s.invitations[0].Space
	}
	return ""
}

func (s *screen) whichOf() kit.RunOptions {
	var options []kit.Option
	for _, i := range s.invitations {
		options = append(options, kit.Option{Value: i.Space, Title: i.Space + " as " + i.Role.Title()})
	}
	return kit.RunOptions{Options: map[string][]kit.Option{"space": options}}
}

// invitationsShown is how many invitations have a line of their own.
const invitationsShown = 3

// head draws the invitations.
func (s *screen) head() []string {
	if len(s.invitations) == 0 {
		return nil
	}
	t := s.env.Theme
	lines := []string{t.Title.Render("Invitations that wait for you")}
	for _, i := range s.invitations[:min(len(s.invitations), invitationsShown)] {
		lines = append(lines, "  "+text.Visible(s.words(i)))
	}
	if rest := len(s.invitations) - invitationsShown; rest > 0 {
		lines = append(lines, "  and "+strconv.Itoa(rest)+" more")
	}
	return append(lines, t.Line(s.w))
}

func (s *screen) words(i model.InvitationView) string {
	words := i.Space + " as " + i.Role.Title() + ", from @" + i.By
	if i.Expired {
		return words + " - EXPIRED; ask @" + i.By + " to resend it"
	}
	return words + ", expires " + kit.Ago(s.env.Service.Now(), i.Expires)
}

// footLines is what stands below the table: the space under the cursor, whole.
const footLines = 3

// foot says in words what has no room in a row of a small window.
func (s *screen) foot() []string {
	t := s.env.Theme
	v, ok := s.Row()
	if !ok {
		return nil
	}
	facts := []string{v.Name, v.Type.Title(), string(v.Region), v.Tier.Title() + " tier", "projects: " + kit.Thousands(v.Projects)}
	return []string{t.Line(s.w), text.Visible(strings.Join(facts, t.Dot)), t.Dim.Render(text.Visible(v.Description))}
}

// SetSize gives the table what the invitations and the words below leave.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.Table.SetSize(w, max(h-len(s.head())-footLines, 3))
}

// View draws the invitations, the spaces, and the one under the cursor.
func (s *screen) View() string {
	head := ""
	for _, line := range s.head() {
		head += text.Truncate(line, s.w) + "\n"
	}
	return head + s.Table.View() + "\n" + text.Block(s.foot(), s.w, footLines)
}
