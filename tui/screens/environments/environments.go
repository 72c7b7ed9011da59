// Package environments shows where the projects of a space reach AWS: each environment has an account
// connection and one of its IAM roles.
package environments

import (
	"cmp"
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

type row = model.EnvironmentView

// screen is the list of the environments of a project, or of all projects that one sees (PRJ-03).
type screen struct {
	*kit.Table[row]
	env            *kit.Env
	space, project string // project is empty for all
	do             string // what the route asks to begin with
	// create, remove and vpc say why the session may not; nil where it may, or where it is not known yet.
	create, remove, vpc *kit.Reason
	vpcs                []model.VPCView // of the space, as they were when an environment was begun
	w                   int
}

// New makes the screen of environments?space=…&project=….
func New(env *kit.Env, r kit.Route) kit.Screen {
	s := &screen{env: env, space: r.Get("space"), project: r.Get("project"), do: r.Get("do")}
	s.Table = kit.NewTable(env, kit.TableOptions[row]{
		Source: kit.List[row]{
			Rows: func(ctx context.Context) ([]row, error) {
				return kit.Ask[[]row](ctx, env, &model.ListEnvironments{Space: s.space, Project: s.project})
			},
			Text: func(e row) string {
				return e.Project + " " + e.Name + " " + string(e.Account) + " " + e.Role + " " + e.VPC + " " + state(e)
			},
			Field: field,
		},
		Columns: s.columns(),
		ID:      func(e row) string { return e.Project + "/" + e.Name },
		Nothing: "No environment yet. An environment gives the workflows of a project an AWS account and one of its IAM roles. Press n to create one.",
		Filter:  r.Get("filter"),
		Open:    s.open,
	})
	return s
}

func field(e row, sort string) string {
	switch sort {
	case "project":
		return e.Project
	case "account":
		return string(e.Account)
	case "state":
		return state(e)
	default:
		return e.Name
	}
}

// state tells in a word whether the environment has all that it needs.
func state(e row) string {
	if e.Broken != "" {
		return "BROKEN"
	}
	return "ready"
}

// roleName is a role without what its ARN begins with.
func roleName(arn string) string { return arn[strings.LastIndex(arn, "/")+1:] }

func (s *screen) columns() []kit.Column[row] {
	columns := []kit.Column[row]{
		{Title: "Environment", Min: 14, Flex: 2, Sort: "name", Cell: func(e row) string { return e.Name }},
		{Title: "State", Min: 6, Sort: "state", Cell: state},
		{Title: "AWS account", Min: 12, Sort: "account", Cell: func(e row) string { return string(e.Account) }},
		{Title: "IAM role", Min: 22, Flex: 3, Cell: func(e row) string { return roleName(e.Role) }},
		{Title: "VPC", Min: 10, Flex: 1, Priority: 1, Cell: func(e row) string { return e.VPC }},
		{Title: "By", Min: 10, Flex: 1, Priority: 2, Cell: func(e row) string { return "@" + e.CreatedBy }},
	}
	if s.project != "" {
		return columns
	}
	project := kit.Column[row]{Title: "Project", Min: 10, Flex: 1, Sort: "project", Cell: func(e row) string { return e.Project }}
	return append([]kit.Column[row]{project}, columns...)
}

// Init asks for the environments, and what may be done with them.
func (s *screen) Init() tea.Cmd {
	cmds := []tea.Cmd{s.Table.Init(), s.askReasons()}
	if s.do == "create" {
		s.do = ""
		cmds = append(cmds, s.begin())
	}
	return tea.Batch(cmds...)
}

// askReasons finds why an environment cannot be created or deleted by the session, in the project that it is
// about: that depends on the role in the project.
func (s *screen) askReasons() tea.Cmd {
	type reasons struct{ create, remove, vpc *kit.Reason }
	ask := func(ctx context.Context) (reasons, error) {
		return reasons{
			create: kit.Closed(ctx, s.env, &model.AddEnvironment{Space: s.space, Project: s.project, Name: "probe", Account: "000000000000", Role: "probe"}),
			remove: kit.Closed(ctx, s.env, &model.RemoveEnvironment{Space: s.space, Project: s.project, Name: "probe"}),
			vpc:    kit.Closed(ctx, s.env, &model.SetEnvironmentVPC{Space: s.space, Project: s.project, Name: "probe"}),
		}, nil
	}
	return kit.Go(s.env, "reasons", ask, func(r reasons, _ error) tea.Cmd {
		s.create, s.remove, s.vpc = r.create, r.remove, r.vpc
		return nil
	})
}

// Update refreshes, and leaves the rest to the table.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	cmd := s.Table.Update(msg)
	if _, ok := msg.(kit.Changed); ok {
		return tea.Batch(cmd, s.askReasons())
	}
	return cmd
}

