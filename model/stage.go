package model

import "context"

// stager is a command whose work is too large for one transaction: it writes records that nothing can
// reach yet, and its transaction then makes them visible at once.
type stager interface {
	stage(ctx context.Context, s *Service, session Session, rehearsal bool) (staged any, err error)
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
	return large.stage(ctx, s, session, rehearsal)
}

// hold keeps what a command stages from being swept before its transaction has made it visible: until then
// it counts as garbage, so that a process that dies in between leaves nothing behind.
func (s *Service) hold(cmd Command) (release func()) {
	if _, large := cmd.(stager); !large {
		return func() {}
	}
	s.staging.RLock()
	return s.staging.RUnlock
}

// reserveSet draws the number of a set of records that nobody else uses, and notes the set as garbage until it
// is made visible (see [keepGarbage]): one that never becomes visible is swept.
func (s *Service) reserveSet(ctx context.Context, sequence string, prefix func(n uint64) Key, tables ...string) (n uint64, err error) {
	err = s.update(ctx, func(w Writer) error {
		system, err := readSystem(w)
		if err != nil {
			return err
		}
		if system.Sequences == nil {
			system.Sequences = map[string]uint64{}
		}
		system.Sequences[sequence]++
		n = system.Sequences[sequence]
		if err := systemTable.Put(w, system); err != nil {
			return err
		}
		return putGarbage(w, prefix(n), tables...)
	})
	return n, writable(err)
}

// load writes records of a set in bulk.
func (s *Service) load(ctx context.Context, fn func(Loader) error) error {
	return writable(s.store.Load(ctx, fn))
}

// writable makes a refusal of the error of a store that takes no writes.
func writable(err error) error {
	if reason, unwritable := readOnly(err); unwritable {
		return &Refusal{Message: reason, Fix: "Nothing was changed."}
	}
	return err
}
