package model

import (
	"slices"
	"strconv"
	"strings"
)

// workEntries are the entries of the work that goes on in the projects of a space: workflow runs, Dev
// Environments, and the simulated workload.
func workEntries() []Entry {
	return []Entry{
		define[StartRun]("work.run", "Start workflow run", "workflow-runs", EveryMember(), unasked()),
		define[StopRun]("work.stop", "Stop workflow run", "workflow-runs", EveryMember(), Yes),
		define[CreateDevEnvironment]("work.dev-create", "Create Dev Environment", "dev-environments", EveryMember(), unasked()),
		define[StartDevEnvironment]("work.dev-start", "Start Dev Environment", "dev-environments", EveryMember(), unasked()),
		define[StopDevEnvironment]("work.dev-stop", "Stop Dev Environment", "dev-environments", EveryMember(), Yes),
		define[DeleteDevEnvironment]("work.dev-delete", "Delete Dev Environment", "dev-environments", EveryMember(), Yes),
		define[SimulateWork]("work.simulate", "Simulate work", "simulated-work", byAdministrators(), unasked()),
		define[CarryWorkOn]("work.carry-on", "Carry work on", "workflow-runs", ByProgram(), unasked()).system(),
		ask[ListRuns]("work.list", "Workflow runs", "workflow-runs", EveryMember()),
		ask[ListDevEnvironments]("work.dev-list", "Dev Environments", "dev-environments", EveryMember()),
		ask[ShowSimulation]("work.simulation", "Simulated work", "simulated-work", EveryMember()),
	}
}

// Limits on work. No source gives them for a space, so that they are assumptions, all but the first: ten active
// fleets with twenty instances each (facts.md 3.1).
const (
	MaxRunsInProgress  = 200
	MaxDevEnvironments = 500
	// maxRunsKept is how many runs that are over a space remembers; its activity remembers all.
	maxRunsKept = 1000
)

// workplace is what a space knows of the work in it. A space in which nobody ever worked has none.
type workplace struct {
	Space string `cbor:"1,keyasint"` // its id
	Name  string `cbor:"2,keyasint"` // folded
	// Runs and Devs are the last numbers given to a run and to a Dev Environment.
	Runs uint64 `cbor:"3,keyasint"`
	Devs uint64 `cbor:"4,keyasint"`
	// InProgress, Over and Environments count runs and Dev Environments.
	InProgress   int `cbor:"5,keyasint"`
	Over         int `cbor:"6,keyasint"`
	Environments int `cbor:"7,keyasint"`
	// Due is when something in the work falls due next; 0 for never.
	Due Instant `cbor:"8,keyasint"`
	// Simulation is the simulated workload; nil while it is off.
	Simulation *simulation `cbor:"9,keyasint,omitempty"`
}

// workDue orders the spaces by when something in their work falls due.
type workDue struct {
	Due   Instant `cbor:"1,keyasint"`
	Space string  `cbor:"2,keyasint"` // folded
}

var (
	workplaces = Table[workplace]{name: "workplace", key: func(p *workplace) Key { return K(p.Space) }}
	workDues   = Table[workDue]{name: "workdue", key: func(d *workDue) Key { return Key("").At(d.Due).With(d.Space) }}
)

// workplaceOf is what a space knows of its work; an empty one where nobody worked yet.
func workplaceOf(r Reader, space *Space) (*workplace, error) {
	p, found, err := workplaces.Get(r, K(space.ID))
	if err == nil && !found {
		p = &workplace{Space: space.ID, Name: fold(space.Name)}
	}
	return p, err
}

// changeWorkplace reads what a space knows of its work, changes it and writes it.
func changeWorkplace(act *Act, space *Space, change func(*workplace)) error {
	p, err := workplaceOf(act, space)
	if err != nil {
		return err
	}
	change(p)
	return workplaces.Put(act, p)
}

// mayWork keeps who works in a project: its members with one of the roles, and the Space administrators, who
// belong to every project implicitly (facts.md 1.3).
func (act *Act) mayWork(project, what string, roles ...ProjectRole) error {
	if act.member == nil || act.member.Effective() == SpaceAdministrator {
		return nil
	}
	role, err := projectRole(act, act.member, project)
	if err != nil {
		return err
	}
	if slices.Contains(roles, role) {
		return nil
	}
	titles := make([]string, len(roles))
	for i, allowed := range roles {
		titles[i] = allowed.Title()
	}
	return refuse("ACT-02", "", "Your role in the project %s is %s, which does not let you %s.", project, role.Title(), what).
		fix("Ask someone who may, or a Project administrator for another role.").who("a " + strings.Join(titles, " or ") + " of the project, or a Space administrator of the space")
}

// numbered is the name of a run or a Dev Environment: run-7, dev-3.
func numbered(kind string, n uint64) string { return kind + "-" + strconv.FormatUint(n, 10) }

// number is the number that a name of this kind means: run-7, RUN-7 or 7.
func number(kind, name string) (uint64, bool) {
	n, err := strconv.ParseUint(strings.TrimPrefix(fold(name), kind+"-"), 10, 64)
	return n, err == nil
}
