package app_test

import (
	"slices"
	"testing"
	"time"

	"atrium/cmd/internal/app"
	"atrium/model"
	"atrium/model/iam"
)

// days are some on which a demo is opened: in a month, at the turn of one, and after a short one.
var days = []time.Time{now, time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(2025, 1, 31, 23, 59, 58, 0, time.UTC)}

func TestDemoAccounts(t *testing.T) {
	a := openDemo(t, app.Config{Now: now})
	list := answer[[]model.ConnectionView](t, a, &model.ListAccounts{Space: "riverbend-labs"})
	t.Run("ACC-02 several accounts are connected, and one waits to be verified", func(t *testing.T) {
		waits := slices.ContainsFunc(list, func(c model.ConnectionView) bool { return c.Status == model.StatusPending && c.Token != "" })
		if len(list) != 4 || !waits {
			t.Errorf("%+v", list)
		}
	})
	t.Run("ACC-09 one of the roles is restricted to the space, and one is open", func(t *testing.T) {
		verdicts := map[iam.Verdict]bool{}
		for _, c := range list[:3] {
			for _, role := range answer[model.AccountDetails](t, a, &model.ShowAccount{Space: "riverbend-labs", Account: c.Account}).Roles {
				verdicts[role.Judgement.Verdict] = true
			}
		}
		if !verdicts[iam.Fits] || !verdicts[iam.Unrestricted] {
			t.Errorf("%v", verdicts)
		}
	})
	t.Run("PRJ-03 projects have environments, and none is broken", func(t *testing.T) {
		environments := answer[[]model.EnvironmentView](t, a, &model.ListEnvironments{Space: "riverbend-labs"})
		broken := slices.ContainsFunc(environments, func(e model.EnvironmentView) bool { return e.Broken != "" })
		if len(environments) != 3 || broken {
			t.Errorf("%+v", environments)
		}
	})
	t.Run("the accounts have names, and one of them is suspended", func(t *testing.T) {
		accounts := answer[[]model.AWSAccount](t, a, &model.ListAWSAccounts{})
		suspended := slices.ContainsFunc(accounts, func(a model.AWSAccount) bool { return a.Status == "suspended" && a.Name != "" })
		if len(accounts) < 8 || !suspended {
			t.Errorf("%+v", accounts)
		}
	})
}

func TestDemoBilling(t *testing.T) {
	for _, day := range days {
		a := openDemo(t, app.Config{Now: day})
		t.Run("BIL-12 a space on the Free tier is near a maximum and at another, whatever day it is: "+day.String(), func(t *testing.T) {
			states := statesOf(answer[model.BillingView](t, a, &model.ShowBilling{Space: "riverbend-sandbox"}))
			if !slices.Contains(states, model.MeterNear) || !slices.Contains(states, model.MeterReached) {
				t.Errorf("%v", states)
			}
		})
		t.Run("BIL-16 a space on the Standard tier has past months: "+day.String(), func(t *testing.T) {
			billing := answer[model.BillingView](t, a, &model.ShowBilling{Space: "riverbend-labs"})
			if billing.Tier != model.StandardTier || len(billing.History) < 2 || billing.History[0].Total == 0 || billing.AccountName == "" {
				t.Errorf("%+v", billing)
			}
		})
		t.Run("BIL-15 a lower tier is pending: "+day.String(), func(t *testing.T) {
			administrator, err := model.Answer[model.Person](t.Context(), a.Service, model.Session{}, &model.Whois{Name: "example-corp/hubert.w"})
			if err != nil {
				t.Fatal(err)
			}
			billing, err := model.Answer[model.BillingView](t.Context(), a.Service, model.Session{Person: administrator.ID}, &model.ShowBilling{Space: "example-corp-platform"})
			if err != nil || billing.Tier != model.EnterpriseTier || billing.PendingTier == nil || billing.PendingFrom <= a.Service.Now() {
				t.Errorf("%+v: %v", billing, err)
			}
		})
	}
}

func statesOf(b model.BillingView) []model.Meter {
	var states []model.Meter
	for _, u := range b.Usage {
		states = append(states, u.State)
	}
	return states
}
