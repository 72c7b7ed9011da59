package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func somePage(n int) []entry {
	rows := make([]entry, n)
	for i := range rows {
		rows[i] = entry{key: fmt.Appendf(nil, "prefix/%03d", i*2), record: bytes.Repeat([]byte{byte(i)}, i)}
	}
	return rows
}

func mustEncode(t testing.TB, rows []entry) []byte {
	t.Helper()
	raw, err := encodePage(rows)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestPageFindsEveryRowAndTheGapsBetweenThem(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 50} {
		rows := somePage(n)
		p, err := parsePage(mustEncode(t, rows))
		if err != nil || p.len() != n {
			t.Fatalf("%d rows: %v", n, err)
		}
		for i, e := range rows {
			r := p.row(i)
			if string(r.Key()) != string(e.key) || !bytes.Equal(r.record, e.record) {
				t.Errorf("row %d of %d is %q", i, n, r.Key())
			}
			if at, found := p.search(string(e.key)); at != i || !found {
				t.Errorf("row %d of %d is found at %d (%v)", i, n, at, found)
			}
			if at, found := p.search(string(e.key) + "\x00"); at != i+1 || found {
				t.Errorf("behind row %d of %d is %d (%v)", i, n, at, found)
			}
		}
		for key, want := range map[string]int{"": 0, "a": 0, "pre": 0, "z": n, "prefiy": n} {
			if at, found := p.search(key); at != want || found {
				t.Errorf("%q among %d rows is at %d (%v), want %d", key, n, at, found, want)
			}
		}
	}
}

func TestValueOfANewerProgramIsAnError(t *testing.T) {
	raw := mustEncode(t, somePage(3))
	raw[0] = pageVersion + 1
	if _, err := parsePage(raw); err == nil || !strings.Contains(err.Error(), "newer atrium") {
		t.Errorf("page: got %v", err)
	}
	if _, err := parseChunk(0, []byte{chunkVersion + 1, 1, 0, 0}); err == nil || !strings.Contains(err.Error(), "newer atrium") {
		t.Errorf("chunk: got %v", err)
	}
}

func TestCutPagesFitAndKeepTheirRows(t *testing.T) {
	for _, sizes := range [][]int{{9000, 1}, {1, 9000}, {1, 9000, 1}, {20_000, 20_000}, {5000, 5000, 5000}, {1, 1, 1, 1, 8200}} {
		d := newTableDraft("t", nil)
		d.found()
		first, rows := d.pages[""], 0
		for i, n := range sizes {
			first.put(string(rune('a'+i)), make([]byte, n))
		}
		d.split("", first)
		for fence, p := range d.pages {
			if p.len() > 1 && p.size > pageMax {
				t.Errorf("sizes %v: the page behind %q has %d rows and %d bytes", sizes, fence, p.len(), p.size)
			}
			if p.len() == 0 || string(p.rows[0].key) < fence {
				t.Errorf("sizes %v: the page behind %q does not begin there", sizes, fence)
			}
			rows += p.len()
		}
		if rows != len(sizes) {
			t.Errorf("sizes %v: %d rows are left", sizes, rows)
		}
	}
}

func TestDirectorySurvivesItsEncoding(t *testing.T) {
	p := planOf(newDirectory())
	p.own[0] = p.chunks[0]
	for i := range 3000 {
		fence := string(binary.BigEndian.AppendUint32([]byte("k"), uint32(i*7919%3001)))
		p.insert(p.find(fence), fence)
	}
	var chunks []*chunk
	for id, c := range p.own {
		got, err := parseChunk(id, encodeChunk(c))
		if err != nil {
			t.Fatal(err)
		}
		chunks = append(chunks, got)
	}
	d, err := assemble("t", chunks)
	if err != nil {
		t.Fatal(err)
	}
	count, at, last := 1, place{}, ""
	for next, ok := d.next(at); ok; next, ok = d.next(next) {
		if d.fence(next) <= last || d.find(d.fence(next)) != next {
			t.Fatalf("fence %q is out of place", d.fence(next))
		}
		last = d.fence(next)
		count++
	}
	if count != 3001 {
		t.Errorf("there are %d fences, want 3001", count)
	}
	if _, err := assemble("t", chunks[1:]); err == nil {
		t.Error("a list of pages without its beginning was accepted")
	}
}

// FuzzPage holds damaged pages against the one promise that they have: an error, or rows that can be
// walked and found.
func FuzzPage(f *testing.F) {
	for _, n := range []int{0, 1, 5, 40} {
		raw := mustEncode(f, somePage(n))
		f.Add(raw)
		f.Add(raw[:len(raw)/2])
		for i := range min(len(raw), 12) {
			broken := bytes.Clone(raw)
			broken[i] ^= 0xff
			f.Add(broken)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := parsePage(raw)
		if err != nil {
			return
		}
		rows := draftOf(p).rows
		for i, e := range rows {
			if at, found := p.search(string(e.key)); at != i || !found {
				t.Fatalf("row %d is found at %d (%v)", i, at, found)
			}
		}
		again, err := parsePage(mustEncode(t, rows))
		if err != nil || again.len() != p.len() {
			t.Fatalf("a page that was read cannot be written again: %v", err)
		}
	})
}

func FuzzChunk(f *testing.F) {
	f.Add(encodeChunk(&chunk{fences: []string{"", "a", "ab", "b"}}))
	f.Add([]byte{chunkVersion, 0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := parseChunk(1, raw)
		if err != nil {
			return
		}
		if again, err := parseChunk(1, encodeChunk(c)); err != nil || !slices.Equal(again.list(), c.list()) {
			t.Fatalf("a chunk that was read cannot be written again: %v", err)
		}
	})
}

// TestPackedFencesAreTheList looks up keys in chunks of random fences, as a transaction holds them and as
// they are read.
func TestPackedFencesAreTheList(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		word := make([]byte, r.IntN(4))
		for i := range word {
			word[i] = "\x00ab\xff"[r.IntN(4)]
		}
		return string(word)
	}
	for range 2000 {
		prefix, list := word(), []string{}
		for range 1 + r.IntN(12) {
			list = append(list, prefix+word())
		}
		slices.Sort(list)
		listed := &chunk{fences: slices.Compact(list)}
		read, err := parseChunk(0, encodeChunk(listed))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(read.list(), listed.list()) {
			t.Fatalf("%q was read as %q", listed.list(), read.list())
		}
		for range 8 {
			key := word() + word()
			if read.upTo(key) != listed.upTo(key) || read.begins(key) != listed.begins(key) || read.begins(key) != (read.upTo(key) > 0) {
				t.Fatalf("%q in %q: up to %d, begins %v", key, read.list(), read.upTo(key), read.begins(key))
			}
		}
	}
}
