package model_test

import (
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/model/tiers"
)

// workshop is acme with the project web: Lee contributes to it, Rae reviews, Una reads, and Max administers it.
// Ada is Space administrator, and Pat a Power user without a role in it.
func workshop(t testing.TB) *modeltest.World {
	t.Helper()
	w := acme(t)
	w.SignUp("Rae", "Una", "Max")
	w.Join("acme", "Ada", model.LimitedAccess, "Rae", "Una", "Max")
	w.Do(as("Ada"), &model.CreateProject{Space: "acme", Name: "web", Blueprint: "three-tier"})
	for _, who := range []struct {
		alias string
		role  model.ProjectRole
	}{{"Lee", model.Contributor}, {"Rae", model.Reviewer}, {"Una", model.ReadOnly}, {"Max", model.ProjectAdministrator}} {
		w.Do(as("Ada"), toProject("web", who.alias+"@example.com", who.role))
	}
	return w
}

func startRun(minutes int) *model.StartRun {
	return &model.StartRun{Space: "acme", Project: "web", Minutes: minutes}
}

func createDev(alias string) *model.CreateDevEnvironment {
	return &model.CreateDevEnvironment{Space: "acme", Project: "web", Alias: alias}
}

// runsOf lists the runs of acme as someone sees them, and devsOf the Dev Environments.
func runsOf(w *modeltest.World, alias string) []model.RunView {
	w.T.Helper()
	return modeltest.Ask[[]model.RunView](w, as(alias), &model.ListRuns{Space: "acme"})
}

func devsOf(w *modeltest.World, alias string) []model.DevEnvironmentView {
	w.T.Helper()
	return modeltest.Ask[[]model.DevEnvironmentView](w, as(alias), &model.ListDevEnvironments{Space: "acme"})
}

// used is what acme has used of a resource, in its unit.
func used(w *modeltest.World, resource tiers.Resource) float64 {
	w.T.Helper()
	return meterOf(w, resource).Used
}

