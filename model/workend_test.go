package model_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/model/tiers"
)

// busy is a workshop in which Lee has a run in progress and a Dev Environment, and Rae a Dev Environment.
func busy(t testing.TB) *modeltest.World {
	t.Helper()
	w := workshop(t)
	w.Do(as("Lee"), startRun(60))
	w.Do(as("Lee"), createDev("main"))
	w.Do(as("Rae"), createDev("review"))
	w.Advance(11 * time.Minute)
	return w
}

// seconds is a number of hours, in whole seconds.
func seconds(hours float64) int { return int(math.Round(hours * 3600)) }

func TestWorkEnds(t *testing.T) {
	t.Run("SPC-10 a deletion counts the runs and Dev Environments that stop, ends them, and charges what they used", func(t *testing.T) {
		w := busy(t)
		allow(w, acmeAccount, model.AllowPaid)
		w.Do(as("Ada"), tier(model.StandardTier))
		spent, held := used(w, tiers.ComputeMinutes), used(w, tiers.DevEnvironmentStorage)
		plan := planned(w.Plan(as("Ada"), &model.DeleteSpace{Name: "acme"}))
		mustHold(t, plan, "ends: 1 workflow run stops run-1 of build-and-deploy in web", "removes: 2 Dev Environments stop and go, with 32 GB", "dev-1 (main) of @Lee in web, RUNNING", "dev-2 (review) of @Rae")
		w.Do(as("Ada"), &model.DeleteSpace{Name: "acme", Confirm: "delete"})
		w.Advance(3 * time.Hour)
		if err := w.Service.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(w.Dump(), "\n") {
			for _, table := range []string{"run ", "devenvironment ", "workplace ", "workdue "} {
				if strings.HasPrefix(line, table) {
					t.Errorf("left: %s", line)
				}
			}
		}
		bills := modeltest.Ask[[]model.BillView](w, aws(acmeAccount), &model.AccountDashboard{Months: 12})
		for _, line := range bills[0].Lines {
			switch line.Item {
			case string(tiers.ComputeMinutes):
				mustEqual(t, "minutes", line.Used, spent)
			case string(tiers.DevEnvironmentStorage):
				mustEqual(t, "storage", line.Used, held)
			}
		}
	})
	t.Run("MEM-08 PRJ-04 the Dev Environments of someone who leaves stop and have no owner; Space administrators and Power users delete them", func(t *testing.T) {
		w := busy(t)
		mustHold(t, planned(w.Plan(as("Ada"), remove("Lee"))), "ends: 1 Dev Environment stops and has no owner any more", "dev-1 (main) of @Lee")
		w.Do(as("Ada"), remove("Lee"))
		list := devsOf(w, "Ada")
		mustEqual(t, "owner", list[1].Owner, "")
		mustEqual(t, "state", list[1].State, model.DevStopping)
		mustEqual(t, "reason", list[1].Reason, "its owner left the space")
		mustEqual(t, "the other one", list[0].State, model.DevRunning)
		mustEqual(t, "the run goes on", runStates(w), "run-1:running")
		hours := seconds(used(w, tiers.DevEnvironmentHours))
		w.Join("acme", "Ada", model.LimitedAccess, "Lee")
		w.Advance(30 * time.Minute)
		mustEqual(t, "only Rae's counts", seconds(used(w, tiers.DevEnvironmentHours)), hours+1800)
		mustEqual(t, "Lee's again", len(devsOf(w, "Lee")), 0)
		w.Refused("PRJ-04", as("Lee"), &model.DeleteDevEnvironment{Space: "acme", Dev: "main"})
		w.Do(as("Pat"), &model.DeleteDevEnvironment{Space: "acme", Dev: "main"})
		mustEqual(t, "held", used(w, tiers.DevEnvironmentStorage), 16)
	})
	t.Run("MEM-04 PRJ-04 whom the last project takes out of the space loses the Dev Environments, which the plan says", func(t *testing.T) {
		w := busy(t)
		w.Do(as("Ada"), toProject("web", "out@example.com", model.Contributor))
		w.Do(as("Out"), &model.AcceptInvitation{Space: "acme"})
		w.Do(as("Out"), createDev("mine"))
		leave := &model.LeaveProject{Space: "acme", Project: "web", Alias: "Out"}
		mustHold(t, planned(w.Plan(as("Ada"), leave)), "dev-3 (mine) of @Out")
		w.Do(as("Ada"), leave)
		mustEqual(t, "owner", devsOf(w, "Ada")[0].Owner, "")
	})
	t.Run("FED-10 FED-19 PRJ-04 who loses access by a conversion or a disassociation loses the Dev Environments; runs go on", func(t *testing.T) {
		w := busy(t)
		w.Connect("acme", "Ada", corpAccount)
		store := w.Directory(corpAccount, map[string][]string{"devs": {"ana"}})
		convert := &model.SetupSSO{ApplicationName: "corp", DisplayName: "Corp", Space: "acme", Region: model.Oregon, Groups: []string{"devs"}, Administrators: []string{"ana"}}
		mustHold(t, planned(w.Plan(aws(corpAccount), convert)), "2 Dev Environments stop and have no owner", "1 workflow run in progress goes on")
		w.Do(aws(corpAccount), convert)
		w.Advance(30 * time.Minute)
		w.Advance(4 * time.Hour)
		list := modeltest.Ask[[]model.DevEnvironmentView](w, sso(store, "ana"), &model.ListDevEnvironments{Space: "acme"})
		mustEqual(t, "owners", list[0].Owner+list[1].Owner, "")
		w.Do(sso(store, "ana"), createDev("of-ana"))
		runs := modeltest.Ask[[]model.RunView](w, sso(store, "ana"), &model.ListRuns{Space: "acme"})
		mustEqual(t, "the run", runs[0].State, model.RunSucceeded)
		mustHold(t, planned(w.Plan(aws(corpAccount), &model.DisassociateSSO{Space: "acme"})), "1 Dev Environment stops and has no owner", "of-ana")
		mustHold(t, planned(w.Plan(aws(corpAccount), &model.DeleteFederatedSpace{Space: "acme", Application: model.KeepApplication})), "3 Dev Environments stop and go")
	})
	t.Run("ACC-08 removing an account, a role or an environment counts the runs in progress that use it; they go on", func(t *testing.T) {
		w := workshop(t)
		w.Connect("acme", "Ada", otherAccount)
		w.Do(aws(otherAccount), &model.AddRole{Space: "acme", Create: model.DevelopmentRole})
		w.Do(as("Max"), &model.AddEnvironment{Space: "acme", Project: "web", Name: "prod", Account: otherAccount, Role: "CodeCatalystWorkflowDevelopmentRole-acme"})
		cmd := startRun(30)
		cmd.Environment = "prod"
		w.Do(as("Lee"), cmd)
		mustHold(t, planned(w.Plan(aws(otherAccount), &model.RemoveRole{Space: "acme", ARN: "CodeCatalystWorkflowDevelopmentRole-acme"})), "1 workflow run in progress goes on with the role that it began with web/run-1")
		mustHold(t, planned(w.Plan(as("Max"), &model.RemoveEnvironment{Space: "acme", Project: "web", Name: "prod"})), "1 workflow run in progress goes on", "run-1")
		mustHold(t, planned(w.Plan(aws(otherAccount), &model.RemoveAccount{Space: "acme"})), "web/run-1", "web/prod", "not recommended")
		w.Do(aws(otherAccount), &model.RemoveAccount{Space: "acme", Confirm: "acme"})
		mustEqual(t, "account that it keeps", runsOf(w, "Lee")[0].Account, otherAccount)
		w.Advance(time.Hour)
		mustEqual(t, "at the end", runStates(w), "run-1:succeeded")
	})
}
