package kit_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/tui/kit/kittest"
)

// bare is the least that can show a window on a million rows: what the table is measured against.
type bare struct{ at, top, w, h int }

func (b *bare) Init() tea.Cmd { return nil }

func (b *bare) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		b.w, b.h = msg.Width, msg.Height
	case tea.KeyMsg:
		if msg.String() == "down" {
			b.at++
		} else {
			b.at--
		}
		b.top = max(min(b.top, b.at), b.at-b.h+1)
	}
	return b, nil
}

func (b *bare) View() string {
	var s strings.Builder
	for i := range b.h {
		if i > 0 {
			s.WriteByte('\n')
		}
		n := b.top + i
		line := fmt.Sprintf("  %-30.30s  %-32.32s  %10d", fmt.Sprintf("Person %07d", n), fmt.Sprintf("Person %07d@example.com", n), n)
		if n == b.at {
			line = "\x1b[7m>" + line[1:] + "\x1b[0m"
		}
		s.WriteString(line)
	}
	return s.String()
}

func BenchmarkCursorKey(b *testing.B) {
	down, up := kittest.Key("down"), kittest.Key("up")
	b.Run("bare", func(b *testing.B) {
		m := &bare{w: 80, h: 22}
		for i := 0; b.Loop(); i++ {
			m.Update([]tea.Msg{down, up}[i&1])
			m.View()
		}
	})
	b.Run("table", func(b *testing.B) {
		env, _ := kittest.NewEnv(b, &kittest.Service{}).Within()
		table := peopleTable(env, &million{total: 1_000_000})
		table.SetSize(80, 22)
		deliver(table.Init())
		for i := 0; b.Loop(); i++ {
			table.Update([]tea.Msg{down, up}[i&1])
			table.View()
		}
	})
}

func deliver(cmd tea.Cmd) { cmd().(interface{ Deliver() tea.Cmd }).Deliver() }

func TestCursorKeyWritesLittleMoreThanABareList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		press := func(r *kittest.Robot) int {
			r.Bytes()
			for range 50 {
				r.Press("down", "up", "down")
			}
			return len(r.Bytes())
		}
		plain := press(kittest.Start(t, &bare{}, 80, 22))
		whole := press(open(t, &kittest.Service{}, &million{total: 1_000_000}, 80, 24))
		t.Logf("bare %d bytes, table %d bytes", plain, whole)
		if float64(whole) > 1.6*float64(plain) {
			t.Errorf("150 cursor keys write %d bytes, a bare list %d", whole, plain)
		}
	})
}
