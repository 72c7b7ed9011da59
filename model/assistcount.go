package model

// AssistCounts counts pieces of work by the feature that does them.
type AssistCounts struct {
	Issues       int `json:"issues"`
	Descriptions int `json:"descriptions"`
	Summaries    int `json:"summaries"`
}

// All is how many there are.
func (c AssistCounts) All() int { return c.Issues + c.Descriptions + c.Summaries }

// String says them in words.
func (c AssistCounts) String() string {
	return count(c.Issues, "issue", "issues") + ", " + count(c.Descriptions, "pull request description", "pull request descriptions") + " and " +
		count(c.Summaries, "comment summary", "comment summaries")
}

func countAssists(list []*Assist) (c AssistCounts) {
	for _, a := range list {
		switch a.Kind {
		case AssistDescription:
			c.Descriptions++
		case AssistSummary:
			c.Summaries++
		default:
			c.Issues++
		}
	}
	return c
}

// planStops counts and lists what stops, by the feature that does it (GEN-05).
func planStops(act *Act, running []*Assist) {
	names := map[AssistKind][]string{}
	for _, a := range running {
		if list := names[a.Kind]; len(list) < NamesShown {
			names[a.Kind] = append(list, a.Project+": "+a.Title+" ("+a.State.Title()+")")
		}
	}
	c := countAssists(running)
	act.planCounted(EffectEnds, c.Issues, count(c.Issues, "issue that Amazon Q works on stops", "issues that Amazon Q works on stop"), names[AssistIssue]...)
	act.planCounted(EffectEnds, c.Descriptions, count(c.Descriptions, "pull request description stops", "pull request descriptions stop"), names[AssistDescription]...)
	act.planCounted(EffectEnds, c.Summaries, count(c.Summaries, "comment summary stops", "comment summaries stop"), names[AssistSummary]...)
}
