package model_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

// allow sets which tiers acme's account allows; tier chooses a tier for acme; pays names its billing account.
func allow(w *modeltest.World, id string, tiers model.Allowance) {
	w.T.Helper()
	w.Do(aws(id), &model.AllowTiers{Space: "acme", Tiers: tiers})
}

func tier(to model.Tier) *model.ChangeTier { return &model.ChangeTier{Space: "acme", Tier: to} }

func pays(id string) *model.ChangeBillingAccount {
	return &model.ChangeBillingAccount{Space: "acme", Account: model.AccountID(id)}
}

// paid is acme on a paid tier.
func paid(t testing.TB, on model.Tier) *modeltest.World {
	t.Helper()
	w := acme(t)
	allow(w, acmeAccount, model.AllowPaid)
	w.Do(as("Ada"), tier(on))
	return w
}

// payer fails the test unless exactly one of a space's connections is its billing account's, and returns it.
func payer(w *modeltest.World, session model.Session, space string) string {
	w.T.Helper()
	var list []string
	for _, c := range connections(w, session, space) {
		if c.Pays() {
			list = append(list, string(c.Account))
		}
	}
	if len(list) != 1 || list[0] != string(w.View(session, space).BillingAccount) || list[0] != string(billing(w, session, space).Account) {
		w.T.Errorf("%s has the billing accounts %q among its connections, and is shown as billed to %s and %s", space, list,
			w.View(session, space).BillingAccount, billing(w, session, space).Account)
	}
	return strings.Join(list, " ")
}

