package speed

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/creack/pty"

	"atrium/model"
	"atrium/store"
	_ "atrium/tui/background" // or every start would wait for a terminal that never answers
)

// bareVariable makes this test binary the bare program instead of the tests: it opens the store that the
// variable names and shows the first members in the least list that Bubble Tea can draw.
const bareVariable = "ATRIUM_SPEED_BARE"

// bareList is the floor of a screen: a windowed list and a cursor.
type bareList struct {
	names []string
	at, h int
}

func (l *bareList) Init() tea.Cmd { return nil }

func (l *bareList) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		l.h = msg.Height
	case tea.KeyMsg:
		switch msg.String() {
		case "down":
			l.at = min(l.at+1, len(l.names)-1)
		case "up":
			l.at = max(l.at-1, 0)
		case "q":
			return l, tea.Quit
		}
	}
	return l, nil
}

func (l *bareList) View() string {
	var b bytes.Buffer
	for i := range min(l.h, len(l.names)) {
		mark := "  "
		if i == l.at%max(l.h, 1) {
			mark = "> "
		}
		fmt.Fprintf(&b, "%s%-76s", mark, l.names[i])
		if i < l.h-1 {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// bare is the bare program.
func bare(data string) error {
	s, err := store.Open(data)
	if err != nil {
		return err
	}
	l := &bareList{}
	err = s.View(context.Background(), func(r model.Reader) error {
		for row, err := range r.Scan("member", model.Range{}) {
			if err != nil {
				return err
			}
			var m model.Member
			if err := row.Decode(&m); err != nil {
				return err
			}
			if l.names = append(l.names, m.Alias+"  "+m.Name+"  "+m.Email); len(l.names) == 200 {
				return nil
			}
		}
		return nil
	})
	if err == nil {
		_, err = tea.NewProgram(l, tea.WithAltScreen()).Run()
	}
	if closed := s.Close(); err == nil {
		err = closed
	}
	return err
}

// seat is a program on a terminal of its own.
type seat struct {
	b     *testing.B
	cmd   *exec.Cmd
	tty   *os.File
	began time.Time

	mu    sync.Mutex
	out   bytes.Buffer
	total int
	heard chan struct{}
}

// sit starts a program on a terminal of 80 by 24.
func sit(b *testing.B, cmd *exec.Cmd) *seat {
	b.Helper()
	s := &seat{b: b, cmd: cmd, began: time.Now(), heard: make(chan struct{}, 1)}
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		b.Fatal(err)
	}
	s.tty = tty
	go s.listen()
	return s
}

func (s *seat) listen() {
	buf := make([]byte, 64<<10)
	for {
		n, err := s.tty.Read(buf)
		s.mu.Lock()
		s.out.Write(buf[:n])
		s.total += n
		s.mu.Unlock()
		select {
		case s.heard <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

// until waits until the output since the last call holds a text, and tells how long that took since began.
func (s *seat) until(text string) time.Duration {
	s.b.Helper()
	for deadline := time.After(time.Minute); ; {
		s.mu.Lock()
		at := bytes.Index(s.out.Bytes(), []byte(text))
		if at >= 0 {
			s.out.Reset()
			s.mu.Unlock()
			return time.Since(s.began)
		}
		s.mu.Unlock()
		select {
		case <-s.heard:
		case <-deadline:
			s.b.Fatalf("%q never came; there came %q", text, s.out.String())
		}
	}
}

// press sends a key and waits for the first bytes of its picture.
func (s *seat) press(key string) (took time.Duration, sent int) {
	s.b.Helper()
	s.quiet(100 * time.Millisecond)
	s.mu.Lock()
	before := s.total
	s.mu.Unlock()
	s.began = time.Now()
	if _, err := s.tty.WriteString(key); err != nil {
		s.b.Fatal(err)
	}
	for {
		<-s.heard
		s.mu.Lock()
		sent = s.total - before
		s.mu.Unlock()
		if sent > 0 {
			took = time.Since(s.began)
			break
		}
	}
	s.quiet(60 * time.Millisecond)
	s.mu.Lock()
	defer s.mu.Unlock()
	return took, s.total - before
}

// frame is how long Bubble Tea waits from one picture to the next.
const frame = time.Second / 60

// quiet waits until nothing has been written for a while.
func (s *seat) quiet(d time.Duration) {
	for {
		select {
		case <-s.heard:
		case <-time.After(d):
			return
		}
	}
}

var peakLine = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// resident is the most memory in MB that the process ever had, once that has stopped growing.
func (s *seat) resident() float64 {
	s.b.Helper()
	last, same := 0, 0
	for same < 10 {
		data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
		if err != nil {
			s.b.Fatal(err)
		}
		now, err := strconv.Atoi(string(peakLine.FindSubmatch(data)[1]))
		if err != nil {
			s.b.Fatal(err)
		}
		if same++; now > last {
			last, same = now, 0
		}
		time.Sleep(200 * time.Millisecond)
	}
	return float64(last) / 1024
}

// leave ends the program, as a closed terminal would.
func (s *seat) leave() {
	s.b.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.b.Fatal(err)
	}
	_ = s.cmd.Wait() // the bare program answers a signal with an exit code of its own
	s.tty.Close()
}

// program builds the program and lets it begin with the members of the company's space.
func program(b *testing.B, c *company) *exec.Cmd {
	b.Helper()
	binary := filepath.Join(c.files, "atrium")
	if out, err := exec.Command("go", "build", "-o", binary, "atrium/cmd/atrium").CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	place, err := json.Marshal(map[string]string{"person": c.store + "/user0000000", "route": "members?space=corp-space&table=space-members"})
	if err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(c.data, "place.json"), place, 0o600); err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(binary, "--data", c.data)
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "NO_COLOR=")
	return cmd
}

func bareProgram(c *company) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", bareVariable+"="+c.data)
	return cmd
}

// BenchmarkStart starts the program on a store with a million people, until their first page stands on the
// screen, against the bare program on the same store.
func BenchmarkStart(b *testing.B) {
	c := of(b, million)
	cmd := program(b, c)
	var took, floor time.Duration
	rounds := 0
	for b.Loop() {
		one := sit(b, bareProgram(c))
		floor += one.until("user0000001")
		one.leave()
		two := sit(b, exec.Command(cmd.Path, cmd.Args[1:]...))
		took += two.until("user0000001")
		two.leave()
		rounds++
		program(b, c)
	}
	b.ReportMetric(took.Seconds()/floor.Seconds(), "x-bare")
	b.ReportMetric(took.Seconds()*1000/float64(rounds), "ms-start")
	b.ReportMetric(floor.Seconds()*1000/float64(rounds), "ms-bare")
}

// BenchmarkCursorKey moves the cursor by one row, down and up again, key by key, from the key to the first bytes of its picture.
// It begins while the index of the members is still being built. As pictures are painted at the ticks of a
// clock that begins with the last one, the keys are spread over a frame.
func BenchmarkCursorKey(b *testing.B) {
	c := of(b, million)
	measure := func(s *seat) (took time.Duration, sent int) {
		s.until("user0000001")
		for i, key := range append(slices.Repeat([]string{"\x1b[B"}, 15), slices.Repeat([]string{"\x1b[A"}, 15)...) {
			time.Sleep(time.Duration(i) * frame / 30)
			t, n := s.press(key)
			took, sent = took+t, sent+n
		}
		s.leave()
		return took / 30, sent / 30
	}
	for b.Loop() {
		floor, bareBytes := measure(sit(b, bareProgram(c)))
		took, sent := measure(sit(b, program(b, c)))
		b.ReportMetric(took.Seconds()/floor.Seconds(), "x-bare-time")
		b.ReportMetric(float64(sent)/float64(bareBytes), "x-bare-bytes")
		b.ReportMetric(took.Seconds()*1000, "ms-key")
		b.ReportMetric(float64(sent), "bytes-key")
	}
}

// BenchmarkResident reports the most memory of the program with the members on the screen, their index built
// and a filter typed, and what it writes while nobody does anything.
func BenchmarkResident(b *testing.B) {
	for _, n := range []int{10_000, million} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			c := of(b, n)
			for b.Loop() {
				s := sit(b, program(b, c))
				s.until("user0000001")
				s.resident()
				for _, key := range []string{"/", "u", "s", "e", "r", "0", "0"} {
					s.press(key)
				}
				b.ReportMetric(s.resident(), "MB-resident")
				s.mu.Lock()
				before := s.total
				s.mu.Unlock()
				time.Sleep(3 * time.Second)
				s.mu.Lock()
				b.ReportMetric(float64(s.total-before), "idle-bytes")
				s.mu.Unlock()
				s.leave()
			}
		})
	}
}
