package model

import (
	"cmp"
	"iter"
	"strings"
)

// personEntries are the entries of a person: signing up, signing in and acting as someone.
func personEntries() []Entry {
	return []Entry{
		define[SignUp]("person.sign-up", "Sign up", "sign-up", Anyone(), unasked()).rehearsal(),
		define[ResendCode]("person.resend-code", "Resend code", "sign-up", Anyone(), unasked()).rehearsal(),
		define[CreateBuilderID]("person.verify", "Create your AWS Builder ID", "sign-up", Anyone(), unasked()).rehearsal(),
		define[EditProfile]("person.edit", "Edit my profile", "profile", SignedIn(), unasked()),
		define[ResetPassword]("person.reset-password", "Reset my password", "password-reset", SignedIn(), unasked()),
		define[Subscribe]("person.subscribe", "Change my Amazon Q subscription", "amazon-q-usage", SignedIn(), unasked()),
		ask[ShowProfile]("person.show", "Profile", "profile", SignedIn()),
		ask[ShowAIUsage]("person.usage", "My generative AI feature usage", "amazon-q-usage", SignedIn()),
		ask[ShowQuotaTable]("person.quotas", "Table of quotas for generative AI", "amazon-q-usage", Anyone()),
		ask[SignInAs]("person.sign-in", "Sign in", "signing-in", Anyone()).rehearsal(),
		ask[ListPeople]("person.list", "People to act as", "acting-as", Anyone()).rehearsal(),
		ask[Whois]("person.whois", "Look a person up", "acting-as", Anyone()),
		ask[ListOutbox]("outbox.list", "Outbox", "outbox", Anyone()),
	}
}

// PersonKind tells how a person signs in.
type PersonKind string

// The kinds of people.
const (
	BuilderID PersonKind = "aws-builder-id"
	SSOUser   PersonKind = "sso-user"
)

// Title is the kind in the product's words.
func (k PersonKind) Title() string {
	if k == SSOUser {
		return "SSO user"
	}
	return "AWS Builder ID"
}

// Person is someone with an AWS Builder ID as stored, or a view of an SSO user (see [findPerson]).
type Person struct {
	// Alias is unique across all users and can never be changed (IDN-05). An SSO user goes by the user name.
	Alias    string     `json:"alias" cbor:"1,keyasint"`
	Name     string     `json:"name" cbor:"2,keyasint"`
	Nickname string     `json:"nickname,omitempty" cbor:"3,keyasint,omitempty"`
	Email    string     `json:"email,omitempty" cbor:"4,keyasint,omitempty"`
	Kind     PersonKind `json:"kind" cbor:"5,keyasint"`
	// Company is the display name of an SSO user's application (IDN-07).
	Company  string  `json:"company,omitempty" cbor:"-"`
	SignedUp Instant `json:"signedUp,omitempty" cbor:"6,keyasint"`
	// CreatedIn and Created count the spaces that the person created in a calendar month (SPC-16).
	CreatedIn string `json:"-" cbor:"7,keyasint,omitempty"`
	Created   int    `json:"-" cbor:"8,keyasint,omitempty"`
	// ID is not stored: it follows from the rest.
	ID PersonID `json:"id" cbor:"-"`
}

// emailOwner is the person that an email address belongs to.
type emailOwner struct {
	Email string `cbor:"1,keyasint"`
	Alias string `cbor:"2,keyasint"`
}

var (
	people = Table[Person]{name: "person", key: func(p *Person) Key { return K(fold(p.Alias)) }}
	emails = Table[emailOwner]{name: "email", key: func(e *emailOwner) Key { return K(fold(e.Email)) }}
)

// findPerson looks a person up by id: an AWS Builder ID user, or an SSO user of an identity store.
func findPerson(r Reader, id PersonID) (*Person, bool, error) {
	if store, userName, sso := id.SSO(); sso {
		return findSSOPerson(r, store, userName)
	}
	p, found, err := people.Get(r, K(string(id)))
	if err != nil || !found {
		return nil, false, err
	}
	p.ID = id
	return p, true, nil
}