func TestBilling(t *testing.T) {
	t.Run("BIL-01 BIL-02 a space has one billing account from the beginning: the connected one of its creation", func(t *testing.T) {
		w := acme(t)
		w.Do(aws(otherAccount), &model.VerifyAccount{Token: token(w.Do(as("Ada"), requestAccount("acme", otherAccount)))})
		billing := 0
		for _, c := range connections(w, as("Ada"), "acme") {
			if c.Pays() {
				billing++
				mustEqual(t, "account", c.Account, acmeAccount)
			}
		}
		mustEqual(t, "billing accounts", billing, 1)
		mustEqual(t, "shown", w.View(as("Ada"), "acme").BillingAccount, acmeAccount)
	})
	t.Run("BIL-01 there is exactly one, a connected one, after every way of changing accounts", func(t *testing.T) {
		w := acme(t)
		held := func(after, want string) {
			t.Helper()
			mustEqual(t, after, payer(w, as("Ada"), "acme"), want)
		}
		held("the creation", acmeAccount)
		w.Do(as("Ada"), requestAccount("acme", otherAccount))
		w.Refused("BIL-09", as("Ada"), pays(otherAccount)) // it only waits
		held("a request", acmeAccount)
		w.Connect("acme", "Pat", otherAccount)
		held("a connection", acmeAccount)
		w.Refused("ACC-06", aws(acmeAccount), removeAccount("acme"))
		held("a refused removal", acmeAccount)
		w.Do(as("Ada"), pays(otherAccount))
		held("a change", otherAccount)
		w.Refused("ACC-06", aws(otherAccount), removeAccount("acme"))
		w.Do(aws(acmeAccount), removeAccount("acme"))
		held("the removal of the one before", otherAccount)
		w.Connect("acme", "Ada", acmeAccount)
		held("its return", otherAccount)
		allow(w, acmeAccount, model.AllowPaid)
		w.Do(as("Ada"), pays(acmeAccount))
		w.Do(as("Ada"), tier(model.EnterpriseTier))
		held("a change of the tier", acmeAccount)
		w.Do(as("Ada"), pays(otherAccount))
		held("the fall to Free", otherAccount)
		w.Advance(62 * 24 * time.Hour)
		held("two months", otherAccount)
		w.Reopen()
		held("a restart", otherAccount)
	})
	t.Run("BIL-02 FED-12 in a federated space it is the account that the set-up was signed in to", func(t *testing.T) {
		w, store := federated(t)
		mustEqual(t, "account", w.View(sso(store, "ana"), "corp").BillingAccount, corpAccount)
		mustEqual(t, "connections", len(connections(w, sso(store, "ana"), "corp")), 1)
	})
	t.Run("BIL-03 an account bills at most one space; a second is refused without the other's data", func(t *testing.T) {
		w := acme(t)
		refusal := w.Refused("BIL-03", as("Out"), createSpace("beta", acmeAccount))
		mustEqual(t, "field", refusal.Field, "account")
		if text := refusal.Error(); strings.Contains(text, "acme") || strings.Contains(text, "Ada") {
			t.Errorf("the refusal tells of the other space: %s", text)
		}
		w.Directory(acmeAccount, map[string][]string{"devs": {"ana"}})
		w.Refused("BIL-03", aws(acmeAccount), setupCorp())
	})
	t.Run("BIL-03 an account that is connected but bills nothing can bill another space", func(t *testing.T) {
		w := acme(t)
		w.Do(aws(otherAccount), &model.VerifyAccount{Token: token(w.Do(as("Ada"), requestAccount("acme", otherAccount)))})
		w.Space("beta", "Out", otherAccount)
		w.Do(aws(acmeAccount), &model.VerifyAccount{Token: token(w.Do(as("Out"), requestAccount("beta", acmeAccount)))})
		mustEqual(t, "beta", len(connections(w, as("Out"), "beta")), 2)
	})
	t.Run("BIL-03 nor can it be named for a second space, until the first names another", func(t *testing.T) {
		w := twoAccounts(t)
		w.Space("beta", "Out", otherAccount)
		refusal := w.Refused("BIL-03", as("Ada"), pays(otherAccount))
		if text := refusal.Error(); strings.Contains(text, "beta") || strings.Contains(text, "Out") {
			t.Errorf("the refusal tells of the other space: %s", text)
		}
		w.Connect("beta", "Out", corpAccount)
		w.Do(as("Out"), &model.ChangeBillingAccount{Space: "beta", Account: corpAccount})
		w.Do(as("Ada"), pays(otherAccount))
		w.Refused("BIL-03", as("Out"), &model.ChangeBillingAccount{Space: "beta", Account: otherAccount})
		w.Space("gamma", "Ada", acmeAccount) // which bills nothing now
	})
	t.Run("BIL-03 of several spaces that name an account at the same moment one gets it", func(t *testing.T) {
		w := acme(t)
		var commands []model.Command
		for i := range 4 {
			name := fmt.Sprint("space", i)
			w.Space(name, "Ada", otherAccountOf(i))
			w.Connect(name, "Ada", otherAccount)
			commands = append(commands, &model.ChangeBillingAccount{Space: name, Account: otherAccount})
		}
		mustEqual(t, "changed", atOnce(w, as("Ada"), commands...), 1)
		if wrong := readLedger(w); len(wrong.broken(w.Service.Now())) > 0 {
			t.Error(wrong.broken(w.Service.Now()))
		}
	})
	t.Run("BIL-03 a deleted space frees its billing account", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), &model.DeleteSpace{Name: "acme", Confirm: "delete"})
		w.Advance(time.Hour)
		w.Space("beta", "Out", acmeAccount)
	})
	t.Run("BIL-04 a space starts on the Free tier, of either type", func(t *testing.T) {
		w, store := federated(t)
		w.SignUp("Ada")
		w.Space("acme", "Ada", acmeAccount)
		mustEqual(t, "acme", w.View(as("Ada"), "acme").Tier, model.FreeTier)
		mustEqual(t, "corp", w.View(sso(store, "ana"), "corp").Tier, model.FreeTier)
		titles := model.FreeTier.Title() + " " + model.StandardTier.Title() + " " + model.EnterpriseTier.Title()
		mustEqual(t, "tiers", titles, "Free Standard Enterprise")
		w.Refused("BIL-04", as("Ada"), tier("premium"))
		w.Refused("BIL-04", as("Ada"), tier("Standard"))
	})
}

