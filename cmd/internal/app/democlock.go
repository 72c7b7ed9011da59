package app

import (
	"sync"
	"time"

	"atrium/model"
)

// demoClock is the wall clock of the demo: it is moved by hand while the company's past is lived through,
// and goes over to the real clock when that past has come to the present.
type demoClock struct {
	mu   sync.Mutex
	past time.Time
	real model.WallClock // nil during the past
}

// Now reads the clock.
func (c *demoClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.real != nil {
		return c.real.Now()
	}
	return c.past
}

// moveTo puts the past forward; a moment before it changes nothing.
func (c *demoClock) moveTo(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.After(c.past) {
		c.past = t
	}
}

// arrive ends the past.
func (c *demoClock) arrive(real model.WallClock) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.real = real
}

// stopped is a clock that stands still, for a demo at a time that a script says it is.
type stopped time.Time

func (s stopped) Now() time.Time { return time.Time(s) }
