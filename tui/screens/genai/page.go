package genai

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// SetSize gives the list what the head leaves, and a line to what is under the cursor.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.layout()
}

func (s *screen) layout() {
	room := max(s.h-len(s.head())-1, 1)
	s.Table.SetSize(s.w, max(room-1, 1))
	s.pager.SetSize(s.w, room)
	switch {
	case s.err != nil:
		s.pager.SetLines(kit.BadLines(s.env.Theme, s.err, s.w))
	case !s.known:
		s.pager.SetLines([]string{"Loading" + s.env.Theme.More})
	case s.h >= tall:
		s.pager.SetLines([]string{"Nothing of the features was ever used here."})
	default:
		s.pager.SetLines(considerations(s.env.Theme, s.view, s.w))
	}
}

// listless tells that there is no list to show: the page is not known, or nothing was ever done with the features.
func (s *screen) listless() bool {
	return s.err != nil || !s.known || !s.view.On && s.Loaded() && s.Total() == 0 && s.Filter() == ""
}

// head is the switch, in the guide's words, with where and by whom it is turned.
func (s *screen) head() []string {
	t, v := s.env.Theme, s.view
	title := t.Title.Render("Generative AI")
	if s.project != "" {
		title += ", project " + text.Visible(s.project)
	}
	if !s.known || s.err != nil {
		return []string{title}
	}
	box, state, region := t.Off, "off", "In "+string(v.Region)
	if v.On {
		box, state, region = t.On, "on", "Since "+kit.Moment(v.Since)+" in "+string(v.Region)
	}
	if !v.Available {
		region += ", where the features do not exist: they do in " + string(model.GenerativeAIRegion) + " only"
	}
	lines := []string{title, t.Strong.Render(box+" "+v.Toggle) + " (" + state + ")"}
	lines = append(lines, kit.Paragraphs(region+". Turned by "+v.Who+".", s.w)...)
	if v.On && v.Stops != nil {
		lines = append(lines, kit.Paragraphs(stops(*v.Stops), s.w)...)
	}
	if s.h >= tall {
		lines = append(append(lines, ""), considerations(t, v, s.w)...)
	}
	return lines
}

// stops says what turning the features off would stop (GEN-05).
func stops(c model.AssistCounts) string {
	if c.All() == 0 {
		return "Nothing would stop if they were turned off."
	}
	return "Turned off, " + c.String() + " stop."
}

// tall is from which height on what to be aware of stands in the head of the page. Below, it stands in the place of
// the list while that is empty, and behind a key always.
const tall = 36

// considerations is what to be aware of, where the features are turned on (GEN-09).
func considerations(t *kit.Theme, v model.GenerativeAIView, w int) []string {
	lines := []string{t.Strong.Render("What to be aware of")}
	for _, c := range v.Considerations {
		lines = append(lines, kit.Paragraphs("- "+c.Title+" "+c.Text, w)...)
	}
	return lines
}

// View draws the switch over the list, and a line about what is under the cursor.
func (s *screen) View() string {
	head := s.head()
	top := text.Block(append(head, ""), s.w, len(head)+1)
	if s.listless() {
		return top + "\n" + s.pager.View()
	}
	return top + "\n" + s.Table.View() + "\n" + text.Truncate(s.next(), s.w)
}

// next says in a line what comes next for the piece of work under the cursor.
func (s *screen) next() string {
	a, ok := s.Row()
	if !ok {
		return ""
	}
	words := map[model.AssistState]string{
		model.AssistApproval: "Amazon Q waits until its approach is approved (a) or the issue closed (x).",
		model.AssistReview:   "Amazon Q cannot merge: a person merges (m), asks for the one revision (r), or closes (x).",
		model.AssistStopped:  "Stopped when the features were turned off; it cannot be taken up again.",
	}
	if a.State == model.AssistReview && a.Revised {
		words[a.State] = "Amazon Q has revised it once. A person merges (m) or closes (x)."
	}
	line := words[a.State]
	if line == "" && a.EndedBy != "" {
		line = a.State.Title() + ": @" + a.EndedBy
	}
	if a.Workflows && !a.State.Ended() {
		line = "! Workflows allowed. " + line
	}
	return s.env.Theme.Dim.Render(text.Visible(line))
}

// open shows everything about a piece of work.
func (s *screen) open(a row) tea.Cmd {
	lines := []string{"Project: " + a.Project, "State: " + a.State.Title() + ", since " + a.Since.Stamp()}
	add := func(label, what string) {
		if what != "" {
			lines = append(lines, label+": "+what)
		}
	}
	add("Goes on by itself", a.Due.Stamp())
	if a.EndedBy != "" {
		add("Ended by", "@"+a.EndedBy)
	}
	if a.Kind == model.AssistIssue {
		add("Source repository", a.Repository)
		add("Asks before each step", yesNo(a.StepApproval))
		add("May create and update workflows", yesNo(a.Workflows))
		if a.Workflows {
			lines = append(lines, "! "+model.WorkflowWarning+".")
		}
		lines = append(lines, "Title and description are frozen since the issue was assigned.")
	}
	add("Begun", a.At.Stamp()+" by @"+a.By)
	add("Description", a.Description)
	add("Comments for the one revision", a.Comments)
	return kit.Send(kit.Open{Dialog: kit.NewText(s.env, a.Kind.Title()+" "+number(a)+": "+a.Title, strings.Join(lines, "\n"), "")})
}

func yesNo(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}