func TestTiers(t *testing.T) {
	t.Run("BIL-05 a paid tier needs a billing account that allows them; the refusal says so, who may, how, and the guide's entry", func(t *testing.T) {
		w := twoAccounts(t)
		allow(w, otherAccount, model.AllowPaid) // which does not pay
		for _, to := range []model.Tier{model.StandardTier, model.EnterpriseTier} {
			refusal := w.Refused("BIL-05", as("Ada"), tier(to))
			mustEqual(t, "field", refusal.Field, "tier")
			mustEqual(t, "topic", refusal.Topic, "trouble-billing-tier")
			mustHold(t, refusal.Message, acmeAccount, "does not allow paid tiers", "Free tier")
			mustHold(t, refusal.Fix, "Sign in to AWS account "+acmeAccount, "administrative permission", "Update allowed billing tiers", "PAID TIERS (STANDARD, ENTERPRISE)")
			mustHold(t, refusal.Who, acmeAccount, "administrative permission")
			allow(w, acmeAccount, model.AllowPaid)
			w.Plan(as("Ada"), tier(to))
			allow(w, acmeAccount, model.AllowFree)
		}
	})
	t.Run("BIL-06 tiers are allowed per connection, signed in to that account", func(t *testing.T) {
		w := twoAccounts(t)
		w.Space("beta", "Out", corpAccount)
		w.Connect("beta", "Out", acmeAccount)
		cmd := &model.AllowTiers{Space: "acme", Account: acmeAccount, Tiers: model.AllowPaid}
		for _, session := range []model.Session{as("Ada"), modeltest.Nobody, aws(otherAccount), {AWS: &model.SignIn{Account: acmeAccount}}} {
			w.Refused("ACC-12", session, cmd)
		}
		w.Do(aws(acmeAccount), cmd)
		for _, c := range connections(w, as("Ada"), "acme") {
			mustEqual(t, string(c.Account), len(c.AllowedTiers) == 3, c.Account == acmeAccount)
		}
		mustEqual(t, "in the other space", len(account(w, as("Out"), "beta", acmeAccount).Connection.AllowedTiers), 1)
		w.Refused("BIL-06", aws(acmeAccount), cmd)
		w.Refused("BIL-06", aws(acmeAccount), &model.AllowTiers{Space: "acme", Tiers: "standard"})
	})
	t.Run("BIL-06 turning paid tiers on changes no space's tier", func(t *testing.T) {
		w := acme(t)
		mustHold(t, planned(w.Plan(aws(acmeAccount), &model.AllowTiers{Space: "acme", Tiers: model.AllowPaid})), "changes no tier")
		allow(w, acmeAccount, model.AllowPaid)
		mustEqual(t, "tier", billing(w, as("Ada"), "acme").Tier, model.FreeTier)
		w.Advance(40 * 24 * time.Hour)
		mustEqual(t, "tier later", billing(w, as("Ada"), "acme").Tier, model.FreeTier)
	})
	t.Run("BIL-09 the billing account is chosen among the connected ones", func(t *testing.T) {
		w := twoAccounts(t)
		w.Do(as("Ada"), requestAccount("acme", corpAccount))
		for _, unconnected := range []string{corpAccount, otherAccountOf(1)} {
			mustHold(t, w.Refused("BIL-09", as("Ada"), pays(unconnected)).Fix, "Connect it first")
		}
		w.Refused("BIL-09", as("Ada"), pays(acmeAccount)) // it is the one already
		w.Refused("ACC-01", as("Ada"), pays("1234"))
		mustHold(t, planned(w.Plan(as("Ada"), pays(otherAccount))), "from "+acmeAccount+" to "+otherAccount, "does not allow paid tiers")
		w.Do(as("Ada"), pays(otherAccount))
		mustEqual(t, "payer", payer(w, as("Ada"), "acme"), otherAccount)
	})
	t.Run("BIL-10 when the account no longer allows paid tiers the space falls to Free at once, and its plan says so", func(t *testing.T) {
		for _, from := range []model.Tier{model.StandardTier, model.EnterpriseTier} {
			w := paid(t, from)
			mustHold(t, planned(w.Plan(aws(acmeAccount), &model.AllowTiers{Space: "acme", Tiers: model.AllowFree})), "ends: the "+from.Title()+" tier of acme, at once", "only use the Free tier")
			mustEqual(t, "after the rehearsal", billing(w, as("Ada"), "acme").Tier, from)
			allow(w, acmeAccount, model.AllowFree)
			mustEqual(t, "tier", billing(w, as("Ada"), "acme").Tier, model.FreeTier)
			mustHold(t, activity(w, as("Ada"), "acme")[0].Text, "fell from "+from.Title()+" to Free")
			w.Refused("BIL-05", as("Ada"), tier(from))
		}
	})
	t.Run("BIL-10 so it does when another account pays that does not allow them, and stays when that one does", func(t *testing.T) {
		w := paid(t, model.EnterpriseTier)
		w.Connect("acme", "Ada", otherAccount)
		mustHold(t, planned(w.Plan(as("Ada"), pays(otherAccount))), "ends: the Enterprise tier of acme, at once")
		allow(w, otherAccount, model.AllowPaid)
		if text := planned(w.Plan(as("Ada"), pays(otherAccount))); strings.Contains(text, "Enterprise tier") {
			t.Errorf("the plan: %s", text)
		}
		w.Do(as("Ada"), pays(otherAccount))
		mustEqual(t, "tier", billing(w, as("Ada"), "acme").Tier, model.EnterpriseTier)
		w.Do(as("Ada"), pays(acmeAccount))
		allow(w, otherAccount, model.AllowFree) // which does not pay now
		mustEqual(t, "tier of the payer", billing(w, as("Ada"), "acme").Tier, model.EnterpriseTier)
		w.Do(as("Ada"), pays(otherAccount))
		mustEqual(t, "tier after", billing(w, as("Ada"), "acme").Tier, model.FreeTier)
		w.Do(as("Ada"), pays(acmeAccount)) // which allows them, and gives nothing back by itself
		mustEqual(t, "tier back", billing(w, as("Ada"), "acme").Tier, model.FreeTier)
	})
	t.Run("BIL-10 a pending change ends with the fall, and does not come with the month", func(t *testing.T) {
		w := paid(t, model.EnterpriseTier)
		w.Do(as("Ada"), tier(model.StandardTier))
		mustHold(t, planned(w.Plan(aws(acmeAccount), &model.AllowTiers{Space: "acme", Tiers: model.AllowFree})), "ends: the pending change to the Standard tier")
		allow(w, acmeAccount, model.AllowFree)
		view := billing(w, as("Ada"), "acme")
		mustEqual(t, "pending", view.PendingTier == nil && view.Tier == model.FreeTier, true)
		w.Advance(31 * 24 * time.Hour)
		mustEqual(t, "tier later", billing(w, as("Ada"), "acme").Tier, model.FreeTier)
	})
}

