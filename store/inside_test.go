package store

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/dgraph-io/badger/v4"

	"atrium/model"
)

func TestStoreThatCouldNotFinishACommitTakesNoMoreWrites(t *testing.T) {
	s, err := OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := s.failed(errors.New("the disk is gone")); !strings.Contains(err.Error(), "the disk is gone") {
		t.Errorf("got %v", err)
	}
	err = s.Update(context.Background(), func(model.Writer) error { return nil })
	if !errors.As(err, new(*model.ReadOnlyError)) || !strings.Contains(err.Error(), "start again") {
		t.Errorf("got %v, want a ReadOnlyError", err)
	}
	if err := s.View(context.Background(), func(model.Reader) error { return nil }); err != nil {
		t.Errorf("reading ended with the writes: %v", err)
	}
}

func TestStoreRunsInVirtualTimeAndLeavesNoGoroutine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := OpenMemory()
		if err != nil {
			t.Fatal(err)
		}
		err = s.Load(t.Context(), func(l model.Loader) error { return l.Put("t", model.K("a"), &struct{ N int }{1}) })
		if err := errors.Join(err, s.Close()); err != nil {
			t.Fatal(err)
		}
	})
}

func TestCacheAnswersEachSnapshotWithItsOwnPage(t *testing.T) {
	s, err := OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	type record struct{ N int }
	put := func(n int) {
		err := s.Update(t.Context(), func(w model.Writer) error { return w.Put("t", model.K("a"), &record{n}) })
		if err != nil {
			t.Fatal(err)
		}
	}
	want := func(r model.Reader, n int) {
		t.Helper()
		var got record
		if _, err := r.Get("t", model.K("a"), &got); err != nil || got.N != n {
			t.Errorf("got %d, want %d: %v", got.N, n, err)
		}
	}
	put(1)
	err = s.View(t.Context(), func(old model.Reader) error {
		want(old, 1)
		put(2)
		want(old, 1)
		err := s.View(t.Context(), func(r model.Reader) error { want(r, 2); want(r, 2); return nil })
		want(old, 1)
		put(3)
		want(old, 1)
		return errors.Join(err, s.View(t.Context(), func(r model.Reader) error { want(r, 3); return nil }))
	})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestPagesThatLoseTheirRowsAreGivenBack(t *testing.T) {
	s, err := OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	type record struct{ Text string }
	const rows = 4000
	key := func(i int) model.Key { return model.K("k").Uint(uint64(i * 2654435761 % rows)) }
	err = s.Load(t.Context(), func(l model.Loader) error {
		for i := range rows {
			if err := l.Put("t", key(i), &record{"some text that fills the pages of this table"}); err != nil {
				return err
			}
		}
		return nil
	})
	full := s.dirs["t"].pages()
	for i := 0; err == nil && i < rows-10; i += 10 {
		err = s.Update(t.Context(), func(w model.Writer) error {
			for j := range 10 {
				if err := w.Delete("t", key(i+j)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	left, stored := s.dirs["t"].pages(), storedPages(t, s)
	if full < 40 || left > 3 || stored != left {
		t.Errorf("%d pages became %d, and the engine keeps %d", full, left, stored)
	}
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
}

// storedPages counts the pages that the engine keeps, listed or not.
func storedPages(t *testing.T, s *Store) (n int) {
	t.Helper()
	err := s.db.View(func(txn *badger.Txn) error {
		o := badger.DefaultIteratorOptions
		o.Prefix = []byte(pageKind)
		it := txn.NewIterator(o)
		defer it.Close()
		for it.Rewind(); it.Valid(); it.Next() {
			n++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func BenchmarkOpeningInMemory(b *testing.B) {
	for b.Loop() {
		s, err := OpenMemory()
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
