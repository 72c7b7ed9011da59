package jsonfile

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Error is why a file was refused.
type Error struct {
	File    string
	Line    int    // from 1; 0 where no line is to blame
	Path    string // of the value to blame, such as Subnets[0].CidrBlock; "" where it is none or a whole document
	Problem string // continues a sentence that begins with the path, if there is one
	Fix     string // what to do about it, or ""
	Err     error  // the cause outside the file, such as a disk that cannot be read, or nil
}

// Error is one sentence, without the full stop, in which no control character of the file remains.
func (e *Error) Error() string {
	var s strings.Builder
	s.WriteString(printable(e.File))
	if e.Line > 0 {
		fmt.Fprintf(&s, ", line %d", e.Line)
	}
	s.WriteString(": ")
	if e.Path != "" {
		s.WriteString(e.Path + " ")
	}
	s.WriteString(e.Problem)
	if e.Fix != "" {
		s.WriteString("; " + e.Fix)
	}
	return s.String()
}

// Unwrap gives the cause outside the file.
func (e *Error) Unwrap() error { return e.Err }

// quotedRunes is how much of an offending text a sentence shows: enough for most ARNs.
const quotedRunes = 80

// Quote shows a text of a file in a sentence: in quotes, cut off where it is long, and so that none of it
// can reach a terminal as a control sequence.
func Quote(text string) string {
	n := 0
	for i := range text {
		if n == quotedRunes {
			return strconv.Quote(text[:i]) + "…"
		}
		n++
	}
	return strconv.Quote(text)
}

// printable shows a file name as it is, unless it could disturb a terminal.
func printable(name string) string {
	for _, r := range name {
		if !strconv.IsPrint(r) || r == utf8.RuneError {
			return strconv.Quote(name)
		}
	}
	return name
}

// reason is what went wrong outside, without the path, which the sentence has already.
func reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return printable(err.Error())
}

// Unopened is the error that a file cannot be opened.
func Unopened(name string, err error) *Error {
	return &Error{File: name, Problem: "cannot be opened: " + reason(err), Err: err}
}