func TestBillingSight(t *testing.T) {
	t.Run("BIL-08 every billing command and question of a space is a Space administrator's alone", func(t *testing.T) {
		s := newStage(t)
		asked := 0
		for _, e := range model.Catalogue() {
			value, spaced := subject(e, "acme")
			if e.Area() != "billing" || !spaced || e.System || e.May.AWSSide() {
				continue
			}
			if made, found := examples[e.ID]; found {
				_, value = made(s)
			}
			asked++
			if err := give(s, as("Ada"), value); err != nil {
				t.Errorf("%s for a Space administrator: %v", e.ID, err)
			}
			for _, session := range []model.Session{as("Pat"), as("Lee"), as("Tom"), as("Nemo"), modeltest.Nobody, aws(acmeAccount), sso(s.store, "ana")} {
				refusal, _ := model.AsRefusal(give(s, session, value))
				if refusal == nil || (refusal.Rule != "ACT-02" && refusal.Rule != "SPC-15") || !strings.Contains(refusal.Who, "Space administrator") {
					t.Errorf("%s as %+v: %+v", e.ID, session, refusal)
				}
			}
		}
		mustEqual(t, "commands and questions", asked, 5)
	})
	t.Run("BIL-08 no other question of a space tells anyone else of its billing", func(t *testing.T) {
		s := newStage(t)
		told := func(session model.Session) string {
			var b strings.Builder
			for _, q := range []model.Question{&model.ListSpaces{}, &model.ShowSpace{Name: "acme"}, &model.ListAccounts{Space: "acme"},
				&model.ShowAccount{Space: "acme", Account: acmeAccount}, &model.ListMembers{Space: "acme"}, &model.ListProjects{Space: "acme"}} {
				data, err := json.Marshal(modeltest.Ask[any](s.World, session, q))
				if err != nil {
					t.Fatal(err)
				}
				b.Write(data)
			}
			return strings.ToLower(b.String())
		}
		mustHold(t, told(as("Ada")), `"tier":"standard"`, `"billingaccount":"`+acmeAccount, `"billing":true`, `"allowedtiers":["free","standard","enterprise"]`)
		for _, alias := range []string{"Pat", "Lee", "Tom"} {
			text := told(as(alias))
			for _, secret := range []string{`"tier"`, "standard", "billing", "allowedtiers", "enterprise", "paid"} {
				if strings.Contains(text, secret) {
					t.Errorf("%s is told of %q: %s", alias, secret, text)
				}
			}
		}
	})
	t.Run("BIL-08 the AWS side tells of the billing of a space only to the account's own administrator", func(t *testing.T) {
		s := newStage(t)
		mustEqual(t, "own account", account(s.World, aws(acmeAccount), "acme", acmeAccount).Connection.Pays(), true)
		both := model.Session{Person: as("Lee").Person, AWS: aws(secondAccount).AWS}
		if c := account(s.World, both, "acme", acmeAccount).Connection; c.Billing != nil || c.AllowedTiers != nil {
			t.Errorf("signed in to another account one is told %+v", c)
		}
		weak := model.Session{Person: as("Lee").Person, AWS: &model.SignIn{Account: acmeAccount}}
		if c := account(s.World, weak, "acme", acmeAccount).Connection; c.Billing != nil || c.AllowedTiers != nil {
			t.Errorf("without permission one is told %+v", c)
		}
		s.RefuseAnswer("ACC-12", as("Ada"), &model.AccountDashboard{})
		s.RefuseAnswer("ACC-12", weak, &model.AccountDashboard{})
	})
}
