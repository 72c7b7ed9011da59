package app_test

import (
	"encoding/json"
	"testing"
	"testing/synctest"
	"time"

	"atrium/cmd/internal/app"
	"atrium/model"
)

// picture is what is seen of the work in the demo company's spaces at a moment.
type picture struct {
	At     model.Instant
	Spaces map[string]*placePicture
}

type placePicture struct {
	Runs     []model.RunView
	Devs     []model.DevEnvironmentView
	Meters   []model.UsageView
	Activity []model.Activity
}

func look(t *testing.T, a *app.App) picture {
	t.Helper()
	p := picture{At: a.Service.Now(), Spaces: map[string]*placePicture{}}
	for _, name := range []string{"riverbend-labs", "riverbend-sandbox"} {
		p.Spaces[name] = &placePicture{
			Runs:     answer[[]model.RunView](t, a, &model.ListRuns{Space: name}),
			Devs:     answer[[]model.DevEnvironmentView](t, a, &model.ListDevEnvironments{Space: name}),
			Meters:   answer[model.BillingView](t, a, &model.ShowBilling{Space: name}).Usage,
			Activity: answer[[]model.Activity](t, a, &model.ListActivity{Space: name, Limit: 10_000}),
		}
	}
	return p
}

// check looks for what must not be at any moment.
func (p picture) check(t *testing.T) {
	t.Helper()
	for name, place := range p.Spaces {
		for _, run := range place.Runs {
			if run.InProgress() == (run.Until <= p.At) && run.State != model.RunHalted || run.Minutes < 0 {
				t.Errorf("%s at %s: %+v", name, p.At, run)
			}
		}
		for _, dev := range place.Devs {
			if dev.Up() && dev.Until != 0 && dev.Until <= p.At {
				t.Errorf("%s at %s: %+v", name, p.At, dev)
			}
		}
		for _, m := range place.Meters {
			if name == "riverbend-sandbox" && m.Used > m.Included {
				t.Errorf("%s at %s uses more than the Free tier has: %+v", name, p.At, m)
			}
		}
	}
}

// anHour lets the demo company run for an hour of program time, and tells how it looked on the way and at the end.
func anHour(t *testing.T, pace int) (states []picture, end string) {
	synctest.Test(t, func(t *testing.T) {
		a := openDemo(t, app.Config{})
		if err := a.Service.SetPace(pace); err != nil {
			t.Fatal(err)
		}
		done := make(chan struct{})
		go func() { a.RunEngine(t.Context()); close(done) }()
		t.Cleanup(func() { <-done })
		for range 60 {
			states = append(states, look(t, a))
			time.Sleep(time.Minute / time.Duration(pace))
			synctest.Wait()
		}
		data, err := json.Marshal(look(t, a))
		if err != nil {
			t.Fatal(err)
		}
		end = string(data)
	})
	return states, end
}

func TestTheDemoCompanyIsAlive(t *testing.T) {
	t.Run("PRJ-04 an hour at 60 times real pace moves meters, brings and ends runs and lets the activity grow, with every moment sound", func(t *testing.T) {
		states, end := anHour(t, 60)
		began, ended, moved := map[string]bool{}, map[string]bool{}, map[float64]bool{}
		for _, p := range states {
			p.check(t)
			labs := p.Spaces["riverbend-labs"]
			for _, run := range labs.Runs {
				if run.InProgress() {
					began[run.Run] = true
				} else if began[run.Run] {
					ended[run.Run] = true
				}
			}
			moved[labs.Meters[0].Used] = true
		}
		if len(began) < 4 || len(ended) < 3 || len(moved) < 20 {
			t.Errorf("%d runs began and %d of them ended; the compute meter had %d readings", len(began), len(ended), len(moved))
		}
		first, last := states[0].Spaces["riverbend-labs"].Activity, states[len(states)-1].Spaces["riverbend-labs"].Activity
		if len(last) < len(first)+10 {
			t.Errorf("the activity grew from %d to %d entries", len(first), len(last))
		}
		t.Run("PRJ-04 FED-15 the same seed comes to the same end, at whichever pace", func(t *testing.T) {
			for _, pace := range []int{60, 1, 600} {
				if _, other := anHour(t, pace); other != end {
					t.Errorf("at pace %d the end is another one:\n%s\n%s", pace, other, end)
				}
			}
		})
	})
}
