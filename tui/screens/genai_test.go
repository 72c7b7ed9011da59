package screens_test

import (
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

// inventive is acme with generative AI on and jane contributing to web.
func (w *world) inventive() {
	w.t.Helper()
	w.acme()
	w.Do(modeltest.As("mary"), &model.InviteToProject{Space: "acme", Project: "web", Email: "jane@example.com", Role: model.Contributor})
	w.Do(modeltest.As("mary"), &model.TurnOnGenerativeAI{Space: "acme"})
}

// assign has Amazon Q work on an issue of web.
func (w *world) assign(alias, title string, approval bool) {
	w.t.Helper()
	w.Do(modeltest.As(alias), &model.AssignIssue{Space: "acme", Project: "web", Title: title, Repository: "site", StepApproval: approval})
}

func TestGenerativeAI(t *testing.T) {
	onScreen(t, "GEN-01 GEN-09 the page is reached from the settings and the palette; off, it shows the switch and what to be aware of", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "settings?space=acme").See("Generative AI", "off for all projects").Press("i")
		r.See("[ ] Projects in this space can access generative AI features (off)", "us-west-2", "Turned by a Space administrator of the space")
		r.See("What to be aware of", "cannot make arbitrary changes", "might misread what is meant", "might deploy to production")
		r.Press("n").See("The generative AI features are off in acme", "Rule GEN-01", "Who may: a Space administrator").Press("enter")
		w.open(modeltest.As("mary"), "outbox?space=acme").Press(":").Type("generative ai of").Press("enter").See("[ ] Projects in this space")
	})
	onScreen(t, "GEN-09 the considerations stand in the question before the features are turned on, and behind a key at any time", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "genai?space=acme").Press("t").See("Turn generative AI features on", "acme from off to on: 1 project", "arbitrary changes", "misread", "deploy to production", "> Cancel <")
		r.Press("y").See("[x] Projects in this space can access generative AI features (on)", "Nothing would stop if they were turned off.", "Press n to assign an")
		r.Wait(ages).Press("c").See("What to be aware of", "A merged workflow runs").Press("enter")
	})
	onScreen(t, "GEN-02 ACT-05 others see how it stands, and are told who may turn it", func(w *world) {
		w.acme()
		for _, alias := range []string{"lin", "jane"} {
			r := w.open(modeltest.As(alias), "genai?space=acme").See("[ ] Projects in this space", "×t turn on").Press("t")
			r.See("is not open to the role", "Who may: a Space administrator of the space")
		}
		w.open(modeltest.As("bob"), "genai?space=acme").See("You have no access to a space named", "Rule SPC-15").SeeNot("Projects in this space")
	})
	onScreen(t, "GEN-03 elsewhere than in us-west-2 the page says where the features exist, and why they cannot be turned on", func(w *world) {
		w.SignUp("mary")
		receipt := w.Do(modeltest.As("mary"), &model.CreateSpace{Name: "dublin", Region: model.Ireland, Account: account})
		w.Do(modeltest.AWS(account), &model.VerifyAccount{Token: receipt.Result.(model.SpaceRequest).Token})
		r := w.open(modeltest.As("mary"), "genai?space=dublin").See("In eu-west-1, where the features do not exist", "us-west-2 only", "×t turn on")
		r.Press("t").See("exist in US West (Oregon), us-west-2, only", "Rule GEN-03")
	})
	onScreen(t, "GEN-05 how many would stop is shown on the page and listed before; stopped work stays stopped", func(w *world) {
		w.inventive()
		w.assign("jane", "Fix the logo", false)
		w.Do(modeltest.As("jane"), &model.SummariseComments{Space: "acme", Project: "web", PullRequest: "Fonts"})
		r := w.open(modeltest.As("mary"), "genai?space=acme").See("Turned off, 1 issue, 0 pull request descriptions and 1 comment summary stop.")
		r.Press("t").See("Turn generative AI features off", "1 issue that Amazon Q works on stops", "web: Fix the logo (Analysing)", "1 comment summary stops", "web: Fonts (Writing)", "cannot be restarted", "> Cancel <")
		r.Press("y").See("(off)", "Stopped for good").SeeNot("Analysing").Wait(ages).Press("t", "y").Wait(ages)
		w.Advance(3 * time.Hour)
		r.Wait(time.Second).See("(on)", "Stopped for good", "it cannot be taken up again").SeeNot("Pull request open").Press("x").See("cannot take it up again", "Rule GEN-05")
	})
}

func TestWorkOfAmazonQ(t *testing.T) {
	onScreen(t, "GEN-04 GEN-07 an issue is assigned with the warning about workflows; by default Amazon Q may not touch them", func(w *world) {
		w.inventive()
		r := w.open(modeltest.As("jane"), "genai?space=acme").Press("n").See("Assign issue to Amazon Q", "Project: web", "Issue title", "Allow workflows    ")
		r.Type("Fix the logo").Press("tab", "tab").Type("site").Press("ctrl+s").See("Amazon Q may not create or update workflows, as by default", "1 of 3", "cannot be changed any more", "> Cancel <").Press("esc")
		r.Press("tab", "tab").See("create and update workflows; warning: a merged workflow").Press("space", "enter").See("warning: Amazon Q may create and update workflows for this issue", "runs at once when its").Press("y")
		r.See("Fix the logo", "Analysing", "! Workflows allowed.").Press("enter").See("May create and update workflows: yes", "! Amazon Q may create and update workflows", "Source repository: site", "frozen").Press("enter")
	})
	onScreen(t, "GEN-04 with step approval the approach waits, and a person approves it", func(w *world) {
		w.inventive()
		w.assign("jane", "Fix the logo", true)
		r := w.open(modeltest.As("jane"), "genai?space=acme").See("Analysing", "×a approve")
		w.Advance(15 * time.Minute)
		r.Wait(time.Second).See("Waits for approval", "Amazon Q waits until its approach is approved (a)").Press("a").See("Amazon Q generates code").Press("tab", "enter").See("Generating code")
	})
	onScreen(t, "GEN-06 a pull request is revised once and merged by a person", func(w *world) {
		w.inventive()
		w.assign("jane", "Fix the logo", false)
		w.Advance(time.Hour)
		r := w.open(modeltest.As("jane"), "genai?space=acme").See("Pull request open", "Amazon Q cannot merge: a person merges (m), asks for the one revision (r)")
		r.Press("r").Type("Rounder").Press("enter").See("Revising")
		w.Advance(time.Hour)
		r.Wait(ages).See("has revised it once").Press("r").See("Amazon Q has revised its pull request", "Rule GEN-06").Press("enter")
		r.Press("m").See("Approve and merge pull request", "Fix the logo”", "workflows that build and deploy", "> Cancel <").Press("y").See("Merged by a person").Wait(ages).Press("m").See("no pull request is open")
	})
	onScreen(t, "GEN-04 a description and a summary are asked for, and an issue is closed", func(w *world) {
		w.inventive()
		r := w.open(modeltest.As("jane"), "genai?space=acme").Press("d").See("Write description for me").Type("Fonts").Press("enter").See("1 of 10").Press("y").See("Description: Fonts", "Writing")
		r.Wait(ages).Press("u").See("Create comment summary").Type("Fonts").Press("enter").See("1 of 5 (an assumption)").Press("y").See("Summary: Fonts")
		w.Advance(10 * time.Minute)
		w.assign("jane", "Fix the logo", false)
		r.Wait(ages).See("Done").Press("home").Press("x").See("ends", "without a merge", "> Cancel <").Press("y").See("Closed")
	})
	onScreen(t, "GEN-04 a project leads to the work of Amazon Q in it", func(w *world) {
		w.inventive()
		w.Do(modeltest.As("mary"), &model.CreateProject{Space: "acme", Name: "app"})
		w.assign("jane", "Fix the logo", false)
		r := w.open(modeltest.As("mary"), "projects?space=acme&project=app").Press("a").See("Generative AI, project app", "has done nothing yet").SeeNot("Fix the logo")
		r.Press("n").See("Project: app").Press("esc", "esc")
		w.open(modeltest.As("mary"), "projects?space=acme&project=web").Press("a").See("Fix the logo")
	})
	onScreen(t, "GEN-04 PRJ-02 whoever has no part in a project sees none of its work", func(w *world) {
		w.inventive()
		w.assign("jane", "Fix the logo", false)
		r := w.open(modeltest.As("lin"), "genai?space=acme").See("(on)", "has done nothing yet in the projects that you see").SeeNot("logo", "would stop", "stop.")
		r.Press("n").See("You see no project of acme").Press("enter")
	})
	onScreen(t, "GEN-08 IDN-08 my settings shows one's own usage with bars, how near each quota is, and where the number comes from", func(w *world) {
		w.inventive()
		w.assign("jane", "One", false)
		for range 4 {
			w.Do(modeltest.As("jane"), &model.SummariseComments{Space: "acme", Project: "web", PullRequest: "Fonts"})
		}
		r := w.open(modeltest.As("jane"), "profile").See("My settings", "Generative AI feature usage in 2024-05", "Amazon Q Developer Free", "2024-06-01", "Issues assigned to Amazon Q", "1 of 3, 33 %",
			"[█", "4 of 5*, 80 %, near the quota", "0 of 10, 0 %", "* is an assumption")
		r.Press("w").See("Comment summaries: 5. * Assumption: for the test", "Source: test, 2024-05-01", "Table of quotas: test", "--quotas FILE").Press("enter")
		w.open(modeltest.As("mary"), "profile?alias=jane").See("Profile").SeeNot("feature usage", "Amazon Q")
	})
	onScreen(t, "GEN-08 at the quota the feature is refused with what to do, and a larger subscription helps at once", func(w *world) {
		w.inventive()
		for range 3 {
			w.assign("jane", "One", false)
		}
		r := w.open(modeltest.As("jane"), "genai?space=acme").Press("n").Type("More").Press("tab", "tab").Type("site").Press("ctrl+s")
		r.See("You have used all that Amazon Q Developer Free gives you", "Wait until 2024-06-01", "Rule GEN-08").Press("esc", "y")
		r.Press("i").See("3 of 3, 100 %, quota reached: refused until 2024-06-01").Press("s").See("Change my Amazon Q subscription")
		r.Press("right", "right").See("Amazon Q Developer Pro").Press("enter").See("your subscription from Amazon Q Developer Free", "at once").Press("y").See("3 of 30, 10 %")
		r.Wait(ages).Press("s", "right", "enter").See("ends", "Amazon Q Developer Pro on 2024-06-01").Press("y").See("Amazon Q Developer Pro, until 2024-06-01")
	})
}
