package screens_test

import (
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

// team is acme whose project web lin contributes to and jane reviews; lin has a run of an hour in progress and a
// Dev Environment.
func (w *world) team() {
	w.T.Helper()
	w.acme()
	for _, who := range []struct {
		alias string
		role  model.ProjectRole
	}{{"lin", model.Contributor}, {"jane", model.Reviewer}} {
		w.Do(modeltest.As("mary"), &model.InviteToProject{Space: "acme", Project: "web", Email: who.alias + "@example.com", Role: who.role})
	}
	w.Do(modeltest.As("lin"), &model.StartRun{Space: "acme", Project: "web", Workflow: "deploy", Minutes: 60})
	w.Do(modeltest.As("lin"), &model.CreateDevEnvironment{Space: "acme", Project: "web", Alias: "main", Timeout: 120})
	w.Clock.Move(2 * time.Minute)
}

func TestWork(t *testing.T) {
	onScreen(t, "PRJ-04 the runs of a project with how far each has come; one is started by a form and stopped after its plan", func(w *world) {
		w.team()
		r := w.open(modeltest.As("lin"), "projects?space=acme").Press("w").See("Workflow runs of web", "1 in progress", "run-1", "running", "deploy", "@lin", "05-15 12:00")
		r.Press("n").See("Start workflow run", "Project: web", "> Workflow").Type("nightly").Press("tab", "tab", "tab", "tab", "tab").Type("30").Press("enter")
		r.See("2 in progress", "run-2", "queued", "nightly").Press("home").See("It waits for its compute.").Press("end")
		w.Advance(45 * time.Minute)
		r.Wait(time.Second).See("1 in progress", "succeeded", "running")
		r.Press("home", "enter").See("Workflow: deploy", "State: running", "VPC connection: none", "Expected end: 2024-05-15 13:0").Press("enter")
		r.Press("t").See("Stop workflow run", "ends", "run-1 of deploy in web", "> Cancel <").Press("y").See("0 in progress", "stopped", "! run-1: stopped by @lin.")
	})
	onScreen(t, "PRJ-04 a run that gets its compute is shown as running by itself, without anything written", func(w *world) {
		w.team()
		w.Do(modeltest.As("lin"), &model.StartRun{Space: "acme", Project: "web", Workflow: "late", Minutes: 30})
		r := w.open(modeltest.As("lin"), "work?space=acme&project=web").See("late", "queued")
		before := w.Dump()
		w.Clock.Move(time.Minute)
		r.Wait(time.Minute).SeeNot("queued").See("late", "running")
		if w.Dump() != before {
			t.Error("looking wrote something")
		}
	})
	onScreen(t, "PRJ-04 Dev Environments with owner, state and size are stopped, started and deleted with their plan", func(w *world) {
		w.team()
		r := w.open(modeltest.As("lin"), "work?space=acme&project=web").See("Workflow runs of web").Press("a").SeeNot("Workflow runs of").Press("v").See("Dev Environments", "1 of 1 up", "dev-1", "main", "RUNNING", "you", "16 GiB")
		r.Press("t").See("ends", "dev-1 (main) of @lin in web stops", "its storage stays held").Press("y").See("STOPPING", "0 of 1 up")
		w.Clock.Move(time.Minute)
		r.Wait(time.Minute).See("STOPPED").Press("r").See("STARTING")
		r.Press("n").See("Create Dev Environment").Press("right").Press("enter").Type("second").Press("enter", "enter", "enter", "enter", "enter", "enter").See("dev-2", "second", "PENDING")
		r.Press("x").See("removes", "with what is on its 16 GiB").Press("y").See("1 of 1").SeeNot("main ")
	})
	onScreen(t, "ACT-05 PRJ-04 what a role does not let one do is closed, with who may", func(w *world) {
		w.team()
		r := w.open(modeltest.As("jane"), "work?space=acme&project=web").See("run-1", "×n start run", "×t stop")
		r.Press("n").See("Your role in the project web is Reviewer", "Who may: a Project administrator or Contributor of the project, or a Space").Press("enter")
		r.Press("v").See("No Dev Environment that you can see.", "n create").SeeNot("×n create")
		r = w.open(modeltest.As("mary"), "dev-envs?space=acme").See("dev-1", "@lin", "×r start", "x delete").SeeNot("×x delete")
		r.Press("r").See("is not yours, and only its owner starts it", "Who may: its owner")
	})
	onScreen(t, "BIL-12 a run that the maximum of the Free tier halted says so, and so does the one whose owner left", func(w *world) {
		w.team()
		w.Do(modeltest.As("mary"), &model.RehearseUsage{Space: "acme", Resource: "compute-minutes", Amount: 90})
		w.Do(modeltest.As("mary"), &model.RemoveMember{Space: "acme", Alias: "lin"})
		w.Advance(30 * time.Minute)
		r := w.open(modeltest.As("mary"), "work?space=acme").See("halted", "! run-1: the maximum of the Free tier is reached: 100 minutes of Compute")
		r.Press("v").See("nobody", "! dev-1 has no owner any more, and still holds 16 GiB.")
	})
	onScreen(t, "PRJ-04 simulated work is switched on with its plan, and the board says that it is", func(w *world) {
		w.team()
		r := w.open(modeltest.As("mary"), "work?space=acme&do=work.simulate").See("begin by themselves").Press("y").See("work is simulated")
		w.Advance(time.Hour)
		r.Wait(time.Second).See("run-2")
		w.open(modeltest.As("lin"), "work?space=acme").Press("m").See("“Simulate work” is not open to the role Power user")
	})
	onScreen(t, "a board of work on which nothing changes writes no byte", func(w *world) {
		w.team()
		r := w.open(modeltest.As("lin"), "work?space=acme").See("run-1", "running")
		r.Bytes()
		r.Wait(10 * time.Minute)
		if written := r.Bytes(); len(written) > 0 {
			t.Errorf("%d bytes were written: %q", len(written), written)
		}
	})
	onScreen(t, "PRJ-01 a project is made from a blueprint of the list", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "projects?space=acme").Press("n").See("Create project", "Blueprint", "Start from scratch")
		r.Type("shop").Press("tab", "tab", "right", "enter").See("shop")
		w.open(modeltest.As("mary"), "work?space=acme&project=shop&do=work.run").See("Start workflow run", "Project: shop")
	})
}

