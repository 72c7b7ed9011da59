package storetest

import (
	"context"
	"errors"
	"iter"
	"slices"
	"testing"

	"atrium/model"
)

var errOnPurpose = errors.New("on purpose")

func ownWrites(t *testing.T, s model.Store) {
	keys := numbered(500)
	put(t, s, "t", keys[100:400]...)
	mustUpdate(t, s, func(w model.Writer) error {
		if err := putAll(w, "t", slices.Concat(keys[:100], keys[400:])...); err != nil {
			return err
		}
		if err := w.Put("t", keys[200], &Record{Text: string(keys[200]), Number: 2}); err != nil {
			return err
		}
		if err := w.Delete("t", keys[300]); err != nil {
			return err
		}
		want := slices.Delete(slices.Clone(keys), 300, 301)
		wantKeys(t, w, "t", model.Range{}, want...)
		wantKeys(t, w, "t", model.Range{Reverse: true}, backwards(want)...)
		wantKeys(t, w, "t", model.Range{After: keys[299]}, keys[301:]...)
		wantKeys(t, w, "t", model.Range{After: keys[301], Reverse: true}, backwards(keys[:300])...)
		wantFound(t, w, keys[0], true)
		wantFound(t, w, keys[300], false)
		var changed Record
		_, err := w.Get("t", keys[200], &changed)
		if changed.Number != 2 {
			t.Error("a get did not see the record that the transaction put")
		}
		return err
	})
}

func wantFound(t testing.TB, r model.Reader, key model.Key, want bool) {
	t.Helper()
	found, err := r.Get("t", key, &Record{})
	if err != nil {
		t.Fatal(err)
	}
	if found != want {
		t.Errorf("row %q: found %v, want %v", key, found, want)
	}
}

// writesUnderScan deletes the row ahead of a running scan and puts one behind it, at every row, enough of
// it to move rows about. The scan must give every second row.
func writesUnderScan(t *testing.T, s model.Store) {
	for _, reverse := range []bool{false, true} {
		keys := numbered(400)
		if reverse {
			slices.Reverse(keys)
		}
		err := update(s, func(w model.Writer) error {
			if err := putAll(w, "t", keys...); err != nil {
				return err
			}
			at := 0
			for row, err := range w.Scan("t", model.Range{Reverse: reverse}) {
				if err != nil {
					return err
				}
				if at >= len(keys) || row.Key() != keys[at] {
					t.Fatalf("row %d of the scan is %q", at, row.Key())
				}
				if err := errors.Join(w.Delete("t", keys[at+1]), w.Put("t", behind(keys, at, reverse), &Record{Blob: blob(90, 'b')})); err != nil {
					return err
				}
				at += 2
			}
			if at != len(keys) {
				t.Errorf("the scan ended before row %d", at)
			}
			return errOnPurpose
		})
		if !errors.Is(err, errOnPurpose) {
			t.Fatal(err)
		}
	}
}

// behind is a new key that a scan has passed when it stands at a row.
func behind(keys []model.Key, at int, reverse bool) model.Key {
	if !reverse {
		at = max(at, 1) - 1
	}
	if at == 0 && !reverse {
		return "a key before all"
	}
	return keys[at] + "behind"
}

func errorDiscards(t *testing.T, s model.Store) {
	put(t, s, "t", model.K("kept"))
	err := update(s, func(w model.Writer) error {
		err := errors.Join(putAll(w, "t", numbered(300)...), putAll(w, "new", model.K("x")), w.Delete("t", model.K("kept")))
		return errors.Join(err, errOnPurpose)
	})
	if !errors.Is(err, errOnPurpose) {
		t.Errorf("got %v, want the error of the function", err)
	}
	wantKept(t, s, "t", model.Range{}, model.K("kept"))
	wantKept(t, s, "new", model.Range{})
}

func panicDiscards(t *testing.T, s model.Store) {
	put(t, s, "t", model.K("kept"))
	func() {
		defer func() {
			if recover() != errOnPurpose {
				t.Error("the panic of the function did not come through")
			}
		}()
		_ = update(s, func(w model.Writer) error {
			if err := putAll(w, "t", numbered(300)...); err != nil {
				return err
			}
			panic(errOnPurpose)
		})
	}()
	wantKept(t, s, "t", model.Range{}, model.K("kept"))
	put(t, s, "t", model.K("later"))
	wantKept(t, s, "t", model.Range{}, model.K("kept"), model.K("later"))
}

func cancelDiscards(t *testing.T, s model.Store) {
	ctx, cancel := context.WithCancel(context.Background())
	err := s.Update(ctx, func(w model.Writer) error {
		defer cancel()
		return putAll(w, "t", model.K("x"))
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	wantKept(t, s, "t", model.Range{})
	if err := s.View(ctx, func(model.Reader) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("a view with a canceled context: got %v", err)
	}
}

func cancelEndsScan(t *testing.T, s model.Store) {
	put(t, s, "t", numbered(2000)...)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	err := s.View(ctx, func(r model.Reader) error {
		for _, err := range r.Scan("t", model.Range{}) {
			if err != nil {
				return err
			}
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

func endedTransaction(t *testing.T, s model.Store) {
	var late model.Writer
	mustUpdate(t, s, func(w model.Writer) error {
		late = w
		return putAll(w, "t", model.K("x"))
	})
	if err := late.Put("t", model.K("late"), &Record{}); err == nil {
		t.Error("a put after the end of its transaction was accepted")
	}
	if _, err := late.Get("t", model.K("x"), &Record{}); err == nil {
		t.Error("a get after the end of its transaction was answered")
	}
	wantKept(t, s, "t", model.Range{}, model.K("x"))
}

// abandonedScan leaves a scan standing in the middle of many rows when its view ends.
func abandonedScan(t *testing.T, s model.Store) {
	put(t, s, "t", numbered(3000)...)
	var next func() (model.Row, error, bool)
	var stop func()
	mustView(t, s, func(r model.Reader) error {
		next, stop = iter.Pull2(r.Scan("t", model.Range{}))
		for range 2000 {
			if _, err, more := next(); err != nil || !more {
				t.Fatalf("the scan ended early: %v", err)
			}
		}
		return nil
	})
	defer stop()
	for {
		_, err, more := next()
		if err != nil {
			return
		}
		if !more {
			t.Fatal("a scan came to its end after its view had")
		}
	}
}

func snapshotStays(t *testing.T, s model.Store) {
	keys := numbered(600)
	put(t, s, "t", keys[:300]...)
	mustView(t, s, func(r model.Reader) error {
		at := 0
		for row, err := range r.Scan("t", model.Range{}) {
			if err != nil {
				return err
			}
			if at == 10 {
				changeEverything(t, s, keys)
			}
			if row.Key() != keys[at] {
				t.Fatalf("row %d of the scan is %q, want %q", at, row.Key(), keys[at])
			}
			at++
		}
		wantKeys(t, r, "t", model.Range{}, keys[:300]...)
		wantKeys(t, r, "t", model.Range{Reverse: true}, backwards(keys[:300])...)
		wantFound(t, r, keys[0], true)
		wantFound(t, r, keys[400], false)
		return nil
	})
	wantKept(t, s, "t", model.Range{}, keys[300:]...)
}

// changeEverything deletes the lower half of keys and puts the upper half, from outside of the view.
func changeEverything(t *testing.T, s model.Store, keys []model.Key) {
	done := make(chan error)
	go func() {
		done <- update(s, func(w model.Writer) error {
			for _, k := range keys[:300] {
				if err := w.Delete("t", k); err != nil {
					return err
				}
			}
			return putAll(w, "t", keys[300:]...)
		})
	}()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}
