package model_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

func disassociateSpace(space string) *model.DisassociateSSO {
	return &model.DisassociateSSO{Space: space, Confirm: space}
}

// parted is the space corp without its application, which is free.
func parted(t testing.TB) (w *modeltest.World, store string) {
	t.Helper()
	w, store = federated(t)
	w.Do(aws(corpAccount), disassociateSpace("corp"))
	return w, store
}

// second gives otherAccount a directory and an application of its own, which serves the space other.
func second(w *modeltest.World) (store string) {
	w.T.Helper()
	store = w.Directory(otherAccount, map[string][]string{"all": {"lou"}})
	w.Do(aws(otherAccount), &model.SetupSSO{ApplicationName: "other-app", DisplayName: "Other", NewSpace: "other", Region: model.Oregon,
		Groups: []string{"all"}, Administrators: []string{"lou"}})
	w.Advance(4 * time.Hour)
	return store
}

// waiting lists what waits for the sync of a space, as corpAccount sees it.
func waiting(w *modeltest.World, space string) []model.SyncChangeView {
	w.T.Helper()
	return modeltest.Ask[[]model.SyncChangeView](w, aws(corpAccount), &model.SyncStatus{Space: space})
}

func TestPartners(t *testing.T) {
	t.Run("FED-09 FED-20 an application and a space have one partner at the most, whoever asks", func(t *testing.T) {
		w, _ := federated(t)
		second(w)
		w.SignUp("Ada")
		w.Space("acme", "Ada", acmeAccount)
		w.Connect("acme", "Ada", corpAccount)
		refusal := w.Refused("FED-09", aws(corpAccount), &model.AssociateSSO{Space: "corp"})
		mustHold(t, refusal.Message, "application corp is associated with a space")
		w.Refused("FED-09", aws(corpAccount), &model.AssociateSSO{Space: "acme"})
		w.Refused("ACC-12", aws(corpAccount), &model.AssociateSSO{Space: "other"})
		w.Do(aws(otherAccount), disassociateSpace("other"))
		w.Refused("ACC-12", aws(otherAccount), &model.AssociateSSO{Space: "corp"})
		w.RefuseAnswer("FED-18", aws(acmeAccount), &model.ShowApplication{})
		w.Refused("FED-18", aws(acmeAccount), &model.AssociateSSO{Space: "acme"})
		w.Refused("FED-09", aws(corpAccount), &model.DeleteApplication{Application: "corp"})
	})
	t.Run("FED-09 a space that has an application takes no second one, also from an account that is connected", func(t *testing.T) {
		w, store := federated(t)
		receipt := w.Do(sso(store, "ana"), &model.RequestAccount{Space: "corp", Account: otherAccount})
		w.Do(aws(otherAccount), &model.VerifyAccount{Token: token(receipt)})
		w.Directory(otherAccount, map[string][]string{"all": {"lou"}})
		cmd := &model.SetupSSO{ApplicationName: "late", DisplayName: "Late", Space: "corp", Groups: []string{"all"}, Administrators: []string{"lou"}}
		mustHold(t, w.Refused("FED-09", aws(otherAccount), cmd).Message, "corp")
		w.Do(aws(corpAccount), disassociateSpace("corp"))
		w.Do(aws(otherAccount), cmd)
		w.Refused("FED-09", aws(corpAccount), &model.AssociateSSO{Space: "corp"})
	})
	t.Run("FED-19 everybody leaves at once, counted and named before, and the application is free", func(t *testing.T) {
		w, store := federated(t)
		w.Do(sso(store, "ana"), &model.CreateTeam{Space: "corp", Name: "all", Role: model.PowerUser, Groups: []string{"devs"}})
		w.Do(sso(store, "ana"), &model.CreateProject{Space: "corp", Name: "rocket"})
		mustHold(t, planned(w.Plan(aws(corpAccount), &model.DisassociateSSO{Space: "corp"})), "2 SSO users lose access to corp ana,bo", "free for this space or another")
		w.Refused("FED-19", aws(corpAccount), &model.DisassociateSSO{Space: "corp", Confirm: "yes"})
		w.Refused("ACC-12", sso(store, "ana"), disassociateSpace("corp"))
		w.Refused("FED-19", aws(corpAccount), &model.DisassociateSSO{Space: "corp"})
		w.Do(aws(corpAccount), &model.DisassociateSSO{Space: "CORP", Confirm: "CORP"}) // as it was given is what is asked for
		mustEqual(t, "what ana sees", spaceNames(w, sso(store, "ana")), "")
		w.RefuseAnswer("SPC-15", sso(store, "bo"), &model.ListMembers{Space: "corp"})
		mustEqual(t, "status", application(w, corpAccount).Status, model.ApplicationFree)
		w.Refused("FED-19", aws(corpAccount), disassociateSpace("corp"))
		for _, cmd := range []model.Command{&model.EditSSO{Space: "corp", Connect: []string{"ops"}}, &model.NameAdministrators{Space: "corp", Users: []string{"bo"}}} {
			w.Refused("FED-17", aws(corpAccount), cmd)
		}
	})
	t.Run("FED-19 what still waited for the space is dropped, people as well as groups", func(t *testing.T) {
		w, store := federated(t)
		w.Do(aws(corpAccount), &model.EditSSO{Space: "corp", Connect: []string{"ops"}})
		w.Do(aws(corpAccount), &model.UpdateUser{Store: store, UserName: "bo", DisplayName: "Bo Changed"})
		w.Do(aws(corpAccount), &model.CreateUser{Store: store, UserName: "dee", Groups: []string{"devs"}})
		mustEqual(t, "waiting", len(waiting(w, "corp")), 3)
		w.Do(aws(corpAccount), disassociateSpace("corp"))
		if text := w.Dump(); strings.Contains(text, "syncchange ") || strings.Contains(text, "syncdue ") {
			t.Errorf("something still waits:\n%s", text)
		}
		w.Do(aws(corpAccount), &model.UpdateUser{Store: store, UserName: "bo", DisplayName: "Bo Again"})
		w.Do(aws(corpAccount), &model.DeleteGroup{Store: store, Name: "ops"})
		if text := w.Dump(); strings.Contains(text, "syncchange ") {
			t.Errorf("a change waits for an application without a space:\n%s", text)
		}
		w.Do(aws(corpAccount), &model.AssociateSSO{Space: "corp"})
		list := waiting(w, "corp")
		mustEqual(t, "waiting", len(list), 1)
		mustEqual(t, "since", list[0].RequestedAt, w.Service.Now())
	})
	t.Run("FED-19 more than one transaction takes is forgotten when it falls due", func(t *testing.T) {
		w, store := federated(t)
		for batch := range 3 {
			w.Import(aws(corpAccount), store, 1000, 1000*batch)
			var b strings.Builder
			b.WriteString("userName,groups\n")
			for i := range 1000 {
				b.WriteString("user" + otherAccountOf(1000*batch + i)[5:] + ",devs\n")
			}
			w.Do(aws(corpAccount), &model.ImportDirectory{Store: store, CSV: []string{"f"}, Open: modeltest.Files(map[string]string{"f": b.String()})})
		}
		mustEqual(t, "waiting", len(waiting(w, "corp")), 3000)
		w.Do(aws(corpAccount), disassociateSpace("corp"))
		w.Advance(6 * time.Hour)
		if strings.Contains(w.Dump(), "syncchange ") {
			t.Error("after six hours something still waits for an application without a space")
		}
	})
	t.Run("FED-20 associating again brings everybody back with the sync, and not at once", func(t *testing.T) {
		w, store := parted(t)
		w.Advance(30 * time.Hour)
		mustHold(t, planned(w.Plan(aws(corpAccount), &model.AssociateSSO{Space: "corp"})), "association of the application corp with corp", "1 connected group devs")
		w.Do(aws(corpAccount), &model.AssociateSSO{Space: "CORP"})
		due := waiting(w, "corp")[0].ExpectedAt
		if wait := due.Sub(w.Service.Now()); wait < 20*time.Minute || wait > 2*time.Hour {
			t.Errorf("the groups come after %s", wait)
		}
		mustEqual(t, "what ana sees", spaceNames(w, sso(store, "ana")), "")
		w.Advance(due.Sub(w.Service.Now()))
		mustEqual(t, "members", handles(w, sso(store, "ana"), "corp", model.AllMembers), "ana bo")
		mustEqual(t, "administrators", handles(w, sso(store, "ana"), "corp", model.AdministratorsTable), "ana")
	})
	t.Run("FED-20 a team of SSO groups fills again, and a chosen administrator who is gone meanwhile is none", func(t *testing.T) {
		w, store := federated(t)
		w.Do(sso(store, "ana"), &model.CreateTeam{Space: "corp", Name: "all", Role: model.PowerUser, Groups: []string{"devs"}})
		w.Do(aws(corpAccount), &model.NameAdministrators{Space: "corp", Users: []string{"bo"}})
		w.Do(aws(corpAccount), disassociateSpace("corp"))
		w.Do(aws(corpAccount), &model.RemoveFromGroup{Store: store, UserName: "bo", Group: "devs"})
		w.Do(aws(corpAccount), &model.AssociateSSO{Space: "corp"})
		mustEqual(t, "chosen", strings.Join(application(w, corpAccount).Administrators, " "), "ana")
		w.Do(aws(corpAccount), &model.AddToGroup{Store: store, UserName: "bo", Group: "devs"})
		w.Advance(8 * time.Hour)
		mustEqual(t, "team", modeltest.Ask[[]model.Team](w, sso(store, "ana"), &model.ListTeams{Space: "corp"})[0].Members, 2)
		mustEqual(t, "bo", w.Member(sso(store, "ana"), "corp", "bo").Role, model.PowerUser)
	})
	t.Run("FED-05 associating warns about another Region than the instance's", func(t *testing.T) {
		w, _ := enabled(t)
		w.Do(aws(corpAccount), setup(func(c *model.SetupSSO) { c.Region = model.Ireland }))
		w.Do(aws(corpAccount), disassociateSpace("corp"))
		mustHold(t, planned(w.Plan(aws(corpAccount), &model.AssociateSSO{Space: "corp"})), "connectivity and latency")
	})
	t.Run("FED-19 FED-20 the application serves another space, whose history is its own", func(t *testing.T) {
		w, store := federated(t)
		w.SignUp("Ada")
		w.Space("acme", "Ada", acmeAccount)
		w.Connect("acme", "Ada", corpAccount)
		receipt := w.Do(sso(store, "ana"), &model.RequestAccount{Space: "corp", Account: otherAccount})
		w.Do(aws(otherAccount), &model.VerifyAccount{Token: token(receipt)})
		w.Do(sso(store, "ana"), &model.ChangeBillingAccount{Space: "corp", Account: otherAccount})
		w.Do(aws(corpAccount), disassociateSpace("corp"))
		mustHold(t, planned(w.Plan(aws(corpAccount), &model.AssociateSSO{Space: "acme"})), "1 member with an AWS Builder ID loses access for good Ada", "never turns back")
		w.Do(aws(corpAccount), &model.AssociateSSO{Space: "acme"})
		mustEqual(t, "history", len(modeltest.Ask[[]model.SyncCycle](w, aws(corpAccount), &model.ListSyncCycles{Space: "acme"})), 0)
		w.Advance(4 * time.Hour)
		mustEqual(t, "what ana sees", spaceNames(w, sso(store, "ana")), "acme")
		cycles := modeltest.Ask[[]model.SyncCycle](w, aws(corpAccount), &model.ListSyncCycles{Space: "acme"})
		mustEqual(t, "history", len(cycles), 1)
		mustEqual(t, "joined", cycles[0].Joined, 2)
		mustEqual(t, "billing account", w.View(sso(store, "ana"), "acme").BillingAccount, corpAccount)
	})
}

