package storetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"atrium/model"
)

// randomSeeds are the runs of random work; a failure names its seed.
var randomSeeds = []uint64{1, 2, 3, 4}

// mirror is the plain map that an engine is held against.
type mirror map[string]map[model.Key]Record

func (m mirror) clone() mirror {
	c := mirror{}
	for table, rows := range m {
		c[table] = maps.Clone(rows)
	}
	return c
}

// keys lists the keys of a range in its order, by the words of model.Range and nothing cleverer.
func (m mirror) keys(table string, in model.Range) []model.Key {
	var keys []model.Key
	for k := range m[table] {
		beyond := in.After == "" || !in.Reverse && k > in.After || in.Reverse && k < in.After
		if strings.HasPrefix(string(k), string(in.Prefix)) && beyond {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	if in.Reverse {
		slices.Reverse(keys)
	}
	return keys
}

// worker does random work on a store and the same on a mirror.
type worker struct {
	*rand.Rand
	t     *testing.T
	store model.Store
	have  mirror
}

func randomWork(t *testing.T, open Open, reopen Reopen) {
	for _, seed := range randomSeeds {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			w := &worker{rand.New(rand.NewPCG(seed, 0)), t, open(t), mirror{"t": {}, "ta": {}}}
			for step := range 150 {
				w.step()
				if reopen != nil && step%40 == 39 {
					w.store = reopen(t, w.store)
				}
			}
			mustView(t, w.store, func(r model.Reader) error {
				w.compare(r, "t", model.Range{})
				w.compare(r, "ta", model.Range{Reverse: true})
				return nil
			})
		})
	}
}

func (w *worker) step() {
	switch n := w.IntN(20); {
	case n < 12:
		w.transaction()
	case n < 14:
		w.load()
	default:
		mustView(w.t, w.store, func(r model.Reader) error {
			for range 5 {
				w.compare(r, w.table(), w.someRange())
			}
			return nil
		})
	}
}

func (w *worker) table() string { return []string{"t", "ta"}[w.IntN(2)] }

// key is drawn from few enough keys that they meet again, in runs and scattered.
func (w *worker) key() model.Key {
	k := model.K([]string{"a", "ab", "b", "\xff"}[w.IntN(4)])
	if w.IntN(3) == 0 {
		return k.With(fmt.Sprint(w.IntN(300)))
	}
	return k.Uint(uint64(w.IntN(1000)))
}

func (w *worker) record() Record {
	size := w.IntN(200)
	if w.IntN(40) == 0 {
		size = w.IntN(20_000)
	}
	return Record{Number: w.Uint64(), Blob: blob(size, byte(w.Uint32()))}
}

func (w *worker) someRange() model.Range {
	in := model.Range{Reverse: w.IntN(2) == 0}
	if w.IntN(2) == 0 {
		in.After = w.key()
	}
	switch w.IntN(4) {
	case 0:
		in.Prefix = model.K("a")
	case 1:
		in.Prefix = "a"
	case 2:
		in.Prefix = w.key()[:2]
	}
	return in
}

// compare holds one range of the store against the mirror; half of the scans break off on the way.
func (w *worker) compare(r model.Reader, table string, in model.Range) {
	w.t.Helper()
	want := w.have.keys(table, in)
	stop := w.IntN(2*len(want) + 2)
	at := 0
	for row, err := range r.Scan(table, in) {
		if err != nil {
			w.t.Fatal(err)
		}
		if at >= len(want) || row.Key() != want[at] {
			w.t.Fatalf("table %s, range %+v: row %d is %q, want %q of %d", table, in, at, row.Key(), want[min(at, len(want)):min(at+1, len(want))], len(want))
		}
		w.same(table, row.Key(), row.Decode)
		if at++; at == stop {
			return
		}
	}
	if at != len(want) {
		w.t.Fatalf("table %s, range %+v: %d rows, want %d", table, in, at, len(want))
	}
}

func (w *worker) same(table string, key model.Key, decode func(any) error) {
	w.t.Helper()
	var got Record
	if err := decode(&got); err != nil {
		w.t.Fatal(err)
	}
	if want := w.have[table][key]; !reflect.DeepEqual(got, want) {
		w.t.Fatalf("table %s, row %q: got %d with %d bytes, want %d with %d", table, key, got.Number, len(got.Blob), want.Number, len(want.Blob))
	}
}

