package model_test

import (
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/store"
)

func TestProgramTime(t *testing.T) {
	noon := model.At(modeltest.Noon)
	t.Run("FED-15 program time goes with the wall clock, and on where that is set back", func(t *testing.T) {
		w := newWorld(t)
		mustEqual(t, "begin", w.Service.Now(), noon)
		w.Clock.Move(10 * time.Minute)
		mustEqual(t, "after ten minutes", w.Service.Now(), noon.Add(10*time.Minute))
		w.Clock.Move(-3 * time.Hour)
		mustEqual(t, "set back", w.Service.Now(), noon.Add(10*time.Minute))
		w.Clock.Move(5 * time.Minute)
		mustEqual(t, "five minutes on", w.Service.Now(), noon.Add(15*time.Minute))
		w.Clock.Move(-time.Minute)
		w.SignUp("Ada")
		w.Clock.Move(-24 * time.Hour)
		w.Reopen()
		mustEqual(t, "a day back while closed", w.Service.Now(), noon.Add(15*time.Minute))
		w.Clock.Move(time.Minute)
		mustEqual(t, "a minute on", w.Service.Now(), noon.Add(16*time.Minute))
	})
	t.Run("FED-15 program time goes on while the program is closed", func(t *testing.T) {
		w := newWorld(t)
		w.Advance(5 * time.Hour)
		w.Clock.Move(30 * time.Minute)
		w.Reopen()
		mustEqual(t, "reopened", w.Service.Now(), noon.Add(5*time.Hour+30*time.Minute))
	})
	t.Run("FED-15 a faster pace counts from when it is set, and what it gained is kept", func(t *testing.T) {
		w := newWorld(t)
		w.Clock.Move(time.Minute)
		if err := w.Service.SetPace(60); err != nil {
			t.Fatal(err)
		}
		mustEqual(t, "at once", w.Service.Now(), noon.Add(time.Minute))
		w.Clock.Move(time.Minute)
		mustEqual(t, "a minute later", w.Service.Now(), noon.Add(time.Minute+time.Hour))
		mustEqual(t, "until", w.Service.UntilProgram(noon.Add(time.Minute+2*time.Hour)), time.Minute)
		w.Reopen()
		mustEqual(t, "reopened", w.Service.Now(), noon.Add(time.Minute+time.Hour))
		mustEqual(t, "pace", w.Service.Pace(), 1)
		w.Clock.Move(time.Minute)
		mustEqual(t, "at the real pace", w.Service.Now(), noon.Add(2*time.Minute+time.Hour))
	})
	t.Run("FED-15 a faster pace is kept by the steps, should the program end without closing", func(t *testing.T) {
		w := newWorld(t)
		if err := w.Service.SetPace(3600); err != nil {
			t.Fatal(err)
		}
		w.Clock.Move(time.Second)
		if _, err := w.Service.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.Service = nil // as if the process had been killed
		w.Reopen()
		mustEqual(t, "reopened", w.Service.Now(), noon.Add(time.Hour))
	})
	t.Run("FED-15 a pace below real or above the fastest is refused", func(t *testing.T) {
		w := newWorld(t)
		for _, pace := range []int{-1, 0, model.MaxPace + 1} {
			refusal, is := model.AsRefusal(w.Service.SetPace(pace))
			if !is || refusal.Rule != "FED-15" || refusal.Field != "pace" {
				t.Errorf("the pace %d: %v", pace, refusal)
			}
		}
		mustEqual(t, "pace", w.Service.Pace(), 1)
	})
	t.Run("FED-15 time is moved forward only, by a second up to a year", func(t *testing.T) {
		w := newWorld(t)
		for _, by := range []time.Duration{-time.Hour, time.Millisecond, model.MaxAdvance + time.Second} {
			w.Refused("FED-15", modeltest.Nobody, &model.AdvanceTime{By: by})
		}
		w.Advance(time.Second)
		mustEqual(t, "now", w.Service.Now(), noon.Add(time.Second))
	})
	t.Run("FED-15 what falls due late does not set time back, also when the program ends then", func(t *testing.T) {
		w := newWorld(t)
		w.Directory(corpAccount, map[string][]string{"devs": {"ana"}})
		w.Do(aws(corpAccount), setupCorp())
		w.Clock.Move(10 * time.Hour)
		if _, err := w.Service.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.Service = nil // as if the process had been killed
		w.Reopen()
		mustEqual(t, "reopened", w.Service.Now(), noon.Add(10*time.Hour))
	})
	t.Run("FED-15 a fixed time stands still, is never before what was, and goes on by moving it", func(t *testing.T) {
		w := newWorld(t)
		w.SignUp("Ada")
		for fixed, want := range map[time.Time]model.Instant{modeltest.Noon.Add(time.Hour): noon.Add(time.Hour), modeltest.Noon.Add(-time.Hour): noon} {
			service, err := model.NewService(t.Context(), w.Store, model.Options{Clock: w.Clock, Fixed: fixed})
			if err != nil {
				t.Fatal(err)
			}
			mustEqual(t, "fixed", service.Now(), want)
			w.Clock.Move(time.Minute)
			mustEqual(t, "still fixed", service.Now(), want)
			service.Close()
			w.Clock.Move(-time.Minute)
		}
	})
	t.Run("FED-15 stores with the same seed and the same changes are the same, with another seed they differ", func(t *testing.T) {
		one, two := acme(t), acme(t)
		if one.Dump() != two.Dump() {
			t.Error("the same seed and changes made different stores")
		}
		other := newWorld(t)
		empty, err := store.OpenMemory()
		if err != nil {
			t.Fatal(err)
		}
		defer func() { mustEqual(t, "closing", empty.Close(), nil) }()
		service, err := model.NewService(t.Context(), empty, model.Options{Clock: other.Clock, Seed: 2})
		if err != nil {
			t.Fatal(err)
		}
		defer service.Close()
		for _, s := range []*model.Service{service, other.Service} {
			if _, err := s.Do(t.Context(), modeltest.Nobody, &model.SignUp{Email: "a@example.com", Name: "A"}); err != nil {
				t.Fatal(err)
			}
		}
		mails, err := model.Answer[[]model.Mail](t.Context(), service, modeltest.Nobody, &model.ListOutbox{})
		if err != nil {
			t.Fatal(err)
		}
		if mails[0].Code == other.Code("a@example.com") {
			t.Error("another seed drew the same code")
		}
	})
}
