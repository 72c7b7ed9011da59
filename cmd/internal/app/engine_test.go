package app_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"atrium/cmd/internal/app"
	"atrium/model"
)

// inVirtualTime runs fn with a demo whose engine runs, in virtual time.
func inVirtualTime(t *testing.T, fn func(t *testing.T, a *app.App)) {
	synctest.Test(t, func(t *testing.T) {
		a, err := app.Open(t.Context(), app.Config{Demo: true})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); a.RunEngine(ctx) }()
		fn(t, a)
		cancel()
		<-done
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
}

func pending(t *testing.T, a *app.App) int {
	t.Helper()
	return len(answer[[]model.SyncChangeView](t, a, &model.SyncStatus{Space: "example-corp-platform"}))
}

// endWork switches the simulated work of the demo off.
func endWork(t *testing.T, a *app.App) {
	t.Helper()
	for _, s := range answer[[]model.SpaceView](t, a, &model.ListSpaces{}) {
		if _, err := a.Service.Do(t.Context(), a.Session, &model.SimulateWork{Space: s.Name, State: model.Off}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestEngine(t *testing.T) {
	t.Run("FED-15 what falls due is brought while nobody does anything", func(t *testing.T) {
		inVirtualTime(t, func(t *testing.T, a *app.App) {
			before := pending(t, a)
			time.Sleep(2*time.Hour + time.Minute)
			if after := pending(t, a); before == 0 || after != 0 {
				t.Errorf("%d changes were pending, and %d still are", before, after)
			}
		})
	})
	t.Run("FED-15 a faster pace is kept from the moment it is chosen", func(t *testing.T) {
		inVirtualTime(t, func(t *testing.T, a *app.App) {
			time.Sleep(3 * time.Second)
			if err := a.Service.SetPace(model.MaxPace); err != nil {
				t.Fatal(err)
			}
			time.Sleep(3 * time.Second)
			if after := pending(t, a); after != 0 {
				t.Errorf("%d changes are still pending", after)
			}
		})
	})
	t.Run("PRJ-04 simulated work changes something some minutes apart, and nothing in between", func(t *testing.T) {
		inVirtualTime(t, func(t *testing.T, a *app.App) {
			time.Sleep(3 * time.Hour) // the sync has brought what waited
			var commits atomic.Int64
			defer a.Service.Subscribe(func(model.Commit) { commits.Add(1) })()
			time.Sleep(time.Hour)
			if n := commits.Load(); n < 10 || n > 120 {
				t.Errorf("%d commits in an hour", n)
			}
		})
	})
	t.Run("the engine sleeps when nothing is to be done", func(t *testing.T) {
		inVirtualTime(t, func(t *testing.T, a *app.App) {
			endWork(t, a)
			time.Sleep(6 * time.Hour)
			if err := a.Service.SetPace(60); err != nil {
				t.Fatal(err)
			}
			var commits atomic.Int64
			defer a.Service.Subscribe(func(model.Commit) { commits.Add(1) })()
			time.Sleep(time.Hour)
			if n := commits.Load(); n > 61 {
				t.Errorf("%d commits in an idle hour", n)
			}
		})
	})
}

func TestReadOnly(t *testing.T) {
	dir := t.TempDir() + "/store"
	for _, readOnly := range []bool{false, true} {
		a, err := app.Open(t.Context(), app.Config{Data: dir, ReadOnly: readOnly})
		if err != nil {
			t.Fatal(err)
		}
		_, err = a.Service.Do(t.Context(), a.Session, &model.SignUp{Email: "li@example.com", Name: "Li Juan"})
		if _, refused := model.AsRefusal(err); refused != readOnly {
			t.Errorf("read only: %t, and the change ended with %v", readOnly, err)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}
}
