package kit

import (
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

// Progress draws how far something is, in w cells: a bar, and the same in numbers.
func Progress(t *Theme, w, done, total int) string {
	share := 0
	if total > 0 {
		share = 100 * min(max(done, 0), total) / total
	}
	numbers := " " + text.FitRight(Thousands(share), 3) + "% " + Thousands(done) + " of " + Thousands(total)
	bar := max(w-text.Width(numbers)-2, 0)
	full := bar * share / 100
	return text.Truncate("["+strings.Repeat(t.Bar, full)+strings.Repeat(t.BarRest, bar-full)+"]"+numbers, w)
}
