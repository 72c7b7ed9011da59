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

// chunk is a run of lines. It holds four pointers, however many lines there are.
type chunk struct {
	records []byte   // one behind the other; below 4 GiB, as the ends are counted in 32 bits
	ends    []uint32 // where each record ends
	classes []uint8
	marked  []uint64 // for each mark, a bitmap of the lines that have it
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

// with is the bitmap of the lines that have a mark.
func (c *chunk) with(mark int) []uint64 {
	return c.marked[mark*c.words():][:c.words()]
}

// base is a list that never changes, in ascending order of keys. A line is known by its position.
type base struct {
	fields int
	lines  int
	chunks []chunk
	marks  *marks // nil without lines
	common frequencies
	orders []order // of each field
}

// record is the record at a position.
func (b *base) record(position int) []byte {
	return b.chunks[position>>chunkShift].record(position & (chunkLines - 1))
}

// class is the class at a position.
func (b *base) class(position int) uint8 {
	return b.chunks[position>>chunkShift].classes[position&(chunkLines-1)]
}

// key is the key at a position.
func (b *base) key(position int) []byte {
	return keyOf(b.record(position), b.fields)
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

// NewBuilder begins an index whose lines have so many fields.
func NewBuilder(fields int) *Builder {
	return &Builder{base: &base{fields: fields, orders: newOrders(fields)}}
}

// Add takes the next line. Lines should come in ascending order of keys: one that does not is kept
// until Build, which then puts it, replacing an earlier one of the same key.
func (b *Builder) Add(l Line) {
	if b.base.lines > 0 && l.Key <= b.last {
		l.Fields = slices.Clone(l.Fields)
		b.late = append(b.late, l)
		return
	}
	b.last = l.Key
	b.open.records = appendRecord(b.open.records, l, b.base.fields)
	b.close(l.Class)
}

// Build gives the index. The builder must not be used afterwards.
func (b *Builder) Build() *Index {
	x := newIndex(b.finish())
	for _, l := range b.late {
		x.Put(l)
	}
	return x
}

// addRecord takes the record of the next line.
func (b *Builder) addRecord(record []byte, class uint8) {
	b.open.records = append(b.open.records, record...)
	b.close(class)
}

// close ends the record that was just appended.
func (b *Builder) close(class uint8) {
	b.open.ends = append(b.open.ends, uint32(len(b.open.records)))
	b.open.classes = append(b.open.classes, class)
	if b.base.lines++; len(b.open.ends) == chunkLines {
		b.cut()
	}
}

// cut moves the open chunk to the base, in slices that are exactly as long as needed.
func (b *Builder) cut() {
	c := chunk{
		records: bytes.Clone(b.open.records),
		ends:    slices.Clone(b.open.ends),
		classes: bytes.Clone(b.open.classes),
	}
	if b.base.marks == nil {
		b.base.marks = newMarks(&c)
	}
	c.marked = b.base.marks.bitmaps(&c)
	for i := 0; i < len(c.ends); i += sampled {
		b.base.common.add(c.record(i))
	}
	b.base.chunks = append(b.base.chunks, c)
	b.open = chunk{records: b.open.records[:0], ends: b.open.ends[:0], classes: b.open.classes[:0]}
}

// finish gives the base.
func (b *Builder) finish() *base {
	if len(b.open.ends) > 0 {
		b.cut()
	}
	b.open = chunk{}
	return b.base
}
