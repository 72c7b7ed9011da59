package application

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// edit shows all groups with those that are connected ticked; what is ticked or unticked is connected or
// disconnected, once the plan has said who comes and who leaves (FED-13).
func (s *screen) edit() tea.Cmd {
	type group = model.DirectoryGroup
	connected := s.view.Groups
	ticked := make([]group, len(connected))
	for i, g := range connected {
		ticked[i] = group{ID: g.ID, Name: g.Name, Users: g.Users}
	}
	space := s.space()
	return kit.Send(kit.Open{Dialog: kit.NewPicker(s.env, kit.PickerOptions[group]{
		Title: "Edit SSO of " + space, Intro: "The users of the ticked groups are in the space, once the sync has brought them. Who is in none of them any more leaves it.",
		Table: kit.GroupChoice(s.env, s.view.IdentityStore), Ticked: ticked,
		Pick: func(p *kit.Picker[group]) tea.Cmd {
			cmd := &model.EditSSO{Space: space}
			cmd.Connect, cmd.Disconnect = difference(ticked, p.Ticked())
			if len(cmd.Connect)+len(cmd.Disconnect) == 0 {
				return kit.Tell(s.env, p.Title(), &model.Refusal{Rule: "FED-13", Message: "The groups are ticked as they are connected.", Fix: "Tick or untick with space, and go on then."})
			}
			return kit.Run(s.env, cmd, kit.RunOptions{Skip: []string{"connect", "disconnect"}, Done: func(model.Receipt) tea.Cmd { return p.Close() }})
		},
	})})
}

// difference names the groups that were ticked and unticked since.
func difference(before, after []model.DirectoryGroup) (more, less []string) {
	missing := func(list, from []model.DirectoryGroup) []string {
		has := map[string]bool{}
		for _, g := range from {
			has[g.ID] = true
		}
		var names []string
		for _, g := range list {
			if !has[g.ID] {
				names = append(names, g.Name)
			}
		}
		return names
	}
	return missing(after, before), missing(before, after)
}

// chooseAdministrators shows the users of the connected groups, to give some the role (FED-11).
func (s *screen) chooseAdministrators() tea.Cmd {
	type user = model.DirectoryUserView
	var groups []string
	for _, g := range s.view.Groups {
		groups = append(groups, g.Name)
	}
	space, chosen := s.space(), s.view.Administrators
	table := kit.UserChoice(kit.UsersOf(s.env, s.view.IdentityStore, groups))
	table.Columns = slices.Insert(table.Columns, 1, kit.Column[user]{Title: "Role", Min: 13, Cell: func(u user) string { return role(u, chosen) }})
	return kit.Send(kit.Open{Dialog: kit.NewPicker(s.env, kit.PickerOptions[user]{
		Title: "Choose Space administrators of " + space,
		Intro: "They may do everything in the space, deleting members included. The role is taken away under Members of the space.",
		Table: table,
		Pick: func(p *kit.Picker[user]) tea.Cmd {
			cmd := &model.NameAdministrators{Space: space}
			for _, u := range p.Selected() {
				cmd.Users = append(cmd.Users, u.UserName)
			}
			return kit.Run(s.env, cmd, kit.RunOptions{Plan: true, Done: func(model.Receipt) tea.Cmd { return p.Close() }})
		},
	})})
}

// role tells who is chosen already. The application keeps user names without regard to case.
func role(u model.DirectoryUserView, chosen []string) string {
	if slices.ContainsFunc(chosen, func(name string) bool { return strings.EqualFold(name, u.UserName) }) {
		return "administrator"
	}
	return "-"
}
