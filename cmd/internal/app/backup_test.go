package app_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"atrium/cmd/internal/app"
	"atrium/model"
	"atrium/store"
)

// opened opens the store in a folder.
func opened(t *testing.T, c app.Config) *app.App {
	t.Helper()
	a, err := app.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func signUp(t *testing.T, a *app.App, email string) {
	t.Helper()
	if _, err := a.Service.Do(t.Context(), a.Session, &model.SignUp{Email: email, Name: "Li Juan"}); err != nil {
		t.Fatal(err)
	}
}

func closed(t *testing.T, a *app.App) {
	t.Helper()
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
}

// signedUp makes a store in a new folder, with sign-ups in it.
func signedUp(t *testing.T, emails ...string) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "store")
	a := opened(t, app.Config{Data: dir})
	for _, email := range emails {
		signUp(t, a, email)
	}
	closed(t, a)
	return dir
}

// system is the program's own record, as the program before the chain of the activity left it.
type system struct {
	Seed      uint64            `cbor:"1,keyasint"`
	Program   model.Instant     `cbor:"2,keyasint"`
	Wall      model.Instant     `cbor:"3,keyasint"`
	Sequences map[string]uint64 `cbor:"4,keyasint"`
	Records   int               `cbor:"5,keyasint"`
}

// age makes a store one of an earlier version.
func age(t *testing.T, dir string) {
	t.Helper()
	s, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	err = s.Update(t.Context(), func(w model.Writer) error {
		var record system
		if _, err := w.Get("system", model.K("system"), &record); err != nil {
			return err
		}
		record.Records = 1
		return w.Put("system", model.K("system"), &record)
	})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
}

func wantSound(t *testing.T, a *app.App) {
	t.Helper()
	findings, err := a.Verify(t.Context(), nil)
	if err != nil || len(findings) > 0 {
		t.Errorf("got %v, %v", findings, err)
	}
}

func TestBackupBeforeAnUpgrade(t *testing.T) {
	t.Run("records are backed up before they are brought to a newer version, and the log says where", func(t *testing.T) {
		dir := signedUp(t, "li@example.com")
		age(t, dir)
		a := opened(t, app.Config{Data: dir})
		wantSound(t, a)
		closed(t, a)
		kept := app.OwnBackups(dir)
		if len(kept) != 1 {
			t.Fatalf("%v are kept", kept)
		}
		log, err := os.ReadFile(filepath.Join(dir, "atrium.log"))
		if err != nil || !strings.Contains(string(log), kept[0]) {
			t.Errorf("the log says %q: %v", log, err)
		}
		info, err := app.CheckBackup(t.Context(), kept[0], nil)
		if err != nil || info.Records != 1 || info.Rows["activity"] != 1 {
			t.Errorf("got %+v, %v", info, err)
		}
		if _, err := app.Restore(t.Context(), app.Config{Data: dir}, kept[0], false, nil); err != nil {
			t.Fatal(err)
		}
		a = opened(t, app.Config{Data: dir})
		wantSound(t, a)
		closed(t, a)
	})
	t.Run("the last five are kept", func(t *testing.T) {
		dir := signedUp(t, "li@example.com")
		for range 7 {
			age(t, dir)
			closed(t, opened(t, app.Config{Data: dir}))
		}
		if kept := app.OwnBackups(dir); len(kept) != 5 {
			t.Errorf("%v are kept", kept)
		}
	})
	t.Run("without a backup nothing is upgraded, and the store is not opened", func(t *testing.T) {
		dir := signedUp(t, "li@example.com")
		age(t, dir)
		if err := os.WriteFile(filepath.Join(dir, "backups"), nil, 0o600); err != nil { // where the folder would be
			t.Fatal(err)
		}
		_, err := app.Open(t.Context(), app.Config{Data: dir})
		if open := (*app.OpenError)(nil); !errors.As(err, &open) || !strings.Contains(err.Error(), "no backup can be taken") {
			t.Errorf("got %v", err)
		}
		if err := os.Remove(filepath.Join(dir, "backups")); err != nil {
			t.Fatal(err)
		}
		closed(t, opened(t, app.Config{Data: dir}))
	})
	t.Run("who only looks sees older records as they are, and verifying says so", func(t *testing.T) {
		dir := signedUp(t, "li@example.com")
		age(t, dir)
		a := opened(t, app.Config{Data: dir, ReadOnly: true})
		findings, err := a.Verify(t.Context(), nil)
		if err != nil || len(findings) != 1 || !strings.Contains(findings[0].Fix, "once for writing") {
			t.Errorf("got %v, %v", findings, err)
		}
		closed(t, a)
	})
}

