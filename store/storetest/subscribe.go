package storetest

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"

	"atrium/model"
)

// hear collects the commits of a store. An engine calls its listeners one after the other, so the list
// needs no guard.
func hear(t *testing.T, s model.Store) *[]model.Commit {
	var heard []model.Commit
	t.Cleanup(s.Subscribe(func(c model.Commit) { heard = append(heard, c) }))
	return &heard
}

func commitsTold(t *testing.T, s model.Store) {
	heard := hear(t, s)
	put(t, s, "t", model.K("a"), model.K("b"))
	mustUpdate(t, s, func(w model.Writer) error {
		return errors.Join(putAll(w, "u", model.K("c")), w.Delete("t", model.K("a")), putAll(w, "t", model.K("b"), model.K("b")), putAll(w, "t", model.K("d")), w.Delete("t", model.K("d")))
	})
	want := []model.Commit{
		{Touched: []model.Touch{{Table: "t", Key: model.K("a")}, {Table: "t", Key: model.K("b")}}},
		{Touched: []model.Touch{
			{Table: "u", Key: model.K("c")}, {Table: "t", Key: model.K("a"), Deleted: true},
			{Table: "t", Key: model.K("b")}, {Table: "t", Key: model.K("d"), Deleted: true},
		}},
	}
	if !reflect.DeepEqual(*heard, want) {
		t.Errorf("heard %+v\n want %+v", *heard, want)
	}
	*heard = nil
	const workers, each = 4, 30
	together(t, workers, func(worker int) error {
		for range each {
			if err := update(s, countUp); err != nil {
				return err
			}
		}
		return nil
	})
	for i, c := range *heard {
		if c.Touched[1].Key != model.K("n").Uint(uint64(i+1)) {
			t.Fatalf("commit %d came out of order: %+v", i, c)
		}
	}
	if len(*heard) != workers*each {
		t.Errorf("heard %d commits, want %d", len(*heard), workers*each)
	}
}

// countUp adds one to a count and puts a row with the new count in its key.
func countUp(w model.Writer) error {
	var r Record
	if _, err := w.Get("t", model.K("count"), &r); err != nil {
		return err
	}
	r.Number++
	return errors.Join(w.Put("t", model.K("count"), &r), w.Put("t", model.K("n").Uint(r.Number), &r))
}

func bulkTold(t *testing.T, s model.Store) {
	heard := hear(t, s)
	mustUpdate(t, s, func(w model.Writer) error {
		for _, k := range numbered(10_001) {
			if err := w.Put("t", k, &struct{}{}); err != nil {
				return err
			}
		}
		return nil
	})
	if want := []model.Commit{{Bulk: true}}; !reflect.DeepEqual(*heard, want) {
		t.Errorf("heard %d commits, want one that says Bulk and lists nothing", len(*heard))
	}
}

func loadTold(t *testing.T, s model.Store) {
	heard := hear(t, s)
	mustLoad(t, s, func(l model.Loader) error { return putAll(l, "t", numbered(20_000)...) })
	mustLoad(t, s, func(l model.Loader) error { return l.Drop("t", model.K("row")) })
	if want := []model.Commit{{Bulk: true}, {Bulk: true}}; !reflect.DeepEqual(*heard, want) {
		t.Errorf("heard %+v, want Bulk twice", *heard)
	}
}

func nothingTold(t *testing.T, s model.Store) {
	put(t, s, "t", model.K("there"))
	heard := hear(t, s)
	mustUpdate(t, s, func(w model.Writer) error { return w.Delete("t", model.K("none")) })
	mustUpdate(t, s, func(w model.Writer) error { return nil })
	if err := update(s, func(w model.Writer) error { return errors.Join(putAll(w, "t", model.K("x")), errOnPurpose) }); err == nil {
		t.Error("the error of the function was lost")
	}
	mustLoad(t, s, func(l model.Loader) error { return l.Drop("t", model.K("none")) })
	if len(*heard) != 0 {
		t.Errorf("heard %+v, want nothing", *heard)
	}
}

func listenerLeaves(t *testing.T, s model.Store) {
	var heard []string
	leaveA := s.Subscribe(func(model.Commit) { heard = append(heard, "a") })
	leaveB := s.Subscribe(func(model.Commit) { heard = append(heard, "b") })
	put(t, s, "t", model.K("1"))
	leaveA()
	leaveA()
	put(t, s, "t", model.K("2"))
	leaveB()
	put(t, s, "t", model.K("3"))
	if want := []string{"a", "b", "b"}; !slices.Equal(heard, want) {
		t.Errorf("heard %v, want %v", heard, want)
	}
}

func listenerReads(t *testing.T, s model.Store) {
	var seen []bool
	defer s.Subscribe(func(c model.Commit) {
		err := s.View(context.Background(), func(r model.Reader) error {
			found, err := r.Get("t", c.Touched[0].Key, &Record{})
			seen = append(seen, found)
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})()
	put(t, s, "t", model.K("1"))
	put(t, s, "t", model.K("2"))
	if want := []bool{true, true}; !slices.Equal(seen, want) {
		t.Errorf("the listener found %v, want %v", seen, want)
	}
}
