package app_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"atrium/cmd/internal/app"
)

func TestLog(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	a, err := app.Open(t.Context(), app.Config{Data: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}()
	t.Run("a process without a fault leaves no log file", func(t *testing.T) {
		if _, err := os.Stat(a.Log.Path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("there is one: %v", err)
		}
	})
	t.Run("a fault stands whole in the log, under its id", func(t *testing.T) {
		id := a.Log.Fault("space.create", errors.New("the disk is on fire"))
		data, err := os.ReadFile(a.Log.Path)
		if err != nil || id == "" || !strings.Contains(string(data), "id="+id+" doing=space.create error=\"the disk is on fire\" stack=") {
			t.Errorf("id %q, %v, %s", id, err, data)
		}
	})
	t.Run("the log is bounded, and its owner's alone", func(t *testing.T) {
		for range 60 {
			a.Log.Fault("growing", errors.New(strings.Repeat("x", 40<<10)))
		}
		for _, path := range []string{a.Log.Path, a.Log.Path + ".1"} {
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			if info.Size() > 1<<20 || info.Mode().Perm() != 0o600 {
				t.Errorf("%s has %d bytes and the mode %o", path, info.Size(), info.Mode().Perm())
			}
		}
	})
}

func TestDataFolder(t *testing.T) {
	for name, c := range map[string]struct{ named, variable, xdg, want string }{
		"the folder that was named goes first": {"/a", "/b", "/c", "/a"},
		"then ATRIUM_DATA":                     {"", "/b", "/c", "/b"},
		"then the XDG data folder":             {"", "", "/c", "/c/atrium"},
		"which must be absolute":               {"", "", "c", "/home/me/.local/share/atrium"},
		"and has a default":                    {"", "", "", "/home/me/.local/share/atrium"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("ATRIUM_DATA", c.variable)
			t.Setenv("XDG_DATA_HOME", c.xdg)
			t.Setenv("HOME", "/home/me")
			if got, err := app.DataFolder(c.named); err != nil || got != c.want {
				t.Errorf("it is %q, %v", got, err)
			}
		})
	}
}
