package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/dgraph-io/badger/v4"

	"atrium/model"
)

// ErrClosed is the answer of a store that was closed.
var ErrClosed = errors.New("the store is closed")

// Store keeps the model's tables in Badger, on disk or in memory. It is a [model.Store] with one writer
// at a time, so it never answers [model.ErrConflict]. It is safe for concurrent use; Update must not be
// called inside of Update or Load of the same store.
type Store struct {
	db    *badger.DB
	set   settings
	where string // for people: which store this is
	dir   string // empty for a store in memory
	// database is the folder of the engine within dir, and copied one with a copy of it, where that is read.
	database, copied string
	lock             *dirLock

	// turn is held by whoever writes. A channel, because waiting for it must end with the context.
	turn chan struct{}

	// published guards the step from one committed state to the next: the engine's data and dirs change
	// together.
	published sync.RWMutex
	dirs      map[string]*directory
	count     tally
	cache     pageCache
	keeper    headKeeper

	life life

	fault       sync.Mutex
	faultReason string // not empty: a commit failed, and no more writes are taken
	lost        *Lost  // not nil: the store is behind its head file, and no writes are taken

	listening sync.Mutex
	listeners []*listener
}

type listener struct{ fn func(model.Commit) }

var _ model.Store = (*Store)(nil)

// life counts who is using the store, so that closing can wait for them: the engine must not go away
// under a read.
type life struct {
	mu     sync.Mutex
	closed bool
	using  int
	idle   chan struct{} // made by close, closed when using falls to 0
}

func (l *life) enter() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return ErrClosed
	}
	l.using++
	return nil
}

func (l *life) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.using--
	if l.closed && l.using == 0 {
		close(l.idle)
	}
}

// close lets nobody in any more and waits for the last one to leave. Only the first call returns true.
func (l *life) close() bool {
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return false
	}
	l.closed, l.idle = true, make(chan struct{})
	if l.using == 0 {
		close(l.idle)
	}
	l.mu.Unlock()
	<-l.idle
	return true
}

// Close waits for running transactions and closes the store. It must not be called inside of one.
func (s *Store) Close() error {
	if !s.life.close() {
		return nil
	}
	if s.keeper.stop() {
		if err := s.writeHead(); err != nil { // the store is whole, and only less closely watched
			s.set.log.Warn("the head file", "error", err)
		}
	}
	err := s.closeEngine()
	if s.copied != "" {
		err = errors.Join(err, os.RemoveAll(s.copied))
	}
	if s.lock != nil {
		err = errors.Join(err, s.lock.release())
	}
	if err != nil {
		return fmt.Errorf("%s was not closed cleanly: %w", s.where, err)
	}
	return nil
}

// closeEngine closes the engine, which then writes what it keeps in memory into a new file. On a full disk that would
// end the process; all of it is in the engine's log as well, so the engine is left as it is, as if the machine had
// stopped.
func (s *Store) closeEngine() error {
	if s.set.freeSpace != nil && s.set.readOnly == "" {
		if free, err := s.set.freeSpace(s.dir); err == nil && free < min(openFloor, s.set.floor) {
			s.set.log.Warn("the disk is full, so the store was left open; nothing of it is lost", "free", free)
			return nil
		}
	}
	return s.db.Close()
}

// View runs fn on one consistent snapshot.
func (s *Store) View(ctx context.Context, fn func(model.Reader) error) error {
	if err := s.life.enter(); err != nil {
		return err
	}
	defer s.life.leave()
	if err := ctx.Err(); err != nil {
		return err
	}
	r := s.snapshot(ctx)
	defer r.end()
	return fn(r)
}

// snapshot opens the newest committed state for reading.
func (s *Store) snapshot(ctx context.Context) *reader {
	s.published.RLock()
	defer s.published.RUnlock()
	return &reader{ctx: ctx, txn: s.db.NewTransaction(false), dirs: s.dirs, cache: &s.cache, commit: s.cache.newest()}
}

// Update runs fn in a transaction that is alone in writing. A canceled context discards it.
func (s *Store) Update(ctx context.Context, fn func(model.Writer) error) error {
	if err := s.life.enter(); err != nil {
		return err
	}
	defer s.life.leave()
	return s.write(ctx, func(w *writer) error {
		if err := fn(w); err != nil {
			return err
		}
		if err := s.commit(w); err != nil || len(w.tables) == 0 {
			return err
		}
		s.publish(w.touched.commit())
		return nil
	})
}

