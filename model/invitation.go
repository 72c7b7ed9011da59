package model

import (
	"slices"
	"strings"
	"time"
)

// Limits on invitations (MEM-03, facts.md 3.1 and 3.2).
const (
	InvitationLifetime   = 24 * time.Hour
	MaxSentInDay         = 500
	MaxReceivedInDay     = 25
	receivedSequenceName = "received"
	sentSequenceName     = "sent"
)

// Invitation is what an invited row knows beside the address and the role.
type Invitation struct {
	By      string  `json:"by" cbor:"1,keyasint"` // alias
	At      Instant `json:"at" cbor:"2,keyasint"`
	Expires Instant `json:"expires" cbor:"3,keyasint"`
}

// tally counts something for one calendar day.
type tally struct {
	What string `cbor:"1,keyasint"`
	Whom string `cbor:"2,keyasint"`
	Day  string `cbor:"3,keyasint"`
	N    int    `cbor:"4,keyasint"`
}

var tallies = Table[tally]{name: "tally", key: func(t *tally) Key { return K(t.What, t.Whom) }}

// tallyToday counts one more today, or says that the most was reached.
func tallyToday(act *Act, what, whom string, most int) (bool, error) {
	t, found, err := tallies.Get(act, K(what, whom))
	if err != nil {
		return false, err
	}
	if !found || t.Day != act.Now.Day() {
		t = &tally{What: what, Whom: whom, Day: act.Now.Day()}
	}
	t.N++
	if t.N > most {
		return false, nil
	}
	return true, tallies.Put(act, t)
}

