package model

import (
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Application is an Identity Center application: the company towards a space (the guide's concepts).
type Application struct {
	Name        string    `cbor:"1,keyasint"`
	DisplayName string    `cbor:"2,keyasint"`
	ID          string    `cbor:"3,keyasint"`
	Account     AccountID `cbor:"4,keyasint"`
	Store       string    `cbor:"5,keyasint"`
	Space       string    `cbor:"6,keyasint,omitempty"` // folded; empty while none is associated
	CreatedAt   Instant   `cbor:"7,keyasint"`
	// Groups holds the ids of the connected groups; Arrived those that the sync has brought to the space.
	Groups  []string `cbor:"8,keyasint,omitempty"`
	Arrived []string `cbor:"9,keyasint,omitempty"`
	// Administrators holds the folded user names of the chosen Space administrators (FED-11).
	Administrators []string `cbor:"10,keyasint,omitempty"`
}

// accountApplication is the one application of an account (FED-08).
type accountApplication struct {
	Account AccountID `cbor:"1,keyasint"`
	Name    string    `cbor:"2,keyasint"`
}

var (
	applications        = Table[Application]{name: "application", key: func(a *Application) Key { return K(fold(a.Name)) }}
	accountApplications = Table[accountApplication]{name: "accountapplication", key: func(a *accountApplication) Key { return K(string(a.Account)) }}
)

// findSSOPerson is a user of an identity store as a person.
func findSSOPerson(r Reader, store, userName string) (*Person, bool, error) {
	s, found, err := identityStores.Get(r, K(store))
	if err != nil || !found {
		return nil, false, err
	}
	u, found, err := directoryUsers.Get(r, K(s.set(), fold(userName)))
	if err != nil || !found || u.Inactive {
		return nil, false, err
	}
	p := &Person{ID: SSOPerson(store, userName), Alias: u.UserName, Name: u.shown(), Email: u.Email, Kind: SSOUser}
	app, found, err := applications.Get(r, K(s.Application))
	if found {
		p.Company = app.DisplayName
	}
	return p, true, err
}

// ssoPeopleNamed finds the users of all directories that have a user name, written USER or APPLICATION/USER.
func ssoPeopleNamed(r Reader, name string) ([]*Person, error) {
	company, user, qualified := strings.Cut(name, "/")
	if !qualified {
		company, user = "", name
	}
	var list []*Person
	for s, err := range identityStores.All(r, Range{}) {
		if err != nil {
			return nil, err
		}
		if qualified && fold(company) != s.Application && company != s.ID {
			continue
		}
		p, found, err := findSSOPerson(r, s.ID, user)
		if err != nil {
			return nil, err
		}
		if found {
			list = append(list, p)
		}
	}
	return list, nil
}

// ssoSpacesOf yields the space of an SSO user's application, once the sync has brought the user there.
func ssoSpacesOf(r Reader, store string, person PersonID) iter.Seq2[*Space, error] {
	return func(yield func(*Space, error) bool) {
		space, err := spaceOfStore(r, store)
		if err != nil {
			yield(nil, err)
			return
		}
		if space == nil {
			return
		}
		if m, err := memberOfPerson(r, space, person); err != nil || m != nil {
			yield(space, err)
		}
	}
}

// spaceOfStore is the space that an identity store's application serves; nil where there is none.
func spaceOfStore(r Reader, store string) (*Space, error) {
	s, found, err := identityStores.Get(r, K(store))
	if err != nil || !found || s.Application == "" {
		return nil, err
	}
	app, found, err := applications.Get(r, K(s.Application))
	if err != nil || !found || app.Space == "" {
		return nil, err
	}
	space, found, err := spaces.Get(r, K(app.Space))
	if err != nil || !found || space.Deleted() {
		return nil, err
	}
	return space, nil
}

// SetupSSO creates an application for the identity store of the signed-in account and a federated space
// with it: groups are connected, Space administrators chosen, and the sync brings the people (FED-06..12).
type SetupSSO struct {
	ApplicationName string   `flag:"application-name" label:"Application name" help:"used when signing in with SSO; unique across the whole system" need:"yes"`
	DisplayName     string   `flag:"display-name" label:"Display name" help:"your company's name on login screens" need:"yes"`
	NewSpace        string   `flag:"new-space" label:"Space name" help:"it can never be changed, nor used again after a deletion" need:"yes"`
	Region          Region   `flag:"region" label:"AWS Region" help:"of the space" need:"yes" default:"us-west-2"`
	Groups          []string `flag:"groups" label:"Connected groups" help:"names of SSO groups" need:"yes"`
	Administrators  []string `flag:"administrators" label:"Space administrators" help:"user names, among the users of the connected groups" need:"yes"`
}

func (c *SetupSSO) fieldsRule() string { return "FED-06" }

func (c *SetupSSO) apply(act *Act) error {
	instance, err := c.check(act)
	if err != nil {
		return err
	}
	store, err := findStore(act, instance.Store)
	if err != nil {
		return err
	}
	app := &Application{Name: strings.TrimSpace(c.ApplicationName), DisplayName: strings.TrimSpace(c.DisplayName), ID: act.uuid("application"),
		Account: instance.Account, Store: store.ID, Space: fold(c.NewSpace), CreatedAt: act.Now}
	groups, err := c.connect(act, store, app)
	if err != nil {
		return err
	}
	space := newSpace(act, FederatedSpace, c.NewSpace, c.Region, instance.Account)
	space.Store, space.Application, space.CreatedBy = store.ID, app.Name, string(instance.Account)
	if err := openSpace(act, space); err != nil {
		return err
	}
	if err := app.save(act, store); err != nil {
		return err
	}
	c.plan(act, instance, app, space, groups)
	act.result = map[string]string{"space": space.Name, "application": app.Name, "identityStore": store.ID}
	if err := act.record(space.ID, space.Name, "created the space %s with the application %s and %s", space.Name, app.Name,
		count(len(groups), "connected group", "connected groups")); err != nil {
		return err
	}
	return awaitGroups(act, app, store, groups)
}

func (a *Application) save(act *Act, store *identityStore) error {
	if err := applications.Put(act, a); err != nil {
		return err
	}
	if err := accountApplications.Put(act, &accountApplication{Account: a.Account, Name: a.Name}); err != nil {
		return err
	}
	store.Application = fold(a.Name)
	return identityStores.Put(act, store)
}

func (c *SetupSSO) plan(act *Act, instance *Instance, app *Application, space *Space, groups []*DirectoryGroup) {
	act.plan(EffectCreates, "the application %s (%s) for the identity store %s", app.Name, app.DisplayName, app.Store)
	act.plan(EffectCreates, "the space %s in %s, billed to AWS account %s; the name can never be used again", space.Name, space.Region, app.Account)
	names := make([]string, len(groups))
	for i, g := range groups {
		names[i] = g.Name
	}
	act.planCounted(EffectCreates, len(groups), count(len(groups), "connected group", "connected groups"), names...)
	chosen := len(app.Administrators)
	act.planCounted(EffectCreates, chosen, count(chosen, "Space administrator", "Space administrators"), app.Administrators...)
	act.plan(EffectNote, "the sync brings the people, usually within two hours")
	if instance.Region != space.Region {
		act.plan(EffectNote, "IAM Identity Center is in %s and the space in %s: this may cost connectivity and latency", instance.Region, space.Region)
	}
}

// applicationNameForm has no spaces, so that a name can be typed at sign-in.
var applicationNameForm = regexp.MustCompile(`^[a-zA-Z0-9]+(?:[-_.][a-zA-Z0-9]+)*$`)

const maxApplicationName = 100 // FED-07

func (c *SetupSSO) check(act *Act) (*Instance, error) {
	account := act.session.AWS.Account
	instance, found, err := instances.Get(act, K(string(account)))
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, refuse("FED-01", "aws", "IAM Identity Center is not enabled in AWS account %s.", account).
			fix("Enable an instance first (identity enable), and bring users and groups into it.")
	}
	if own, found, err := accountApplications.Get(act, K(string(account))); err != nil {
		return nil, err
	} else if found {
		return nil, refuse("FED-08", "aws", "AWS account %s has the application %s already, and one is the most.", account, own.Name).
			fix("Delete it first, or sign in to another account.")
	}
	if err := c.checkNames(act); err != nil {
		return nil, err
	}
	return instance, checkNewSpace(act, c.NewSpace, c.Region, account, "")
}

func (c *SetupSSO) checkNames(act *Act) error {
	if n := utf8.RuneCountInString(c.ApplicationName); n > maxApplicationName || !applicationNameForm.MatchString(c.ApplicationName) {
		return refuse("FED-07", "application-name", "%q does not have the form of an application name.", clip(c.ApplicationName)).
			fix("Use 1 to %d letters and digits, with single . _ or - between them.", maxApplicationName)
	}
	if taken, err := applications.Has(act, K(fold(c.ApplicationName))); err != nil {
		return err
	} else if taken {
		return refuse("FED-07", "application-name", "The application name %s is taken.", c.ApplicationName).fix("Choose another one; it is unique across the whole system.")
	}
	return checkName("FED-06", "display-name", c.DisplayName)
}

// connect resolves the groups and the Space administrators, who must be among the groups' users (FED-11).
func (c *SetupSSO) connect(act *Act, store *identityStore, app *Application) ([]*DirectoryGroup, error) {
	groups, err := groupsNamed(act, store, c.Groups)
	if err != nil {
		return nil, err
	}
	for _, g := range groups {
		app.Groups = append(app.Groups, g.ID)
	}
	for _, name := range c.Administrators {
		u, found, err := directoryUsers.Get(act, K(store.set(), fold(name)))
		if err != nil {
			return nil, err
		}
		if !found || u.Inactive || !overlap(u.Groups, app.Groups) {
			return nil, refuse("FED-11", "administrators", "%q is not a user of the connected groups.", clip(name)).
				fix("Choose Space administrators among the users of the connected groups.")
		}
		if !slices.Contains(app.Administrators, fold(name)) {
			app.Administrators = append(app.Administrators, fold(name))
		}
	}
	return groups, nil
}

// groupsNamed resolves names of groups, each once.
func groupsNamed(r Reader, store *identityStore, names []string) ([]*DirectoryGroup, error) {
	var groups []*DirectoryGroup
	for _, name := range names {
		g, err := groupNamed(r, store, name)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(groups, func(other *DirectoryGroup) bool { return other.ID == g.ID }) {
			groups = append(groups, g)
		}
	}
	return groups, nil
}

// overlap reports whether two lists of ids share one.
func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(id string) bool { return slices.Contains(b, id) })
}

