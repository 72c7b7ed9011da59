// Package settings shows what a space is made of, lets its description be edited, and deletes it.
package settings

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

type screen struct {
	env   *kit.Env
	space string
	tabs  *kit.SpaceTabs
	gates *kit.Gates
	pager *kit.Pager
	view  model.SpaceView
	known bool
	err   error
	w, h  int
}

// New makes the place.
func New(env *kit.Env, r kit.Route) kit.Screen {
	space := r.Get("space")
	return &screen{env: env, space: space, tabs: kit.NewSpaceTabs(env, "settings", space), pager: kit.NewPager(env),
		gates: kit.NewGates(env, &model.EditSpace{Name: space}, &model.DeleteSpace{Name: space})}
}

// Init asks for the space.
func (s *screen) Init() tea.Cmd { return tea.Batch(s.tabs.Init(), s.refresh()) }

func (s *screen) refresh() tea.Cmd {
	ask := func(ctx context.Context) (model.SpaceView, error) {
		return kit.Ask[model.SpaceView](ctx, s.env, &model.ShowSpace{Name: s.space})
	}
	show := kit.Go(s.env, s, ask, func(view model.SpaceView, err error) tea.Cmd {
		s.view, s.err, s.known = view, err, true
		s.compose()
		return nil
	})
	return tea.Batch(show, s.gates.Refresh())
}

// Title is the crumb.
func (s *screen) Title() string { return s.tabs.Title() }

// Topic is what the help explains.
func (s *screen) Topic() string { return "edit-space" }

// Actions are what can be done here; what cannot is shown with the reason.
func (s *screen) Actions() []kit.Action {
	edit := s.gates.Action("e", "space.edit", "edit description", func() model.Command {
		return &model.EditSpace{Name: s.space, Description: s.view.Description}
	}, kit.RunOptions{Ask: []string{"description"}})
	remove := s.gates.Action("d", "space.delete", "delete space", func() model.Command { return &model.DeleteSpace{Name: s.space} },
		kit.RunOptions{Done: s.deleted})
	copyID := kit.Action{ID: "settings.copy", Key: "y", Title: "copy id", Run: func() tea.Cmd { return s.env.Copy(s.view.ID) }}
	ai := kit.Action{ID: "settings.genai", Key: "i", Title: "Generative AI", Run: func() tea.Cmd { return kit.Goto(kit.To("genai", "space", s.space)) }}
	vpcs := kit.Action{ID: "vpc.list", Key: "v", Title: "VPCs", Run: func() tea.Cmd { return kit.Goto(kit.To("vpcs", "space", s.space)) }}
	return append([]kit.Action{edit, remove, vpcs, ai, copyID}, s.tabs.Actions()...)
}

// deleted goes to where a person lands whose space is gone (SPC-11). There is no way back into it.
func (s *screen) deleted(receipt model.Receipt) tea.Cmd {
	route := kit.To("spaces")
	if receipt.Result.(model.Deleted).Lands == model.LandOnCreateSpace {
		route = kit.To("create-space")
	}
	return kit.Send(kit.Navigate{Route: route, Anew: true})
}

// Update refreshes and scrolls.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case kit.Changed:
		return tea.Batch(s.refresh(), s.tabs.Update(msg))
	case tea.KeyMsg:
		s.pager.Key(msg.String())
	}
	return nil
}

// SetSize leaves two lines to the tabs.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.pager.SetSize(w, max(h-2, 1))
	s.compose()
}

// compose puts the page together.
func (s *screen) compose() {
	switch {
	case s.err != nil:
		s.pager.SetLines(kit.BadLines(s.env.Theme, s.err, s.w))
	case !s.known:
		s.pager.SetLines([]string{"Loading" + s.env.Theme.More})
	default:
		s.pager.SetLines(s.lines())
	}
}

func (s *screen) lines() []string {
	v, t := s.view, s.env.Theme
	description := v.Description
	if description == "" {
		description = "none"
	}
	created := v.CreatedAt.Stamp() + " (" + kit.Ago(s.env.Service.Now(), v.CreatedAt) + ")"
	if v.CreatedBy != "" {
		created += " by @" + v.CreatedBy
	}
	lines := []string{t.Title.Render("Space details"), ""}
	lines = append(lines, kit.Facts(t, s.w,
		"Name", v.Name+" (can never be changed)", "Region", string(v.Region)+" (can never be changed)",
		"Type", v.Type.Title(), "Description", description, "My role", v.Role.Title(),
		"Billing", s.billing(), "AWS accounts", "They stand under Accounts (6).",
		"VPC connections", "They stand one key away (v).",
		"Generative AI", onOff(v.GenerativeAI)+" for all projects (i)",
		"SSO application", v.Application, "Identity store", v.IdentityStore,
		"Created", created, "Space ID", v.ID)...)
	lines = append(lines, "", t.Title.Render("What is in it"), "")
	return append(lines, kit.Facts(t, s.w,
		"Members", kit.Thousands(v.Members), "Space administrators", kit.Thousands(v.Administrators),
		"Invited", kit.Thousands(v.Invited), "Projects", kit.Thousands(v.Projects), "Teams", kit.Thousands(v.Teams))...)
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// billing is what one may see of it (BIL-08), and where the rest stands.
func (s *screen) billing() string {
	if s.view.BillingAccount == "" {
		return "It is shown to Space administrators, under Billing (7)."
	}
	return s.view.Tier.Title() + " tier, paid by AWS account " + string(s.view.BillingAccount) + ". The rest stands under Billing (7)."
}

// View draws the tabs and the page.
func (s *screen) View() string {
	return text.Truncate(s.tabs.View(s.w), s.w) + "\n\n" + s.pager.View()
}
