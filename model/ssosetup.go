package model

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// ssoEntries are the entries of identity federation.
func ssoEntries() []Entry {
	return []Entry{
		ask[ListPrerequisites]("sso.prerequisites", "Prerequisites of identity federation", "prerequisites", OnAWS()),
		define[SetupSSO]("sso.setup", "Set up SSO", "sso", OnAWS(), unasked()),
		define[EditSSO]("sso.edit", "Edit SSO", "sso", OnAWS(), Yes),
		define[NameAdministrators]("sso.admin", "Choose Space administrators", "sso", OnAWS(), unasked()),
		define[AssociateSSO]("sso.associate", "Associate space", "sso-application", OnAWS(), unasked()),
		define[DisassociateSSO]("sso.disassociate", "Disassociate from SSO", "sso-application", OnAWS(), TypeNameOf("the space")),
		define[DeleteFederatedSpace]("sso.delete", "Delete federated space", "delete-federated-space", OnAWS(), Yes),
		define[DeleteApplication]("sso.delete-application", "Delete application", "sso-application", OnAWS(), Yes),
		ask[ShowApplication]("sso.application", "Identity Center application", "sso-application", OnAWS()),
		ask[ShowSSO]("sso.show", "SSO", "sso", EitherSide(SpaceAdministrator)),
		ask[ListGroupUsers]("sso.users", "Users of a connected group", "sso", EitherSide(SpaceAdministrator)),
	}
}

// SetupSSO creates an application for the identity store of the signed-in account, and connects it with a new
// space or with a Builder ID space, which it turns into a federated one for good: groups are connected, Space
// administrators chosen, and the sync brings the people (FED-06..12).
type SetupSSO struct {
	DisplayName     string   `flag:"display-name" label:"Display name" help:"your company's name on login screens" need:"yes"`
	ApplicationName string   `flag:"application-name" label:"Application name" help:"used when signing in with SSO; unique across the whole system" need:"yes"`
	Space           string   `flag:"space" label:"Existing space" help:"an AWS Builder ID space to turn into a federated one: its members lose access for good"`
	NewSpace        string   `flag:"new-space" label:"New space" help:"name of a new space; it can never be changed, nor used again after a deletion"`
	Region          Region   `flag:"region" label:"AWS Region" help:"of a new space" default:"us-west-2"`
	Groups          []string `flag:"groups" label:"Connected groups" help:"names of SSO groups" need:"yes"`
	Administrators  []string `flag:"administrators" label:"Space administrators" help:"user names, among the users of the connected groups" need:"yes"`
	// DeveloperRole also creates the development role in the account (FED-26).
	DeveloperRole bool `flag:"developer-role" label:"Developer role" help:"also create CodeCatalystWorkflowDevelopmentRole in the account, which carries AdministratorAccess"`
}

func (c *SetupSSO) fieldsRule() string { return "FED-06" }

func (c *SetupSSO) spaceName() string { return c.Space }

// mayNameNoSpace: with a new space there is none yet.
func (c *SetupSSO) mayNameNoSpace() {}

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
		Account: instance.Account, Store: store.ID, CreatedAt: act.Now}
	groups, err := c.connect(act, store, app)
	if err != nil {
		return err
	}
	act.plan(EffectCreates, "the application %s (%s) for the identity store %s", app.Name, app.DisplayName, app.Store)
	space, err := c.space(act, app)
	if err != nil {
		return err
	}
	if err := app.save(act, store); err != nil {
		return err
	}
	c.plan(act, instance, app, space, groups)
	if err := c.developerRole(act, space); err != nil {
		return err
	}
	act.result = map[string]string{"space": space.Name, "application": app.Name, "identityStore": store.ID}
	if err := act.record(space.ID, space.Name, "set up SSO for the space %s with the application %s and %s", space.Name, app.Name,
		count(len(groups), "connected group", "connected groups")); err != nil {
		return err
	}
	return awaitGroups(act, app, store, groups)
}

