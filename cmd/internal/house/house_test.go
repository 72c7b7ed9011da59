// Package house holds the test of the program's shape: which part may know which.
package house

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// pkg is what go list tells about a package.
type pkg struct {
	ImportPath string
	Standard   bool
	Imports    []string
}

// arrows says, for each part, which other parts it may import. A part is the first element of the path
// within the module.
var arrows = map[string][]string{
	"cmd":    {"cmd", "tui", "store", "model", "assets"},
	"tui":    {"tui", "model"},
	"store":  {"store", "model"},
	"model":  {"model"},
	"assets": {"assets"},
}

// confined says which libraries only some packages may import, by prefix.
var confined = map[string][]string{
	"github.com/charmbracelet/bubbletea": {"atrium/tui", "atrium/cmd/internal/door"},
	"github.com/charmbracelet/lipgloss":  {"atrium/tui", "atrium/cmd/internal/door"},
	"github.com/charmbracelet/huh":       {"atrium/tui", "atrium/cmd/internal/door"},
	"github.com/dgraph-io/badger":        {"atrium/store"},
}

func TestEveryArrowPointsTheRightWay(t *testing.T) {
	for _, p := range list(t) {
		part, ours := partOf(p.ImportPath)
		if !ours {
			continue
		}
		for _, path := range p.Imports {
			if other, ours := partOf(path); ours && !slices.Contains(arrows[part], other) {
				t.Errorf("%s imports %s: %s may know only %s", p.ImportPath, path, part, strings.Join(arrows[part], ", "))
			}
		}
	}
}

func TestTheModelKnowsOnlyTheStandardLibrary(t *testing.T) {
	packages := list(t)
	standard := map[string]bool{}
	for _, p := range packages {
		standard[p.ImportPath] = p.Standard
	}
	for _, p := range packages {
		if part, _ := partOf(p.ImportPath); part != "model" && part != "assets" {
			continue
		}
		for _, path := range p.Imports {
			if _, ours := partOf(path); !ours && !standard[path] && !forTests(p.ImportPath) {
				t.Errorf("%s imports %s, which is not of the standard library", p.ImportPath, path)
			}
		}
	}
}

func TestALibraryStaysWhereItBelongs(t *testing.T) {
	for _, p := range list(t) {
		if _, ours := partOf(p.ImportPath); !ours || forTests(p.ImportPath) {
			continue
		}
		for _, path := range p.Imports {
			for library, homes := range confined {
				if strings.HasPrefix(path, library) && !slices.ContainsFunc(homes, func(home string) bool { return strings.HasPrefix(p.ImportPath, home) }) {
					t.Errorf("%s imports %s, which only %s may", p.ImportPath, path, strings.Join(homes, " and "))
				}
			}
		}
	}
}

func TestTheTopLevelHoldsTheFiveFoldersAndNothingElse(t *testing.T) {
	allowed := []string{"cmd", "tui", "model", "store", "assets", "go.mod", "go.sum", "README.md"}
	entries, err := os.ReadDir("../../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(allowed, e.Name()) {
			t.Errorf("the top level holds %s", e.Name())
		}
	}
}

// partOf is the part of the house that a package of this module belongs to.
func partOf(path string) (part string, ours bool) {
	rest, ours := strings.CutPrefix(path, "atrium/")
	part, _, _ = strings.Cut(rest, "/")
	return part, ours
}

// forTests tells a package that only tests import.
func forTests(path string) bool { return strings.HasSuffix(path, "test") }

// list asks the go command for every package that the program is made of.
func list(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-deps", "-json=ImportPath,Standard,Imports", "atrium/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}
