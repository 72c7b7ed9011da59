package signup

import (
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// takeEmail asks whether the address can be used; the name is not known yet, so any stands in for it.
func (s *screen) takeEmail() tea.Cmd {
	return s.check(&model.SignUp{Email: s.value(emailField), Name: "-"})
}

// takeName has the code mailed, unless one was mailed for the same address and name already.
func (s *screen) takeName() tea.Cmd {
	begin := model.SignUp{Email: s.value(emailField), Name: s.value(nameField)}
	if begin == s.sent {
		s.goTo(codeStep)
		return nil
	}
	return s.do(&begin, func(model.Receipt) tea.Cmd {
		s.sent = begin
		code := s.steps[codeStep].form
		code.Input(codeField).Set("")
		code.Given = []string{"A code was mailed to " + begin.Email + ". Nothing is really sent: press " + s.outboxKey() + " to find it in the outbox."}
		s.goTo(codeStep)
		return nil
	})
}

func (s *screen) outboxKey() string {
	return s.env.Keys.Of(kit.Action{ID: "sign-up.outbox", Key: "o"})[0]
}

// filled is the end of the sign-up with what was typed so far.
func (s *screen) filled() *model.CreateBuilderID {
	return &model.CreateBuilderID{Email: s.value(emailField), Code: s.value(codeField), Password: s.value(passwordField),
		Confirmation: s.value(confirmField), Agree: s.value(agreeField) != "", Alias: s.value(aliasField)}
}

func (s *screen) takeCode() tea.Cmd { return s.check(s.filled()) }

func (s *screen) takePassword() tea.Cmd { return s.check(s.filled()) }

// takeAlias ends the sign-up; whoever signed up acts from then on, and goes on to the first space at once.
func (s *screen) takeAlias() tea.Cmd {
	return s.do(s.filled(), func(receipt model.Receipt) tea.Cmd {
		s.ended = true
		person := receipt.Result.(model.Person)
		if !s.env.MaySwitch {
			said := "@" + person.Alias + " is signed up. This session goes on as " + kit.Who(s.env.Session) + "."
			return tea.Sequence(kit.Say(said), kit.Send(kit.Back{}))
		}
		session := model.Session{Person: person.ID, AWS: s.env.Session.AWS}
		first := kit.Navigate{Route: kit.To("create-space"), Replace: true}
		return tea.Sequence(kit.Send(kit.SwitchSession{Session: session}), kit.Send(first),
			kit.Say("Welcome, @"+text.Visible(person.Alias)+". Now create your first space."))
	})
}

// check asks whether everything up to this page is in order, and then goes on to the next.
func (s *screen) check(cmd model.Command) tea.Cmd {
	ask := func(ctx context.Context) (model.Plan, error) { return s.env.Service.Check(ctx, s.env.Session, cmd) }
	s.wait(true)
	return kit.Go(s.env, s, ask, func(_ model.Plan, err error) tea.Cmd {
		s.wait(false)
		if err == nil || s.later(err) {
			s.goTo(s.at + 1)
			return nil
		}
		s.refused(err)
		return nil
	})
}

// do carries a command out.
func (s *screen) do(cmd model.Command, then func(model.Receipt) tea.Cmd) tea.Cmd {
	ask := func(ctx context.Context) (model.Receipt, error) { return s.env.Service.Do(ctx, s.env.Session, cmd) }
	s.wait(true)
	return kit.Go(s.env, s, ask, func(receipt model.Receipt, err error) tea.Cmd {
		s.wait(false)
		if err != nil {
			s.refused(err)
			return nil
		}
		return then(receipt)
	})
}

func (s *screen) wait(busy bool) {
	s.busy = busy
	s.form().Busy(busy)
}

// stepOf is the page that a refusal concerns; -1 where it concerns none.
func (s *screen) stepOf(err error) int {
	refusal, ok := model.AsRefusal(err)
	if !ok {
		return -1
	}
	return slices.IndexFunc(s.steps, func(p *step) bool { return slices.Contains(p.fields, refusal.Field) })
}

// later reports whether a refusal concerns a page that comes after this one: the service checks the pages
// in their order, so everything up to here is in order.
func (s *screen) later(err error) bool { return s.stepOf(err) > s.at }

// refused shows why not, on the page and the field that it concerns.
func (s *screen) refused(err error) {
	if at := s.stepOf(err); at >= 0 && at != s.at {
		s.goTo(at)
	}
	s.form().Refuse(err)
}

// resend asks for a new code.
func (s *screen) resend() tea.Cmd {
	return s.do(&model.ResendCode{Email: s.value(emailField)}, func(model.Receipt) tea.Cmd {
		s.form().Input(codeField).Set("")
		return kit.Say("A new code was mailed. The one before works no more.")
	})
}
