package model_test

import (
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

func TestEndOfIdentities(t *testing.T) {
	deleteStore := func(store string) *model.DeleteIdentityStore {
		return &model.DeleteIdentityStore{Store: store, Confirm: "delete"}
	}
	t.Run("FED-21 deleting the identity store disassociates the application by itself, after saying what goes", func(t *testing.T) {
		w, store := federated(t)
		w.Do(aws(corpAccount), &model.EditSSO{Space: "corp", Connect: []string{"ops"}})
		mustHold(t, planned(w.Plan(aws(corpAccount), deleteStore(store))), "3 users", "2 groups, with 3 memberships", "2 SSO users lose access to corp ana,bo", "association of the application corp")
		w.Refused("ACC-12", aws(otherAccount), deleteStore(store))
		w.Refused("FED-21", aws(corpAccount), &model.DeleteIdentityStore{Store: store, Confirm: "yes"})
		w.Do(aws(corpAccount), deleteStore(store))
		w.RefuseAnswer("ACT-02", sso(store, "ana"), &model.ListSpaces{}) // she is nobody any more
		mustEqual(t, "status", application(w, corpAccount).Status, model.ApplicationFree)
		for _, table := range []string{"syncchange ", "syncdue "} {
			if strings.Contains(w.Dump(), table) {
				t.Errorf("the table %s holds something", table)
			}
		}
		w.Refused("FED-21", aws(corpAccount), &model.AssociateSSO{Space: "corp"})
		w.RefuseAnswer("FED-03", aws(corpAccount), &model.ListUsers{Store: store})
		w.Refused("FED-03", aws(corpAccount), deleteStore(store))
		view := modeltest.Ask[model.SSOView](w, aws(corpAccount), &model.ShowSSO{Space: "corp"})
		mustEqual(t, "enabled", view.Enabled, false)
	})
	t.Run("FED-21 what the activity says outlives the directory", func(t *testing.T) {
		w, store := federated(t)
		w.Do(aws(corpAccount), deleteStore(store))
		mustHold(t, w.Dump(), "disassociated the application corp, because its identity store was deleted", "deleted the identity store "+store)
	})
	t.Run("FED-21 deleting the instance makes the application invalid: it signs nobody in and can only be deleted", func(t *testing.T) {
		w, store := federated(t)
		gone := &model.DeleteInstance{Confirm: "delete"}
		mustHold(t, planned(w.Plan(aws(corpAccount), gone)), "the instance", "application corp: it becomes invalid", "2 SSO users lose access")
		w.Refused("FED-21", aws(corpAccount), &model.DeleteInstance{})
		w.Refused("FED-21", aws(otherAccount), gone)
		w.Do(aws(corpAccount), gone)
		mustEqual(t, "status", application(w, corpAccount).Status, model.ApplicationInvalid)
		w.RefuseAnswer("FED-21", modeltest.Nobody, &model.SignInAs{Application: "corp", UserName: "ana"})
		w.Refused("FED-21", aws(corpAccount), &model.AssociateSSO{Space: "corp"})
		w.Refused("FED-17", aws(corpAccount), &model.EditSSO{Space: "corp", Connect: []string{"devs"}})
		w.Refused("FED-01", aws(corpAccount), setupCorp())
		w.RefuseAnswer("ACT-02", sso(store, "ana"), &model.ListSpaces{}) // she is nobody any more
		w.Do(aws(corpAccount), &model.DeleteApplication{Application: "corp"})
		w.RefuseAnswer("FED-18", aws(corpAccount), &model.ShowApplication{})
	})
	t.Run("FED-21 FED-08 a new instance does not revive the application, which must be deleted before SSO is set up anew", func(t *testing.T) {
		w, store := federated(t)
		w.Do(aws(corpAccount), deleteStore(store))
		w.Refused("FED-03", aws(corpAccount), enable(model.OrganizationInstance, model.Oregon))
		w.Do(aws(corpAccount), &model.DeleteInstance{Confirm: "delete"})
		fresh := w.Directory(corpAccount, map[string][]string{"devs": {"ana", "zed"}})
		if fresh == store {
			t.Fatal("the new identity store has the id of the old one")
		}
		mustEqual(t, "status", application(w, corpAccount).Status, model.ApplicationInvalid)
		again := &model.SetupSSO{ApplicationName: "corp", DisplayName: "Corp", Space: "corp", Groups: []string{"devs"}, Administrators: []string{"zed"}}
		w.Refused("FED-08", aws(corpAccount), again)
		w.Do(aws(corpAccount), &model.DeleteApplication{Application: "corp"})
		w.Do(aws(corpAccount), again)
		w.Advance(4 * time.Hour)
		mustEqual(t, "members", handles(w, sso(fresh, "zed"), "corp", model.AllMembers), "ana zed")
		w.RefuseAnswer("SPC-15", sso(store, "ana"), &model.ListMembers{Space: "corp"})
	})
	t.Run("FED-21 an identity store without an application goes alone", func(t *testing.T) {
		w, store := enabled(t)
		w.Do(aws(corpAccount), deleteStore(store))
		w.Do(aws(corpAccount), &model.DeleteInstance{Confirm: "delete"})
		mustEqual(t, "instances", len(instances(w, corpAccount)), 0)
		w.Refused("FED-21", aws(corpAccount), &model.DeleteInstance{Confirm: "delete"})
		mustEqual(t, "enabled anew", enabledStore(w) == store, false)
	})
}

func enabledStore(w *modeltest.World) string {
	w.T.Helper()
	return w.Do(aws(corpAccount), enable(model.AccountInstance, model.Ireland)).Result.(model.Instance).Store
}
