package model

import (
	"maps"
	"slices"
	"time"
)

// simulation is the simulated workload of a space while it is on.
type simulation struct {
	// Next is when something is drawn next, and Drawn how often that was done.
	Next  Instant `cbor:"1,keyasint"`
	Drawn uint64  `cbor:"2,keyasint"`
	Since Instant `cbor:"3,keyasint"`
	By    string  `cbor:"4,keyasint"` // alias
}

// OnOff is a switch.
type OnOff string

// The positions of a switch.
const (
	On  OnOff = "on"
	Off OnOff = "off"
)

func (OnOff) choices() []string { return []string{string(On), string(Off)} }

// SimulateWork switches the simulated workload of a space on or off: it starts workflow runs and Dev Environments
// for the members of the projects, minutes apart, to see a space alive. It is the program's own, and off by itself.
type SimulateWork struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	State OnOff  `flag:"state" label:"Simulated work" help:"on or off" need:"yes"`
}

func (c *SimulateWork) spaceName() string { return c.Space }

func (c *SimulateWork) apply(act *Act) error {
	place, err := workplaceOf(act, act.space)
	if err != nil {
		return err
	}
	switch is := place.Simulation != nil; {
	case c.State != On && c.State != Off:
		return refuse("PRJ-04", "state", "%q is neither on nor off.", clip(string(c.State))).fix("Choose on or off.")
	case is == (c.State == On):
		return refuse("PRJ-04", "state", "The simulated work of %s is %s already.", act.space.Name, c.State).fix("Nothing needs to be done.")
	case is:
		act.plan(EffectEnds, "the simulated work of %s; what it began goes on to its end", act.space.Name)
		place.Simulation = nil
	default:
		act.plan(EffectChanges, "workflow runs and Dev Environments begin by themselves in the projects of %s, some minutes apart", act.space.Name)
		act.plan(EffectNote, "they use what the tier includes, as real work would")
		place.Simulation = &simulation{Since: act.Now, By: act.actor().Name}
		place.Simulation.Next = act.Now.Add(place.Simulation.gap(act, act.space))
	}
	if err := workplaces.Put(act, place); err != nil {
		return err
	}
	return act.recordHere(act.space.Name, "switched the simulated work %s", c.State)
}

// SimulationView tells of the simulated workload of a space.
type SimulationView struct {
	State OnOff   `json:"state"`
	Since Instant `json:"since"`
	By    string  `json:"by,omitempty"`
	Next  Instant `json:"next"`
}

// ShowSimulation asks whether the work of a space is simulated.
type ShowSimulation struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
}

func (q *ShowSimulation) spaceName() string { return q.Space }

func (q *ShowSimulation) answer(ask *Ask) (any, error) {
	place, err := workplaceOf(ask, ask.space)
	if err != nil || place.Simulation == nil {
		return SimulationView{State: Off}, err
	}
	s := place.Simulation
	return SimulationView{State: On, Since: s.Since, By: s.By, Next: s.Next}, nil
}

// draw makes the numbers of one drawing. They come from the store's seed, the space and how often was drawn,
// and from nothing else: whatever people do meanwhile, the workload draws the same.
func (s *simulation) draw(act *Act, space *Space, what string) [32]byte {
	return draw(act.system.Seed, what+" "+space.ID, s.Drawn)
}

// gap is how long it is until the next drawing: two to eight minutes.
func (s *simulation) gap(act *Act, space *Space) time.Duration {
	r := s.draw(act, space, "pause of the work")
	return time.Duration(120+(int(r[0])<<8+int(r[1]))%361) * time.Second
}

// drawWork has the simulated workload begin or end something, where that is due. What a rule refuses is left:
// at the maximum of the Free tier nothing begins (BIL-12).
func drawWork(act *Act) error {
	place, err := workplaceOf(act, act.space)
	if err != nil || place.Simulation == nil || place.Simulation.Next > act.Now {
		return err
	}
	s := place.Simulation
	r := s.draw(act, act.space, "work")
	s.Drawn++
	s.Next = act.Now.Add(s.gap(act, act.space))
	if err := workplaces.Put(act, place); err != nil {
		return err
	}
	err = (&drawing{act: act, r: r}).carryOut()
	if _, refused := AsRefusal(err); refused {
		return nil
	}
	return err
}

// drawing is one drawing of the simulated workload. Its numbers are used from the first to the last.
type drawing struct {
	act *Act
	r   [32]byte
	i   int
}

