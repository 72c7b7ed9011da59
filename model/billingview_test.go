package model_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/model/tiers"
)

// lines writes the lines of a bill: item, what is charged for, and the amount; of those that cost something.
func lines(b model.BillView) string {
	var list []string
	for _, l := range b.Lines {
		if l.Amount != 0 {
			list = append(list, fmt.Sprintf("%s %g %s", l.Item, l.Charged, l.Amount))
		}
	}
	return strings.Join(list, ", ")
}

func estimate(w *modeltest.World) model.BillView {
	w.T.Helper()
	return billing(w, as("Ada"), "acme").Estimate
}

// dashboard writes what an account is shown that it pays, a space's month a line.
func dashboard(w *modeltest.World, id string, months int) string {
	w.T.Helper()
	var b strings.Builder
	for _, bill := range modeltest.Ask[[]model.BillView](w, aws(id), &model.AccountDashboard{Months: months}) {
		if string(bill.Account) != id {
			w.T.Errorf("%s is shown a bill of %s", id, bill.Account)
		}
		now := ""
		if bill.Current {
			now = " so far"
		}
		fmt.Fprintf(&b, "%s %s%s: %s\n", bill.Month, bill.Space, now, bill.Total)
	}
	return b.String()
}

func TestEstimate(t *testing.T) {
	t.Run("BIL-14 the Free tier costs nothing", func(t *testing.T) {
		w := acme(t)
		use(w, tiers.ComputeMinutes, 100)
		mustEqual(t, "lines", lines(estimate(w)), "")
		mustEqual(t, "total", estimate(w).Total.String(), "0.00")
	})
	t.Run("BIL-14 the tier's price counts for each member, and what is used beyond is charged by resource", func(t *testing.T) {
		w := paid(t, model.StandardTier)
		mustEqual(t, "for three members", lines(estimate(w)), "tier 3 15.00")
		w.Join("acme", "Ada", model.PowerUser, "Out")
		mustEqual(t, "for four", lines(estimate(w)), "tier 4 20.00")
		use(w, tiers.ComputeMinutes, 800)
		mustEqual(t, "within what is included", lines(estimate(w)), "tier 4 20.00")
		use(w, tiers.ComputeMinutes, 7)
		use(w, tiers.PackageStorage, 801)
		mustEqual(t, "beyond", lines(estimate(w)), "tier 4 20.00, compute-minutes 7 7.00, package-storage 1 1.00")
		mustEqual(t, "total", estimate(w).Total.String(), "28.00")
		w.Do(as("Ada"), remove("Out"))
		mustEqual(t, "for three again", lines(estimate(w)), "tier 3 15.00, compute-minutes 207 207.00, package-storage 201 201.00")
		for _, email := range []string{"one@example.com", "two@example.com"} {
			w.Do(as("Ada"), invite(email, model.LimitedAccess)) // who is only invited costs nothing
		}
		mustEqual(t, "members", estimate(w).Members, 3)
	})
	t.Run("BIL-14 amounts are exact to the cent, each line rounded half up", func(t *testing.T) {
		w := paid(t, model.StandardTier)
		w.Tiers = modeltest.Tiers()
		standard := &w.Tiers.Tiers[1]
		standard.Price.Millionths = 3_333_333
		standard.Overage[tiers.ComputeMinutes] = tiers.Number{Millionths: 15_000, Source: "test"}
		standard.Overage[tiers.DevEnvironmentHours] = tiers.Number{Millionths: 4_999, Source: "test"}
		standard.Overage[tiers.SourceStorage] = tiers.Number{Millionths: 100_000, Assumption: true, Why: "for the test"}
		w.Reopen()
		use(w, tiers.ComputeMinutes, 601)
		use(w, tiers.DevEnvironmentHours, 601)
		use(w, tiers.SourceStorage, 603)
		mustEqual(t, "lines", lines(estimate(w)), "tier 3 10.00, compute-minutes 1 0.02, source-storage 3 0.30")
		mustEqual(t, "total", estimate(w).Total.String(), "10.32")
		mustEqual(t, "assumption", estimate(w).Assumption, true)
		for _, l := range estimate(w).Lines {
			mustEqual(t, "assumption of "+l.Item, l.Assumption, l.Item == string(tiers.SourceStorage))
		}
	})
	t.Run("BIL-14 a month costs the highest tier that it had, whichever way the tier went", func(t *testing.T) {
		w := paid(t, model.StandardTier)
		mustHold(t, planned(w.Plan(as("Ada"), tier(model.EnterpriseTier))), "from 15.00 USD to 60.00 USD")
		w.Do(as("Ada"), tier(model.EnterpriseTier))
		allow(w, acmeAccount, model.AllowFree)
		mustEqual(t, "after the fall", lines(estimate(w)), "tier 3 60.00")
		allow(w, acmeAccount, model.AllowPaid)
		w.Do(as("Ada"), tier(model.StandardTier))
		mustEqual(t, "after the return", lines(estimate(w)), "tier 3 60.00")
		w.Advance(untilTurn(w))
		mustEqual(t, "in the next month", lines(estimate(w)), "tier 3 15.00")
		mustEqual(t, "closed", billing(w, as("Ada"), "acme").History[0].Total.String(), "60.00")
	})
	t.Run("BIL-14 what is exported adds up to what is shown", func(t *testing.T) {
		w := paid(t, model.StandardTier)
		use(w, tiers.ComputeMinutes, 777)
		rows := modeltest.Ask[[]model.ChargeRow](w, as("Ada"), &model.ListCharges{Space: "acme"})
		sum := tiers.Money(0)
		for _, row := range rows {
			sum += row.Amount
			mustEqual(t, "row", row.Month+row.Space+row.Currency+string(row.Tier), "2024-05acmeUSDstandard")
		}
		mustEqual(t, "rows", len(rows), 1+len(tiers.Resources()))
		mustEqual(t, "sum", sum, estimate(w).Total)
		data, err := json.Marshal(rows[1])
		if err != nil {
			t.Fatal(err)
		}
		mustHold(t, string(data), `"amount":177.00`, `"item":"compute-minutes"`, `"used":777`, `"included":600`, `"charged":177`, `"rate":1`)
	})
}

