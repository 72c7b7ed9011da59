package jsonfile

import (
	"strconv"
	"strings"
	"unicode/utf16"
)

// JSON writes the value as JSON text, indented by two spaces a level: the keys in the order of the file,
// the numbers as the file has them, and whatever could disturb a terminal as an escape.
func (v *Value) JSON() string {
	var s strings.Builder
	v.write(&s, "\n")
	return s.String()
}

// write appends the value; the indent begins with the line feed.
func (v *Value) write(s *strings.Builder, indent string) {
	switch v.Kind() {
	case Object:
		v.writeMembers(s, indent, '{', '}')
	case List:
		v.writeMembers(s, indent, '[', ']')
	case Text:
		writeText(s, v.Literal())
	case Bool, Number:
		s.WriteString(v.Literal())
	default:
		s.WriteString("null")
	}
}

func (v *Value) writeMembers(s *strings.Builder, indent string, opening, closing byte) {
	s.WriteByte(opening)
	inner := indent + "  "
	for c := v.child; c != nil; c = c.sibling {
		s.WriteString(inner)
		if v.kind == Object {
			writeText(s, string(v.file.at(c.key)))
			s.WriteString(": ")
		}
		c.write(s, inner)
		if c.sibling != nil {
			s.WriteByte(',')
		}
	}
	if v.child != nil {
		s.WriteString(indent)
	}
	s.WriteByte(closing)
}

// writeText appends a text in quotes.
func writeText(s *strings.Builder, text string) {
	s.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			s.WriteByte('\\')
			s.WriteRune(r)
		case r == '\n':
			s.WriteString(`\n`)
		case r == '\t':
			s.WriteString(`\t`)
		case strconv.IsPrint(r):
			s.WriteRune(r)
		default:
			writeEscape(s, r)
		}
	}
	s.WriteByte('"')
}

// writeEscape appends a character as the escape of its one or two UTF-16 units.
func writeEscape(s *strings.Builder, r rune) {
	for _, unit := range utf16.AppendRune(nil, r) {
		digits := strconv.FormatUint(uint64(unit), 16)
		s.WriteString(`\u` + "0000"[len(digits):] + digits)
	}
}
