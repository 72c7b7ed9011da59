package syncing

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// why answers for one person why they are or are not in a space, and follows as time passes (FED-14).
type why struct {
	watch
	space, user string
	tabs        *kit.SpaceTabs
	gates       *kit.Gates
	pager       *kit.Pager
	answer      model.SyncExplanation
	err         error
	loaded      bool
	w, h        int
}

// NewWhy makes the screen of sync-why?space=…&user=….
func NewWhy(env *kit.Env, r kit.Route) kit.Screen {
	space := r.Get("space")
	s := &why{watch: watch{env: env, now: env.Service.Now()}, space: space, user: r.Get("user"), tabs: kit.NewSpaceTabs(env, "sync", space),
		gates: kit.NewGates(env, &model.AdvanceTime{}), pager: kit.NewPager(env)}
	s.moves, s.passed = func() bool { return s.ready() && s.answer.ExpectedAt != 0 }, s.fellDue
	return s
}

// Init asks.
func (s *why) Init() tea.Cmd { return tea.Batch(s.tabs.Init(), s.gates.Refresh(), s.ask()) }

func (s *why) ask() tea.Cmd {
	ask := func(ctx context.Context) (model.SyncExplanation, error) {
		return kit.Ask[model.SyncExplanation](ctx, s.env, &model.ExplainSync{Space: s.space, User: s.user})
	}
	return kit.Go(s.env, "why", ask, func(answer model.SyncExplanation, err error) tea.Cmd {
		s.answer, s.err, s.loaded, s.now = answer, err, true, s.env.Service.Now()
		s.compose()
		return s.tick()
	})
}

func (s *why) ready() bool { return s.loaded && s.err == nil }

// fellDue draws the time anew, and asks again where what was expected fell due.
func (s *why) fellDue(before, now model.Instant) tea.Cmd {
	s.compose()
	if expected := s.answer.ExpectedAt; before <= expected && now > expected {
		return s.ask()
	}
	return nil
}

// Resume goes on with the time after the screen was out of sight.
func (s *why) Resume() tea.Cmd { return s.goOn() }

// Update asks again when something changed; else the text scrolls.
func (s *why) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case kit.Changed:
		return tea.Batch(s.tabs.Update(msg), s.gates.Refresh(), s.ask())
	case tea.KeyMsg:
		s.pager.Key(msg.String())
	}
	return nil
}

// Actions are the ways to what mends it.
func (s *why) Actions() []kit.Action {
	acts := []kit.Action{
		{ID: "sync.advance", Key: "f", Title: "skip there", Run: s.skip, Disabled: s.notSkipped()},
		{ID: "sync.directory", Key: "d", Title: "directory", Run: s.directory},
		{ID: "sync.sso", Key: "s", Title: "SSO", Run: func() tea.Cmd { return kit.Goto(kit.To("sso", "space", s.space)) }},
		{ID: "sync.explain", Key: "w", Title: "someone else", Run: func() tea.Cmd { return askWhom(s.env, s.space, "") }},
		paceAction(s.env, s.goOn),
	}
	if s.ready() && s.answer.InSpace {
		acts = append(acts, kit.Action{ID: "sync.member", Key: "v", Title: "in Members", Run: s.member})
	}
	return append(acts, s.tabs.Actions()...)
}

// notSkipped says why there is no moment to skip to; nil where there is.
func (s *why) notSkipped() *kit.Reason {
	if s.ready() && s.answer.ExpectedAt == 0 {
		return &kit.Reason{Why: "Nothing is expected for " + s.answer.User + ", so there is no moment to skip to.", Fix: s.answer.Fix}
	}
	return s.gates.Reason("sync.advance")
}

// skip goes to the moment at which the next thing comes for the person (FED-15).
func (s *why) skip() tea.Cmd {
	if !s.ready() {
		return nil
	}
	return skipTo(s.env, s.answer.ExpectedAt, "").Run()
}

// member goes to the person among the members, in the table of their role.
func (s *why) member() tea.Cmd {
	table := model.MembersTable
	if s.answer.Role == model.SpaceAdministrator {
		table = model.AdministratorsTable
	}
	return kit.Goto(kit.To("members", "space", s.space, "table", string(table), "filter", s.answer.User))
}

// directory crosses over to the person in IAM Identity Center.
func (s *why) directory() tea.Cmd {
	account, user := s.answer.Account, s.user
	if s.ready() && s.answer.Verdict == model.VerdictNotInDirectory {
		user = "" // there is nobody to find
	}
	return kit.Cross(s.env, account, "", kit.To("directory", "account", string(account), "filter", user))
}

// Title is the crumb.
func (s *why) Title() string { return s.user }

// Topic is what the help opens.
func (s *why) Topic() string { return "sync" }
