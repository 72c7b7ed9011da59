package model_test

import (
	"slices"
	"strings"
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
)

// states lists the prerequisites of an account with their states.
func states(w *modeltest.World, account string, region model.Region) string {
	w.T.Helper()
	var list []string
	for _, p := range modeltest.Ask[[]model.Prerequisite](w, aws(account), &model.ListPrerequisites{Region: region}) {
		list = append(list, p.ID+"="+string(p.State))
		if p.State == model.PrerequisiteMissing && (p.Detail == "" || p.Fix == "") {
			w.T.Errorf("%s is missing without a word: %+v", p.ID, p)
		}
	}
	return strings.Join(list, " ")
}

func enable(kind model.InstanceType, region model.Region) *model.EnableInstance {
	return &model.EnableInstance{Type: kind, Region: region}
}

// stepwise gives the commands of a set-up one after the other. After each the list of prerequisites is as
// said, and the wizard names what is missing until nothing is.
func stepwise(t *testing.T, account string, steps []func(*modeltest.World), want []string) {
	t.Helper()
	w := newWorld(t)
	for i, state := range want {
		mustEqual(t, "prerequisites", states(w, account, ""), state)
		if strings.Contains(state, "=missing") {
			refusal := w.Refused("FED-01", aws(account), setupCorp())
			mustHold(t, refusal.Message, "Missing first")
			mustEqual(t, "topic", refusal.Topic, "prerequisites")
		} else {
			w.Plan(aws(account), setupCorp())
		}
		if i < len(steps) {
			steps[i](w)
		}
	}
}

// people gives the directory of an account a group and a user in three commands.
func people(account string) []func(*modeltest.World) {
	store := func(w *modeltest.World) string { return instances(w, account)[0].Store }
	return []func(*modeltest.World){
		func(w *modeltest.World) { w.Do(aws(account), &model.CreateGroup{Store: store(w), Name: "devs"}) },
		func(w *modeltest.World) { w.Do(aws(account), &model.CreateUser{Store: store(w), UserName: "ana"}) },
		func(w *modeltest.World) {
			w.Do(aws(account), &model.AddToGroup{Store: store(w), UserName: "ana", Group: "devs"})
		},
	}
}

