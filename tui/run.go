package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"runtime/debug"
	"syscall"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/tui/kit"
)

// Run shows the screens on a terminal until the person quits, ctx ends, or the process is told to end. In
// every case the terminal is put back as it was. After a panic the error is one line with a log id.
func Run(ctx context.Context, env *kit.Env, screens Screens, start kit.Route, in io.Reader, out io.Writer, options ...tea.ProgramOption) error {
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT)
	defer stop()
	session := *env
	session.Context = ctx
	g := &guard{inner: New(&session, screens, start), env: &session}
	options = append([]tea.ProgramOption{tea.WithInput(in), tea.WithOutput(out), tea.WithAltScreen(),
		tea.WithoutSignalHandler()}, options...)
	program := tea.NewProgram(g, options...)
	g.quit = program.Quit
	defer context.AfterFunc(ctx, program.Quit)()
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
