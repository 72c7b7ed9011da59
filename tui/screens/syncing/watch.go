package syncing

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// watch follows program time for a screen. It moves the time shown once a second, while something that is
// shown changes with it and somebody can see it; otherwise the screen is silent.
type watch struct {
	env   *kit.Env
	now   model.Instant // program time as it is shown
	seen  bool          // drawn since the last tick
	ticks bool          // a tick is under way
	// moves tells whether anything that is shown changes with time.
	moves func() bool
	// passed is told from when to when time went.
	passed func(before, now model.Instant) tea.Cmd
}

// tick has the time shown move in a second.
func (c *watch) tick() tea.Cmd {
	if c.ticks || !c.moves() {
		return nil
	}
	c.ticks, c.seen = true, false
	return kit.After(c.env, "tick", time.Second, func() tea.Cmd {
		c.ticks = false
		if !c.seen {
			return nil // hidden; Resume goes on
		}
		return c.goOn()
	})
}

// turn takes the time.
func (c *watch) turn() tea.Cmd {
	before := c.now
	c.now = c.env.Service.Now()
	return c.passed(before, c.now)
}

// goOn takes the time and follows it further.
func (c *watch) goOn() tea.Cmd { return tea.Batch(c.turn(), c.tick()) }
