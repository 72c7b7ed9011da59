package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/tui/kit"
)

// Terminal is where the screens are shown.
type Terminal struct {
	In  io.Reader
	Out io.Writer
	// Environ is the environment of the terminal's session; nil for that of the process.
	Environ []string
	// Sizes are the sizes of a terminal that is elsewhere; nil where the terminal tells by itself.
	Sizes <-chan kit.Window
}

// Run shows the screens on a terminal until the person quits or ctx ends. In both cases the terminal is put
// back as it was. After a panic the error is one line with a log id.
func Run(ctx context.Context, env *kit.Env, screens Screens, start kit.Route, t Terminal) error {
	session := *env
	session.Context = ctx
	g := &guard{inner: New(&session, screens, start), env: &session}
	options := []tea.ProgramOption{tea.WithInput(t.In), tea.WithOutput(t.Out), tea.WithAltScreen(), tea.WithoutSignalHandler()}
	if t.Environ != nil {
		options = append(options, tea.WithEnvironment(t.Environ))
	}
	program := tea.NewProgram(g, options...)
	g.quit = program.Quit
	defer context.AfterFunc(ctx, program.Quit)()
	done := make(chan struct{})
	defer close(done)
	go resize(program, t.Sizes, done)
	_, err := program.Run()
	if r, ok := g.inner.(*root); ok && g.fault == nil && session.Left != nil {
		r.remember()
		session.Left(r.env.Session, r.page().route)
	}
	switch {
	case g.fault != nil:
		return g.fault
	case errors.Is(err, tea.ErrProgramPanic):
		return kit.NewFault(&session, err)
	default:
		return err
	}
}

// resize tells the program the sizes of a terminal that is elsewhere.
func resize(program *tea.Program, sizes <-chan kit.Window, done <-chan struct{}) {
	for {
		select {
		case <-done:
			return
		case size := <-sizes: // never, where there are none
			program.Send(tea.WindowSizeMsg{Width: size.Width, Height: size.Height})
		}
	}
}

// guard keeps a panic in the screens from reaching the terminal: it is logged, and the program ends.
type guard struct {
	inner tea.Model
	env   *kit.Env
	fault *kit.Fault
	quit  func()
}

func (g *guard) Init() (cmd tea.Cmd) {
	defer g.catch(&cmd)
	return g.inner.Init()
}

func (g *guard) Update(msg tea.Msg) (_ tea.Model, cmd tea.Cmd) {
	defer g.catch(&cmd)
	if g.fault != nil {
		return g, tea.Quit
	}
	_, cmd = g.inner.Update(msg)
	return g, cmd
}

// View can return no command, and the program waits for it: the end is asked for from beside.
func (g *guard) View() (view string) {
	defer func() {
		if caught := recover(); caught != nil {
			g.fail(caught)
			go g.quit()
		}
	}()
	if g.fault != nil {
		return g.fault.Error()
	}
	return g.inner.View()
}

func (g *guard) catch(cmd *tea.Cmd) {
	if caught := recover(); caught != nil {
		g.fail(caught)
		*cmd = tea.Quit
	}
}

func (g *guard) fail(caught any) {
	g.fault = kit.NewFault(g.env, fmt.Errorf("panic: %v\n%s", caught, debug.Stack()))
}
