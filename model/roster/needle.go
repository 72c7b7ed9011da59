package roster

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"
)

// needle is a word to search for. In a list of names almost every letter is met in almost every line,
// and searching for the first letter of the word would stop at each of them. So a word is searched by
// its rarest byte if that is rare, and otherwise by its rarest two neighbours, eight places at a time.
type needle struct {
	word   string
	marks  uint64     // what a line with the word must have
	exact  bool       // every line with the marks has the word
	kinds  []uint8    // of each kind whether its texts have the word, as 1; nil when none has
	heads  [][]string // of each kind in which texts a key must end; nil when there are none
	at     int        // where in the word the byte or the two neighbours are
	paired bool
	first  uint64 // the two neighbours, each in all eight bytes
	second uint64
}

// needle prepares the search for a word.
func (b *base) needle(word string) *needle {
	n := newNeedle(word, &b.common)
	if b.marks != nil {
		n.marks, n.exact = b.marks.of([]byte(word)), b.marks.exact(word)
	}
	n.kinds, n.heads = b.kinds.with(word), b.kinds.heads(word)
	return n
}

// newNeedle prepares the search for a word, which must not be empty, without marks.
func newNeedle(word string, common *frequencies) *needle {
	n := &needle{word: word}
	for i := range len(word) {
		if common.of[word[i]] < common.of[word[n.at]] {
			n.at = i
		}
	}
	if len(word) == 1 || common.rare(word[n.at]) {
		return n
	}
	n.paired, n.at = true, 0
	for i := range len(word) - 1 {
		if common.pair(word[i:]) < common.pair(word[n.at:]) {
			n.at = i
		}
	}
	n.first, n.second = uint64(word[n.at])*eachByte, uint64(word[n.at+1])*eachByte
	return n
}

// eachByte has 1 in every byte, highBits the highest bit of every byte.
const (
	eachByte = 0x0101010101010101
	highBits = eachByte << 7
)

// find gives where the word is first met in a text, or -1.
func (n *needle) find(text []byte) int {
	if n.paired {
		return n.findPair(text)
	}
	return n.findByte(text)
}

// findByte searches by one byte of the word.
func (n *needle) findByte(text []byte) int {
	for i := n.at; i < len(text); i++ {
		next := bytes.IndexByte(text[i:], n.word[n.at])
		if next < 0 {
			return -1
		}
		if i += next; n.isAt(text, i-n.at) {
			return i - n.at
		}
	}
	return -1
}

// findPair searches by two neighbours of the word. A byte of z is zero where both are met. The lowest
// byte that the test finds is always zero; one above it may not be, which isAt then tells.
func (n *needle) findPair(text []byte) int {
	i := n.at
	for ; i+9 <= len(text); i += 8 {
		z := binary.LittleEndian.Uint64(text[i:]) ^ n.first | binary.LittleEndian.Uint64(text[i+1:]) ^ n.second
		for m := (z - eachByte) &^ z & highBits; m != 0; m &= m - 1 {
			if start := i + bits.TrailingZeros64(m)/8 - n.at; n.isAt(text, start) {
				return start
			}
		}
	}
	for ; i < len(text); i++ {
		if n.isAt(text, i-n.at) {
			return i - n.at
		}
	}
	return -1
}

// isAt reports whether the word is at a place of a text.
func (n *needle) isAt(text []byte, start int) bool {
	return start+len(n.word) <= len(text) && string(text[start:start+len(n.word)]) == n.word
}

// search clears the bits of those lines of a chunk in which the word is not met. Only lines in which the
// kind does not tell it are searched for it.
func (n *needle) search(c *chunk, lines []uint64) {
	if n.kinds == nil && n.heads == nil {
		n.searchRecords(c, lines)
		return
	}
	var found [chunkWords]uint64
	if copy(found[:], lines); n.kinds != nil {
		keep(c, n.kinds, found[:len(lines)])
	} else {
		clear(found[:])
	}
	for i := range lines {
		lines[i] &^= found[i]
	}
	if n.heads != nil {
		n.searchKeys(c, lines, &found)
	}
	n.searchRecords(c, lines)
	for i := range lines {
		lines[i] |= found[i]
	}
}

