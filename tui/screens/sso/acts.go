package sso

import (
	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// Actions are what can be done from this page. All that changes the application is done on the AWS side, which
// is gone over to in one key.
func (s *screen) Actions() []kit.Action {
	switch {
	case !s.loaded || s.err != nil:
		return append([]kit.Action{kit.SignInAction(s.env, "")}, s.tabs.Actions()...)
	case !s.view.Enabled:
		return append([]kit.Action{s.over(), s.directory()}, s.tabs.Actions()...)
	}
	acts := []kit.Action{
		s.over(),
		{ID: "sso.edit", Key: "e", Title: "edit SSO", Run: s.overTo("do", "sso.edit")},
		{ID: "sso.admin", Key: "a", Title: "choose administrators", Run: s.overTo("do", "sso.admin")},
		s.asTeam(),
		s.directory(),
	}
	return append(append(acts, s.table.Actions()...), s.tabs.Actions()...)
}

// overTo crosses over to the application, signed in to its account, and there begins with what is asked for.
func (s *screen) overTo(pairs ...string) func() tea.Cmd {
	return func() tea.Cmd {
		return kit.Cross(s.env, s.view.Account, s.view.Region, kit.To("application", pairs...))
	}
}

// over crosses to the AWS side in one key: to the application, or to where the space gets one (FED-17).
func (s *screen) over() kit.Action {
	switch v := s.view; {
	case v.Enabled:
		return kit.Action{ID: "sso.application", Key: "m", Title: "View application", Run: s.overTo()}
	case s.left():
		return kit.Action{ID: "sso.associate", Key: "m", Title: "Associate again in AWS", Run: func() tea.Cmd {
			return kit.Cross(s.env, s.ownAccount(), v.Region, kit.To("application"))
		}}
	default:
		return kit.Action{ID: "sso.setup", Key: "m", Title: "Set up in AWS", Run: func() tea.Cmd {
			return kit.Cross(s.env, s.ownAccount(), v.Region, kit.To("prerequisites", "space", s.space))
		}}
	}
}

// ownAccount is the account that one is signed in to, or else the one that pays for the space.
func (s *screen) ownAccount() model.AccountID {
	if kit.OnAccount(s.env.Session, "") {
		return s.env.Session.AWS.Account
	}
	return s.view.Account
}

func (s *screen) directory() kit.Action {
	account := model.AccountID("") // a space without SSO belongs to no directory yet
	if s.view.Enabled {
		account = s.view.Account
	}
	return kit.Action{ID: "sso.directory", Key: "d", Title: "IAM Identity Center", Run: func() tea.Cmd {
		return kit.Cross(s.env, account, s.view.Region, kit.To("directory", "account", string(account)))
	}}
}

// asTeam makes a team of the group under the cursor: who is in the group is in the team, with its role
// (FED-13).
func (s *screen) asTeam() kit.Action {
	g, some := s.table.Row()
	a := s.gates.Action("t", "team.create", "make a team", func() model.Command {
		return &model.CreateTeam{Space: s.space, Name: g.Name, Groups: []string{g.Name}}
	}, kit.RunOptions{Title: "Make a team of the group " + g.Name, Ask: []string{"name", "role"}, Options: kit.SpaceRoles(), Plan: true})
	if !some && a.Disabled == nil {
		a.Disabled = &kit.Reason{Why: "No group is under the cursor.", Fix: "Connect one with e."}
	}
	return a
}
