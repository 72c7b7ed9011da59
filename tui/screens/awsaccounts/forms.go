package awsaccounts

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// The fields of the forms, as the model's refusals name them.
const (
	accountField = "aws"
	adminField   = "administrator"
	regionField  = "region"
)

// regions are the Regions to stand in, and any.
func regions() []kit.Option {
	options := []kit.Option{{Value: "", Title: "whichever is asked for"}}
	for _, region := range []model.Region{model.Oregon, model.Ireland} {
		options = append(options, kit.Option{Value: string(region), Title: string(region)})
	}
	return options
}

// askAccount asks for the ID of an account, known or not; any can be rehearsed with.
func (s *screen) askAccount() tea.Cmd {
	form := kit.NewForm(s.env, "Sign in on the AWS side", []*kit.Input{
		kit.NewInput(kit.Input{Name: accountField, Label: "AWS account ID", Required: true, Help: "twelve digits; any account can be rehearsed with"}, ""),
		kit.NewInput(kit.Input{Name: adminField, Label: "As administrator", Kind: kit.Check, Help: "without it one sees what someone lacking administrative permission is told"}, "true"),
		kit.NewInput(kit.Input{Name: regionField, Label: "Region", Kind: kit.Choice, Options: regions(), Help: "where one stands in the console"}, string(s.region())),
	})
	return s.open(form, func() tea.Cmd {
		as := model.SignIn{Account: model.AccountID(form.Input(accountField).Value()), Administrator: form.Input(adminField).Value() != "",
			Region: model.Region(form.Input(regionField).Value())}
		form.Busy(true)
		ask := func(ctx context.Context) (struct{}, error) { // the model looks at the number, with all permission
			able := model.Session{AWS: &model.SignIn{Account: as.Account, Administrator: true}}
			return struct{}{}, s.env.Service.May(ctx, able, &model.ListConnectedSpaces{})
		}
		return kit.Go(s.env, form, ask, func(_ struct{}, err error) tea.Cmd {
			if err != nil {
				form.Refuse(err)
				return nil
			}
			return tea.Sequence(kit.Send(kit.Close{Dialog: form}), kit.SignIn(s.env, as))
		})
	})
}

// askRegion asks where in the console to stand (ACC-13).
func (s *screen) askRegion() tea.Cmd {
	aws := s.env.Session.AWS
	if aws == nil {
		return kit.Say("Sign in to an account first; a Region is where one stands in it.")
	}
	form := kit.NewForm(s.env, "Stand in a Region", []*kit.Input{
		kit.NewInput(kit.Input{Name: regionField, Label: "Region", Kind: kit.Choice, Options: regions(), Help: "a request made for another Region is not found there"}, string(aws.Region)),
	})
	return s.open(form, func() tea.Cmd {
		as := *aws
		as.Region = model.Region(form.Input(regionField).Value())
		return tea.Sequence(kit.Send(kit.Close{Dialog: form}), kit.SignIn(s.env, as))
	})
}

// open shows a form as a dialog.
func (s *screen) open(form *kit.Form, submit func() tea.Cmd) tea.Cmd {
	form.Topic, form.Submit = s.Topic(), submit
	form.Leave = func() tea.Cmd { return kit.Send(kit.Close{Dialog: form}) }
	return kit.Send(kit.Open{Dialog: form})
}
