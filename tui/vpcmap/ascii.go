package vpcmap

import (
	"strings"

	"atrium/tui/text"
)

// plain is what the signs of a drawing and of our sentences become in ASCII, cell for cell.
var plain = map[rune]byte{
	'│': '|', '┌': '+', '└': '+', '┐': '+', '┬': '+', '─': '-', '═': '=', '→': '>', '×': 'x', '▼': 'v',
	'…': '~', '“': '"', '”': '"', '‘': '\'', '’': '\'', '–': '-', '—': '-', '·': '-',
}

// ascii puts a line into ASCII. A character that has no likeness, such as one of a name, becomes ? for each of its
// cells.
func ascii(line string) string {
	var b strings.Builder
	for _, r := range line {
		sign, known := plain[r]
		switch {
		case r < 0x7f:
			b.WriteRune(r)
		case known:
			b.WriteByte(sign)
		default:
			b.WriteString(strings.Repeat("?", text.Width(string(r))))
		}
	}
	return b.String()
}
