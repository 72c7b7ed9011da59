package store

import (
	"iter"
	"strings"

	"atrium/model"
)

// row is one row of a page: its key in two parts, because the rows of a page share the first, and its
// encoded record.
type row struct {
	table  string
	head   []byte
	tail   []byte
	record []byte
}

// Key returns the row's place in its table.
func (r *row) Key() model.Key {
	var key strings.Builder
	key.Grow(len(r.head) + len(r.tail))
	key.Write(r.head)
	key.Write(r.tail)
	return model.Key(key.String())
}

// Decode fills record.
func (r *row) Decode(record any) error { return decode(r.table, r.record, record) }

// cursor walks over a span of a table, page by page. A transaction may write to the table under its
// own scan: when it has, the cursor looks its place up again by the key of the row that it gave last.
// So rows put behind the cursor are not seen, rows put ahead of it are, and rows deleted ahead are not.
type cursor struct {
	from    source
	table   string
	span    span
	reverse bool

	page rows // nil: the place must be looked up
	at   place
	seen int // the source's count of changes when the page was opened

	turned int         // how many pages were opened
	stream *pageStream // nil while the scan is short

	next, end int // places of rows in page
	current   row
	over      bool
	err       error
}

func scan(from source, table string, in model.Range) iter.Seq2[model.Row, error] {
	return func(yield func(model.Row, error) bool) {
		c := &cursor{from: from, table: table, span: spanOf(in), reverse: in.Reverse}
		defer func() { c.stream.close() }()
		for c.advance() {
			if !yield(&c.current, nil) {
				return
			}
		}
		if c.err != nil {
			yield(nil, c.err)
		}
	}
}

// advance moves to the next row and says whether there is one.
func (c *cursor) advance() bool {
	if c.page != nil && c.seen != c.from.changes(c.table) {
		c.resume()
	}
	for c.page == nil || c.next == c.end {
		if !c.turn() {
			return false
		}
	}
	c.current = c.page.row(c.next)
	c.current.table = c.table
	c.next += c.step()
	return true
}

func (c *cursor) step() int {
	if c.reverse {
		return -1
	}
	return 1
}

// resume narrows the span to what lies beyond the row that was given last.
func (c *cursor) resume() {
	key := string(c.current.Key())
	if c.reverse {
		c.span.hi, c.span.open = key, false
	} else {
		c.span.lo = following(key)
	}
	c.page, c.over = nil, false
}

// turn opens the next page of the span.
func (c *cursor) turn() bool {
	if c.over || !c.locate() {
		return false
	}
	list := c.from.list(c.table)
	fence := list.fence(c.at)
	if c.turned++; c.turned == streamAfter {
		c.stream = c.from.stream(c.table, c.reverse)
	}
	c.page, c.err = c.from.rowsAt(c.table, fence, c.stream)
	if c.err != nil {
		c.page = nil
		return false
	}
	c.seen = c.from.changes(c.table)
	from, to := c.span.within(c.page)
	c.next, c.end = from, to
	if c.reverse {
		c.next, c.end = to-1, from-1
		c.over = fence <= c.span.lo
	}
	return true
}

// locate finds the place of the page to open: the first one of the span, or the one beyond the last.
func (c *cursor) locate() bool {
	if c.err = c.from.alive(); c.err != nil {
		return false
	}
	list := c.from.list(c.table)
	if list == nil {
		c.err = checkTable(c.table)
		return false
	}
	found := true
	switch {
	case c.page != nil && c.reverse:
		c.at, found = list.prev(c.at)
	case c.page != nil:
		c.at, found = list.next(c.at)
	case !c.reverse:
		c.at = list.find(c.span.lo)
	case c.span.open:
		c.at = list.last()
	default:
		c.at = list.find(c.span.hi)
	}
	return found && (c.reverse || c.span.reaches(list.fence(c.at)))
}
