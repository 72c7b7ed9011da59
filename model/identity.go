package model

import (
	"fmt"
	"strconv"
)

// identityEntries are the entries of IAM Identity Center and its directories.
func identityEntries() []Entry {
	return []Entry{
		define[EnableInstance]("identity.enable", "Enable IAM Identity Center", "identity-center", OnAWS(), unasked()),
		define[SetIdentitySource]("identity.source", "Change the identity source", "identity-center", OnAWS(), Yes),
		define[ImportDirectory]("identity.import", "Import a directory", "directory-import", OnAWS(), unasked()),
		define[CreateUser]("identity.create-user", "Create user", "directory", OnAWS(), unasked()),
		define[UpdateUser]("identity.update-user", "Change user", "directory", OnAWS(), unasked()),
		define[DeleteUser]("identity.delete-user", "Delete user", "directory", OnAWS(), Yes),
		define[CreateGroup]("identity.create-group", "Create group", "directory", OnAWS(), unasked()),
		define[DeleteGroup]("identity.delete-group", "Delete group", "directory", OnAWS(), Yes),
		define[AddToGroup]("identity.add-to-group", "Add to group", "directory", OnAWS(), unasked()),
		define[RemoveFromGroup]("identity.remove-from-group", "Remove from group", "directory", OnAWS(), Yes),
		ask[ListInstances]("identity.list", "IAM Identity Center", "identity-center", OnAWS()),
		ask[ListUsers]("identity.users", "Users of the directory", "directory", OnAWS()),
		ask[ListGroups]("identity.groups", "Groups of the directory", "directory", OnAWS()),
		define[DeleteIdentityStore]("identity.delete-store", "Delete identity store", "identity-center", OnAWS(), TypeWord("delete")),
		define[DeleteInstance]("identity.delete-instance", "Delete IAM Identity Center instance", "identity-center", OnAWS(), TypeWord("delete")),
	}
}

// InstanceType tells where an IAM Identity Center instance is enabled (FED-03).
type InstanceType string

// The types of instances.
const (
	OrganizationInstance InstanceType = "organization"
	AccountInstance      InstanceType = "account"
)

func (InstanceType) choices() []string {
	return []string{string(OrganizationInstance), string(AccountInstance)}
}

// IdentitySource is where an instance's identities are kept: one at a time (FED-04).
type IdentitySource string

// The identity sources.
const (
	OwnDirectory    IdentitySource = "identity-center-directory"
	SAMLProvider    IdentitySource = "saml-provider"
	ActiveDirectory IdentitySource = "active-directory"
)

func (IdentitySource) choices() []string {
	return []string{string(OwnDirectory), string(SAMLProvider), string(ActiveDirectory)}
}

// Title is the identity source in words.
func (s IdentitySource) Title() string {
	switch s {
	case SAMLProvider:
		return "external SAML 2.0 identity provider"
	case ActiveDirectory:
		return "Active Directory"
	default:
		return "Identity Center directory"
	}
}

// Instance is a deployment of IAM Identity Center with its one identity store (FED-03).
type Instance struct {
	ID        string         `json:"instance" cbor:"1,keyasint"`
	Type      InstanceType   `json:"type" cbor:"2,keyasint"`
	Account   AccountID      `json:"account" cbor:"3,keyasint"`
	Region    Region         `json:"region" cbor:"4,keyasint"`
	Store     string         `json:"identityStore" cbor:"5,keyasint"`
	Source    IdentitySource `json:"identitySource" cbor:"6,keyasint"`
	EnabledAt Instant        `json:"enabledAt" cbor:"7,keyasint"`
}

// identityStore is where an instance's users and groups are. Its records stand under a set, so that an
// import of a whole directory can be built beside it and become visible at once.
type identityStore struct {
	ID       string    `cbor:"1,keyasint"`
	Account  AccountID `cbor:"2,keyasint"`
	Set      uint64    `cbor:"3,keyasint"`
	Revision uint64    `cbor:"4,keyasint"`
	Users    int       `cbor:"5,keyasint"`
	Groups   int       `cbor:"6,keyasint"`
	// Memberships counts the users of all groups.
	Memberships int `cbor:"8,keyasint"`
	// Application is the folded name of the application that maps to this store; empty for none.
	Application string `cbor:"7,keyasint,omitempty"`
}

// set is the prefix under which the store's records stand.
func (s *identityStore) set() string { return s.ID + "." + strconv.FormatUint(s.Set, 10) }

var (
	instances      = Table[Instance]{name: "instance", key: func(i *Instance) Key { return K(string(i.Account)) }}
	identityStores = Table[identityStore]{name: "identitystore", key: func(s *identityStore) Key { return K(s.ID) }}
)

// EnableInstance enables IAM Identity Center in the account that one is signed in to (FED-03). An account
// has at most one instance (facts.md 6.3).
type EnableInstance struct {
	Type   InstanceType `flag:"type" label:"Instance type" help:"organization: in the management account, for all its accounts; account: bound to this account and visible only there" need:"yes" default:"organization"`
	Region Region       `flag:"region" label:"AWS Region" help:"best the Region of the space" need:"yes" default:"us-west-2"`
}

