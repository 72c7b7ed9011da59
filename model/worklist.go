package model

import (
	"math"
	"slices"

	"atrium/model/tiers"
)

// RunView is a workflow run as it is listed.
type RunView struct {
	Run         string          `json:"run"`
	Project     string          `json:"project"`
	Workflow    string          `json:"workflow"`
	State       RunState        `json:"state"`
	Compute     Compute         `json:"compute"`
	OS          OperatingSystem `json:"os"`
	Environment string          `json:"environment,omitempty"`
	Account     AccountID       `json:"account,omitempty"`
	// VPC names the connection, and Connection is it as the run keeps it.
	VPC        string    `json:"vpc,omitempty"`
	Connection *VPCInUse `json:"connection,omitempty"`
	// Slower tells that actions with a VPC connection can be slower (VPC-15).
	Slower bool    `json:"slower"`
	By     string  `json:"by"`
	At     Instant `json:"startedAt"`
	// From is when it has its compute, Until when its work is done if nothing comes between, Ended when it ended.
	From  Instant `json:"runsFrom"`
	Until Instant `json:"expectedEnd"`
	Ended Instant `json:"endedAt"`
	// Minutes of compute that it has used.
	Minutes float64 `json:"minutes"`
	// Reason says why it was stopped or halted.
	Reason string `json:"reason,omitempty"`
}

// InProgress reports whether the run is queued or running.
func (v RunView) InProgress() bool { return v.Ended == 0 }

func (run *WorkflowRun) view(now Instant) RunView {
	return RunView{Run: run.name(), Project: run.Project, Workflow: run.Workflow, State: run.state(now), Compute: run.Compute, OS: run.OS,
		Environment: run.Environment, Account: run.Account, VPC: run.VPC.name(), Connection: run.VPC, Slower: run.VPC != nil, By: run.By, At: run.At,
		From: run.Time.From, Until: run.Time.Until, Ended: run.Ended, Minutes: quantity(run.Time.at(run.lived(now)), run.Time.Resource), Reason: run.Reason}
}

// lived is the moment up to which a run has used anything.
func (run *WorkflowRun) lived(now Instant) Instant {
	if run.State != "" {
		return run.Ended
	}
	return now
}

// quantity is a metered amount in the resource's unit, to hundredths.
func quantity(metered int64, of tiers.Resource) float64 {
	return math.Round(float64(metered)/float64(of.Scale())*100) / 100
}

// ListRuns asks for the workflow runs of the projects that the acting person sees: those in progress first, then
// the newest (PRJ-02).
type ListRuns struct {
	Space   string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Project string `flag:"project" label:"Project" help:"name of the project; all without it"`
	Limit   int    `flag:"limit" help:"how many runs that are over at the most" default:"100"`
}

func (q *ListRuns) spaceName() string { return q.Space }

func (q *ListRuns) answer(ask *Ask) (any, error) {
	list := []RunView{}
	if q.Limit <= 0 {
		q.Limit = 100
	}
	sees := ask.seesProjects(q.Project)
	for _, half := range []string{runInProgress, runOver} {
		over := 0
		for run, err := range runs.All(ask, Range{Prefix: K(ask.space.ID, half), Reverse: true}) {
			if err != nil {
				return nil, err
			}
			if half == runOver && over == q.Limit {
				break
			}
			if seen, err := sees(run.Project); err != nil {
				return nil, err
			} else if seen {
				list = append(list, run.view(ask.Now))
				over++
			}
		}
	}
	return list, nil
}

// seesProjects tells of each project whether it is asked for (only one, or "" for all) and the asking person
// sees it. It looks each up once.
func (ask *Ask) seesProjects(only string) func(string) (bool, error) {
	known := map[string]bool{}
	return func(project string) (bool, error) {
		if only != "" && fold(only) != fold(project) {
			return false, nil
		}
		if seen, is := known[project]; is {
			return seen, nil
		}
		seen, err := seesProject(ask, ask.member, project)
		known[project] = seen
		return seen, err
	}
}

// DevEnvironmentView is a Dev Environment as it is listed.
type DevEnvironmentView struct {
	Dev     string   `json:"dev"`
	Alias   string   `json:"alias,omitempty"`
	Project string   `json:"project"`
	State   DevState `json:"state"`
	// Owner is the alias of whose it is; empty where that one left the space. By is who made it.
	Owner      string     `json:"owner"`
	By         string     `json:"createdBy"`
	Compute    DevSize    `json:"compute"`
	Storage    DevStorage `json:"storage"`
	IDE        DevIDE     `json:"ide"`
	Timeout    int        `json:"timeoutMinutes"`
	VPC        string     `json:"vpc,omitempty"`
	Connection *VPCInUse  `json:"connection,omitempty"`
	CreatedAt  Instant    `json:"createdAt"`
	// Since is from when it was started or stopped, From when it runs, Until when it stops by itself; null for never.
	Since Instant `json:"since"`
	From  Instant `json:"runsFrom"`
	Until Instant `json:"until"`
	// Hours that it has run in all.
	Hours  float64 `json:"hours"`
	Reason string  `json:"reason,omitempty"`
	// Yours tells that it is the asking person's own.
	Yours bool `json:"yours"`
}

// Up reports whether it is started and not stopped.
func (v DevEnvironmentView) Up() bool { return v.From != 0 }

// Turns are the moments at which its state changes by itself, past ones among them.
func (v DevEnvironmentView) Turns() []Instant {
	return []Instant{v.CreatedAt.Add(devMaking), v.From, v.Since.Add(devStopping)}
}

func (d *DevEnvironment) view(now Instant) DevEnvironmentView {
	v := DevEnvironmentView{Dev: d.name(), Alias: d.Alias, Project: d.Project, State: d.state(now), By: d.By, Compute: d.Size, Storage: d.Storage,
		IDE: d.IDE, Timeout: d.Timeout, VPC: d.VPC.name(), Connection: d.VPC, CreatedAt: d.CreatedAt, Since: d.Since,
		Hours: quantity(d.Time.at(d.lived(now)), d.Time.Resource), Reason: d.Reason}
	if d.Up {
		v.From, v.Until = d.Time.From, d.Time.Until
	}
	if d.Owner != "" {
		v.Owner = d.By
	}
	return v
}

// lived is the moment up to which the Dev Environment has used anything.
func (d *DevEnvironment) lived(now Instant) Instant {
	if d.Up {
		return now
	}
	return d.Time.Counted
}

// ListDevEnvironments asks for the Dev Environments that the acting person may look at, the newest first: their
// own, and those of others where they administer the space or the project, or are Power users (facts.md 1.3).
type ListDevEnvironments struct {
	Space   string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Project string `flag:"project" label:"Project" help:"name of the project; all without it"`
}

func (q *ListDevEnvironments) spaceName() string { return q.Space }

func (q *ListDevEnvironments) answer(ask *Ask) (any, error) {
	all, err := devEnvironments.Under(ask, K(ask.space.ID))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b *DevEnvironment) int { return int(b.Number) - int(a.Number) })
	list := []DevEnvironmentView{}
	for _, d := range all {
		if q.Project != "" && fold(q.Project) != fold(d.Project) {
			continue
		}
		sees, err := seesDevEnvironment(ask, ask.member, d)
		if err != nil {
			return nil, err
		}
		if !sees {
			continue
		}
		v := d.view(ask.Now)
		v.Yours = ask.member != nil && d.Owner == ask.member.handle()
		list = append(list, v)
	}
	return list, nil
}
