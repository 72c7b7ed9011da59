// Package roster keeps a large list in memory in a form that a table on a screen can be drawn from at
// once: a million lines are filtered letter by letter, sorted by any of their texts and paged, without
// a pointer or a string for each line.
//
// The package knows only keys and texts. What a line stands for is fetched by its key afterwards.
//
// An [Index] is a base that never changes, a bitmap of the lines of the base that still count, and a
// small sorted overlay of the lines that were put since. A change touches only the bitmap and the
// overlay. When they have grown beyond a bound, the change that crosses it merges all into a new base,
// which takes about as long as building it and needs room for both until it is done.
//
// Besides its texts and a byte for the end of each, a line takes fourteen bytes, and four more for each
// field that the list has been sorted by. An index of few lines takes some fifty kilobytes.
package roster

import (
	"bytes"
	"strings"
)

// Line is one entry of a list.
type Line struct {
	// Key is unique in the list, whose natural order is ascending by the bytes of the key.
	Key string
	// Fields are the texts that are searched besides the key, and sorted by. Those that are missing at
	// the end count as empty; those beyond the number that the index was built for are left out.
	Fields []string
	// Class tells parts of the list apart, such as administrators and members.
	Class uint8
}

// ByKey is the [View.Field] of a list in its natural order.
const ByKey = -1

// View says which lines are wanted and in which order.
type View struct {
	// Filter is split at white space into words. A line is wanted when every word is a part of its key
	// or of one of its fields, upper and lower case being the same. No filter wants every line.
	Filter string
	// Field is the index of the field to sort by, upper and lower case being the same, or [ByKey].
	// Lines that are equal in the field are in the order of their keys.
	Field int
	// Descending turns the whole order round, also that of the keys of lines with equal fields.
	Descending bool
	// Classes are the classes that are wanted; none means all.
	Classes []uint8
}

// A record is a line as bytes: the key and every field in lower case, each ended by endText. When the
// key is not in lower case, it follows once more as it was given, ended by endKey. Neither byte is ever
// part of a lower-cased text or word, since strings.ToLower leaves only valid UTF-8: so no word matches
// across two texts or two records. A word that matches in the key as given also matches in lower case.
const (
	endText = 0xff
	endKey  = 0xfe
)

// appendRecord appends the record of a line of an index with so many fields.
func appendRecord(dst []byte, l Line, fields int) []byte {
	start := len(dst)
	dst = appendLower(dst, l.Key)
	isLower := string(dst[start:]) == l.Key
	dst = append(dst, endText)
	for i := range fields {
		if i < len(l.Fields) {
			dst = appendLower(dst, l.Fields[i])
		}
		dst = append(dst, endText)
	}
	if !isLower {
		dst = append(append(dst, l.Key...), endKey)
	}
	return dst
}

// appendLower appends strings.ToLower(s), without making that string when s is ASCII.
func appendLower(dst []byte, s string) []byte {
	start := len(dst)
	dst = append(dst, s...)
	for i, c := range dst[start:] {
		if c >= 0x80 {
			return append(dst[:start], strings.ToLower(s)...)
		}
		if 'A' <= c && c <= 'Z' {
			dst[start+i] = c + 'a' - 'A'
		}
	}
	return dst
}

// keyOf is the key of a record as it was given.
func keyOf(record []byte, fields int) []byte {
	if record[len(record)-1] == endText {
		return record[:bytes.IndexByte(record, endText)]
	}
	given := afterTexts(record, fields+1)
	return given[:len(given)-1]
}

// fieldOf is a field of a record, in lower case.
func fieldOf(record []byte, field int) []byte {
	rest := afterTexts(record, field+1)
	return rest[:bytes.IndexByte(rest, endText)]
}

// afterTexts is what follows the first n texts of a record.
func afterTexts(record []byte, n int) []byte {
	for range n {
		record = record[bytes.IndexByte(record, endText)+1:]
	}
	return record
}
