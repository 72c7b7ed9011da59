package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
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
	// rowsAt gives the page behind a fence.
	rowsAt(table, fence string) (rows, error)
	// changes counts the changes that this transaction made to a table.
	changes(table string) int
}

// reader is a snapshot: an engine transaction and the directories of the same moment. It may be used
// by several goroutines.
type reader struct {
	ctx  context.Context
	txn  *badger.Txn
	dirs map[string]*directory
	// recent is the page that was read last: neighbours are often asked for one after the other.
	recent atomic.Pointer[recentPage]
}

type recentPage struct {
	table, fence string
	page         *page
}

func (r *reader) alive() error { return r.ctx.Err() }

func (r *reader) list(table string) *directory { return r.dirs[table] }

func (r *reader) changes(string) int { return 0 }

func (r *reader) rowsAt(table, fence string) (rows, error) { return r.pageAt(table, fence) }

// pageAt reads a page. A page that is listed and missing is damage, never an empty page.
func (r *reader) pageAt(table, fence string) (*page, error) {
	if last := r.recent.Load(); last != nil && last.fence == fence && last.table == table {
		return last.page, nil
	}
	item, err := r.txn.Get(pageKey(table, fence))
	if err != nil {
		return nil, fmt.Errorf("table %s: a page cannot be read: %w", table, plain(err))
	}
	raw, err := item.ValueCopy(nil)
	if err != nil {
		return nil, fmt.Errorf("table %s: a page cannot be read: %w", table, err)
	}
	p, err := parsePage(raw)
	if err != nil {
		return nil, fmt.Errorf("table %s: a page cannot be read: %w", table, err)
	}
	r.recent.Store(&recentPage{table, fence, p})
	return p, nil
}

// plain puts the engine's words for a transaction that is over and for a missing key into ours.
func plain(err error) error {
	switch {
	case errors.Is(err, badger.ErrDiscardedTxn):
		return errEnded
	case errors.Is(err, badger.ErrKeyNotFound):
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
	p, err := from.rowsAt(table, d.fence(d.find(string(key))))
	if err != nil {
		return false, err
	}
	i, found := p.search(string(key))
	if !found {
		return false, nil
	}
	return true, decode(table, p.row(i).record, record)
}
