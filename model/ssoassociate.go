package model

import "slices"

// ownApplication is the application of the account that one is signed in to (FED-08).
func ownApplication(r Reader, account AccountID) (*Application, error) {
	own, found, err := accountApplications.Get(r, K(string(account)))
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, refuse("FED-18", "aws", "AWS account %s has no Identity Center application.", account).fix("Set up SSO, which creates one (sso setup).")
	}
	app, _, err := applications.Get(r, K(fold(own.Name)))
	return app, err
}

// valid keeps FED-21: an application whose instance or identity store is gone signs nobody in.
func (a *Application) valid(r Reader) error {
	if a.Invalid {
		return refuse("FED-21", "application", "The application %s is invalid: its instance of IAM Identity Center was deleted.", a.Name).fix("It can only be deleted; set up SSO anew then.")
	}
	exists, err := identityStores.Has(r, K(a.Store))
	if err == nil && !exists {
		err = refuse("FED-21", "application", "The identity store %s of the application %s was deleted.", a.Store, a.Name).fix("Delete the application, and set up SSO anew.")
	}
	return err
}

// AssociateSSO associates the signed-in account's application with a space, which gets the application's
// groups again (FED-20).
type AssociateSSO struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
}

func (c *AssociateSSO) spaceName() string { return c.Space }

func (c *AssociateSSO) apply(act *Act) error {
	app, err := ownApplication(act, act.session.AWS.Account)
	if err != nil {
		return err
	}
	if err := app.valid(act); err != nil {
		return err
	}
	if app.Space != "" {
		return refuse("FED-09", "space", "The application %s is associated with a space already, and one is the most.", app.Name).fix("Disassociate it first.")
	}
	if err := mayFederate(act, act.space, app.Account); err != nil {
		return err
	}
	act.plan(EffectCreates, "the association of the application %s with %s", app.Name, act.space.Name)
	if err := federate(act, act.space, app); err != nil {
		return err
	}
	if instance, found, err := instances.Get(act, K(string(app.Account))); err != nil {
		return err
	} else if found && regionWarning(instance, act.space.Region) != "" {
		act.plan(EffectNote, "%s", regionWarning(instance, act.space.Region))
	}
	return c.bring(act, app)
}

// bring has the sync bring the application's groups.
func (c *AssociateSSO) bring(act *Act, app *Application) error {
	store, err := findStore(act, app.Store)
	if err != nil {
		return err
	}
	groups, err := app.connected(act, store)
	if err != nil {
		return err
	}
	names := make([]string, len(groups))
	for i, g := range groups {
		names[i] = g.Name
	}
	act.planCounted(EffectCreates, len(names), count(len(names), "connected group", "connected groups"), names...)
	if err := keepChosen(act, app, store, act.space); err != nil {
		return err
	}
	if err := applications.Put(act, app); err != nil {
		return err
	}
	if err := act.recordHere(app.Name, "associated the application %s", app.Name); err != nil {
		return err
	}
	return awaitGroups(act, app, store, groups)
}

// connected lists the application's groups that are still in the directory.
func (a *Application) connected(r Reader, store *identityStore) ([]*DirectoryGroup, error) {
	var groups []*DirectoryGroup
	for _, id := range a.Groups {
		g, found, err := directoryGroups.Get(r, K(store.set(), id))
		if err != nil {
			return nil, err
		}
		if found {
			groups = append(groups, g)
		}
	}
	return groups, nil
}

// DisassociateSSO takes the application from a space: every SSO user leaves it (FED-19).
type DisassociateSSO struct {
	Space   string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Confirm string `flag:"confirm" label:"Type the space's name to confirm" help:"the name of the space"`
}

func (c *DisassociateSSO) spaceName() string { return c.Space }

func (c *DisassociateSSO) ownName() string { return c.Space }

func (c *DisassociateSSO) awsAccount(r Reader) (AccountID, error) {
	return managementAccountNamed(r, c.Space)
}

func (c *DisassociateSSO) apply(act *Act) error {
	if act.space.Application == "" {
		return refuse("FED-19", "space", "No application is associated with %s.", act.space.Name).fix("Nothing needs to be done.")
	}
	app, found, err := applications.Get(act, K(fold(act.space.Application)))
	if err != nil || !found {
		return err
	}
	if err := disassociate(act, act.space, app); err != nil {
		return err
	}
	if err := act.confirmedName("FED-19", act.space.Name, c.Space, c.Confirm); err != nil {
		return err
	}
	return act.recordHere(app.Name, "disassociated the application %s", app.Name)
}

