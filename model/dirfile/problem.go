package dirfile

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"atrium/model/filetext"
)

// Error is why a file was refused (FED-25). Nothing of a refused file is to be applied.
type Error struct {
	File    string
	Line    int    // from 1; 0 where no line is to blame
	Kind    string // what Index counts: user, group, membership, resource or row
	Index   int    // from 1 within the file; 0 where no record is to blame
	Field   string // "" where no field is to blame
	Problem string // continues a sentence that begins with the field, if there is one
	Fix     string // what to do about it, or ""
	Err     error  // the cause outside the file, such as a cancelled context, or nil
}

// Error is one sentence, without the full stop, in which no control character of the file remains.
func (e *Error) Error() string {
	var s strings.Builder
	s.WriteString(filetext.Name(e.File))
	if e.Line > 0 {
		fmt.Fprintf(&s, ", line %d", e.Line)
	}
	if e.Index > 0 {
		fmt.Fprintf(&s, ", %s %d", e.Kind, e.Index)
	}
	s.WriteString(": ")
	if e.Field != "" {
		s.WriteString(e.Field + " ")
	}
	s.WriteString(e.Problem)
	if e.Fix != "" {
		s.WriteString("; " + e.Fix)
	}
	return s.String()
}

// Unwrap gives the cause outside the file.
func (e *Error) Unwrap() error { return e.Err }

// quotedRunes is how much of an offending value a sentence shows.
const quotedRunes = 40

// quote shows a value of a file so that none of it can reach a terminal as a control sequence.
func quote[T string | []byte](value T) string {
	return filetext.Quote(string(value[:min(len(value), utf8.UTFMax*(quotedRunes+1))]), quotedRunes)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
