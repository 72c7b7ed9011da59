package kit

import (
	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/text"
)

// Confirm shows what a change would do and asks whether to do it. It stands on Cancel; the key that opened
// it never confirms; where a word is asked for, nothing but the word does.
type Confirm struct {
	env    *Env
	title  string
	plan   model.Plan
	word   string
	typed  string
	opener string
	yes    bool // Confirm is chosen instead of Cancel
	busy   bool
	err    error
	pager  *Pager
	w, h   int
	// Do is called with the word that was typed, Cancel when it is left.
	Do     func(word string) tea.Cmd
	Cancel func() tea.Cmd
}

// NewConfirm makes the dialog for a plan. word is empty where a yes is enough.
func NewConfirm(env *Env, title string, plan model.Plan, word string) *Confirm {
	return &Confirm{env: env, title: title, plan: plan, word: word, pager: NewPager(env)}
}

// Init does nothing.
func (c *Confirm) Init() tea.Cmd { return nil }

// Title is the crumb.
func (c *Confirm) Title() string { return c.title }

// Typing reports whether a word is typed here.
func (c *Confirm) Typing() bool { return c.word != "" }

// OpenedBy says which key opened the dialog: that one does not confirm it.
func (c *Confirm) OpenedBy(key string) { c.opener = key }

// Topic is what explains the refusal that is shown.
func (c *Confirm) Topic() string { return TopicOf(c.err) }

// Refuse shows why it was not done.
func (c *Confirm) Refuse(err error) {
	c.busy, c.yes, c.err = false, false, err
	c.SetSize(c.w, c.h)
}

// SetSize gives the plan all the room that the question leaves.
func (c *Confirm) SetSize(w, h int) {
	c.w, c.h = w, h
	c.pager.SetSize(w, max(h-5, 1))
	var lines []string
	if c.err != nil {
		for _, line := range ExplainOn(c.err, w) {
			lines = append(lines, c.env.Theme.Bad.Render(line))
		}
		lines = append(lines, "")
	}
	c.pager.SetLines(append(lines, PlanLines(c.plan, w)...))
}

// Update takes the answer. While the change runs it takes nothing.
func (c *Confirm) Update(msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyMsg)
	if !ok || c.busy {
		return nil
	}
	s := key.String()
	if c.Topic() != "" && !key.Paste && c.env.Keys.Is(s, KeyHelp) {
		return Send(Open{NewHelp(c.env, c.Topic(), nil)})
	}
	if c.word != "" && c.typeWord(key) {
		return nil
	}
	k := c.env.Keys
	switch {
	case k.Is(s, KeyBack):
		return c.Cancel()
	case k.Is(s, KeyOpen):
		return c.enter()
	case c.word != "":
		c.pager.Key(s)
	case k.Is(s, KeyYes) && s != c.opener:
		return c.do()
	case k.Is(s, KeyLeft), k.Is(s, KeyRight), k.Is(s, KeyNext), k.Is(s, KeyPrevious):
		c.yes = !c.yes
	default:
		c.pager.Key(s)
	}
	return nil
}

// typeWord takes the letters of the word.
func (c *Confirm) typeWord(key tea.KeyMsg) bool {
	switch {
	case key.Type == tea.KeyRunes:
		c.typed += oneLine(string(key.Runes))
	case key.Type == tea.KeyBackspace && c.typed != "":
		runes := []rune(c.typed)
		c.typed = string(runes[:len(runes)-1])
	default:
		return false
	}
	return true
}

// enter does what is chosen. With a word to type, an empty line cancels and a wrong word is said to be wrong.
func (c *Confirm) enter() tea.Cmd {
	switch {
	case c.word == "" && c.yes, c.word != "" && c.typed == c.word:
		return c.do()
	case c.word == "" || c.typed == "":
		return c.Cancel()
	}
	c.Refuse(&model.Refusal{Message: "That is not the word " + c.word + ".", Fix: "Type it exactly, or leave with " + c.env.Keys.Label(KeyBack) + "."})
	return nil
}

func (c *Confirm) do() tea.Cmd {
	c.busy = true
	return c.Do(c.typed)
}

// View draws the plan and the question.
func (c *Confirm) View() string {
	t := c.env.Theme
	title := t.Title.Render(text.Truncate(text.Visible(c.title), c.w))
	return text.Block([]string{title, ""}, c.w, 2) + "\n" + c.pager.View() + "\n" + text.Block([]string{"", c.question(), c.keys()}, c.w, 3)
}

func (c *Confirm) question() string {
	t := c.env.Theme
	switch {
	case c.busy:
		return "Working" + t.More
	case c.word != "":
		return "Type " + t.Strong.Render(c.word) + " to confirm: " + text.Visible(c.typed) + t.Caret
	case c.yes:
		return "  Cancel    " + t.Cursor.Render("> Confirm <")
	default:
		return t.Cursor.Render("> Cancel <") + "    Confirm"
	}
}

func (c *Confirm) keys() string {
	k, t := c.env.Keys, c.env.Theme
	keys := k.Label(KeyBack) + " cancel" + t.Dot
	switch {
	case c.busy:
		return ""
	case c.word != "":
		keys += "then " + k.Label(KeyOpen) + t.Dot + "arrows scroll"
	case k.Is(c.opener, KeyYes):
		keys += k.Label(KeyNext) + " and " + k.Label(KeyOpen) + " confirm"
	default:
		keys += k.Label(KeyYes) + " confirm" + t.Dot + k.Label(KeyNext) + " choose"
	}
	return t.Dim.Render(text.Truncate(keys+explains(c.env, c.err), c.w))
}

// PlanLines puts a plan into lines of w cells: each effect with its kind, and the names under it.
func PlanLines(plan model.Plan, w int) []string {
	if len(plan.Effects) == 0 {
		return []string{"Nothing would change."}
	}
	const kinds = 9
	var lines []string
	for _, e := range plan.Effects {
		head := text.Fit(string(e.Kind), kinds)
		for _, line := range wrapClean(e.Text, w-kinds) {
			lines = append(lines, head+line)
			head = text.Spaces(kinds)
		}
		for _, name := range e.Names {
			lines = append(lines, text.Truncate(text.Spaces(kinds+2)+text.Visible(name), w))
		}
		if rest := e.Count - len(e.Names); rest > 0 && len(e.Names) > 0 {
			lines = append(lines, text.Spaces(kinds+2)+"and "+Thousands(rest)+" more")
		}
	}
	return lines
}