// below draws a number from 0 to n-1.
func (d *drawing) below(n int) int {
	v := int(d.r[d.i])<<8 + int(d.r[d.i+1])
	d.i += 2
	return v % n
}

// carryOut does what was drawn: mostly a run, sometimes something with a Dev Environment.
func (d *drawing) carryOut() error {
	list, err := projects.Under(d.act, K(d.act.space.MemberSet))
	if err != nil || len(list) == 0 {
		return err
	}
	p := list[d.below(len(list))]
	m, err := d.member(p)
	if err != nil || m == nil {
		return err
	}
	if d.below(10) < 7 {
		return d.run(p, m)
	}
	return d.develop(p, m)
}

// member draws someone who works in the project: one who contributes to it, or else a Space administrator.
func (d *drawing) member(p *Project) (*Member, error) {
	handles := map[string]bool{}
	for row, err := range projectMembers.All(d.act, Range{Prefix: K(p.Set, fold(p.Name))}) {
		if err != nil {
			return nil, err
		}
		handles[row.Handle] = true
	}
	if err := teamHandles(d.act, p, handles); err != nil {
		return nil, err
	}
	list := slices.Sorted(maps.Keys(handles))
	first := d.below(max(len(list), 1))
	for i := range list {
		m, err := d.works(p, list[(first+i)%len(list)])
		if err != nil || m != nil {
			return m, err
		}
	}
	marks, err := administrators.Under(d.act, K(p.Set))
	if err != nil {
		return nil, err
	}
	for _, mark := range marks {
		m, found, err := members.Get(d.act, K(mark.Set, mark.Handle))
		if err != nil || found && m.Status == StatusMember {
			return m, err
		}
	}
	return nil, nil
}

// works returns the member with a handle, where they may start runs in the project; nil otherwise.
func (d *drawing) works(p *Project, handle string) (*Member, error) {
	m, found, err := members.Get(d.act, K(p.Set, handle))
	if err != nil || !found || m.Status != StatusMember {
		return nil, err
	}
	role, err := projectRole(d.act, m, p.Name)
	if err != nil || role.strength() < Contributor.strength() {
		return nil, err
	}
	return m, nil
}

// run starts a run of one of the project's workflows, mostly in one of its environments where it has any.
func (d *drawing) run(p *Project, m *Member) error {
	workflows := p.blueprint().Workflows
	cmd := &StartRun{Workflow: workflows[d.below(len(workflows))]}
	list, err := environments.Under(d.act, K(p.Set, fold(p.Name)))
	if err != nil {
		return err
	}
	if d.below(3) > 0 && len(list) > 0 {
		cmd.Environment = list[d.below(len(list))].Name
	}
	run, err := cmd.run(d.act, p, m.Alias)
	if err != nil {
		return err
	}
	return d.act.recordHere(run.name(), "started %s for @%s", run.described(), m.Alias)
}

// develop starts the member's Dev Environment, stops it where it is up, or makes one where there is none.
func (d *drawing) develop(p *Project, m *Member) error {
	list, err := devEnvironments.Under(d.act, K(d.act.space.ID, m.handle()))
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(e *DevEnvironment) bool { return !e.Simulated || fold(e.Project) != fold(p.Name) })
	if len(list) == 0 {
		return d.create(p, m)
	}
	e := list[0]
	switch {
	case e.Up:
		if err := e.stop(d.act, d.act.space, "", d.act.Now); err != nil {
			return err
		}
		return d.act.recordHere(e.name(), "stopped the Dev Environment %s", e.described())
	case d.below(6) == 0:
		if err := e.remove(d.act, d.act.space); err != nil {
			return err
		}
		return d.act.recordHere(e.name(), "deleted the Dev Environment %s", e.described())
	default:
		if err := e.again(d.act); err != nil {
			return err
		}
		return d.act.recordHere(e.name(), "started the Dev Environment %s", e.described())
	}
}

func (d *drawing) create(p *Project, m *Member) error {
	sizes := DevSmall.choices()
	cmd := &CreateDevEnvironment{Size: DevSize(sizes[d.below(len(sizes))]), Timeout: 30 * (1 + d.below(6))}
	e, err := cmd.create(d.act, p, m)
	if err != nil {
		return err
	}
	e.Simulated = true
	if err := devEnvironments.Put(d.act, e); err != nil {
		return err
	}
	return d.act.recordHere(e.name(), "created the Dev Environment %s", e.described())
}
