package door_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"atrium/cmd/internal/door"
)

// reach connects to a host as a program of the same machine does.
func (h *host) reach() *door.Caller {
	h.t.Helper()
	c, err := door.Reach(h.dir)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = c.Close() }) // it may be closed already
	return c
}

// called is what came of a call.
type called struct {
	door.Outcome
	out, err bytes.Buffer
	fault    error
}

// call has a host do something.
func (h *host) call(ctx context.Context, what door.Call, in io.Reader) *called {
	h.t.Helper()
	r := &called{}
	r.Outcome, r.fault = h.reach().Do(ctx, what, door.Ends{In: in, Out: &r.out, Err: &r.err})
	return r
}

// unread is an input that must not be read.
type unread struct{ t *testing.T }

func (u unread) Read([]byte) (int, error) {
	u.t.Error("the input was read")
	return 0, io.EOF
}

func TestCall(t *testing.T) {
	t.Run("a call has the arguments, the folder and the streams of the program that calls, and its exit code", func(t *testing.T) {
		h := open(t, door.Limits{}, func(_ context.Context, v *door.Visit) int {
			text, err := io.ReadAll(v.In)
			_, _ = fmt.Fprintf(v.Out, "%q in %s from %s: %q %v", v.Args, v.Folder, v.From, text, err)
			_, _ = fmt.Fprint(v.Err, "to standard error")
			v.MadeChange()
			return 6
		})
		long := strings.Repeat("0123456789", 10_000)
		r := h.call(t.Context(), door.Call{Args: []string{"a b", "", "'c"}, Folder: "/tmp", Taken: []byte("taken ")}, strings.NewReader(long))
		if r.fault != nil || r.Code != 6 || !r.Changed || r.err.String() != "to standard error" ||
			r.out.String() != fmt.Sprintf("%q in /tmp from socket: %q <nil>", []string{"a b", "", "'c"}, "taken "+long) {
			t.Errorf("%+v %v", r.Outcome, r.fault)
		}
	})
	t.Run("the standard input is read only where the command reads it, and no further", func(t *testing.T) {
		h := open(t, door.Limits{}, say)
		if r := h.call(t.Context(), door.Call{}, unread{t}); r.fault != nil || r.Code != 0 {
			t.Errorf("%+v %v", r.Outcome, r.fault)
		}
	})
}

func TestCallThatEndsEarly(t *testing.T) {
	t.Run("an interrupt is passed on, and the end still waited for", func(t *testing.T) {
		began := make(chan bool)
		h := open(t, door.Limits{}, func(ctx context.Context, v *door.Visit) int {
			close(began)
			<-ctx.Done()
			_, _ = fmt.Fprint(v.Out, "interrupted")
			return 1
		})
		ctx, cancel := context.WithCancel(t.Context())
		go func() { <-began; cancel() }()
		if r := h.call(ctx, door.Call{}, unread{t}); r.fault != nil || r.Code != 1 || r.out.String() != "interrupted" {
			t.Errorf("%+v %v", r.Outcome, r.fault)
		}
	})
	t.Run("a call whose end nobody tells is lost, and one that never began is not", func(t *testing.T) {
		began := make(chan bool)
		h := open(t, door.Limits{}, func(ctx context.Context, _ *door.Visit) int { close(began); <-ctx.Done(); return 0 })
		c := h.reach()
		go func() { <-began; _ = c.Close() }()
		if _, err := c.Do(t.Context(), door.Call{}, door.Ends{In: unread{t}, Out: io.Discard, Err: io.Discard}); !errors.Is(err, door.ErrLost) {
			t.Errorf("it was answered with %v", err)
		}
		if _, err := c.Do(t.Context(), door.Call{}, door.Ends{In: unread{t}, Out: io.Discard, Err: io.Discard}); !errors.Is(err, door.ErrNotAsked) {
			t.Errorf("it was answered with %v", err)
		}
	})
	t.Run("an output that takes no more is told, and the call comes to its end", func(t *testing.T) {
		h := open(t, door.Limits{}, func(_ context.Context, v *door.Visit) int {
			_, err := v.Out.Write(make([]byte, 8<<20))
			v.MadeChange()
			if err != nil {
				return 9
			}
			return 0
		})
		full := errors.New("full")
		outcome, err := h.reach().Do(t.Context(), door.Call{}, door.Ends{In: unread{t}, Out: broken{full}, Err: io.Discard})
		if !errors.Is(err, full) || !outcome.Changed || outcome.Code != 0 {
			t.Errorf("%+v %v", outcome, err)
		}
	})
}