// EditSSO connects and disconnects groups of a federated space (FED-13).
type EditSSO struct {
	Space      string   `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Connect    []string `flag:"connect" label:"Groups to connect" help:"names of SSO groups"`
	Disconnect []string `flag:"disconnect" label:"Groups to disconnect" help:"names of connected groups; who is in no other connected group leaves the space"`
}

func (c *EditSSO) spaceName() string { return c.Space }

func (c *EditSSO) awsAccount(r Reader) (AccountID, error) { return managementAccountNamed(r, c.Space) }

// managementAccountNamed is [managementAccountOf] for the name of a space.
func managementAccountNamed(r Reader, name string) (AccountID, error) {
	space, found, err := spaces.Get(r, K(fold(name)))
	if err != nil || !found {
		return "", err
	}
	return managementAccountOf(r, space)
}

// managementAccountOf is the account on whose AWS side a space is managed: the one that its application
// belongs to, whichever account pays, or in a space without an application the billing account.
func managementAccountOf(r Reader, space *Space) (AccountID, error) {
	if space.Application == "" {
		return space.Billing, nil
	}
	app, found, err := applications.Get(r, K(fold(space.Application)))
	if err != nil || !found {
		return space.Billing, err
	}
	return app.Account, nil
}

func (c *EditSSO) apply(act *Act) error {
	app, store, err := applicationOf(act, act.space)
	if err != nil {
		return err
	}
	if len(c.Connect)+len(c.Disconnect) == 0 {
		return refuse("FED-13", "connect", "No group is named.").fix("Name the groups to connect or to disconnect.")
	}
	joining, err := groupsNamed(act, store, c.Connect)
	if err != nil {
		return err
	}
	leaving, err := groupsNamed(act, store, c.Disconnect)
	if err != nil {
		return err
	}
	if err := app.regroup(act, joining, leaving); err != nil {
		return err
	}
	if err := applications.Put(act, app); err != nil {
		return err
	}
	for _, g := range append(joining, leaving...) {
		if err := act.recordHere(g.Name, "changed the connected groups: %s", g.Name); err != nil {
			return err
		}
	}
	return awaitGroups(act, app, store, append(joining, leaving...))
}

// regroup changes which groups are connected, and plans what comes of it.
func (a *Application) regroup(act *Act, joining, leaving []*DirectoryGroup) error {
	for _, g := range joining {
		if slices.Contains(a.Groups, g.ID) {
			return refuse("FED-13", "connect", "The group %s is connected already.", g.Name).fix("Leave it out.")
		}
		a.Groups = append(a.Groups, g.ID)
		act.plan(EffectCreates, "the connection of the group %s: %s", g.Name, count(g.Users, "user", "users"))
	}
	for _, g := range leaving {
		at := slices.Index(a.Groups, g.ID)
		if at < 0 {
			return refuse("FED-13", "disconnect", "The group %s is not connected.", g.Name).fix("Leave it out.")
		}
		a.Groups = slices.Delete(slices.Clone(a.Groups), at, at+1)
		act.plan(EffectRemoves, "the connection of the group %s: %s, who leave the space unless another connected group holds them", g.Name, count(g.Users, "user", "users"))
	}
	return nil
}

// applicationOf finds the application of a federated space, and its identity store.
func applicationOf(r Reader, space *Space) (*Application, *identityStore, error) {
	if space.Type != FederatedSpace || space.Application == "" {
		return nil, nil, refuse("FED-17", "space", "SSO is not enabled for %s.", space.Name).fix("Set it up on the AWS side (sso setup).")
	}
	app, found, err := applications.Get(r, K(fold(space.Application)))
	if err != nil || !found {
		return nil, nil, err
	}
	store, err := findStore(r, app.Store)
	return app, store, err
}

// connectedGroupIDs resolves names of connected groups of a space, for a team.
func connectedGroupIDs(act *Act, space *Space, names []string) ([]string, error) {
	app, store, err := applicationOf(act, space)
	if err != nil {
		return nil, err
	}
	groups, err := groupsNamed(act, store, names)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, g := range groups {
		if !slices.Contains(app.Groups, g.ID) {
			return nil, refuse("MEM-10", "groups", "The group %s is not connected to %s.", g.Name, space.Name).fix("Connect it first (Edit SSO).")
		}
		if g.Users > MaxTeamUsers {
			return nil, refuse("MEM-10", "groups", "The group %s has %d users, and a team has at most %d.", g.Name, g.Users, MaxTeamUsers).fix("Choose a smaller group.")
		}
		ids = append(ids, g.ID)
	}
	return ids, fitTeam(act, store, ids)
}

// fitTeam keeps the most users of a team for several groups together; who is in two of them counts once.
func fitTeam(r Reader, store *identityStore, groups []string) error {
	users := map[string]bool{}
	for _, id := range groups {
		for row, err := range groupUsers.All(r, Range{Prefix: K(store.set(), id)}) {
			if err != nil {
				return err
			}
			users[row.Handle] = true
		}
	}
	if len(users) <= MaxTeamUsers {
		return nil
	}
	return refuse("MEM-10", "groups", "The groups have %d users together, and a team has at most %d.", len(users), MaxTeamUsers).
		fix("Choose fewer or smaller groups.")
}

// fillFromGroups puts the members that the team's groups have brought to the space in the team.
func fillFromGroups(act *Act, t *Team) error {
	if t.Method != SSOGroupTeam {
		return nil
	}
	_, store, err := applicationOf(act, act.space)
	if err != nil {
		return err
	}
	for _, id := range t.Groups {
		rows, err := groupUsers.Under(act, K(store.set(), id))
		if err != nil {
			return err
		}
		for _, row := range rows {
			m, found, err := members.Get(act, K(act.space.MemberSet, row.Handle))
			if err != nil {
				return err
			}
			if found && slices.Contains(m.Groups, id) && !slices.Contains(m.Teams, fold(t.Name)) && t.Members < MaxTeamUsers {
				if err := joinTeam(act, t, m); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// dropChosenAdministrator takes a person off the application's list, so that the sync does not bring the
// role back (FED-11).
func dropChosenAdministrator(act *Act, space *Space, alias string) error {
	if space.Type != FederatedSpace || space.Application == "" {
		return nil
	}
	app, found, err := applications.Get(act, K(fold(space.Application)))
	if err != nil || !found {
		return err
	}
	app.Administrators = slices.DeleteFunc(app.Administrators, func(name string) bool { return name == fold(alias) })
	return applications.Put(act, app)
}

// NameAdministrators chooses Space administrators of a federated space on the AWS side (FED-11, MEM-07).
type NameAdministrators struct {
	Space string   `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Users []string `flag:"add" label:"Users" help:"user names, among the users of the connected groups" need:"yes"`
}

