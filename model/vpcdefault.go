package model

import "atrium/model/vpccheck"

// SetDefaultVPC makes a VPC connection the one that work without its own uses (VPC-12).
type SetDefaultVPC struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Name  string `flag:"name" label:"VPC connection" help:"its name" need:"yes"`
}

func (c *SetDefaultVPC) spaceName() string { return c.Space }

func (c *SetDefaultVPC) apply(act *Act) error {
	v, err := findVPCConnection(act, act.space, "name", c.Name)
	if err != nil {
		return err
	}
	before := act.space.DefaultVPC
	if fold(before) == fold(v.Name) {
		return refuse("VPC-12", "name", "%s is the default VPC connection of %s already.", v.Name, act.space.Name).fix("Nothing needs to be done.")
	}
	act.plan(EffectChanges, "the default VPC connection of %s, from %s to %s", act.space.Name, orNone(before), v.Name)
	act.plan(EffectNote, "from now on every workflow run and Dev Environment without a VPC connection of its own uses it; what runs keeps what it began with")
	act.plan(EffectNote, "Lambda compute and Windows do not work with a VPC connection")
	if state, err := v.state(act); err != nil {
		return err
	} else if state.Verdict != vpccheck.Pass {
		act.plan(EffectNote, "its network does not pass the check (%s): work that uses it may not reach the internet", state.Verdict)
	}
	act.space.DefaultVPC = v.Name
	if err := spaces.Put(act, act.space); err != nil {
		return err
	}
	return act.recordHere(v.Name, "made %s the default VPC connection", v.Name)
}

func orNone(name string) string {
	if name == "" {
		return "none"
	}
	return name
}

// RemoveDefaultVPC leaves a space without a default VPC connection; the connection stays (VPC-12).
type RemoveDefaultVPC struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
}

func (c *RemoveDefaultVPC) spaceName() string { return c.Space }

func (c *RemoveDefaultVPC) apply(act *Act) error {
	before := act.space.DefaultVPC
	if before == "" {
		return refuse("VPC-12", "space", "%s has no default VPC connection.", act.space.Name).fix("Nothing needs to be done.")
	}
	act.plan(EffectEnds, "%s is no longer the default VPC connection of %s: work without one of its own runs outside any VPC", before, act.space.Name)
	act.plan(EffectNote, "the VPC connection itself stays, and what runs keeps what it began with")
	act.space.DefaultVPC = ""
	if err := spaces.Put(act, act.space); err != nil {
		return err
	}
	return act.recordHere(before, "removed %s as the default VPC connection", before)
}
