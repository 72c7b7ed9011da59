// Package kittest drives screens without a terminal, as a person would: it presses keys, waits until
// nothing moves any more, and reads what is on the screen. Every frame on the way is held to the rules of
// a frame: exactly as high as the window, no line wider, and no escape sequence but colours.
//
// A robot runs the real program in virtual time, so it is started inside [testing/synctest.Test]:
//
//	synctest.Test(t, func(t *testing.T) {
//		env := kittest.NewEnv(t, service)
//		r := kittest.Start(t, tui.New(env, screens, kit.To("members", "space", "acme")), 80, 24)
//		r.Press("/").Type("mary").Press("enter")
//		r.See("1 of 1")
//	})
package kittest

import (
	"bytes"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
)

// settled is how long the robot lets virtual time go on after a key: longer than the pause between two
// refreshes, shorter than anything that a person waits for.
const settled = 250 * time.Millisecond

// Robot is a person at a screen.
type Robot struct {
	t        testing.TB
	program  *tea.Program
	recorder *recorder
	out      *output
	ended    chan struct{}
}

// Start runs a model in a window of w by h cells and waits until its first screen stands.
func Start(t testing.TB, model tea.Model, w, h int) *Robot {
	t.Helper()
	r := &Robot{t: t, out: &output{}, ended: make(chan struct{})}
	r.recorder = &recorder{t: t, inner: model, w: w, h: h}
	r.program = tea.NewProgram(r.recorder, tea.WithInput(nil), tea.WithOutput(r.out), tea.WithAltScreen(),
		tea.WithoutSignalHandler(), tea.WithoutCatchPanics())
	go func() {
		defer close(r.ended)
		if _, err := r.program.Run(); err != nil {
			t.Errorf("the program ended with %v", err)
		}
	}()
	t.Cleanup(r.end)
	r.program.Send(tea.WindowSizeMsg{Width: w, Height: h})
	return r.Wait(settled)
}

func (r *Robot) end() {
	r.program.Quit()
	<-r.ended
}

// Press presses keys by their names: "enter", "ctrl+p", "space", "a".
func (r *Robot) Press(keys ...string) *Robot {
	r.t.Helper()
	for _, key := range keys {
		r.program.Send(Key(key))
		r.Wait(settled)
	}
	return r
}

// Type types a text letter by letter.
func (r *Robot) Type(s string) *Robot {
	r.t.Helper()
	for _, letter := range s {
		r.program.Send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{letter}})
		synctest.Wait()
	}
	return r.Wait(settled)
}

// Paste pastes a text at once.
func (r *Robot) Paste(s string) *Robot {
	r.program.Send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(s), Paste: true})
	return r.Wait(settled)
}

// Send sends any message to the model.
func (r *Robot) Send(msg tea.Msg) *Robot {
	r.program.Send(msg)
	return r.Wait(settled)
}

// Resize changes the window.
func (r *Robot) Resize(w, h int) *Robot {
	r.recorder.resize(w, h)
	return r.Send(tea.WindowSizeMsg{Width: w, Height: h})
}

// Wait lets virtual time go on, and then waits until nothing moves.
func (r *Robot) Wait(d time.Duration) *Robot {
	time.Sleep(d)
	synctest.Wait()
	return r
}

// Screen is what is on the screen, without styles.
func (r *Robot) Screen() string { return ansi.Strip(r.recorder.last()) }

// Frame is what is on the screen, with its styles.
func (r *Robot) Frame() string { return r.recorder.last() }

// Lines are the lines on the screen, without styles.
func (r *Robot) Lines() []string { return strings.Split(r.Screen(), "\n") }

// See fails unless every text is on the screen.
func (r *Robot) See(texts ...string) *Robot {
	r.t.Helper()
	screen := r.Screen()
	for _, s := range texts {
		if !strings.Contains(screen, s) {
			r.t.Fatalf("%q is not on the screen:\n%s", s, screen)
		}
	}
	return r
}

// SeeNot fails if any of the texts is on the screen.
func (r *Robot) SeeNot(texts ...string) *Robot {
	r.t.Helper()
	screen := r.Screen()
	for _, s := range texts {
		if strings.Contains(screen, s) {
			r.t.Fatalf("%q is on the screen:\n%s", s, screen)
		}
	}
	return r
}

// Bytes is what was written to the terminal since Bytes was last called.
func (r *Robot) Bytes() []byte { return r.out.take() }

// Ended reports whether the program has ended by itself.
func (r *Robot) Ended() bool {
	select {
	case <-r.ended:
		return true
	default:
		return false
	}
}

// names are the keys that are not a letter.
var names = map[string]tea.KeyType{
	"enter": tea.KeyEnter, "esc": tea.KeyEsc, "tab": tea.KeyTab, "shift+tab": tea.KeyShiftTab, "backspace": tea.KeyBackspace,
	"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd,
	"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "delete": tea.KeyDelete,
}

// Key makes the message of a key.
func Key(name string) tea.KeyMsg {
	if kind, ok := names[name]; ok {
		return tea.KeyMsg{Type: kind}
	}
	if letter, ok := strings.CutPrefix(name, "ctrl+"); ok && len(letter) == 1 && letter[0] >= 'a' && letter[0] <= 'z' {
		return tea.KeyMsg{Type: tea.KeyType(letter[0]-'a') + tea.KeyCtrlA}
	}
	if name == "space" || name == " " {
		return tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}}
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(name)}
}

// recorder stands between program and model, keeps the last frame and checks each.
type recorder struct {
	t     testing.TB
	inner tea.Model

	mu    sync.Mutex
	w, h  int
	sized bool // whether the model knows its window
	frame string
}

func (r *recorder) Init() tea.Cmd { return r.inner.Init() }

func (r *recorder) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmd tea.Cmd
	r.inner, cmd = r.inner.Update(msg)
	if _, ok := msg.(tea.WindowSizeMsg); ok {
		r.mu.Lock()
		r.sized = true
		r.mu.Unlock()
	}
	return r, cmd
}

func (r *recorder) View() string {
	frame := r.inner.View()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.frame = frame
	if r.sized {
		CheckFrame(r.t, frame, r.w, r.h)
	}
	return frame
}

func (r *recorder) last() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.frame
}

// resize is followed by the message that tells the model; until then its frames are of the old size.
func (r *recorder) resize(w, h int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.w, r.h, r.sized = w, h, false
}

// colour is the only escape sequence that a frame may hold.
var colour = regexp.MustCompile("\x1b\\[[0-9;]*m")

// CheckFrame holds a frame to its size and to plain text.
func CheckFrame(t testing.TB, frame string, w, h int) {
	t.Helper()
	lines := strings.Split(frame, "\n")
	if len(lines) != h {
		t.Errorf("the frame has %d lines in a window of %d:\n%s", len(lines), h, ansi.Strip(frame))
	}
	for i, line := range lines {
		if got := ansi.StringWidth(line); got > w {
			t.Errorf("line %d is %d wide in a window of %d: %q", i+1, got, w, line)
		}
		if bare := colour.ReplaceAllString(line, ""); strings.IndexFunc(bare, control) >= 0 {
			t.Errorf("line %d holds a control character: %q", i+1, line)
		}
	}
}

func control(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }

// output takes what the renderer writes.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(p)
}

func (o *output) take() []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	taken := bytes.Clone(o.buf.Bytes())
	o.buf.Reset()
	return taken
}
