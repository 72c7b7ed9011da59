package store_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"atrium/model"
	"atrium/store"
	"atrium/store/storetest"
)

// damagedRows is how many rows the stores have that are damaged.
const damagedRows = 3000

// witness writes what a later reading is held against: rows in one table, one large enough for the engine's value log,
// and a count of them in another.
func witness(t *testing.T, s *store.Store) {
	t.Helper()
	err := s.Load(context.Background(), func(l model.Loader) error {
		for i := range damagedRows {
			if err := l.Put("numbered", model.K("n").Uint(uint64(i)), &storetest.Record{Number: uint64(i), Text: fmt.Sprint("row number ", i)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = s.Update(context.Background(), func(w model.Writer) error {
			return w.Put("large", model.K("one"), &storetest.Record{Blob: randomBytes(200 << 10)})
		})
	}
	for i := range 20 {
		err = errors.Join(err, putOne(s, fmt.Sprint("single", i)))
	}
	if err != nil {
		t.Fatal(err)
	}
}

func randomBytes(n int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(r.Uint32())
	}
	return data
}

// closedStore and killedStore make stores in a new folder: one that was closed, and one whose process was killed after
// it had promised that all of it is durable and had written the head file.
func closedStore(t *testing.T) string {
	dir := filepath.Join(t.TempDir(), "store")
	s := openDisk(t, dir)
	witness(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func killedStore(t *testing.T) string {
	dir := filepath.Join(t.TempDir(), "store")
	s := openDisk(t, dir)
	witness(t, s)
	if err := s.WriteHead(); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "killed")
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil { // what a killed process leaves behind
		t.Fatal(err)
	}
	return copied
}

// verdict is what became of a damaged store.
type verdict string

const (
	refusedOpen verdict = "refused to open"
	toldLoss    verdict = "told that something is lost"
	toldDamage  verdict = "told of the damage when it was read"
	whole       verdict = "whole"
	silentLoss  verdict = "silently less"
)

// judge opens a store that was damaged and reads all of it.
func judge(t *testing.T, dir string) (verdict, error) {
	t.Helper()
	s, err := store.Open(dir)
	if err != nil {
		return refusedOpen, err
	}
	defer func() { _ = s.Close() }() // a damaged store may not close cleanly
	if lost := s.Lost(); lost != nil {
		if err := putOne(s, "written"); !errors.As(err, new(*model.ReadOnlyError)) || !strings.Contains(err.Error(), "atrium store accept") {
			t.Errorf("a store that has lost something takes changes: %v", err)
		}
		return toldLoss, errors.New(lost.What)
	}
	rows, err := readWitness(s)
	if err == nil && rows != damagedRows+21 {
		return silentLoss, fmt.Errorf("%d rows", rows)
	}
	var findings []model.Finding
	fault := s.Verify(context.Background(), []string{"numbered", "large", "t"}, func(f model.Finding) { findings = append(findings, f) }, nil)
	if err != nil || fault != nil || len(findings) > 0 {
		if len(findings) == 0 {
			t.Errorf("reading failed (%v), and verifying found nothing", err)
		}
		return toldDamage, errors.Join(err, fault, fmt.Errorf("%v", findings))
	}
	return whole, nil
}

// readWitness reads every row, and compares it with what was written.
func readWitness(s *store.Store) (rows int, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	err = s.View(context.Background(), func(r model.Reader) error {
		for _, table := range []string{"numbered", "large", "t"} {
			for row, err := range r.Scan(table, model.Range{}) {
				if err != nil {
					return err
				}
				var record storetest.Record
				if err := row.Decode(&record); err != nil {
					return err
				}
				rows++
				if table == "numbered" && record.Text != fmt.Sprint("row number ", record.Number) || table == "large" && string(record.Blob) != string(randomBytes(200<<10)) {
					return fmt.Errorf("silently another record: %+v", record)
				}
			}
		}
		return nil
	})
	return rows, err
}

// filesOf lists the files of a store.
func filesOf(t *testing.T, dir string) (files []string) {
	t.Helper()
	for path, is := range content(t, dir) {
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(is, "d") {
			files = append(files, rel)
		}
	}
	slices.Sort(files)
	return files
}

// harms are what can happen to a file.
var harms = map[string]func(path string, r *rand.Rand) error{
	"removed": func(path string, _ *rand.Rand) error { return os.Remove(path) },
	"emptied": func(path string, _ *rand.Rand) error { return os.Truncate(path, 0) },
	"cut in half": func(path string, _ *rand.Rand) error {
		used, err := usedSize(path)
		return errors.Join(err, os.Truncate(path, used/2))
	},
	"without its end": func(path string, _ *rand.Rand) error {
		used, err := usedSize(path)
		return errors.Join(err, os.Truncate(path, max(0, used-11)))
	},
	"with a bit flipped at the beginning": func(path string, r *rand.Rand) error { return flip(path, r, 0, 16) },
	"with a bit flipped in the middle":    func(path string, r *rand.Rand) error { return flip(path, r, 40, 60) },
	"with a bit flipped near the end":     func(path string, r *rand.Rand) error { return flip(path, r, 90, 100) },
	"of zeros from the middle on": func(path string, _ *rand.Rand) error {
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		used, err := usedSize(path)
		clear(data[used/2:])
		return errors.Join(err, os.WriteFile(path, data, 0o600))
	},
}

// usedSize is how much of a file holds anything: the engine makes its logs larger.
func usedSize(path string) (int64, error) {
	data, err := os.ReadFile(path)
	n := len(data)
	for n > 0 && data[n-1] == 0 {
		n--
	}
	return int64(n), err
}

// flip changes one bit in a part of a file, in percent of what it holds; up to 16 percent counts as bytes.
func flip(path string, r *rand.Rand, from, to int) error {
	used, err := usedSize(path)
	if err != nil || used == 0 {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	lo, hi := int(used)*from/100, max(int(used)*from/100+1, int(used)*to/100)
	at := int64(lo + r.IntN(hi-lo))
	b := make([]byte, 1)
	if _, err := f.ReadAt(b, at); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	b[0] ^= 1 << r.IntN(8)
	_, err = f.WriteAt(b, at)
	return errors.Join(err, f.Close())
}

// restoredStore makes a store out of a backup, whose database has a name of its own.
func restoredStore(t *testing.T) string {
	dir := closedStore(t)
	s := openDisk(t, dir)
	file := filepath.Join(t.TempDir(), "backup")
	_, err := s.BackupFile(t.Context(), file, 0, nil)
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Restore(t.Context(), file, dir, sound, nil); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestDamageToAnyFileIsNeverSilentlyLess(t *testing.T) {
	for state, begin := range map[string]func(*testing.T) string{"closed": closedStore, "killed": killedStore, "restored": restoredStore} {
		original := begin(t)
		for _, file := range filesOf(t, original) {
			if state == "restored" && strings.Contains(file, "/") {
				continue // the database is as it was
			}
			for harm, do := range harms {
				t.Run(state+"/"+filepath.ToSlash(file)+" "+harm, func(t *testing.T) {
					t.Parallel()
					r := rand.New(rand.NewPCG(uint64(len(file)), uint64(len(harm))))
					for range rounds(harm) {
						judgeDamaged(t, original, func(dir string) error { return do(filepath.Join(dir, file), r) })
					}
				})
			}
		}
		t.Run(state+"/the whole database removed", func(t *testing.T) {
			t.Parallel()
			judgeDamaged(t, original, func(dir string) error {
				databases, err := filepath.Glob(filepath.Join(dir, "db*"))
				for _, database := range databases {
					if !strings.HasSuffix(database, ".head") {
						err = errors.Join(err, os.RemoveAll(database))
					}
				}
				return err
			})
		})
	}
}

// judgeDamaged does harm to a copy of a store: it may be refused, recover, or tell what is wrong, and may not say
// nothing and hold less.
func judgeDamaged(t *testing.T, original string, harm func(dir string) error) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "damaged")
	if err := errors.Join(os.CopyFS(dir, os.DirFS(original)), harm(dir)); err != nil {
		t.Fatal(err)
	}
	before := content(t, dir)
	got, err := judge(t, dir)
	if got == silentLoss || err != nil && strings.Contains(err.Error(), "silently") {
		t.Fatalf("%s: %v", got, err)
	}
	if got == refusedOpen && strings.Contains(err.Error(), "left as it is") && !sameButLock(before, content(t, dir)) {
		t.Errorf("a store that is said to be left alone was changed: %v", err)
	}
	t.Logf("%s: %v", got, err)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
}

// rounds is how often a harm is done: those that are drawn, at several places.
func rounds(harm string) int {
	if strings.Contains(harm, "flipped") {
		return 3
	}
	return 1
}

// sameButLock compares folders without the files that tell who has the store open.
func sameButLock(a, b map[string]string) bool {
	open := func(path, _ string) bool {
		return strings.HasSuffix(path, "LOCK") || strings.HasSuffix(path, "atrium.lock")
	}
	a, b = maps.Clone(a), maps.Clone(b)
	maps.DeleteFunc(a, open)
	maps.DeleteFunc(b, open)
	return maps.Equal(a, b)
}

func TestStoreAheadOfItsHeadFileIsWhole(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	s := openDisk(t, dir)
	if err := errors.Join(putOne(s, "first"), s.WriteHead(), putOne(s, "second")); err != nil {
		t.Fatal(err)
	}
	killed := filepath.Join(t.TempDir(), "killed") // between the commit and the writing of the head file
	if err := os.CopyFS(killed, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	again := openDisk(t, killed)
	if again.Lost() != nil || !has(t, again, "second") {
		t.Errorf("got %+v", again.Lost())
	}
	if err := putOne(again, "third"); err != nil {
		t.Error(err)
	}
}

func TestLostTailIsToldAndCanBeAccepted(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	s := openDisk(t, dir)
	if err := errors.Join(putOne(s, "first"), s.WriteHead()); err != nil {
		t.Fatal(err)
	}
	older := filepath.Join(t.TempDir(), "older")
	err := os.CopyFS(older, os.DirFS(dir))
	if err := errors.Join(err, putOne(s, "second"), s.Close()); err != nil {
		t.Fatal(err)
	}
	head, err := os.ReadFile(filepath.Join(dir, "db.head"))
	if err := errors.Join(err, os.WriteFile(filepath.Join(older, "db.head"), head, 0o600)); err != nil {
		t.Fatal(err)
	}
	lost := openDisk(t, older)
	told := lost.Lost()
	if told == nil || told.Was.Commit != 2 || told.Is.Commit != 1 || !strings.Contains(told.Sentence(), "holds 1 of the 2") {
		t.Fatalf("got %+v", told)
	}
	if _, err := os.Stat(filepath.Join(told.Kept, "MANIFEST")); err != nil {
		t.Errorf("the files as they were found are not kept: %v", err)
	}
	if err := putOne(lost, "x"); !errors.As(err, new(*model.ReadOnlyError)) {
		t.Errorf("it takes changes: %v", err)
	}
	if err := lost.Close(); err != nil {
		t.Fatal(err)
	}
	again := openDisk(t, older)
	if again.Lost() == nil {
		t.Fatal("it is told once only")
	}
	if again.Lost().Kept != told.Kept {
		t.Errorf("the files as they were found are told to be in %q, and were in %q", again.Lost().Kept, told.Kept)
	}
	if err := errors.Join(again.Accept(t.Context()), putOne(again, "x"), again.Close()); err != nil {
		t.Fatal(err)
	}
	if last := openDisk(t, older); last.Lost() != nil || !has(t, last, "x") {
		t.Errorf("after it was accepted: %+v", last.Lost())
	}
	if kept, err := filepath.Glob(filepath.Join(older, "db.found-*")); err != nil || len(kept) != 1 {
		t.Errorf("the files as they were found are not kept any longer: %v, %v", kept, err)
	}
}

func TestHeadFileIsWrittenSoonAfterAChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "store")
		s, err := store.Open(dir)
		if err := errors.Join(err, putOne(s, "x")); err != nil {
			t.Fatal(err)
		}
		before, err := os.ReadFile(filepath.Join(dir, "db.head"))
		time.Sleep(store.HeadEvery + time.Millisecond)
		synctest.Wait()
		after, err2 := os.ReadFile(filepath.Join(dir, "db.head"))
		if err := errors.Join(err, err2, s.Close()); err != nil {
			t.Fatal(err)
		}
		if string(before) == string(after) || !strings.Contains(string(after), `"commit":1`) {
			t.Errorf("it was %s, and is %s", before, after)
		}
		closed, err := os.ReadFile(filepath.Join(dir, "db.head"))
		if err != nil || string(closed) != string(after) {
			t.Errorf("nothing was changed, and it was written again: %v", err)
		}
	})
}