func TestRestore(t *testing.T) {
	t.Run("what does not agree with itself is restored only where that is accepted", func(t *testing.T) {
		dir := signedUp(t, "li@example.com")
		s, err := store.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		err = s.Update(t.Context(), func(w model.Writer) error {
			return w.Put("email", model.K("ghost@example.com"), &struct {
				Email string `cbor:"1,keyasint"`
				Alias string `cbor:"2,keyasint"`
			}{"ghost@example.com", "ghost"})
		})
		if err := errors.Join(err, s.Close()); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "backup")
		a := opened(t, app.Config{Data: dir})
		if _, err := a.Backup(t.Context(), file, nil); err != nil {
			t.Fatal(err)
		}
		closed(t, a)
		into := app.Config{Data: filepath.Join(t.TempDir(), "into")}
		var findings *app.FindingsError
		if _, err := app.Restore(t.Context(), into, file, false, nil); !errors.As(err, &findings) || findings.Findings[0].Check != "people" {
			t.Errorf("got %v", err)
		}
		if _, err := app.Restore(t.Context(), into, file, true, nil); err != nil {
			t.Error(err)
		}
	})
	t.Run("a store that is open is not replaced", func(t *testing.T) {
		dir := signedUp(t, "li@example.com")
		a := opened(t, app.Config{Data: dir})
		file := filepath.Join(t.TempDir(), "backup")
		if _, err := a.Backup(t.Context(), file, nil); err != nil {
			t.Fatal(err)
		}
		_, err := app.Restore(t.Context(), app.Config{Data: dir}, file, false, nil)
		if open := (*app.OpenError)(nil); !errors.As(err, &open) {
			t.Errorf("got %v", err)
		}
		closed(t, a)
	})
}

func TestAnotherStore(t *testing.T) {
	t.Run("ACT-01 a database of another store is noticed by its activity, however far it has come", func(t *testing.T) {
		mine, other := signedUp(t, "li@example.com", "bo@example.com"), signedUp(t, "x@example.com", "y@example.com", "z@example.com")
		if err := errors.Join(os.RemoveAll(filepath.Join(mine, "db")), os.Rename(filepath.Join(other, "db"), filepath.Join(mine, "db"))); err != nil {
			t.Fatal(err)
		}
		a := opened(t, app.Config{Data: mine})
		lost := a.Lost()
		if lost == nil || !strings.Contains(lost.What, "entry 2 of the activity is not what stood there") || a.ReadOnly() == "" {
			t.Errorf("got %+v", lost)
		}
		_, err := a.Service.Do(t.Context(), a.Session, &model.SignUp{Email: "new@example.com", Name: "New"})
		if refusal, refused := model.AsRefusal(err); !refused || !strings.Contains(refusal.Message, "atrium store accept") {
			t.Errorf("got %v", err)
		}
		closed(t, a)
	})
}

func TestReadOnlyWritesNothing(t *testing.T) {
	dir := signedUp(t, "li@example.com")
	before := folder(t, dir)
	a := opened(t, app.Config{Data: dir, ReadOnly: true})
	_, _ = a.Service.Do(t.Context(), a.Session, &model.SignUp{Email: "bo@example.com", Name: "Bo"}) // which is refused
	if id := a.Log.Fault("testing", errors.New("a fault")); id != "" {
		t.Error("a fault was logged")
	}
	info, err := a.Info(t.Context())
	if err != nil || info.ReadOnly == "" || info.HeldBy != "" || info.Rows == 0 {
		t.Errorf("got %+v, %v", info, err)
	}
	closed(t, a)
	if after := folder(t, dir); after != before {
		t.Errorf("the folder was\n%s\nand is\n%s", before, after)
	}
}

// folder lists what is in a folder, with sizes, times and bytes.
func folder(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		var data []byte
		if !info.IsDir() {
			data, err = os.ReadFile(path)
		}
		fmt.Fprintf(&b, "%s %d %s %s %x\n", path, info.Size(), info.Mode(), info.ModTime(), data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}
