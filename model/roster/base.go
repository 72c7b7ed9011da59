package roster

import (
	"bytes"
	"slices"
	"sort"
)

// Lines are kept in chunks of chunkLines, a multiple of 64 so that the bits of a chunk are whole words
// of a bitmap and two goroutines never write the same word. The records of a chunk are about as large
// as the second-level cache of a core.
const (
	chunkShift = 12
	chunkLines = 1 << chunkShift
	chunkWords = chunkLines / 64
)

// chunk is a run of lines. It holds four slices, however many lines there are.
type chunk struct {
	records []byte   // one behind the other; below 4 GiB, as the ends are counted in 32 bits
	ends    []uint32 // where each record ends
	kinds   []kindID
	marked  bitmaps
}

// record is the i-th record of the chunk.
func (c *chunk) record(i int) []byte {
	start := uint32(0)
	if i > 0 {
		start = c.ends[i-1]
	}
	return c.records[start:c.ends[i]]
}

// words is how many words a bitmap of the lines has.
func (c *chunk) words() int { return (len(c.ends) + 63) / 64 }

// base is a list that never changes, in ascending order of keys. A line is known by its position.
type base struct {
	fields int
	lines  int
	kinds  *kinds
	chunks []chunk
	marks  *marks // nil without lines
	common frequencies
	orders []order // of each field
}

// record is the record at a position.
func (b *base) record(position int) []byte {
	return b.chunks[position>>chunkShift].record(position & (chunkLines - 1))
}

// kind is the kind of the line at a position.
func (b *base) kind(position int) kindID {
	return b.chunks[position>>chunkShift].kinds[position&(chunkLines-1)]
}

// key is the key at a position.
func (b *base) key(position int) []byte {
	return b.kinds.keyOf(b.record(position), b.kind(position))
}

// field is a field of the line at a position, in lower case. It may be written into room, which may be nil.
func (b *base) field(position, field int, room []byte) []byte {
	return b.kinds.field(b.record(position), b.kind(position), field, room)
}

// line is the line at a position, its fields in lower case.
func (b *base) line(position int) Line {
	l := Line{Key: string(b.key(position)), Class: b.kinds.class(b.kind(position))}
	for field := range b.fields {
		l.Fields = append(l.Fields, string(b.field(position, field, nil)))
	}
	return l
}

// find gives the position of a key, or the one that it would have.
func (b *base) find(key string) (position int, found bool) {
	position = sort.Search(b.lines, func(i int) bool { return string(b.key(i)) >= key })
	return position, position < b.lines && string(b.key(position)) == key
}

// Builder makes an index of many lines. It is not safe for concurrent use.
type Builder struct {
	base *base
	open chunk  // its slices are used again for the next chunk
	last string // the greatest key so far
	late []Line
}

// NewBuilder begins an index of lines that are as the layout says.
func NewBuilder(l Layout) *Builder { return newBuilder(newKinds(l)) }

func newBuilder(k *kinds) *Builder {
	return &Builder{base: &base{fields: k.layout.Fields, kinds: k, orders: newOrders(k.layout.Fields)}}
}

// Add takes the next line, of which it does not keep the slice of fields. Lines should come in ascending
// order of keys: one that does not is kept until Build, which then puts it, replacing an earlier one of
// the same key.
func (b *Builder) Add(l Line) {
	if b.base.lines > 0 && l.Key <= b.last {
		l.Fields = slices.Clone(l.Fields)
		b.late = append(b.late, l)
		return
	}
	b.last = l.Key
	id := b.base.kinds.of(&l)
	fields, joined := b.base.kinds.record(id)
	b.open.records = appendRecord(b.open.records, &l, fields, joined)
	b.close(id)
}

// Len is the number of lines that were taken in order.
func (b *Builder) Len() int { return b.base.lines }

// Build gives the index. The builder must not be used afterwards.
func (b *Builder) Build() *Index {
	x := newIndex(b.finish())
	for _, l := range b.late {
		x.Put(l)
	}
	return x
}

// addRecord takes the record of the next line, from a base with the same kinds.
func (b *Builder) addRecord(record []byte, id kindID) {
	b.open.records = append(b.open.records, record...)
	b.close(id)
}

// close ends the record that was just appended.
func (b *Builder) close(id kindID) {
	b.open.ends = append(b.open.ends, uint32(len(b.open.records)))
	b.open.kinds = append(b.open.kinds, id)
	if b.base.lines++; len(b.open.ends) == chunkLines {
		b.cut()
	}
}

// cut moves the open chunk to the base, in slices that are exactly as long as needed.
func (b *Builder) cut() {
	c := chunk{
		records: bytes.Clone(b.open.records),
		ends:    slices.Clone(b.open.ends),
		kinds:   slices.Clone(b.open.kinds),
	}
	if b.base.marks == nil {
		b.base.marks = newMarks(&c)
	}
	c.marked = b.base.marks.bitmaps(&c)
	for i := 0; i < len(c.ends); i += sampled {
		b.base.common.add(c.record(i))
	}
	b.base.chunks = append(b.base.chunks, c)
	b.open = chunk{records: b.open.records[:0], ends: b.open.ends[:0], kinds: b.open.kinds[:0]}
}

// finish gives the base.
func (b *Builder) finish() *base {
	if len(b.open.ends) > 0 {
		b.cut()
	}
	b.open = chunk{}
	return b.base
}
