package kit

import (
	"slices"
	"strconv"
	"strings"

	"atrium/tui/text"
)

// gap is what stands between columns, and mark what stands before a row: cursor and selection.
const (
	gap  = 2
	mark = 2
)

// SetSize says how much room there is.
func (t *Table[R]) SetSize(w, h int) {
	if w == t.w && h == t.h {
		return
	}
	t.w, t.h = w, h
	t.widths = t.layout()
	t.redraw()
	t.top = max(min(t.top, t.at), t.at-t.height()+1, 0)
}

// height is how many rows are visible: two lines go to the status and the titles.
func (t *Table[R]) height() int { return max(t.h-2, 1) }

// redraw forgets the drawn rows.
func (t *Table[R]) redraw() { clear(t.lines) }

// layout gives each column its width: those of the highest priority number are left out until the rest
// fit, and what is left over is shared out.
func (t *Table[R]) layout() []int {
	room := t.w - mark
	kept := make([]bool, len(t.o.Columns))
	for i := range kept {
		kept[i] = true
	}
	for t.least(kept) > room && drop(t.o.Columns, kept) {
		continue
	}
	return t.share(kept, room-t.least(kept))
}

func (t *Table[R]) least(kept []bool) int {
	sum := -gap
	for i, c := range t.o.Columns {
		if kept[i] {
			sum += c.Min + gap
		}
	}
	return sum
}

// drop leaves out the least important column, the rightmost of equals, but never the last one.
func drop[R any](columns []Column[R], kept []bool) bool {
	worst, left := -1, 0
	for i, c := range columns {
		if !kept[i] {
			continue
		}
		left++
		if worst < 0 || c.Priority >= columns[worst].Priority {
			worst = i
		}
	}
	if left < 2 {
		return false
	}
	kept[worst] = false
	return true
}

func (t *Table[R]) share(kept []bool, rest int) []int {
	flex := 0
	for i, c := range t.o.Columns {
		if kept[i] {
			flex += c.Flex
		}
	}
	widths := make([]int, len(kept))
	for i, c := range t.o.Columns {
		if !kept[i] {
			continue
		}
		widths[i] = c.Min
		if c.Flex > 0 && rest > 0 {
			extra := rest * c.Flex / flex
			widths[i], rest, flex = c.Min+extra, rest-extra, flex-c.Flex
		}
	}
	return widths
}

// View draws the status, the titles, and the visible rows.
func (t *Table[R]) View() string {
	var b strings.Builder
	b.Grow((t.w + 1) * t.h)
	b.WriteString(t.status())
	if t.h > 1 {
		b.WriteByte('\n')
		b.WriteString(t.titles())
	}
	notice := t.notice()
	for i := range t.h - 2 {
		b.WriteByte('\n')
		switch {
		case notice == nil:
			b.WriteString(t.line(t.top + i))
		case i < len(notice):
			b.WriteString(text.Truncate(notice[i], t.w))
		}
	}
	return b.String()
}

// status is the line above the table: where one is, the filter, and how many are selected.
func (t *Table[R]) status() string {
	parts := []string{t.position()}
	if t.filtering {
		parts = append(parts, t.env.Theme.Strong.Render("/ "+text.Visible(t.view.Filter)+t.env.Theme.Caret))
	} else if t.view.Filter != "" {
		parts = append(parts, "filter: "+text.Visible(t.view.Filter))
	}
	if len(t.selected) > 0 {
		parts = append(parts, Thousands(len(t.selected))+" selected")
	}
	if t.loading && t.loaded {
		parts = append(parts, "loading"+t.env.Theme.More)
	}
	return text.Truncate(strings.Join(parts, t.env.Theme.Dot), t.w)
}

func (t *Table[R]) position() string {
	if t.total == 0 {
		return "0"
	}
	return Thousands(t.at+1) + " of " + Thousands(t.total)
}

