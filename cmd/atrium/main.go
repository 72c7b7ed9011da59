// Atrium runs the spaces of a company: people, AWS accounts and single sign-on.
package main

import (
	"os"

	"atrium/cmd/internal/cli"
	_ "atrium/tui/background" // must be initialised before anything that asks the terminal
)

func main() {
	os.Exit(cli.Main(os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}
