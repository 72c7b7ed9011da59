package model

import (
	"iter"
	"strings"
)

// spaceEntries are the entries of spaces.
func spaceEntries() []Entry {
	return []Entry{
		define[CreateSpace]("space.create", "Create space", "create-space", SignedIn(), unasked()),
		define[EditSpace]("space.edit", "Edit description", "edit-space", byAdministrators(), unasked()),
		define[DeleteSpace]("space.delete", "Delete space", "delete-space", byAdministrators(), TypeWord("delete")),
		ask[ListSpaces]("space.list", "Spaces", "spaces", SignedIn()),
		ask[ShowHome]("space.home", "Space at a glance", "space-home", EveryMember()),
		ask[ShowSpace]("space.show", "Space details", "spaces", EveryMember()),
	}
}

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
	// DefaultVPC names the VPC connection that work without its own uses (VPC-12); empty for none.
	DefaultVPC string `cbor:"23,keyasint,omitempty"`
	// GenerativeAI is since when the projects can access generative AI features (GEN-01); 0 while they cannot.
	GenerativeAI Instant `cbor:"30,keyasint,omitempty"`
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
	GenerativeAI   bool      `json:"generativeAI"`
	ID             string    `json:"id"`
}

func viewOf(s *Space, role SpaceRole) SpaceView {
	view := SpaceView{
		Name: s.Name, Region: s.Region, Type: s.Type, Role: role, Description: s.Description, CreatedAt: s.CreatedAt,
		CreatedBy: s.CreatedBy, Application: s.Application, IdentityStore: s.Store,
		Members: s.Members, Administrators: s.Administrators, Invited: s.Invited, Projects: s.Projects, Teams: s.Teams, GenerativeAI: s.GenerativeAI != 0, ID: s.ID,
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
