package syncing

import (
	"context"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// Actions are what can be done with time, and the question that is asked most here.
func (s *screen) Actions() []kit.Action {
	acts := []kit.Action{
		{ID: "sync.advance", Key: "f", Title: "skip forward", Run: s.skip, Disabled: s.gates.Reason("sync.advance")},
		{ID: "sync.pace", Key: "p", Title: "pace", Run: s.pace},
		{ID: "sync.why", Key: "n", Title: "why not yet", Run: s.askWhom},
	}
	if s.env.ReadOnly != "" {
		acts[1].Disabled = &kit.Reason{Why: s.env.ReadOnly, Fix: "Nothing can be changed now."}
	}
	return append(append(acts, s.table.Actions()...), s.tabs.Actions()...)
}

// skip offers how far program time is moved; what falls due on the way is brought (FED-15).
func (s *screen) skip() tea.Cmd {
	by := func(d time.Duration) func() tea.Cmd {
		return func() tea.Cmd { return kit.Run(s.env, &model.AdvanceTime{By: d}, kit.RunOptions{Said: s.arrived}) }
	}
	ways := []kit.Way{s.skipToNext(by)}
	for _, d := range []time.Duration{model.CycleEvery, time.Hour, 3 * time.Hour} {
		ways = append(ways, kit.Way{Title: span(d), Run: by(d)})
	}
	ways = append(ways, kit.Way{Title: "Another length of time", Run: func() tea.Cmd {
		return kit.Run(s.env, &model.AdvanceTime{}, kit.RunOptions{Said: s.arrived})
	}})
	return kit.Send(kit.Open{Dialog: kit.NewChooser(s.env, "Skip program time forward",
		"Program time never runs backwards. Everything that depends on it moves on: the sync, invitations, codes, months.", ways...)})
}

// skipToNext leads to the moment at which something comes: the next that is expected, or for what is late
// the next cycle.
func (s *screen) skipToNext(by func(time.Duration) func() tea.Cmd) kit.Way {
	now := s.env.Service.Now()
	way := kit.Way{Title: "To the next expected change"}
	next, ok := s.next()
	switch {
	case !ok:
		way.Disabled = &kit.Reason{Why: "Nothing waits for the sync.", Fix: "Change something in the directory first."}
	case next.ExpectedAt <= now:
		way.Title = "To the next cycle"
		way.Run = by(model.CycleEvery)
		way.Text = "What waits is late already; the next cycle goes on with it."
	default:
		way.Text = subject(next) + ", expected " + kit.Stamp(next.ExpectedAt)
		way.Run = by(next.ExpectedAt.Sub(now))
	}
	return way
}

func (s *screen) arrived(model.Receipt) string {
	return "Program time is now " + kit.Stamp(s.env.Service.Now()) + "."
}

// pace offers how fast program time goes from now on, for everybody who uses this process.
func (s *screen) pace() tea.Cmd {
	var ways []kit.Way
	for _, p := range []struct {
		pace        int
		title, text string
	}{
		{1, "Real", "As fast as the clock on the wall."}, {60, "60x", "A minute in a second: two hours of waiting take two minutes."},
		{600, "600x", "Ten minutes in a second."}, {model.MaxPace, "3,600x", "An hour in a second, the fastest."},
	} {
		title := p.title
		if p.pace == s.env.Service.Pace() {
			title += " (now)"
		}
		ways = append(ways, kit.Way{Title: title, Text: p.text, Run: func() tea.Cmd { return s.setPace(p.pace) }})
	}
	return kit.Send(kit.Open{Dialog: kit.NewChooser(s.env, "Pace of program time",
		"It counts for everybody who uses this process, until it ends.", ways...)})
}

func (s *screen) setPace(pace int) tea.Cmd {
	set := func(context.Context) (struct{}, error) { return struct{}{}, s.env.Service.SetPace(pace) }
	return kit.Go(s.env, "pace", set, func(_ struct{}, err error) tea.Cmd {
		if err != nil {
			return kit.Tell(s.env, "Pace of program time", err)
		}
		return tea.Batch(s.turn(), s.tick(), kit.Say("Program time goes on, "+paceWords(pace)+"."))
	})
}

// askWhom asks about whom one wonders.
func (s *screen) askWhom() tea.Cmd {
	const field = "user"
	form := kit.NewForm(s.env, "Why is somebody not in the space yet?", []*kit.Input{kit.NewInput(kit.Input{Name: field, Label: "User name",
		Required: true, Help: "the user name in IAM Identity Center"}, s.shownUser())})
	form.Leave = func() tea.Cmd { return kit.Send(kit.Close{Dialog: form}) }
	form.Submit = func() tea.Cmd {
		return tea.Sequence(kit.Send(kit.Close{Dialog: form}), s.why(form.Input(field).Value()))
	}
	return kit.Send(kit.Open{Dialog: form})
}

// shownUser is the user under the cursor, if it is one.
func (s *screen) shownUser() string {
	if c, ok := s.table.Row(); ok && c.Kind == model.SyncUser {
		return c.Name
	}
	return ""
}

// why answers for one person, in words (FED-14).
func (s *screen) why(user string) tea.Cmd {
	user = strings.TrimPrefix(strings.TrimSpace(user), "@")
	ask := func(ctx context.Context) (string, error) { return s.answer(ctx, user) }
	return kit.Go(s.env, "why", ask, func(answer string, err error) tea.Cmd {
		if err != nil {
			return kit.Tell(s.env, "Why not yet", err)
		}
		return kit.Send(kit.Open{Dialog: kit.NewText(s.env, "@"+user, answer, user)})
	})
}

// answer looks for what waits for a person: a change of their own first, then membership, then a group or
// directory that will bring them.
func (s *screen) answer(ctx context.Context, user string) (string, error) {
	changes, err := pending(ctx, s.env, s.space)
	if err != nil {
		return "", err
	}
	for _, c := range changes {
		if c.Kind == model.SyncUser && strings.EqualFold(c.Name, user) {
			return s.story(c), nil
		}
	}
	if since, err := s.memberSince(ctx, user); err != nil || since != 0 {
		return "@" + user + " is in the space since " + kit.Stamp(since) + ". No change of theirs waits.", err
	}
	var stories []string
	for _, c := range changes {
		if brings, err := s.brings(ctx, c, user); err != nil {
			return "", err
		} else if brings {
			stories = append(stories, s.story(c))
		}
	}
	if len(stories) > 0 {
		return "@" + user + " comes with this change:\n\n" + strings.Join(stories, "\n\n"), nil
	}
	return "@" + user + " is not in the space, and no change that waits brings them.\n\nLook in the directory whether there is an active user with exactly that name, " +
		"and whether one of their groups is connected to the space (SSO).", nil
}

// memberSince asks whether a user is in the space already. Who may not list members gets no answer to this.
func (s *screen) memberSince(ctx context.Context, user string) (model.Instant, error) {
	const enough = 100
	page, err := kit.Ask[model.Page[model.MemberView]](ctx, s.env, &model.ListMembers{Space: s.space, Filter: user, Limit: enough})
	if _, refused := model.AsRefusal(err); refused {
		return 0, nil
	}
	for _, m := range page.Items {
		if strings.EqualFold(m.Alias, user) && m.Status == model.StatusMember {
			return m.Since, nil
		}
	}
	return 0, err
}

// brings tells whether a bulk change holds a user. A directory is taken to hold everybody; so is a group
// whose users the session may not list.
func (s *screen) brings(ctx context.Context, c model.SyncChangeView, user string) (bool, error) {
	if c.Kind == model.SyncUser {
		return false, nil
	}
	if c.Kind == model.SyncDirectory {
		return true, nil
	}
	page, err := kit.Ask[model.Page[model.GroupUserView]](ctx, s.env, &model.ListGroupUsers{Space: s.space, Group: c.Name})
	if _, refused := model.AsRefusal(err); refused {
		return true, nil
	}
	for _, u := range page.Items {
		if strings.EqualFold(u.UserName, user) {
			return true, nil
		}
	}
	return false, err
}