func TestRuns(t *testing.T) {
	t.Run("PRJ-04 a run waits for its compute, works and ends with the program's clock, and uses compute while it works", func(t *testing.T) {
		w := workshop(t)
		run := w.Do(as("Lee"), startRun(10)).Result.(model.RunView)
		mustEqual(t, "workflow", run.Workflow, "build-and-deploy")
		mustEqual(t, "state", run.State, model.RunQueued)
		mustEqual(t, "work", run.Until.Sub(run.From), 10*time.Minute)
		w.Clock.Move(run.From.Sub(run.At))
		mustEqual(t, "state with its compute", runsOf(w, "Lee")[0].State, model.RunRunning)
		mustEqual(t, "used at its start", used(w, tiers.ComputeMinutes), 0)
		w.Clock.Move(4 * time.Minute)
		mustEqual(t, "minutes", runsOf(w, "Lee")[0].Minutes, 4)
		mustEqual(t, "used on the way", used(w, tiers.ComputeMinutes), 4)
		w.Advance(time.Hour)
		over := runsOf(w, "Una")[0]
		mustEqual(t, "state at the end", over.State, model.RunSucceeded)
		mustEqual(t, "ended", over.Ended, run.Until)
		mustEqual(t, "used at the end", used(w, tiers.ComputeMinutes), 10)
		mustHold(t, activity(w, as("Ada"), "acme")[0].Text, "run-1 of build-and-deploy in web, started by @Lee, succeeded after 10 minutes")
	})
	t.Run("PRJ-04 Project administrators and Contributors start and stop runs, and Space administrators; nobody else", func(t *testing.T) {
		w := workshop(t)
		for _, alias := range []string{"Lee", "Max", "Ada"} {
			w.Do(as(alias), startRun(60))
		}
		for _, alias := range []string{"Rae", "Una"} {
			mustHold(t, w.Refused("ACT-02", as(alias), startRun(1)).Who, "Project administrator or Contributor of the project", "Space administrator")
			w.Refused("ACT-02", as(alias), &model.StopRun{Space: "acme", Run: "run-1"})
		}
		w.Do(as("Max"), &model.StopRun{Space: "acme", Run: "RUN-1"})
		w.Refused("PRJ-04", as("Lee"), &model.StopRun{Space: "acme", Run: "1"})
		stopped := runsOf(w, "Lee")[2]
		mustEqual(t, "state", stopped.State, model.RunStopped)
		mustEqual(t, "reason", stopped.Reason, "stopped by @Max")
		mustEqual(t, "used", used(w, tiers.ComputeMinutes), 0)
		w.Advance(3 * time.Hour)
		mustEqual(t, "used by the others", used(w, tiers.ComputeMinutes), 100) // the maximum
	})
	t.Run("PRJ-02 who does not see the project finds neither its runs nor the project", func(t *testing.T) {
		w := workshop(t)
		w.Do(as("Lee"), startRun(60))
		mustEqual(t, "runs that Pat sees", len(runsOf(w, "Pat")), 0)
		w.Refused("PRJ-02", as("Pat"), startRun(1))
		refused := w.Refused("PRJ-04", as("Pat"), &model.StopRun{Space: "acme", Run: "run-1"}).Message
		mustEqual(t, "as one that is not there", strings.ReplaceAll(w.Refused("PRJ-04", as("Pat"), &model.StopRun{Space: "acme", Run: "run-9"}).Message, "run-9", "run-1"), refused)
		w.Refuse("SPC-15", as("Out"), startRun(1))
	})
	t.Run("PRJ-04 what a run cannot be is refused", func(t *testing.T) {
		w := workshop(t)
		for field, cmd := range map[string]*model.StartRun{
			"compute": {Compute: "abacus"}, "os": {OS: "plan9"}, "minutes": {Minutes: 481}, "name": {Workflow: "no spaces"},
		} {
			cmd.Space, cmd.Project = "acme", "web"
			mustEqual(t, "field", w.Refused("PRJ-04", as("Lee"), cmd).Field, field)
		}
		w.Refused("PRJ-03", as("Lee"), &model.StartRun{Space: "acme", Project: "web", Environment: "none"})
	})
	t.Run("PRJ-04 a space remembers the newest runs, and no more are in progress than it takes", func(t *testing.T) {
		w := workshop(t)
		for range model.MaxRunsInProgress {
			w.Do(as("Lee"), startRun(1))
		}
		mustEqual(t, "field", w.Refused("PRJ-04", as("Lee"), startRun(1)).Field, "")
		w.Advance(time.Hour)
		mustEqual(t, "halted or done", len(runsOf(w, "Lee")), 100) // of 200 as many as are asked for
	})
}

