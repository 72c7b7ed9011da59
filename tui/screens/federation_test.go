package screens_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/tui/kit"
)

// staff is corp with a large group connected a moment ago, and one user added since.
func (w *world) staff(users int) (pat model.Session) {
	w.t.Helper()
	pat = w.corp()
	session := modeltest.AWS(thirdAccount)
	store := modeltest.Ask[[]model.InstanceView](w.World, session, &model.ListInstances{})[0].Store
	w.Do(session, &model.CreateGroup{Store: store, Name: "Staff"})
	for i := range users {
		w.Do(session, &model.CreateUser{Store: store, UserName: fmt.Sprintf("user%03d", i), Groups: []string{"Staff"}})
	}
	w.Do(session, &model.EditSSO{Space: "corp-space", Connect: []string{"Staff"}})
	w.Do(session, &model.CreateUser{Store: store, UserName: "kim", DisplayName: "Kim", Groups: []string{"Admins"}})
	return pat
}

// late is a model in which everything that waits should have come five hours ago.
type late struct{ kit.Service }

func (s late) Answer(ctx context.Context, session model.Session, q model.Question) (any, error) {
	answer, err := s.Service.Answer(ctx, session, q)
	switch answer := answer.(type) {
	case model.SyncState:
		answer.Overdue = answer.Pending
		return answer, err
	case []model.SyncChangeView:
		for i := range answer {
			answer[i].ExpectedAt, answer[i].Overdue = s.Now().Add(-5*time.Hour), true
		}
	}
	return answer, err
}

func TestSync(t *testing.T) {
	onScreen(t, "FED-14 what waits says since when, until when and whether it is late, here and in every header", func(w *world) {
		pat := w.staff(3)
		state := modeltest.Ask[model.SyncState](w.World, pat, &model.ShowSync{Space: "corp-space"})
		r := w.open(pat, "sync?space=corp-space")
		r.See("[5 Sync]", "2 changes wait (4 people) since 05-17 12:00", "group Staff: connected", "@kim", "waits", "0 of 3", "left, expected", "Last cycle", "1 joined", "Next cycle")
		r.See("sync: 2 pending, next "+state.Next.Time().Format("15:04"), state.Next.Time().Format("01-02 15:04"))
		r.Press("2").See("[2 Members]", "sync: 2 pending").Press("3", "2", "4", "enter").See("Group Admins", "sync: 2 pending")
		w.Advance(4 * time.Hour)
		r.Wait(time.Second).See("sync: all in").Press("5").See("All in: nothing waits for the sync.", "joined")
	})
	onScreen(t, "FED-14 what is late is called OVERDUE in a word, and the header says so", func(w *world) {
		pat := w.staff(3)
		env := w.env(pat)
		env.Service = late{env.Service}
		w.openWith(env, "sync?space=corp-space").See("2 OVERDUE of 2 changes wait", "OVERDUE  ", "OVERDUE by", "! sync: 2 OVERDUE").
			Press("enter").See("It is OVERDUE by 5 h", "throttled")
	})
	onScreen(t, "FED-14 why not yet answers for one person", func(w *world) {
		pat := w.staff(3)
		r := w.open(pat, "sync?space=corp-space")
		r.Press("n").See("Why is somebody not in the space yet?").Type("user001").Press("enter")
		r.See("@user001 comes with this change:", "group Staff: connected.", "Waits since 2024-05-17 12:00 UTC", "it is not late")
		r.Press("enter", "n").Type("kim").Press("enter").See("@kim: added", "Expected at 2024-05-17")
		r.Press("enter", "n").Type("pat").Press("enter").See("@pat is in the space since")
		r.Press("enter", "n").Type("nobody").Press("enter").See("@nobody is not in the space, and no change that waits brings them.")
		r.Press("enter", "/").Type("kim").Press("enter").See("1 of 1", "@kim")
	})
	onScreen(t, "FED-15 program time is skipped forward to the next expected change", func(w *world) {
		pat := w.staff(60)
		r := w.open(pat, "sync?space=corp-space")
		r.Press("f").See("Program time never runs backwards", "1 To the next expected change", "2 15 min", "3 1 h", "4 3 h", "5 Another length of time").Press("enter")
		r.See("Program time is now 2024-05-17", "Last cycle 05-17").SeeNot("2 changes wait")
		r.Press("f", "5", "enter").See("Skip forward by").Type("yesterday").Press("enter").See("This is not a duration.")
		r.Press("ctrl+u").Type("3h").Press("enter").See("All in: nothing waits for the sync.", "sync: all in")
		r.Press("f", "enter").See("Nothing waits for the sync.")
	})
	onScreen(t, "FED-15 the pace is chosen, and the time left runs with it while something waits", func(w *world) {
		pat := w.staff(3)
		r := w.open(pat, "sync?space=corp-space")
		r.See("12:00:00 UTC, real pace").Press("p").See("1 Real (now)", "2 60x", "3 600x", "4 3,600x").Press("2", "enter").See("60x pace")
		w.Clock.Move(10 * time.Second)
		r.Wait(2 * time.Second).See("12:10:00 UTC, 60x pace")
		if got := w.Service.Pace(); got != 60 {
			t.Errorf("the pace is %d", got)
		}
	})
	onScreen(t, "FED-14 a screen on which nothing waits writes nothing", func(w *world) {
		pat := w.corp()
		r := w.open(pat, "sync?space=corp-space").See("All in")
		r.Wait(10 * time.Second).Bytes()
		if out := r.Wait(time.Hour).Bytes(); len(out) > 0 {
			t.Errorf("an idle hour wrote %q", out)
		}
	})
	onScreen(t, "FED-14 while another place is in front nothing ticks, and coming back goes on", func(w *world) {
		pat := w.staff(3)
		r := w.open(pat, "sync?space=corp-space").Press("p")
		r.Wait(10 * time.Second).Bytes()
		w.Clock.Move(time.Minute)
		if out := r.Wait(time.Minute).Bytes(); len(out) > 0 {
			t.Errorf("a minute behind a dialog wrote %q", out)
		}
		r.Press("esc").See("12:01:00 UTC")
	})
	onScreen(t, "FED-14 a space for AWS Builder ID users has no sync, and says so", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "members?space=acme").SeeNot("5 Sync", "sync:")
		r.Press("5").See("acme has no sync")
	})
}

func TestSSO(t *testing.T) {
	onScreen(t, "FED-17 not enabled, with the way to set it up", func(w *world) {
		w.acme()
		w.corpDirectory()
		r := w.open(modeltest.As("mary"), "sso?space=acme")
		r.See("SSO is not enabled for acme.", "To have one:", "×n set up SSO", "A Sign in to AWS").Press("n").See("Rule ACC-12")
		r.Press("enter", "A").See("[5 Accounts]", thirdAccount).Press("end", "enter").See("AWS "+thirdAccount, "You are signed in").Press("g").Press("n").See("Set up SSO for a new space", "Admins (2 users)")
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
		r.Press("enter").See("Group Admins", "1 of 2", "kim", "waits for the sync", "pat", "in the space").Press("n").See("@kim: added to")
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