// write waits for the turn to write and runs fn in a transaction, which ends with it even by a panic.
func (s *Store) write(ctx context.Context, fn func(*writer) error) error {
	if err := s.takeTurn(ctx); err != nil {
		return err
	}
	defer s.passTurn()
	if err := s.writable(); err != nil {
		return err
	}
	w := newWriter(s.snapshot(ctx))
	defer w.end()
	return fn(w)
}

func (s *Store) takeTurn(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case s.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Store) passTurn() { <-s.turn }

// commit makes the changes of w durable and visible, all or none.
func (s *Store) commit(w *writer) error {
	if err := w.alive(); err != nil {
		return err
	}
	if len(w.tables) == 0 {
		return nil
	}
	txn := s.db.NewTransaction(true)
	defer txn.Discard()
	dirs := s.dirsAfter(w)
	count := tally{s.count.commits + 1, chunksIn(dirs)}
	if err := errors.Join(w.fill(txn), count.put(txn)); err != nil {
		if errors.Is(err, badger.ErrTxnTooBig) {
			return &TooLargeError{Limit: s.db.MaxBatchSize()}
		}
		return fmt.Errorf("%s: the change cannot be written: %w", s.where, err)
	}
	s.published.Lock()
	defer s.published.Unlock()
	if err := txn.Commit(); err != nil {
		return s.failed(err)
	}
	s.cache.next(w)
	s.dirs = dirs
	s.count = count
	s.keeper.committed(s.keepHead)
	return nil
}

// dirsAfter is the map of directories with what w changed in it.
func (s *Store) dirsAfter(w *writer) map[string]*directory {
	dirs, cloned := s.dirs, false
	for name, d := range w.tables {
		if d.plan == nil {
			continue
		}
		if !cloned {
			dirs, cloned = maps.Clone(dirs), true
		}
		dirs[name] = &d.plan.directory
	}
	return dirs
}

// failed closes the store to writes after the engine could not finish a commit: whether that commit is
// on the disk is known only after the next opening, and until then nothing may build on either answer.
func (s *Store) failed(err error) error {
	err = errors.New(strings.Join(strings.Fields(err.Error()), " ")) // the engine's words can be several lines
	s.fault.Lock()
	defer s.fault.Unlock()
	s.faultReason = fmt.Sprintf("%s takes no more changes since writing to it failed (%v); see to the disk and start again", s.where, err)
	return fmt.Errorf("%s: the change may not have been written: %w", s.where, err)
}

// writable says why nothing can be written now, as a *model.ReadOnlyError, or returns nil.
func (s *Store) writable() error {
	if reason := s.ReadOnly(); reason != "" {
		return &model.ReadOnlyError{Reason: reason}
	}
	return s.checkSpace()
}

// ReadOnly says why nothing will be written for as long as the store is open, as a sentence; empty where only a full
// disk could keep it from that.
func (s *Store) ReadOnly() string {
	s.fault.Lock()
	defer s.fault.Unlock()
	switch {
	case s.faultReason != "":
		return s.faultReason
	case s.lost != nil:
		return s.lost.Sentence()
	}
	return s.set.readOnly
}

// Subscribe has fn called after each commit, in the order of commits, before the call that committed
// returns. fn may read; it must not write, and it must not wait for anyone who does.
func (s *Store) Subscribe(fn func(model.Commit)) (cancel func()) {
	l := &listener{fn}
	s.listening.Lock()
	defer s.listening.Unlock()
	s.listeners = append(slices.Clone(s.listeners), l)
	return func() {
		s.listening.Lock()
		defer s.listening.Unlock()
		s.listeners = slices.DeleteFunc(slices.Clone(s.listeners), func(o *listener) bool { return o == l })
	}
}

// publish tells the listeners of a commit. The caller holds the turn to write, which keeps the order.
func (s *Store) publish(c model.Commit) {
	s.listening.Lock()
	listeners := s.listeners
	s.listening.Unlock()
	for _, l := range listeners {
		l.fn(c)
	}
}
