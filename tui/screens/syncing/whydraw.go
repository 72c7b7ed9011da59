package syncing

import (
	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// verdicts are the verdicts in words that can be read from afar.
var verdicts = map[model.SyncVerdict]string{
	model.VerdictInSpace: "IN THE SPACE", model.VerdictChanging: "IN THE SPACE, A CHANGE WAITS", model.VerdictWaiting: "WAITS FOR THE SYNC",
	model.VerdictLeaving: "LEAVES WITH THE SYNC", model.VerdictNotConnected: "IN NO CONNECTED GROUP", model.VerdictInactive: "INACTIVE",
	model.VerdictNotInDirectory: "NOT IN THE DIRECTORY",
}

// SetSize leaves a line to the tabs.
func (s *why) SetSize(w, h int) {
	s.w, s.h = w, h
	s.pager.SetSize(w, max(h-2, 1))
	s.compose()
}

// View draws the answer.
func (s *why) View() string {
	s.seen = true
	return s.tabs.View(s.w) + "\n" + text.Spaces(s.w) + "\n" + s.pager.View()
}

// compose puts the page together.
func (s *why) compose() {
	switch {
	case !s.loaded:
		s.pager.SetLines([]string{"Loading" + s.env.Theme.More})
	case s.err != nil:
		s.pager.SetLines(kit.BadLines(s.env.Theme, s.err, s.w))
	default:
		s.pager.SetLines(append(append(s.verdict(), s.facts()...), s.groups()...))
	}
}

// verdict is the answer in a sentence, set apart from all that explains it. How many lines it has changes only
// with the answer.
func (s *why) verdict() []string {
	t, a := s.env.Theme, s.answer
	head := "@" + a.User
	if a.Name != "" && a.Name != a.User {
		head = a.Name + " (@" + a.User + ")"
	}
	lines := []string{t.Title.Render(text.Truncate(text.Visible(head), s.w)), t.Line(s.w)}
	word := verdicts[a.Verdict]
	if s.late() {
		word = "OVERDUE: " + word
	}
	lines = append(lines, t.Strong.Render(text.Truncate(word, s.w)))
	for _, line := range kit.Paragraphs(a.Sentence, s.w) {
		lines = append(lines, t.Strong.Render(line))
	}
	if since := s.since(); a.ExpectedAt != 0 {
		lines = append(lines, text.Truncate(s.bar(s.w, since, a.ExpectedAt), s.w))
	}
	return append(lines, t.Line(s.w))
}

func (s *why) late() bool { return s.answer.ExpectedAt != 0 && s.now > s.answer.ExpectedAt }

// since is when the wait for the next thing began.
func (s *why) since() model.Instant {
	if s.answer.Pending != nil {
		return s.answer.Pending.RequestedAt
	}
	for _, g := range s.answer.Groups {
		if g.Pending != nil && g.Pending.ExpectedAt == s.answer.ExpectedAt {
			return g.Pending.RequestedAt
		}
	}
	return s.answer.Now
}

// facts are all that the answer rests on, but the groups.
func (s *why) facts() []string {
	a := s.answer
	inSpace := "no"
	if a.InSpace {
		inSpace = "yes, as " + a.Role.Title()
	}
	own := "none waits"
	if a.Pending != nil {
		own = a.Pending.What + ", waits since " + a.Pending.RequestedAt.Stamp()
	}
	todo := a.Fix
	if todo == "" && a.ExpectedAt != 0 {
		todo = "Wait, or skip forward to that moment (f)."
	}
	return append(kit.Facts(s.env.Theme, s.w, "Expected", s.expected(), "In the space", inSpace, "Own change", own, "What to do", todo), "")
}

// expected says when the next thing comes, and whether it is late.
func (s *why) expected() string {
	switch at := s.answer.ExpectedAt; {
	case at == 0:
		return "nothing"
	case s.late():
		return at.Stamp() + ": OVERDUE by " + length(s.now.Sub(at)) + ", with the next cycles"
	default:
		return at.Stamp() + ", in " + length(at.Sub(s.now)) + "; not overdue"
	}
}

// groups is a line for each group of the person.
func (s *why) groups() []string {
	if len(s.answer.Groups) == 0 {
		return []string{"Groups: none."}
	}
	const column = 15
	name := max(min(s.w-2*column-20, 40), 16)
	row := func(group, connected, arrived, pending string) string {
		return text.Truncate(text.Fit(text.Visible(group), name)+" "+text.Fit(connected, column)+text.Fit(arrived, column)+text.Visible(pending), s.w)
	}
	lines := []string{s.env.Theme.Dim.Render(row("Group", "Connected", "In the space", "Waits"))}
	for _, g := range s.answer.Groups {
		lines = append(lines, row(g.Group, yes(g.Connected), yes(g.Arrived), groupWaits(g.Pending)))
	}
	return lines
}

// yes is a truth as a word.
func yes(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}

// groupWaits is what waits for a group.
func groupWaits(c *model.SyncChangeView) string {
	if c == nil {
		return "-"
	}
	words := c.What + " " + kit.Moment(c.ExpectedAt)
	if c.Count > 1 {
		words += ", " + share(c.Done, c.Count)
	}
	return words
}
