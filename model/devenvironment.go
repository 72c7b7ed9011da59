package model

import (
	"slices"
	"time"
	"unicode/utf8"

	"atrium/model/tiers"
)

// DevSize is the instance type of a Dev Environment (facts.md 2).
type DevSize string

// The sizes, from the smallest.
const (
	DevSmall  DevSize = "dev.standard1.small"
	DevMedium DevSize = "dev.standard1.medium"
	DevLarge  DevSize = "dev.standard1.large"
	DevXLarge DevSize = "dev.standard1.xlarge"
)

func (DevSize) choices() []string {
	return []string{string(DevSmall), string(DevMedium), string(DevLarge), string(DevXLarge)}
}

// DevStorage is how many GiB a Dev Environment keeps (facts.md 2). They count as so many GB.
type DevStorage string

func (DevStorage) choices() []string { return []string{"16", "32", "64"} }

// Title is the storage with its unit.
func (s DevStorage) Title() string { return string(s) + " GiB" }

// gigabytes is the storage as a number; 0 for what cannot be chosen.
func (s DevStorage) gigabytes() int64 {
	return map[DevStorage]int64{"16": 16, "32": 32, "64": 64}[s]
}

// DevIDE is the editor that a Dev Environment opens in. No source that we have lists them: a few that are
// common, as assumptions.
type DevIDE string

func (DevIDE) choices() []string {
	return []string{"Cloud9", "IntelliJ", "PyCharm", "GoLand", "VSCode", "none"}
}

// DevState tells how a Dev Environment stands, in the words of the service API (facts.md 7.1).
type DevState string

// The states that are seen.
const (
	DevPending  DevState = "PENDING"
	DevStarting DevState = "STARTING"
	DevRunning  DevState = "RUNNING"
	DevStopping DevState = "STOPPING"
	DevStopped  DevState = "STOPPED"
)

// How long a Dev Environment takes to be made, to start and to stop. Assumptions.
const (
	devMaking   = 10 * time.Second
	devStarting = 50 * time.Second
	devStopping = 20 * time.Second
	// maxDevTimeout is the longest timeout, in minutes; 0 is for none.
	maxDevTimeout = 1200
	maxDevAlias   = 128
)

// DevEnvironment is a Dev Environment of a project (PRJ-04).
type DevEnvironment struct {
	Space   string `cbor:"1,keyasint"` // its id
	Number  uint64 `cbor:"2,keyasint"`
	Alias   string `cbor:"3,keyasint,omitempty"`
	Project string `cbor:"4,keyasint"`
	// Owner is the handle of the member whose it is; empty once they left the space. By is their alias.
	Owner   string     `cbor:"5,keyasint,omitempty"`
	By      string     `cbor:"6,keyasint"`
	Size    DevSize    `cbor:"7,keyasint"`
	Storage DevStorage `cbor:"8,keyasint"`
	IDE     DevIDE     `cbor:"9,keyasint"`
	// Timeout is after how many minutes it stops by itself; 0 for never.
	Timeout int `cbor:"10,keyasint"`
	// VPC is the connection that it has for life, as it was when it started last; nil for none.
	VPC       *VPCInUse `cbor:"11,keyasint,omitempty"`
	CreatedAt Instant   `cbor:"12,keyasint"`
	// Up tells that it was started and not stopped; Since is from when.
	Up    bool    `cbor:"13,keyasint,omitempty"`
	Since Instant `cbor:"14,keyasint"`
	// Time is its present stretch, or its last one.
	Time stretch `cbor:"15,keyasint"`
	// Reason says why it stopped, where its owner did not do it.
	Reason string `cbor:"16,keyasint,omitempty"`
	// Simulated tells that the simulated workload made it.
	Simulated bool `cbor:"17,keyasint,omitempty"`
}

var devEnvironments = Table[DevEnvironment]{name: "devenvironment", key: func(d *DevEnvironment) Key { return K(d.Space, d.Owner).Uint(d.Number) }}

