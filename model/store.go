package model

import (
	"context"
	"errors"
	"iter"
)

// Store is what the model needs of an engine: typed records in named tables, ordered by key, read and
// written in transactions. Records are pointers to the structs that [Tables] names.
type Store interface {
	// View runs fn on one consistent snapshot.
	View(ctx context.Context, fn func(Reader) error) error
	// Update runs fn in one serialisable transaction. When fn returns nil, all that it wrote is durable
	// before Update returns; when it returns an error, nothing was written and that error comes back.
	// An engine with several writers may answer ErrConflict; [Service] retries it.
	Update(ctx context.Context, fn func(Writer) error) error
	// Load writes many records, in as many transactions as it takes; all are durable when it returns.
	// It is for records that nothing can reach yet: a later Update makes them visible at once.
	Load(ctx context.Context, fn func(Loader) error) error
	// Subscribe has fn called after each commit, in the order of commits, until the returned function
	// is called. fn must not write.
	Subscribe(fn func(Commit)) (cancel func())
}

// Reader reads records as of one moment.
type Reader interface {
	// Get fills record with what stands at key and reports whether anything does.
	Get(table string, key Key, record any) (bool, error)
	// Scan yields the rows of a range in key order. A Row is good only until the next one.
	Scan(table string, r Range) iter.Seq2[Row, error]
}

// Range is a part of a table: the keys that begin with Prefix, beyond After where After is not empty.
// Reverse goes from the last to the first; After then is an upper bound, itself excluded.
type Range struct {
	Prefix  Key
	After   Key
	Reverse bool
}

// Row is a record found by a scan, decoded only when asked for.
type Row interface {
	Key() Key
	Decode(record any) error
}

// Writer reads and writes; it sees its own writes.
type Writer interface {
	Reader
	Put(table string, key Key, record any) error
	Delete(table string, key Key) error
}

// Loader writes records in bulk.
type Loader interface {
	// Put writes a record. Keys of one table should come in ascending order: this is what makes it fast.
	Put(table string, key Key, record any) error
	// Drop removes every record under a prefix.
	Drop(table string, prefix Key) error
}

// Commit tells what one committed transaction touched.
type Commit struct {
	Touched []Touch
	// Bulk says that too much was touched to be listed: read everything again.
	Bulk bool
}

// Touch is one record that was written or deleted.
type Touch struct {
	Table   string
	Key     Key
	Deleted bool
}

// ErrConflict is what a Store answers when a transaction lost against another; it may be run again.
var ErrConflict = errors.New("the change met another one at the same time")

// ErrTooLarge is what a Store's error is (errors.Is) when a transaction wrote more than it takes in one
// piece. Nothing of it was written; the work must be done in smaller parts.
var ErrTooLarge = errors.New("the change is too large for one transaction")

// ReadOnlyError is what a Store answers to writes while it cannot take any; Reason is a sentence for people.
type ReadOnlyError struct{ Reason string }

func (e *ReadOnlyError) Error() string { return e.Reason }
