package billing

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/model/tiers"
	"atrium/tui/kit"
)

// Actions are what can be done here; what cannot is shown with the reason (BIL-08).
func (s *screen) Actions() []kit.Action {
	closed := s.gates.Reason("billing.account")
	acts := []kit.Action{
		{ID: "billing.tier", Key: "c", Title: "Compare tiers", Run: func() tea.Cmd { return kit.Goto(kit.To("billing-tiers", "space", s.space)) }},
		{ID: "billing.account", Key: "e", Title: "account", Run: s.changeAccount, Disabled: closed},
		{ID: "billing.manage", Key: "m", Title: "Manage billing in AWS", Run: s.manage, Disabled: closed},
		{ID: "billing.export", Key: "x", Title: "export", Run: s.export, Disabled: closed},
		{ID: "billing.use", Key: "u", Title: "rehearse usage", Run: s.rehearse, Disabled: s.gates.Reason("billing.use")},
	}
	return append(acts, s.tabs.Actions()...)
}

// manage goes over to the AWS side's page of the billing account's connection (BIL-13).
func (s *screen) manage() tea.Cmd {
	return kit.Cross(s.env, s.view.Account, s.region, kit.To("aws-space", "space", s.space))
}

// rehearse has the space use something, to see what comes of it.
func (s *screen) rehearse() tea.Cmd {
	var options []kit.Option
	for _, r := range tiers.Resources() {
		options = append(options, kit.Option{Value: string(r), Title: r.Title() + ", in " + r.Unit()})
	}
	return kit.Run(s.env, &model.RehearseUsage{Space: s.space}, kit.RunOptions{Options: map[string][]kit.Option{"resource": options}})
}

// changeAccount offers the connected accounts, and only those (BIL-09).
func (s *screen) changeAccount() tea.Cmd {
	const title = "Change AWS billing account"
	ask := func(ctx context.Context) ([]model.ConnectionView, error) {
		return kit.Ask[[]model.ConnectionView](ctx, s.env, &model.ListAccounts{Space: s.space})
	}
	return kit.Go(s.env, "accounts", ask, func(list []model.ConnectionView, err error) tea.Cmd {
		if err != nil {
			return kit.Tell(s.env, title, err)
		}
		options := payers(list)
		if len(options) == 0 {
			return s.noOther(title)
		}
		o := kit.RunOptions{Title: title, Plan: true}
		if len(options) <= mostOffered {
			o.Options = map[string][]kit.Option{"account": options}
		}
		return kit.Run(s.env, &model.ChangeBillingAccount{Space: s.space}, o)
	})
}

// mostOffered is how many accounts are offered as a list; of more, the account is typed.
const mostOffered = 60

// payers are the connected accounts that do not pay yet, by name and with what they allow.
func payers(list []model.ConnectionView) []kit.Option {
	var options []kit.Option
	for _, c := range list {
		if c.Status != model.StatusConnected || c.Pays() {
			continue
		}
		title := string(c.Account)
		if c.Name != "" {
			title = c.Name + " (" + title + ")"
		}
		options = append(options, kit.Option{Value: string(c.Account), Title: title + ", allows " + titles(c.AllowedTiers)})
	}
	return options
}

// noOther says that there is nothing to change to, and leads to where an account is connected.
func (s *screen) noOther(title string) tea.Cmd {
	err := &model.Refusal{Rule: "BIL-09", Message: "No other AWS account is connected to " + s.space + ", and only a connected account can pay for it.",
		Fix: "Connect another one first."}
	return kit.Send(kit.Open{Dialog: kit.NewWaysOut(s.env, title, err,
		kit.Way{Title: "Connect an AWS account", Text: "It is asked for in the space and verified on the AWS side.",
			Run: func() tea.Cmd { return kit.Goto(kit.To("accounts", "space", s.space, "do", "request")) }})})
}
