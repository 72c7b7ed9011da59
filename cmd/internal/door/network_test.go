package door_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"atrium/cmd/internal/door"
)

// forger offers keys of others before it proves its own.
type forger struct {
	ssh.Signer
	says chameleon
}

func (f forger) PublicKey() ssh.PublicKey { return &f.says }

func (f forger) SignWithAlgorithm(r io.Reader, data []byte, algorithm string) (*ssh.Signature, error) {
	return f.Signer.(ssh.AlgorithmSigner).SignWithAlgorithm(r, data, algorithm)
}

// chameleon is a key that says to be another each time it is asked: once when it is offered, once when the offer
// is answered, and then when it is proven.
type chameleon struct {
	ssh.PublicKey
	forms []ssh.PublicKey
}

func (c *chameleon) Marshal() []byte {
	form := c.forms[0]
	if len(c.forms) > 1 {
		c.forms = c.forms[1:]
	}
	return form.Marshal()
}

// forge signs with a key, and says to be others on the way.
func forge(own ssh.Signer, forms ...ssh.Signer) ssh.Signer {
	f := forger{own, chameleon{own.PublicKey(), nil}}
	for _, form := range forms {
		f.says.forms = append(f.says.forms, form.PublicKey())
	}
	return f
}

func TestWhoIsTheProvenKey(t *testing.T) {
	mary, maryLine := newKey(t, "MaryMajor")
	ana, anaLine := newKey(t, "AnaCarolina")
	stranger, _ := newKey(t, "")
	h := open(t, door.Limits{}, say).listen(maryLine, anaLine)
	t.Run("a key is the person that the keys file names", func(t *testing.T) {
		if out, _, code := run(t, h.dial(mary), "space list"); code != 0 || out != "MaryMajor [\"space\" \"list\"]\n" {
			t.Errorf("exit code %d, and it wrote %q", code, out)
		}
	})
	for name, keys := range map[string][]ssh.Signer{
		"CVE-2024-45337 who offers one key and proves another is the one that was proven":  {forge(ana, mary, mary, ana)},
		"CVE-2024-45337 also when the proven one was offered before the other one as well": {forge(ana, ana, mary), forge(ana, mary, mary, ana)},
	} {
		t.Run(name, func(t *testing.T) {
			if out, _, _ := run(t, h.dial(keys...), "x"); !strings.HasPrefix(out, "AnaCarolina ") {
				t.Errorf("it wrote %q", out)
			}
		})
	}
	for name, c := range map[string]*ssh.ClientConfig{
		"a key that the file does not name does not come in": config(stranger),
		"a key that is only offered does not come in":        config(forge(stranger, mary, mary, stranger)),
		"a key that is proven by another does not come in":   config(forge(stranger, mary)),
		"nobody comes in without a key":                      {User: "MaryMajor", HostKeyCallback: ssh.InsecureIgnoreHostKey()},
		"nobody comes in with a password": {User: "MaryMajor", HostKeyCallback: ssh.InsecureIgnoreHostKey(),
			Auth: []ssh.AuthMethod{ssh.Password("x"), ssh.KeyboardInteractive(func(string, string, []string, []bool) ([]string, error) { return nil, nil })}},
	} {
		t.Run(name, func(t *testing.T) {
			if client, err := ssh.Dial("tcp", h.at, c); err == nil {
				t.Error("it came in", client.Close())
			}
		})
	}
	t.Run("the user name that a client sends says nothing", func(t *testing.T) {
		c := config(ana)
		c.User = "MaryMajor"
		client, err := ssh.Dial("tcp", h.at, c)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = client.Close() }() // nothing is left in it
		if out, _, _ := run(t, client, "x"); !strings.HasPrefix(out, "AnaCarolina ") {
			t.Errorf("it wrote %q", out)
		}
	})
	t.Run("a certificate of a key is another key", func(t *testing.T) {
		cert := &ssh.Certificate{Key: ana.PublicKey(), CertType: ssh.UserCert, ValidBefore: ssh.CertTimeInfinity}
		if err := cert.SignCert(rand.Reader, mary); err != nil {
			t.Fatal(err)
		}
		signer, err := ssh.NewCertSigner(cert, ana)
		if err != nil {
			t.Fatal(err)
		}
		if client, err := ssh.Dial("tcp", h.at, config(signer)); err == nil {
			t.Error("it came in", client.Close())
		}
	})
}

