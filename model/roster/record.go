package roster

import (
	"bytes"
	"strings"
)

// A record is a line as bytes: the key and its fields in lower case, each ended by endText, without those
// fields that its kind tells. When the key is not in lower case, it follows once more as it was given,
// ended by endKey. Neither byte is ever part of a lower-cased text or word, since strings.ToLower leaves
// only valid UTF-8: so no word matches across two texts or two records. A word that matches in the key as
// given also matches in lower case.
const (
	endText = 0xff
	endKey  = 0xfe
)

// appendRecord appends the record of a line with the first fields of it, but without the one that is
// joined to the key; joined is none where there is no such field.
func appendRecord(dst []byte, l *Line, fields, joined int) []byte {
	start := len(dst)
	dst = appendLower(dst, l.Key)
	isLower := string(dst[start:]) == l.Key
	dst = append(dst, endText)
	for i := range fields {
		if i == joined {
			continue
		}
		dst = append(appendField(dst, l, i), endText)
	}
	if !isLower {
		dst = append(append(dst, l.Key...), endKey)
	}
	return dst
}

// appendField appends a field in lower case.
func appendField(dst []byte, l *Line, field int) []byte {
	if field >= len(l.Fields) {
		return dst
	}
	return appendLower(dst, l.Fields[field])
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

// keyOf is the key, as it was given, of a record with so many texts, of which the key is the first.
func keyOf(record []byte, texts int) []byte {
	if record[len(record)-1] == endText {
		return textOf(record, 0)
	}
	given := afterTexts(record, texts)
	return given[:len(given)-1]
}

// textOf is a text of a record, in lower case; the first one is the key.
func textOf(record []byte, text int) []byte {
	rest := afterTexts(record, text)
	return rest[:bytes.IndexByte(rest, endText)]
}

// afterTexts is what follows the first n texts of a record.
func afterTexts(record []byte, n int) []byte {
	for range n {
		record = record[bytes.IndexByte(record, endText)+1:]
	}
	return record
}