// transaction does up to 60 things, and takes them all back one time in four.
func (w *worker) transaction() {
	before := w.have.clone()
	fail := w.IntN(4) == 0
	err := w.store.Update(context.Background(), func(tx model.Writer) error {
		w.have = before.clone()
		for range w.IntN(60) {
			w.act(tx)
		}
		if fail {
			return errOnPurpose
		}
		return nil
	})
	switch {
	case fail && errors.Is(err, errOnPurpose):
		w.have = before
	case err != nil:
		w.t.Fatal(err)
	}
}

func (w *worker) act(tx model.Writer) {
	table, key := w.table(), w.key()
	var err error
	switch n := w.IntN(30); {
	case n < 18:
		r := w.record()
		w.have[table][key], err = r, tx.Put(table, key, &r)
	case n < 24:
		delete(w.have[table], key)
		err = tx.Delete(table, key)
	case n < 26:
		w.wantGet(tx, table, key)
	case n < 27:
		err = w.deleteRange(tx, table)
	case n < 28:
		err = w.scanAndWrite(tx, table)
	default:
		w.compare(tx, table, w.someRange())
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *worker) wantGet(r model.Reader, table string, key model.Key) {
	_, want := w.have[table][key]
	var got Record
	found, err := r.Get(table, key, &got)
	if err != nil || found != want {
		w.t.Fatalf("get %q: found %v, want %v, %v", key, found, want, err)
	}
}

// deleteRange deletes up to 200 rows of a range.
func (w *worker) deleteRange(tx model.Writer, table string) error {
	keys := w.have.keys(table, w.someRange())
	for _, k := range keys[:min(len(keys), 200)] {
		delete(w.have[table], k)
		if err := tx.Delete(table, k); err != nil {
			return err
		}
	}
	return nil
}

// scanAndWrite writes under its own scan: the scan must always go on with the next row that there is.
func (w *worker) scanAndWrite(tx model.Writer, table string) error {
	in := w.someRange()
	left := 40
	for row, err := range tx.Scan(table, in) {
		if err != nil {
			return err
		}
		next := w.have.keys(table, in)
		if len(next) == 0 || row.Key() != next[0] {
			w.t.Fatalf("a scan written under gave %q, want the first of %q", row.Key(), next[:min(1, len(next))])
		}
		w.same(table, row.Key(), row.Decode)
		in.After = row.Key()
		if left--; left == 0 {
			return nil
		}
		if err := w.writeBeside(tx, table, row.Key()); err != nil {
			return err
		}
	}
	if next := w.have.keys(table, in); len(next) > 0 {
		w.t.Fatalf("a scan written under ended before %q", next[0])
	}
	return nil
}

// writeBeside puts a row, or deletes any row or the one at key, or does nothing.
func (w *worker) writeBeside(tx model.Writer, table string, key model.Key) error {
	switch w.IntN(4) {
	case 0:
		r, k := w.record(), w.key()
		w.have[table][k] = r
		return tx.Put(table, k, &r)
	case 1:
		key = w.key()
	case 2:
		return nil
	}
	delete(w.have[table], key)
	return tx.Delete(table, key)
}

// load puts up to 400 rows in runs of ascending keys and sometimes drops a prefix first.
func (w *worker) load() {
	mustLoad(w.t, w.store, func(l model.Loader) error {
		table := w.table()
		if w.IntN(3) == 0 {
			prefix := w.key()[:1+w.IntN(3)]
			maps.DeleteFunc(w.have[table], func(k model.Key, _ Record) bool { return strings.HasPrefix(string(k), string(prefix)) })
			if err := l.Drop(table, prefix); err != nil {
				return err
			}
		}
		for range w.IntN(4) {
			parent, from := model.K([]string{"a", "ab", "b"}[w.IntN(3)]), w.Uint64N(1000)
			for i := range w.Uint64N(100) {
				r := w.record()
				w.have[table][parent.Uint(from+i)] = r
				if err := l.Put(table, parent.Uint(from+i), &r); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
