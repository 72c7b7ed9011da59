package model

import (
	"encoding/binary"
	"strings"
)

// Key is a record's place in its table. Keys order as bytes, and a key built from parts orders as the
// list of those parts does, so that all records under one parent stand together.
type Key string

// keyEnd closes every part of a key. It sorts below any byte that a part may hold, so a shorter part
// comes before a longer one that begins with it. [K] takes it out of its parts.
const keyEnd = "\x00"

// K builds a key from text parts. A key made of fewer parts is the prefix of every key that continues it.
func K(parts ...string) Key {
	var b strings.Builder
	for _, part := range parts {
		if strings.Contains(part, keyEnd) {
			part = strings.ReplaceAll(part, keyEnd, "")
		}
		b.WriteString(part)
		b.WriteString(keyEnd)
	}
	return Key(b.String())
}

// Uint continues a key with a number; numbers order by value.
func (k Key) Uint(n uint64) Key {
	return k + Key(binary.BigEndian.AppendUint64(nil, n))
}

// At continues a key with a time; earlier times come first.
func (k Key) At(t Instant) Key { return k.Uint(uint64(t)) }

// With continues a key with text parts.
func (k Key) With(parts ...string) Key { return k + K(parts...) }

// Part returns the i-th text part of a key, or "" where there is none.
func (k Key) Part(i int) string {
	rest := string(k)
	for ; ; i-- {
		part, after, found := strings.Cut(rest, keyEnd)
		if !found {
			return ""
		}
		if i == 0 {
			return part
		}
		rest = after
	}
}

// fold makes the form in which names are compared without regard to case.
func fold(s string) string { return strings.ToLower(strings.TrimSpace(s)) }
