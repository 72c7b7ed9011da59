package model

import "strings"

// RevisePullRequest has Amazon Q revise its pull request, once, on a person's comments (GEN-06).
type RevisePullRequest struct {
	Space    string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Number   int    `flag:"number" label:"Number" help:"of the issue, in the list of the work of Amazon Q" need:"yes"`
	Comments string `flag:"comments" label:"Comments" help:"what Amazon Q is to change; it revises a pull request once" need:"yes"`
}

func (c *RevisePullRequest) spaceName() string { return c.Space }

func (c *RevisePullRequest) apply(act *Act) error {
	a, err := assisted(act, c.Number)
	if err != nil {
		return err
	}
	if err := mayRevise(a); err != nil {
		return err
	}
	if err := checkWritten("comments", c.Comments, maxIssueText, true); err != nil {
		return err
	}
	a.Revised, a.Comments = true, strings.TrimSpace(c.Comments)
	if err := moveAssist(act, a, AssistRevising); err != nil {
		return err
	}
	act.plan(EffectChanges, "the pull request for %s of the project %s: Amazon Q revises it, which it does once", a.named(), a.Project)
	return act.recordHere(a.Project, "had Amazon Q revise its pull request for %s in the project %s", a.named(), a.Project)
}

// mayRevise keeps the one revision of GEN-06.
func mayRevise(a *Assist) error {
	if a.Revised && !a.State.Ended() {
		return refuse("GEN-06", "", "Amazon Q has revised its pull request for %s, and it does so once.", a.named()).
			fix("Make further changes in its branch yourself, then merge or close it.")
	}
	if a.State != AssistReview {
		return wrongState(a, "no pull request is open", "A revision is asked for while it is.")
	}
	return nil
}

// MergePullRequest is a person approving and merging a pull request of Amazon Q, which cannot do that itself (GEN-06).
type MergePullRequest struct {
	Space  string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Number int    `flag:"number" label:"Number" help:"of the issue, in the list of the work of Amazon Q" need:"yes"`
}

func (c *MergePullRequest) spaceName() string { return c.Space }

func (c *MergePullRequest) apply(act *Act) error {
	a, err := assisted(act, c.Number)
	if err != nil {
		return err
	}
	if act.member == nil {
		return refuse("GEN-06", "", "Amazon Q cannot merge a pull request.").fix("A person approves and merges it.").who("a Project administrator or Contributor of the project")
	}
	if a.State != AssistReview {
		return wrongState(a, "no pull request is open", "It is merged while it is.")
	}
	if err := endAssist(act, a, AssistMerged); err != nil {
		return err
	}
	act.plan(EffectChanges, "the repository %s of the project %s: the pull request of Amazon Q for %s is approved by you and merged", a.Repository, a.Project, a.named())
	if a.Workflows {
		act.plan(EffectNote, "warning: %s", WorkflowWarning)
	}
	act.plan(EffectNote, "workflows that build and deploy pushes to the destination branch run at once")
	return act.recordHere(a.Project, "approved and merged the pull request of Amazon Q for %s in the project %s", a.named(), a.Project)
}

// CloseIssue ends the work of Amazon Q on an issue before it is merged, and with it its pull request.
type CloseIssue struct {
	Space  string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Number int    `flag:"number" label:"Number" help:"of the issue, in the list of the work of Amazon Q" need:"yes"`
}

func (c *CloseIssue) spaceName() string { return c.Space }

func (c *CloseIssue) apply(act *Act) error {
	a, err := assisted(act, c.Number)
	if err != nil {
		return err
	}
	if a.Kind != AssistIssue || a.State.Ended() {
		return wrongState(a, "nothing can be closed", "Issues are closed while Amazon Q works on them.")
	}
	act.plan(EffectEnds, "the work of Amazon Q on %s of the project %s (%s), without a merge", a.named(), a.Project, a.State.Title())
	if err := endAssist(act, a, AssistClosed); err != nil {
		return err
	}
	return act.recordHere(a.Project, "closed %s of the project %s, on which Amazon Q worked", a.named(), a.Project)
}
