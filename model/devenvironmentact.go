package model

import (
	"time"

	"atrium/model/tiers"
)

// start has a Dev Environment run from a while later on, until its timeout, and writes it.
func (d *DevEnvironment) start(act *Act, after time.Duration) error {
	d.Up, d.Since, d.Reason = true, act.Now, ""
	d.Time = stretch{Resource: tiers.DevEnvironmentHours, From: act.Now.Add(after), Used: d.Time.Used}
	if d.Timeout > 0 {
		d.Time.Until = d.Time.From.Add(time.Duration(d.Timeout) * time.Minute)
	}
	return devEnvironments.Put(act, d)
}

// stop ends the present stretch of a Dev Environment that is up, and writes it. What it holds stays held.
func (d *DevEnvironment) stop(act *Act, space *Space, reason string, at Instant) error {
	if err := d.Time.count(act, space, at); err != nil {
		return err
	}
	if d.Time.Until == 0 || at < d.Time.Until {
		d.Time.Until = max(at, d.Time.From) // one that never came to run has used nothing
	}
	d.Up, d.Since, d.Reason = false, at, reason
	return devEnvironments.Put(act, d)
}

// findDevEnvironment finds a Dev Environment that the acting person may look at, by its name or its alias:
// their own, and those of others where they administer the space or the project, or are Power users
// (facts.md 1.3).
func findDevEnvironment(act *Act, name string) (*DevEnvironment, error) {
	var found []*DevEnvironment
	for d, err := range devEnvironments.All(act, Range{Prefix: K(act.space.ID)}) {
		if err != nil {
			return nil, err
		}
		n, is := number("dev", name)
		exact := is && n == d.Number
		if !exact && (d.Alias == "" || fold(d.Alias) != fold(name)) {
			continue
		}
		sees, err := seesDevEnvironment(act, act.member, d)
		if err != nil || sees && exact {
			return d, err
		}
		if sees {
			found = append(found, d)
		}
	}
	switch len(found) {
	case 0:
		return nil, refuse("PRJ-04", "dev", "There is no Dev Environment %q in %s that you can see.", clip(name), act.space.Name).fix("Look at the list of Dev Environments.")
	case 1:
		return found[0], nil
	default:
		return nil, refuse("PRJ-04", "dev", "%d Dev Environments are called %q: %s and %s are two of them.", len(found), clip(name), found[0].name(), found[1].name()).
			fix("Give the one that you mean by its name, such as %s.", found[0].name())
	}
}

// seesDevEnvironment keeps who looks at a Dev Environment.
func seesDevEnvironment(r Reader, m *Member, d *DevEnvironment) (bool, error) {
	if m == nil || d.Owner == m.handle() || m.Effective() == SpaceAdministrator || m.Effective() == PowerUser {
		return true, nil
	}
	role, err := projectRole(r, m, d.Project)
	return role == ProjectAdministrator, err
}

// owns reports whether a Dev Environment is the acting person's own.
func (act *Act) owns(d *DevEnvironment) bool {
	return act.member != nil && d.Owner == act.member.handle()
}

// StartDevEnvironment starts a Dev Environment of one's own again.
type StartDevEnvironment struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Dev   string `flag:"dev" label:"Dev Environment" help:"such as dev-3, or its alias" need:"yes"`
}

func (c *StartDevEnvironment) spaceName() string { return c.Space }

func (c *StartDevEnvironment) apply(act *Act) error {
	d, err := findDevEnvironment(act, c.Dev)
	if err != nil {
		return err
	}
	if !act.owns(d) {
		return refuse("ACT-02", "", "%s is not yours, and only its owner starts it.", d.described()).fix("Ask its owner, or create one of your own.").who("its owner")
	}
	if err := act.mayWork(d.Project, "start Dev Environments", ProjectAdministrator, Contributor, Reviewer); err != nil {
		return err
	}
	if d.state(act.Now) != DevStopped {
		return refuse("PRJ-04", "dev", "%s is %s.", d.described(), d.state(act.Now)).fix("Only one that is STOPPED can be started.")
	}
	if err := d.again(act); err != nil {
		return err
	}
	act.plan(EffectChanges, "%s from STOPPED to STARTING", d.described())
	return act.recordHere(d.name(), "started the Dev Environment %s", d.described())
}

