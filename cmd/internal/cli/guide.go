package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"atrium/assets"
	"atrium/model"
	"atrium/tui/text"
)

// topicLine is a topic of the guide as it is listed.
type topicLine struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// topicPage is a topic with the rules that apply and the topics beside it.
type topicPage struct {
	ID    string            `json:"id"`
	Title string            `json:"title"`
	Area  string            `json:"area"`
	Text  string            `json:"text"`
	Rules []model.GuideRule `json:"rules"`
	See   []topicLine       `json:"see"`
}

// guide is the command that prints the guide at hand. It needs no store.
func (p *program) guide() *cobra.Command {
	var search string
	cmd := &cobra.Command{Use: "guide [TOPIC]", Short: "The guide at hand: a topic, or a search in all of them", GroupID: groupProgram,
		Long:    "The guide at hand: a topic, or a search in all of them. Without either, the topics are listed.",
		Example: "  atrium guide create-space\n  atrium guide --search invitation",
		RunE: func(_ *cobra.Command, args []string) error {
			p.doing = "guide"
			return p.readGuide(search, args)
		}}
	cmd.Flags().StringVar(&search, "search", "", "list the topics that hold these words")
	cmd.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		guide, err := model.ReadGuide(assets.Guide)
		if err != nil {
			return nil, cobra.ShellCompDirectiveError
		}
		return topicIDs(guide), cobra.ShellCompDirectiveNoFileComp
	}
	return cmd
}

func (p *program) readGuide(search string, args []string) error {
	guide, err := model.ReadGuide(assets.Guide)
	switch {
	case err != nil:
		return err
	case len(args) > 1:
		return &usageError{"One topic at a time.", "Search for words with “atrium guide --search '" + strings.Join(args, " ") + "'”."}
	case search != "":
		return p.printAnswer("guide.search", topicLines(guide.Search(search)))
	case len(args) == 0:
		return p.printAnswer("guide.search", topicLines(guide.Topics()))
	}
	topic := guide.Topic(args[0])
	if topic == nil {
		return noSuchTopic(guide, args[0])
	}
	return p.printTopic(guide, topic)
}

// noSuchTopic names the topics that could have been meant.
func noSuchTopic(guide *model.Guide, typed string) error {
	var could []string
	if word := nearest(typed, topicIDs(guide)); word != "" {
		could = append(could, word)
	}
	for _, t := range guide.Search(typed) {
		if len(could) < 4 && !slices.Contains(could, t.ID) {
			could = append(could, t.ID)
		}
	}
	fix := "“atrium guide” lists the topics."
	if len(could) > 0 {
		fix = "Did you mean " + alternatives(could) + "?"
	}
	return usageFault(fmt.Sprintf("The guide has no topic %q.", typed), fix)
}

func topicIDs(guide *model.Guide) []string {
	var ids []string
	for _, t := range guide.Topics() {
		ids = append(ids, t.ID)
	}
	return ids
}

func topicLines(topics []*model.Topic) []topicLine {
	lines := make([]topicLine, len(topics))
	for i, t := range topics {
		lines[i] = topicLine{t.ID, t.Title}
	}
	return lines
}

func (p *program) printTopic(guide *model.Guide, t *model.Topic) error {
	page := topicPage{ID: t.ID, Title: t.Title, Area: t.Area, Text: t.Text, Rules: guide.RulesOf(t)}
	for _, id := range t.See {
		if beside := guide.Topic(id); beside != nil {
			page.See = append(page.See, topicLine{beside.ID, beside.Title})
		}
	}
	if p.globals.output.String() != asTable {
		return p.printAnswer("", page)
	}
	return p.printLines(page.lines(p.width()))
}

// lines lays a topic out for a terminal of some width; 0 leaves the lines as long as they are.
func (t *topicPage) lines(width int) []string {
	lines := []string{t.Title, strings.Repeat("=", text.Width(t.Title)), ""}
	for line := range strings.Lines(t.Text) {
		lines = append(lines, wrapped("", strings.TrimRight(line, "\n"), width)...)
	}
	if len(t.Rules) > 0 {
		lines = append(lines, "", "Rules that apply:")
	}
	for _, r := range t.Rules {
		lines = append(lines, wrapped("  "+r.ID+"  ", r.Text, width)...)
	}
	if len(t.See) > 0 {
		lines = append(lines, "", "Topics beside it:")
	}
	for _, s := range t.See {
		lines = append(lines, wrapped("  "+s.ID+"  ", s.Title, width)...)
	}
	return lines
}

// wrapped breaks a line behind a label, and sets what follows under its beginning.
func wrapped(label, line string, width int) []string {
	indent := text.Width(label)
	if width <= indent+20 {
		return []string{label + line}
	}
	lines := text.Wrap(line, width-indent)
	for i := range lines {
		if i == 0 {
			lines[i] = label + lines[i]
		} else {
			lines[i] = text.Spaces(indent) + lines[i]
		}
	}
	return lines
}
