package roster

import (
	"bytes"
	"math/bits"
	"slices"
	"sync"
	"sync/atomic"
)

// Index is a list that is searched, sorted and changed. It is safe for concurrent use; a change waits
// for no search, and a search sees the list as it was when it began. Make one with a [Builder].
type Index struct {
	mu      sync.Mutex
	state   snapshot
	taken   *snapshot // the state as searches have it since the last change, nil before the first
	dead    int       // lines of the base that no longer count
	classes [256]int  // how many lines each class has
	lines   int
}

// snapshot is the list at one time. Its slices are never written once a search has it.
type snapshot struct {
	base *base
	live []uint64 // a bit for each line of the base that counts
	over []*entry // in ascending order of keys; no key is in both

	// sorted has for each field the indexes of over in its order, or nil until a search needs it.
	sorted []atomic.Pointer[[]uint32]
}

// newIndex is the index of a base.
func newIndex(b *base) *Index {
	x := &Index{state: snapshot{base: b, live: allOf(b.lines)}, lines: b.lines}
	for _, c := range b.chunks {
		for _, id := range c.kinds {
			x.classes[b.kinds.class(id)]++
		}
	}
	return x
}

// Len is the number of lines.
func (x *Index) Len() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.lines
}

// Count is the number of lines in some classes, each to be named once, or of all lines without any.
func (x *Index) Count(classes ...uint8) int {
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(classes) == 0 {
		return x.lines
	}
	n := 0
	for _, class := range classes {
		n += x.classes[class]
	}
	return n
}

// Put adds a line, or replaces the one with its key. A line that is there already as it is changes
// nothing, so that searches go on from their previous results.
func (x *Index) Put(l Line) {
	x.mu.Lock()
	defer x.mu.Unlock()
	fields, at := x.state.base.fields, x.state.locate(l.Key)
	e := &entry{key: l.Key, record: appendRecord(nil, &l, fields, none), class: l.Class, place: at.place}
	if record, class := x.state.line(at); at.exists() && class == e.class && bytes.Equal(record, e.record) {
		return
	}
	e.places = make([]atomic.Uint32, fields)
	x.change()
	x.remove(at)
	x.state.over = slices.Insert(x.state.over, at.index, e)
	x.classes[e.class]++
	x.lines++
	x.mergeIfLarge()
}

// Delete removes the line with a key, if there is one.
func (x *Index) Delete(key string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if at := x.state.locate(key); at.exists() {
		x.change()
		x.remove(at)
		x.mergeIfLarge()
	}
}

// location is where a key is, or would be, in the overlay and in the base.
type location struct {
	index, place   int
	isOver, isBase bool // at most one: in the base, the line must count
}

// exists reports whether there is a line.
func (at location) exists() bool { return at.isOver || at.isBase }

// locate finds a key.
func (s *snapshot) locate(key string) location {
	var at location
	at.index, at.isOver = slices.BinarySearchFunc(s.over, key, compareKey)
	at.place, at.isBase = s.base.find(key)
	at.isBase = at.isBase && has(s.live, at.place)
	return at
}

// line gives the record, with all texts, and the class of the line at a location, if there is one.
func (s *snapshot) line(at location) (record []byte, class uint8) {
	switch {
	case at.isOver:
		return s.over[at.index].record, s.over[at.index].class
	case at.isBase:
		l := s.base.line(at.place)
		return appendRecord(nil, &l, s.base.fields, none), l.Class
	}
	return nil, 0
}

// remove takes the line at a location out of the list, if there is one.
func (x *Index) remove(at location) {
	if !at.exists() {
		return
	}
	x.lines--
	if at.isOver {
		x.classes[x.state.over[at.index].class]--
		x.state.over = slices.Delete(x.state.over, at.index, at.index+1)
		return
	}
	x.classes[x.state.base.kinds.class(x.state.base.kind(at.place))]--
	x.state.live[at.place>>6] &^= 1 << (at.place & 63)
	x.dead++
}

// allOf is a bitmap in which the first n bits are set, and no other.
func allOf(n int) []uint64 {
	set := make([]uint64, (n+63)/64)
	for i := range set {
		set[i] = ^uint64(0)
	}
	if n%64 > 0 {
		set[len(set)-1] = 1<<(n%64) - 1
	}
	return set
}

// has reports whether a bit is set.
func has(set []uint64, bit int) bool { return set[bit>>6]>>(bit&63)&1 != 0 }

// change makes the state one that may be written: searches keep what they have.
func (x *Index) change() {
	if x.taken != nil {
		x.taken = nil
		x.state.live = slices.Clone(x.state.live)
		x.state.over = slices.Clone(x.state.over)
	}
}

// snapshot gives the list as it is now. It is the same one until the list changes.
func (x *Index) snapshot() *snapshot {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.taken == nil {
		taken := x.state
		taken.sorted = make([]atomic.Pointer[[]uint32], taken.base.fields)
		x.taken = &taken
	}
	return x.taken
}

// The overlay may have a line for every overShare lines of the base, and one in deadShare of these may
// be dead; both may have spare lines besides, so that a small base is not merged at every change.
const (
	overShare = 32
	deadShare = 4
	spare     = 4096
)

// mergeIfLarge makes a new base of the list when the overlay or the dead lines are too many.
func (x *Index) mergeIfLarge() {
	lines := x.state.base.lines
	if len(x.state.over) > lines/overShare+spare || x.dead > lines/deadShare+spare {
		b := x.state.merged()
		x.state, x.taken, x.dead = snapshot{base: b, live: allOf(b.lines)}, nil, 0
	}
}

// merged is the list as one base.
func (s *snapshot) merged() *base {
	b := newBuilder(s.base.kinds.clone())
	over := s.over
	for i, w := range s.live {
		for ; w != 0; w &= w - 1 {
			position := i*64 + bits.TrailingZeros64(w)
			for len(over) > 0 && over[0].place <= position {
				b.Add(over[0].line(s.base.fields))
				over = over[1:]
			}
			b.addRecord(s.base.record(position), s.base.kind(position))
		}
	}
	for _, e := range over {
		b.Add(e.line(s.base.fields))
	}
	return b.finish()
}
