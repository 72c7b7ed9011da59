package store

import (
	"errors"
	"fmt"
	"iter"

	"github.com/dgraph-io/badger/v4"

	"atrium/model"
)

const (
	// pageCost is what a page weighs in a transaction beside its bytes and its fence, at least as much
	// as the engine counts for an entry.
	pageCost = 160
	// pageSmall is the size in bytes below which a page that loses a row joins its neighbour.
	pageSmall = 1 << 10
	// maxTouches is how many rows a Commit lists before it says Bulk.
	maxTouches = 10_000
)

var errEnded = errors.New("the transaction is over")

// TooLargeError is the answer to a transaction that the engine cannot take in one piece. Nothing of it
// was written.
type TooLargeError struct {
	// Limit is how many bytes of changed pages one transaction holds at most.
	Limit int64
}

// Is lets the model recognise it without knowing the engine.
func (e *TooLargeError) Is(target error) bool { return target == model.ErrTooLarge }

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("the change is too large for one transaction, which holds at most %d KiB of changed pages; carry it out in several steps", e.Limit>>10)
}

// writer is a snapshot with the changes of one transaction laid over it.
type writer struct {
	*reader
	tables map[string]*tableDraft
	// weight is about how many bytes the engine will be given.
	weight int
	// fixed is about how much of it has to be in the transaction itself, at most, in a load, which writes new
	// pages ahead of it.
	fixed   int
	touched touches
}

// touches collects the touched rows, each once, with what became of it last.
type touches struct {
	list  []model.Touch
	index map[touchedRow]int
	bulk  bool
}

type touchedRow struct {
	table string
	key   model.Key
}

func (t *touches) add(touch model.Touch) {
	if t.bulk {
		return
	}
	at := touchedRow{touch.Table, touch.Key}
	if i, known := t.index[at]; known {
		t.list[i].Deleted = touch.Deleted
		return
	}
	if len(t.list) == maxTouches {
		*t = touches{bulk: true}
		return
	}
	if t.index == nil {
		t.index = map[touchedRow]int{}
	}
	t.index[at] = len(t.list)
	t.list = append(t.list, touch)
}

func (t *touches) commit() model.Commit { return model.Commit{Touched: t.list, Bulk: t.bulk} }

func newWriter(r *reader) *writer {
	return &writer{reader: r, tables: map[string]*tableDraft{}}
}

func (w *writer) list(table string) *directory {
	if d := w.tables[table]; d != nil {
		return d.list()
	}
	return w.reader.list(table)
}

func (w *writer) changes(table string) int {
	if d := w.tables[table]; d != nil {
		return d.changes
	}
	return 0
}

func (w *writer) rowsAt(table, fence string, via *pageStream) (rows, error) {
	if d := w.tables[table]; d != nil {
		if p := d.pages[fence]; p != nil {
			return p, nil
		}
	}
	return w.reader.rowsAt(table, fence, via)
}

func (w *writer) Get(table string, key model.Key, record any) (bool, error) {
	return get(w, table, key, record)
}

func (w *writer) Scan(table string, in model.Range) iter.Seq2[model.Row, error] {
	return scan(w, table, in)
}

func (w *writer) Put(table string, key model.Key, record any) error {
	if err := w.alive(); err != nil {
		return err
	}
	if err := checkKey(table, key); err != nil {
		return err
	}
	data, err := encode(table, record)
	if err != nil {
		return err
	}
	if err := w.put(table, string(key), data); err != nil {
		return err
	}
	w.touched.add(model.Touch{Table: table, Key: key})
	return nil
}

func (w *writer) Delete(table string, key model.Key) error {
	if err := w.alive(); err != nil {
		return err
	}
	if err := checkKey(table, key); err != nil {
		return err
	}
	found, err := w.delete(table, string(key))
	if found && err == nil {
		w.touched.add(model.Touch{Table: table, Key: key, Deleted: true})
	}
	return err
}

// draft opens a table for changes.
func (w *writer) draft(table string) *tableDraft {
	d := w.tables[table]
	if d == nil {
		d = newTableDraft(table, w.reader.list(table))
		w.tables[table] = d
	}
	return d
}

// open opens the page with the given fence for changes.
func (w *writer) open(d *tableDraft, fence string) (*draftPage, error) {
	if p := d.pages[fence]; p != nil {
		return p, nil
	}
	stored, err := w.pageAt(d.name, fence, nil)
	if err != nil {
		return nil, err
	}
	p := draftOf(stored)
	d.pages[fence] = p
	w.weight += p.size + len(fence) + pageCost
	w.fixed += max(p.size, pageMax) + len(fence) + pageCost
	return p, nil
}

