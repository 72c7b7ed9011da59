// Package text measures text in terminal cells and is the one place where text from outside is cleaned.
//
// Its functions take text that may already be styled: escape sequences count for nothing and are kept
// whole. Text that comes from a person, a file or the store goes through [Visible] before it is styled.
package text

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Ellipsis ends text that was cut.
const Ellipsis = "…"

// plain reports whether s is printable ASCII: as many cells as bytes.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c >= 0x7f {
			return false
		}
	}
	return true
}

// Width is how many cells s takes.
func Width(s string) int {
	if plain(s) {
		return len(s)
	}
	return ansi.StringWidth(s)
}

// Truncate shortens s to at most w cells and ends it with … where anything was cut. A character is never
// split: where only half of a wide one would fit, it is left out.
func Truncate(s string, w int) string {
	switch {
	case w <= 0:
		return ""
	case !plain(s):
		return ansi.Truncate(s, w, Ellipsis)
	case len(s) <= w:
		return s
	default:
		return s[:w-1] + Ellipsis
	}
}

// spaces is what padding is cut from, so that it costs no memory.
const spaces = "                                                                                                                                "

// Spaces is n blank cells.
func Spaces(n int) string {
	switch {
	case n <= 0:
		return ""
	case n <= len(spaces):
		return spaces[:n]
	default:
		return strings.Repeat(" ", n)
	}
}

// Pad fills s with blanks on the right to at least w cells.
func Pad(s string, w int) string {
	if n := w - Width(s); n > 0 {
		return s + Spaces(n)
	}
	return s
}

// Fit makes s exactly w cells wide, cut or filled on the right.
func Fit(s string, w int) string {
	if plain(s) && len(s) <= w {
		return s + Spaces(w-len(s))
	}
	return Pad(Truncate(s, w), w)
}

// FitRight makes s exactly w cells wide, cut on the right or filled on the left, for numbers.
func FitRight(s string, w int) string {
	s = Truncate(s, w)
	return Spaces(w-Width(s)) + s
}

// Wrap breaks s into lines of at most w cells, between words where it can. Line breaks in s are kept.
func Wrap(s string, w int) []string {
	if w <= 0 {
		return nil
	}
	if plain(s) && len(s) <= w {
		return []string{s}
	}
	lines := strings.Split(ansi.Wrap(s, w, ""), "\n")
	for i, line := range lines {
		lines[i] = Truncate(strings.TrimRight(line, " "), w)
	}
	return lines
}

// Words breaks clean text into lines of at most w cells, at spaces only: an id stays whole, so that it can be
// copied. A word that is wider than w stands in a line of its own.
func Words(s string, w int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(s) {
		switch {
		case line == "":
			line = word
		case Width(line)+1+Width(word) <= w:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
	}
	return append(lines, line)
}

// Hanging sets clean text behind a label, in lines of at most w cells as [Words] breaks them; the further ones are
// indented as far as the label is wide. However little room there is, the words have 20 cells.
func Hanging(label, s string, w int) []string {
	lines := Words(s, max(w-Width(label), 20))
	for i := range lines {
		lines[i] = label + lines[i]
		label = Spaces(Width(label))
	}
	return lines
}

// Block makes exactly h lines of text, each cut to w cells.
func Block(lines []string, w, h int) string {
	var b strings.Builder
	for i := range max(h, 0) {
		if i > 0 {
			b.WriteByte('\n')
		}
		if i < len(lines) {
			b.WriteString(Truncate(lines[i], w))
		}
	}
	return b.String()
}
