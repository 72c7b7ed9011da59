package cli_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"

	"atrium/cmd/internal/cli"
	"atrium/store"
)

// held are the stores that scripts have open, by the folder they work in.
var held = map[string]*os.Process{}

// hold FOLDER has another process open the store until hold release.
func hold(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(".")
	if args[0] == "release" {
		ts.Check(held[dir].Kill())
		_, err := held[dir].Wait()
		ts.Check(err)
		return
	}
	cmd := exec.Command("atrium-loop", "hold", ts.MkAbs(args[0]))
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	held[dir] = cmd.Process
	_, err = bufio.NewReader(out).ReadString('\n')
	ts.Check(err)
}

// atriumLoop is a process that does not end by itself: it holds a store open, or signs people up one after
// the other and says whom once that is acknowledged.
func atriumLoop() {
	if os.Args[1] == "hold" {
		s, err := store.Open(os.Args[2])
		if err != nil {
			panic(err)
		}
		defer func() { _ = s.Close() }() // it is killed before
		fmt.Println("open")
		time.Sleep(time.Hour)
	}
	for n := 0; ; n++ {
		email := fmt.Sprintf("person%d@example.com", n)
		code := cli.Main([]string{"person", "sign-up", "--email", email, "--name", "Someone", "--data", os.Args[1]},
			cli.Streams{In: bytes.NewReader(nil), Out: new(bytes.Buffer), Err: os.Stderr})
		if code != 0 {
			os.Exit(code)
		}
		fmt.Println(email)
	}
}

// run runs atrium in this process.
func run(t *testing.T, args ...string) (stdout string, code int) {
	t.Helper()
	var out, err bytes.Buffer
	code = runWith(bytes.NewReader(nil), &out, &err, args...)
	if code != 0 {
		t.Logf("atrium %q: %s", args, err.String())
	}
	return out.String(), code
}

// runWith runs atrium in this process with streams.
func runWith(in io.Reader, out, err io.Writer, args ...string) (code int) {
	return cli.Main(args, cli.Streams{In: in, Out: out, Err: err})
}

func TestKilled(t *testing.T) {
	t.Run("everything that was acknowledged is there after kill -9", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "store")
		cmd := exec.Command("atrium-loop", dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var acknowledged []string
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if acknowledged = append(acknowledged, lines.Text()); len(acknowledged) == 12 {
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = cmd.Wait() // it was killed, and says so
		answer, code := run(t, "outbox", "list", "--data", dir, "-o", "json", "--limit", "0")
		var mails []struct{ To string }
		if err := json.Unmarshal([]byte(answer), &mails); err != nil || code != 0 {
			t.Fatalf("exit code %d: %v", code, err)
		}
		sent := map[string]bool{}
		for _, m := range mails {
			sent[m.To] = true
		}
		for _, email := range acknowledged {
			if !sent[email] {
				t.Errorf("the sign-up of %s was acknowledged, and is gone", email)
			}
		}
	})
}

// TestSilentTerminal runs the program as it is built: what the libraries do before main is part of it.
func TestSilentTerminal(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "atrium")
	if out, err := exec.Command("go", "build", "-o", binary, "atrium/cmd/atrium").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Run("--version writes no escape character to a terminal that never answers, and does not wait for it", func(t *testing.T) {
		begin := time.Now()
		terminal, err := pty.Start(exec.Command(binary, "--version"))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = terminal.Close() }() // only read from
		var out bytes.Buffer
		_, _ = out.ReadFrom(terminal) // a terminal whose program ended answers with an error
		took := time.Since(begin)
		t.Logf("it took %s", took)
		if !bytes.HasPrefix(out.Bytes(), []byte("atrium ")) || bytes.ContainsRune(out.Bytes(), 0x1b) {
			t.Errorf("it wrote %q", out.String())
		}
		if took > 4*time.Second {
			t.Errorf("it took %s", took)
		}
	})
	t.Run("a dumb terminal is told to use the command line", func(t *testing.T) {
		cmd := exec.Command(binary, "--demo")
		cmd.Env = append(os.Environ(), "TERM=dumb")
		terminal, err := pty.Start(cmd)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = terminal.Close() }() // only read from
		var out bytes.Buffer
		_, _ = out.ReadFrom(terminal)
		_ = cmd.Wait() // the exit code is asked for below
		if cmd.ProcessState.ExitCode() != 2 || !bytes.Contains(out.Bytes(), []byte("TERM=dumb")) || bytes.ContainsRune(out.Bytes(), 0x1b) {
			t.Errorf("exit code %d, and it wrote %q", cmd.ProcessState.ExitCode(), out.String())
		}
	})
}
