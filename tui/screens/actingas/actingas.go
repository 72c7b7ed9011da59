// Package actingas chooses who acts: a person, an SSO user, nobody, and on the AWS side an account.
package actingas

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

type screen struct {
	*kit.Table[model.Person]
	env  *kit.Env
	w, h int
}

// New makes the place.
func New(env *kit.Env, r kit.Route) kit.Screen {
	type row = model.Person
	s := &screen{env: env}
	s.Table = kit.NewTable(env, kit.TableOptions[row]{
		Source: kit.List[row]{
			Rows:  func(ctx context.Context) ([]row, error) { return kit.Ask[[]row](ctx, env, &model.ListPeople{}) },
			Text:  func(p row) string { return p.Alias + " " + p.Name + " " + p.Email },
			Field: field,
		},
		Columns: []kit.Column[row]{
			{Title: "Name", Min: 18, Flex: 2, Sort: "name", Cell: func(p row) string { return p.Name }},
			{Title: "Alias", Min: 14, Flex: 1, Sort: "alias", Cell: func(p row) string { return p.Alias }},
			{Title: "Email", Min: 20, Flex: 2, Priority: 1, Cell: func(p row) string { return p.Email }},
			{Title: "Now", Min: 4, Cell: s.acting},
		},
		ID:      func(p row) string { return string(p.ID) },
		Nothing: "Nobody has signed up yet. Sign up first; SSO users are chosen by typing their user name.",
		Filter:  r.Get("filter"),
		Open:    func(p row) tea.Cmd { return s.actAs(p.ID) },
	})
	return s
}

func field(p model.Person, sort string) string {
	if sort == "alias" {
		return p.Alias
	}
	return p.Name
}

// acting marks the person that acts now.
func (s *screen) acting(p model.Person) string {
	if p.ID == s.env.Session.Person {
		return "acts"
	}
	return ""
}

// actAs has a person act; the AWS side stays as it is.
func (s *screen) actAs(person model.PersonID) tea.Cmd {
	if closed := s.closed(); closed != nil {
		return kit.Tell(s.env, "Act as", closed.Refusal())
	}
	return kit.Send(kit.SwitchSession{Session: model.Session{Person: person, AWS: s.env.Session.AWS}})
}

// closed says why a session cannot switch; nil where it can.
func (s *screen) closed() *kit.Reason {
	if s.env.MaySwitch {
		return nil
	}
	return &kit.Reason{Why: "This session acts as " + kit.Who(s.env.Session) + ", and that cannot be switched: it comes from the key that it was opened with.",
		Fix: "Open another session as somebody else."}
}

// Title is the crumb.
func (s *screen) Title() string { return "Acting as" }

// Topic is what the help explains.
func (s *screen) Topic() string { return "acting-as" }

// Route keeps the filter.
func (s *screen) Route() kit.Route { return kit.To("acting-as", "filter", s.Filter()) }

// Actions are the other ways of acting.
func (s *screen) Actions() []kit.Action {
	closed := s.closed()
	signOut := kit.Action{ID: "acting-as.sign-out", Key: "o", Title: "sign out of AWS", Disabled: closed, Run: func() tea.Cmd { return kit.SignOut(s.env) }}
	if closed == nil && s.env.Session.AWS == nil {
		signOut.Disabled = &kit.Reason{Why: "You are not signed in on the AWS side.", Fix: "Sign in to an account first."}
	}
	return append([]kit.Action{
		{ID: "acting-as.sso", Key: "u", Title: "SSO user", Disabled: closed, Run: s.askUser},
		{ID: "acting-as.aws", Key: "a", Title: "AWS sign-in", Disabled: closed, Run: func() tea.Cmd { return kit.Goto(kit.To("aws-accounts")) }},
		{ID: "acting-as.sign-in", Key: "i", Title: "sign in", Run: func() tea.Cmd { return kit.Goto(kit.To("sign-in")) }},
		signOut,
		{ID: "acting-as.nobody", Key: "n", Title: "nobody", Disabled: closed, Run: func() tea.Cmd { return s.actAs("") }},
	}, s.Table.Actions()...)
}

// headLines is what stands above the table: who acts now.
const headLines = 4

// SetSize leaves room for who acts now.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.Table.SetSize(w, max(h-headLines, 3))
}

// View draws who acts now, and whom to choose from.
func (s *screen) View() string {
	t := s.env.Theme
	how := s.env.Keys.Label(kit.KeyOpen) + " acts as the person under the cursor"
	if closed := s.closed(); closed != nil {
		how = t.Disabled + " " + closed.Why
	}
	lines := []string{
		"You act as " + t.Strong.Render(kit.Who(s.env.Session)) + ".",
		"AWS side: " + t.Strong.Render(kit.SignedInTo(s.env.Session.AWS)) + ".",
		t.Dim.Render(how), t.Line(s.w),
	}
	return text.Block(lines, s.w, headLines) + "\n" + s.Table.View()
}
