package model_test

import (
	"strings"
	"testing"
	"time"

	"atrium/model"
)

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
	})
}
