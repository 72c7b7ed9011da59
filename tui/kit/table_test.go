package kit_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/tui"
	"atrium/tui/kit"
	"atrium/tui/kit/kittest"
)

// person is a row of the tests.
type person struct {
	number int
	name   string
}

func (p person) id() string { return strconv.Itoa(p.number) }

// million is a source of as many rows as one likes, which makes them up when they are asked for.
type million struct {
	total int
	asked int
	delay func(kit.View) time.Duration
	first int // the number of the first row: rows above it were deleted
}

func (m *million) Page(ctx context.Context, v kit.View) ([]person, int, error) {
	m.asked++
	if m.delay != nil {
		select {
		case <-time.After(m.delay(v)):
		case <-ctx.Done():
			return nil, 0, ctx.Err()
		}
	}
	var rows []person
	total := m.total
	if v.Filter != "" {
		total = min(total, 1000/len(v.Filter))
	}
	for i := v.Offset; i < min(v.Offset+v.Limit, total); i++ {
		n := i + m.first
		if v.Desc {
			n = total - 1 - i
		}
		rows = append(rows, person{n, fmt.Sprintf("%sPerson %07d", v.Filter, n)})
	}
	return rows, total, nil
}

func (m *million) Locate(_ context.Context, v kit.View, id string) (int, error) {
	n, err := strconv.Atoi(id)
	if v.Desc {
		n = m.total - 1 - n
	}
	return max(n-m.first, -1), err
}

// listScreen is the least screen with a table.
type listScreen struct {
	*kit.Table[person]
	actions []kit.Action
}

func (s *listScreen) Title() string         { return "People" }
func (s *listScreen) Topic() string         { return "members" }
func (s *listScreen) Actions() []kit.Action { return s.actions }

func peopleTable(env *kit.Env, source kit.Source[person]) *kit.Table[person] {
	return kit.NewTable(env, kit.TableOptions[person]{
		Source: source, ID: person.id, Multi: true, Nothing: "Nobody is here yet. Press i to invite.",
		Open: func(p person) tea.Cmd { return kit.Say("opened " + p.name) },
		Columns: []kit.Column[person]{
			{Title: "Name", Min: 16, Flex: 2, Sort: "name", Cell: func(p person) string { return p.name }},
			{Title: "Email", Min: 24, Flex: 1, Priority: 2, Cell: func(p person) string { return p.name + "@example.com" }},
			{Title: "Number", Min: 10, Priority: 1, Sort: "number", Right: true, Cell: func(p person) string { return p.id() }},
		},
	})
}

// open starts the program on a table.
func open(t *testing.T, service *kittest.Service, source kit.Source[person], w, h int, actions ...kit.Action) *kittest.Robot {
	screens := tui.Screens{"people": func(env *kit.Env, _ kit.Route) kit.Screen {
		return &listScreen{peopleTable(env, source), actions}
	}}
	return kittest.Start(t, tui.New(kittest.NewEnv(t, service), screens, kit.To("people")), w, h)
}

func TestTableOfAMillionRows(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {60, 15}} {
		synctest.Test(t, func(t *testing.T) {
			source := &million{total: 1_000_000}
			r := open(t, &kittest.Service{}, source, size[0], size[1])
			r.See("1 of 1,000,000", ">  Person 0000000"[0:1])
			r.Press("down", "down", "j").See("4 of 1,000,000")
			if source.asked != 1 {
				t.Errorf("moving inside the window asked %d times", source.asked)
			}
			r.Press("end").See("1,000,000 of 1,000,000", "Person 0999999")
			r.Press("up", "pgup", "g").See("1 of 1,000,000", "Person 0000000")
			for range 40 {
				r.Press("pgdown")
			}
			r.SeeNot("…  ")
			if source.asked > 30 {
				t.Errorf("paging asked %d times", source.asked)
			}
		})
	}
}

// TestTableTellsWhatItCuts asks in windows that show a column whole, cut, and not at all.
func TestTableTellsWhatItCuts(t *testing.T) {
	for _, one := range []struct {
		w    int
		want map[string]bool
	}{
		{120, map[string]bool{"Name": false, "Email": false, "Number": false, "Address": true}},
		{60, map[string]bool{"Name": false, "Email": false, "Number": false}},
		{50, map[string]bool{"Name": false, "Email": true, "Number": false}},
	} {
		synctest.Test(t, func(t *testing.T) {
			var table *kit.Table[person]
			screens := tui.Screens{"people": func(env *kit.Env, _ kit.Route) kit.Screen {
				table = peopleTable(env, &million{total: 9})
				return &listScreen{Table: table}
			}}
			kittest.Start(t, tui.New(kittest.NewEnv(t, &kittest.Service{}), screens, kit.To("people")), 120, 24).See("1 of 9")
			table.SetSize(one.w, 22)
			defer table.SetSize(120, 22)
			for title, want := range one.want {
				if table.Cut(title) != want {
					t.Errorf("%d cells wide, %s is cut: %v\n%s", one.w, title, !want, table.View())
				}
			}
			for _, line := range strings.Split(table.View(), "\n")[2:] {
				if len(line) > 2 && strings.HasSuffix(line, " ") {
					t.Errorf("%d cells wide, %q sends spaces for nothing", one.w, line)
				}
			}
		})
	}
}

