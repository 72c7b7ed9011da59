package load

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
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"atrium/cmd/internal/cli"
)

// people are who works: all of them administer the space acme.
var people = []string{"MaryMajor", "AnaCarolina", "LiJuan", "JohnStiles"}

// do runs atrium in this process.
func do(t testing.TB, dir, in string, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	args = append(args, "--data", dir)
	if code := cli.Main(args, cli.Streams{In: strings.NewReader(in), Out: &out, Err: &errs}); code != 0 {
		t.Fatalf("atrium %q: exit code %d: %s", args, code, errs.String())
	}
	return out.String()
}

// newStore makes a store in which the people administer acme.
func newStore(t testing.TB) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "s")
	for i, alias := range people {
		email := strings.ToLower(alias) + "@example.com"
		do(t, dir, "", "person", "sign-up", "--email", email, "--name", alias)
		var mails []struct{ Code string }
		if err := json.Unmarshal([]byte(do(t, dir, "", "outbox", "list", "--to", email, "-o", "json")), &mails); err != nil {
			t.Fatal(err)
		}
		do(t, dir, "a Passw0rd!\n", "person", "verify", "--email", email, "--code", mails[0].Code, "--alias", alias, "--agree", "--password-stdin")
		if i > 0 {
			do(t, dir, "", "member", "invite", "--space", "acme", "--email", email, "--role", "space-administrator", "--as", people[0])
			do(t, dir, "", "member", "accept", "--space", "acme", "--as", alias)
			continue
		}
		var request struct{ Token string }
		if err := json.Unmarshal([]byte(do(t, dir, "", "space", "create", "--name", "acme", "--region", "us-west-2", "--account", "111122223333", "--as", alias, "-o", "json")), &request); err != nil {
			t.Fatal(err)
		}
		do(t, dir, "", "account", "verify", "--token", request.Token, "--aws", "111122223333")
	}
	return dir
}

// server is a process that serves a store over the network.
type server struct {
	*exec.Cmd
	at      string
	signers []ssh.Signer // a key for each of the people
}

// startServer builds the program and has it serve a store, without limits.
func startServer(t testing.TB, dir string) *server {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "atrium")
	if out, err := exec.Command("go", "build", "-o", binary, "atrium/cmd/atrium").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	s := &server{}
	var lines bytes.Buffer
	for _, alias := range people {
		_, key, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		signer, err := ssh.NewSignerFromKey(key)
		if err != nil {
			t.Fatal(err)
		}
		s.signers = append(s.signers, signer)
		fmt.Fprintf(&lines, "person=%q %s", alias, ssh.MarshalAuthorizedKey(signer.PublicKey()))
	}
	keys := filepath.Join(t.TempDir(), "keys")
	if err := os.WriteFile(keys, lines.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	s.Cmd = exec.Command(binary, "serve", "--data", dir, "--listen", "127.0.0.1:0", "--keys", keys,
		"--sessions", "0", "--sessions-per-key", "0", "--connections-per-minute", "0", "--handshake", "1m")
	s.Stderr = os.Stderr
	out, err := s.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Process.Signal(os.Interrupt); err != nil {
			t.Error(err)
		}
		if err := s.Wait(); err != nil {
			t.Error(err)
		}
	})
	reader := bufio.NewReader(out)
	for line := ""; !strings.HasPrefix(line, "Host key:"); {
		if line, err = reader.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
		if at, is := strings.CutPrefix(line, "SSH:"); is {
			s.at = strings.TrimSpace(at)
		}
	}
	go func() { _, _ = io.Copy(io.Discard, reader) }() // who comes and goes
	return s
}

// dial comes to the server as one of the people.
func (s *server) dial(t testing.TB, who int) *ssh.Client {
	t.Helper()
	client, err := ssh.Dial("tcp", s.at, &ssh.ClientConfig{User: "x", HostKeyCallback: ssh.InsecureIgnoreHostKey(),
		Auth: []ssh.AuthMethod{ssh.PublicKeys(s.signers[who%len(s.signers)])}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() }) // the server may have closed it
	return client
}

// memory is how much of the machine's memory the server has, in bytes; 0 where the machine does not tell.
func (s *server) memory() int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.Process.Pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if value, is := strings.CutPrefix(line, "VmRSS:"); is {
			kilobytes, err := strconv.Atoi(strings.Fields(value)[0])
			if err != nil {
				return 0
			}
			return kilobytes << 10
		}
	}
	return 0
}

// tick is the unit in which the machine tells processor time.
const tick = 10 * time.Millisecond

// busy is how much processor time the server has used; 0 where the machine does not tell.
func (s *server) busy() time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.Process.Pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	var ticks int
	for _, field := range fields[11:13] { // in the program and for it
		n, err := strconv.Atoi(field)
		if err != nil {
			return 0
		}
		ticks += n
	}
	return time.Duration(ticks) * tick
}
