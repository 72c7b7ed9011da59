package model

import "context"

// stager is a command whose work is too large for one transaction: it writes records that nothing can
// reach yet, and its transaction then makes them visible at once.
type stager interface {
	stage(ctx context.Context, s *Service, rehearsal bool) (staged any, err error)
}

// stage lets a command prepare its work, once the session is known to be allowed to give it.
func (s *Service) stage(ctx context.Context, session Session, entry *Entry, cmd Command, rehearsal bool) (any, error) {
	large, ok := cmd.(stager)
	if !ok {
		return nil, nil
	}
	err := s.store.View(ctx, func(r Reader) error {
		_, err := authorise(asker{r: r, session: session, entry: entry, subject: cmd})
		return err
	})
	if err != nil {
		return nil, err
	}
	return large.stage(ctx, s, rehearsal)
}

// Sweep removes what nothing reaches any more. It is for the process's idle moments, and may be stopped
// through ctx at any time: what is left is swept the next time.
func (s *Service) Sweep(ctx context.Context) error {
	for ctx.Err() == nil {
		var found *garbage
		err := s.store.View(ctx, func(r Reader) (err error) {
			found, _, err = garbageTable.First(r, Range{})
			return err
		})
		if err != nil || found == nil {
			return err
		}
		if err := s.store.Load(ctx, func(l Loader) error { return l.Drop(found.Table, found.Prefix) }); err != nil {
			return err
		}
		if err := s.update(ctx, func(w Writer) error { return garbageTable.Delete(w, found) }); err != nil {
			return err
		}
	}
	return nil
}
