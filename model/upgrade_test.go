package model_test

import (
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

// age makes a store what a program without billing would have left: spaces without months, accounts that
// nobody knows, and records without a version.
func age(w *modeltest.World) {
	w.T.Helper()
	l := readLedger(w)
	key := model.K("system")
	system := record[struct {
		Seed      uint64            `cbor:"1,keyasint"`
		Program   model.Instant     `cbor:"2,keyasint"`
		Wall      model.Instant     `cbor:"3,keyasint"`
		Sequences map[string]uint64 `cbor:"4,keyasint"`
	}](w, "system", key)
	seed(w, func(to model.Writer) error {
		for _, s := range l.spaces {
			if err := to.Delete("monthturn", model.Key("").At(s.MonthEnds).With(lower(s.Name))); err != nil {
				return err
			}
			s.MonthEnds, s.MonthTier = 0, ""
			if err := to.Put("space", model.K(lower(s.Name)), &s); err != nil {
				return err
			}
		}
		for _, c := range l.connections {
			if err := to.Delete("awsaccount", model.K(string(c.Account))); err != nil {
				return err
			}
			unnamed := accountSpaceRow{Account: string(c.Account), Space: c.Space}
			if err := to.Put("accountspace", model.K(unnamed.Account, c.Space), &unnamed); err != nil {
				return err
			}
		}
		for _, q := range l.waiting {
			if err := to.Delete("accountrequest", model.K(q.Space, q.Account)); err != nil {
				return err
			}
		}
		return to.Put("system", key, &system)
	})
}

func TestUpgrade(t *testing.T) {
	t.Run("BIL-15 a store from before there was billing is given months, and closes those that have gone by", func(t *testing.T) {
		w := twoAccounts(t)
		w.Space("gone", "Ada", corpAccount)
		w.Do(as("Ada"), &model.DeleteSpace{Name: "gone", Confirm: "delete"})
		age(w)
		w.Clock.Move(40 * 24 * time.Hour) // into the month after the next
		w.Reopen()
		allow(w, acmeAccount, model.AllowPaid)
		w.Do(as("Ada"), tier(model.StandardTier))
		w.Do(as("Ada"), tier(model.FreeTier))
		mustEqual(t, "pending", pendingOf(w), "standard, free from 2024-07-01T00:00:00Z")
		mustEqual(t, "closed", len(billing(w, as("Ada"), "acme").History), 1)
		mustEqual(t, "known", known(w, otherAccount) != nil, true)
		l := readLedger(w)
		for _, wrong := range l.broken(w.Service.Now()) {
			t.Error(wrong)
		}
	})
	t.Run("ACC-02 of several requests for an account from then the newest goes on, and none for one that is connected", func(t *testing.T) {
		w := acme(t)
		id := w.View(as("Ada"), "acme").ID
		old := func(token, account string, at model.Instant) *model.SpaceRequest {
			return &model.SpaceRequest{Token: token, Name: "acme", Region: model.Oregon, Account: model.AccountID(account), Space: id, At: at}
		}
		age(w)
		seed(w, func(to model.Writer) error {
			for _, q := range []*model.SpaceRequest{old("a", otherAccount, 2), old("b", otherAccount, 3), old("c", otherAccount, 1), old("d", acmeAccount, 1)} {
				if err := to.Put("request", model.K(q.Token), q); err != nil {
					return err
				}
			}
			return nil
		})
		w.Reopen()
		l := readLedger(w)
		for _, wrong := range l.broken(w.Service.Now()) {
			t.Error(wrong)
		}
		for _, over := range []string{"a", "c"} {
			w.Refused("ACC-02", aws(otherAccount), &model.VerifyAccount{Token: over})
		}
		w.Refused("ACC-02", aws(acmeAccount), &model.VerifyAccount{Token: "d"})
		w.Do(aws(otherAccount), &model.VerifyAccount{Token: "b"})
	})
	t.Run("BIL-15 it is done once", func(t *testing.T) {
		w := paid(t, model.StandardTier)
		age(w)
		w.Reopen()
		w.Do(as("Ada"), tier(model.EnterpriseTier))
		before := stateOf(w)
		w.Reopen()
		mustEqual(t, "after another opening", stateOf(w), before)
		mustEqual(t, "the month's estimate", lines(estimate(w)), "tier 3 60.00")
	})
}