// again starts a Dev Environment that is stopped. Its VPC connection stays the one that it was created with; it
// takes what that connection is now, since it begins anew.
func (d *DevEnvironment) again(act *Act) error {
	if err := reached(act, act.service.tiers, act.space, tiers.DevEnvironmentHours, act.Now); err != nil {
		return err
	}
	if err := refreshVPC(act, d); err != nil {
		return err
	}
	return d.start(act, devStarting)
}

// StopDevEnvironment stops a Dev Environment: one's own, or another's as someone who may.
type StopDevEnvironment struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Dev   string `flag:"dev" label:"Dev Environment" help:"such as dev-3, or its alias" need:"yes"`
}

func (c *StopDevEnvironment) spaceName() string { return c.Space }

func (c *StopDevEnvironment) apply(act *Act) error {
	d, err := findDevEnvironment(act, c.Dev) // whoever sees one may stop it
	if err != nil {
		return err
	}
	if !d.Up {
		return refuse("PRJ-04", "dev", "%s is %s already.", d.described(), d.state(act.Now)).fix("Nothing needs to be done.")
	}
	act.plan(EffectEnds, "%s stops; its storage stays held", d.described())
	reason := ""
	if !act.owns(d) {
		reason = "stopped by @" + act.actor().Name
	}
	if err := d.stop(act, act.space, reason, act.Now); err != nil {
		return err
	}
	return act.recordHere(d.name(), "stopped the Dev Environment %s", d.described())
}

// DeleteDevEnvironment deletes a Dev Environment with what it holds: one's own, or another's as a Space
// administrator or Power user (facts.md 1.3).
type DeleteDevEnvironment struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Dev   string `flag:"dev" label:"Dev Environment" help:"such as dev-3, or its alias" need:"yes"`
}

func (c *DeleteDevEnvironment) spaceName() string { return c.Space }

func (c *DeleteDevEnvironment) apply(act *Act) error {
	d, err := findDevEnvironment(act, c.Dev)
	if err != nil {
		return err
	}
	if role := act.member.Effective(); !act.owns(d) && role != SpaceAdministrator && role != PowerUser {
		return refuse("ACT-02", "", "%s is not yours, and you may only stop it.", d.described()).
			fix("Ask its owner to delete it.").who("its owner, or a Space administrator or Power user of the space")
	}
	if d.Up {
		act.plan(EffectEnds, "%s is %s: it stops", d.described(), d.state(act.Now))
	}
	act.plan(EffectRemoves, "%s, with what is on its %s GiB", d.described(), d.Storage)
	if err := d.remove(act, act.space); err != nil {
		return err
	}
	return act.recordHere(d.name(), "deleted the Dev Environment %s", d.described())
}

// remove deletes a Dev Environment: what it used is counted, and what it held is free.
func (d *DevEnvironment) remove(act *Act, space *Space) error {
	if d.Up {
		if err := d.stop(act, space, "", act.Now); err != nil {
			return err
		}
	}
	if err := release(act, space, tiers.DevEnvironmentStorage, d.storage()); err != nil {
		return err
	}
	if err := changeWorkplace(act, space, func(place *workplace) { place.Environments-- }); err != nil {
		return err
	}
	return devEnvironments.Delete(act, d)
}

// disownDevEnvironments leaves the Dev Environments of someone who leaves the space without an owner: those that
// are up stop, and what they hold is kept until somebody deletes them (facts.md 7).
func disownDevEnvironments(act *Act, space *Space, m *Member) error {
	list, err := devEnvironments.Under(act, K(space.ID, m.handle()))
	if err != nil || len(list) == 0 {
		return err
	}
	names := make([]string, len(list))
	for i, d := range list {
		names[i] = d.described()
		if err := d.disown(act, space); err != nil {
			return err
		}
	}
	act.planDisowned(names)
	return nil
}

func (d *DevEnvironment) disown(act *Act, space *Space) error {
	if d.Up {
		if err := d.stop(act, space, "its owner left the space", act.Now); err != nil {
			return err
		}
	}
	if err := devEnvironments.Delete(act, d); err != nil {
		return err
	}
	d.Owner = ""
	return devEnvironments.Put(act, d)
}
