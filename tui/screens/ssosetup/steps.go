package ssosetup

import (
	"context"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// makeForms makes the first two steps.
func (s *screen) makeForms() {
	command := &model.SetupSSO{}
	s.name = kit.NewForm(s.env, "Step 1: Choose application name", kit.InputsOf(command, []string{displayField, applicationField}, nil))
	s.name.Given = []string{"Identity store ID: " + s.instance.Store + ", in " + string(s.instance.Region) + ", source: " + s.instance.Source.Title() + ".",
		"The application represents your company: its name is chosen when signing in, and is unique across the whole system."}
	s.name.Topic, s.name.Submit, s.name.Leave = "sso", s.next, s.back
	which := kit.NewInput(kit.Input{Name: spaceField, Label: "Space", Kind: kit.Choice, Options: s.spaceOptions(),
		Help: "a new one, or one for AWS Builder ID users that this account is connected to, whose members lose access for good"}, "")
	s.space = kit.NewForm(s.env, "Step 2: Choose or create a CodeCatalyst space",
		append([]*kit.Input{which}, kit.InputsOf(command, []string{newSpaceField, regionField, roleField}, nil)...))
	s.space.Given = []string{"A space name can never be changed, nor used again after a deletion. An existing space loses its AWS Builder ID members for good."}
	s.space.Topic, s.space.Submit, s.space.Leave = "sso", s.next, s.back
	for _, c := range s.spaces {
		if strings.EqualFold(c.Space, s.asked) {
			s.space.Input(spaceField).Set(c.Space)
		}
	}
}

// spaceOptions are a new space, and those for AWS Builder ID users that the account is connected to.
func (s *screen) spaceOptions() []kit.Option {
	options := []kit.Option{{Value: "", Title: "New space"}}
	for _, c := range s.spaces {
		options = append(options, kit.Option{Value: c.Space, Title: "Existing: " + c.Space})
	}
	return options
}

// makeTables makes the steps that choose groups and users.
func (s *screen) makeTables() {
	groups := kit.GroupChoice(s.env, s.instance.Store)
	groups.Nothing = "No group yet. Groups are made in IAM Identity Center: d goes there."
	groups.Open = func(model.DirectoryGroup) tea.Cmd { return s.next() }
	s.groups = kit.NewTable(s.env, groups)
	type user = model.DirectoryUserView
	users := kit.UserChoice(kit.SourceFunc[user](func(ctx context.Context, v kit.View) ([]user, int, error) { return s.source.Load().Page(ctx, v) }))
	users.Nothing = "Nobody is in these groups. Go back and choose others."
	users.Open = func(user) tea.Cmd { return s.next() }
	s.users = kit.NewTable(s.env, users)
}

// refreshUsers offers the users of the groups that are chosen now. The table outlives its source, and with it
// who is chosen.
func (s *screen) refreshUsers() tea.Cmd {
	of := s.command().Groups
	if s.at != administratorStep || slices.Equal(of, s.of) && s.users.Loaded() {
		return nil
	}
	s.of = of
	s.source.Store(kit.UsersOf(s.env, s.instance.Store, of))
	return s.users.Init()
}

// above is what stands over the table of a step.
func (s *screen) above() []string {
	t := s.env.Theme
	title, words := "Step 3: Connect groups", "Their users come to the space with the sync. Space chooses several, enter goes on."
	if s.at == administratorStep {
		title, words = "Step 4: Assign users to the Space administrator role", "They may do everything in the space, deleting members and the space included. Space chooses several, enter goes on."
	}
	lines := append([]string{t.Title.Render(title)}, kit.Paragraphs(words, s.w)...)
	if s.refused != nil {
		lines = append(lines, kit.BadLines(t, s.refused, s.w)...)
	}
	return append(lines, "")
}

// next goes on, once a rehearsal finds nothing wrong with what was filled in up to here.
func (s *screen) next() tea.Cmd {
	step := s.at
	cmd := s.rehearsed()
	ask := func(ctx context.Context) (model.Plan, error) { return s.env.Service.Check(ctx, s.env.Session, cmd) }
	return kit.Go(s.env, s, ask, func(plan model.Plan, err error) tea.Cmd {
		if concern := stepOf(err); err != nil && (concern <= step || concern == reviewStep) {
			return s.refuse(min(concern, step), err)
		}
		s.refused = nil
		return s.arrive(step+1, plan)
	})
}

// rehearsed is the command as far as it is filled in: the model refuses the first field that is missing, and
// what concerns a later step does not matter yet.
func (s *screen) rehearsed() *model.SetupSSO {
	cmd := s.command()
	if s.at < groupStep {
		cmd.Groups = []string{""}
	}
	if s.at < administratorStep {
		cmd.Administrators = []string{""}
	}
	if s.at == nameStep {
		cmd.Space, cmd.NewSpace = "", ""
	}
	return cmd
}

// stepOf is the step that a refusal concerns.
func stepOf(err error) int {
	refusal, ok := model.AsRefusal(err)
	if !ok {
		return reviewStep
	}
	switch refusal.Field {
	case displayField, applicationField:
		return nameStep
	case spaceField, newSpaceField, "name", regionField, "account":
		return spaceStep
	case groupsField:
		return groupStep
	case adminsField:
		return administratorStep
	default:
		return reviewStep
	}
}

// refuse shows a refusal on the step that it concerns, with what was filled in.
func (s *screen) refuse(step int, err error) tea.Cmd {
	cmd := s.goTo(step)
	switch step {
	case nameStep:
		s.name.Refuse(err)
	case spaceStep:
		if refusal, ok := model.AsRefusal(err); ok && refusal.Field == "name" {
			refusal.Field = newSpaceField
		}
		s.space.Refuse(err)
	default:
		s.refused = err
		s.SetSize(s.w, s.h)
	}
	return cmd
}

// arrive shows a step. The review asks for the plan, and for a space that loses its members for its name.
func (s *screen) arrive(step int, plan model.Plan) tea.Cmd {
	if step == reviewStep {
		s.review(plan)
	}
	cmd := s.goTo(step)
	if step == groupStep && !s.groups.Loaded() {
		return tea.Batch(cmd, s.groups.Init())
	}
	return cmd
}

func (s *screen) review(plan model.Plan) {
	cmd := s.command()
	s.confirm = kit.NewConfirm(s.env, "Step 5: Review", plan, cmd.Space)
	s.confirm.Do = func(string) tea.Cmd { return s.do(cmd) }
	s.confirm.Cancel = s.back
}

// do sets SSO up; the people come with the sync, which is where one goes.
func (s *screen) do(cmd *model.SetupSSO) tea.Cmd {
	ask := func(ctx context.Context) (model.Receipt, error) { return s.env.Service.Do(ctx, s.env.Session, cmd) }
	return kit.Go(s.env, s, ask, func(receipt model.Receipt, err error) tea.Cmd {
		if err != nil {
			s.confirm.Refuse(err)
			return nil
		}
		s.ended = true
		made, _ := receipt.Result.(map[string]string) // it always is one
		return tea.Sequence(kit.Say("The space "+made["space"]+" has SSO. Its people come with the sync, usually within two hours."),
			kit.Send(kit.Navigate{Route: kit.To("sync", "space", made["space"]), Replace: true}))
	})
}
