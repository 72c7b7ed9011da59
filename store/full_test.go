package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"atrium/model"
	"atrium/store"
	"atrium/store/storetest"
)

// fillChild writes until the store refuses, says why, and closes it.
func fillChild(s *store.Store) error {
	err := storetest.WriteUntilKilled(s, os.Stdout)
	fmt.Println("refused:", err)
	return s.Close()
}

// acknowledged reads what a child says, up to the line that is not a number.
func (p *process) acknowledged(t *testing.T) (last uint64, then string) {
	t.Helper()
	for p.lines.Scan() {
		n, err := strconv.ParseUint(p.lines.Text(), 10, 64)
		if err != nil {
			return last, p.lines.Text()
		}
		last = n
	}
	t.Fatal("the child ended by itself")
	return 0, ""
}

func TestFullFileSystemRefusesChangesAndKeepsEveryAcknowledgedOne(t *testing.T) {
	disk := filepath.Join(t.TempDir(), "disk")
	if !mountSmall(t, disk, 76<<20) {
		return // the next test means the same where nothing can be mounted, with files that cannot grow
	}
	dir := filepath.Join(disk, "store")
	p := startChild(t, "fill", dir)
	last, refusal := p.acknowledged(t)
	if !strings.Contains(refusal, "MiB are free") || !strings.Contains(refusal, "free some space") {
		t.Errorf("it said %q", refusal)
	}
	if err := p.Wait(); err != nil {
		t.Fatal(err)
	}
	junk := fillUp(t, disk)
	full := openDisk(t, dir)
	if err := putOne(full, "x"); !errors.As(err, new(*model.ReadOnlyError)) || !strings.Contains(full.ReadOnly(), "MiB are free") {
		t.Errorf("opened on a full disk: %v", err)
	}
	storetest.CheckAfterKill(t, full, last)
	if err := errors.Join(full.Close(), os.Remove(junk)); err != nil {
		t.Fatal(err)
	}
	s := openDisk(t, dir, store.WithFreeFloor(1<<20))
	storetest.CheckAfterKill(t, s, last)
	if err := putOne(s, "after"); err != nil {
		t.Errorf("with space again: %v", err)
	}
}

// fillUp writes a file until nothing more goes on the disk.
func fillUp(t *testing.T, disk string) string {
	t.Helper()
	f, err := os.Create(filepath.Join(disk, "junk"))
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = f.Write(make([]byte, 64<<10))
	}
	if !errors.Is(err, unix.ENOSPC) {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return f.Name()
}

// limitedChild writes, then may make no file larger than a page any more, and writes on until the engine needs a new
// one.
func limitedChild(s *store.Store, dir string) error {
	signal.Ignore(unix.SIGXFSZ)
	err := s.Update(context.Background(), func(w model.Writer) error {
		return w.Put("t", model.K("large"), &storetest.Record{Blob: randomBytes(100 << 10)})
	})
	if err != nil {
		return err
	}
	for i := range 10 {
		if err := putOne(s, fmt.Sprint("before", i)); err != nil {
			return err
		}
	}
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: 4096, Max: 4096}); err != nil {
		return err
	}
	if _, err := s.BackupFile(context.Background(), filepath.Join(dir, "backup"), 0, nil); err != nil {
		fmt.Println("backup:", err)
	}
	err = storetest.WriteUntilKilled(s, os.Stdout)
	fmt.Println("refused:", err)
	return nil
}

func TestFilesThatCannotGrowRefuseChangesAndKeepEveryAcknowledgedOne(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	p := startChild(t, "limited", dir)
	_, said := p.acknowledged(t)
	if !strings.HasPrefix(said, "backup: the backup "+dir) || !strings.Contains(said, "file too large") {
		t.Errorf("of the backup it said %q", said)
	}
	last, said := p.acknowledged(t)
	if !strings.HasPrefix(said, "refused: ") || strings.Contains(said, "<nil>") {
		t.Errorf("it said %q", said)
	}
	t.Log(last, said)
	_ = p.Wait() // the exit code is not the question
	if left, err := filepath.Glob(filepath.Join(dir, "*backup*")); err != nil || len(left) > 0 {
		t.Errorf("half a backup is left: %v, %v", left, err)
	}
	s := openDisk(t, dir)
	storetest.CheckAfterKill(t, s, last)
	if s.Lost() != nil || !has(t, s, "before9") {
		t.Errorf("something is lost: %v", s.Lost())
	}
	if err := putOne(s, "after"); err != nil {
		t.Error(err)
	}
}

func TestStoreIsNotClosedOntoAFullDisk(t *testing.T) {
	free := uint64(1 << 40)
	dir := filepath.Join(t.TempDir(), "store")
	s, err := store.Open(dir, store.WithFreeSpace(func(string) (uint64, error) { return free, nil }))
	if err := errors.Join(err, putOne(s, "kept")); err != nil {
		t.Fatal(err)
	}
	free = 1 << 20
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(t.TempDir(), "left") // what the end of the process leaves behind
	if err := os.CopyFS(left, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	if again := openDisk(t, left); again.Lost() != nil || !has(t, again, "kept") {
		t.Errorf("something is lost: %v", again.Lost())
	}
}
