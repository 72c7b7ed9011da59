package roster

import (
	"bytes"
	"cmp"
	"math/bits"
	"slices"
	"sync/atomic"
)

// entry is a line of the overlay, with all its texts in its record. Its place among the lines of the base never changes, as a base does
// not change either, and is found once for each order.
type entry struct {
	key    string
	record []byte
	class  uint8
	place  int             // how many lines of the base have lesser keys
	places []atomic.Uint32 // one more than how many come before it in the order of a field; 0 unknown
}

// field is a field of the entry, in lower case.
func (e *entry) field(field int) []byte { return textOf(e.record, field+1) }

// line is the line of the entry, its fields in lower case.
func (e *entry) line(fields int) Line {
	l := Line{Key: e.key, Class: e.class}
	for field := range fields {
		l.Fields = append(l.Fields, string(e.field(field)))
	}
	return l
}

// compareKey compares the key of an entry with a key.
func compareKey(e *entry, key string) int { return cmp.Compare(e.key, key) }

// placeIn gives how many lines of the base come before the entry in the order of a field.
func (e *entry) placeIn(b *base, order []uint32, field int) int {
	known := &e.places[field]
	if n := known.Load(); n > 0 {
		return int(n - 1)
	}
	n := b.before(order, field, e.field(field), e.place)
	known.Store(uint32(n + 1))
	return n
}

// placed is an entry with what it is sorted by. The place among the lines of the base decides most.
type placed struct {
	index uint32 // in the overlay, thus in the order of keys
	place int
	text  []byte
}

// compare orders entries by a field and then by key.
func (p placed) compare(other placed) int {
	if p.place != other.place {
		return cmp.Compare(p.place, other.place)
	}
	return cmp.Or(bytes.Compare(p.text, other.text), cmp.Compare(p.index, other.index))
}

// overlay gives the indexes of the overlay in the order of a field. Two searches may make it at the
// same time, which does no harm.
func (s *snapshot) overlay(order []uint32, field int) []uint32 {
	if known := s.sorted[field].Load(); known != nil {
		return *known
	}
	entries := make([]placed, len(s.over))
	for i, e := range s.over {
		entries[i] = placed{uint32(i), e.placeIn(s.base, order, field), e.field(field)}
	}
	slices.SortFunc(entries, placed.compare)
	indexes := make([]uint32, len(entries))
	for i, p := range entries {
		indexes[i] = p.index
	}
	s.sorted[field].Store(&indexes)
	return indexes
}

// searchOver finds the lines of the overlay among those with a bit in from.
func (r *Result) searchOver(from []uint64, needles []*needle) {
	r.over = make([]uint64, len(from))
	for i, w := range from {
		for ; w != 0; w &= w - 1 {
			bit := bits.TrailingZeros64(w)
			e := r.list.over[i*64+bit]
			missing := func(n *needle) bool { return n.find(e.record) < 0 }
			if r.classes[e.class] == 1 && !slices.ContainsFunc(needles, missing) {
				r.over[i] |= 1 << bit
			}
		}
	}
}

// arrangeOver puts the lines of the overlay that were found among those of the base.
func (r *Result) arrangeOver() {
	if r.order != nil {
		for _, i := range r.list.overlay(r.order, r.field) {
			if has(r.over, int(i)) {
				e := r.list.over[i]
				r.insert(e, e.placeIn(r.list.base, r.order, r.field))
			}
		}
		return
	}
	for i, e := range r.list.over {
		if has(r.over, i) {
			r.insert(e, e.place)
		}
	}
}

// insert takes the next line of the overlay, which so many lines of the base, found or not, come before.
func (r *Result) insert(e *entry, place int) {
	r.at = append(r.at, len(r.at)+r.below(place))
	r.sorted = append(r.sorted, e)
}
