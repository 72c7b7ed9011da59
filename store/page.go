package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sort"
)

const (
	// pageVersion is the newest page format that this program writes and reads.
	pageVersion = 1
	// pageTarget is the size in bytes at which the last page of a table is full.
	pageTarget = 4 << 10
	// pageMax is the size in bytes beyond which a page is split.
	pageMax = 8 << 10
	// rowOverhead is what a row costs in a page beside its key and its record, at most, in bytes.
	rowOverhead = 8
)

var errCorrupt = errors.New("the bytes are damaged")

// page is many consecutive rows of a table as they stand in one value of the engine. It never changes,
// and its rows are found without decoding a record. The bytes are:
//
//	version           1 byte
//	rows              uvarint
//	length of prefix  uvarint, then the prefix that all keys share
//	ends              4 bytes a row, little endian: where the row ends, from the start of the first row
//	rows              each: length of the rest of the key as uvarint, rest of the key, record
type page struct {
	prefix []byte
	ends   []byte
	body   []byte
	rows   int
}

// parsePage checks the whole page once, so that nothing that reads it later can run out of bounds or in
// circles: every row lies within the bytes, and the keys ascend.
func parsePage(raw []byte) (*page, error) {
	rest, err := checkVersion(raw, pageVersion)
	if err != nil {
		return nil, err
	}
	count, rest, err := takeUvarint(rest)
	if err != nil {
		return nil, err
	}
	prefix, rest, err := takeBytes(rest)
	if err != nil {
		return nil, err
	}
	if count > uint64(len(rest)/4) {
		return nil, errCorrupt
	}
	p := &page{prefix: prefix, ends: rest[:count*4], body: rest[count*4:], rows: int(count)}
	if err := p.check(); err != nil {
		return nil, err
	}
	return p, nil
}

// check walks over all rows.
func (p *page) check() error {
	var last []byte
	start := uint32(0)
	for i := range p.rows {
		end := binary.LittleEndian.Uint32(p.ends[i*4:])
		if end < start || uint64(end) > uint64(len(p.body)) {
			return errCorrupt
		}
		key, _, err := takeBytes(p.body[start:end])
		if err != nil {
			return err
		}
		if i > 0 && bytes.Compare(last, key) >= 0 {
			return errCorrupt
		}
		last, start = key, end
	}
	if uint64(start) != uint64(len(p.body)) {
		return errCorrupt
	}
	return nil
}

func (p *page) len() int { return p.rows }

// row returns the parts of row i. They are the page's own bytes.
func (p *page) row(i int) row {
	start := uint32(0)
	if i > 0 {
		start = binary.LittleEndian.Uint32(p.ends[i*4-4:])
	}
	data := p.body[start:binary.LittleEndian.Uint32(p.ends[i*4:])]
	n, width := binary.Uvarint(data)
	cut := uint64(width) + n
	return row{head: p.prefix, tail: data[width:cut], record: data[cut:]}
}

// search returns the place of the first row whose key is not below key, and whether it is that key.
func (p *page) search(key string) (int, bool) {
	if n := len(p.prefix); len(key) < n || key[:n] != string(p.prefix) {
		if key < string(p.prefix) {
			return 0, false
		}
		return p.rows, false
	}
	rest := key[len(p.prefix):]
	i := sort.Search(p.rows, func(i int) bool { return string(p.row(i).tail) >= rest })
	return i, i < p.rows && string(p.row(i).tail) == rest
}

// encodePage makes the bytes of a page from rows that ascend.
func encodePage(rows []entry) ([]byte, error) {
	prefix := sharedPrefix(rows)
	size := 0
	for _, r := range rows {
		size += len(r.key) - len(prefix) + len(r.record) + binary.MaxVarintLen32
	}
	if size > math.MaxUint32 {
		return nil, fmt.Errorf("a page of %d bytes is too large", size)
	}
	raw := make([]byte, 0, size+len(rows)*4+len(prefix)+2*binary.MaxVarintLen32+1)
	raw = append(raw, pageVersion)
	raw = binary.AppendUvarint(raw, uint64(len(rows)))
	raw = appendBytes(raw, prefix)
	ends := len(raw)
	raw = raw[:ends+len(rows)*4]
	body := len(raw)
	for i, r := range rows {
		raw = appendBytes(raw, r.key[len(prefix):])
		raw = append(raw, r.record...)
		binary.LittleEndian.PutUint32(raw[ends+i*4:], uint32(len(raw)-body))
	}
	return raw, nil
}

// sharedPrefix is what all keys of ascending rows begin with: what the first and the last one share.
func sharedPrefix(rows []entry) []byte {
	if len(rows) < 2 {
		return nil
	}
	first, last := rows[0].key, rows[len(rows)-1].key
	return first[:shared(first, last)]
}

// shared counts the bytes that a and b begin with alike.
func shared(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// checkVersion takes the version byte off a value and refuses what a newer program wrote: guessing at
// it could lose what the newer one knows.
func checkVersion(raw []byte, known byte) ([]byte, error) {
	switch {
	case len(raw) == 0 || raw[0] == 0:
		return nil, errCorrupt
	case raw[0] > known:
		return nil, fmt.Errorf("a value has format %d, and this program knows formats up to %d: use a newer atrium", raw[0], known)
	}
	return raw[1:], nil
}

func takeUvarint(raw []byte) (uint64, []byte, error) {
	n, width := binary.Uvarint(raw)
	if width <= 0 {
		return 0, nil, errCorrupt
	}
	return n, raw[width:], nil
}

func takeBytes(raw []byte) (taken, rest []byte, err error) {
	n, rest, err := takeUvarint(raw)
	if err != nil {
		return nil, nil, err
	}
	if n > uint64(len(rest)) {
		return nil, nil, errCorrupt
	}
	return rest[:n], rest[n:], nil
}

func appendBytes(raw, data []byte) []byte {
	return append(binary.AppendUvarint(raw, uint64(len(data))), data...)
}
