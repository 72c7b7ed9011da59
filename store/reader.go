package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"sync/atomic"

	"github.com/dgraph-io/badger/v4"

	"atrium/model"
)

// rows is a page of either kind: as stored, or as changed by a transaction.
type rows interface {
	len() int
	row(i int) row
	search(key string) (place int, found bool)
}

// source is where a scan finds the pages of a table.
type source interface {
	// alive gives the reason why nothing may be read any more, or nil.
	alive() error
	// list is nil for a table without rows.
	list(table string) *directory
	// rowsAt gives the page behind a fence, read from the stream if there is one.
	rowsAt(table, fence string, via *pageStream) (rows, error)
	stream(table string, reverse bool) *pageStream
	// changes counts the changes that this transaction made to a table.
	changes(table string) int
}

// reader is a snapshot: an engine transaction and the directories of the same moment. It may be used
// by several goroutines.
type reader struct {
	ctx  context.Context
	txn  *badger.Txn
	dirs map[string]*directory
	// cache holds pages, and commit says which of them this snapshot may use.
	cache  *pageCache
	commit uint64
	ended  atomic.Bool

	streaming sync.Mutex
	streams   map[*pageStream]struct{} // the open ones
}

func (r *reader) alive() error {
	if r.ended.Load() {
		return errEnded
	}
	return r.ctx.Err()
}

func (r *reader) list(table string) *directory { return r.dirs[table] }

func (r *reader) changes(string) int { return 0 }

func (r *reader) rowsAt(table, fence string, via *pageStream) (rows, error) {
	return r.pageAt(table, fence, via)
}

// pageAt reads a page. A page that is listed and missing is damage, never an empty page. Streams pass
// the cache by: a long scan would only push out what others use.
func (r *reader) pageAt(table, fence string, via *pageStream) (*page, error) {
	name := pageName{table, fence}
	if p := r.cache.get(name, r.commit); p != nil {
		return p, nil
	}
	raw, err := r.rawAt(pageKey(table, fence), via)
	if err != nil {
		return nil, fmt.Errorf("table %s: a page cannot be read: %w", table, plain(err))
	}
	p, err := parsePage(raw)
	if err != nil {
		return nil, fmt.Errorf("table %s: a page cannot be read: %w", table, err)
	}
	if via == nil {
		r.cache.put(name, p, r.commit)
	}
	return p, nil
}

// rawAt reads the bytes at an engine key.
func (r *reader) rawAt(key []byte, via *pageStream) ([]byte, error) {
	if via != nil {
		if raw, err := via.raw(key); raw != nil || err != nil {
			return raw, err
		}
	}
	item, err := r.txn.Get(key)
	if err != nil {
		return nil, err
	}
	return item.ValueCopy(nil)
}

// plain puts the engine's word for a missing key into ours.
func plain(err error) error {
	if errors.Is(err, badger.ErrKeyNotFound) {
		return errCorrupt
	}
	return err
}

func (r *reader) Get(table string, key model.Key, record any) (bool, error) {
	return get(r, table, key, record)
}

func (r *reader) Scan(table string, in model.Range) iter.Seq2[model.Row, error] {
	return scan(r, table, in)
}

// get fills record from the page that holds key.
func get(from source, table string, key model.Key, record any) (bool, error) {
	if err := from.alive(); err != nil {
		return false, err
	}
	d := from.list(table)
	if d == nil {
		return false, checkTable(table)
	}
	p, err := from.rowsAt(table, d.fence(d.find(string(key))), nil)
	if err != nil {
		return false, err
	}
	i, found := p.search(string(key))
	if !found {
		return false, nil
	}
	return true, decode(table, p.row(i).record, record)
}
