package model_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/model/tiers"
)

// untilTurn is the time from now to the first second of the next month.
func untilTurn(w *modeltest.World) time.Duration {
	return w.Service.Now().NextMonth().Sub(w.Service.Now())
}

// pendingOf writes a space's tier and what is pending.
func pendingOf(w *modeltest.World) string {
	w.T.Helper()
	view := billing(w, as("Ada"), "acme")
	if view.PendingTier == nil {
		if view.PendingFrom != 0 {
			w.T.Errorf("nothing is pending, from %s", view.PendingFrom)
		}
		return string(view.Tier)
	}
	return fmt.Sprintf("%s, %s from %s", view.Tier, *view.PendingTier, view.PendingFrom)
}

func TestTierChanges(t *testing.T) {
	t.Run("BIL-15 a lower tier waits for the next billing month, and is shown as pending with the date", func(t *testing.T) {
		w := paid(t, model.EnterpriseTier)
		mustHold(t, planned(w.Plan(as("Ada"), tier(model.StandardTier))), "ends: the Enterprise tier of acme on 2024-06-01", "it is Standard from then on", "choosing it again takes the change back")
		w.Do(as("Ada"), tier(model.StandardTier))
		mustEqual(t, "after", pendingOf(w), "enterprise, standard from 2024-06-01T00:00:00Z")
		mustHold(t, w.Refused("BIL-15", as("Ada"), tier(model.StandardTier)).Message, "pending already", "2024-06-01")
		w.Do(as("Ada"), tier(model.FreeTier)) // another lower one takes its place
		mustEqual(t, "another", pendingOf(w), "enterprise, free from 2024-06-01T00:00:00Z")
	})
	t.Run("BIL-15 it comes with the month's first second, and not a second before", func(t *testing.T) {
		w := paid(t, model.EnterpriseTier)
		w.Do(as("Ada"), tier(model.StandardTier))
		w.Advance(untilTurn(w) - time.Second)
		mustEqual(t, "a second before", pendingOf(w), "enterprise, standard from 2024-06-01T00:00:00Z")
		w.Advance(time.Second)
		mustEqual(t, "then", pendingOf(w), "standard")
		mustEqual(t, "the moment", activity(w, as("Ada"), "acme")[0].At.String(), "2024-06-01T00:00:00Z")
		mustHold(t, activity(w, as("Ada"), "acme")[0].Text, "changed from Enterprise to Standard")
		w.Advance(untilTurn(w))
		mustEqual(t, "a month later", pendingOf(w), "standard")
	})
	t.Run("BIL-15 it comes by the clock too, with nobody giving a command", func(t *testing.T) {
		w := paid(t, model.StandardTier)
		w.Do(as("Ada"), tier(model.FreeTier))
		w.Clock.Move(untilTurn(w) - time.Second)
		next, err := w.Service.Step(t.Context())
		if err != nil || next.String() != "2024-06-01T00:00:00Z" {
			t.Fatalf("the next thing is due at %s: %v", next, err)
		}
		mustEqual(t, "a second before", pendingOf(w), "standard, free from 2024-06-01T00:00:00Z")
		w.Clock.Move(time.Second)
		if next, err = w.Service.Step(t.Context()); err != nil || next.String() != "2024-07-01T00:00:00Z" {
			t.Fatalf("then the next thing is due at %s: %v", next, err)
		}
		mustEqual(t, "then", pendingOf(w), "free")
	})
	t.Run("BIL-15 a higher tier holds at once and clears what is pending, also for good", func(t *testing.T) {
		w := paid(t, model.StandardTier)
		w.Do(as("Ada"), tier(model.FreeTier))
		mustHold(t, planned(w.Plan(as("Ada"), tier(model.EnterpriseTier))), "from Standard to Enterprise, at once", "ends: the pending change to the Free tier")
		w.Do(as("Ada"), tier(model.EnterpriseTier))
		mustEqual(t, "after", pendingOf(w), "enterprise")
		w.Advance(untilTurn(w))
		mustEqual(t, "later", pendingOf(w), "enterprise")
	})
	t.Run("BIL-15 choosing the present tier takes the pending change back", func(t *testing.T) {
		w := paid(t, model.EnterpriseTier)
		w.Refused("BIL-15", as("Ada"), tier(model.EnterpriseTier))
		w.Do(as("Ada"), tier(model.FreeTier))
		mustHold(t, planned(w.Plan(as("Ada"), tier(model.EnterpriseTier))), "ends: the pending change to the Free tier on 2024-06-01")
		w.Do(as("Ada"), tier(model.EnterpriseTier))
		mustEqual(t, "after", pendingOf(w), "enterprise")
		w.Advance(untilTurn(w))
		mustEqual(t, "later", pendingOf(w), "enterprise")
	})
	t.Run("BIL-15 a change of the billing account to another that allows paid tiers leaves what is pending", func(t *testing.T) {
		w := paid(t, model.StandardTier)
		w.Connect("acme", "Ada", otherAccount)
		allow(w, otherAccount, model.AllowPaid)
		w.Do(as("Ada"), tier(model.FreeTier))
		w.Do(as("Ada"), pays(otherAccount))
		mustEqual(t, "after", pendingOf(w), "standard, free from 2024-06-01T00:00:00Z")
		w.Advance(untilTurn(w))
		mustEqual(t, "later", pendingOf(w), "free")
	})
	t.Run("BIL-15 a lower tier is warned of when storage that is held does not fit", func(t *testing.T) {
		w := paid(t, model.StandardTier)
		use(w, tiers.ComputeMinutes, 500) // which a new month begins anew
		use(w, tiers.SourceStorage, 50)
		plan := planned(w.Plan(as("Ada"), tier(model.FreeTier)))
		mustHold(t, plan, "work that needs Source storage halts: 50 GB are used")
		mustEqual(t, "compute", strings.Contains(plan, "Compute"), false)
	})
}

