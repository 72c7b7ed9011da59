package work

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// choices are what the forms of new work offer.
type choices struct{ projects, environments, connections []kit.Option }

// offer asks what there is to choose from, and goes on with it.
func offer(env *kit.Env, space, project, title string, then func(choices) tea.Cmd) tea.Cmd {
	ask := func(ctx context.Context) (c choices, err error) {
		projects, err := kit.Ask[[]model.Project](ctx, env, &model.ListProjects{Space: space})
		if err != nil {
			return c, err
		}
		for _, p := range projects {
			c.projects = append(c.projects, kit.Option{Value: p.Name, Title: p.Name})
		}
		environments, err := kit.Ask[[]model.EnvironmentView](ctx, env, &model.ListEnvironments{Space: space, Project: project})
		for _, e := range environments {
			c.environments = append(c.environments, kit.Option{Value: e.Name, Title: e.Name})
		}
		if err != nil {
			return c, err
		}
		c.connections, err = connections(ctx, env, space)
		return c, err
	}
	return kit.Go(env, "choices", ask, func(c choices, err error) tea.Cmd {
		switch {
		case err != nil:
			return kit.Tell(env, title, err)
		case len(c.projects) == 0:
			return kit.Tell(env, title, &model.Refusal{Rule: "PRJ-02", Message: "There is no project in " + space + " that you can see.", Fix: "Create one first, or ask for a role in one."})
		}
		return then(c)
	})
}

// connections are the VPC connections to choose from, and before them what holds without a choice (VPC-12).
func connections(ctx context.Context, env *kit.Env, space string) ([]kit.Option, error) {
	list, err := kit.Ask[[]model.VPCView](ctx, env, &model.ListVPCs{Space: space})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	without, options := "none", []kit.Option{}
	for _, v := range list {
		if v.Default {
			without = "none (the default " + v.Name + ")"
		}
		options = append(options, kit.Option{Value: v.Name, Title: v.Name})
	}
	return none(without, options), nil
}

// offered are the values to choose from, where there are any; a field without stays free.
func offered(c choices) map[string][]kit.Option {
	options := map[string][]kit.Option{"project": c.projects}
	if len(c.connections) > 0 {
		options["vpc-connection"] = c.connections
	}
	return options
}

// none is the choice of nothing, before the others.
func none(title string, options []kit.Option) []kit.Option {
	return append([]kit.Option{{Title: title}}, options...)
}

// startRun asks for what a run needs. The environments are offered where the project is known.
func startRun(env *kit.Env, space, project string) tea.Cmd {
	return offer(env, space, project, "Start workflow run", func(c choices) tea.Cmd {
		o := kit.RunOptions{Options: offered(c)}
		if project != "" && len(c.environments) > 0 {
			o.Options["environment"] = none("none", c.environments)
		}
		return kit.Run(env, &model.StartRun{Space: space, Project: project}, o)
	})
}

// createDev asks for what a Dev Environment needs.
func createDev(env *kit.Env, space, project string) tea.Cmd {
	return offer(env, space, project, "Create Dev Environment", func(c choices) tea.Cmd {
		return kit.Run(env, &model.CreateDevEnvironment{Space: space, Project: project},
			kit.RunOptions{Options: offered(c)})
	})
}
