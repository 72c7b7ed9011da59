package kit_test

import (
	"context"
	"strconv"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"atrium/tui/kit"
	"atrium/tui/kit/kittest"
)

// picked is a picker over n rows, of which some are ticked to begin with, and what was chosen in it.
type picked struct {
	*kit.Picker[int]
	chosen [][]int
}

func newPicked(t *testing.T, n int, ticked ...int) *picked {
	p := &picked{}
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	name := func(i int) string { return "group" + strconv.Itoa(i) }
	p.Picker = kit.NewPicker(kittest.NewEnv(t, &kittest.Service{}), kit.PickerOptions[int]{
		Title: "Choose groups", Intro: "Some of many.", Ticked: ticked,
		Table: kit.TableOptions[int]{
			Source:  kit.List[int]{Rows: func(context.Context) ([]int, error) { return rows, nil }, Text: name},
			Columns: []kit.Column[int]{{Title: "Group", Min: 10, Cell: name}},
			ID:      name, Multi: true,
		},
		Pick: func(p2 *kit.Picker[int]) tea.Cmd { p.chosen = append(p.chosen, p2.Ticked()); return nil },
	})
	p.SetSize(60, 12)
	p.run(p.Init())
	return p
}

// run delivers what was asked, and tells whether the picker asked to be closed.
func (p *picked) run(cmd tea.Cmd) (closed bool) {
	if cmd == nil {
		return false
	}
	switch msg := cmd().(type) {
	case kit.Answered:
		return p.run(msg.Deliver())
	case kit.Close:
		return true
	}
	return false
}

func (p *picked) press(keys ...string) (closed bool) {
	for _, key := range keys {
		closed = p.run(p.Update(kittest.Key(key)))
	}
	return closed
}

func TestAPickerChoosesAmongManyRows(t *testing.T) {
	p := newPicked(t, 100_000, 7, 99_999)
	if view := ansi.Strip(p.View()); !strings.Contains(view, "1 of 100,000") || !strings.Contains(view, "2 selected") {
		t.Fatalf("the picker shows\n%s", view)
	}
	p.press("end", "space", "/")
	for _, letter := range "group4242" {
		p.press(string(letter))
	}
	p.press("enter", "space", "esc", "enter") // esc clears the filter, and no tick
	if len(p.chosen) != 1 || len(p.chosen[0]) != 2 || p.chosen[0][0] != 4242 || p.chosen[0][1] != 7 {
		t.Errorf("chosen are %v", p.chosen)
	}
}

func TestLeavingAPickerAsksWhereSomethingWasTicked(t *testing.T) {
	p := newPicked(t, 3, 1)
	if p.MayLeave() != "" || !p.press("esc") {
		t.Error("a picker in which nothing was ticked does not close")
	}
	if p.press("space", "esc") || !strings.Contains(ansi.Strip(p.View()), "Throw away what you ticked?") {
		t.Error("what was ticked is thrown away without asking")
	}
	if p.press("n") || !strings.Contains(ansi.Strip(p.View()), "2 selected") {
		t.Error("another key than yes does not stay")
	}
	if !p.press("esc", "y") {
		t.Error("yes does not leave")
	}
	if !p.press("up", "space", "q") {
		t.Error("a picker whose ticks are as they began asks")
	}
}
