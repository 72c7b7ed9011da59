package syncing

import (
	"fmt"
	"strings"
	"time"

	"atrium/model"
	"atrium/tui/kit"
)

// time says what program time is and how fast it goes. While nothing waits nobody draws it anew, so then
// it is told as what it is: the time of the last look.
func (s *screen) time() string {
	line := "Program time " + s.now.Time().Format("2006-01-02 15:04:05") + " UTC"
	if s.state.Pending == 0 {
		line = "Program time " + kit.Moment(s.now) + " UTC at the last look"
	}
	return line + ", " + paceWords(s.env.Service.Pace()) + ". Next cycle " + s.cycle() + "."
}

// cycle is when the sync runs next: the model told it for the moment of its answer.
func (s *screen) cycle() string {
	next := s.state.NextCycle
	for next != 0 && next <= s.now {
		next = next.Add(model.CycleEvery)
	}
	return next.Time().Format("15:04")
}

func paceWords(pace int) string {
	if pace == 1 {
		return "real pace"
	}
	return kit.Thousands(pace) + "x pace"
}

// stateLine says in words how the sync stands.
func (s *screen) stateLine() string {
	st := s.state
	if st.Pending == 0 {
		line := "All in: nothing waits for the sync."
		if st.Administrators == 0 {
			line += " ! No Space administrator: one is chosen under SSO (4)."
		}
		return line
	}
	line := fmt.Sprintf("%s (%s) since %s, all expected by %s.", counted(st.Pending, "change waits", "changes wait"),
		counted(st.People, "person", "people"), kit.Moment(st.Since), kit.Moment(st.Until))
	if late := s.overdue(); late > 0 {
		return s.env.Theme.Bad.Render(kit.Thousands(late)+" OVERDUE") + " of " + line
	}
	return line
}

// overdue counts what is late at the time shown.
func (s *screen) overdue() int {
	late := 0
	for _, c := range s.changes {
		if s.now > c.ExpectedAt {
			late++
		}
	}
	return late
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return kit.Thousands(n) + " " + many
}

// bars show how far bulk changes are, and how long the next change takes.
func (s *screen) bars() []string {
	var bars []string
	done, count := 0, 0
	for _, c := range s.changes {
		if c.Count > 1 {
			done, count = done+c.Done, count+c.Count
		}
	}
	if count > 0 {
		bars = append(bars, "People  "+kit.Progress(s.env.Theme, s.w-len("People  "), done, count))
	}
	if next, ok := s.next(); ok {
		bars = append(bars, "Next    "+s.bar(s.w-len("Next    "), next.RequestedAt, next.ExpectedAt))
	}
	return bars
}

// bar shows how much of the wait from one moment to another is over.
func (c *watch) bar(w int, since, expected model.Instant) string {
	return kit.Bar(c.env.Theme, w, kit.Share(int(c.now-since), int(expected-since)), c.leftWords(expected))
}

// next is the change that is expected first and is not late; where all are late, the first of them.
func (s *screen) next() (model.SyncChangeView, bool) {
	for _, c := range s.changes {
		if s.now <= c.ExpectedAt {
			return c, true
		}
	}
	if len(s.changes) > 0 {
		return s.changes[0], true
	}
	return model.SyncChangeView{}, false
}

// leftWords has the same width every second, so that the bar before it stands still.
func (c *watch) leftWords(expected model.Instant) string {
	left := expected.Sub(c.now)
	if left < 0 {
		return "OVERDUE by " + precise(-left) + ", expected " + kit.Moment(expected)
	}
	return precise(left) + " left, expected " + kit.Moment(expected)
}

func precise(d time.Duration) string {
	return fmt.Sprintf("%d:%02d:%02d", int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60)
}

// length words a length of time to the minute.
func length(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "less than a minute"
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	}
	return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
}

// span words a whole length of time.
func span(d time.Duration) string {
	if d%time.Hour == 0 {
		return fmt.Sprintf("%d h", int(d/time.Hour))
	}
	return fmt.Sprintf("%d min", int(d/time.Minute))
}

// deeds says in a few words what a cycle brought.
func deeds(c model.SyncCycle) string {
	var parts []string
	for _, part := range []struct {
		n    int
		word string
	}{{c.Joined, "joined"}, {c.Left, "left"}, {c.Changed, "changed"}} {
		if part.n > 0 {
			parts = append(parts, kit.Thousands(part.n)+" "+part.word)
		}
	}
	if len(parts) == 0 {
		return "nothing new"
	}
	return strings.Join(parts, ", ")
}

// lastCycle tells what the last cycle that brought something did.
func lastCycle(st model.SyncState) string {
	c := st.Last
	if c == nil {
		return "No cycle has brought anything yet."
	}
	line := "Last cycle " + kit.Moment(c.At) + ": " + deeds(*c)
	if c.Throttled {
		line += "; throttled by the identity store, the rest comes later"
	}
	return line + "."
}
