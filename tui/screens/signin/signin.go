// Package signin rehearses signing in: with an AWS Builder ID, or with SSO through the company's application.
// There are no passwords (FED-24).
package signin

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// The fields, by the names that refusals use.
const (
	aliasField       = "alias"
	applicationField = "application"
	userField        = "user-name"
	spaceField       = "space"
)

// portal is one way to sign in.
type portal struct {
	kit.Action
	about string
	form  *kit.Form
}

// screen is the choice of a way, and then its form.
type screen struct {
	env     *kit.Env
	portals []*portal
	at      int
	inside  bool // a way was chosen
	ended   bool
	w, h    int
}

// New makes the place. With to=… the space to go to is filled in; the space that one stands in, which the palette
// gives every place, is not, because it may be for the other kind of people.
func New(env *kit.Env, r kit.Route) kit.Screen {
	s := &screen{env: env}
	s.add("b", "AWS Builder ID", "for a person who signed up: it opens the spaces that they belong to", r,
		[]string{aliasField, spaceField}, aliasField)
	s.add("s", "SSO", "for a user of a company's directory: it opens the space of the company's application", r,
		[]string{applicationField, userField, spaceField}, applicationField, userField)
	return s
}

// add makes a way with its form.
func (s *screen) add(key, title, about string, r kit.Route, fields []string, required ...string) {
	asked := &model.SignInAs{Space: r.Get("to")}
	form := kit.NewForm(s.env, "Sign in with "+title, kit.InputsOf(asked, fields, nil))
	form.Given = []string{"This is a rehearsal: there are no passwords, and nothing leaves this program."}
	for _, name := range required {
		form.Input(name).Required = true
	}
	at := len(s.portals)
	form.Topic, form.Submit, form.Leave = s.Topic(), func() tea.Cmd { return s.submit(form) }, func() tea.Cmd { s.inside = false; return nil }
	s.portals = append(s.portals, &portal{about: about, form: form,
		Action: kit.Action{ID: "sign-in." + key, Key: key, Title: title, Run: func() tea.Cmd { s.at, s.inside = at, true; return nil }}})
}

// submit asks who signs in, and where to.
func (s *screen) submit(form *kit.Form) tea.Cmd {
	q := &model.SignInAs{}
	if !form.Fill(q) {
		return nil
	}
	form.Busy(true)
	ask := func(ctx context.Context) (model.SignedInAs, error) { return kit.Ask[model.SignedInAs](ctx, s.env, q) }
	return kit.Go(s.env, form, ask, func(in model.SignedInAs, err error) tea.Cmd {
		if err != nil {
			form.Refuse(err)
			return nil
		}
		form.Busy(false)
		return s.arrive(in, q.Space)
	})
}

// arrive has the person act, and opens the space; where there are several or none, the overview. A session
// that cannot switch says who would have signed in.
func (s *screen) arrive(in model.SignedInAs, space string) tea.Cmd {
	if !s.env.MaySwitch {
		return kit.Send(kit.Open{Dialog: kit.NewText(s.env, "Signed in", s.rehearsed(in), "")})
	}
	s.ended = true
	if space == "" && len(in.Spaces) == 1 {
		space = in.Spaces[0]
	}
	to := kit.To("spaces")
	if space != "" {
		to = kit.To("projects", "space", space)
	}
	session := model.Session{Person: in.Person.ID, AWS: s.env.Session.AWS}
	return tea.Sequence(kit.Send(kit.SwitchSession{Session: session}), kit.Send(kit.Navigate{Route: to, Replace: true}))
}

// rehearsed tells who would have signed in.
func (s *screen) rehearsed(in model.SignedInAs) string {
	words := in.Person.Name + " (@" + in.Person.Alias + ") can sign in.\n\nSpaces that open: "
	if len(in.Spaces) == 0 {
		words += "none yet. "
	}
	for _, name := range in.Spaces {
		words += "\n- " + name
	}
	return words + "\n\nThis session acts as " + kit.Who(s.env.Session) + " and cannot be switched: it comes from the key that it was opened with."
}

// Init does nothing.
func (s *screen) Init() tea.Cmd { return nil }

// Title is the crumb.
func (s *screen) Title() string { return "Sign in" }

// Topic is what the help explains.
func (s *screen) Topic() string { return "signing-in" }

// Typing reports whether keys go into a field.
func (s *screen) Typing() bool { return s.inside }

// Wants claims every key for the form.
func (s *screen) Wants(string) bool { return s.inside }

// MayLeave asks where something was typed.
func (s *screen) MayLeave() string {
	if s.ended || !s.inside {
		return ""
	}
	return s.portals[s.at].form.MayLeave()
}

// Actions are the two ways.
func (s *screen) Actions() []kit.Action {
	if s.inside {
		return nil
	}
	return []kit.Action{s.portals[0].Action, s.portals[1].Action}
}

// SetSize says how much room there is.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	for _, p := range s.portals {
		p.form.SetSize(w, h)
	}
}

// Update chooses a way, or fills in its form.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	if s.inside {
		return s.portals[s.at].form.Update(msg)
	}
	key, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	switch k := s.env.Keys; {
	case k.Is(key.String(), kit.KeyDown), k.Is(key.String(), kit.KeyUp), k.Is(key.String(), kit.KeyNext), k.Is(key.String(), kit.KeyPrevious):
		s.at = 1 - s.at
	case k.Is(key.String(), kit.KeyOpen):
		return s.portals[s.at].Run()
	}
	return nil
}

// View draws the choice, or the form.
func (s *screen) View() string {
	if s.inside {
		return s.portals[s.at].form.View()
	}
	t := s.env.Theme
	lines := []string{t.Title.Render("Sign in"), ""}
	lines = append(lines, kit.Paragraphs("This is a rehearsal: there are no passwords.\n\n"+
		"How does the person sign in? A space opens for one kind of people only. Whoever signs in acts from then on. (Acting as switches to anybody, "+
		"and does not ask whether they could sign in.)", s.w)...)
	lines = append(lines, "")
	for i, p := range s.portals {
		head := " " + s.env.Keys.Of(p.Action)[0] + "  " + text.Fit(p.Title, len("AWS Builder ID")) + " "
		if i == s.at {
			head = t.Cursor.Render(">" + head)
		} else {
			head = " " + head
		}
		lines = append(lines, head)
		for _, line := range kit.Paragraphs(p.about, max(s.w-5, 1)) {
			lines = append(lines, text.Spaces(5)+line)
		}
		lines = append(lines, "")
	}
	return text.Block(lines, s.w, s.h)
}
