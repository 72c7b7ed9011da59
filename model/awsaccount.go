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
			fix("Sign in to AWS account %s.", management).in(spacesPageTopic)
	}
	added, changed := 0, 0
	for _, a := range accounts {
		is, err := learnAccount(act, organization, a)
		if err != nil {
			return err
		}
		added, changed = added+is.added, changed+is.changed
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

func learnAccount(act *Act, organization orgfile.Organization, a orgfile.Account) (learned, error) {
	id := AccountID(a.ID)
	before, known, err := awsAccounts.Get(act, K(a.ID))
	if err != nil {
		return learned{}, err
	}
	after := AWSAccount{ID: id, Name: a.Name, Email: a.Email, Status: AccountStatus(a.Status), Organization: organization.ID,
		Management: a.ID == organization.Management, Since: act.Now}
	if after.Status == "" {
		after.Status = ActiveAccount
	}
	if known {
		after.Since = before.Since
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
