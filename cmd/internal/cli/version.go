package cli

import (
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is what the build says of itself.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	text := info.Main.Version
	if text == "" {
		text = "(devel)"
	}
	return text + " " + info.GoVersion
}

func (p *program) version() *cobra.Command {
	return &cobra.Command{Use: "version", Short: "Print the version", GroupID: groupProgram, Args: noSuchCommand,
		RunE: func(*cobra.Command, []string) error {
			return p.printAnswer("version", struct {
				Version string `json:"version"`
			}{version()})
		}}
}
