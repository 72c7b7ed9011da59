package model_test

import (
	"strings"
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
)

// twoAccounts is acme with a second connected account, otherAccount, beside its billing account.
func twoAccounts(t testing.TB) *modeltest.World {
	t.Helper()
	w := acme(t)
	w.Connect("acme", "Ada", otherAccount)
	return w
}

func removeAccount(confirm string) *model.RemoveAccount {
	return &model.RemoveAccount{Space: "acme", Confirm: confirm}
}

func TestRemoveAccount(t *testing.T) {
	t.Run("ACC-05 a connection is removed on the AWS side only, signed in to that account with administrative permission", func(t *testing.T) {
		w := twoAccounts(t)
		named := &model.RemoveAccount{Space: "acme", Account: otherAccount, Confirm: "acme"}
		powerless := model.Session{AWS: &model.SignIn{Account: otherAccount}}
		for who, session := range map[string]model.Session{"nobody": modeltest.Nobody, "a Space administrator": as("Ada"), "another account": aws(acmeAccount), "no permission": powerless} {
			if refusal := w.Refused("ACC-12", session, named); who != "nobody" && !strings.Contains(refusal.Error(), otherAccount) {
				t.Errorf("%s is not told which account: %s", who, refusal)
			}
		}
		w.Refused("ACC-12", powerless, removeAccount("acme"))
		w.Do(aws(otherAccount), named)
		mustEqual(t, "connections", len(connections(w, as("Ada"), "acme")), 1)
	})
	t.Run("ACC-05 the name of the space is typed, and no other word", func(t *testing.T) {
		w := twoAccounts(t)
		for _, wrong := range []string{"", "ACME", "acm", "acme2", "delete", "remove", "yes", otherAccount, "acme\n", "a cme"} {
			refusal := w.Refused("ACC-05", aws(otherAccount), removeAccount(wrong))
			mustEqual(t, "field", refusal.Field, "confirm")
			mustHold(t, refusal.Fix, "acme")
		}
		w.Plan(aws(otherAccount), removeAccount("")) // a rehearsal asks for nothing
		w.Do(aws(otherAccount), removeAccount("acme"))
		mustHold(t, w.Refused("ACC-12", aws(otherAccount), removeAccount("acme")).Message, "acme") // it is a stranger's account now
	})
	t.Run("ACC-05 the name is asked for as it was given, and typing that is enough", func(t *testing.T) {
		w := twoAccounts(t)
		cmd := &model.RemoveAccount{Space: "Acme"}
		cmd.Confirm = w.Service.EntryOf(cmd).Confirm.WordFor(cmd)
		w.Do(aws(otherAccount), cmd)
	})
	t.Run("ACC-05 a removal is told in the space's activity, and ends the account's view of the space", func(t *testing.T) {
		w := twoAccounts(t)
		w.Do(aws(otherAccount), removeAccount("acme"))
		last := activity(w, as("Pat"), "acme")[0]
		mustEqual(t, "actor", last.Actor.String(), "AWS account "+otherAccount)
		mustHold(t, last.Text, "removed the connection", otherAccount)
		mustEqual(t, "spaces of the account", len(modeltest.Ask[[]model.ConnectedSpace](w, aws(otherAccount), &model.ListConnectedSpaces{})), 0)
		w.RefuseAnswer("SPC-15", aws(otherAccount), &model.ShowAccount{Space: "acme", Account: otherAccount})
	})
	t.Run("ACC-06 the billing account's connection stays until another billing account is named", func(t *testing.T) {
		w := twoAccounts(t)
		refusal := w.Refused("ACC-06", aws(acmeAccount), removeAccount("acme"))
		mustHold(t, refusal.Fix, "another billing account first")
		mustHold(t, refusal.Who, "Space administrator")
		if _, err := w.Service.Check(t.Context(), aws(acmeAccount), removeAccount("")); err == nil {
			t.Error("the rehearsal allows it")
		}
		w.Do(as("Ada"), &model.ChangeBillingAccount{Space: "acme", Account: otherAccount})
		w.Refused("ACC-06", aws(otherAccount), removeAccount("acme"))
		w.Do(aws(acmeAccount), removeAccount("acme"))
		mustEqual(t, "left", connections(w, as("Ada"), "acme")[0].Account, otherAccount)
	})
	t.Run("ACC-06 an account that bills another space can be removed from this one", func(t *testing.T) {
		w := acme(t)
		w.Space("beta", "Out", otherAccount)
		w.Connect("acme", "Ada", otherAccount)
		w.Do(aws(otherAccount), removeAccount("acme"))
		mustEqual(t, "beta", len(connections(w, as("Out"), "beta")), 1)
	})
	t.Run("ACC-07 a removed account connects again as a new connection: new ARN, no roles, no tags, no paid tiers", func(t *testing.T) {
		w := twoAccounts(t)
		w.Do(aws(otherAccount), &model.AddRole{Space: "acme", Create: model.DevelopmentRole})
		w.Do(aws(otherAccount), &model.TagAccount{Space: "acme", Set: []model.Tag{{Key: "team", Value: "core"}}})
		w.Do(aws(otherAccount), &model.AllowTiers{Space: "acme", Tiers: model.AllowPaid})
		before := account(w, as("Ada"), "acme", otherAccount).Connection
		mustHold(t, planned(w.Plan(aws(otherAccount), removeAccount(""))), "can be connected again, as a new connection", "without roles and tags")
		w.Do(aws(otherAccount), removeAccount("acme"))
		w.Connect("acme", "Pat", otherAccount)
		after := account(w, as("Ada"), "acme", otherAccount).Connection
		if after.ARN == before.ARN || len(after.Roles) != 0 || len(after.Tags) != 0 || len(after.AllowedTiers) != 1 {
			t.Errorf("before %+v, after %+v", before, after)
		}
		w.Do(aws(otherAccount), &model.AddRole{Space: "acme", Create: model.DevelopmentRole}) // the roles can be added again
	})
	t.Run("ACC-07 a token from before the removal does not connect it again", func(t *testing.T) {
		w := acme(t)
		used := token(w.Do(as("Ada"), requestAccount("acme", otherAccount)))
		w.Do(aws(otherAccount), &model.VerifyAccount{Token: used})
		w.Do(aws(otherAccount), removeAccount("acme"))
		w.Refused("ACC-02", aws(otherAccount), &model.VerifyAccount{Token: used})
	})
}

