package kit

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/text"
)

// Palette finds any place and any command by a few letters. What the session may not do is listed with
// the reason, and who may.
type Palette struct {
	env   *Env
	space string
	query string
	items []paletteItem
	found []paletteItem
	at    int
	w, h  int
}

type paletteItem struct {
	id, title string
	cmd       model.Command // nil for a place
	run       func() tea.Cmd
	reason    *Reason
	place     bool
	score     int
}

// NewPalette lists the places, the actions of the place one stands in, and the commands of the catalogue,
// which are filled with the space one stands in. An action runs as the place does it.
func NewPalette(env *Env, space string, actions []Action) *Palette {
	p := &Palette{env: env, space: space}
	taken := map[string]bool{}
	for _, a := range actions {
		taken[a.ID] = true
		p.items = append(p.items, paletteItem{id: a.ID, title: a.Title, run: a.Run, reason: a.Disabled})
	}
	for _, place := range env.Places {
		if place.Does != "" && taken[place.Does] {
			continue // an action of this place goes there already
		}
		taken[place.Does] = true
		p.items = append(p.items, p.place(place))
	}
	for _, entry := range env.Service.Catalogue() {
		if cmd := entry.Command(); cmd != nil && !entry.System && !taken[entry.ID] {
			p.items = append(p.items, p.command(entry, cmd))
		}
	}
	p.search()
	return p
}

func (p *Palette) place(place Place) paletteItem {
	route := place.Route
	if route.Get("space") == "" {
		route = route.With("space", p.space)
	}
	item := paletteItem{id: "go " + place.Route.Name, title: place.Title, place: true, run: func() tea.Cmd { return Goto(route) }}
	if place.InSpace && p.space == "" {
		item.reason = &Reason{Why: "You stand in no space.", Fix: "Open one first: " + p.env.Keys.Label(KeySpaces) + " lists yours."}
	}
	if entry := p.env.Service.Entry(place.Does); entry != nil {
		item.id, item.cmd = entry.ID, p.fill(entry.Command())
	}
	return item
}

func (p *Palette) command(entry model.Entry, cmd model.Command) paletteItem {
	cmd = p.fill(cmd)
	return paletteItem{id: entry.ID, title: entry.Title, cmd: cmd, run: func() tea.Cmd { return Run(p.env, cmd, RunOptions{}) }}
}

// fill puts the space that one stands in into a command that is about a space.
func (p *Palette) fill(cmd model.Command) model.Command {
	for _, field := range model.FieldsOf(cmd) {
		if p.space != "" && (field.Name == "space" || field.Label == "Space") {
			reflect.ValueOf(field.Pointer(cmd)).Elem().SetString(p.space)
		}
	}
	return cmd
}

// Init asks which commands are closed to the session, and why.
func (p *Palette) Init() tea.Cmd {
	items := slices.Clone(p.items)
	ask := func(ctx context.Context) ([]paletteItem, error) {
		for i, item := range items {
			if item.cmd == nil || item.reason != nil {
				continue
			}
			reason := p.closed(ctx, item.cmd)
			if item.place && reason != nil && reason.Rule == "ACC-12" {
				continue // the place is seen without being signed in, and offers to sign in
			}
			items[i].reason = reason
		}
		return items, nil
	}
	return Go(p.env, p, ask, func(items []paletteItem, err error) tea.Cmd {
		if err == nil {
			p.items = items
			p.filter()
		}
		return nil
	})
}

// closed leaves out refusals that concern a field which is not filled in yet: the form asks for it.
func (p *Palette) closed(ctx context.Context, cmd model.Command) *Reason {
	err := p.env.Service.May(ctx, p.env.Session, cmd)
	if r, ok := model.AsRefusal(err); ok && r.Field != "" && r.Field != "as" && r.Field != "aws" && p.env.ReadOnly == "" {
		return nil
	}
	return mayNot(ctx, p.env, cmd)
}

// Title is the crumb.
func (p *Palette) Title() string { return "Find" }

// Typing reports that letters are searched for.
func (p *Palette) Typing() bool { return true }

// SetSize says how much room there is.
func (p *Palette) SetSize(w, h int) { p.w, p.h = w, h }

// Update types, moves and runs.
func (p *Palette) Update(msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	k, s := p.env.Keys, key.String()
	switch {
	case k.IsTyping(s, KeyBack), k.IsTyping(s, KeyPalette):
		return Send(Close{p})
	case k.IsTyping(s, KeyOpen):
		return p.enter()
	case k.IsTyping(s, KeyDown), k.IsTyping(s, KeyNext):
		p.at = min(p.at+1, max(len(p.found)-1, 0))
	case k.IsTyping(s, KeyUp), k.IsTyping(s, KeyPrevious):
		p.at = max(p.at-1, 0)
	case s == "backspace" && p.query != "":
		runes := []rune(p.query)
		p.query = string(runes[:len(runes)-1])
		p.search()
	case key.Type == tea.KeyRunes, key.Type == tea.KeySpace:
		p.query += oneLine(string(key.Runes))
		p.search()
	}
	return nil
}

