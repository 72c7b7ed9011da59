package model

import (
	"strings"
	"unicode/utf8"

	"atrium/model/quotas"
)

// Limits of what is written for Amazon Q, in characters. No source gives any; these are far above what is useful.
const (
	maxIssueTitle = 200
	maxIssueText  = 4000
	maxRepository = 100
)

// WorkflowWarning is what a person is told who lets Amazon Q create and update workflows (GEN-07).
const WorkflowWarning = "Amazon Q may create and update workflows for this issue: once a person merges its pull request, such a workflow runs at once when its conditions are met, and may deploy to production"

// AssignIssue has Amazon Q work on an issue of a project (GEN-04).
type AssignIssue struct {
	Space        string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Project      string `flag:"project" label:"Project" help:"name of the project" need:"yes"`
	Title        string `flag:"title" label:"Issue title" help:"what is to be done; it cannot be changed once the issue is assigned" need:"yes"`
	Description  string `flag:"description" label:"Description" help:"the more exact, the better Amazon Q understands it; it cannot be changed once the issue is assigned"`
	Repository   string `flag:"repository" label:"Source repository" help:"the one repository whose code Amazon Q reads and changes" need:"yes"`
	StepApproval bool   `flag:"step-approval" label:"Ask before each step" help:"Amazon Q waits with its approach until a person approves it"`
	Workflows    bool   `flag:"allow-workflows" label:"Allow workflows" help:"let Amazon Q create and update workflows; warning: a merged workflow runs at once when its conditions are met, and may deploy to production"`
}

func (c *AssignIssue) spaceName() string { return c.Space }

func (c *AssignIssue) apply(act *Act) error {
	p, err := assistedProject(act, c.Project, ProjectAdministrator, Contributor)
	if err != nil {
		return err
	}
	if err := c.check(); err != nil {
		return err
	}
	a := &Assist{Kind: AssistIssue, Project: p.Name, Title: strings.TrimSpace(c.Title), Description: c.Description, Repository: strings.TrimSpace(c.Repository),
		Workflows: c.Workflows, StepApproval: c.StepApproval}
	if err := beginAssist(act, a, AssistAnalysing); err != nil {
		return err
	}
	act.plan(EffectCreates, "the issue “%s” of the project %s, number %d, assigned to Amazon Q for the source repository %s", a.Title, p.Name, a.Number, a.Repository)
	if err := useFeature(act, quotas.Issues); err != nil {
		return err
	}
	if a.Workflows {
		act.plan(EffectNote, "warning: %s", WorkflowWarning)
	} else {
		act.plan(EffectNote, "Amazon Q may not create or update workflows, as by default")
	}
	act.plan(EffectNote, "the title and the description cannot be changed any more")
	act.result = *a
	return act.recordHere(p.Name, "assigned %s of the project %s to Amazon Q%s", a.named(), p.Name, allowing(a))
}

// allowing says in the activity that workflows are allowed.
func allowing(a *Assist) string {
	if a.Workflows {
		return " and allowed it to create and update workflows"
	}
	return ""
}

func (c *AssignIssue) check() error {
	if err := checkWritten("title", c.Title, maxIssueTitle, false); err != nil {
		return err
	}
	if err := checkWritten("description", c.Description, maxIssueText, true); err != nil {
		return err
	}
	return checkWritten("repository", c.Repository, maxRepository, false)
}

// checkWritten keeps what is written for Amazon Q to a length and to what can be shown; lines tells that it may have
// several.
func checkWritten(field, text string, most int, lines bool) error {
	if n := utf8.RuneCountInString(text); n > most {
		return refuse("GEN-04", field, "This has %d characters; at most %d are allowed.", n, most).fix("Shorten it.")
	}
	shown := func(r rune) bool { return !notShown(r) || lines && r == '\n' }
	if strings.ContainsFunc(text, func(r rune) bool { return !shown(r) }) {
		return refuse("GEN-04", field, "This holds characters that cannot be shown.").fix("Leave out control characters.")
	}
	return nil
}

// assistedProject finds the project in which a person uses a generative AI feature, and keeps who may: those with one
// of the project roles, in a space in which the features are on.
func assistedProject(act *Act, name string, roles ...ProjectRole) (*Project, error) {
	p, err := visibleProject(act, name)
	if err != nil {
		return nil, err
	}
	if err := hasProjectRole(act, "GEN-04", p.Name, roles...); err != nil {
		return nil, err
	}
	return p, generativeAIOn(act.space)
}

// assisted finds a piece of work by its number, for those who may act on issues in its project. Who does not see the
// project gets the same answer as for a number that does not exist (PRJ-02).
func assisted(act *Act, number int) (*Assist, error) {
	a, found, err := assists.Get(act, K(act.space.ID).Uint(uint64(number)))
	if err != nil {
		return nil, err
	}
	if found && act.member != nil {
		if found, err = seesProject(act, act.member, a.Project); err != nil {
			return nil, err
		}
	}
	if !found {
		return nil, refuse("PRJ-02", "number", "There is no work of Amazon Q with the number %d in %s that you can see.", number, act.space.Name).fix("Look at the list (“genai list”).")
	}
	if err := hasProjectRole(act, "GEN-04", a.Project, ProjectAdministrator, Contributor); err != nil {
		return nil, err
	}
	if a.State == AssistStopped {
		return nil, refuse("GEN-05", "", "Amazon Q stopped working on %s when the generative AI features were turned off, on %s, and cannot take it up again.", a.named(), a.Since.Stamp()).
			fix("Assign a new issue, where the features are on.")
	}
	return a, nil
}

// ApproveApproach lets Amazon Q go on from the approach that it proposes.
type ApproveApproach struct {
	Space  string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Number int    `flag:"number" label:"Number" help:"of the issue, in the list of the work of Amazon Q" need:"yes"`
}

func (c *ApproveApproach) spaceName() string { return c.Space }

func (c *ApproveApproach) apply(act *Act) error {
	a, err := assisted(act, c.Number)
	if err != nil {
		return err
	}
	if a.State != AssistApproval {
		return wrongState(a, "no approach waits for approval", "It is approved where step approval was asked for, once Amazon Q proposes it.")
	}
	if err := moveAssist(act, a, AssistGenerating); err != nil {
		return err
	}
	act.plan(EffectChanges, "%s of the project %s: Amazon Q generates code next", a.named(), a.Project)
	return act.recordHere(a.Project, "approved the approach of Amazon Q to %s in the project %s", a.named(), a.Project)
}

// wrongState refuses what a piece of work is not far enough for, or is beyond.
func wrongState(a *Assist, message, fix string) *Refusal {
	return refuse("GEN-04", "", "Of %s %s: its state is %s.", a.named(), message, a.State.Title()).fix("%s", fix)
}
