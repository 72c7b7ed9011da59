// Package billing shows what a space uses and what it costs, lets its tier and its billing account be
// changed, and compares the tiers.
package billing

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// screen is the page Billing details of a space (BIL-11). A cursor goes through its meters, charges and
// months; what there is to know of the one under it stands beside the page where there is room, and behind
// enter everywhere.
type screen struct {
	env    *kit.Env
	space  string
	region model.Region // of the space; empty until it is known
	do     string       // what the route asks to begin with
	tabs   *kit.SpaceTabs
	gates  *kit.Gates
	pager  *kit.Pager
	view   model.BillingView
	err    error
	known  bool
	items  []item
	id     string // of the item under the cursor
	w, h   int
}

// New makes the screen of billing?space=….
func New(env *kit.Env, r kit.Route) kit.Screen {
	space := r.Get("space")
	s := &screen{env: env, space: space, do: r.Get("do"), tabs: kit.NewSpaceTabs(env, "billing", space), pager: kit.NewPager(env)}
	s.gates = kit.NewGates(env, &model.ChangeBillingAccount{Space: space}, &model.RehearseUsage{Space: space})
	return s
}

// Init asks for the page, and begins what the route asks for.
func (s *screen) Init() tea.Cmd {
	cmds := []tea.Cmd{s.tabs.Init(), s.refresh()}
	switch s.do {
	case "account":
		cmds = append(cmds, s.changeAccount())
	case "use":
		cmds = append(cmds, s.rehearse())
	}
	s.do = ""
	return tea.Batch(cmds...)
}

func (s *screen) refresh() tea.Cmd {
	type answer struct {
		view   model.BillingView
		region model.Region
	}
	ask := func(ctx context.Context) (a answer, err error) {
		if a.view, err = kit.Ask[model.BillingView](ctx, s.env, &model.ShowBilling{Space: s.space}); err != nil {
			return a, err
		}
		space, err := kit.Ask[model.SpaceView](ctx, s.env, &model.ShowSpace{Name: s.space})
		a.region = space.Region
		return a, err
	}
	show := kit.Go(s.env, s, ask, func(a answer, err error) tea.Cmd {
		s.view, s.region, s.err, s.known = a.view, a.region, err, true
		s.compose()
		return nil
	})
	return tea.Batch(show, s.gates.Refresh())
}

// Title is the crumb.
func (s *screen) Title() string { return s.tabs.Title() }

// Topic is what the help explains.
func (s *screen) Topic() string { return "billing" }

// Update refreshes, moves the cursor and opens what is under it.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case kit.Changed:
		return tea.Batch(s.refresh(), s.tabs.Update(msg))
	case tea.KeyMsg:
		return s.key(msg.String())
	}
	return nil
}

func (s *screen) key(key string) tea.Cmd {
	const screenful = 4
	k, at := s.env.Keys, s.at()
	switch {
	case len(s.items) == 0:
		s.pager.Key(key)
		return nil
	case k.Is(key, kit.KeyOpen):
		return s.open(s.items[at])
	case k.Is(key, kit.KeyDown):
		at++
	case k.Is(key, kit.KeyUp):
		at--
	case k.Is(key, kit.KeyPageDown):
		at += screenful
	case k.Is(key, kit.KeyPageUp):
		at -= screenful
	case k.Is(key, kit.KeyHome):
		at = 0
	case k.Is(key, kit.KeyEnd):
		at = len(s.items) - 1
	default:
		return nil
	}
	s.id = s.items[max(min(at, len(s.items)-1), 0)].id
	s.compose()
	return nil
}

// at is where the cursor is: on the item that it stayed with, or on the first.
func (s *screen) at() int {
	for i, it := range s.items {
		if it.id == s.id {
			return i
		}
	}
	return 0
}

// open shows everything about an item, in a dialog of its own.
func (s *screen) open(it item) tea.Cmd {
	return kit.Send(kit.Open{Dialog: kit.NewText(s.env, it.title, strings.Join(it.details(s.w), "\n"), "")})
}

// beside is from which width on the item under the cursor is explained beside the page.
const beside = 110

// columns are the widths of the page and of what stands beside it, which may be nothing.
func (s *screen) columns() (page, side int) {
	const gap = 3
	if s.w < beside || len(s.items) == 0 {
		return s.w, 0
	}
	page = s.w * 5 / 8
	return page, s.w - page - gap
}

// SetSize leaves two lines to the tabs.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.compose()
}

// View draws the tabs over the page, and what is under the cursor beside it.
func (s *screen) View() string {
	body := s.pager.View()
	if page, side := s.columns(); side > 0 {
		body = s.join(body, page, side)
	}
	return s.tabs.View(s.w) + "\n\n" + body
}

// join sets the two columns beside each other, line by line.
func (s *screen) join(body string, page, side int) string {
	it := s.items[s.at()]
	lines := append([]string{s.env.Theme.Title.Render(text.Truncate(text.Visible(it.title), side)), ""}, it.details(side)...)
	var b strings.Builder
	for i, left := range strings.Split(body, "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		right := ""
		if i < len(lines) {
			right = text.Truncate(lines[i], side)
		}
		b.WriteString(text.Fit(left, page) + "   " + right)
	}
	return b.String()
}
