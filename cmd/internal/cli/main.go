package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"syscall"
	"time"

	"golang.org/x/term"

	"atrium/cmd/internal/app"
	"atrium/cmd/internal/door"
)

// Streams are where a command reads and writes.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// program is one run of the command line.
type program struct {
	streams Streams
	out     *bufio.Writer
	globals globals
	// wantsJSON is known before the flags are read, since a fault in them is told in JSON too.
	wantsJSON bool
	// topic is the guide topic of the command that runs.
	topic string
	// doing is the id of the command that runs, for the log.
	doing string
	// changed tells that a change was carried out, whatever went wrong after it.
	changed bool
	app     *app.App
	// visit is the session of somebody else that this run belongs to, in whose place the app stays open; nil
	// where the program runs for itself.
	visit *door.Visit
	// taken is what was read of the standard input before the store was found to be held: it is read again.
	taken []byte
	args  []string
	wait  wait // for the holder of the store
}

// Main runs the command line and returns the exit code.
func Main(args []string, streams Streams) (code int) {
	// Without this the program is killed when the reader of its output goes away, with the store open.
	signal.Ignore(syscall.SIGPIPE)
	ends := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // as it is under nohup
		ends = append(ends, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(context.Background(), ends...)
	defer stop()
	// The first interrupt asks to stop; a second one ends a program that waits for its input.
	defer context.AfterFunc(ctx, stop)()
	p := newProgram(args, streams)
	return p.tell(p.run(ctx, args))
}

func newProgram(args []string, streams Streams) *program {
	p := &program{streams: streams, args: args, wantsJSON: wantsJSON(args)}
	p.out = bufio.NewWriterSize(output{p}, 64<<10)
	return p
}

// output is the standard output, whose faults are told apart from those of the program.
type output struct{ p *program }

func (o output) Write(data []byte) (int, error) {
	n, err := o.p.streams.Out.Write(data)
	if err != nil {
		err = &outputError{err, o.p.changed}
	}
	return n, err
}

// run carries out what the arguments say, and closes everything again. A panic comes back as a fault.
func (p *program) run(ctx context.Context, args []string) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			p.doing += " (panic)"
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
		err = p.end(ctx, err)
	}()
	root := p.root()
	root.SetArgs(args)
	return root.ExecuteContext(ctx)
}

// end writes what is left to write and closes the store. The store comes last: what it tidies up must not
// keep anyone waiting for the answer.
func (p *program) end(ctx context.Context, err error) error {
	if flushed := p.out.Flush(); flushed != nil && err == nil {
		err = flushed
	}
	if p.app == nil || p.visit != nil {
		return err
	}
	p.sweep(ctx, err)
	if closed := p.app.Close(); closed != nil && err == nil {
		err = closed
	}
	return err
}

// sweepFor is how long a command may tidy up after itself.
const sweepFor = 200 * time.Millisecond

// sweep removes what a change left behind where nothing reaches it. What it does not come to is swept by a
// later command, or by the engine of the screens.
func (p *program) sweep(ctx context.Context, err error) {
	if err != nil || !p.changed {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, sweepFor)
	defer cancel()
	if err := p.app.Service.Sweep(ctx); err != nil && ctx.Err() == nil {
		p.app.Log.Fault("sweeping", err)
	}
}

// open opens the store, once it is clear that it is needed. A visit has the one that is open.
func (p *program) open(ctx context.Context, memory bool) error {
	if p.visit != nil {
		return nil
	}
	c, err := p.config(memory)
	if err != nil {
		return err
	}
	if p.app, err = app.Open(ctx, c); err != nil {
		return err
	}
	if lost := p.app.Lost(); lost != nil && p.doing != "store.verify" && p.doing != "store.accept" {
		p.note(lost.What, lost.Fix())
	}
	return nil
}

// config is what the flags ask for.
func (p *program) config(memory bool) (c app.Config, err error) {
	g := &p.globals
	c = app.Config{Data: g.data, Demo: g.demo, Memory: memory, Seed: g.seed, Tiers: g.tiers, Quotas: g.quotas, ReadOnly: g.readOnly}
	c.Now, err = g.fixed()
	return c, err
}

// fdOf is the file behind a stream, if there is one.
func fdOf(stream any) (int, bool) {
	file, ok := stream.(interface{ Fd() uintptr })
	if !ok {
		return 0, false
	}
	return int(file.Fd()), true
}

// A terminal elsewhere tells of itself.
type distant interface {
	Terminal() bool
	Width() int
}

func isTerminal(stream any) bool {
	if d, ok := stream.(distant); ok {
		return d.Terminal()
	}
	fd, ok := fdOf(stream)
	return ok && term.IsTerminal(fd)
}

// width is how wide the terminal is that the output goes to; 0 where it goes elsewhere.
func (p *program) width() int {
	if d, ok := p.streams.Out.(distant); ok {
		return d.Width()
	}
	fd, ok := fdOf(p.streams.Out)
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(fd)
	if err != nil {
		return 0
	}
	return width
}

// wantsJSON finds -o json among the arguments, in any way of writing it.
func wantsJSON(args []string) bool {
	for i, arg := range args {
		switch {
		case slices.Contains([]string{"-ojson", "-o=json", "--output=json"}, arg):
			return true
		case (arg == "-o" || arg == "--output") && i+1 < len(args) && args[i+1] == "json":
			return true
		}
	}
	return false
}

// brokenPipe tells that whoever read the output has gone, which is their right.
func brokenPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }
