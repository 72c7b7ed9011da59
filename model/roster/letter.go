package roster

import (
	"cmp"
	"math/bits"
	"slices"
)

// The letters are the bytes that words are mostly made of. For each there is a bitmap of the lines that
// have it, and so for the most telling pairs of letters next to each other. The first letter that is
// typed, which almost every line may have, is thus found without a search, and longer words are
// searched only in lines that have all of their letters and pairs. All bits of a line make one number.
const letters = "abcdefghijklmnopqrstuvwxyz0123456789.@-_"

const (
	letterCount = len(letters)
	markCount   = 64
	pairCount   = markCount - letterCount
)

// byteKinds is how many kinds of bytes neighbours are counted by: each letter is one, the others share
// what is left.
const byteKinds = 64

// kindOf is the kind of a byte: the number of a letter, or a number beyond those.
var kindOf = func() (kind [256]uint8) {
	for c := range kind {
		kind[c] = uint8(letterCount + c%(byteKinds-letterCount))
	}
	for i, c := range []byte(letters) {
		kind[c] = uint8(i)
	}
	return kind
}()

// letterBit has the bit of a letter set, and none for other bytes.
var letterBit = func() (bit [256]uint64) {
	for i, c := range []byte(letters) {
		bit[c] = 1 << i
	}
	return bit
}()

// marks tells the letters and pairs of lines. Which pairs, is decided by the first lines of a base.
type marks struct {
	pairs [byteKinds][byteKinds]uint64 // the bit of each pair that has one
}

// newMarks chooses the pairs by the lines of a chunk: those that tell most are in about half of them.
func newMarks(c *chunk) *marks {
	var lines, last [byteKinds][byteKinds]int
	for i := range c.ends {
		kind := uint8(byteKinds - 1)
		for _, b := range c.record(i) {
			before := kind
			if kind = kindOf[b]; last[before][kind] != i+1 {
				last[before][kind] = i + 1
				lines[before][kind]++
			}
		}
	}
	telling := func(pair int) int {
		n := lines[pair/byteKinds][pair%byteKinds]
		return n * (len(c.ends) - n)
	}
	var all []int
	for pair := range byteKinds * byteKinds {
		if pair/byteKinds < letterCount && pair%byteKinds < letterCount && telling(pair) > 0 {
			all = append(all, pair)
		}
	}
	slices.SortStableFunc(all, func(a, b int) int { return cmp.Compare(telling(b), telling(a)) })
	m := &marks{}
	for i, pair := range all[:min(len(all), pairCount)] {
		m.pairs[pair/byteKinds][pair%byteKinds] = 1 << (letterCount + i)
	}
	return m
}

// of gives the bits of the letters and pairs of a text.
func (m *marks) of(text []byte) uint64 {
	met, last := uint64(0), uint8(byteKinds-1)
	for _, b := range text {
		kind := kindOf[b]
		met |= letterBit[b] | m.pairs[last][kind]
		last = kind
	}
	return met
}

// exact reports whether every line with the marks of a word has the word in its record.
func (m *marks) exact(word string) bool {
	switch len(word) {
	case 1:
		return letterBit[word[0]] != 0
	case 2:
		return m.pairs[kindOf[word[0]]][kindOf[word[1]]] != 0
	}
	return false
}

// bitmaps has for each mark the lines of a chunk that have it. There is no bitmap for a mark that all lines
// have, or none.
type bitmaps struct {
	all, mixed uint64     // a bit for each mark that all lines have, and for each that some have
	sets       [][]uint64 // of each mixed mark
}

// bitmaps gives the bitmaps of a chunk.
func (m *marks) bitmaps(c *chunk) bitmaps {
	var sets [markCount][chunkWords]uint64
	for line := range c.ends {
		for met := m.of(c.record(line)); met != 0; met &= met - 1 {
			sets[bits.TrailingZeros64(met)][line>>6] |= 1 << (line & 63)
		}
	}
	var b bitmaps
	for mark := range sets {
		set := sets[mark][:c.words()]
		switch countOf(set) {
		case 0:
		case len(c.ends):
			b.all |= 1 << mark
		default:
			b.mixed |= 1 << mark
			b.sets = append(b.sets, slices.Clone(set))
		}
	}
	return b
}

// keep clears the bits of those lines that do not have all of some marks.
func (b *bitmaps) keep(marks uint64, lines []uint64) {
	if marks&^(b.all|b.mixed) != 0 {
		clear(lines)
		return
	}
	for marks &= b.mixed; marks != 0; marks &= marks - 1 {
		below := uint64(1)<<bits.TrailingZeros64(marks) - 1
		for i, w := range b.sets[bits.OnesCount64(b.mixed&below)] {
			lines[i] &= w
		}
	}
}

// countOf counts the bits that are set.
func countOf(set []uint64) (n int) {
	for _, w := range set {
		n += bits.OnesCount64(w)
	}
	return n
}

// sampled says that the bytes of every so many lines are counted.
const sampled = 16

// frequencies tells how often bytes are met in a base, and kinds of bytes next to each other.
type frequencies struct {
	of    [256]uint32
	pairs [byteKinds][byteKinds]uint32
	total uint64
}

// add counts the bytes of a record.
func (f *frequencies) add(record []byte) {
	last := uint8(endText)
	for _, c := range record {
		f.of[c]++
		f.pairs[kindOf[last]][kindOf[c]]++
		last = c
	}
	f.total += uint64(len(record))
}

// rare reports whether a byte is met so seldom that leaping from one to the next is quicker than
// looking at every place.
func (f *frequencies) rare(c byte) bool {
	return uint64(f.of[c])*64 < f.total
}

// pair is how often the first two bytes of a text are met next to each other, or others of their kind.
func (f *frequencies) pair(text string) uint32 {
	return f.pairs[kindOf[text[0]]][kindOf[text[1]]]
}
