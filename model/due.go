package model

import (
	"context"
	"errors"
)

// due is something that the program does by itself at a moment of program time.
type due struct {
	at  Instant
	run func(context.Context) error
	// work is set where it is a moment in the work of a space, of which several are carried out together.
	work *workDue
}

// Step applies everything that is due by now, in the order in which it fell due, and returns when the next
// thing is due (0 for nothing). It does not matter when or how often it is called (FED-15). At a pace faster
// than real it writes program time down, which a store that is opened again could not find by itself.
func (s *Service) Step(ctx context.Context) (Instant, error) {
	next, err := s.step(ctx)
	if err == nil && s.Pace() > 1 {
		err = s.keepTime(ctx)
	}
	return next, err
}

func (s *Service) step(ctx context.Context) (Instant, error) {
	s.stepping.Lock()
	defer s.stepping.Unlock()
	for {
		next, err := s.nextDue(ctx)
		if err != nil || next == nil {
			return 0, err
		}
		if next.at > s.Now() {
			return next.at, nil
		}
		if err := next.run(ctx); err != nil {
			if _, unwritable := readOnly(err); unwritable {
				return next.at, nil
			}
			return 0, err
		}
	}
}

// dueSource finds what of its kind falls due first; nil where nothing does.
type dueSource func(r Reader) (*due, error)

// dueSources are all kinds of what falls due, in the order in which they come at the same moment. The sync comes
// before the turn of the month, so that a month is closed over the members that it had, and the turn before the
// work, so that what begins at that moment finds the new month. The work of Amazon Q comes last.
func (s *Service) dueSources() []dueSource {
	return []dueSource{s.nextCycle, s.nextTurn, s.nextWork, s.nextAssist}
}

// nextDue is what falls due first.
func (s *Service) nextDue(ctx context.Context) (next *due, err error) {
	err = s.store.View(ctx, func(r Reader) error {
		next, err = s.firstDue(r)
		return err
	})
	return next, err
}

// firstDue is what falls due first; of what falls due together, that of the earliest source.
func (s *Service) firstDue(r Reader) (next *due, err error) {
	for _, source := range s.dueSources() {
		first, err := source(r)
		if err != nil {
			return nil, err
		}
		if first != nil && (next == nil || first.at < next.at) {
			next = first
		}
	}
	return next, nil
}

// nextCycle is the source of what the sync brings.
func (s *Service) nextCycle(r Reader) (*due, error) {
	change, found, err := syncDues.First(r, Range{})
	if err != nil || !found {
		return nil, err
	}
	return &due{at: change.Due, run: func(ctx context.Context) error { return s.runCycle(ctx, change) }}, nil
}

// nextTurn is the source of the months that end.
func (s *Service) nextTurn(r Reader) (*due, error) {
	turn, found, err := monthTurns.First(r, Range{})
	if err != nil || !found {
		return nil, err
	}
	return &due{at: turn.Due, run: func(ctx context.Context) error {
		_, err := s.doAt(ctx, &TurnMonth{Space: turn.Space}, turn.Due)
		return err
	}}, nil
}

// runCycle brings a part of a cycle: as many people as one transaction takes. How many that is depends on
// how far apart they stand in the store, so the part is halved when it was too large, and grows again.
func (s *Service) runCycle(ctx context.Context, next *syncDue) error {
	for {
		_, err := s.doAt(ctx, &RunSyncCycle{App: next.App, At: next.Due, part: s.part}, next.Due)
		switch {
		case errors.Is(err, ErrTooLarge) && s.part > 1:
			s.part /= 2
		case err == nil:
			s.part = min(2*s.part, chunk)
			return nil
		default:
			return err
		}
	}
}
