package model

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// DirectoryUser is a user of an identity store. The user name is unique in the store (facts.md 6.2).
type DirectoryUser struct {
	Set         string `json:"-" cbor:"-"`
	UserName    string `json:"userName" cbor:"2,keyasint"`
	ID          string `json:"userId" cbor:"3,keyasint"`
	DisplayName string `json:"displayName" cbor:"4,keyasint,omitempty"`
	GivenName   string `json:"givenName,omitempty" cbor:"5,keyasint,omitempty"`
	FamilyName  string `json:"familyName,omitempty" cbor:"6,keyasint,omitempty"`
	// Email may be empty: nothing is invented for a user who has none (FED-25).
	Email    string `json:"email" cbor:"7,keyasint,omitempty"`
	Inactive bool   `json:"inactive" cbor:"8,keyasint,omitempty"`
	// Groups holds the ids of the groups that the user is in.
	Groups []string `json:"groups,omitempty" cbor:"9,keyasint,omitempty"`
}

// shown is the name that a space shows for the user.
func (u *DirectoryUser) shown() string {
	if u.DisplayName != "" {
		return u.DisplayName
	}
	if name := notBlank(" ", u.GivenName, u.FamilyName); name != "" {
		return name
	}
	return u.UserName
}

// DirectoryGroup is a group of an identity store.
type DirectoryGroup struct {
	Set         string `json:"-" cbor:"1,keyasint"`
	ID          string `json:"groupId" cbor:"2,keyasint"`
	Name        string `json:"name" cbor:"3,keyasint"`
	Description string `json:"description,omitempty" cbor:"4,keyasint,omitempty"`
	Users       int    `json:"users" cbor:"5,keyasint"`
}

// directoryName leads from a unique attribute to what has it: a user's id or email, a group's name.
type directoryName struct {
	Set  string `cbor:"-"`
	Name string `cbor:"-"` // folded where case does not count
	Of   string `cbor:"1,keyasint"`
}

// groupUser is a user in a group.
type groupUser struct {
	Set    string `cbor:"-"`
	Group  string `cbor:"-"`
	Handle string `cbor:"-"`
}

func nameKey(n *directoryName) Key     { return K(n.Set, n.Name) }
func fillName(n *directoryName, k Key) { n.Set, n.Name = k.Part(0), k.Part(1) }

var (
	directoryUsers  = Table[DirectoryUser]{name: "user", key: func(u *DirectoryUser) Key { return K(u.Set, fold(u.UserName)) }, fill: func(u *DirectoryUser, k Key) { u.Set = k.Part(0) }}
	directoryGroups = Table[DirectoryGroup]{name: "group", key: func(g *DirectoryGroup) Key { return K(g.Set, g.ID) }}
	userIDs         = Table[directoryName]{name: "userid", key: nameKey, fill: fillName}
	userEmails      = Table[directoryName]{name: "useremail", key: nameKey, fill: fillName}
	groupNames      = Table[directoryName]{name: "groupname", key: nameKey, fill: fillName}
	groupUsers      = Table[groupUser]{name: "groupuser", key: func(g *groupUser) Key { return K(g.Set, g.Group, g.Handle) },
		fill: func(g *groupUser, k Key) { g.Set, g.Group, g.Handle = k.Part(0), k.Part(1), k.Part(2) }}
)

// directoryTables are the tables that stand under an identity store's set.
func directoryTables() []string {
	return []string{directoryUsers.name, directoryGroups.name, userIDs.name, userEmails.name, groupNames.name, groupUsers.name}
}

// userNameForm is facts.md 6.2's: letters, marks, symbols, numbers and punctuation, so no spaces.
var userNameForm = regexp.MustCompile(`^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$`)

