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
	for {
		demo := false
		err := p.withEngine(cmd.Context(), func(ctx context.Context) (err error) {
			demo, err = p.runScreens(ctx)
			return err
		})
		if err != nil || !demo {
			return err
		}
		if err := p.app.Close(); err != nil {
			return err
		}
		p.globals.demo, p.globals.as, p.globals.aws = true, "", ""
		if err := p.open(cmd.Context(), false); err != nil {
			return err
		}
	}
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

// runScreens shows the screens on the terminal until the person leaves them, or goes on to the demo company.
func (p *program) runScreens(ctx context.Context) (demo bool, err error) {
	who, err := p.named(ctx)
	if err != nil {
		return false, err
	}
	return p.app.Show(ctx, app.Terminal{In: p.streams.In, Out: p.streams.Out, Environ: os.Environ()}, who)
}
