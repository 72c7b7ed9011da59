package cli

import (
	"context"
	"errors"
	"fmt"

	"atrium/cmd/internal/app"
	"atrium/model"
	"atrium/tui/text"
)

// The exit codes that the command line promises.
const (
	exitDone    = 0
	exitFault   = 1
	exitUsage   = 2
	exitRefused = 3
	exitStore   = 4
	exitCheck   = 6
)

// usageError is a mistake in how the program was called.
type usageError struct{ message, fix string }

func (e *usageError) Error() string { return e.message }

// outputError tells that the output could not be written.
type outputError struct {
	err     error
	changed bool
}

func (e *outputError) Error() string {
	if e.changed {
		return fmt.Sprintf("The change was made, but the output cannot be written: %v.", e.err)
	}
	return fmt.Sprintf("The output cannot be written: %v.", e.err)
}

func (e *outputError) Unwrap() error { return e.err }

// notPassed tells that a check ran, whose output says what did not pass.
type notPassed struct{ failed int }

func (e *notPassed) Error() string { return fmt.Sprintf("%d did not pass", e.failed) }

// unreadable tells that a refusal speaks of files that cannot be read, which is a fault of the input.
type unreadable struct{ *model.Refusal }

func (e unreadable) Unwrap() error { return e.Refusal }

// tell writes down how it ended and returns the exit code.
func (p *program) tell(err error) int {
	var usage *usageError
	var store *app.OpenError
	var table *app.TableError
	var output *outputError
	var check *notPassed
	var answered *called
	refusal, refused := model.AsRefusal(err)
	switch {
	case err == nil, brokenPipe(err):
		return exitDone
	case errors.As(err, &answered):
		return answered.code
	case errors.As(err, &check):
		return exitCheck
	case errors.As(err, &usage):
		p.say(usage.message, usage.fix)
		return exitUsage
	case errors.As(err, &table):
		p.say(sentence(table.Error()), "Mend the file, or do without it: the built-in table holds then.")
		return exitUsage
	case errors.As(err, &store):
		p.say(sentence(store.Error()), "")
		return exitStore
	case refused:
		return p.refused(refusal, err)
	case errors.As(err, &output):
		p.say(output.Error(), "")
	case errors.Is(err, context.Canceled):
		p.say("Interrupted.", "")
	case p.doing == "":
		// Nothing of the program's own had begun, so it is the tree of commands that could not read the line.
		p.say(sentence(err.Error()), "“atrium --help” lists the commands.")
		return exitUsage
	default:
		p.fault(err)
	}
	return exitFault
}

// say tells what was wrong and what to do about it.
func (p *program) say(message, fix string) {
	if p.wantsJSON {
		p.errJSON(map[string]any{"error": map[string]string{"message": message, "fix": fix}})
		return
	}
	p.errLine("atrium: " + message)
	if fix != "" {
		p.errLine("  " + fix)
	}
}

// note tells what must be known beside an answer.
func (p *program) note(message, fix string) {
	if p.wantsJSON {
		p.errJSON(map[string]any{"note": map[string]string{"message": message, "fix": fix}})
		return
	}
	p.errLine("Note: " + message + " " + fix)
}

// fault logs an error whole, and shows only where to find it.
func (p *program) fault(err error) {
	if p.app != nil {
		if id := p.app.Log.Fault(p.doing, err); id != "" {
			p.say("Internal error "+id+".", "The whole of it stands in "+p.app.Log.Path+" under this id.")
			return
		}
	}
	p.say("Internal error: "+err.Error(), "")
}

// refused shows a refusal with the rule that it keeps.
func (p *program) refused(r *model.Refusal, err error) int {
	code := exitRefused
	if _, input := errors.AsType[unreadable](err); input {
		code = exitUsage
	}
	topic := r.Topic
	if topic == "" {
		topic = p.topic
	}
	if p.wantsJSON {
		p.errJSON(map[string]any{"refused": struct {
			Rule    string         `json:"rule"`
			Field   string         `json:"field"`
			Message string         `json:"message"`
			Fix     string         `json:"fix"`
			Who     string         `json:"who"`
			Topic   string         `json:"topic"`
			Details []model.Detail `json:"details,omitempty"`
		}{r.Rule, r.Field, r.Message, r.Fix, r.Who, topic, r.Details}})
		return code
	}
	p.errLine(refusalTitle(r.Rule) + r.Message)
	for _, d := range r.Details {
		p.errLine(fmt.Sprintf("  --%s, row %d: %q: %s", d.Field, d.Row, d.Subject, d.Message))
	}
	p.errNote("What to do:", r.Fix)
	p.errNote("Who may:", r.Who)
	if topic != "" {
		p.errNote("More:", "atrium guide "+topic)
	}
	return code
}

func refusalTitle(rule string) string {
	if rule == "" {
		return "Refused: "
	}
	return "Refused (" + rule + "): "
}

// errNote writes a labelled line, where there is anything to say.
func (p *program) errNote(label, note string) {
	if note != "" {
		p.errLine(fmt.Sprintf("  %-11s %s", label, note))
	}
}

// errLine writes a line to the standard error. There is nobody left to tell if that fails.
func (p *program) errLine(line string) {
	_, _ = fmt.Fprintln(p.streams.Err, text.Visible(line))
}

func (p *program) errJSON(document any) {
	line, err := marshal(document)
	if err != nil {
		line = []byte(err.Error())
	}
	_, _ = fmt.Fprintf(p.streams.Err, "%s\n", line)
}