// check keeps the limits of facts.md 6.2.
func (u *DirectoryUser) check() error {
	if !userNameForm.MatchString(u.UserName) || strings.ContainsFunc(u.UserName, notShown) {
		return refuse("FED-25", "user-name", "%q does not have the form of a user name.", clip(u.UserName)).
			fix("Use 1 to 128 letters, digits and signs, without spaces.")
	}
	for field, text := range map[string]string{"display-name": u.DisplayName, "given-name": u.GivenName, "family-name": u.FamilyName} {
		if utf8.RuneCountInString(text) > maxName || !utf8.ValidString(text) || strings.ContainsFunc(text, notShown) {
			return refuse("FED-25", field, "The name is longer than %d characters, or holds what cannot be shown.", maxName).fix("Shorten it; leave out control characters.")
		}
	}
	if u.Email != "" {
		return checkEmail("FED-25", u.Email)
	}
	return nil
}

// directoryEdit is a change by hand to an identity store: the store, and what the sync must be told.
type directoryEdit struct {
	act   *Act
	store *identityStore
}

func editDirectory(act *Act, id string) (*directoryEdit, error) {
	s, err := findStore(act, id)
	if err != nil {
		return nil, err
	}
	return &directoryEdit{act: act, store: s}, nil
}

// editUser begins to edit a user of an identity store.
func editUser(act *Act, store, userName string) (*directoryEdit, *DirectoryUser, error) {
	e, err := editDirectory(act, store)
	if err != nil {
		return nil, nil, err
	}
	u, err := e.user(userName)
	return e, u, err
}

// done writes the store, which has a new revision.
func (e *directoryEdit) done() error {
	e.store.Revision++
	return identityStores.Put(e.act, e.store)
}

func (e *directoryEdit) user(name string) (*DirectoryUser, error) {
	u, found, err := directoryUsers.Get(e.act, K(e.store.set(), fold(name)))
	if err == nil && !found {
		err = refuse("FED-25", "user-name", "There is no user %q in the identity store %s.", clip(name), e.store.ID).fix("Check the user name.")
	}
	return u, err
}

func (e *directoryEdit) group(name string) (*DirectoryGroup, error) {
	return groupNamed(e.act, e.store, name)
}

// groupNamed finds a group by its name.
func groupNamed(r Reader, s *identityStore, name string) (*DirectoryGroup, error) {
	named, found, err := groupNames.Get(r, K(s.set(), fold(name)))
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, refuse("FED-25", "groups", "There is no group %q in the identity store %s.", clip(name), s.ID).fix("Check the name of the group.")
	}
	g, _, err := directoryGroups.Get(r, K(s.set(), named.Of))
	return g, err
}

// putUser writes a user over what was there (nil for nothing), with the names that lead to it.
func (e *directoryEdit) putUser(before, after *DirectoryUser) error {
	if err := e.act.claim(userEmails, e.store.set(), mailOf(before), mailOf(after), fold(after.UserName), "email"); err != nil {
		return err
	}
	if before == nil {
		if err := e.act.claim(userIDs, e.store.set(), "", after.ID, fold(after.UserName), "user-id"); err != nil {
			return err
		}
		e.store.Users++
	}
	return directoryUsers.Put(e.act, after)
}

func mailOf(u *DirectoryUser) string {
	if u == nil {
		return ""
	}
	return fold(u.Email)
}

// claim moves a unique name from one value to another, or says that someone else has it.
func (act *Act) claim(table Table[directoryName], set, before, after, of, field string) error {
	if before == after {
		return nil
	}
	if before != "" {
		if err := table.Delete(act, &directoryName{Set: set, Name: before}); err != nil {
			return err
		}
	}
	if after == "" {
		return nil
	}
	owner, taken, err := table.Get(act, K(set, after))
	if err != nil {
		return err
	}
	if taken && owner.Of != of {
		return refuse("FED-25", field, "%q belongs to another user or group of the identity store (%s).", clip(after), clip(owner.Of)).fix("Give another one.")
	}
	return table.Put(act, &directoryName{Set: set, Name: after, Of: of})
}

