package kit

import (
	"context"

	"atrium/model"
)

// SpaceStatus asks what the header says of a space: its type, and for a federated space how its directory
// stands. It is what [Env].Status usually is.
func SpaceStatus(ctx context.Context, env *Env, space string) (Status, error) {
	view, err := Ask[model.SpaceView](ctx, env, &model.ShowSpace{Name: space})
	if err != nil {
		return Status{}, err
	}
	status := Status{Type: view.Type.Title()}
	if view.Type != model.FederatedSpace {
		return status, nil
	}
	sync, err := Ask[model.SyncState](ctx, env, &model.ShowSync{Space: space})
	if err != nil {
		return status, nil // whoever may see the space need not see its sync
	}
	switch {
	case sync.Overdue > 0:
		status.Sync, status.Bad = Thousands(sync.Overdue)+" overdue", true
	case sync.Pending > 0:
		status.Sync = Thousands(sync.Pending) + " pending"
	default:
		status.Sync = "in sync"
	}
	return status, nil
}
