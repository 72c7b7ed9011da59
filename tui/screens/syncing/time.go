package syncing

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// skip moves program time forward; what falls due on the way is brought (FED-15).
func skip(env *kit.Env, d time.Duration) tea.Cmd {
	said := func(model.Receipt) string { return "Program time is now " + env.Service.Now().Stamp() + "." }
	return kit.Run(env, &model.AdvanceTime{By: d}, kit.RunOptions{Said: said})
}

// skipTo leads to the moment at which something comes, or for what is late to the next cycle.
func skipTo(env *kit.Env, expected model.Instant, what string) kit.Way {
	now := env.Service.Now()
	if expected <= now {
		return kit.Way{Title: "To the next cycle", Text: "What waits is late already; the next cycle goes on with it.",
			Run: func() tea.Cmd { return skip(env, model.CycleEvery) }}
	}
	return kit.Way{Title: "To the next expected change", Text: what + ", expected " + expected.Stamp(),
		Run: func() tea.Cmd { return skip(env, expected.Sub(now)) }}
}

// chooseSkip offers how far program time is moved; next is the way to what comes first.
func chooseSkip(env *kit.Env, next kit.Way) tea.Cmd {
	ways := []kit.Way{next}
	for _, d := range []time.Duration{model.CycleEvery, time.Hour, 3 * time.Hour} {
		ways = append(ways, kit.Way{Title: span(d), Run: func() tea.Cmd { return skip(env, d) }})
	}
	ways = append(ways, kit.Way{Title: "Another length of time", Run: func() tea.Cmd { return skip(env, 0) }})
	return kit.Send(kit.Open{Dialog: kit.NewChooser(env, "Skip program time forward",
		"Program time never runs backwards. Everything that depends on it moves on: the sync, invitations, codes, months.", ways...)})
}

// paceAction chooses how fast program time goes from now on; then is what follows once it is set.
func paceAction(env *kit.Env, then func() tea.Cmd) kit.Action {
	a := kit.Action{ID: "sync.pace", Key: "p", Title: "pace", Run: func() tea.Cmd { return choosePace(env, then) }}
	if env.ReadOnly != "" {
		a.Disabled = &kit.Reason{Why: env.ReadOnly, Fix: "Nothing can be changed now."}
	}
	return a
}

func choosePace(env *kit.Env, then func() tea.Cmd) tea.Cmd {
	var ways []kit.Way
	for _, p := range []struct {
		pace        int
		title, text string
	}{
		{1, "Real", "As fast as the clock on the wall."}, {60, "60x", "A minute in a second: two hours of waiting take two minutes."},
		{600, "600x", "Ten minutes in a second."}, {model.MaxPace, "3,600x", "An hour in a second, the fastest."},
	} {
		title := p.title
		if p.pace == env.Service.Pace() {
			title += " (now)"
		}
		ways = append(ways, kit.Way{Title: title, Text: p.text, Run: func() tea.Cmd { return setPace(env, p.pace, then) }})
	}
	return kit.Send(kit.Open{Dialog: kit.NewChooser(env, "Pace of program time",
		"It counts for everybody who uses this process, until it ends.", ways...)})
}

func setPace(env *kit.Env, pace int, then func() tea.Cmd) tea.Cmd {
	set := func(context.Context) (struct{}, error) { return struct{}{}, env.Service.SetPace(pace) }
	return kit.Go(env, "pace", set, func(_ struct{}, err error) tea.Cmd {
		if err != nil {
			return kit.Tell(env, "Pace of program time", err)
		}
		return tea.Batch(then(), kit.Say("Program time goes on, "+paceWords(pace)+"."))
	})
}
