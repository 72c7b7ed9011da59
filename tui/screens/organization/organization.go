// Package organization is the AWS side's place for AWS Organizations: the organization of the account that one
// is signed in to, as a tree of organizational units and accounts (FED-02).
package organization

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// screen is the organization of one account.
type screen struct {
	env   *kit.Env
	tabs  *kit.AWSTabs
	gates *kit.Gates
	table *kit.Table[line]
	view  *model.OrganizationView // nil while there is none
	err   error                   // why it is not known whether there is one
	ready bool
	// closed says why the organization cannot be changed from here: only its management account may.
	closed *kit.Reason
	do     string // the act that the route asks to begin with, by its catalogue id
	pager  *kit.Pager
	w, h   int
}

// New makes the screen of organization, or organization?do=…&filter=….
func New(env *kit.Env, r kit.Route) kit.Screen {
	s := &screen{env: env, tabs: kit.NewAWSTabsWithin(env, "aws-accounts"), do: r.Get("do"), pager: kit.NewPager(env)}
	s.gates = kit.NewGates(env, &model.CreateOrganization{}, &model.ImportOrganization{})
	s.table = kit.NewTable(env, s.options(r.Get("filter")))
	return s
}

// Init asks for the organization.
func (s *screen) Init() tea.Cmd { return tea.Batch(s.ask(), s.gates.Refresh(), s.table.Init()) }

// known is what the place asks for at once.
type known struct {
	view   model.OrganizationView
	closed *kit.Reason
}

func (s *screen) ask() tea.Cmd {
	ask := func(ctx context.Context) (known, error) {
		view, err := kit.Ask[model.OrganizationView](ctx, s.env, &model.ShowOrganization{})
		if err != nil {
			return known{}, err
		}
		return known{view, kit.Closed(ctx, s.env, &model.CreateUnit{Name: "probe"})}, nil
	}
	return kit.Go(s.env, s, ask, s.arrived)
}

func (s *screen) arrived(k known, err error) tea.Cmd {
	s.ready, s.view, s.closed, s.err = true, nil, k.closed, err
	switch refusal, _ := model.AsRefusal(err); {
	case err == nil:
		s.view = &k.view
	case refusal != nil && refusal.Rule == "FED-02": // the account belongs to none
		s.err = nil
	}
	s.SetSize(s.w, s.h)
	return s.begin()
}

// begin does what the route asks for, once.
func (s *screen) begin() tea.Cmd {
	id := s.do
	s.do = ""
	return kit.Begin(s.env, s.Actions(), id)
}

// Update refreshes; without a tree to move in, the text scrolls.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(kit.Changed); ok {
		return tea.Batch(s.ask(), s.gates.Refresh(), s.table.Update(msg))
	}
	if s.view != nil {
		return s.table.Update(msg)
	}
	if key, ok := msg.(tea.KeyMsg); ok {
		s.pager.Key(key.String())
	}
	return nil
}

// aboutLines is the room for what stands under the cursor, whole.
const aboutLines = 2

// SetSize gives the tree what the facts leave.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.table.SetSize(w, max(h-1-len(s.facts())-aboutLines, 3))
	s.pager.SetSize(w, max(h-2, 1))
	s.pager.SetLines(s.prose())
}

// facts are the organization in a line or two.
func (s *screen) facts() []string {
	if s.view == nil {
		return nil
	}
	units, accounts := 0, 0
	for _, n := range s.view.Nodes {
		switch n.Kind {
		case unitKind:
			units++
		case accountKind:
			accounts++
		}
	}
	management := string(s.view.Management) + " manages it; you are signed in to " + string(s.env.Session.AWS.Account)
	if s.manages() {
		management = string(s.view.Management) + " manages it, and you are signed in to it"
	}
	holds := kit.Counted(accounts, "AWS account", "AWS accounts") + ", " + kit.Counted(units, "organizational unit", "organizational units")
	if s.view.Imported {
		holds += ", imported from AWS"
	}
	return kit.Facts(s.env.Theme, s.w, "Organization", s.view.ID, "AWS account", management, "Holds", holds)
}

// manages reports whether one is signed in to the management account.
func (s *screen) manages() bool { return kit.OnAccount(s.env.Session, s.view.Management) }

// prose is what stands here when there is no tree to show.
func (s *screen) prose() []string {
	switch {
	case !s.ready:
		return []string{"Loading" + s.env.Theme.More}
	case s.err != nil:
		return kit.Unseen(s.env, s.err, "", s.w)
	case s.view == nil:
		return kit.Paragraphs(s.none(), s.w)
	default:
		return nil
	}
}

func (s *screen) none() string {
	return "AWS account " + string(s.env.Session.AWS.Account) + " belongs to no organization.\n\n" +
		"An organization in AWS Organizations joins the AWS accounts of a company. The account that creates it becomes its management account; " +
		"others join as member accounts, which stand under the root or in organizational units. An account is in one organization at the most.\n\n" +
		"A federated space needs one where IAM Identity Center is enabled as an organization instance: the management account sets SSO up and pays for the space. " +
		"An account instance needs none.\n\n" +
		"- n creates an organization with this account as its management account.\n" +
		"- i imports your real one, from what aws organizations describe-organization and list-accounts print.\n" +
		"- p shows all that a federated space needs."
}

// about is the line under the cursor, with what the tree has no room for.
func (s *screen) about() []string {
	n, some := s.table.Row()
	if !some {
		return nil
	}
	words := []string{n.title(), n.ID}
	switch {
	case n.Kind == unitKind:
		words[0] = n.Path
	case n.Path != "":
		words = append(words, "stands"+under(n))
	}
	return []string{s.env.Theme.Line(s.w), text.Visible(strings.Join(words, s.env.Theme.Dot))}
}

// View draws the bar over the tree, or over the text.
func (s *screen) View() string {
	if s.view == nil {
		return s.tabs.View(s.w) + "\n\n" + s.pager.View()
	}
	head := append([]string{s.tabs.View(s.w)}, s.facts()...)
	return text.Block(head, s.w, len(head)) + "\n" + s.table.View() + "\n" + text.Block(s.about(), s.w, aboutLines)
}

// OnAWSSide tells that it is a place of the AWS side.
func (s *screen) OnAWSSide() bool { return true }

// Title is the crumb.
func (s *screen) Title() string { return "Organization" }

// Topic is what the help opens.
func (s *screen) Topic() string { return "organizations" }

// Typing reports whether letters go into the filter.
func (s *screen) Typing() bool { return s.table.Typing() }

// Wants claims esc for the filter.
func (s *screen) Wants(key string) bool { return s.view != nil && s.table.Wants(key) }

// Route remembers the filter.
func (s *screen) Route() kit.Route { return kit.To("organization", "filter", s.table.Filter()) }

// story is all that is known of a line of the tree.
func (s *screen) story(n line) string {
	facts := []string{"ID: " + n.ID}
	if n.Path != "" {
		facts = append(facts, "Organizational unit: "+n.Path)
	}
	if n.Kind == accountKind {
		facts = append(facts, "Status: "+n.state(), "Organization: "+s.view.ID)
	}
	return strings.Join(facts, "\n")
}