func TestNothingButSessions(t *testing.T) {
	mary, line := newKey(t, "MaryMajor")
	h := open(t, door.Limits{}, say).listen(line)
	client := h.dial(mary)
	t.Run("nothing is forwarded", func(t *testing.T) {
		for _, kind := range []string{"direct-tcpip", "direct-streamlocal@openssh.com", "x11", "auth-agent@openssh.com"} {
			if _, _, err := client.OpenChannel(kind, nil); err == nil {
				t.Errorf("a channel of the kind %s was opened", kind)
			}
		}
		for _, request := range []string{"tcpip-forward", "streamlocal-forward@openssh.com"} {
			if ok, _, err := client.SendRequest(request, true, nil); ok || err != nil {
				t.Errorf("%s: %v %v", request, ok, err)
			}
		}
	})
	t.Run("there is no subsystem, no agent, and no window of another machine", func(t *testing.T) {
		s := session(t, client)
		if s.RequestSubsystem("sftp") == nil {
			t.Error("there is a subsystem")
		}
		for _, request := range []string{"auth-agent-req@openssh.com", "x11-req", "break", "call@atrium", "xon-xoff"} {
			if ok, err := s.SendRequest(request, true, nil); ok || err != nil {
				t.Errorf("%s: %v %v", request, ok, err)
			}
		}
	})
}

func TestWhatATerminalMaySay(t *testing.T) {
	mary, line := newKey(t, "MaryMajor")
	asked := make(chan *door.Visit, 1)
	h := open(t, door.Limits{}, func(_ context.Context, v *door.Visit) int { asked <- v; return 0 }).listen(line)
	client := h.dial(mary)
	t.Run("of the environment TERM, LANG and COLORTERM count, and nothing else", func(t *testing.T) {
		s := session(t, client)
		for name, value := range map[string]string{"LD_PRELOAD": "x", "ATRIUM_DATA": "/", "PATH": "/", "TMUX": "x", "COLORTERM": "a\x1bb", "LANG": strings.Repeat("a", 200)} {
			if s.Setenv(name, value) == nil {
				t.Errorf("%s was taken", name)
			}
		}
		if err := s.Setenv("LANG", "C.UTF-8"); err != nil {
			t.Error(err)
		}
		if err := s.Run("version"); err != nil {
			t.Fatal(err)
		}
		if v := <-asked; fmt.Sprint(v.Environ) != "[LANG=C.UTF-8]" || v.Folder != "" || v.Local() {
			t.Errorf("the environment is %q", v.Environ)
		}
	})
	t.Run("a window is as large as makes sense", func(t *testing.T) {
		for _, c := range []struct{ w, h, width, height int }{{1 << 30, 1 << 30, 500, 300}, {0, 0, 80, 24}, {120, 40, 120, 40}} {
			s := session(t, client)
			if err := s.RequestPty("xterm", c.h, c.w, nil); err != nil {
				t.Fatal(err)
			}
			if err := s.Run("x"); err != nil {
				t.Fatal(err)
			}
			if window := <-(<-asked).Windows; window.Width != c.width || window.Height != c.height {
				t.Errorf("%dx%d became %v", c.w, c.h, window)
			}
		}
	})
	t.Run("a command that cannot be split is not the screens", func(t *testing.T) {
		_, _, _ = run(t, client, "member list 'x")
		if v := <-asked; len(v.Args) == 0 {
			t.Errorf("the arguments are %q", v.Args)
		}
	})
}

