package storetest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"atrium/model"
)

// crashRows is how many rows a change of the crash test has, at most.
const crashRows = 40

// WriteUntilKilled does change after change on a store, numbered from where the store stands, and writes
// the number of each to out once the engine has promised that it is durable. It ends with the first
// error; it is meant for a process that somebody kills.
func WriteUntilKilled(s model.Store, out io.Writer) error {
	n, err := lastChange(s)
	for err == nil {
		n++
		if n%25 == 0 {
			if err := s.Load(context.Background(), loadedChange(n)); err != nil {
				return err
			}
		}
		if err = update(s, numberedChange(n)); err == nil {
			_, err = fmt.Fprintln(out, n)
		}
	}
	return err
}

// lastChange is the number of the newest change in a store.
func lastChange(s model.Store) (uint64, error) {
	var last Record
	err := s.View(context.Background(), func(r model.Reader) error {
		_, err := r.Get("last", model.K("change"), &last)
		return err
	})
	return last.Number, err
}

// changeRows is how many rows change n has. It is known from the number alone, as are the rows.
func changeRows(n uint64) int { return 1 + rand.New(rand.NewPCG(n, 1)).IntN(crashRows) }

func changeRecord(n uint64, i int) *Record {
	random := rand.New(rand.NewPCG(n, uint64(i)))
	return &Record{Number: n, Blob: blob(random.IntN(600), byte(n))}
}

// numberedChange puts rows into two tables, one in order and one scattered, and takes those of the
// twentieth change before it out of the second one.
func numberedChange(n uint64) func(model.Writer) error {
	return func(w model.Writer) error {
		for i := range changeRows(n) {
			r := changeRecord(n, i)
			if err := errors.Join(w.Put("ordered", model.K("c").Uint(n).Uint(uint64(i)), r), w.Put("scattered", scattered(n, i), r)); err != nil {
				return err
			}
		}
		if n > 20 {
			for i := range changeRows(n - 20) {
				if err := w.Delete("scattered", scattered(n-20, i)); err != nil {
					return err
				}
			}
		}
		return w.Put("last", model.K("change"), &Record{Number: n})
	}
}

func scattered(n uint64, i int) model.Key {
	return model.Key("").Uint(rand.New(rand.NewPCG(n, uint64(i))).Uint64()).Uint(n).Uint(uint64(i))
}

// loadedRows is how many rows are loaded before every twenty-fifth change.
const loadedRows = 1200

func loadedChange(n uint64) func(model.Loader) error {
	return func(l model.Loader) error {
		for i := range loadedRows {
			if err := l.Put("loaded", model.K("l").Uint(n).Uint(uint64(i)), changeRecord(n, i)); err != nil {
				return err
			}
		}
		return nil
	}
}

// CheckAfterKill looks through a store that WriteUntilKilled wrote to: every change up to acknowledged
// must be whole, and so must the one beyond it if any of it is there.
func CheckAfterKill(t testing.TB, s model.Store, acknowledged uint64) {
	t.Helper()
	last, err := lastChange(s)
	if err != nil {
		t.Fatal(err)
	}
	if last != acknowledged && last != acknowledged+1 {
		t.Fatalf("the newest change is %d, and %d was acknowledged", last, acknowledged)
	}
	mustView(t, s, func(r model.Reader) error {
		wantRows(t, r, "ordered", sumRows(1, last))
		wantRows(t, r, "scattered", sumRows(max(20, last)-19, last))
		for n := uint64(1); n <= last; n++ {
			checkChange(t, r, n, n+20 > last)
		}
		return checkRest(r)
	})
}

func sumRows(from, to uint64) (rows int) {
	for n := from; n <= to; n++ {
		rows += changeRows(n)
	}
	return rows
}

func wantRows(t testing.TB, r model.Reader, table string, want int) {
	t.Helper()
	rows := 0
	for _, err := range r.Scan(table, model.Range{}) {
		if err != nil {
			t.Fatal(err)
		}
		rows++
	}
	if rows != want {
		t.Errorf("table %s has %d rows, want %d", table, rows, want)
	}
}

// checkChange looks for every row of change n, and for what was loaded before it.
func checkChange(t testing.TB, r model.Reader, n uint64, inBoth bool) {
	t.Helper()
	for i := range changeRows(n) {
		checkRow(t, r, "ordered", model.K("c").Uint(n).Uint(uint64(i)), changeRecord(n, i))
		if inBoth {
			checkRow(t, r, "scattered", scattered(n, i), changeRecord(n, i))
		}
	}
	if n%25 == 0 {
		for i := range loadedRows {
			checkRow(t, r, "loaded", model.K("l").Uint(n).Uint(uint64(i)), changeRecord(n, i))
		}
	}
}

func checkRow(t testing.TB, r model.Reader, table string, key model.Key, want *Record) {
	t.Helper()
	var got Record
	found, err := r.Get(table, key, &got)
	if err != nil || !found || got.Number != want.Number || string(got.Blob) != string(want.Blob) {
		t.Fatalf("row %q of table %s is not what change %d wrote: found %v, %v", key, table, want.Number, found, err)
	}
}

// checkRest reads the table of loads to its end: a load may be cut off, but what is there must be sound.
func checkRest(r model.Reader) error {
	for row, err := range r.Scan("loaded", model.Range{}) {
		if err != nil {
			return err
		}
		if err := row.Decode(&Record{}); err != nil {
			return err
		}
	}
	return nil
}
