package application

import (
	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// deletion deletes the space that the application serves; without one, a space that has lost its application,
// which nobody else could delete any more (FED-22).
func (s *screen) deletion() kit.Action {
	a := kit.Action{ID: "sso.delete", Key: "X", Title: "delete space", Run: s.deleteSpace, Disabled: s.closed.change}
	switch {
	case s.space() == "":
		a.Title, a.Run = "delete a space without application", s.deleteLost
	case a.Disabled == nil:
		a.Disabled = s.gates.Reason(a.ID)
	}
	return a
}

// deleteSpace asks what becomes of the application, and then shows the plan.
func (s *screen) deleteSpace() tea.Cmd {
	space := s.space()
	begin := func(what model.Retention) func() tea.Cmd {
		return func() tea.Cmd { return s.runDeletion(space, what, nil) }
	}
	return kit.Send(kit.Open{Dialog: kit.NewChooser(s.env, "Delete the space "+space,
		"All projects and resources of the space go with it, and its SSO users and groups leave it. Its name can never be used again. What becomes of the application "+s.view.Application+"?",
		kit.Way{Title: "Keep the application", Run: begin(model.KeepApplication), Text: "It keeps its groups, and can be associated with another space."},
		kit.Way{Title: "Delete the application", Run: begin(model.DropApplication), Text: "Its name is free again, and the service-linked role of the sync goes with it."},
	)})
}

func (s *screen) runDeletion(space string, what model.Retention, done func(model.Receipt) tea.Cmd) tea.Cmd {
	return kit.Run(s.env, &model.DeleteFederatedSpace{Space: space, Application: what}, kit.RunOptions{Title: "Delete the space " + space, Done: done})
}

// deleteLost lets choose among the federated spaces of this account that have no application.
func (s *screen) deleteLost() tea.Cmd {
	table := s.spaceTable(func(c model.ConnectedSpace) bool {
		return c.Type == model.FederatedSpace && c.Application == "" && c.Billing
	})
	table.Nothing = "No space with identity federation that this AWS account pays for is without its application."
	return kit.Send(kit.Open{Dialog: kit.NewPicker(s.env, kit.PickerOptions[model.ConnectedSpace]{
		Title: "Delete a space without application",
		Intro: "Choose among the spaces with identity federation that have lost their application and that this AWS account pays for. Nobody can sign in to them.",
		Table: table,
		Pick: func(p *kit.Picker[model.ConnectedSpace]) tea.Cmd {
			c, _ := p.Row() // it is called for a row
			return s.runDeletion(c.Space, model.KeepApplication, func(model.Receipt) tea.Cmd { return p.Close() })
		},
	})})
}
