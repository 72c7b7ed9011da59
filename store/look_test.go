package store_test

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"atrium/model"
	"atrium/store"
)

// times are the modification times of all files under dir.
func times(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for path := range content(t, dir) {
		info, err := os.Lstat(path)
		if err != nil {
			t.Fatal(err)
		}
		all[path] = info.ModTime().String()
	}
	return all
}

func TestLookingLeavesEveryByteAsItWas(t *testing.T) {
	for state, begin := range map[string]func(*testing.T) string{"closed": closedStore, "killed": killedStore, "restored": restoredStore} {
		t.Run(state, func(t *testing.T) {
			dir := begin(t)
			before, changed := content(t, dir), times(t, dir)
			t.Setenv("TMPDIR", t.TempDir())
			s := openDisk(t, dir, store.WithReadOnly("this is only looked at"))
			rows, err := readWitness(s)
			if err != nil || rows != damagedRows+21 || s.Lost() != nil {
				t.Errorf("%d rows are read, lost %v: %v", rows, s.Lost(), err)
			}
			if err := putOne(s, "x"); !errors.As(err, new(*model.ReadOnlyError)) {
				t.Errorf("it takes changes: %v", err)
			}
			if err := s.Accept(t.Context()); !errors.As(err, new(*model.ReadOnlyError)) {
				t.Errorf("it is accepted: %v", err)
			}
			file := filepath.Join(t.TempDir(), "backup")
			if _, err := s.BackupFile(t.Context(), file, 0, nil); err != nil {
				t.Errorf("no backup can be taken of it: %v", err)
			}
			beside := openDisk(t, dir, store.WithReadOnly("so is this"))
			if err := errors.Join(beside.Close(), s.Close()); err != nil {
				t.Fatal(err)
			}
			if !maps.Equal(content(t, dir), before) || !maps.Equal(times(t, dir), changed) {
				t.Error("the folder was changed")
			}
			if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
				t.Errorf("temporary files are left: %v, %v", left, err)
			}
		})
	}
}

func TestLookingAndWritingExcludeEachOther(t *testing.T) {
	dir := filled(t)
	looking := openDisk(t, dir, store.WithReadOnly("this is only looked at"))
	if _, err := store.Open(dir); !errors.As(err, new(*store.HeldError)) {
		t.Errorf("a store that is looked at is opened for writing: %v", err)
	}
	if holder := store.Holder(dir); holder != "" {
		t.Errorf("somebody who looks is told to hold it for writing: %s", holder)
	}
	if err := looking.Close(); err != nil {
		t.Fatal(err)
	}
	openDisk(t, dir)
	if _, err := store.Open(dir, store.WithReadOnly("x")); !errors.As(err, new(*store.HeldError)) {
		t.Errorf("a store that is written to is looked at: %v", err)
	}
	if holder := store.Holder(dir); !strings.Contains(holder, "process") {
		t.Errorf("the holder is %q", holder)
	}
}

func TestThereMustBeAStoreToLookAt(t *testing.T) {
	base := t.TempDir()
	before := content(t, base)
	for _, dir := range []string{base, filepath.Join(base, "none"), ""} {
		if _, err := store.Open(dir, store.WithReadOnly("x")); err == nil || !strings.Contains(err.Error(), "--data") {
			t.Errorf("%q: got %v", dir, err)
		}
	}
	if !maps.Equal(content(t, base), before) {
		t.Error("the folder was changed")
	}
}

func TestLostChangesAreToldToWhoOnlyLooks(t *testing.T) {
	dir := filled(t)
	if err := os.Remove(filepath.Join(dir, "db.head")); err != nil {
		t.Fatal(err)
	}
	s := openDisk(t, dir, store.WithReadOnly("this is only looked at"))
	if s.Lost() == nil || !strings.Contains(s.Lost().What, "no head file") || s.ReadOnly() != s.Lost().Sentence() {
		t.Errorf("got %v", s.Lost())
	}
}

// TestLookingAtAFileSystemThatCannotBeWritten mounts one where it may, and elsewhere takes the right to write away.
func TestLookingAtAFileSystemThatCannotBeWritten(t *testing.T) {
	for state, begin := range map[string]func(*testing.T) string{"closed": closedStore, "killed": killedStore} {
		t.Run(state, func(t *testing.T) {
			dir := begin(t)
			if mount := filepath.Join(t.TempDir(), "mount"); mountReadOnly(t, dir, mount) {
				dir = mount
			} else {
				closeToWriting(t, dir)
			}
			look := func() {
				s, err := store.Open(dir, store.WithReadOnly("this is only looked at"))
				if err != nil {
					t.Error(err)
					return
				}
				if rows, err := readWitness(s); err != nil || rows != damagedRows+21 {
					t.Errorf("%d rows are read: %v", rows, err)
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}
			look()
		})
	}
}

// closeToWriting takes the right to write to a folder and its files away from their owner.
func closeToWriting(t *testing.T, dir string) {
	t.Helper()
	for path, is := range content(t, dir) {
		mode := os.FileMode(0o400)
		if strings.HasPrefix(is, "d") {
			mode = 0o500
			t.Cleanup(func() { _ = os.Chmod(path, 0o700) }) // so that it can be removed
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
}
