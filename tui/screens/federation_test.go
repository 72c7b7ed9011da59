package screens_test

import (
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

func TestSSO(t *testing.T) {
	onScreen(t, "FED-17 not enabled, with the way to set it up", func(w *world) {
		w.acme()
		w.corpDirectory()
		r := w.open(modeltest.As("mary"), "sso?space=acme")
		r.See("SSO is not enabled for acme.", "To have one:", "×n set up SSO", "A Sign in to AWS").Press("n").See("Rule ACC-12")
		r.Press("enter", "A").See("AWS account ID").Type("12").Press("enter").See("Rule ACC-01").Type("3").Press("ctrl+u").Type(thirdAccount).Press("enter")
		r.See("AWS "+thirdAccount, "You are signed in").Press("n").See("Set up SSO for a new space", "Admins (2 users)")
		r.Type("corp").Press("tab").Type("Corp Inc").Press("tab").Type("corp-space").Press("tab", "tab", "space", "tab").Type("pat").Press("ctrl+s")
		r.See("creates", "the application corp (Corp Inc)", "the space corp-space in us-west-2").Press("y")
		r.See("[5 Sync]", "group Admins: connected", "sync: 1 pending")
	})
	onScreen(t, "FED-17 FED-18 the application with its space, administrators, groups and the users of each", func(w *world) {
		pat := w.staff(3)
		r := w.open(pat, "sso?space=corp-space")
		r.See("Space name", "corp-space", "Display name", "Corp Inc", "Application name", "corp", "Space administrators", "@pat", "Identity store")
		r.See("Connected group", "Admins", "in the space", "Staff", "waits for the sync", thirdAccount)
		r.Press("v").See("Connected groups:", "- Staff: 3 users, waits for the sync").Press("enter")
		r.Press("enter").See("Group Admins", "1 of 2", "kim", "waits for the sync", "pat", "in the space").Press("w").See("Kim (@kim)", "WAITS FOR THE SYNC")
	})
	onScreen(t, "FED-13 ACC-12 groups are connected on the AWS side, which is one key away", func(w *world) {
		pat := w.staff(3)
		r := w.open(pat, "sso?space=corp-space")
		r.See("changes are made there; A signs in", "×e edit SSO").Press("e").See("Sign in to AWS account "+thirdAccount, "Who may:").Press("enter")
		r.Press("A").See("you are signed in to it").Press("e").See("Groups to disconnect", "Staff (3 users)", "Admins (2 users)")
		r.Press("tab", "space", "ctrl+s").See("removes", "the connection of the group", "> Cancel <").Press("esc", "esc", "y").See("Connected group")
		r.Press("a").See("Choose Space administrators").Type("kim").Press("enter").See("the role Space administrator for kim").Press("y").See("@pat, @kim")
	})
	onScreen(t, "FED-13 a connected group becomes a team that carries a role", func(w *world) {
		pat := w.corp()
		r := w.open(pat, "sso?space=corp-space")
		r.Press("t").See("Make a team of the group Admins", "Limited access").Press("tab", "tab", "left", "ctrl+s").See("the team Admins with the role Power user").Press("y", "3")
		r.See("Admins", "Power user", "Use SSO groups")
	})
	onScreen(t, "FED-17 the users of a group of thousands come page by page", func(w *world) {
		pat := w.staff(1201)
		r := w.open(pat, "group-users?space=corp-space&group=Staff")
		r.See("1 of 1,201", "user000").Press("end").See("1,201 of 1,201", "user999").Press("home").See("1 of 1,201", "user000")
		r.Press("/").Type("user77").Press("enter").See("1 of 10", "user779")
	})
	onScreen(t, "ACT-05 FED-17 who may not see the application is told who may", func(w *world) {
		w.staff(1)
		w.Advance(4 * time.Hour)
		store := modeltest.Ask[[]model.InstanceView](w.World, modeltest.AWS(thirdAccount), &model.ListInstances{})[0].Store
		r := w.open(model.Session{Person: model.SSOPerson(store, "kim")}, "sso?space=corp-space")
		r.See("is not open to the role Limited access", "Who may: a Space administrator of the space")
	})
}

// corpDirectory is a directory that no space is connected to yet.
func (w *world) corpDirectory() {
	w.t.Helper()
	w.Directory(thirdAccount, map[string][]string{"Admins": {"pat", "kim"}})
}
