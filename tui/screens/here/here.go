// Package here shows who else has the store in front of them: who acts, from where, and where they are.
package here

import (
	"context"
	"strconv"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/tui/kit"
	"atrium/tui/text"
)

type row = kit.Presence

type screen struct {
	*kit.Table[row]
	env   *kit.Env
	moved chan struct{}
	w, h  int
}

// New makes the place.
func New(env *kit.Env, r kit.Route) kit.Screen {
	s := &screen{env: env, moved: make(chan struct{}, 1)}
	where := func(p row) string { return p.Where(env.Places) }
	s.Table = kit.NewTable(env, kit.TableOptions[row]{
		Source: kit.List[row]{Rows: s.ask, Text: func(p row) string { return p.Who + " " + p.From + " " + where(p) },
			Field: func(p row, sort string) string {
				switch sort {
				case "where":
					return where(p)
				case "from":
					return p.From
				default:
					return p.Who
				}
			}},
		Columns: []kit.Column[row]{
			{Title: "Who", Min: 20, Flex: 2, Sort: "who", Cell: func(p row) string { return p.Who }},
			{Title: "Where", Min: 16, Flex: 3, Sort: "where", Cell: where},
			{Title: "From", Min: 14, Flex: 1, Sort: "from", Priority: 1, Cell: func(p row) string { return p.From }},
			{Title: "Since", Min: 5, Cell: func(p row) string { return p.Since.UTC().Format("15:04") }},
			{Title: "Idle", Min: 8, Priority: 2, Cell: func(p row) string { return kit.Idle(env.Clock().Sub(p.Typed)) }},
			{Title: "You", Min: 3, Cell: mine},
		},
		ID:      func(p row) string { return strconv.Itoa(p.ID) },
		Nothing: "Nobody else is here. Others come over the socket when they start the program too, and over the network with atrium serve.",
		Filter:  r.Get("filter"), Open: s.join,
	})
	return s
}

func mine(p row) string {
	if p.Own {
		return "you"
	}
	return ""
}

func (s *screen) ask(ctx context.Context) ([]row, error) {
	if s.env.Here == nil {
		return nil, nil
	}
	return s.env.Here(ctx, s.env.Session)
}

// between is the least time between two looks, however much everybody moves about.
const between = time.Second

// Init asks who is here, and begins to listen for those who come, move and go.
func (s *screen) Init() tea.Cmd {
	if s.env.Attend == nil {
		return s.Table.Init()
	}
	context.AfterFunc(s.env.Context, s.env.Attend(func() {
		select {
		case s.moved <- struct{}{}:
		default: // one is waiting already, and stands for this one too
		}
	}))
	return tea.Batch(s.Table.Init(), s.listen())
}

// listen waits until somebody moved, and looks again.
func (s *screen) listen() tea.Cmd {
	unlimited := *s.env
	unlimited.Timeout = 0
	wait := func(ctx context.Context) (struct{}, error) {
		select {
		case <-s.moved:
			return struct{}{}, nil
		case <-ctx.Done():
			return struct{}{}, ctx.Err()
		}
	}
	return kit.Go(&unlimited, s, wait, func(struct{}, error) tea.Cmd {
		return tea.Batch(s.Refresh(), kit.After(s.env, "pause", between, s.listen))
	})
}

// join goes to where somebody is.
func (s *screen) join(p row) tea.Cmd {
	if p.Own || p.Place.Name == "" {
		return nil
	}
	return kit.Goto(p.Place)
}

// Title is the crumb.
func (s *screen) Title() string { return "Who is here" }

// Topic is what the help explains.
func (s *screen) Topic() string { return "together" }

// Route keeps the filter.
func (s *screen) Route() kit.Route { return kit.To("here", "filter", s.Filter()) }

// Actions look again, for the time that nobody typed.
func (s *screen) Actions() []kit.Action {
	return append([]kit.Action{{ID: "here.again", Key: "R", Title: "look again", Run: s.Refresh}}, s.Table.Actions()...)
}

// SetSize leaves a line to the words below the table.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.Table.SetSize(w, max(h-1, 3))
}

// View draws the table, and what enter does.
func (s *screen) View() string {
	words := s.env.Keys.Label(kit.KeyOpen) + " goes to where they are, as you. Times are UTC."
	return s.Table.View() + "\n" + text.Fit(s.env.Theme.Dim.Render(text.Truncate(words, s.w)), s.w)
}
