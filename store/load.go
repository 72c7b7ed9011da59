package store

import (
	"context"
	"errors"
	"sync"

	"atrium/model"
)

// loadBatch is how many bytes of rows a load collects before it hands them to the goroutine that
// writes them: encoding goes on beside writing, and other writers get their turn between batches.
const loadBatch = 4 << 20

// loadWeight is how much a load changes in one turn to write. Most of it goes ahead of the transaction.
const loadWeight = 8 << 20

// loader collects rows in batches and has them written in many transactions, each of them whole.
type loader struct {
	ctx   context.Context
	store *Store
	batch loadStep
	steps chan loadStep
	done  chan struct{}

	mu    sync.Mutex
	err   error // the first fault of writing
	wrote bool
}

// loadStep is either rows to put or a prefix to drop.
type loadStep struct {
	rows []loadRow
	size int
	drop *droppedRows
}

type loadRow struct {
	table, key string
	record     []byte
}

type droppedRows struct {
	table  string
	prefix model.Key
}

// Load writes many records. Rows in ascending order fill pages; any other order is right too, only
// slower. When fn or a write fails, what was written before stays.
func (s *Store) Load(ctx context.Context, fn func(model.Loader) error) error {
	if err := s.life.enter(); err != nil {
		return err
	}
	defer s.life.leave()
	if err := s.writable(); err != nil {
		return err
	}
	return s.load(ctx, func(l *loader) error { return fn(l) })
}

// load is Load for what may put rows that are encoded already.
func (s *Store) load(ctx context.Context, fn func(*loader) error) error {
	l := &loader{ctx: ctx, store: s, steps: make(chan loadStep, 1), done: make(chan struct{})}
	go l.work()
	return l.run(fn)
}

// run lets fn load and then waits for the last write, even when fn panics.
func (l *loader) run(fn func(*loader) error) (err error) {
	defer l.announce()
	defer func() {
		close(l.steps)
		<-l.done
		if err == nil {
			err = l.fault()
		}
		l.fail(errEnded) // for whoever kept hold of the loader
	}()
	if err := fn(l); err != nil {
		return err
	}
	return l.flush()
}

// announce tells the listeners that much has changed.
func (l *loader) announce() {
	if !l.wrote {
		return
	}
	l.store.turn <- struct{}{}
	defer l.store.passTurn()
	l.store.publish(model.Commit{Bulk: true})
}

func (l *loader) Put(table string, key model.Key, record any) error {
	if err := errors.Join(l.fault(), checkKey(table, key)); err != nil {
		return err
	}
	data, err := encode(table, record)
	if err != nil {
		return err
	}
	return l.putEncoded(table, string(key), data)
}

// putEncoded takes a row whose record is encoded, and keeps the bytes.
func (l *loader) putEncoded(table, key string, data []byte) error {
	l.batch.rows = append(l.batch.rows, loadRow{table, key, data})
	l.batch.size += len(key) + len(data)
	if l.batch.size < loadBatch {
		return nil
	}
	return l.flush()
}

func (l *loader) Drop(table string, prefix model.Key) error {
	if err := errors.Join(l.fault(), checkKey(table, prefix)); err != nil {
		return err
	}
	if err := l.flush(); err != nil {
		return err
	}
	l.steps <- loadStep{drop: &droppedRows{table, prefix}}
	return l.fault()
}

// flush hands the collected rows over.
func (l *loader) flush() error {
	if len(l.batch.rows) > 0 {
		rows := len(l.batch.rows)
		l.steps <- l.batch
		l.batch = loadStep{rows: make([]loadRow, 0, rows)}
	}
	return l.fault()
}

func (l *loader) fault() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err
}

func (l *loader) fail(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.err = err
}

// work writes step after step; after a fault it only takes them away.
func (l *loader) work() {
	defer close(l.done)
	for step := range l.steps {
		if l.fault() != nil {
			continue
		}
		if err := l.apply(step); err != nil {
			l.fail(err)
		}
	}
}