// name is how a Dev Environment is called: dev-3.
func (d *DevEnvironment) name() string { return numbered("dev", d.Number) }

// described is the Dev Environment in a sentence.
func (d *DevEnvironment) described() string {
	text := d.name()
	if d.Alias != "" {
		text += " (" + d.Alias + ")"
	}
	return text + " of @" + d.By + " in " + d.Project
}

// state is how it stands at a moment.
func (d *DevEnvironment) state(now Instant) DevState {
	switch {
	case !d.Up && now < d.Since.Add(devStopping):
		return DevStopping
	case !d.Up:
		return DevStopped
	case now >= d.Time.From:
		return DevRunning
	case now < d.CreatedAt.Add(devMaking):
		return DevPending
	default:
		return DevStarting
	}
}

// storage is what it holds, as metered.
func (d *DevEnvironment) storage() int64 {
	return d.Storage.gigabytes() * tiers.DevEnvironmentStorage.Scale()
}

// CreateDevEnvironment makes a Dev Environment of one's own in a project, and starts it. Its VPC connection is
// the one that is named, else the default of the space; it stays for life (VPC-12, VPC-17).
type CreateDevEnvironment struct {
	Space   string     `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Project string     `flag:"project" label:"Project" help:"name of the project" need:"yes"`
	Alias   string     `flag:"alias" label:"Alias" help:"up to 128 letters and digits with single . _ or - between them; none without it"`
	Size    DevSize    `flag:"size" label:"Compute" help:"the instance type" default:"dev.standard1.small"`
	Storage DevStorage `flag:"storage" label:"Storage in GiB" help:"kept also while it is stopped" default:"16"`
	IDE     DevIDE     `flag:"ide" label:"IDE" help:"what it opens in" default:"Cloud9"`
	Timeout int        `flag:"timeout" label:"Timeout in minutes" help:"after which it stops by itself; 0 for never, at most 1200" default:"60"`
	VPC     string     `flag:"vpc-connection" label:"VPC connection" help:"it can never be changed; the default of the space without it"`
}

func (c *CreateDevEnvironment) spaceName() string { return c.Space }

func (c *CreateDevEnvironment) apply(act *Act) error {
	p, err := visibleProject(act, c.Project)
	if err != nil {
		return err
	}
	if err := act.mayWork(p.Name, "create Dev Environments", ProjectAdministrator, Contributor, Reviewer); err != nil {
		return err
	}
	d, err := c.create(act, p, act.member)
	if err != nil {
		return err
	}
	view := d.view(act.Now)
	view.Yours = true
	act.result = view
	return act.recordHere(d.name(), "created the Dev Environment %s", d.described())
}

// create makes a Dev Environment for a member; the caller has settled who may, and records it.
func (c *CreateDevEnvironment) create(act *Act, p *Project, owner *Member) (*DevEnvironment, error) {
	c.complete()
	if err := c.check(act); err != nil {
		return nil, err
	}
	d := &DevEnvironment{Space: act.space.ID, Alias: c.Alias, Project: p.Name, Owner: owner.handle(), By: owner.Alias, Size: c.Size,
		Storage: c.Storage, IDE: c.IDE, Timeout: c.Timeout, CreatedAt: act.Now}
	var err error
	if d.VPC, err = vpcOfDevEnvironment(act, c.VPC); err != nil {
		return nil, err
	}
	if err := c.fits(act, d); err != nil {
		return nil, err
	}
	err = changeWorkplace(act, act.space, func(place *workplace) {
		place.Devs++
		place.Environments++
		d.Number = place.Devs
	})
	if err != nil {
		return nil, err
	}
	if _, err := meterIn(act, act.space, act.Now.Month(), tiers.DevEnvironmentStorage, d.storage()); err != nil {
		return nil, err
	}
	c.plan(act, d)
	return d, d.start(act, devMaking+devStarting)
}

func (c *CreateDevEnvironment) plan(act *Act, d *DevEnvironment) {
	act.plan(EffectCreates, "a Dev Environment in the project %s: %s with %s GiB", d.Project, d.Size, d.Storage)
	if d.VPC != nil {
		act.plan(EffectNote, "it has the VPC connection %s, %s, for life", d.VPC.Name, d.VPC.From.phrase())
	}
	if d.Timeout == 0 {
		act.plan(EffectNote, "without a timeout it uses Dev Environment hours until somebody stops it")
	}
}

// complete takes what the console takes where nothing is said (facts.md 2).
func (c *CreateDevEnvironment) complete() {
	if c.Size == "" {
		c.Size = DevSmall
	}
	if c.Storage == "" {
		c.Storage = "16"
	}
	if c.IDE == "" {
		c.IDE = "Cloud9"
	}
}

func (c *CreateDevEnvironment) check(act *Act) error {
	if n := utf8.RuneCountInString(c.Alias); n > maxDevAlias || n > 0 && !nameForm.MatchString(c.Alias) {
		return refuse("PRJ-04", "alias", "%q does not have the form of a Dev Environment's alias.", clip(c.Alias)).
			fix("Use up to %d letters and digits, with single . _ or - between them, or nothing.", maxDevAlias)
	}
	if !slices.Contains(c.Size.choices(), string(c.Size)) {
		return refuse("PRJ-04", "size", "%q is not a size of a Dev Environment.", clip(string(c.Size))).fix("Choose one of the listed instance types.")
	}
	if c.Storage.gigabytes() == 0 {
		return refuse("PRJ-04", "storage", "A Dev Environment cannot have %q GiB.", clip(string(c.Storage))).fix("Choose 16, 32 or 64.")
	}
	if !slices.Contains(c.IDE.choices(), string(c.IDE)) {
		return refuse("PRJ-04", "ide", "%q is not an IDE that a Dev Environment opens in.", clip(string(c.IDE))).fix("Choose one of the listed ones.")
	}
	if c.Timeout < 0 || c.Timeout > maxDevTimeout {
		return refuse("PRJ-04", "timeout", "A timeout cannot be %d minutes.", c.Timeout).fix("Give 1 to %d, or 0 for none.", maxDevTimeout)
	}
	return nil
}

// fits keeps that there is room for one more, in the space and in what its tier includes: on a tier on which
// work halts a Dev Environment is not made smaller than it was asked for (BIL-12).
func (c *CreateDevEnvironment) fits(act *Act, d *DevEnvironment) error {
	place, err := workplaceOf(act, act.space)
	if err != nil {
		return err
	}
	if place.Environments >= MaxDevEnvironments {
		return refuse("PRJ-04", "", "%s has %d Dev Environments, and that is the most.", act.space.Name, MaxDevEnvironments).fix("Delete one first.")
	}
	if err := reached(act, act.service.tiers, act.space, tiers.DevEnvironmentHours, act.Now); err != nil {
		return err
	}
	tier := act.service.tiers.Tier(string(act.space.Tier))
	if !tier.Halts() {
		return nil
	}
	u, err := usageOf(act, act.space.ID, act.Now.Month())
	if err != nil {
		return err
	}
	included, number := tier.Allowance(tiers.DevEnvironmentStorage, act.space.Members)
	if u.Used[tiers.DevEnvironmentStorage]+d.storage() <= included {
		return nil
	}
	return refuse("BIL-12", "storage", "%s GiB do not fit: %s of the %s that the %s tier includes are held%s.", d.Storage,
		amountOf(tiers.DevEnvironmentStorage, u.Used[tiers.DevEnvironmentStorage]), amountOf(tiers.DevEnvironmentStorage, included), act.space.Tier.Title(), assumed(number.Assumption)).
		fix("Delete a Dev Environment that is not needed, or have a Space administrator change the tier.").
		who("a Space administrator of the space changes the tier")
}
