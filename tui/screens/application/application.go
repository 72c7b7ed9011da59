// Package application is the AWS side's page of the Identity Center application of the account that one is
// signed in to: the space that it serves, the Space administrators and the connected groups (FED-18).
package application

import (
	"context"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// screen is the page of one account's application.
type screen struct {
	env    *kit.Env
	tabs   *kit.AWSTabs
	gates  *kit.Gates
	table  *kit.Table[model.ConnectedGroup]
	view   *model.ApplicationView // nil while there is none
	err    error                  // why it is not known whether there is one
	ready  bool
	closed closed
	// account is the one that the route speaks of, empty for whichever is signed in to, and wanted the space
	// that it is about: it is offered first.
	account model.AccountID
	wanted  string
	do      string // the act that the route asks to begin with, by its catalogue id
	pager   *kit.Pager
	w, h    int
}

// closed says what cannot be done with the application as it stands now; nil for what can.
type closed struct{ change, remove *kit.Reason }

// New makes the screen of application, or application?account=…&space=…&do=…&filter=….
func New(env *kit.Env, r kit.Route) kit.Screen {
	s := &screen{env: env, tabs: kit.NewAWSTabsWithin(env, "directory"), account: model.AccountID(r.Get("account")), wanted: r.Get("space"), do: r.Get("do"), pager: kit.NewPager(env)}
	options := kit.ConnectedGroups(func(ctx context.Context) ([]model.ConnectedGroup, error) {
		view, err := kit.Ask[model.ApplicationView](ctx, env, &model.ShowApplication{})
		return view.Groups, err
	})
	options.Nothing, options.Filter, options.Open = "No group is connected, so nobody comes to a space.", r.Get("filter"), s.open
	options.Columns[slices.IndexFunc(options.Columns, func(c kit.Column[model.ConnectedGroup]) bool { return c.Title == "Sync" })].Cell = s.arrival
	s.table = kit.NewTable(env, options)
	s.setGates("")
	return s
}

func (s *screen) setGates(space string) {
	s.gates = kit.NewGates(s.env, &model.EditSSO{Space: space}, &model.NameAdministrators{Space: space},
		&model.DisassociateSSO{Space: space}, &model.DeleteFederatedSpace{Space: space})
}

// Init asks for the application.
func (s *screen) Init() tea.Cmd { return tea.Batch(s.ask(), s.table.Init()) }

// known is what the page asks for at once.
type known struct {
	view   model.ApplicationView
	closed closed
}

func (s *screen) ask() tea.Cmd {
	ask := func(ctx context.Context) (known, error) {
		if signIn := s.env.Session.AWS; s.account != "" && signIn != nil && signIn.Account != s.account {
			return known{}, &model.Refusal{Rule: "ACC-12", Message: "You are signed in to AWS account " + string(signIn.Account) + ", and this application is in another one.",
				Fix: "Sign in to AWS account " + string(s.account) + " with A."}
		}
		view, err := kit.Ask[model.ApplicationView](ctx, s.env, &model.ShowApplication{})
		if err != nil {
			return known{}, err
		}
		remove := &model.DeleteApplication{Application: view.Application}
		c := closed{change: kit.Closed(ctx, s.env, remove)}
		if c.remove = c.change; c.remove == nil {
			_, err = s.env.Service.Check(ctx, s.env.Session, remove)
			c.remove = kit.ReasonOf(err)
		}
		return known{view, c}, nil
	}
	return kit.Go(s.env, s, ask, s.arrived)
}

func (s *screen) arrived(k known, err error) tea.Cmd {
	before := s.space()
	s.ready, s.view, s.closed, s.err = true, nil, k.closed, err
	switch refusal, _ := model.AsRefusal(err); {
	case err == nil:
		s.view = &k.view
	case refusal != nil && refusal.Rule == "FED-18": // the account has none
		s.err = nil
	}
	s.SetSize(s.w, s.h)
	cmds := []tea.Cmd{s.begin()}
	if s.space() != before {
		s.setGates(s.space())
		cmds = append(cmds, s.table.Refresh()) // what a row says of the sync depends on it
	}
	if s.space() != "" {
		cmds = append(cmds, s.gates.Refresh())
	}
	return tea.Batch(cmds...)
}

// space is the one that the application serves; empty for none.
func (s *screen) space() string {
	if s.view == nil {
		return ""
	}
	return s.view.Space
}

// begin does what the route asks for, once.
func (s *screen) begin() tea.Cmd {
	id := s.do
	s.do = ""
	return kit.Begin(s.env, s.Actions(), id)
}

// Update refreshes; without groups to move in, the text scrolls.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(kit.Changed); ok {
		return tea.Batch(s.ask(), s.table.Update(msg))
	}
	if s.view != nil {
		return s.table.Update(msg)
	}
	if key, ok := msg.(tea.KeyMsg); ok {
		s.pager.Key(key.String())
	}
	return nil
}

