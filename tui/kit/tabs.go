package kit

import (
	"context"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/text"
)

// SpaceTabs is the bar of the places of a space, which each of them shows as its first line. A number key
// goes to a place, 0 to the space at a glance; the numbers are the same in every space, so that fingers can learn
// them.
type SpaceTabs struct {
	env       *Env
	active    string
	space     string
	federated bool
	within    bool // a place inside the active one, which leads back up to it
}

// tab is one place of a space.
type tab struct{ route, title string }

// Screens name their tab by its route. Sync is only there in a space with a directory behind it.
func spaceTabs() []tab {
	return []tab{
		{homeTab, "Home"}, {"projects", "Projects"}, {"members", "Members"}, {"teams", "Teams"}, {"sso", "SSO"},
		{syncTab, "Sync"}, {accountsTab, "Accounts"}, {"billing", "Billing"}, {"activity", "Activity"}, {"settings", "Settings"},
	}
}

const (
	homeTab     = "home"
	syncTab     = "sync"
	accountsTab = "accounts"
)

// NewSpaceTabs makes the bar for a place of a space, named by its route. Its Init belongs into the
// screen's Init, its Update gets what the screen gets, its Actions come after the screen's own.
func NewSpaceTabs(env *Env, active, space string) *SpaceTabs {
	return &SpaceTabs{env: env, active: active, space: space, federated: active == syncTab}
}

// NewSpaceTabsWithin makes the bar for a place inside one of the bar's places: the number of that place leads up to
// it.
func NewSpaceTabsWithin(env *Env, active, space string) *SpaceTabs {
	t := NewSpaceTabs(env, active, space)
	t.within = true
	return t
}

// Init asks whether the space has a sync.
func (t *SpaceTabs) Init() tea.Cmd {
	ask := func(ctx context.Context) (model.SyncState, error) {
		return Ask[model.SyncState](ctx, t.env, &model.ShowSync{Space: t.space})
	}
	return Go(t.env, t, ask, func(state model.SyncState, err error) tea.Cmd {
		if err == nil { // whoever may not see the space is told so by the place itself
			t.federated = state.Federated
		}
		return nil
	})
}

// Update asks again when something changed: a space can become federated.
func (t *SpaceTabs) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(Changed); ok && !t.federated {
		return t.Init()
	}
	return nil
}

// Federated reports whether the space has identity federation, as far as it is known yet.
func (t *SpaceTabs) Federated() bool { return t.federated }

// Title is the crumb of every place of a space: the bar says which of them it is.
func (t *SpaceTabs) Title() string { return t.space }

// Actions are the number keys. Going to another place of the same space takes the place of this one, so
// that the way back leads out of the space.
func (t *SpaceTabs) Actions() []Action {
	var actions []Action
	for i, tab := range spaceTabs() {
		if tab.route == t.active && !t.within {
			continue
		}
		a := Action{ID: "tab." + tab.route, Key: strconv.Itoa(i), Title: tab.title, Run: func() tea.Cmd {
			return Send(Navigate{Route: To(tab.route, "space", t.space), Replace: true})
		}}
		if tab.route == syncTab && !t.federated {
			a.Disabled = &Reason{Why: t.space + " has no sync: it is a space for AWS Builder ID users.",
				Fix: "A space with identity federation has one; it is set up under SSO."}
		}
		actions = append(actions, a)
	}
	return actions
}

// View draws the bar in one line. The active place stands in brackets, so that no colour is needed to see
// it; where there is little room the places move together, and then the names get shorter.
func (t *SpaceTabs) View(w int) string {
	tabs := t.numbered()
	if text.Width(barAt(t.env.Theme, shortened, t.active, tabs)) > w && t.active != homeTab {
		tabs = tabs[1:] // its number leads there all the same
	}
	return bar(t.env.Theme, w, t.active, tabs)
}

// numbered are the places that the bar shows, with their numbers.
func (t *SpaceTabs) numbered() []numberedTab {
	var list []numberedTab
	for i, tab := range spaceTabs() {
		if tab.route != syncTab || t.federated {
			list = append(list, numberedTab{tab, i})
		}
	}
	return list
}

// numberedTab is a place of a bar with the key that leads to it.
type numberedTab struct {
	tab
	number int
}

// density is how a bar is drawn.
type density int

// The densities: with room around each place, with one cell between two, with a name shortened, with no cell
// behind the numbers, and with beginnings of names for windows that are narrower than is promised.
const (
	roomy density = iota
	together
	shortened
	closest
	tightest
)

// bar draws places in one line of at most w cells.
func bar(t *Theme, w int, active string, tabs []numberedTab) string {
	for d := roomy; d < tightest; d++ {
		if line := barAt(t, d, active, tabs); text.Width(line) <= w {
			return line
		}
	}
	return text.Truncate(barAt(t, tightest, active, tabs), w)
}

func barAt(t *Theme, d density, active string, tabs []numberedTab) string {
	var b strings.Builder
	before := false // whether the place before is the active one
	for _, tab := range tabs {
		number := strconv.Itoa(tab.number)
		if d != closest {
			number += " "
		}
		name, is := number+tab.name(d), tab.route == active
		switch {
		case is:
			b.WriteString(t.Strong.Render("[" + name + "]"))
		case d == roomy:
			b.WriteString(" " + name + " ")
		case b.Len() > 0 && !before:
			b.WriteString(" " + name)
		default:
			b.WriteString(name)
		}
		before = is
	}
	return b.String()
}

// name is what a place is called at a density.
func (t tab) name(d density) string {
	const least = 3
	switch {
	case d == tightest:
		return t.title[:min(len(t.title), least)]
	case (d == shortened || d == closest) && t.route == accountsTab:
		return "AWS"
	default:
		return t.title
	}
}
