// Package genai is the page Generative AI of a space: the switch with what to be aware of, and the work of Amazon Q
// in its projects.
package genai

import (
	"context"
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

type row = model.Assist

// screen is the page. While the features are off and nothing was ever done with them, what to be aware of stands in
// the place of the list.
type screen struct {
	*kit.Table[row]
	env            *kit.Env
	space, project string // project is empty for all
	do             string // what the route asks to begin with
	view           model.GenerativeAIView
	err            error
	known          bool
	reasons        map[string]*kit.Reason // why an action is closed, by its id
	about          string                 // the number of the piece of work that the reasons are about
	pager          *kit.Pager
	w, h           int
}

// New makes the screen of genai?space=…&project=….
func New(env *kit.Env, r kit.Route) kit.Screen {
	s := &screen{env: env, space: r.Get("space"), project: r.Get("project"), do: r.Get("do"), pager: kit.NewPager(env), reasons: map[string]*kit.Reason{}}
	s.Table = kit.NewTable(env, kit.TableOptions[row]{
		Source: kit.List[row]{
			Rows: func(ctx context.Context) ([]row, error) {
				return kit.Ask[[]row](ctx, env, &model.ListAssists{Space: s.space, Project: s.project, Limit: mostListed})
			},
			Text: func(a row) string {
				return number(a) + " " + a.Kind.Title() + " " + a.Title + " " + a.Project + " " + a.State.Title() + " " + a.By
			},
			Field: field,
		},
		Columns: columns(),
		ID:      number,
		Nothing: "Amazon Q has done nothing yet in the projects that you see. Press n to assign an issue to it.",
		Filter:  r.Get("filter"),
		Open:    s.open,
		Moved:   func(row) tea.Cmd { return s.askReasons() },
	})
	return s
}

// mostListed is how many pieces of work are listed, the newest.
const mostListed = 1000

func number(a row) string { return strconv.Itoa(a.Number) }

func field(a row, sort string) string {
	switch sort {
	case "state":
		return a.State.Title()
	case "project":
		return a.Project
	case "title":
		return a.Title
	default:
		const digits = 9
		n := number(a)
		return "0000000000"[:max(digits-len(n), 0)] + n
	}
}

func columns() []kit.Column[row] {
	return []kit.Column[row]{
		{Title: "#", Min: 3, Right: true, Sort: "number", Cell: number},
		{Title: "Work", Min: 24, Flex: 4, Sort: "title", Cell: titled},
		{Title: "State", Min: 18, Sort: "state", Cell: func(a row) string { return a.State.Title() }},
		{Title: "Until", Min: 11, Cell: until},
		{Title: "Project", Min: 10, Flex: 1, Sort: "project", Priority: 1, Cell: func(a row) string { return a.Project }},
		{Title: "By", Min: 10, Flex: 1, Priority: 2, Cell: func(a row) string { return "@" + a.By }},
	}
}

// titled is the title, and what of the pull request is written where it is no issue.
func titled(a row) string {
	switch a.Kind {
	case model.AssistDescription:
		return "Description: " + a.Title
	case model.AssistSummary:
		return "Summary: " + a.Title
	default:
		return a.Title
	}
}

// until is when Amazon Q is through with the state, or that a person has the word.
func until(a row) string {
	switch {
	case a.Due != 0:
		return kit.Moment(a.Due)
	case a.State.Ended():
		return "over"
	default:
		return "waits"
	}
}

// Init asks for the page, and begins what the route asks for.
func (s *screen) Init() tea.Cmd {
	cmds := []tea.Cmd{s.Table.Init(), s.refresh()}
	switch s.do {
	case "genai.assign":
		cmds = append(cmds, s.assign())
	case "genai.describe":
		cmds = append(cmds, s.describe())
	case "genai.summarise":
		cmds = append(cmds, s.summarise())
	}
	s.do = ""
	return tea.Batch(cmds...)
}

func (s *screen) refresh() tea.Cmd {
	ask := func(ctx context.Context) (model.GenerativeAIView, error) {
		return kit.Ask[model.GenerativeAIView](ctx, s.env, &model.ShowGenerativeAI{Space: s.space})
	}
	return kit.Go(s.env, s, ask, func(view model.GenerativeAIView, err error) tea.Cmd {
		s.view, s.err, s.known = view, err, true
		s.layout()
		return s.askReasons()
	})
}

// askReasons finds what cannot be done by the session, with the piece of work under the cursor as it is now.
func (s *screen) askReasons() tea.Cmd {
	commands, about := s.commands(), s.number()
	ask := func(ctx context.Context) (map[string]*kit.Reason, error) {
		reasons := map[string]*kit.Reason{}
		for _, cmd := range commands {
			reasons[s.env.Service.EntryOf(cmd).ID] = kit.Refused(ctx, s.env, cmd)
		}
		return reasons, nil
	}
	return kit.Go(s.env, "reasons", ask, func(reasons map[string]*kit.Reason, _ error) tea.Cmd {
		s.reasons, s.about = reasons, about
		return nil
	})
}

// number is that of the piece of work under the cursor; empty for none.
func (s *screen) number() string {
	a, ok := s.Row()
	if !ok {
		return ""
	}
	return number(a)
}

// commands are what can be done here, filled in so far that nothing but the rules can refuse it.
func (s *screen) commands() []model.Command {
	list := []model.Command{s.turn()}
	if a, ok := s.Row(); ok {
		list = append(list, &model.ApproveApproach{Space: s.space, Number: a.Number}, &model.RevisePullRequest{Space: s.space, Number: a.Number, Comments: "probe"},
			&model.MergePullRequest{Space: s.space, Number: a.Number}, &model.CloseIssue{Space: s.space, Number: a.Number})
	}
	return list
}

// Update refreshes, scrolls what stands in the place of the list, and leaves the rest to the table.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	if key, ok := msg.(tea.KeyMsg); ok && s.listless() {
		s.pager.Key(key.String())
		return nil
	}
	cmd := s.Table.Update(msg)
	if _, ok := msg.(kit.Changed); ok {
		return tea.Batch(cmd, s.refresh())
	}
	return cmd
}

// Title is the crumb.
func (s *screen) Title() string { return "Generative AI" }

// Topic is what the help explains.
func (s *screen) Topic() string { return "generative-ai" }

// Route keeps the filter.
func (s *screen) Route() kit.Route {
	return kit.To("genai", "space", s.space, "project", s.project, "filter", s.Filter())
}
