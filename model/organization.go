package model

import (
	"strings"
	"unicode/utf8"
)

// organizationEntries are the entries of AWS organizations.
func organizationEntries() []Entry {
	return []Entry{
		define[CreateOrganization]("org.create", "Create organization", "organizations", OnAWS(), unasked()),
		define[AddMemberAccount]("org.add-account", "Add member account", "organizations", OnAWS(), unasked()),
		define[RemoveMemberAccount]("org.remove-account", "Remove member account", "organizations", OnAWS(), Yes),
		define[CreateUnit]("org.create-unit", "Create organizational unit", "organizations", OnAWS(), unasked()),
		define[DeleteUnit]("org.delete-unit", "Delete organizational unit", "organizations", OnAWS(), Yes),
		define[MoveAccount]("org.move-account", "Move account", "organizations", OnAWS(), unasked()),
		ask[ShowOrganization]("org.show", "Organization", "organizations", OnAWS()),
		define[ImportOrganization]("org.import", "Import an organization", "aws-accounts", OnAWS(), unasked()),
		ask[ListAWSAccounts]("org.accounts", "Known AWS accounts", "aws-accounts", Anyone()).rehearsal(),
	}
}

// Organization is an organization of AWS accounts (FED-02).
type Organization struct {
	ID         string    `json:"organization" cbor:"1,keyasint"`
	Management AccountID `json:"managementAccount" cbor:"2,keyasint"`
	// Root is the id of the root, under which all organizational units and accounts stand.
	Root      string  `json:"root" cbor:"3,keyasint"`
	CreatedAt Instant `json:"createdAt" cbor:"4,keyasint"`
	// Imported tells that it was read from files of the AWS command line.
	Imported bool `json:"imported" cbor:"5,keyasint,omitempty"`
}

// unit is an organizational unit.
type unit struct {
	Organization string `cbor:"1,keyasint"`
	ID           string `cbor:"2,keyasint"`
	Parent       string `cbor:"3,keyasint"` // the root's id, or that of another unit
	Name         string `cbor:"4,keyasint"`
}

// MaxUnitDepth is how deep organizational units nest: AWS Organizations' own quota.
const MaxUnitDepth = 5

const maxUnitName = 128

var (
	organizations = Table[Organization]{name: "organization", key: func(o *Organization) Key { return K(o.ID) }}
	units         = Table[unit]{name: "unit", key: func(u *unit) Key { return K(u.Organization, u.ID) }}
	// organizationAccounts lists the accounts of an organization.
	organizationAccounts = Table[organizationAccount]{name: "organizationaccount", key: func(a *organizationAccount) Key { return K(a.Organization, string(a.Account)) }}
)

// organizationAccount is an account in an organization.
type organizationAccount struct {
	Organization string    `cbor:"1,keyasint"`
	Account      AccountID `cbor:"2,keyasint"`
}

// organizationOf is the organization that an account belongs to; nil where it belongs to none.
func organizationOf(r Reader, account AccountID) (*Organization, error) {
	a, found, err := awsAccounts.Get(r, K(string(account)))
	if err != nil || !found || a.Organization == "" {
		return nil, err
	}
	org, found, err := organizations.Get(r, K(a.Organization))
	if err != nil || !found {
		return nil, err
	}
	return org, nil
}

// managed is the organization that the signed-in account manages.
func managed(act *Act) (*Organization, error) {
	account := act.session.AWS.Account
	org, err := organizationOf(act, account)
	switch {
	case err != nil:
		return nil, err
	case org == nil:
		return nil, refuse("FED-02", "aws", "AWS account %s belongs to no organization.", account).fix("Create an organization first (org create).")
	case org.Management != account:
		return nil, refuse("FED-02", "aws", "AWS account %s does not manage its organization.", account).fix("Sign in to its management account %s.", org.Management).
			who("someone signed in to AWS account " + string(org.Management) + " with administrative permission")
	}
	return org, nil
}

// CreateOrganization makes the signed-in account the management account of a new organization (FED-02).
type CreateOrganization struct{}

func (c *CreateOrganization) apply(act *Act) error {
	org, err := foundOrganization(act, act.session.AWS.Account)
	if err != nil {
		return err
	}
	act.result = *org
	return act.record("", org.ID, "created the organization %s", org.ID)
}

// foundOrganization makes an organization with its management account.
func foundOrganization(act *Act, account AccountID) (*Organization, error) {
	org, err := organizationOf(act, account)
	if err != nil {
		return nil, err
	}
	if org != nil {
		return nil, inAnother(account, org)
	}
	org = &Organization{ID: "o-" + act.hex("organization", 10), Management: account, Root: "r-" + act.hex("root", 4), CreatedAt: act.Now}
	if err := organizations.Put(act, org); err != nil {
		return nil, err
	}
	act.plan(EffectCreates, "the organization %s, with AWS account %s as its management account", org.ID, account)
	return org, joinOrganization(act, org, account, "", "", org.Root)
}

