// Package awsaccounts is the list of the AWS accounts that the program knows: one signs in to one of them, with or
// without administrative permission, and learns the real ones from an organization.
package awsaccounts

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// screen is the list.
type screen struct {
	*kit.Table[model.AWSAccount]
	env   *kit.Env
	tabs  *kit.AWSTabs
	gates *kit.Gates
	w, h  int
}

// New makes the screen of aws-accounts.
func New(env *kit.Env, r kit.Route) kit.Screen {
	type row = model.AWSAccount
	s := &screen{env: env, tabs: kit.NewAWSTabs(env, "aws-accounts"), gates: kit.NewGates(env, &model.ImportOrganization{})}
	s.Table = kit.NewTable(env, kit.TableOptions[row]{
		Source: kit.List[row]{
			Rows:  func(ctx context.Context) ([]row, error) { return kit.Ask[[]row](ctx, env, &model.ListAWSAccounts{}) },
			Text:  func(a row) string { return string(a.ID) + " " + a.Name + " " + a.Email + " " + a.Organization },
			Field: field,
		},
		Columns: []kit.Column[row]{
			{Title: "AWS account", Min: 12, Sort: "id", Cell: func(a row) string { return string(a.ID) }},
			{Title: "Name", Min: 16, Flex: 2, Sort: "name", Cell: func(a row) string { return a.Name }},
			{Title: "You", Min: 9, Cell: s.standing},
			{Title: "Status", Min: 9, Cell: func(a row) string { return a.Status.Title() }},
			{Title: "Organization", Min: 20, Flex: 1, Priority: 1, Cell: organization},
			{Title: "Email", Min: 20, Flex: 1, Priority: 2, Cell: func(a row) string { return a.Email }},
		},
		ID:      func(a row) string { return string(a.ID) },
		Nothing: "No AWS account is known yet. a signs in to one by its ID; m learns them from what the AWS command line printed.",
		Filter:  r.Get("filter"),
		Open: func(a row) tea.Cmd {
			return s.signIn(model.SignIn{Account: a.ID, Administrator: true, Region: s.region()})
		},
	})
	return s
}

func field(a model.AWSAccount, sort string) string {
	if sort == "name" {
		return a.Name
	}
	return string(a.ID)
}

// standing marks the account that one is signed in to.
func (s *screen) standing(a model.AWSAccount) string {
	aws := s.env.Session.AWS
	switch {
	case aws == nil || aws.Account != a.ID:
		return ""
	case aws.Administrator:
		return "signed in"
	default:
		return "no admin"
	}
}

func organization(a model.AWSAccount) string {
	if a.Management {
		return "manages " + a.Organization
	}
	return a.Organization
}

// region is where one stands, which stays when the account changes.
func (s *screen) region() model.Region {
	if aws := s.env.Session.AWS; aws != nil {
		return aws.Region
	}
	return ""
}

// signIn signs in, where the session may.
func (s *screen) signIn(as model.SignIn) tea.Cmd {
	if closed := s.closed(); closed != nil {
		return kit.Tell(s.env, "Sign in to AWS", closed.Refusal())
	}
	return kit.SignIn(s.env, as)
}

// closed says why a session cannot sign in elsewhere; nil where it can.
func (s *screen) closed() *kit.Reason { return kit.SignInAction(s.env, "").Disabled }

// Init asks for the accounts.
func (s *screen) Init() tea.Cmd {
	return tea.Batch(s.Table.Init(), s.gates.Refresh())
}

// Update refreshes, and leaves the rest to the table.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(kit.Changed); ok {
		return tea.Batch(s.gates.Refresh(), s.Table.Update(msg))
	}
	return s.Table.Update(msg)
}

// Actions are the ways of being signed in.
func (s *screen) Actions() []kit.Action {
	closed := s.closed()
	weak := kit.Action{ID: "aws-accounts.weak", Key: "w", Title: "without admin", Disabled: closed, Run: func() tea.Cmd {
		if a, some := s.Row(); some {
			return s.signIn(model.SignIn{Account: a.ID, Region: s.region()})
		}
		return nil
	}}
	out := kit.Action{ID: "aws-accounts.out", Key: "o", Title: "sign out", Disabled: closed, Run: func() tea.Cmd { return kit.SignOut(s.env) }}
	if closed == nil && s.env.Session.AWS == nil {
		out.Disabled = &kit.Reason{Why: "You are not signed in on the AWS side.", Fix: "Enter signs in to the account under the cursor."}
	}
	return append(append([]kit.Action{
		{ID: "aws-accounts.other", Key: "a", Title: "other account", Disabled: closed, Run: s.askAccount}, weak,
		{ID: "aws-accounts.region", Key: "r", Title: "Region", Disabled: closed, Run: s.askRegion}, out,
		{ID: "org.import", Key: "m", Title: "import", Disabled: s.gates.Reason("org.import"), Run: func() tea.Cmd {
			return kit.Goto(kit.To("organization", "do", "org.import"))
		}},
	}, s.tabs.Actions()...), s.Table.Actions()...)
}

// headLines is what stands above the table.
const headLines = 4

// SetSize leaves room for what stands above the table.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.Table.SetSize(w, max(h-headLines, 3))
}

// View draws who is signed in, and the accounts.
func (s *screen) View() string {
	t := s.env.Theme
	how := s.env.Keys.Label(kit.KeyOpen) + " signs in to the account under the cursor, with administrative permission"
	if closed := s.closed(); closed != nil {
		how = t.Disabled + " " + closed.Why
	}
	lines := []string{s.tabs.View(s.w), "", "AWS side: " + t.Strong.Render(kit.SignedInTo(s.env.Session.AWS)) + ".", t.Dim.Render(text.Truncate(how, s.w))}
	return text.Block(lines, s.w, headLines) + "\n" + s.Table.View()
}

// OnAWSSide tells that it is a place of the AWS side.
func (s *screen) OnAWSSide() bool { return true }

// Title is the crumb.
func (s *screen) Title() string { return "Accounts" }

// Topic is what the help explains.
func (s *screen) Topic() string { return "aws-accounts" }

// Route keeps the filter.
func (s *screen) Route() kit.Route { return kit.To("aws-accounts", "filter", s.Filter()) }
