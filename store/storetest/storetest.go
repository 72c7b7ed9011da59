// Package storetest says what an engine must do to be a [model.Store]. Every engine runs the same suite.
package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"atrium/model"
)

// Open makes an empty store that is closed when the test ends.
type Open func(t *testing.T) model.Store

// Reopen closes a store that Open or Reopen made and opens what it kept.
type Reopen func(t *testing.T, s model.Store) model.Store

// Run holds an engine against the whole contract. Where reopen is nil, the engine keeps nothing beyond
// its closing, and the tests of that are left out.
func Run(t *testing.T, open Open, reopen Reopen) {
	tests := map[string]func(*testing.T, model.Store){
		"a record comes back as it was put":                    recordComesBack,
		"a record read over another keeps nothing of it":       recordIsWiped,
		"big records stand beside small ones":                  bigRecords,
		"keys of parts order as their lists of parts":          partsOrder,
		"keys of numbers order by value":                       numbersOrder,
		"a scan keeps to its prefix":                           prefixScan,
		"a cursor goes on behind the key it names":             cursorScan,
		"a backward cursor goes on before the key it names":    reverseCursorScan,
		"a cursor outside of the prefix loses and adds no row": strayCursor,
		"a range without rows is empty and not an error":       emptyRanges,
		"tables whose names begin alike stay apart":            tablesApart,
		"scans nest with scans and gets":                       nestedScans,
		"a transaction sees its own writes":                    ownWrites,
		"rows put behind a scan are not seen by it":            writesUnderScan,
		"an error of the function discards everything":         errorDiscards,
		"a panic discards everything and frees the store":      panicDiscards,
		"a canceled context discards everything":               cancelDiscards,
		"a canceled context ends a scan":                       cancelEndsScan,
		"a transaction that is over refuses to go on":          endedTransaction,
		"a scan left standing ends with its view":              abandonedScan,
		"a view keeps its moment while changes are committed":  snapshotStays,
		"a view never sees half of a change":                   snapshotWhole,
		"one of many claims to a key wins":                     oneClaimWins,
		"no update is lost among many":                         noLostUpdate,
		"a waiting writer gives up with its context":           waitingWriter,
		"loaded rows are there when loading returns":           loadVisible,
		"rows loaded in any order are right":                   loadAnyOrder,
		"loading goes on between the changes of others":        loadBesideUpdates,
		"a failed load says so and leaves a sound store":       loadFails,
		"dropping a prefix leaves its neighbours":              dropPrefix,
		"commits are told in order with their rows":            commitsTold,
		"a commit of very many rows is told as bulk":           bulkTold,
		"a load is told once as bulk":                          loadTold,
		"what changes nothing is not told":                     nothingTold,
		"a listener that left hears nothing":                   listenerLeaves,
		"a listener may read what was committed":               listenerReads,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
	t.Run("random work ends as on a plain map", func(t *testing.T) { randomWork(t, open, reopen) })
	if reopen != nil {
		t.Run("what was committed is there after reopening", func(t *testing.T) { keptOnReopen(t, open, reopen) })
	}
}

// Record is what the suite stores.
type Record struct {
	Text   string
	Number uint64
	Blob   []byte
	List   []string
	Named  map[string]int
	Inner  *Record
}

// retries bounds how often the suite runs a transaction again that met a conflict.
const retries = 10_000

// update runs a transaction, again when the engine says that it met another one.
func update(s model.Store, fn func(model.Writer) error) error {
	for range retries {
		err := s.Update(context.Background(), fn)
		if !errors.Is(err, model.ErrConflict) {
			return err
		}
	}
	return errors.New("a transaction met a conflict every time")
}

func mustUpdate(t testing.TB, s model.Store, fn func(model.Writer) error) {
	t.Helper()
	if err := update(s, fn); err != nil {
		t.Fatal(err)
	}
}

func mustView(t testing.TB, s model.Store, fn func(model.Reader) error) {
	t.Helper()
	if err := s.View(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

func mustLoad(t testing.TB, s model.Store, fn func(model.Loader) error) {
	t.Helper()
	if err := s.Load(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// put writes small records at keys, each with its own key as text.
func put(t testing.TB, s model.Store, table string, keys ...model.Key) {
	t.Helper()
	mustUpdate(t, s, func(w model.Writer) error { return putAll(w, table, keys...) })
}

type putter interface {
	Put(table string, key model.Key, record any) error
}

func putAll(w putter, table string, keys ...model.Key) error {
	for _, k := range keys {
		if err := w.Put(table, k, &Record{Text: string(k)}); err != nil {
			return err
		}
	}
	return nil
}

// keysIn lists the keys of a range, and checks that each row decodes to what put wrote there.
func keysIn(r model.Reader, table string, in model.Range) ([]model.Key, error) {
	var keys []model.Key
	for row, err := range r.Scan(table, in) {
		if err != nil {
			return nil, err
		}
		var record Record
		if err := row.Decode(&record); err != nil {
			return nil, err
		}
		if record.Text != string(row.Key()) {
			return nil, fmt.Errorf("the row at %q holds the record of %q", row.Key(), record.Text)
		}
		keys = append(keys, row.Key())
	}
	return keys, nil
}

func wantKeys(t testing.TB, r model.Reader, table string, in model.Range, want ...model.Key) {
	t.Helper()
	got, err := keysIn(r, table, in)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, want) {
		t.Fatalf("table %s, range %+v:\n got %q\nwant %q", table, in, got, want)
	}
}

// wantKept is wantKeys in a view of its own.
func wantKept(t testing.TB, s model.Store, table string, in model.Range, want ...model.Key) {
	t.Helper()
	mustView(t, s, func(r model.Reader) error {
		wantKeys(t, r, table, in, want...)
		return nil
	})
}

// numbered makes n ascending keys.
func numbered(n int) []model.Key {
	keys := make([]model.Key, n)
	for i := range keys {
		keys[i] = model.K("row").Uint(uint64(i))
	}
	return keys
}

func blob(n int, b byte) []byte { return bytes.Repeat([]byte{b}, n) }