// disassociate takes everybody out of the space, and frees both sides for another partner.
func disassociate(act *Act, space *Space, app *Application) error {
	names, err := memberNames(act, space)
	if err != nil {
		return err
	}
	act.planCounted(EffectRemoves, space.Members, count(space.Members, "SSO user loses", "SSO users lose")+" access to "+space.Name, names...)
	act.plan(EffectEnds, "the association of the application %s with %s; it is free for this space or another", app.Name, space.Name)
	if err := empty(act, space); err != nil {
		return err
	}
	space.Store, space.Application = "", ""
	if err := spaces.Put(act, space); err != nil {
		return err
	}
	return app.leave(act)
}

// leave frees an application of its space, with what the sync still had to bring there.
func (a *Application) leave(act *Act) error {
	a.Space, a.Arrived = "", nil
	store, found, err := identityStores.Get(act, K(a.Store))
	if err != nil {
		return err
	}
	list, err := a.waiting(act)
	if err != nil {
		return err
	}
	for _, change := range list {
		if found {
			if err := groupGone(act, store, change); err != nil {
				return err
			}
		}
		if err := putChange(act, change, nil); err != nil {
			return err
		}
	}
	return applications.Put(act, a)
}

// waiting lists what the sync still has to bring, as much as one transaction takes: groups and directories
// first. What is left of single people, of whom there may be very many, is forgotten when it falls due.
func (a *Application) waiting(r Reader) ([]*SyncChange, error) {
	var list []*SyncChange
	for change, err := range syncChanges.All(r, Range{Prefix: K(fold(a.Name))}) {
		if err != nil {
			return nil, err
		}
		if list = append(list, change); len(list) == chunk {
			break
		}
	}
	return list, nil
}

// DeleteApplication deletes the signed-in account's application, which must be free; its name is free again
// (FED-23), and the service-linked role goes with it (FED-26).
type DeleteApplication struct {
	Application string `flag:"application" label:"Application" help:"its name, to be sure" need:"yes"`
}

func (c *DeleteApplication) apply(act *Act) error {
	app, err := ownApplication(act, act.session.AWS.Account)
	if err != nil {
		return err
	}
	if fold(c.Application) != fold(app.Name) {
		return refuse("FED-18", "application", "The application of AWS account %s is %s, not %q.", app.Account, app.Name, clip(c.Application)).fix("Name that one.")
	}
	if app.Space != "" {
		return refuse("FED-09", "application", "The application %s is associated with a space.", app.Name).fix("Disassociate it first, or delete the space.")
	}
	return app.remove(act)
}

// remove deletes an application that serves no space.
func (a *Application) remove(act *Act) error {
	act.plan(EffectRemoves, "the application %s; its name is free again", a.Name)
	act.plan(EffectRemoves, "the service-linked role %s", serviceRoleName)
	store, found, err := identityStores.Get(act, K(a.Store))
	if err != nil {
		return err
	}
	if found && store.Application == fold(a.Name) {
		store.Application = ""
		if err := identityStores.Put(act, store); err != nil {
			return err
		}
	}
	if err := accountApplications.Delete(act, &accountApplication{Account: a.Account}); err != nil {
		return err
	}
	if err := applications.Delete(act, a); err != nil {
		return err
	}
	return act.record("", a.Name, "deleted the application %s", a.Name)
}

// Retention is what becomes of the application of a federated space that is deleted (FED-22).
type Retention string

// The two choices of the product.
const (
	KeepApplication Retention = "keep"
	DropApplication Retention = "delete"
)

func (Retention) choices() []string {
	return []string{string(KeepApplication), string(DropApplication)}
}