// enter closes the palette and runs what is chosen; of what is closed it tells why.
func (p *Palette) enter() tea.Cmd {
	if p.at >= len(p.found) {
		return nil
	}
	item := p.found[p.at]
	if item.reason != nil {
		return tea.Sequence(Send(Close{p}), Tell(p.env, item.title, item.reason.Refusal()))
	}
	return tea.Sequence(Send(Close{p}), item.run())
}

func (p *Palette) search() {
	p.at = 0
	p.filter()
}

// filter keeps what has the letters of the query in their order, best first.
func (p *Palette) filter() {
	p.found = nil
	query := strings.ToLower(strings.ReplaceAll(p.query, " ", ""))
	for _, item := range p.items {
		item.score = max(2*Fuzzy(query, item.title), Fuzzy(query, item.id))
		if item.score > 0 || query == "" {
			p.found = append(p.found, item)
		}
	}
	slices.SortStableFunc(p.found, func(a, b paletteItem) int { return b.score - a.score })
	p.at = max(min(p.at, len(p.found)-1), 0)
}

// Fuzzy weighs how well the letters of a lower-case query are found in s in their order: 0 for not at all;
// letters in a row and at the beginning of words count more, and the query as it stands most.
func Fuzzy(query, s string) int { return max(scattered(query, s), inOnePiece(query, s)) }

// inOnePiece weighs a query that stands in s as it is, at the beginning of a word or within one; 0 where it does
// not.
func inOnePiece(query, s string) int {
	lower := strings.ToLower(s)
	if query == "" || !strings.Contains(lower, query) {
		return 0
	}
	n := utf8.RuneCountInString(query)
	score := 1 + n*(n+1)/2 + n
	words := strings.FieldsFunc(lower, func(r rune) bool { return r == ' ' || r == '.' || r == '-' })
	if slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(word, query) }) {
		score += 3 + n
	}
	return score
}

// scattered weighs letters that stand in s in their order, with others between them.
func scattered(query, s string) int {
	letters := []rune(query)
	score, next, run, before := 1, 0, 0, ' '
	for _, r := range strings.ToLower(s) {
		if next < len(letters) && r == letters[next] {
			run++
			score += run
			if before == ' ' || before == '.' || before == '-' {
				score += 3
			}
			next++
		} else {
			run = 0
		}
		before = r
	}
	if next < len(letters) {
		return 0
	}
	return score
}

// View draws the query, what was found, and why the chosen one is closed.
func (p *Palette) View() string {
	t := p.env.Theme
	foot := p.foot()
	lines := []string{": " + text.Visible(p.query) + t.Caret, ""}
	room := max(p.h-len(lines)-len(foot), 1)
	from := max(min(p.at-room/2, len(p.found)-room), 0)
	for i := from; i < min(from+room, len(p.found)); i++ {
		lines = append(lines, p.line(p.found[i], i == p.at))
	}
	if len(p.found) == 0 {
		lines = append(lines, "Nothing matches \""+text.Visible(p.query)+"\".")
	}
	for len(lines) < p.h-len(foot) {
		lines = append(lines, "")
	}
	return text.Block(append(lines, foot...), p.w, p.h)
}

func (p *Palette) line(item paletteItem, chosen bool) string {
	t := p.env.Theme
	state := "  "
	if item.reason != nil {
		state = t.Disabled + " "
	}
	wide := max(p.w-34, 20)
	line := state + text.Fit(text.Visible(item.title), wide) + " " + text.Visible(item.id)
	switch {
	case chosen:
		return t.Cursor.Render(text.Fit("> "+line, p.w))
	case item.reason != nil:
		return "  " + t.Dim.Render(line)
	default:
		return "  " + line
	}
}

func (p *Palette) foot() []string {
	k, t := p.env.Keys, p.env.Theme
	keys := t.Dim.Render(k.Label(KeyOpen) + " goes there or does it" + t.Dot + k.Label(KeyBack) + " closes")
	if p.at < len(p.found) && p.found[p.at].reason != nil {
		lines := ExplainOn(p.found[p.at].reason.Refusal(), p.w)
		return append(append([]string{""}, lines...), keys)
	}
	return []string{"", keys}
}