func (c *EnableInstance) apply(act *Act) error {
	account := act.session.AWS.Account
	if err := c.check(act, account); err != nil {
		return err
	}
	i := &Instance{ID: "ssoins-" + act.hex("instance", 16), Type: c.Type, Account: account, Region: c.Region,
		Store: "d-" + act.hex("identity store", 10), Source: OwnDirectory, EnabledAt: act.Now}
	if err := c.organize(act, account); err != nil {
		return err
	}
	if err := instances.Put(act, i); err != nil {
		return err
	}
	if err := identityStores.Put(act, &identityStore{ID: i.Store, Account: account, Set: 1}); err != nil {
		return err
	}
	act.plan(EffectCreates, "the %s instance %s of IAM Identity Center in AWS account %s, with the identity store %s", i.Type, i.ID, account, i.Store)
	act.result = *i
	return act.record("", i.ID, "enabled IAM Identity Center (%s instance) with the identity store %s", i.Type, i.Store)
}

// organize has an organization instance stand in an organization: where the account belongs to none, enabling
// creates one, as the AWS console does.
func (c *EnableInstance) organize(act *Act, account AccountID) error {
	if err := knowAccount(act, account); err != nil || c.Type == AccountInstance {
		return err
	}
	org, err := organizationOf(act, account)
	if err != nil || org != nil {
		return err
	}
	_, err = foundOrganization(act, account)
	return err
}

func (c *EnableInstance) check(act *Act, account AccountID) error {
	if c.Type != OrganizationInstance && c.Type != AccountInstance {
		return refuse("FED-03", "type", "%q is not a type of instance.", clip(string(c.Type))).fix("Choose organization or account.")
	}
	if err := c.Region.check("FED-03"); err != nil {
		return err
	}
	if err := c.managed(act, account); err != nil {
		return err
	}
	exists, err := instances.Has(act, K(string(account)))
	if err == nil && exists {
		err = refuse("FED-03", "aws", "AWS account %s has an instance of IAM Identity Center already, and one is the most.", account).
			fix("Use it, or sign in to another account.")
	}
	return err
}

// managed keeps where an organization instance is enabled: in a management account (FED-03).
func (c *EnableInstance) managed(act *Act, account AccountID) error {
	org, err := organizationOf(act, account)
	if err != nil || org == nil || c.Type == AccountInstance || org.Management == account {
		return err
	}
	return refuse("FED-03", "type", "AWS account %s is a member of the organization %s, and an organization instance is enabled in its management account.", account, org.ID).
		fix("Sign in to AWS account %s, or enable an account instance here.", org.Management)
}

// SetIdentitySource changes where an instance's identities are kept; the new source replaces the old (FED-04).
type SetIdentitySource struct {
	Store  string         `flag:"identity-store" label:"Identity store ID" help:"d-…" need:"yes"`
	Source IdentitySource `flag:"source" label:"Identity source" help:"exactly one at a time" need:"yes"`
}

func (c *SetIdentitySource) awsAccount(r Reader) (AccountID, error) { return storeAccount(r, c.Store) }

func (c *SetIdentitySource) apply(act *Act) error {
	switch c.Source {
	case OwnDirectory, SAMLProvider, ActiveDirectory:
	default:
		return refuse("FED-04", "source", "%q is not an identity source.", clip(string(c.Source))).
			fix("Choose %s, %s or %s.", OwnDirectory, SAMLProvider, ActiveDirectory)
	}
	i, found, err := instances.Get(act, K(string(act.session.AWS.Account)))
	if err != nil || !found {
		return err
	}
	if i.Source == c.Source {
		return refuse("FED-04", "source", "The identity source is the %s already.", c.Source.Title()).fix("Nothing needs to be done.")
	}
	act.plan(EffectChanges, "the identity source from %s to %s, which replaces it", i.Source.Title(), c.Source.Title())
	old := i.Source
	i.Source = c.Source
	if err := instances.Put(act, i); err != nil {
		return err
	}
	return act.record("", c.Store, "changed the identity source from %s to %s", old.Title(), c.Source.Title())
}

// findStore looks an identity store up.
func findStore(r Reader, id string) (*identityStore, error) {
	s, found, err := identityStores.Get(r, K(id))
	if err == nil && !found {
		err = refuse("FED-03", "identity-store", "There is no identity store %q.", clip(id)).
			fix("Look it up with “identity list”, or enable IAM Identity Center first.")
	}
	return s, err
}

// storeAccount is the account that an identity store belongs to.
func storeAccount(r Reader, id string) (AccountID, error) {
	s, err := findStore(r, id)
	if err != nil {
		return "", err
	}
	return s.Account, nil
}

// InstanceView is an instance as it is listed.
type InstanceView struct {
	Instance
	Users       int    `json:"users"`
	Groups      int    `json:"groups"`
	Application string `json:"application,omitempty"`
}

// ListInstances asks for the instance of the account that one is signed in to. An account instance is
// visible only there (FED-03).
type ListInstances struct{}

func (q *ListInstances) answer(ask *Ask) (any, error) {
	list := []InstanceView{}
	i, found, err := instances.Get(ask, K(string(ask.session.AWS.Account)))
	if err != nil || !found {
		return list, err
	}
	if i.Store == "" { // it was deleted, and the instance is all that is left
		return append(list, InstanceView{Instance: *i}), nil
	}
	s, err := findStore(ask, i.Store)
	if err != nil {
		return nil, err
	}
	return append(list, InstanceView{Instance: *i, Users: s.Users, Groups: s.Groups, Application: s.Application}), nil
}

// userID makes an id for a user or group that came without one, in the form of facts.md 6.1.
func (act *Act) userID(store string) string {
	return fmt.Sprintf("%s-%s", store[len("d-"):], act.uuid("identity"))
}
