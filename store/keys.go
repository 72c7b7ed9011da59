package store

import (
	"encoding/binary"
	"fmt"
	"strings"

	"atrium/model"
)

// MaxKey is the longest key of a row, in bytes.
const MaxKey = 16 << 10

// The first byte of an engine key says what the value is.
const (
	pageKind  = "p"
	chunkKind = "d"
)

// nameEnd closes a table's name in an engine key, so that one name may begin with another.
const nameEnd = "\x00"

func pageKey(table, fence string) []byte {
	key := make([]byte, 0, len(pageKind)+len(table)+len(nameEnd)+len(fence))
	key = append(key, pageKind...)
	key = append(key, table...)
	key = append(key, nameEnd...)
	return append(key, fence...)
}

func chunkKey(table string, id uint32) []byte {
	return binary.BigEndian.AppendUint32([]byte(chunkKind+table+nameEnd), id)
}

// splitChunkKey undoes chunkKey.
func splitChunkKey(key []byte) (table string, id uint32, err error) {
	table, rest, found := strings.Cut(string(key[len(chunkKind):]), nameEnd)
	if !found || len(rest) != 4 {
		return "", 0, fmt.Errorf("the list of pages: %w", errCorrupt)
	}
	return table, binary.BigEndian.Uint32([]byte(rest)), nil
}

// checkTable refuses the names that the engine keys cannot hold.
func checkTable(table string) error {
	if table == "" || len(table) > 255 || strings.Contains(table, nameEnd) {
		return fmt.Errorf("%q cannot be a table: a name has 1 to 255 bytes, none of them zero", table)
	}
	return nil
}

func checkKey(table string, key model.Key) error {
	if len(key) > MaxKey {
		return fmt.Errorf("table %s: a key of %d bytes is longer than the limit of %d", table, len(key), MaxKey)
	}
	return checkTable(table)
}

// span is the keys from lo up to, and without, hi; without an end where open is set.
type span struct {
	lo, hi string
	open   bool
}

// spanOf is the keys that a range asks for.
func spanOf(in model.Range) span {
	s := prefixSpan(in.Prefix)
	after := string(in.After)
	switch {
	case after == "":
	case in.Reverse && (s.open || after < s.hi):
		s.hi, s.open = after, false
	case !in.Reverse && after >= s.lo:
		s.lo = following(after)
	}
	return s
}

// prefixSpan is the keys that begin with prefix.
func prefixSpan(prefix model.Key) span {
	end := []byte(prefix)
	for len(end) > 0 && end[len(end)-1] == 0xff {
		end = end[:len(end)-1]
	}
	if len(end) == 0 {
		return span{lo: string(prefix), open: true}
	}
	end[len(end)-1]++
	return span{lo: string(prefix), hi: string(end)}
}

// following is the first key above key.
func following(key string) string { return key + "\x00" }

// reaches says whether the span goes on at or beyond key.
func (s span) reaches(key string) bool { return s.open || key < s.hi }

// within returns the places of the rows of p that lie in the span.
func (s span) within(p rows) (from, to int) {
	from, _ = p.search(s.lo)
	to = p.len()
	if !s.open {
		to, _ = p.search(s.hi)
	}
	return from, max(from, to)
}