func TestDeleteFederatedSpace(t *testing.T) {
	gone := func(choice model.Retention) *model.DeleteFederatedSpace {
		return &model.DeleteFederatedSpace{Space: "corp", Application: choice}
	}
	t.Run("FED-22 it is deleted on the AWS side, signed in with the management account, saying what becomes of the application", func(t *testing.T) {
		w, store := federated(t)
		w.Refused("ACC-12", sso(store, "ana"), gone(model.KeepApplication))
		w.Refused("ACC-12", aws(otherAccount), gone(model.KeepApplication))
		w.Refused("FED-22", aws(corpAccount), gone("lose"))
		mustHold(t, w.Refused("FED-22", sso(store, "ana"), &model.DeleteSpace{Name: "corp", Confirm: "delete"}).Fix, corpAccount)
		mustHold(t, planned(w.Plan(aws(corpAccount), gone(model.KeepApplication))), "2 members lose access", "application corp is kept", "can never be used again")
		mustHold(t, planned(w.Plan(aws(corpAccount), gone(model.DropApplication))), "removes: the application corp; its name is free again")
	})
	t.Run("FED-22 FED-23 an application that is kept serves another space", func(t *testing.T) {
		w, store := federated(t)
		w.Do(aws(corpAccount), &model.EditSSO{Space: "corp", Connect: []string{"ops"}})
		w.Do(aws(corpAccount), gone(model.KeepApplication))
		mustEqual(t, "what ana sees", spaceNames(w, sso(store, "ana")), "")
		mustEqual(t, "status", application(w, corpAccount).Status, model.ApplicationFree)
		w.RefuseAnswer("SPC-15", aws(corpAccount), &model.SyncStatus{Space: "corp"})
		w.Advance(4 * time.Hour)
		w.SignUp("Ada")
		w.Space("acme", "Ada", acmeAccount)
		w.Connect("acme", "Ada", corpAccount)
		w.Do(aws(corpAccount), &model.AssociateSSO{Space: "acme"})
		w.Advance(4 * time.Hour)
		mustEqual(t, "members", handles(w, sso(store, "ana"), "acme", model.AllMembers), "ana bo cy")
	})
	t.Run("FED-22 FED-23 SPC-03 an application that is deleted with it frees its name, and the space does not", func(t *testing.T) {
		w, _ := federated(t)
		w.Do(aws(corpAccount), gone(model.DropApplication))
		w.RefuseAnswer("FED-18", aws(corpAccount), &model.ShowApplication{})
		w.Refused("SPC-03", aws(corpAccount), setupCorp())
		w.Do(aws(corpAccount), setup(func(c *model.SetupSSO) { c.NewSpace = "corp2" }))
		mustEqual(t, "application", application(w, corpAccount).Application, "corp")
		mustEqual(t, "waiting", len(waiting(w, "corp2")), 1)
	})
	t.Run("FED-22 a Builder ID space is not deleted this way", func(t *testing.T) {
		w := acme(t)
		w.Refused("FED-22", aws(acmeAccount), &model.DeleteFederatedSpace{Space: "acme", Application: model.KeepApplication})
	})
	t.Run("FED-07 FED-23 a deleted application's name is free for anyone, with nothing of the old one left", func(t *testing.T) {
		w, store := parted(t)
		w.Refused("FED-18", aws(corpAccount), &model.DeleteApplication{Application: "other"})
		w.Do(aws(corpAccount), &model.DeleteApplication{Application: "Corp"})
		theirs := w.Directory(otherAccount, map[string][]string{"devs": {"ana"}})
		w.Do(aws(otherAccount), setup(func(c *model.SetupSSO) { c.NewSpace = "theirs" }))
		w.Advance(4 * time.Hour)
		mustEqual(t, "what the new ana sees", spaceNames(w, sso(theirs, "ana")), "theirs")
		mustEqual(t, "what the old ana sees", spaceNames(w, sso(store, "ana")), "")
		mustEqual(t, "history", len(modeltest.Ask[[]model.SyncCycle](w, aws(otherAccount), &model.ListSyncCycles{Space: "theirs"})), 1)
		w.Do(aws(corpAccount), setup(func(c *model.SetupSSO) { c.ApplicationName, c.Space, c.NewSpace = "corp-two", "corp", "" }))
	})
}