// Actions are what can be done here.
func (s *screen) Actions() []kit.Action {
	acts := []kit.Action{
		{ID: "project.add-environment", Key: "n", Title: "create", Run: s.begin, Disabled: s.create},
		{ID: "project.remove-environment", Key: "x", Title: "delete", Run: s.delete, Disabled: s.remove},
		{ID: "project.environment-vpc", Key: "v", Title: "VPC", Run: s.setVPC, Disabled: s.vpc},
		{ID: "environments.accounts", Key: "a", Title: "AWS accounts", Run: func() tea.Cmd { return kit.Goto(kit.To("accounts", "space", s.space)) }},
	}
	return append(acts, s.Table.Actions()...)
}

func (s *screen) delete() tea.Cmd {
	e, ok := s.Row()
	if !ok {
		return nil
	}
	return kit.Run(s.env, &model.RemoveEnvironment{Space: s.space, Project: e.Project, Name: e.Name}, kit.RunOptions{})
}

// SetSize leaves room for the title, and for the line about the row.
func (s *screen) SetSize(w, h int) {
	s.w = w
	s.Table.SetSize(w, max(h-2, 3))
}

// View draws the environments, and of the one under the cursor what it lacks.
func (s *screen) View() string {
	title := s.env.Theme.Title.Render("Environments")
	if s.project != "" {
		title += " of " + text.Visible(s.project)
	}
	return text.Truncate(title, s.w) + "\n" + s.Table.View() + "\n" + text.Truncate(s.about(), s.w)
}

func (s *screen) about() string {
	e, ok := s.Row()
	switch {
	case !ok:
		return ""
	case e.Broken != "":
		return s.env.Theme.Bad.Render("! " + text.Visible(e.Name+": "+e.Broken+"."))
	default:
		return s.env.Theme.Dim.Render("Workflow actions in " + text.Visible(e.Name) + " assume the role in AWS account " + string(e.Account) + vpcWords(e) + ".")
	}
}

// vpcWords say in which VPC connection the actions run; nothing for none of its own.
func vpcWords(e row) string {
	if e.VPC == "" {
		return ""
	}
	return ", in " + text.Visible(e.VPC)
}

// open shows everything about an environment; of what it lacks it says how it is mended.
func (s *screen) open(e row) tea.Cmd {
	lines := []string{"Project: " + e.Project, "AWS account: " + string(e.Account), "IAM role: " + e.Role, "VPC connection: " + cmp.Or(e.VPC, "none of its own (v gives it one)"),
		"Created: " + e.CreatedAt.Stamp() + " by @" + e.CreatedBy}
	if e.Broken != "" {
		lines = append(lines, "", "! What is missing: "+e.Broken+". The workflow actions in it fail.",
			"Connect the account or add the role again (a leads to the AWS accounts), or delete the environment and create it with another one.")
	}
	return kit.Send(kit.Open{Dialog: kit.NewText(s.env, "Environment "+e.Name, strings.Join(lines, "\n"), e.Role)})
}

// Title is the crumb.
func (s *screen) Title() string { return "Environments" }

// Topic is what the help explains.
func (s *screen) Topic() string { return "environments" }

// Route keeps the filter.
func (s *screen) Route() kit.Route {
	return kit.To("environments", "space", s.space, "project", s.project, "filter", s.Filter())
}
