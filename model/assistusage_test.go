package model_test

import (
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/model/quotas"
)

func aiUsage(w *modeltest.World, session model.Session) model.AIUsage {
	w.T.Helper()
	return modeltest.Ask[model.AIUsage](w, session, &model.ShowAIUsage{})
}

// aiUsed is how often someone used a feature this month, as they see it.
func aiUsed(w *modeltest.World, alias string, f quotas.Feature) model.FeatureUsage {
	w.T.Helper()
	for _, u := range aiUsage(w, as(alias)).Features {
		if u.Feature == f {
			return u
		}
	}
	w.T.Fatalf("%s is not counted", f)
	return model.FeatureUsage{}
}

var (
	toPro  = &model.Subscribe{Subscription: model.ProSubscription}
	toFree = &model.Subscribe{Subscription: model.FreeSubscription}
)

func TestAIUsage(t *testing.T) {
	t.Run("GEN-08 IDN-08 each person sees their own usage, with how near each quota is and where the number comes from", func(t *testing.T) {
		w := inventive(t)
		w.Do(as("Lee"), issue("One"))
		w.Do(as("Lee"), issue("Two"))
		for range 4 {
			w.Do(as("Lee"), summarise("x"))
		}
		v := aiUsage(w, as("Lee"))
		mustEqual(t, "who", v.Alias+" "+v.Month+" "+v.MonthEnds.Day()+" "+v.Subscription.Title()+" "+v.Table, "Lee 2024-05 2024-06-01 Amazon Q Developer Free test")
		mustEqual(t, "issues", aiUsed(w, "Lee", quotas.Issues), model.FeatureUsage{Feature: quotas.Issues, Title: "Issues assigned to Amazon Q", Used: 2, Quota: 3, Percent: 66,
			State: model.MeterOK, Source: "test", Date: "2024-05-01"})
		mustEqual(t, "descriptions", aiUsed(w, "Lee", quotas.Descriptions).Used, 0)
		mustEqual(t, "summaries", aiUsed(w, "Lee", quotas.Summaries), model.FeatureUsage{Feature: quotas.Summaries, Title: "Comment summaries", Used: 4, Quota: 5, Percent: 80,
			State: model.MeterNear, Assumption: true, Why: "for the test"})
		mustEqual(t, "Ada's", aiUsed(w, "Ada", quotas.Issues).Used, 0)
		w.RefuseAnswer("ACT-02", modeltest.Nobody, &model.ShowAIUsage{})
	})
	t.Run("GEN-08 at the quota the feature is refused, with what to do; other people and features go on", func(t *testing.T) {
		w := inventive(t)
		for range 3 {
			w.Do(as("Lee"), issue("x"))
		}
		refusal := w.Refused("GEN-08", as("Lee"), issue("x"))
		mustHold(t, refusal.Message, "2024-05", "Issues assigned to Amazon Q", "3")
		mustHold(t, refusal.Fix, "2024-06-01", "Amazon Q Developer Pro")
		mustEqual(t, "topic", refusal.Topic, "amazon-q-usage")
		mustEqual(t, "state", aiUsed(w, "Lee", quotas.Issues).State, model.MeterReached)
		w.Do(as("Lee"), describe("x"))
		w.Do(as("Ada"), issue("x"))
		for range 5 {
			w.Do(as("Lee"), summarise("x"))
		}
		mustHold(t, w.Refused("GEN-08", as("Lee"), summarise("x")).Message, "(an assumption)")
	})
	t.Run("GEN-08 what is stopped, closed or refused later counts all the same, and a revision does not", func(t *testing.T) {
		w := inventive(t)
		w.Do(as("Lee"), issue("x"))
		w.Do(as("Lee"), closing(1))
		w.Do(as("Lee"), issue("x"))
		w.Advance(time.Hour)
		w.Do(as("Lee"), revise(2))
		w.Do(as("Ada"), aiOff)
		mustEqual(t, "issues", aiUsed(w, "Lee", quotas.Issues).Used, 2)
	})
	t.Run("GEN-08 with the calendar month it begins anew, and it counts in all spaces", func(t *testing.T) {
		w := inventive(t)
		w.Space("beta", "Ada", otherAccount)
		w.Do(as("Ada"), &model.TurnOnGenerativeAI{Space: "beta"})
		w.Do(as("Ada"), &model.CreateProject{Space: "beta", Name: "sled"})
		w.Do(as("Ada"), issue("x"))
		w.Do(as("Ada"), issue("x"))
		other := issue("x")
		other.Space, other.Project = "beta", "sled"
		w.Do(as("Ada"), other)
		w.Refused("GEN-08", as("Ada"), other)
		w.Advance(model.At(modeltest.Noon).NextMonth().Sub(w.Service.Now()) - time.Second)
		w.Refused("GEN-08", as("Ada"), issue("x"))
		w.Advance(time.Second)
		w.Do(as("Ada"), issue("x"))
		mustEqual(t, "used", aiUsed(w, "Ada", quotas.Issues).Used, 1)
	})
	t.Run("GEN-08 a person's subscription decides: Pro holds at once, and is cancelled to the end of the month", func(t *testing.T) {
		w := inventive(t)
		w.Refused("GEN-08", as("Lee"), toFree)
		w.Refused("GEN-08", as("Lee"), &model.Subscribe{Subscription: "gold"})
		w.Refused("ACT-02", modeltest.Nobody, toPro)
		for range 3 {
			w.Do(as("Lee"), issue("x"))
		}
		w.Do(as("Lee"), toPro)
		w.Refused("GEN-08", as("Lee"), toPro)
		mustEqual(t, "quota", aiUsed(w, "Lee", quotas.Issues).Quota, 30)
		mustEqual(t, "Ada's", aiUsed(w, "Ada", quotas.Issues).Quota, 3)
		w.Do(as("Lee"), issue("x"))
		mustHold(t, planned(w.Plan(as("Lee"), toFree)), "ends: Amazon Q Developer Pro on 2024-06-01")
		w.Do(as("Lee"), toFree)
		mustHold(t, w.Refused("GEN-08", as("Lee"), toFree).Fix, "Wait")
		mustEqual(t, "ends", aiUsage(w, as("Lee")).SubscriptionEnds.Day(), "2024-06-01")
		mustEqual(t, "until then", aiUsed(w, "Lee", quotas.Issues).Quota, 30)
		w.Do(as("Lee"), toPro) // taken back
		w.Do(as("Lee"), toFree)
		w.Advance(20 * 24 * time.Hour)
		v := aiUsage(w, as("Lee"))
		mustEqual(t, "in June", v.Subscription, model.FreeSubscription)
		mustEqual(t, "no end", v.SubscriptionEnds, 0)
		w.Do(as("Lee"), toPro)
	})
	t.Run("GEN-08 the quotas are data: another table holds with the next start, and is printed to be changed", func(t *testing.T) {
		w := inventive(t)
		w.Quotas = modeltest.Quotas()
		w.Quotas.Subscriptions[0].Quotas[quotas.Issues] = w.Quotas.Subscriptions[1].Quotas[quotas.Issues]
		w.Reopen()
		mustEqual(t, "quota", aiUsed(w, "Lee", quotas.Issues).Quota, 30)
		document := modeltest.Ask[model.Document](w, modeltest.Nobody, &model.ShowQuotaTable{})
		if again, err := quotas.Read("test", strings.NewReader(document.Text)); err != nil || len(again.Subscriptions) != 2 {
			t.Errorf("%v: %s", err, document.Text)
		}
	})
}
