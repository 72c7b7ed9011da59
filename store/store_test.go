package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"atrium/model"
	"atrium/store"
	"atrium/store/storetest"
)

// TestMain sets the umask that the program has.
func TestMain(m *testing.M) {
	unix.Umask(0o077)
	if role := os.Getenv(childRole); role != "" {
		os.Exit(child(role))
	}
	os.Exit(m.Run())
}

func TestMemoryKeepsTheContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) model.Store { return openMemory(t) }, nil)
}

func TestDiskKeepsTheContract(t *testing.T) {
	folders := map[model.Store]string{}
	open := func(t *testing.T) model.Store {
		dir := filepath.Join(t.TempDir(), "store")
		s := openDisk(t, dir)
		folders[s] = dir
		return s
	}
	reopen := func(t *testing.T, s model.Store) model.Store {
		if err := s.(*store.Store).Close(); err != nil {
			t.Fatal(err)
		}
		again := openDisk(t, folders[s])
		folders[again] = folders[s]
		return again
	}
	storetest.Run(t, open, reopen)
}

func openMemory(t testing.TB, opts ...store.Option) *store.Store {
	t.Helper()
	s, err := store.OpenMemory(opts...)
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, s)
	return s
}

func openDisk(t testing.TB, dir string, opts ...store.Option) *store.Store {
	t.Helper()
	s, err := store.Open(dir, opts...)
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, s)
	return s
}

func closeAtEnd(t testing.TB, s *store.Store) {
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}
