package cli_test

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/crypto/ssh"
)

// serve FOLDER has another process hold the store for others, until serve release.
func serve(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs("")
	if args[0] == "release" {
		ts.Check(held[dir].Signal(syscall.SIGTERM))
		_, err := held[dir].Wait()
		ts.Check(err)
		return
	}
	cmd := exec.Command("atrium", "serve", "--data", ts.MkAbs(args[0]))
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	held[dir] = cmd.Process
	_, err = bufio.NewReader(out).ReadString('\n')
	ts.Check(err)
}

// server is a process that holds a store for others.
type server struct {
	*exec.Cmd
	t    *testing.T
	dir  string
	said map[string]string
}

// startServer starts one on a folder, and waits until it lets others in.
func startServer(t *testing.T, dir string, args ...string) *server {
	t.Helper()
	s := &server{t: t, dir: dir, said: map[string]string{}, Cmd: exec.Command("atrium", append([]string{"serve", "--data", dir}, args...)...)}
	s.Stderr = os.Stderr
	out, err := s.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	last := "Socket"
	if len(args) > 0 {
		last = "Host key"
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), ":")
		s.said[name] = strings.TrimSpace(value)
		if name == last {
			break
		}
	}
	go func() { _, _ = io.Copy(io.Discard, out) }() // who comes and goes
	return s
}

// kill ends it without a warning.
func (s *server) kill() {
	_ = s.Process.Kill() // it may have ended already
	_ = s.Wait()         // it says that it was killed
}

// mary makes a store in which Mary Major administers acme.
func mary(t *testing.T) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "s")
	must := func(args ...string) string {
		out, code := run(t, append(args, "--data", dir, "-o", "json")...)
		if code != 0 {
			t.Fatalf("%q: exit code %d", args, code)
		}
		return out
	}
	must("person", "sign-up", "--email", "mary@example.com", "--name", "Mary Major")
	var mails []struct{ Code string }
	if err := json.Unmarshal([]byte(must("outbox", "list")), &mails); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := runWith(strings.NewReader("a Passw0rd!\n"), &out, &errs, "person", "verify", "--email", "mary@example.com", "--code", mails[0].Code,
		"--alias", "MaryMajor", "--agree", "--password-stdin", "--data", dir); code != 0 {
		t.Fatal(errs.String())
	}
	var request struct{ Token string }
	if err := json.Unmarshal([]byte(must("space", "create", "--name", "acme", "--region", "us-west-2", "--account", "111122223333", "--as", "MaryMajor")), &request); err != nil {
		t.Fatal(err)
	}
	must("account", "verify", "--token", request.Token, "--aws", "111122223333")
	return dir
}

// window is the terminal of a program.
type window struct {
	t       *testing.T
	cmd     *exec.Cmd
	keys    *os.File
	mu      sync.Mutex
	written bytes.Buffer
	ended   chan struct{}
}

// openWindow starts a program at a terminal.
func openWindow(t *testing.T, args ...string) *window {
	t.Helper()
	w := &window{t: t, cmd: exec.Command("atrium", args...), ended: make(chan struct{})}
	w.cmd.Env = append(os.Environ(), "TERM=xterm-256color", "LANG=C.UTF-8")
	var err error
	if w.keys, err = pty.StartWithSize(w.cmd, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(w.ended)
		chunk := make([]byte, 4096)
		for {
			n, err := w.keys.Read(chunk)
			w.mu.Lock()
			w.written.Write(chunk[:n])
			w.mu.Unlock()
			if err != nil {
				return // a terminal whose program ended answers with an error
			}
		}
	}()
	t.Cleanup(func() {
		_ = w.cmd.Process.Kill() // it may have ended already
		_ = w.cmd.Wait()         // it says so
		_ = w.keys.Close()       // it was only a terminal
	})
	return w
}

// sees waits until a text was written, and forgets everything up to it.
func (w *window) sees(text string) {
	w.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		w.mu.Lock()
		at := bytes.Index(w.written.Bytes(), []byte(text))
		if at >= 0 {
			w.written.Next(at + len(text))
		}
		all := w.written.String()
		w.mu.Unlock()
		if at >= 0 {
			return
		}
		if time.Now().After(deadline) {
			w.t.Fatalf("%q was never written: %q", text, all)
		}
	}
}

func (w *window) press(keys string) {
	w.t.Helper()
	if _, err := io.WriteString(w.keys, keys); err != nil {
		w.t.Fatal(err)
	}
}

