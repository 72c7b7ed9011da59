package model

// Landing is where a person comes to after a space is gone (SPC-11), or after one is made (SPC-08, SPC-14).
type Landing string

// The landings.
const (
	LandOnSpaces      Landing = "spaces-overview"
	LandOnCreateSpace Landing = "create-space"
	LandOnProjects    Landing = "projects"
)

// Deleted is what deleting a space hands back.
type Deleted struct {
	Space string  `json:"space"`
	Lands Landing `json:"lands"`
}

// DeleteSpace deletes a Builder ID space for good, after the word delete is typed (SPC-09, SPC-10).
type DeleteSpace struct {
	Name    string `flag:"name" label:"Space" help:"name of the space" need:"yes"`
	Confirm string `flag:"confirm" label:"Type delete to confirm" help:"the word delete"`
}

func (c *DeleteSpace) spaceName() string { return c.Name }

func (c *DeleteSpace) apply(act *Act) error {
	if act.space.Type == FederatedSpace {
		account, err := managementAccountOf(act, act.space)
		if err != nil {
			return err
		}
		return refuse("FED-22", "name", "%s is a space with identity federation; it is deleted on the AWS side.", act.space.Name).
			fix("Sign in to its management account %s and delete it there.", account).
			who("someone signed in to the management account with administrative permission")
	}
	if err := act.confirmed("SPC-09", "delete", c.Confirm); err != nil {
		return err
	}
	if err := planDeletion(act); err != nil {
		return err
	}
	if err := act.recordHere(act.space.Name, "deleted the space %s", act.space.Name); err != nil {
		return err
	}
	return c.carryOut(act)
}

func (c *DeleteSpace) carryOut(act *Act) error {
	if err := closeSpace(act, act.space); err != nil {
		return err
	}
	active, _, err := belongings(act, act.session.Person)
	lands := LandOnSpaces
	if active == 0 {
		lands = LandOnCreateSpace
	}
	act.result = Deleted{Space: act.space.Name, Lands: lands}
	return err
}

// planDeletion counts what goes with the space, by name where there are not too many.
func planDeletion(act *Act) error {
	space := act.space
	names, err := memberNames(act, space)
	if err != nil {
		return err
	}
	act.planCounted(EffectRemoves, space.Members, count(space.Members, "member loses", "members lose")+" access to "+space.Name, names...)
	act.planCounted(EffectEnds, space.Invited, count(space.Invited, "pending invitation ends", "pending invitations end"))
	list, err := projects.Under(act, K(space.MemberSet))
	if err != nil {
		return err
	}
	act.planCounted(EffectRemoves, len(list), count(len(list), "project goes", "projects go")+", with all resources in it", projectNames(list)...)
	act.planCounted(EffectRemoves, space.Teams, count(space.Teams, "team goes", "teams go"))
	connected, err := connections.Under(act, K(space.ID))
	if err != nil {
		return err
	}
	act.planCounted(EffectRemoves, len(connected), count(len(connected), "AWS account connection goes", "AWS account connections go"), accountIDs(connected)...)
	through, err := vpcConnections.Under(act, K(space.ID))
	if err != nil {
		return err
	}
	act.planCounted(EffectRemoves, len(through), count(len(through), "VPC connection goes", "VPC connections go"), vpcNames(through)...)
	act.plan(EffectEnds, "billing to AWS account %s stops", space.Billing)
	running, err := openAssistsOf(act, space)
	if err != nil {
		return err
	}
	planStops(act, running)
	if err := planWorkEnds(act, space); err != nil {
		return err
	}
	act.plan(EffectNote, "this cannot be undone, and the name %s can never be used again", space.Name)
	return nil
}

func memberNames(r Reader, space *Space) ([]string, error) {
	var names []string
	for m, err := range members.All(r, Range{Prefix: K(space.MemberSet)}) {
		if err != nil {
			return nil, err
		}
		if m.Status == StatusMember {
			names = append(names, m.Alias)
		}
		if len(names) == NamesShown {
			break
		}
	}
	return names, nil
}

// closeSpace turns a space into what is left of it. Its members, teams and projects stand under a prefix
// that nothing reaches from then on, and are swept later.
func closeSpace(act *Act, space *Space) error {
	former, err := administratorsOf(act, space)
	if err != nil {
		return err
	}
	connected, err := connections.Under(act, K(space.ID))
	if err != nil {
		return err
	}
	for _, c := range connected {
		if err := disconnect(act, c); err != nil {
			return err
		}
	}
	if _, err := vpcConnections.Clear(act, K(space.ID)); err != nil {
		return err
	}
	if err := withdrawAll(act, space); err != nil {
		return err
	}
	if err := dropAssists(act, space); err != nil {
		return err
	}
	if err := closeWork(act, space); err != nil {
		return err
	}
	if err := closeBilling(act, space); err != nil {
		return err
	}
	if err := putGarbage(act, K(space.MemberSet), memberSetTables()...); err != nil {
		return err
	}
	space.DeletedAt, space.Former, space.DefaultVPC = act.Now, former, ""
	return spaces.Put(act, space)
}
