package kit

import (
	"strconv"

	"atrium/tui/text"
)

// StepBar names the steps of a wizard in one line of at most w cells. The one that is shown stands in brackets, so
// that no colour is needed to see it. Where they do not fit beside each other they move together, and then only
// the numbers of the others stay.
func StepBar(t *Theme, names []string, at, w int) string {
	line := stepBar(t, names, at, " ", true)
	if text.Width(line) > w {
		line = stepBar(t, names, at, "", true)
	}
	if text.Width(line) > w {
		line = stepBar(t, names, at, " ", false)
	}
	return text.Truncate(line, w)
}

func stepBar(t *Theme, names []string, at int, room string, whole bool) string {
	line := ""
	for i, name := range names {
		words := strconv.Itoa(i + 1)
		if whole || i == at {
			words += " " + name
		}
		switch {
		case i == at:
			line += t.Strong.Render("[" + words + "]")
		case room == "" && i > 0 && i != at+1:
			line += " " + words
		default:
			line += room + words + room
		}
	}
	return line
}