func (c *NameAdministrators) spaceName() string { return c.Space }

func (c *NameAdministrators) awsAccount(r Reader) (AccountID, error) {
	return managementAccountNamed(r, c.Space)
}

func (c *NameAdministrators) apply(act *Act) error {
	app, store, err := applicationOf(act, act.space)
	if err != nil {
		return err
	}
	for _, name := range c.Users {
		u, found, err := directoryUsers.Get(act, K(store.set(), fold(name)))
		if err != nil {
			return err
		}
		if !found || u.Inactive || !overlap(u.Groups, app.Groups) {
			return refuse("FED-11", "add", "%q is not a user of the connected groups.", clip(name)).
				fix("Choose among the users of the connected groups.")
		}
		if slices.Contains(app.Administrators, fold(name)) {
			return refuse("FED-11", "add", "%s is chosen as Space administrator already.", u.UserName).fix("Leave it out.")
		}
		app.Administrators = append(app.Administrators, fold(name))
		act.plan(EffectCreates, "the role Space administrator for %s", u.UserName)
		if err := act.recordHere(u.UserName, "chose @%s as Space administrator", u.UserName); err != nil {
			return err
		}
	}
	if err := applications.Put(act, app); err != nil {
		return err
	}
	for _, name := range c.Users {
		if err := awaitUser(act, store, fold(name), "chosen as Space administrator"); err != nil {
			return err
		}
	}
	return nil
}
