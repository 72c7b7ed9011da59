package cli

import (
	"context"
	"os"
	"sync"

	"github.com/spf13/cobra"

	"atrium/cmd/internal/app"
)

// screens is atrium without a command.
func (p *program) screens(cmd *cobra.Command, _ []string) error {
	p.doing = "screens"
	help := "The command line does everything that they do: see atrium --help."
	switch {
	case !isTerminal(p.streams.In) || !isTerminal(p.streams.Out):
		return &usageError{"The screens need a terminal, and this is none.", help}
	case os.Getenv("TERM") == "dumb":
		return &usageError{"The screens need a real terminal, and this one says that it is dumb (TERM=dumb).", help}
	}
	if err := p.open(cmd.Context(), false); err != nil {
		return err
	}
	return p.withEngine(cmd.Context(), func(ctx context.Context) error { return runScreens(ctx, p.app, p) })
}

// withEngine runs fn while the engine carries program time forward.
func (p *program) withEngine(ctx context.Context, fn func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	var engine sync.WaitGroup
	engine.Go(func() { p.app.RunEngine(ctx) })
	err := fn(ctx)
	cancel()
	engine.Wait()
	return err
}

// runScreens shows the screens on the terminal until the person leaves them.
func runScreens(ctx context.Context, a *app.App, p *program) error {
	if _, err := p.session(ctx); err != nil {
		return err
	}
	return &usageError{"This build of atrium has no screens.", "The command line does everything: see atrium --help."}
}
