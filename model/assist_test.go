package model_test

import (
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

// merge, approve, revise and closing shorten commands on a piece of work of acme.
func merge(n int) *model.MergePullRequest  { return &model.MergePullRequest{Space: "acme", Number: n} }
func approve(n int) *model.ApproveApproach { return &model.ApproveApproach{Space: "acme", Number: n} }
func closing(n int) *model.CloseIssue      { return &model.CloseIssue{Space: "acme", Number: n} }
func revise(n int) *model.RevisePullRequest {
	return &model.RevisePullRequest{Space: "acme", Number: n, Comments: "Blue."}
}

// followed watches a piece of work for some time, ten seconds at a time, and returns the states that it went through.
func followed(w *modeltest.World, number int, d time.Duration) string {
	w.T.Helper()
	seen := []string{string(assistState(w, number))}
	for range d / (10 * time.Second) {
		w.Advance(10 * time.Second)
		if now := string(assistState(w, number)); now != seen[len(seen)-1] {
			seen = append(seen, now)
		}
	}
	return strings.Join(seen, " ")
}

func TestAssignedIssues(t *testing.T) {
	t.Run("GEN-04 turned on, every project has the features at once: also those that come later", func(t *testing.T) {
		w := inventive(t)
		w.Do(as("Ada"), &model.CreateProject{Space: "acme", Name: "sled"})
		for _, project := range []string{"rocket", "Sled"} {
			c := issue("Fix")
			c.Project = project
			w.Do(as("Ada"), c)
			w.Do(as("Ada"), &model.WriteDescription{Space: "acme", Project: project, PullRequest: "x"})
			w.Do(as("Ada"), &model.SummariseComments{Space: "acme", Project: project, PullRequest: "x"})
		}
		mustEqual(t, "pieces of work", len(ofAmazonQ(w, as("Ada"))), 6)
	})
	t.Run("GEN-04 a Project administrator or Contributor assigns issues, a Space administrator implicitly; a Reviewer has summaries only", func(t *testing.T) {
		w := inventive(t)
		w.SignUp("Rev", "Eye", "Adm")
		w.Join("acme", "Ada", model.LimitedAccess, "Rev", "Eye", "Adm")
		for alias, role := range map[string]model.ProjectRole{"Rev": model.Reviewer, "Eye": model.ReadOnly, "Adm": model.ProjectAdministrator} {
			w.Do(as("Ada"), toProject("rocket", strings.ToLower(alias)+"@example.com", role))
		}
		for alias, may := range map[string]int{"Ada": 3, "Adm": 3, "Lee": 3, "Rev": 1, "Eye": 0} {
			for i, cmd := range []model.Command{summarise("x"), describe("x"), issue("x")} {
				if i < may {
					w.Plan(as(alias), cmd)
					continue
				}
				mustHold(t, w.Refused("GEN-04", as(alias), cmd).Who, "Project administrator or Contributor")
			}
		}
		w.Refused("PRJ-02", as("Pat"), issue("x")) // a Power user is in no project by that role
		w.Do(as("Lee"), issue("x"))
		mustEqual(t, "seen by Pat", len(ofAmazonQ(w, as("Pat"))), 0)
		mustEqual(t, "seen by Eye", len(ofAmazonQ(w, as("Eye"))), 1)
		w.Refused("PRJ-02", as("Pat"), closing(1))
		w.Refused("GEN-04", as("Rev"), closing(1))
		w.Refused("PRJ-02", as("Ada"), closing(2))
	})
	t.Run("GEN-04 an issue goes through analysis, approach and code to an open pull request, which stays open", func(t *testing.T) {
		w := inventive(t)
		w.Do(as("Lee"), issue("Fix"))
		mustEqual(t, "states", followed(w, 1, 50*time.Minute), "analysing approach generating review")
		w.Advance(60 * 24 * time.Hour)
		mustEqual(t, "two months later", assistState(w, 1), model.AssistReview)
	})
	t.Run("GEN-04 with step approval the approach waits for a person", func(t *testing.T) {
		w := inventive(t)
		c := issue("Fix")
		c.StepApproval = true
		w.Do(as("Lee"), c)
		w.Refused("GEN-04", as("Lee"), approve(1))
		mustEqual(t, "states", followed(w, 1, 30*time.Minute), "analysing approach approval")
		w.Do(as("Lee"), approve(1))
		mustEqual(t, "states then", followed(w, 1, 35*time.Minute), "generating review")
		w.Refused("GEN-04", as("Lee"), approve(1))
	})
	t.Run("GEN-04 a description and a summary are written in a little while, and done", func(t *testing.T) {
		w := inventive(t)
		w.Do(as("Lee"), describe("Paint"))
		w.Do(as("Lee"), summarise("Paint"))
		for _, n := range []int{1, 2} {
			mustEqual(t, "state", assistState(w, n), model.AssistWriting)
			w.Refused("GEN-04", as("Ada"), closing(n))
			w.Refused("GEN-04", as("Ada"), merge(n))
		}
		w.Advance(2 * time.Minute)
		for _, n := range []int{1, 2} {
			mustEqual(t, "state", assistState(w, n), model.AssistDone)
		}
		texts := activity(w, as("Ada"), "acme")
		mustEqual(t, "who", texts[0].Actor.String(), "Amazon Q")
		mustHold(t, texts[0].Text+texts[1].Text, "wrote the description of the pull request “Paint”", "wrote the comment summary")
	})
	t.Run("GEN-04 what is written for Amazon Q can be shown, and is not without end", func(t *testing.T) {
		w := inventive(t)
		for field, c := range map[string]*model.AssignIssue{
			"title":       {Title: "a\x1b[2J"},
			"description": {Title: "a", Description: "b\x07"},
			"repository":  {Title: "a", Repository: strings.Repeat("r", 101)},
		} {
			c.Space, c.Project = "acme", "rocket"
			if c.Repository == "" {
				c.Repository = "engine"
			}
			mustEqual(t, "field", w.Refused("GEN-04", as("Lee"), c).Field, field)
		}
		c := issue(strings.Repeat("ü", 200))
		c.Description = "two\nlines"
		w.Do(as("Lee"), c)
	})
	t.Run("GEN-06 Amazon Q cannot merge: the pull request waits until a person approves and merges it, or closes it", func(t *testing.T) {
		w := inventive(t)
		w.Do(as("Lee"), issue("One"))
		w.Do(as("Lee"), issue("Two"))
		w.Refused("GEN-04", as("Lee"), merge(1)) // nothing is there yet
		w.Advance(time.Hour)
		for _, wrong := range []model.Session{modeltest.Nobody, as("Out"), aws(acmeAccount)} {
			if _, err := w.Service.Do(t.Context(), wrong, merge(1)); err == nil {
				t.Errorf("%+v merged it", wrong)
			}
		}
		w.Do(as("Lee"), merge(1))
		w.Do(as("Ada"), closing(2))
		w.Advance(time.Hour)
		mustEqual(t, "one", assistState(w, 1), model.AssistMerged)
		mustEqual(t, "two", assistState(w, 2), model.AssistClosed)
		mustEqual(t, "merged by", ofAmazonQ(w, as("Ada"))[1].EndedBy, "Lee")
		for _, e := range activity(w, as("Ada"), "acme") {
			if e.Command == "genai.merge" {
				mustEqual(t, "who merged", e.Actor.String(), "@Lee")
			}
		}
		w.Refused("GEN-04", as("Lee"), merge(1))
		w.Refused("GEN-04", as("Lee"), closing(1))
		w.Refused("GEN-04", as("Lee"), merge(2))
	})
	t.Run("GEN-06 Amazon Q revises its pull request once, on a person's comments", func(t *testing.T) {
		w := inventive(t)
		w.Do(as("Lee"), issue("Fix"))
		w.Refused("GEN-04", as("Lee"), revise(1))
		w.Advance(time.Hour)
		w.Do(as("Lee"), revise(1))
		w.Refused("GEN-04", as("Lee"), merge(1))
		w.Refused("GEN-06", as("Lee"), revise(1))
		mustEqual(t, "states", followed(w, 1, 20*time.Minute), "revising review")
		mustHold(t, w.Refused("GEN-06", as("Ada"), revise(1)).Message, "once")
		w.Do(as("Lee"), merge(1))
		w.Refused("GEN-04", as("Ada"), revise(1))
	})
	t.Run("GEN-07 by default Amazon Q may not touch workflows; allowing it for an issue comes with the warning", func(t *testing.T) {
		w := inventive(t)
		plan := planned(w.Plan(as("Lee"), issue("Fix")))
		mustHold(t, plan, "may not create or update workflows")
		if strings.Contains(plan, "warning") {
			t.Errorf("without need it warns: %s", plan)
		}
		c := issue("Build")
		c.Workflows = true
		mustHold(t, planned(w.Plan(as("Lee"), c)), "warning: ", "runs at once when its conditions are met")
		w.Do(as("Lee"), issue("Fix"))
		w.Do(as("Lee"), c)
		list := ofAmazonQ(w, as("Ada"))
		mustEqual(t, "the second", list[0].Workflows, true)
		mustEqual(t, "the first", list[1].Workflows, false)
		w.Advance(time.Hour)
		mustHold(t, planned(w.Plan(as("Lee"), merge(2))), "runs at once when its conditions are met")
		if plan := planned(w.Plan(as("Lee"), merge(1))); strings.Contains(plan, "warning") {
			t.Errorf("the merge warns of workflows that Amazon Q may not touch: %s", plan)
		}
	})
	t.Run("GEN-04 title and description are frozen once the issue is assigned", func(t *testing.T) {
		w := inventive(t)
		c := issue("Fix")
		c.Description = "The left one."
		mustHold(t, planned(w.Plan(as("Lee"), c)), "cannot be changed")
		w.Do(as("Lee"), c)
		w.Advance(time.Hour)
		w.Do(as("Lee"), revise(1))
		w.Advance(time.Hour)
		w.Do(as("Lee"), merge(1))
		a := ofAmazonQ(w, as("Lee"))[0]
		mustEqual(t, "title and description", a.Title+"/"+a.Description, "Fix/The left one.")
	})
}

func TestAssistsAndFederation(t *testing.T) {
	t.Run("GEN-01 FED-10 the features stay as they are when a space becomes federated, and the work of Amazon Q goes on", func(t *testing.T) {
		s := newStage(t)
		s.assigned(model.AssistApproval)
		receipt := s.Do(as("Ada"), requestAccount("acme", freeAccount))
		s.Do(aws(freeAccount), &model.VerifyAccount{Token: token(receipt)})
		s.Do(aws(freeAccount), &model.SetupSSO{ApplicationName: "free", DisplayName: "Free", Space: "acme", Groups: []string{"all"}, Administrators: []string{"eve"}})
		s.Advance(4 * time.Hour)
		eve := sso(s.free, "eve")
		mustEqual(t, "on", aiPage(s.World, eve).On, true)
		s.Do(eve, approve(1))
		s.Advance(time.Hour)
		mustEqual(t, "state", ofAmazonQ(s.World, eve)[0].State, model.AssistReview)
		s.Do(eve, &model.TurnOffGenerativeAI{Space: "acme"})
		mustEqual(t, "state", ofAmazonQ(s.World, eve)[0].State, model.AssistStopped)
		s.Do(eve, &model.Subscribe{Subscription: model.ProSubscription})
	})
}