// apply writes one step in as many transactions as it takes.
func (l *loader) apply(step loadStep) error {
	more := true
	for more {
		err := l.store.write(l.ctx, func(w *writer) (err error) {
			if step.drop != nil {
				more, err = w.dropSome(*step.drop, l.store.budget())
			} else {
				step.rows, err = w.putSome(step.rows, l.store.budget())
				more = len(step.rows) > 0
			}
			if err != nil {
				return err
			}
			l.wrote = l.wrote || w.weight > 0
			if err := l.store.ahead(w); err != nil {
				return err
			}
			return l.store.commit(w)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// budget is how many bytes of changes a load puts into one transaction. It leaves room for the row that
// goes over it.
func (s *Store) budget() int { return int(s.db.MaxBatchSize()) / 2 }

// ahead writes the pages that no list of pages has yet, as many at a time as the engine takes: waiting for
// the disk after each transaction took a third of the time of a large load. Nobody can reach such a page
// before the transaction lists it. When there never is one, because the process was killed, the page is left
// over until a row comes to stand there again.
func (s *Store) ahead(w *writer) error {
	batch := s.db.NewWriteBatch()
	defer batch.Cancel()
	for _, d := range w.tables {
		for fence, p := range d.pages {
			if d.base.lists(fence) {
				continue
			}
			raw, err := encodePage(p.rows)
			if err != nil {
				return err
			}
			if err := batch.Set(pageKey(d.name, fence), raw); err != nil {
				return s.failed(err)
			}
			p.ahead = true
		}
	}
	if err := batch.Flush(); err != nil {
		return s.failed(err)
	}
	return nil
}

// putSome writes rows until the transaction is full and returns the others.
func (w *writer) putSome(rows []loadRow, budget int) ([]loadRow, error) {
	for i, r := range rows {
		if i > 0 && (w.fixed+len(r.record) > budget || w.weight > loadWeight) {
			return rows[i:], nil
		}
		if err := w.put(r.table, r.key, r.record); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// dropSome removes rows under a prefix until the transaction is full or none is left, and says whether
// some are left. Pages that lie within the prefix are forgotten unread; those at its edges are rewritten.
func (w *writer) dropSome(what droppedRows, budget int) (more bool, err error) {
	keys := prefixSpan(what.prefix)
	list := w.list(what.table)
	if list == nil {
		return false, nil
	}
	d := w.draft(what.table)
	d.changes++
	if err := w.clear(d, list.fence(list.find(keys.lo)), keys); err != nil {
		return false, err
	}
	for w.weight <= budget {
		fence, whole, found := d.pageWithin(keys)
		if !found {
			return false, nil
		}
		if !whole {
			return false, w.clear(d, fence, keys)
		}
		w.strike(d, fence)
	}
	return true, nil
}

// clear removes the rows of a span from one page.
func (w *writer) clear(d *tableDraft, fence string, keys span) error {
	stands, err := w.rowsAt(d.name, fence, nil)
	if err != nil {
		return err
	}
	from, to := keys.within(stands)
	if from == to {
		return nil
	}
	page, err := w.open(d, fence)
	if err != nil {
		return err
	}
	page.remove(from, to)
	return w.shrink(d, fence, page)
}

// pageWithin returns the first page that begins in the span, and whether all of it lies there. The first
// page of the table is passed over, since it cannot be forgotten.
func (d *tableDraft) pageWithin(keys span) (fence string, whole, found bool) {
	list := d.list()
	at, ok := list.find(keys.lo), true
	if fence = list.fence(at); fence < keys.lo || fence == "" {
		if at, ok = list.next(at); !ok {
			return "", false, false
		}
		fence = list.fence(at)
	}
	next, more := list.next(at)
	whole = keys.open || more && list.fence(next) <= keys.hi
	return fence, whole, keys.reaches(fence)
}
