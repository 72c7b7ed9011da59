package screens_test

import (
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

func TestSSO(t *testing.T) {
	onScreen(t, "FED-17 not enabled, and one key leads to the AWS side with the billing account", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "sso?space=acme")
		r.See("SSO not enabled", "acme is a space for AWS Builder ID users", "m Set up in AWS", "lose access for good").Press("m")
		r.See("Before a federated space: what AWS account "+account+" has", "AWS "+account+" us-west-2", "! missing").Press("esc").See("SSO not enabled")
	})
	onScreen(t, "FED-17 whoever is signed in to an account stays there, and the wizard turns the space", func(w *world) {
		w.acme()
		w.Connect("acme", "mary", thirdAccount)
		w.corpDirectory()
		mary := modeltest.As("mary")
		mary.AWS = modeltest.AWS(thirdAccount).AWS
		r := w.open(mary, "sso?space=acme").See("crosses over to the AWS side, signed in", thirdAccount).Press("m").See("what AWS account " + thirdAccount + " has")
		r.Press("c").See("Step 1").Type("Corp Inc").Press("tab").Type("corp").Press("ctrl+s").See("Existing: acme")
	})
	onScreen(t, "FED-17 the application, the groups and the users of each, and one key leads to the application", func(w *world) {
		pat := w.staff(3)
		r := w.open(pat, "sso?space=corp-space")
		r.See("Space name", "corp-space", "Display name", "Corp Inc", "Application name", "corp", "Space administrators", "@pat", "Identity store")
		r.See("Connected group", "Admins", "in the space", "Staff", "waits for the sync", thirdAccount, "m View application")
		r.Press("enter").See("Group Admins", "1 of 2", "kim", "waits for the sync", "pat", "in the space").Press("w").See("Kim (@kim)", "WAITS FOR THE SYNC")
		r.Press("esc", "esc", "m").See("AWS "+thirdAccount+" us-west-2", "› Application", "active: it signs people in to corp-space", "Connected group")
	})
	onScreen(t, "FED-17 a space whose application was taken away says so and what to do", func(w *world) {
		w.corp()
		aws := modeltest.AWS(thirdAccount)
		w.Do(aws, &model.DisassociateSSO{Space: "corp-space", Confirm: "corp-space"})
		r := w.open(aws, "sso?space=corp-space")
		r.See("No application", "no application is associated", "It has no members", "m Associate again in AWS").Press("m").See("› Application", "not associated: free for a space", "n associate space")
	})
	onScreen(t, "FED-13 groups are connected on the AWS side, which one key goes over to", func(w *world) {
		pat := w.staff(3)
		r := w.open(pat, "sso?space=corp-space").See("changes are made there: m and e go over").Press("e")
		r.See("AWS "+thirdAccount, "Edit SSO of corp-space", "*Admins", "*Staff").Press("end", "space", "enter").See("removes", "the connection of the group Staff", "> Cancel <")
		r.Press("tab", "enter").See("› Application", "1 of 1").Press("esc").See("[4 SSO]", "1 of 1", "> Admins", "you are signed in to it")
	})
	onScreen(t, "FED-13 ACC-12 a session that cannot sign in is told on the AWS side what it lacks", func(w *world) {
		pat := w.staff(3)
		env := w.env(pat)
		env.MaySwitch = false
		w.openWith(env, "sso?space=corp-space").Press("e").See("Rule ACC-12")
	})
	onScreen(t, "FED-13 a group that was given the Space administrator role makes its team carry it", func(w *world) {
		pat := w.corp()
		r := w.open(pat, "sso?space=corp-space").Press("t").See("Make a team of the group Admins").Press("tab", "tab", "left", "left", "ctrl+s")
		r.See("the team Admins with the role Space administrator").Press("y", "3").See("Admins", "Space administrator", "Use SSO groups")
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
