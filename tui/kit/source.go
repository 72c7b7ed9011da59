package kit

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// View says which rows of a source are wanted, and in which order.
type View struct {
	Filter string
	// Sort is the Sort of a column; empty for the source's own order. Desc turns it round.
	Sort string
	Desc bool
	// Offset and Limit are the window.
	Offset, Limit int
}

// Source gives rows a window at a time, and how many there are in all. It is asked outside Update and
// must be safe for concurrent use.
type Source[R any] interface {
	Page(ctx context.Context, v View) (rows []R, total int, err error)
}

// Locator is a source that can find a row by its id, so that the cursor stays with it over any distance.
// The offset is -1 where the row is not in the view.
type Locator interface {
	Locate(ctx context.Context, v View, id string) (offset int, err error)
}

// SourceFunc is a source made of a function.
type SourceFunc[R any] func(ctx context.Context, v View) ([]R, int, error)

// Page calls the function.
func (f SourceFunc[R]) Page(ctx context.Context, v View) ([]R, int, error) { return f(ctx, v) }

// List is a source for rows that come all at once: up to some thousands. It filters and sorts by itself.
type List[R any] struct {
	// Rows asks for all of them.
	Rows func(ctx context.Context) ([]R, error)
	// Text is what a filter looks at.
	Text func(R) string
	// Field gives what a row sorts by under a column's Sort; nil for a list that is never sorted.
	Field func(r R, sort string) string
}

// Page asks for all rows and gives the window of those that match.
func (l List[R]) Page(ctx context.Context, v View) ([]R, int, error) {
	rows, err := l.Rows(ctx)
	if err != nil {
		return nil, 0, err
	}
	rows = l.matching(rows, v.Filter)
	if v.Sort != "" && l.Field != nil {
		rows = l.sorted(rows, v)
	}
	from := min(max(v.Offset, 0), len(rows))
	return rows[from:min(from+v.Limit, len(rows))], len(rows), nil
}

// matching copies, because the rows may belong to whoever gave them.
func (l List[R]) matching(rows []R, filter string) []R {
	words := strings.Fields(strings.ToLower(filter))
	var kept []R
	for _, row := range rows {
		if len(words) == 0 || containsAll(strings.ToLower(l.Text(row)), words) {
			kept = append(kept, row)
		}
	}
	return kept
}

func containsAll(s string, words []string) bool {
	for _, word := range words {
		if !strings.Contains(s, word) {
			return false
		}
	}
	return true
}

// sorted puts rows in the order of a column, in lower case, which is made once for each row: there may be many.
func (l List[R]) sorted(rows []R, v View) []R {
	type keyed struct {
		key string
		row R
	}
	list := make([]keyed, len(rows))
	for i, row := range rows {
		list[i] = keyed{strings.ToLower(l.Field(row, v.Sort)), row}
	}
	slices.SortStableFunc(list, func(a, b keyed) int {
		if v.Desc {
			return -cmp.Compare(a.key, b.key)
		}
		return cmp.Compare(a.key, b.key)
	})
	for i, k := range list {
		rows[i] = k.row
	}
	return rows
}
