package model

import (
	"context"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"atrium/model/orgfile"
)

// AWSAccount is an AWS account that the program knows: it was asked for, connected, or imported with an
// organization.
type AWSAccount struct {
	ID AccountID `json:"account" cbor:"1,keyasint"`
	// Name, Email and Status are the organization's; empty where no organization was imported.
	Name   string        `json:"name" cbor:"2,keyasint,omitempty"`
	Email  string        `json:"email" cbor:"3,keyasint,omitempty"`
	Status AccountStatus `json:"status" cbor:"4,keyasint"`
	// Organization is the id of the organization that it belongs to, and Management tells that it manages it.
	Organization string  `json:"organization" cbor:"5,keyasint,omitempty"`
	Management   bool    `json:"management" cbor:"6,keyasint,omitempty"`
	Since        Instant `json:"knownSince" cbor:"7,keyasint"`
	// Unit is the id of the organizational unit, or of the root, that it stands under.
	Unit string `json:"-" cbor:"8,keyasint,omitempty"`
}

// AccountStatus is how an AWS account stands, as AWS Organizations tells it.
type AccountStatus string

// ActiveAccount is the status of every account of which nothing else is known.
const ActiveAccount AccountStatus = "active"

// Title is the status in words.
func (s AccountStatus) Title() string {
	if s == "" {
		s = ActiveAccount
	}
	return capital(strings.ReplaceAll(string(s), "-", " "))
}

// capital writes a text with a capital first letter.
func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

var awsAccounts = Table[AWSAccount]{name: "awsaccount", key: func(a *AWSAccount) Key { return K(string(a.ID)) }}

// knowAccount adds an account to those that the program knows.
func knowAccount(act *Act, id AccountID) error {
	known, err := awsAccounts.Has(act, K(string(id)))
	if err != nil || known {
		return err
	}
	return awsAccounts.Put(act, &AWSAccount{ID: id, Status: ActiveAccount, Since: act.Now})
}

// findAccount is what the program knows of an account; an active one without a name where that is nothing.
func findAccount(r Reader, id AccountID) (*AWSAccount, error) {
	a, found, err := awsAccounts.Get(r, K(string(id)))
	if err == nil && !found {
		a = &AWSAccount{ID: id, Status: ActiveAccount}
	}
	return a, err
}

// ListAWSAccounts asks for the AWS accounts that the program knows, to sign in to one.
type ListAWSAccounts struct{}

func (q *ListAWSAccounts) answer(ask *Ask) (any, error) {
	list := []AWSAccount{}
	for a, err := range awsAccounts.All(ask, Range{}) {
		if err != nil {
			return nil, err
		}
		list = append(list, *a)
	}
	return list, nil
}

// ImportOrganization learns the accounts of an organization from what aws organizations list-accounts and
// describe-organization printed. All of it is applied, or nothing.
type ImportOrganization struct {
	Files []string `flag:"files" label:"Files" help:"what aws organizations list-accounts and describe-organization printed, with commas between" need:"yes"`

	// Open opens a file by the name that the person gave; the model knows no disk.
	Open func(name string) (io.ReadCloser, error) `json:"-"`
}

// OpenWith tells how to open the files that the command names.
func (c *ImportOrganization) OpenWith(open func(name string) (io.ReadCloser, error)) { c.Open = open }

func (c *ImportOrganization) apply(act *Act) error {
	organization, accounts, err := c.read(act.Context)
	if err != nil {
		return err
	}
	if management := AccountID(organization.Management); management != "" && management != act.session.AWS.Account {
		return refuse("ACC-12", "aws", "The files are of an organization whose management account is %s, and you are signed in to %s.", management, act.session.AWS.Account).
			fix("Sign in to AWS account %s.", management).in(spacesPageTopic).signIn(management, "")
	}
	org, err := importedOrganization(act, organization)
	if err != nil {
		return err
	}
	added, changed := 0, 0
	for _, a := range accounts {
		is, err := learnAccount(act, org, a)
		if err != nil {
			return err
		}
		added, changed = added+is.added, changed+is.changed
	}
	if err := act.management(org, organization.ManagementEmail); err != nil {
		return err
	}
	act.planCounted(EffectCreates, added, count(added, "AWS account that was not known", "AWS accounts that were not known"))
	act.planCounted(EffectChanges, changed, count(changed, "known AWS account", "known AWS accounts"))
	if added+changed == 0 {
		act.plan(EffectNote, "everything in the files is known already")
	}
	act.result = map[string]any{"organization": organization.ID, "accounts": len(accounts), "added": added, "changed": changed}
	return act.record("", organization.ID, "imported the organization %s with %s", organization.ID, count(len(accounts), "account", "accounts"))
}

// learned counts what an account of a file brought.
type learned struct{ added, changed int }

