package spaces

import (
	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// Switcher is a dialog that goes from anywhere to another of one's spaces (SPC-12).
type Switcher struct {
	*kit.Table[model.SpaceView]
	env *kit.Env
	w   int
}

// NewSwitcher makes the dialog.
func NewSwitcher(env *kit.Env) kit.Screen {
	s := &Switcher{env: env}
	s.Table = newTable(env, "", func(v model.SpaceView) tea.Cmd { return tea.Sequence(kit.Send(kit.Close{Dialog: s}), open(v)) })
	return s
}

// Title is the crumb.
func (s *Switcher) Title() string { return "Switch space" }

// Topic is what the help explains.
func (s *Switcher) Topic() string { return "spaces" }

// SetSize leaves room for the title and the keys.
func (s *Switcher) SetSize(w, h int) {
	s.w = w
	s.Table.SetSize(w, max(h-4, 3))
}

// Update closes, or leaves the key to the table.
func (s *Switcher) Update(msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyMsg)
	if ok && !s.Typing() && !s.Wants(key.String()) {
		if k := s.env.Keys; k.Is(key.String(), kit.KeyBack) || k.Is(key.String(), kit.KeyQuit) || k.Is(key.String(), kit.KeySpaces) {
			return kit.Send(kit.Close{Dialog: s})
		}
	}
	return s.Table.Update(msg)
}

// View draws the spaces and the keys.
func (s *Switcher) View() string {
	k, t := s.env.Keys, s.env.Theme
	keys := k.Label(kit.KeyOpen) + " goes there" + t.Dot + k.Label(kit.KeyFilter) + " filters" + t.Dot + k.Label(kit.KeyBack) + " closes"
	return t.Title.Render("Switch to another of your spaces") + "\n\n" + s.Table.View() + "\n\n" + t.Dim.Render(text.Truncate(keys, s.w))
}
