package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"atrium/cmd/internal/app"
	"atrium/cmd/internal/door"
	"atrium/store"
)

// called tells that another process, which has the store open, did what was asked, and with which exit code.
type called struct{ code int }

func (c *called) Error() string { return "it was done by the process that has the store open" }

// errGoOn tells that the process which showed the screens has left: they go on elsewhere.
var errGoOn = errors.New("the process that had the store open has left")

const (
	// waitHeld is how long a store is waited for whose holder lets nobody in: most of them are commands that
	// are done in a moment.
	waitHeld = time.Second
	// waitLeaving is how long it is waited for after its holder let somebody in: it writes out what it has.
	waitLeaving = 15 * time.Second
	// tryEvery is how often it is tried meanwhile.
	tryEvery = 20 * time.Millisecond
)

// openOrCall opens the store, or has the process carry the command out that has it open. In that case the
// error is a *called with the exit code.
func (p *program) openOrCall(ctx context.Context, memory bool) error {
	for wait := newWait(waitHeld); ; {
		err := p.open(ctx, memory)
		held, isHeld := errors.AsType[*store.HeldError](err)
		if !isHeld {
			return err
		}
		code, err := p.callCommand(ctx, held)
		switch {
		case err == nil:
			return &called{code}
		case errors.Is(err, door.ErrNotAsked):
			wait.extend(waitLeaving)
		case !errors.Is(err, errNobody):
			return err
		}
		if !wait.again(ctx) {
			return &app.OpenError{Err: held}
		}
	}
}

// errNobody tells that nobody answers for the store: its holder lets nobody in.
var errNobody = errors.New("nobody answers")

// reach connects to the process that has the store open.
func (p *program) reach(held *store.HeldError) (*door.Caller, error) {
	caller, err := door.Reach(held.Dir)
	if err != nil {
		return nil, errNobody
	}
	if flag := p.wholeProgram(); flag != "" {
		return nil, errors.Join(&usageError{"--" + flag + " holds for the whole program, and the store is held by " + held.Holder + ".",
			"Close it there first, or leave the flag away."}, caller.Close())
	}
	return caller, nil
}

// wholeProgram is a flag that cannot hold for one session among others; empty for none.
func (p *program) wholeProgram() string {
	switch {
	case p.globals.now != "":
		return "now"
	case p.globals.tiers != "":
		return "tiers"
	case p.globals.quotas != "":
		return "quotas"
	}
	return ""
}

// callOf is what is asked of the process that has the store open.
func (p *program) callOf() door.Call {
	folder, _ := os.Getwd() // without one, only whole paths find files
	return door.Call{Args: p.args, Folder: folder, Environ: terminalEnviron(), Input: isTerminal(p.streams.In),
		Output: isTerminal(p.streams.Out), Width: p.width(), Taken: p.taken}
}

// told are the variables that say what the terminal can do; nothing else of the environment leaves the process.
var told = []string{"TERM", "COLORTERM", "NO_COLOR", "LANG", "LC_ALL", "LC_CTYPE", "TMUX"}

func terminalEnviron() []string {
	return slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return !slices.Contains(told, name)
	})
}

// callCommand has the command carried out by the process that has the store open.
func (p *program) callCommand(ctx context.Context, held *store.HeldError) (code int, err error) {
	caller, err := p.reach(held)
	if err != nil {
		return 0, err
	}
	defer func() { _ = caller.Close() }() // everything was told by then
	var in io.Reader = p.streams.In
	if in == nil {
		in = bytes.NewReader(nil)
	}
	out := &telling{Writer: p.streams.Out}
	outcome, err := caller.Do(ctx, p.callOf(), door.Ends{In: in, Out: out, Err: p.streams.Err})
	switch {
	case errors.Is(err, door.ErrLost):
		p.say("The process that had the store open is gone, and did not say how this ended. Whether something was changed is not known.",
			"Look before you do it again: a change that was made stands in the activity.")
		return exitFault, nil
	case errors.Is(err, door.ErrNotAsked):
		return 0, err
	case err != nil:
		return 0, &outputError{err, outcome.Changed}
	}
	return outcome.Code, nil
}

// telling is a stream without the methods that a file has, so that nothing but writes reach it.
type telling struct{ io.Writer }

// callScreens shows the screens of the process that has the store open. When that process leaves, the error is
// errGoOn, and place is where they were.
func (p *program) callScreens(ctx context.Context, held *store.HeldError, place *[]byte) (demo bool, err error) {
	in, isFile := p.streams.In.(*os.File)
	out, isFileToo := p.streams.Out.(*os.File)
	if !isFile || !isFileToo {
		return false, &app.OpenError{Err: held}
	}
	caller, err := p.reachInTime(ctx, held)
	if err != nil {
		return false, err
	}
	defer func() { _ = caller.Close() }() // everything was told by then
	what := p.callOf()
	what.Place = *place
	outcome, err := caller.Do(ctx, what, door.Ends{Out: out, Err: p.streams.Err, Terminal: door.NewScreen(in, out, os.Getenv("TERM")),
		Moved: func(at []byte) {
			*place = at
			p.wait = wait{} // they are shown, so that what is waited for next is another matter
		}})
	switch {
	case ctx.Err() != nil:
		return false, nil
	case errors.Is(err, door.ErrLost):
		_, _ = io.WriteString(out, door.Tidy) // a terminal that cannot be written cannot be tidied either
		p.wait.extend(waitLeaving)
		return false, errGoOn
	case errors.Is(err, door.ErrNotAsked):
		p.wait.extend(waitLeaving)
		if !p.wait.again(ctx) {
			return false, &app.OpenError{Err: held}
		}
		return false, errGoOn
	case outcome.Closing:
		p.wait.extend(waitLeaving)
		return false, errGoOn
	case err != nil:
		return false, &outputError{err: err}
	case outcome.Code != 0:
		return false, &called{outcome.Code}
	}
	return outcome.Demo, nil
}

// reachInTime waits a little for a process that lets nobody in: it may be about to, or to leave.
func (p *program) reachInTime(ctx context.Context, held *store.HeldError) (*door.Caller, error) {
	caller, err := p.reach(held)
	if !errors.Is(err, errNobody) {
		return caller, err
	}
	if !p.wait.again(ctx) {
		return nil, &app.OpenError{Err: held}
	}
	return nil, errGoOn
}

// wait is how long something is tried again.
type wait struct{ until time.Time }

func newWait(d time.Duration) wait { return wait{time.Now().Add(d)} }

// extend has it tried for at least so long from now on.
func (w *wait) extend(d time.Duration) {
	if until := time.Now().Add(d); until.After(w.until) {
		w.until = until
	}
}

// again pauses, and reports whether to try once more.
func (w *wait) again(ctx context.Context) bool {
	if w.until.IsZero() {
		w.extend(waitHeld)
	}
	if !time.Now().Before(w.until) {
		return false
	}
	select {
	case <-ctx.Done():
		return false
	case <-time.After(tryEvery):
		return true
	}
}
