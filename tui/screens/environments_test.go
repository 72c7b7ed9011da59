package screens_test

import (
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
)

func TestEnvironments(t *testing.T) {
	onScreen(t, "PRJ-03 an environment takes an account connection with one of its IAM roles, chosen from those that are there", func(w *world) {
		w.equip()
		r := w.open(modeltest.As("mary"), "projects?space=acme").Press("e").See("Environments of web", "prod", "ready", otherAccount, "codecatalyst-build-role", "assume the role in AWS account "+otherAccount)
		r.Press("n").See("Create environment", "AWS account ID: "+otherAccount, "> Environment name").Type("test").Press("tab").See("(choose)")
		r.Press("right").See("CodeCatalystWorkflowDevelopmentRole-acme", "2 of 3").Press("enter") // the empty choice is the first
		r.See("test", "CodeCatalystWorkflow", "1 of 2")
	})
	onScreen(t, "PRJ-03 of several accounts one is chosen first, and one without roles is closed with the reason", func(w *world) {
		w.equip()
		w.Connect("acme", "mary", thirdAccount)
		w.Do(modeltest.AWS(thirdAccount), &model.AddRole{Space: "acme", Create: model.SupportRole})
		r := w.open(modeltest.As("mary"), "projects?space=acme&project=web").Press("e").See("Environments of web").Press("n")
		r.See("Which AWS account does the environment reach?", "No IAM role is available through this account.", otherAccount, "codecatalyst-build-role", thirdAccount)
		r.Press("3", "enter").See("AWS account ID: "+thirdAccount).Type("stage").Press("tab", "right", "enter").See("stage", "AWSRoleForCodeCatalystSu")
	})
	onScreen(t, "PRJ-03 without any role one is led to where roles are managed", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "environments?space=acme&project=web").See("No environment yet.").Press("n")
		r.See("! No connected AWS account has an IAM role", "Rule PRJ-03", "> 1 AWS accounts").Press("enter").See("[6 A")
	})
	onScreen(t, "PRJ-03 an environment that lost its role or its account says what is missing", func(w *world) {
		w.equip()
		w.Do(modeltest.AWS(otherAccount), &model.RemoveRole{Space: "acme", ARN: "codecatalyst-build-role"})
		r := w.open(modeltest.As("mary"), "environments?space=acme&project=web").See("BROKEN", "! prod: the IAM role is no longer available.")
		r.Press("enter").See("! What is missing: the IAM role is no longer available.", "delete the environment").Press("enter")
		w.Do(modeltest.AWS(otherAccount), &model.RemoveAccount{Space: "acme", Confirm: "acme"})
		w.open(modeltest.As("mary"), "environments?space=acme").See("web", "BROKEN", "! prod: the AWS account is no longer connected.")
	})
	onScreen(t, "PRJ-03 an environment is deleted after its plan", func(w *world) {
		w.equip()
		r := w.open(modeltest.As("mary"), "environments?space=acme&project=web").Press("x").See("removes", "the environment prod of the project web", "> Cancel <")
		r.Press("esc").See("prod").Press("x", "y").See("No environment yet.")
	})
	onScreen(t, "ACT-05 who does not administer the project is told who may", func(w *world) {
		w.equip()
		w.Do(modeltest.As("mary"), &model.InviteToProject{Space: "acme", Project: "web", Email: "lin@example.com", Role: model.Contributor})
		r := w.open(modeltest.As("lin"), "environments?space=acme&project=web").See("prod", "×n create", "×x delete")
		r.Press("n").See("You are not a Project administrator of web.", "Who may: a Project administrator of the project").Press("enter")
	})
}
