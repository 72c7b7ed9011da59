package load

import (
	"atrium/tui/kit"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/crypto/ssh"
)

var (
	sessions = flag.Int("sessions", 50, "how many sessions work at a time")
	work     = flag.Duration("work", 4*time.Second, "for how long they work")
)

// visitor is one session at the screens, with commands beside it.
type visitor struct {
	t      testing.TB
	number int
	client *ssh.Client
	shell  *ssh.Session
	keys   io.Writer

	mu    sync.Mutex
	frame bytes.Buffer // what was written since it was emptied
	wrote chan struct{}

	tab  string          // the page that is shown
	took []time.Duration // from a key to what it changed on the screen
	made []string        // who was invited, as far as that was acknowledged
}

func (v *visitor) Write(p []byte) (int, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	select {
	case v.wrote <- struct{}{}:
	default: // one is waiting already
	}
	return v.frame.Write(p)
}

// visit begins the screens on a server, and waits until they are there.
func visit(t testing.TB, s *server, number int) *visitor {
	t.Helper()
	v := &visitor{t: t, number: number, client: s.dial(t, number), wrote: make(chan struct{}, 1)}
	var err error
	if v.shell, err = v.client.NewSession(); err != nil {
		t.Fatal(err)
	}
	v.shell.Stdout = v
	if v.keys, err = v.shell.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := v.shell.RequestPty("xterm-256color", 24, 80, nil); err != nil {
		t.Fatal(err)
	}
	if err := v.shell.Shell(); err != nil {
		t.Fatal(err)
	}
	v.until("the spaces", func() bool { return strings.Contains(v.written(), "acme") })
	return v
}

func (v *visitor) written() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.frame.String()
}

func (v *visitor) forget() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.frame.Reset()
	select {
	case <-v.wrote:
	default:
	}
}

