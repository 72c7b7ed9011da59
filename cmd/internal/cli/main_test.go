package cli_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"atrium/cmd/internal/cli"
)

// TestMain lets the scripts run this test binary as atrium: the real program, each time in a process of its
// own, as the lock of the store and the exit codes need it.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"atrium": atrium, "atrium-loop": atriumLoop})
}

func atrium() {
	os.Exit(cli.Main(os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}

func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			passed := t.Run("script", func(t *testing.T) { runScript(t, file) })
			for _, section := range sectionsOf(t, file) {
				t.Run(section, func(t *testing.T) {
					if !passed {
						t.Error("the script did not come to its end")
					}
				})
			}
		})
	}
}

func runScript(t *testing.T, file string) {
	testscript.Run(t, testscript.Params{
		Files: []string{file},
		Setup: func(env *testscript.Env) error {
			env.Setenv("ATRIUM_DATA", env.WorkDir+"/store")
			env.Setenv("HOME", env.WorkDir+"/home")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "json": jsonIs, "setjson": setJSON, "hold": hold, "holds": holds, "serve": serve,
		},
	})
}

// section is a comment of a script that names the rule which the lines below it prove.
var section = regexp.MustCompile(`(?m)^# (.*[A-Z]{3}-\d\d.*)$`)

// sectionsOf lists what a script proves, so that each of it is a test with the rule in its name.
func sectionsOf(t *testing.T, file string) []string {
	t.Helper()
	script, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, match := range section.FindAllStringSubmatch(string(script), -1) {
		names = append(names, match[1])
	}
	return names
}

// exits CODE COMMAND… runs a command that must end with an exit code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("the exit code is %d, not %s", code, args[0])
	}
}

// jsonIs FILE PATH VALUE asserts what stands at a path of a JSON document, such as 0.name; the path len is
// the length of a list, and a value ending in … is a beginning.
func jsonIs(ts *testscript.TestScript, neg bool, args []string) {
	got := lookUp(ts, args[0], args[1])
	same := got == args[2]
	if begin, cut := strings.CutSuffix(args[2], "…"); cut {
		same = strings.HasPrefix(got, begin)
	}
	if same == neg {
		ts.Fatalf("%s is %q", args[1], got)
	}
}

// setJSON VARIABLE FILE PATH keeps what stands at a path for the commands that follow.
func setJSON(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv(args[0], lookUp(ts, args[1], args[2]))
}

func lookUp(ts *testscript.TestScript, file, path string) string {
	var document any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(file)), &document))
	for step := range strings.SplitSeq(path, ".") {
		switch value := document.(type) {
		case []any:
			if step == "len" {
				document = len(value)
				continue
			}
			i, err := strconv.Atoi(step)
			ts.Check(err)
			if i >= len(value) {
				ts.Fatalf("the list has %d items, and %s was asked for", len(value), path)
			}
			document = value[i]
		case map[string]any:
			item, found := value[step]
			if !found {
				ts.Fatalf("there is no %s in %v", step, value)
			}
			document = item
		default:
			ts.Fatalf("%s goes into a plain value", path)
		}
	}
	return fmt.Sprint(document)
}

// holds FOLDER TEXT asserts that a file of a folder holds a text.
func holds(ts *testscript.TestScript, neg bool, args []string) {
	found := ""
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(args[1])) {
			found = path
		}
		return err
	}))
	if (found == "") != neg {
		ts.Fatalf("%q was looked for in %s, and found in %q", args[1], args[0], found)
	}
}
