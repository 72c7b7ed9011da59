package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/dgraph-io/badger/v4"

	"atrium/model"
)

// Each benchmark does the same work once through the store and once on the bare engine, a row to a
// value, in the same run. "of-raw" is the store's time as a part of the bare engine's: below 1 is faster.

const million = 1_000_000

// benchRow encodes to about 110 bytes.
type benchRow struct {
	Name    string `cbor:"1,keyasint"`
	Email   string `cbor:"2,keyasint"`
	Role    string `cbor:"3,keyasint"`
	Created int64  `cbor:"4,keyasint"`
	Active  bool   `cbor:"5,keyasint"`
	ID      string `cbor:"6,keyasint"`
}

func benchRecord(i int) *benchRow {
	return &benchRow{
		Name: fmt.Sprintf("Firstname Lastname %d", i), Email: fmt.Sprintf("firstname.lastname.%d@example.com", i),
		Role: "contributor", Created: 1_700_000_000 + int64(i), Active: i%2 == 0, ID: fmt.Sprintf("%016x", i*7919),
	}
}

func benchKey(i int) model.Key { return model.K("space-1").Uint(uint64(i)) }

// sides are the same rows in the store and on the bare engine.
type sides struct {
	store *Store
	raw   *badger.DB
}

func openSides(b *testing.B) sides {
	b.Helper()
	s, err := Open(filepath.Join(b.TempDir(), "store"))
	if err != nil {
		b.Fatal(err)
	}
	raw, err := badger.Open(engineOptions(filepath.Join(b.TempDir(), "raw")).WithLogger(nil))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
		if err := raw.Close(); err != nil {
			b.Error(err)
		}
	})
	return sides{s, raw}
}

