package kit

import (
	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/text"
)

// Notice is a dialog that says something and can only be closed: a refusal with what to do about it, a
// fault, or text to be read, such as a token.
type Notice struct {
	env   *Env
	title string
	err   error
	text  string
	copy  string
	pager *Pager
}

// NewNotice shows an error.
func NewNotice(env *Env, title string, err error) *Notice {
	return &Notice{env: env, title: title, err: err, pager: NewPager(env)}
}

// NewText shows text, and copies what it is about where copy is not empty.
func NewText(env *Env, title, body, copy string) *Notice {
	return &Notice{env: env, title: title, text: body, copy: copy, pager: NewPager(env)}
}

// Init does nothing.
func (n *Notice) Init() tea.Cmd { return nil }

// Title is the crumb.
func (n *Notice) Title() string { return n.title }

// Topic is what explains the refusal.
func (n *Notice) Topic() string { return TopicOf(n.err) }

// TopicOf is the guide topic that a refusal leads to (HLP-03); empty where it leads to none.
func TopicOf(err error) string {
	if r, ok := model.AsRefusal(err); ok {
		return r.Topic
	}
	return ""
}

// explains is the hint beside a refusal that leads to a topic; empty beside any other.
func explains(env *Env, err error) string {
	if TopicOf(err) == "" {
		return ""
	}
	return env.Theme.Dot + env.Keys.Label(KeyHelp) + " explains"
}

// SetSize wraps the text to the room.
func (n *Notice) SetSize(w, h int) {
	n.pager.SetSize(w, h-4)
	if n.err != nil {
		n.pager.SetLines(ExplainOn(n.err, w))
		return
	}
	n.pager.SetLines(Paragraphs(n.text, w))
}

// Update closes, copies and scrolls.
func (n *Notice) Update(msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	k := n.env.Keys
	switch s := key.String(); {
	case k.Is(s, KeyBack), k.Is(s, KeyOpen), k.Is(s, KeyQuit):
		return Send(Close{n})
	case k.Is(s, KeyYes) && n.copy != "":
		return n.env.Copy(n.copy)
	default:
		n.pager.Key(s)
	}
	return nil
}

// View draws the title, the text and the keys.
func (n *Notice) View() string {
	t, k := n.env.Theme, n.env.Keys
	keys := k.Label(KeyOpen) + " closes"
	if n.copy != "" {
		keys += t.Dot + k.Label(KeyYes) + " copies"
	}
	keys += explains(n.env, n.err)
	w := n.pager.w
	return text.Truncate(t.Title.Render(text.Visible(n.title)), w) + "\n\n" + n.pager.View() + "\n\n" + t.Dim.Render(text.Truncate(keys, w))
}
