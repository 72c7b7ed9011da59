package model

import (
	"iter"
	"regexp"
	"strings"
	"unicode/utf8"
)

// SpaceType tells which users a space has (SPC-01).
type SpaceType string

// The types of spaces.
const (
	BuilderSpace   SpaceType = "builder-id"
	FederatedSpace SpaceType = "identity-federation"
)

// Title is the type in the product's words.
func (t SpaceType) Title() string {
	if t == FederatedSpace {
		return "identity federation"
	}
	return "AWS Builder ID"
}

// Region is an AWS Region that can hold a space.
type Region string

// The Regions of the service (facts.md 3.3).
const (
	Oregon  Region = "us-west-2"
	Ireland Region = "eu-west-1"
)

func (Region) choices() []string { return []string{string(Oregon), string(Ireland)} }

func (r Region) check(rule string) error {
	if r == Oregon || r == Ireland {
		return nil
	}
	return refuse(rule, "region", "%q is not a Region of the service.", clip(string(r))).
		fix("Choose %s (Oregon) or %s (Ireland).", Oregon, Ireland)
}

// Limits on spaces (SPC-16, facts.md 3.1), and on a description (SPC-17).
const (
	MaxActiveSpaces     = 5
	MaxCreationsInMonth = 5
	MaxDescription      = 200
)

// Space is a space, or what is left of a deleted one: its name, which is never free again (SPC-03).
type Space struct {
	ID          string    `cbor:"1,keyasint"`
	Name        string    `cbor:"2,keyasint"`
	Description string    `cbor:"3,keyasint,omitempty"`
	Region      Region    `cbor:"4,keyasint"`
	Type        SpaceType `cbor:"5,keyasint"`
	CreatedAt   Instant   `cbor:"6,keyasint"`
	CreatedBy   string    `cbor:"7,keyasint"`
	Billing     AccountID `cbor:"8,keyasint"`
	Tier        Tier      `cbor:"9,keyasint"`
	// PendingTier is the lower tier that the next billing month brings (BIL-15); empty for none.
	PendingTier Tier `cbor:"20,keyasint,omitempty"`
	// MonthTier is the highest tier that the space had in this billing month: what the month costs.
	MonthTier Tier `cbor:"21,keyasint"`
	// MonthEnds is when the next billing month begins.
	MonthEnds Instant `cbor:"22,keyasint"`
	// MemberSet is the prefix under which the members stand, so that all can be let go at once.
	MemberSet string `cbor:"10,keyasint"`
	// Store is the identity store of a federated space's application, and Application that one's name;
	// empty while none is associated.
	Store       string `cbor:"11,keyasint,omitempty"`
	Application string `cbor:"12,keyasint,omitempty"`
	// Members, Administrators, Invited, Projects and Teams are counts, kept with each change.
	Members        int `cbor:"13,keyasint"`
	Administrators int `cbor:"14,keyasint"`
	Invited        int `cbor:"15,keyasint"`
	Projects       int `cbor:"16,keyasint"`
	Teams          int `cbor:"17,keyasint"`
	// DeletedAt is when the space was deleted; Former are the people who may still read its activity.
	DeletedAt Instant    `cbor:"18,keyasint,omitempty"`
	Former    []PersonID `cbor:"19,keyasint,omitempty"`
}

// Deleted reports whether the space is gone.
func (s *Space) Deleted() bool { return s.DeletedAt != 0 }

// membership is a person with an AWS Builder ID belonging to a space.
type membership struct {
	Person PersonID `cbor:"1,keyasint"`
	Space  string   `cbor:"2,keyasint"` // the folded name
}

var (
	spaces      = Table[Space]{name: "space", key: func(s *Space) Key { return K(fold(s.Name)) }}
	memberships = Table[membership]{name: "membership", key: func(m *membership) Key { return K(string(m.Person), m.Space) }}
)

