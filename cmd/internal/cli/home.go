package cli

import (
	"fmt"

	"atrium/model"
	"atrium/tui/text"
)

// homeLines writes a space at a glance: what somebody should look at is marked in front.
func homeLines(h *model.HomeView, width int) []string {
	verdict := "Nothing asks to be looked at."
	if h.Attention > 0 {
		verdict = fmt.Sprintf("%d of these lines (!) should be looked at.", h.Attention)
	}
	lines := []string{text.Visible(fmt.Sprintf("%s, a space for %s users in %s", h.Space.Name, h.Space.Type.Title(), h.Space.Region)), ""}
	longest := 0
	for _, line := range h.Lines {
		longest = max(longest, text.Width(line.Title))
	}
	for _, line := range h.Lines {
		mark, state := "  ", line.State
		if line.Attention {
			mark = "! "
		}
		if line.At != 0 {
			state = line.At.Stamp() + " " + state
		}
		lines = append(lines, wrapped(mark+text.Fit(line.Title, longest)+gap, text.Visible(state), width)...)
	}
	return append(lines, "", verdict)
}