// space makes the new space, or turns the existing one into a federated one.
func (c *SetupSSO) space(act *Act, app *Application) (*Space, error) {
	if c.Space != "" {
		return act.space, federate(act, act.space, app)
	}
	space := newSpace(act, FederatedSpace, c.NewSpace, c.Region, app.Account)
	space.Store, space.Application, space.CreatedBy = app.Store, app.Name, string(app.Account)
	app.Space = fold(space.Name)
	act.plan(EffectCreates, "the space %s in %s, billed to AWS account %s; the name can never be used again", space.Name, space.Region, app.Account)
	return space, openSpace(act, space)
}

// developerRole offers the developer role for the management account (FED-26).
func (c *SetupSSO) developerRole(act *Act, space *Space) error {
	if !c.DeveloperRole {
		return nil
	}
	connection, err := findConnection(act, space, act.session.AWS.Account)
	if err != nil {
		return err
	}
	role := createdRole(act, connection.Account, DevelopmentRole, developmentRoleName+space.Name)
	if slices.ContainsFunc(connection.Roles, func(r ConnectionRole) bool { return strings.EqualFold(r.Name, role.Name) }) {
		return nil
	}
	act.plan(EffectCreates, "the IAM role %s", role.ARN)
	act.plan(EffectNote, "%s", developmentWarning)
	connection.Roles = append(slices.Clone(connection.Roles), *role)
	return connections.Put(act, connection)
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
	names := make([]string, len(groups))
	for i, g := range groups {
		names[i] = g.Name
	}
	act.planCounted(EffectCreates, len(groups), count(len(groups), "connected group", "connected groups"), names...)
	chosen := len(app.Administrators)
	act.planCounted(EffectCreates, chosen, count(chosen, "Space administrator", "Space administrators"), app.Administrators...)
	act.plan(EffectCreates, "the service-linked role %s, with which the sync reads the directory", serviceRoleName)
	act.plan(EffectNote, "the sync brings the people, usually within two hours")
	if warning := regionWarning(instance, space.Region); warning != "" {
		act.plan(EffectNote, "%s", warning)
	}
}

const maxApplicationName = 100 // FED-07

// check keeps the prerequisites (FED-01) and what the wizard asks in its first two steps.
func (c *SetupSSO) check(act *Act) (*Instance, error) {
	account := act.session.AWS.Account
	instance, err := prerequisitesMet(act, account)
	if err != nil {
		return nil, err
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
	switch {
	case c.Space == "" && c.NewSpace == "":
		return nil, refuse("FED-06", "new-space", "It is not said which space.").fix("Name a new space, or an existing one.")
	case c.Space != "" && c.NewSpace != "":
		return nil, refuse("FED-06", "space", "Both a new and an existing space are named.").fix("Name one of the two.")
	case c.Space != "":
		return instance, mayFederate(act, act.space, account)
	default:
		return instance, c.checkNew(act, account)
	}
}

// checkNew keeps the rules on a new space, whose name the wizard asks for under a name of its own.
func (c *SetupSSO) checkNew(act *Act, account AccountID) error {
	err := checkNewSpace(act, c.NewSpace, c.Region, account, "")
	if refusal, is := AsRefusal(err); is && refusal.Field == "name" {
		refusal.Field = "new-space"
	}
	return err
}

func (c *SetupSSO) checkNames(act *Act) error {
	// A slash would be taken for APPLICATION/USER, which is how an SSO user is named.
	name := strings.TrimSpace(c.ApplicationName)
	if n := utf8.RuneCountInString(name); n == 0 || n > maxApplicationName || strings.ContainsFunc(name, notShown) || strings.Contains(name, "/") {
		return refuse("FED-07", "application-name", "%q does not have the form of an application name.", clip(c.ApplicationName)).
			fix("Use 1 to %d visible characters, without a slash.", maxApplicationName)
	}
	if taken, err := applications.Has(act, K(fold(name))); err != nil {
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
