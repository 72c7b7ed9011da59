package model

import (
	"strings"

	"atrium/model/quotas"
)

// WriteDescription has Amazon Q write the description of a pull request: “Write description for me” (GEN-04).
type WriteDescription struct {
	Space       string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Project     string `flag:"project" label:"Project" help:"name of the project" need:"yes"`
	PullRequest string `flag:"pull-request" label:"Pull request" help:"title of the pull request that you create" need:"yes"`
}

func (c *WriteDescription) spaceName() string { return c.Space }

func (c *WriteDescription) apply(act *Act) error {
	p, err := assistedProject(act, c.Project, ProjectAdministrator, Contributor)
	if err != nil {
		return err
	}
	return write(act, &Assist{Kind: AssistDescription, Project: p.Name, Title: c.PullRequest}, quotas.Descriptions)
}

// SummariseComments has Amazon Q summarise the comments on a pull request: “Create comment summary” (GEN-04). It helps
// those who review, so that a Reviewer has it too (facts.md 1.3).
type SummariseComments struct {
	Space       string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Project     string `flag:"project" label:"Project" help:"name of the project" need:"yes"`
	PullRequest string `flag:"pull-request" label:"Pull request" help:"title of the pull request that you review" need:"yes"`
}

func (c *SummariseComments) spaceName() string { return c.Space }

func (c *SummariseComments) apply(act *Act) error {
	p, err := assistedProject(act, c.Project, ProjectAdministrator, Contributor, Reviewer)
	if err != nil {
		return err
	}
	return write(act, &Assist{Kind: AssistSummary, Project: p.Name, Title: c.PullRequest}, quotas.Summaries)
}

// write begins a text that Amazon Q writes by itself to its end.
func write(act *Act, a *Assist, feature quotas.Feature) error {
	if err := checkWritten("pull-request", a.Title, maxIssueTitle, false); err != nil {
		return err
	}
	a.Title = strings.TrimSpace(a.Title)
	if err := beginAssist(act, a, AssistWriting); err != nil {
		return err
	}
	act.plan(EffectCreates, "%s of the project %s, number %d, by Amazon Q", a.named(), a.Project, a.Number)
	if err := useFeature(act, feature); err != nil {
		return err
	}
	act.result = *a
	return act.recordHere(a.Project, "had Amazon Q write %s in the project %s", a.named(), a.Project)
}
