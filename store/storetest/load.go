package storetest

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"atrium/model"
)

func loadVisible(t *testing.T, s model.Store) {
	keys := numbered(20_000)
	put(t, s, "one", model.K("a"), model.K("z"))
	mustLoad(t, s, func(l model.Loader) error {
		for i := range keys {
			if err := errors.Join(putAll(l, "one", keys[i]), putAll(l, "two", keys[i])); err != nil {
				return err
			}
		}
		return nil
	})
	wantKept(t, s, "one", model.Range{}, slices.Concat([]model.Key{model.K("a")}, keys, []model.Key{model.K("z")})...)
	wantKept(t, s, "two", model.Range{Reverse: true}, backwards(keys)...)
}

func loadAnyOrder(t *testing.T, s model.Store) {
	keys := numbered(5000)
	put(t, s, "t", keys[1000:1500]...)
	random := rand.New(rand.NewPCG(1, 2))
	mustLoad(t, s, func(l model.Loader) error {
		for _, i := range random.Perm(len(keys)) {
			if err := l.Put("t", keys[i], &Record{Text: string(keys[i]), Blob: blob(i%200, 'x')}); err != nil {
				return err
			}
		}
		return putAll(l, "t", keys[7], keys[8], keys[7])
	})
	wantKept(t, s, "t", model.Range{}, keys...)
}

func loadBesideUpdates(t *testing.T, s model.Store) {
	keys := numbered(12_000)
	mustLoad(t, s, func(l model.Loader) error {
		for i, k := range keys {
			if i%1000 == 500 {
				put(t, s, "t", k+"beside")
				put(t, s, "other", k)
			}
			if err := putAll(l, "t", k); err != nil {
				return err
			}
		}
		return nil
	})
	mustView(t, s, func(r model.Reader) error {
		all, err := keysIn(r, "t", model.Range{})
		if len(all) != len(keys)+12 {
			t.Errorf("there are %d rows, want %d", len(all), len(keys)+12)
		}
		return err
	})
}

func loadFails(t *testing.T, s model.Store) {
	keys := numbered(30_000)
	err := s.Load(context.Background(), func(l model.Loader) error {
		return errors.Join(putAll(l, "t", keys...), errOnPurpose)
	})
	if !errors.Is(err, errOnPurpose) {
		t.Errorf("got %v, want the error of the function", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err = s.Load(ctx, func(l model.Loader) error { return putAll(l, "t", keys...) })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	mustLoad(t, s, func(l model.Loader) error { return putAll(l, "t", keys...) })
	wantKept(t, s, "t", model.Range{}, keys...)
}

func dropPrefix(t *testing.T, s model.Store) {
	var all, kept []model.Key
	for _, parent := range []string{"a", "b", "bb", "c"} {
		for i := range 3000 {
			all = append(all, model.K(parent).Uint(uint64(i)))
		}
	}
	kept = slices.Concat(all[:3000], all[6000:])
	mustLoad(t, s, func(l model.Loader) error { return putAll(l, "t", all...) })
	mustLoad(t, s, func(l model.Loader) error {
		return errors.Join(putAll(l, "t", model.K("b", "new")), l.Drop("t", model.K("b")), l.Drop("t", model.K("none")), l.Drop("never", model.K("b")))
	})
	wantKept(t, s, "t", model.Range{}, kept...)
	mustLoad(t, s, func(l model.Loader) error {
		return errors.Join(l.Drop("t", model.K("b")), putAll(l, "t", all[3000:6000]...))
	})
	wantKept(t, s, "t", model.Range{Reverse: true}, backwards(all)...)
	mustLoad(t, s, func(l model.Loader) error { return errors.Join(l.Drop("t", ""), putAll(l, "t", model.K("b", "last"))) })
	wantKept(t, s, "t", model.Range{}, model.K("b", "last"))
}

// keptOnReopen reopens after a transaction and again after a load.
func keptOnReopen(t *testing.T, open Open, reopen Reopen) {
	keys := numbered(3000)
	s := open(t)
	put(t, s, "t", keys[:1000]...)
	mustUpdate(t, s, func(w model.Writer) error { return w.Delete("t", keys[0]) })
	s = reopen(t, s)
	wantKept(t, s, "t", model.Range{}, keys[1:1000]...)
	mustLoad(t, s, func(l model.Loader) error { return putAll(l, "t", keys[1000:]...) })
	s = reopen(t, s)
	wantKept(t, s, "t", model.Range{}, keys[1:]...)
	mustLoad(t, s, func(l model.Loader) error { return l.Drop("t", "") })
	s = reopen(t, s)
	wantKept(t, s, "t", model.Range{})
	put(t, s, "t", keys[5])
	wantKept(t, reopen(t, s), "t", model.Range{}, keys[5])
}
