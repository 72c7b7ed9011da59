package door

import (
	"bytes"
	"context"
	"io"
	"time"

	"github.com/charmbracelet/ssh"
)

// visit puts together what a session has.
func (w *way) visit(cancel context.CancelCauseFunc, g *gate, s ssh.Session) *Visit {
	v := &Visit{Began: time.Now(), From: "socket", channel: g.channel, cancel: cancel}
	v.last.Store(v.Began.UnixNano())
	if g.call != nil {
		v.Call = *g.call
	} else {
		v.Args, v.Environ = s.Command(), s.Environ()
		v.Input, v.Output = g.terminal, g.terminal
		if v.Args == nil && s.RawCommand() != "" {
			v.Args = []string{s.RawCommand()} // it cannot be split, and so names no command
		}
	}
	if w.keys != nil {
		v.Grant, v.From = &Grant{}, s.RemoteAddr().String()
	}
	if g.terminal {
		v.Windows = g.windows
	}
	width := func() int { return int(g.width.Load()) }
	v.In = &stream{Reader: v.input(g, s), terminal: v.Input, width: width}
	v.Out = &stream{Writer: s, terminal: v.Output, width: width}
	v.Err = &stream{Writer: s.Stderr(), terminal: v.Output, width: width}
	return v
}

// input is where the standard input comes from: a terminal with its keys, a program on this machine that reads
// it when it is asked to, or else whatever is sent.
func (v *Visit) input(g *gate, s ssh.Session) io.Reader {
	switch {
	case g.terminal:
		v.console = newConsole(s, g.interrupt)
		go v.console.pump(v)
		return v.console
	case g.call != nil:
		return io.MultiReader(bytes.NewReader(v.Taken), &asked{channel: g.channel})
	default:
		return v
	}
}
