package model

// DeleteIdentityStore deletes an identity store with every user and group in it; the application that maps to
// it is disassociated by itself (FED-21).
type DeleteIdentityStore struct {
	Store   string `flag:"identity-store" label:"Identity store ID" help:"d-…" need:"yes"`
	Confirm string `flag:"confirm" label:"Type delete to confirm" help:"the word delete"`
}

func (c *DeleteIdentityStore) awsAccount(r Reader) (AccountID, error) {
	return storeAccount(r, c.Store)
}

func (c *DeleteIdentityStore) apply(act *Act) error {
	store, err := findStore(act, c.Store)
	if err != nil {
		return err
	}
	if err := endStore(act, store); err != nil {
		return err
	}
	if err := act.confirmed("FED-21", "delete", c.Confirm); err != nil {
		return err
	}
	i, found, err := instances.Get(act, K(string(store.Account)))
	if err != nil || !found {
		return err
	}
	i.Store = ""
	if err := instances.Put(act, i); err != nil {
		return err
	}
	return act.record("", store.ID, "deleted the identity store %s", store.ID)
}

// endStore deletes a store's people and groups, and disassociates its application.
func endStore(act *Act, store *identityStore) error {
	act.plan(EffectRemoves, "the identity store %s", store.ID)
	act.planCounted(EffectRemoves, store.Users, count(store.Users, "user", "users"))
	act.planCounted(EffectRemoves, store.Groups, count(store.Groups, "group", "groups")+", with "+count(store.Memberships, "membership", "memberships"))
	if err := leaveApplication(act, store); err != nil {
		return err
	}
	if err := putGarbage(act, K(store.set()), directoryTables()...); err != nil {
		return err
	}
	return identityStores.Delete(act, store)
}

// leaveApplication disassociates the application of a store that is deleted.
func leaveApplication(act *Act, store *identityStore) error {
	if store.Application == "" {
		return nil
	}
	app, found, err := applications.Get(act, K(store.Application))
	if err != nil || !found || app.Space == "" {
		return err
	}
	space, found, err := spaces.Get(act, K(app.Space))
	if err != nil || !found {
		return err
	}
	if err := disassociate(act, space, app); err != nil {
		return err
	}
	return act.record(space.ID, app.Name, "disassociated the application %s, because its identity store was deleted", app.Name)
}

// DeleteInstance deletes the instance of IAM Identity Center of the signed-in account, with its identity store.
// The application becomes invalid: it signs nobody in and can only be deleted (FED-21).
type DeleteInstance struct {
	Confirm string `flag:"confirm" label:"Type delete to confirm" help:"the word delete"`
}

func (c *DeleteInstance) apply(act *Act) error {
	account := act.session.AWS.Account
	i, found, err := instances.Get(act, K(string(account)))
	if err != nil {
		return err
	}
	if !found {
		return refuse("FED-21", "aws", "IAM Identity Center is not enabled in AWS account %s.", account).fix("Nothing needs to be done.")
	}
	act.plan(EffectRemoves, "the instance %s of IAM Identity Center in AWS account %s", i.ID, account)
	if i.Store != "" {
		store, err := findStore(act, i.Store)
		if err != nil {
			return err
		}
		if err := endStore(act, store); err != nil {
			return err
		}
	}
	if err := invalidate(act, account); err != nil {
		return err
	}
	if err := act.confirmed("FED-21", "delete", c.Confirm); err != nil {
		return err
	}
	if err := instances.Delete(act, i); err != nil {
		return err
	}
	return act.record("", i.ID, "deleted the instance %s of IAM Identity Center", i.ID)
}

// invalidate marks the application of an account whose instance is gone.
func invalidate(act *Act, account AccountID) error {
	own, found, err := accountApplications.Get(act, K(string(account)))
	if err != nil || !found {
		return err
	}
	app, found, err := applications.Get(act, K(fold(own.Name)))
	if err != nil || !found {
		return err
	}
	act.plan(EffectEnds, "the application %s: it becomes invalid, signs nobody in and can only be deleted", app.Name)
	app.Invalid = true
	return applications.Put(act, app)
}
