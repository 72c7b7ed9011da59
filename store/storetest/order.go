package storetest

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"atrium/model"
)

func recordComesBack(t *testing.T, s model.Store) {
	want := Record{
		Text: "not UTF-8: \xff\xfe", Number: math.MaxUint64, Blob: []byte{0, 1, 255},
		List: []string{"", "a"}, Named: map[string]int{"x": -1}, Inner: &Record{Text: "in"},
	}
	mustUpdate(t, s, func(w model.Writer) error { return w.Put("t", model.K("k"), &want) })
	mustView(t, s, func(r model.Reader) error {
		var got Record
		found, err := r.Get("t", model.K("k"), &got)
		if !found || !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v (found %v), want %+v", got, found, want)
		}
		return err
	})
}

// recordIsWiped reads a record that was written when its type had one field only.
func recordIsWiped(t *testing.T, s model.Store) {
	older := struct{ Text string }{"new"}
	mustUpdate(t, s, func(w model.Writer) error { return w.Put("t", model.K("k"), &older) })
	mustView(t, s, func(r model.Reader) error {
		got := Record{Number: 7, List: []string{"old"}, Named: map[string]int{"old": 1}, Inner: &Record{Text: "old"}}
		_, err := r.Get("t", model.K("k"), &got)
		if want := (Record{Text: "new"}); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
		return err
	})
}

func bigRecords(t *testing.T, s model.Store) {
	sizes := []int{10, 300_000, 20, 400_000, 5_000, 100, 70_000, 9_000, 450_000, 1}
	mustUpdate(t, s, func(w model.Writer) error { return w.Put("t", model.K("0"), &Record{}) })
	for i, n := range sizes {
		mustUpdate(t, s, func(w model.Writer) error {
			return w.Put("t", model.K("b").Uint(uint64(i*7%10)), &Record{Number: uint64(n), Blob: blob(n, byte(i))})
		})
	}
	mustView(t, s, func(r model.Reader) error {
		for i, n := range sizes {
			var got Record
			if found, err := r.Get("t", model.K("b").Uint(uint64(i*7%10)), &got); err != nil || !found {
				t.Fatalf("record of %d bytes: found %v, %v", n, found, err)
			}
			if !slices.Equal(got.Blob, blob(n, byte(i))) {
				t.Errorf("record of %d bytes came back changed", n)
			}
		}
		return nil
	})
}

func partsOrder(t *testing.T, s model.Store) {
	want := []model.Key{
		model.K("a"), model.K("a", ""), model.K("a", "b"), model.K("a", "b", "c"), model.K("a", "ba"),
		model.K("a\x01"), model.K("aa"), model.K("aa", "a"), model.K("b"), model.K("é"), model.K("\xff"), model.K("\xff\xff"),
	}
	shuffled := slices.Clone(want)
	slices.Reverse(shuffled)
	put(t, s, "t", shuffled...)
	wantKept(t, s, "t", model.Range{}, want...)
	wantKept(t, s, "t", model.Range{Reverse: true}, shuffled...)
}

func numbersOrder(t *testing.T, s model.Store) {
	numbers := []uint64{0, 1, 255, 256, 65535, 65536, 1 << 32, math.MaxUint64 - 1, math.MaxUint64}
	var want []model.Key
	for _, n := range numbers {
		want = append(want, model.K("n").Uint(n))
	}
	put(t, s, "t", want[5], want[8], want[0], want[7], want[2], want[1], want[6], want[4], want[3])
	wantKept(t, s, "t", model.Range{Prefix: model.K("n")}, want...)
}

func prefixScan(t *testing.T, s model.Store) {
	put(t, s, "t", model.K("a", "1"), model.K("ab", "1"), model.K("ab", "2"), model.K("abc", "1"), model.K("b"), "\xff\xff", "\xff\xff\x01")
	wantKept(t, s, "t", model.Range{Prefix: model.K("ab")}, model.K("ab", "1"), model.K("ab", "2"))
	wantKept(t, s, "t", model.Range{Prefix: model.K("ab"), Reverse: true}, model.K("ab", "2"), model.K("ab", "1"))
	wantKept(t, s, "t", model.Range{Prefix: "ab"}, model.K("ab", "1"), model.K("ab", "2"), model.K("abc", "1"))
	wantKept(t, s, "t", model.Range{Prefix: "\xff\xff"}, "\xff\xff", "\xff\xff\x01")
	wantKept(t, s, "t", model.Range{Prefix: "\xff\xff", Reverse: true}, "\xff\xff\x01", "\xff\xff")
}

