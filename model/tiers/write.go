package tiers

import (
	"bytes"

	"atrium/model/figure"
)

// JSON writes the table in the format that [Read] reads, one line for each number, so that a person can
// take it as the beginning of their own (BIL-07).
func (t *Table) JSON() []byte {
	var b bytes.Buffer
	b.WriteString("{\n  \"currency\": " + figure.Quoted(t.Currency) + ",\n  \"tiers\": [\n")
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
	b.WriteString("    {\n      \"id\": " + figure.Quoted(t.ID) + ",\n      \"title\": " + figure.Quoted(t.Title) +
		",\n      \"allowancesPer\": " + figure.Quoted(per) + ",\n      \"pricePerUserMonth\": " + t.Price.Written())
	writeResources(b, "allowances", t.Included)
	if !t.Halts() {
		writeResources(b, "overage", t.Overage)
	}
	b.WriteString("\n    }")
}

func writeResources(b *bytes.Buffer, key string, numbers map[Resource]Number) {
	b.WriteString(",\n      " + figure.Quoted(key) + ": {")
	for i, r := range Resources() {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n        " + figure.Quoted(properties[r].key) + ": " + numbers[r].Written())
	}
	b.WriteString("\n      }")
}
