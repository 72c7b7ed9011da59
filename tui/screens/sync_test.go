package screens_test

import (
	"context"
	"fmt"
	"strings"
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
			Press("/").Type("Staff").Press("enter", "enter").See("It is OVERDUE by 5 h", "throttled")
	})
	onScreen(t, "FED-15 program time is skipped forward to the next expected change", func(w *world) {
		pat := w.staff(40)
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

// bulk is a model in which a large group is there in part, and the last cycle was throttled.
type bulk struct{ kit.Service }

func (s bulk) Answer(ctx context.Context, session model.Session, q model.Question) (any, error) {
	answer, err := s.Service.Answer(ctx, session, q)
	switch answer := answer.(type) {
	case []model.SyncChangeView:
		for i := range answer {
			if answer[i].Kind == model.SyncGroup {
				answer[i].Count, answer[i].Done = 50_000, 13_050
			}
		}
	case []model.SyncCycle:
		return append([]model.SyncCycle{{At: s.Now().Add(-time.Minute), Waiting: 50_000, Joined: 50, Throttled: true}}, answer...), err
	}
	return answer, err
}

func TestTimeline(t *testing.T) {
	onScreen(t, "FED-14 a timeline: what waits by when it is expected, and below it what each cycle brought, newest first", func(w *world) {
		pat := w.staff(3)
		w.Advance(4 * time.Hour)
		store := modeltest.Ask[[]model.InstanceView](w.World, modeltest.AWS(thirdAccount), &model.ListInstances{})[0].Store
		w.Do(modeltest.AWS(thirdAccount), &model.DeleteUser{Store: store, UserName: "user001"})
		r := w.open(pat, "sync?space=corp-space").See("@user001: deleted", "waits", "cycle: 1 joined", "came")
		screen := r.Screen()
		if strings.Index(screen, "@user001: deleted") > strings.Index(screen, "cycle: ") {
			t.Errorf("what waits does not come first:\n%s", screen)
		}
		r.Press("c").See("cycle: ").SeeNot("@user001").Press("c").See("@user001")
		w.Advance(4 * time.Hour)
		r.Wait(time.Second).See("Last cycle", "1 left").Press("home", "enter").See("Cycle of 2024-05-1", "- left it: 1", "The activity of the space (8) names them")
	})
	onScreen(t, "FED-14 a bulk change shows how far it is, and a throttled cycle says so", func(w *world) {
		pat := w.staff(3)
		env := w.env(pat)
		env.Service = bulk{env.Service}
		r := w.openWith(env, "sync?space=corp-space")
		r.See("26% 13,050 of 50,000", "group Staff: connected", "in part", "26% of 50k", "cycle: 50 joined", "throttled", "0% of 50k")
		r.Press("/").Type("Staff").Press("enter", "enter").See("Brought so far: 13,050 of 50,000 people.")
	})
}

func TestWhyNotThere(t *testing.T) {
	onScreen(t, "FED-14 why someone is not there yet: the verdict, when, whether it is late, each group, and what to do", func(w *world) {
		pat := w.staff(3)
		r := w.open(pat, "sync?space=corp-space")
		r.Press("w").See("Why is someone not there yet?").Type("user001").Press("enter")
		r.See("@user001", "WAITS FOR THE SYNC", "user001 is in a connected group, and the sync brings them at about", "left, expected 05-17")
		r.See("Expected", "; not overdue", "In the space", "no", "Own change", "none waits", "Wait, or skip forward to that moment (f).")
		r.See("Group", "Connected", "Staff", "yes", "connected 05-17").Press("f")
		r.See("IN THE SPACE", "yes, as Limited access", "Program time is now").SeeNot("WAITS FOR THE SYNC").Press("esc").See("[5 Sync]", "Last cycle")
	})
	onScreen(t, "FED-14 the palette asks the question from anywhere in the space", func(w *world) {
		pat := w.staff(1)
		w.open(pat, "members?space=corp-space").Press(":").Type("why is someone").Press("enter").See("Why is someone not there yet?").Type("kim").Press("enter").See("Kim (@kim)")
	})
	onScreen(t, "FED-14 the row of a person leads to the answer for them, with their own change", func(w *world) {
		pat := w.staff(3)
		r := w.open(pat, "sync?space=corp-space").Press("/").Type("kim").Press("enter").See("1 of 1", "@kim").Press("enter")
		r.See("Kim (@kim)", "WAITS FOR THE SYNC", "added to the directory, waits since 2024-05-17 12:00 UTC", "Admins")
	})
	onScreen(t, "FED-14 FED-16 each verdict names its reason and its remedy", func(w *world) {
		pat := w.staff(3)
		aws := modeltest.AWS(thirdAccount)
		store := modeltest.Ask[[]model.InstanceView](w.World, aws, &model.ListInstances{})[0].Store
		w.Advance(4 * time.Hour)
		w.Do(aws, &model.CreateGroup{Store: store, Name: "Elsewhere"})
		w.Do(aws, &model.CreateUser{Store: store, UserName: "zoe", Groups: []string{"Elsewhere"}})
		w.Do(aws, &model.RemoveFromGroup{Store: store, UserName: "user002", Group: "Staff"})
		why := func(user string) string { return "sync-why?space=corp-space&user=" + user }
		w.open(pat, why("zoe")).See("IN NO CONNECTED GROUP", "none of them is connected to the space: Elsewhere", "What to do", "Edit SSO", "nothing").
			Press("f").See("Nothing is expected for zoe").Press("enter", "s").See("Connected group")
		w.open(pat, why("nobody")).See("NOT IN THE DIRECTORY", "The identity store has no user nobody.", "Check the user name", "Groups: none.")
		w.open(pat, why("user002")).See("LEAVES WITH THE SYNC", "user002 is still in the space", "yes, as Limited access", "not overdue")
		w.open(pat, why("pat")).See("IN THE SPACE", "pat is in the space as Space administrator.").Press("v").See("[2 Members]", "1 of 1 · filter: pat")
		w.open(pat, why("user000")).Press("v").See("[2 Members]", "[Space members", "1 of 1 · filter: user000")
		w.open(pat, why("pat")).Press("d").See("Identity store", "AWS "+thirdAccount, "1 of 1", "pat@corp.example")
	})
	onScreen(t, "FED-14 the answer follows as time passes, and falls silent when nothing is expected any more", func(w *world) {
		pat := w.staff(3)
		r := w.open(pat, "sync-why?space=corp-space&user=user000")
		before := r.See("left, expected").Screen()
		w.Clock.Move(time.Minute)
		if r.Wait(2*time.Second).Screen() == before {
			t.Error("the time left stands still")
		}
		w.Advance(4 * time.Hour)
		r.Wait(2 * time.Second).See("IN THE SPACE")
		r.Wait(10 * time.Second).Bytes()
		if out := r.Wait(time.Hour).Bytes(); len(out) > 0 {
			t.Errorf("an idle hour wrote %q", out)
		}
	})
	onScreen(t, "FED-14 what is late says so in a word", func(w *world) {
		pat := w.staff(3)
		env := w.env(pat)
		env.Service = lateAnswer{env.Service}
		w.openWith(env, "sync-why?space=corp-space&user=kim").See("OVERDUE: WAITS FOR THE SYNC", "OVERDUE by 5 h 0 min", "with the next cycles")
	})
	onScreen(t, "ACT-05 FED-14 who may not ask is told who may", func(w *world) {
		w.staff(1)
		w.Advance(4 * time.Hour)
		store := modeltest.Ask[[]model.InstanceView](w.World, modeltest.AWS(thirdAccount), &model.ListInstances{})[0].Store
		w.open(model.Session{Person: model.SSOPerson(store, "user000")}, "sync-why?space=corp-space&user=kim").See("Who may:")
	})
}

// lateAnswer is a model in which what a person waits for should have come five hours ago.
type lateAnswer struct{ kit.Service }

func (s lateAnswer) Answer(ctx context.Context, session model.Session, q model.Question) (any, error) {
	answer, err := s.Service.Answer(ctx, session, q)
	if x, ok := answer.(model.SyncExplanation); ok {
		x.ExpectedAt, x.Overdue = s.Now().Add(-5*time.Hour), true
		return x, err
	}
	return answer, err
}
