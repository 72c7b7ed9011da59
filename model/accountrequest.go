package model

import "strings"

// RequestAccount asks to connect one more AWS account to a space: it hands out the token (ACC-02, ACC-04).
type RequestAccount struct {
	Space   string    `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Account AccountID `flag:"account" label:"AWS account ID" help:"twelve digits" need:"yes"`
	// Name and Description are the space's own words for the account.
	Name        string `flag:"name" label:"AWS account name" help:"how the space calls the account"`
	Description string `flag:"description" label:"Description" help:"what the account is for, up to 200 characters"`
}

func (c *RequestAccount) spaceName() string { return c.Space }

func (c *RequestAccount) apply(act *Act) error {
	if err := c.check(act); err != nil {
		return err
	}
	q := &SpaceRequest{Token: act.hex("token", 32), Name: act.space.Name, Region: act.space.Region, Account: c.Account,
		By: act.session.Person, At: act.Now, Space: act.space.ID, AccountName: strings.TrimSpace(c.Name), Description: c.Description}
	replaces, err := withdraw(act, act.space, c.Account)
	if err != nil {
		return err
	}
	if replaces {
		act.plan(EffectEnds, "the token that was handed out for AWS account %s before: it stops working", c.Account)
	}
	if err := spaceRequests.Put(act, q); err != nil {
		return err
	}
	if err := accountRequests.Put(act, &accountRequest{Space: q.Space, Account: q.Account, Token: q.Token}); err != nil {
		return err
	}
	if err := knowAccount(act, q.Account); err != nil {
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
	if c.Name != "" {
		if err := checkName("ACC-02", "name", c.Name); err != nil {
			return err
		}
	}
	if err := checkText("ACC-02", "description", c.Description); err != nil {
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

// accountRequest is the one request of a space that waits for an account to be verified. Asking again makes
// a new token, and the one before stops working.
type accountRequest struct {
	Space   string    `cbor:"1,keyasint"`
	Account AccountID `cbor:"2,keyasint"`
	Token   string    `cbor:"3,keyasint"`
}

var accountRequests = Table[accountRequest]{name: "accountrequest", key: func(q *accountRequest) Key { return K(q.Space, string(q.Account)) }}

// withdraw takes the request for an account back, and reports whether there was one.
func withdraw(act *Act, space *Space, account AccountID) (bool, error) {
	q, found, err := accountRequests.Get(act, K(space.ID, string(account)))
	if err != nil || !found {
		return false, err
	}
	if err := accountRequests.Delete(act, q); err != nil {
		return true, err
	}
	return true, spaceRequests.Delete(act, &SpaceRequest{Token: q.Token})
}

// withdrawAll takes back every request of a space that is being deleted.
func withdrawAll(act *Act, space *Space) error {
	waiting, err := accountRequests.Under(act, K(space.ID))
	if err != nil {
		return err
	}
	for _, q := range waiting {
		if _, err := withdraw(act, space, q.Account); err != nil {
			return err
		}
	}
	return nil
}

// WithdrawAccount takes back the request to connect an account: its token stops working.
type WithdrawAccount struct {
	Space   string    `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Account AccountID `flag:"account" label:"AWS account ID" help:"twelve digits" need:"yes"`
}

func (c *WithdrawAccount) spaceName() string { return c.Space }

func (c *WithdrawAccount) apply(act *Act) error {
	if err := c.Account.check("account"); err != nil {
		return err
	}
	found, err := withdraw(act, act.space, c.Account)
	if err != nil {
		return err
	}
	if !found {
		return refuse("ACC-02", "account", "No request to connect AWS account %s to %s waits to be verified.", c.Account, act.space.Name).
			fix("Look at the list of its AWS accounts.")
	}
	act.plan(EffectRemoves, "the request to connect AWS account %s: its token stops working", c.Account)
	return act.recordHere(string(c.Account), "withdrew the request to connect AWS account %s", c.Account)
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
		if err := accountRequests.Delete(act, &accountRequest{Space: q.Space, Account: q.Account}); err != nil {
			return err
		}
		return connectRequested(act, q)
	}
	return createRequested(act, q)
}

// inRegion keeps ACC-13: a request made for another Region is not found where one stands.
func inRegion(signIn *SignIn, region Region) error {
	if signIn == nil || signIn.Region == "" || signIn.Region == region {
		return nil
	}
	return refuse("ACC-13", "region", "There is no such request in %s.", signIn.Region).fix("Go to the Region %s in the console.", region).
		signIn(signIn.Account, region)
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
	c, err := connect(act, space, q.Account)
	if err != nil {
		return err
	}
	c.Name, c.Description = q.AccountName, q.Description
	if err := connections.Put(act, c); err != nil {
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
