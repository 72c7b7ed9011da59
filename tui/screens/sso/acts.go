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
	if !s.enabled() {
		account = "" // the space that would be set up is billed to an account of its own
	}
	signIn := kit.SignInAction(s.env, account)
	directory := kit.Action{ID: "sso.directory", Key: "d", Title: "directory", Run: func() tea.Cmd {
		return kit.Goto(kit.To("directory", "account", string(account)))
	}}
	if !s.enabled() {
		setup := kit.Action{ID: "sso.setup", Key: "n", Title: "set up SSO", Run: s.setup, Disabled: s.gates.Reason("sso.setup")}
		return append([]kit.Action{setup, signIn, directory}, s.tabs.Actions()...)
	}
	acts := []kit.Action{
		{ID: "sso.edit", Key: "e", Title: "edit SSO", Run: s.edit, Disabled: s.gates.Reason("sso.edit")},
		s.gates.Action("a", "sso.admin", "choose administrators", func() model.Command {
			return &model.NameAdministrators{Space: s.space}
		}, kit.RunOptions{Plan: true}),
		s.asTeam(),
		{ID: "sso.view", Key: "v", Title: "view application", Run: s.viewAll},
		directory,
	}
	if !kit.OnAccount(s.env.Session, account) {
		acts = append([]kit.Action{signIn}, acts...)
	}
	return append(append(acts, s.table.Actions()...), s.tabs.Actions()...)
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

// viewAll shows the application whole, however many administrators and groups it has (FED-18).
func (s *screen) viewAll() tea.Cmd {
	v := s.view
	lines := []string{"Space name: " + v.Space, "Display name: " + v.DisplayName, "Application name: " + v.ApplicationName,
		"Identity store: " + v.IdentityStore, "AWS account: " + string(v.Account), "", "Space administrators:"}
	for _, name := range v.Administrators {
		lines = append(lines, "- @"+name)
	}
	lines = append(lines, "", "Connected groups:")
	for _, g := range v.Groups {
		lines = append(lines, "- "+g.Name+": "+kit.Thousands(g.Users)+" users, "+arrival(g))
	}
	return kit.Send(kit.Open{Dialog: kit.NewText(s.env, "Application "+v.ApplicationName, strings.Join(lines, "\n"), v.ApplicationName)})
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

// setup asks for a new space with identity federation over the directory of the account that one is signed
// in to.
func (s *screen) setup() tea.Cmd {
	ask := func(ctx context.Context) ([]model.DirectoryGroup, error) {
		instances, err := kit.Ask[[]model.InstanceView](ctx, s.env, &model.ListInstances{})
		if err != nil {
			return nil, err
		}
		if len(instances) == 0 {
			return nil, &model.Refusal{Rule: "FED-01", Message: "IAM Identity Center is not enabled in AWS account " + string(s.env.Session.AWS.Account) + ".",
				Fix: "Go to the directory with d, enable an instance, and bring users and groups into it."}
		}
		return kit.Ask[[]model.DirectoryGroup](ctx, s.env, &model.ListGroups{Store: instances[0].Store})
	}
	return kit.Go(s.env, "setup", ask, func(groups []model.DirectoryGroup, err error) tea.Cmd {
		if err != nil {
			return kit.Tell(s.env, "Set up SSO", err)
		}
		options := map[string][]kit.Option{}
		for _, g := range groups {
			options["groups"] = append(options["groups"], groupOption(g))
		}
		return kit.Run(s.env, &model.SetupSSO{}, kit.RunOptions{Title: "Set up SSO for a new space", Options: few(options), Plan: true, Done: created})
	})
}

// created goes to where the people of the new space can be waited for.
func created(receipt model.Receipt) tea.Cmd {
	made, ok := receipt.Result.(map[string]string)
	if !ok {
		return nil
	}
	return kit.Goto(kit.To("sync", "space", made["space"]))
}
