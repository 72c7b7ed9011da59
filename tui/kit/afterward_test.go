package kit_test

import (
	"context"
	"fmt"
	"testing"

	"atrium/tui/kit"
)

// numbers is a list of n rows that can only be asked after a row, and counts how many it gave.
func numbers(n *int, given *int) *kit.Afterward[string] {
	return &kit.Afterward[string]{
		Key: func(row string) string { return row },
		Ask: func(_ context.Context, _, after string, limit int) ([]string, int, error) {
			from := 0
			if after != "" {
				fmt.Sscanf(after, "%d", &from)
				from++
			}
			var rows []string
			for i := from; i < min(from+limit, *n); i++ {
				rows = append(rows, fmt.Sprintf("%07d", i))
			}
			*given += len(rows)
			return rows, *n, nil
		},
	}
}

func TestAfterward(t *testing.T) {
	n, given := 12_345, 0
	source := numbers(&n, &given)
	check := func(offset, limit, want int) {
		t.Helper()
		rows, total, err := source.Page(t.Context(), kit.View{Offset: offset, Limit: limit})
		if err != nil || total != n || len(rows) != want {
			t.Fatalf("at %d: %d rows of %d, %v; want %d of %d", offset, len(rows), total, err, want, n)
		}
		for i, row := range rows {
			if row != fmt.Sprintf("%07d", offset+i) {
				t.Fatalf("row %d is %s", offset+i, row)
			}
		}
	}
	check(0, 200, 200)
	check(12_300, 200, 45)
	given = 0
	check(12_200, 200, 145)
	if given > 1000 {
		t.Errorf("a page near the end read %d rows although the way was known", given)
	}
	check(450, 200, 200)
	check(499, 1, 1)
	check(500, 1, 1)
	n = 700
	check(600, 200, 100)
	n = 0
	check(0, 200, 0)
	n = 500
	check(0, 200, 200)
	check(480, 200, 20)
}