func TestCursorFollowsItsRow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source, service := &million{total: 1000}, &kittest.Service{}
		r := open(t, service, source, 80, 24)
		r.Press("down", "down", "down", "space", "down").See("6 of 1,000", "1 selected")
		source.first = 2 // somebody else removes the first two
		service.Commit()
		r.Wait(time.Second).See("4 of 1,000", "1 selected")
		if !slices.ContainsFunc(r.Lines(), func(l string) bool { return strings.HasPrefix(l, "> Person 0000005") }) {
			t.Errorf("the cursor left its row:\n%s", r.Screen())
		}
	})
}

func TestSortingKeepsTheRowOverAnyDistance(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := open(t, &kittest.Service{}, &million{total: 1_000_000}, 80, 24)
		r.Press("down", "s").See("↑Name", "2 of 1,000,000").Press("S").See("↓Name", "999,999 of 1,000,000")
		r.Press("s").See("↑Number").Press("s").SeeNot("↑")
	})
}

func TestFilterIsLiveAndEscClearsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := open(t, &kittest.Service{}, &million{total: 5000}, 80, 24)
		r.Press("/").Type("ab").See("/ ab", "1 of 500", "abPerson 0000000")
		r.Press("backspace").See("1 of 1,000").Press("enter").See("filter: a")
		r.Press("q").See("filter: a") // a question whether to quit would be asked; nothing was typed
	})
	synctest.Test(t, func(t *testing.T) {
		r := open(t, &kittest.Service{}, &million{total: 5000}, 80, 24)
		r.Press("/").Type("q?:").See("/ q?:").Press("enter", "esc").SeeNot("filter").See("5,000")
	})
}

func TestLateAnswersAreDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := func(v kit.View) time.Duration { return time.Second * time.Duration(3-len(v.Filter)) }
		r := open(t, &kittest.Service{}, &million{total: 5000, delay: slow}, 80, 24)
		r.See("Loading…").Press("/").Type("ab").Wait(time.Minute).See("1 of 500", "abPerson")
	})
}

func TestTableSaysWhyItIsEmpty(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		open(t, &kittest.Service{}, &million{}, 80, 24).See("Nobody is here yet.").Press("down", "enter", "/").Type("x").See("Nothing matches")
	})
	synctest.Test(t, func(t *testing.T) {
		broken := kit.SourceFunc[person](func(context.Context, kit.View) ([]person, int, error) { panic("broken") })
		open(t, &kittest.Service{}, broken, 80, 24).See("! Internal error (log id ")
	})
}

func TestHostileTextStaysInItsCell(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := kit.SourceFunc[person](func(context.Context, kit.View) ([]person, int, error) {
			return []person{{1, "\x1b[2Jgone\n\u202Eevil"}, {2, "東京都庁の長い名前の人です東京都庁の長い名前の人です"}}, 2, nil
		})
		for _, size := range [][2]int{{80, 24}, {61, 15}} {
			open(t, &kittest.Service{}, source, size[0], size[1]).See("␛[2Jgone␊")
		}
	})
}

func TestNarrowTablesKeepWhatMatters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := open(t, &kittest.Service{}, &million{total: 10}, 60, 15).See("Name", "Email", "Number")
		r.Resize(120, 40).See("Name", "Email", "Number")
		r.Resize(40, 15).See("40x15 is too small; 60x15 needed").Resize(80, 24).See("Name")
	})
	table := peopleTable(kittest.NewEnv(t, &kittest.Service{}), &million{})
	table.SetSize(30, 10)
	if view := table.View(); strings.Contains(view, "Email") || !strings.Contains(view, "Number") {
		t.Errorf("the least important column goes first:\n%s", view)
	}
	table.SetSize(12, 10)
	kittest.CheckFrame(t, table.View(), 12, 10)
}

func TestIdleScreenWritesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		service := &kittest.Service{}
		r := open(t, service, &million{total: 100}, 80, 24)
		r.Bytes()
		r.Wait(10 * time.Minute)
		if written := r.Bytes(); len(written) > 0 {
			t.Errorf("an idle screen wrote %q", written)
		}
		service.Commit()
		r.Wait(time.Second)
		if written := r.Bytes(); len(written) > 0 {
			t.Errorf("a change that shows nothing wrote %q", written)
		}
	})
}

func TestChangesAreCoalesced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source, service := &million{total: 100}, &kittest.Service{}
		r := open(t, service, source, 80, 24)
		before := source.asked
		for range 1000 {
			service.Commit()
			time.Sleep(time.Millisecond)
		}
		r.Wait(time.Second)
		if asked := source.asked - before; asked < 2 || asked > 12 {
			t.Errorf("1000 commits in a second asked %d times", asked)
		}
	})
}
