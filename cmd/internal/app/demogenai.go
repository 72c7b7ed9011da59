package app

import (
	"fmt"
	"time"

	"atrium/model"
)

// demoAssist is something that somebody did with generative AI in a space, some days before the present and so many
// minutes after what was done before it.
type demoAssist struct {
	DaysAgo, After                                            int
	By, Do, Project, Title, Description, Repository, Comments string
	Number                                                    int
	StepApproval, Workflows                                   bool
}

// command is what was done.
func (a demoAssist) command(space string) model.Command {
	switch a.Do {
	case "on":
		return &model.TurnOnGenerativeAI{Space: space}
	case "off":
		return &model.TurnOffGenerativeAI{Space: space}
	case "assign":
		return &model.AssignIssue{Space: space, Project: a.Project, Title: a.Title, Description: a.Description, Repository: a.Repository,
			StepApproval: a.StepApproval, Workflows: a.Workflows}
	case "approve":
		return &model.ApproveApproach{Space: space, Number: a.Number}
	case "revise":
		return &model.RevisePullRequest{Space: space, Number: a.Number, Comments: a.Comments}
	case "merge":
		return &model.MergePullRequest{Space: space, Number: a.Number}
	case "close":
		return &model.CloseIssue{Space: space, Number: a.Number}
	case "describe":
		return &model.WriteDescription{Space: space, Project: a.Project, PullRequest: a.Title}
	case "summarise":
		return &model.SummariseComments{Space: space, Project: a.Project, PullRequest: a.Title}
	case "subscribe":
		return &model.Subscribe{Subscription: model.ProSubscription}
	default:
		return nil
	}
}

// assists does what was done with generative AI on one of the days before the present. At the present nothing is
// waited for: what begins then is under way.
func (d *demo) assists(s *demoSpace, daysAgo int) {
	for _, a := range s.Assists {
		if a.DaysAgo != daysAgo || d.err != nil {
			continue
		}
		cmd := a.command(s.Name)
		if cmd == nil {
			d.err = fmt.Errorf("the demo company: nobody can %q", a.Do)
			return
		}
		d.do(as(a.By), cmd, time.Duration(a.After)*time.Minute)
	}
}
