package work

import (
	"context"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

type run = model.RunView

// NewRuns makes the screen of work?space=…&project=…: the workflow runs.
func NewRuns(env *kit.Env, r kit.Route) kit.Screen {
	b := &board[run]{env: env, space: r.Get("space"), project: r.Get("project"), do: r.Get("do")}
	b.subject = subject[run]{
		route: "work", title: "Workflow runs", topic: "workflow-runs",
		rows: func(ctx context.Context) ([]run, error) {
			return kit.Ask[[]run](ctx, env, &model.ListRuns{Space: b.space, Project: b.project})
		},
		summary: runsInProgress,
		turns:   func(v run) []model.Instant { return []model.Instant{v.From} },
		about:   func(v run) string { return aboutRun(env.Theme, v) },
		begin:   &model.StartRun{Space: b.space, Project: b.project, Workflow: "probe"},
		act: func(v run) []model.Command {
			return []model.Command{&model.StopRun{Space: b.space, Run: v.Run}}
		},
	}
	b.actions = func() []kit.Action {
		return []kit.Action{
			b.action("n", "work.run", "start run", func() tea.Cmd { return startRun(env, b.space, b.project) }),
			b.on("t", "work.stop", "stop", func(v run) model.Command { return &model.StopRun{Space: b.space, Run: v.Run} }),
			b.other("v", "dev-envs", "Dev Environments"),
			b.simulate(),
		}
	}
	b.Table = kit.NewTable(env, kit.TableOptions[run]{
		Source: kit.List[run]{Rows: b.rows, Text: runWords, Field: runField},
		Columns: append(projectColumn(b.project, func(v run) string { return v.Project }),
			kit.Column[run]{Title: "Run", Min: 7, Cell: func(v run) string { return v.Run }},
			kit.Column[run]{Title: "State", Min: 9, Sort: "state", Cell: func(v run) string { return string(v.State) }},
			kit.Column[run]{Title: "Workflow", Min: 12, Flex: 2, Sort: "workflow", Cell: func(v run) string { return v.Workflow }},
			kit.Column[run]{Title: "Compute", Min: 11, Priority: 1, Cell: compute},
			kit.Column[run]{Title: "VPC connection", Min: 14, Flex: 1, Priority: 3, Cell: func(v run) string { return v.VPC }},
			kit.Column[run]{Title: "By", Min: 9, Flex: 1, Sort: "by", Cell: func(v run) string { return "@" + v.By }},
			kit.Column[run]{Title: "Since", Min: 11, Cell: func(v run) string { return moment(v.At) }},
			kit.Column[run]{Title: "Until", Min: 11, Priority: 2, Cell: runUntil}),
		ID:      func(v run) string { return v.Run },
		Nothing: "No workflow run yet. A run builds, tests or deploys what is in a project. Press n to start one.",
		Filter:  r.Get("filter"),
		Open:    func(v run) tea.Cmd { return kit.Send(kit.Open{Dialog: kit.NewText(env, v.Run, runStory(v), v.Run)}) },
		Moved:   func(run) tea.Cmd { return b.askReasons() },
	})
	return b
}

// projectColumn is there while the work of several projects is listed.
func projectColumn[R any](project string, cell func(R) string) []kit.Column[R] {
	if project != "" {
		return nil
	}
	return []kit.Column[R]{{Title: "Project", Min: 10, Flex: 1, Sort: "project", Cell: cell}}
}

func runField(v run, sort string) string {
	switch sort {
	case "project":
		return v.Project
	case "state":
		return string(v.State)
	case "by":
		return v.By
	default:
		return v.Workflow
	}
}

func runWords(v run) string {
	return strings.Join([]string{v.Run, v.Project, v.Workflow, string(v.State), compute(v), v.VPC, v.By, v.Environment}, " ")
}

// compute is what the run works on.
func compute(v run) string { return v.Compute.Title() + ", " + v.OS.Title() }

// moment is a time of this table: month, day and minute.
func moment(at model.Instant) string {
	if at == 0 {
		return ""
	}
	return at.Time().Format("01-02 15:04")
}

// runUntil is when the run ended, or about when its work will be done.
func runUntil(v run) string {
	if v.InProgress() {
		return "~" + v.Until.Time().Format("15:04:05")
	}
	return moment(v.Ended)
}

func runsInProgress(list []run) string {
	n := 0
	for _, v := range list {
		if v.InProgress() {
			n++
		}
	}
	return fmt.Sprintf("%d in progress", n)
}

// aboutRun is what is to mind about a run.
func aboutRun(t *kit.Theme, v run) string {
	switch {
	case v.Reason != "":
		return t.Bad.Render("! " + text.Visible(v.Run+": "+v.Reason+"."))
	case v.Slower:
		return t.Dim.Render(text.Visible("In the VPC connection " + v.VPC + ": its actions can be slower."))
	case v.State == model.RunQueued:
		return t.Dim.Render("It waits for its compute.")
	default:
		return t.Dim.Render(fmt.Sprintf("%v minutes of compute.", v.Minutes))
	}
}

// runStory is everything about a run.
func runStory(v run) string {
	lines := []string{"Project: " + v.Project, "Workflow: " + v.Workflow, "State: " + string(v.State), "Compute: " + compute(v)}
	if v.Environment != "" {
		lines = append(lines, "Environment: "+v.Environment+", AWS account "+string(v.Account))
	}
	lines = append(lines, connectionStory(v.Connection)...)
	if v.Slower {
		lines = append(lines, "! Actions with a VPC connection can be slower.")
	}
	lines = append(lines, "Started: "+v.At.Stamp()+" by @"+v.By, "Compute from: "+v.From.Stamp())
	if v.InProgress() {
		lines = append(lines, "Expected end: "+v.Until.Stamp())
	} else {
		lines = append(lines, "Ended: "+v.Ended.Stamp())
	}
	lines = append(lines, fmt.Sprintf("Used: %v minutes of compute", v.Minutes))
	if v.Reason != "" {
		lines = append(lines, "", "! "+v.Reason+".")
	}
	return strings.Join(lines, "\n")
}

// connectionStory is the VPC connection as the work keeps it.
func connectionStory(c *model.VPCInUse) []string {
	if c == nil {
		return []string{"VPC connection: none"}
	}
	return []string{"VPC connection: " + c.Name + " (" + string(c.From) + "), as it was when it began", "VPC: " + c.VPC + ", AWS account " + string(c.Account),
		"Subnets: " + strings.Join(c.Subnets, ", "), "Security groups: " + strings.Join(c.SecurityGroups, ", ")}
}