func TestDashboard(t *testing.T) {
	t.Run("BIL-16 an account's dashboard shows the current and the past months, by space and by resource", func(t *testing.T) {
		w := paid(t, model.StandardTier)
		use(w, tiers.ComputeMinutes, 650)
		w.Advance(untilTurn(w))
		use(w, tiers.ComputeMinutes, 601)
		w.Advance(untilTurn(w))
		mustEqual(t, "months", dashboard(w, acmeAccount, 0), "2024-07 acme so far: 15.00\n2024-06 acme: 16.00\n2024-05 acme: 65.00\n")
		mustEqual(t, "one past month", dashboard(w, acmeAccount, 1), "2024-07 acme so far: 15.00\n2024-06 acme: 16.00\n")
		bills := modeltest.Ask[[]model.BillView](w, aws(acmeAccount), &model.AccountDashboard{})
		mustEqual(t, "by resource", lines(bills[2]), "tier 3 15.00, compute-minutes 50 50.00")
		mustEqual(t, "resources", len(bills[2].Lines), 1+len(tiers.Resources()))
		mustEqual(t, "another account", dashboard(w, otherAccount, 0), "")
	})
	t.Run("BIL-16 the account that pays at the month's end pays for the whole of it", func(t *testing.T) {
		w := paid(t, model.StandardTier)
		w.Connect("acme", "Ada", otherAccount)
		allow(w, otherAccount, model.AllowPaid)
		w.Advance(untilTurn(w))
		mustHold(t, planned(w.Plan(as("Ada"), pays(otherAccount))), "pays for the whole of 2024-06")
		w.Do(as("Ada"), pays(otherAccount))
		mustEqual(t, "the one before", dashboard(w, acmeAccount, 0), "2024-05 acme: 15.00\n")
		w.Advance(untilTurn(w))
		w.Do(as("Ada"), pays(acmeAccount))
		mustEqual(t, "the one in between", dashboard(w, otherAccount, 0), "2024-06 acme: 15.00\n")
		mustEqual(t, "the one after", dashboard(w, acmeAccount, 0), "2024-07 acme so far: 15.00\n2024-05 acme: 15.00\n")
	})
	t.Run("BIL-16 a deleted space's last month stays to be paid, beside the space that the account bills now", func(t *testing.T) {
		w := paid(t, model.StandardTier)
		use(w, tiers.ComputeMinutes, 610)
		w.Advance(untilTurn(w) + 24*time.Hour)
		use(w, tiers.ComputeMinutes, 620)
		w.Do(as("Ada"), &model.DeleteSpace{Name: "acme", Confirm: "delete"})
		mustEqual(t, "then", dashboard(w, acmeAccount, 0), "2024-06 acme: 35.00\n2024-05 acme: 25.00\n")
		w.Space("next", "Ada", acmeAccount)
		mustEqual(t, "with the next", dashboard(w, acmeAccount, 1), "2024-06 next so far: 0.00\n2024-06 acme: 35.00\n2024-05 acme: 25.00\n")
		w.Advance(untilTurn(w))
		mustEqual(t, "later", dashboard(w, acmeAccount, 0), "2024-07 next so far: 0.00\n2024-06 acme: 35.00\n2024-06 next: 0.00\n2024-05 acme: 25.00\n")
	})
	t.Run("BIL-16 past months stay as they were reckoned, whatever the table of tiers says later", func(t *testing.T) {
		w := paid(t, model.StandardTier)
		w.Advance(untilTurn(w))
		w.Tiers = modeltest.Tiers()
		w.Tiers.Name, w.Tiers.Currency, w.Tiers.Tiers[1].Price.Millionths = "my own", "EUR", 7_000_000
		w.Reopen()
		bills := modeltest.Ask[[]model.BillView](w, aws(acmeAccount), &model.AccountDashboard{})
		mustEqual(t, "present", bills[0].Total.String()+" "+bills[0].Currency+" "+bills[0].Table, "21.00 EUR my own")
		mustEqual(t, "past", bills[1].Total.String()+" "+bills[1].Currency+" "+bills[1].Table, "15.00 USD test")
	})
	t.Run("BIL-16 FED-13 another billing account of a federated space leaves single sign-on to the application's account", func(t *testing.T) {
		w, store := federated(t)
		ana := sso(store, "ana")
		receipt := w.Do(ana, requestAccount("corp", otherAccount))
		w.Do(aws(otherAccount), &model.VerifyAccount{Token: token(receipt)})
		w.Do(ana, &model.ChangeBillingAccount{Space: "corp", Account: otherAccount})
		mustEqual(t, "payer", payer(w, ana, "corp"), otherAccount)
		edit := &model.EditSSO{Space: "corp", Connect: []string{"ops"}}
		mustHold(t, w.Refused("ACC-12", aws(otherAccount), edit).Error(), "Sign in to AWS account "+corpAccount)
		w.Plan(aws(corpAccount), edit)
		w.Do(aws(corpAccount), &model.RemoveAccount{Space: "corp", Confirm: "corp"})
		w.Do(aws(corpAccount), edit) // also once it is no longer connected
		modeltest.Ask[model.SSOView](w, aws(corpAccount), &model.ShowSSO{Space: "corp"})
		w.Refused("ACC-12", aws(otherAccount), edit)
	})
}