// lowered is a world in which two tiers wait for the month to turn, with usage that is used up and held.
func lowered(t testing.TB) *modeltest.World {
	w := paid(t, model.EnterpriseTier)
	w.Space("beta", "Out", otherAccount)
	w.Do(aws(otherAccount), &model.AllowTiers{Space: "beta", Tiers: model.AllowPaid})
	w.Do(as("Out"), &model.ChangeTier{Space: "beta", Tier: model.StandardTier})
	use(w, tiers.ComputeMinutes, 4000)
	use(w, tiers.SourceStorage, 40)
	w.Do(as("Ada"), tier(model.FreeTier))
	w.Do(as("Out"), &model.ChangeTier{Space: "beta", Tier: model.FreeTier})
	return w
}

// stateOf is a dump without the program's own record, which remembers when it was last written.
func stateOf(w *modeltest.World, without ...string) string {
	var kept []string
	for line := range strings.Lines(w.Dump()) {
		table, _, _ := strings.Cut(line, " ")
		if !strings.Contains(strings.Join(append(without, "system"), " "), table) {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

// stepTo moves the wall clock on in steps that next draws, and has the service follow each.
func stepTo(t testing.TB, w *modeltest.World, end model.Instant, next func() time.Duration) {
	t.Helper()
	for w.Service.Now() < end {
		w.Clock.Move(min(next(), end.Sub(w.Service.Now())))
		if _, err := w.Service.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestMonthsPass(t *testing.T) {
	span := 100 * 24 * time.Hour
	random := rand.New(rand.NewPCG(7, 7))
	patterns := map[string]func(w *modeltest.World, end model.Instant){
		"closed for the whole time": func(w *modeltest.World, end model.Instant) {
			w.Clock.Move(end.Sub(w.Service.Now()))
			w.Reopen()
			if _, err := w.Service.Step(t.Context()); err != nil {
				t.Fatal(err)
			}
		},
		"a step every hour": func(w *modeltest.World, end model.Instant) {
			stepTo(t, w, end, func() time.Duration { return time.Hour })
		},
		"a step every week": func(w *modeltest.World, end model.Instant) {
			stepTo(t, w, end, func() time.Duration { return 7 * 24 * time.Hour })
		},
		"steps at random, with restarts": func(w *modeltest.World, end model.Instant) {
			stepTo(t, w, end, func() time.Duration {
				if random.IntN(4) == 0 {
					w.Reopen()
				}
				return time.Duration(1+random.IntN(10*24*3600)) * time.Second
			})
		},
		"a step on each turn": func(w *modeltest.World, end model.Instant) {
			stepTo(t, w, end, func() time.Duration { return untilTurn(w) })
		},
	}
	t.Run("BIL-15 BIL-16 the same months leave the same behind, however the time passes", func(t *testing.T) {
		want := ""
		for name, pass := range patterns {
			w := lowered(t)
			pass(w, w.Service.Now().Add(span))
			got := stateOf(w)
			if want == "" {
				want = got
			}
			if got != want {
				t.Errorf("%s leaves\n%s\ninstead of\n%s", name, strings.Join(modeltest.Lines(got, want), "\n"), strings.Join(modeltest.Lines(want, got), "\n"))
			}
			mustEqual(t, name, pendingOf(w), "free")
			mustEqual(t, name+": months", len(billing(w, as("Ada"), "acme").History), 3)
		}
	})
	t.Run("BIL-15 so they do when time is skipped forward, at once or day by day", func(t *testing.T) {
		skip := func(days ...int) string {
			w := lowered(t)
			for _, n := range days {
				w.Advance(time.Duration(n) * 24 * time.Hour)
			}
			var turns []string
			for _, a := range activity(w, as("Ada"), "acme") {
				if a.Actor.Kind == model.ActorProgram {
					turns = append(turns, a.At.String()+" "+a.Text)
				}
			}
			return stateOf(w, "activity") + strings.Join(turns, "\n")
		}
		daily := make([]int, 100)
		for i := range daily {
			daily[i] = 1
		}
		mustEqual(t, "day by day", skip(daily...), skip(100))
		mustEqual(t, "in two", skip(37, 63), skip(100))
	})
	t.Run("BIL-15 a year is twelve months, each closed at its own end", func(t *testing.T) {
		w := paid(t, model.StandardTier)
		w.Advance(366 * 24 * time.Hour)
		history := billing(w, as("Ada"), "acme").History
		mustEqual(t, "months", len(history), 12)
		for i, b := range history {
			want := time.Date(2025, time.Month(4-i), 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
			mustEqual(t, "month", b.Month, want)
			mustEqual(t, "total", b.Total.String(), "15.00")
			mustEqual(t, "current", b.Current, false)
		}
	})
	for begins, ends := range map[string]string{
		"2023-12-31T23:59:59Z": "2024-01-01T00:00:00Z", "2024-02-29T12:00:00Z": "2024-03-01T00:00:00Z", "2024-02-28T23:59:59Z": "2024-03-01T00:00:00Z",
		"2023-02-28T23:59:59Z": "2023-03-01T00:00:00Z", "2100-02-28T00:00:00Z": "2100-03-01T00:00:00Z", "2024-01-31T10:00:00Z": "2024-02-01T00:00:00Z",
		"2024-11-30T23:00:00Z": "2024-12-01T00:00:00Z", "2024-05-01T00:00:00Z": "2024-06-01T00:00:00Z",
	} {
		t.Run("BIL-15 the billing month in which "+begins+" lies ends at "+ends, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, begins)
			if err != nil {
				t.Fatal(err)
			}
			w := newWorldAt(t, at)
			w.SignUp("Ada")
			w.Space("acme", "Ada", acmeAccount)
			allow(w, acmeAccount, model.AllowPaid)
			w.Do(as("Ada"), tier(model.StandardTier))
			w.Do(as("Ada"), tier(model.FreeTier))
			mustEqual(t, "pending", pendingOf(w), "standard, free from "+ends)
			w.Advance(untilTurn(w))
			mustEqual(t, "now", w.Service.Now().String(), ends)
			mustEqual(t, "then", pendingOf(w), "free")
			mustEqual(t, "closed", billing(w, as("Ada"), "acme").History[0].Month, at.Format("2006-01"))
		})
	}
}

func TestTurnsAreTheProgramsOwn(t *testing.T) {
	t.Run("BIL-15 nobody closes a month by hand", func(t *testing.T) {
		w := paid(t, model.StandardTier)
		for _, session := range []model.Session{as("Ada"), aws(acmeAccount), modeltest.Nobody} {
			w.Unchanged(func() { w.Refuse("ACT-02", session, &model.TurnMonth{Space: "acme"}) })
		}
	})
	t.Run("BIL-12 what is used in the first moment of a month before it is turned is not lost", func(t *testing.T) {
		w := acme(t)
		use(w, tiers.SourceStorage, 4)
		id := w.View(as("Ada"), "acme").ID
		seed(w, func(to model.Writer) error { // as a command would that began when the month had just begun
			return to.Put("usage", model.K(id, "2024-06"), &struct {
				Space string      `cbor:"1,keyasint"`
				Month string      `cbor:"2,keyasint"`
				Used  tiers.Usage `cbor:"3,keyasint"`
			}{id, "2024-06", tiers.Usage{tiers.SourceStorage: 2 * tiers.SourceStorage.Scale(), tiers.ComputeMinutes: 3 * tiers.ComputeMinutes.Scale()}})
		})
		w.Advance(untilTurn(w))
		mustEqual(t, "held", meterOf(w, tiers.SourceStorage).Used, 6)
		mustEqual(t, "used", meterOf(w, tiers.ComputeMinutes).Used, 3)
	})
	t.Run("BIL-16 whom the sync brings at the very moment of the turn the closed month counts", func(t *testing.T) {
		w, store := federated(t)
		w.Advance(untilTurn(w) - 3*time.Hour)
		turn, brought := w.Service.Now().NextMonth(), 0
		for i := range 24 { // one of them falls due with the turn
			w.Do(aws(corpAccount), &model.CreateUser{Store: store, UserName: fmt.Sprint("late", i), Groups: []string{"devs"}})
			w.Advance(5 * time.Minute)
		}
		for _, change := range modeltest.Ask[[]model.SyncChangeView](w, aws(corpAccount), &model.SyncStatus{Space: "corp"}) {
			if change.ExpectedAt == turn {
				brought++
			}
		}
		w.Advance(untilTurn(w) - time.Second)
		before := w.View(sso(store, "ana"), "corp").Members
		w.Advance(time.Second)
		mustEqual(t, "some fall due with the turn", brought > 0, true)
		mustEqual(t, "members that are counted", billing(w, sso(store, "ana"), "corp").History[0].Members, before+brought)
	})
	t.Run("BIL-15 many spaces turn at once, and a deleted one does not", func(t *testing.T) {
		w := acme(t)
		for i := range 4 {
			w.Space(fmt.Sprint("space", i), "Ada", otherAccountOf(i))
		}
		w.Do(as("Ada"), &model.DeleteSpace{Name: "space2", Confirm: "delete"})
		w.Advance(untilTurn(w))
		for _, name := range []string{"acme", "space0", "space1", "space3"} {
			mustEqual(t, name, len(billing(w, as("Ada"), name).History), 1)
		}
	})
}
