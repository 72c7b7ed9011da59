package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"atrium/model"
)

// together runs fn in n goroutines and fails the test with their first error.
func together(t *testing.T, n int, fn func(worker int) error) {
	t.Helper()
	errs := make(chan error, n)
	for i := range n {
		go func() { errs <- fn(i) }()
	}
	for range n {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}

// move takes one from a row and gives it to the row of another table.
func move(w model.Writer, amount uint64) error {
	var a, b Record
	if _, err := w.Get("left", model.K("sum"), &a); err != nil {
		return err
	}
	if _, err := w.Get("right", model.K("sum"), &b); err != nil {
		return err
	}
	a.Number, b.Number = a.Number-amount, b.Number+amount
	return errors.Join(w.Put("left", model.K("sum"), &a), w.Put("right", model.K("sum"), &b),
		w.Put("left", model.K("log").Uint(b.Number), &Record{Blob: blob(300, 'x')}))
}

// snapshotWhole lets views look for a moment at which the sum over two tables is off, while the tables
// grow and split.
func snapshotWhole(t *testing.T, s model.Store) {
	const total, steps = 1_000_000, 150
	mustUpdate(t, s, func(w model.Writer) error {
		return errors.Join(w.Put("left", model.K("sum"), &Record{Number: total}), w.Put("right", model.K("sum"), &Record{}))
	})
	var done atomic.Bool
	together(t, 3, func(worker int) error {
		if worker == 0 {
			defer done.Store(true)
			for range steps {
				if err := update(s, func(w model.Writer) error { return move(w, 1) }); err != nil {
					return err
				}
			}
			return nil
		}
		for !done.Load() {
			if err := s.View(context.Background(), sumIs(total)); err != nil {
				return err
			}
		}
		return nil
	})
}

// sumIs checks the sum, and that there is one row of the log for each step that the sum tells of.
func sumIs(total uint64) func(model.Reader) error {
	return func(r model.Reader) error {
		var a, b Record
		_, errA := r.Get("left", model.K("sum"), &a)
		_, errB := r.Get("right", model.K("sum"), &b)
		rows := uint64(0)
		for _, err := range r.Scan("left", model.Range{Prefix: model.K("log")}) {
			if err != nil {
				return err
			}
			rows++
		}
		if a.Number+b.Number != total || rows != b.Number {
			return fmt.Errorf("half a change was seen: %d and %d with %d rows", a.Number, b.Number, rows)
		}
		return errors.Join(errA, errB)
	}
}

func oneClaimWins(t *testing.T, s model.Store) {
	const workers, names = 12, 25
	var won [names]atomic.Int32
	together(t, workers, func(worker int) error {
		for i := range names {
			err := update(s, func(w model.Writer) error {
				found, err := w.Get("t", model.K("name").Uint(uint64(i)), &Record{})
				if err != nil || found {
					return errors.Join(err, errOnPurpose)
				}
				return w.Put("t", model.K("name").Uint(uint64(i)), &Record{Number: uint64(worker)})
			})
			if err == nil {
				won[i].Add(1)
			} else if !errors.Is(err, errOnPurpose) {
				return err
			}
		}
		return nil
	})
	for i := range won {
		if n := won[i].Load(); n != 1 {
			t.Errorf("%d claims to name %d won, want 1", n, i)
		}
	}
}

func noLostUpdate(t *testing.T, s model.Store) {
	const workers, each = 8, 40
	together(t, workers, func(int) error {
		for range each {
			err := update(s, func(w model.Writer) error {
				var r Record
				if _, err := w.Get("t", model.K("count"), &r); err != nil {
					return err
				}
				r.Number++
				return w.Put("t", model.K("count"), &r)
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	mustView(t, s, func(r model.Reader) error {
		var got Record
		_, err := r.Get("t", model.K("count"), &got)
		if got.Number != workers*each {
			t.Errorf("the count is %d, want %d", got.Number, workers*each)
		}
		return err
	})
}

// waitingWriter cancels a writer while another one is in its transaction. An engine with many writers
// may let it begin; it must not commit.
func waitingWriter(t *testing.T, s model.Store) {
	inside, leave := make(chan struct{}), make(chan struct{})
	var first sync.WaitGroup
	first.Go(func() {
		err := s.Update(context.Background(), func(w model.Writer) error {
			close(inside)
			<-leave
			return putAll(w, "t", model.K("first"))
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-inside
	ctx, cancel := context.WithCancel(context.Background())
	second := make(chan error)
	go func() {
		second <- s.Update(ctx, func(w model.Writer) error {
			<-ctx.Done()
			return putAll(w, "t", model.K("second"))
		})
	}()
	cancel()
	if err := <-second; !errors.Is(err, context.Canceled) {
		t.Errorf("the waiting writer got %v, want context.Canceled", err)
	}
	close(leave)
	first.Wait()
	wantKept(t, s, "t", model.Range{}, model.K("first"))
}