func TestScreensGoOn(t *testing.T) {
	for name, leave := range map[string]func(*window){
		"is killed":      func(w *window) { _ = w.cmd.Process.Kill() },
		"leaves":         func(w *window) { w.press("q") },
		"is told to end": func(w *window) { _ = w.cmd.Process.Signal(syscall.SIGTERM) },
		"hangs up":       func(w *window) { _ = w.cmd.Process.Signal(syscall.SIGHUP) },
	} {
		t.Run("a second program goes on where it was, as whom it was, when the holder of the store "+name, func(t *testing.T) {
			t.Parallel()
			dir := mary(t)
			first := openWindow(t, "--data", dir, "--as", "MaryMajor")
			first.sees("acme")
			second := openWindow(t, "--data", dir, "--as", "MaryMajor")
			second.sees("acme")
			second.press(":")
			second.sees("go spaces") // the palette
			second.press("outbox")
			second.sees("go outbox")
			second.press("\r")
			second.sees("verification code")
			leave(first)
			<-first.ended
			second.sees("\x1b[?1049l") // the screens of the process that has left
			second.sees("\x1b[?1049h") // and those of its own
			second.sees("Outbox")
			if out, code := run(t, "space", "list", "--data", dir, "--as", "MaryMajor"); code != 0 || !strings.Contains(out, "acme") {
				t.Errorf("through the second one: exit code %d, %s", code, out)
			}
			second.press("q")
			<-second.ended
			if err := second.cmd.Wait(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestHolderKilledWhileOthersWork(t *testing.T) {
	t.Run("every change that was acknowledged is there, and one whose end is not known is said to be so", func(t *testing.T) {
		t.Parallel()
		dir := filepath.Join(t.TempDir(), "s")
		s := startServer(t, dir)
		var mu sync.Mutex
		var acknowledged []string
		lost := 0
		var workers sync.WaitGroup
		for worker := range 4 {
			workers.Go(func() {
				for n := range 12 {
					email := fmt.Sprintf("person%d-%d@example.com", worker, n)
					var out, errs bytes.Buffer
					code := runWith(bytes.NewReader(nil), &out, &errs, "person", "sign-up", "--email", email, "--name", "Someone", "--data", dir)
					mu.Lock()
					switch {
					case code == 0:
						acknowledged = append(acknowledged, email)
					case strings.Contains(errs.String(), "is not known"):
						lost++
					case code != 4: // held by one of the others, who lets nobody in
						t.Errorf("exit code %d: %s", code, errs.String())
					}
					if len(acknowledged) == 10 {
						s.kill()
					}
					mu.Unlock()
				}
			})
		}
		workers.Wait()
		answer, code := run(t, "outbox", "list", "--data", dir, "-o", "json", "--limit", "0")
		for _, email := range acknowledged {
			if code != 0 || !strings.Contains(answer, email) {
				t.Errorf("the sign-up of %s was acknowledged, and is gone", email)
			}
		}
		if n := strings.Count(answer, `"to"`); len(acknowledged) < 10 || n > len(acknowledged)+lost {
			t.Errorf("%d were acknowledged and %d lost, and there are %d", len(acknowledged), lost, n)
		}
	})
}

// comeIn comes to a server over the network, as the person of a new key.
func comeIn(t *testing.T, dir, options string, flags ...string) *ssh.Client {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	keys := filepath.Join(t.TempDir(), "keys")
	if err := os.WriteFile(keys, append([]byte(options+" "), ssh.MarshalAuthorizedKey(signer.PublicKey())...), 0o600); err != nil {
		t.Fatal(err)
	}
	s := startServer(t, dir, append([]string{"--listen", "127.0.0.1:0", "--keys", keys}, flags...)...)
	client, err := ssh.Dial("tcp", s.said["SSH"], &ssh.ClientConfig{User: "x", Auth: []ssh.AuthMethod{ssh.PublicKeys(signer)}, HostKeyCallback: ssh.InsecureIgnoreHostKey()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() }) // the server may have closed it
	return client
}

// over runs a command over the network.
func over(t *testing.T, client *ssh.Client, in, command string) (out string, code int) {
	t.Helper()
	s, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }() // it has ended
	s.Stdin = strings.NewReader(in)
	all, err := s.CombinedOutput(command)
	if exit, is := err.(*ssh.ExitError); is {
		return string(all), exit.ExitStatus()
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(all), 0
}

func TestOverTheNetwork(t *testing.T) {
	dir := mary(t)
	client := comeIn(t, dir, `person="MaryMajor",aws="111122223333,222233334444"`)
	for name, c := range map[string]struct {
		command, in string
		code        int
		want        string
	}{
		"who acts comes from the key":                               {"space list", "", 0, "acme"},
		"the name of the program may stand before the command":      {"atrium space list -o json", "", 0, `"name":"acme"`},
		"the first AWS account that the key grants is signed in to": {"account list --space acme", "", 0, "111122223333"},
		"--aws chooses among those that it grants":                  {"identity list --aws 222233334444", "", 0, "not enabled"},
		"and no other":                                  {"identity list --aws 333344445555", "", 2, "your key does not grant"},
		"ACT-02 nobody acts as somebody else":           {"space list --as LiJuan", "", 2, "comes from the key"},
		"a folder is not chosen":                        {"space list --data /tmp", "", 2, "--data is settled"},
		"the demo is not opened":                        {"--demo space list", "", 2, "--demo is settled"},
		"time is not set":                               {"space list --now 2030-01-01T00:00:00Z", "", 2, "--now is settled"},
		"a flag of the command with the name of one is": {"billing allow --space acme --tiers free --dry-run", "", 3, "BIL-06"},
		"no file of the machine is read":                {"org import --files /etc/passwd", "", 2, "it lies on your own machine"},
		"a file comes through the standard input":       {"org import --files - --dry-run", `{"Accounts": [`, 2, "FED-01"},
		"no folder of the machine is looked into":       {"vpc check --dir /etc", "", 2, "belongs to the machine"},
		"the store is not looked after":                 {"store backup /tmp/x", "", 2, "belongs to the machine"},
		"no server is started":                          {"serve", "", 2, "belongs to the machine"},
		"the guide is read":                             {"guide serve", "", 0, "Serving others"},
		"help is given":                                 {"space create --help", "", 0, "Usage"},
		"looking only changes nothing":                  {"space edit --name acme --description X --read-only", "", 3, "looked at only"},
		"screens need a terminal":                       {"", "", 2, "ssh -t"},
		"who is here is told":                           {"who", "", 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if out, code := over(t, client, c.in, c.command); code != c.code || !strings.Contains(out, c.want) {
				t.Errorf("exit code %d, and it wrote %q", code, out)
			}
		})
	}
	t.Run("ACT-03 a terminal elsewhere is asked, takes back what was wrong, and ctrl+c is no answer", func(t *testing.T) {
		if out, code := over(t, client, "", "member invite --space acme --email li@example.com --role power-user"); code != 0 {
			t.Fatal(out)
		}
		for _, c := range []struct {
			typed string
			code  int
			want  string
		}{{"\x03", 1, "Interrupted"}, {"n\r", 3, "not confirmed"}, {"nx\x7f\x7fy\r", 0, "Done."}} {
			s, err := client.NewSession()
			if err != nil {
				t.Fatal(err)
			}
			if err := s.RequestPty("xterm", 24, 80, nil); err != nil {
				t.Fatal(err)
			}
			var out answering
			if out.keys, err = s.StdinPipe(); err != nil {
				t.Fatal(err)
			}
			out.typed, s.Stdout, s.Stderr = c.typed, &out, &out
			err = s.Run("member cancel --space acme --email li@example.com")
			code := 0
			if exit, is := err.(*ssh.ExitError); is {
				code = exit.ExitStatus()
			}
			if code != c.code || !strings.Contains(out.shown.String(), c.want) {
				t.Errorf("%q: exit code %d, and it wrote %q", c.typed, code, out.shown.String())
			}
		}
	})
}

// answering is a terminal at which a question is answered once it was asked.
type answering struct {
	mu    sync.Mutex
	shown bytes.Buffer
	keys  io.Writer
	typed string
}

func (a *answering) Write(p []byte) (int, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	n, err := a.shown.Write(p)
	if a.typed != "" && strings.Contains(a.shown.String(), "[y/N]") {
		_, err = io.WriteString(a.keys, a.typed)
		a.typed = ""
	}
	return n, err
}

func TestKeyOfNobody(t *testing.T) {
	t.Run("a key for somebody who is not there says so", func(t *testing.T) {
		client := comeIn(t, mary(t), `person="Nobody"`)
		if out, code := over(t, client, "", "space list"); code != 2 || !strings.Contains(out, "Your key stands for Nobody") {
			t.Errorf("exit code %d, and it wrote %q", code, out)
		}
	})
}
