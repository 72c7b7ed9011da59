package kit

import (
	"context"
	"sync"
)

// Afterward is a source over a list that is asked for a page after a row, and not by number. It remembers
// where pages began, so that scrolling on and back asks for little more than what is seen.
type Afterward[R any] struct {
	// Ask asks for at most limit rows after the one with that key, and how many there are in all.
	Ask func(ctx context.Context, filter, after string, limit int) (rows []R, total int, err error)
	// Key is what a row is asked after.
	Key func(R) string

	mu    sync.Mutex
	total int
	marks []string // marks[i] is the key of the row before row i*stride
}

// stride is how many rows lie between two places that are remembered.
const stride = 500

// MostMatches is how many rows a filtered Afterward gives at the most: how many match is only known after
// looking at all.
const MostMatches = 500

// Page walks from the nearest place that is remembered.
func (a *Afterward[R]) Page(ctx context.Context, v View) ([]R, int, error) {
	if v.Filter != "" {
		rows, _, err := a.Ask(ctx, v.Filter, "", MostMatches)
		from := min(v.Offset, len(rows))
		return rows[from:min(from+v.Limit, len(rows))], len(rows), err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	page := min(v.Offset/stride, max(len(a.marks)-1, 0))
	var kept []R
	for at := page * stride; at < v.Offset+v.Limit; at += stride {
		rows, err := a.stretch(ctx, at)
		if err != nil {
			return nil, 0, err
		}
		from, to := max(v.Offset-at, 0), min(v.Offset+v.Limit-at, len(rows))
		if from < to {
			kept = append(kept, rows[from:to]...)
		}
		if len(rows) < stride {
			break
		}
	}
	return kept, a.total, nil
}

// stretch asks for the rows from one remembered place to the next. When there are more or fewer rows than
// before, the places are not where they were.
func (a *Afterward[R]) stretch(ctx context.Context, at int) ([]R, error) {
	i, after := at/stride, ""
	if i < len(a.marks) {
		after = a.marks[i]
	}
	rows, total, err := a.Ask(ctx, "", after, stride)
	if err != nil {
		return nil, err
	}
	if total != a.total {
		a.marks, a.total = a.marks[:min(i+1, len(a.marks))], total
	}
	if len(a.marks) == 0 {
		a.marks = []string{""}
	}
	if i+1 == len(a.marks) && len(rows) == stride {
		a.marks = append(a.marks, a.Key(rows[len(rows)-1]))
	}
	return rows, nil
}
