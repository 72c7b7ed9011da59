package billing

import (
	"encoding/json"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// export hands this month's estimate and the months before it on, line by line (BIL-14).
func (s *screen) export() tea.Cmd {
	data, err := json.MarshalIndent(append([]model.BillView{s.view.Estimate}, s.view.History...), "", "  ")
	if err != nil {
		return kit.Tell(s.env, "Export", err)
	}
	d := model.Document{Title: "Bills of " + s.space, Name: s.space + "-bills.json", Text: string(data)}
	return kit.Send(kit.Open{Dialog: kit.NewDocument(s.env, d)})
}
