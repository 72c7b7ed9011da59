package door_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"atrium/cmd/internal/door"
)

// host is a process whose door is open.
type host struct {
	*door.Door
	t      *testing.T
	dir    string
	keys   string // the keys file
	at     string // the address, once it listens
	mu     sync.Mutex
	faults []string
}

// open opens the door of a new data folder, with what it does for visitors.
func open(t *testing.T, limits door.Limits, serve func(ctx context.Context, v *door.Visit) int) *host {
	t.Helper()
	h := &host{t: t, dir: t.TempDir()}
	d, err := door.Open(door.Options{Dir: h.dir, Serve: serve, Limits: limits, Fault: h.fault})
	if err != nil {
		t.Fatal(err)
	}
	h.Door = d
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

func (h *host) fault(doing string, err error) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.faults = append(h.faults, fmt.Sprint(doing, ": ", err))
	return "1"
}

// log is what was logged.
func (h *host) log() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return strings.Join(h.faults, "\n")
}

// listen lets people in by lines of a keys file.
func (h *host) listen(lines ...string) *host {
	h.t.Helper()
	h.keys = filepath.Join(h.t.TempDir(), "keys")
	h.grant(lines...)
	ring, err := door.OpenKeys(h.keys)
	if err != nil {
		h.t.Fatal(err)
	}
	at, _, err := h.Listen("127.0.0.1:0", ring)
	if err != nil {
		h.t.Fatal(err)
	}
	h.at = at.String()
	return h
}

// grant writes the keys file anew.
func (h *host) grant(lines ...string) {
	h.t.Helper()
	name := filepath.Join(filepath.Dir(h.keys), "new")
	if err := os.WriteFile(name, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		h.t.Fatal(err)
	}
	if err := os.Rename(name, h.keys); err != nil {
		h.t.Fatal(err)
	}
}

// newKey makes a key, and the line that grants it to a person.
func newKey(t testing.TB, person string) (ssh.Signer, string) {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return signer, fmt.Sprintf("person=%q %s", person, ssh.MarshalAuthorizedKey(signer.PublicKey()))
}

// config is a client that offers keys.
func config(signers ...ssh.Signer) *ssh.ClientConfig {
	return &ssh.ClientConfig{User: "root", HostKeyCallback: ssh.InsecureIgnoreHostKey(), Auth: []ssh.AuthMethod{ssh.PublicKeys(signers...)}}
}

// dial comes over the network with keys.
func (h *host) dial(signers ...ssh.Signer) *ssh.Client {
	h.t.Helper()
	client, err := ssh.Dial("tcp", h.at, config(signers...))
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = client.Close() }) // it may be closed already
	return client
}

// session begins a session of a connection.
func session(t *testing.T, client *ssh.Client) *ssh.Session {
	t.Helper()
	s, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // it may be closed already
	return s
}

// run runs a command in a new session, and returns what it wrote and its exit code.
func run(t *testing.T, client *ssh.Client, command string) (out, errors string, code int) {
	t.Helper()
	s := session(t, client)
	var stdout, stderr bytes.Buffer
	s.Stdout, s.Stderr = &stdout, &stderr
	code = exitCode(t, s.Run(command))
	return stdout.String(), stderr.String(), code
}

func exitCode(t *testing.T, err error) int {
	t.Helper()
	if exit, ok := errors.AsType[*ssh.ExitError](err); ok {
		return exit.ExitStatus()
	}
	if err != nil {
		t.Fatal(err)
	}
	return 0
}

// say answers a visit with who it is and what it asks.
func say(_ context.Context, v *door.Visit) int {
	who := "the same user"
	if v.Grant != nil {
		who = v.Grant.Person
	}
	_, _ = fmt.Fprintf(v.Out, "%s %q\n", who, v.Args)
	return 0
}

// stay stays at the screens until the session ends.
func stay(ctx context.Context, v *door.Visit) int {
	v.Show()
	_, _ = fmt.Fprintln(v.Out, "shown")
	<-ctx.Done()
	return 0
}

// shown begins the screens in a session, and returns what is written from then on.
func shown(t *testing.T, s *ssh.Session) *lines {
	t.Helper()
	out, err := s.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	in, err := s.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr := new(lines)
	s.Stderr = stderr
	if err := s.RequestPty("xterm", 24, 80, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Shell(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out, make([]byte, len("shown\r\n"))); err != nil {
		t.Fatal(err)
	}
	stderr.in = in
	return stderr
}

// lines are what a session writes.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
	in  io.Writer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it never came to it: %s", what)
		}
	}
}

// closedByOther waits until the other end closes a connection.
func closedByOther(conn net.Conn) error {
	if err := conn.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		return err
	}
	_, err := io.Copy(io.Discard, conn)
	return err
}