// DeleteFederatedSpace deletes a space with identity federation, on the AWS side (FED-22).
type DeleteFederatedSpace struct {
	Space       string    `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Application Retention `flag:"application" label:"Application" help:"kept, it can serve another space" need:"yes"`
}

func (c *DeleteFederatedSpace) spaceName() string { return c.Space }

func (c *DeleteFederatedSpace) awsAccount(r Reader) (AccountID, error) {
	return managementAccountNamed(r, c.Space)
}

func (c *DeleteFederatedSpace) apply(act *Act) error {
	space := act.space
	if space.Type != FederatedSpace {
		return refuse("FED-22", "space", "%s is a space for AWS Builder ID users; it is deleted in the space itself.", space.Name).
			fix("A Space administrator deletes it under Settings (space delete).").who("a Space administrator of the space")
	}
	if !slices.Contains([]Retention{KeepApplication, DropApplication}, c.Application) {
		return refuse("FED-22", "application", "It is not said what becomes of the application.").fix("Choose keep or delete.")
	}
	if err := planDeletion(act); err != nil {
		return err
	}
	if err := act.recordHere(space.Name, "deleted the space %s", space.Name); err != nil {
		return err
	}
	name := space.Application
	if err := closeSpace(act, space); err != nil {
		return err
	}
	return c.release(act, name)
}

// release keeps or deletes the application of the space that is gone.
func (c *DeleteFederatedSpace) release(act *Act, name string) error {
	app, found, err := applications.Get(act, K(fold(name)))
	if err != nil || !found {
		return err
	}
	if err := app.leave(act); err != nil {
		return err
	}
	if c.Application == DropApplication {
		return app.remove(act)
	}
	act.plan(EffectNote, "the application %s is kept, and can serve another space", app.Name)
	return nil
}

// ApplicationStatus tells how an application stands.
type ApplicationStatus string

// The statuses of an application.
const (
	ApplicationActive  ApplicationStatus = "active"
	ApplicationFree    ApplicationStatus = "not-associated"
	ApplicationInvalid ApplicationStatus = "invalid"
)

// ApplicationView is the page of an application (FED-18).
type ApplicationView struct {
	Application   string            `json:"application"`
	DisplayName   string            `json:"displayName"`
	Status        ApplicationStatus `json:"status"`
	Account       AccountID         `json:"account"`
	IdentityStore string            `json:"identityStore"`
	// StoreDeleted tells that the identity store is gone, so that no space can be associated any more (FED-21).
	StoreDeleted   bool             `json:"identityStoreDeleted,omitempty"`
	Space          string           `json:"space,omitempty"`
	Region         Region           `json:"region,omitempty"`
	Administrators []string         `json:"administrators"`
	Groups         []ConnectedGroup `json:"groups"`
	// ServiceRole is the ARN of the service-linked role of the sync (FED-26).
	ServiceRole string  `json:"serviceRole"`
	CreatedAt   Instant `json:"createdAt"`
}

// ShowApplication asks for the application of the signed-in account (FED-18).
type ShowApplication struct{}

func (q *ShowApplication) answer(ask *Ask) (any, error) {
	app, err := ownApplication(ask, ask.session.AWS.Account)
	if err != nil {
		return nil, err
	}
	view := ApplicationView{Application: app.Name, DisplayName: app.DisplayName, Status: ApplicationFree, Account: app.Account, IdentityStore: app.Store,
		Administrators: append([]string{}, app.Administrators...), Groups: []ConnectedGroup{}, ServiceRole: app.serviceRole(), CreatedAt: app.CreatedAt}
	if app.Invalid {
		view.Status = ApplicationInvalid
	}
	if app.Space != "" {
		space, found, err := spaces.Get(ask, K(app.Space))
		if err != nil || !found {
			return nil, err
		}
		view.Status, view.Space, view.Region = ApplicationActive, space.Name, space.Region
	}
	store, found, err := identityStores.Get(ask, K(app.Store))
	if view.StoreDeleted = !found; err != nil || !found {
		return view, err
	}
	view.Groups, err = app.viewGroups(ask, store)
	return view, err
}

// viewGroups lists the connected groups with what the sync has brought of them.
func (a *Application) viewGroups(r Reader, store *identityStore) ([]ConnectedGroup, error) {
	list := []ConnectedGroup{}
	groups, err := a.connected(r, store)
	for _, g := range groups {
		list = append(list, ConnectedGroup{ID: g.ID, Name: g.Name, Description: g.Description, Users: g.Users, Arrived: slices.Contains(a.Arrived, g.ID)})
	}
	return list, err
}
