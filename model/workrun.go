package model

import (
	"time"

	"atrium/model/tiers"
)

// Compute is what a workflow action runs on.
type Compute string

// The kinds of compute.
const (
	EC2Compute    Compute = "ec2"
	LambdaCompute Compute = "lambda"
)

func (Compute) choices() []string { return []string{string(EC2Compute), string(LambdaCompute)} }

// Title is the compute in the product's words.
func (c Compute) Title() string {
	if c == LambdaCompute {
		return "Lambda"
	}
	return "EC2"
}

// OperatingSystem is what the compute of a workflow action runs.
type OperatingSystem string

// The operating systems.
const (
	Linux   OperatingSystem = "linux"
	Windows OperatingSystem = "windows"
)

func (OperatingSystem) choices() []string { return []string{string(Linux), string(Windows)} }

// Title is the operating system's name.
func (o OperatingSystem) Title() string {
	if o == Windows {
		return "Windows"
	}
	return "Linux"
}

// RunState tells how far a workflow run has come.
type RunState string

// The states of a run. Halted is a run that the maximum of the Free tier ended (BIL-12); stopped one that a
// person did.
const (
	RunQueued    RunState = "queued"
	RunRunning   RunState = "running"
	RunSucceeded RunState = "succeeded"
	RunFailed    RunState = "failed"
	RunStopped   RunState = "stopped"
	RunHalted    RunState = "halted"
)

// WorkflowRun is a run of a workflow of a project (PRJ-04).
type WorkflowRun struct {
	Space       string          `cbor:"1,keyasint"` // its id
	Number      uint64          `cbor:"2,keyasint"`
	Project     string          `cbor:"3,keyasint"`
	Workflow    string          `cbor:"4,keyasint"`
	Compute     Compute         `cbor:"5,keyasint"`
	OS          OperatingSystem `cbor:"6,keyasint"`
	Environment string          `cbor:"7,keyasint,omitempty"`
	// Account and Role are the environment's, as they were when the run began.
	Account AccountID `cbor:"8,keyasint,omitempty"`
	Role    string    `cbor:"9,keyasint,omitempty"`
	// VPC is the connection that the run keeps, as it was when the run began (VPC-13); nil for none.
	VPC *VPCInUse `cbor:"10,keyasint,omitempty"`
	By  string    `cbor:"11,keyasint"` // alias
	At  Instant   `cbor:"12,keyasint"`
	// Time runs from when the run has its compute to when its work is done.
	Time stretch `cbor:"13,keyasint"`
	// Outcome is how it ends if nothing comes between; State is how it ended, empty while it is in progress.
	Outcome RunState `cbor:"14,keyasint"`
	State   RunState `cbor:"15,keyasint,omitempty"`
	Ended   Instant  `cbor:"16,keyasint,omitempty"`
	Reason  string   `cbor:"17,keyasint,omitempty"`
	// Fault is what its environment lacked when it began, so that it fails (ACC-08); empty for nothing.
	Fault string `cbor:"18,keyasint,omitempty"`
}

// The halves of the table of runs: those in progress stand together.
const (
	runInProgress = "in-progress"
	runOver       = "over"
)

var runs = Table[WorkflowRun]{name: "run", key: func(run *WorkflowRun) Key { return K(run.Space, run.half()).Uint(run.Number) }}

func (run *WorkflowRun) half() string {
	if run.State == "" {
		return runInProgress
	}
	return runOver
}

// name is how a run is called: run-7.
func (run *WorkflowRun) name() string { return numbered("run", run.Number) }

// described is the run in a sentence.
func (run *WorkflowRun) described() string {
	return run.name() + " of " + run.Workflow + " in " + run.Project
}

// assumes is the role of an account through which the run reaches AWS, or a VPC; empty where it does not. Only
// a certain role is meant where one is named.
func (run *WorkflowRun) assumes(account AccountID, role string) string {
	if run.Account == account && (role == "" || run.Role == role) {
		return run.Role
	}
	if v := run.VPC; v != nil && v.Account == account && (role == "" || v.Role == role) {
		return v.Role
	}
	return ""
}

// state is how far the run has come at a moment.
func (run *WorkflowRun) state(now Instant) RunState {
	switch {
	case run.State != "":
		return run.State
	case now < run.Time.From:
		return RunQueued
	default:
		return RunRunning
	}
}

