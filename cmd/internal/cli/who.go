package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"atrium/model"
	"atrium/tui"
	"atrium/tui/kit"
)

// presentLine is a session as it is listed.
type presentLine struct {
	Who   string        `json:"who"`
	From  string        `json:"from"`
	Since model.Instant `json:"since"`
	Idle  string        `json:"idle"`
	Where string        `json:"where"`
}

// who is the command that lists who is here.
func (p *program) who() *cobra.Command {
	return &cobra.Command{Use: "who", Short: "List who else has this store in front of them", GroupID: groupProgram, Args: noSuchCommand,
		Long: "List who else has this store in front of them: who acts, from where, since when,\nfor how long nothing was typed, and where in the screens they are.\n\n" +
			"Over the network it lists the sessions of your own, and for a Space administrator\nthose of the members of the space.\n\nMore:    atrium guide together",
		Example: "  atrium who",
		RunE: func(cmd *cobra.Command, _ []string) error {
			p.doing, p.topic = "who", "together"
			return p.listPresent(cmd.Context())
		}}
}

// listPresent asks the process that has the store open. Where there is none, nobody is there.
func (p *program) listPresent(ctx context.Context) error {
	if p.visit == nil {
		if err := p.openOrCall(ctx, false); err != nil {
			return err
		}
		return p.printAnswer("who", []presentLine{})
	}
	var asking model.Session
	if p.fromNetwork() {
		var err error
		if asking, err = p.named(ctx); err != nil {
			return err
		}
	}
	list, err := p.app.Present(ctx, asking, p.fromNetwork())
	if err != nil {
		return err
	}
	lines := make([]presentLine, len(list))
	for i, at := range list {
		lines[i] = presentLine{at.Who, at.From, model.At(at.Since), kit.Idle(time.Since(at.Typed)), at.Where(tui.Places())}
	}
	return p.printAnswer("who", lines)
}
