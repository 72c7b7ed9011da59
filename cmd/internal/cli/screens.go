package cli

import (
	"context"
	"errors"
	"os"
	"sync"

	"github.com/spf13/cobra"

	"atrium/cmd/internal/app"
	"atrium/cmd/internal/door"
	"atrium/store"
	"atrium/tui"
)

// screens is atrium without a command.
func (p *program) screens(cmd *cobra.Command, _ []string) error {
	p.doing = "screens"
	help := "The command line does everything that they do: see atrium --help."
	if p.fromNetwork() {
		help = "With ssh -t there is one. The command line does everything that they do: add --help for more."
	}
	switch {
	case !isTerminal(p.streams.In) || !isTerminal(p.streams.Out):
		return &usageError{"The screens need a terminal, and this is none.", help}
	case p.variable("TERM") == "dumb":
		return &usageError{"The screens need a real terminal, and this one says that it is dumb (TERM=dumb).", help}
	case p.visit != nil:
		return p.visitScreens(cmd.Context())
	}
	return p.ownScreens(cmd.Context())
}

// ownScreens shows the screens over the store that this process opens, or through the one that has it open,
// and goes on where they were when that one leaves.
func (p *program) ownScreens(ctx context.Context) error {
	var place []byte
	for {
		demo := false
		err := p.open(ctx, false)
		held, isHeld := errors.AsType[*store.HeldError](err)
		switch {
		case isHeld:
			demo, err = p.callScreens(ctx, held, &place)
		case err == nil:
			demo, err = p.holdScreens(ctx, place)
		}
		switch {
		case errors.Is(err, errGoOn):
			continue
		case err != nil || !demo:
			return err
		}
		p.globals.demo, p.globals.as, p.globals.aws, place = true, "", "", nil
	}
}

// holdScreens shows the screens over the open store while it serves others. It closes the store where the demo
// comes next.
func (p *program) holdScreens(ctx context.Context, place []byte) (demo bool, err error) {
	err = p.holding(ctx, func(ctx context.Context) error {
		who, err := p.named(ctx)
		if err != nil {
			return err
		}
		demo, err = p.app.Show(ctx, app.Stay{Terminal: tui.Terminal{In: p.streams.In, Out: p.streams.Out, Environ: os.Environ()},
			Who: who, Place: place, From: "this terminal"})
		return err
	})
	if err != nil || !demo {
		return false, err
	}
	return true, p.app.Close()
}

// holding runs fn while the engine carries program time forward and others are let in.
func (p *program) holding(ctx context.Context, fn func(context.Context) error) error {
	return p.withEngine(ctx, func(ctx context.Context) error {
		opened, err := p.openDoor(door.Limits{}, nil)
		if err != nil {
			p.app.Log.Fault("letting others in", err) // the screens do without
		}
		err = fn(ctx)
		if opened != nil {
			err = errors.Join(err, opened.Close())
		}
		return err
	})
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
