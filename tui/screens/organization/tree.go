package organization

import (
	"context"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// The kinds of lines, as the model names them.
const (
	unitKind    = "unit"
	accountKind = "account"
)

// line is a line of the tree, with what is drawn before it.
type line struct {
	model.OrganizationNode
	branch string
}

// title is what a line is called.
func (n line) title() string {
	switch {
	case n.Name != "":
		return n.Name
	default:
		return "AWS account"
	}
}

// state says in words how an account stands.
func (n line) state() string {
	switch {
	case n.Kind != accountKind:
		return ""
	case n.Management:
		return n.Status.Title() + ", management"
	default:
		return n.Status.Title()
	}
}

// options are the tree as a table. It has no order but its own.
func (s *screen) options(filter string) kit.TableOptions[line] {
	return kit.TableOptions[line]{
		Source: s.source(func(model.OrganizationNode) bool { return true }),
		Columns: []kit.Column[line]{
			{Title: "Name", Min: 34, Flex: 3, Cell: func(n line) string { return n.branch + n.title() }},
			{Title: "ID", Min: 16, Flex: 1, Cell: func(n line) string { return n.ID }},
			{Title: "Status", Min: 18, Flex: 1, Cell: line.state},
		},
		ID:      func(n line) string { return n.Kind + n.ID },
		Nothing: "The organization is empty.",
		Open: func(n line) tea.Cmd {
			return kit.Send(kit.Open{Dialog: kit.NewText(s.env, n.title(), s.story(n), n.ID)})
		},
		Filter: filter,
	}
}

// source gives the lines of some kinds. A filter keeps what matches, and what stands above it, so that a tree
// stays one.
func (s *screen) source(wanted func(model.OrganizationNode) bool) kit.Source[line] {
	return kit.SourceFunc[line](func(ctx context.Context, v kit.View) ([]line, int, error) {
		view, err := kit.Ask[model.OrganizationView](ctx, s.env, &model.ShowOrganization{})
		if err != nil {
			return nil, 0, err
		}
		nodes := slices.DeleteFunc(view.Nodes, func(n model.OrganizationNode) bool { return !wanted(n) })
		lines := draw(matching(nodes, v.Filter), s.env.Theme)
		from := min(max(v.Offset, 0), len(lines))
		return lines[from:min(from+v.Limit, len(lines))], len(lines), nil
	})
}

// matching keeps the nodes that hold every word of the filter, and those above them.
func matching(nodes []model.OrganizationNode, filter string) []model.OrganizationNode {
	words := strings.Fields(strings.ToLower(filter))
	var kept []model.OrganizationNode
	above := 0 // how deep the last one that was kept stands: the next less deep one is above it
	for _, n := range slices.Backward(nodes) {
		if n.Depth < above || holds(n, words) {
			kept, above = append(kept, n), n.Depth
		}
	}
	slices.Reverse(kept)
	return kept
}

func holds(n model.OrganizationNode, words []string) bool {
	at := strings.ToLower(line{OrganizationNode: n}.title() + " " + n.ID + " " + n.Path + " " + line{OrganizationNode: n}.state())
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(at, word) })
}

// draw puts the branches before the lines: from the end, where it is known which levels go on.
func draw(nodes []model.OrganizationNode, t *kit.Theme) []line {
	lines := make([]line, len(nodes))
	var goes []bool // whether something follows at this depth, under the same parent
	for i, n := range slices.Backward(nodes) {
		for len(goes) <= n.Depth {
			goes = append(goes, false)
		}
		goes = goes[:n.Depth+1]
		lines[i] = line{n, branches(goes, t)}
		goes[n.Depth] = true
	}
	return lines
}

// branches are the trunks of the levels above, and the branch of this one. The root has neither.
func branches(goes []bool, t *kit.Theme) string {
	if len(goes) < 2 {
		return ""
	}
	var b strings.Builder
	for _, on := range goes[1 : len(goes)-1] {
		if on {
			b.WriteString(t.Trunk)
			continue
		}
		b.WriteString("   ")
	}
	if goes[len(goes)-1] {
		return b.String() + t.Branch
	}
	return b.String() + t.Corner
}
