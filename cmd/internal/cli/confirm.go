package cli

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"atrium/model"
	"atrium/tui/text"
)

// confirm asks for what the entry wants confirmed, unless the flags say it already. The plan is shown
// before; where nobody can be asked, the refusal names the flag that was missing.
func (r *run) confirm(ctx context.Context, session model.Session) error {
	want := r.entry.Confirm
	word, typed := r.word()
	if !want.Needed || (!want.Typed() && r.globals.yes) || (want.Typed() && word != nil && typed != "") {
		return nil
	}
	plan, err := r.app.Service.Check(ctx, session, r.command)
	if err != nil {
		return err
	}
	if !r.wantsJSON {
		for _, line := range planLines("This would change:", plan) {
			r.errLine(line)
		}
	}
	if !isTerminal(r.streams.In) {
		return r.unconfirmed()
	}
	answer, err := r.prompt(ctx)
	switch {
	case err != nil:
		return err
	case want.Typed():
		*word = answer // the command says what it thinks of it
		return nil
	case strings.EqualFold(answer, "y"), strings.EqualFold(answer, "yes"):
		return nil
	default:
		return &model.Refusal{Rule: "ACT-03", Field: "yes", Message: "This was not confirmed, and nothing was changed.", Fix: "Answer yes, or give --yes."}
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
	return &model.Refusal{Rule: "ACT-03", Field: "yes", Message: fmt.Sprintf("“%s” must be confirmed, and there is no terminal to ask at.", r.entry.Title),
		Fix: "Give --yes, or --dry-run to see what would change."}
}

// prompt asks a question at the terminal and reads one line.
func (r *run) prompt(ctx context.Context) (string, error) {
	question := "Go on? [y/N] "
	if r.entry.Confirm.Typed() {
		question = "Type " + text.Visible(r.entry.Confirm.WordFor(r.command)) + " to go on: "
	}
	if _, err := fmt.Fprint(r.streams.Err, question); err != nil {
		return "", &outputError{err: err}
	}
	lines, err := r.readLines(ctx, 1)
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
		err   error
	}
	done := make(chan result, 1)
	go func() {
		var read result
		in := bufio.NewScanner(p.streams.In)
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
		return read.lines, nil
	}
}
