package dirfile

import (
	"bytes"
	"hash/maphash"
	"strings"
	"unicode/utf8"
)

// index finds records by a text that is unique among them. It keeps eight bytes a slot and no text of
// its own, which for a million users is a tenth of what a map of strings needs. The hash is seeded
// anew in every run, so a file cannot be made to collide.
type index struct {
	slots []slot // a power of two of them, at most half in use
	used  int
	seed  maphash.Seed
	fold  bool // texts that differ only in case are the same
	text  func(int32) string
	low   []byte
}

// slot holds a record's index plus one, so that the zero value is free, and 32 bits of its hash.
type slot struct {
	hash uint32
	next int32
}

func newIndex(fold bool, text func(int32) string) *index {
	return &index{slots: make([]slot, 64), seed: maphash.MakeSeed(), fold: fold, text: text}
}

// add files a record under a text, unless another one stands there, which it returns.
func (x *index) add(text string, at int32) (other int32, taken bool) {
	if 2*x.used >= len(x.slots) {
		x.grow()
	}
	x.low = append(x.low[:0], text...)
	hash, i, found := x.seek(x.low)
	if found {
		return x.slots[i].next - 1, true
	}
	x.slots[i] = slot{hash: hash, next: at + 1}
	x.used++
	return 0, false
}

// find returns the record that stands under a text.
func (x *index) find(text []byte) (at int32, found bool) {
	x.low = append(x.low[:0], text...)
	_, i, found := x.seek(x.low)
	return x.slots[i].next - 1, found
}

// seek returns the hash of a text, which it may overwrite, and the slot that holds it or would.
func (x *index) seek(text []byte) (hash uint32, at int, found bool) {
	if x.fold {
		text = lower(text)
	}
	hash = uint32(maphash.Bytes(x.seed, text))
	mask := len(x.slots) - 1
	for at = int(hash) & mask; x.slots[at].next != 0; at = (at + 1) & mask {
		if x.slots[at].hash == hash && x.same(x.text(x.slots[at].next-1), text) {
			return hash, at, true
		}
	}
	return hash, at, false
}

func (x *index) same(held string, text []byte) bool {
	if x.fold {
		return strings.ToLower(held) == string(text)
	}
	return held == string(text)
}

func (x *index) grow() {
	old := x.slots
	x.slots = make([]slot, 2*len(old))
	mask := len(x.slots) - 1
	for _, s := range old {
		if s.next == 0 {
			continue
		}
		at := int(s.hash) & mask
		for x.slots[at].next != 0 {
			at = (at + 1) & mask
		}
		x.slots[at] = s
	}
}

// lower brings a text into lower case, in place where it is ASCII, as nearly all of them are.
func lower(text []byte) []byte {
	for i, c := range text {
		if c >= utf8.RuneSelf {
			return bytes.ToLower(text)
		}
		if 'A' <= c && c <= 'Z' {
			text[i] = c + 'a' - 'A'
		}
	}
	return text
}
