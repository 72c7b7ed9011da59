package model

import (
	"context"
	"errors"
)

// due is something that the program does by itself at a moment of program time.
type due struct {
	at  Instant
	run func(context.Context) error
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

// nextDue is what falls due first. At the same moment the sync comes before the turn of the month, so that
// a month is closed over the members that it had, and the work of Amazon Q comes last.
func (s *Service) nextDue(ctx context.Context) (next *due, err error) {
	err = s.store.View(ctx, func(r Reader) error {
		change, found, err := syncDues.First(r, Range{})
		if err != nil {
			return err
		}
		if found {
			next = &due{at: change.Due, run: func(ctx context.Context) error { return s.runCycle(ctx, change) }}
		}
		turn, found, err := monthTurns.First(r, Range{})
		if err == nil && found && (next == nil || turn.Due < next.at) {
			next = &due{at: turn.Due, run: func(ctx context.Context) error {
				_, err := s.doAt(ctx, &TurnMonth{Space: turn.Space}, turn.Due)
				return err
			}}
		}
		if err != nil {
			return err
		}
		assist, err := s.nextAssist(r)
		if assist != nil && (next == nil || assist.at < next.at) {
			next = assist
		}
		return err
	})
	return next, err
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
