package model

import (
	"iter"
)

// Table is a typed view of one table of the store.
type Table[R any] struct {
	name string
	key  func(*R) Key
	// fill, where not nil, takes from the key what the record does not repeat: a million rows are small
	// only when none of them holds what its key says already.
	fill func(*R, Key)
}

// TableInfo describes a table to an engine, an export or a check of the whole store.
type TableInfo struct {
	Name string
	// New makes an empty record, as a pointer.
	New func() any
	// Read reads a row, with what its key says and the record does not repeat, and gives the key that its fields
	// ask for, which must be the row's own.
	Read func(Row) (record any, key Key, err error)
}

func (t Table[R]) info() TableInfo {
	return TableInfo{Name: t.name, New: func() any { return new(R) }, Read: func(row Row) (any, Key, error) {
		record, err := t.decode(row)
		if err != nil {
			return nil, "", err
		}
		return record, t.key(record), nil
	}}
}

// Get returns the record at key and whether there is one.
func (t Table[R]) Get(r Reader, key Key) (*R, bool, error) {
	record := new(R)
	found, err := r.Get(t.name, key, record)
	if err != nil || !found {
		return nil, false, err
	}
	t.filled(record, key)
	return record, true, nil
}

func (t Table[R]) filled(record *R, key Key) {
	if t.fill != nil {
		t.fill(record, key)
	}
}

// decode reads a row of the table.
func (t Table[R]) decode(row Row) (*R, error) {
	record := new(R)
	if err := row.Decode(record); err != nil {
		return nil, err
	}
	t.filled(record, row.Key())
	return record, nil
}

// Has reports whether a record stands at key.
func (t Table[R]) Has(r Reader, key Key) (bool, error) {
	_, found, err := t.Get(r, key)
	return found, err
}

// Put writes a record at the key that its fields give.
func (t Table[R]) Put(w Writer, record *R) error { return w.Put(t.name, t.key(record), record) }

// Load writes a record in bulk, at the key that its fields give.
func (t Table[R]) Load(l Loader, record *R) error { return l.Put(t.name, t.key(record), record) }

// Delete removes the record that has the key of the one given.
func (t Table[R]) Delete(w Writer, record *R) error { return w.Delete(t.name, t.key(record)) }

// All yields the records of a range in key order. Each is the caller's to keep.
func (t Table[R]) All(r Reader, in Range) iter.Seq2[*R, error] {
	return func(yield func(*R, error) bool) {
		for row, err := range r.Scan(t.name, in) {
			if err != nil {
				yield(nil, err)
				return
			}
			record, err := t.decode(row)
			if !yield(record, err) || err != nil {
				return
			}
		}
	}
}

// Under returns every record whose key begins with prefix. It is for parents with few children.
func (t Table[R]) Under(r Reader, prefix Key) ([]*R, error) {
	var all []*R
	for record, err := range t.All(r, Range{Prefix: prefix}) {
		if err != nil {
			return nil, err
		}
		all = append(all, record)
	}
	return all, nil
}

// First returns the first record of a range.
func (t Table[R]) First(r Reader, in Range) (*R, bool, error) {
	for record, err := range t.All(r, in) {
		return record, err == nil, err
	}
	return nil, false, nil
}

// Clear deletes every record under prefix and reports how many there were.
func (t Table[R]) Clear(w Writer, prefix Key) (int, error) {
	var keys []Key
	for row, err := range w.Scan(t.name, Range{Prefix: prefix}) {
		if err != nil {
			return 0, err
		}
		keys = append(keys, row.Key())
	}
	for _, key := range keys {
		if err := w.Delete(t.name, key); err != nil {
			return 0, err
		}
	}
	return len(keys), nil
}
