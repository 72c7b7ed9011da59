package tui_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui"
	"atrium/tui/kit"
	"atrium/tui/kit/kittest"
	"atrium/tui/text"
)

// card is the least screen: it says where it is, who acts, and how often it was told of a change.
type card struct {
	env     *kit.Env
	route   kit.Route
	w, h    int
	changes int
	dirty   bool
}

func (c *card) Init() tea.Cmd    { return nil }
func (c *card) SetSize(w, h int) { c.w, c.h = w, h }
func (c *card) Title() string    { return c.route.Name }
func (c *card) Route() kit.Route { return c.route.With("seen", "yes") }

func (c *card) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(kit.Changed); ok {
		c.changes++
	}
	return nil
}

func (c *card) MayLeave() string {
	if c.dirty {
		return "Leave the card?"
	}
	return ""
}

func (c *card) View() string {
	lines := []string{"card " + c.route.String(), "for " + kit.Who(c.env.Session), "changes " + kit.Thousands(c.changes)}
	return text.Block(lines, c.w, c.h)
}

func (c *card) Actions() []kit.Action {
	return []kit.Action{
		{ID: "n", Key: "n", Title: "Next", Run: func() tea.Cmd { return kit.Goto(kit.To("second", "space", "acme")) }},
		{ID: "r", Key: "r", Title: "Replace", Run: func() tea.Cmd { return kit.Send(kit.Navigate{Route: kit.To("second"), Replace: true}) }},
		{ID: "w", Key: "w", Title: "Switch", Run: func() tea.Cmd { return kit.Send(kit.SwitchSession{Session: model.Session{Person: "li"}}) }},
		{ID: "d", Key: "d", Title: "Dirty", Run: func() tea.Cmd { c.dirty = true; return nil }},
		{ID: "c", Key: "c", Title: "Copy", Run: func() tea.Cmd { return c.env.Copy("token") }},
		{ID: "p", Key: "p", Title: "Panic", Run: func() tea.Cmd { panic("broken") }},
	}
}

func cards() tui.Screens {
	card := func(env *kit.Env, route kit.Route) kit.Screen { return &card{env: env, route: route} }
	return tui.Screens{"first": card, "second": card}
}

func start(t *testing.T, service *kittest.Service, change func(*kit.Env)) *kittest.Robot {
	env := kittest.NewEnv(t, service)
	change(env)
	return kittest.Start(t, tui.New(env, cards(), kit.To("first")), 80, 24)
}

func same(*kit.Env) {}

func TestThereAndBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		service := &kittest.Service{}
		r := start(t, service, same).See("card first", "atrium › first ", "n Next")
		r.Press("n").See("card second?space=acme", "atrium › first › second")
		service.Commit()
		service.Commit()
		r.Wait(time.Second).See("changes 2").Press("esc").See("card first", "changes 1")
		r.Press("esc").See("card first").Press("q")
		if !r.Ended() {
			t.Error("q at the first place did not quit")
		}
	})
}

func TestLeavingAsks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, &kittest.Service{}, same).Press("n", "d", "esc").See("Leave the card?", "what you typed here is lost")
		r.Press("enter").See("card second").Press("q", "y").See("card first")
		r.Press("d", "r").See("Leave the card?").Press("y").See("card second", "atrium › second")
	})
}

func TestSwitchingWhoActs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, &kittest.Service{}, same).See("for mary", "as mary").Press("n", "w").See("for li", "as li", "You act as li now.", "seen=yes")
		r.Press("esc").See("card first", "for li")
	})
	synctest.Test(t, func(t *testing.T) {
		r := start(t, &kittest.Service{}, func(e *kit.Env) { e.MaySwitch = false })
		r.Press("w").See("for mary", "! This session acts as mary and cannot be switched.")
	})
}

func TestUnknownPlaceIsSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start(t, &kittest.Service{}, same).Send(kit.Navigate{Route: kit.ParseRoute("nowhere?x=1")}).See(`no place named "nowhere"`).Press("esc").See("card first")
	})
}

func TestHeaderSaysWhoWhereAndWhen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, &kittest.Service{Speed: 60}, func(e *kit.Env) {
			e.Session.AWS = &model.SignIn{Account: "111122223333"}
			e.ReadOnly = "The disk is full."
			e.Status = func(context.Context, *kit.Env, string) (kit.Status, error) {
				return kit.Status{Type: "identity federation", Sync: "3 overdue", Bad: true}, nil
			}
		})
		r.Press("n").Resize(140, 24).See("READ ONLY", "as mary", "! 3 overdue", "AWS 111122223333 no admin", "x60", "acme (identity federation)")
		r.Resize(60, 15).See("READ ONLY · as mary")
	})
}

func TestWarningIsSaidFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, &kittest.Service{}, func(e *kit.Env) {
			e.Warning = &model.Refusal{Message: "The store has lost changes.", Fix: "Restore a backup."}
		})
		r.See("Before you begin", "The store has lost changes.", "Restore a backup.").Press("enter").See("card first")
	})
}

func TestRemappedKeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, &kittest.Service{}, func(e *kit.Env) { e.Keys["n"] = []string{"z"} })
		r.See("z Next").Press("n").See("card first").Press("z").See("card second")
	})
}

func TestPlainTerminal(t *testing.T) {
	for _, environ := range [][]string{{"TERM=dumb"}, {"TERM=xterm", "NO_COLOR=1"}} {
		synctest.Test(t, func(t *testing.T) {
			r := start(t, &kittest.Service{}, func(e *kit.Env) { e.Theme = kit.NewTheme(&bytes.Buffer{}, environ) })
			for _, key := range []string{":", "esc", "?", "esc", "d", "q", "esc"} {
				for _, c := range r.Press(key).Frame() {
					if c > 0x7e || c < ' ' && c != '\n' {
						t.Fatalf("%q draws %q", key, c)
					}
				}
			}
		})
	}
}

func TestAToastGoesWithTheNextKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, &kittest.Service{}, same)
		r.Press("c").See("Sent to the terminal's clipboard").SeeNot("n Next")
		r.Press("x").SeeNot("Sent to").See("n Next")
		r.Press("c").See("Sent to the terminal's clipboard").Wait(time.Minute).SeeNot("Sent to").See("n Next")
	})
}

func TestCopyGoesThroughTheSession(t *testing.T) {
	for environ, want := range map[string]int{"TERM=xterm": 1, "TERM=tmux-256color": 2, "TMUX=/tmp/tmux": 2} {
		synctest.Test(t, func(t *testing.T) {
			var out bytes.Buffer
			r := start(t, &kittest.Service{}, func(e *kit.Env) { e.Clipboard = kit.NewClipboard(&out, []string{environ}) })
			r.Press("c").See("Sent to the terminal's clipboard: token")
			if got := strings.Count(out.String(), "]52;c;dG9rZW4="); got != want {
				t.Errorf("%s: %q", environ, out.String())
			}
		})
	}
}

func TestRunRestoresTheTerminal(t *testing.T) {
	for name, stop := range map[string]func(in *bytes.Buffer, cancel func()){
		"the end of the session": func(_ *bytes.Buffer, cancel func()) { cancel() },
		"q":                      func(in *bytes.Buffer, _ func()) { in.WriteString("q") },
		"a panic":                func(in *bytes.Buffer, _ func()) { in.WriteString("p") },
	} {
		ctx, cancel := context.WithCancel(t.Context())
		var in, out bytes.Buffer
		stop(&in, cancel)
		env := kittest.NewEnv(t, &kittest.Service{})
		screens := cards()
		screens["first"] = func(*kit.Env, kit.Route) kit.Screen { return &fragile{} }
		err := tui.Run(ctx, env, screens, kit.To("first"), tui.Terminal{In: &in, Out: &out})
		cancel()
		var fault *kit.Fault
		if errors.As(err, &fault) != (name == "a panic") {
			t.Errorf("%s: %v", name, err)
		}
		if !strings.Contains(out.String(), "\x1b[?1049l") || !strings.Contains(out.String(), "\x1b[?25h") {
			t.Errorf("%s leaves the terminal as %q", name, out.String())
		}
	}
}

// fragile breaks on p, and quits by itself on q; it needs no window.
type fragile struct{ card }

func (f *fragile) Typing() bool          { return true }
func (f *fragile) Actions() []kit.Action { return nil }
func (f *fragile) View() string          { return "" }

func (f *fragile) Init() tea.Cmd { return kit.Send(tea.WindowSizeMsg{Width: 80, Height: 24}) }

func (f *fragile) Update(msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyMsg)
	switch {
	case ok && key.String() == "p":
		panic("broken")
	case ok:
		return kit.Send(kit.Quit{})
	}
	return nil
}

func TestKeysThatComeAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, &kittest.Service{}, same)
		r.Send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(":gu")}).See(": gu")
	})
}
