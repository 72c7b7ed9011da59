package kit

import (
	"io"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// Glyphs are the marks and lines that are drawn: Unicode or ASCII.
type Glyphs struct {
	Rule, Bar, BarRest, Crumb, Up, Down, On, Off, Disabled, Caret, Dot, More, Yes, No string
	// Branch stands before something in a tree, Corner before the last of its level, and Trunk where a level goes on.
	Branch, Corner, Trunk string
}

// UnicodeGlyphs are for terminals of today.
func UnicodeGlyphs() Glyphs {
	return Glyphs{Rule: "─", Bar: "█", BarRest: "░", Crumb: " › ", Up: "↑", Down: "↓", On: "[x]", Off: "[ ]",
		Disabled: "×", Caret: "▏", Dot: " · ", More: "…", Yes: "✓", No: "–",
		Branch: "├─ ", Corner: "└─ ", Trunk: "│  "}
}

// ASCIIGlyphs are for all others.
func ASCIIGlyphs() Glyphs {
	return Glyphs{Rule: "-", Bar: "#", BarRest: ".", Crumb: " > ", Up: "^", Down: "v", On: "[x]", Off: "[ ]",
		Disabled: "x", Caret: "|", Dot: " - ", More: "...", Yes: "yes", No: "-",
		Branch: "|- ", Corner: "`- ", Trunk: "|  "}
}

// Theme is how things look in one session. Its colours are the terminal's own sixteen, and only those that
// can be read on dark and on light; whatever a colour says is said by a mark as well.
type Theme struct {
	Glyphs
	Head, Title, Strong, Dim, Key, Cursor, Bad lipgloss.Style
	// Plain tells that nothing is styled at all.
	Plain bool
	ascii *strings.Replacer // nil for a terminal of today
}

// NewTheme builds the theme of a session from what its terminal can do. It asks the terminal nothing.
func NewTheme(out io.Writer, environ []string) *Theme {
	env := func(name string) string {
		for i := len(environ) - 1; i >= 0; i-- {
			if value, ok := strings.CutPrefix(environ[i], name+"="); ok {
				return value
			}
		}
		return ""
	}
	plain := env("NO_COLOR") != "" || env("TERM") == "dumb" || env("TERM") == ""
	t := styled(out, plain)
	if plain || !speaksUTF8(env) {
		t.Glyphs = ASCIIGlyphs()
		t.ascii = strings.NewReplacer("…", "~", "“", `"`, "”", `"`, "‘", "'", "’", "'", "–", "-", "—", "-", "·", "-")
	}
	return t
}

// ASCII tells that the terminal takes only ASCII characters.
func (t *Theme) ASCII() bool { return t.ascii != nil }

// Line is a rule across w cells, between two parts of a screen.
func (t *Theme) Line(w int) string { return t.Dim.Render(strings.Repeat(t.Rule, max(w, 0))) }

// Frame is what a whole frame becomes on this terminal: where it takes only ASCII, the punctuation of our own
// sentences and the mark of what was cut are put into ASCII, cell for cell. Names stay as they are.
func (t *Theme) Frame(view string) string {
	if t.ascii == nil {
		return view
	}
	return t.ascii.Replace(view)
}

// speaksUTF8 reads the locale as the C library does: the first that is set decides.
func speaksUTF8(env func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToLower(env(name)); v != "" {
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8")
		}
	}
	return true // over SSH the locale often stays behind, and terminals of today speak it
}

func styled(out io.Writer, plain bool) *Theme {
	r := lipgloss.NewRenderer(out)
	r.SetHasDarkBackground(true) // said, so that it is never asked for; no style depends on it
	r.SetColorProfile(termenv.ANSI)
	if plain {
		r.SetColorProfile(termenv.Ascii)
	}
	s := r.NewStyle
	return &Theme{
		Glyphs: UnicodeGlyphs(), Plain: plain,
		Head: s().Reverse(true), Title: s().Bold(true), Strong: s().Bold(true), Dim: s().Faint(true),
		Key: s().Bold(true), Cursor: s().Reverse(true),
		Bad: s().Bold(true).Foreground(lipgloss.Color("1")),
	}
}
