package kit

import (
	"maps"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/tui/text"
)

// PickerOptions are what a picker is made with.
type PickerOptions[R any] struct {
	Title string
	// Intro says what is chosen and what comes of it.
	Intro string
	// Table is what is chosen from; with Multi several rows can be. Its Open is the picker's own.
	Table TableOptions[R]
	// Ticked are the rows that are chosen to begin with.
	Ticked []R
	// Pick is called when the choice is made. The picker stays until it is closed, so that going back from
	// what Pick opens loses no tick.
	Pick func(p *Picker[R]) tea.Cmd
}

// Picker is a dialog that chooses among the rows of a table, of which there may be very many.
type Picker[R any] struct {
	*Table[R]
	env    *Env
	o      PickerOptions[R]
	before []string // the ids that were ticked to begin with
	asking bool     // whether to throw away what was ticked
	w      int
}

// NewPicker makes the dialog.
func NewPicker[R any](env *Env, o PickerOptions[R]) *Picker[R] {
	p := &Picker[R]{env: env, o: o}
	o.Table.Open = func(R) tea.Cmd { return p.o.Pick(p) }
	p.Table = NewTable(env, o.Table)
	p.Tick(o.Ticked...)
	p.before = p.ids()
	return p
}

func (p *Picker[R]) ids() []string { return slices.Sorted(maps.Keys(p.selected)) }

// Close takes the dialog away, with everything over it.
func (p *Picker[R]) Close() tea.Cmd { return Send(Close{p}) }

// Title is the crumb.
func (p *Picker[R]) Title() string { return p.o.Title }

// MayLeave asks where something was ticked or unticked.
func (p *Picker[R]) MayLeave() string {
	if !slices.Equal(p.before, p.ids()) {
		return "Throw away what you ticked?"
	}
	return ""
}

// SetSize leaves room for the title, the intro and the keys.
func (p *Picker[R]) SetSize(w, h int) {
	p.w = w
	p.Table.SetSize(w, max(h-len(p.head())-2, 3))
}

// Update leaves, or passes the key to the table. Leaving never unticks by the way.
func (p *Picker[R]) Update(msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyMsg)
	k := p.env.Keys
	switch {
	case ok && p.asking:
		p.asking = false
		if k.Is(key.String(), KeyYes) {
			return p.Close()
		}
		return nil
	case ok && !p.Typing() && p.Filter() == "" && (k.Is(key.String(), KeyBack) || k.Is(key.String(), KeyQuit)):
		if p.asking = p.MayLeave() != ""; p.asking {
			return nil
		}
		return p.Close()
	case ok && !p.Typing() && k.Is(key.String(), KeyBack):
		return p.SetFilter("")
	default:
		return p.Table.Update(msg)
	}
}

// head is what stands over the table.
func (p *Picker[R]) head() []string {
	lines := []string{p.env.Theme.Title.Render(text.Truncate(text.Visible(p.o.Title), p.w))}
	return append(append(lines, Paragraphs(p.o.Intro, p.w)...), "")
}

// View draws what is chosen, the table and the keys.
func (p *Picker[R]) View() string {
	head := p.head()
	return text.Block(head, p.w, len(head)) + "\n" + p.Table.View() + "\n\n" + text.Truncate(p.foot(), p.w)
}

func (p *Picker[R]) foot() string {
	k, t := p.env.Keys, p.env.Theme
	if p.asking {
		return t.Strong.Render(p.MayLeave() + " " + k.Label(KeyYes) + " throws it away, any other key stays.")
	}
	keys := k.Label(KeyOpen) + " chooses"
	if p.o.Table.Multi {
		keys = k.Label(KeySelect) + " ticks" + t.Dot + k.Label(KeyOpen) + " goes on"
	}
	return t.Dim.Render(keys + t.Dot + k.Label(KeyFilter) + " filters" + t.Dot + k.Label(KeyBack) + " cancels")
}
