package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"

	"atrium/model"
)

// loaded reads all rows of a table.
func loaded(t *testing.T, s *Store, table string) map[model.Key]string {
	t.Helper()
	rows := map[model.Key]string{}
	err := s.View(t.Context(), func(r model.Reader) error {
		for row, err := range r.Scan(table, model.Range{}) {
			if err != nil {
				return err
			}
			var text struct{ S string }
			if err := row.Decode(&text); err != nil {
				return err
			}
			rows[row.Key()] = text.S
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestLoadsInAnyOrderKeepTheRows loads rows in order, in none, over rows that are there, and rows as large
// as they may be, into a store on the disk, which is then opened again.
func TestLoadsInAnyOrderKeepTheRows(t *testing.T) {
	dir, r := t.TempDir(), rand.New(rand.NewPCG(1, 1))
	want := map[model.Key]string{}
	for round, most := range []int{20_000, 20_000, 3000, 40} {
		s, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		err = s.Load(t.Context(), func(l model.Loader) error {
			for i := range most {
				key, size := model.K(fmt.Sprintf("%06d", i)), 100
				if round > 0 {
					key = model.K(fmt.Sprintf("%06d", r.IntN(30_000)))
				}
				if most < 100 {
					size = MaxRecord - 100
				}
				text := strings.Repeat(string(rune('a'+r.IntN(26))), r.IntN(size))
				want[key] = text
				if err := l.Put("t", key, &struct{ S string }{text}); err != nil {
					return err
				}
			}
			return nil
		})
		if err := errors.Join(err, s.Close()); err != nil {
			t.Fatal(err)
		}
		s, err = Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		if got := loaded(t, s, "t"); !maps.Equal(got, want) {
			t.Errorf("round %d: %d rows are there, want %d", round, len(got), len(want))
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestPagesAheadOfNothingAreNotSeen writes the new pages of a load whose transaction never comes.
func TestPagesAheadOfNothingAreNotSeen(t *testing.T) {
	s, err := OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	rows := func(from, to int, text string) (list []loadRow) {
		for i := from; i < to; i++ {
			data, err := encode("t", &struct{ S string }{text})
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, loadRow{"t", string(model.K(fmt.Sprintf("%06d", i))), data})
		}
		return list
	}
	step := func(list []loadRow, last func(*writer) error) {
		t.Helper()
		err := s.write(context.Background(), func(w *writer) error {
			if rest, err := w.putSome(list, s.budget()); err != nil || len(rest) > 0 {
				t.Fatalf("%d rows are left: %v", len(rest), err)
			}
			if err := s.ahead(w); err != nil {
				return err
			}
			return last(w)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	step(rows(0, 500, "old"), s.commit)
	before := loaded(t, s, "t")
	step(rows(400, 5000, "never"), func(w *writer) error {
		if len(w.tables["t"].pages) < 10 {
			t.Fatalf("only %d pages", len(w.tables["t"].pages))
		}
		return nil
	})
	if got := loaded(t, s, "t"); !maps.Equal(got, before) {
		t.Errorf("%d rows are there, want the %d from before", len(got), len(before))
	}
	step(rows(300, 1000, "new"), s.commit)
	got := loaded(t, s, "t")
	for key, text := range got {
		if text == "never" || len(got) != 1000 {
			t.Fatalf("%q is %q among %d rows", key, text, len(got))
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
