package cli_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/creack/pty"

	_ "atrium/tui/background" // as main has it, or the libraries ask the terminal before the program begins
)

// atTerminal runs atrium at a terminal: once what it wrote holds asked, typed is given to it. It returns
// all that it wrote, and the exit code.
func atTerminal(t *testing.T, asked, typed string, args ...string) (string, int) {
	t.Helper()
	cmd := exec.Command("atrium", args...)
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = terminal.Close() }() // only read from
	var out bytes.Buffer
	chunk := make([]byte, 4096)
	for answered := false; ; {
		n, err := terminal.Read(chunk)
		out.Write(chunk[:n])
		if err != nil {
			break // a terminal whose program ended answers with an error
		}
		if !answered && strings.Contains(out.String(), asked) {
			answered = true
			if _, err := io.WriteString(terminal, typed); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = cmd.Wait() // the exit code says the same
	return out.String(), cmd.ProcessState.ExitCode()
}

func TestConfirmAtTerminal(t *testing.T) {
	cancel := []string{"--demo", "member", "cancel", "--space", "riverbend-labs", "--email", "richard.roe@example.com"}
	remove := []string{"--demo", "space", "delete", "--name", "riverbend-labs"}
	disconnect := []string{"--demo", "account", "remove", "--space", "riverbend-sandbox", "--aws", "333344445555"}
	fall := []string{"--demo", "billing", "allow", "--space", "riverbend-labs", "--tiers", "free", "--aws", "111122223333"}
	for name, c := range map[string]struct {
		asked, typed string
		args         []string
		code         int
		want         string
	}{
		"ACT-03 the plan is shown before a yes is asked for":         {"[y/N]", "y\r", cancel, 0, "the invitation of richard.roe@example.com"},
		"ACT-03 anything but a yes changes nothing":                  {"[y/N]", "\r", cancel, 3, "not confirmed"},
		"SPC-10 what goes is counted before the word is asked for":   {"Type delete", "delete\r", remove, 0, "34 members lose access"},
		"SPC-09 any other word is refused":                           {"Type delete", "remove\r", remove, 3, "the word is delete"},
		"ACC-05 the name of the space is asked for":                  {"Type riverbend-sandbox", "riverbend-sandbox\r", disconnect, 0, "removes  the connection"},
		"ACC-05 another word than that name is refused":              {"Type riverbend-sandbox", "remove\r", disconnect, 3, "ACC-05"},
		"BIL-10 what takes a tier away asks at a terminal":           {"[y/N]", "n\r", fall, 3, "the Standard tier of riverbend-labs, at once"},
		"BIL-10 and is done on a yes":                                {"[y/N]", "y\r", fall, 0, "Done."},
		"an interrupt ends the waiting and is no answer":             {"[y/N]", "\x03", cancel, 1, "Interrupted"},
		"a table is cut to the terminal":                             {"Alias", "", []string{"--demo", "member", "list", "--space", "riverbend-labs"}, 0, "…"},
		"the help says where a person finds what a command is about": {"Usage", "", []string{"space", "delete", "--help"}, 0, "atrium guide delete-space"},
	} {
		t.Run(name, func(t *testing.T) {
			out, code := atTerminal(t, c.asked, c.typed, c.args...)
			if code != c.code || !strings.Contains(out, c.want) || strings.ContainsRune(out, 0x1b) {
				t.Errorf("exit code %d, and it wrote %q", code, out)
			}
		})
	}
}

func TestTiersFitTheTerminal(t *testing.T) {
	t.Run("BIL-07 the tiers stand side by side in 80 columns, and nothing of them is cut off", func(t *testing.T) {
		out, code := atTerminal(t, "Free", "", "--demo", "billing", "compare", "--members", "1000000")
		if code != 0 || strings.Contains(out, "…") || !strings.Contains(out, "Enterprise") || !strings.Contains(out, "2023-11-28") {
			t.Errorf("exit code %d, and it wrote %q", code, out)
		}
	})
}

func TestLookingAround(t *testing.T) {
	t.Run("ACT-05 with --read-only the screens say so, and leave every byte of the data folder as it was", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "store")
		if _, code := run(t, "person", "sign-up", "--email", "li@example.com", "--name", "Li Juan", "--data", dir); code != 0 {
			t.Fatal("no store was made")
		}
		before := digests(t, dir)
		out, code := atTerminal(t, "READ ONLY", "q\x03\x03", "--read-only", "--data", dir)
		if code != 0 && code != 1 || !strings.Contains(out, "READ ONLY") {
			t.Errorf("exit code %d, and it wrote %q", code, out)
		}
		if after := digests(t, dir); after != before {
			t.Errorf("the folder was\n%s\nand is\n%s", before, after)
		}
	})
}

// digests lists the files of a folder with their modes, times and digests.
func digests(t *testing.T, dir string) string {
	t.Helper()
	var lines strings.Builder
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		fmt.Fprintf(&lines, "%s %s %s %x\n", path, info.Mode(), info.ModTime(), sha256.Sum256(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines.String()
}

func TestInterrupted(t *testing.T) {
	cmd := exec.Command("atrium", "person", "verify", "--email", "a@b", "--code", "1", "--alias", "Abc", "--agree", "--password-stdin", "--demo")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }() // nothing was written
	var out bytes.Buffer
	cmd.Stderr = &out
	ready, err := os.CreateTemp(t.TempDir(), "ready")
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout = ready
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Run("a process that is told to end while it waits for its input ends", func(t *testing.T) {
		// Before the program has begun the signal ends it as well, though without a word.
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // the state says the same
		if cmd.ProcessState.Success() {
			t.Errorf("it succeeded: %s", out.String())
		}
	})
}
