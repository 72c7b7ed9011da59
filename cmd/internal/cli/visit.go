package cli

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"atrium/cmd/internal/app"
	"atrium/cmd/internal/door"
	"atrium/tui"
	"atrium/tui/text"
)

// openDoor lets others into this process: the programs of the same user, over the socket.
func (p *program) openDoor(limits door.Limits, note func(string)) (*door.Door, error) {
	if p.app.Dir() == "" || p.globals.readOnly {
		return nil, nil // a store in memory is nobody else's, and whoever only looks writes nothing
	}
	return door.Open(door.Options{Dir: p.app.Dir(), Serve: p.receive, Fault: p.app.Log.Fault, Limits: limits, Note: note})
}

// receive runs the command line for a visitor, with the visitor's streams and over the store that is open.
func (p *program) receive(ctx context.Context, v *door.Visit) int {
	args := append([]string{}, v.Args...) // never nil, for which the library takes the arguments of the process
	if !v.Local() && len(args) > 0 && args[0] == "atrium" {
		args = args[1:] // as one would write it at home
	}
	g := newProgram(args, Streams{In: v.In, Out: v.Out, Err: v.Err})
	g.visit, g.app = v, p.app
	return g.tell(g.run(ctx, args))
}

// fromNetwork tells that a visitor came over the network.
func (p *program) fromNetwork() bool { return p.visit != nil && !p.visit.Local() }

// variable is a variable of the environment that the terminal belongs to.
func (p *program) variable(name string) string {
	if p.visit == nil {
		return os.Getenv(name)
	}
	for _, entry := range slices.Backward(p.visit.Environ) {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return value
		}
	}
	return ""
}

// madeChange notes that a change was carried out, whatever goes wrong after it.
func (p *program) madeChange() {
	p.changed = true
	if p.visit != nil {
		p.visit.MadeChange()
	}
}

// visitScreens shows the screens to a visitor.
func (p *program) visitScreens(ctx context.Context) error {
	who, err := p.named(ctx)
	if err != nil {
		return err
	}
	v := p.visit
	v.Show()
	demo, err := p.app.Show(ctx, app.Stay{
		Terminal: tui.Terminal{In: v.In, Out: v.Out, Environ: v.Environ, Sizes: v.Windows},
		Who:      who, Place: v.Place, From: v.From, Folder: v.Folder, Visiting: true, Network: !v.Local(),
		LookOnly: p.looksOnly(), Moved: v.Moved,
	})
	if demo {
		v.WantsDemo()
	}
	return err
}

// open to everyone are the commands that no catalogue lists and that a visitor from the network may give.
var openToEveryone = []string{"atrium", "guide", "version", "help", "who", "completion", cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd}

// mayVisit refuses a visitor from the network what belongs to the machine or to whoever runs the process there.
func (p *program) mayVisit(cmd *cobra.Command, _ []string) error {
	if !p.fromNetwork() {
		return nil
	}
	for _, flag := range []string{"data", "demo", "now", "seed", "tiers", "quotas"} {
		if cmd.Flags().Changed(flag) && cmd.Root().PersistentFlags().Lookup(flag) == cmd.Flags().Lookup(flag) {
			return &usageError{fmt.Sprintf("--%s is settled where the store is open, and cannot be given over the network.", flag), "Leave it away."}
		}
	}
	for at := cmd; at != nil; at = at.Parent() {
		if at.Annotations[inCatalogue] != "" || (at == cmd || at.HasParent()) && slices.Contains(openToEveryone, at.Name()) {
			return nil
		}
	}
	return &usageError{"“" + text.Visible(cmd.CommandPath()) + "” belongs to the machine that has the store, and cannot be given over the network.", "Give it there."}
}

// inCatalogue marks the commands that are made from the catalogue.
const inCatalogue = "catalogue"