func TestCompareTiers(t *testing.T) {
	t.Run("BIL-07 three tiers stand side by side, with what each includes, costs, and where the numbers come from", func(t *testing.T) {
		w := acme(t)
		offers := modeltest.Ask[[]model.TierOffer](w, as("Lee"), &model.CompareTiers{Members: 7})
		var ids []model.Tier
		for _, o := range offers {
			ids = append(ids, o.Tier)
			mustEqual(t, "halts", o.Halts, o.Tier == model.FreeTier)
			for _, r := range o.Resources {
				want := r.Included.Value
				if o.PerMember {
					want *= 7
				}
				mustEqual(t, string(o.Tier)+" "+r.Title, r.Total, want)
				mustEqual(t, "what more costs", r.Overage == nil, o.Halts)
				if r.Included.Assumption == (r.Included.Source != "" && r.Included.Date != "") || r.Included.Assumption != (r.Included.Why != "") {
					t.Errorf("%s of %s comes from nowhere: %+v", r.Title, o.Tier, r.Included)
				}
			}
		}
		mustEqual(t, "tiers", slices.Equal(ids, model.Tiers()), true)
		mustEqual(t, "Enterprise", offers[2].PriceTotal.String(), "140.00")
		mustEqual(t, "compute of Enterprise", offers[2].Resources[0].Total, 7000)
		for _, wrong := range []int{-1, model.MaxTeamMembers + 1} {
			w.RefuseAnswer("BIL-07", as("Lee"), &model.CompareTiers{Members: wrong})
		}
		modeltest.Ask[[]model.TierOffer](w, as("Lee"), &model.CompareTiers{Members: model.MaxTeamMembers})
	})
	t.Run("BIL-07 the table in use can be taken as the beginning of one's own", func(t *testing.T) {
		w := acme(t)
		text := modeltest.Ask[model.Document](w, modeltest.Nobody, &model.ShowTierTable{}).Text
		again, err := tiers.Read("my own", strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		mustEqual(t, "written again", string(again.JSON()), text)
		w.Tiers = again
		w.Reopen()
		mustEqual(t, "table", estimate(w).Table, "my own")
	})
}
