package model

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"time"

	"atrium/model/quotas"
	"atrium/model/tiers"
)

// Service is the one way to change anything and to ask anything. It decides authority, keeps program
// time, and tells subscribers what was committed. It is safe for concurrent use.
type Service struct {
	store   Store
	clock   *clock
	guide   *Guide
	tiers   *tiers.Table
	quotas  *quotas.Table
	byID    map[string]*Entry
	byType  map[reflect.Type]*Entry
	entries []Entry
	rosters *rosters

	mu        sync.Mutex
	listeners map[int]func(Commit)
	nextID    int
	cancel    func()
	stepping  sync.Mutex
	staging   sync.RWMutex // held while a command stages, and while garbage is swept
	part      int          // how many people the next part of a cycle brings; guarded by stepping
}

// Options are what a Service is made with beside its store.
type Options struct {
	// Clock reads the wall; required.
	Clock WallClock
	// Fixed, where not zero, is the time that a script or test says it is: program time is never before
	// it, and stands still between changes.
	Fixed time.Time
	// Seed is what ids, tokens, codes and delays of a new store are drawn from. A store keeps its own.
	Seed uint64
	// Guide is the guide at hand; nil for an empty one.
	Guide *Guide
	// Tiers is the table of what the billing tiers include and cost; nil for one in which they include nothing.
	Tiers *tiers.Table
	// Quotas is the table of how often generative AI features can be used; nil for one with which they never can.
	Quotas *quotas.Table
	// BeforeUpgrade, where not nil, is called before the records of a store from an earlier program are brought to
	// the newest version, to keep a copy of it. Its error ends the opening and leaves the store as it was.
	BeforeUpgrade func(ctx context.Context, from, to int) error
}

// NewService opens the model on a store.
func NewService(ctx context.Context, store Store, o Options) (*Service, error) {
	if o.Guide == nil {
		o.Guide = &Guide{}
	}
	if o.Tiers == nil {
		o.Tiers = &tiers.Table{}
	}
	if o.Quotas == nil {
		o.Quotas = &quotas.Table{}
	}
	s := &Service{store: store, guide: o.Guide, tiers: o.Tiers, quotas: o.Quotas, entries: Catalogue(), listeners: map[int]func(Commit){}, part: chunk}
	s.byID, s.byType = indexEntries(s.entries)
	s.rosters = newRosters(s)
	clock, err := openClock(ctx, store, o)
	if err != nil {
		return nil, err
	}
	s.clock = clock
	s.cancel = store.Subscribe(s.committed)
	return s, nil
}

// Close ends the service's subscription to its store; the store stays open. Program time that went faster
// than real is written down first, as far as the store can still be written.
func (s *Service) Close() {
	if s.Pace() > 1 {
		_ = s.keepTime(context.Background()) // there is nobody left to tell
	}
	s.cancel()
}

// update runs a transaction of the service's own, again where it met another one.
func (s *Service) update(ctx context.Context, fn func(Writer) error) error {
	var err error
	for range tries {
		if err = s.store.Update(ctx, fn); !errors.Is(err, ErrConflict) {
			return err
		}
	}
	return err
}

func indexEntries(entries []Entry) (map[string]*Entry, map[reflect.Type]*Entry) {
	byID, byType := map[string]*Entry{}, map[reflect.Type]*Entry{}
	for i := range entries {
		e := &entries[i]
		byID[e.ID] = e
		if e.command != nil {
			byType[reflect.TypeOf(e.command())] = e
		} else {
			byType[reflect.TypeOf(e.question())] = e
		}
	}
	return byID, byType
}

// Catalogue lists every command and question.
func (s *Service) Catalogue() []Entry { return s.entries }

// Entry finds a catalogue entry by its id; nil where there is none.
func (s *Service) Entry(id string) *Entry { return s.byID[id] }

// EntryOf finds the catalogue entry of a command or question; nil where there is none.
func (s *Service) EntryOf(value any) *Entry { return s.byType[reflect.TypeOf(value)] }

// Guide is the guide at hand.
func (s *Service) Guide() *Guide { return s.guide }

// Receipt is the proof that a change was carried out.
type Receipt struct {
	At Instant `json:"at"`
	// Result is what the command has to hand back, for instance a token; nil for nothing.
	Result any `json:"result,omitempty"`
	// Plan is what it did.
	Plan Plan `json:"plan"`
}

// errRehearsed ends the transaction of a check: everything in it is thrown away.
var errRehearsed = errors.New("rehearsed")

// Check tells what a command would do and changes nothing. A word to be typed is not asked for.
func (s *Service) Check(ctx context.Context, session Session, cmd Command) (Plan, error) {
	receipt, err := s.run(ctx, session, cmd, true, 0)
	return receipt.Plan, err
}

// Do carries a command out: validated, authorised, applied and recorded in one transaction, or not at all.
// The error is a [Refusal] where a rule forbids it; anything else is a fault.
func (s *Service) Do(ctx context.Context, session Session, cmd Command) (Receipt, error) {
	return s.run(ctx, session, cmd, false, 0)
}

