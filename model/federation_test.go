package model_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

// enabled is a world with IAM Identity Center in corpAccount, and its identity store.
func enabled(t testing.TB) (w *modeltest.World, store string) {
	t.Helper()
	w = newWorld(t)
	return w, w.Directory(corpAccount, map[string][]string{"devs": {"ana", "bo"}, "ops": {"cy"}})
}

// setup is a valid set-up of SSO with some of it changed.
func setup(change func(*model.SetupSSO)) *model.SetupSSO {
	cmd := setupCorp()
	change(cmd)
	return cmd
}

func instances(w *modeltest.World, account string) []model.InstanceView {
	w.T.Helper()
	return modeltest.Ask[[]model.InstanceView](w, aws(account), &model.ListInstances{})
}

func TestInstances(t *testing.T) {
	t.Run("FED-03 an instance is of type organization or account, with an ID, a Region and one identity store", func(t *testing.T) {
		w := newWorld(t)
		for account, kind := range map[string]model.InstanceType{acmeAccount: model.OrganizationInstance, otherAccount: model.AccountInstance} {
			w.Do(aws(account), &model.EnableInstance{Type: kind, Region: model.Ireland})
			list := instances(w, account)
			mustEqual(t, "instances", len(list), 1)
			i := list[0]
			mustEqual(t, "type", i.Type, kind)
			mustEqual(t, "region", i.Region, model.Ireland)
			if !regexp.MustCompile(`^ssoins-[a-zA-Z0-9-.]{16}$`).MatchString(i.ID) || !regexp.MustCompile(`^d-[0-9a-f]{10}$`).MatchString(i.Store) {
				t.Errorf("the instance %s with the identity store %s", i.ID, i.Store)
			}
		}
		if instances(w, acmeAccount)[0].Store == instances(w, otherAccount)[0].Store {
			t.Error("two instances share an identity store")
		}
	})
	t.Run("FED-03 an account has one instance at the most, and sees its own only", func(t *testing.T) {
		w, store := enabled(t)
		for _, kind := range []model.InstanceType{model.OrganizationInstance, model.AccountInstance} {
			w.Refused("FED-03", aws(corpAccount), &model.EnableInstance{Type: kind, Region: model.Oregon})
		}
		w.Refused("FED-03", aws(otherAccount), &model.EnableInstance{Type: "global", Region: model.Oregon})
		w.Refused("FED-03", aws(otherAccount), &model.EnableInstance{Type: model.AccountInstance, Region: "us-east-1"})
		mustEqual(t, "seen from elsewhere", len(instances(w, otherAccount)), 0)
		w.RefuseAnswer("ACC-12", aws(otherAccount), &model.ListUsers{Store: store})
		w.RefuseAnswer("ACC-12", aws(otherAccount), &model.ListGroups{Store: store})
		w.RefuseAnswer("ACC-12", as("Ada"), &model.ListUsers{Store: store})
	})
	t.Run("FED-04 an instance has exactly one identity source, and a new one replaces it", func(t *testing.T) {
		w, store := enabled(t)
		mustEqual(t, "at first", instances(w, corpAccount)[0].Source, model.OwnDirectory)
		for _, source := range []model.IdentitySource{model.SAMLProvider, model.ActiveDirectory, model.OwnDirectory} {
			cmd := &model.SetIdentitySource{Store: store, Source: source}
			mustHold(t, planned(w.Plan(aws(corpAccount), cmd)), "replaces", source.Title())
			w.Do(aws(corpAccount), cmd)
			mustEqual(t, "source", instances(w, corpAccount)[0].Source, source)
		}
		w.Refused("FED-04", aws(corpAccount), &model.SetIdentitySource{Store: store, Source: "ldap"})
	})
}

