package model

import (
	"context"
	"errors"

	"atrium/model/tiers"
)

// nextWork is the source of what falls due in the work of the spaces: the ends of runs, the timeouts of Dev
// Environments, the maximum of a tier, and what the simulated workload draws.
func (s *Service) nextWork(r Reader) (*due, error) {
	next, found, err := workDues.First(r, Range{})
	if err != nil || !found {
		return nil, err
	}
	return &due{at: next.Due, run: s.carryWorkOn, work: next}, nil
}

// workBatch is how many moments of work are carried out in one transaction at the most. A program that was closed
// for a month in which work was simulated has thousands of them before it.
const workBatch = 200

// carryWorkOn carries out the moments of work that come before anything else that is due, each as the command that
// it would be alone, so that it does not matter how many come together. It takes fewer where they are too large.
func (s *Service) carryWorkOn(ctx context.Context) error {
	for most := workBatch; ; most /= 2 {
		err := s.update(ctx, func(w Writer) error {
			for range most {
				next, err := s.soonestWork(w)
				if err != nil || next == nil {
					return err
				}
				cmd := &CarryWorkOn{Space: next.Space}
				act := &Act{Writer: w, Context: ctx, service: s, session: systemSession, entry: s.EntryOf(cmd), Now: next.Due}
				if err := act.carryOut(cmd, &Receipt{}); err != nil {
					return err
				}
			}
			return nil
		})
		if !errors.Is(err, ErrTooLarge) || most == 1 {
			return err
		}
	}
}

// soonestWork is the moment of work that is due by now, where it is the first of all that falls due; nil otherwise.
func (s *Service) soonestWork(r Reader) (*workDue, error) {
	first, err := s.firstDue(r)
	if err != nil || first == nil || first.at > s.Now() {
		return nil, err
	}
	return first.work, nil
}

// CarryWorkOn carries out what has fallen due in the work of a space by now.
type CarryWorkOn struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
}

func (c *CarryWorkOn) spaceName() string { return c.Space }

func (c *CarryWorkOn) apply(act *Act) error {
	if err := eachInProgress(act, act.space, act.finishRun, act.finishDev); err != nil {
		return err
	}
	for _, resource := range halting() {
		full, err := fullAt(act, act.service.tiers, act.space, resource, act.Now)
		if err != nil {
			return err
		}
		if full != 0 && full <= act.Now {
			if err := haltWork(act, resource); err != nil {
				return err
			}
		}
	}
	return drawWork(act)
}

// finishRun ends a run whose work is done.
func (act *Act) finishRun(run *WorkflowRun) error {
	if run.Time.Until > act.Now {
		return nil
	}
	if err := endRun(act, act.space, run, run.Outcome, run.Fault, run.Time.Until); err != nil {
		return err
	}
	act.plan(EffectEnds, "%s %s", run.described(), run.State)
	return act.recordHere(run.name(), "%s, started by @%s, %s after %s", run.described(), run.By, run.State, amountOf(run.Time.Resource, run.Time.Used))
}

// finishDev stops a Dev Environment whose timeout has passed.
func (act *Act) finishDev(d *DevEnvironment) error {
	if d.Time.Until == 0 || d.Time.Until > act.Now {
		return nil
	}
	if err := d.stop(act, act.space, "its timeout passed", d.Time.Until); err != nil {
		return err
	}
	act.plan(EffectEnds, "%s stops", d.described())
	return act.recordHere(d.name(), "%s stopped when its timeout passed", d.described())
}

// haltWork halts all work in progress that needs a resource whose maximum is reached (BIL-12).
func haltWork(act *Act, resource tiers.Resource) error {
	space := act.space
	included, number := act.service.tiers.Tier(string(space.Tier)).Allowance(resource, space.Members)
	reason := "the maximum of the " + space.Tier.Title() + " tier is reached: " + amountOf(resource, included) + " of " + resource.Title() + assumed(number.Assumption)
	onRun := func(run *WorkflowRun) error {
		if run.Time.Resource != resource {
			return nil
		}
		if err := endRun(act, space, run, RunHalted, reason, act.Now); err != nil {
			return err
		}
		act.plan(EffectEnds, "%s halts: %s", run.described(), reason)
		return act.recordHere(run.name(), "%s, started by @%s, halted: %s", run.described(), run.By, reason)
	}
	onDev := func(d *DevEnvironment) error {
		if d.Time.Resource != resource {
			return nil
		}
		if err := d.stop(act, space, reason, act.Now); err != nil {
			return err
		}
		act.plan(EffectEnds, "%s stops: %s", d.described(), reason)
		return act.recordHere(d.name(), "%s stopped: %s", d.described(), reason)
	}
	return eachInProgress(act, space, onRun, onDev)
}

// touches tells that something changed on which the work of a space depends, beside the space that the command is
// about: what falls due in it is found anew when the command is through.
func (act *Act) touches(space *Space) {
	for _, known := range act.touched {
		if known == fold(space.Name) {
			return
		}
	}
	act.touched = append(act.touched, fold(space.Name))
}

// reschedule finds anew when something falls due in the work of the spaces that the command touched: a run that
// began or ended, a meter, the tier and the number of members all count.
func (act *Act) reschedule() error {
	if act.space != nil {
		act.touches(act.space)
	}
	for _, name := range act.touched {
		space, found, err := spaces.Get(act, K(name))
		if err != nil {
			return err
		}
		if !found || space.Deleted() {
			continue
		}
		if err := scheduleWork(act, space); err != nil {
			return err
		}
	}
	return nil
}

// scheduleWork writes when something falls due next in the work of a space.
func scheduleWork(act *Act, space *Space) error {
	place, found, err := workplaces.Get(act, K(space.ID))
	if err != nil || !found {
		return err
	}
	next, err := nextInWork(act, space, place)
	if err != nil || next == place.Due {
		return err
	}
	if err := place.unschedule(act); err != nil {
		return err
	}
	if place.Due = next; next != 0 {
		if err := workDues.Put(act, &workDue{Due: next, Space: place.Name}); err != nil {
			return err
		}
	}
	return workplaces.Put(act, place)
}

// unschedule takes the present due out of the order.
func (p *workplace) unschedule(act *Act) error {
	if p.Due == 0 {
		return nil
	}
	return workDues.Delete(act, &workDue{Due: p.Due, Space: p.Name})
}

// nextInWork is when something falls due next in the work of a space; 0 for never.
func nextInWork(act *Act, space *Space, place *workplace) (next Instant, err error) {
	sooner := func(at Instant) {
		if at != 0 && (next == 0 || at < next) {
			next = at
		}
	}
	list, err := stretchesOf(act, space)
	if err != nil {
		return 0, err
	}
	for _, s := range list {
		sooner(s.Until)
	}
	for _, resource := range halting() {
		full, err := fullAt(act, act.service.tiers, space, resource, act.Now)
		if err != nil {
			return 0, err
		}
		sooner(full)
	}
	if place.Simulation != nil {
		sooner(place.Simulation.Next)
	}
	return next, nil
}
