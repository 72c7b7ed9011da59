package kit

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
)

// Gates knows which commands of a place are open to the session, so that the footer can show the others
// as closed and say why. It asks the service and keeps the answers until something changes.
type Gates struct {
	env      *Env
	commands []model.Command
	reasons  map[string]*Reason
}

// NewGates watches commands, each filled in as far as authority depends on it: the space, the account.
func NewGates(env *Env, commands ...model.Command) *Gates {
	return &Gates{env: env, commands: commands, reasons: map[string]*Reason{}}
}

// Refresh asks again; call it in Init and on [Changed].
func (g *Gates) Refresh() tea.Cmd {
	commands := g.commands
	ask := func(ctx context.Context) (map[string]*Reason, error) {
		reasons := map[string]*Reason{}
		for _, cmd := range commands {
			reasons[g.env.Service.EntryOf(cmd).ID] = mayNot(ctx, g.env, cmd)
		}
		return reasons, nil
	}
	return Go(g.env, g, ask, func(reasons map[string]*Reason, err error) tea.Cmd {
		if err == nil {
			g.reasons = reasons
		}
		return nil
	})
}

func mayNot(ctx context.Context, env *Env, cmd model.Command) *Reason {
	if env.ReadOnly != "" {
		return &Reason{Why: env.ReadOnly, Fix: "Nothing can be changed now."}
	}
	return ReasonOf(env.Service.May(ctx, env.Session, cmd))
}

// Reason says why a command cannot be given; nil where it can, or where it is not known yet.
func (g *Gates) Reason(id string) *Reason { return g.reasons[id] }

// Action makes the action of a command on a key: it runs what fill gives, through [Run]. A nil fill
// result does nothing, for instance where no row is under the cursor.
func (g *Gates) Action(key, id, title string, fill func() model.Command, o RunOptions) Action {
	run := func() tea.Cmd {
		if cmd := fill(); cmd != nil {
			return Run(g.env, cmd, o)
		}
		return nil
	}
	return Action{ID: id, Key: key, Title: title, Run: run, Disabled: g.Reason(id)}
}
