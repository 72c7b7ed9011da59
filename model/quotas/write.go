package quotas

import (
	"bytes"

	"atrium/model/figure"
)

// JSON writes the table in the format that [Read] reads, one line for each number, so that a person can take it
// as the beginning of their own (GEN-08).
func (t *Table) JSON() []byte {
	var b bytes.Buffer
	b.WriteString("{\n  \"subscriptions\": [\n")
	for i, s := range t.Subscriptions {
		if i > 0 {
			b.WriteString(",\n")
		}
		s.write(&b)
	}
	b.WriteString("\n  ]\n}\n")
	return b.Bytes()
}

func (s *Subscription) write(b *bytes.Buffer) {
	b.WriteString("    {\n      \"id\": " + figure.Quoted(s.ID) + ",\n      \"quotas\": {")
	for i, f := range Features() {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n        " + figure.Quoted(string(f)) + ": " + s.Quotas[f].Written())
	}
	b.WriteString("\n      }\n    }")
}
