package model

import (
	"regexp"
	"unicode/utf8"
)

// SpaceRequest is a space that waits for its account to be verified (SPC-05); it is not yet a space.
type SpaceRequest struct {
	Token       string    `json:"token" cbor:"1,keyasint"`
	Name        string    `json:"name" cbor:"2,keyasint"`
	Region      Region    `json:"region" cbor:"3,keyasint"`
	Account     AccountID `json:"account" cbor:"4,keyasint"`
	Description string    `json:"description,omitempty" cbor:"5,keyasint,omitempty"`
	By          PersonID  `json:"-" cbor:"6,keyasint"`
	At          Instant   `json:"requestedAt" cbor:"7,keyasint"`
	// Space is the id of the space that the account is to be connected to; empty for a new space.
	Space string `json:"-" cbor:"8,keyasint,omitempty"`
	// AccountName is how that space calls the account.
	AccountName string `json:"accountName,omitempty" cbor:"9,keyasint,omitempty"`
}

var spaceRequests = Table[SpaceRequest]{name: "request", key: func(q *SpaceRequest) Key { return K(q.Token) }}

// CreateSpace asks for a Builder ID space: it hands out the token that verifies the account. The space
// exists once the account is verified (SPC-05).
type CreateSpace struct {
	Name        string    `flag:"name" label:"Name your space" help:"3 to 63 letters, digits and . _ - ; it can never be changed, nor used again after a deletion" need:"yes"`
	Region      Region    `flag:"region" label:"AWS Region" help:"where space and project data are stored; it can never be changed" need:"yes" default:"us-west-2"`
	Account     AccountID `flag:"account" label:"AWS account ID" help:"twelve digits; it becomes the billing account" need:"yes"`
	Description string    `flag:"description" label:"Description" help:"up to 200 characters; it can be changed at any time"`
}

func (c *CreateSpace) fieldsRule() string { return "SPC-05" }

func (c *CreateSpace) apply(act *Act) error {
	if err := c.check(act); err != nil {
		return err
	}
	q := &SpaceRequest{Token: act.hex("token", 32), Name: c.Name, Region: c.Region, Account: c.Account,
		Description: c.Description, By: act.session.Person, At: act.Now}
	if err := spaceRequests.Put(act, q); err != nil {
		return err
	}
	if err := knowAccount(act, q.Account); err != nil {
		return err
	}
	act.plan(EffectCreates, "a verification token for the space %s and AWS account %s", q.Name, q.Account)
	act.plan(EffectNote, "the space exists once the token is verified on the AWS side; its name and Region can never be changed")
	act.result = *q
	return act.record("", q.Name, "asked for the space %s in %s, with AWS account %s", q.Name, q.Region, q.Account)
}

func (c *CreateSpace) check(act *Act) error {
	if err := mayCreateSpace(act, act.session.Person); err != nil {
		return err
	}
	return checkNewSpace(act, c.Name, c.Region, c.Account, c.Description)
}

// checkNewSpace keeps the rules on what a new space is made of; it is asked again when the account is verified.
func checkNewSpace(r Reader, name string, region Region, account AccountID, description string) error {
	if err := checkSpaceName(r, name); err != nil {
		return err
	}
	if err := region.check("SPC-05"); err != nil {
		return err
	}
	if err := account.check("account"); err != nil {
		return err
	}
	if err := checkDescription(description); err != nil {
		return err
	}
	return billsNothing(r, account)
}

// mayCreateSpace keeps SPC-07 and SPC-16.
func mayCreateSpace(act *Act, person PersonID) error {
	if _, _, sso := person.SSO(); sso {
		return refuse("FED-24", "as", "An SSO user creates no Builder ID space.").
			fix("Act as a person with an AWS Builder ID.")
	}
	active, administers, err := belongings(act, person)
	if err != nil {
		return err
	}
	if active > 0 && !administers {
		return refuse("SPC-07", "", "An additional space can be created only by a Space administrator of some space.").
			fix("Ask a Space administrator for the role, or to create the space.").who("a Space administrator of some space")
	}
	if active >= MaxActiveSpaces {
		return refuse("SPC-16", "", "You belong to %d active spaces, and %d is the most.", active, MaxActiveSpaces).
			fix("Leave or delete one first.")
	}
	p, found, err := findPerson(act, person)
	if err != nil || !found {
		return err
	}
	if p.CreatedIn == act.Now.Month() && p.Created >= MaxCreationsInMonth {
		return refuse("SPC-16", "", "You created %d spaces in this calendar month, and %d is the most.", p.Created, MaxCreationsInMonth).
			fix("Wait for the next month.")
	}
	return nil
}

