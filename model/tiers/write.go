package tiers

import (
	"bytes"
	"encoding/json"
	"strings"
)

// JSON writes the table in the format that [Read] reads, one line for each number, so that a person can
// take it as the beginning of their own (BIL-07).
func (t *Table) JSON() []byte {
	var b bytes.Buffer
	b.WriteString("{\n  \"currency\": " + quoted(t.Currency) + ",\n  \"tiers\": [\n")
	for i := range t.Tiers {
		if i > 0 {
			b.WriteString(",\n")
		}
		t.Tiers[i].write(&b)
	}
	b.WriteString("\n  ]\n}\n")
	return b.Bytes()
}

func (t *Tier) write(b *bytes.Buffer) {
	per := "space"
	if t.PerMember {
		per = "user"
	}
	b.WriteString("    {\n      \"id\": " + quoted(t.ID) + ",\n      \"title\": " + quoted(t.Title) +
		",\n      \"allowancesPer\": " + quoted(per) + ",\n      \"pricePerUserMonth\": " + t.Price.written())
	writeResources(b, "allowances", t.Included)
	if !t.Halts() {
		writeResources(b, "overage", t.Overage)
	}
	b.WriteString("\n    }")
}

func writeResources(b *bytes.Buffer, key string, numbers map[Resource]Number) {
	b.WriteString(",\n      " + quoted(key) + ": {")
	for i, r := range Resources() {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n        " + quoted(properties[r].key) + ": " + numbers[r].written())
	}
	b.WriteString("\n      }")
}

// written is the number as it stands in a table.
func (n Number) written() string {
	if n.Assumption {
		return `{"value": ` + decimal(n.Millionths) + `, "assumption": true, "why": ` + quoted(n.Why) + "}"
	}
	return `{"value": ` + decimal(n.Millionths) + `, "source": ` + quoted(n.Source) + `, "date": ` + quoted(n.Date) + "}"
}

// quoted writes a text as JSON has it.
func quoted(text string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(text); err != nil {
		panic(err) // there is no text that cannot be written
	}
	return strings.TrimSuffix(b.String(), "\n")
}
