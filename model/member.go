package model

import (
	"slices"
	"strings"
)

// memberEntries are the entries of the members of a space and its invitations.
func memberEntries() []Entry {
	return []Entry{
		define[InviteMember]("member.invite", "Invite", "invitations", byManagers(), unasked()),
		define[ResendInvitation]("member.resend", "Resend invitation", "invitations", byManagers(), unasked()),
		define[CancelInvitation]("member.cancel", "Cancel invitation", "invitations", byManagers(), Yes),
		define[AcceptInvitation]("member.accept", "Accept invitation", "invitations", SignedIn(), unasked()),
		define[DeclineInvitation]("member.decline", "Decline invitation", "invitations", SignedIn(), Yes),
		define[ChangeRole]("member.role", "Change role", "roles", byAdministrators(), unasked()),
		define[RemoveMember]("member.remove", "Remove member", "remove-member", byAdministrators(), Yes),
		define[RemoveAdministrator]("member.remove-administrator", "Remove Space administrator", "remove-member", byAdministrators(), Yes),
		ask[ListMembers]("member.list", "Members", "members", EveryMember()),
		ask[ListInvitations]("member.invitations", "My invitations", "invitations", SignedIn()),
	}
}

// MemberStatus tells whether someone belongs to the space yet (MEM-11).
type MemberStatus string

// The statuses of a member.
const (
	StatusMember  MemberStatus = "member"
	StatusInvited MemberStatus = "invited"
)

// Title is the status in the product's words.
func (s MemberStatus) Title() string {
	if s == StatusInvited {
		return "Invited"
	}
	return "Member"
}

// Grant is a project role that someone has.
type Grant struct {
	Project string      `json:"project" cbor:"1,keyasint"` // the project's name
	Role    ProjectRole `json:"role" cbor:"2,keyasint"`
}

// Member is someone in a space, or invited to it. Someone invited stands under the email address.
type Member struct {
	Set   string `cbor:"-"` // the space's MemberSet
	Alias string `cbor:"2,keyasint,omitempty"`
	Name  string `cbor:"3,keyasint,omitempty"`
	Email string `cbor:"4,keyasint,omitempty"`
	// Role is the member's own; TeamRole the strongest that a team brings.
	Role     SpaceRole    `cbor:"5,keyasint,omitempty"`
	TeamRole SpaceRole    `cbor:"6,keyasint,omitempty"`
	Status   MemberStatus `cbor:"7,keyasint"`
	Since    Instant      `cbor:"8,keyasint"`
	// ViaProject tells that the membership came with a project invitation and ends with the last project (MEM-04).
	ViaProject bool    `cbor:"9,keyasint,omitempty"`
	Projects   []Grant `cbor:"10,keyasint,omitempty"`
	// Teams holds the folded names of the teams that the member is in.
	Teams []string `cbor:"11,keyasint,omitempty"`
	// Groups holds the ids of the connected SSO groups that brought the member.
	Groups     []string    `cbor:"12,keyasint,omitempty"`
	Invitation *Invitation `cbor:"13,keyasint,omitempty"`
}

// Effective is the strongest of the member's own role and their teams' (MEM-10).
func (m *Member) Effective() SpaceRole {
	if m.TeamRole.strength() > m.Role.strength() {
		return m.TeamRole
	}
	return m.Role
}

// handle is what the member stands under in the space: the alias, or the email of someone invited.
func (m *Member) handle() string {
	if m.Status == StatusInvited {
		return fold(m.Email)
	}
	return fold(m.Alias)
}

// administrator marks a member whose effective role is Space administrator.
type administrator struct {
	Set    string `cbor:"1,keyasint"`
	Handle string `cbor:"2,keyasint"`
}

var (
	members        = Table[Member]{name: "member", key: func(m *Member) Key { return K(m.Set, m.handle()) }, fill: func(m *Member, k Key) { m.Set = k.Part(0) }}
	administrators = Table[administrator]{name: "administrator", key: func(a *administrator) Key { return K(a.Set, a.Handle) }}
)

// memberOfPerson returns a person's own row in a space, or nil where they do not belong to it. A person
// with an AWS Builder ID belongs to no federated space, nor an SSO user to another's (FED-24).
func memberOfPerson(r Reader, space *Space, person PersonID) (*Member, error) {
	handle := string(person)
	if store, userName, sso := person.SSO(); sso != (space.Type == FederatedSpace) || (sso && store != space.Store) {
		return nil, nil
	} else if sso {
		handle = userName
	}
	m, found, err := members.Get(r, K(space.MemberSet, handle))
	if err != nil || !found || m.Status != StatusMember {
		return nil, err
	}
	return m, nil
}

// putMember writes a member's row over what stood there before (nil for nothing), and keeps the space's
// counts and its list of administrators. The caller writes the space.
func putMember(act *Act, space *Space, before, after *Member) error {
	space.count(before, -1)
	space.count(after, +1)
	if err := markAdministrator(act, before, after); err != nil {
		return err
	}
	if before != nil && (after == nil || before.handle() != after.handle()) {
		if err := members.Delete(act, before); err != nil {
			return err
		}
	}
	if after == nil {
		return nil
	}
	return members.Put(act, after)
}

// count adds a row to the space's counts, or takes it out.
func (s *Space) count(m *Member, by int) {
	switch {
	case m == nil:
	case m.Status == StatusInvited:
		s.Invited += by
	default:
		s.Members += by
		if m.Effective() == SpaceAdministrator {
			s.Administrators += by
		}
	}
}