// StartRun starts a run of a workflow (PRJ-04). Its VPC connection is the one that is named here, else its
// environment's, else the default of the space (VPC-12).
type StartRun struct {
	Space       string          `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Project     string          `flag:"project" label:"Project" help:"name of the project" need:"yes"`
	Workflow    string          `flag:"workflow" label:"Workflow" help:"name of the workflow; the first one of the project's blueprint without it"`
	Compute     Compute         `flag:"compute" label:"Compute" help:"what the actions run on" default:"ec2"`
	OS          OperatingSystem `flag:"os" label:"Operating system" help:"of the compute" default:"linux"`
	Environment string          `flag:"environment" label:"Environment" help:"the environment of the project that the actions reach AWS through; none without it"`
	VPC         string          `flag:"vpc-connection" label:"VPC connection" help:"of the actions themselves; the environment's, or the default of the space, without it"`
	Minutes     int             `flag:"minutes" label:"Minutes of work" help:"how long the work takes, up to 480; drawn without it"`
}

func (c *StartRun) spaceName() string { return c.Space }

func (c *StartRun) apply(act *Act) error {
	p, err := visibleProject(act, c.Project)
	if err != nil {
		return err
	}
	if err := act.mayWork(p.Name, "start workflow runs", ProjectAdministrator, Contributor); err != nil {
		return err
	}
	run, err := c.run(act, p, act.actor().Name)
	if err != nil {
		return err
	}
	act.result = run.view(act.Now)
	return act.recordHere(run.name(), "started %s", run.described())
}

// run starts the run for someone; the caller has settled who may, and records it.
func (c *StartRun) run(act *Act, p *Project, by string) (*WorkflowRun, error) {
	if err := c.check(act); err != nil {
		return nil, err
	}
	run := &WorkflowRun{Space: act.space.ID, Project: p.Name, Workflow: c.Workflow, Compute: c.Compute, OS: c.OS, By: by, At: act.Now}
	if run.Workflow == "" {
		run.Workflow = p.blueprint().Workflows[0]
	}
	if err := checkNameForm("PRJ-04", "workflow", run.Workflow); err != nil {
		return nil, err
	}
	if err := c.place(act, run); err != nil {
		return nil, err
	}
	err := changeWorkplace(act, act.space, func(place *workplace) {
		place.Runs++
		place.InProgress++
		run.Number = place.Runs
	})
	if err != nil {
		return nil, err
	}
	run.last(act, c.Minutes)
	run.planStart(act)
	return run, runs.Put(act, run)
}

// place finds where the run reaches AWS, and through which network.
func (c *StartRun) place(act *Act, run *WorkflowRun) (err error) {
	var e *Environment
	if c.Environment != "" {
		if e, err = environmentOf(act, act.space, "environment", run.Project, c.Environment); err != nil {
			return err
		}
		run.Environment, run.Account, run.Role = e.Name, e.Account, e.Role
		if run.Fault, err = e.broken(act, act.space); err != nil {
			return err
		}
	}
	run.VPC, err = vpcOfRun(act, c.VPC, e)
	if err != nil {
		return err
	}
	return run.VPC.allows(run.Compute, run.OS)
}

// maxRunMinutes is the longest that a run may work.
const maxRunMinutes = 480

func (c *StartRun) check(act *Act) error {
	if c.Compute == "" {
		c.Compute = EC2Compute
	}
	if c.OS == "" {
		c.OS = Linux
	}
	if c.Compute != EC2Compute && c.Compute != LambdaCompute {
		return refuse("PRJ-04", "compute", "%q is not a kind of compute.", clip(string(c.Compute))).fix("Choose ec2 or lambda.")
	}
	if c.OS != Linux && c.OS != Windows {
		return refuse("PRJ-04", "os", "%q is not an operating system of the compute.", clip(string(c.OS))).fix("Choose linux or windows.")
	}
	if c.Minutes < 0 || c.Minutes > maxRunMinutes {
		return refuse("PRJ-04", "minutes", "The work cannot take %d minutes.", c.Minutes).fix("Give 1 to %d, or nothing.", maxRunMinutes)
	}
	place, err := workplaceOf(act, act.space)
	if err != nil {
		return err
	}
	if place.InProgress >= MaxRunsInProgress {
		return refuse("PRJ-04", "", "%s has %d workflow runs in progress, and that is the most.", act.space.Name, MaxRunsInProgress).fix("Wait until one ends, or stop one.")
	}
	return reached(act, act.service.tiers, act.space, tiers.ComputeMinutes, act.Now)
}

// last draws how long the run waits for its compute and how long it works. A VPC connection makes both longer
// (VPC-15): by how much no source says, so that half a minute and a quarter of the time are assumptions.
func (run *WorkflowRun) last(act *Act, minutes int) {
	r := act.random("run")
	wait := time.Duration(15+int(r[0])%45) * time.Second
	if run.Compute == LambdaCompute {
		wait = time.Duration(2+int(r[0])%4) * time.Second
	}
	work := time.Duration(60+(int(r[1])<<8+int(r[2]))%600) * time.Second
	if minutes > 0 {
		work = time.Duration(minutes) * time.Minute
	}
	if run.VPC != nil {
		wait += 30 * time.Second
		work += work / 4
	}
	run.Outcome = RunSucceeded
	if minutes == 0 && r[3] < 32 { // one in eight
		run.Outcome = RunFailed
	}
	if run.Fault != "" {
		run.Outcome, work = RunFailed, min(work, time.Minute)
	}
	from := act.Now.Add(wait)
	run.Time = stretch{Resource: tiers.ComputeMinutes, From: from, Until: from.Add(work)}
}

func (run *WorkflowRun) planStart(act *Act) {
	act.plan(EffectCreates, "a run of the workflow %s of the project %s, on %s with %s", run.Workflow, run.Project, run.Compute.Title(), run.OS.Title())
	if run.Environment != "" {
		act.plan(EffectNote, "its actions reach AWS account %s through the environment %s", run.Account, run.Environment)
	}
	if run.Fault != "" {
		act.plan(EffectNote, "it will fail: of the environment, %s", run.Fault)
	}
	if run.VPC != nil {
		act.plan(EffectNote, "it runs in the VPC connection %s, %s; actions with a VPC connection can be slower", run.VPC.Name, run.VPC.From.phrase())
	}
}

// StopRun stops a workflow run that is in progress.
type StopRun struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Run   string `flag:"run" label:"Workflow run" help:"such as run-7" need:"yes"`
}

func (c *StopRun) spaceName() string { return c.Space }

func (c *StopRun) apply(act *Act) error {
	run, err := visibleRun(act, c.Run)
	if err != nil {
		return err
	}
	if err := act.mayWork(run.Project, "stop workflow runs", ProjectAdministrator, Contributor); err != nil {
		return err
	}
	if run.State != "" {
		return refuse("PRJ-04", "run", "%s is over: it %s.", run.described(), run.State).fix("Start another one.")
	}
	act.plan(EffectEnds, "%s, which began %s; what it used counts", run.described(), run.At.Stamp())
	if err := endRun(act, act.space, run, RunStopped, "stopped by @"+act.actor().Name, act.Now); err != nil {
		return err
	}
	return act.recordHere(run.name(), "stopped %s", run.described())
}

// visibleRun finds a run in a project that the acting person sees (PRJ-02).
func visibleRun(act *Act, name string) (*WorkflowRun, error) {
	none := refuse("PRJ-04", "run", "There is no workflow run %q in %s that you can see.", clip(name), act.space.Name).fix("Look at the list of workflow runs.")
	n, is := number("run", name)
	if !is {
		return nil, none
	}
	for _, half := range []string{runInProgress, runOver} {
		run, found, err := runs.Get(act, K(act.space.ID, half).Uint(n))
		if err != nil {
			return nil, err
		}
		if !found {
			continue
		}
		if sees, err := seesProject(act, act.member, run.Project); err != nil || sees {
			return run, err
		}
	}
	return nil, none
}

// endRun ends a run that is in progress: what it used is counted, and it is remembered.
func endRun(act *Act, space *Space, run *WorkflowRun, state RunState, reason string, at Instant) error {
	if err := run.Time.count(act, space, at); err != nil {
		return err
	}
	if err := runs.Delete(act, run); err != nil {
		return err
	}
	run.State, run.Ended, run.Reason = state, at, reason
	if err := runs.Put(act, run); err != nil {
		return err
	}
	forget := false
	err := changeWorkplace(act, space, func(place *workplace) {
		place.InProgress--
		forget = place.Over == maxRunsKept
		place.Over = min(place.Over+1, maxRunsKept)
	})
	if err != nil || !forget {
		return err
	}
	oldest, found, err := runs.First(act, Range{Prefix: K(space.ID, runOver)})
	if err != nil || !found {
		return err
	}
	return runs.Delete(act, oldest)
}
