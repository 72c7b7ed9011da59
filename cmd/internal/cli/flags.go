package cli

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"atrium/model"
)

// bindFields gives a command the flags of its fields. What is secret has none: it would stand in the
// history of the shell and in the list of processes.
func bindFields(cmd *cobra.Command, subject any) error {
	for _, field := range model.FieldsOf(subject) {
		if field.Secret {
			continue
		}
		if err := bindField(cmd, subject, field); err != nil {
			return fmt.Errorf("field %s: %w", field.Name, err)
		}
	}
	return nil
}

func bindField(cmd *cobra.Command, subject any, field model.Field) error {
	flags, usage := cmd.Flags(), usageOf(field)
	switch target := field.Pointer(subject).(type) {
	case *string:
		flags.StringVar(target, field.Name, "", usage)
	case *bool:
		flags.BoolVar(target, field.Name, false, usage)
	case *int:
		flags.IntVar(target, field.Name, 0, usage)
	case *uint64:
		flags.Uint64Var(target, field.Name, 0, usage)
	case *time.Duration:
		flags.DurationVar(target, field.Name, 0, usage)
	case *[]string:
		flags.Var(&list{target}, field.Name, usage)
	case *[]model.Tag:
		flags.Var(&tags{target}, field.Name, usage)
	default:
		value := reflect.ValueOf(target).Elem()
		if value.Kind() != reflect.String {
			return fmt.Errorf("no flag can hold a %s", value.Type())
		}
		flags.Var(&choice{value: value, choices: field.Choices}, field.Name, usage)
	}
	if field.Default == "" {
		return nil
	}
	flag := flags.Lookup(field.Name)
	flag.DefValue = field.Default
	return flag.Value.Set(field.Default)
}

// usageOf is a field's line in the help.
func usageOf(field model.Field) string {
	usage := field.Help
	if usage == "" {
		usage = field.Label
	}
	if len(field.Choices) > 0 {
		usage += ": " + strings.Join(field.Choices, ", ")
	}
	if field.Required && field.Default == "" {
		usage += " (required)"
	}
	return usage
}

// offerChoices offers the values of enumerations to the shell, in the whole tree of commands. The library keeps what
// it is told in a table of the process, with all that hangs on it, and forgets none of it: a process that serves
// others must not tell it anything for each of their commands, so that only the shell's own question does.
func offerChoices(cmd *cobra.Command) {
	offer := func(flag *pflag.Flag) {
		if c, ok := flag.Value.(*choice); ok && len(c.choices) > 0 {
			// It fails only for a flag that is not there, or that has completions already.
			_ = cmd.RegisterFlagCompletionFunc(flag.Name, cobra.FixedCompletions(c.choices, cobra.ShellCompDirectiveNoFileComp))
		}
	}
	cmd.LocalFlags().VisitAll(offer)
	for _, verb := range cmd.Commands() {
		offerChoices(verb)
	}
}

// completing tells that the shell asks what could come next.
func (p *program) completing() bool {
	return len(p.args) > 0 && (p.args[0] == cobra.ShellCompRequestCmd || p.args[0] == cobra.ShellCompNoDescRequestCmd)
}

// choice is a flag for an enumeration, or for another type that is a string underneath.
type choice struct {
	value   reflect.Value // of string kind, and settable
	choices []string
}

// newText makes a place for a choice that belongs to no command.
func newText(text string) reflect.Value {
	return reflect.ValueOf(&text).Elem()
}

func (c *choice) String() string {
	if !c.value.IsValid() { // the flag package asks a zero value, to see whether a default is one
		return ""
	}
	return c.value.String()
}

func (c *choice) Type() string { return "string" }

// Set takes a value that the enumeration has, in any case of letters.
func (c *choice) Set(given string) error {
	if len(c.choices) == 0 || given == "" {
		c.value.SetString(given)
		return nil
	}
	for _, known := range c.choices {
		if strings.EqualFold(known, given) {
			c.value.SetString(known)
			return nil
		}
	}
	return &unknownChoice{given, c.choices}
}

// unknownChoice is a value that an enumeration does not have.
type unknownChoice struct {
	given   string
	choices []string
}

func (e *unknownChoice) Error() string { return "choose " + alternatives(e.choices) }

// list is a flag for several values: with commas between, or the flag given again.
type list struct{ items *[]string }

func (l *list) String() string {
	if l.items == nil {
		return ""
	}
	return strings.Join(*l.items, ",")
}

func (l *list) Type() string { return "list" }

// Set adds values. One that holds a comma itself is written in double quotes.
func (l *list) Set(given string) error {
	in := csv.NewReader(strings.NewReader(given))
	in.LazyQuotes = true
	parts, err := in.Read()
	if err != nil && !errors.Is(err, io.EOF) {
		return errors.New("write the values with commas between")
	}
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" {
			*l.items = append(*l.items, part)
		}
	}
	return nil
}

// tags is a flag for tags: key=value with commas between, or the flag given again. Neither a key nor a value
// can hold a comma.
type tags struct{ items *[]model.Tag }

func (t *tags) String() string {
	if t.items == nil {
		return ""
	}
	words := make([]string, len(*t.items))
	for i, tag := range *t.items {
		words[i] = tag.String()
	}
	return strings.Join(words, ",")
}

func (t *tags) Type() string { return "tags" }

// Set adds tags. What is wrong with one the model says, with its row.
func (t *tags) Set(given string) error {
	for pair := range strings.SplitSeq(given, ",") {
		key, value, found := strings.Cut(pair, "=")
		if !found {
			return errors.New("write key=value, with commas between")
		}
		*t.items = append(*t.items, model.Tag{Key: key, Value: value})
	}
	return nil
}
