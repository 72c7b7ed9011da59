// Package awstags is the page Manage tags of the AWS side: the tags of a connection are edited row by row, and
// saved together or not at all (ACC-10).
package awstags

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// row is one tag being edited.
type row struct {
	was     model.Tag // as it is saved; empty for a new row
	now     model.Tag
	removed bool
	problem string // what was refused about it
}

// changed reports whether saving would change the row.
func (r *row) changed() bool { return r.removed || r.was != r.now }

// The columns.
const (
	keyColumn = iota
	valueColumn
)

// screen is the editor.
type screen struct {
	env     *kit.Env
	space   string
	tabs    *kit.AWSTabs
	rows    []*row
	at, col int
	top     int
	edit    *textinput.Model // nil while no cell is being typed into
	err     error            // why nothing can be edited, or what was refused as a whole
	closed  bool             // nothing can be edited
	known   bool
	busy    bool
	w, h    int
}

// New makes the screen of aws-tags?space=….
func New(env *kit.Env, r kit.Route) kit.Screen {
	return &screen{env: env, space: r.Get("space"), tabs: kit.NewAWSTabsWithin(env, "aws")}
}

func (s *screen) account() model.AccountID {
	if aws := s.env.Session.AWS; aws != nil {
		return aws.Account
	}
	return ""
}

// Init asks for the tags.
func (s *screen) Init() tea.Cmd {
	ask := func(ctx context.Context) (model.AccountDetails, error) {
		if err := s.env.Service.May(ctx, s.env.Session, &model.TagAccount{Space: s.space}); err != nil {
			return model.AccountDetails{}, err
		}
		return kit.Ask[model.AccountDetails](ctx, s.env, &model.ShowAccount{Space: s.space, Account: s.account()})
	}
	return kit.Go(s.env, s, ask, func(view model.AccountDetails, err error) tea.Cmd {
		s.err, s.closed, s.known, s.rows = err, err != nil, true, nil
		for _, key := range slices.Sorted(maps.Keys(view.Connection.Tags)) {
			t := model.Tag{Key: key, Value: view.Connection.Tags[key]}
			s.rows = append(s.rows, &row{was: t, now: t})
		}
		s.moveTo(s.at)
		return nil
	})
}

// dirty reports whether something is not saved.
func (s *screen) dirty() bool {
	typing := s.edit != nil && s.edit.Value() != *s.cell()
	return typing || slices.ContainsFunc(s.rows, (*row).changed)
}

// MayLeave asks where something is not saved.
func (s *screen) MayLeave() string {
	if s.dirty() {
		return "Leave with tags that are not saved?"
	}
	return ""
}

// Update takes keys. What others change meanwhile is not taken in under one's hands: saving tells of it.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(kit.Changed); ok && !s.dirty() && s.edit == nil {
		return s.Init()
	}
	key, ok := msg.(tea.KeyMsg)
	switch {
	case !ok || s.busy || !s.known:
		return nil
	case s.edit != nil:
		return s.typeInto(key)
	default:
		return s.move(key.String())
	}
}

func (s *screen) move(key string) tea.Cmd {
	k := s.env.Keys
	switch {
	case k.Is(key, kit.KeyDown):
		s.moveTo(s.at + 1)
	case k.Is(key, kit.KeyUp):
		s.moveTo(s.at - 1)
	case k.Is(key, kit.KeyLeft), k.Is(key, kit.KeyPrevious):
		s.col = keyColumn
	case k.Is(key, kit.KeyRight), k.Is(key, kit.KeyNext):
		s.col = valueColumn
	case k.Is(key, kit.KeyHome):
		s.moveTo(0)
	case k.Is(key, kit.KeyEnd):
		s.moveTo(len(s.rows) - 1)
	case k.Is(key, kit.KeyOpen):
		s.begin()
	case k.Is(key, kit.KeySubmit):
		return s.save()
	}
	return nil
}

func (s *screen) moveTo(at int) { s.at = max(min(at, len(s.rows)-1), 0) }

// current is the row under the cursor; nil where there is none.
func (s *screen) current() *row {
	if s.at < len(s.rows) {
		return s.rows[s.at]
	}
	return nil
}

// cell is what the cursor stands on.
func (s *screen) cell() *string {
	r := s.rows[s.at]
	if s.col == keyColumn {
		return &r.now.Key
	}
	return &r.now.Value
}

// begin types into the cell under the cursor.
func (s *screen) begin() {
	if r := s.current(); r == nil || r.removed {
		return
	}
	in := textinput.New()
	in.Prompt = ""
	in.KeyMap.Paste.SetEnabled(false) // it would read the clipboard of the machine that the process runs on
	in.SetValue(*s.cell())
	in.CursorEnd()
	in.Focus()
	s.edit = &in
}

