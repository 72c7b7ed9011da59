// Package guide is the guide at hand: its topics by area, a search, the glossary, and each topic as a page
// with links to follow (HLP-01, HLP-02).
package guide

import (
	"cmp"
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// glossary is the area of the concepts.
const glossary = "glossary"

// list is the table of topics.
type list struct {
	*kit.Table[*model.Topic]
	env  *kit.Env
	area string
	w    int
}

// New makes the place: the topics, or with a topic in the route that one's page.
func New(env *kit.Env, r kit.Route) kit.Screen {
	if topic := r.Get("topic"); topic != "" {
		return newPage(env, topic)
	}
	l := &list{env: env, area: r.Get("area")}
	l.Table = kit.NewTable(env, kit.TableOptions[*model.Topic]{
		Source: kit.SourceFunc[*model.Topic](l.page),
		Columns: []kit.Column[*model.Topic]{
			{Title: "Area", Min: 10, Sort: "area", Cell: func(t *model.Topic) string { return t.Area }},
			{Title: "Topic", Min: 30, Flex: 3, Sort: "title", Cell: func(t *model.Topic) string { return t.Title }},
			{Title: "Name", Min: 18, Flex: 1, Priority: 1, Cell: func(t *model.Topic) string { return t.ID }},
		},
		ID:      func(t *model.Topic) string { return t.ID },
		Nothing: "The guide is empty.",
		Filter:  r.Get("filter"),
		Open:    func(t *model.Topic) tea.Cmd { return kit.Goto(kit.To("guide", "topic", t.ID)) },
	})
	return l
}

// page gives the topics by area, or what a search finds, best first.
func (l *list) page(_ context.Context, v kit.View) ([]*model.Topic, int, error) {
	book := l.env.Service.Guide()
	topics := book.Topics()
	if v.Filter != "" {
		topics = book.Search(v.Filter)
	}
	if l.area != "" {
		topics = slices.DeleteFunc(slices.Clone(topics), func(t *model.Topic) bool { return t.Area != l.area })
	}
	if v.Filter == "" || v.Sort != "" {
		slices.SortStableFunc(topics, func(a, b *model.Topic) int { return compare(a, b, v) })
	}
	from := min(v.Offset, len(topics))
	return topics[from:min(from+v.Limit, len(topics))], len(topics), nil
}

// compare orders by area, the glossary last, and within by title; or by the title alone.
func compare(a, b *model.Topic, v kit.View) int {
	c := cmp.Compare(a.Title, b.Title)
	if v.Sort != "title" && a.Area != b.Area {
		switch {
		case a.Area == glossary:
			c = 1
		case b.Area == glossary:
			c = -1
		default:
			c = cmp.Compare(a.Area, b.Area)
		}
	}
	if v.Desc {
		return -c
	}
	return c
}

// Title is the crumb.
func (l *list) Title() string {
	if l.area == glossary {
		return "Glossary"
	}
	return "Guide"
}

// Topic is what the help explains.
func (l *list) Topic() string { return "start" }

// Route keeps the filter.
func (l *list) Route() kit.Route { return kit.To("guide", "area", l.area, "filter", l.Filter()) }

// Actions search, and go to the concepts and back.
func (l *list) Actions() []kit.Action {
	other := kit.Action{ID: "guide.glossary", Key: "c", Title: "concepts", Run: func() tea.Cmd { return l.show(glossary) }}
	if l.area == glossary {
		other = kit.Action{ID: "guide.all", Key: "c", Title: "all topics", Run: func() tea.Cmd { return l.show("") }}
	}
	return append([]kit.Action{other}, l.Table.Actions()...)
}

// show changes between all topics and the concepts.
func (l *list) show(area string) tea.Cmd {
	l.area = area
	return l.SetFilter("")
}

// SetSize leaves lines to what the list is.
func (l *list) SetSize(w, h int) {
	l.w = w
	l.Table.SetSize(w, max(h-2, 3))
}

// View draws what the list is, and the topics.
func (l *list) View() string {
	t, k := l.env.Theme, l.env.Keys
	head := "The guide by area. " + k.Label(kit.KeyFilter) + " searches in all texts; " + k.Label(kit.KeyOpen) + " opens a topic."
	if l.area == glossary {
		head = "The concepts of the guide. " + k.Label(kit.KeyOpen) + " opens one; c shows all topics."
	}
	return text.Block([]string{t.Title.Render(text.Truncate(head, l.w)), ""}, l.w, 2) + "\n" + l.Table.View()
}

// page is one topic. Its links are followed in place; esc leads back to the list.
type page struct {
	*kit.Help
	env *kit.Env
}

func newPage(env *kit.Env, topic string) kit.Screen {
	return &page{env: env, Help: kit.NewTopic(env, topic)}
}

// Title is the crumb.
func (p *page) Title() string {
	if topic := p.env.Service.Guide().Topic(p.Shown()); topic != nil {
		return topic.Title
	}
	return "Guide"
}

// Topic is what the help explains: the topic itself.
func (p *page) Topic() string { return p.Shown() }

// Route is the topic that was followed to.
func (p *page) Route() kit.Route { return kit.To("guide", "topic", p.Shown()) }

// Actions copy the topic's name, for the command line.
func (p *page) Actions() []kit.Action {
	return []kit.Action{
		{ID: "guide.copy", Key: "y", Title: "copy name", Run: func() tea.Cmd { return p.env.Copy(p.Shown()) }},
		{ID: "guide.list", Key: "t", Title: "all topics", Run: func() tea.Cmd {
			return kit.Send(kit.Navigate{Route: kit.To("guide"), Replace: true})
		}},
	}
}
