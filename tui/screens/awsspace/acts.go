package awsspace

import (
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// Actions are what can be done with the connection, and with the role or the tag under the cursor.
func (s *screen) Actions() []kit.Action {
	if s.err != nil {
		return append([]kit.Action{kit.WayIn(s.env, s.err, "")}, s.tabs.Actions()...)
	}
	account := s.account()
	actions := []kit.Action{
		{ID: "account.role", Key: "n", Title: "Add role", Run: s.addRole, Disabled: s.gates.Reason("account.role")},
		{ID: "account.tag", Key: "t", Title: "Tags", Run: func() tea.Cmd { return kit.Goto(kit.To("aws-tags", "space", s.space)) }, Disabled: s.gates.Reason("account.tag")},
		kit.ReturnAction(),
		{ID: "billing.allow", Key: "e", Title: "Edit tiers", Run: s.editTiers, Disabled: s.gates.Reason("billing.allow")},
		s.gates.Action("x", "account.remove", "Remove space", func() model.Command { return &model.RemoveAccount{Space: s.view.Space, Account: account} }, kit.RunOptions{}),
		{ID: "account.policy", Key: "p", Title: "policies", Run: s.policies},
		{ID: "aws-space.copy", Key: "y", Title: "copy ARN", Run: func() tea.Cmd { return s.env.Copy(s.view.Connection.ARN) }},
	}
	if role := s.current().role; role != nil {
		actions = append(actions, s.gates.Action("d", "account.remove-role", "remove role", func() model.Command {
			return &model.RemoveRole{Space: s.view.Space, Account: account, ARN: role.ARN}
		}, kit.RunOptions{}))
	}
	return append(actions, s.tabs.Actions()[1:]...) // the way back stands above already
}

// editTiers asks which tiers the account allows, and shows what that would do (BIL-06, BIL-10).
func (s *screen) editTiers() tea.Cmd {
	return kit.Run(s.env, &model.AllowTiers{Space: s.view.Space, Account: s.account()},
		kit.RunOptions{Plan: true, Options: map[string][]kit.Option{"tiers": allowances()}})
}

// allowances are the choices of the page Update allowed billing tiers.
func allowances() []kit.Option {
	return []kit.Option{{Value: string(model.AllowPaid), Title: model.AllowPaid.Title()}, {Value: string(model.AllowFree), Title: model.AllowFree.Title()}}
}

// open opens what the cursor stands on.
func (s *screen) open() tea.Cmd {
	switch it := s.current(); {
	case it.role != nil:
		return s.openRole(*it.role)
	case it.tag != nil:
		return s.show(model.TagPolicy, "", it.tag.String())
	default:
		return nil
	}
}

// openRole shows the policies of a role.
func (s *screen) openRole(role model.RoleView) tea.Cmd {
	return kit.Send(kit.Open{Dialog: kit.NewChooser(s.env, role.Name, role.ARN,
		kit.Way{Title: "Trust policy", Text: "Who can assume the role; to copy, or to save to a file.", Stays: true, Run: func() tea.Cmd { return s.show(model.TrustPolicy, role.ARN, "") }},
		kit.Way{Title: "Permissions policy", Text: "What the role permits.", Stays: true, Run: func() tea.Cmd { return s.show(model.PermissionsPolicy, role.ARN, "") }},
		s.editRole(role),
		kit.Way{Title: "Copy the ARN", Text: "For the Role field of a workflow.", Run: func() tea.Cmd { return s.env.Copy(role.ARN) }})})
}

// editRole tells what a role of one's own permits and who can assume it: a VPC role needs that (VPC-04).
func (s *screen) editRole(role model.RoleView) kit.Way {
	way := kit.Way{Title: "Give its policies", Text: "What a role of your own permits is decided in IAM. Tell it here, so that it can be a VPC role.", Disabled: s.gates.Reason("account.edit-role")}
	if role.Template != "" && way.Disabled == nil {
		way.Disabled = &kit.Reason{Why: "The program created this role and knows its policies."}
	}
	var skip []string
	if s.env.Open == nil {
		skip = []string{"trust-policy", "permission-policy"}
	}
	way.Run = func() tea.Cmd {
		return kit.Run(s.env, &model.EditRole{Space: s.view.Space, Account: s.account(), ARN: role.ARN}, kit.RunOptions{Title: "Policies of " + role.Name, Skip: skip, Plan: true})
	}
	return way
}

// policies shows the documents of the roles that the program would create.
func (s *screen) policies() tea.Cmd {
	way := func(title string, kind model.PolicyKind, role model.RoleTemplate) kit.Way {
		return kit.Way{Title: title, Text: role.Title() + ".", Stays: true, Run: func() tea.Cmd { return s.show(kind, string(role), "") }}
	}
	return kit.Send(kit.Open{Dialog: kit.NewChooser(s.env, "Policies", "The documents of the roles that are created here, to copy or to save.",
		way("Trust policy of the development role", model.TrustPolicy, model.DevelopmentRole), way("Permissions of the development role", model.PermissionsPolicy, model.DevelopmentRole),
		way("Trust policy of the Support role", model.TrustPolicy, model.SupportRole), way("Permissions of the Support role", model.PermissionsPolicy, model.SupportRole))})
}

func (s *screen) show(kind model.PolicyKind, role, tag string) tea.Cmd {
	return kit.ShowDocument(s.env, &model.ShowPolicy{Space: s.view.Space, Account: s.account(), Kind: kind, Role: role, Tag: tag})
}

// addRole offers the three ways of the page Add IAM role to Amazon CodeCatalyst space (ACC-09).
func (s *screen) addRole() tea.Cmd {
	return kit.Send(kit.Open{Dialog: kit.NewChooser(s.env, "Add IAM role to Amazon CodeCatalyst space", "",
		kit.Way{Title: "Create CodeCatalyst development administrator role in IAM",
			Text: "CodeCatalystWorkflowDevelopmentRole-" + s.view.Space + ", for developer accounts only: it carries AdministratorAccess.",
			Run:  func() tea.Cmd { return s.create(model.DevelopmentRole) }},
		kit.Way{Title: "Add CodeCatalyst Support role", Text: "AWSRoleForCodeCatalystSupport with a suffix of its own; support cases go through it.",
			Run: func() tea.Cmd { return s.create(model.SupportRole) }},
		kit.Way{Title: "Add an existing IAM role", Text: "One that is in this account already, judged by its trust policy.", Run: s.addExisting})})
}

// create shows the role's policies word for word, with the warning that belongs to them, before it is created.
func (s *screen) create(template model.RoleTemplate) tea.Cmd {
	ask := func(ctx context.Context) (model.Document, error) {
		policy := &model.ShowPolicy{Space: s.view.Space, Account: s.account(), Kind: model.TrustPolicy, Role: string(template)}
		trust, err := kit.Ask[model.Document](ctx, s.env, policy)
		if err != nil {
			return trust, err
		}
		policy.Kind = model.PermissionsPolicy
		permissions, err := kit.Ask[model.Document](ctx, s.env, policy)
		slices.Reverse(permissions.Notes) // the warning first
		return model.Document{Title: "Create the " + template.Title(), Name: string(template) + "-role-policies.txt",
			Text:  trust.Title + "\n\n" + trust.Text + "\n\n" + permissions.Title + "\n\n" + permissions.Text,
			Notes: append(permissions.Notes, trust.Notes...)}, err
	}
	return kit.Go(s.env, "create", ask, func(d model.Document, err error) tea.Cmd {
		if err != nil {
			return kit.Tell(s.env, "Add IAM role", err)
		}
		shown := kit.NewDocument(s.env, d)
		shown.Going = "goes on"
		shown.Next = func() tea.Cmd {
			return kit.Run(s.env, &model.AddRole{Space: s.view.Space, Account: s.account(), Create: template},
				kit.RunOptions{Title: d.Title, Skip: []string{"arn", "trust-policy", "policy", "permission-policy", "permissions"}, Plan: true})
		}
		return kit.Send(kit.Open{Dialog: shown})
	})
}

// addExisting asks for a role that is there, and for its policies as files or as text.
func (s *screen) addExisting() tea.Cmd {
	skip := []string{"create"}
	if s.env.Open == nil {
		skip = append(skip, "trust-policy", "permission-policy")
	}
	return kit.Run(s.env, &model.AddRole{Space: s.view.Space, Account: s.account()},
		kit.RunOptions{Title: "Add an existing IAM role", Skip: skip, Plan: true})
}
