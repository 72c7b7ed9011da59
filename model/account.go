package model

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// accountEntries are the entries of AWS account connections.
func accountEntries() []Entry {
	return []Entry{
		define[RequestAccount]("account.request", "Connect an AWS account", "account-connections", byManagers(), unasked()),
		define[VerifyAccount]("account.verify", "Verify in AWS", "account-connections", OnAWS(), unasked()),
		define[WithdrawAccount]("account.withdraw", "Withdraw the request", "account-connections", byManagers(), Yes),
		define[AddRole]("account.role", "Add IAM role", "iam-roles", OnAWS(), unasked()),
		define[EditRole]("account.edit-role", "Edit policies of an IAM role", "iam-roles", OnAWS(), unasked()),
		define[RemoveRole]("account.remove-role", "Remove IAM role", "iam-roles", OnAWS(), Yes),
		define[TagAccount]("account.tag", "Manage tags", "connection-tags", OnAWS(), unasked()),
		define[RemoveAccount]("account.remove", "Remove space", "remove-account", OnAWS(), TypeNameOf("the space")),
		ask[ListAccounts]("account.list", "AWS accounts", "account-connections", EveryMember()),
		ask[ShowAccount]("account.show", "AWS account details", "account-connections", EitherSide(SpaceRoles()...)),
		ask[ShowPolicy]("account.policy", "Policies of a connection", "iam-roles", EitherSide(SpaceRoles()...)),
		ask[ListConnectedSpaces]("account.spaces", "Amazon CodeCatalyst Spaces", "aws-side", OnAWS()),
	}
}

// AccountID is an AWS account: twelve digits (ACC-01).
type AccountID string

// check keeps ACC-01 and says what was wrong.
func (a AccountID) check(field string) error {
	text := string(a)
	digits := strings.IndexFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	switch {
	case text == "":
		return refuse("ACC-01", field, "The AWS account ID is missing.").fix("Give its twelve digits.")
	case digits >= 0:
		return refuse("ACC-01", field, "The AWS account ID %q holds %q, which is not a digit.", clip(text), []rune(text[digits:])[0]).
			fix("Give exactly twelve digits, without spaces or dashes.")
	case len(text) != 12:
		return refuse("ACC-01", field, "The AWS account ID %q has %s; it must have twelve.", clip(text), count(utf8.RuneCountInString(text), "digit", "digits")).
			fix("Give exactly twelve digits.")
	}
	return nil
}

// given is the account that a command of the AWS side names; empty where it names none, and means the one
// that is signed in to.
func (a AccountID) given() (AccountID, error) {
	if a == "" {
		return "", nil
	}
	return a, a.check("account")
}

// MaxConnections is the most AWS accounts that one space can be connected to (ACC-11).
const MaxConnections = 5000

// Connection is an AWS account connected to a space: a resource of its own (ACC-03).
type Connection struct {
	Space   string    `cbor:"1,keyasint"`
	Account AccountID `cbor:"2,keyasint"`
	ID      string    `cbor:"3,keyasint"`
	Region  Region    `cbor:"4,keyasint"`
	At      Instant   `cbor:"5,keyasint"`
	// Name is how the space calls the account; Description says what for.
	Name        string `cbor:"6,keyasint,omitempty"`
	Description string `cbor:"7,keyasint,omitempty"`
	// Paid tells that the account allows paid tiers (BIL-06); the Free tier is always allowed.
	Paid bool `cbor:"8,keyasint,omitempty"`
	// Roles are the IAM roles available to the space, in the order in which they were added (ACC-09).
	Roles []ConnectionRole `cbor:"9,keyasint,omitempty"`
	// Tags stand in the order of their keys (ACC-10).
	Tags []Tag `cbor:"10,keyasint,omitempty"`
}

// ARN names the connection in the form of facts.md 4.
func (c *Connection) ARN() string {
	return fmt.Sprintf("arn:aws:codecatalyst:%s:%s:/connections/%s", c.Region, c.Account, c.ID)
}

// accountSpace is the other direction: the spaces that an account is connected to.
type accountSpace struct {
	Account AccountID `cbor:"1,keyasint"`
	Space   string    `cbor:"2,keyasint"`
	Name    string    `cbor:"3,keyasint"` // folded
}

// billingOwner is the one space that an account bills (BIL-03).
type billingOwner struct {
	Account AccountID `cbor:"1,keyasint"`
	Space   string    `cbor:"2,keyasint"`
}

var (
	connections   = Table[Connection]{name: "connection", key: func(c *Connection) Key { return K(c.Space, string(c.Account)) }}
	accountSpaces = Table[accountSpace]{name: "accountspace", key: func(a *accountSpace) Key { return K(string(a.Account), a.Space) }}
	billingOwners = Table[billingOwner]{name: "billing", key: func(b *billingOwner) Key { return K(string(b.Account)) }}
)

// billsNothing keeps BIL-03 without a word on the other space.
func billsNothing(r Reader, account AccountID) error {
	taken, err := billingOwners.Has(r, K(string(account)))
	if err == nil && taken {
		err = refuse("BIL-03", "account", "AWS account %s is the billing account of a space already, and an account bills at most one.", account).
			fix("Use another AWS account.")
	}
	return err
}

// connect makes the connection of an account to a space (ACC-03, ACC-11).
func connect(act *Act, space *Space, account AccountID) (*Connection, error) {
	if exists, err := connections.Has(act, K(space.ID, string(account))); err != nil || exists {
		if err == nil {
			err = refuse("ACC-03", "account", "AWS account %s is connected to %s already.", account, space.Name).fix("Nothing needs to be done.")
		}
		return nil, err
	}
	if err := roomForConnection(act, space); err != nil {
		return nil, err
	}
	c := &Connection{Space: space.ID, Account: account, ID: act.uuid("connection"), Region: space.Region, At: act.Now}
	if err := knowAccount(act, account); err != nil {
		return nil, err
	}
	if err := connections.Put(act, c); err != nil {
		return nil, err
	}
	return c, accountSpaces.Put(act, &accountSpace{Account: account, Space: space.ID, Name: fold(space.Name)})
}

func disconnect(act *Act, c *Connection) error {
	if err := connections.Delete(act, c); err != nil {
		return err
	}
	return accountSpaces.Delete(act, &accountSpace{Account: c.Account, Space: c.Space})
}

// connection is the one between the space of an AWS-side command and the account that is signed in to.
func (act *Act) connection() (*Connection, error) {
	return findConnection(act, act.space, act.session.AWS.Account)
}

func findConnection(r Reader, space *Space, account AccountID) (*Connection, error) {
	c, found, err := connections.Get(r, K(space.ID, string(account)))
	if err == nil && !found {
		err = refuse("ACC-03", "account", "AWS account %s is not connected to %s.", account, space.Name).
			fix("Look at the list of its AWS accounts, or connect this one first.")
	}
	return c, err
}

func accountIDs(list []*Connection) []string {
	ids := make([]string, len(list))
	for i, c := range list {
		ids[i] = string(c.Account)
	}
	return ids
}
