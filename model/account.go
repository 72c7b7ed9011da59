package model

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

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

// MaxConnections is the most AWS accounts that one space can be connected to (ACC-11).
const MaxConnections = 5000

// Connection is an AWS account connected to a space: a resource of its own (ACC-03).
type Connection struct {
	Space   string    `json:"-" cbor:"1,keyasint"`
	Account AccountID `json:"account" cbor:"2,keyasint"`
	ID      string    `json:"id" cbor:"3,keyasint"`
	Region  Region    `json:"region" cbor:"4,keyasint"`
	At      Instant   `json:"connectedAt" cbor:"5,keyasint"`
}

// ARN names the connection in the form of facts.md 4.
func (c *Connection) ARN() string {
	return fmt.Sprintf("arn:aws:codecatalyst:%s:%s:/connections/%s", c.Region, c.Account, c.ID)
}

// accountSpace is the other direction: the spaces that an account is connected to.
type accountSpace struct {
	Account AccountID `cbor:"1,keyasint"`
	Space   string    `cbor:"2,keyasint"`
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
	if err := connections.Put(act, c); err != nil {
		return nil, err
	}
	return c, accountSpaces.Put(act, &accountSpace{Account: account, Space: space.ID})
}

func disconnect(act *Act, c *Connection) error {
	if err := connections.Delete(act, c); err != nil {
		return err
	}
	return accountSpaces.Delete(act, &accountSpace{Account: c.Account, Space: c.Space})
}

func accountIDs(list []*Connection) []string {
	ids := make([]string, len(list))
	for i, c := range list {
		ids[i] = string(c.Account)
	}
	return ids
}