// until waits until something holds that depends on what is written.
func (v *visitor) until(what string, holds func() bool) {
	v.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !holds(); {
		select {
		case <-v.wrote:
		case <-time.After(50 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			v.t.Errorf("session %d: it never came to %s: %q", v.number, what, v.written())
			return
		}
	}
}

// press presses a key. Where it shows something, that is waited for, and the time until then noted.
func (v *visitor) press(key, shows string) {
	v.forget()
	begin := time.Now()
	if _, err := io.WriteString(v.keys, key); err != nil {
		v.t.Errorf("session %d: %v", v.number, err)
		return
	}
	if shows != "" {
		v.until(shows+" after "+key, func() bool { return strings.Contains(v.written(), shows) })
		v.took = append(v.took, time.Since(begin))
	}
	time.Sleep(pace()) // an esc that another key follows at once is taken for alt and that key
}

// tabs are the pages of a space that are walked about in, as the one that is shown is marked.
var tabs = []string{"[1 Projects]", "[2 Members]", "[3 Teams]", "[8 Activity]"}

// turn goes to another page.
func (v *visitor) turn(tab string) {
	if v.tab != tab {
		v.press(tab[1:2], tab)
		v.tab = tab
	}
}

// pace is the time between two keys: the more there are, the less all of them together must ask of one machine.
func pace() time.Duration {
	return max(40*time.Millisecond, time.Duration(*sessions)*2*time.Millisecond)
}

// help opens the help and closes it again: both show something that nothing else shows.
func (v *visitor) help() {
	v.press("?", "esc close")
	v.press("\x1b", "find")
}

// run gives a command beside the screens.
func (v *visitor) run(command string) (out string, err error) {
	s, err := v.client.NewSession()
	if err != nil {
		return "", err
	}
	defer func() { _ = s.Close() }() // it has ended
	all, err := s.CombinedOutput(command)
	return string(all), err
}

// workUntil walks about in the space and changes it, at random.
func (v *visitor) workUntil(end time.Time) {
	random := rand.New(rand.NewPCG(1, uint64(v.number)))
	v.press("\r", tabs[0])
	v.tab = tabs[0]
	for n := 0; time.Now().Before(end); n++ {
		switch random.IntN(6) {
		case 0:
			email := fmt.Sprintf("person-%d-%d@example.com", v.number, n)
			if out, err := v.run("member invite --space acme --role limited-access --email " + email); err != nil {
				v.t.Errorf("session %d: %v: %s", v.number, err, out)
			} else {
				v.made = append(v.made, email)
			}
		case 1:
			if out, err := v.run(fmt.Sprintf("space edit --name acme --description step-%d-of-%d", n, v.number)); err != nil {
				v.t.Errorf("session %d: %v: %s", v.number, err, out)
			}
		case 2:
			v.help()
		default:
			v.turn(tabs[random.IntN(len(tabs))])
			v.press("j", "")
			v.help()
		}
		time.Sleep(time.Duration(random.IntN(4)) * pace()) // people think
	}
}

// screen has the whole screen drawn anew, and returns it without styles.
func (v *visitor) screen(wants string) []string {
	var lines []string
	v.until("a whole screen with "+wants, func() bool {
		v.forget()
		for _, width := range []int{81, 80} {
			if err := v.shell.WindowChange(24, width); err != nil {
				v.t.Errorf("session %d: %v", v.number, err)
			}
			time.Sleep(100 * time.Millisecond) // each size is drawn
		}
		all := v.written()
		all = all[strings.LastIndex(all, "\x1b[H")+1:]
		lines = strings.Split(strings.ReplaceAll(ansi.Strip("\x1b"+all), "\r", ""), "\n")
		for i := range lines {
			lines[i] = strings.TrimRight(lines[i], " ")
		}
		return strings.Contains(strings.Join(lines, "\n"), wants)
	})
	return lines
}

// percentile is the value that so many in a hundred are below.
func percentile(list []time.Duration, percent int) time.Duration {
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	return list[min(len(list)*percent/100, len(list)-1)]
}

func TestManySessions(t *testing.T) {
	t.Run("many work at a time, nothing that was acknowledged is lost, and every screen is right", func(t *testing.T) {
		s := startServer(t, newStore(t))
		before := s.memory()
		visitors := make([]*visitor, *sessions)
		for i := range visitors {
			visitors[i] = visit(t, s, i)
		}
		idle, used := s.memory(), s.busy()
		time.Sleep(time.Second) // in which nobody does anything
		used = s.busy() - used
		end := time.Now().Add(*work)
		var all sync.WaitGroup
		for _, v := range visitors {
			all.Go(func() { v.workUntil(end) })
		}
		all.Wait()
		var made []string
		var took []time.Duration
		for _, v := range visitors {
			made, took = append(made, v.made...), append(took, v.took...)
		}
		t.Logf("%d sessions: %d KiB each at rest, %d KiB after work; at rest all take %s of processor time in a second; key to screen: median %s, 95 in 100 within %s, 99 within %s (%d keys)", len(visitors),
			(idle-before)/len(visitors)>>10, (s.memory()-before)/len(visitors)>>10, used, percentile(took, 50), percentile(took, 95), percentile(took, 99), len(took))
		checkInvited(t, visitors[0], made)
		checkScreens(t, visitors, len(made))
	})
}

// checkInvited makes sure that everyone is invited whose invitation was acknowledged, and nobody else.
func checkInvited(t *testing.T, v *visitor, made []string) {
	t.Helper()
	out, err := v.run("member list --space acme --limit 0 -o json")
	if err != nil {
		t.Fatal(err, out)
	}
	var members []struct{ Email string }
	if err := json.Unmarshal([]byte(out), &members); err != nil {
		t.Fatal(err)
	}
	var emails []string
	for _, m := range members {
		if strings.HasPrefix(m.Email, "person-") {
			emails = append(emails, m.Email)
		}
	}
	slices.Sort(made)
	slices.Sort(emails)
	if !slices.Equal(made, emails) {
		t.Errorf("%d invitations were acknowledged, and there are %d", len(made), len(emails))
	}
}

// checkScreens brings everybody to the members, where all must see the same.
func checkScreens(t *testing.T, visitors []*visitor, invited int) {
	t.Helper()
	var all sync.WaitGroup
	screens := make([][]string, len(visitors))
	for i, v := range visitors {
		all.Go(func() {
			v.turn("[2 Members]")
			v.press("g", "") // the first row
			screens[i] = v.screen("Space members " + kit.Thousands(invited))[1:]
		})
	}
	all.Wait()
	for i := range screens {
		if !slices.Equal(screens[i], screens[0]) {
			t.Errorf("session %d sees\n%s\nand session 0\n%s", i, strings.Join(screens[i], "\n"), strings.Join(screens[0], "\n"))
			return
		}
	}
}
