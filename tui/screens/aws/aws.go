// Package aws is the page Amazon CodeCatalyst Spaces of the AWS Management Console: the spaces that the signed-in
// account is connected to (BIL-13).
package aws

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// screen is the list of connected spaces.
type screen struct {
	*kit.Table[model.ConnectedSpace]
	env  *kit.Env
	tabs *kit.AWSTabs
	err  error // why nothing can be seen from here
	w, h int
}

// New makes the screen of aws.
func New(env *kit.Env, r kit.Route) kit.Screen {
	type row = model.ConnectedSpace
	s := &screen{env: env, tabs: kit.NewAWSTabs(env, "aws")}
	s.Table = kit.NewTable(env, kit.TableOptions[row]{
		Source: kit.List[row]{
			Rows: func(ctx context.Context) ([]row, error) {
				return kit.Ask[[]row](ctx, env, &model.ListConnectedSpaces{})
			},
			Text:  func(c row) string { return c.Space + " " + string(c.Region) + " " + c.ARN },
			Field: func(c row, _ string) string { return c.Space },
		},
		Columns: []kit.Column[row]{
			{Title: "Space", Min: 16, Flex: 2, Sort: "name", Cell: func(c row) string { return c.Space }},
			{Title: "Region", Min: 9, Cell: func(c row) string { return string(c.Region) }},
			{Title: "Allowed billing tiers", Min: 21, Flex: 1, Cell: func(c row) string { return allowed(c.AllowedTiers) }},
			{Title: "Billing", Min: 11, Cell: billing},
			{Title: "Roles", Min: 5, Right: true, Priority: 1, Cell: func(c row) string { return kit.Thousands(c.Roles) }},
			{Title: "Tags", Min: 4, Right: true, Priority: 1, Cell: func(c row) string { return kit.Thousands(c.Tags) }},
			{Title: "Since", Min: 10, Priority: 2, Cell: func(c row) string { return c.ConnectedAt.Day() }},
			{Title: "Type", Min: 19, Priority: 3, Cell: func(c row) string { return c.Type.Title() }},
		},
		ID:      func(c row) string { return c.Space },
		Nothing: "No space is connected to this AWS account. In a space, connect the account under AWS accounts, and verify its token here (2).",
		Filter:  r.Get("filter"),
		Open:    func(c row) tea.Cmd { return kit.Goto(kit.To("aws-space", "space", c.Space)) },
	})
	return s
}

// allowed says which tiers the account allows, in the words of the page where they are set.
func allowed(list []model.Tier) string {
	if len(list) > 1 {
		return "paid tiers"
	}
	return "Free only"
}

// billing says whether the account pays for the space.
func billing(c model.ConnectedSpace) string {
	if c.Billing {
		return "billing on"
	}
	return "billing off"
}

// Init asks for the spaces, where one may see them.
func (s *screen) Init() tea.Cmd { return tea.Batch(s.ask(), s.Table.Init()) }

// ask finds out whether one is signed in as it takes (ACC-12).
func (s *screen) ask() tea.Cmd {
	ask := func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.env.Service.May(ctx, s.env.Session, &model.ListConnectedSpaces{})
	}
	return kit.Go(s.env, s, ask, func(_ struct{}, err error) tea.Cmd {
		s.err = err
		return nil
	})
}

// Update refreshes, and leaves the rest to the table.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(kit.Changed); ok {
		return tea.Batch(s.ask(), s.Table.Update(msg))
	}
	return s.Table.Update(msg)
}

// Actions are the way in to another account, and the places of the AWS side.
func (s *screen) Actions() []kit.Action {
	if s.err != nil {
		return append([]kit.Action{kit.WayIn(s.env, s.err, "")}, s.tabs.Actions()...)
	}
	copyARN := kit.Action{ID: "aws.copy", Key: "y", Title: "copy ARN", Run: func() tea.Cmd {
		if c, some := s.Row(); some {
			return s.env.Copy(c.ARN)
		}
		return nil
	}}
	return append(append([]kit.Action{copyARN, kit.SignInAction(s.env, "")}, s.tabs.Actions()...), s.Table.Actions()...)
}

// SetSize leaves the first lines to the tabs and the title.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.Table.SetSize(w, max(h-headLines-footLines, 3))
}

// What stands above the table, and below it: the connection under the cursor, whole.
const (
	headLines = 3
	footLines = 4
)

// foot says in words what has no room in a row of a small window.
func (s *screen) foot() []string {
	t := s.env.Theme
	c, some := s.Row()
	if !some {
		return nil
	}
	since := c.Space + t.Dot + c.Type.Title() + t.Dot + "connected since " + c.ConnectedAt.Stamp()
	return append([]string{t.Line(s.w), text.Visible(since)}, kit.Paragraphs(c.ARN, s.w)...)
}

// View draws the spaces, or why they cannot be seen.
func (s *screen) View() string {
	title := s.env.Theme.Title.Render(text.Truncate("Amazon CodeCatalyst Spaces", s.w))
	head := text.Block([]string{s.tabs.View(s.w), "", title}, s.w, headLines) + "\n"
	if s.err != nil {
		return head + text.Block(kit.Unseen(s.env, s.err, "", s.w), s.w, max(s.h-headLines, 3))
	}
	return head + s.Table.View() + "\n" + text.Block(s.foot(), s.w, footLines)
}

// OnAWSSide tells that it is a place of the AWS side.
func (s *screen) OnAWSSide() bool { return true }

// Title is the crumb.
func (s *screen) Title() string { return "Amazon CodeCatalyst Spaces" }

// Topic is what the help explains: where nothing can be seen, the guide's own entry on it (HLP-03).
func (s *screen) Topic() string {
	if topic := kit.TopicOf(s.err); topic != "" {
		return topic
	}
	return "aws-side"
}

// Route keeps the filter.
func (s *screen) Route() kit.Route { return kit.To("aws", "filter", s.Filter()) }