// SetSize gives the groups what the facts leave.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.table.SetSize(w, max(h-1-len(s.facts()), 3))
	s.pager.SetSize(w, max(h-2, 1))
	s.pager.SetLines(s.prose())
}

// leastGroups is how many lines the groups keep however much there is to say of the application.
const leastGroups = 6

// facts are the application in pairs of a label and what it says.
func (s *screen) facts() []string {
	if s.view == nil {
		return nil
	}
	v := s.view
	lines := kit.Facts(s.env.Theme, s.w, "Space name", s.serves(), "Display name", v.DisplayName, "Application name", v.Application, "Status", s.status(),
		"Identity store", s.store(), "Space administrators", s.administrators(), "Service-linked role", roleName(v.ServiceRole))
	return append(lines[:min(len(lines), max(s.h-2-leastGroups, 1))], "")
}

func (s *screen) serves() string {
	if s.view.Space == "" {
		return "none"
	}
	return s.view.Space
}

// status says in words how the application stands (FED-21).
func (s *screen) status() string {
	switch {
	case s.view.Status == model.ApplicationInvalid:
		return "invalid: its instance of IAM Identity Center was deleted; it signs nobody in and can only be deleted"
	case s.view.StoreDeleted:
		return "not associated: its identity store was deleted; it can only be deleted"
	case s.view.Status == model.ApplicationFree:
		return "not associated: free for a space"
	default:
		return "active: it signs people in to " + s.view.Space
	}
}

func (s *screen) store() string {
	words := s.view.IdentityStore + " in AWS account " + string(s.view.Account)
	if s.view.StoreDeleted {
		words += " (deleted)"
	}
	return words
}

// arrival tells whether the sync has brought a group; an application without a space waits for none.
func (s *screen) arrival(g model.ConnectedGroup) string {
	if s.space() == "" {
		return "-"
	}
	return kit.Arrival(g)
}

// most is how many Space administrators are named on the page itself.
const most = 6

func (s *screen) administrators() string {
	names := s.view.Administrators
	if len(names) == 0 {
		return "none is chosen"
	}
	words := "@" + strings.Join(names[:min(len(names), most)], ", @")
	if rest := len(names) - most; rest > 0 {
		words += " and " + kit.Thousands(rest) + " more (v shows all)"
	}
	return words
}

// roleName is the last part of a role's ARN.
func roleName(arn string) string { return arn[strings.LastIndex(arn, "/")+1:] }

// prose is what stands here when there is no application to show.
func (s *screen) prose() []string {
	switch {
	case !s.ready:
		return []string{"Loading" + s.env.Theme.More}
	case s.err != nil:
		return kit.Unseen(s.env, s.err, s.account, s.w)
	case s.view == nil:
		return kit.Paragraphs(s.none(), s.w)
	default:
		return nil
	}
}

func (s *screen) none() string {
	return "AWS account " + string(s.env.Session.AWS.Account) + " has no Identity Center application.\n\n" +
		"The application stands for your company towards a space: people choose it by its name when they sign in with SSO, and its groups are connected to the space. " +
		"An account has one at the most, and an application serves one space at a time.\n\n" +
		"- p shows what has to be there first: an organization, IAM Identity Center, users and groups.\n" +
		"- n sets up SSO in five steps, which creates the application with a new space or with one that you have."
}

// View draws the bar over the application with its groups, or over the text.
func (s *screen) View() string {
	if s.view == nil {
		return s.tabs.View(s.w) + "\n\n" + s.pager.View()
	}
	head := append([]string{s.tabs.View(s.w)}, s.facts()...)
	return text.Block(head, s.w, len(head)) + "\n" + s.table.View()
}

// OnAWSSide tells that it is a place of the AWS side.
func (s *screen) OnAWSSide() bool { return true }

// Title is the crumb.
func (s *screen) Title() string { return "Application" }

// Topic is what the help opens.
func (s *screen) Topic() string { return "sso-application" }

// Typing reports whether letters go into the filter.
func (s *screen) Typing() bool { return s.table.Typing() }

// Wants claims esc for the filter.
func (s *screen) Wants(key string) bool { return s.view != nil && s.table.Wants(key) }

// Route remembers the account, the space and the filter.
func (s *screen) Route() kit.Route {
	return kit.To("application", "account", string(s.account), "space", s.wanted, "filter", s.table.Filter())
}
