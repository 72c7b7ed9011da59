package roster

import (
	"bytes"
	"maps"
	"slices"
)

// kind is what many lines have in common: their class, the texts of the last fields, and how one field goes
// on from the key, as most addresses in a directory are a user name with the same few domains. So none of
// these takes room with each line.
type kind struct {
	class  uint8
	joined int    // the field that is the key and the rest, or none
	rest   []byte // in lower case; nothing, or an @ and what follows it
	texts  []byte // in lower case, each ended by endText
}

// none is no field.
const none = -1

// kindID stands for a kind with each line. Those below ownTexts are classes: lines of these have all their
// texts in their records, as there are too many different ones.
type kindID = uint16

const (
	ownTexts = 256
	maxKinds = 1024
)

// kinds are the kinds of the lines of a base.
type kinds struct {
	layout Layout
	list   []kind // the first one has the id ownTexts
	known  map[string]kindID
	key    []byte // scratch
	name   []byte // scratch
}

func newKinds(l Layout) *kinds {
	l.Few = min(l.Few, l.Fields)
	return &kinds{layout: l, known: map[string]kindID{}}
}

// clone gives kinds to which others may be added.
func (k *kinds) clone() *kinds {
	return &kinds{layout: k.layout, list: slices.Clone(k.list), known: maps.Clone(k.known)}
}

// of gives the kind of a line, a new one if need be.
func (k *kinds) of(l *Line) kindID {
	if joined := k.joined(l); joined != none {
		if id := k.find(l, joined); id >= ownTexts {
			return id
		}
	}
	return k.find(l, none)
}

// find gives the kind of a line with a field joined or none. When there are too many kinds, it is one
// without anything in common but the class.
func (k *kinds) find(l *Line, joined int) kindID {
	if k.layout.Few == 0 && joined == none {
		return kindID(l.Class)
	}
	k.name = append(k.name[:0], l.Class, byte(joined))
	if joined != none {
		k.name = appendField(k.name, l, joined)
		k.name = slices.Delete(k.name, 2, 2+len(k.key))
	}
	k.name = append(k.name, endText)
	rest := len(k.name) - 1
	for i := k.layout.Fields - k.layout.Few; i < k.layout.Fields; i++ {
		k.name = append(appendField(k.name, l, i), endText)
	}
	id, known := k.known[string(k.name)]
	switch {
	case known:
		return id
	case len(k.list) == maxKinds:
		return kindID(l.Class)
	}
	name := bytes.Clone(k.name)
	id = kindID(ownTexts + len(k.list))
	k.list = append(k.list, kind{class: l.Class, joined: joined, rest: name[2:rest], texts: name[rest+1:]})
	k.known[string(name)] = id
	return id
}

// joined gives the first field that is the key, with an @ and more behind it or with nothing, or none.
func (k *kinds) joined(l *Line) int {
	k.key = appendLower(k.key[:0], l.Key)
	most := min(k.layout.Fields-k.layout.Few, len(l.Fields), 0xff)
	for i, text := range l.Fields[:most] {
		n := len(k.key)
		if len(text) >= n && equalLower(text[:n], k.key) && (len(text) == n || text[n] == '@') {
			return i
		}
	}
	return none
}

// equalLower reports whether a text is ASCII and in lower case is another.
func equalLower(text string, lower []byte) bool {
	for i, c := range []byte(text) {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c >= 0x80 || c != lower[i] {
			return false
		}
	}
	return true
}

// record is how the records of a kind are made: with so many of the fields, without the one that is joined.
func (k *kinds) record(id kindID) (fields, joined int) {
	if id < ownTexts {
		return k.layout.Fields, none
	}
	return k.layout.Fields - k.layout.Few, k.list[id-ownTexts].joined
}

// class is the class of the lines of a kind.
func (k *kinds) class(id kindID) uint8 {
	if id < ownTexts {
		return uint8(id)
	}
	return k.list[id-ownTexts].class
}

// key is the key, as it was given, of a record of a kind.
func (k *kinds) keyOf(record []byte, id kindID) []byte {
	fields, joined := k.record(id)
	if joined == none {
		fields++
	}
	return keyOf(record, fields)
}

// field is a field of a record of a kind, in lower case. Only one that is joined is written into room.
func (k *kinds) field(record []byte, id kindID, field int, room []byte) []byte {
	fields, joined := k.record(id)
	switch {
	case field >= fields:
		return textOf(k.list[id-ownTexts].texts, field-fields)
	case field == joined:
		return append(append(room[:0], textOf(record, 0)...), k.list[id-ownTexts].rest...)
	case joined == none || field < joined:
		field++
	}
	return textOf(record, field)
}

// with tells of each kind, by 1, whether its texts hold a word; it is nil when none does.
func (k *kinds) with(word string) (has []uint8) {
	for i, kind := range k.list {
		if bytes.Contains(kind.rest, []byte(word)) || bytes.Contains(kind.texts, []byte(word)) {
			if has == nil {
				has = make([]uint8, ownTexts+len(k.list))
			}
			has[ownTexts+i] = 1
		}
	}
	return has
}

// heads gives for each kind the beginnings of a word with which a key must end, because the rest of the word
// is how the joined field goes on; it is nil when no kind has any.
func (k *kinds) heads(word string) (heads [][]string) {
	for i, kind := range k.list {
		for at := 1; at < len(word); at++ {
			if word[at] != '@' || !bytes.HasPrefix(kind.rest, []byte(word[at:])) {
				continue
			}
			if heads == nil {
				heads = make([][]string, ownTexts+len(k.list))
			}
			heads[ownTexts+i] = append(heads[ownTexts+i], word[:at])
		}
	}
	return heads
}

// endsIn reports whether the key of a record ends in one of some texts.
func endsIn(record []byte, heads []string) bool {
	key := textOf(record, 0)
	for _, head := range heads {
		if bytes.HasSuffix(key, []byte(head)) {
			return true
		}
	}
	return false
}

// wanted tells of each kind whether its class is in a set, by 1.
func (k *kinds) wanted(set *classSet) []uint8 {
	wanted := append(make([]uint8, 0, ownTexts+len(k.list)), set[:]...)
	for _, kind := range k.list {
		wanted = append(wanted, set[kind.class])
	}
	return wanted
}