// broken is an output that takes nothing.
type broken struct{ err error }

func (b broken) Write([]byte) (int, error) { return 0, b.err }

// shortDir is a folder whose path leaves room for the name of a socket.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "door")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func TestSocket(t *testing.T) {
	t.Run("the socket and its folder belong to their owner alone", func(t *testing.T) {
		h := open(t, door.Limits{}, say)
		for path, mode := range map[string]os.FileMode{h.Path(): 0o600, filepath.Dir(h.Path()): 0o700} {
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
				t.Errorf("%s: %v %v", path, info.Mode(), err)
			}
		}
	})
	t.Run("two stores have two sockets, in the runtime folder where there is one", func(t *testing.T) {
		runtime := shortDir(t)
		t.Setenv("XDG_RUNTIME_DIR", runtime)
		a, b := open(t, door.Limits{}, say), open(t, door.Limits{}, say)
		if a.Path() == b.Path() || filepath.Dir(a.Path()) != filepath.Join(runtime, "atrium") {
			t.Errorf("they are %s and %s", a.Path(), b.Path())
		}
		t.Setenv("XDG_RUNTIME_DIR", "") // whoever calls may have another one, or none
		if r := a.call(t.Context(), door.Call{}, unread{t}); r.fault != nil {
			t.Error(r.fault)
		}
	})
	t.Run("a path that is too long for a socket is gone around", func(t *testing.T) {
		t.Setenv("XDG_RUNTIME_DIR", "")
		dir := filepath.Join(t.TempDir(), strings.Repeat("long/", 30))
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		d, err := door.Open(door.Options{Dir: dir, Serve: say})
		if err != nil {
			t.Fatal(err)
		}
		if c, err := door.Reach(dir); err != nil || c.Close() != nil {
			t.Error(err)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestSocketInTheWay(t *testing.T) {
	t.Run("the socket of a process that was killed is replaced, and any other file is left alone", func(t *testing.T) {
		t.Setenv("XDG_RUNTIME_DIR", "")
		dir := shortDir(t)
		path := socketOf(t, dir)
		left, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
		if err != nil {
			t.Fatal(err)
		}
		left.SetUnlinkOnClose(false)
		if err := left.Close(); err != nil {
			t.Fatal(err)
		}
		d, err := door.Open(door.Options{Dir: dir, Serve: say})
		if err != nil || d.Close() != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := door.Open(door.Options{Dir: dir, Serve: say}); err == nil || !strings.Contains(err.Error(), "is in the way") {
			t.Errorf("it was answered with %v", err)
		}
	})
}

// socketOf is where the socket of a data folder is.
func socketOf(t *testing.T, dir string) string {
	t.Helper()
	d, err := door.Open(door.Options{Dir: dir, Serve: say})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return d.Path()
}

func TestHostKey(t *testing.T) {
	t.Run("the host key is made once, for its owner alone, and believed only while it is", func(t *testing.T) {
		_, line := newKey(t, "MaryMajor")
		dir := t.TempDir()
		path := filepath.Join(dir, "atrium_host_key")
		listen := func() (string, error) {
			d, err := door.Open(door.Options{Dir: dir, Serve: say})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = d.Close() }() // nobody came
			keys := filepath.Join(t.TempDir(), "keys")
			if err := os.WriteFile(keys, []byte(line), 0o600); err != nil {
				t.Fatal(err)
			}
			ring, err := door.OpenKeys(keys)
			if err != nil {
				t.Fatal(err)
			}
			_, fingerprint, err := d.Listen("127.0.0.1:0", ring)
			return fingerprint, err
		}
		first, err := listen()
		second, again := listen()
		if err != nil || again != nil || first != second || !strings.HasPrefix(first, "SHA256:") {
			t.Errorf("it was %q and is %q: %v %v", first, second, err, again)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v %v", info.Mode(), err)
		}
		if err := os.Chmod(path, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := listen(); err == nil || !strings.Contains(err.Error(), "others may read the host key") {
			t.Errorf("it was answered with %v", err)
		}
	})
}

func TestClose(t *testing.T) {
	t.Run("everyone at the screens is told, a command finishes, and nobody comes in any more", func(t *testing.T) {
		mary, line := newKey(t, "MaryMajor")
		began, finish := make(chan bool), make(chan bool)
		h := open(t, door.Limits{}, func(ctx context.Context, v *door.Visit) int {
			if len(v.Args) == 0 {
				return stay(ctx, v)
			}
			close(began)
			<-finish
			_, _ = fmt.Fprint(v.Out, "finished")
			return 0
		}).listen(line)
		client := h.dial(mary)
		s := session(t, client)
		told := shown(t, s)
		command := session(t, client)
		var out bytes.Buffer
		command.Stdout = &out
		if err := command.Start("work"); err != nil {
			t.Fatal(err)
		}
		<-began
		caller := h.reach()
		closed := make(chan error, 1)
		go func() { closed <- h.Close() }()
		if code := exitCode(t, s.Wait()); code != 1 || !strings.Contains(told.String(), "was told to end") {
			t.Errorf("exit code %d: %s", code, told)
		}
		if _, err := caller.Do(t.Context(), door.Call{}, door.Ends{In: unread{t}, Out: io.Discard, Err: io.Discard}); !errors.Is(err, door.ErrNotAsked) {
			t.Errorf("a new call was answered with %v", err)
		}
		close(finish)
		if code := exitCode(t, command.Wait()); code != 0 || out.String() != "finished" {
			t.Errorf("exit code %d: %s", code, out.String())
		}
		if err := <-closed; err != nil {
			t.Error(err)
		}
	})
}

func TestCloseInAnyCase(t *testing.T) {
	t.Run("it takes less than ten seconds, also where a command hangs and its other end reads nothing", func(t *testing.T) {
		t.Parallel()
		mary, line := newKey(t, "MaryMajor")
		began := make(chan bool)
		h := open(t, door.Limits{}, func(_ context.Context, v *door.Visit) int {
			close(began)
			for {
				if _, err := v.Out.Write(make([]byte, 1<<20)); err != nil {
					return 1
				}
			}
		}).listen(line)
		s := session(t, h.dial(mary))
		if _, err := s.StdoutPipe(); err != nil { // from which nothing is read
			t.Fatal(err)
		}
		if err := s.Start("flood"); err != nil {
			t.Fatal(err)
		}
		<-began
		start := time.Now()
		if err := h.Close(); err != nil || time.Since(start) > 10*time.Second {
			t.Errorf("it took %s: %v", time.Since(start), err)
		}
	})
	t.Run("a program of the same machine is told where its screens were, to go on there by itself", func(t *testing.T) {
		h := open(t, door.Limits{}, func(ctx context.Context, v *door.Visit) int {
			v.Show()
			v.Moved([]byte("members"))
			v.Moved([]byte("teams"))
			_, _ = fmt.Fprint(v.Out, "shown")
			<-ctx.Done()
			return 0
		})
		place, out := "", &signal{when: "shown", then: func() { go func() { _ = h.Close() }() }}
		outcome, err := h.reach().Do(t.Context(), door.Call{}, door.Ends{In: unread{t}, Out: out, Err: io.Discard, Moved: func(at []byte) { place = string(at) }})
		if err != nil || !outcome.Closing || place != "teams" {
			t.Errorf("%+v at %q: %v", outcome, place, err)
		}
	})
}

// signal is an output that does something once a text was written.
type signal struct {
	when string
	then func()
}

func (s *signal) Write(p []byte) (int, error) {
	if strings.Contains(string(p), s.when) {
		s.then()
	}
	return len(p), nil
}
