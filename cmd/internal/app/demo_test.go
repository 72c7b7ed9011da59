package app_test

import (
	"testing"
	"time"

	"atrium/cmd/internal/app"
	"atrium/model"
)

// now is a moment with seconds and in no whole quarter of an hour.
var now = time.Date(2025, 3, 5, 14, 7, 33, 0, time.UTC)

func openDemo(t testing.TB, c app.Config) *app.App {
	t.Helper()
	c.Demo = true
	begin := time.Now()
	a, err := app.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("the demo was filled in %s", time.Since(begin))
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

func answer[T any](t testing.TB, a *app.App, q model.Question) T {
	t.Helper()
	result, err := model.Answer[T](t.Context(), a.Service, a.Session, q)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestDemo(t *testing.T) {
	a := openDemo(t, app.Config{Now: now})
	t.Run("the demo arrives at the present", func(t *testing.T) {
		if got := a.Service.Now(); got != model.At(now) {
			t.Errorf("it is %s, not %s", got, now)
		}
	})
	t.Run("the main person has both Builder ID spaces", func(t *testing.T) {
		if spaces := answer[[]model.SpaceView](t, a, &model.ListSpaces{}); len(spaces) != 2 {
			t.Errorf("%d spaces: %+v", len(spaces), spaces)
		}
	})
	t.Run("invitations are pending, and one has expired", func(t *testing.T) {
		pending, expired := 0, 0
		for _, m := range answer[model.Page[model.MemberView]](t, a, &model.ListMembers{Space: "riverbend-labs"}).Items {
			switch {
			case m.Expired:
				expired++
			case m.Status == model.StatusInvited:
				pending++
			}
		}
		if pending < 3 || expired != 1 {
			t.Errorf("%d pending, %d expired", pending, expired)
		}
	})
}

func TestDemoSync(t *testing.T) {
	for offset := range 8 {
		at := now.Add(time.Duration(offset) * 3 * time.Hour)
		a := openDemo(t, app.Config{Now: at})
		t.Run("FED-14 the demo shows a sync under way, due within two hours", func(t *testing.T) {
			changes := answer[[]model.SyncChangeView](t, a, &model.SyncStatus{Space: "example-corp-platform"})
			if len(changes) < 4 {
				t.Errorf("%d changes are pending: %+v", len(changes), changes)
			}
			for _, c := range changes {
				if wait := c.ExpectedAt.Time().Sub(at); wait <= 0 || wait > 2*time.Hour {
					t.Errorf("%s is due in %s", c.Name, wait)
				}
			}
		})
		t.Run("FED-16 the sync has brought the people of the demo", func(t *testing.T) {
			state := answer[model.SyncState](t, a, &model.ShowSync{Space: "example-corp-platform"})
			if state.Administrators != 2 || state.Last == nil {
				t.Errorf("%+v", state)
			}
		})
	}
}

func BenchmarkDemo(b *testing.B) {
	for b.Loop() {
		a, err := app.Open(b.Context(), app.Config{Demo: true})
		if err != nil {
			b.Fatal(err)
		}
		if err := a.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func TestDemoGenerativeAI(t *testing.T) {
	for _, at := range days {
		a := openDemo(t, app.Config{Now: at})
		t.Run("GEN-04 GEN-05 the work of Amazon Q is in many states, some of it stopped", func(t *testing.T) {
			states := map[model.AssistState]int{}
			for _, w := range answer[[]model.Assist](t, a, &model.ListAssists{Space: "riverbend-labs"}) {
				states[w.State]++
			}
			for _, state := range []model.AssistState{model.AssistAnalysing, model.AssistApproval, model.AssistReview, model.AssistWriting, model.AssistMerged,
				model.AssistClosed, model.AssistDone, model.AssistStopped} {
				if states[state] == 0 {
					t.Errorf("nothing is %s: %v", state, states)
				}
			}
		})
		t.Run("GEN-08 the main person has used something, and less than the quota", func(t *testing.T) {
			u := answer[model.AIUsage](t, a, &model.ShowAIUsage{}).Features[0]
			if u.Used == 0 || u.Used >= u.Quota {
				t.Errorf("%+v", u)
			}
		})
	}
}