func TestDevEnvironments(t *testing.T) {
	t.Run("PRJ-04 a Dev Environment starts, runs until its timeout and stops; hours count while it runs, its storage from creation to deletion", func(t *testing.T) {
		w := workshop(t)
		cmd := createDev("main")
		cmd.Timeout, cmd.Storage, cmd.Size = 90, "32", model.DevLarge
		dev := w.Do(as("Lee"), cmd).Result.(model.DevEnvironmentView)
		mustEqual(t, "state", dev.State, model.DevPending)
		mustEqual(t, "storage at once", used(w, tiers.DevEnvironmentStorage), 32)
		w.Clock.Move(10 * time.Second)
		mustEqual(t, "after ten seconds", devsOf(w, "Lee")[0].State, model.DevStarting)
		w.Clock.Move(50*time.Second + 30*time.Minute)
		mustEqual(t, "after half an hour", devsOf(w, "Lee")[0].State, model.DevRunning)
		mustEqual(t, "hours", used(w, tiers.DevEnvironmentHours), 0.5)
		w.Advance(time.Hour)
		mustEqual(t, "at its timeout", devsOf(w, "Lee")[0].State, model.DevStopping)
		w.Advance(time.Hour)
		dev = devsOf(w, "Lee")[0]
		mustEqual(t, "later", dev.State, model.DevStopped)
		mustEqual(t, "reason", dev.Reason, "its timeout passed")
		mustEqual(t, "hours at the end", used(w, tiers.DevEnvironmentHours), 1.5)
		w.Do(as("Lee"), &model.StartDevEnvironment{Space: "acme", Dev: "MAIN"})
		w.Refused("PRJ-04", as("Lee"), &model.StartDevEnvironment{Space: "acme", Dev: "dev-1"})
		w.Advance(50*time.Second + 30*time.Minute)
		w.Do(as("Lee"), &model.StopDevEnvironment{Space: "acme", Dev: "1"})
		w.Refused("PRJ-04", as("Lee"), &model.StopDevEnvironment{Space: "acme", Dev: "1"})
		mustEqual(t, "hours of both", devsOf(w, "Lee")[0].Hours, 2)
		mustEqual(t, "storage still", used(w, tiers.DevEnvironmentStorage), 32)
		w.Do(as("Lee"), &model.DeleteDevEnvironment{Space: "acme", Dev: "main"})
		mustEqual(t, "storage freed", used(w, tiers.DevEnvironmentStorage), 0)
		mustEqual(t, "left", len(devsOf(w, "Ada")), 0)
	})
	t.Run("PRJ-04 Project administrators, Contributors and Reviewers have their own; others' are stopped by three roles and deleted by two", func(t *testing.T) {
		w := workshop(t)
		for _, alias := range []string{"Lee", "Rae", "Max", "Ada"} {
			w.Do(as(alias), createDev("of-"+alias))
		}
		w.Refused("ACT-02", as("Una"), createDev(""))
		w.Refused("PRJ-02", as("Pat"), createDev(""))
		for alias, sees := range map[string]int{"Lee": 1, "Rae": 1, "Una": 0, "Max": 4, "Ada": 4, "Pat": 4} {
			mustEqual(t, "seen by "+alias, len(devsOf(w, alias)), sees)
		}
		w.Refused("PRJ-04", as("Rae"), &model.StopDevEnvironment{Space: "acme", Dev: "dev-1"})
		w.Refused("ACT-02", as("Max"), &model.DeleteDevEnvironment{Space: "acme", Dev: "of-lee"})
		w.Do(as("Max"), &model.StopDevEnvironment{Space: "acme", Dev: "of-Lee"})
		mustEqual(t, "told why", devsOf(w, "Lee")[0].Reason, "stopped by @Max")
		w.Advance(time.Minute)
		w.Refused("ACT-02", as("Ada"), &model.StartDevEnvironment{Space: "acme", Dev: "of-Lee"})
		w.Do(as("Pat"), &model.StopDevEnvironment{Space: "acme", Dev: "of-Rae"})
		w.Do(as("Pat"), &model.DeleteDevEnvironment{Space: "acme", Dev: "of-Rae"})
		w.Do(as("Ada"), &model.DeleteDevEnvironment{Space: "acme", Dev: "of-Max"})
		mustEqual(t, "left", len(devsOf(w, "Ada")), 2)
	})
	t.Run("PRJ-04 what a Dev Environment cannot be is refused, and of two with one alias its name is asked for", func(t *testing.T) {
		w := workshop(t)
		for field, change := range map[string]func(*model.CreateDevEnvironment){
			"alias": func(c *model.CreateDevEnvironment) { c.Alias = "-x" }, "size": func(c *model.CreateDevEnvironment) { c.Size = "huge" },
			"storage": func(c *model.CreateDevEnvironment) { c.Storage = "48" }, "ide": func(c *model.CreateDevEnvironment) { c.IDE = "ed" },
			"timeout": func(c *model.CreateDevEnvironment) { c.Timeout = 1201 },
		} {
			cmd := createDev("x")
			change(cmd)
			mustEqual(t, "field", w.Refused("PRJ-04", as("Lee"), cmd).Field, field)
		}
		w.Do(as("Lee"), createDev("main"))
		w.Do(as("Rae"), createDev("main"))
		w.Do(as("Lee"), &model.StopDevEnvironment{Space: "acme", Dev: "main"}) // the other one is not Lee's to see
		mustHold(t, w.Refused("PRJ-04", as("Ada"), &model.StopDevEnvironment{Space: "acme", Dev: "main"}).Message, "dev-1", "dev-2")
	})
}
