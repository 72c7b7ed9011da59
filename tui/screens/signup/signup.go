// Package signup leads a new person through the sign-up for an AWS Builder ID, in the order of the service:
// email, name, verification code, password and agreement, alias, and then the first space (IDN-01).
package signup

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// The fields, by the names that refusals use.
const (
	emailField    = "email"
	nameField     = "name"
	codeField     = "code"
	passwordField = "password"
	confirmField  = "password-confirmation"
	agreeField    = "agree"
	aliasField    = "alias"
)

// step is one page of the sign-up: a form of its own, so that going back and forth loses nothing.
type step struct {
	short  string
	fields []string
	form   *kit.Form
}

// screen is the sign-up.
type screen struct {
	env   *kit.Env
	steps []*step
	at    int
	// sent is what the last code was mailed for.
	sent  model.SignUp
	busy  bool
	ended bool
	w, h  int
}

// New makes the place.
func New(env *kit.Env, _ kit.Route) kit.Screen {
	s := &screen{env: env}
	begin, end := &model.SignUp{}, &model.CreateBuilderID{}
	s.add("email", "Create your AWS Builder ID", begin, s.takeEmail, []string{emailField},
		"An AWS Builder ID is an identity that you sign in with. It is not an AWS account.")
	s.add("name", "Your name", begin, s.takeName, []string{nameField},
		"It is shown wherever you appear, and can be changed later.")
	s.add("code", "Email verification", end, s.takeCode, []string{codeField})
	s.add("password", "Choose your password", end, s.takePassword, []string{passwordField, confirmField, agreeField},
		"It is checked and then forgotten: this is a rehearsal, and nothing asks for it again.")
	s.add("alias", "Create your CodeCatalyst alias", end, s.takeAlias, []string{aliasField},
		"Others mention you by it: @alias. It can never be changed.")
	agree := s.steps[passwordStep].form.Input(agreeField)
	agree.Label, agree.Help = "I agree", "with the AWS Customer Agreement and the AWS Service Terms"
	return s
}

// add makes a page that asks for fields of a command.
func (s *screen) add(short, title string, command any, submit func() tea.Cmd, fields []string, given ...string) {
	form := kit.NewForm(s.env, title, kit.InputsOf(command, fields, nil))
	form.Given, form.Topic = given, s.Topic()
	form.Submit, form.Leave = submit, s.back
	s.steps = append(s.steps, &step{short: short, fields: fields, form: form})
}

// Init does nothing.
func (s *screen) Init() tea.Cmd { return nil }

// Title is the crumb.
func (s *screen) Title() string { return "Sign up" }

// Topic is what the help explains.
func (s *screen) Topic() string { return "sign-up" }

// Typing reports that keys go into a field.
func (s *screen) Typing() bool { return true }

// MayLeave asks where something was typed.
func (s *screen) MayLeave() string {
	typed := slices.ContainsFunc(s.steps, func(p *step) bool { return p.form.Dirty() })
	if typed && !s.ended {
		return "Throw away this sign-up?"
	}
	return ""
}

// form is the page that is shown.
func (s *screen) form() *kit.Form { return s.steps[s.at].form }

// value is what was typed into a field.
func (s *screen) value(field string) string {
	for _, p := range s.steps {
		if in := p.form.Input(field); in != nil {
			return in.Value()
		}
	}
	return ""
}

// The pages that are spoken of by number: the one that waits for the code, and the one after it.
const (
	codeStep = iota + 2
	passwordStep
)

// Actions are what can be done while the code is waited for.
func (s *screen) Actions() []kit.Action {
	if s.at != codeStep {
		return nil
	}
	return []kit.Action{
		{ID: "sign-up.outbox", Key: "o", Title: "open the outbox", Run: s.openOutbox},
		{ID: "person.resend-code", Key: "r", Title: "resend code", Run: s.resend},
	}
}

// Update takes keys. A code is made of digits, so the letters of its page are free for other things.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyMsg)
	if !ok || s.busy {
		return nil
	}
	if s.env.Keys.IsTyping(key.String(), kit.KeyBack) {
		return s.back()
	}
	if s.at == codeStep && !key.Paste {
		if action, ok := s.env.Keys.Find(s.Actions(), key.String()); ok {
			return action.Run()
		}
		if s.env.Keys.Is(key.String(), kit.KeyHelp) {
			return kit.Send(kit.Open{Dialog: kit.NewHelp(s.env, s.Topic(), s.Actions())})
		}
	}
	return s.form().Update(msg)
}

// back goes to the page before; before the first one it leaves.
func (s *screen) back() tea.Cmd {
	if s.at == 0 {
		return kit.Send(kit.Back{})
	}
	s.goTo(s.at - 1)
	return nil
}

func (s *screen) goTo(at int) {
	s.at = at
	s.form().Busy(false)
	s.SetSize(s.w, s.h)
}

// SetSize says how much room there is.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.form().SetSize(w, max(h-2, 1))
}

// View draws where in the sign-up one is, and the page.
func (s *screen) View() string {
	return text.Truncate(s.progress(), s.w) + "\n\n" + s.form().View()
}

// progress names all pages; the one that is shown stands in brackets.
func (s *screen) progress() string {
	var names []string
	for _, p := range s.steps {
		names = append(names, p.short)
	}
	return kit.StepBar(s.env.Theme, names, s.at, s.w) + s.env.Theme.Dim.Render("  then your first space")
}
