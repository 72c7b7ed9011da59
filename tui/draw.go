package tui

import (
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/tui/kit"
	"atrium/tui/text"
)

// The least window in which the screens make sense.
const (
	leastWidth  = 60
	leastHeight = 15
)

// View draws the header, the dialog or screen on top, and the footer: exactly as many lines as the window
// has, because one too many loses the first.
func (r *root) View() string {
	if r.w == 0 || r.h == 0 {
		return ""
	}
	if r.tooSmall() {
		line := fmt.Sprintf("%dx%d is too small; %dx%d needed", r.w, r.h, leastWidth, leastHeight)
		return text.Block([]string{line}, r.w, r.h)
	}
	header := kit.Header(r.page().env, r.crumbs(), r.space, r.status, onAWS(r.page().screen), r.w)
	return r.env.Theme.Frame(header + "\n" + r.current().View() + "\n" + r.footer())
}

func (r *root) tooSmall() bool { return r.w < leastWidth || r.h < leastHeight }

// bodyHeight is what header and footer leave.
func (r *root) bodyHeight() int { return max(r.h-2, 1) }

// resize passes a new window on to everything that can be seen or comes back into sight by closing.
func (r *root) resize() {
	if r.page().screen != nil {
		r.page().screen.SetSize(r.w, r.bodyHeight())
	}
	for _, d := range r.dialogs {
		d.SetSize(r.w, r.bodyHeight())
	}
}

// crumbs are the places on the way back and the dialog on top.
func (r *root) crumbs() []string {
	var crumbs []string
	here, from := onAWS(r.page().screen), len(r.pages)-1
	for from > 0 && r.pages[from-1].onAWS == here { // what lies on the other side is no part of the way on this one
		from--
	}
	for _, p := range r.pages[from:] {
		crumbs = append(crumbs, title(p))
	}
	crumbs = slices.Compact(crumbs) // the tabs of a space are all called by its name
	if n := len(crumbs); n > 3 {
		crumbs = append([]string{r.env.Theme.More}, crumbs[n-3:]...)
	}
	return crumbs
}

// footer shows the toast while there is one, else the keys of the place.
func (r *root) footer() string {
	switch {
	case r.toast != nil:
		return kit.ToastLine(r.env, *r.toast, r.w)
	case len(r.dialogs) > 0:
		return "" // dialogs say their keys themselves, beside what they do
	default:
		return kit.Footer(r.env, actions(r.current()), r.w)
	}
}

// title is the crumb of a place.
func title(p *page) string {
	if titled, ok := p.screen.(kit.Titled); ok {
		return titled.Title()
	}
	if p.title != "" {
		return p.title
	}
	return p.route.Name
}

// What a screen has beside.

func onAWS(s kit.Screen) bool {
	sided, ok := s.(kit.AWSSided)
	return ok && sided.OnAWSSide()
}

func typing(s kit.Screen) bool {
	typist, ok := s.(kit.Typist)
	return ok && typist.Typing()
}

func wants(s kit.Screen, key string) bool {
	wanter, ok := s.(kit.Wanter)
	return ok && wanter.Wants(key)
}

func topic(s kit.Screen) string {
	if explained, ok := s.(kit.Explained); ok {
		return explained.Topic()
	}
	return ""
}

func resume(s kit.Screen) tea.Cmd {
	if resumer, ok := s.(kit.Resumer); ok {
		return resumer.Resume()
	}
	return nil
}

func actions(s kit.Screen) []kit.Action {
	if actor, ok := s.(kit.Actor); ok {
		return actor.Actions()
	}
	return nil
}
