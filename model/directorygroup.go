package model

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// CreateGroup adds a group to an identity store.
type CreateGroup struct {
	Store       string `flag:"identity-store" label:"Identity store ID" help:"d-…" need:"yes"`
	Name        string `flag:"name" label:"Group name" help:"unique in the store" need:"yes"`
	Description string `flag:"description" label:"Description"`
}

func (c *CreateGroup) awsAccount(r Reader) (AccountID, error) { return storeAccount(r, c.Store) }

func (c *CreateGroup) apply(act *Act) error {
	e, err := editDirectory(act, c.Store)
	if err != nil {
		return err
	}
	g := &DirectoryGroup{Set: e.store.set(), ID: act.userID(e.store.ID), Name: strings.TrimSpace(c.Name), Description: c.Description}
	if n := utf8.RuneCountInString(g.Name); n == 0 || n > maxName || strings.ContainsFunc(g.Name, notShown) {
		return refuse("FED-25", "name", "A group's name has 1 to %d visible characters.", maxName).fix("Give another name.")
	}
	if utf8.RuneCountInString(g.Description) > maxName || strings.ContainsFunc(strings.NewReplacer("\n", "", "\r", "", "\t", "").Replace(g.Description), notShown) {
		return refuse("FED-25", "description", "A group's description has up to %d visible characters.", maxName).fix("Give another description.")
	}
	if err := act.claim(groupNames, g.Set, "", fold(g.Name), g.ID, "name"); err != nil {
		return err
	}
	e.store.Groups++
	if err := directoryGroups.Put(act, g); err != nil {
		return err
	}
	if err := e.done(); err != nil {
		return err
	}
	act.plan(EffectCreates, "the group %s in the identity store %s", g.Name, e.store.ID)
	return recordInDirectory(act, e.store, g.Name, "created the group %s", g.Name)
}

// DeleteGroup deletes a group from an identity store; its users lose what came through it.
type DeleteGroup struct {
	Store string `flag:"identity-store" label:"Identity store ID" help:"d-…" need:"yes"`
	Name  string `flag:"name" label:"Group" help:"name of the group" need:"yes"`
}

func (c *DeleteGroup) awsAccount(r Reader) (AccountID, error) { return storeAccount(r, c.Store) }

func (c *DeleteGroup) apply(act *Act) error {
	e, err := editDirectory(act, c.Store)
	if err != nil {
		return err
	}
	g, err := e.group(c.Name)
	if err != nil {
		return err
	}
	act.plan(EffectRemoves, "the group %s from the identity store %s", g.Name, e.store.ID)
	act.planCounted(EffectRemoves, g.Users, count(g.Users, "group membership goes", "group memberships go"))
	if err := disconnectGroup(act, e.store, g); err != nil {
		return err
	}
	if err := groupNames.Delete(act, &directoryName{Set: g.Set, Name: fold(g.Name)}); err != nil {
		return err
	}
	e.store.Groups--
	e.store.Memberships -= g.Users
	if err := directoryGroups.Delete(act, g); err != nil {
		return err
	}
	if err := e.done(); err != nil {
		return err
	}
	return recordInDirectory(act, e.store, g.Name, "deleted the group %s", g.Name)
}

// AddToGroup puts a user in a group.
type AddToGroup struct {
	Store    string `flag:"identity-store" label:"Identity store ID" help:"d-…" need:"yes"`
	UserName string `flag:"user-name" label:"User name" help:"who joins" need:"yes"`
	Group    string `flag:"group" label:"Group" help:"name of the group" need:"yes"`
}

func (c *AddToGroup) awsAccount(r Reader) (AccountID, error) { return storeAccount(r, c.Store) }

func (c *AddToGroup) apply(act *Act) error {
	e, u, err := editUser(act, c.Store, c.UserName)
	if err != nil {
		return err
	}
	if err := e.join(u, c.Group); err != nil {
		return err
	}
	act.plan(EffectCreates, "the membership of %s in the group %s", u.UserName, c.Group)
	return e.userChanged(u, "added to the group "+c.Group)
}

// RemoveFromGroup takes a user out of a group.
type RemoveFromGroup struct {
	Store    string `flag:"identity-store" label:"Identity store ID" help:"d-…" need:"yes"`
	UserName string `flag:"user-name" label:"User name" help:"who leaves" need:"yes"`
	Group    string `flag:"group" label:"Group" help:"name of the group" need:"yes"`
}

func (c *RemoveFromGroup) awsAccount(r Reader) (AccountID, error) { return storeAccount(r, c.Store) }

func (c *RemoveFromGroup) apply(act *Act) error {
	e, u, err := editUser(act, c.Store, c.UserName)
	if err != nil {
		return err
	}
	g, err := e.group(c.Group)
	if err != nil {
		return err
	}
	if !slices.Contains(u.Groups, g.ID) {
		return refuse("FED-25", "group", "%s is not in the group %s.", u.UserName, g.Name).fix("Look at the users of the group.")
	}
	if err := e.leave(u, g.ID); err != nil {
		return err
	}
	act.plan(EffectRemoves, "%s from the group %s", u.UserName, g.Name)
	return e.userChanged(u, "removed from the group "+g.Name)
}
