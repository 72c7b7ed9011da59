package store_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"atrium/model"
	"atrium/store"
	"atrium/store/storetest"
)

// sound is the check of a restored store that finds nothing.
func sound(*store.Store) error { return nil }

// written makes a store in a folder, with rows in two tables, and a backup of it.
func written(t *testing.T, rows int) (dir, file string) {
	t.Helper()
	dir, file = filepath.Join(t.TempDir(), "store"), filepath.Join(t.TempDir(), "backup")
	s := openDisk(t, dir)
	err := s.Load(context.Background(), func(l model.Loader) error {
		for i := range rows {
			if err := l.Put("numbered", model.K("n").Uint(uint64(i)), &storetest.Record{Number: uint64(i), Text: "some text"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(err, putOne(s, "kept")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.BackupFile(t.Context(), file, 7, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir, file
}

func TestBackupComesBackAsItWas(t *testing.T) {
	_, file := written(t, 5000)
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup has mode %v: %v", info.Mode(), err)
	}
	dir := filepath.Join(t.TempDir(), "other")
	done, err := store.Restore(t.Context(), file, dir, sound, nil)
	if err != nil || done.Records != 7 || done.Total() != 5001 || done.Rows["numbered"] != 5000 || done.Aside != "" {
		t.Fatalf("got %+v, %v", done, err)
	}
	s := openDisk(t, dir)
	if !has(t, s, "kept") {
		t.Error("a row is gone")
	}
	again := filepath.Join(t.TempDir(), "again")
	if _, err := s.BackupFile(t.Context(), again, 7, nil); err != nil {
		t.Fatal(err)
	}
	if a, b := rowsOf(t, file), rowsOf(t, again); !bytes.Equal(a, b) {
		t.Error("a backup of the restored store holds something else")
	}
}

// rowsOf is what stands in a backup between its header and its end.
func rowsOf(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	begin := 8 + 5 + int(binary.LittleEndian.Uint32(data[9:])) + 4 // magic, and the frame of the header
	return data[begin:bytes.LastIndex(data, []byte(`{"rows"`))]
}

func TestBackupIsOfOneMomentWhileOthersWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	s := openDisk(t, dir)
	ctx, stop := context.WithCancel(t.Context())
	var writers sync.WaitGroup
	writers.Go(func() {
		for n := 0; ctx.Err() == nil; n++ { // both rows change together
			err := s.Update(context.Background(), func(w model.Writer) error {
				r := &storetest.Record{Number: uint64(n), Blob: bytes.Repeat([]byte{1}, n%3000)}
				return errors.Join(w.Put("a", model.K("x"), r), w.Put("z", model.K("x"), r), w.Put("m", model.K("x").Uint(uint64(n)), r))
			})
			if err != nil {
				t.Error(err)
				return
			}
		}
	})
	for i := range 5 {
		file := filepath.Join(t.TempDir(), "backup")
		if _, err := s.BackupFile(t.Context(), file, 0, nil); err != nil {
			t.Fatal(err)
		}
		into := filepath.Join(t.TempDir(), fmt.Sprint("into", i))
		if _, err := store.Restore(t.Context(), file, into, wantOneMoment, nil); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	writers.Wait()
}

func wantOneMoment(s *store.Store) error {
	return s.View(context.Background(), func(r model.Reader) error {
		var a, z storetest.Record
		_, errA := r.Get("a", model.K("x"), &a)
		_, errZ := r.Get("z", model.K("x"), &z)
		rows := uint64(0)
		for _, err := range r.Scan("m", model.Range{}) {
			if err != nil {
				return err
			}
			rows++
		}
		if a.Number != z.Number || rows > 0 && rows != a.Number+1 {
			return fmt.Errorf("the backup holds %d, %d and %d rows", a.Number, z.Number, rows)
		}
		return errors.Join(errA, errZ)
	})
}

func TestBackupWritesOverNothing(t *testing.T) {
	s := openDisk(t, filepath.Join(t.TempDir(), "store"))
	dir := t.TempDir()
	file := filepath.Join(dir, "backup")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := s.BackupFile(t.Context(), file, 0, nil)
	if !errors.As(err, new(*store.ExistsError)) {
		t.Errorf("got %v", err)
	}
	_, err = s.BackupFile(t.Context(), filepath.Join(dir, "no", "backup"), 0, nil)
	if err == nil || !strings.Contains(err.Error(), "cannot be written") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if err := putOne(s, "x"); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := s.BackupFile(ctx, filepath.Join(dir, "canceled"), 0, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if left := content(t, dir); len(left) != 2 { // the folder and the file
		t.Errorf("the folder holds %d things", len(left))
	}
}

func TestEveryDamageToABackupIsFound(t *testing.T) {
	_, file := written(t, 3)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(t.TempDir(), "broken")
	check := func(what string, data []byte) {
		t.Helper()
		if err := os.WriteFile(broken, data, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := store.CheckBackup(t.Context(), broken, nil)
		var damaged *store.DamagedBackupError
		if !errors.As(err, &damaged) || damaged.At < 0 || damaged.At > int64(len(data)) || !strings.Contains(err.Error(), "at byte") {
			t.Errorf("%s: got %v", what, err)
		}
	}
	for i := range whole {
		flipped := bytes.Clone(whole)
		flipped[i] ^= 1 << (i % 8)
		check(fmt.Sprint("a bit flipped at ", i), flipped)
		check(fmt.Sprint("cut off at ", i), whole[:i])
	}
	check("something behind it", append(bytes.Clone(whole), 0))
	if _, err := store.CheckBackup(t.Context(), file, nil); err != nil {
		t.Errorf("the whole backup: %v", err)
	}
}

func TestDamagedBackupLeavesTheStoreAsItWas(t *testing.T) {
	dir, file := written(t, 20_000)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)-len(data)/4] ^= 1
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	before := content(t, dir)
	_, err = store.Restore(t.Context(), file, dir, sound, nil)
	if !errors.As(err, new(*store.DamagedBackupError)) {
		t.Fatalf("got %v", err)
	}
	if !maps.Equal(content(t, dir), before) {
		t.Error("the store was changed")
	}
}

func TestRestoringSwapsTheWholeStoreAndKeepsTheOldOne(t *testing.T) {
	dir, file := written(t, 100)
	s := openDisk(t, dir)
	if err := errors.Join(putOne(s, "later"), s.Close()); err != nil {
		t.Fatal(err)
	}
	refused := errors.New("not this one")
	before := content(t, dir)
	if _, err := store.Restore(t.Context(), file, dir, func(*store.Store) error { return refused }, nil); !errors.Is(err, refused) {
		t.Fatalf("got %v", err)
	}
	if !maps.Equal(content(t, dir), before) {
		t.Error("a refused restoring changed the store")
	}
	for range 2 {
		done, err := store.Restore(t.Context(), file, dir, sound, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(done.Aside); err != nil {
			t.Errorf("the old database is not where it was told: %v", err)
		}
		s := openDisk(t, dir)
		if has(t, s, "later") || !has(t, s, "kept") || s.Lost() != nil {
			t.Errorf("the store is not what the backup holds: %v", s.Lost())
		}
		if err := errors.Join(putOne(s, "later"), s.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestRestoringRefusesAStoreThatIsOpen(t *testing.T) {
	dir, file := written(t, 10)
	openDisk(t, dir)
	if _, err := store.Restore(t.Context(), file, dir, sound, nil); !errors.As(err, new(*store.HeldError)) {
		t.Errorf("got %v", err)
	}
}

func TestRestoringMendsAStoreThatCannotBeOpened(t *testing.T) {
	for name, harm := range map[string]func(dir string) error{
		"a signature of nonsense": func(dir string) error { return os.WriteFile(filepath.Join(dir, "atrium.json"), []byte("{"), 0o600) },
		"a missing list of files": func(dir string) error { return os.Remove(filepath.Join(dir, "db", "MANIFEST")) },
		"a missing database":      func(dir string) error { return os.RemoveAll(filepath.Join(dir, "db")) },
		"a missing head file":     func(dir string) error { return os.Remove(filepath.Join(dir, "db.head")) },
		"a restoring half-way":    func(dir string) error { return os.Mkdir(filepath.Join(dir, "db-1.part"), 0o700) },
		"a killed lock's signature": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "atrium.lock"), []byte("process 1\n"), 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, file := written(t, 10)
			if err := harm(dir); err != nil {
				t.Fatal(err)
			}
			if _, err := store.Restore(t.Context(), file, dir, sound, nil); err != nil {
				t.Fatal(err)
			}
			s := openDisk(t, dir)
			if !has(t, s, "kept") || s.Lost() != nil {
				t.Errorf("the store was not mended: %v", s.Lost())
			}
		})
	}
}

func TestBackupOfANewerProgramIsLeftAlone(t *testing.T) {
	dir, file := written(t, 1)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	newer := bytes.Replace(data, []byte(`"format":1`), []byte(`"format":9`), 1)
	store.MendFrame(newer[8:])
	if err := os.WriteFile(file, newer, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Restore(t.Context(), file, dir, sound, nil); !errors.As(err, new(*store.NewerBackupError)) {
		t.Errorf("got %v", err)
	}
}

// TestKilledWhileABackupIsTaken and the next test kill a process in the middle of its work, some ten times at
// another moment each.
func TestKilledWhileABackupIsTaken(t *testing.T) {
	dir, _ := written(t, 20_000)
	for n := range 5 {
		p := startChild(t, "backup", dir)
		p.killAt(t, n*5)
		s := openDisk(t, dir)
		if !has(t, s, "kept") || s.Lost() != nil {
			t.Fatalf("round %d: the store is not whole: %v", n, s.Lost())
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	made, err := filepath.Glob(filepath.Join(dir, "backup*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range made {
		if _, err := store.CheckBackup(t.Context(), file, nil); err != nil {
			t.Errorf("a backup with its name is not whole: %v", err)
		}
	}
}

func TestKilledWhileABackupIsRestored(t *testing.T) {
	dir, file := written(t, 20_000)
	if err := os.Rename(file, filepath.Join(dir, "from")); err != nil {
		t.Fatal(err)
	}
	for n := range 5 {
		p := startChild(t, "restore", dir)
		p.killAt(t, n*5)
		s := openDisk(t, dir)
		info, err := s.BackupFile(t.Context(), filepath.Join(t.TempDir(), "after"), 0, nil)
		if err != nil || info.Rows["numbered"] != 20_000 || !has(t, s, "kept") || s.Lost() != nil {
			t.Fatalf("round %d: the store is not whole: %+v, %v, %v", n, info, s.Lost(), err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// killAt kills the child once it has said so many lines, or lets it end.
func (p *process) killAt(t *testing.T, lines int) {
	t.Helper()
	for p.lines.Scan() {
		if lines--; lines <= 0 {
			if err := p.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
				t.Fatal(err)
			}
		}
	}
	_ = p.Wait() // it was killed, or came to its end before
}

// sayEach writes a line for each step of a long work.
func sayEach(done, total int) { fmt.Println(done, "of", total) }

// backupChild and restoreChild are the work that is killed.
func backupChild(s *store.Store, dir string) error {
	file := filepath.Join(dir, fmt.Sprintf("backup%d", os.Getpid()))
	_, err := s.BackupFile(context.Background(), file, 0, sayEach)
	return err
}

func restoreChild(dir string) error {
	_, err := store.Restore(context.Background(), filepath.Join(dir, "from"), dir, sound, sayEach)
	return err
}
