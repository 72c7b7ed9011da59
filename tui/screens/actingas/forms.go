package actingas

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// The fields of the forms.
const (
	userField    = "name"
	accountField = "aws" // as the model's refusals name it
	adminField   = "administrator"
	regionField  = "region"
)

// askUser asks for the user name of an SSO user: there may be a million of them, so they are not listed.
func (s *screen) askUser() tea.Cmd {
	form := kit.NewForm(s.env, "Act as an SSO user", kit.InputsOf(&model.Whois{}, []string{userField}, nil))
	form.Given = []string{"Type the user name, or APPLICATION/USER where several directories have it."}
	return s.open(form, func() tea.Cmd {
		form.Busy(true)
		ask := func(ctx context.Context) (model.Person, error) {
			name := strings.TrimPrefix(strings.TrimSpace(form.Input(userField).Value()), "@")
			return kit.Ask[model.Person](ctx, s.env, &model.Whois{Name: name})
		}
		return kit.Go(s.env, form, ask, func(p model.Person, err error) tea.Cmd {
			if err != nil {
				form.Refuse(err)
				return nil
			}
			return tea.Sequence(kit.Send(kit.Close{Dialog: form}), s.actAs(p.ID))
		})
	})
}

// askAccount asks which AWS account to sign in to, and how.
func (s *screen) askAccount() tea.Cmd {
	options := []kit.Option{{Value: "", Title: "whichever is asked for"}}
	for _, region := range []model.Region{model.Oregon, model.Ireland} {
		options = append(options, kit.Option{Value: string(region), Title: string(region)})
	}
	form := kit.NewForm(s.env, "Sign in on the AWS side", []*kit.Input{
		kit.NewInput(kit.Input{Name: accountField, Label: "AWS account ID", Required: true, Help: "twelve digits; any account can be rehearsed with"}, ""),
		kit.NewInput(kit.Input{Name: adminField, Label: "As administrator", Kind: kit.Check, Help: "without it one sees what someone lacking administrative permission is told"}, "true"),
		kit.NewInput(kit.Input{Name: regionField, Label: "Region", Kind: kit.Choice, Options: options, Help: "where one stands in the console"}, ""),
	})
	return s.open(form, func() tea.Cmd {
		form.Busy(true)
		session := model.Session{Person: s.env.Session.Person, AWS: &model.SignIn{Account: model.AccountID(form.Input(accountField).Value()),
			Administrator: form.Input(adminField).Value() != "", Region: model.Region(form.Input(regionField).Value())}}
		return s.signIn(form, session)
	})
}

// signIn has the model look at the account's number, with all permission, and then signs in as was asked.
func (s *screen) signIn(form *kit.Form, session model.Session) tea.Cmd {
	ask := func(ctx context.Context) (struct{}, error) {
		able := model.Session{AWS: &model.SignIn{Account: session.AWS.Account, Administrator: true}}
		return struct{}{}, s.env.Service.May(ctx, able, &model.ListInstances{})
	}
	return kit.Go(s.env, form, ask, func(_ struct{}, err error) tea.Cmd {
		if err != nil {
			form.Refuse(err)
			return nil
		}
		return tea.Sequence(kit.Send(kit.Close{Dialog: form}), kit.Send(kit.SwitchSession{Session: session}),
			kit.Say("You are signed in to AWS account "+string(session.AWS.Account)+" now."))
	})
}

// open shows a form as a dialog.
func (s *screen) open(form *kit.Form, submit func() tea.Cmd) tea.Cmd {
	form.Topic, form.Submit = s.Topic(), submit
	form.Leave = func() tea.Cmd { return kit.Send(kit.Close{Dialog: form}) }
	return kit.Send(kit.Open{Dialog: form})
}