func TestRemoveAccountPlan(t *testing.T) {
	t.Run("ACC-08 before a removal the dependents are counted and named, and it is not recommended", func(t *testing.T) {
		s := newStage(t)
		s.Do(aws(secondAccount), &model.AddRole{Space: "acme", Create: model.SupportRole})
		s.Do(aws(secondAccount), &model.TagAccount{Space: "acme", Set: []model.Tag{{Key: "a", Value: "1"}, {Key: "b", Value: "2"}}})
		role := account(s.World, as("Ada"), "acme", secondAccount).Roles[0].ARN
		for _, name := range []string{"prod", "stage"} {
			s.Do(as("Ada"), &model.AddEnvironment{Space: "acme", Project: "rocket", Name: name, Account: secondAccount, Role: role})
		}
		plan := s.Plan(aws(secondAccount), removeAccount(""))
		text := planned(plan)
		mustHold(t, text, "ends: 2 environments lose their AWS account", "rocket/prod,rocket/stage", "not recommended", "1 IAM role is no longer available", "2 tags")
		if strings.Contains(text, "rocket/test") {
			t.Errorf("an environment of the other account is named: %s", text)
		}
		mustEqual(t, "takes", plan.Takes(), true)
		details := account(s.World, as("Ada"), "acme", secondAccount)
		mustEqual(t, "dependents", len(details.Dependents), 2)
		mustEqual(t, "of the role", len(details.Roles[0].UsedBy), 2)
	})
	t.Run("ACC-08 it is not called unadvisable while nothing depends on the connection", func(t *testing.T) {
		s := newStage(t)
		text := planned(s.Plan(aws(secondAccount), removeAccount("")))
		if strings.Contains(text, "recommended") || strings.Contains(text, "environment") {
			t.Errorf("the plan: %s", text)
		}
		s.Do(aws(secondAccount), &model.AddRole{Space: "acme", Create: model.SupportRole})
		role := account(s.World, as("Ada"), "acme", secondAccount).Roles[0].ARN
		s.Do(as("Ada"), &model.AddEnvironment{Space: "acme", Project: "rocket", Name: "prod", Account: secondAccount, Role: role})
		mustHold(t, planned(s.Plan(aws(secondAccount), removeAccount(""))), "not recommended", "1 environment loses its AWS account")
		s.Do(as("Ada"), &model.RemoveEnvironment{Space: "acme", Project: "rocket", Name: "prod"})
		mustEqual(t, "recommendation", strings.Contains(planned(s.Plan(aws(secondAccount), removeAccount(""))), "recommended"), false)
	})
	t.Run("ACC-08 the VPC connections that go through a connection depend on it, and on their role", func(t *testing.T) {
		s := newStage(t)
		plan := planned(s.Plan(aws(acmeAccount), &model.RemoveRole{Space: "acme", ARN: "CodeCatalystWorkflowDevelopmentRole-acme"}))
		mustHold(t, plan, "ends: 2 VPC connections no longer work, nor does what uses them corp,lab")
	})
	t.Run("ACC-08 PRJ-02 what depends on a connection is told of the projects that one sees, and whole on the AWS side", func(t *testing.T) {
		s := newStage(t)
		s.SignUp("Max")
		s.Join("acme", "Ada", model.LimitedAccess, "Max") // who is in no project
		const ofSpace = 2                                 // VPC connections, which belong to the space
		for session, want := range map[string]int{"Ada": ofSpace + 1, "Pat": ofSpace + 1, "Tom": ofSpace + 1, "Max": ofSpace} {
			d := account(s.World, as(session), "acme", acmeAccount)
			mustEqual(t, "dependents for "+session, len(d.Dependents), want)
			mustEqual(t, "users of the role for "+session, len(d.Roles[0].UsedBy), want)
		}
		mustEqual(t, "on the AWS side", len(account(s.World, aws(acmeAccount), "acme", acmeAccount).Dependents), ofSpace+1)
	})
}