func TestLimitsOfTime(t *testing.T) {
	mary, line := newKey(t, "MaryMajor")
	t.Run("screens end in which no key is pressed, and not those in which one is", func(t *testing.T) {
		h := open(t, door.Limits{Idle: 400 * time.Millisecond}, stay).listen(line)
		busy, idle := session(t, h.dial(mary)), session(t, h.dial(mary))
		typist, sleeper := shown(t, busy), shown(t, idle)
		ended := make(chan int, 1)
		go func() { ended <- exitCode(t, idle.Wait()) }()
		for code := -1; code < 0; {
			if _, err := typist.in.Write([]byte("x")); err != nil {
				t.Fatal(err)
			}
			select {
			case code = <-ended:
				if code != 1 || !strings.Contains(sleeper.String(), "No key was pressed for 400ms") {
					t.Errorf("exit code %d: %s", code, sleeper)
				}
			case <-time.After(20 * time.Millisecond):
			}
		}
		if typist.String() != "" {
			t.Errorf("the one who typed was told %q", typist)
		}
	})
	t.Run("a session lasts so long and no longer", func(t *testing.T) {
		h := open(t, door.Limits{Total: 100 * time.Millisecond}, stay).listen(line)
		s := session(t, h.dial(mary))
		told := shown(t, s)
		if code := exitCode(t, s.Wait()); code != 1 || !strings.Contains(told.String(), "lasts for 100ms at the most") {
			t.Errorf("exit code %d: %s", code, told)
		}
	})
}

func TestLimitsOfSessions(t *testing.T) {
	mary, line := newKey(t, "MaryMajor")
	ana, anaLine := newKey(t, "AnaCarolina")
	t.Run("so many sessions with a key, and so many in all", func(t *testing.T) {
		h := open(t, door.Limits{PerKey: 2, Sessions: 3}, stay).listen(line, anaLine)
		client := h.dial(mary)
		first := session(t, client)
		shown(t, first)
		shown(t, session(t, h.dial(mary)))
		if _, told, code := run(t, client, "x"); code != 4 || !strings.Contains(told, "Your key has 2 sessions") {
			t.Errorf("exit code %d: %s", code, told)
		}
		other := h.dial(ana)
		shown(t, session(t, other))
		if _, told, code := run(t, other, "x"); code != 4 || !strings.Contains(told, "There are 3 sessions") {
			t.Errorf("exit code %d: %s", code, told)
		}
		if err := first.Close(); err != nil {
			t.Fatal(err)
		}
		eventually(t, "there is room again", func() bool {
			s := session(t, other)
			out, err := s.StdoutPipe()
			if err != nil || s.Start("x") != nil {
				t.Fatal("it cannot be asked")
			}
			told := make([]byte, len("shown"))
			_, err = io.ReadFull(out, told)
			return err == nil
		})
	})
}

func TestLimitsOfConnections(t *testing.T) {
	mary, line := newKey(t, "MaryMajor")
	t.Run("so many connections of an address in a minute, before anything is known of it", func(t *testing.T) {
		h := open(t, door.Limits{PerMinute: 3}, say).listen(line)
		for range 3 {
			_ = h.dial(mary).Close() // it was only to be counted
		}
		conn, err := net.Dial("tcp", h.at)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }() // the other end has closed it
		if text, err := io.ReadAll(conn); len(text) > 0 {
			t.Errorf("it was answered with %q, %v", text, err)
		}
	})
	t.Run("a connection that says nothing is closed, and so is one without a session", func(t *testing.T) {
		h := open(t, door.Limits{Handshake: 200 * time.Millisecond}, say).listen(line)
		conn, err := net.Dial("tcp", h.at)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }() // the other end has closed it
		if err := closedByOther(conn); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Error("it stays open")
		}
		client := h.dial(mary)
		if out, _, code := run(t, client, "x"); code != 0 {
			t.Errorf("exit code %d: %s", code, out)
		}
		_ = client.Wait() // it says that the other end has closed it
	})
	t.Run("a connection opens so many channels and no more", func(t *testing.T) {
		client := open(t, door.Limits{}, say).listen(line).dial(mary)
		opened := 0
		for range 50 {
			if channel, _, err := client.OpenChannel("session", nil); err == nil {
				opened++
				defer func() { _ = channel.Close() }() // nothing is in it
			}
		}
		if opened != 16 {
			t.Errorf("%d were opened", opened)
		}
	})
}