func TestSetupSSO(t *testing.T) {
	t.Run("FED-01 the set-up does not start without an instance of IAM Identity Center, and says so", func(t *testing.T) {
		mustHold(t, newWorld(t).Refused("FED-01", aws(corpAccount), setupCorp()).Error(), "IAM Identity Center", "Enable")
	})
	t.Run("FED-05 another Region than the space's is allowed for the instance, and warned about", func(t *testing.T) {
		w, _ := enabled(t)
		far := setup(func(c *model.SetupSSO) { c.Region = model.Ireland })
		mustHold(t, planned(w.Plan(aws(corpAccount), far)), "us-west-2", "eu-west-1", "connectivity and latency")
		if text := planned(w.Plan(aws(corpAccount), setupCorp())); strings.Contains(text, "latency") {
			t.Errorf("the same Region is warned about: %s", text)
		}
		w.Do(aws(corpAccount), far)
	})
	t.Run("FED-06 nothing exists before the last step, which makes the space, the application and their connection", func(t *testing.T) {
		w, store := enabled(t)
		w.Unchanged(func() { w.Plan(aws(corpAccount), setupCorp()) })
		result := w.Do(aws(corpAccount), setupCorp()).Result.(map[string]string)
		mustEqual(t, "identity store", result["identityStore"], store)
		view := modeltest.Ask[model.SSOView](w, aws(corpAccount), &model.ShowSSO{Space: "corp"})
		mustEqual(t, "application", view.ApplicationName+"|"+view.DisplayName+"|"+view.Space+"|"+view.IdentityStore, "corp|Corp Inc|corp|"+store)
	})
	t.Run("FED-06 each step's fault is told with its field", func(t *testing.T) {
		w, _ := enabled(t)
		for field, cmd := range map[string]*model.SetupSSO{
			"application-name": setup(func(c *model.SetupSSO) { c.ApplicationName = "" }),
			"display-name":     setup(func(c *model.SetupSSO) { c.DisplayName = " " }),
			"new-space":        setup(func(c *model.SetupSSO) { c.NewSpace = "" }),
			"groups":           setup(func(c *model.SetupSSO) { c.Groups = []string{} }),
			"administrators":   setup(func(c *model.SetupSSO) { c.Administrators = []string{} }),
			"region":           setup(func(c *model.SetupSSO) { c.Region = "us-east-1" }),
		} {
			_, err := w.Service.Do(t.Context(), aws(corpAccount), cmd)
			if refusal, _ := model.AsRefusal(err); refusal == nil || refusal.Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
	t.Run("FED-07 an application's name has 1 to 100 characters and is unique across the whole system, in any case", func(t *testing.T) {
		w, _ := enabled(t)
		for name, good := range map[string]bool{"a": true, strings.Repeat("a", 100): true, strings.Repeat("a", 101): false, "two words": true, "Ärzte & Co.": true, "a/b": false, "x\x1b": false} {
			cmd := setup(func(c *model.SetupSSO) { c.ApplicationName = name })
			if good {
				w.Plan(aws(corpAccount), cmd)
				continue
			}
			w.Refused("FED-07", aws(corpAccount), cmd)
		}
		w.Do(aws(corpAccount), setupCorp())
		w.Directory(otherAccount, map[string][]string{"devs": {"ana"}})
		w.Refused("FED-07", aws(otherAccount), setup(func(c *model.SetupSSO) { c.ApplicationName, c.NewSpace = "CORP", "second" }))
	})
	t.Run("FED-08 FED-09 an account has one application at the most, which serves one space", func(t *testing.T) {
		w, _ := enabled(t)
		w.Do(aws(corpAccount), setupCorp())
		refusal := w.Refused("FED-08", aws(corpAccount), setup(func(c *model.SetupSSO) { c.ApplicationName, c.NewSpace = "second", "second" }))
		mustHold(t, refusal.Message, "corp", corpAccount)
	})
	t.Run("FED-11 Space administrators are chosen among the users of the connected groups, at least one", func(t *testing.T) {
		w, store := enabled(t)
		w.Do(aws(corpAccount), &model.CreateUser{Store: store, UserName: "gone", Groups: []string{"devs"}})
		w.Do(aws(corpAccount), &model.UpdateUser{Store: store, UserName: "gone", Inactive: true})
		for _, who := range []string{"cy", "nobody", "gone"} {
			refusal := w.Refused("FED-11", aws(corpAccount), setup(func(c *model.SetupSSO) { c.Administrators = []string{"ana", who} }))
			mustEqual(t, "field", refusal.Field, "administrators")
		}
		w.Do(aws(corpAccount), setup(func(c *model.SetupSSO) { c.Administrators = []string{"ANA", "bo", "Ana"} }))
		w.Advance(4 * time.Hour)
		mustEqual(t, "administrators", w.View(sso(store, "bo"), "corp").Administrators, 2)
		view := modeltest.Ask[model.SSOView](w, aws(corpAccount), &model.ShowSSO{Space: "corp"})
		mustEqual(t, "chosen", strings.Join(view.Administrators, " "), "ana bo")
		w.Refused("FED-11", aws(corpAccount), &model.NameAdministrators{Space: "corp", Users: []string{"cy"}})
		w.Refused("FED-11", aws(corpAccount), &model.NameAdministrators{Space: "corp", Users: []string{"ana"}})
	})
	t.Run("FED-12 the set-up runs signed in to the instance's account, which becomes the billing account", func(t *testing.T) {
		w, store := enabled(t)
		weak := model.Session{AWS: &model.SignIn{Account: corpAccount}}
		for _, session := range []model.Session{modeltest.Nobody, weak} {
			w.Refused("ACC-12", session, setupCorp())
		}
		w.Refused("FED-01", aws(otherAccount), setupCorp())
		w.Do(aws(corpAccount), setupCorp())
		w.Advance(4 * time.Hour)
		mustEqual(t, "billing account", w.View(sso(store, "ana"), "corp").BillingAccount, corpAccount)
	})
}

func TestEditSSO(t *testing.T) {
	t.Run("FED-13 groups are connected and disconnected on the AWS side, each once", func(t *testing.T) {
		w, store := federated(t)
		edit := func(connect, disconnect string) *model.EditSSO {
			return &model.EditSSO{Space: "CORP", Connect: strings.Fields(connect), Disconnect: strings.Fields(disconnect)}
		}
		mustHold(t, w.Refused("ACC-12", sso(store, "ana"), edit("ops", "")).Error(), corpAccount)
		w.Refused("FED-13", aws(corpAccount), edit("", ""))
		w.Refused("FED-13", aws(corpAccount), edit("DEVS", ""))
		w.Refused("FED-13", aws(corpAccount), edit("", "ops"))
		w.Refused("FED-25", aws(corpAccount), edit("missing", ""))
		mustHold(t, planned(w.Plan(aws(corpAccount), edit("ops", "devs"))), "connection of the group ops: 1 user", "connection of the group devs: 2 users")
		w.Do(aws(corpAccount), edit("ops", ""))
		w.Advance(4 * time.Hour)
		mustEqual(t, "members", handles(w, sso(store, "ana"), "corp", model.AllMembers), "ana bo cy")
		w.Do(aws(corpAccount), edit("", "ops"))
		w.Advance(4 * time.Hour)
		mustEqual(t, "members", handles(w, sso(store, "ana"), "corp", model.AllMembers), "ana bo")
	})
	t.Run("FED-13 a group imported as a team with the role Space administrator makes its people Space administrators", func(t *testing.T) {
		w, store := federated(t)
		w.Do(sso(store, "ana"), &model.CreateTeam{Space: "corp", Name: "admins", Role: model.SpaceAdministrator, Groups: []string{"devs"}})
		mustEqual(t, "administrators", handles(w, sso(store, "bo"), "corp", model.AdministratorsTable), "ana bo")
		mustEqual(t, "via team", w.Member(sso(store, "bo"), "corp", "bo").ViaTeam, true)
	})
	t.Run("FED-17 FED-18 SSO in the settings shows that it is not enabled, or the application with groups and users", func(t *testing.T) {
		w, store := federated(t)
		w.SignUp("Ada", "Lee")
		w.Space("acme", "Ada", acmeAccount)
		w.Join("acme", "Ada", model.LimitedAccess, "Lee")
		plain := modeltest.Ask[model.SSOView](w, as("Ada"), &model.ShowSSO{Space: "acme"})
		mustEqual(t, "enabled in acme", plain.Enabled, false)
		w.RefuseAnswer("ACT-02", as("Lee"), &model.ShowSSO{Space: "acme"})
		for _, session := range []model.Session{sso(store, "ana"), aws(corpAccount)} {
			view := modeltest.Ask[model.SSOView](w, session, &model.ShowSSO{Space: "corp"})
			mustEqual(t, "enabled in corp", view.Enabled, true)
			mustEqual(t, "administrators", strings.Join(view.Administrators, " "), "ana")
			mustEqual(t, "groups", len(view.Groups), 1)
			mustEqual(t, "users", view.Groups[0].Users, 2)
			users := modeltest.Ask[model.Page[model.GroupUserView]](w, session, &model.ListGroupUsers{Space: "corp", Group: "devs"})
			mustEqual(t, "users of the group", len(users.Items), 2)
			mustEqual(t, "in the space", users.Items[0].InSpace, true)
		}
		w.RefuseAnswer("ACT-02", sso(store, "bo"), &model.ShowSSO{Space: "corp"})
		w.RefuseAnswer("FED-17", as("Ada"), &model.ListGroupUsers{Space: "acme", Group: "devs"})
	})
}
