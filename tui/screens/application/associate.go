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
	type row = model.ConnectedSpace
	return kit.Send(kit.Open{Dialog: kit.NewPicker(s.env, kit.PickerOptions[row]{
		Title: "Associate a space with " + s.view.Application,
		Intro: "Choose among the spaces that this AWS account is connected to and that have no application. The account becomes the billing account. " +
			"A space for AWS Builder ID users becomes one with identity federation for good: its members lose access.",
		Table: kit.TableOptions[row]{
			Source: kit.List[row]{Rows: s.free, Text: func(c row) string { return c.Space + " " + c.Type.Title() }},
			Columns: []kit.Column[row]{
				{Title: "Space", Min: 20, Flex: 2, Cell: func(c row) string { return c.Space }},
				{Title: "Type", Min: 20, Cell: func(c row) string { return c.Type.Title() }},
				{Title: "Region", Min: 10, Cell: func(c row) string { return string(c.Region) }},
			},
			ID:      func(c row) string { return c.Space },
			Nothing: "No space is free: this AWS account is connected to none that has no application. A Space administrator connects it under Accounts of the space.",
		},
		Pick: s.associateWith,
	})})
}

// free lists the spaces that can be associated, the one that the route speaks of first.
func (s *screen) free(ctx context.Context) ([]model.ConnectedSpace, error) {
	list, err := kit.Ask[[]model.ConnectedSpace](ctx, s.env, &model.ListConnectedSpaces{})
	list = slices.DeleteFunc(list, func(c model.ConnectedSpace) bool { return c.Application != "" })
	if at := slices.IndexFunc(list, func(c model.ConnectedSpace) bool { return strings.EqualFold(c.Space, s.wanted) }); at > 0 {
		first := list[at]
		list = slices.Insert(slices.Delete(list, at, at+1), 0, first)
	}
	return list, err
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
