package cli

import (
	"slices"

	"github.com/spf13/cobra"
)

// helpCommand is “atrium help AREA VERB”. The library's own ends well on a command that does not exist.
func helpCommand() *cobra.Command {
	return &cobra.Command{Use: "help [AREA [VERB]]", Short: "Help about an area or a command", GroupID: groupProgram,
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err != nil {
				return err
			}
			if err := noSuchCommand(about, rest); err != nil {
				return err
			}
			return about.Help()
		}}
}

// strictCompletion has the library's command for completion refuse a shell that it does not know.
func strictCompletion(root *cobra.Command) {
	root.SetCompletionCommandGroupID(groupProgram)
	root.InitDefaultCompletionCmd()
	at := slices.IndexFunc(root.Commands(), func(c *cobra.Command) bool { return c.Name() == "completion" })
	if at < 0 {
		return
	}
	completion := root.Commands()[at]
	completion.Args = noSuchCommand
	completion.RunE = func(*cobra.Command, []string) error {
		return &usageError{"“atrium completion” needs the name of a shell.", "Choose bash, zsh, fish or powershell."}
	}
	for _, shell := range completion.Commands() {
		shell.Args = noSuchCommand
	}
}
