package cli

import (
	"fmt"
	"io"
	"reflect"

	"atrium/model"
	"atrium/model/vpccheck"
	"atrium/tui/text"
)

// printAnswer prints the answer to a question in the form that was asked for.
func (p *program) printAnswer(id string, answer any) error {
	if document, is := answer.(model.Document); is {
		return p.printDocument(document)
	}
	form := p.globals.output.String()
	if form == asCSV {
		answer = flat(answer)
	}
	rows, isList := rowsOf(answer)
	switch {
	case form == asJSON && isList:
		return printJSON(p.out, rows.Interface())
	case form == asJSON:
		return printJSON(p.out, answer)
	case form == asCSV && isList:
		return printCSV(p.out, rows)
	case form == asCSV:
		return printCSV(p.out, oneRow(answer))
	case isList && rows.Len() == 0 && id != "store.verify":
		p.errLine(listings[id].sentence())
		return nil
	}
	if lines := p.spelled(answer); lines != nil {
		return p.printLines(lines)
	}
	if !isList {
		return p.printRecord(answer)
	}
	return p.printTable(listings[id].choose(columnsOf(rows.Type().Elem())), rows)
}

// spelled writes an answer for people that says more than a table or a list of fields can; nil for any other.
func (p *program) spelled(answer any) []string {
	switch a := answer.(type) {
	case model.HomeView:
		return homeLines(&a, p.width())
	case model.AccountDetails:
		return accountLines(&a, p.width())
	case model.RoleView:
		return pairLines(rolePairs(&a))
	case model.BillingView:
		return billingLines(&a, p.width())
	case []model.TierOffer:
		return compareLines(a, p.width())
	case []model.ChargeRow:
		return estimateLines(a)
	case []model.BillView:
		return dashboardLines(a)
	case []vpccheck.Report:
		return reportLines(a, p.width())
	case model.NetworkDetails:
		return networkLines(&a, p.width())
	case model.VPCDetails:
		return connectionLines(&a, p.width())
	case model.GenerativeAIView:
		return generativeAILines(&a, p.width())
	case model.AIUsage:
		return aiUsageLines(&a)
	case []drawing:
		return drawingLines(a)
	default:
		return p.spelledFederation(answer)
	}
}

// spelledFederation is [program.spelled] for organizations, directories and the sync.
func (p *program) spelledFederation(answer any) []string {
	switch a := answer.(type) {
	case model.OrganizationView:
		return organizationLines(&a)
	case []model.Prerequisite:
		return prerequisiteLines(a, p.width())
	case model.ApplicationView:
		return applicationLines(&a)
	case model.SSOView:
		return ssoLines(&a)
	case model.SyncExplanation:
		return explanationLines(&a, p.width())
	case model.SignedInAs:
		return signedInLines(&a)
	}
	return p.spelledStore(answer)
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
	form := p.globals.output.String()
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
	if lines := p.spelled(receipt.Result); lines != nil {
		if err := p.printLines(lines); err != nil {
			return err
		}
	} else if receipt.Result != nil {
		if err := p.printRecord(receipt.Result); err != nil {
			return err
		}
	}
	return p.printLines(planLines("Done.", receipt.Plan))
}

// printRehearsal prints what a command would do.
func (p *program) printRehearsal(plan model.Plan) error {
	switch p.globals.output.String() {
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
