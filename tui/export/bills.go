// Package export puts what screens show into files that other programs read.
package export

import (
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"

	"atrium/model"
)

// BillsJSON writes bills as one JSON document.
func BillsJSON(bills []model.BillView) (string, error) {
	data, err := json.MarshalIndent(bills, "", "  ")
	return string(data) + "\n", err
}

// BillsCSV writes bills line by line, under a line of titles (BIL-14, BIL-16).
func BillsCSV(bills []model.BillView) (string, error) {
	var b strings.Builder
	w := csv.NewWriter(&b)
	rows := [][]string{{"month", "current", "space", "account", "tier", "members", "item", "used", "included", "charged", "unit", "rate", "amount", "currency", "assumption"}}
	for _, bill := range bills {
		for _, line := range bill.Lines {
			rows = append(rows, billRow(bill, line))
		}
	}
	err := w.WriteAll(rows)
	return b.String(), err
}

func billRow(b model.BillView, c model.ChargeView) []string {
	return []string{b.Month, strconv.FormatBool(b.Current), Harmless(b.Space), string(b.Account), string(b.Tier), strconv.Itoa(b.Members), c.Item,
		number(c.Used), number(c.Included), number(c.Charged), c.Unit, number(c.Rate), c.Amount.String(), Harmless(b.Currency), strconv.FormatBool(c.Assumption)}
}

func number(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// Harmless keeps a text from being taken for a formula by a spreadsheet: one that begins like a formula gets an
// apostrophe before it.
func Harmless(text string) string {
	if text == "" || !strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return text
	}
	return "'" + text
}
