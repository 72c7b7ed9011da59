package directory

import (
	"context"
	"slices"
	"sync/atomic"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// Actions are what can be done with the instance and with the row under the cursor, and the ways to what
// belongs to it.
func (s *screen) Actions() []kit.Action {
	signIn := kit.WayIn(s.env, s.err, s.account)
	if s.loaded && s.err == nil {
		signIn = kit.SignInAction(s.env, "")
	}
	return append(append(append(s.acts(), signIn), s.ways()...), s.tabs.Actions()...)
}

// acts are what can be done here.
func (s *screen) acts() []kit.Action {
	switch {
	case !s.loaded || s.err != nil:
		return nil
	case s.instance == nil:
		return []kit.Action{s.gates.Action("n", "identity.enable", "enable IAM Identity Center", func() model.Command {
			return &model.EnableInstance{}
		}, kit.RunOptions{})}
	case !s.ready():
		return []kit.Action{s.deleteInstance()}
	}
	acts := s.userActions()
	other := kit.Action{ID: kit.KeyNext, Key: "tab", Title: "groups", Run: s.turn}
	table := s.users.Actions()[:1] // users come in the order of their names only
	if s.inGroups {
		acts, other.Title, table = s.groupActions(), "users", s.groups.Actions()
	}
	acts = append(slices.Insert(acts, 1, s.importAction(), other), s.gates.Action("i", "identity.source", "identity source", func() model.Command {
		return &model.SetIdentitySource{Store: s.instance.Store}
	}, kit.RunOptions{}))
	return append(append(acts, table...), s.deleteStore(), s.deleteInstance())
}

// deleteStore and deleteInstance take more with them than their names say: the plan lists it (FED-21).
func (s *screen) deleteStore() kit.Action {
	return s.gates.Action("X", "identity.delete-store", "delete identity store", func() model.Command {
		return &model.DeleteIdentityStore{Store: s.instance.Store}
	}, kit.RunOptions{})
}

func (s *screen) deleteInstance() kit.Action {
	return s.gates.Action("Z", "identity.delete-instance", "delete instance", func() model.Command { return &model.DeleteInstance{} }, kit.RunOptions{})
}

// ways lead to what belongs to the directory.
func (s *screen) ways() []kit.Action {
	way := func(key, id, title, to string) kit.Action {
		return kit.Action{ID: id, Key: key, Title: title, Run: func() tea.Cmd { return kit.Goto(kit.To(to)) }}
	}
	return []kit.Action{way("p", "sso.prerequisites", "prerequisites", "prerequisites"), way("v", "sso.application", "application", "application"),
		way("O", "org.show", "organization", "organization")}
}

func (s *screen) turn() tea.Cmd {
	s.inGroups = !s.inGroups
	return nil
}

func (s *screen) userActions() []kit.Action {
	store := s.instance.Store
	u, some := s.users.Row()
	edit := s.gates.Action("e", "identity.update-user", "change", func() model.Command {
		return &model.UpdateUser{Store: store, UserName: u.UserName, GivenName: u.GivenName, FamilyName: u.FamilyName, DisplayName: u.DisplayName, Email: u.Email}
	}, kit.RunOptions{Ask: []string{"given-name", "family-name", "display-name", "email"}, Skip: []string{activityField(u.Inactive)}})
	remove := s.gates.Action("x", "identity.delete-user", "delete", func() model.Command {
		return &model.DeleteUser{Store: store, UserName: u.UserName}
	}, kit.RunOptions{})
	join := kit.Action{ID: "identity.add-to-group", Key: "a", Title: "add to group", Disabled: s.gates.Reason("identity.add-to-group"),
		Run: func() tea.Cmd { return s.join(u.UserName, u.GroupNames) }}
	leave := s.gates.Action("o", "identity.remove-from-group", "out of group", func() model.Command {
		return &model.RemoveFromGroup{Store: store, UserName: u.UserName}
	}, kit.RunOptions{Options: map[string][]kit.Option{"group": options(u.GroupNames)}})
	acts := []kit.Action{s.gates.Action("n", "identity.create-user", "new user", func() model.Command {
		return &model.CreateUser{Store: store}
	}, kit.RunOptions{Skip: []string{"groups"}})}
	for _, a := range []kit.Action{edit, join, leave, remove} {
		acts = append(acts, onRow(a, some))
	}
	return acts
}

// activityField is the field of a user's change that makes no sense now.
func activityField(inactive bool) string {
	if inactive {
		return "inactive"
	}
	return "active"
}

func onRow(a kit.Action, some bool) kit.Action {
	if !some && a.Disabled == nil {
		a.Disabled = &kit.Reason{Why: "Nothing is under the cursor.", Fix: "Create something first, or clear the filter."}
	}
	return a
}

func (s *screen) groupActions() []kit.Action {
	store := s.instance.Store
	g, some := s.groups.Row()
	return []kit.Action{
		s.gates.Action("n", "identity.create-group", "new group", func() model.Command {
			return &model.CreateGroup{Store: store}
		}, kit.RunOptions{}),
		onRow(s.gates.Action("a", "identity.add-to-group", "add user", func() model.Command {
			return &model.AddToGroup{Store: store, Group: g.Name}
		}, kit.RunOptions{}), some),
		onRow(s.gates.Action("o", "identity.remove-from-group", "take user out", func() model.Command {
			return &model.RemoveFromGroup{Store: store, Group: g.Name}
		}, kit.RunOptions{}), some),
		onRow(s.gates.Action("x", "identity.delete-group", "delete", func() model.Command {
			return &model.DeleteGroup{Store: store, Name: g.Name}
		}, kit.RunOptions{}), some),
	}
}

// join offers the groups that the user is not in yet.
func (s *screen) join(user string, in []string) tea.Cmd {
	ask := func(ctx context.Context) ([]model.DirectoryGroup, error) {
		return groupsOf(ctx, s.env, s.instance.Store)
	}
	return kit.Go(s.env, "join", ask, func(groups []model.DirectoryGroup, err error) tea.Cmd {
		if err != nil {
			return kit.Tell(s.env, "Add to group", err)
		}
		var names []string
		for _, g := range groups {
			if !slices.Contains(in, g.Name) {
				names = append(names, g.Name)
			}
		}
		return kit.Run(s.env, &model.AddToGroup{Store: s.instance.Store, UserName: user}, kit.RunOptions{Options: map[string][]kit.Option{"group": options(names)}})
	})
}

// mostOffered is how many groups are offered to choose from; of more, the name is typed.
const mostOffered = 100

func options(names []string) []kit.Option {
	if len(names) > mostOffered {
		return nil
	}
	var list []kit.Option
	for _, name := range names {
		list = append(list, kit.Option{Value: name, Title: name})
	}
	return list
}

// importAction offers the kinds of files that a directory can come in (FED-25).
func (s *screen) importAction() kit.Action {
	return kit.ImportAction(s.env, "m", s.env.Service.Entry("identity.import"), s.gates.Reason("identity.import"),
		"atrium identity import --identity-store "+s.instance.Store+" …", s.chooseKind)
}

func (s *screen) chooseKind() tea.Cmd {
	begin := func(kind string, fields ...string) func() tea.Cmd {
		return func() tea.Cmd { return s.importFrom(kind, fields) }
	}
	return kit.Send(kit.Open{Dialog: kit.NewChooser(s.env, "Import a directory",
		"What do the files hold? Nothing of a faulty file is applied, and before anything happens you see what would change.",
		kit.Way{Title: "AWS command line", Run: begin("AWS command line", "users", "groups", "memberships", "replace", "skip-dangling"),
			Text: "The JSON that aws identitystore list-users, list-groups and list-group-memberships print, one file for each."},
		kit.Way{Title: "SCIM 2.0", Run: begin("SCIM 2.0", "scim", "replace", "skip-dangling"),
			Text: "List responses of an identity provider, users and groups."},
		kit.Way{Title: "CSV", Run: begin("CSV", "csv", "map", "replace"),
			Text: "A header line, then one user a line; you say which column is which where their names differ."},
	)})
}

// importFrom imports files of one kind.
func (s *screen) importFrom(kind string, fields []string) tea.Cmd {
	var users atomic.Int64
	cmd := &model.ImportDirectory{Store: s.instance.Store, Progress: func(_ int64, n int) { users.Store(int64(n)) }}
	return kit.Send(kit.Open{Dialog: kit.NewImport(s.env, cmd, kit.ImportOptions{Title: "Import a directory: " + kind, Fields: fields,
		Given: []string{"Identity store: " + s.instance.Store, "Paths of files, with commas between."},
		Written: func() string {
			if n := int(users.Load()); n > 0 {
				return kit.Thousands(n) + " users written"
			}
			return ""
		}})})
}
