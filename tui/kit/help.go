package kit

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/tui/text"
)

// Help explains the place where one stands: its guide topic, the rules that apply, the topics beside it,
// and the keys, with the reason where one does nothing now.
type Help struct {
	env     *Env
	actions []Action
	topics  []string // the topics that were followed; the last one is shown
	links   []string // of the topic shown
	at      int      // the link in focus
	where   []int    // the line of each link
	bare    bool     // without the keys
	pager   *Pager
	w       int
}

// NewHelp makes the help of a topic and of the actions of a place.
func NewHelp(env *Env, topic string, actions []Action) *Help {
	return &Help{env: env, topics: []string{topic}, actions: actions, pager: NewPager(env)}
}

// NewTopic shows a topic of the guide by itself, without keys.
func NewTopic(env *Env, topic string) *Help {
	return &Help{env: env, topics: []string{topic}, bare: true, pager: NewPager(env)}
}

// Init does nothing.
func (h *Help) Init() tea.Cmd { return nil }

// Title is the crumb.
func (h *Help) Title() string { return "Help" }

// SetSize wraps the text to the room.
func (h *Help) SetSize(w, height int) {
	h.w = w
	h.pager.SetSize(w, height-2)
	h.compose()
}

// Shown is the id of the topic shown.
func (h *Help) Shown() string { return h.topics[len(h.topics)-1] }

// compose puts the page together.
func (h *Help) compose() {
	h.links, h.where = nil, nil
	lines := h.topicLines()
	if len(h.topics) == 1 && !h.bare {
		lines = append(lines, h.keyLines()...)
	}
	h.pager.SetLines(lines)
}

func (h *Help) topicLines() []string {
	guide, t := h.env.Service.Guide(), h.env.Theme
	topic := guide.Topic(h.Shown())
	if topic == nil {
		return []string{"The guide has no topic of this place yet.", ""}
	}
	lines := []string{t.Title.Render(text.Visible(topic.Title)), ""}
	lines = append(lines, Paragraphs(topic.Text, h.w)...)
	lines = append(lines, "")
	if rules := guide.RulesOf(topic); len(rules) > 0 {
		lines = append(lines, t.Title.Render("Rules that apply"))
		for _, rule := range rules {
			lines = append(lines, h.hanging(rule.ID, rule.Text)...)
		}
		lines = append(lines, "")
	}
	return h.addLinks(lines, topic.See)
}

// hanging sets text beside a head.
func (h *Help) hanging(head, body string) []string {
	const column = 8
	var lines []string
	for i, line := range wrapClean(body, h.w-column) {
		if i > 0 {
			head = ""
		}
		lines = append(lines, text.Fit(text.Visible(head), column)+line)
	}
	return lines
}

func (h *Help) addLinks(lines, see []string) []string {
	if len(see) == 0 {
		return lines
	}
	lines = append(lines, h.env.Theme.Title.Render("See also"))
	for _, id := range see {
		topic := h.env.Service.Guide().Topic(id)
		if topic == nil {
			continue
		}
		line := "  " + text.Visible(topic.Title)
		if len(h.links) == h.at {
			line = h.env.Theme.Cursor.Render("> " + text.Visible(topic.Title))
		}
		h.links, h.where = append(h.links, id), append(h.where, len(lines))
		lines = append(lines, line)
	}
	return append(lines, "")
}

// everywhere are the keys that every place has.
func (h *Help) everywhere() [][2]string {
	k := h.env.Keys
	return [][2]string{
		{k.Labels(KeyUp) + ", " + k.Labels(KeyDown), "move"},
		{k.Labels(KeyPageUp) + ", " + k.Labels(KeyPageDown), "a screen up or down"},
		{k.Labels(KeyHome) + ", " + k.Labels(KeyEnd), "to the beginning or the end"},
		{k.Labels(KeyOpen), "open"}, {k.Labels(KeyBack), "back, close, clear"},
		{k.Labels(KeyFilter), "filter a list as you type"}, {k.Labels(KeySort) + ", " + k.Labels(KeyReverse), "sort by the next column, turn round"},
		{k.Labels(KeySelect), "select a row"},
		{k.Labels(KeyPalette), "find any place or act"}, {k.Labels(KeySpaces), "switch to another space"}, {k.Labels(KeyHelp), "this help"},
		{k.Labels(KeyQuit), "back, and at the first place quit"}, {k.Labels(KeyStop), "quit"},
	}
}

func (h *Help) keyLines() []string {
	lines := []string{h.env.Theme.Title.Render("Keys of this place")}
	for _, a := range h.actions {
		lines = append(lines, h.keyLine(strings.Join(h.env.Keys.Of(a), " or "), a.Title)...)
		if a.Disabled != nil {
			lines = append(lines, h.reasonLines(a.Disabled)...)
		}
	}
	lines = append(lines, "", h.env.Theme.Title.Render("Keys everywhere"))
	for _, pair := range h.everywhere() {
		lines = append(lines, h.keyLine(pair[0], pair[1])...)
	}
	return lines
}

func (h *Help) keyLine(key, what string) []string {
	const column = 28
	return []string{text.Truncate("  "+h.env.Theme.Key.Render(text.Fit(key, column))+"  "+what, h.w)}
}

func (h *Help) reasonLines(r *Reason) []string {
	body := r.Why
	if r.Who != "" {
		body += " Who may: " + r.Who + "."
	}
	if r.Rule != "" {
		body += " [" + r.Rule + "]"
	}
	return h.hanging("     "+h.env.Theme.Disabled, body)
}

// Update scrolls, follows links and closes.
func (h *Help) Update(msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	k := h.env.Keys
	switch s := key.String(); {
	case k.Is(s, KeyBack), k.Is(s, KeyQuit), k.Is(s, KeyHelp):
		return Send(Close{h})
	case k.Is(s, KeyNext):
		h.link(h.at + 1)
	case k.Is(s, KeyPrevious):
		h.link(h.at - 1)
	case k.Is(s, KeyOpen) && h.at < len(h.links):
		h.follow(append(h.topics, h.links[h.at]))
	case s == "backspace" || k.Is(s, KeyLeft):
		if len(h.topics) > 1 {
			h.follow(h.topics[:len(h.topics)-1])
		}
	default:
		h.pager.Key(s)
	}
	return nil
}

// link moves the focus to a link, round the ends, and shows it.
func (h *Help) link(at int) {
	if n := len(h.links); n > 0 {
		h.at = (at + n) % n
		h.compose()
		h.pager.Show(h.where[h.at])
	}
}

// follow shows the last of topics from its beginning.
func (h *Help) follow(topics []string) {
	h.topics, h.at = topics, 0
	h.compose()
	h.pager.scrollTo(0)
}

// View draws the page and its keys.
func (h *Help) View() string {
	k, t := h.env.Keys, h.env.Theme
	keys := []string{k.Label(KeyBack) + " close", k.Label(KeyNext) + " next link", k.Label(KeyOpen) + " follow", k.Label(KeyEnd) + " keys"}
	if h.bare {
		keys = keys[:3]
	}
	if len(h.topics) > 1 {
		keys = append(keys[:3], k.Label(KeyLeft)+" return")
	}
	return h.pager.View() + "\n\n" + t.Dim.Render(text.Truncate(strings.Join(keys, t.Dot), h.w))
}
