// Package work shows the work that goes on in the projects of a space: workflow runs and Dev Environments, who
// started them, how far they have come and what they use.
package work

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// subject is what a board is about: workflow runs, or Dev Environments.
type subject[R any] struct {
	route, title, topic string
	// rows asks for all of them; summary says in a few words how many of them are at work.
	rows    func(ctx context.Context) ([]R, error)
	summary func([]R) string
	// turns are the moments at which a row changes by itself, without anybody writing anything.
	turns func(R) []model.Instant
	// about is the line below the table, with what is to mind about the row under the cursor.
	about func(R) string
	// begin is the command that makes a new one, and act are those on a row, each filled as far as authority
	// depends on it.
	begin model.Command
	act   func(R) []model.Command
}

// board is a table of work of one project, or of all projects that one sees (PRJ-02).
type board[R any] struct {
	*kit.Table[R]
	subject[R]
	env            *kit.Env
	space, project string // project is empty for all
	do             string // what the route asks to begin with
	reasons        map[string]*kit.Reason
	simulated      bool
	said           string // the summary
	seen           bool   // drawn since time moved last
	actions        func() []kit.Action
	w              int
}

// Init asks for the rows, and for what may be done with them.
func (b *board[R]) Init() tea.Cmd {
	cmds := []tea.Cmd{b.Table.Init(), b.ask(), b.askReasons()}
	if do := b.do; do != "" {
		b.do = ""
		cmds = append(cmds, kit.Begin(b.env, b.actions(), do))
	}
	return tea.Batch(cmds...)
}

// glance is what stands over the table.
type glance struct {
	said      string
	simulated bool
	turn      model.Instant
}

// ask looks at all rows for the line over the table, and for when one of them changes by itself next.
func (b *board[R]) ask() tea.Cmd {
	ask := func(ctx context.Context) (g glance, err error) {
		list, err := b.rows(ctx)
		if err != nil {
			return g, err
		}
		simulation, err := kit.Ask[model.SimulationView](ctx, b.env, &model.ShowSimulation{Space: b.space})
		g.said, g.simulated, g.turn = b.summary(list), simulation.State == model.On, b.nextTurn(list)
		return g, err
	}
	return kit.Go(b.env, "glance", ask, func(g glance, err error) tea.Cmd {
		if err != nil {
			return nil // the table says so
		}
		b.said, b.simulated = g.said, g.simulated
		return b.await(g.turn)
	})
}

// nextTurn is the first moment after now at which a row changes by itself; 0 for none.
func (b *board[R]) nextTurn(list []R) (next model.Instant) {
	now := b.env.Service.Now()
	for _, row := range list {
		for _, at := range b.turns(row) {
			if at > now && (next == 0 || at < next) {
				next = at
			}
		}
	}
	return next
}

// await looks again when program time has come to a moment, unless nobody saw the board since. Otherwise it is
// silent: between two such moments nothing on it changes without a commit.
func (b *board[R]) await(at model.Instant) tea.Cmd {
	if at == 0 {
		return nil
	}
	b.seen = false
	return kit.After(b.env, "turn", b.env.Service.UntilProgram(at), func() tea.Cmd {
		if !b.seen {
			return nil // hidden; Resume goes on
		}
		return tea.Batch(b.Refresh(), b.ask())
	})
}

// Resume looks again after the board was out of sight.
func (b *board[R]) Resume() tea.Cmd { return tea.Batch(b.Refresh(), b.ask(), b.askReasons()) }

// askReasons finds what is closed to the session: making something new, and each act on the row under the cursor.
// That depends on the role in its project.
func (b *board[R]) askReasons() tea.Cmd {
	commands := []model.Command{b.begin, &model.SimulateWork{Space: b.space, State: model.On}}
	if row, ok := b.Row(); ok {
		commands = append(commands, b.act(row)...)
	}
	ask := func(ctx context.Context) (map[string]*kit.Reason, error) {
		reasons := map[string]*kit.Reason{}
		for _, cmd := range commands {
			reasons[b.env.Service.EntryOf(cmd).ID] = kit.Closed(ctx, b.env, cmd)
		}
		return reasons, nil
	}
	return kit.Go(b.env, "reasons", ask, func(reasons map[string]*kit.Reason, _ error) tea.Cmd {
		b.reasons = reasons
		return nil
	})
}

// Update refreshes, and leaves the rest to the table.
func (b *board[R]) Update(msg tea.Msg) tea.Cmd {
	cmd := b.Table.Update(msg)
	if _, ok := msg.(kit.Changed); ok {
		return tea.Batch(cmd, b.ask(), b.askReasons())
	}
	return cmd
}

// Actions are what can be done here.
func (b *board[R]) Actions() []kit.Action {
	acts := b.actions()
	if b.project != "" {
		acts = append(acts, kit.Action{ID: "work.all", Key: "a", Title: "all projects", Run: func() tea.Cmd {
			return kit.Send(kit.Navigate{Route: kit.To(b.route, "space", b.space), Replace: true})
		}})
	}
	return append(acts, b.Table.Actions()...)
}

// action is one on a key that runs the command which fill gives; nothing where it gives none.
func (b *board[R]) action(key, id, title string, fill func() tea.Cmd) kit.Action {
	return kit.Action{ID: id, Key: key, Title: title, Run: fill, Disabled: b.reasons[id]}
}

// on is an action on the row under the cursor.
func (b *board[R]) on(key, id, title string, command func(R) model.Command) kit.Action {
	return b.action(key, id, title, func() tea.Cmd {
		row, ok := b.Row()
		if !ok {
			return nil
		}
		return kit.Run(b.env, command(row), kit.RunOptions{})
	})
}

// simulate switches the simulated work over.
func (b *board[R]) simulate() kit.Action {
	title, state := "simulate work", model.On
	if b.simulated {
		title, state = "end simulated work", model.Off
	}
	return b.action("m", "work.simulate", title, func() tea.Cmd {
		return kit.Run(b.env, &model.SimulateWork{Space: b.space, State: state}, kit.RunOptions{Plan: true})
	})
}

// other leads to the other board.
func (b *board[R]) other(key, route, title string) kit.Action {
	return kit.Action{ID: "work." + route, Key: key, Title: title, Run: func() tea.Cmd {
		return kit.Send(kit.Navigate{Route: kit.To(route, "space", b.space, "project", b.project), Replace: true})
	}}
}

// SetSize leaves room for the title, and for the line about the row.
func (b *board[R]) SetSize(w, h int) {
	b.w = w
	b.Table.SetSize(w, max(h-2, 3))
}

// View draws the title, the work, and what is to mind about the row under the cursor.
func (b *board[R]) View() string {
	b.seen = true
	title := b.env.Theme.Title.Render(b.title)
	if b.project != "" {
		title += " of " + text.Visible(b.project)
	}
	title += b.env.Theme.Dim.Render("  " + b.said)
	if b.simulated {
		title += b.env.Theme.Dim.Render(", work is simulated")
	}
	about := ""
	if row, ok := b.Row(); ok {
		about = b.about(row)
	}
	return text.Truncate(title, b.w) + "\n" + b.Table.View() + "\n" + text.Truncate(about, b.w)
}

// Title is the crumb.
func (b *board[R]) Title() string { return b.title }

// Topic is what the help explains.
func (b *board[R]) Topic() string { return b.topic }

// Route keeps the filter.
func (b *board[R]) Route() kit.Route {
	return kit.To(b.route, "space", b.space, "project", b.project, "filter", b.Filter())
}
