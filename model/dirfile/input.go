package dirfile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"unicode/utf8"

	"atrium/model/filetext"
)

// windowBytes is how much of a file is in memory at a time.
const windowBytes = 256 << 10

// noProgressReads is how many reads in a row may bring nothing before a file counts as broken.
const noProgressReads = 100

// input is a window that moves over the text of one file. Everything in it is valid UTF-8 and ends
// with a whole character; a byte order mark is gone and UTF-16 has become UTF-8.
type input struct {
	build   *builder
	file    int32
	closer  io.Closer
	text    io.Reader
	buf     []byte
	pos     int // first byte not yet consumed
	end     int // behind the last byte of the window
	loaded  int // behind the last byte read; those from end on begin an unfinished character
	counted int // line feeds of buf before this one are in lines
	lines   int
	ended   bool
	err     *Error // why the text ends before the file does, or nil
}

// open starts reading a file.
func (b *builder) open(s Source) (*input, *Error) {
	b.dir.Files = append(b.dir.Files, s.Name)
	file, err := s.Open()
	if err != nil {
		return nil, &Error{File: s.Name, Problem: "cannot be opened: " + filetext.Reason(err), Err: err}
	}
	in := &input{build: b, file: int32(len(b.dir.Files) - 1), closer: file, buf: make([]byte, windowBytes)}
	in.text, err = decode(&meter{src: file, build: b})
	if err != nil {
		in.stop(err)
	}
	return in, nil
}

func (in *input) close() { _ = in.closer.Close() }

func (in *input) name() string { return in.build.dir.Files[in.file] }

// fill moves the window on once everything in it is consumed. It returns false at the end of the text.
func (in *input) fill() bool {
	if in.ended {
		return false
	}
	in.lines += bytes.Count(in.buf[in.counted:in.end], newline)
	in.counted, in.pos = 0, 0
	in.loaded = copy(in.buf, in.buf[in.end:in.loaded])
	in.end = 0
	in.load()
	in.trim()
	if in.build.opts.Progress != nil {
		in.build.tally.tell(in.build.opts.Progress)
	}
	return in.end > 0
}

// load reads until the window is full, so that how the file arrives makes no difference.
func (in *input) load() {
	for empty := 0; in.loaded < len(in.buf); {
		n, err := in.text.Read(in.buf[in.loaded:])
		in.loaded += n
		if n == 0 && err == nil {
			if empty++; empty == noProgressReads {
				err = io.ErrNoProgress
			}
		} else {
			empty = 0
		}
		if err != nil {
			in.stop(err)
			return
		}
	}
}

// trim ends the window before the first character that is broken or not there as a whole.
func (in *input) trim() {
	in.end = in.loaded
	for back := 1; back < utf8.UTFMax && back <= in.loaded; back++ {
		if tail := in.buf[in.loaded-back : in.loaded]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				in.end -= back
			}
			break
		}
	}
	cut := in.ended && in.err == nil && in.end < in.loaded
	if !utf8.Valid(in.buf[:in.end]) {
		in.end = filetext.ValidPrefix(in.buf[:in.end])
		cut = true
	}
	if cut {
		in.ended = true
		in.err = &Error{File: in.name(), Line: in.lines + 1 + bytes.Count(in.buf[:in.end], newline),
			Problem: "the text is not valid UTF-8", Fix: "save the file as UTF-8"}
	}
}

var newline = []byte{'\n'}

// stop notes why no more text will come.
func (in *input) stop(err error) {
	in.ended = true
	e := &Error{File: in.name(), Err: err}
	switch {
	case errors.Is(err, io.EOF):
		return
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		e.Problem = "reading was stopped: " + err.Error()
	case errors.Is(err, errTooLarge):
		e.Problem = fmt.Sprintf("the file is larger than %d bytes", in.build.opts.MaxBytes)
		e.Fix = "split it into several files"
	case errors.Is(err, errUTF16):
		e.Line = in.lines + 1 + bytes.Count(in.buf[:in.loaded], newline)
		e.Problem, e.Fix = "the text is not valid UTF-16", "save the file as UTF-8"
	default:
		e.Problem = "cannot be read: " + filetext.Reason(err)
	}
	in.err = e
}

// line is the number of the line that the next byte is on.
func (in *input) line() int {
	in.lines += bytes.Count(in.buf[in.counted:in.pos], newline)
	in.counted = in.pos
	return in.lines + 1
}

// peek returns the next byte without consuming it, or false at the end of the text.
func (in *input) peek() (byte, bool) {
	if in.pos == in.end && !in.fill() {
		return 0, false
	}
	return in.buf[in.pos], true
}

var errTooLarge = errors.New("too large")

// meter counts what is read of the files, and ends it when there is too much or no more wish for it.
type meter struct {
	src   io.Reader
	build *builder
	read  int64
}

func (m *meter) Read(p []byte) (int, error) {
	if err := m.build.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.src.Read(p)
	m.read += int64(n)
	m.build.tally.add(n)
	if m.read > m.build.opts.MaxBytes {
		return 0, errTooLarge
	}
	return n, err
}

// tally counts what is read of all files, by however many readers.
type tally struct {
	mu   sync.Mutex
	done int64
}

func (t *tally) add(n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.done += int64(n)
}

// tell tells how much it is by now. Whoever hears it is called by one reader at a time.
func (t *tally) tell(hears func(int64)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	hears(t.done)
}
