package kit

import "atrium/tui/text"

// AssumptionMark stands after a number that no source gives, and after what was reckoned with one (BIL-07, GEN-08).
const AssumptionMark = "*"

// Marked sets the mark where a number is an assumption.
func Marked(number string, assumption bool) string {
	if assumption {
		return number + AssumptionMark
	}
	return number
}

// AssumptionLine explains the mark in a line of w cells; how says where to find the reasons.
func AssumptionLine(t *Theme, w int, how string) string {
	return t.Dim.Render(text.Truncate(AssumptionMark+" is an assumption: no source gives the number. "+how, w))
}

// Meter draws how much of something is used, in w cells: its name in a column of its own, a bar, and below both in
// words. More than all is drawn as all.
func Meter(t *Theme, w, column int, name string, percent int, words string) []string {
	lines := []string{text.Fit(text.Visible(name), column) + Bar(t, w-column, min(percent, 100), "")}
	for _, line := range Paragraphs(words, w-2) {
		lines = append(lines, "  "+line)
	}
	return lines
}
