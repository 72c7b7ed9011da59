package vpcadd

import (
	"context"
	"errors"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/model/vpccheck"
	"atrium/tui/kit"
	"atrium/tui/text"
)

const nameField = "name"

// makeName makes the step that asks for the name.
func (s *screen) makeName() {
	cmd := &model.AddVPC{Name: s.choice.name}
	s.name = kit.NewForm(s.env, "Name the VPC connection", kit.InputsOf(cmd, []string{nameField}, nil))
	s.name.Given = []string{"Environments, workflow actions and Dev Environments refer to it by this name. It cannot be changed."}
	s.name.Topic, s.name.Submit, s.name.Leave = "vpc-connections", s.next, s.back
}

// remember takes over what is ticked and typed.
func (s *screen) remember() {
	if s.offer.Load() != nil {
		s.choice.subnets, s.choice.groups = nil, nil
		for _, n := range s.tickedSubnets() {
			s.choice.subnets = append(s.choice.subnets, n.ID)
		}
		for _, g := range s.groups.Ticked() {
			s.choice.groups = append(s.choice.groups, g.ID)
		}
	}
	if s.edit == "" {
		s.choice.name = s.name.Input(nameField).Value()
	}
}

// tickedSubnets are the chosen subnets in the order of their zones.
func (s *screen) tickedSubnets() []vpccheck.Subnet {
	var list []vpccheck.Subnet
	ticked := s.subnets.Ticked()
	for _, n := range s.offer.Load().Report.Subnets { // which stand in the order of the zones
		if slices.ContainsFunc(ticked, func(t vpccheck.Subnet) bool { return t.ID == n.ID }) {
			list = append(list, n)
		}
	}
	return list
}

// chooseAccount goes on to the roles of an account. What another account offered is let go of.
func (s *screen) chooseAccount(c model.ConnectionView) tea.Cmd {
	if s.choice.account != c.Account {
		s.forget()
		s.choice.account, s.choice.role, s.choice.vpc = c.Account, "", ""
	}
	return s.arrive()
}

// forget lets go of what was chosen of a VPC.
func (s *screen) forget() {
	s.offer.Store(nil)
	s.subnets.Clear()
	s.groups.Clear()
	s.choice.subnets, s.choice.groups = nil, nil
}

// chooseRole goes on to what a role sees; one that gives no choices is refused with what it lacks (VPC-04).
func (s *screen) chooseRole(r model.VPCRoleView) tea.Cmd {
	ask := func(ctx context.Context) ([]model.NetworkView, error) {
		return kit.Ask[[]model.NetworkView](ctx, s.env, &model.ListVPCChoices{Space: s.space, Account: s.given.Load().account, Role: r.ARN})
	}
	return kit.Go(s.env, "choose", ask, func(_ []model.NetworkView, err error) tea.Cmd {
		if err != nil {
			return s.refuse(roleStep, err)
		}
		s.choice.role = r.ARN
		if s.edit != "" {
			return s.load(s.after())
		}
		return s.arrive()
	})
}

// chooseVPC goes on to the subnets of a VPC; one of another Region is refused (VPC-09).
func (s *screen) chooseVPC(v model.NetworkView) tea.Cmd {
	if s.choice.vpc != v.VPC {
		s.forget()
	}
	s.choice.vpc = v.VPC
	return s.load(subnetStep)
}

// load asks what a VPC offers, and then shows a step that chooses among it.
func (s *screen) load(to step) tea.Cmd {
	return kit.Go(s.env, "load", s.offered(), func(d model.NetworkDetails, err error) tea.Cmd {
		if err != nil {
			return s.refuse(s.stepOf(err, vpcStep), err)
		}
		if s.offer.Load() == nil {
			s.retick(&d)
		}
		s.offer.Store(&d)
		s.refused = nil
		return s.goTo(to)
	})
}

// offered asks what the VPC that was chosen offers.
func (s *screen) offered() func(context.Context) (model.NetworkDetails, error) {
	c := s.choice
	return func(ctx context.Context) (model.NetworkDetails, error) {
		return kit.Ask[model.NetworkDetails](ctx, s.env, &model.ShowVPCChoice{Space: s.space, Account: c.account, Role: c.role, VPC: c.vpc})
	}
}

// reload asks once more, because something changed. The person can have gone on meanwhile, and stays where they are.
func (s *screen) reload() tea.Cmd {
	return kit.Go(s.env, "reload", s.offered(), func(d model.NetworkDetails, err error) tea.Cmd {
		if err != nil || s.at != subnetStep && s.at != groupStep {
			return nil // what became of the choice is told when it is gone on from
		}
		s.offer.Store(&d)
		return s.goTo(s.at)
	})
}

// retick ticks what was chosen before, as far as it is still offered.
func (s *screen) retick(d *model.NetworkDetails) {
	for _, n := range d.Report.Subnets {
		if slices.Contains(s.choice.subnets, n.ID) {
			s.subnets.Tick(n)
		}
	}
	for _, g := range d.SecurityGroups {
		if slices.Contains(s.choice.groups, g.ID) {
			s.groups.Tick(g)
		}
	}
}

// tick chooses the row under the cursor, or lets go of it. A subnet that is not offered says why; of a zone only one
// is chosen (VPC-07), and of the security groups at most five (VPC-08).
func (s *screen) tick(msg tea.Msg) tea.Cmd {
	var said tea.Cmd
	switch s.at {
	case subnetStep:
		n, some := s.subnets.Row()
		if !some {
			return nil
		}
		if !n.Usable {
			return kit.Say(text.Visible(n.ID + " is not offered; why stands above."))
		}
		said = s.giveWay(n)
	case groupStep:
		g, some := s.groups.Row()
		ticked := s.groups.Ticked()
		if some && len(ticked) >= vpccheck.MaxSecurityGroups && !slices.Contains(ticked, g) {
			return kit.Say("A VPC connection has one to five security groups: let go of another one first.")
		}
	}
	return tea.Batch(s.table().Update(msg), said)
}

