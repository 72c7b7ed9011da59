package tui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// between is the least time between two refreshes: many commits in a row become one.
const between = 100 * time.Millisecond

// subscribe hears of every commit until the session ends.
func (r *root) subscribe() tea.Cmd {
	cancel := r.env.Service.Subscribe(func(model.Commit) {
		select {
		case r.changes <- struct{}{}:
		default: // one is waiting already, and stands for this one too
		}
	})
	context.AfterFunc(r.env.Context, cancel)
	return r.listen(0)
}

// listen waits for a commit, not before pause is over, and passes it on. It costs nothing while idle.
func (r *root) listen(pause time.Duration) tea.Cmd {
	env := *r.env
	env.Timeout = 0
	wait := func(ctx context.Context) (struct{}, error) {
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return struct{}{}, ctx.Err()
		}
		select {
		case <-r.changes:
			return struct{}{}, nil
		case <-ctx.Done():
			return struct{}{}, ctx.Err()
		}
	}
	return kit.Go(&env, r, wait, func(struct{}, error) tea.Cmd {
		return tea.Batch(r.changed(), r.listen(between))
	})
}

// changed tells the visible screen, and remembers it for the others.
func (r *root) changed() tea.Cmd {
	for _, p := range r.pages {
		p.stale = true
	}
	r.page().stale = false
	cmds := []tea.Cmd{r.askStatus(), r.page().screen.Update(kit.Changed{})}
	for _, d := range r.dialogs {
		cmds = append(cmds, d.Update(kit.Changed{}))
	}
	return tea.Batch(cmds...)
}
