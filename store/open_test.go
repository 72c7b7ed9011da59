package store_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"atrium/model"
	"atrium/store"
	"atrium/store/storetest"
)

func putOne(s *store.Store, key string) error {
	return s.Update(context.Background(), func(w model.Writer) error {
		return w.Put("t", model.K(key), &storetest.Record{Text: key})
	})
}

func has(t *testing.T, s *store.Store, key string) (found bool) {
	t.Helper()
	err := s.View(context.Background(), func(r model.Reader) (err error) {
		found, err = r.Get("t", model.K(key), &storetest.Record{})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// filled makes a closed store with one row in it.
func filled(t *testing.T) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "deep", "store")
	s := openDisk(t, dir)
	if err := errors.Join(putOne(s, "kept"), s.Close()); err != nil {
		t.Fatal(err)
	}
	return dir
}

// content maps every path under dir to its mode and bytes.
func content(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		var data []byte
		if !d.IsDir() {
			data, err = os.ReadFile(path)
		}
		all[path] = info.Mode().String() + " " + string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestStoreOfANewerProgramIsRefusedAndLeftAlone(t *testing.T) {
	dir := filled(t)
	if err := os.WriteFile(filepath.Join(dir, "atrium.json"), []byte(`{"program":"atrium","schema":99,"more":true}`), 0o600); err != nil {
		t.Fatal(err)
	}
	before := content(t, filepath.Dir(dir))
	_, err := store.Open(dir)
	var newer *store.NewerError
	if !errors.As(err, &newer) || newer.Found != 99 || !strings.Contains(err.Error(), dir) {
		t.Fatalf("got %v, want a NewerError", err)
	}
	if !maps.Equal(content(t, filepath.Dir(dir)), before) {
		t.Error("the store was changed")
	}
}

func TestFoldersAndFilesBelongToTheirOwnerAlone(t *testing.T) {
	dir := filled(t)
	for _, loosen := range []string{"", ".", "db", "db/MANIFEST", "atrium.lock", "atrium.json"} {
		if loosen != "" {
			if err := os.Chmod(filepath.Join(dir, loosen), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		s := openDisk(t, dir)
		for path, is := range content(t, dir) {
			if mode, _, _ := strings.Cut(is, " "); !strings.HasSuffix(mode, "------") {
				t.Errorf("after loosening %q: %s has mode %s", loosen, path, mode)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFirstOpenAfterACrashIsRetried(t *testing.T) {
	for _, left := range []string{"00001.mem", "00002.mem", "000002.vlog"} {
		t.Run(left, func(t *testing.T) {
			dir := filled(t)
			if err := os.WriteFile(filepath.Join(dir, "db", left), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			if !has(t, openDisk(t, dir), "kept") {
				t.Error("the row is gone")
			}
		})
	}
}

func TestDamagedDatabaseIsAnErrorInWords(t *testing.T) {
	dir := filled(t)
	if err := os.WriteFile(filepath.Join(dir, "db", "MANIFEST"), bytes.Repeat([]byte{0xff}, 100), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := store.Open(dir)
	if err == nil || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), "--data") {
		t.Errorf("got %v", err)
	}
	t.Log(err)
	if again, err := store.Open(dir); again != nil || errors.As(err, new(*store.HeldError)) {
		t.Errorf("the failed opening kept the lock: %v", err)
	}
}

func TestUnusablePathsAreRefusedInOneSentence(t *testing.T) {
	base := t.TempDir()
	file, shared, lost := filepath.Join(base, "file"), filepath.Join(base, "shared"), filepath.Join(base, "lost")
	err := errors.Join(os.WriteFile(file, nil, 0o600), os.Mkdir(shared, 0o700), os.Chmod(shared, 0o755),
		os.WriteFile(filepath.Join(shared, "letter"), nil, 0o600),
		os.MkdirAll(filepath.Join(lost, "db"), 0o700), os.WriteFile(filepath.Join(lost, "db", "MANIFEST"), nil, 0o600))
	if err != nil {
		t.Fatal(err)
	}
	before := content(t, base)
	for name, path := range map[string]string{
		"nothing": "", "a file": file, "a folder in a file": filepath.Join(file, "x"), "a zero byte": "a\x00b",
		"a folder of others with other things": shared, "a name that is too long": filepath.Join(base, strings.Repeat("x", 300)),
	} {
		s, err := store.Open(path)
		if s != nil || err == nil || !strings.Contains(err.Error(), "--data") || strings.ContainsAny(err.Error(), "\n") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if !maps.Equal(content(t, base), before) {
		t.Error("a refused path was changed")
	}
	if _, err := store.Open(lost); err == nil || !strings.Contains(err.Error(), "atrium.json") {
		t.Errorf("a database that nobody signed: got %v", err)
	}
}

func TestUnwritableFolderIsRefusedInOneSentence(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "closed")
	if err := os.Mkdir(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	var err error
	asNobody(t, func() { _, err = store.Open(dir) })
	if err == nil || !strings.Contains(err.Error(), "--data") {
		t.Errorf("got %v", err)
	}
}

func TestUnreadableSchemaFileIsRefused(t *testing.T) {
	for _, text := range []string{"", "{", `{"schema":0}`, `{"schema":"x"}`, "[]"} {
		dir := filled(t)
		if err := os.WriteFile(filepath.Join(dir, "atrium.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(dir); err == nil || !strings.Contains(err.Error(), "atrium.json") {
			t.Errorf("schema file %q: got %v", text, err)
		}
	}
}

func TestFullDiskRefusesWritesAndGoesOnReading(t *testing.T) {
	free := uint64(1 << 40)
	dir := filepath.Join(t.TempDir(), "store")
	s := openDisk(t, dir, store.WithFreeFloor(100<<20), store.WithFreeSpace(func(string) (uint64, error) { return free, nil }))
	if err := putOne(s, "before"); err != nil {
		t.Fatal(err)
	}
	free = 30 << 20
	err := putOne(s, "while")
	var refused *model.ReadOnlyError
	if !errors.As(err, &refused) || !strings.Contains(refused.Reason, "30 MiB") || !strings.Contains(refused.Reason, dir) {
		t.Errorf("got %v", err)
	}
	err = s.Load(context.Background(), func(l model.Loader) error { return l.Put("t", model.K("while"), &storetest.Record{}) })
	if !errors.As(err, &refused) {
		t.Errorf("a load on a full disk: got %v", err)
	}
	if !has(t, s, "before") || has(t, s, "while") {
		t.Error("reading does not go on as before")
	}
	free = 200 << 20
	if err := putOne(s, "after"); err != nil {
		t.Errorf("with space again: %v", err)
	}
}

func TestDiskThatFillsDuringALoadEndsTheLoad(t *testing.T) {
	asked := 0
	s := openDisk(t, filepath.Join(t.TempDir(), "store"), store.WithFreeSpace(func(string) (uint64, error) {
		asked++
		return uint64(3-min(asked, 3)) << 40, nil
	}))
	err := s.Load(context.Background(), func(l model.Loader) error {
		for i := range 100_000 {
			if err := l.Put("t", model.K("k").Uint(uint64(i)), &storetest.Record{Text: "some text to fill pages with"}); err != nil {
				return err
			}
		}
		return nil
	})
	if !errors.As(err, new(*model.ReadOnlyError)) {
		t.Errorf("got %v, want a ReadOnlyError", err)
	}
}

func TestReadOnlyStoreGivesItsReason(t *testing.T) {
	dir := filled(t)
	s := openDisk(t, dir, store.WithReadOnly("this is a copy"))
	var refused *model.ReadOnlyError
	if err := putOne(s, "x"); !errors.As(err, &refused) || refused.Reason != "this is a copy" {
		t.Errorf("got %v", err)
	}
	if !has(t, s, "kept") {
		t.Error("the row cannot be read")
	}
}

func TestEngineSpeaksToTheGivenLogOnly(t *testing.T) {
	var said bytes.Buffer
	s := openDisk(t, filepath.Join(t.TempDir(), "store"), store.WithLog(slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelDebug}))))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(said.String(), "from=badger") {
		t.Errorf("the log holds %q", said.String())
	}
}

func TestClosedStoreAnswersThatItIsClosed(t *testing.T) {
	s := openMemory(t)
	if err := errors.Join(s.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	view := s.View(context.Background(), func(model.Reader) error { return nil })
	load := s.Load(context.Background(), func(model.Loader) error { return nil })
	for _, err := range []error{view, load, putOne(s, "x")} {
		if !errors.Is(err, store.ErrClosed) {
			t.Errorf("got %v, want ErrClosed", err)
		}
	}
}

func TestClosingWaitsForARunningView(t *testing.T) {
	s := openMemory(t)
	if err := putOne(s, "x"); err != nil {
		t.Fatal(err)
	}
	closed := make(chan error, 1)
	err := s.View(context.Background(), func(r model.Reader) error {
		go func() { closed <- s.Close() }()
		for !errors.Is(s.View(context.Background(), func(model.Reader) error { return nil }), store.ErrClosed) {
			select {
			case <-closed:
				t.Fatal("the store was closed under a view")
			default:
			}
		}
		found, err := r.Get("t", model.K("x"), &storetest.Record{})
		if !found {
			t.Error("the view lost its row")
		}
		return err
	})
	if err := errors.Join(err, <-closed); err != nil {
		t.Fatal(err)
	}
}

func TestTooLargeTransactionNamesTheLimitAndWritesNothing(t *testing.T) {
	s := openMemory(t)
	err := s.Update(context.Background(), func(w model.Writer) error {
		for i := range 40_000 {
			if err := w.Put("t", model.K("k").Uint(uint64(i)), &storetest.Record{Blob: bytes.Repeat([]byte{1}, 100)}); err != nil {
				return err
			}
		}
		return nil
	})
	var large *store.TooLargeError
	if !errors.As(err, &large) || !strings.Contains(err.Error(), "1228 KiB") {
		t.Errorf("got %v", err)
	}
	if err := putOne(s, "after"); err != nil || !has(t, s, "after") {
		t.Errorf("after the refusal: %v", err)
	}
}

func TestRowsThatNoTableCanHoldAreRefused(t *testing.T) {
	s := openMemory(t)
	big := &storetest.Record{Blob: make([]byte, store.MaxRecord)}
	small := &storetest.Record{}
	long := model.Key(strings.Repeat("k", store.MaxKey+1))
	err := s.Update(context.Background(), func(w model.Writer) error {
		for name, err := range map[string]error{
			"a record too large": w.Put("t", "k", big), "a key too long": w.Put("t", long, small), "no table": w.Put("", "k", small),
			"a zero byte in a name": w.Put("a\x00b", "k", small), "a function": w.Put("t", "k", func() {}),
		} {
			if err == nil {
				t.Errorf("%s was accepted", name)
			}
		}
		if _, err := w.Get("a\x00b", "k", small); err == nil {
			t.Error("a get from a table that cannot be was answered")
		}
		return w.Put("t", long[1:], small)
	})
	if err != nil {
		t.Fatal(err)
	}
}
