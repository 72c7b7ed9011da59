package model

import "context"

// garbage is a prefix of a table that nothing reaches any more.
type garbage struct {
	Table  string `cbor:"1,keyasint"`
	Prefix Key    `cbor:"2,keyasint"`
}

var garbageTable = Table[garbage]{name: "garbage", key: func(g *garbage) Key { return K(g.Table) + g.Prefix }}

// putGarbage notes the records under a prefix of some tables, to be swept when there is time.
func putGarbage(w Writer, prefix Key, tables ...string) error {
	for _, table := range tables {
		if err := garbageTable.Put(w, &garbage{Table: table, Prefix: prefix}); err != nil {
			return err
		}
	}
	return nil
}

// keepGarbage takes back what [putGarbage] noted: something reaches the records now.
func keepGarbage(w Writer, prefix Key, tables ...string) error {
	for _, table := range tables {
		if err := garbageTable.Delete(w, &garbage{Table: table, Prefix: prefix}); err != nil {
			return err
		}
	}
	return nil
}

// Sweep removes what nothing reaches any more. It is for the process's idle moments, and may be stopped
// through ctx at any time: what is left is swept the next time. While a command stages it does nothing.
func (s *Service) Sweep(ctx context.Context) error {
	for ctx.Err() == nil {
		more, err := s.sweepOne(ctx)
		if err != nil || !more {
			return err
		}
	}
	return nil
}

// sweepOne removes one piece of garbage, and reports whether there was one to remove.
func (s *Service) sweepOne(ctx context.Context) (more bool, err error) {
	if !s.staging.TryLock() {
		return false, nil
	}
	defer s.staging.Unlock()
	var found *garbage
	err = s.store.View(ctx, func(r Reader) (err error) {
		found, _, err = garbageTable.First(r, Range{})
		return err
	})
	if err != nil || found == nil {
		return false, err
	}
	if err := s.store.Load(ctx, func(l Loader) error { return l.Drop(found.Table, found.Prefix) }); err != nil {
		return false, err
	}
	return true, s.update(ctx, func(w Writer) error { return garbageTable.Delete(w, found) })
}
