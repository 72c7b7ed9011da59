package environments

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

const createTitle = "Create environment"

// connected is what an environment can be made of.
type connected struct {
	accounts []model.ConnectionView
	vpcs     []model.VPCView
}

// begin asks which accounts there are, and of several which one: its roles can be chosen then.
func (s *screen) begin() tea.Cmd {
	ask := func(ctx context.Context) (c connected, err error) {
		if c.accounts, err = kit.Ask[[]model.ConnectionView](ctx, s.env, &model.ListAccounts{Space: s.space}); err == nil {
			c.vpcs, err = kit.Ask[[]model.VPCView](ctx, s.env, &model.ListVPCs{Space: s.space})
		}
		return c, err
	}
	return kit.Go(s.env, "accounts", ask, func(c connected, err error) tea.Cmd {
		if err != nil {
			return kit.Tell(s.env, createTitle, err)
		}
		s.vpcs = c.vpcs
		return s.chooseAccount(c.accounts)
	})
}

// chooseAccount offers the connected accounts. One without roles is closed, with the reason.
func (s *screen) chooseAccount(list []model.ConnectionView) tea.Cmd {
	var ways []kit.Way
	var useful []model.ConnectionView
	for _, c := range list {
		if c.Status != model.StatusConnected {
			continue
		}
		if len(c.Roles) > 0 {
			useful = append(useful, c)
		}
		ways = append(ways, s.wayTo(c))
	}
	switch len(useful) {
	case 0:
		return s.noRole()
	case 1:
		return s.run(useful[0])
	default:
		return kit.Send(kit.Open{Dialog: kit.NewChooser(s.env, createTitle, "Which AWS account does the environment reach?", ways...)})
	}
}

func (s *screen) wayTo(c model.ConnectionView) kit.Way {
	way := kit.Way{Title: string(c.Account), Run: func() tea.Cmd { return s.run(c) }}
	if c.Name != "" {
		way.Title = c.Name + " (" + way.Title + ")"
	}
	if len(c.Roles) == 0 {
		way.Disabled = &kit.Reason{Why: "No IAM role is available through this account.", Fix: "Add one on the AWS side: AWS accounts, Manage roles in AWS."}
		return way
	}
	for i, role := range c.Roles {
		if i > 0 {
			way.Text += ", "
		}
		way.Text += roleName(role)
	}
	return way
}

// noRole says that there is nothing to choose from yet, and leads to where that is mended.
func (s *screen) noRole() tea.Cmd {
	err := &model.Refusal{Rule: "PRJ-03", Message: "No connected AWS account has an IAM role that an environment could use.",
		Fix: "Add a role to one of them first, on the AWS side."}
	return kit.Send(kit.Open{Dialog: kit.NewWaysOut(s.env, createTitle, err,
		kit.Way{Title: "AWS accounts", Text: "Manage roles in AWS is one key away there.", Run: func() tea.Cmd { return kit.Goto(kit.To("accounts", "space", s.space)) }})})
}

// run asks for what is left: the name, which of the account's roles and, where there are any, which VPC connection.
func (s *screen) run(c model.ConnectionView) tea.Cmd {
	var options []kit.Option
	for _, role := range c.Roles {
		options = append(options, kit.Option{Value: role, Title: roleName(role)})
	}
	asked := kit.RunOptions{Title: createTitle, Options: map[string][]kit.Option{"role": options, vpcField: vpcOptions(s.vpcs)}}
	if len(s.vpcs) == 0 {
		asked.Skip = []string{vpcField}
	}
	return kit.Run(s.env, &model.AddEnvironment{Space: s.space, Project: s.project, Account: c.Account}, asked)
}

// vpcField is the input that names a VPC connection.
const vpcField = "vpc-connection"

// vpcOptions offers the VPC connections of the space, and none.
func vpcOptions(list []model.VPCView) []kit.Option {
	options := []kit.Option{{Value: "", Title: "none of its own"}}
	for _, v := range list {
		title := v.Name + " (" + v.VPC + ")"
		if v.Default {
			title += ", the default of the space"
		}
		options = append(options, kit.Option{Value: v.Name, Title: title})
	}
	return options
}