// CreateUser adds a user to an identity store.
type CreateUser struct {
	Store       string   `flag:"identity-store" label:"Identity store ID" help:"d-…" need:"yes"`
	UserName    string   `flag:"user-name" label:"User name" help:"1 to 128 characters without spaces; unique in the store" need:"yes"`
	GivenName   string   `flag:"given-name" label:"Given name"`
	FamilyName  string   `flag:"family-name" label:"Family name"`
	DisplayName string   `flag:"display-name" label:"Display name" help:"shown in the space"`
	Email       string   `flag:"email" label:"Email" help:"may be left empty"`
	Groups      []string `flag:"groups" label:"Groups" help:"names of groups, with commas between"`
}

func (c *CreateUser) awsAccount(r Reader) (AccountID, error) { return storeAccount(r, c.Store) }

func (c *CreateUser) apply(act *Act) error {
	e, err := editDirectory(act, c.Store)
	if err != nil {
		return err
	}
	u := &DirectoryUser{Set: e.store.set(), UserName: c.UserName, ID: act.userID(e.store.ID), GivenName: c.GivenName,
		FamilyName: c.FamilyName, DisplayName: c.DisplayName, Email: strings.TrimSpace(c.Email)}
	if err := u.check(); err != nil {
		return err
	}
	if taken, err := directoryUsers.Has(act, K(u.Set, fold(u.UserName))); err != nil {
		return err
	} else if taken {
		return refuse("FED-25", "user-name", "There is a user %q in the identity store already.", u.UserName).fix("Choose another user name.")
	}
	if err := e.putUser(nil, u); err != nil {
		return err
	}
	for _, name := range c.Groups {
		if err := e.join(u, name); err != nil {
			return err
		}
	}
	act.plan(EffectCreates, "the user %s in the identity store %s", u.UserName, e.store.ID)
	return e.userChanged(u, "added to the directory")
}

// userChanged tells the sync of a user's change, and ends the edit with its activity entry.
func (e *directoryEdit) userChanged(u *DirectoryUser, what string) error {
	if err := e.done(); err != nil {
		return err
	}
	if err := awaitUser(e.act, e.store, fold(u.UserName), what); err != nil {
		return err
	}
	return recordInDirectory(e.act, e.store, u.UserName, "%s: %s", u.UserName, what)
}

// recordInDirectory leaves an entry with the space that the directory serves, or with none.
func recordInDirectory(act *Act, s *identityStore, object, text string, args ...any) error {
	app, found, err := applications.Get(act, K(s.Application))
	if err != nil {
		return err
	}
	if !found || app.Space == "" {
		return act.record("", object, text, args...)
	}
	space, _, err := spaces.Get(act, K(app.Space))
	if err != nil {
		return err
	}
	return act.record(space.ID, object, text, args...)
}

// UpdateUser changes the names, the email or the activity of a user; what is left empty stays as it is.
type UpdateUser struct {
	Store       string `flag:"identity-store" label:"Identity store ID" help:"d-…" need:"yes"`
	UserName    string `flag:"user-name" label:"User name" help:"who is changed" need:"yes"`
	GivenName   string `flag:"given-name" label:"Given name"`
	FamilyName  string `flag:"family-name" label:"Family name"`
	DisplayName string `flag:"display-name" label:"Display name"`
	Email       string `flag:"email" label:"Email"`
	Inactive    bool   `flag:"inactive" label:"Inactive" help:"an inactive user signs in nowhere"`
	Active      bool   `flag:"active" label:"Active" help:"makes an inactive user active again"`
}

func (c *UpdateUser) awsAccount(r Reader) (AccountID, error) { return storeAccount(r, c.Store) }

