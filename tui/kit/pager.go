package kit

import (
	"atrium/tui/text"
)

// Pager shows lines that are more than there is room for.
type Pager struct {
	env   *Env
	lines []string
	top   int
	w, h  int
}

// NewPager makes an empty pager.
func NewPager(env *Env) *Pager { return &Pager{env: env} }

// SetLines shows other lines, which are clean and may be styled; the place stays where it can.
func (p *Pager) SetLines(lines []string) {
	p.lines = lines
	p.scrollTo(p.top)
}

// SetText shows text from outside, cleaned and wrapped; its line breaks are kept.
func (p *Pager) SetText(s string) { p.SetLines(Paragraphs(s, p.w)) }

// SetSize says how much room there is.
func (p *Pager) SetSize(w, h int) {
	p.w, p.h = w, h
	p.scrollTo(p.top)
}

// Key scrolls; it reports false for a key that does not scroll.
func (p *Pager) Key(key string) bool {
	k := p.env.Keys
	switch {
	case k.Is(key, KeyDown):
		p.scrollTo(p.top + 1)
	case k.Is(key, KeyUp):
		p.scrollTo(p.top - 1)
	case k.Is(key, KeyPageDown), key == " ":
		p.scrollTo(p.top + p.room())
	case k.Is(key, KeyPageUp):
		p.scrollTo(p.top - p.room())
	case k.Is(key, KeyHome):
		p.scrollTo(0)
	case k.Is(key, KeyEnd):
		p.scrollTo(len(p.lines))
	default:
		return false
	}
	return true
}

// Show scrolls as little as it takes to see a line.
func (p *Pager) Show(line int) {
	switch {
	case line < p.top:
		p.scrollTo(line)
	case line >= p.top+p.room():
		p.scrollTo(line - p.room() + 1)
	}
}

func (p *Pager) scrollTo(top int) { p.top = max(min(top, len(p.lines)-p.room()), 0) }

// room leaves the last line for the mark that there is more.
func (p *Pager) room() int {
	if len(p.lines) > p.h && p.h > 1 {
		return p.h - 1
	}
	return max(p.h, 1)
}

// View draws the visible lines, and where in the whole they are if that is not everything.
func (p *Pager) View() string {
	last := min(p.top+p.room(), len(p.lines))
	lines := append([]string(nil), p.lines[p.top:last]...)
	if len(p.lines) > p.h && p.h > 1 {
		place := Thousands(p.top+1) + " to " + Thousands(last) + " of " + Thousands(len(p.lines)) + " lines"
		lines = append(lines, p.env.Theme.Dim.Render(text.Truncate(place, p.w)))
	}
	return text.Block(lines, p.w, p.h)
}
