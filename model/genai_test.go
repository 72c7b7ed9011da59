package model_test

import (
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

func issue(title string) *model.AssignIssue {
	return &model.AssignIssue{Space: "acme", Project: "rocket", Title: title, Repository: "engine"}
}

func describe(title string) *model.WriteDescription {
	return &model.WriteDescription{Space: "acme", Project: "rocket", PullRequest: title}
}

func summarise(title string) *model.SummariseComments {
	return &model.SummariseComments{Space: "acme", Project: "rocket", PullRequest: title}
}

var (
	aiOn  = &model.TurnOnGenerativeAI{Space: "acme"}
	aiOff = &model.TurnOffGenerativeAI{Space: "acme"}
)

// inventive is acme with the project rocket, in which Lee contributes, and with the generative AI features on.
func inventive(t testing.TB) *modeltest.World {
	t.Helper()
	w := acme(t)
	rocket(w, "Lee")
	w.Do(as("Ada"), aiOn)
	return w
}

func aiPage(w *modeltest.World, session model.Session) model.GenerativeAIView {
	w.T.Helper()
	return modeltest.Ask[model.GenerativeAIView](w, session, &model.ShowGenerativeAI{Space: "acme"})
}

// ofAmazonQ lists the work of Amazon Q as someone sees it, newest first.
func ofAmazonQ(w *modeltest.World, session model.Session) []model.Assist {
	w.T.Helper()
	return modeltest.Ask[[]model.Assist](w, session, &model.ListAssists{Space: "acme"})
}

// assistState is the state of a piece of work.
func assistState(w *modeltest.World, number int) model.AssistState {
	w.T.Helper()
	for _, a := range ofAmazonQ(w, as("Ada")) {
		if a.Number == number {
			return a.State
		}
	}
	w.T.Fatalf("there is no work with the number %d", number)
	return ""
}

func TestGenerativeAI(t *testing.T) {
	t.Run("GEN-01 the features are off in a new space, and nothing of them can be used there", func(t *testing.T) {
		w := acme(t)
		rocket(w)
		if v := aiPage(w, as("Lee")); v.On || v.Since != 0 || !v.Available {
			t.Errorf("%+v", v)
		}
		for _, cmd := range []model.Command{issue("Fix it"), describe("Fix"), summarise("Fix")} {
			refusal := w.Refused("GEN-01", as("Ada"), cmd)
			mustHold(t, refusal.Message, "off in acme")
			mustHold(t, refusal.Who, "Space administrator")
		}
		w.Refused("GEN-01", as("Ada"), aiOff)
	})
	t.Run("GEN-01 they are turned on for the whole space: no project has a switch of its own", func(t *testing.T) {
		w := inventive(t)
		w.Refused("GEN-01", as("Ada"), aiOn)
		v := aiPage(w, as("Lee"))
		if !v.On || v.Since != w.Service.Now() || v.Toggle != "Projects in this space can access generative AI features" {
			t.Errorf("%+v", v)
		}
		for _, e := range model.Catalogue() {
			if cmd := e.Command(); cmd != nil && (e.Verb() == "on" || e.Verb() == "off") && e.Area() == "genai" {
				for _, f := range model.FieldsOf(cmd) {
					mustEqual(t, "field of "+e.ID, f.Name, "space")
				}
			}
		}
	})
	t.Run("GEN-02 only a Space administrator turns them on and off", func(t *testing.T) {
		w := acme(t)
		for _, alias := range []string{"Pat", "Lee"} {
			mustHold(t, w.Refused("ACT-02", as(alias), aiOn).Who, "Space administrator")
		}
		w.Refused("SPC-15", as("Out"), aiOn)
		w.Refused("SPC-15", aws(acmeAccount), aiOn)
		w.Do(as("Ada"), aiOn)
		w.Refused("ACT-02", as("Pat"), aiOff)
		mustHold(t, aiPage(w, as("Pat")).Who, "Space administrator")
		w.Do(as("Ada"), aiOff)
	})
	t.Run("GEN-03 they exist in us-west-2 only; the refusal names the Region", func(t *testing.T) {
		w := acme(t)
		receipt := w.Do(as("Ada"), &model.CreateSpace{Name: "dublin", Region: model.Ireland, Account: otherAccount})
		w.Do(aws(otherAccount), &model.VerifyAccount{Token: receipt.Result.(model.SpaceRequest).Token})
		refusal := w.Refused("GEN-03", as("Ada"), &model.TurnOnGenerativeAI{Space: "dublin"})
		mustHold(t, refusal.Message, "US West (Oregon)", "us-west-2", "eu-west-1")
		v := modeltest.Ask[model.GenerativeAIView](w, as("Ada"), &model.ShowGenerativeAI{Space: "dublin"})
		if v.Available || v.On || v.Region != model.Ireland {
			t.Errorf("%+v", v)
		}
		w.Do(as("Ada"), &model.CreateProject{Space: "dublin", Name: "docks"})
		w.Refused("GEN-03", as("Ada"), &model.AssignIssue{Space: "dublin", Project: "docks", Title: "x", Repository: "y"})
	})
	t.Run("GEN-09 the considerations of the guide are told where the features are turned on", func(t *testing.T) {
		w := acme(t)
		plan := planned(w.Plan(as("Ada"), aiOn))
		for _, c := range aiPage(w, as("Ada")).Considerations {
			mustHold(t, plan, "note: "+c.Title, c.Text)
		}
		mustHold(t, plan, "arbitrary changes", "misread", "workflows", "merged")
	})
}

func TestTurningGenerativeAIOff(t *testing.T) {
	// busy is inventive with work in every state that can be stopped, and some that is over.
	busy := func(t *testing.T) *modeltest.World {
		w := inventive(t)
		w.Do(as("Ada"), &model.Subscribe{Subscription: model.ProSubscription})
		w.Do(as("Ada"), &model.CreateProject{Space: "acme", Name: "sled"})
		asks := issue("Waits")
		asks.StepApproval = true
		w.Do(as("Ada"), asks)            // 1
		w.Do(as("Ada"), issue("Review")) // 2
		w.Do(as("Ada"), issue("Merged")) // 3
		w.Advance(time.Hour)
		w.Do(as("Ada"), &model.MergePullRequest{Space: "acme", Number: 3})
		fresh := issue("Fresh")
		fresh.Project = "sled"
		w.Do(as("Ada"), fresh)               // 4
		w.Do(as("Lee"), describe("Painted")) // 5
		w.Do(as("Lee"), summarise("Talked")) // 6
		return w
	}
	t.Run("GEN-05 what would stop, in all projects, is counted and listed before; a check stops nothing", func(t *testing.T) {
		w := busy(t)
		plan := planned(w.Plan(as("Ada"), aiOff))
		mustHold(t, plan, "ends: 3 issues that Amazon Q works on stop", "rocket: Waits (Waits for approval)", "rocket: Review (Pull request open)", "sled: Fresh (Analysing)",
			"ends: 1 pull request description stops", "rocket: Painted", "ends: 1 comment summary stops", "rocket: Talked", "cannot be restarted")
		if strings.Contains(plan, "Merged") {
			t.Errorf("what is over would stop: %s", plan)
		}
		mustEqual(t, "told on the page", *aiPage(w, as("Ada")).Stops, model.AssistCounts{Issues: 3, Descriptions: 1, Summaries: 1})
		if aiPage(w, as("Pat")).Stops != nil {
			t.Error("the work of projects that Pat does not see is counted")
		}
	})
	t.Run("GEN-05 turning them off stops every issue and summary, for good: also when they are on again", func(t *testing.T) {
		w := busy(t)
		w.Do(as("Ada"), aiOff)
		at := w.Service.Now()
		check := func() {
			t.Helper()
			for _, a := range ofAmazonQ(w, as("Ada")) {
				want := model.AssistStopped
				if a.Number == 3 {
					want = model.AssistMerged
				} else {
					mustEqual(t, "since", a.Since, at)
					mustEqual(t, "by", a.EndedBy, "Ada")
				}
				mustEqual(t, "state of "+a.Title, a.State, want)
				mustEqual(t, "due of "+a.Title, a.Due, 0)
			}
		}
		check()
		w.Advance(3 * time.Hour)
		check()
		w.Do(as("Ada"), aiOn)
		w.Advance(3 * time.Hour)
		check()
		for number, cmd := range map[int]model.Command{1: &model.ApproveApproach{Space: "acme", Number: 1}, 2: &model.MergePullRequest{Space: "acme", Number: 2},
			4: &model.CloseIssue{Space: "acme", Number: 4}, 5: &model.RevisePullRequest{Space: "acme", Number: 5, Comments: "more"}} {
			if refusal := w.Refused("GEN-05", as("Ada"), cmd); !strings.Contains(refusal.Fix, "new issue") {
				t.Errorf("%d: %+v", number, refusal)
			}
		}
		w.Do(as("Ada"), issue("Again"))
		mustEqual(t, "state of what is new", assistState(w, 7), model.AssistAnalysing)
	})
	t.Run("GEN-05 SPC-10 a space that is deleted takes them along, counted before; nothing of it falls due later", func(t *testing.T) {
		w := busy(t)
		remove := &model.DeleteSpace{Name: "acme", Confirm: "delete"}
		mustHold(t, planned(w.Plan(as("Ada"), remove)), "3 issues that Amazon Q works on stop", "1 comment summary stops")
		w.Do(as("Ada"), remove)
		w.Advance(3 * time.Hour)
		if err := w.Service.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, table := range []string{"assist", "assistopen", "assistdue"} {
			if strings.Contains("\n"+w.Dump(), "\n"+table+" ") {
				t.Errorf("the table %s is not empty", table)
			}
		}
	})
}