func (s sides) loadStore(rows int) error {
	return s.store.Load(context.Background(), func(l model.Loader) error {
		for i := range rows {
			if err := l.Put("t", benchKey(i), benchRecord(i)); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s sides) loadRaw(rows int) error {
	batch := s.raw.NewWriteBatch()
	defer batch.Cancel()
	for i := range rows {
		data, err := encode("t", benchRecord(i))
		if err != nil {
			return err
		}
		if err := batch.Set(pageKey("t", string(benchKey(i))), data); err != nil {
			return err
		}
	}
	return batch.Flush()
}

// full are sides with rows in them.
func full(b *testing.B, rows int) sides {
	b.Helper()
	s := openSides(b)
	if err := s.loadStore(rows); err != nil {
		b.Fatal(err)
	}
	if err := s.loadRaw(rows); err != nil {
		b.Fatal(err)
	}
	return s
}

// contest times both sides, turn about, and reports what each took for one of its units.
type contest struct{ store, raw time.Duration }

func (c *contest) run(b *testing.B, store, raw func() error) {
	b.Helper()
	for side, fn := range []func() error{store, raw} {
		began := time.Now()
		if err := fn(); err != nil {
			b.Fatal(err)
		}
		if took := time.Since(began); side == 0 {
			c.store += took
		} else {
			c.raw += took
		}
	}
}

func (c *contest) report(b *testing.B, units int, name string) {
	n := float64(units) * float64(b.N)
	b.ReportMetric(float64(c.store.Nanoseconds())/n, "ns/"+name)
	b.ReportMetric(float64(c.raw.Nanoseconds())/n, "raw-ns/"+name)
	b.ReportMetric(float64(c.store)/float64(c.raw), "of-raw")
	b.ReportMetric(0, "ns/op") // both sides together mean nothing
}

func BenchmarkLoadOfAMillionRows(b *testing.B) {
	var c contest
	for b.Loop() {
		s := openSides(b)
		c.run(b, func() error { return s.loadStore(million) }, func() error { return s.loadRaw(million) })
	}
	c.report(b, million, "row")
}

func BenchmarkScanOfAMillionRows(b *testing.B) {
	s := full(b, million)
	var c contest
	for b.Loop() {
		c.run(b, s.scanStore, s.scanRaw)
	}
	c.report(b, million, "row")
}

func (s sides) scanStore() error {
	return s.store.View(context.Background(), func(r model.Reader) error {
		rows := 0
		for _, err := range r.Scan("t", model.Range{}) {
			if err != nil {
				return err
			}
			rows++
		}
		return wantMillion(rows)
	})
}

func (s sides) scanRaw() error {
	return s.raw.View(func(txn *badger.Txn) error {
		it := txn.NewIterator(badger.DefaultIteratorOptions)
		defer it.Close()
		rows := 0
		for it.Rewind(); it.Valid(); it.Next() {
			if err := it.Item().Value(func([]byte) error { return nil }); err != nil {
				return err
			}
			rows++
		}
		return wantMillion(rows)
	})
}

func wantMillion(rows int) error {
	if rows != million {
		return fmt.Errorf("there are %d rows", rows)
	}
	return nil
}

func BenchmarkGetAmongAMillionRows(b *testing.B) { benchmarkGet(b, million) }

// BenchmarkGetAmongAThousandRows is what most tables are like.
func BenchmarkGetAmongAThousandRows(b *testing.B) { benchmarkGet(b, 1000) }

func benchmarkGet(b *testing.B, rows int) {
	const gets = 1000
	s := full(b, rows)
	random := rand.New(rand.NewPCG(1, 1))
	var c contest
	for b.Loop() {
		keys := make([]model.Key, gets)
		for i := range keys {
			keys[i] = benchKey(random.IntN(rows))
		}
		c.run(b, func() error { return s.getStore(keys) }, func() error { return s.getRaw(keys) })
	}
	c.report(b, gets, "get")
}

func (s sides) getStore(keys []model.Key) error {
	return s.store.View(context.Background(), func(r model.Reader) error {
		for _, k := range keys {
			if found, err := r.Get("t", k, new(benchRow)); err != nil || !found {
				return fmt.Errorf("get %q: %v, %w", k, found, err)
			}
		}
		return nil
	})
}

func (s sides) getRaw(keys []model.Key) error {
	return s.raw.View(func(txn *badger.Txn) error {
		for _, k := range keys {
			item, err := txn.Get(pageKey("t", string(k)))
			if err != nil {
				return err
			}
			if err := item.Value(func(data []byte) error { return decode("t", data, new(benchRow)) }); err != nil {
				return err
			}
		}
		return nil
	})
}

func BenchmarkDurableUpdateOfOneRow(b *testing.B) {
	const rows = 100_000
	s := full(b, rows)
	random := rand.New(rand.NewPCG(1, 1))
	var c contest
	for b.Loop() {
		i := random.IntN(rows)
		c.run(b, func() error { return s.updateStore(i) }, func() error { return s.updateRaw(i) })
	}
	c.report(b, 1, "commit")
}

func (s sides) updateStore(i int) error {
	return s.store.Update(context.Background(), func(w model.Writer) error {
		return w.Put("t", benchKey(i), benchRecord(i+1))
	})
}

func (s sides) updateRaw(i int) error {
	return s.raw.Update(func(txn *badger.Txn) error {
		data, err := encode("t", benchRecord(i+1))
		if err != nil {
			return err
		}
		return txn.Set(pageKey("t", string(benchKey(i))), data)
	})
}

// BenchmarkDecoding holds the codec against JSON of the standard library: it is what reading costs most.
func BenchmarkDecoding(b *testing.B) {
	row := benchRecord(1)
	packed, err := encode("t", row)
	if err != nil {
		b.Fatal(err)
	}
	text, err := json.Marshal(row)
	if err != nil {
		b.Fatal(err)
	}
	const rounds = 1000
	var c contest
	for b.Loop() {
		c.run(b, func() error { return repeat(rounds, func() error { return decode("t", packed, new(benchRow)) }) },
			func() error { return repeat(rounds, func() error { return json.Unmarshal(text, new(benchRow)) }) })
	}
	c.report(b, rounds, "record")
	b.ReportMetric(float64(len(packed))/float64(len(text)), "size-of-json")
}

func repeat(n int, fn func() error) error {
	for range n {
		if err := fn(); err != nil {
			return err
		}
	}
	return nil
}
