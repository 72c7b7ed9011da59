// Package syncing shows the sync of a space with identity federation as a timeline: what waits, since when and
// until when, and what each cycle brought; and it answers for one person why they are not there yet. Program
// time is watched, hurried and skipped here.
package syncing

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// screen is the sync of one space (FED-14, FED-15).
type screen struct {
	watch
	space string
	tabs  *kit.SpaceTabs
	gates *kit.Gates
	table *kit.Table[event]

	state   model.SyncState
	changes []model.SyncChangeView
	err     error
	loaded  bool
	asks    bool // the route asks about somebody
	w, h    int
}

// New makes the screen of sync?space=…. With do=why it asks about whom one wonders.
func New(env *kit.Env, r kit.Route) kit.Screen {
	space := r.Get("space")
	s := &screen{watch: watch{env: env, now: env.Service.Now()}, space: space, asks: r.Get("do") == "why",
		tabs: kit.NewSpaceTabs(env, "sync", space)}
	s.moves, s.passed = func() bool { return s.state.Pending > 0 }, s.fellDue
	s.gates = kit.NewGates(env, &model.AdvanceTime{})
	s.table = kit.NewTable(env, kit.TableOptions[event]{
		Source: kit.List[event]{
			Rows:  func(ctx context.Context) ([]event, error) { return timeline(ctx, env, space) },
			Text:  event.words,
			Field: func(e event, _ string) string { return e.what() },
		},
		Columns: s.columns(),
		ID:      event.id,
		Nothing: "Nothing waits for the sync, and no cycle has brought anything yet.",
		Open:    s.open,
		Filter:  r.Get("filter"),
	})
	return s
}

// Init asks for the state and the timeline.
func (s *screen) Init() tea.Cmd {
	cmds := []tea.Cmd{s.tabs.Init(), s.gates.Refresh(), s.ask(), s.table.Init()}
	if s.asks {
		s.asks = false
		cmds = append(cmds, askWhom(s.env, s.space, ""))
	}
	return tea.Batch(cmds...)
}

func (s *screen) ask() tea.Cmd {
	type answer struct {
		state   model.SyncState
		changes []model.SyncChangeView
	}
	ask := func(ctx context.Context) (a answer, err error) {
		if a.state, err = kit.Ask[model.SyncState](ctx, s.env, &model.ShowSync{Space: s.space}); err == nil {
			a.changes, err = pending(ctx, s.env, s.space)
		}
		return a, err
	}
	return kit.Go(s.env, "state", ask, func(a answer, err error) tea.Cmd {
		s.loaded, s.err, s.now = true, err, s.env.Service.Now()
		if err == nil {
			s.state, s.changes = a.state, a.changes
		}
		s.SetSize(s.w, s.h)
		return s.tick()
	})
}

// fellDue asks again where something fell due since the last look.
func (s *screen) fellDue(before, now model.Instant) tea.Cmd {
	for _, c := range s.changes {
		if before <= c.ExpectedAt && now > c.ExpectedAt {
			return tea.Batch(s.ask(), s.table.Refresh())
		}
	}
	return nil
}

// Resume goes on with the time after the screen was out of sight.
func (s *screen) Resume() tea.Cmd { return s.goOn() }

// Update passes a message on.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(kit.Changed); ok {
		return tea.Batch(s.tabs.Update(msg), s.gates.Refresh(), s.ask(), s.table.Update(msg))
	}
	return s.table.Update(msg)
}

// SetSize gives the list what the state leaves.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.table.SetSize(w, max(h-1-len(s.head()), 3))
}

// View draws the state over the timeline.
func (s *screen) View() string {
	s.seen = true
	head := append([]string{s.tabs.View(s.w)}, s.head()...)
	if !s.loaded || s.err != nil || !s.state.Federated {
		return text.Block(head, s.w, s.h)
	}
	return text.Block(head, s.w, len(head)) + "\n" + s.table.View()
}

// head is the state in words and bars. How many lines it has does not change with time, so that nothing
// jumps while one watches.
func (s *screen) head() []string {
	switch {
	case !s.loaded:
		return []string{"Loading" + s.env.Theme.More}
	case s.err != nil:
		return kit.ExplainOn(s.err, s.w)
	case !s.state.Federated:
		return kit.Paragraphs(s.space+" has no sync: it is a space for AWS Builder ID users. SSO (4) tells how to have one.", s.w)
	}
	lines := []string{s.time(), s.stateLine()}
	lines = append(lines, s.bars()...)
	lines = append(lines, lastCycle(s.state), "")
	for i, line := range lines {
		lines[i] = text.Truncate(line, s.w)
	}
	return lines
}

// Title is the crumb.
func (s *screen) Title() string { return s.tabs.Title() }

// Topic is what the help opens.
func (s *screen) Topic() string { return "sync" }

// Typing reports whether letters go into the filter.
func (s *screen) Typing() bool { return s.table.Typing() }

// Wants claims esc for the filter.
func (s *screen) Wants(key string) bool { return s.table.Wants(key) }

// Route remembers the filter.
func (s *screen) Route() kit.Route {
	return kit.To("sync", "space", s.space, "filter", s.table.Filter())
}
