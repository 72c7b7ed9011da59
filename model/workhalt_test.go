package model_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/model/tiers"
)

// runStates lists the runs of acme with how each stands, the oldest first.
func runStates(w *modeltest.World) string {
	w.T.Helper()
	list := runsOf(w, "Ada")
	words := make([]string, len(list))
	for i, run := range list {
		words[len(list)-1-i] = fmt.Sprintf("%s:%s", run.Run, run.State)
	}
	return strings.Join(words, " ")
}

func TestHalt(t *testing.T) {
	t.Run("BIL-12 PRJ-04 on Free all runs halt at the very second in which the maximum is reached, and say why; none begins", func(t *testing.T) {
		w := workshop(t)
		for range 3 {
			w.Do(as("Lee"), startRun(60))
		}
		w.Advance(30 * time.Minute)
		mustEqual(t, "on the way", runStates(w), "run-1:running run-2:running run-3:running")
		w.Advance(20 * time.Minute)
		mustEqual(t, "at the maximum", runStates(w), "run-1:halted run-2:halted run-3:halted")
		mustEqual(t, "used", used(w, tiers.ComputeMinutes), 100)
		sum, first := 0.0, runsOf(w, "Lee")[0]
		for _, run := range runsOf(w, "Lee") {
			sum += run.Minutes
			mustEqual(t, "ended together", run.Ended, first.Ended)
		}
		if sum < 99.98 || sum > 100.02 { // each is told to hundredths
			t.Errorf("the runs used %v minutes", sum)
		}
		mustHold(t, first.Reason, "the maximum of the Free tier is reached: 100 minutes of Compute")
		mustHold(t, activity(w, as("Ada"), "acme")[0].Text, "started by @Lee, halted: the maximum")
		mustHold(t, w.Refused("BIL-12", as("Lee"), startRun(1)).Fix, "2024-06-01", "changes the tier")
	})
	t.Run("BIL-12 PRJ-04 a Dev Environment stops at the maximum of its hours, one whose storage does not fit is not made, and a stopped one does not start", func(t *testing.T) {
		w := workshop(t)
		use(w, tiers.DevEnvironmentHours, 99)
		w.Do(as("Lee"), createDev("main"))
		w.Do(as("Lee"), &model.StopDevEnvironment{Space: "acme", Dev: "main"})
		big := createDev("big")
		big.Storage, big.Timeout = "64", 0
		w.Do(as("Rae"), big)
		refusal := w.Refused("BIL-12", as("Rae"), &model.CreateDevEnvironment{Space: "acme", Project: "web", Storage: "32"})
		mustEqual(t, "field", refusal.Field, "storage")
		mustHold(t, refusal.Message, "32 GiB do not fit", "80 GB of the 100 GB")
		w.Advance(61*time.Minute + time.Second)
		stopped := devsOf(w, "Rae")[0]
		mustEqual(t, "state", stopped.State, model.DevStopping)
		mustHold(t, stopped.Reason, "the maximum of the Free tier is reached: 100 hours of Dev Environments")
		mustEqual(t, "hours", used(w, tiers.DevEnvironmentHours), 100)
		w.Refused("BIL-12", as("Lee"), &model.StartDevEnvironment{Space: "acme", Dev: "main"})
		w.Do(as("Lee"), startRun(1)) // compute is another resource
		w.Do(as("Rae"), &model.DeleteDevEnvironment{Space: "acme", Dev: "big"})
		mustEqual(t, "storage", used(w, tiers.DevEnvironmentStorage), 16)
	})
	t.Run("BIL-12 once the month turns new work begins, and so it does when the tier changes; what halted stays halted", func(t *testing.T) {
		w := workshop(t)
		use(w, tiers.ComputeMinutes, 99)
		w.Do(as("Lee"), startRun(60))
		w.Advance(time.Hour)
		w.Refused("BIL-12", as("Lee"), startRun(1))
		w.Advance(17 * 24 * time.Hour)
		w.Do(as("Lee"), startRun(1))
		use(w, tiers.ComputeMinutes, 98)
		w.Advance(time.Hour)
		mustEqual(t, "in June", runStates(w), "run-1:halted run-2:succeeded")
		use(w, tiers.ComputeMinutes, 1)
		w.Refused("BIL-12", as("Lee"), startRun(1))
		allow(w, acmeAccount, model.AllowPaid)
		w.Do(as("Ada"), tier(model.StandardTier))
		w.Do(as("Lee"), startRun(60))
		w.Advance(2 * time.Hour)
		mustEqual(t, "on Standard", runStates(w), "run-1:halted run-2:succeeded run-3:succeeded")
		mustEqual(t, "used", used(w, tiers.ComputeMinutes), 160)
	})
	t.Run("BIL-12 a change of the tier while work runs moves the moment at which it halts", func(t *testing.T) {
		w := workshop(t)
		allow(w, acmeAccount, model.AllowPaid)
		use(w, tiers.ComputeMinutes, 90)
		w.Do(as("Lee"), startRun(300))
		w.Do(as("Ada"), tier(model.StandardTier))
		w.Advance(100 * time.Minute)
		mustEqual(t, "beyond the maximum of Free", runStates(w), "run-1:running")
		usedThen := used(w, tiers.ComputeMinutes)
		mustHold(t, planned(w.Plan(aws(acmeAccount), &model.AllowTiers{Space: "acme", Tiers: model.AllowFree})), "work that needs Compute halts", "run-1 of build-and-deploy in web")
		allow(w, acmeAccount, model.AllowFree)
		w.Advance(time.Second)
		mustEqual(t, "after the fall", runStates(w), "run-1:halted")
		mustEqual(t, "what the tier allowed is charged", used(w, tiers.ComputeMinutes), usedThen)
	})
	t.Run("BIL-12 a run halts when it has used what was left, to the second, and a second of work is left to no other", func(t *testing.T) {
		w := workshop(t)
		run := w.Do(as("Lee"), startRun(200)).Result.(model.RunView)
		w.Advance(4 * time.Hour)
		mustEqual(t, "worked", runsOf(w, "Lee")[0].Ended.Sub(run.From), 100*time.Minute)
	})
	t.Run("BIL-12 where the maximum counts for each member, work halts sooner once the sync takes one away", func(t *testing.T) {
		w, store := federated(t)
		w.Tiers.Tiers[0].PerMember = true // two members: 200 minutes
		w.Reopen()
		ana := sso(store, "ana")
		w.Do(ana, &model.CreateProject{Space: "corp", Name: "web"})
		run := w.Do(ana, &model.StartRun{Space: "corp", Project: "web", Minutes: 400}).Result.(model.RunView)
		w.Do(aws(corpAccount), &model.RemoveFromGroup{Store: store, UserName: "bo", Group: "devs"})
		w.Advance(190 * time.Minute)
		left := activity(w, ana, "corp")[1] // the entry before that of the halt, or of the same moment
		halted := modeltest.Ask[[]model.RunView](w, ana, &model.ListRuns{Space: "corp"})[0]
		mustEqual(t, "state", halted.State, model.RunHalted)
		mustHold(t, left.Text, "took @bo")
		mustEqual(t, "ended", halted.Ended, max(left.At, run.From.Add(100*time.Minute)))
	})
	t.Run("BIL-12 rehearsed usage and work share what is left", func(t *testing.T) {
		w := workshop(t)
		run := w.Do(as("Lee"), startRun(60)).Result.(model.RunView)
		w.Clock.Move(run.From.Sub(run.At) + 20*time.Minute)
		mustEqual(t, "halted of the rehearsal", use(w, tiers.ComputeMinutes, 100), 20)
		w.Advance(time.Second)
		mustEqual(t, "the run", runStates(w), "run-1:halted")
		mustEqual(t, "used", used(w, tiers.ComputeMinutes), 100)
	})
}

