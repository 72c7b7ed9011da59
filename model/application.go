package model

import (
	"iter"
	"strings"
)

// Application is an Identity Center application: the company towards a space (the guide's concepts).
type Application struct {
	Name        string    `cbor:"1,keyasint"`
	DisplayName string    `cbor:"2,keyasint"`
	ID          string    `cbor:"3,keyasint"`
	Account     AccountID `cbor:"4,keyasint"`
	Store       string    `cbor:"5,keyasint"`
	Space       string    `cbor:"6,keyasint,omitempty"` // folded; empty while none is associated
	CreatedAt   Instant   `cbor:"7,keyasint"`
	// Groups holds the ids of the connected groups; Arrived those that the sync has brought to the space.
	Groups  []string `cbor:"8,keyasint,omitempty"`
	Arrived []string `cbor:"9,keyasint,omitempty"`
	// Administrators holds the folded user names of the chosen Space administrators (FED-11).
	Administrators []string `cbor:"10,keyasint,omitempty"`
	// Invalid tells that its instance was deleted: it signs nobody in and can only be deleted (FED-21).
	Invalid bool `cbor:"11,keyasint,omitempty"`
}

// serviceRoleName is the service-linked role of the sync (FED-26, facts.md 4.1).
const serviceRoleName = "AmazonCodeCatalystServiceRoleForIdentityCenterApplicationSynchronization"

// serviceRole is the ARN of the service-linked role that was created with the application.
func (a *Application) serviceRole() string {
	return "arn:aws:iam::" + string(a.Account) + ":role/aws-service-role/codecatalyst.amazonaws.com/" + serviceRoleName
}

// accountApplication is the one application of an account (FED-08).
type accountApplication struct {
	Account AccountID `cbor:"1,keyasint"`
	Name    string    `cbor:"2,keyasint"`
}

var (
	applications        = Table[Application]{name: "application", key: func(a *Application) Key { return K(fold(a.Name)) }}
	accountApplications = Table[accountApplication]{name: "accountapplication", key: func(a *accountApplication) Key { return K(string(a.Account)) }}
)

// findSSOPerson is a user of an identity store as a person.
func findSSOPerson(r Reader, store, userName string) (*Person, bool, error) {
	s, found, err := identityStores.Get(r, K(store))
	if err != nil || !found {
		return nil, false, err
	}
	u, found, err := directoryUsers.Get(r, K(s.set(), fold(userName)))
	if err != nil || !found || u.Inactive {
		return nil, false, err
	}
	p := &Person{ID: SSOPerson(store, userName), Alias: u.UserName, Name: u.shown(), Email: u.Email, Kind: SSOUser}
	app, found, err := applications.Get(r, K(s.Application))
	if found {
		p.Company = app.DisplayName
	}
	return p, true, err
}

// ssoPeopleNamed finds the users of all directories that have a user name, written USER or APPLICATION/USER.
func ssoPeopleNamed(r Reader, name string) ([]*Person, error) {
	company, user, qualified := strings.Cut(name, "/")
	if !qualified {
		company, user = "", name
	}
	var list []*Person
	for s, err := range identityStores.All(r, Range{}) {
		if err != nil {
			return nil, err
		}
		if qualified && fold(company) != s.Application && company != s.ID {
			continue
		}
		p, found, err := findSSOPerson(r, s.ID, user)
		if err != nil {
			return nil, err
		}
		if found {
			list = append(list, p)
		}
	}
	return list, nil
}

// ssoSpacesOf yields the space of an SSO user's application, once the sync has brought the user there.
func ssoSpacesOf(r Reader, store string, person PersonID) iter.Seq2[*Space, error] {
	return func(yield func(*Space, error) bool) {
		space, err := spaceOfStore(r, store)
		if err != nil {
			yield(nil, err)
			return
		}
		if space == nil {
			return
		}
		if m, err := memberOfPerson(r, space, person); err != nil || m != nil {
			yield(space, err)
		}
	}
}

// spaceOfStore is the space that an identity store's application serves; nil where there is none.
func spaceOfStore(r Reader, store string) (*Space, error) {
	s, found, err := identityStores.Get(r, K(store))
	if err != nil || !found || s.Application == "" {
		return nil, err
	}
	app, found, err := applications.Get(r, K(s.Application))
	if err != nil || !found || app.Space == "" {
		return nil, err
	}
	space, found, err := spaces.Get(r, K(app.Space))
	if err != nil || !found || space.Deleted() {
		return nil, err
	}
	return space, nil
}

// applicationOf finds the application of a federated space, and its identity store.
func applicationOf(r Reader, space *Space) (*Application, *identityStore, error) {
	if space.Type != FederatedSpace || space.Application == "" {
		return nil, nil, refuse("FED-17", "space", "SSO is not enabled for %s.", space.Name).fix("Set it up on the AWS side (sso setup).")
	}
	app, found, err := applications.Get(r, K(fold(space.Application)))
	if err != nil || !found {
		return nil, nil, err
	}
	store, err := findStore(r, app.Store)
	return app, store, err
}
