package roster

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"slices"
	"sort"
)

// order is the order of the lines of a base by a field. It is made when it is first asked for; busy
// has room for the one who makes it or looks whether it is made.
type order struct {
	busy  chan struct{}
	lines []uint32 // the positions, in order
}

// newOrders is an order for each of so many fields.
func newOrders(fields int) []order {
	orders := make([]order, fields)
	for i := range orders {
		orders[i].busy = make(chan struct{}, 1)
	}
	return orders
}

// order gives the positions of the lines in ascending order of a field, and of keys where it is equal.
// The error is that of ctx.
func (b *base) order(ctx context.Context, field int) ([]uint32, error) {
	o := &b.orders[field]
	select {
	case o.busy <- struct{}{}:
		defer func() { <-o.busy }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if o.lines != nil {
		return o.lines, nil
	}
	lines, err := (&sorter{ctx, b, field}).order()
	if err != nil {
		return nil, err
	}
	o.lines = lines
	return lines, nil
}

// part is eight bytes of the field of a line, as a number, of which the order is that of the bytes.
type part struct {
	bytes uint64
	line  uint32 // the position of the line
}

// comparePart orders by the bytes and then by the key, which is what positions are ordered by.
func comparePart(a, b part) int {
	if a.bytes != b.bytes {
		return cmp.Compare(a.bytes, b.bytes)
	}
	return cmp.Compare(a.line, b.line)
}

// partOf gives the eight bytes of a text from a place on. Each is one more than in the text, which has
// no greater byte than 0xf4, and those behind its end are 0: so a text is before all that it begins,
// and the last byte tells whether there may be more.
func partOf(text []byte, from int) uint64 {
	text = text[min(from, len(text)):]
	if len(text) >= 8 {
		return binary.BigEndian.Uint64(text) + eachByte
	}
	number := uint64(0)
	for i, c := range text {
		number |= (uint64(c) + 1) << (56 - 8*i)
	}
	return number
}

// sorter sorts the lines of a base by a field: by its first eight bytes, then those that are equal by
// the next eight. So texts are read in the order in which they lie in memory, and once for each part.
type sorter struct {
	ctx   context.Context
	base  *base
	field int
}

// order gives the order of all lines.
func (s *sorter) order() ([]uint32, error) {
	parts := make([]part, s.base.lines)
	for i := range parts {
		parts[i].line = uint32(i)
	}
	s.sort(parts, 0)
	if err := s.ctx.Err(); err != nil {
		return nil, err
	}
	lines := make([]uint32, len(parts))
	for i, p := range parts {
		lines[i] = p.line
	}
	return lines, nil
}

// large is the number of lines above which two goroutines sort.
const large = 1 << 14

// sort sorts lines that are equal before a place of their texts. It stops when ctx ends.
func (s *sorter) sort(parts []part, from int) {
	if s.ctx.Err() != nil {
		return
	}
	if len(parts) <= large {
		s.sortParts(parts, from)
		s.sortEqual(parts, from)
		return
	}
	middle := len(parts) / 2
	both(func() { s.sortParts(parts[:middle], from) }, func() { s.sortParts(parts[middle:], from) })
	copy(parts, merge(parts[:middle], parts[middle:]))
	for middle < len(parts) && parts[middle].bytes == parts[middle-1].bytes {
		middle++
	}
	both(func() { s.sortEqual(parts[:middle], from) }, func() { s.sortEqual(parts[middle:], from) })
}

// sortParts sorts lines by the eight bytes from a place of their texts on.
func (s *sorter) sortParts(parts []part, from int) {
	var room [64]byte
	for i := range parts {
		p := &parts[i]
		p.bytes = partOf(s.base.field(int(p.line), s.field, room[:]), from)
	}
	if len(parts) < manyParts {
		slices.SortFunc(parts, comparePart)
		return
	}
	sortMany(parts)
}

// manyParts is the number of lines from which on counting the bytes is quicker than comparing them.
const manyParts = 1 << 10

// sortMany sorts by one byte after the other, the last first, keeping lines that are equal in order:
// that is the order of keys, as it was in the beginning. A byte that all have is passed over.
func sortMany(parts []part) {
	var counts [8][256]uint32
	for _, p := range parts {
		for i := range counts {
			counts[i][byte(p.bytes>>(8*i))]++
		}
	}
	from, to := parts, make([]part, len(parts))
	for i := range counts {
		count := &counts[i]
		if int(count[byte(parts[0].bytes>>(8*i))]) == len(parts) {
			continue
		}
		next := uint32(0)
		for b, n := range count {
			count[b], next = next, next+n
		}
		for _, p := range from {
			place := &count[byte(p.bytes>>(8*i))]
			to[*place] = p
			*place++
		}
		from, to = to, from
	}
	copy(parts, from)
}

// sortEqual sorts lines that are sorted by eight bytes further where these are equal.
func (s *sorter) sortEqual(parts []part, from int) {
	for start, end := 0, 0; start < len(parts); start = end {
		for end < len(parts) && parts[end].bytes == parts[start].bytes {
			end++
		}
		if end-start > 1 && byte(parts[start].bytes) != 0 {
			s.sort(parts[start:end], from+8)
		}
	}
}

// merge makes one of two sorted runs.
func merge(a, b []part) []part {
	all := make([]part, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if comparePart(a[0], b[0]) < 0 {
			all, a = append(all, a[0]), a[1:]
		} else {
			all, b = append(all, b[0]), b[1:]
		}
	}
	return append(append(all, a...), b...)
}

// both calls two functions at the same time.
func both(f, g func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	g()
	<-done
}

// before gives how many lines of an order by a field come before a text whose key would be at a
// position of the base.
func (b *base) before(lines []uint32, field int, text []byte, position int) int {
	var room [64]byte
	return sort.Search(len(lines), func(i int) bool {
		line := int(lines[i])
		if c := bytes.Compare(b.field(line, field, room[:]), text); c != 0 {
			return c > 0
		}
		return line >= position
	})
}