// giveWay lets go of the other subnets of a zone.
func (s *screen) giveWay(n vpccheck.Subnet) tea.Cmd {
	var kept []vpccheck.Subnet
	gone := ""
	for _, other := range s.subnets.Ticked() {
		if other.Zone == n.Zone && other.ID != n.ID {
			gone = other.ID
			continue
		}
		kept = append(kept, other)
	}
	if gone == "" {
		return nil
	}
	s.subnets.Clear()
	s.subnets.Tick(kept...)
	return kit.Say(text.Visible(gone + " gives way: a connection has one subnet in " + n.Zone + "."))
}

// command is what was chosen so far.
func (s *screen) command() model.Command {
	c := s.choice
	if s.edit != "" {
		return &model.EditVPC{Space: s.space, Name: s.edit, Role: c.role, Subnets: c.subnets, SecurityGroups: c.groups}
	}
	return &model.AddVPC{Space: s.space, Account: c.account, Role: c.role, VPC: c.vpc, Subnets: c.subnets, SecurityGroups: c.groups, Name: c.name}
}

// unnamed stands for a name that is not given yet, so that what comes before it can be rehearsed: the model looks at
// the name first.
const unnamed = "new-vpc-connection"

// next goes on, once a rehearsal finds nothing wrong with what was chosen up to here.
func (s *screen) next() tea.Cmd {
	s.remember()
	if s.at == subnetStep && len(s.choice.subnets) == 0 || s.at == groupStep && len(s.choice.groups) == 0 {
		return s.refuse(s.at, s.nothing()) // in an edit the command would leave them as they are
	}
	cmd, at := s.command(), s.at
	if add, is := cmd.(*model.AddVPC); is && at < nameStep {
		add.Name = unnamed
	}
	ask := func(ctx context.Context) (model.Plan, error) { return s.env.Service.Check(ctx, s.env.Session, cmd) }
	return kit.Go(s.env, "choose", ask, func(plan model.Plan, err error) tea.Cmd {
		rest := reviewStep // what concerns no step can wait until the last one
		if s.after() == reviewStep {
			rest = at
		}
		if concern := s.stepOf(err, rest); err != nil && concern <= at {
			return s.refuse(concern, err)
		}
		if s.after() == reviewStep {
			s.review(plan)
		}
		return s.arrive()
	})
}

// nothing is the refusal of a step in which nothing is ticked.
func (s *screen) nothing() error {
	if s.at == subnetStep {
		return &model.Refusal{Rule: "VPC-07", Field: "subnets", Message: "No subnet is chosen.", Fix: "Choose at least one with space."}
	}
	return &model.Refusal{Rule: "VPC-08", Field: "security-groups", Message: "No security group is chosen.", Fix: "Choose one to five with space."}
}

// arrive shows the next step.
func (s *screen) arrive() tea.Cmd {
	s.refused = nil
	return s.goTo(s.after())
}

// stepOf is the step that a refusal concerns, and that the wizard has; otherwise is for one that concerns none.
func (s *screen) stepOf(err error, otherwise step) step {
	refusal, _ := model.AsRefusal(err)
	if refusal == nil {
		return otherwise
	}
	concern, known := map[string]step{"account": accountStep, "role": roleStep, "vpc": vpcStep, "subnets": subnetStep,
		"security-groups": groupStep, nameField: nameStep}[refusal.Field]
	switch {
	case !known || s.edit != "" && concern == nameStep:
		return otherwise
	case !slices.Contains(s.steps, concern):
		return s.steps[0]
	}
	return concern
}

// refuse shows a refusal on the step that it concerns, with what was chosen.
func (s *screen) refuse(at step, err error) tea.Cmd {
	s.refused = nil
	if at == nameStep {
		cmd := s.goTo(at)
		s.name.Refuse(err)
		return cmd
	}
	s.refused = err
	return s.goTo(at)
}

// review shows the plan, and asks whether to do it.
func (s *screen) review(plan model.Plan) {
	title := "Review: add the VPC connection " + s.choice.name
	if s.edit != "" {
		title = "Review: edit the VPC connection " + s.edit
	}
	cmd := s.command()
	s.confirm = kit.NewConfirm(s.env, title, plan, "")
	s.confirm.Do = func(string) tea.Cmd { return s.do(cmd) }
	s.confirm.Cancel = s.back
}

// do adds the connection, or changes it, and goes to its page.
func (s *screen) do(cmd model.Command) tea.Cmd {
	ask := func(ctx context.Context) (model.Receipt, error) {
		if s.seen != nil {
			ctx = model.HavingSeen(ctx, s.seen)
		}
		return s.env.Service.Do(ctx, s.env.Session, cmd)
	}
	return kit.Go(s.env, s, ask, func(receipt model.Receipt, err error) tea.Cmd {
		if changed, is := errors.AsType[*model.MeanwhileError](err); is {
			s.seen = changed.Now.(*model.EditVPC) // it is seen now: going on once more puts the choice in its place
		}
		if err != nil {
			s.confirm.Refuse(err)
			return nil
		}
		s.leaving = true
		v := receipt.Result.(model.VPCConnection)
		said := "The VPC connection " + v.Name + " is there. Give it to an environment, or make it the default."
		if s.edit != "" {
			said = "The VPC connection " + v.Name + " is changed. What runs keeps what it began with."
		}
		return tea.Sequence(kit.Say(text.Visible(said)),
			kit.Send(kit.Navigate{Route: kit.To("vpcs", "space", s.space, "name", v.Name), Replace: true}))
	})
}
