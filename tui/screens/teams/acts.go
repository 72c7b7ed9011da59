package teams

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// create asks first how the team gets its members, where there is a choice: it is fixed from then on
// (MEM-10).
func (l *list) create() tea.Cmd {
	if !l.tabs.Federated() {
		return l.createDirect()
	}
	return kit.Send(kit.Open{Dialog: kit.NewChooser(l.env, "Create team",
		"How does the team get its members? This is fixed when the team is created and cannot be changed later.",
		kit.Way{Title: model.DirectTeam.Title(), Run: l.createDirect,
			Text: "You add members of the space one by one, and remove them the same way."},
		kit.Way{Title: model.SSOGroupTeam.Title(), Run: l.createFromGroups,
			Text: "The users of one to five connected SSO groups are its members. Who is in a group is decided in IAM Identity Center, and the sync brings it."},
	)})
}

func (l *list) createDirect() tea.Cmd {
	return kit.Run(l.env, &model.CreateTeam{Space: l.space}, kit.RunOptions{
		Title: "Create team: " + model.DirectTeam.Title(), Skip: []string{"groups"}, Options: kit.SpaceRoles()})
}

// createFromGroups offers the connected groups to choose from.
func (l *list) createFromGroups() tea.Cmd {
	ask := func(ctx context.Context) ([]kit.Option, error) {
		view, err := kit.Ask[model.SSOView](ctx, l.env, &model.ShowSSO{Space: l.space})
		var groups []kit.Option
		for _, g := range view.Groups {
			groups = append(groups, kit.Option{Value: g.Name, Title: g.Name + " (" + kit.Thousands(g.Users) + " users)"})
		}
		return groups, err
	}
	return kit.Go(l.env, "groups", ask, func(groups []kit.Option, err error) tea.Cmd {
		if err != nil {
			return kit.Tell(l.env, "Create team", err)
		}
		options := kit.SpaceRoles()
		options["groups"] = groups
		return kit.Run(l.env, &model.CreateTeam{Space: l.space}, kit.RunOptions{
			Title: "Create team: " + model.SSOGroupTeam.Title(), Options: options})
	})
}

// editOf fills in what a team has, so that the form begins with it.
func editOf(space string, t model.Team) func() model.Command {
	return func() model.Command {
		return &model.EditTeam{Space: space, Name: t.Name, Description: t.Description, Role: t.Role}
	}
}

// editOptions shows the plan although nothing is taken away: a role change touches every member.
func editOptions(t model.Team) kit.RunOptions {
	return kit.RunOptions{Title: "Change the team " + t.Name, Ask: []string{"role", "description"}, Options: kit.SpaceRoles(), Plan: true}
}

// grantAction gives a team a role in a project, or takes it away; the projects are offered to choose from.
func grantAction(env *kit.Env, gates *kit.Gates, space string, t model.Team) kit.Action {
	run := func() tea.Cmd {
		ask := func(ctx context.Context) ([]model.Project, error) {
			return kit.Ask[[]model.Project](ctx, env, &model.ListProjects{Space: space})
		}
		return kit.Go(env, "projects", ask, func(projects []model.Project, err error) tea.Cmd {
			if err != nil {
				return kit.Tell(env, "Project role", err)
			}
			return kit.Run(env, &model.GrantTeamProject{Space: space, Team: t.Name}, kit.RunOptions{
				Title: "Project role of the team " + t.Name, Options: grantOptions(projects), Plan: true})
		})
	}
	return kit.Action{ID: "team.project", Key: "p", Title: "project role", Run: run, Disabled: gates.Reason("team.project")}
}

func grantOptions(projects []model.Project) map[string][]kit.Option {
	options := map[string][]kit.Option{}
	for _, p := range projects {
		options["project"] = append(options["project"], kit.Option{Value: p.Name, Title: p.Name})
	}
	for _, role := range []model.ProjectRole{model.ProjectAdministrator, model.Contributor, model.Reviewer, model.ReadOnly} {
		options["role"] = append(options["role"], kit.Option{Value: string(role), Title: role.Title()})
	}
	options["role"] = append(options["role"], kit.Option{Value: "none", Title: "none: take it away"})
	return options
}
