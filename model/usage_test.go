package model_test

import (
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/model/tiers"
)

func usage(resource tiers.Resource, amount int) *model.RehearseUsage {
	return &model.RehearseUsage{Space: "acme", Resource: model.ResourceChoice(resource), Amount: amount}
}

// use has acme use something, and returns what of it halted.
func use(w *modeltest.World, resource tiers.Resource, amount int) float64 {
	w.T.Helper()
	return w.Do(as("Ada"), usage(resource, amount)).Result.(model.Rehearsed).Halted
}

// meterOf is the meter of a resource on acme's billing details.
func meterOf(w *modeltest.World, resource tiers.Resource) model.UsageView {
	w.T.Helper()
	for _, m := range billing(w, as("Ada"), "acme").Usage {
		if m.Resource == resource {
			return m
		}
	}
	w.T.Fatalf("%s is not metered", resource)
	return model.UsageView{}
}

func TestUsage(t *testing.T) {
	t.Run("BIL-11 the details show each metered resource against what the tier includes, in its unit", func(t *testing.T) {
		w := acme(t)
		for i, resource := range tiers.Resources() {
			use(w, resource, i+1)
		}
		view := billing(w, as("Ada"), "acme")
		mustEqual(t, "resources", len(view.Usage), len(tiers.Resources()))
		for i, m := range view.Usage {
			included := 100.0
			if m.Resource == tiers.SourceStorage {
				included = 10
			}
			if m.Resource != tiers.Resources()[i] || m.Used != float64(i+1) || m.Included != included || m.Unit != m.Resource.Unit() || m.Title == "" {
				t.Errorf("the meter %d: %+v", i, m)
			}
			mustEqual(t, "assumption of "+m.Title, m.Assumption, m.Resource == tiers.SourceStorage)
		}
		mustEqual(t, "tier", view.Tier, model.FreeTier)
		mustEqual(t, "account", view.Account, acmeAccount)
		mustEqual(t, "month", view.Month, "2024-05")
	})
	t.Run("BIL-11 what a paid tier includes grows with the members", func(t *testing.T) {
		w := paid(t, model.StandardTier)
		mustEqual(t, "for three", meterOf(w, tiers.ComputeMinutes).Included, 600)
		w.Join("acme", "Ada", model.LimitedAccess, "Out")
		mustEqual(t, "for four", meterOf(w, tiers.ComputeMinutes).Included, 800)
		w.Do(as("Ada"), remove("Out"))
		mustEqual(t, "for three again", meterOf(w, tiers.ComputeMinutes).Included, 600)
	})
	t.Run("BIL-11 only what is metered can be used, in whole amounts", func(t *testing.T) {
		w := acme(t)
		for _, wrong := range []*model.RehearseUsage{usage("gold", 1), usage(tiers.ComputeMinutes, -5), usage(tiers.ComputeMinutes, model.MaxRehearsedUsage+1)} {
			w.Refused("BIL-11", as("Ada"), wrong)
		}
	})
	t.Run("BIL-12 the details warn from 80 %, and tell at the maximum that work halts and until when", func(t *testing.T) {
		w := acme(t)
		for _, c := range []struct {
			more  int
			state model.Meter
			warns string
		}{{79, model.MeterOK, ""}, {1, model.MeterNear, "At the maximum, work that needs it halts"}, {19, model.MeterNear, "80"}, {1, model.MeterReached, "halts until 2024-06-01"}} {
			use(w, tiers.ComputeMinutes, c.more)
			m := meterOf(w, tiers.ComputeMinutes)
			mustEqual(t, "state", m.State, c.state)
			warnings := billing(w, as("Ada"), "acme").Warnings
			mustEqual(t, "warnings", len(warnings) > 0, c.warns != "")
			if c.state == model.MeterReached || c.more == 1 {
				mustHold(t, strings.Join(warnings, "\n"), "Compute", c.warns)
			}
		}
	})
	t.Run("BIL-12 at the maximum nothing more begins; the refusal says until when, and who can change that", func(t *testing.T) {
		w := acme(t)
		mustEqual(t, "halted", use(w, tiers.DevEnvironmentHours, 100), 0)
		refusal := w.Refused("BIL-12", as("Ada"), usage(tiers.DevEnvironmentHours, 1))
		mustHold(t, refusal.Message, "acme", "Free tier", "Dev Environments", "100 hours")
		mustHold(t, refusal.Fix, "2024-06-01", "changes the tier")
		mustHold(t, refusal.Who, "Space administrator")
		mustEqual(t, "other work halts", use(w, tiers.ComputeMinutes, 1), 0)
	})
	t.Run("BIL-12 work that would go beyond the maximum halts on the way, and uses no more", func(t *testing.T) {
		w := acme(t)
		use(w, tiers.ComputeMinutes, 70)
		mustHold(t, planned(w.Plan(as("Ada"), usage(tiers.ComputeMinutes, 50))), "by 30 minutes", "halts 20 minutes before its end")
		mustEqual(t, "halted", use(w, tiers.ComputeMinutes, 50), 20)
		mustEqual(t, "used", meterOf(w, tiers.ComputeMinutes).Used, 100)
		w.Refused("BIL-12", as("Ada"), usage(tiers.ComputeMinutes, 1))
	})
	t.Run("BIL-12 it goes on when the month turns, except for storage that is still held", func(t *testing.T) {
		w := acme(t)
		use(w, tiers.ComputeMinutes, 500)
		use(w, tiers.PackageStorage, 500)
		w.Advance(model.At(modeltest.Noon).NextMonth().Sub(w.Service.Now()) - time.Second)
		w.Refused("BIL-12", as("Ada"), usage(tiers.ComputeMinutes, 1))
		w.Advance(time.Second)
		mustEqual(t, "used after the turn", meterOf(w, tiers.ComputeMinutes).Used, 0)
		mustEqual(t, "halted", use(w, tiers.ComputeMinutes, 100), 0)
		mustEqual(t, "held", meterOf(w, tiers.PackageStorage).Used, 100)
		w.Refused("BIL-12", as("Ada"), usage(tiers.PackageStorage, 1))
		w.Advance(70 * 24 * time.Hour) // months in which nothing is done
		mustEqual(t, "held later", meterOf(w, tiers.PackageStorage).Used, 100)
		mustEqual(t, "used later", meterOf(w, tiers.ComputeMinutes).Used, 0)
	})
	t.Run("BIL-12 it goes on when the tier changes, and more is charged instead", func(t *testing.T) {
		w := acme(t)
		allow(w, acmeAccount, model.AllowPaid)
		use(w, tiers.ComputeMinutes, 100)
		w.Do(as("Ada"), tier(model.StandardTier))
		mustEqual(t, "halted", use(w, tiers.ComputeMinutes, 900), 0)
		m := meterOf(w, tiers.ComputeMinutes)
		mustEqual(t, "used", m.Used, 1000)
		mustEqual(t, "state", m.State, model.MeterBeyond)
		mustHold(t, strings.Join(billing(w, as("Ada"), "acme").Warnings, "\n"), "is charged")
	})
	t.Run("BIL-12 BIL-10 a fall to Free halts what is beyond its maximum, which the plan says", func(t *testing.T) {
		w := paid(t, model.StandardTier)
		use(w, tiers.ComputeMinutes, 150)
		use(w, tiers.SourceStorage, 50)
		plan := planned(w.Plan(aws(acmeAccount), &model.AllowTiers{Space: "acme", Tiers: model.AllowFree}))
		mustHold(t, plan, "work that needs Compute halts: 150 minutes are used, and the Free tier includes 100 minutes", "10 GB (an assumption)")
		allow(w, acmeAccount, model.AllowFree)
		w.Refused("BIL-12", as("Ada"), usage(tiers.ComputeMinutes, 1))
		mustEqual(t, "state", meterOf(w, tiers.ComputeMinutes).State, model.MeterReached)
		mustEqual(t, "percent", meterOf(w, tiers.ComputeMinutes).Percent, 150)
	})
	t.Run("BIL-12 a tier that includes nothing of something is at its maximum from the beginning", func(t *testing.T) {
		w := acme(t)
		w.Tiers = modeltest.Tiers()
		w.Tiers.Tiers[0].Included[tiers.PackageStorage] = tiers.Number{}
		w.Reopen()
		w.Refused("BIL-12", as("Ada"), usage(tiers.PackageStorage, 1))
		mustEqual(t, "state", meterOf(w, tiers.PackageStorage).State, model.MeterReached)
		mustHold(t, strings.Join(billing(w, as("Ada"), "acme").Warnings, "\n"), "Package storage: 0 of 0 GB", "maximum is reached")
	})
}
