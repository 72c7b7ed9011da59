package export_test

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"atrium/model"
	"atrium/tui/export"
)

func bill() model.BillView {
	return model.BillView{Month: "2024-05", Current: true, Space: "acme", Account: "111122223333", Tier: model.StandardTier, Members: 3, Currency: "USD", Total: 1650,
		Lines: []model.ChargeView{
			{Item: "tier", Title: "Standard tier", Used: 3, Charged: 3, Unit: "team members", Rate: 5, Amount: 1500},
			{Item: "compute-minutes", Title: "Compute", Used: 750.5, Included: 600, Charged: 150.5, Unit: "minutes", Rate: 0.01, Amount: 151, Assumption: true},
		}}
}

func TestBills(t *testing.T) {
	t.Run("BIL-14 bills are exported as CSV, a line for each charge, with exact amounts and the mark of an assumption", func(t *testing.T) {
		text, err := export.BillsCSV([]model.BillView{bill()})
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil || len(rows) != 3 {
			t.Fatalf("rows %v, %v", rows, err)
		}
		got := map[string]string{}
		for i, title := range rows[0] {
			got[title] = rows[2][i]
		}
		for title, want := range map[string]string{"month": "2024-05", "space": "acme", "item": "compute-minutes", "used": "750.5", "charged": "150.5", "rate": "0.01", "amount": "1.51", "assumption": "true"} {
			if got[title] != want {
				t.Errorf("%s: got %q, want %q", title, got[title], want)
			}
		}
	})
	t.Run("BIL-14 BIL-16 bills are exported as one JSON document", func(t *testing.T) {
		text, err := export.BillsJSON([]model.BillView{bill()})
		if err != nil {
			t.Fatal(err)
		}
		var back []struct {
			Space string
			Total float64
			Lines []struct{ Item string }
		}
		if err := json.Unmarshal([]byte(text), &back); err != nil || len(back) != 1 || back[0].Total != 16.50 || len(back[0].Lines) != 2 {
			t.Errorf("read back %+v, %v", back, err)
		}
	})
	t.Run("a text that a spreadsheet would take for a formula is kept from being one", func(t *testing.T) {
		for text, want := range map[string]string{"=1+1": "'=1+1", "@x": "'@x", "-x": "'-x", "+x": "'+x", "acme": "acme", "": ""} {
			if got := export.Harmless(text); got != want {
				t.Errorf("%q became %q, want %q", text, got, want)
			}
		}
	})
}