func TestWorkInVPCs(t *testing.T) {
	onScreen(t, "VPC-15 a run with a VPC connection is shown as possibly slower, and Lambda is refused on its field", func(w *world) {
		w.team()
		w.Do(modeltest.AWS(account), &model.AddRole{Space: "acme", Create: model.DevelopmentRole})
		w.Do(modeltest.AWS(account), modeltest.NetworkImport(modeltest.NetworkFiles()))
		w.Do(modeltest.As("mary"), &model.AddVPC{Space: "acme", Account: account, Role: "CodeCatalystWorkflowDevelopmentRole-acme", VPC: "vpc-1",
			Subnets: []string{"subnet-pria", "subnet-prib"}, SecurityGroups: []string{"sg-1"}, Name: "corp"})
		r := w.open(modeltest.As("lin"), "work?space=acme&project=web").Press("n").See("VPC connection", "none")
		r.Press("tab", "right", "tab", "tab", "tab", "right").See("lambda", "corp").Press("ctrl+s")
		r.See("! Lambda compute does not work with a VPC connection", "Choose EC2 compute with Linux", "Rule VPC-15").Press("left", "ctrl+s")
		r.See("2 in progress").Press("home").See("In the VPC connection corp: its actions can be slower.")
		r.Press("enter").See("VPC connection: corp (action), as it was when it began", "Subnets: subnet-pria, subnet-prib")
	})
}
