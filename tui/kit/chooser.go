package kit

import (
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/tui/text"
)

// Way is one of several ways to go on, with what it means.
type Way struct {
	Title, Text string
	// Run goes on. It is not called while Disabled.
	Run func() tea.Cmd
	// Disabled says why this way is closed; nil where it is open.
	Disabled *Reason
	// Stays leaves the dialog open under what the way opens, to come back and choose another.
	Stays bool
}

// Chooser is a dialog that shows all ways at once, each explained, so that nobody has to try them out.
type Chooser struct {
	env   *Env
	title string
	intro string
	err   error // a refusal that the ways lead out of
	ways  []Way
	at    int
	pager *Pager
	w, h  int
}

// NewChooser makes the dialog; intro stands above the ways and may be empty.
func NewChooser(env *Env, title, intro string, ways ...Way) *Chooser {
	return &Chooser{env: env, title: title, intro: intro, ways: ways, pager: NewPager(env)}
}

// NewWaysOut makes the dialog of a refusal, with the ways that lead out of it.
func NewWaysOut(env *Env, title string, err error, ways ...Way) *Chooser {
	return &Chooser{env: env, title: title, err: err, ways: ways, pager: NewPager(env)}
}

// Topic is what explains the refusal.
func (c *Chooser) Topic() string { return TopicOf(c.err) }

// Init does nothing.
func (c *Chooser) Init() tea.Cmd { return nil }

// Title is the crumb.
func (c *Chooser) Title() string { return c.title }

// SetSize wraps the ways to the room.
func (c *Chooser) SetSize(w, h int) {
	c.w, c.h = w, h
	c.pager.SetSize(w, max(h-4, 1))
	c.compose()
}

// compose draws the ways and keeps the chosen one in sight.
func (c *Chooser) compose() {
	var lines []string
	switch {
	case c.err != nil:
		lines = append(BadLines(c.env.Theme, c.err, c.w), "")
	case c.intro != "":
		lines = append(Paragraphs(c.intro, c.w), "")
	}
	first, last := 0, 0
	for i, way := range c.ways {
		if i == c.at {
			first = len(lines)
		}
		lines = append(lines, c.way(i, way)...)
		if i == c.at {
			last = len(lines) - 1
		}
	}
	c.pager.SetLines(lines)
	c.pager.Show(last)
	if c.at > 0 {
		c.pager.Show(first)
	}
}

func (c *Chooser) way(i int, way Way) []string {
	t := c.env.Theme
	head, indent := strconv.Itoa(i+1)+" "+text.Visible(way.Title), text.Spaces(4)
	switch {
	case i == c.at:
		head = t.Cursor.Render(text.Fit("> "+head, c.w))
	case way.Disabled != nil:
		head = t.Disabled + " " + head
	default:
		head = "  " + head
	}
	lines := []string{text.Truncate(head, c.w)}
	if way.Text != "" {
		for _, line := range Paragraphs(way.Text, c.w-len(indent)) {
			lines = append(lines, indent+line)
		}
	}
	if way.Disabled != nil {
		for _, line := range ExplainOn(way.Disabled.Refusal(), c.w-len(indent)) {
			lines = append(lines, indent+line)
		}
	}
	if len(lines) > 1 {
		lines = append(lines, "")
	}
	return lines
}

// Update moves and chooses; a number goes to its way at once.
func (c *Chooser) Update(msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	k, s := c.env.Keys, key.String()
	switch {
	case k.Is(s, KeyBack), k.Is(s, KeyQuit):
		return Send(Close{c})
	case k.Is(s, KeyOpen):
		return c.choose()
	case k.Is(s, KeyDown), k.Is(s, KeyNext):
		c.goTo(c.at + 1)
	case k.Is(s, KeyUp), k.Is(s, KeyPrevious):
		c.goTo(c.at - 1)
	default:
		if n, err := strconv.Atoi(s); err == nil && n >= 1 && n <= len(c.ways) {
			c.goTo(n - 1)
		}
	}
	return nil
}

func (c *Chooser) goTo(at int) {
	c.at = max(min(at, len(c.ways)-1), 0)
	c.compose()
}

func (c *Chooser) choose() tea.Cmd {
	way := c.ways[c.at]
	if way.Disabled != nil {
		return Tell(c.env, way.Title, way.Disabled.Refusal())
	}
	if way.Stays {
		return way.Run()
	}
	return tea.Sequence(Send(Close{c}), way.Run())
}

// View draws the title, the ways and the keys.
func (c *Chooser) View() string {
	t, k := c.env.Theme, c.env.Keys
	keys := k.Label(KeyOpen) + " chooses" + t.Dot + k.Label(KeyBack) + " cancels" + explains(c.env, c.err)
	title := t.Title.Render(text.Truncate(text.Visible(c.title), c.w))
	return title + "\n\n" + c.pager.View() + "\n\n" + t.Dim.Render(text.Truncate(keys, c.w))
}
