package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// noSuchCommand answers a word that names no command, with the nearest one that there is.
func noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, child := range cmd.Commands() {
		if child.IsAvailableCommand() {
			names = append(names, child.Name())
		}
	}
	what := "area"
	switch {
	case len(names) == 0:
		return &usageError{fmt.Sprintf("“%s” takes no word such as %q.", cmd.CommandPath(), args[0]), "“" + cmd.CommandPath() + " --help” says what it takes."}
	case cmd.HasParent():
		what = "verb"
	}
	return usageFault(fmt.Sprintf("“%s” has no %s %q.", cmd.CommandPath(), what, args[0]),
		didYouMean(cmd.CommandPath()+" ", args[0], names), "“"+cmd.CommandPath()+" --help” lists them.")
}

// usageFault is a mistake with the first way to mend it that is not empty.
func usageFault(message string, fixes ...string) error {
	for _, fix := range fixes {
		if fix != "" {
			return &usageError{message, fix}
		}
	}
	return &usageError{message, ""}
}

// flagFault turns a mistake in a flag into a sentence. A value that was typed is repeated only where the
// flag is known, and no flag takes a secret.
func flagFault(cmd *cobra.Command, err error) error {
	help := "“" + cmd.CommandPath() + " --help” lists the flags."
	var unknown *pflag.NotExistError
	var needs *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		return unknownFlag(cmd, unknown.GetSpecifiedName(), help)
	case errors.As(err, &needs):
		return &usageError{fmt.Sprintf("--%s needs a value.", needs.GetFlag().Name), help}
	case errors.As(err, &invalid):
		name := invalid.GetFlag().Name
		var choice *unknownChoice
		if errors.As(err, &choice) {
			return usageFault(fmt.Sprintf("--%s %q is not known.", name, choice.given), "Choose "+alternatives(choice.choices)+".")
		}
		return &usageError{fmt.Sprintf("--%s %q is not %s.", name, invalid.GetValue(), wanted(invalid.GetFlag().Value.Type())), help}
	default:
		return &usageError{"The flags cannot be read.", help}
	}
}

// wanted says in words what a flag takes.
func wanted(flagType string) string {
	switch flagType {
	case "int", "uint64":
		return "a number"
	case "duration":
		return "a duration such as 90m or 3h"
	case "bool":
		return "true or false"
	case "tags":
		return "key=value, or several of these with commas between"
	default:
		return "a list of values with commas between"
	}
}

func unknownFlag(cmd *cobra.Command, name, help string) error {
	if len(name) == 1 {
		return &usageError{fmt.Sprintf("“%s” has no flag -%s.", cmd.CommandPath(), name), help}
	}
	if strings.Contains(name, "password") && cmd.Flags().Lookup("password-stdin") != nil {
		return &usageError{"A password is never taken as a flag.", "Give it on standard input, with --password-stdin."}
	}
	var names []string
	for _, set := range []*pflag.FlagSet{cmd.Flags(), cmd.InheritedFlags()} {
		set.VisitAll(func(f *pflag.Flag) {
			if !f.Hidden {
				names = append(names, f.Name)
			}
		})
	}
	return usageFault(fmt.Sprintf("“%s” has no flag --%s.", cmd.CommandPath(), name), didYouMean("--", name, names), help)
}

// sentence makes a sentence of an error: a capital at the beginning, a full stop at the end.
func sentence(s string) string {
	if s == "" {
		return s
	}
	s = strings.ToUpper(s[:1]) + s[1:]
	if !strings.HasSuffix(s, ".") {
		s += "."
	}
	return s
}
