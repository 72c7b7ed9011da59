package kit

import (
	"maps"
	"slices"

	tea "github.com/charmbracelet/bubbletea"
)

// Update takes keys, and refreshes on [Changed].
func (t *Table[R]) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case Changed:
		return t.Refresh()
	case tea.KeyMsg:
		if t.filtering {
			return t.filterKey(msg)
		}
		return t.key(msg.String())
	}
	return nil
}

// Typing reports whether keys go into the filter.
func (t *Table[R]) Typing() bool { return t.filtering }

// Wants claims esc while there is a filter or a selection for it to clear.
func (t *Table[R]) Wants(key string) bool {
	return t.env.Keys.Is(key, KeyBack) && (t.view.Filter != "" || len(t.selected) > 0)
}

// Actions are the table's own keys, for a screen to put behind its own in the footer and the help.
func (t *Table[R]) Actions() []Action {
	k := t.env.Keys
	act := func(id, title string) Action {
		return Action{ID: id, Key: k.Label(id), Title: title, Run: func() tea.Cmd { return t.key(k[id][0]) }}
	}
	return []Action{act(KeyFilter, "filter"), act(KeySort, "sort")}
}

func (t *Table[R]) key(key string) tea.Cmd {
	if at, ok := t.target(key); ok {
		return t.move(at)
	}
	k := t.env.Keys
	switch {
	case k.Is(key, KeyFilter):
		t.filtering = true
	case k.Is(key, KeySort):
		return t.nextSort()
	case k.Is(key, KeyReverse):
		return t.SetSort(t.view.Sort, !t.view.Desc)
	case k.Is(key, KeySelect) && t.o.Multi:
		return t.toggle()
	case k.Is(key, KeyBack):
		return t.clear()
	case k.Is(key, KeyOpen):
		if row, ok := t.Row(); ok && t.o.Open != nil {
			return t.o.Open(row)
		}
	}
	return nil
}

// target is where a key moves the cursor to.
func (t *Table[R]) target(key string) (int, bool) {
	k := t.env.Keys
	switch {
	case k.Is(key, KeyDown):
		return t.at + 1, true
	case k.Is(key, KeyUp):
		return t.at - 1, true
	case k.Is(key, KeyPageDown):
		return t.at + t.height(), true
	case k.Is(key, KeyPageUp):
		return t.at - t.height(), true
	case k.Is(key, KeyHome):
		return 0, true
	case k.Is(key, KeyEnd):
		return t.total - 1, true
	}
	return 0, false
}

// move moves the cursor for a person.
func (t *Table[R]) move(at int) tea.Cmd {
	before := t.id
	cmd := t.moveTo(at)
	if row, ok := t.Row(); ok && t.id != before && t.o.Moved != nil {
		return tea.Batch(cmd, t.o.Moved(row))
	}
	return cmd
}

func (t *Table[R]) toggle() tea.Cmd {
	row, ok := t.Row()
	if !ok {
		return nil
	}
	if _, on := t.selected[t.id]; on {
		delete(t.selected, t.id)
	} else {
		t.selected[t.id] = row
	}
	t.redraw()
	return t.move(t.at + 1)
}

// clear takes the selection away first, and the filter with the next key.
func (t *Table[R]) clear() tea.Cmd {
	if len(t.selected) > 0 {
		t.Clear()
		return nil
	}
	if t.view.Filter == "" {
		return nil
	}
	return t.SetFilter("")
}

// nextSort goes round the columns that can be sorted by, and over the source's own order.
func (t *Table[R]) nextSort() tea.Cmd {
	sorts := []string{""}
	for _, c := range t.o.Columns {
		if c.Sort != "" {
			sorts = append(sorts, c.Sort)
		}
	}
	return t.SetSort(sorts[(slices.Index(sorts, t.view.Sort)+1)%len(sorts)], false)
}

// filterKey types into the filter; moving about still works, so that one can pick while filtering.
func (t *Table[R]) filterKey(msg tea.KeyMsg) tea.Cmd {
	k, key := t.env.Keys, msg.String()
	switch {
	case k.IsTyping(key, KeyOpen), k.IsTyping(key, KeyNext):
		t.filtering = false
		return nil
	case k.IsTyping(key, KeyBack):
		t.filtering = false
		return t.clearFilter()
	case key == "backspace":
		return t.shorten()
	case key == "ctrl+u":
		return t.SetFilter("")
	case msg.Type == tea.KeyRunes || msg.Type == tea.KeySpace:
		return t.SetFilter(t.view.Filter + oneLine(string(msg.Runes)))
	}
	if at, ok := t.target(key); ok {
		return t.move(at)
	}
	return nil
}

func (t *Table[R]) clearFilter() tea.Cmd {
	if t.view.Filter == "" {
		return nil
	}
	return t.SetFilter("")
}

func (t *Table[R]) shorten() tea.Cmd {
	if t.view.Filter == "" {
		t.filtering = false
		return nil
	}
	runes := []rune(t.view.Filter)
	return t.SetFilter(string(runes[:len(runes)-1]))
}

// sortedSelection gives the selected rows in a fixed order.
func (t *Table[R]) sortedSelection() []R {
	rows := make([]R, 0, len(t.selected))
	for _, id := range slices.Sorted(maps.Keys(t.selected)) {
		rows = append(rows, t.selected[id])
	}
	return rows
}
