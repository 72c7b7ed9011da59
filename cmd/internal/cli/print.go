package cli

import (
	"fmt"
	"io"
	"reflect"

	"atrium/model"
	"atrium/tui/text"
)

// printAnswer prints the answer to a question in the form that was asked for.
func (p *program) printAnswer(id string, answer any) error {
	rows, isList := rowsOf(answer)
	switch form := p.common.output.String(); {
	case form == asJSON && isList:
		return printJSON(p.out, rows.Interface())
	case form == asJSON:
		return printJSON(p.out, answer)
	case form == asCSV && isList:
		return printCSV(p.out, rows)
	case form == asCSV:
		return printCSV(p.out, oneRow(answer))
	case !isList:
		return p.printRecord(answer)
	case rows.Len() == 0:
		p.errLine(listings[id].sentence())
		return nil
	default:
		return p.printTable(listings[id].choose(columnsOf(rows.Type().Elem())), rows)
	}
}

// sentence says that a list is empty.
func (l listing) sentence() string {
	if l.empty == "" {
		return "There is nothing to list."
	}
	return l.empty
}

// oneRow makes a list of one record.
func oneRow(record any) reflect.Value {
	v := reflect.ValueOf(record)
	rows := reflect.MakeSlice(reflect.SliceOf(v.Type()), 0, 1)
	return reflect.Append(rows, v)
}

// printReceipt prints what a command handed back, or else what it did.
func (p *program) printReceipt(receipt model.Receipt) error {
	form := p.common.output.String()
	switch {
	case form == asTable:
		return p.tellReceipt(receipt)
	case receipt.Result != nil:
		return p.printAnswer("", receipt.Result)
	case form == asJSON:
		return printJSON(p.out, struct {
			At   model.Instant `json:"at"`
			Plan model.Plan    `json:"plan"`
		}{receipt.At, receipt.Plan})
	default:
		return p.printAnswer("", receipt.Plan.Effects)
	}
}

// tellReceipt says for people what was done, with what they need next above it.
func (p *program) tellReceipt(receipt model.Receipt) error {
	if receipt.Result != nil {
		if err := p.printRecord(receipt.Result); err != nil {
			return err
		}
	}
	return p.printLines(planLines("Done.", receipt.Plan))
}

// printRehearsal prints what a command would do.
func (p *program) printRehearsal(plan model.Plan) error {
	switch p.common.output.String() {
	case asJSON:
		return printJSON(p.out, plan)
	case asCSV:
		return p.printAnswer("", plan.Effects)
	default:
		return p.printLines(append(planLines("This would change:", plan), "Nothing was changed."))
	}
}

// planLines writes a plan for people, one line for each effect, with names below those that have any.
func planLines(title string, plan model.Plan) []string {
	lines := []string{title}
	for _, e := range plan.Effects {
		lines = append(lines, fmt.Sprintf("  %-8s %s", e.Kind, text.Visible(e.Text)))
		for _, name := range e.Names {
			lines = append(lines, "             "+text.Visible(name))
		}
		if more := e.Count - len(e.Names); more > 0 && len(e.Names) > 0 {
			lines = append(lines, fmt.Sprintf("             and %d more", more))
		}
	}
	return lines
}

// printLines prints lines that hold nothing but what may be shown.
func (p *program) printLines(lines []string) error {
	for _, line := range lines {
		if err := p.printLine(line); err != nil {
			return err
		}
	}
	return nil
}

// printLine prints a line, cut to the terminal.
func (p *program) printLine(line string) error {
	if width := p.width(); width > 0 {
		line = text.Truncate(line, width)
	}
	_, err := io.WriteString(p.out, line+"\n")
	return err
}
