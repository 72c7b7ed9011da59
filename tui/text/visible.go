package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible makes text from outside safe to draw: it comes out as one line in which nothing moves the
// cursor, changes a colour, turns the reading direction or hides. What would is shown instead: ESC as ␛,
// a line break as ␊, a right-to-left override as ‹U+202E›, a broken byte as ‹xFF›.
//
// Everything drawn goes through here, so plain ASCII comes back as it is, without a copy.
func Visible(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c >= 0x7f {
			return visible(s, i)
		}
	}
	return s
}

// visible rewrites s, of which the first n bytes are known to be plain.
func visible(s string, n int) string {
	var b strings.Builder
	b.Grow(len(s) + 8)
	b.WriteString(s[:n])
	for i := n; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, "‹x%02X›", s[i])
		case unicode.IsMark(r) && i == 0:
			b.WriteString("◌" + s[:size]) // else it would sit on whatever is drawn before it
		default:
			writeVisible(&b, r)
		}
		i += size
	}
	return b.String()
}

func writeVisible(b *strings.Builder, r rune) {
	switch {
	case r < ' ':
		b.WriteRune('␀' + r)
	case r == 0x7f:
		b.WriteRune('␡')
	case hidden(r):
		fmt.Fprintf(b, "‹U+%04X›", r)
	default:
		b.WriteRune(r)
	}
}

// hidden reports whether a terminal would draw nothing for r, or something other than a letter: C1
// controls, format and bidirectional marks, zero-width spaces and joiners, private use, fillers.
func hidden(r rune) bool {
	if !unicode.IsGraphic(r) {
		return true
	}
	switch {
	case r == 0x034f, r == 0x115f, r == 0x1160, r == 0x17b4, r == 0x17b5, r == 0x3164, r == 0xffa0:
		return true // letters and marks by their class that have no shape
	case r >= 0xe0100 && r <= 0xe01ef:
		return true // supplementary variation selectors, which can carry text unseen
	}
	return false
}
