package cli

import (
	"strings"

	"atrium/model"
)

// printDocument prints a policy or a table as it is, in whatever form was asked for, so that it can be kept in
// a file and handed on. All of them are JSON, in which a character that a terminal would obey can be escaped.
// What is to be minded goes to the standard error.
func (p *program) printDocument(d model.Document) error {
	for _, note := range d.Notes {
		p.errLine("Note: " + note + ".")
	}
	_, err := p.out.Write(escapeControls([]byte(strings.TrimRight(d.Text, "\n") + "\n")))
	return err
}