// cursorScan walks over many pages of an engine that has pages, from every single row.
func cursorScan(t *testing.T, s model.Store) {
	keys := numbered(700)
	put(t, s, "t", keys...)
	mustView(t, s, func(r model.Reader) error {
		for i := 0; i < len(keys); i += 7 {
			wantKeys(t, r, "t", model.Range{Prefix: model.K("row"), After: keys[i]}, keys[i+1:]...)
			wantKeys(t, r, "t", model.Range{After: keys[i] + "\x00"}, keys[i+1:]...)
		}
		return nil
	})
}

func reverseCursorScan(t *testing.T, s model.Store) {
	keys := numbered(700)
	put(t, s, "t", keys...)
	backward := slices.Clone(keys)
	slices.Reverse(backward)
	mustView(t, s, func(r model.Reader) error {
		for i := 0; i < len(keys); i += 7 {
			wantKeys(t, r, "t", model.Range{Prefix: model.K("row"), After: backward[i], Reverse: true}, backward[i+1:]...)
		}
		wantKeys(t, r, "t", model.Range{After: "\xff", Reverse: true}, backward...)
		return nil
	})
}

func strayCursor(t *testing.T, s model.Store) {
	put(t, s, "t", model.K("a"), model.K("m", "1"), model.K("m", "2"), model.K("z"))
	in := func(after model.Key, reverse bool) model.Range {
		return model.Range{Prefix: model.K("m"), After: after, Reverse: reverse}
	}
	wantKept(t, s, "t", in(model.K("a"), false), model.K("m", "1"), model.K("m", "2"))
	wantKept(t, s, "t", in(model.K("z"), false))
	wantKept(t, s, "t", in(model.K("z"), true), model.K("m", "2"), model.K("m", "1"))
	wantKept(t, s, "t", in(model.K("a"), true))
	wantKept(t, s, "t", in(model.K("m"), false), model.K("m", "1"), model.K("m", "2"))
	wantKept(t, s, "t", in(model.K("m"), true))
}

func emptyRanges(t *testing.T, s model.Store) {
	wantKept(t, s, "never written", model.Range{})
	wantKept(t, s, "never written", model.Range{Reverse: true, Prefix: model.K("x")})
	put(t, s, "t", model.K("b"))
	wantKept(t, s, "t", model.Range{Prefix: model.K("a")})
	wantKept(t, s, "t", model.Range{Prefix: model.K("c"), Reverse: true})
	mustView(t, s, func(r model.Reader) error {
		found, err := r.Get("never written", model.K("x"), &Record{})
		if found {
			t.Error("a row was found in a table that was never written")
		}
		return err
	})
	mustUpdate(t, s, func(w model.Writer) error { return w.Delete("t", model.K("b")) })
	wantKept(t, s, "t", model.Range{})
	wantKept(t, s, "t", model.Range{Reverse: true})
}

func tablesApart(t *testing.T, s model.Store) {
	names := []string{"member", "member.by-name", "memberx", "m", "member.", strings.Repeat("m", 200)}
	for _, name := range names {
		put(t, s, name, model.Key(name), model.K("shared"))
	}
	mustUpdate(t, s, func(w model.Writer) error { return w.Delete("member", model.K("shared")) })
	wantKept(t, s, "member", model.Range{}, "member")
	for _, name := range names[1:] {
		wantKept(t, s, name, model.Range{}, model.Key(name), model.K("shared"))
	}
}

func nestedScans(t *testing.T, s model.Store) {
	keys := numbered(200)
	put(t, s, "outer", keys...)
	put(t, s, "inner", keys...)
	mustView(t, s, func(r model.Reader) error {
		at := 0
		for row, err := range r.Scan("outer", model.Range{}) {
			if err != nil {
				return err
			}
			wantKeys(t, r, "inner", model.Range{After: row.Key()}, keys[at+1:]...)
			wantKeys(t, r, "outer", model.Range{After: row.Key(), Reverse: true}, backwards(keys[:at])...)
			if found, err := r.Get("inner", row.Key(), &Record{}); err != nil || !found {
				t.Fatalf("get within a scan: found %v, %v", found, err)
			}
			at++
		}
		if at != len(keys) {
			t.Errorf("the outer scan gave %d rows of %d", at, len(keys))
		}
		return nil
	})
}

func backwards(keys []model.Key) []model.Key {
	keys = slices.Clone(keys)
	slices.Reverse(keys)
	return keys
}
