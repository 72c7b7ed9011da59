// Package welcome is the first place of a new store: what the program is, and the ways on.
package welcome

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/tui/kit"
	"atrium/tui/text"
)

// story says what the program is. It has ten lines, so that it is read.
const story = `atrium is a rehearsal of the administration of spaces: who belongs to them, with which role, and how a company's directory brings its people in.

It has two sides, as the real service has. On the one side you are a person in a space: you sign up, create spaces, invite people, give roles. On the other side you are signed in to an AWS account: you verify the account for a space, keep a directory, and set up single sign-on. You can switch between people and sides at any time.

Nothing here touches an AWS account or sends mail. All mail is found in the outbox, everything is kept in one folder, and every change shows what it would do before it takes something away.`

// screen is the place.
type screen struct {
	env     *kit.Env
	at      int
	choices []choice
	w, h    int
}

// choice is one way on.
type choice struct {
	kit.Action
	about string
}

// New makes the place.
func New(env *kit.Env, _ kit.Route) kit.Screen {
	s := &screen{env: env}
	s.choices = []choice{
		{kit.Action{ID: "welcome.sign-up", Key: "u", Title: "sign up", Run: func() tea.Cmd { return kit.Goto(kit.To("sign-up")) }},
			"make an AWS Builder ID of your own, and your first space with it"},
		{kit.Action{ID: "welcome.sign-in", Key: "i", Title: "sign in", Run: func() tea.Cmd { return kit.Goto(kit.To("sign-in")) }},
			"as a person who is here already, or with SSO"},
		{kit.Action{ID: "welcome.demo", Key: "d", Title: "open the demo company", Run: s.openDemo, Disabled: s.noDemo()},
			"look around in a company that is there already; it is thrown away at the end"},
		{kit.Action{ID: "welcome.quit", Key: "x", Title: "quit", Run: func() tea.Cmd { return kit.Send(kit.Quit{}) }},
			"leave; what was done is kept"},
	}
	return s
}

func (s *screen) openDemo() tea.Cmd {
	s.env.OpenDemo()
	return kit.Send(kit.Quit{})
}

// noDemo says why the demo cannot be opened, where it cannot.
func (s *screen) noDemo() *kit.Reason {
	if s.env.OpenDemo != nil {
		return nil
	}
	return &kit.Reason{Why: "This session cannot change to the demo company.", Fix: "Start the program with --demo."}
}

// Init does nothing.
func (s *screen) Init() tea.Cmd { return nil }

// Title is the crumb.
func (s *screen) Title() string { return "Welcome" }

// Topic is what the help explains.
func (s *screen) Topic() string { return "start" }

// Actions are the ways on.
func (s *screen) Actions() []kit.Action {
	actions := make([]kit.Action, len(s.choices))
	for i, c := range s.choices {
		actions[i] = c.Action
	}
	return actions
}

// SetSize says how much room there is.
func (s *screen) SetSize(w, h int) { s.w, s.h = w, h }

// Update chooses.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	k := s.env.Keys
	switch n := len(s.choices); {
	case k.Is(key.String(), kit.KeyDown), k.Is(key.String(), kit.KeyNext):
		s.at = (s.at + 1) % n
	case k.Is(key.String(), kit.KeyUp), k.Is(key.String(), kit.KeyPrevious):
		s.at = (s.at + n - 1) % n
	case k.Is(key.String(), kit.KeyOpen):
		return s.choices[s.at].Do(s.env)
	}
	return nil
}

// measure is how wide the story is at most: longer lines are hard to read.
const measure = 92

// View draws the story and the choices.
func (s *screen) View() string {
	lines := []string{s.env.Theme.Title.Render("Welcome to atrium"), ""}
	lines = append(lines, kit.Paragraphs(story, min(s.w, measure))...)
	lines = append(lines, "")
	for i, c := range s.choices {
		lines = append(lines, s.line(c, i == s.at))
	}
	return text.Block(lines, s.w, s.h)
}

func (s *screen) line(c choice, focus bool) string {
	t := s.env.Theme
	mark := strings.Join(s.env.Keys.Of(c.Action), " ")
	if c.Disabled != nil {
		mark = t.Disabled
	}
	head := " " + text.Fit(mark, 2) + " " + text.Fit(c.Title, len("open the demo company"))
	if focus {
		return t.Cursor.Render(">"+head+" ") + " " + t.Dim.Render(c.about)
	}
	return " " + head + "  " + t.Dim.Render(c.about)
}