// personByEmail finds the AWS Builder ID user of an address.
func personByEmail(r Reader, email string) (*Person, bool, error) {
	owner, found, err := emails.Get(r, K(fold(email)))
	if err != nil || !found {
		return nil, false, err
	}
	return findPerson(r, BuilderPerson(owner.Alias))
}

// Whois resolves the name of a person as it is typed: an alias, the user name of an SSO user, or
// APPLICATION/USER where several directories have that user name.
type Whois struct {
	Name string `flag:"name" label:"Alias or user name" help:"alias, or the user name of an SSO user" need:"yes"`
}

func (q *Whois) answer(ask *Ask) (any, error) {
	p, err := whois(ask, q.Name)
	if err != nil {
		return nil, err
	}
	return *p, nil
}

// whois finds a person by the name that was typed.
func whois(r Reader, name string) (*Person, error) {
	if p, found, err := findPerson(r, BuilderPerson(name)); err != nil || (found && !strings.Contains(name, "/")) {
		return p, err
	}
	matches, err := ssoPeopleNamed(r, name)
	if err != nil {
		return nil, err
	}
	switch len(matches) {
	case 0:
		return nil, refuse("ACT-02", "as", "There is no person named %q.", name).
			fix("Give the alias of someone who signed up, or the user name of an SSO user.")
	case 1:
		return matches[0], nil
	default:
		return nil, refuse("ACT-02", "as", "Several directories have a user named %q.", name).
			fix("Write APPLICATION/%s, with the name of the Identity Center application.", name)
	}
}

// ListPeople asks for the people that one can act as: everybody with an AWS Builder ID, by alias.
type ListPeople struct {
	Filter string `flag:"filter" help:"only people whose alias, name or email holds this text"`
	Limit  int    `flag:"limit" help:"how many at the most" default:"200"`
}

func (q *ListPeople) answer(ask *Ask) (any, error) {
	list := []Person{}
	for p, err := range people.All(ask, Range{}) {
		if err != nil {
			return nil, err
		}
		if containsFold(q.Filter, p.Alias, p.Name, p.Email) {
			p.ID = BuilderPerson(p.Alias)
			list = append(list, *p)
		}
		if q.Limit > 0 && len(list) == q.Limit {
			break
		}
	}
	return list, nil
}

// containsFold reports whether one of the texts holds the filter, without regard to case.
func containsFold(filter string, texts ...string) bool {
	filter = fold(filter)
	for _, text := range texts {
		if strings.Contains(strings.ToLower(text), filter) {
			return true
		}
	}
	return filter == ""
}

// Profile is what a person's page shows (IDN-07).
type Profile struct {
	Person
	// KindTitle is the label above the icon: AWS Builder ID, or SSO user with the company's name.
	KindTitle string `json:"kindTitle"`
	// Spaces are those of the acting person that the profile's owner belongs to as well.
	Spaces []string `json:"spaces"`
	// Own tells that it is the acting person's own: the program then calls it My settings (IDN-08).
	Own bool `json:"own"`
}

// ShowProfile asks for a profile; with no alias for the acting person's own (IDN-08).
type ShowProfile struct {
	Alias string `flag:"alias" label:"Alias" help:"whose profile; your own without it"`
}

func (q *ShowProfile) answer(ask *Ask) (any, error) {
	p, err := profiled(ask, q.Alias)
	if err != nil {
		return nil, err
	}
	profile := Profile{Person: *p, KindTitle: p.Kind.Title(), Own: p.ID == ask.session.Person, Spaces: []string{}}
	if p.Company != "" {
		profile.KindTitle += " of " + p.Company
	}
	for space, err := range commonSpaces(ask, p.ID) {
		if err != nil {
			return nil, err
		}
		profile.Spaces = append(profile.Spaces, space.Name)
	}
	return profile, nil
}

