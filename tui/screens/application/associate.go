package application

import (
	"context"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// associate lets choose among the connected spaces that no application serves (FED-20).
func (s *screen) associate() tea.Cmd {
	table := s.spaceTable(func(c model.ConnectedSpace) bool { return c.Application == "" })
	table.Nothing = "No space is free: this AWS account is connected to none that has no application. A Space administrator connects it under Accounts of the space."
	return kit.Send(kit.Open{Dialog: kit.NewPicker(s.env, kit.PickerOptions[model.ConnectedSpace]{
		Title: "Associate a space with " + s.view.Application,
		Intro: "Choose among the spaces that this AWS account is connected to and that have no application. The account becomes the billing account. " +
			"A space for AWS Builder ID users becomes one with identity federation for good: its members lose access.",
		Table: table, Pick: s.associateWith,
	})})
}

// spaceTable is a table of the spaces of this account that are wanted, the one that the route speaks of first.
func (s *screen) spaceTable(wanted func(model.ConnectedSpace) bool) kit.TableOptions[model.ConnectedSpace] {
	type row = model.ConnectedSpace
	rows := func(ctx context.Context) ([]row, error) {
		list, err := kit.Ask[[]row](ctx, s.env, &model.ListConnectedSpaces{})
		list = slices.DeleteFunc(list, func(c row) bool { return !wanted(c) })
		slices.SortStableFunc(list, func(a, b row) int { return s.rank(a) - s.rank(b) })
		return list, err
	}
	return kit.TableOptions[row]{
		Source: kit.List[row]{Rows: rows, Text: func(c row) string { return c.Space + " " + c.Type.Title() }},
		Columns: []kit.Column[row]{
			{Title: "Space", Min: 20, Flex: 2, Cell: func(c row) string { return c.Space }},
			{Title: "Type", Min: 20, Cell: func(c row) string { return c.Type.Title() }},
			{Title: "Region", Min: 10, Cell: func(c row) string { return string(c.Region) }},
		},
		ID: func(c row) string { return c.Space },
	}
}

// rank puts the space that the route speaks of before the others.
func (s *screen) rank(c model.ConnectedSpace) int {
	if strings.EqualFold(c.Space, s.wanted) {
		return 0
	}
	return 1
}

// associateWith shows what comes of it. A space that loses its members asks for its name to be typed (FED-10).
func (s *screen) associateWith(p *kit.Picker[model.ConnectedSpace]) tea.Cmd {
	c, _ := p.Row() // it is called for a row
	o := kit.RunOptions{Title: "Associate " + c.Space, Plan: true, Done: func(model.Receipt) tea.Cmd { return p.Close() }}
	if c.Type == model.BuilderSpace {
		o.Word = c.Space
	}
	return kit.Run(s.env, &model.AssociateSSO{Space: c.Space}, o)
}