// RequestAccount asks to connect one more AWS account to a space: it hands out the token (ACC-02, ACC-04).
type RequestAccount struct {
	Space   string    `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Account AccountID `flag:"account" label:"AWS account ID" help:"twelve digits" need:"yes"`
}

func (c *RequestAccount) spaceName() string { return c.Space }

func (c *RequestAccount) apply(act *Act) error {
	if err := c.check(act); err != nil {
		return err
	}
	q := &SpaceRequest{Token: act.hex("token", 32), Name: act.space.Name, Region: act.space.Region, Account: c.Account,
		By: act.session.Person, At: act.Now, Space: act.space.ID}
	if err := spaceRequests.Put(act, q); err != nil {
		return err
	}
	act.plan(EffectCreates, "a verification token for %s and AWS account %s", q.Name, q.Account)
	act.result = *q
	return act.recordHere(string(c.Account), "asked to connect AWS account %s", c.Account)
}

func (c *RequestAccount) check(act *Act) error {
	if err := c.Account.check("account"); err != nil {
		return err
	}
	if exists, err := connections.Has(act, K(act.space.ID, string(c.Account))); err != nil {
		return err
	} else if exists {
		return refuse("ACC-03", "account", "AWS account %s is connected to %s already.", c.Account, act.space.Name).
			fix("Nothing needs to be done.")
	}
	return roomForConnection(act, act.space)
}

// roomForConnection keeps the most of ACC-11.
func roomForConnection(r Reader, space *Space) error {
	n := 0
	for _, err := range r.Scan(connections.name, Range{Prefix: K(space.ID)}) {
		if err != nil {
			return err
		}
		n++
	}
	if n < MaxConnections {
		return nil
	}
	return refuse("ACC-11", "account", "%s is connected to %d AWS accounts, and that is the most.", space.Name, n).fix("Remove one first.")
}

// Verified is what verifying an account hands back.
type Verified struct {
	Message string    `json:"message"`
	Space   string    `json:"space"`
	Account AccountID `json:"account"`
	ARN     string    `json:"arn"`
	// First tells that it was the person's first space: a project is offered next (SPC-08).
	First bool `json:"firstSpace"`
	// NewSpace tells that the verification brought a space into being, which opens on its projects (SPC-14).
	NewSpace bool    `json:"newSpace"`
	Lands    Landing `json:"lands"`
}

// VerifyAccount verifies a token on the AWS side, signed in to the account that it was made for (ACC-02).
// For a requested space this is the moment at which it comes into being (SPC-05).
type VerifyAccount struct {
	Token string `flag:"token" label:"Verification token" help:"the token that the program handed out" need:"yes"`
}

func (c *VerifyAccount) fieldsRule() string { return "ACC-02" }

func (c *VerifyAccount) awsAccount(r Reader) (AccountID, error) {
	q, err := c.request(r)
	if err != nil {
		return "", err
	}
	return q.Account, nil
}

func (c *VerifyAccount) request(r Reader) (*SpaceRequest, error) {
	q, found, err := spaceRequests.Get(r, K(strings.TrimSpace(c.Token)))
	if err == nil && !found {
		err = refuse("ACC-02", "token", "This is not a token that waits to be verified: it is wrong, or was used already.").
			fix("Copy it once more from where it was handed out, or ask for a new one.")
	}
	return q, err
}

func (c *VerifyAccount) apply(act *Act) error {
	q, err := c.request(act)
	if err != nil {
		return err
	}
	if err := inRegion(act.session.AWS, q.Region); err != nil {
		return err
	}
	if err := spaceRequests.Delete(act, q); err != nil {
		return err
	}
	if q.Space != "" {
		return connectRequested(act, q)
	}
	return createRequested(act, q)
}

// inRegion keeps ACC-13: a request made for another Region is not found where one stands.
func inRegion(signIn *SignIn, region Region) error {
	if signIn == nil || signIn.Region == "" || signIn.Region == region {
		return nil
	}
	return refuse("ACC-13", "region", "There is no such request in %s.", signIn.Region).fix("Go to the Region %s in the console.", region)
}

func createRequested(act *Act, q *SpaceRequest) error {
	before, _, err := belongings(act, q.By)
	if err != nil {
		return err
	}
	space, err := createSpace(act, q)
	if err != nil {
		return err
	}
	act.plan(EffectCreates, "the space %s in %s, on the Free tier, billed to AWS account %s", space.Name, space.Region, q.Account)
	if err := handBack(act, space, q.Account, Verified{First: before == 0, NewSpace: true}); err != nil {
		return err
	}
	return act.record(space.ID, space.Name, "verified AWS account %s: the space %s was created", q.Account, space.Name)
}

func connectRequested(act *Act, q *SpaceRequest) error {
	space, found, err := spaces.Get(act, K(fold(q.Name)))
	if err != nil {
		return err
	}
	if !found || space.ID != q.Space || space.Deleted() {
		return refuse("ACC-02", "token", "The space that this token was made for is gone.").fix("Nothing needs to be done.")
	}
	if _, err := connect(act, space, q.Account); err != nil {
		return err
	}
	act.plan(EffectCreates, "the connection of AWS account %s to %s", q.Account, space.Name)
	if err := handBack(act, space, q.Account, Verified{}); err != nil {
		return err
	}
	return act.record(space.ID, string(q.Account), "verified and connected AWS account %s", q.Account)
}

// handBack completes the result of a verification with what the connection gives.
func handBack(act *Act, space *Space, account AccountID, v Verified) error {
	c, _, err := connections.Get(act, K(space.ID, string(account)))
	if err != nil {
		return err
	}
	v.Message, v.Space, v.Account, v.ARN, v.Lands = "Account verified", space.Name, account, c.ARN(), LandOnProjects
	act.result = v
	return nil
}

// ConnectionView is a connection as it is listed.
type ConnectionView struct {
	Account     AccountID `json:"account"`
	ARN         string    `json:"arn"`
	Status      string    `json:"status"`
	Billing     bool      `json:"billing"`
	ConnectedAt Instant   `json:"connectedAt"`
}

// ListAccounts asks for the AWS accounts connected to a space.
type ListAccounts struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
}

func (q *ListAccounts) spaceName() string { return q.Space }

func (q *ListAccounts) answer(ask *Ask) (any, error) {
	list := []ConnectionView{}
	for c, err := range connections.All(ask, Range{Prefix: K(ask.space.ID)}) {
		if err != nil {
			return nil, err
		}
		list = append(list, ConnectionView{Account: c.Account, ARN: c.ARN(), Status: "connected", Billing: c.Account == ask.space.Billing, ConnectedAt: c.At})
	}
	return list, nil
}