func (t *Table[R]) titles() string {
	var b strings.Builder
	b.WriteString(text.Spaces(mark))
	for i, c := range t.o.Columns {
		if t.widths[i] > 0 {
			t.writeCell(&b, c, t.widths[i], t.sortMark(c)+c.Title)
		}
	}
	return t.env.Theme.Title.Render(text.Fit(b.String(), t.w))
}

// sortMark stands before the title, where a narrow column does not cut it off.
func (t *Table[R]) sortMark(c Column[R]) string {
	switch {
	case c.Sort == "" || c.Sort != t.view.Sort:
		return ""
	case t.view.Desc:
		return t.env.Theme.Down
	default:
		return t.env.Theme.Up
	}
}

func (t *Table[R]) writeCell(b *strings.Builder, c Column[R], w int, cell string) {
	if b.Len() > mark {
		b.WriteString("  ")
	}
	if c.Right {
		b.WriteString(text.FitRight(cell, w))
	} else {
		b.WriteString(text.Fit(cell, w))
	}
}

// line draws a row, counted from the beginning of all.
func (t *Table[R]) line(at int) string {
	i := at - t.view.Offset
	switch {
	case at >= t.total:
		return ""
	case i < 0 || i >= len(t.rows):
		return text.Spaces(mark) + t.env.Theme.More
	}
	if t.lines[i] == "" {
		t.lines[i] = t.draw(t.rows[i])
	}
	if at == t.at {
		return t.env.Theme.Cursor.Render(">" + t.lines[i][1:])
	}
	return t.lines[i]
}

// draw draws a row without the spaces at its end, which a terminal has anyway: over a slow line a cursor key
// sends two rows.
func (t *Table[R]) draw(row R) string {
	var b strings.Builder
	b.Grow(t.w + 8)
	if _, on := t.selected[t.o.ID(row)]; on {
		b.WriteString(" *")
	} else {
		b.WriteString("  ")
	}
	for i, c := range t.o.Columns {
		if t.widths[i] > 0 {
			t.writeCell(&b, c, t.widths[i], text.Visible(c.Cell(row)))
		}
	}
	line := text.Truncate(b.String(), t.w)
	least := min(mark, len(line))
	return line[:least] + strings.TrimRight(line[least:], " ")
}

// Cut reports whether a column does not show the cell of the row under the cursor whole: because there is no
// room for all of it, or for the column, or no such column at all.
func (t *Table[R]) Cut(title string) bool {
	row, ok := t.Row()
	if !ok {
		return false
	}
	i := slices.IndexFunc(t.o.Columns, func(c Column[R]) bool { return c.Title == title })
	return i < 0 || text.Width(text.Visible(t.o.Columns[i].Cell(row))) > t.widths[i]
}

// notice is what stands in the place of rows: nothing yet, nothing at all, nothing that matches, an error.
func (t *Table[R]) notice() []string {
	switch {
	case t.err != nil:
		return ExplainOn(t.err, t.w)
	case t.total > 0:
		return nil
	case !t.loaded || t.loading:
		return []string{"Loading" + t.env.Theme.More}
	case t.view.Filter != "":
		return wrapClean("Nothing matches \""+t.view.Filter+"\". Press "+t.env.Keys.Label(KeyBack)+" to clear the filter.", t.w)
	default:
		return wrapClean(t.o.Nothing, t.w)
	}
}

// Thousands writes a number for people: 1,000,000.
func Thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Counted writes a number with the right form of its noun: 1 user, 2,000 users.
func Counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Thousands(n) + " " + many
}

// wrapClean cleans text and wraps it.
func wrapClean(s string, w int) []string { return text.Wrap(text.Visible(s), w) }

// oneLine makes text that is pasted into a line one line.
func oneLine(s string) string { return strings.Join(strings.FieldsFunc(s, isBreak), " ") }

func isBreak(r rune) bool { return r == '\n' || r == '\r' || r == '\t' }