func TestWorkOverMonths(t *testing.T) {
	t.Run("PRJ-04 BIL-12 what runs over the turn of a month counts in both, and does not halt at the maximum of the month that ends", func(t *testing.T) {
		w := workshop(t)
		w.Advance(model.At(modeltest.Noon).NextMonth().Sub(w.Service.Now()) - 31*time.Minute)
		cmd := createDev("main")
		cmd.Timeout = 0
		w.Do(as("Lee"), cmd)
		w.Do(as("Lee"), startRun(60))
		use(w, tiers.ComputeMinutes, 69)
		use(w, tiers.DevEnvironmentHours, 99)
		w.Advance(31 * time.Minute)
		mustEqual(t, "at the turn", runStates(w), "run-1:running")
		w.Advance(2 * time.Hour)
		mustEqual(t, "after it", runStates(w), "run-1:succeeded")
		view := billing(w, as("Ada"), "acme")
		may := map[string]float64{}
		for _, line := range view.History[0].Lines {
			may[line.Item] = line.Used
		}
		mustEqual(t, "compute of both months", may["compute-minutes"]-69+used(w, tiers.ComputeMinutes), 60)
		mustEqual(t, "hours in May", may["dev-environment-hours"], 99.5)
		mustEqual(t, "hours in June", used(w, tiers.DevEnvironmentHours), 2)
		mustEqual(t, "storage held in both", may["dev-environment-storage"]+used(w, tiers.DevEnvironmentStorage), 32)
		w.Do(as("Lee"), &model.DeleteDevEnvironment{Space: "acme", Dev: "main"})
		mustEqual(t, "storage freed", used(w, tiers.DevEnvironmentStorage), 0)
		w.Advance(40 * 24 * time.Hour)
		mustEqual(t, "nothing is left of it", used(w, tiers.DevEnvironmentStorage)+used(w, tiers.DevEnvironmentHours), 0)
	})
	t.Run("BIL-12 what reaches the maximum at the very turn of the month goes on", func(t *testing.T) {
		w := workshop(t)
		w.Advance(model.At(modeltest.Noon).NextMonth().Sub(w.Service.Now()) - 61*time.Minute)
		w.Do(as("Lee"), createDev("main")) // runs in a minute
		use(w, tiers.DevEnvironmentHours, 99)
		w.Advance(2 * time.Hour)
		mustEqual(t, "state", devsOf(w, "Lee")[0].State, model.DevRunning)
		mustEqual(t, "in May", billing(w, as("Ada"), "acme").History[0].Lines[2].Used, 100)
	})
	t.Run("PRJ-04 FED-15 it does not matter when and how often the program looks, nor whether it was closed", func(t *testing.T) {
		const days = 20 * 24 * time.Hour // the month turns in them
		live := func(pause time.Duration, closed bool) string {
			w := workshop(t)
			w.Space("thrift", "Ada", otherAccount)
			w.Do(as("Ada"), &model.CreateProject{Space: "thrift", Name: "small"})
			allow(w, acmeAccount, model.AllowPaid)
			w.Do(as("Ada"), tier(model.StandardTier))
			for _, space := range []string{"acme", "thrift"} {
				w.Do(as("Ada"), &model.SimulateWork{Space: space, State: model.On})
			}
			cmd := createDev("long")
			cmd.Timeout = 0
			w.Do(as("Lee"), cmd)
			w.Do(as("Lee"), startRun(400))
			for left := days; left > 0; left -= pause {
				w.Clock.Move(min(pause, left))
				if closed {
					w.Reopen()
				}
				if _, err := w.Service.Step(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			w.Do(as("Ada"), &model.SimulateWork{Space: "acme", State: model.Off})
			return w.Dump()
		}
		once := live(days, false)
		for _, other := range []string{live(7*time.Hour+13*time.Second, false), live(24*time.Hour, true), live(11*time.Minute, false)} {
			if lines := modeltest.Lines(other, once); len(lines) > 0 {
				t.Fatalf("%d records differ, the first is %s", len(lines), lines[0])
			}
		}
	})
}