func markAdministrator(act *Act, before, after *Member) error {
	if before.administers() && !(after.administers() && after.handle() == before.handle()) {
		if err := administrators.Delete(act, &administrator{Set: before.Set, Handle: before.handle()}); err != nil {
			return err
		}
	}
	if !after.administers() {
		return nil
	}
	return administrators.Put(act, &administrator{Set: after.Set, Handle: after.handle()})
}

// administers reports whether the row belongs in the table Space administrators, invited ones included.
func (m *Member) administers() bool { return m != nil && m.Effective() == SpaceAdministrator }

// administratorsOf lists the people who administer a space.
func administratorsOf(r Reader, space *Space) ([]PersonID, error) {
	marks, err := administrators.Under(r, K(space.MemberSet))
	if err != nil {
		return nil, err
	}
	var list []PersonID
	for _, mark := range marks {
		if space.Type == BuilderSpace && strings.Contains(mark.Handle, "@") {
			continue // invited, not yet a member
		}
		id := PersonID(mark.Handle)
		if space.Type == FederatedSpace {
			id = SSOPerson(space.Store, mark.Handle)
		}
		list = append(list, id)
	}
	return list, nil
}

// joinSpace makes someone with an AWS Builder ID a member.
func joinSpace(act *Act, space *Space, p *Person, role SpaceRole, viaProject bool) error {
	invited, _, err := members.Get(act, K(space.MemberSet, fold(p.Email)))
	if err != nil {
		return err
	}
	m := &Member{Set: space.MemberSet, Alias: p.Alias, Name: p.Name, Email: p.Email, Role: role, Status: StatusMember, Since: act.Now, ViaProject: viaProject}
	if invited != nil {
		m.Projects = invited.Projects
	}
	if err := putMember(act, space, invited, m); err != nil {
		return err
	}
	if err := memberships.Put(act, &membership{Person: p.ID, Space: fold(space.Name)}); err != nil {
		return err
	}
	return spaces.Put(act, space)
}

// leaveSpace ends a membership, with every project role and team in the space (MEM-08).
func leaveSpace(act *Act, space *Space, m *Member) error {
	if err := disownDevEnvironments(act, space, m); err != nil {
		return err
	}
	if err := dropGrants(act, m); err != nil {
		return err
	}
	for _, team := range slices.Clone(m.Teams) {
		if err := leaveTeamRow(act, m, team); err != nil {
			return err
		}
	}
	if err := putMember(act, space, m, nil); err != nil {
		return err
	}
	if space.Type == BuilderSpace {
		if err := memberships.Delete(act, &membership{Person: BuilderPerson(m.Alias), Space: fold(space.Name)}); err != nil {
			return err
		}
	}
	return spaces.Put(act, space)
}

// dropGrants takes every project role of a row's own away, with its place in the projects' counts.
func dropGrants(act *Act, m *Member) error {
	for _, grant := range m.Projects {
		if err := projectMembers.Delete(act, &projectMember{Set: m.Set, Project: fold(grant.Project), Handle: m.handle()}); err != nil {
			return err
		}
		p, found, err := projects.Get(act, K(m.Set, fold(grant.Project)))
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		p.Members--
		if err := projects.Put(act, p); err != nil {
			return err
		}
	}
	return nil
}

// builderSpaceOnly keeps MEM-09 for whatever would add, remove or change people by hand.
func builderSpaceOnly(space *Space) error {
	if space.Type != FederatedSpace {
		return nil
	}
	return refuse("MEM-09", "space", "%s is a space with identity federation: nobody is invited, added or removed here.", space.Name).
		fix("The Identity federation administrator does it in IAM Identity Center, in the identity store %s; the sync brings it.", notBlank("", space.Store)).
		who("the Identity federation administrator")
}

// findMember looks someone up in the command's space, by alias or user name.
func (act *Act) findMember(alias string) (*Member, error) {
	m, found, err := members.Get(act, K(act.space.MemberSet, fold(alias)))
	if err == nil && (!found || m.Status != StatusMember) {
		err = refuse("MEM-08", "alias", "There is no member %q in %s.", clip(alias), act.space.Name).fix("Check the alias in the list of members.")
	}
	return m, err
}

// ChangeRole changes a member's space role (MEM-06). The role of a Space administrator is not changed in
// place but taken away first (MEM-08).
type ChangeRole struct {
	Space string    `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Alias string    `flag:"alias" label:"Alias" help:"whose role" need:"yes"`
	Role  SpaceRole `flag:"role" label:"Role" help:"the new role" need:"yes"`
}

func (c *ChangeRole) spaceName() string { return c.Space }

func (c *ChangeRole) apply(act *Act) error {
	if err := builderSpaceOnly(act.space); err != nil {
		return err
	}
	if err := c.Role.check("MEM-06"); err != nil {
		return err
	}
	m, err := act.findMember(c.Alias)
	if err != nil {
		return err
	}
	if m.Role == SpaceAdministrator && c.Role != SpaceAdministrator {
		return refuse("MEM-08", "role", "The role of a Space administrator is not changed in place.").
			fix("Take the role away with “Remove Space administrator”, then give another one.")
	}
	if m.Role == c.Role {
		return refuse("MEM-06", "role", "@%s has the role %s already.", m.Alias, c.Role.Title()).fix("Nothing needs to be done.")
	}
	return c.set(act, m)
}

func (c *ChangeRole) set(act *Act, m *Member) error {
	after := *m
	after.Role = c.Role
	if err := putMember(act, act.space, m, &after); err != nil {
		return err
	}
	act.plan(EffectChanges, "the role of @%s from %s to %s", m.Alias, m.Role.Title(), c.Role.Title())
	if err := spaces.Put(act, act.space); err != nil {
		return err
	}
	return act.recordHere(m.Alias, "changed the role of @%s from %s to %s", m.Alias, m.Role.Title(), c.Role.Title())
}