func inAnother(account AccountID, org *Organization) *Refusal {
	return refuse("FED-02", "account", "AWS account %s belongs to the organization %s already, and an account is in one at the most.", account, org.ID).
		fix("Take it out of that organization first.")
}

// joinOrganization puts an account into an organization.
func joinOrganization(act *Act, org *Organization, account AccountID, name, email, parent string) error {
	a, err := findAccount(act, account)
	if err != nil {
		return err
	}
	if a.Since == 0 {
		a.Since = act.Now
	}
	if name != "" {
		a.Name = name
	}
	if email != "" {
		a.Email = email
	}
	a.Organization, a.Management, a.Unit = org.ID, account == org.Management, parent
	if err := awsAccounts.Put(act, a); err != nil {
		return err
	}
	return organizationAccounts.Put(act, &organizationAccount{Organization: org.ID, Account: account})
}

// AddMemberAccount has an AWS account join the organization that the signed-in account manages (FED-02).
type AddMemberAccount struct {
	Account AccountID `flag:"account" label:"AWS account ID" help:"twelve digits" need:"yes"`
	Name    string    `flag:"name" label:"Account name" help:"what it is called"`
	Unit    string    `flag:"unit" label:"Organizational unit" help:"its path, for instance Workloads/Production; the root without it"`
}

func (c *AddMemberAccount) apply(act *Act) error {
	org, err := managed(act)
	if err != nil {
		return err
	}
	if err := c.Account.check("account"); err != nil {
		return err
	}
	if other, err := organizationOf(act, c.Account); err != nil || other != nil {
		return firstFault(err, func() error { return inAnother(c.Account, other) })
	}
	if c.Name != "" {
		if err := checkName("FED-02", "name", c.Name); err != nil {
			return err
		}
	}
	parent, err := findUnit(act, org, "unit", c.Unit)
	if err != nil {
		return err
	}
	act.plan(EffectCreates, "the member account %s of the organization %s", c.Account, org.ID)
	if err := joinOrganization(act, org, c.Account, strings.TrimSpace(c.Name), "", parent.ID); err != nil {
		return err
	}
	return act.record("", string(c.Account), "added AWS account %s to the organization %s", c.Account, org.ID)
}

// RemoveMemberAccount takes a member account out of the organization.
type RemoveMemberAccount struct {
	Account AccountID `flag:"account" label:"AWS account ID" help:"twelve digits" need:"yes"`
}

func (c *RemoveMemberAccount) apply(act *Act) error {
	org, a, err := memberAccount(act, c.Account)
	if err != nil {
		return err
	}
	if a.Management {
		return refuse("FED-02", "account", "AWS account %s manages the organization, and cannot leave it.", c.Account).fix("Take the other accounts out, and delete the organization in AWS.")
	}
	act.plan(EffectRemoves, "AWS account %s from the organization %s", c.Account, org.ID)
	a.Organization, a.Unit = "", ""
	if err := awsAccounts.Put(act, a); err != nil {
		return err
	}
	if err := organizationAccounts.Delete(act, &organizationAccount{Organization: org.ID, Account: c.Account}); err != nil {
		return err
	}
	return act.record("", string(c.Account), "took AWS account %s out of the organization %s", c.Account, org.ID)
}

// memberAccount finds an account of the organization that the signed-in account manages.
func memberAccount(act *Act, id AccountID) (*Organization, *AWSAccount, error) {
	org, err := managed(act)
	if err != nil {
		return nil, nil, err
	}
	if err := id.check("account"); err != nil {
		return nil, nil, err
	}
	a, found, err := awsAccounts.Get(act, K(string(id)))
	if err == nil && (!found || a.Organization != org.ID) {
		err = refuse("FED-02", "account", "AWS account %s does not belong to the organization %s.", id, org.ID).fix("Look at its accounts (org show).")
	}
	return org, a, err
}

// CreateUnit makes an organizational unit (FED-02).
type CreateUnit struct {
	Name   string `flag:"name" label:"Name" help:"up to 128 characters, without a slash" need:"yes"`
	Parent string `flag:"parent" label:"Under" help:"path of the unit above, for instance Workloads; the root without it"`
}