// warm makes the page that holds key the hot one of its table.
func (w *writer) warm(d *tableDraft, key string) error {
	if d.hot.holds(key) {
		return nil
	}
	if d.list() == nil {
		d.found()
		w.weight += 2 * pageCost // its first page and its first chunk
	}
	at := d.list().find(key)
	p, err := w.open(d, d.list().fence(at))
	if err != nil {
		return err
	}
	d.heat(at, p)
	return nil
}

// put writes an encoded row. A row that goes to the end of a table whose last page is full begins a new
// page; a page that overflows anywhere else is cut in half.
func (w *writer) put(table, key string, record []byte) error {
	d := w.draft(table)
	if err := w.warm(d, key); err != nil {
		return err
	}
	d.changes++
	if page := d.hot.page; d.hot.final && page.fullFor(key, record) {
		fence := fenceBetween(page.rows[page.len()-1].key, []byte(key))
		fresh := &draftPage{}
		at := d.add(d.hot.fence, fresh, fence)
		d.heat(at, fresh)
		w.weight += len(fence) + pageCost
	}
	page, fence := d.hot.page, d.hot.fence
	w.weight += page.put(key, record)
	if len(record) > pageMax {
		w.fixed += len(record)
	}
	w.weight += d.split(fence, page) * (pageCost + len(key))
	w.weigh(d)
	return nil
}

// weigh counts the chunks of a table's list of pages that have joined the transaction.
func (w *writer) weigh(d *tableDraft) {
	if d.plan != nil {
		w.weight += d.plan.grown
		w.fixed += d.plan.grown
		d.plan.grown = 0
	}
}

// strike forgets a page.
func (w *writer) strike(d *tableDraft, fence string) {
	d.strike(fence)
	w.weight += pageCost + len(fence)
	w.weigh(d)
}

// delete removes a row, if it is there.
func (w *writer) delete(table, key string) (bool, error) {
	list := w.list(table)
	if list == nil {
		return false, nil
	}
	fence := list.fence(list.find(key))
	stands, err := w.rowsAt(table, fence, nil)
	if err != nil {
		return false, err
	}
	i, found := stands.search(key)
	if !found {
		return false, nil
	}
	d := w.draft(table)
	page, err := w.open(d, fence)
	if err != nil {
		return false, err
	}
	d.changes++
	page.remove(i, i+1)
	return true, w.shrink(d, fence, page)
}

// shrink forgets a page that has become empty and lets a small one join the page before it. The first
// page of a table stays, even when it is empty.
func (w *writer) shrink(d *tableDraft, fence string, page *draftPage) error {
	if fence == "" || page.size >= pageSmall {
		return nil
	}
	if page.len() == 0 {
		w.strike(d, fence)
		return nil
	}
	at, _ := d.list().prev(d.list().find(fence))
	beforeFence := d.list().fence(at)
	stands, err := w.rowsAt(d.name, beforeFence, nil)
	if err != nil || sizeOf(stands)+page.size > pageTarget {
		return err
	}
	before, err := w.open(d, beforeFence)
	if err != nil {
		return err
	}
	before.rows = append(before.rows, page.rows...)
	before.size += page.size
	w.weight += page.size
	w.strike(d, fence)
	return nil
}

// sizeOf is about how many bytes the rows of a page take.
func sizeOf(p rows) int {
	switch p := p.(type) {
	case *draftPage:
		return p.size
	case *page:
		return len(p.body) + p.rows*(len(p.prefix)+rowOverhead)
	}
	return 0
}

// fill hands all changes to an engine transaction.
func (w *writer) fill(txn *badger.Txn) error {
	for _, d := range w.tables {
		for fence, p := range d.pages {
			if p.ahead {
				continue
			}
			raw, err := encodePage(p.rows)
			if err != nil {
				return err
			}
			if err := txn.Set(pageKey(d.name, fence), raw); err != nil {
				return err
			}
		}
		for fence := range d.gone {
			if err := txn.Delete(pageKey(d.name, fence)); err != nil {
				return err
			}
		}
		if err := d.fillList(txn); err != nil {
			return err
		}
	}
	return nil
}

// fillList hands over the changed part of a table's list of pages.
func (d *tableDraft) fillList(txn *badger.Txn) error {
	if d.plan == nil {
		return nil
	}
	for id, c := range d.plan.own {
		if c == nil {
			if err := txn.Delete(chunkKey(d.name, id)); err != nil {
				return err
			}
			continue
		}
		if err := txn.Set(chunkKey(d.name, id), encodeChunk(c)); err != nil {
			return err
		}
	}
	return nil
}
