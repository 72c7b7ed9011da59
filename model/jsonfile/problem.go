package jsonfile

import (
	"fmt"
	"strings"

	"atrium/model/filetext"
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
	s.WriteString(filetext.Name(e.File))
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
func Quote(text string) string { return filetext.Quote(text, quotedRunes) }

// Unopened is the error that a file cannot be opened.
func Unopened(name string, err error) *Error {
	return &Error{File: name, Problem: "cannot be opened: " + filetext.Reason(err), Err: err}
}
