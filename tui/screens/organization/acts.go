package organization

import (
	"cmp"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// Actions are what can be done with the organization and with the line under the cursor.
func (s *screen) Actions() []kit.Action {
	checklist := kit.Action{ID: "sso.prerequisites", Key: "p", Title: "prerequisites", Run: func() tea.Cmd { return kit.Goto(kit.To("prerequisites")) }}
	var acts []kit.Action
	switch {
	case !s.ready || s.err != nil:
		acts = []kit.Action{kit.SignInAction(s.env, "")}
	case s.view == nil:
		create := s.gates.Action("n", "org.create", "create organization", func() model.Command { return &model.CreateOrganization{} }, kit.RunOptions{Plan: true})
		acts = []kit.Action{create, s.importAction(), checklist, kit.SignInAction(s.env, "")}
	default:
		acts = append(s.treeActions(), s.table.Actions()[0], s.importAction(), s.signIn(), checklist)
	}
	return append(acts, s.tabs.Actions()...)
}

// treeActions change the tree at the cursor; only the management account may.
func (s *screen) treeActions() []kit.Action {
	n, some := s.table.Row()
	return []kit.Action{
		s.act("n", "org.add-account", "add account", &model.AddMemberAccount{Unit: n.Path}, kit.RunOptions{Title: "Add a member account" + under(n), Skip: []string{"unit"}}),
		s.act("u", "org.create-unit", "create unit", &model.CreateUnit{Parent: n.Path}, kit.RunOptions{Title: "Create an organizational unit" + under(n), Skip: []string{"parent"}}),
		s.onKind(accountKind, "an account", s.moveAction(n), n, some),
		s.onKind(accountKind, "an account", s.act("o", "org.remove-account", "take out", &model.RemoveMemberAccount{Account: model.AccountID(n.ID)}, kit.RunOptions{}), n, some),
		s.onKind(unitKind, "an organizational unit", s.act("x", "org.delete-unit", "delete unit", &model.DeleteUnit{Unit: n.Path}, kit.RunOptions{}), n, some),
	}
}

// under names the place that something new comes to.
func under(n line) string {
	if n.Path == "" {
		return " under the root"
	}
	return " under " + n.Path
}

// act is an action that runs a command, closed where one is not signed in to the management account.
func (s *screen) act(key, id, title string, cmd model.Command, o kit.RunOptions) kit.Action {
	o.Said = func(receipt model.Receipt) string { return kit.Did(receipt.Plan) }
	return kit.Action{ID: id, Key: key, Title: title, Disabled: s.closed, Run: func() tea.Cmd { return kit.Run(s.env, cmd, o) }}
}

// onKind closes an action where the cursor is on another kind of line.
func (s *screen) onKind(kind, called string, a kit.Action, n line, some bool) kit.Action {
	if a.Disabled == nil && (!some || n.Kind != kind) {
		a.Disabled = &kit.Reason{Why: "The line under the cursor is not " + called + ".", Fix: "Move the cursor to one."}
	}
	return a
}

func (s *screen) moveAction(n line) kit.Action {
	return kit.Action{ID: "org.move-account", Key: "m", Title: "move", Disabled: s.closed, Run: func() tea.Cmd { return s.move(n) }}
}

// move lets choose where an account is moved to: the root, or any unit.
func (s *screen) move(n line) tea.Cmd {
	options := s.options("")
	options.Source = s.source(func(at model.OrganizationNode) bool { return at.Kind != accountKind })
	options.Columns = options.Columns[:2]
	return kit.Send(kit.Open{Dialog: kit.NewPicker(s.env, kit.PickerOptions[line]{
		Title: "Move AWS account " + n.ID, Intro: "Choose the root or the organizational unit that it is to stand under. It stands" + under(n) + " now.",
		Table: options,
		Pick: func(p *kit.Picker[line]) tea.Cmd {
			to, _ := p.Row() // it is called for a row
			return kit.Run(s.env, &model.MoveAccount{Account: model.AccountID(n.ID), Unit: cmp.Or(to.Path, "/")},
				kit.RunOptions{Plan: true, Done: func(model.Receipt) tea.Cmd { return p.Close() }})
		},
	})})
}

// importAction reads the real organization from files.
func (s *screen) importAction() kit.Action {
	a := s.gates.Action("i", "org.import", "import", func() model.Command {
		return &model.ImportOrganization{Open: s.env.Open}
	}, kit.RunOptions{Plan: true})
	if s.env.Open == nil && a.Disabled == nil {
		a.Disabled = &kit.Reason{Why: "This session has no files of yours: the program runs on another machine.",
			Fix: "Import on that machine: atrium org import --files FILES"}
	}
	return a
}

// signIn signs in to the account under the cursor, or else to the one that manages the organization.
func (s *screen) signIn() kit.Action {
	n, some := s.table.Row()
	switch {
	case some && n.Kind == accountKind && !kit.OnAccount(s.env.Session, model.AccountID(n.ID)):
		return kit.SignInAction(s.env, model.AccountID(n.ID))
	case !s.manages():
		return kit.SignInAction(s.env, s.view.Management)
	default:
		return kit.SignInAction(s.env, "")
	}
}
