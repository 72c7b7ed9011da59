package cli

import (
	"strings"

	"atrium/tui/text"
)

// grid lays rows of cells out in columns, the first of them to the left and the others to the right, as tables
// of numbers want it. A row with one cell is a heading.
func grid(rows [][]string) []string {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			if len(row) > 1 {
				widths[i] = max(widths[i], text.Width(cell))
			}
		}
	}
	lines := make([]string, len(rows))
	for i, row := range rows {
		if len(row) == 1 {
			lines[i] = row[0]
			continue
		}
		parts := make([]string, len(row))
		for j, cell := range row {
			if j == 0 {
				parts[j] = text.Fit(cell, widths[j])
			} else {
				parts[j] = text.FitRight(cell, widths[j])
			}
		}
		lines[i] = strings.TrimRight(strings.Join(parts, gap), " ")
	}
	return lines
}

// pairLines writes fields with their values, one in a line; those without a value are left out.
func pairLines(pairs []pair) []string {
	width := 0
	for _, p := range pairs {
		if p.value != "" {
			width = max(width, text.Width(p.title))
		}
	}
	var lines []string
	for _, p := range pairs {
		if p.value != "" {
			lines = append(lines, text.Fit(p.title, width)+gap+text.Visible(p.value))
		}
	}
	return lines
}