func TestPrerequisites(t *testing.T) {
	const alone = "instance=done identity-source=done users-and-groups="
	t.Run("FED-01 each prerequisite of an organization instance is missing until it is done", func(t *testing.T) {
		steps := append([]func(*modeltest.World){
			func(w *modeltest.World) { w.Do(aws(corpAccount), &model.CreateOrganization{}) },
			func(w *modeltest.World) { w.Do(aws(corpAccount), enable(model.OrganizationInstance, model.Oregon)) },
		}, people(corpAccount)...)
		org := "organization=done management-account=done "
		stepwise(t, corpAccount, steps, []string{
			"organization=missing management-account=missing instance=missing identity-source=missing users-and-groups=missing application=done",
			org + "instance=missing identity-source=missing users-and-groups=missing application=done",
			org + alone + "missing application=done", org + alone + "missing application=done", org + alone + "missing application=done", org + alone + "done application=done",
		})
	})
	t.Run("FED-01 with an account instance the organization is optional, alone and as a member", func(t *testing.T) {
		steps := append([]func(*modeltest.World){func(w *modeltest.World) { w.Do(aws(corpAccount), enable(model.AccountInstance, model.Oregon)) }}, people(corpAccount)...)
		org := "organization=optional management-account=done "
		stepwise(t, corpAccount, steps, []string{
			"organization=missing management-account=missing instance=missing identity-source=missing users-and-groups=missing application=done",
			org + alone + "missing application=done", org + alone + "missing application=done", org + alone + "missing application=done", org + alone + "done application=done",
		})
		member := append([]func(*modeltest.World){
			func(w *modeltest.World) {
				w.Do(aws(acmeAccount), &model.CreateOrganization{})
				w.Do(aws(acmeAccount), &model.AddMemberAccount{Account: corpAccount})
			},
			func(w *modeltest.World) { w.Do(aws(corpAccount), enable(model.AccountInstance, model.Oregon)) },
		}, people(corpAccount)...)
		org = "organization=done management-account=done "
		stepwise(t, corpAccount, member, []string{
			"organization=missing management-account=missing instance=missing identity-source=missing users-and-groups=missing application=done",
			"organization=done management-account=missing instance=missing identity-source=missing users-and-groups=missing application=done",
			org + alone + "missing application=done", org + alone + "missing application=done", org + alone + "missing application=done", org + alone + "done application=done",
		})
	})
	t.Run("FED-01 the refusal names everything that is missing, and mends the first", func(t *testing.T) {
		w := newWorld(t)
		w.Do(aws(acmeAccount), &model.CreateOrganization{})
		w.Do(aws(acmeAccount), &model.AddMemberAccount{Account: corpAccount})
		refusal := w.Refused("FED-01", aws(corpAccount), setupCorp())
		mustHold(t, refusal.Message, "Management account", "IAM Identity Center instance", "Identity source", "Users and groups")
		mustHold(t, refusal.Fix, "Sign in to AWS account "+acmeAccount)
		if strings.Contains(refusal.Message, "Organization in AWS Organizations") {
			t.Errorf("what is done is named as missing: %s", refusal.Message)
		}
	})
	t.Run("FED-01 FED-21 an instance whose identity store was deleted counts as missing", func(t *testing.T) {
		w, store := enabled(t)
		w.Do(aws(corpAccount), &model.DeleteIdentityStore{Store: store, Confirm: "delete"})
		mustEqual(t, "prerequisites", states(w, corpAccount, ""),
			"organization=done management-account=done instance=missing identity-source=done users-and-groups=missing application=done")
		mustHold(t, w.Refused("FED-01", aws(corpAccount), setupCorp()).Fix, "Delete the instance")
		mustEqual(t, "instances", instances(w, corpAccount)[0].Store, "")
	})
	t.Run("FED-03 an organization instance is enabled in a management account, and one without creates the organization", func(t *testing.T) {
		w := newWorld(t)
		w.Do(aws(acmeAccount), enable(model.OrganizationInstance, model.Oregon))
		mustEqual(t, "tree", tree(w, acmeAccount), "Root\n "+acmeAccount+"\n")
		w.Do(aws(acmeAccount), &model.AddMemberAccount{Account: otherAccount})
		mustHold(t, w.Refused("FED-03", aws(otherAccount), enable(model.OrganizationInstance, model.Oregon)).Fix, acmeAccount)
		w.Do(aws(otherAccount), enable(model.AccountInstance, model.Oregon))
		mustEqual(t, "of the member", len(instances(w, otherAccount)), 1)
	})
	t.Run("FED-04 the source that an instance has is not chosen again", func(t *testing.T) {
		w, store := enabled(t)
		w.Refused("FED-04", aws(corpAccount), &model.SetIdentitySource{Store: store, Source: model.OwnDirectory})
		w.Refused("ACC-12", aws(otherAccount), &model.SetIdentitySource{Store: store, Source: model.SAMLProvider})
	})
	t.Run("FED-05 another Region than the instance's is a warning, not a hindrance", func(t *testing.T) {
		w, _ := enabled(t)
		mustHold(t, states(w, corpAccount, model.Oregon), "region=done")
		list := modeltest.Ask[[]model.Prerequisite](w, aws(corpAccount), &model.ListPrerequisites{Region: model.Ireland})
		p := list[slices.IndexFunc(list, func(p model.Prerequisite) bool { return p.ID == "region" })]
		mustEqual(t, "state", p.State, model.PrerequisiteWarning)
		mustHold(t, p.Detail, "connectivity and latency", "us-west-2", "eu-west-1")
	})
	t.Run("FED-08 the list says that the account has an application, and which", func(t *testing.T) {
		w, _ := enabled(t)
		w.Do(aws(corpAccount), setupCorp())
		mustHold(t, states(w, corpAccount, ""), "application=missing")
	})
}
