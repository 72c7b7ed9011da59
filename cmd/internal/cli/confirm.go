package cli

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"atrium/model"
	"atrium/tui/text"
)

// confirm asks for what the entry wants confirmed, unless the flags say it already. The plan is shown
// before; where nobody can be asked, the refusal names the flag that was missing.
func (r *run) confirm(ctx context.Context, session model.Session) error {
	want := r.entry.Confirm
	if !want.Needed && !r.globals.yes && isTerminal(r.streams.In) {
		return r.confirmLoss(ctx, session)
	}
	word, typed := r.word()
	if !want.Needed || (!want.Typed() && r.globals.yes) || (want.Typed() && word != nil && typed != "") {
		return nil
	}
	plan, err := r.app.Service.Check(ctx, session, r.command)
	if err != nil {
		return err
	}
	r.showPlan(plan)
	if !isTerminal(r.streams.In) {
		return r.unconfirmed()
	}
	answer, err := r.prompt(ctx)
	if err != nil || !want.Typed() {
		return answered(err, answer)
	}
	*word = answer // the command says what it thinks of it
	return nil
}

// answered is what ended the question, or else what the answer means.
func answered(err error, answer string) error {
	if err != nil || strings.EqualFold(answer, "y") || strings.EqualFold(answer, "yes") {
		return err
	}
	return &model.Refusal{Rule: "ACT-03", Field: "yes", Message: "This was not confirmed, and nothing was changed.", Fix: "Answer yes, or give --yes."}
}

// confirmLoss asks a person at the terminal before something is taken away by a command that is not always
// confirmed: turning off paid tiers, or turning a space into a federated one. A script is not asked.
func (r *run) confirmLoss(ctx context.Context, session model.Session) error {
	if _, reads := r.command.(model.FromFiles); reads {
		return nil // the files may stand in the very input that would be asked
	}
	plan, err := r.app.Service.Check(ctx, session, r.command)
	if err != nil || !plan.Takes() {
		return err
	}
	r.showPlan(plan)
	answer, err := r.prompt(ctx)
	return answered(err, answer)
}

// showPlan tells what would change, for people.
func (p *program) showPlan(plan model.Plan) {
	if p.wantsJSON {
		return
	}
	for _, line := range planLines("This would change:", plan) {
		p.errLine(line)
	}
}

// word is where the command keeps the word that was typed, and what stands there.
func (r *run) word() (*string, string) {
	for _, f := range model.FieldsOf(r.subject) {
		if target, ok := f.Pointer(r.subject).(*string); ok && f.Name == "confirm" {
			return target, *target
		}
	}
	return nil, ""
}

// unconfirmed refuses what nobody can be asked about. A word that is missing is refused by the command
// itself, which knows the rule.
func (r *run) unconfirmed() error {
	if r.entry.Confirm.Typed() {
		return nil
	}
	return mustConfirm(r.entry.Title)
}

// mustConfirm is the refusal of what nobody can be asked about.
func mustConfirm(title string) error {
	return &model.Refusal{Rule: "ACT-03", Field: "yes", Message: fmt.Sprintf("“%s” must be confirmed, and there is no terminal to ask at.", title),
		Fix: "Give --yes, or --dry-run to see what would change."}
}

// prompt asks for the confirmation of a command at the terminal.
func (r *run) prompt(ctx context.Context) (string, error) {
	question := "Go on? [y/N] "
	if r.entry.Confirm.Typed() {
		question = "Type " + text.Visible(r.entry.Confirm.WordFor(r.command)) + " to go on: "
	}
	return r.askLine(ctx, question)
}

// askLine asks a question at the terminal and reads the answer.
func (p *program) askLine(ctx context.Context, question string) (string, error) {
	if _, err := fmt.Fprint(p.streams.Err, question); err != nil {
		return "", &outputError{err: err}
	}
	lines, err := p.readLines(ctx, 1)
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(strings.Join(lines, "")), nil
}

// readLines reads lines of the standard input until there are enough or it ends. An interrupt ends the
// waiting, though not the reading, which ends with the program.
func (p *program) readLines(ctx context.Context, most int) ([]string, error) {
	type result struct {
		lines []string
		taken bytes.Buffer
		err   error
	}
	done := make(chan *result, 1)
	go func() {
		read := new(result)
		in := bufio.NewScanner(io.TeeReader(p.streams.In, &read.taken))
		for len(read.lines) < most && in.Scan() {
			read.lines = append(read.lines, in.Text())
		}
		read.err = in.Err()
		done <- read
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case read := <-done:
		if read.err != nil {
			return nil, usageFault("The standard input cannot be read.")
		}
		p.taken = append(p.taken, read.taken.Bytes()...)
		return read.lines, nil
	}
}