// importedOrganization is the organization that the files are of, made where it is not known yet.
func importedOrganization(act *Act, file orgfile.Organization) (*Organization, error) {
	management := AccountID(file.Management)
	org, found, err := organizations.Get(act, K(file.ID))
	if err != nil {
		return nil, err
	}
	if found && org.Management != management {
		return nil, refuse("FED-02", "files", "The organization %s is managed by AWS account %s, and not by %s as the files say.", org.ID, org.Management, management).
			fix("Check the files. Nothing was imported.")
	}
	if found {
		return org, nil
	}
	other, err := organizationOf(act, management)
	if err != nil {
		return nil, err
	}
	org = &Organization{ID: file.ID, Management: management, Root: "r-" + act.hex("root", 4), CreatedAt: act.Now, Imported: true}
	switch {
	case other == nil:
		act.plan(EffectCreates, "the organization %s, with AWS account %s as its management account", org.ID, org.Management)
	case other.Imported || other.Management != management:
		return nil, inAnother(management, other)
	default:
		org.Root = other.Root
		act.plan(EffectChanges, "the rehearsed organization %s into the real one %s", other.ID, org.ID)
		if err := renameOrganization(act, other, org); err != nil {
			return nil, err
		}
	}
	return org, organizations.Put(act, org)
}

// management puts the management account into an imported organization, where the files do not list it.
func (act *Act) management(org *Organization, email string) error {
	listed, err := organizationAccounts.Has(act, K(org.ID, string(org.Management)))
	if err != nil || listed {
		return err
	}
	return joinOrganization(act, org, org.Management, "", email, org.Root)
}

// renameOrganization has a real organization take the place of one that was made in the program.
func renameOrganization(act *Act, from, to *Organization) error {
	rows, err := organizationAccounts.Under(act, K(from.ID))
	if err != nil {
		return err
	}
	for _, row := range rows {
		a, found, err := awsAccounts.Get(act, K(string(row.Account)))
		if err != nil || !found {
			return err
		}
		a.Organization = to.ID
		if err := awsAccounts.Put(act, a); err != nil {
			return err
		}
		if err := organizationAccounts.Put(act, &organizationAccount{Organization: to.ID, Account: row.Account}); err != nil {
			return err
		}
	}
	list, err := units.Under(act, K(from.ID))
	if err != nil {
		return err
	}
	for _, u := range list {
		u.Organization = to.ID
		if err := units.Put(act, u); err != nil {
			return err
		}
	}
	if _, err := organizationAccounts.Clear(act, K(from.ID)); err != nil {
		return err
	}
	if _, err := units.Clear(act, K(from.ID)); err != nil {
		return err
	}
	return organizations.Delete(act, from)
}

func learnAccount(act *Act, org *Organization, a orgfile.Account) (learned, error) {
	id := AccountID(a.ID)
	before, known, err := awsAccounts.Get(act, K(a.ID))
	if err != nil {
		return learned{}, err
	}
	if known && before.Organization != "" && before.Organization != org.ID {
		return learned{}, inAnother(id, &Organization{ID: before.Organization})
	}
	after := AWSAccount{ID: id, Name: a.Name, Email: a.Email, Status: AccountStatus(a.Status), Organization: org.ID,
		Management: id == org.Management, Since: act.Now, Unit: org.Root}
	if after.Status == "" {
		after.Status = ActiveAccount
	}
	if known {
		after.Since = before.Since
	}
	if known && before.Unit != "" {
		after.Unit = before.Unit
	}
	if err := organizationAccounts.Put(act, &organizationAccount{Organization: org.ID, Account: id}); err != nil {
		return learned{}, err
	}
	switch {
	case !known:
		return learned{added: 1}, awsAccounts.Put(act, &after)
	case *before != after:
		return learned{changed: 1}, awsAccounts.Put(act, &after)
	default:
		return learned{}, nil
	}
}

func (c *ImportOrganization) read(ctx context.Context) (orgfile.Organization, []orgfile.Account, error) {
	if c.Open == nil {
		return orgfile.Organization{}, nil, refuse("FED-01", "files", "No file can be opened from here.").fix("Import on the machine that has the files (“org import” on the command line).")
	}
	var sources []orgfile.Source
	for _, name := range c.Files {
		sources = append(sources, orgfile.Source{Name: name, Open: func() (io.ReadCloser, error) { return c.Open(name) }})
	}
	organization, accounts, err := orgfile.Read(ctx, sources)
	if err != nil {
		return organization, nil, refuse("FED-01", "files", "%s.", err.Error()).fix("Give what the AWS command line printed. Nothing was imported.").unreadable()
	}
	if organization.ID == "" && len(accounts) > 0 { // list-accounts alone tells as much by its ARNs
		organization.ID, organization.Management = accounts[0].Organization, accounts[0].Management
	}
	return organization, accounts, nil
}

// unreadableFile is the refusal of a file that cannot be opened.
func unreadableFile(rule, field, name string, err error) error {
	return refuse(rule, field, "%s cannot be opened: %v.", clip(name), err).fix("Check its name.").unreadable()
}
