package door

import (
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/muesli/cancelreader"
	"golang.org/x/crypto/ssh"
	"golang.org/x/term"
)

// Screen is the terminal on which the screens of another process are shown.
type Screen struct {
	in   *os.File
	size func() (w, h int)
	// Term is what kind of terminal it is.
	Term string
}

// NewScreen takes the terminal behind two files.
func NewScreen(in, out *os.File, kind string) *Screen {
	return &Screen{in: in, Term: kind, size: func() (int, int) {
		w, h, err := term.GetSize(int(out.Fd()))
		if err != nil {
			return usualWidth, usualHeight
		}
		return w, h
	}}
}

// request asks for a terminal of this kind and size.
func (s *Screen) request() []byte {
	w, h := s.size()
	return ssh.Marshal(&terminalPayload{Term: s.Term, Columns: uint32(w), Rows: uint32(h), Modes: "\x00"})
}

// attach makes the terminal raw, and passes on keys and sizes until the returned function is called, which puts
// it back as it was. No key is taken that was not passed on.
func (s *Screen) attach(channel ssh.Channel) (stop func()) {
	before, err := term.MakeRaw(int(s.in.Fd()))
	keys, readErr := cancelreader.NewReader(s.in)
	if err != nil || readErr != nil {
		_ = channel.Close() // without keys there is nothing to be done there
		return func() {}
	}
	sizes := make(chan os.Signal, 1)
	signal.Notify(sizes, syscall.SIGWINCH)
	done, copied := make(chan struct{}), make(chan struct{})
	go s.passSizes(channel, sizes, done)
	go func() {
		defer close(copied)
		_, _ = io.Copy(channel, keys) // it ends with the call
	}()
	return func() {
		signal.Stop(sizes)
		close(done)
		if keys.Cancel() {
			<-copied
		}
		_ = keys.Close()
		_ = term.Restore(int(s.in.Fd()), before) // there is nothing else that could be tried
	}
}

func (s *Screen) passSizes(channel ssh.Channel, sizes <-chan os.Signal, done <-chan struct{}) {
	for {
		select {
		case <-done:
			return
		case <-sizes:
			w, h := s.size()
			_, _ = channel.SendRequest("window-change", false, ssh.Marshal(&windowPayload{Columns: uint32(w), Rows: uint32(h)}))
		}
	}
}

// Tidy puts a terminal right whose screens were not taken down, because the process that drew them is gone.
const Tidy = "\x1b[?2004l\x1b[?1002l\x1b[?1006l\x1b[?25h\x1b[?1049l\x1b[0m"
