package kit

import (
	"io"
	"strings"

	"github.com/aymanbagabas/go-osc52/v2"
	tea "github.com/charmbracelet/bubbletea"

	"atrium/tui/text"
)

// Clipboard hands text to the terminal of the session, wherever that terminal is.
type Clipboard struct {
	out  io.Writer
	tmux bool
}

// NewClipboard writes to out, which must take whole writes from several goroutines. environ is the
// session's own.
func NewClipboard(out io.Writer, environ []string) *Clipboard {
	c := &Clipboard{out: out}
	for _, entry := range environ {
		if value, ok := strings.CutPrefix(entry, "TMUX="); ok && value != "" {
			c.tmux = true
		}
		if term, ok := strings.CutPrefix(entry, "TERM="); ok && (strings.HasPrefix(term, "tmux") || strings.HasPrefix(term, "screen")) {
			c.tmux = true
		}
	}
	return c
}

// sequence is what asks the terminal to copy. Inside tmux it is said twice, because tmux either takes it
// for its own clipboard or lets it through wrapped, depending on how it is set.
func (c *Clipboard) sequence(s string) string {
	plain := osc52.New(s).String()
	if c.tmux {
		return plain + osc52.New(s).Tmux().String()
	}
	return plain
}

// Copy sends text to the terminal's clipboard. Nobody answers, so it says "sent" and not "copied".
func (e *Env) Copy(s string) tea.Cmd {
	if e.Clipboard == nil {
		return Send(Toast{Text: "This session has no way to a clipboard.", Bad: true})
	}
	return func() tea.Msg {
		if _, err := io.WriteString(e.Clipboard.out, e.Clipboard.sequence(s)); err != nil {
			return Toast{Text: "The terminal could not be written to.", Bad: true}
		}
		return Toast{Text: "Sent to the terminal's clipboard: " + text.Truncate(text.Visible(s), 40)}
	}
}
