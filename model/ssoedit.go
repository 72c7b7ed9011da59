package model

import "slices"

// EditSSO connects and disconnects groups of a federated space (FED-13).
type EditSSO struct {
	Space      string   `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Connect    []string `flag:"connect" label:"Groups to connect" help:"names of SSO groups"`
	Disconnect []string `flag:"disconnect" label:"Groups to disconnect" help:"names of connected groups; who is in no other connected group leaves the space"`
}

func (c *EditSSO) spaceName() string { return c.Space }

func (c *EditSSO) awsAccount(r Reader) (AccountID, error) { return managementAccountNamed(r, c.Space) }

// managementAccountNamed is [managementAccountOf] for the name of a space.
func managementAccountNamed(r Reader, name string) (AccountID, error) {
	space, found, err := spaces.Get(r, K(fold(name)))
	if err != nil || !found {
		return "", err
	}
	return managementAccountOf(r, space)
}

// managementAccountOf is the account on whose AWS side a space is managed: the one that its application
// belongs to, whichever account pays, or in a space without an application the billing account.
func managementAccountOf(r Reader, space *Space) (AccountID, error) {
	if space.Application == "" {
		return space.Billing, nil
	}
	app, found, err := applications.Get(r, K(fold(space.Application)))
	if err != nil || !found {
		return space.Billing, err
	}
	return app.Account, nil
}

func (c *EditSSO) apply(act *Act) error {
	app, store, err := applicationOf(act, act.space)
	if err != nil {
		return err
	}
	if len(c.Connect)+len(c.Disconnect) == 0 {
		return refuse("FED-13", "connect", "No group is named.").fix("Name the groups to connect or to disconnect.")
	}
	joining, err := groupsNamed(act, store, c.Connect)
	if err != nil {
		return err
	}
	leaving, err := groupsNamed(act, store, c.Disconnect)
	if err != nil {
		return err
	}
	if err := app.regroup(act, joining, leaving); err != nil {
		return err
	}
	if err := keepChosen(act, app, store, act.space); err != nil {
		return err
	}
	if err := applications.Put(act, app); err != nil {
		return err
	}
	for _, g := range append(joining, leaving...) {
		if err := act.recordHere(g.Name, "changed the connected groups: %s", g.Name); err != nil {
			return err
		}
	}
	return awaitGroups(act, app, store, append(joining, leaving...))
}

// regroup changes which groups are connected, and plans what comes of it.
func (a *Application) regroup(act *Act, joining, leaving []*DirectoryGroup) error {
	for _, g := range joining {
		if slices.Contains(a.Groups, g.ID) {
			return refuse("FED-13", "connect", "The group %s is connected already.", g.Name).fix("Leave it out.")
		}
		if slices.ContainsFunc(leaving, func(other *DirectoryGroup) bool { return other.ID == g.ID }) {
			return refuse("FED-13", "disconnect", "The group %s is named to be connected and to be disconnected.", g.Name).fix("Name it once.")
		}
		a.Groups = append(a.Groups, g.ID)
		act.plan(EffectCreates, "the connection of the group %s: %s", g.Name, count(g.Users, "user", "users"))
	}
	for _, g := range leaving {
		at := slices.Index(a.Groups, g.ID)
		if at < 0 {
			return refuse("FED-13", "disconnect", "The group %s is not connected.", g.Name).fix("Leave it out.")
		}
		a.Groups = slices.Delete(slices.Clone(a.Groups), at, at+1)
		act.plan(EffectRemoves, "the connection of the group %s: %s, who leave the space unless another connected group holds them", g.Name, count(g.Users, "user", "users"))
	}
	return nil
}

// dropChosenAdministrator takes a person off the application's list, so that the sync does not bring the
// role back (FED-11).
func dropChosenAdministrator(act *Act, space *Space, alias string) error {
	if space.Type != FederatedSpace || space.Application == "" {
		return nil
	}
	app, found, err := applications.Get(act, K(fold(space.Application)))
	if err != nil || !found {
		return err
	}
	app.Administrators = slices.DeleteFunc(app.Administrators, func(name string) bool { return name == fold(alias) })
	return applications.Put(act, app)
}

// keepChosen takes whoever is neither a user of the connected groups nor in the space any more off the list of
// chosen Space administrators: who leaves loses the roles too, and does not get them again on coming back
// (FED-11, FED-16). The caller writes the application.
func keepChosen(act *Act, app *Application, store *identityStore, space *Space) error {
	var kept, lost []string
	for _, handle := range app.Administrators {
		u, found, err := directoryUsers.Get(act, K(store.set(), handle))
		if err != nil {
			return err
		}
		stays := found && !u.Inactive && overlap(u.Groups, app.Groups)
		if !stays {
			if stays, err = members.Has(act, K(space.MemberSet, handle)); err != nil {
				return err
			}
		}
		if stays {
			kept = append(kept, handle)
			continue
		}
		lost = append(lost, handle)
	}
	app.Administrators = kept
	act.planCounted(EffectEnds, len(lost), count(len(lost), "person is", "people are")+" no longer chosen as Space administrator", lost...)
	return nil
}

// NameAdministrators chooses Space administrators of a federated space on the AWS side (FED-11, MEM-07).
type NameAdministrators struct {
	Space string   `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Users []string `flag:"add" label:"Users" help:"user names, among the users of the connected groups" need:"yes"`
}

func (c *NameAdministrators) spaceName() string { return c.Space }

func (c *NameAdministrators) awsAccount(r Reader) (AccountID, error) {
	return managementAccountNamed(r, c.Space)
}

func (c *NameAdministrators) apply(act *Act) error {
	app, store, err := applicationOf(act, act.space)
	if err != nil {
		return err
	}
	for _, name := range c.Users {
		u, found, err := directoryUsers.Get(act, K(store.set(), fold(name)))
		if err != nil {
			return err
		}
		if !found || u.Inactive || !overlap(u.Groups, app.Groups) {
			return refuse("FED-11", "add", "%q is not a user of the connected groups.", clip(name)).
				fix("Choose among the users of the connected groups.")
		}
		if slices.Contains(app.Administrators, fold(name)) {
			return refuse("FED-11", "add", "%s is chosen as Space administrator already.", u.UserName).fix("Leave it out.")
		}
		app.Administrators = append(app.Administrators, fold(name))
		act.plan(EffectCreates, "the role Space administrator for %s", u.UserName)
		if err := act.recordHere(u.UserName, "chose @%s as Space administrator", u.UserName); err != nil {
			return err
		}
	}
	if err := applications.Put(act, app); err != nil {
		return err
	}
	for _, name := range c.Users {
		if err := awaitUser(act, store, fold(name), "chosen as Space administrator"); err != nil {
			return err
		}
	}
	return nil
}
