package kit

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"
)

// Column is one column of a table.
type Column[R any] struct {
	Title string
	// Min is the least width that makes sense; Flex is the column's share of what is left.
	Min, Flex int
	// Cell gives the text, cleaned by the table. It is called for visible rows only, and its answer is
	// kept until the next refresh.
	Cell func(R) string
	// Sort is the name that the source sorts by; empty for a column that cannot be sorted by.
	Sort string
	// Priority says which columns go first where there is no room: the highest. 0 stays to the last.
	Priority int
	// Right sets numbers to the right.
	Right bool
}

// TableOptions are what a table is made with.
type TableOptions[R any] struct {
	Source  Source[R]
	Columns []Column[R]
	// ID names a row for good.
	ID func(R) string
	// Nothing is shown where there are no rows at all: what this is, and how to get the first one.
	Nothing string
	// Multi lets rows be selected with space.
	Multi bool
	// Open is called for enter on a row; nil for a table that opens nothing.
	Open func(R) tea.Cmd
	// Moved is called when another row is under the cursor; it may be nil.
	Moved func(R) tea.Cmd
	// Filter, Sort and Desc are what it begins with.
	Filter, Sort string
	Desc         bool
}

// Table shows the rows of a source around a cursor. It holds a window of them, so that a million rows
// cost no more than a hundred; cursor, selection, sort and filter belong to row ids and survive every
// refresh. Keys inside the window ask nothing.
type Table[R any] struct {
	env  *Env
	o    TableOptions[R]
	w, h int

	view     View // the window that rows stand for
	rows     []R
	total    int
	at, top  int    // the cursor and the first visible row, counted from the beginning of all
	id       string // the row under the cursor, "" when not loaded
	selected map[string]R

	filtering       bool
	loaded, loading bool
	again           bool // something changed while a question was under way
	err             error
	widths          []int    // of each column, 0 for one that is left out
	lines           []string // the drawn rows of the window, "" for one not drawn yet
}

// window is how many rows are asked for at once, where that is enough for six screens.
const window = 200

// NewTable makes a table; its Init asks for the first rows.
func NewTable[R any](env *Env, o TableOptions[R]) *Table[R] {
	return &Table[R]{env: env, o: o, selected: map[string]R{},
		view: View{Filter: o.Filter, Sort: o.Sort, Desc: o.Desc, Limit: window}}
}

// Init asks for the first rows.
func (t *Table[R]) Init() tea.Cmd { return t.load(t.view, false) }

// Refresh asks for the rows again; the cursor stays with its row. While a question is under way the
// refresh waits for its end, so that many changes in a row cannot keep the table from ever showing one.
func (t *Table[R]) Refresh() tea.Cmd {
	if t.loading {
		t.again = true
		return nil
	}
	return t.load(t.view, true)
}

// page is what a source answered.
type page[R any] struct {
	view  View
	rows  []R
	total int
	found int // where the row that had the cursor is now; -1 for unknown
}

// load asks for a view. Where keep is set, the window follows the row under the cursor.
func (t *Table[R]) load(v View, keep bool) tea.Cmd {
	id, source := t.id, t.o.Source
	if !keep {
		id = ""
	}
	t.loading, t.again = true, false
	ask := func(ctx context.Context) (page[R], error) { return askPage(ctx, source, v, id) }
	return Go(t.env, t, ask, t.arrived)
}

func askPage[R any](ctx context.Context, source Source[R], v View, id string) (page[R], error) {
	p := page[R]{view: v, found: -1}
	if locator, ok := source.(Locator); ok && id != "" {
		found, err := locator.Locate(ctx, v, id)
		if err != nil {
			return p, err
		}
		if p.found = found; found >= 0 && (found < v.Offset || found >= v.Offset+v.Limit) {
			p.view.Offset = max(found-v.Limit/2, 0)
		}
	}
	var err error
	p.rows, p.total, err = source.Page(ctx, p.view)
	if err == nil && len(p.rows) == 0 && p.total > 0 {
		p.view.Offset = max(p.total-v.Limit/2, 0) // the rows that stood here are gone: show the last ones
		p.rows, p.total, err = source.Page(ctx, p.view)
	}
	return p, err
}

// arrived takes a page in.
func (t *Table[R]) arrived(p page[R], err error) tea.Cmd {
	t.loading, t.loaded, t.err = false, true, err
	if err != nil {
		t.rows, t.total, t.lines = nil, 0, nil
		return nil
	}
	before := t.id
	t.view, t.rows, t.total = p.view, p.rows, p.total
	t.lines = make([]string, len(p.rows))
	if at := t.find(before, p.found); at >= 0 {
		t.at = at
	}
	cmd := t.moveTo(t.at)
	if t.id != before && t.id != "" && t.o.Moved != nil {
		cmd = tea.Batch(cmd, t.o.Moved(t.rows[t.at-t.view.Offset]))
	}
	if t.again {
		return tea.Batch(cmd, t.Refresh())
	}
	return cmd
}

// find gives where the row with an id is: as the source said, or in the window; -1 where it is not.
func (t *Table[R]) find(id string, said int) int {
	if said >= 0 || id == "" {
		return said
	}
	for i, row := range t.rows {
		if t.o.ID(row) == id {
			return t.view.Offset + i
		}
	}
	return -1
}

// moveTo puts the cursor on a row, scrolls, and asks for more where the window comes to its end.
func (t *Table[R]) moveTo(at int) tea.Cmd {
	t.at = max(min(at, t.total-1), 0)
	t.top = max(min(t.top, t.at), t.at-t.height()+1)
	t.top = max(min(t.top, t.total-t.height()), 0)
	t.id = ""
	if row, ok := t.Row(); ok {
		t.id = t.o.ID(row)
	}
	if t.loading || !t.nearEdge() {
		return nil
	}
	v := t.view
	v.Limit = max(window, 6*t.height())
	v.Offset = max(t.at-v.Limit/2, 0)
	if v.Offset == t.view.Offset && v.Limit == t.view.Limit {
		return nil // the source gave all that it gives of this window
	}
	return t.load(v, false)
}

// nearEdge reports whether fewer rows than fill the screen are left in the window on one side, and more exist.
func (t *Table[R]) nearEdge() bool {
	begin, end := t.view.Offset, t.view.Offset+len(t.rows)
	return begin > 0 && t.top < begin+t.height() || end < t.total && t.top+2*t.height() > end
}

// Row is the row under the cursor, if there is one.
func (t *Table[R]) Row() (R, bool) {
	if i := t.at - t.view.Offset; i >= 0 && i < len(t.rows) {
		return t.rows[i], true
	}
	var none R
	return none, false
}

// Point puts the cursor on the row with an id with the next answer, where it is among its rows.
func (t *Table[R]) Point(id string) { t.id = id }

// Selected gives the selected rows, or the one under the cursor where none is.
func (t *Table[R]) Selected() []R {
	if len(t.selected) > 0 {
		return t.sortedSelection()
	}
	if row, ok := t.Row(); ok {
		return []R{row}
	}
	return nil
}

// Ticked gives the selected rows only: none where none is.
func (t *Table[R]) Ticked() []R { return t.sortedSelection() }

// Tick selects rows, loaded or not.
func (t *Table[R]) Tick(rows ...R) {
	for _, row := range rows {
		t.selected[t.o.ID(row)] = row
	}
	t.redraw()
}

// Clear lets go of the selection.
func (t *Table[R]) Clear() {
	clear(t.selected)
	t.redraw()
}

// Filter, and how it is sorted, for the route.
func (t *Table[R]) Filter() string { return t.view.Filter }

// Sorting is the column that it is sorted by, and whether from the end.
func (t *Table[R]) Sorting() (sort string, desc bool) { return t.view.Sort, t.view.Desc }

// Total is how many rows match.
func (t *Table[R]) Total() int { return t.total }

// Loaded reports whether the first answer is there.
func (t *Table[R]) Loaded() bool { return t.loaded }

// SetFilter filters by a text.
func (t *Table[R]) SetFilter(filter string) tea.Cmd {
	v := t.view
	v.Filter, v.Offset = filter, 0
	t.view.Filter, t.at, t.top = filter, 0, 0
	return t.load(v, true)
}

// SetSort sorts by a column.
func (t *Table[R]) SetSort(sort string, desc bool) tea.Cmd {
	v := t.view
	v.Sort, v.Desc, v.Offset = sort, desc, 0
	t.view.Sort, t.view.Desc, t.at, t.top = sort, desc, 0, 0
	return t.load(v, true)
}
