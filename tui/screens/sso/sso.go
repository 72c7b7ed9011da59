// Package sso shows whether a space has SSO, and with it the application: who is connected, who
// administers the space, and on which AWS account this is changed.
package sso

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// screen is the SSO page of a space's settings (FED-17, FED-18).
type screen struct {
	env    *kit.Env
	space  string
	tabs   *kit.SpaceTabs
	gates  *kit.Gates
	view   model.SSOView
	err    error
	loaded bool
	table  *kit.Table[model.ConnectedGroup]
	pager  *kit.Pager
	w, h   int
}

// New makes the screen of sso?space=….
func New(env *kit.Env, r kit.Route) kit.Screen {
	space := r.Get("space")
	s := &screen{env: env, space: space, tabs: kit.NewSpaceTabs(env, "sso", space), pager: kit.NewPager(env)}
	s.gates = kit.NewGates(env, &model.CreateTeam{Space: space})
	options := kit.ConnectedGroups(func(ctx context.Context) ([]model.ConnectedGroup, error) {
		view, err := kit.Ask[model.SSOView](ctx, env, &model.ShowSSO{Space: space})
		return view.Groups, err
	})
	options.Nothing, options.Filter = "No group is connected, so nobody comes to this space. Press e to connect one.", r.Get("filter")
	options.Open = func(g model.ConnectedGroup) tea.Cmd {
		return kit.Goto(kit.To("group-users", "space", space, "group", g.Name))
	}
	s.table = kit.NewTable(env, options)
	return s
}

// Init asks for the page.
func (s *screen) Init() tea.Cmd {
	return tea.Batch(s.tabs.Init(), s.gates.Refresh(), s.ask(), s.table.Init())
}

func (s *screen) ask() tea.Cmd {
	ask := func(ctx context.Context) (model.SSOView, error) {
		return kit.Ask[model.SSOView](ctx, s.env, &model.ShowSSO{Space: s.space})
	}
	return kit.Go(s.env, s, ask, func(view model.SSOView, err error) tea.Cmd {
		s.view, s.err, s.loaded = view, err, true
		s.SetSize(s.w, s.h)
		return nil
	})
}

// Update passes a message on; without a table to move in, the text scrolls.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(kit.Changed); ok {
		return tea.Batch(s.tabs.Update(msg), s.gates.Refresh(), s.ask(), s.table.Update(msg))
	}
	if key, ok := msg.(tea.KeyMsg); ok && !s.enabled() {
		s.pager.Key(key.String())
		return nil
	}
	return s.table.Update(msg)
}

func (s *screen) enabled() bool { return s.loaded && s.err == nil && s.view.Enabled }

// left tells that the space is one with identity federation whose application was taken away.
func (s *screen) left() bool { return !s.view.Enabled && s.view.Type == model.FederatedSpace }

// SetSize gives the groups what the facts leave.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.table.SetSize(w, max(h-1-len(s.facts()), 3))
	s.pager.SetSize(w, max(h-2, 1))
	s.pager.SetLines(s.prose())
}

// facts are the application in pairs of a label and what it says.
func (s *screen) facts() []string {
	if !s.enabled() {
		return nil
	}
	v := s.view
	lines := kit.Facts(s.env.Theme, s.w, "Space name", v.Space, "Display name", v.DisplayName, "Application name", v.ApplicationName,
		"Identity store", v.IdentityStore, "AWS account", string(v.Account)+s.signedIn(), "Space administrators", s.administrators())
	return append(lines[:min(len(lines), 9)], "")
}

// signedIn says beside the account whether changes can be made from here.
func (s *screen) signedIn() string {
	if kit.OnAccount(s.env.Session, s.view.Account) {
		return " (you are signed in to it)"
	}
	return " (changes are made there: m and e go over)"
}

// most is how many Space administrators are named on the page itself.
const most = 12

func (s *screen) administrators() string {
	names := s.view.Administrators
	if len(names) == 0 {
		return "none: choose one with a"
	}
	words := "@" + strings.Join(names[:min(len(names), most)], ", @")
	if rest := len(names) - most; rest > 0 {
		words += " and " + kit.Thousands(rest) + " more (m shows all)"
	}
	return words
}

// prose is what stands here when there is no application to show.
func (s *screen) prose() []string {
	switch {
	case !s.loaded:
		return []string{"Loading" + s.env.Theme.More}
	case s.err != nil:
		return kit.ExplainOn(s.err, s.w)
	case s.view.Enabled:
		return nil
	case s.left():
		return s.told("No application", s.disassociated())
	default:
		return s.told("SSO not enabled", s.notEnabled())
	}
}

// told sets a text under its title.
func (s *screen) told(title, words string) []string {
	return append([]string{s.env.Theme.Title.Render(text.Truncate(title, s.w)), ""}, kit.Paragraphs(words, s.w)...)
}

func (s *screen) notEnabled() string {
	return s.space + " is a space for AWS Builder ID users: its members are invited by email.\n\n" +
		"A space with identity federation gets its users and groups from your company's directory in IAM Identity Center instead, and they sign in with SSO.\n\n" +
		"Set up in AWS (m) crosses over to the AWS side" + s.billed() + ". A checklist shows what is done and what is missing there, and then a wizard leads through five steps: " +
		"the application with its name, the space, the groups to connect, the Space administrators, and the review.\n\n" +
		"The wizard makes a new space, or turns this one. If it turns this one, its present members lose access for good, and it never turns back; the review names them first."
}

// billed says which account one is signed in to over there.
func (s *screen) billed() string {
	if account := s.ownAccount(); account != "" {
		return ", signed in to AWS account " + string(account)
	}
	return ""
}

func (s *screen) disassociated() string {
	return s.space + " is a space with identity federation, and no application is associated with it. It has no members, and nobody can sign in to it; " +
		"its projects, teams and environments are kept.\n\n" +
		"Associate again in AWS (m) crosses over to the AWS side" + s.billed() + ". There the Identity Center application of that account is associated with the space, " +
		"and the sync brings the people of its groups, usually within two hours. An application that serves another space is disassociated there first; " +
		"an account without one sets it up anew.\n\n" +
		"A space with identity federation never becomes one for AWS Builder ID users. It can be deleted on the AWS side."
}

// View draws the tabs over the application with its groups, or over the text.
func (s *screen) View() string {
	if !s.enabled() {
		return s.tabs.View(s.w) + "\n\n" + s.pager.View()
	}
	head := append([]string{s.tabs.View(s.w)}, s.facts()...)
	return text.Block(head, s.w, len(head)) + "\n" + s.table.View()
}

// Title is the crumb.
func (s *screen) Title() string { return s.tabs.Title() }

// Topic is what the help opens.
func (s *screen) Topic() string { return "sso" }

// Typing reports whether letters go into the filter.
func (s *screen) Typing() bool { return s.table.Typing() }

// Wants claims esc for the filter.
func (s *screen) Wants(key string) bool { return s.table.Wants(key) }

// Route remembers the filter.
func (s *screen) Route() kit.Route {
	return kit.To("sso", "space", s.space, "filter", s.table.Filter())
}
