package model_test

import (
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

// vpcShop is a workshop with the VPC connections corp, lab and hub, and the environment prod of web, which has lab.
func vpcShop(t testing.TB) *modeltest.World {
	t.Helper()
	w := workshop(t)
	w.Do(aws(acmeAccount), &model.AddRole{Space: "acme", Create: model.DevelopmentRole})
	w.Do(aws(acmeAccount), modeltest.NetworkImport(modeltest.NetworkFiles()))
	for _, name := range []string{"corp", "lab", "hub"} {
		w.Do(as("Ada"), addVPC(name))
	}
	w.Do(as("Max"), &model.AddEnvironment{Space: "acme", Project: "web", Name: "prod", Account: acmeAccount, Role: "CodeCatalystWorkflowDevelopmentRole-acme", VPC: "lab"})
	w.Do(as("Max"), &model.AddEnvironment{Space: "acme", Project: "web", Name: "plain", Account: acmeAccount, Role: "CodeCatalystWorkflowDevelopmentRole-acme"})
	return w
}

// vpcRun is a run of half an hour in an environment, with a VPC connection of its own.
func vpcRun(environment, vpc string) *model.StartRun {
	return &model.StartRun{Space: "acme", Project: "web", Environment: environment, VPC: vpc, Minutes: 30}
}

func TestWorkInVPCs(t *testing.T) {
	t.Run("VPC-12 a run takes the connection named on the action, else its environment's, else the default of the space", func(t *testing.T) {
		w := vpcShop(t)
		used := func(environment, vpc string) string {
			v := w.Do(as("Lee"), vpcRun(environment, vpc)).Result.(model.RunView)
			if v.Connection == nil {
				return v.VPC
			}
			return v.VPC + " " + string(v.Connection.From)
		}
		mustEqual(t, "none", used("", "")+used("plain", ""), "")
		mustEqual(t, "the environment's", used("prod", ""), "lab environment")
		mustEqual(t, "the action's", used("prod", "CORP"), "corp action")
		w.Do(as("Ada"), &model.SetDefaultVPC{Space: "acme", Name: "hub"})
		mustEqual(t, "the default", used("", "")+", "+used("plain", ""), "hub default, hub default")
		mustEqual(t, "before the default", used("prod", "")+", "+used("", "corp"), "lab environment, corp action")
		w.Refused("VPC-02", as("Lee"), vpcRun("", "none"))
	})
	t.Run("VPC-12 VPC-17 a Dev Environment takes the one that is named or the default at its creation, and has it for life", func(t *testing.T) {
		w := vpcShop(t)
		w.Do(as("Ada"), &model.SetDefaultVPC{Space: "acme", Name: "hub"})
		named := createDev("named")
		named.VPC = "corp"
		w.Do(as("Rae"), named)
		mustHold(t, planned(w.Plan(as("Lee"), createDev("plain"))), "it has the VPC connection hub, which is the default of the space, for life")
		plain := createDev("plain")
		plain.Timeout = 60
		w.Do(as("Lee"), plain)
		w.Do(as("Ada"), &model.SetDefaultVPC{Space: "acme", Name: "lab"})
		w.Do(as("Ada"), &model.RemoveVPC{Space: "acme", Name: "hub", Confirm: "hub"})
		w.Advance(2 * time.Hour)
		w.Do(as("Lee"), &model.StartDevEnvironment{Space: "acme", Dev: "plain"})
		list := devsOf(w, "Ada")
		mustEqual(t, "of both", list[0].VPC+" "+list[1].VPC, "hub corp")
		for _, entry := range model.Catalogue() {
			if strings.HasPrefix(entry.ID, "work.dev-") && entry.ID != "work.dev-create" && entry.Command() != nil {
				for _, field := range model.FieldsOf(entry.Command()) {
					if field.Name == "vpc-connection" {
						t.Errorf("%s changes the VPC connection of a Dev Environment", entry.ID)
					}
				}
			}
		}
	})
	t.Run("VPC-13 what is in progress keeps the connection as it was when it began; an edit counts it, and what begins later has the new one", func(t *testing.T) {
		w := vpcShop(t)
		w.Do(as("Lee"), vpcRun("", "corp"))
		dev := createDev("main")
		dev.VPC, dev.Timeout = "corp", 60
		w.Do(as("Rae"), dev)
		w.Do(as("Lee"), vpcRun("", "lab"))
		edit := &model.EditVPC{Space: "acme", Name: "corp", SecurityGroups: []string{"sg-2"}}
		mustHold(t, planned(w.Plan(as("Ada"), edit)), "note: 2 of what is in progress use it, and keep it as it was", "dev-1 (main) of @Rae in web,run-1 of build-and-deploy in web")
		w.Do(as("Ada"), edit)
		groups := func(c *model.VPCInUse) string { return strings.Join(c.SecurityGroups, ",") }
		mustEqual(t, "the run keeps", groups(runsOf(w, "Lee")[1].Connection), "sg-1")
		mustEqual(t, "the Dev Environment keeps", groups(devsOf(w, "Rae")[0].Connection), "sg-1")
		mustEqual(t, "a new run has", groups(w.Do(as("Lee"), vpcRun("", "corp")).Result.(model.RunView).Connection), "sg-2")
		w.Advance(2 * time.Hour)
		mustEqual(t, "after its end", groups(runsOf(w, "Lee")[1].Connection)+groups(devsOf(w, "Rae")[0].Connection), "sg-1sg-1")
		if plan := planned(w.Plan(as("Ada"), &model.EditVPC{Space: "acme", Name: "corp", SecurityGroups: []string{"sg-1"}})); strings.Contains(plan, "in progress") {
			t.Errorf("what is over is counted: %s", plan)
		}
		w.Do(as("Rae"), &model.StartDevEnvironment{Space: "acme", Dev: "main"})
		mustEqual(t, "started anew it has", groups(devsOf(w, "Rae")[0].Connection), "sg-2")
	})
	t.Run("VPC-14 what is in progress goes on with what it had when the connection is removed; the warning counts it", func(t *testing.T) {
		w := vpcShop(t)
		w.Do(as("Lee"), vpcRun("prod", ""))
		remove := &model.RemoveVPC{Space: "acme", Name: "lab"}
		mustHold(t, planned(w.Plan(as("Ada"), remove)), "1 of what is in progress uses it, and keeps it as it was when it began run-1")
		remove.Confirm = "lab"
		w.Do(as("Ada"), remove)
		mustEqual(t, "the run keeps it", runsOf(w, "Lee")[0].VPC, "lab")
		w.Advance(time.Hour)
		mustEqual(t, "at the end", runStates(w), "run-1:succeeded")
		mustEqual(t, "what begins later", w.Do(as("Lee"), vpcRun("prod", "")).Result.(model.RunView).VPC, "")
	})
	t.Run("VPC-15 Lambda and Windows are refused with a VPC connection, wherever it comes from, and EC2 and Linux are named", func(t *testing.T) {
		w := vpcShop(t)
		check := func(from, environment, vpc string) {
			t.Helper()
			for field, change := range map[string]func(*model.StartRun){"compute": func(c *model.StartRun) { c.Compute = model.LambdaCompute }, "os": func(c *model.StartRun) { c.OS = model.Windows }} {
				cmd := vpcRun(environment, vpc)
				change(cmd)
				refusal := w.Refused("VPC-15", as("Lee"), cmd)
				mustEqual(t, "field", refusal.Field, field)
				mustHold(t, refusal.Message, from)
				mustHold(t, refusal.Fix, "EC2 compute with Linux")
			}
		}
		check("corp, which was named for it", "", "corp")
		check("lab, which is its environment's", "prod", "")
		w.Do(as("Lee"), &model.StartRun{Space: "acme", Project: "web", Compute: model.LambdaCompute, OS: model.Windows})
		w.Do(as("Ada"), &model.SetDefaultVPC{Space: "acme", Name: "hub"})
		check("hub, which is the default of the space", "", "")
	})
	t.Run("VPC-15 actions with a VPC connection are shown as possibly slower, and are", func(t *testing.T) {
		w := vpcShop(t)
		plain := w.Do(as("Lee"), vpcRun("", "")).Result.(model.RunView)
		mustHold(t, planned(w.Plan(as("Lee"), vpcRun("", "corp"))), "it runs in the VPC connection corp, which was named for it; actions with a VPC connection can be slower")
		inside := w.Do(as("Lee"), vpcRun("", "corp")).Result.(model.RunView)
		mustEqual(t, "slower", plain.Slower, false)
		mustEqual(t, "slower with one", inside.Slower, true)
		mustEqual(t, "the work", inside.Until.Sub(inside.From), plain.Until.Sub(plain.From)*5/4)
	})
	t.Run("VPC-17 ACC-08 a connection that does not work is not begun with, and a run in a broken environment fails and says why", func(t *testing.T) {
		w := vpcShop(t)
		w.Do(aws(acmeAccount), &model.RemoveRole{Space: "acme", ARN: "CodeCatalystWorkflowDevelopmentRole-acme"})
		refusal := w.Refused("VPC-17", as("Lee"), vpcRun("", "corp"))
		mustHold(t, refusal.Message, "corp, which was named for it, does not work: the VPC role is no longer available")
		mustHold(t, refusal.Who, "Space administrator or Power user")
		mustHold(t, planned(w.Plan(as("Lee"), vpcRun("plain", ""))), "it will fail: of the environment, the IAM role is no longer available")
		w.Do(as("Lee"), vpcRun("plain", ""))
		w.Advance(time.Hour)
		failed := runsOf(w, "Lee")[0]
		mustEqual(t, "state", failed.State, model.RunFailed)
		mustEqual(t, "reason", failed.Reason, "the IAM role is no longer available")
	})
}
