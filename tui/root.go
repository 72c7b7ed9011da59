// Package tui puts the screens together: one root model that routes messages, and the way in which it is
// run on a terminal.
package tui

import (
	"context"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/screens/spaces"
)

// Screens makes the screen of each route name.
type Screens map[string]func(*kit.Env, kit.Route) kit.Screen

// root holds the stack of places, the dialogs over the topmost one, and the lines above and below.
type root struct {
	env     *kit.Env
	screens Screens
	pages   []*page
	dialogs []kit.Screen
	toast   *kit.Toast
	status  kit.Status
	space   string // the space that status is about
	lastKey string
	w, h    int
	changes chan struct{}
}

// New makes the root model. It begins at start; unsubscribing from the service goes with env.Context.
func New(env *kit.Env, screens Screens, start kit.Route) tea.Model {
	own, cancel := env.Within()
	context.AfterFunc(env.Context, cancel)
	r := &root{env: own, screens: screens, changes: make(chan struct{}, 1)}
	r.pages = []*page{{route: start}}
	return r
}

// Init shows the first screen and begins to listen for changes.
func (r *root) Init() tea.Cmd {
	if r.env.Warning != nil {
		return tea.Batch(r.subscribe(), r.show(), kit.Send(kit.Open{Dialog: kit.NewNotice(r.env, "Before you begin", r.env.Warning)}))
	}
	return tea.Batch(r.subscribe(), r.show())
}

// Update routes a message to whom it concerns.
func (r *root) Update(msg tea.Msg) (tea.Model, tea.Cmd) { return r, r.route(msg) }

func (r *root) route(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		r.w, r.h = msg.Width, msg.Height
		r.resize()
	case tea.KeyMsg:
		return r.keys(msg)
	case kit.Answered:
		return msg.Deliver()
	case kit.Navigate:
		return r.navigate(msg)
	case kit.Back:
		return r.back()
	case kit.OtherSide:
		return r.otherSide()
	case kit.Quit:
		return r.quit()
	case kit.Open:
		return r.open(msg.Dialog)
	case kit.Close:
		return r.close(msg.Dialog)
	case kit.Toast:
		return r.say(msg)
	case kit.SwitchSession:
		return r.switchSession(msg.Session)
	default:
		return r.current().Update(msg)
	}
	return nil
}

// keys takes keys one by one. Those that come at once, over a slow line or from a busy machine, reach the program
// as one; where they are typed into a text they are welcome so.
func (r *root) keys(msg tea.KeyMsg) tea.Cmd {
	if msg.Type != tea.KeyRunes || len(msg.Runes) < 2 || msg.Paste || msg.Alt || typing(r.current()) {
		return r.key(msg)
	}
	var each []tea.Cmd
	for _, letter := range msg.Runes {
		each = append(each, kit.Send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{letter}}))
	}
	return tea.Sequence(each...)
}

// key gives a key to the dialog, to the program, to an action of the place, or to the screen.
func (r *root) key(msg tea.KeyMsg) tea.Cmd {
	key, k := msg.String(), r.env.Keys
	defer func() { r.lastKey = key }()
	if r.env.Typed != nil {
		r.env.Typed()
	}
	if r.toast != nil && !r.toast.Bad {
		r.toast = nil // it was there to be read, and stands where the keys are
	}
	top := r.current()
	switch {
	case k.Is(key, kit.KeyStop):
		return r.quit()
	case key == "ctrl+z" && r.env.MaySuspend:
		return tea.Suspend
	case r.w > 0 && r.tooSmall():
		return nil // what cannot be seen is not acted on
	case len(r.dialogs) > 0:
		if k.Is(key, kit.KeyHelp) && !typing(top) && topic(top) != "" {
			return r.open(kit.NewHelp(r.page().env, topic(top), nil))
		}
		return top.Update(msg)
	case k.IsTyping(key, kit.KeyPalette):
		return r.openPalette()
	case typing(top) || wants(top, key):
		return top.Update(msg)
	default:
		return r.placeKey(msg)
	}
}

// placeKey takes a key that is not typed: first what the whole program does with it.
func (r *root) placeKey(msg tea.KeyMsg) tea.Cmd {
	key, k, top := msg.String(), r.env.Keys, r.current()
	switch {
	case k.Is(key, kit.KeyHelp):
		return r.open(kit.NewHelp(r.page().env, topic(top), actions(top)))
	case k.Is(key, kit.KeyPalette):
		return r.openPalette()
	case k.Is(key, kit.KeySpaces):
		return r.open(spaces.NewSwitcher(r.page().env))
	case k.Is(key, kit.KeyQuit):
		return r.back()
	case k.Is(key, kit.KeyBack):
		if len(r.pages) > 1 {
			return r.back()
		}
		return nil
	}
	if action, ok := k.Find(actions(top), key); ok {
		return action.Do(r.page().env)
	}
	return top.Update(msg)
}

func (r *root) openPalette() tea.Cmd {
	return r.open(kit.NewPalette(r.page().env, r.page().route.Get("space"), actions(r.current())))
}

// current is what takes keys: the topmost dialog, or the screen.
func (r *root) current() kit.Screen {
	if n := len(r.dialogs); n > 0 {
		return r.dialogs[n-1]
	}
	return r.page().screen
}

// open puts a dialog on top.
func (r *root) open(dialog kit.Screen) tea.Cmd {
	r.dialogs = append(r.dialogs, dialog)
	dialog.SetSize(r.w, r.bodyHeight())
	if d, ok := dialog.(interface{ OpenedBy(string) }); ok {
		d.OpenedBy(r.lastKey)
	}
	return dialog.Init()
}

// close takes a dialog away, and whatever was opened over it.
func (r *root) close(dialog kit.Screen) tea.Cmd {
	if i := slices.Index(r.dialogs, dialog); i >= 0 {
		r.dialogs = r.dialogs[:i]
	}
	return resume(r.current())
}

// quit ends the session, after asking where something would be lost.
func (r *root) quit() tea.Cmd {
	return r.leaving(func() tea.Cmd { return tea.Quit })
}

// leaving asks the dialogs and the screen whether something would be lost, and then goes on.
func (r *root) leaving(next func() tea.Cmd) tea.Cmd {
	for _, s := range append([]kit.Screen{r.page().screen}, r.dialogs...) {
		leaver, ok := s.(kit.Leaver)
		if !ok || leaver.MayLeave() == "" {
			continue
		}
		plan := model.Plan{Effects: []model.Effect{{Kind: model.EffectNote, Text: "what you typed here is lost"}}}
		ask := kit.NewConfirm(r.page().env, leaver.MayLeave(), plan, "")
		ask.Do = func(string) tea.Cmd { r.close(ask); return next() }
		ask.Cancel = func() tea.Cmd { return r.close(ask) }
		return r.open(ask)
	}
	return next()
}

// say shows a toast; it goes by one timer, and nothing is drawn meanwhile.
func (r *root) say(toast kit.Toast) tea.Cmd {
	r.toast = &toast
	shown := 5 * time.Second
	if toast.Bad {
		shown = 10 * time.Second
	}
	return kit.After(r.env, "toast", shown, func() tea.Cmd { r.toast = nil; return nil })
}