func (c *CreateUnit) apply(act *Act) error {
	org, err := managed(act)
	if err != nil {
		return err
	}
	name := strings.TrimSpace(c.Name)
	if name == "" || utf8.RuneCountInString(name) > maxUnitName || strings.ContainsFunc(name, notShown) || strings.Contains(name, "/") {
		return refuse("FED-02", "name", "The name of an organizational unit has 1 to %d visible characters, and no slash.", maxUnitName).fix("Choose another name.")
	}
	parent, err := findUnit(act, org, "parent", c.Parent)
	if err != nil {
		return err
	}
	if parent.depth == MaxUnitDepth {
		return refuse("FED-02", "parent", "Organizational units nest %d deep at the most.", MaxUnitDepth).fix("Choose a unit further up.")
	}
	if exists, err := child(act, org, parent.ID, name); err != nil || exists != nil {
		return firstFault(err, func() error {
			return refuse("FED-02", "name", "There is a unit %q there already.", name).fix("Choose another name.")
		})
	}
	u := &unit{Organization: org.ID, ID: "ou-" + strings.TrimPrefix(org.Root, "r-") + "-" + act.hex("unit", 8), Parent: parent.ID, Name: name}
	if err := units.Put(act, u); err != nil {
		return err
	}
	act.plan(EffectCreates, "the organizational unit %s", strings.TrimPrefix(c.Parent+"/"+name, "/"))
	return act.record("", name, "created the organizational unit %s", name)
}

// unitPlace is where something can stand in an organization: a unit, or the root.
type unitPlace struct {
	ID    string
	depth int // 0 for the root
}

// findUnit finds a unit by its path; the root for an empty one.
func findUnit(r Reader, org *Organization, field, path string) (unitPlace, error) {
	place := unitPlace{ID: org.Root}
	for name := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		if name == "" {
			continue
		}
		u, err := child(r, org, place.ID, name)
		if err != nil {
			return place, err
		}
		if u == nil {
			return place, refuse("FED-02", field, "There is no organizational unit %q.", clip(path)).fix("Look at the units (org show), and write the path with slashes.")
		}
		place = unitPlace{ID: u.ID, depth: place.depth + 1}
	}
	return place, nil
}

// child finds a unit under another by its name; nil where there is none.
func child(r Reader, org *Organization, parent, name string) (*unit, error) {
	for u, err := range units.All(r, Range{Prefix: K(org.ID)}) {
		if err != nil {
			return nil, err
		}
		if u.Parent == parent && fold(u.Name) == fold(strings.TrimSpace(name)) {
			return u, nil
		}
	}
	return nil, nil
}

// DeleteUnit deletes an organizational unit that holds nothing.
type DeleteUnit struct {
	Unit string `flag:"unit" label:"Organizational unit" help:"its path" need:"yes"`
}

func (c *DeleteUnit) apply(act *Act) error {
	org, err := managed(act)
	if err != nil {
		return err
	}
	place, err := findUnit(act, org, "unit", c.Unit)
	if err != nil {
		return err
	}
	if place.ID == org.Root {
		return refuse("FED-02", "unit", "The root cannot be deleted.").fix("Name a unit.")
	}
	if holds, err := unitHolds(act, org, place.ID); err != nil || holds != "" {
		return firstFault(err, func() error {
			return refuse("FED-02", "unit", "The organizational unit %q holds %s.", clip(c.Unit), holds).fix("Move that elsewhere first.")
		})
	}
	act.plan(EffectRemoves, "the organizational unit %s", c.Unit)
	if err := units.Delete(act, &unit{Organization: org.ID, ID: place.ID}); err != nil {
		return err
	}
	return act.record("", c.Unit, "deleted the organizational unit %s", c.Unit)
}

// unitHolds says what stands in a unit; empty for nothing.
func unitHolds(r Reader, org *Organization, id string) (string, error) {
	for u, err := range units.All(r, Range{Prefix: K(org.ID)}) {
		if err != nil {
			return "", err
		}
		if u.Parent == id {
			return "the unit " + u.Name, nil
		}
	}
	for row, err := range organizationAccounts.All(r, Range{Prefix: K(org.ID)}) {
		if err != nil {
			return "", err
		}
		a, found, err := awsAccounts.Get(r, K(string(row.Account)))
		if err != nil {
			return "", err
		}
		if found && a.Unit == id {
			return "AWS account " + string(a.ID), nil
		}
	}
	return "", nil
}

// MoveAccount moves an account to another organizational unit.
type MoveAccount struct {
	Account AccountID `flag:"account" label:"AWS account ID" help:"twelve digits" need:"yes"`
	Unit    string    `flag:"unit" label:"Organizational unit" help:"its path; the root without it"`
}

func (c *MoveAccount) apply(act *Act) error {
	org, a, err := memberAccount(act, c.Account)
	if err != nil {
		return err
	}
	place, err := findUnit(act, org, "unit", c.Unit)
	if err != nil {
		return err
	}
	if a.Unit == place.ID {
		return refuse("FED-02", "unit", "AWS account %s stands there already.", c.Account).fix("Nothing needs to be done.")
	}
	a.Unit = place.ID
	if err := awsAccounts.Put(act, a); err != nil {
		return err
	}
	to := c.Unit
	if place.ID == org.Root {
		to = "the root"
	}
	act.plan(EffectChanges, "where AWS account %s stands, to %s", c.Account, to)
	return act.record("", string(c.Account), "moved AWS account %s to %s", c.Account, to)
}