// searchKeys moves the lines in which the word begins in the key and goes on in the rest to those found.
func (n *needle) searchKeys(c *chunk, lines []uint64, found *[chunkWords]uint64) {
	for i, w := range lines {
		for rest := w; rest != 0; rest &= rest - 1 {
			bit := bits.TrailingZeros64(rest)
			line := i*64 + bit
			if heads := n.heads[c.kinds[line]]; heads != nil && endsIn(c.record(line), heads) {
				found[i] |= 1 << bit
			}
		}
		lines[i] &^= found[i]
	}
}

// searchRecords clears the bits of those lines of a chunk in whose records the word is not met.
func (n *needle) searchRecords(c *chunk, lines []uint64) {
	c.marked.keep(n.marks, lines)
	if n.exact {
		return
	}
	if countOf(lines) <= n.few(len(c.ends)) {
		n.searchEach(c, lines)
		return
	}
	f := &finder{ends: c.ends}
	if n.paired {
		n.searchPairs(c, f)
	} else {
		n.searchBytes(c, f)
	}
	for i := range lines {
		lines[i] &= f.found[i]
	}
}

// few is of how many lines at most it is quicker to go to each than through all: a line that is not
// next to the last must first come from memory, and leaping to a rare byte passes many lines at once.
func (n *needle) few(lines int) int {
	if n.paired {
		return lines / 4
	}
	return lines / 16
}

// searchEach goes to each line.
func (n *needle) searchEach(c *chunk, lines []uint64) {
	for i, w := range lines {
		for rest := w; rest != 0; rest &= rest - 1 {
			line := i*64 + bits.TrailingZeros64(rest)
			if n.find(c.record(line)) < 0 {
				lines[i] &^= 1 << (line & 63)
			}
		}
	}
}

// finder notes the lines of a chunk that hold places, which must come in ascending order.
type finder struct {
	ends  []uint32
	line  int
	found [chunkWords]uint64
}

// note notes the line that holds a place, and gives where the next line begins.
func (f *finder) note(place int) (next int) {
	for f.ends[f.line] <= uint32(place) {
		f.line++
	}
	f.found[f.line>>6] |= 1 << (f.line & 63)
	return int(f.ends[f.line])
}

// searchBytes goes through the records of a chunk from one line with the word to the next.
func (n *needle) searchBytes(c *chunk, f *finder) {
	for start := 0; start < len(c.records); {
		at := n.find(c.records[start:])
		if at < 0 {
			return
		}
		start = f.note(start + at)
	}
}

// searchPairs goes through the records of a chunk as findPair does, but without a halt at each line that has
// not the word. From one that has it, it leaps to the next.
func (n *needle) searchPairs(c *chunk, f *finder) {
	text, i := c.records, n.at
	for first, second := n.first, n.second; i+9 <= len(text); i += 8 {
		nine := text[i : i+9]
		z := binary.LittleEndian.Uint64(nine) ^ first | binary.LittleEndian.Uint64(nine[1:]) ^ second
		for m := (z - eachByte) &^ z & highBits; m != 0; m &= m - 1 {
			if start := i + bits.TrailingZeros64(m)/8 - n.at; n.isAt(text, start) {
				i = f.note(start) + n.at - 8
				break
			}
		}
	}
	for ; i < len(text); i++ {
		if n.isAt(text, i-n.at) {
			f.note(i - n.at)
		}
	}
}

// wordsOf gives the words of a filter that a search needs, the longest first: not one that is part of
// another.
func wordsOf(filter string) []string {
	all := strings.Fields(strings.ToLower(filter))
	slices.SortStableFunc(all, func(a, b string) int { return len(b) - len(a) })
	var words []string
	for _, word := range all {
		if !within(word, words) {
			words = append(words, word)
		}
	}
	return words
}

// within reports whether a word is part of one of some words, so that lines with those have it too.
func within(word string, words []string) bool {
	for _, other := range words {
		if strings.Contains(other, word) {
			return true
		}
	}
	return false
}
