package kit

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
)

// VPCPolicies shows the policies of a VPC role of a space, to copy or to save (VPC-04, VPC-05).
func VPCPolicies(env *Env, space string) tea.Cmd {
	show := func(kind model.PolicyKind) func() tea.Cmd {
		return func() tea.Cmd { return ShowDocument(env, &model.ShowVPCPolicy{Space: space, Kind: kind}) }
	}
	return Send(Open{NewChooser(env, "Policies of a VPC role", "The role through which this space reaches a VPC. What CodeCatalyst may do with it stands in two policies.",
		Way{Title: "Trust policy for the space", Text: "Restricted to this space with aws:SourceArn; all its projects can use the VPC.", Stays: true, Run: show(model.TrustPolicy)},
		Way{Title: "Trust policy for one project", Text: "Restricted to this space and one of its projects.", Stays: true, Run: func() tea.Cmd { return chooseTrustedProject(env, space) }},
		Way{Title: "Permission policy", Text: "The seven EC2 actions that the role must hold.", Stays: true, Run: show(model.PermissionsPolicy)})})
}

// chooseTrustedProject chooses the one project that a trust policy is for.
func chooseTrustedProject(env *Env, space string) tea.Cmd {
	type project = model.Project
	return Send(Open{NewPicker(env, PickerOptions[project]{
		Title: "Trust policy for one project", Intro: "Choose the project that may use the VPC role.",
		Table: TableOptions[project]{
			Source: List[project]{
				Rows: func(ctx context.Context) ([]project, error) {
					return Ask[[]project](ctx, env, &model.ListProjects{Space: space})
				},
				Text:  func(p project) string { return p.Name + " " + p.Description },
				Field: func(p project, _ string) string { return p.Name },
			},
			Columns: []Column[project]{
				{Title: "Project", Min: 16, Flex: 1, Sort: "name", Cell: func(p project) string { return p.Name }},
				{Title: "Description", Min: 20, Flex: 2, Cell: func(p project) string { return p.Description }},
			},
			ID:      func(p project) string { return p.Name },
			Nothing: "No project that you can see.",
		},
		Pick: func(p *Picker[project]) tea.Cmd {
			chosen, _ := p.Row() // it is called for a row
			return ShowDocument(env, &model.ShowVPCPolicy{Space: space, Kind: model.TrustPolicy, Project: chosen.Name})
		},
	})})
}
