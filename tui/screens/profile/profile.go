// Package profile shows who someone is: anyone's profile, and one's own as My settings (IDN-07, IDN-08).
package profile

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

type screen struct {
	env     *kit.Env
	alias   string
	gates   *kit.Gates
	pager   *kit.Pager
	profile model.Profile
	usage   model.AIUsage // one's own; of others it is not told
	known   bool
	err     error
	w       int
}

// New makes the place; without an alias in the route it is one's own profile.
func New(env *kit.Env, r kit.Route) kit.Screen {
	return &screen{env: env, alias: r.Get("alias"), pager: kit.NewPager(env),
		gates: kit.NewGates(env, &model.EditProfile{}, &model.ResetPassword{}, &model.Subscribe{})}
}

// Init asks for the profile.
func (s *screen) Init() tea.Cmd {
	type answer struct {
		profile model.Profile
		usage   model.AIUsage
	}
	ask := func(ctx context.Context) (a answer, err error) {
		if a.profile, err = kit.Ask[model.Profile](ctx, s.env, &model.ShowProfile{Alias: s.alias}); err == nil && a.profile.Own {
			a.usage, err = kit.Ask[model.AIUsage](ctx, s.env, &model.ShowAIUsage{})
		}
		return a, err
	}
	show := kit.Go(s.env, s, ask, func(a answer, err error) tea.Cmd {
		s.profile, s.usage, s.err, s.known = a.profile, a.usage, err, true
		s.compose()
		return nil
	})
	return tea.Batch(show, s.gates.Refresh())
}

// Title is the crumb.
func (s *screen) Title() string {
	if s.alias == "" || s.profile.Own {
		return "My settings"
	}
	return "Profile of " + s.alias
}

// Topic is what the help explains.
func (s *screen) Topic() string { return "profile" }

// Actions are what can be done here. Only one's own profile can be changed.
func (s *screen) Actions() []kit.Action {
	edit := s.gates.Action("e", "person.edit", "edit", func() model.Command {
		return &model.EditProfile{Name: s.profile.Name, Nickname: s.profile.Nickname}
	}, kit.RunOptions{Ask: []string{"name", "nickname"}})
	reset := s.gates.Action("p", "person.reset-password", "reset password", func() model.Command { return &model.ResetPassword{} },
		kit.RunOptions{Said: func(model.Receipt) string { return "A message with a code is in the outbox." }})
	if s.known && !s.profile.Own {
		edit.Disabled, reset.Disabled = s.theirs(), s.theirs()
	}
	return append([]kit.Action{edit, reset}, append(s.usageActions(),
		kit.Action{ID: "profile.look-up", Key: "f", Title: "find someone", Run: s.lookUp},
		kit.Action{ID: "profile.copy", Key: "y", Title: "copy email", Run: func() tea.Cmd { return s.env.Copy(s.profile.Email) }})...)
}

func (s *screen) theirs() *kit.Reason {
	return &kit.Reason{Why: "This is the profile of someone else.", Fix: "Your own is under My settings.", Who: "the person themself", Rule: "IDN-08"}
}

// lookUp asks whose profile to show.
func (s *screen) lookUp() tea.Cmd {
	const field = "name"
	form := kit.NewForm(s.env, "Find someone", kit.InputsOf(&model.Whois{}, []string{field}, nil))
	form.Topic = s.Topic()
	leave := func() tea.Cmd { return kit.Send(kit.Close{Dialog: form}) }
	form.Leave = leave
	form.Submit = func() tea.Cmd {
		form.Busy(true)
		name := strings.TrimPrefix(strings.TrimSpace(form.Input(field).Value()), "@")
		ask := func(ctx context.Context) (model.Person, error) {
			return kit.Ask[model.Person](ctx, s.env, &model.Whois{Name: name})
		}
		return kit.Go(s.env, form, ask, func(_ model.Person, err error) tea.Cmd {
			if err != nil {
				form.Refuse(err)
				return nil
			}
			return tea.Sequence(leave(), kit.Goto(kit.To("profile", "alias", name)))
		})
	}
	return kit.Send(kit.Open{Dialog: form})
}

// Update refreshes and scrolls.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case kit.Changed:
		return s.Init()
	case tea.KeyMsg:
		s.pager.Key(msg.String())
	}
	return nil
}

// SetSize wraps the page to the room.
func (s *screen) SetSize(w, h int) {
	s.w = w
	s.pager.SetSize(w, h)
	s.compose()
}

func (s *screen) compose() {
	switch {
	case s.err != nil:
		s.pager.SetLines(kit.BadLines(s.env.Theme, s.err, s.w))
	case !s.known:
		s.pager.SetLines([]string{"Loading" + s.env.Theme.More})
	default:
		s.pager.SetLines(s.lines())
	}
}

func (s *screen) lines() []string {
	p, t := s.profile, s.env.Theme
	title := "Profile"
	if p.Own {
		title = "My settings"
	}
	spaces := "none"
	if len(p.Spaces) > 0 {
		spaces = strings.Join(p.Spaces, ", ")
	}
	label := "Spaces of both of you"
	if p.Own {
		label = "Spaces"
	}
	lines := []string{t.Title.Render(title), ""}
	lines = append(lines, kit.Facts(t, s.w, "User", p.KindTitle, "Full name", p.Name, "Alias", "@"+p.Alias+" (can never be changed)",
		"Nickname", nickname(p.Nickname), "Email", p.Email, "Signed up", p.SignedUp.Stamp(), label, spaces)...)
	if p.Own {
		lines = append(lines, s.usageLines()...)
	}
	lines = append(lines, "")
	return append(lines, kit.Paragraphs("The full name is what others see in lists; the alias is how they mention you. The nickname is neither.", s.w)...)
}

func nickname(name string) string {
	if name == "" {
		return "none"
	}
	return name
}

// View draws the page.
func (s *screen) View() string { return s.pager.View() }
