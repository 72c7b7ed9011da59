package application

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// Actions are what can be done with the application as it stands, and the ways to what belongs to it.
func (s *screen) Actions() []kit.Action {
	directory := s.way("d", "application.directory", "IAM Identity Center", kit.To("directory"))
	checklist := s.way("p", "sso.prerequisites", "prerequisites", kit.To("prerequisites"))
	signIn := kit.SignInAction(s.env, "")
	switch {
	case !s.ready || s.err != nil:
		return append([]kit.Action{kit.WayIn(s.env, s.err, s.account)}, s.tabs.Actions()...)
	case s.view == nil:
		return append([]kit.Action{s.way("n", "sso.setup", "set up SSO", kit.To("sso-setup")), checklist, directory, s.deletion(), signIn}, s.tabs.Actions()...)
	}
	acts := s.changes()
	all := kit.Action{ID: "application.all", Key: "v", Title: "show all", Run: s.showAll}
	acts = append(append(acts, all, directory, checklist), s.table.Actions()...)
	if s.space() == "" {
		return append(append(acts, signIn), s.tabs.Actions()...)
	}
	return append(append(acts, signIn), s.tabs.Actions()[1:]...) // g goes to the space itself
}

func (s *screen) way(key, id, title string, to kit.Route) kit.Action {
	return kit.Action{ID: id, Key: key, Title: title, Run: func() tea.Cmd { return kit.Goto(to) }}
}

// changes are the acts on the application: most of them need a space that it serves, one that it serves none.
func (s *screen) changes() []kit.Action {
	edit := kit.Action{ID: "sso.edit", Key: "e", Title: "edit SSO", Run: s.edit, Disabled: s.onSpace("sso.edit")}
	admin := kit.Action{ID: "sso.admin", Key: "a", Title: "administrators", Run: s.chooseAdministrators, Disabled: s.onSpace("sso.admin")}
	if len(s.view.Groups) == 0 && admin.Disabled == nil {
		admin.Disabled = &kit.Reason{Rule: "FED-11", Why: "No group is connected, and administrators are users of the connected groups.", Fix: "Connect one with e."}
	}
	associate := kit.Action{ID: "sso.associate", Key: "n", Title: "associate space", Run: s.associate, Disabled: s.busy()}
	leave := kit.Action{ID: "sso.disassociate", Key: "o", Title: "disassociate", Disabled: s.onSpace("sso.disassociate"),
		Run: func() tea.Cmd { return kit.Run(s.env, &model.DisassociateSSO{Space: s.space()}, kit.RunOptions{}) }}
	remove := kit.Action{ID: "sso.delete-application", Key: "x", Title: "delete application", Disabled: s.closed.remove, Run: func() tea.Cmd {
		return kit.Run(s.env, &model.DeleteApplication{Application: s.view.Application}, kit.RunOptions{})
	}}
	if s.space() == "" {
		return []kit.Action{associate, remove, edit, admin, leave, s.deletion()}
	}
	space, sync := s.way("g", "aws.return", "go to space", kit.To("sso", "space", s.space())), s.way("w", "application.sync", "sync", kit.To("sync", "space", s.space()))
	return []kit.Action{edit, admin, space, sync, leave, s.deletion(), associate, remove}
}

// onSpace closes what needs a space that the application serves.
func (s *screen) onSpace(id string) *kit.Reason {
	switch {
	case s.closed.change != nil:
		return s.closed.change
	case s.space() == "" && s.ended():
		return s.onlyDeleted()
	case s.space() == "":
		return &kit.Reason{Rule: "FED-09", Why: "The application " + s.view.Application + " is not associated with a space.", Fix: "Associate one with n."}
	default:
		return s.gates.Reason(id)
	}
}

// busy closes the association of a space where there is one, or can be none any more.
func (s *screen) busy() *kit.Reason {
	switch {
	case s.closed.change != nil:
		return s.closed.change
	case s.ended():
		return s.onlyDeleted()
	case s.space() != "":
		return &kit.Reason{Rule: "FED-09", Why: "The application " + s.view.Application + " is associated with " + s.space() + ", and one space is the most.", Fix: "Disassociate that one first, with o."}
	default:
		return nil
	}
}

// ended reports whether what the application stands on is gone (FED-21).
func (s *screen) ended() bool {
	return s.view.Status == model.ApplicationInvalid || s.view.StoreDeleted
}

func (s *screen) onlyDeleted() *kit.Reason {
	return &kit.Reason{Rule: "FED-21", Why: "The identity store of the application " + s.view.Application + " was deleted, and the application can only be deleted too.",
		Fix: "Delete it with x, and set up SSO anew."}
}

// open shows the users of a group; where no space is served, what there is to know of it.
func (s *screen) open(g model.ConnectedGroup) tea.Cmd {
	if s.space() != "" {
		return kit.Goto(kit.To("group-users", "space", s.space(), "group", g.Name))
	}
	return kit.Send(kit.Open{Dialog: kit.NewText(s.env, g.Name, "Group: "+g.Name+"\nDescription: "+g.Description+"\nUsers: "+kit.Thousands(g.Users), g.Name)})
}

// showAll shows the application whole, however many administrators and groups it has (FED-18).
func (s *screen) showAll() tea.Cmd {
	v := s.view
	lines := []string{"Space name: " + s.serves(), "Display name: " + v.DisplayName, "Application name: " + v.Application, "Status: " + s.status(),
		"Identity store: " + s.store(), "Service-linked role: " + v.ServiceRole, "Created: " + v.CreatedAt.Stamp(), "", "Space administrators:"}
	for _, name := range v.Administrators {
		lines = append(lines, "- @"+name)
	}
	lines = append(lines, "", "Connected groups:")
	for _, g := range v.Groups {
		lines = append(lines, "- "+g.Name+": "+kit.Counted(g.Users, "user", "users")+", "+s.arrival(g))
	}
	return kit.Send(kit.Open{Dialog: kit.NewText(s.env, "Application "+v.Application, strings.Join(lines, "\n"), v.Application)})
}
