package kit

import "atrium/tui/text"

// Facts sets pairs of a label and what it says into lines of w cells: the labels in a column of their own,
// the text beside them, cleaned and wrapped. Pairs without text are left out.
func Facts(t *Theme, w int, pairs ...string) []string {
	column := 0
	for i := 0; i+1 < len(pairs); i += 2 {
		column = max(column, text.Width(pairs[i]))
	}
	column = min(column, max(w/3, 8)) + 2
	var lines []string
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			continue
		}
		head := t.Dim.Render(text.Fit(text.Visible(pairs[i]), column))
		for _, line := range wrapClean(pairs[i+1], w-column) {
			lines = append(lines, head+line)
			head = text.Spaces(column)
		}
	}
	return lines
}

// BadLines puts an error into lines of w cells, marked as one: what is wrong, how to mend it, who may, and
// the rule that is kept.
func BadLines(t *Theme, err error, w int) []string {
	lines := ExplainOn(err, w)
	for i := range lines {
		lines[i] = t.Bad.Render(lines[i])
	}
	return lines
}
