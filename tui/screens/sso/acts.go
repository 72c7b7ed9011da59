package sso

import (
	"context"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// Actions are what can be done on this page. All that changes something is done on the AWS side; where the
// session is not signed in there, the reason says to which account, and A does it.
func (s *screen) Actions() []kit.Action {
	account := s.view.Account
	switch {
	case !s.loaded || s.err != nil:
		return append([]kit.Action{kit.SignInAction(s.env, "")}, s.tabs.Actions()...)
	case !s.view.Enabled:
		return append([]kit.Action{s.over(), s.directory()}, s.tabs.Actions()...)
	}
	acts := []kit.Action{
		s.over(),
		{ID: "sso.edit", Key: "e", Title: "edit SSO", Run: s.edit, Disabled: s.gates.Reason("sso.edit")},
		s.gates.Action("a", "sso.admin", "choose administrators", func() model.Command {
			return &model.NameAdministrators{Space: s.space}
		}, kit.RunOptions{Plan: true}),
		s.asTeam(),
		s.directory(),
	}
	if !kit.OnAccount(s.env.Session, account) {
		acts = slices.Insert(acts, 2, kit.SignInAction(s.env, account))
	}
	return append(append(acts, s.table.Actions()...), s.tabs.Actions()...)
}

// over crosses to the AWS side in one key: to the application, or to where the space gets one (FED-17).
func (s *screen) over() kit.Action {
	switch v := s.view; {
	case v.Enabled:
		return kit.Action{ID: "sso.application", Key: "m", Title: "View application", Run: func() tea.Cmd {
			return kit.Cross(s.env, v.Account, v.Region, kit.To("application", "account", string(v.Account)))
		}}
	case s.tabs.Federated():
		return kit.Action{ID: "sso.associate", Key: "m", Title: "Associate again in AWS", Run: func() tea.Cmd {
			return kit.Cross(s.env, s.ownAccount(), v.Region, kit.To("application", "space", s.space))
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

// edit connects and disconnects groups; those that can be chosen are offered (FED-13).
func (s *screen) edit() tea.Cmd {
	ask := func(ctx context.Context) ([]model.DirectoryGroup, error) {
		return kit.Ask[[]model.DirectoryGroup](ctx, s.env, &model.ListGroups{Store: s.view.IdentityStore})
	}
	return kit.Go(s.env, "edit", ask, func(groups []model.DirectoryGroup, err error) tea.Cmd {
		if err != nil {
			return kit.Tell(s.env, "Edit SSO", err)
		}
		options := map[string][]kit.Option{}
		for _, g := range groups {
			field := "connect"
			if s.connected(g.Name) {
				field = "disconnect"
			}
			options[field] = append(options[field], groupOption(g))
		}
		return kit.Run(s.env, &model.EditSSO{Space: s.space}, kit.RunOptions{Options: few(options)})
	})
}

func (s *screen) connected(name string) bool {
	return slices.ContainsFunc(s.view.Groups, func(g model.ConnectedGroup) bool { return g.Name == name })
}

func groupOption(g model.DirectoryGroup) kit.Option {
	return kit.Option{Value: g.Name, Title: g.Name + " (" + kit.Thousands(g.Users) + " users)"}
}

// mostOffered is how many groups are offered as a list; of more, the names are typed.
const mostOffered = 60

// few leaves out lists that are too long to choose from, and those that a comma would tear apart.
func few(options map[string][]kit.Option) map[string][]kit.Option {
	for field, list := range options {
		torn := slices.ContainsFunc(list, func(o kit.Option) bool { return strings.Contains(o.Value, ",") })
		if len(list) > mostOffered || torn {
			delete(options, field)
		}
	}
	return options
}
