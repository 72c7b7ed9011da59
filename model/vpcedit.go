package model

import (
	"fmt"
	"slices"
	"strings"
)

// EditVPC changes the role, the subnets and the security groups of a VPC connection, under the rules of adding
// one. What runs keeps the connection as it was when it began (VPC-13).
type EditVPC struct {
	Space          string   `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Name           string   `flag:"name" label:"VPC connection" help:"its name" need:"yes"`
	Role           string   `flag:"role" label:"VPC role" help:"ARN or name of a role of the same account; stays without it"`
	Subnets        []string `flag:"subnets" label:"Subnets" help:"IDs of private subnets, one in an Availability Zone; they stay without it"`
	SecurityGroups []string `flag:"security-groups" label:"Security groups" help:"IDs of one to five security groups of the VPC; they stay without it"`
}

func (c *EditVPC) spaceName() string { return c.Space }

func (c *EditVPC) apply(act *Act) error {
	v, err := findVPCConnection(act, act.space, "name", c.Name)
	if err != nil {
		return err
	}
	before := *v
	choice := vpcChoice{role: v.Role, subnets: v.Subnets, groups: v.SecurityGroups}
	if c.Role != "" {
		choice.role = c.Role
	}
	if len(c.Subnets) > 0 {
		choice.subnets = c.Subnets
	}
	if len(c.SecurityGroups) > 0 {
		choice.groups = c.SecurityGroups
	}
	chosen, err := choose(act, act.space, v, choice)
	if err != nil {
		return err
	}
	changed := before.differences(v)
	if len(changed) == 0 {
		return refuse("VPC-13", "name", "The VPC connection %s has this role, these subnets and these security groups already.", v.Name).fix("Nothing needs to be done.")
	}
	for _, change := range changed {
		act.plan(EffectChanges, "%s of the VPC connection %s", change, v.Name)
	}
	if err := act.planInProgressWith(v.Name); err != nil {
		return err
	}
	chosen.plan(act)
	v.ChangedAt = act.Now
	if err := vpcConnections.Put(act, v); err != nil {
		return err
	}
	act.result = *v
	return act.recordHere(v.Name, "changed the VPC connection %s: %s", v.Name, strings.Join(changed, "; "))
}

// differences says what an edit changes.
func (v *VPCConnection) differences(now *VPCConnection) []string {
	var list []string
	if v.Role != now.Role {
		list = append(list, fmt.Sprintf("the role, to %s", now.Role))
	}
	if !slices.Equal(v.Subnets, now.Subnets) {
		list = append(list, fmt.Sprintf("the subnets, from %s to %s", strings.Join(v.Subnets, ", "), strings.Join(now.Subnets, ", ")))
	}
	if !slices.Equal(v.SecurityGroups, now.SecurityGroups) {
		list = append(list, fmt.Sprintf("the security groups, from %s to %s", strings.Join(v.SecurityGroups, ", "), strings.Join(now.SecurityGroups, ", ")))
	}
	return list
}

// RemoveVPC removes a VPC connection. What runs goes on with what it has (VPC-14).
type RemoveVPC struct {
	Space   string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Name    string `flag:"name" label:"VPC connection" help:"its name" need:"yes"`
	Confirm string `flag:"confirm" label:"Type the VPC connection's name to confirm" help:"the name of the VPC connection"`
}

func (c *RemoveVPC) spaceName() string { return c.Space }

func (c *RemoveVPC) ownName() string { return c.Name }

func (c *RemoveVPC) apply(act *Act) error {
	v, err := findVPCConnection(act, act.space, "name", c.Name)
	if err != nil {
		return err
	}
	act.plan(EffectRemoves, "the VPC connection %s to %s of AWS account %s", v.Name, v.VPC, v.Account)
	if err := act.planInProgressWith(v.Name); err != nil {
		return err
	}
	if err := act.dropFromEnvironments(v); err != nil {
		return err
	}
	if fold(act.space.DefaultVPC) == fold(v.Name) {
		act.plan(EffectEnds, "%s is the default of %s, which has none then", v.Name, act.space.Name)
		act.space.DefaultVPC = ""
		if err := spaces.Put(act, act.space); err != nil {
			return err
		}
	}
	if err := act.confirmedName("VPC-14", v.Name, c.Name, c.Confirm); err != nil {
		return err
	}
	if err := vpcConnections.Delete(act, v); err != nil {
		return err
	}
	return act.recordHere(v.Name, "removed the VPC connection %s", v.Name)
}

// dropFromEnvironments takes a VPC connection that goes out of the environments that have it.
func (act *Act) dropFromEnvironments(v *VPCConnection) error {
	list, err := environments.Under(act, K(act.space.MemberSet))
	if err != nil {
		return err
	}
	var names []string
	for _, e := range list {
		if fold(e.VPC) != fold(v.Name) {
			continue
		}
		names = append(names, e.Project+"/"+e.Name)
		e.VPC = ""
		if err := environments.Put(act, e); err != nil {
			return err
		}
	}
	act.planCounted(EffectEnds, len(names), count(len(names), "environment loses", "environments lose")+" its VPC connection", names...)
	return nil
}
