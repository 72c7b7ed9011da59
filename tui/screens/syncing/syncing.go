// Package syncing shows what waits for the sync of a space with identity federation: since when, until
// when, and what the last cycle brought. Program time is watched, hurried and skipped here.
package syncing

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// screen is the sync of one space (FED-14, FED-15).
type screen struct {
	env   *kit.Env
	space string
	user  string // whom the route asks about
	tabs  *kit.SpaceTabs
	gates *kit.Gates
	table *kit.Table[model.SyncChangeView]

	state   model.SyncState
	changes []model.SyncChangeView
	err     error
	loaded  bool
	now     model.Instant // program time as it is shown
	seen    bool          // drawn since the last tick
	ticks   bool          // a tick is under way
	w, h    int
}

// New makes the screen of sync?space=…. With user=… it answers at once why that user is not there yet.
func New(env *kit.Env, r kit.Route) kit.Screen {
	space := r.Get("space")
	s := &screen{env: env, space: space, user: r.Get("user"), tabs: kit.NewSpaceTabs(env, "sync", space), now: env.Service.Now()}
	s.gates = kit.NewGates(env, &model.AdvanceTime{})
	s.table = kit.NewTable(env, kit.TableOptions[model.SyncChangeView]{
		Source: kit.List[model.SyncChangeView]{
			Rows:  func(ctx context.Context) ([]model.SyncChangeView, error) { return pending(ctx, env, space) },
			Text:  func(c model.SyncChangeView) string { return c.Name + " " + c.What + " " + string(c.Kind) },
			Field: func(c model.SyncChangeView, _ string) string { return c.Name },
		},
		Columns: s.columns(),
		ID:      func(c model.SyncChangeView) string { return string(c.Kind) + "/" + c.Subject },
		Nothing: "Nothing waits for the sync: all that was changed in IAM Identity Center is in the space.",
		Open:    s.open,
		Filter:  r.Get("filter"),
	})
	return s
}

func pending(ctx context.Context, env *kit.Env, space string) ([]model.SyncChangeView, error) {
	return kit.Ask[[]model.SyncChangeView](ctx, env, &model.SyncStatus{Space: space})
}

func (s *screen) columns() []kit.Column[model.SyncChangeView] {
	return []kit.Column[model.SyncChangeView]{
		{Title: "Waits", Min: 20, Flex: 3, Sort: "name", Cell: subject},
		{Title: "State", Min: 7, Cell: s.stateOf},
		{Title: "Expected", Min: 11, Cell: func(c model.SyncChangeView) string { return clock(c.ExpectedAt) }},
		{Title: "Since", Min: 11, Cell: func(c model.SyncChangeView) string { return clock(c.RequestedAt) }},
		{Title: "Brought", Min: 12, Priority: 1, Right: true, Cell: brought},
	}
}

// subject says who or what waits, and for which change.
func subject(c model.SyncChangeView) string {
	switch c.Kind {
	case model.SyncGroup:
		return "group " + c.Name + ": " + c.What
	case model.SyncDirectory:
		return "directory: " + c.What
	default:
		return "@" + c.Name + ": " + c.What
	}
}

// stateOf is a word, because a colour alone says nothing to many. Lateness is decided at the time shown.
func (s *screen) stateOf(c model.SyncChangeView) string {
	if c.Overdue || s.now > c.ExpectedAt {
		return "OVERDUE"
	}
	return "waits"
}

func clock(at model.Instant) string { return at.Time().Format("01-02 15:04") }

func brought(c model.SyncChangeView) string {
	if c.Count <= 1 {
		return "-"
	}
	return kit.Thousands(c.Done) + " of " + kit.Thousands(c.Count)
}

// Init asks for the state and what waits.
func (s *screen) Init() tea.Cmd {
	cmds := []tea.Cmd{s.tabs.Init(), s.gates.Refresh(), s.ask(), s.table.Init()}
	if s.user != "" {
		cmds = append(cmds, s.why(s.user))
		s.user = ""
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

// tick moves the time shown once a second, while something that is shown changes with it and somebody can
// see it. Otherwise the screen is silent.
func (s *screen) tick() tea.Cmd {
	if s.ticks || s.state.Pending == 0 {
		return nil
	}
	s.ticks, s.seen = true, false
	return kit.After(s.env, "tick", time.Second, func() tea.Cmd {
		s.ticks = false
		if !s.seen {
			return nil // hidden; Resume goes on
		}
		return tea.Batch(s.turn(), s.tick())
	})
}

// turn takes the time, and asks again where something fell due since the last one.
func (s *screen) turn() tea.Cmd {
	before := s.now
	s.now = s.env.Service.Now()
	for _, c := range s.changes {
		if before <= c.ExpectedAt && s.now > c.ExpectedAt {
			return tea.Batch(s.ask(), s.table.Refresh())
		}
	}
	return nil
}

// Resume goes on with the time after the screen was out of sight.
func (s *screen) Resume() tea.Cmd { return tea.Batch(s.turn(), s.tick()) }

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

// View draws the state over the list of what waits.
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
