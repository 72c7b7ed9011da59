package tui

import (
	"context"

	"atrium/model"
	"atrium/tui/kit"
)

// SpaceStatus asks what the header says of a space: its type, and for a space with identity federation how
// its sync stands. It is what [kit.Env].Status usually is.
func SpaceStatus(ctx context.Context, env *kit.Env, space string) (kit.Status, error) {
	state, err := kit.Ask[model.SyncState](ctx, env, &model.ShowSync{Space: space})
	if err != nil {
		return kit.Status{}, err
	}
	status := kit.Status{Type: model.BuilderSpace.Title()}
	if state.Federated {
		status = kit.Status{Type: model.FederatedSpace.Title(), Sync: syncWords(state), Bad: state.Overdue > 0}
	}
	return status, nil
}

// syncWords tells the state of a sync in as few words as a header has room for; the screen named Sync has
// the rest. Moments of another day are told with their day.
func syncWords(state model.SyncState) string {
	switch {
	case state.Overdue > 0:
		return "sync: " + kit.Thousands(state.Overdue) + " OVERDUE"
	case state.Pending == 0:
		return "sync: all in"
	case state.Next.Day() != state.Now.Day():
		return "sync: " + kit.Thousands(state.Pending) + " pending, next " + kit.Moment(state.Next)
	default:
		return "sync: " + kit.Thousands(state.Pending) + " pending, next " + state.Next.Time().Format("15:04")
	}
}
