package model

import (
	"strconv"
	"strings"
)

// mayFederate keeps what must hold for a space to take an application: it is for AWS Builder ID users, or has
// lost its application, and the account that will pay for it is connected to it (FED-09, FED-12).
func mayFederate(r Reader, space *Space, account AccountID) error {
	if space.Application != "" {
		return refuse("FED-09", "space", "%s is associated with the application %s, and one is the most.", space.Name, space.Application).
			fix("Disassociate that one first, or choose another space.")
	}
	connected, err := connections.Has(r, K(space.ID, string(account)))
	if err != nil {
		return err
	}
	if !connected {
		return refuse("FED-12", "space", "AWS account %s is not connected to %s, and it becomes the billing account.", account, space.Name).
			fix("Connect it first, or sign in to the account that is.")
	}
	if space.Billing == account {
		return nil
	}
	err = billsNothing(r, account)
	if refusal, is := AsRefusal(err); is {
		return refusal.fix("Give that space another billing account, or delete it: one without its application too.")
	}
	return err
}

// federate gives a space an application. A Builder ID space becomes a federated one for good: its members and
// whoever is invited lose access (FED-10). The caller writes the application.
func federate(act *Act, space *Space, app *Application) error {
	if space.Type == BuilderSpace {
		if err := endBuilderMembers(act, space); err != nil {
			return err
		}
	}
	if err := payWith(act, space, app.Account); err != nil {
		return err
	}
	space.Type, space.Store, space.Application = FederatedSpace, app.Store, app.Name
	app.Space, app.Arrived = fold(space.Name), nil
	return spaces.Put(act, space)
}

// endBuilderMembers takes everybody with an AWS Builder ID out of a space that becomes a federated one.
func endBuilderMembers(act *Act, space *Space) error {
	names, err := memberNames(act, space)
	if err != nil {
		return err
	}
	act.plan(EffectChanges, "%s from a space for AWS Builder ID users into one with identity federation; it never turns back", space.Name)
	act.planCounted(EffectRemoves, space.Members, count(space.Members, "member with an AWS Builder ID loses", "members with an AWS Builder ID lose")+" access for good", names...)
	act.planCounted(EffectEnds, space.Invited, count(space.Invited, "pending invitation ends", "pending invitations end"))
	lost := count(space.Members, "member", "members")
	if err := empty(act, space); err != nil {
		return err
	}
	return act.record(space.ID, space.Name, "turned %s into a space with identity federation: %s with an AWS Builder ID lost access", space.Name, lost)
}

// payWith makes the account of an application the billing account (FED-12).
func payWith(act *Act, space *Space, account AccountID) error {
	if space.Billing == account {
		return nil
	}
	connection, err := findConnection(act, space, account)
	if err != nil {
		return err
	}
	return moveBilling(act, space, connection)
}

// empty takes every member and every invitation out of a space. Projects, teams and environments stay: they
// move to a set of their own, and what stood in the old one is swept later.
func empty(act *Act, space *Space) error {
	if err := disownAll(act, space); err != nil {
		return err
	}
	act.touches(space)
	old := space.MemberSet
	space.MemberSet = nextSet(space.ID, old)
	if err := moveProjects(act, old, space.MemberSet); err != nil {
		return err
	}
	if err := moveTeams(act, old, space.MemberSet); err != nil {
		return err
	}
	if err := moveEnvironments(act, old, space.MemberSet); err != nil {
		return err
	}
	space.Members, space.Administrators, space.Invited = 0, 0, 0
	act.emptied = true
	return putGarbage(act, K(old), memberSetTables()...)
}

// memberSetTables are the tables that stand under a space's set.
func memberSetTables() []string {
	return []string{members.name, administrators.name, projects.name, projectMembers.name, teams.name, teamMembers.name, environments.name}
}

// nextSet names the set after this one: ID.1, ID.2 and so on.
func nextSet(id, set string) string {
	n, _ := strconv.Atoi(strings.TrimPrefix(set, id+".")) // the program itself named it
	return id + "." + strconv.Itoa(n+1)
}

func moveProjects(act *Act, from, to string) error {
	list, err := projects.Under(act, K(from))
	if err != nil {
		return err
	}
	for _, p := range list {
		p.Set, p.Members = to, 0
		if err := projects.Put(act, p); err != nil {
			return err
		}
	}
	return nil
}

// moveTeams keeps the teams without their members. One that took them from SSO groups keeps its groups: it
// fills again when the same application comes back.
func moveTeams(act *Act, from, to string) error {
	list, err := teams.Under(act, K(from))
	if err != nil {
		return err
	}
	for _, t := range list {
		t.Set, t.Members = to, 0
		if err := teams.Put(act, t); err != nil {
			return err
		}
	}
	return nil
}

func moveEnvironments(act *Act, from, to string) error {
	list, err := environments.Under(act, K(from))
	if err != nil {
		return err
	}
	for _, e := range list {
		e.Set = to
		if err := environments.Put(act, e); err != nil {
			return err
		}
	}
	return nil
}