func TestApplicationPage(t *testing.T) {
	t.Run("FED-18 the page shows space, names, Space administrators and connected groups, and which have come", func(t *testing.T) {
		w, store := federated(t)
		w.Do(aws(corpAccount), &model.EditSSO{Space: "corp", Connect: []string{"ops"}})
		view := application(w, corpAccount)
		mustEqual(t, "page", strings.Join([]string{view.Application, view.DisplayName, view.Space, string(view.Status), view.IdentityStore, strings.Join(view.Administrators, ",")}, "|"),
			"corp|Corp Inc|corp|active|"+store+"|ana")
		var groups []string
		for _, g := range view.Groups {
			groups = append(groups, g.Name+map[bool]string{true: " came", false: " waits"}[g.Arrived])
		}
		slices.Sort(groups)
		mustEqual(t, "groups", strings.Join(groups, ", "), "devs came, ops waits")
	})
	t.Run("FED-17 only connected groups show their users, and others are as if they were not there", func(t *testing.T) {
		w, store := federated(t)
		hidden := w.RefuseAnswer("FED-17", sso(store, "ana"), &model.ListGroupUsers{Space: "corp", Group: "ops"})
		missing := w.RefuseAnswer("FED-17", sso(store, "ana"), &model.ListGroupUsers{Space: "corp", Group: "oops"})
		mustEqual(t, "words", strings.ReplaceAll(missing.Message, "oops", "ops"), hidden.Message)
		w.Do(aws(corpAccount), &model.EditSSO{Space: "corp", Disconnect: []string{"devs"}})
		page := modeltest.Ask[model.Page[model.GroupUserView]](w, aws(corpAccount), &model.ListGroupUsers{Space: "corp", Group: "devs"})
		mustEqual(t, "users of a group that is still in the space", len(page.Items), 2)
	})
}
