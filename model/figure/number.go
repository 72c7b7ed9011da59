// Package figure reads and writes the numbers of the tables that ship with the program and that a person can
// replace: each carries its source with a date, or the mark that it is an assumption and why it was chosen.
package figure

import (
	"encoding/json"
	"strings"
)

// Number is one number of a table and where it comes from: a source with its date, or an assumption with
// the reason why it was chosen.
type Number struct {
	// Millionths is the value times a million, so that an amount is never a fraction of a binary digit.
	Millionths int64  `json:"-"`
	Source     string `json:"source,omitempty"`
	Date       string `json:"date,omitempty"`
	Assumption bool   `json:"assumption"`
	Why        string `json:"why,omitempty"`
}

// Whole is how many millionths make one.
const Whole = 1_000_000

// Value is the number itself.
func (n Number) Value() float64 { return float64(n.Millionths) / Whole }

// Written is the number as it stands in a table.
func (n Number) Written() string {
	if n.Assumption {
		return `{"value": ` + decimal(n.Millionths) + `, "assumption": true, "why": ` + Quoted(n.Why) + "}"
	}
	return `{"value": ` + decimal(n.Millionths) + `, "source": ` + Quoted(n.Source) + `, "date": ` + Quoted(n.Date) + "}"
}

// Quoted writes a text as JSON has it.
func Quoted(text string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(text); err != nil {
		panic(err) // there is no text that cannot be written
	}
	return strings.TrimSuffix(b.String(), "\n")
}