// InviteMember invites someone to the space by email, with a role (MEM-02).
type InviteMember struct {
	Space string    `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Email string    `flag:"email" label:"Email" help:"whom to invite" need:"yes"`
	Role  SpaceRole `flag:"role" label:"Role" help:"the role in the space" need:"yes" default:"limited-access"`
}

func (c *InviteMember) spaceName() string { return c.Space }

func (c *InviteMember) apply(act *Act) error {
	if err := builderSpaceOnly(act.space); err != nil {
		return err
	}
	if err := c.check(act); err != nil {
		return err
	}
	if err := notYetInvited(act, c.Email); err != nil {
		return err
	}
	return sendInvitation(act, &Member{Email: strings.TrimSpace(c.Email), Role: c.Role}, act.space.Name+" as "+c.Role.Title())
}

func (c *InviteMember) check(act *Act) error {
	if err := checkEmail("MEM-05", c.Email); err != nil {
		return err
	}
	if err := c.Role.check("MEM-02"); err != nil {
		return err
	}
	if c.Role == SpaceAdministrator && act.member != nil && act.member.Effective() != SpaceAdministrator {
		return refuse("MEM-06", "role", "A %s cannot make anyone Space administrator.", act.member.Effective().Title()).
			fix("Choose another role, or ask a Space administrator.").who("a Space administrator of the space")
	}
	return nil
}

// notYetInvited keeps MEM-05; an invitation that expired does not count.
func notYetInvited(act *Act, email string) error {
	if p, found, err := personByEmail(act, email); err != nil {
		return err
	} else if found {
		if m, err := memberOfPerson(act, act.space, p.ID); err != nil || m != nil {
			if err == nil {
				err = refuse("MEM-05", "email", "%s belongs to @%s, who is a member of %s already.", email, p.Alias, act.space.Name).
					fix("Change the role instead.")
			}
			return err
		}
	}
	m, found, err := members.Get(act, K(act.space.MemberSet, fold(email)))
	if err == nil && found && m.Invitation != nil && act.Now < m.Invitation.Expires {
		err = refuse("MEM-05", "email", "%s is invited to %s already.", email, act.space.Name).
			fix("Resend the invitation, or cancel it first.")
	}
	return err
}

// sendInvitation writes the invited row over one that expired, and mails it (MEM-03).
func sendInvitation(act *Act, m *Member, to string) error {
	before, err := freshRow(act, m)
	if err != nil {
		return err
	}
	if err := withinDailyLimits(act, m.Email); err != nil {
		return err
	}
	by := act.actor().Name
	m.Set, m.Status, m.Since = act.space.MemberSet, StatusInvited, act.Now
	m.Invitation = &Invitation{By: by, At: act.Now, Expires: act.Now.Add(InvitationLifetime)}
	if err := putMember(act, act.space, before, m); err != nil {
		return err
	}
	if err := spaces.Put(act, act.space); err != nil {
		return err
	}
	act.plan(EffectMails, "an invitation to %s for %s, good for 24 hours", m.Email, to)
	if err := act.mail(m.Email, "You are invited to "+act.space.Name,
		"@"+by+" invites you to "+to+". Sign in or sign up with this address and accept within 24 hours.", ""); err != nil {
		return err
	}
	return act.recordHere(m.Email, "invited %s to %s", m.Email, to)
}

// freshRow returns the row that an invitation takes the place of, if there is one. The project roles of one
// that expired go with it, unless the new one is the same resent.
func freshRow(act *Act, m *Member) (*Member, error) {
	before, found, err := members.Get(act, K(act.space.MemberSet, fold(m.Email)))
	if err != nil || !found || slices.Equal(before.Projects, m.Projects) {
		return before, err
	}
	return before, dropGrants(act, before)
}

func withinDailyLimits(act *Act, email string) error {
	ok, err := tallyToday(act, sentSequenceName, string(act.session.Person), MaxSentInDay)
	if err != nil {
		return err
	}
	if !ok {
		return refuse("MEM-03", "", "You sent %d invitations today, and that is the most in a day.", MaxSentInDay).fix("Go on tomorrow.")
	}
	ok, err = tallyToday(act, receivedSequenceName, fold(email), MaxReceivedInDay)
	if err == nil && !ok {
		err = refuse("MEM-03", "email", "%s received %d invitations today, and that is the most in a day.", email, MaxReceivedInDay).fix("Try again tomorrow.")
	}
	return err
}

// invitedRow finds the pending invitation of an address in the command's space.
func invitedRow(act *Act, space *Space, email string) (*Member, error) {
	if err := builderSpaceOnly(space); err != nil {
		return nil, err
	}
	m, found, err := members.Get(act, K(space.MemberSet, fold(email)))
	if err == nil && (!found || m.Status != StatusInvited) {
		err = refuse("MEM-03", "email", "No invitation of %s to %s is pending.", clip(email), space.Name).fix("Look at the list of members.")
	}
	return m, err
}

// ResendInvitation mails a pending or expired invitation again; it is then good for another 24 hours.
type ResendInvitation struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Email string `flag:"email" label:"Email" help:"whose invitation" need:"yes"`
}

func (c *ResendInvitation) spaceName() string { return c.Space }

func (c *ResendInvitation) apply(act *Act) error {
	m, err := invitedRow(act, act.space, c.Email)
	if err != nil {
		return err
	}
	if m.Role == SpaceAdministrator && act.member != nil && act.member.Effective() != SpaceAdministrator {
		return refuse("MEM-06", "email", "A %s cannot invite a Space administrator again.", act.member.Effective().Title()).
			fix("Ask a Space administrator to resend it.").who("a Space administrator of the space")
	}
	again := *m
	return sendInvitation(act, &again, act.space.Name+" as "+m.Role.Title())
}

// CancelInvitation takes a pending invitation back.
type CancelInvitation struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Email string `flag:"email" label:"Email" help:"whose invitation" need:"yes"`
}

func (c *CancelInvitation) spaceName() string { return c.Space }

func (c *CancelInvitation) apply(act *Act) error {
	m, err := invitedRow(act, act.space, c.Email)
	if err != nil {
		return err
	}
	act.plan(EffectEnds, "the invitation of %s as %s", m.Email, m.Role.Title())
	if err := dropInvitation(act, act.space, m); err != nil {
		return err
	}
	return act.recordHere(m.Email, "cancelled the invitation of %s", m.Email)
}

func dropInvitation(act *Act, space *Space, m *Member) error {
	if err := dropGrants(act, m); err != nil {
		return err
	}
	if err := putMember(act, space, m, nil); err != nil {
		return err
	}
	return spaces.Put(act, space)
}

// AcceptInvitation makes the acting person a member of the space that invited them (MEM-03, MEM-04).
type AcceptInvitation struct {
	Space string `flag:"space" label:"Space" help:"name of the space that invited you" need:"yes"`
}

func (c *AcceptInvitation) apply(act *Act) error {
	p, space, m, err := ownInvitation(act, c.Space)
	if err != nil {
		return err
	}
	if act.Now >= m.Invitation.Expires {
		return refuse("MEM-03", "space", "The invitation to %s expired at %s.", space.Name, m.Invitation.Expires.Stamp()).
			fix("Ask @%s to resend it.", m.Invitation.By)
	}
	if active, _, err := belongings(act, p.ID); err != nil {
		return err
	} else if active >= MaxActiveSpaces {
		return refuse("SPC-16", "", "You belong to %d active spaces, and %d is the most.", active, MaxActiveSpaces).fix("Leave or delete one first.")
	}
	if err := joinSpace(act, space, p, m.Role, m.ViaProject); err != nil {
		return err
	}
	if err := moveGrants(act, space, m, p); err != nil {
		return err
	}
	act.plan(EffectCreates, "your membership of %s as %s", space.Name, m.Role.Title())
	return act.record(space.ID, p.Alias, "accepted the invitation to %s as %s", space.Name, m.Role.Title())
}

// moveGrants brings the project roles of an invited row over to the member that it became.
func moveGrants(act *Act, space *Space, invited *Member, p *Person) error {
	for _, grant := range invited.Projects {
		row := projectMember{Set: space.MemberSet, Project: fold(grant.Project), Handle: invited.handle(), Role: grant.Role}
		if err := projectMembers.Delete(act, &row); err != nil {
			return err
		}
		row.Handle = fold(p.Alias)
		if err := projectMembers.Put(act, &row); err != nil {
			return err
		}
	}
	return nil
}

// ownInvitation finds the invitation of the acting person's own email. Without one the answer is the same
// whether or not the space exists (SPC-15).
func ownInvitation(act *Act, name string) (*Person, *Space, *Member, error) {
	none := refuse("MEM-03", "space", "No invitation to a space named %q waits for you.", clip(name)).
		fix("Check the name; an invitation is accepted only by the person whose email it names.").who("the person whose email the invitation names")
	p, found, err := findPerson(act, act.session.Person)
	if err != nil || !found || p.Kind != BuilderID {
		return nil, nil, nil, firstError(err, none)
	}
	space, found, err := spaces.Get(act, K(fold(name)))
	if err != nil || !found || space.Deleted() {
		return nil, nil, nil, firstError(err, none)
	}
	m, found, err := members.Get(act, K(space.MemberSet, fold(p.Email)))
	if err != nil || !found || m.Status != StatusInvited {
		return nil, nil, nil, firstError(err, none)
	}
	return p, space, m, nil
}

func firstError(err error, otherwise *Refusal) error {
	if err != nil {
		return err
	}
	return otherwise
}

// DeclineInvitation turns an invitation down.
type DeclineInvitation struct {
	Space string `flag:"space" label:"Space" help:"name of the space that invited you" need:"yes"`
}

func (c *DeclineInvitation) apply(act *Act) error {
	p, space, m, err := ownInvitation(act, c.Space)
	if err != nil {
		return err
	}
	act.plan(EffectEnds, "your invitation to %s", space.Name)
	if err := dropInvitation(act, space, m); err != nil {
		return err
	}
	return act.record(space.ID, p.Alias, "declined the invitation to %s", space.Name)
}

// InvitationView is an invitation as the invited person sees it.
type InvitationView struct {
	Space    string    `json:"space"`
	Role     SpaceRole `json:"role"`
	By       string    `json:"by"`
	At       Instant   `json:"at"`
	Expires  Instant   `json:"expires"`
	Expired  bool      `json:"expired"`
	Projects []Grant   `json:"projects,omitempty"`
}

// ListInvitations asks for the invitations that wait for the acting person.
type ListInvitations struct{}

func (q *ListInvitations) answer(ask *Ask) (any, error) {
	list := []InvitationView{}
	p, found, err := findPerson(ask, ask.session.Person)
	if err != nil || !found || p.Kind != BuilderID {
		return list, err
	}
	for space, err := range spaces.All(ask, Range{}) {
		if err != nil {
			return nil, err
		}
		m, found, err := members.Get(ask, K(space.MemberSet, fold(p.Email)))
		if err != nil {
			return nil, err
		}
		if found && m.Status == StatusInvited && !space.Deleted() {
			i := m.Invitation
			list = append(list, InvitationView{Space: space.Name, Role: m.Role, By: i.By, At: i.At, Expires: i.Expires, Expired: ask.Now >= i.Expires, Projects: m.Projects})
		}
	}
	return list, nil
}