// doAt is Do for what is due at a moment of program time that may have passed.
func (s *Service) doAt(ctx context.Context, cmd Command, at Instant) (Receipt, error) {
	return s.run(ctx, systemSession, cmd, false, at)
}

// tries bounds how often a transaction that met another one is run again.
const tries = 16

func (s *Service) run(ctx context.Context, session Session, cmd Command, rehearsal bool, at Instant) (Receipt, error) {
	entry := s.EntryOf(cmd)
	if entry == nil {
		return Receipt{}, fmt.Errorf("the command %T is not in the catalogue", cmd)
	}
	if session.lookOnly != "" {
		return Receipt{}, writable(&ReadOnlyError{Reason: session.lookOnly})
	}
	if at == 0 {
		if _, err := s.step(ctx); err != nil {
			return Receipt{}, err
		}
	}
	defer s.hold(cmd)()
	staged, err := s.stage(ctx, session, entry, cmd, rehearsal)
	if err != nil {
		return Receipt{}, err
	}
	var receipt Receipt
	for range tries {
		receipt = Receipt{}
		var after func(context.Context) error
		err := s.store.Update(ctx, func(w Writer) error {
			act := &Act{Writer: w, Context: ctx, service: s, session: session, entry: entry, Rehearsal: rehearsal, Now: at, staged: staged}
			err := act.carryOut(cmd, &receipt)
			after = act.after
			return err
		})
		if errors.Is(err, ErrConflict) {
			continue
		}
		if at != 0 {
			return receipt, err // the step that asked for it knows best what to do
		}
		return s.settle(ctx, receipt, err, after)
	}
	return Receipt{}, fmt.Errorf("“%s” met other changes %d times in a row; try again: %w", entry.Title, tries, ErrConflict)
}

// settle turns the end of a transaction into the answer: a rehearsal that came to its end is a success.
func (s *Service) settle(ctx context.Context, receipt Receipt, err error, after func(context.Context) error) (Receipt, error) {
	if errors.Is(err, errRehearsed) {
		return receipt, nil
	}
	if errors.Is(err, ErrTooLarge) {
		return Receipt{}, &Refusal{Message: "This change touches more records than one transaction of the store can hold.",
			Fix: "Do it in smaller parts. Nothing was changed."}
	}
	if err != nil {
		return Receipt{}, writable(err)
	}
	if after != nil {
		err = after(ctx)
	}
	return receipt, err
}

// readOnly tells whether an error is that the store takes no writes now, and why it does not.
func readOnly(err error) (reason string, is bool) {
	var e *ReadOnlyError
	if errors.As(err, &e) {
		return e.Reason, true
	}
	return "", false
}

// Answer answers a question for a session.
func (s *Service) Answer(ctx context.Context, session Session, q Question) (any, error) {
	entry := s.EntryOf(q)
	if entry == nil {
		return nil, fmt.Errorf("the question %T is not in the catalogue", q)
	}
	if err := missingField(q); err != nil {
		return nil, err
	}
	var result any
	err := s.store.View(ctx, func(r Reader) error {
		found, err := authorise(asker{r: r, session: session, entry: entry, subject: q})
		if err != nil {
			return err
		}
		ask := &Ask{Reader: r, Context: ctx, Now: s.Now(), session: session, service: s, space: found.space, member: found.member}
		result, err = q.answer(ask)
		return err
	})
	return result, err
}

// Answer is the typed form of [Service.Answer].
func Answer[T any](ctx context.Context, s *Service, session Session, q Question) (T, error) {
	result, err := s.Answer(ctx, session, q)
	if err != nil {
		var zero T
		return zero, err
	}
	return result.(T), nil
}

// May says whether a session may give a command or ask a question, before anything is filled in but the
// space: nil, or the refusal that says who may. It is what a screen shows beside an action.
func (s *Service) May(ctx context.Context, session Session, value any) error {
	entry := s.EntryOf(value)
	if entry == nil {
		return fmt.Errorf("%T is not in the catalogue", value)
	}
	return s.store.View(ctx, func(r Reader) error {
		_, err := authorise(asker{r: r, session: session, entry: entry, subject: value})
		return err
	})
}

// Subscribe has fn called after every commit until the returned function is called. fn must be quick
// and must not write.
func (s *Service) Subscribe(fn func(Commit)) (cancel func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.nextID
	s.nextID++
	s.listeners[id] = fn
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.listeners, id)
	}
}

func (s *Service) committed(c Commit) {
	s.rosters.committed(c)
	s.mu.Lock()
	listeners := make([]func(Commit), 0, len(s.listeners))
	for _, fn := range s.listeners {
		listeners = append(listeners, fn)
	}
	s.mu.Unlock()
	for _, fn := range listeners {
		fn(c)
	}
}
