package model

import (
	"context"
	"sync"
	"time"
)

// WallClock reads the time of day outside the program.
type WallClock interface{ Now() time.Time }

// systemRecord is the program's own record in the store: the seed, the sequences, and the last moment of
// program time together with the wall clock's reading at that moment (FED-15).
type systemRecord struct {
	Seed      uint64            `cbor:"1,keyasint" export:"-"`
	Program   Instant           `cbor:"2,keyasint"`
	Wall      Instant           `cbor:"3,keyasint"`
	Sequences map[string]uint64 `cbor:"4,keyasint"`
	// Records is the version of the records that the store holds; see [upgradeRecords].
	Records int `cbor:"5,keyasint,omitempty"`
	// Head is the end of the activity's chain.
	Head Head `cbor:"6,keyasint"`
}

var systemTable = Table[systemRecord]{name: "system", key: func(*systemRecord) Key { return systemKey }}

const systemKey = Key("system" + keyEnd)

// readSystem returns the program's record; [openClock] made it.
func readSystem(r Reader) (*systemRecord, error) {
	record, found, err := systemTable.Get(r, systemKey)
	if err != nil || !found {
		return &systemRecord{}, err
	}
	return record, nil
}

// clock keeps program time: real pace by default, faster on request, never backwards. While the program
// is closed, program time goes on at the real pace.
type clock struct {
	source WallClock
	fixed  Instant

	mu      sync.Mutex
	program time.Time // program time at anchor
	anchor  time.Time // the wall clock's reading then
	pace    int       // how many times faster than real
	seen    time.Time // the wall clock's last reading
	last    time.Time // program time then
}

// openClock reads the clock from the store, or starts one in a store that has none.
func openClock(ctx context.Context, store Store, o Options) (*clock, error) {
	c := &clock{source: o.Clock, fixed: At(o.Fixed), pace: 1}
	var record *systemRecord
	err := store.View(ctx, func(r Reader) (err error) {
		record, err = readSystem(r)
		return err
	})
	if err != nil {
		return nil, err
	}
	switch {
	case record.Program == 0:
		record, err = startSystem(ctx, store, c, o.Seed)
	case record.Records > newestRecords:
		err = &NewerRecordsError{record.Records}
	case record.Records < newestRecords:
		err = upgradeRecords(ctx, store, record.Records, o.BeforeUpgrade)
	}
	c.program, c.anchor = record.Program.Time(), record.Wall.Time()
	c.last, c.seen = c.program, c.anchor
	return c, err
}

func startSystem(ctx context.Context, store Store, c *clock, seed uint64) (*systemRecord, error) {
	record := &systemRecord{Seed: seed, Program: At(c.source.Now()), Wall: At(c.source.Now()), Records: newestRecords}
	if c.fixed != 0 {
		record.Program = c.fixed
	}
	err := store.Update(ctx, func(w Writer) error { return systemTable.Put(w, record) })
	if _, unwritable := readOnly(err); unwritable {
		err = nil // a store that cannot be written can still be looked at
	}
	return record, err
}

func (c *clock) wall() time.Time { return c.source.Now() }

// now is program time.
func (c *clock) now() Instant {
	c.mu.Lock()
	defer c.mu.Unlock()
	return At(c.reading())
}

// reading is program time, to the wall clock's own precision. Where the wall clock was set back, program
// time goes on from where it was.
func (c *clock) reading() time.Time {
	if c.fixed != 0 {
		return later(c.program, c.fixed.Time())
	}
	wall := c.source.Now()
	if wall.Before(c.seen) {
		c.program, c.anchor = c.last, wall
	}
	c.last, c.seen = c.program.Add(wall.Sub(c.anchor)*time.Duration(c.pace)), wall
	return c.last
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// setPace changes how fast program time goes from now on.
func (c *clock) setPace(pace int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.program = c.reading()
	c.anchor, c.pace = c.mark(), pace
}

// moveTo puts program time forward; it never goes back.
func (c *clock) moveTo(t Instant) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.program = later(c.reading(), t.Time())
	c.anchor = c.mark()
	c.last = c.program
}

// mark is the wall clock's reading that belongs to the last reading of program time.
func (c *clock) mark() time.Time {
	if c.fixed != 0 {
		return c.source.Now()
	}
	return c.seen
}

// Now is program time.
func (s *Service) Now() Instant { return s.clock.now() }

// Pace is how many times faster than real program time goes in this process.
func (s *Service) Pace() int {
	s.clock.mu.Lock()
	defer s.clock.mu.Unlock()
	return s.clock.pace
}

// SetPace sets how fast program time goes in this process: 1 for real, at most MaxPace.
func (s *Service) SetPace(pace int) error {
	if pace < 1 || pace > MaxPace {
		return refuse("FED-15", "pace", "The pace %d is not between 1 (real) and %d.", pace, MaxPace)
	}
	s.clock.setPace(pace)
	return s.keepTime(context.Background())
}

// keepTime writes down where program time stands. At the real pace a store that is opened again finds it by
// itself; at a faster one it would fall back to what the last change wrote.
func (s *Service) keepTime(ctx context.Context) error {
	err := s.update(ctx, func(w Writer) error {
		record, err := readSystem(w)
		if err != nil {
			return err
		}
		record.Program, record.Wall = max(record.Program, s.Now()), At(s.clock.wall())
		return systemTable.Put(w, record)
	})
	if _, unwritable := readOnly(err); unwritable {
		return nil // nothing can be kept where nothing can be written
	}
	return err
}

// MaxPace is the fastest pace: an hour in a second.
const MaxPace = 3600

// UntilProgram is how long the wall clock takes until program time reaches t, at the present pace.
func (s *Service) UntilProgram(t Instant) time.Duration {
	c := s.clock
	c.mu.Lock()
	defer c.mu.Unlock()
	return max(0, t.Time().Sub(c.reading())/time.Duration(c.pace))
}
