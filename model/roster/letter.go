package roster

// The letters are the bytes that words are mostly made of. For each there is a bitmap of the lines that
// have it, of one bit a line. The first letter that is typed, which almost every line may have, is thus
// found without a search, and longer words are searched only in lines that have all of their letters.
const letters = "abcdefghijklmnopqrstuvwxyz0123456789.@-_"

const letterCount = len(letters)

// byteKinds is how many kinds of bytes neighbours are counted by: each letter is one, the others share
// what is left.
const byteKinds = 64

// letterOf is the number of a letter, -1 for other bytes; letterBit has that bit set, or none.
var letterOf, letterBit = func() (of [256]int8, bit [256]uint64) {
	for c := range of {
		of[c] = -1
	}
	for i, c := range []byte(letters) {
		of[c], bit[c] = int8(i), 1<<i
	}
	return of, bit
}()

// kindOf is the kind of a byte.
var kindOf = func() (kind [256]uint8) {
	for c := range kind {
		kind[c] = uint8(letterCount + c%(byteKinds-letterCount))
		if letterOf[c] >= 0 {
			kind[c] = uint8(letterOf[c])
		}
	}
	return kind
}()

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