func TestOneSessionDoesNotHarmAnother(t *testing.T) {
	mary, line := newKey(t, "MaryMajor")
	t.Run("a panic ends one session and is logged", func(t *testing.T) {
		h := open(t, door.Limits{}, func(ctx context.Context, v *door.Visit) int {
			if len(v.Args) == 1 && v.Args[0] == "break" {
				panic("broken")
			}
			return stay(ctx, v)
		}).listen(line)
		client := h.dial(mary)
		told := shown(t, session(t, client))
		if _, errors, code := run(t, client, "break"); code != 1 || !strings.Contains(errors, "internal error") {
			t.Errorf("exit code %d: %s", code, errors)
		}
		if !strings.Contains(h.log(), "panic: broken") || told.String() != "" {
			t.Errorf("logged: %s; the other one was told %q", h.log(), told)
		}
	})
	t.Run("who reads nothing slows nobody else", func(t *testing.T) {
		began := make(chan bool, 1)
		h := open(t, door.Limits{}, func(ctx context.Context, v *door.Visit) int {
			if len(v.Args) > 0 && v.Args[0] == "flood" {
				began <- true
				for ctx.Err() == nil {
					if _, err := v.Out.Write(make([]byte, 1<<20)); err != nil {
						break
					}
				}
				return 0
			}
			return say(ctx, v)
		}).listen(line)
		s := session(t, h.dial(mary))
		if _, err := s.StdoutPipe(); err != nil { // from which nothing is read
			t.Fatal(err)
		}
		if err := s.Start("flood"); err != nil {
			t.Fatal(err)
		}
		<-began
		for range 5 {
			if out, _, code := run(t, h.dial(mary), "x"); code != 0 || out == "" {
				t.Errorf("exit code %d: %s", code, out)
			}
		}
	})
}

func TestKeysFileChanges(t *testing.T) {
	mary, maryLine := newKey(t, "MaryMajor")
	ana, anaLine := newKey(t, "AnaCarolina")
	for name, now := range map[string][]string{
		"the sessions of a key that was taken out end":                        {anaLine},
		"the sessions of a key that stands for someone else now end":          {strings.Replace(maryLine, "MaryMajor", "LiJuan", 1), anaLine},
		"a line that is wrong does not keep a key in that was taken out":      {"nonsense", anaLine},
		"a key whose line cannot be understood any more does not stay either": {"from=\"10.0.0.1\"," + maryLine, anaLine},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := open(t, door.Limits{}, stay).listen(maryLine, anaLine)
			gone, stays := session(t, h.dial(mary)), session(t, h.dial(ana))
			told, other := shown(t, gone), shown(t, stays)
			h.grant(now...)
			if code := exitCode(t, gone.Wait()); code != 1 || !strings.Contains(told.String(), "taken out") {
				t.Errorf("exit code %d: %s", code, told)
			}
			if other.String() != "" {
				t.Errorf("the other one was told %q", other)
			}
		})
	}
	t.Run("a key that was added comes in, and nobody does once the file is gone", func(t *testing.T) {
		t.Parallel()
		h := open(t, door.Limits{}, say).listen(anaLine)
		h.grant(anaLine, maryLine)
		comes := func(key ssh.Signer) bool {
			client, err := ssh.Dial("tcp", h.at, config(key))
			if err == nil {
				_ = client.Close() // it was only to be seen whether it opens
			}
			return err == nil
		}
		eventually(t, "it comes in", func() bool { return comes(mary) })
		if err := os.Remove(h.keys); err != nil {
			t.Fatal(err)
		}
		eventually(t, "nobody comes in", func() bool { return !comes(mary) && !comes(ana) })
	})
}
