package store

import (
	"slices"
	"sort"
)

// entry is a row of a draft page: the whole key and the encoded record. Its bytes are never changed in
// place, so a row that a scan handed out stays whole when the page changes.
type entry struct {
	key    []byte
	record []byte
}

func (e entry) cost() int { return len(e.key) + len(e.record) + rowOverhead }

// draftPage is a page that a transaction has changed and not yet committed.
type draftPage struct {
	rows []entry
	size int
	// ahead tells that the page was written ahead of the transaction.
	ahead bool
}

// draftOf opens a page for changes. Its keys lie in one piece: a change of one row is to cost no allocation
// for each of the others.
func draftOf(p *page) *draftPage {
	d := &draftPage{rows: make([]entry, 0, p.len()+1)}
	size := 0
	for i := range p.len() {
		r := p.row(i)
		size += len(r.head) + len(r.tail)
	}
	keys := make([]byte, 0, size)
	for i := range p.len() {
		r, start := p.row(i), len(keys)
		keys = append(append(keys, r.head...), r.tail...)
		e := entry{key: keys[start:len(keys):len(keys)], record: r.record}
		d.rows = append(d.rows, e)
		d.size += e.cost()
	}
	return d
}

func (d *draftPage) len() int { return len(d.rows) }

func (d *draftPage) row(i int) row { return row{tail: d.rows[i].key, record: d.rows[i].record} }

func (d *draftPage) search(key string) (int, bool) {
	n := len(d.rows)
	if n == 0 || string(d.rows[n-1].key) < key {
		return n, false
	}
	i := sort.Search(n, func(i int) bool { return string(d.rows[i].key) >= key })
	return i, string(d.rows[i].key) == key
}

// fullFor says whether a row would go to the end of a page that has no room left for it.
func (d *draftPage) fullFor(key string, record []byte) bool {
	n := len(d.rows)
	return n > 0 && d.size+len(key)+len(record)+rowOverhead > pageTarget && string(d.rows[n-1].key) < key
}

// put inserts or replaces a row and returns by how many bytes the page grew.
func (d *draftPage) put(key string, record []byte) int {
	before := d.size
	i, found := d.search(key)
	if found {
		d.size += len(record) - len(d.rows[i].record)
		d.rows[i].record = record
	} else {
		e := entry{key: []byte(key), record: record}
		d.rows = slices.Insert(d.rows, i, e)
		d.size += e.cost()
	}
	return d.size - before
}

// remove takes the rows from one place up to another one out.
func (d *draftPage) remove(from, to int) {
	for _, e := range d.rows[from:to] {
		d.size -= e.cost()
	}
	d.rows = slices.Delete(d.rows, from, to)
}

// cut takes the upper half of the page off, by bytes. A page with fewer than two rows cannot be cut.
func (d *draftPage) cut() *draftPage {
	at, lower := 1, d.rows[0].cost()
	for at < len(d.rows)-1 && lower+d.rows[at].cost()/2 < d.size/2 {
		lower += d.rows[at].cost()
		at++
	}
	upper := &draftPage{rows: slices.Clone(d.rows[at:]), size: d.size - lower}
	clear(d.rows[at:])
	d.rows, d.size = d.rows[:at], lower
	return upper
}

// fenceBetween is the shortest key that is above a and not above b; a must be below b. Short fences
// keep the directory of a table small.
func fenceBetween(a, b []byte) string {
	return string(b[:shared(a, b)+1])
}