func (c *UpdateUser) apply(act *Act) error {
	e, err := editDirectory(act, c.Store)
	if err != nil {
		return err
	}
	before, err := e.user(c.UserName)
	if err != nil {
		return err
	}
	after := *before
	c.fill(&after)
	if err := after.check(); err != nil {
		return err
	}
	if err := e.putUser(before, &after); err != nil {
		return err
	}
	act.plan(EffectChanges, "the user %s of the identity store %s", after.UserName, e.store.ID)
	return e.userChanged(&after, "changed in the directory")
}

func (c *UpdateUser) fill(u *DirectoryUser) {
	for _, set := range []struct {
		to   *string
		from string
	}{{&u.GivenName, c.GivenName}, {&u.FamilyName, c.FamilyName}, {&u.DisplayName, c.DisplayName}, {&u.Email, strings.TrimSpace(c.Email)}} {
		if set.from != "" {
			*set.to = set.from
		}
	}
	u.Inactive = (u.Inactive || c.Inactive) && !c.Active
}

// DeleteUser deletes a user from an identity store, with the group memberships.
type DeleteUser struct {
	Store    string `flag:"identity-store" label:"Identity store ID" help:"d-…" need:"yes"`
	UserName string `flag:"user-name" label:"User name" help:"who is deleted" need:"yes"`
}

func (c *DeleteUser) awsAccount(r Reader) (AccountID, error) { return storeAccount(r, c.Store) }

func (c *DeleteUser) apply(act *Act) error {
	e, u, err := editUser(act, c.Store, c.UserName)
	if err != nil {
		return err
	}
	act.plan(EffectRemoves, "the user %s from the identity store %s", u.UserName, e.store.ID)
	before := e.store.Memberships
	for _, id := range slices.Clone(u.Groups) {
		if err := e.leave(u, id); err != nil {
			return err
		}
	}
	gone := before - e.store.Memberships
	act.planCounted(EffectRemoves, gone, count(gone, "group membership goes", "group memberships go"))
	if err := e.drop(u); err != nil {
		return err
	}
	return e.userChanged(u, "deleted from the directory")
}

func (e *directoryEdit) drop(u *DirectoryUser) error {
	if u.Email != "" {
		if err := userEmails.Delete(e.act, &directoryName{Set: u.Set, Name: fold(u.Email)}); err != nil {
			return err
		}
	}
	if err := userIDs.Delete(e.act, &directoryName{Set: u.Set, Name: u.ID}); err != nil {
		return err
	}
	e.store.Users--
	return directoryUsers.Delete(e.act, u)
}

// join puts a user in a group, by the group's name.
func (e *directoryEdit) join(u *DirectoryUser, name string) error {
	g, err := e.group(name)
	if err != nil {
		return err
	}
	if slices.Contains(u.Groups, g.ID) {
		return refuse("FED-25", "group", "%s is in the group %s already.", u.UserName, g.Name).fix("Nothing needs to be done.")
	}
	u.Groups = append(slices.Clone(u.Groups), g.ID)
	g.Users++
	e.store.Memberships++
	if err := directoryGroups.Put(e.act, g); err != nil {
		return err
	}
	if err := groupUsers.Put(e.act, &groupUser{Set: u.Set, Group: g.ID, Handle: fold(u.UserName)}); err != nil {
		return err
	}
	return directoryUsers.Put(e.act, u)
}

// leave takes a user out of a group, by the group's id. Of a group that was deleted the user may still have
// the id: its memberships went with it.
func (e *directoryEdit) leave(u *DirectoryUser, id string) error {
	u.Groups = slices.DeleteFunc(slices.Clone(u.Groups), func(g string) bool { return g == id })
	if err := groupUsers.Delete(e.act, &groupUser{Set: u.Set, Group: id, Handle: fold(u.UserName)}); err != nil {
		return err
	}
	g, found, err := directoryGroups.Get(e.act, K(u.Set, id))
	if err != nil {
		return err
	}
	if found {
		e.store.Memberships--
		g.Users--
		if err := directoryGroups.Put(e.act, g); err != nil {
			return err
		}
	}
	return directoryUsers.Put(e.act, u)
}
