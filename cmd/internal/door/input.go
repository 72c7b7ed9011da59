package door

import (
	"io"
	"sync"
	"unicode/utf8"

	"golang.org/x/crypto/ssh"
)

// stream is one of the standard streams of a session, which knows whether a terminal is behind it.
type stream struct {
	io.Reader
	io.Writer
	terminal bool
	width    func() int
}

// Terminal reports whether a terminal is behind the stream.
func (s *stream) Terminal() bool { return s.terminal }

// Width is how wide that terminal is, in cells; 0 where there is none.
func (s *stream) Width() int {
	if !s.terminal {
		return 0
	}
	return s.width()
}

// asked is the standard input of a program elsewhere on this machine: it is read there only when the command
// here reads it, or a loop in a script would lose its own input to the command.
type asked struct {
	channel ssh.Channel
	rest    []byte
}

func (a *asked) Read(p []byte) (int, error) {
	for len(a.rest) == 0 {
		if _, err := a.channel.SendRequest(readRequest, false, nil); err != nil {
			return 0, io.EOF // nobody is there any more to read for
		}
		piece, err := readPiece(a.channel)
		if err != nil {
			return 0, err
		}
		a.rest = piece
	}
	n := copy(p, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}

// console is the input of a terminal. It gives whole lines, echoes what is typed and takes ctrl+c, as the
// terminal of a command does that runs at home, until it is made raw for the screens.
type console struct {
	echo      io.Writer
	interrupt func()

	mu    sync.Mutex
	moved *sync.Cond
	line  []byte // what is being typed
	ready []byte // what can be read
	raw   bool
	ended bool
	eof   bool // ctrl+d at the beginning of a line
}

// mostTyped bounds what is typed ahead of being read.
const mostTyped = 64 << 10

func newConsole(echo io.Writer, interrupt func()) *console {
	c := &console{echo: echo, interrupt: interrupt}
	c.moved = sync.NewCond(&c.mu)
	return c
}

// pump takes what is typed until there is no more.
func (c *console) pump(from io.Reader) {
	chunk := make([]byte, 4096)
	for {
		n, err := from.Read(chunk)
		c.take(chunk[:n])
		if err != nil {
			c.mu.Lock()
			c.ended = true
			c.moved.Broadcast()
			c.mu.Unlock()
			return
		}
	}
}

// take takes some bytes. Where nobody reads them, those of the screens wait and those of a command are lost.
func (c *console) take(typed []byte) {
	c.mu.Lock()
	for c.raw && len(c.ready) > mostTyped && !c.ended {
		c.moved.Wait()
	}
	var shown []byte
	interrupted := false
	if c.raw {
		c.ready = append(c.ready, typed...)
	} else {
		for _, b := range typed {
			shown = append(shown, c.edit(b, &interrupted)...)
		}
	}
	c.moved.Broadcast()
	c.mu.Unlock()
	if len(shown) > 0 {
		_, _ = c.echo.Write(shown) // whoever typed it has gone, which the session finds out by itself
	}
	if interrupted {
		c.interrupt()
	}
}

// edit takes one byte into the line, and returns what is shown of it.
func (c *console) edit(b byte, interrupted *bool) string {
	const ctrlC, ctrlD, ctrlU, backspace, del = 0x03, 0x04, 0x15, 0x08, 0x7f
	switch {
	case b == ctrlC:
		*interrupted, c.line = true, nil
		return "^C\n"
	case b == ctrlD && len(c.line) == 0:
		c.eof = true
	case b == '\r', b == '\n':
		if len(c.ready) < mostTyped {
			c.ready = append(append(c.ready, c.line...), '\n')
		}
		c.line = nil
		return "\n"
	case b == ctrlU:
		return c.erase(utf8.RuneCount(c.line))
	case b == backspace, b == del:
		return c.erase(1)
	case b >= ' ' && len(c.line) < 4096:
		c.line = append(c.line, b)
		return string([]byte{b})
	}
	return ""
}

// erase takes characters off the line, and returns what takes them off the terminal.
func (c *console) erase(n int) (shown string) {
	for ; n > 0 && len(c.line) > 0; n-- {
		_, size := utf8.DecodeLastRune(c.line)
		c.line = c.line[:len(c.line)-size]
		shown += "\b \b"
	}
	return shown
}

// makeRaw gives every byte as it is typed from now on.
func (c *console) makeRaw() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ready = append(c.ready, c.line...)
	c.raw, c.line = true, nil
	c.moved.Broadcast()
}

func (c *console) Read(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.ready) == 0 {
		if c.ended || c.eof {
			c.eof = false
			return 0, io.EOF
		}
		c.moved.Wait()
	}
	n := copy(p, c.ready)
	c.ready = c.ready[n:]
	c.moved.Broadcast()
	return n, nil
}