// spacesOf yields the active spaces that a person belongs to, by name (SPC-13).
func spacesOf(r Reader, person PersonID) iter.Seq2[*Space, error] {
	if store, _, sso := person.SSO(); sso {
		return ssoSpacesOf(r, store, person)
	}
	return func(yield func(*Space, error) bool) {
		if person == "" {
			return
		}
		for m, err := range memberships.All(r, Range{Prefix: K(string(person))}) {
			if err != nil {
				yield(nil, err)
				return
			}
			space, found, err := spaces.Get(r, K(m.Space))
			if err == nil && (!found || space.Deleted() || space.Type != BuilderSpace) {
				continue
			}
			if !yield(space, err) || err != nil {
				return
			}
		}
	}
}

// belongings counts a person's active spaces and tells whether they administer one.
func belongings(r Reader, person PersonID) (active int, administers bool, err error) {
	for space, err := range spacesOf(r, person) {
		if err != nil {
			return 0, false, err
		}
		member, err := memberOfPerson(r, space, person)
		if err != nil {
			return 0, false, err
		}
		if member == nil {
			continue
		}
		active++
		administers = administers || member.Effective() == SpaceAdministrator
	}
	return active, administers, nil
}

// SpaceView is a space as it is listed.
type SpaceView struct {
	Name        string    `json:"name"`
	Region      Region    `json:"region"`
	Type        SpaceType `json:"type"`
	Role        SpaceRole `json:"role"`
	Description string    `json:"description"`
	CreatedAt   Instant   `json:"createdAt"`
	CreatedBy   string    `json:"createdBy"`
	// BillingAccount and Tier are told to Space administrators only (BIL-08).
	BillingAccount AccountID `json:"billingAccount,omitempty"`
	Tier           Tier      `json:"tier,omitempty"`
	Application    string    `json:"application,omitempty"`
	IdentityStore  string    `json:"identityStore,omitempty"`
	Members        int       `json:"members"`
	Administrators int       `json:"administrators"`
	Invited        int       `json:"invited"`
	Projects       int       `json:"projects"`
	Teams          int       `json:"teams"`
	ID             string    `json:"id"`
}

func viewOf(s *Space, role SpaceRole) SpaceView {
	view := SpaceView{
		Name: s.Name, Region: s.Region, Type: s.Type, Role: role, Description: s.Description, CreatedAt: s.CreatedAt,
		CreatedBy: s.CreatedBy, Application: s.Application, IdentityStore: s.Store,
		Members: s.Members, Administrators: s.Administrators, Invited: s.Invited, Projects: s.Projects, Teams: s.Teams, ID: s.ID,
	}
	if role == SpaceAdministrator {
		view.BillingAccount, view.Tier = s.Billing, s.Tier
	}
	return view
}

// ListSpaces asks for the spaces that the acting person belongs to (SPC-13).
type ListSpaces struct{}

func (q *ListSpaces) answer(ask *Ask) (any, error) {
	list := []SpaceView{}
	for space, err := range spacesOf(ask, ask.session.Person) {
		if err != nil {
			return nil, err
		}
		member, err := memberOfPerson(ask, space, ask.session.Person)
		if err != nil {
			return nil, err
		}
		if member != nil {
			list = append(list, viewOf(space, member.Effective()))
		}
	}
	return list, nil
}

// ShowSpace asks for one space.
type ShowSpace struct {
	Name string `flag:"name" label:"Space" help:"name of the space" need:"yes"`
}

func (q *ShowSpace) spaceName() string { return q.Name }

func (q *ShowSpace) answer(ask *Ask) (any, error) {
	return viewOf(ask.space, ask.member.Effective()), nil
}

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

// EditSpace changes a space's description (SPC-17); name and Region can never be changed (SPC-04).
type EditSpace struct {
	Name        string `flag:"name" label:"Space" help:"name of the space" need:"yes"`
	Description string `flag:"description" label:"Description" help:"up to 200 characters"`
}

func (c *EditSpace) spaceName() string { return c.Name }

func (c *EditSpace) apply(act *Act) error {
	if err := checkDescription(c.Description); err != nil {
		return err
	}
	act.space.Description = c.Description
	if err := spaces.Put(act, act.space); err != nil {
		return err
	}
	act.plan(EffectChanges, "the description of %s", act.space.Name)
	return act.recordHere(act.space.Name, "changed the description")
}

// notBlank joins the texts that are not empty.
func notBlank(sep string, texts ...string) string {
	kept := texts[:0]
	for _, text := range texts {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return strings.Join(kept, sep)
}