// profiled finds the person whose profile is asked for.
func profiled(ask *Ask, alias string) (*Person, error) {
	if alias != "" {
		return whois(ask, alias)
	}
	p, found, err := findPerson(ask, ask.session.Person)
	if err == nil && !found {
		err = refuse("IDN-08", "as", "There is no person %q.", ask.session.Person).fix("Choose who acts.")
	}
	return p, err
}

// commonSpaces yields the spaces that both the acting person and another belong to.
func commonSpaces(ask *Ask, other PersonID) iter.Seq2[*Space, error] {
	return func(yield func(*Space, error) bool) {
		for space, err := range spacesOf(ask, ask.session.Person) {
			if err != nil {
				yield(nil, err)
				return
			}
			member, err := memberOfPerson(ask, space, other)
			if (err != nil || member != nil) && !yield(space, err) {
				return
			}
		}
	}
}

// EditProfile changes the acting person's full name and nickname; the alias never changes (IDN-06).
type EditProfile struct {
	Name     string `flag:"name" label:"Full name" help:"shown everywhere; spaces are allowed" need:"yes"`
	Nickname string `flag:"nickname" label:"Nickname" help:"not the alias"`
}

func (c *EditProfile) fieldsRule() string { return "IDN-06" }

func (c *EditProfile) apply(act *Act) error {
	p, found, err := findPerson(act, act.session.Person)
	if err != nil || !found {
		return err
	}
	if p.Kind == SSOUser {
		return refuse("FED-11", "name", "The profile of an SSO user is kept in the company's directory.").
			fix("Ask the Identity federation administrator to change it in IAM Identity Center.").who("the Identity federation administrator")
	}
	if err := checkName("IDN-06", "name", c.Name); err != nil {
		return err
	}
	if strings.TrimSpace(c.Nickname) != "" {
		if err := checkName("IDN-07", "nickname", c.Nickname); err != nil {
			return err
		}
	}
	old := p.Name
	nickname := p.Nickname
	p.Name, p.Nickname = strings.TrimSpace(c.Name), strings.TrimSpace(c.Nickname)
	if err := people.Put(act, p); err != nil {
		return err
	}
	if err := renameInSpaces(act, p); err != nil {
		return err
	}
	if p.Name != old {
		act.plan(EffectChanges, "the full name of @%s from %q to %q", p.Alias, old, p.Name)
	}
	if p.Nickname != nickname {
		act.plan(EffectChanges, "the nickname of @%s from %q to %q", p.Alias, nickname, p.Nickname)
	}
	return act.record("", p.Alias, "changed their profile")
}

// renameInSpaces brings a new full name to every space that the person belongs to (IDN-06).
func renameInSpaces(act *Act, p *Person) error {
	for space, err := range spacesOf(act, p.ID) {
		if err != nil {
			return err
		}
		member, err := memberOfPerson(act, space, p.ID)
		if err != nil {
			return err
		}
		if member == nil || member.Name == p.Name {
			continue
		}
		member.Name = p.Name
		if err := members.Put(act, member); err != nil {
			return err
		}
		if err := act.record(space.ID, p.Alias, "changed their full name"); err != nil {
			return err
		}
	}
	return nil
}

// ResetPassword asks for a message with a way to a new password (IDN-09).
type ResetPassword struct{}

func (c *ResetPassword) apply(act *Act) error {
	p, found, err := findPerson(act, act.session.Person)
	if err != nil || !found {
		return err
	}
	if p.Kind == SSOUser {
		return refuse("IDN-09", "", "Your password lives with the identity provider of %s.", cmp.Or(p.Company, "your company")).
			fix("Reset it there.").who("the Identity federation administrator")
	}
	act.plan(EffectMails, "a code for a new password to %s", p.Email)
	if err := act.mail(p.Email, "Reset your AWS Builder ID password",
		"Someone asked to reset the password of your AWS Builder ID. If it was you, go on with this code.", act.digits("reset", 6)); err != nil {
		return err
	}
	return act.record("", p.Alias, "asked for a password reset")
}
