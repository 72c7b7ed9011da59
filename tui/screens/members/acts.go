package members

import (
	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// Actions are what can be done here, with the row under the cursor where it concerns one. What cannot be
// done stays in sight with its reason (ACT-05).
func (s *screen) Actions() []kit.Action {
	r, some := s.shown().table.Row()
	acts := []kit.Action{s.invite(r)}
	if s.federated {
		acts = append([]kit.Action{s.directory()}, acts...)
	}
	acts = append(acts, s.remove(r, some), s.changeRole(r, some))
	acts = append(acts, s.ofInvitation(r)...)
	acts = append(acts, s.profile(r),
		kit.Action{ID: kit.KeyNext, Key: "tab", Title: "next table", Run: func() tea.Cmd { return s.show(s.at + 1) }})
	acts = append(acts, s.shown().table.Actions()...)
	return append(acts, s.tabs.Actions()...)
}

// unless sets the first reason that there is.
func unless(a kit.Action, reasons ...*kit.Reason) kit.Action {
	for _, reason := range reasons {
		if a.Disabled == nil {
			a.Disabled = reason
		}
	}
	return a
}

// need is a reason where something does not hold.
func need(holds bool, why, fix string) *kit.Reason {
	if holds {
		return nil
	}
	return &kit.Reason{Why: why, Fix: fix}
}

func (s *screen) invite(r row) kit.Action {
	if s.shown().name == projectMembers {
		a := s.gates.Action("i", "project.invite", "invite to project", func() model.Command {
			return &model.InviteToProject{Space: s.space, Project: r.project}
		}, kit.RunOptions{Ask: []string{"project"}})
		return unless(a, s.closed)
	}
	a := s.gates.Action("i", "member.invite", "invite", func() model.Command {
		return &model.InviteMember{Space: s.space}
	}, kit.RunOptions{Options: kit.SpaceRoles()})
	return unless(a, s.closed)
}

func (s *screen) ofInvitation(r row) []kit.Action {
	pending := need(r.invited() && r.project == "", "This row is no invitation.", "Put the cursor on a row with the status Invited.")
	resend := s.gates.Action("e", "member.resend", "resend", func() model.Command {
		return &model.ResendInvitation{Space: s.space, Email: r.Email}
	}, kit.RunOptions{Title: "Resend the invitation"})
	cancel := s.gates.Action("c", "member.cancel", "cancel invitation", func() model.Command {
		return &model.CancelInvitation{Space: s.space, Email: r.Email}
	}, kit.RunOptions{})
	return []kit.Action{unless(resend, s.closed, pending), unless(cancel, s.closed, pending)}
}

func (s *screen) changeRole(r row, some bool) kit.Action {
	a := s.gates.Action("r", "member.role", "change role", func() model.Command {
		return &model.ChangeRole{Space: s.space, Alias: r.Alias}
	}, kit.RunOptions{Options: kit.SpaceRoles(), Plan: true})
	return unless(a, s.closed, s.memberRow(r, some))
}

// memberRow is the reason why a row is not that of a member of the space.
func (s *screen) memberRow(r row, some bool) *kit.Reason {
	switch {
	case !some:
		return need(false, "No row is under the cursor.", "")
	case r.project != "":
		return need(false, "This table is about project roles.", "Switch to Space members with tab.")
	default:
		return need(!r.invited(), "Someone who is invited is no member yet.", "Cancel the invitation with c, and invite again with another role.")
	}
}

// remove takes the person of the row away, in the way that the row asks for.
func (s *screen) remove(r row, some bool) kit.Action {
	switch {
	case r.project != "":
		a := s.gates.Action("x", "project.remove", "remove from project", func() model.Command {
			return &model.LeaveProject{Space: s.space, Project: r.project, Alias: r.Alias}
		}, kit.RunOptions{})
		return unless(a, need(!r.invited(), "Someone who is invited has no role yet.", "Cancel the invitation in the table Space members."))
	case some && !r.invited() && r.Role == model.SpaceAdministrator:
		return s.removeAdministrator(r)
	default:
		a := s.gates.Action("x", "member.remove", "remove", func() model.Command {
			return &model.RemoveMember{Space: s.space, Alias: r.Alias}
		}, kit.RunOptions{})
		return unless(a, s.closed, s.memberRow(r, some))
	}
}

// removeAdministrator offers the two choices of the product, each with what it means (MEM-08). In a space
// with identity federation only the role is removed here (FED-11).
func (s *screen) removeAdministrator(r row) kit.Action {
	run := func(how model.Removal) func() tea.Cmd {
		return func() tea.Cmd {
			return kit.Run(s.env, &model.RemoveAdministrator{Space: s.space, Alias: r.Alias, How: how}, kit.RunOptions{})
		}
	}
	leaves := "Whoever has no project role then leaves the space."
	if s.federated {
		leaves = "The person stays a member as long as a connected group holds them."
	}
	open := func() tea.Cmd {
		return kit.Send(kit.Open{Dialog: kit.NewChooser(s.env, "Remove Space administrator @"+r.Alias,
			"There are two ways. Before anything happens you see exactly what would change.",
			kit.Way{Title: "Remove only the role Space administrator", Run: run(model.RoleOnly),
				Text: "The person keeps the project roles that they have. " + leaves},
			kit.Way{Title: "Remove from the space and all its projects", Run: run(model.SpaceAndProjects), Disabled: s.closed,
				Text: "Every project role and team membership goes, and the person stops seeing the space at once."},
		)})
	}
	return kit.Action{ID: "member.remove-administrator", Key: "x", Title: "remove", Run: open, Disabled: s.gates.Reason("member.remove-administrator")}
}

func (s *screen) profile(r row) kit.Action {
	a := kit.Action{ID: "member.profile", Key: "p", Title: "profile", Run: func() tea.Cmd {
		return kit.Goto(kit.To("profile", "alias", r.Alias, "space", s.space))
	}}
	return unless(a, need(r.Alias != "", "This row has no profile yet.", "A profile begins with the acceptance of the invitation."))
}

// directory is the way to where people of a federated space are managed (MEM-09).
func (s *screen) directory() kit.Action {
	return kit.Action{ID: "member.directory", Key: "d", Title: "directory", Run: func() tea.Cmd {
		return kit.Goto(kit.To("directory", "account", string(s.account)))
	}}
}

// about is the line under the table: what the row's columns have no room for, and no more, as it is sent anew
// with each row.
func (s *screen) about() string {
	r, ok := s.shown().table.Row()
	if !ok {
		return ""
	}
	line := r.shownName()
	table := s.shown().table
	switch {
	case r.invited() && r.Expires != 0:
		line += ": invited by @" + r.InvitedBy + ", expires " + r.Expires.Stamp()
		if r.Expired {
			line = r.shownName() + ": the invitation expired at " + r.Expires.Stamp() + "; e resends it"
		}
	case r.ViaTeam && r.project == "":
		line += ": " + r.Role.Title() + " through a team, of their own " + r.Own.Title()
	case r.ViaTeam:
		line += ": " + r.role() + " through a team"
	case !table.Cut("Display name"):
		if line = ""; table.Cut("Email") {
			line = r.Email
		}
	default:
		line += ": " + r.Email
	}
	return text.Truncate(text.Visible(line), s.w)
}