// nameForm is the name's form of facts.md 3.3, shared by spaces and projects.
var nameForm = regexp.MustCompile(`^[a-zA-Z0-9]+(?:[-_.][a-zA-Z0-9]+)*$`)

func checkNameForm(rule, what, name string) error {
	if n := utf8.RuneCountInString(name); n < 3 || n > 63 || !nameForm.MatchString(name) {
		return refuse(rule, "name", "%q does not have the form of a %s name.", clip(name), what).
			fix("Use 3 to 63 letters and digits, with single . _ or - between them.")
	}
	return nil
}

// checkSpaceName keeps SPC-02 and SPC-03: a row under the name, be it of a deleted space, takes it for good.
func checkSpaceName(r Reader, name string) error {
	if err := checkNameForm("SPC-02", "space", name); err != nil {
		return err
	}
	space, found, err := spaces.Get(r, K(fold(name)))
	switch {
	case err != nil || !found:
		return err
	case space.Deleted():
		return refuse("SPC-03", "name", "The name %s belonged to a space that was deleted, and can never be used again.", name).fix("Choose another name.")
	default:
		return refuse("SPC-02", "name", "The name %s is taken.", name).fix("Choose another name.")
	}
}

// descriptionForm is facts.md 3.3's, with the line breaks and tabs of its prose.
var descriptionForm = regexp.MustCompile(`^[a-zA-Z0-9]+(?:[-_a-zA-Z0-9.,;:/\\+=?&$% \t\n\r])*$`)

func checkDescription(text string) error { return checkText("SPC-17", "description", text) }

// checkText keeps the form of a description for any field.
func checkText(rule, field, text string) error {
	if text == "" {
		return nil
	}
	if n := utf8.RuneCountInString(text); n > MaxDescription {
		return refuse(rule, field, "The description has %d characters; at most %d are allowed.", n, MaxDescription).fix("Shorten it.")
	}
	if !descriptionForm.MatchString(text) {
		return refuse(rule, field, "The description holds characters that are not allowed.").
			fix("Begin with a letter or digit; then letters, digits, spaces and - _ . , ; : / \\ + = ? & $ %% may follow.")
	}
	return nil
}

// createSpace makes the space of a verified request; the person who asked is its Space administrator (SPC-06).
func createSpace(act *Act, q *SpaceRequest) (*Space, error) {
	if err := mayCreateSpace(act, q.By); err != nil {
		return nil, err
	}
	if err := checkNewSpace(act, q.Name, q.Region, q.Account, q.Description); err != nil {
		return nil, err
	}
	creator, found, err := findPerson(act, q.By)
	if err != nil || !found {
		return nil, err
	}
	space := newSpace(act, BuilderSpace, q.Name, q.Region, q.Account)
	space.Description, space.CreatedBy = q.Description, creator.Alias
	if err := openSpace(act, space); err != nil {
		return nil, err
	}
	if err := joinSpace(act, space, creator, SpaceAdministrator, false); err != nil {
		return nil, err
	}
	return space, countCreation(act, creator)
}

// newSpace makes the record of a space on the Free tier (BIL-04), not yet written.
func newSpace(act *Act, kind SpaceType, name string, region Region, billing AccountID) *Space {
	id := act.uuid("space")
	return &Space{ID: id, Name: name, Region: region, Type: kind, CreatedAt: act.Now, Billing: billing, Tier: FreeTier, MonthTier: FreeTier, MonthEnds: act.Now.NextMonth(), MemberSet: id + ".1"}
}

// openSpace writes a new space with its first connection, which is its billing account's (BIL-01, BIL-02).
func openSpace(act *Act, space *Space) error {
	if err := spaces.Put(act, space); err != nil {
		return err
	}
	if err := billingOwners.Put(act, &billingOwner{Account: space.Billing, Space: space.ID}); err != nil {
		return err
	}
	if err := monthTurns.Put(act, &monthTurn{Due: space.MonthEnds, Space: fold(space.Name)}); err != nil {
		return err
	}
	_, err := connect(act, space, space.Billing)
	return err
}

func countCreation(act *Act, p *Person) error {
	if p.CreatedIn != act.Now.Month() {
		p.CreatedIn, p.Created = act.Now.Month(), 0
	}
	p.Created++
	return people.Put(act, p)
}
