package genai

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// Actions are what can be done here; what cannot is shown with the reason.
func (s *screen) Actions() []kit.Action {
	turn, said := kit.Action{ID: "genai.on", Key: "t", Title: "turn on"}, "The generative AI features are on for all projects."
	if s.view.On {
		turn.ID, turn.Title, said = "genai.off", "turn off", "The generative AI features are off."
	}
	turn.Run = func() tea.Cmd {
		return kit.Run(s.env, s.turn(), kit.RunOptions{Said: func(model.Receipt) string { return said }})
	}
	turn.Disabled = s.reasons[turn.ID]
	acts := []kit.Action{
		turn,
		{ID: "genai.assign", Key: "n", Title: "assign", Run: s.assign, Disabled: s.off()},
		s.onRow("genai.approve", "a", "approve", func(n int) model.Command { return &model.ApproveApproach{Space: s.space, Number: n} }, kit.RunOptions{Plan: true}),
		s.onRow("genai.merge", "m", "merge", func(n int) model.Command { return &model.MergePullRequest{Space: s.space, Number: n} }, kit.RunOptions{Plan: true}),
		s.onRow("genai.revise", "r", "revise", func(n int) model.Command { return &model.RevisePullRequest{Space: s.space, Number: n} }, kit.RunOptions{}),
		s.onRow("genai.close", "x", "close", func(n int) model.Command { return &model.CloseIssue{Space: s.space, Number: n} }, kit.RunOptions{}),
		{ID: "genai.describe", Key: "d", Title: "description", Run: s.describe, Disabled: s.off()},
		{ID: "genai.summarise", Key: "u", Title: "summary", Run: s.summarise, Disabled: s.off()},
		{ID: "genai.considerations", Key: "c", Title: "considerations", Run: s.consider},
		{ID: "genai.usage", Key: "i", Title: "my usage", Run: func() tea.Cmd { return kit.Goto(kit.To("profile")) }},
	}
	return append(acts, s.Table.Actions()...)
}

// turn is the switch, the way that it can go now.
func (s *screen) turn() model.Command {
	if s.view.On {
		return &model.TurnOffGenerativeAI{Space: s.space}
	}
	return &model.TurnOnGenerativeAI{Space: s.space}
}

// off says why nothing can begin while the features are off (GEN-01); nil while they are on.
func (s *screen) off() *kit.Reason {
	if s.view.On || !s.known {
		return nil
	}
	return &kit.Reason{Why: "The generative AI features are off in " + s.space + ".", Fix: "They are turned on for the whole space, with t.", Who: s.view.Who, Rule: "GEN-01"}
}

// onRow is an action on the piece of work under the cursor.
func (s *screen) onRow(id, key, title string, fill func(n int) model.Command, o kit.RunOptions) kit.Action {
	a, ok := s.Row()
	action := kit.Action{ID: id, Key: key, Title: title, Run: func() tea.Cmd { return kit.Run(s.env, fill(a.Number), o) }}
	switch {
	case ok && s.about == number(a): // until the answer is there, the command itself says why not
		action.Disabled = s.reasons[id]
	case !ok:
		action.Disabled = &kit.Reason{Why: "No issue of Amazon Q is under the cursor.", Fix: "Assign one (n), or choose one in the list."}
	}
	return action
}

// consider shows what to be aware of, at any time.
func (s *screen) consider() tea.Cmd {
	var b strings.Builder
	for _, c := range model.Considerations() {
		b.WriteString("- " + c.Title + " " + c.Text + "\n")
	}
	return kit.Send(kit.Open{Dialog: kit.NewText(s.env, "What to be aware of", b.String(), "")})
}

func (s *screen) assign() tea.Cmd {
	return s.inProject("Assign issue to Amazon Q", func(project string) model.Command { return &model.AssignIssue{Space: s.space, Project: project} })
}

func (s *screen) describe() tea.Cmd {
	return s.inProject("Write description for me", func(project string) model.Command { return &model.WriteDescription{Space: s.space, Project: project} })
}

func (s *screen) summarise() tea.Cmd {
	return s.inProject("Create comment summary", func(project string) model.Command { return &model.SummariseComments{Space: s.space, Project: project} })
}

// inProject runs a command in one of the projects that the person sees, with its plan before: the one that the page is
// about, else the only one, else one to choose.
func (s *screen) inProject(title string, fill func(project string) model.Command) tea.Cmd {
	ask := func(ctx context.Context) ([]model.Project, error) {
		return kit.Ask[[]model.Project](ctx, s.env, &model.ListProjects{Space: s.space})
	}
	return kit.Go(s.env, "projects", ask, func(list []model.Project, err error) tea.Cmd {
		if err != nil {
			return kit.Tell(s.env, title, err)
		}
		var options []kit.Option
		for _, p := range list {
			options = append(options, kit.Option{Value: p.Name, Title: p.Name})
		}
		project := s.project
		switch {
		case len(options) == 0:
			return kit.Tell(s.env, title, &model.Refusal{Rule: "PRJ-02", Message: "You see no project of " + s.space + ".", Fix: "Ask to be invited to one, or create one under Projects."})
		case len(options) == 1:
			project = options[0].Value
		}
		return kit.Run(s.env, fill(project), kit.RunOptions{Title: title, Plan: true, Options: map[string][]kit.Option{"project": options}})
	})
}
