package billing

import (
	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/export"
	"atrium/tui/kit"
)

// export hands this month's estimate and the months before it on, line by line (BIL-14).
func (s *screen) export() tea.Cmd {
	bills := append([]model.BillView{s.view.Estimate}, s.view.History...)
	return kit.Send(kit.Open{Dialog: kit.NewChooser(s.env, "Export the bills of "+s.space, "The estimate of this month and the months before it, line by line.",
		s.way("CSV", "A table, for a spreadsheet.", "csv", bills, export.BillsCSV),
		s.way("JSON", "One document, for a program.", "json", bills, export.BillsJSON))})
}

// way exports in one form.
func (s *screen) way(title, words, ending string, bills []model.BillView, write func([]model.BillView) (string, error)) kit.Way {
	return kit.Way{Title: title, Text: words, Run: func() tea.Cmd {
		text, err := write(bills)
		if err != nil {
			return kit.Tell(s.env, "Export", err)
		}
		d := model.Document{Title: "Bills of " + s.space, Name: s.space + "-bills." + ending, Text: text}
		return kit.Send(kit.Open{Dialog: kit.NewDocument(s.env, d)})
	}}
}
