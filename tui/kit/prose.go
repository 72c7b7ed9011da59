package kit

import (
	"strconv"
	"strings"

	"atrium/tui/text"
)

// Paragraphs cleans prose and wraps it to w cells. The further lines of a list entry are indented.
func Paragraphs(s string, w int) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(strings.TrimRight(s, "\n"), "\n") {
		indent := text.Spaces(hang(paragraph))
		for i, line := range text.Wrap(text.Visible(paragraph[len(indent):]), w-len(indent)) {
			if i == 0 {
				lines = append(lines, text.Visible(paragraph[:len(indent)])+line)
				continue
			}
			lines = append(lines, indent+line)
		}
	}
	return lines
}

// hang is how far the lines after the first of a paragraph are indented: as far as its mark is wide.
func hang(paragraph string) int {
	mark, _, found := strings.Cut(paragraph, " ")
	if found && (mark == "-" || strings.HasSuffix(mark, ".") && len(mark) <= 3 && mark[0] >= '0' && mark[0] <= '9') {
		return len(mark) + 1
	}
	return 0
}

// SectionLines head a part of a page with how much is in it, and say where there is nothing.
func SectionLines(t *Theme, w int, title string, n int, nothing string) []string {
	lines := []string{"", t.Title.Render(title + " (" + strconv.Itoa(n) + ")")}
	if n == 0 {
		return append(lines, Paragraphs(nothing, w)...)
	}
	return lines
}

// Indented wraps a sentence two cells in, with a mark before its first line.
func Indented(w int, mark, sentence string) []string {
	indent := 2 + text.Width(mark)
	var lines []string
	for i, line := range Paragraphs(sentence, max(w-indent, 1)) {
		if i == 0 {
			lines = append(lines, "  "+mark+line)
			continue
		}
		lines = append(lines, text.Spaces(indent)+line)
	}
	return lines
}

// Progress draws how far something is, in w cells: a bar, and the same in numbers.
func Progress(t *Theme, w, done, total int) string {
	share := Share(done, total)
	return Bar(t, w, share, text.FitRight(Thousands(share), 3)+"% "+Thousands(done)+" of "+Thousands(total))
}

// Bar draws a share of a hundred in w cells, and what it says in words behind it.
func Bar(t *Theme, w, share int, label string) string {
	bar := max(w-text.Width(label)-3, 0)
	full := bar * share / 100
	return text.Truncate("["+strings.Repeat(t.Bar, full)+strings.Repeat(t.BarRest, bar-full)+"] "+label, w)
}

// Share is how much of a whole is done, in hundredths.
func Share(done, total int) int {
	if total <= 0 {
		return 0
	}
	return int(100 * int64(min(max(done, 0), total)) / int64(total))
}
