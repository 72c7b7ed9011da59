package syncing

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// Actions are what can be done with time, and the question that is asked most here.
func (s *screen) Actions() []kit.Action {
	acts := []kit.Action{
		{ID: "sync.advance", Key: "f", Title: "skip forward", Run: s.skip, Disabled: s.gates.Reason("sync.advance")},
		{ID: "sync.explain", Key: "w", Title: "why not there", Run: func() tea.Cmd { return askWhom(s.env, s.space, s.shownUser()) }},
		paceAction(s.env, s.goOn),
		{ID: "sync.history", Key: "c", Title: "cycles", Run: s.onlyCycles},
		s.table.Actions()[0], // the timeline has its own order
	}
	return append(acts, s.tabs.Actions()...)
}

// onlyCycles shows what came, or again all.
func (s *screen) onlyCycles() tea.Cmd {
	if s.table.Filter() == cycleWord {
		return s.table.SetFilter("")
	}
	return s.table.SetFilter(cycleWord)
}

// skip offers how far program time is moved (FED-15).
func (s *screen) skip() tea.Cmd {
	next, ok := s.next()
	if !ok {
		return chooseSkip(s.env, kit.Way{Title: "To the next expected change", Disabled: &kit.Reason{Why: "Nothing waits for the sync.", Fix: "Change something in the directory first."}})
	}
	return chooseSkip(s.env, skipTo(s.env, next.ExpectedAt, subject(next)))
}

// shownUser is the user under the cursor, if it is one.
func (s *screen) shownUser() string {
	if e, ok := s.table.Row(); ok && e.change != nil && e.change.Kind == model.SyncUser {
		return e.change.Name
	}
	return ""
}

// askWhom asks about whom one wonders, and goes to the answer.
func askWhom(env *kit.Env, space, user string) tea.Cmd {
	const field = "user"
	form := kit.NewForm(env, "Why is someone not there yet?", []*kit.Input{kit.NewInput(kit.Input{Name: field, Label: "User name",
		Required: true, Help: "the user name in IAM Identity Center"}, user)})
	form.Topic = "sync"
	form.Leave = func() tea.Cmd { return kit.Send(kit.Close{Dialog: form}) }
	form.Submit = func() tea.Cmd {
		return tea.Sequence(kit.Send(kit.Close{Dialog: form}), gotoWhy(space, form.Input(field).Value()))
	}
	return kit.Send(kit.Open{Dialog: form})
}

// gotoWhy goes to the page that answers for a user.
func gotoWhy(space, user string) tea.Cmd {
	return kit.Goto(kit.To("sync-why", "space", space, "user", strings.TrimPrefix(strings.TrimSpace(user), "@")))
}