// typeInto takes a key of the cell: enter and tab keep it and go on, esc leaves it as it was.
func (s *screen) typeInto(key tea.KeyMsg) tea.Cmd {
	k := s.env.Keys
	name := key.String()
	switch {
	case key.Paste:
	case k.IsTyping(name, kit.KeyBack):
		s.edit = nil
		if r := s.current(); *r == (row{}) { // nothing came of it
			return s.remove()
		}
		return nil
	case k.IsTyping(name, kit.KeySubmit):
		return s.keepAndSave()
	case k.IsTyping(name, kit.KeyOpen), k.IsTyping(name, kit.KeyNext):
		return s.next()
	}
	*s.edit, _ = s.edit.Update(key)
	return nil
}

// next keeps the cell, and goes on from the key to the value.
func (s *screen) next() tea.Cmd {
	s.keep()
	if s.col == keyColumn {
		s.col = valueColumn
		s.begin()
	}
	return nil
}

func (s *screen) keepAndSave() tea.Cmd {
	s.keep()
	return s.save()
}

// keep puts what was typed into the row.
func (s *screen) keep() {
	*s.cell() = s.edit.Value()
	s.rows[s.at].problem = ""
	s.edit = nil
}

// Typing reports that keys go into a cell.
func (s *screen) Typing() bool { return s.edit != nil }

// SetSize says how much room there is.
func (s *screen) SetSize(w, h int) { s.w, s.h = w, h }

// View draws the rows, with what was refused under each.
func (s *screen) View() string {
	t := s.env.Theme
	head := []string{s.tabs.View(s.w), "", t.Title.Render(text.Truncate("Manage tags: the connection of AWS account "+string(s.account())+" to "+text.Visible(s.space), s.w)), s.summary()}
	switch {
	case s.closed:
		head = append(head[:3], append([]string{""}, kit.Unseen(s.env, s.err, "", s.w)...)...)
	case s.err != nil:
		head = append(head, kit.BadLines(t, s.err, s.w)...)
	}
	if !s.known {
		head = append(head, "Loading"+t.More)
	}
	head = append(head, "")
	room := max(s.h-len(head), 1)
	if s.closed {
		return text.Block(head, s.w, s.h)
	}
	lines, first, last := s.body()
	s.top = max(min(s.top, first), last-room+1)
	s.top = max(min(s.top, len(lines)-1), 0)
	return text.Block(append(head, lines[s.top:min(s.top+room, len(lines))]...), s.w, s.h)
}

// summary counts, and says how it is saved.
func (s *screen) summary() string {
	n := 0
	for _, r := range s.rows {
		if !r.removed {
			n++
		}
	}
	words := strconv.Itoa(n) + " of " + strconv.Itoa(model.MaxTags) + " tags"
	if s.dirty() {
		words += ", not saved yet: s saves all of them, or none"
	}
	return s.env.Theme.Dim.Render(text.Truncate(words, s.w))
}

// body draws the rows, and says which lines belong to the one under the cursor.
func (s *screen) body() (lines []string, first, last int) {
	keys := min(max((s.w-8)/3, 12), 40)
	lines = []string{"    " + text.Fit("Key", keys) + "  Value"}
	for i, r := range s.rows {
		if i == s.at {
			first = len(lines)
		}
		lines = append(lines, s.rowLine(i, r, keys))
		if r.problem != "" {
			lines = append(lines, s.env.Theme.Bad.Render(text.Truncate("    ! "+text.Visible(r.problem), s.w)))
		}
		if i == s.at {
			last = len(lines) - 1
		}
	}
	if len(s.rows) == 0 && s.known {
		lines = append(lines, "    No tag yet. a adds one.")
	}
	if first <= 1 {
		first = 0
	}
	return lines, first, last
}

// rowLine draws one row: the cursor, what becomes of it, and its cells.
func (s *screen) rowLine(i int, r *row, keys int) string {
	t := s.env.Theme
	mark := " "
	switch {
	case r.removed:
		mark = "-"
	case r.was == (model.Tag{}):
		mark = "+"
	case r.changed():
		mark = "*"
	}
	cursor := "  "
	if i == s.at {
		cursor = t.Cursor.Render(">") + " "
	}
	values := max(s.w-keys-6, 4)
	return cursor + mark + " " + s.draw(i, keyColumn, r.now.Key, keys) + "  " + s.draw(i, valueColumn, r.now.Value, values)
}

// draw draws a cell; the one under the cursor stands in brackets, so that no colour is needed to see it.
func (s *screen) draw(i, col int, value string, w int) string {
	here := i == s.at && col == s.col
	switch {
	case here && s.edit != nil:
		return text.Pad(kit.EditedLine(s.env.Theme, s.edit.Value(), s.edit.Position(), w), w)
	case here:
		return text.Fit("["+text.Truncate(text.Visible(value), w-2)+"]", w)
	default:
		return text.Fit(text.Visible(value), w)
	}
}

// OnAWSSide tells that it is a place of the AWS side.
func (s *screen) OnAWSSide() bool { return true }

// Title is the crumb.
func (s *screen) Title() string { return "Tags" }

// Topic is what the help explains.
func (s *screen) Topic() string { return "connection-tags" }

// Route names the space.
func (s *screen) Route() kit.Route { return kit.To("aws-tags", "space", s.space) }
