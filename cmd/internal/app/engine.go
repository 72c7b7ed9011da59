package app

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"atrium/model"
)

const (
	// sweepAfter is how long nothing must have changed before what nothing reaches any more is removed.
	sweepAfter = 2 * time.Second
	// longestPause bounds the engine's sleep, because a wall clock can be put forward meanwhile: a laptop
	// that was closed wakes up hours later, and its timers know nothing of it.
	longestPause = time.Minute
	// shortestPause is where a pause begins that grows for as long as nothing due can be carried out.
	shortestPause = 50 * time.Millisecond
)

// engine carries program time forward: there is one in a process, however many sessions it has.
type engine struct {
	app     *App
	wake    chan struct{}
	unswept bool          // something changed since the last sweep
	backoff time.Duration // the last pause after a step that got nowhere
	// stepping is set while the engine itself is at work on the store.
	stepping atomic.Bool
}

// RunEngine applies what falls due until ctx ends. It sleeps until the next thing is due and wakes when
// something is committed. A process that has an engine stays for long, so it also spares memory.
func (a *App) RunEngine(ctx context.Context) {
	defer spare()()
	e := &engine{app: a, wake: make(chan struct{}, 1), unswept: true}
	defer a.Service.Subscribe(e.committed)()
	for ctx.Err() == nil {
		e.stepping.Store(true)
		next, err := a.Service.Step(ctx)
		e.stepping.Store(false)
		if err != nil && ctx.Err() == nil {
			a.Log.Fault("program time", err)
		}
		e.sleep(ctx, e.pause(next, err))
	}
}

// committed wakes the engine; one waiting wake-up is enough. What the engine itself wrote to keep the time
// wakes it not, or it would never sleep.
func (e *engine) committed(c model.Commit) {
	if e.stepping.Load() && keepsTime(c) {
		return
	}
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// keepsTime reports whether a commit touched nothing but the program's own record.
func keepsTime(c model.Commit) bool {
	return !c.Bulk && !slices.ContainsFunc(c.Touched, func(t model.Touch) bool { return t.Table != "system" })
}

// pause is how long nothing is to be done. A step that failed, or that left what is due because the store
// takes no writes, is tried again at growing intervals.
func (e *engine) pause(next model.Instant, err error) time.Duration {
	until := longestPause
	if next != 0 {
		until = min(until, e.app.Service.UntilProgram(next))
	}
	if err == nil && until > 0 {
		e.backoff = 0
		return until
	}
	e.backoff = min(longestPause, max(shortestPause, 2*e.backoff))
	return e.backoff
}

// sleep waits, and uses a quiet moment to sweep.
func (e *engine) sleep(ctx context.Context, pause time.Duration) {
	sweep := e.unswept && pause > sweepAfter
	if sweep {
		pause = sweepAfter
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-e.wake:
		e.unswept = true
	case <-timer.C:
		if sweep {
			e.sweep(ctx)
		}
	}
}

func (e *engine) sweep(ctx context.Context) {
	e.unswept = false
	if err := e.app.Service.Sweep(ctx); err != nil && ctx.Err() == nil {
		e.app.Log.Fault("sweeping", err)
	}
}
