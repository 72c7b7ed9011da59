package assets_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"atrium/assets"
)

// company is the demo as the program reads it.
type company struct {
	People []struct {
		Email, Name, Alias, Nickname string
	}
	Organizations             []organization
	BuilderSpace, SecondSpace space
	Federated                 federated
}

type organization struct {
	ID, Management string
	Accounts       []struct {
		Account, Name, Email string
		Suspended            bool
	}
}

// accounts are the AWS accounts of a space and its billing.
type accounts struct {
	Accounts []struct {
		Account, Name, Description string
		Roles                      []struct {
			Create, Name, OpenTo string
			VPC                  bool
		}
		Networks string
		Tags     []struct{ Key, Value string }
		Pending  bool
	}
	Tier, LaterTier string
	Usage           []struct {
		DaysAgo  int
		Resource string
		Amount   int
	}
	VPCConnections []struct {
		Name, Account, Role, VPC string
		Subnets, SecurityGroups  []string
		Default                  bool
	}
}

type space struct {
	Name, Region, Account, Description        string
	Administrators, PowerUsers, LimitedAccess []string
	Pending                                   []struct{ Email, Role string }
	Teams                                     []team
	Projects                                  []struct {
		Name, Description, Blueprint string
		Members                      []struct{ Alias, Role string }
		Environments                 []struct{ Name, Account, Role, VPC string }
	}
	Assists []assist
	// Simulated is whether work goes on in the space by itself.
	Simulated bool
	accounts
}

// assist is something done with generative AI.
type assist struct {
	DaysAgo, After                                            int
	By, Do, Project, Title, Description, Repository, Comments string
	Number                                                    int
	StepApproval, Workflows                                   bool
}

func (s space) members() []string {
	return slices.Concat(s.Administrators, s.PowerUsers, s.LimitedAccess)
}

type team struct {
	Name, Description, Role string
	Members, Groups         []string
}

type federated struct {
	ManagementAccount, InstanceType, Region string
	ApplicationName, DisplayName            string
	Space, SpaceRegion, SpaceDescription    string
	Groups                                  []struct{ Name, Description string }
	ConnectedGroups, Administrators         []string
	Teams                                   []team
	Users                                   []user
	Later                                   []change
	accounts
}

type user struct {
	UserName, GivenName, FamilyName, DisplayName, Email string
	Active                                              bool
	Groups                                              []string
}

type change struct {
	Kind, Group string
	user
}

var (
	spaceName      = regexp.MustCompile(`^[a-zA-Z0-9]+(?:[-_.][a-zA-Z0-9]+)*$`)
	projectName    = regexp.MustCompile(`^[a-zA-Z0-9]+(?:[-_. ][a-zA-Z0-9]+)*$`)
	description    = regexp.MustCompile(`^[a-zA-Z0-9]+(?:[-_a-zA-Z0-9.,;:/\\+=?&$% ])*$`)
	aliasForm      = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]{2,99}$`)
	userName       = regexp.MustCompile(`^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$`)
	email          = regexp.MustCompile(`^[a-z0-9.-]+@([a-z]+\.)?example\.(com|org|net)$`)
	account        = regexp.MustCompile(`^(111122223333|222233334444|333344445555|444455556666|555566667777|666677778888|777788889999|888899990000|999999999999|123456789012)$`)
	connectionName = regexp.MustCompile(`^[a-z-]+$`)
	resource       = regexp.MustCompile(`^(compute-minutes|dev-environment-hours|dev-environment-storage|source-storage|package-storage)$`)
	spaceRole      = regexp.MustCompile(`^(space-administrator|power-user|limited-access)$`)
	projectRole    = regexp.MustCompile(`^(project-administrator|contributor|reviewer|read-only)$`)
)

func readDemo(t *testing.T) company {
	t.Helper()
	var demo company
	if err := decodeStrictly(assets.Demo, &demo); err != nil {
		t.Fatalf("demo.json: %v", err)
	}
	return demo
}

// decodeStrictly fails on a field that is not expected, so that a misspelt one is found here.
func decodeStrictly(data []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return fmt.Errorf("more than one document")
	}
	return nil
}

// check reports what does not have its form.
func check(t *testing.T, what, value string, form *regexp.Regexp) {
	t.Helper()
	if !form.MatchString(value) {
		t.Errorf("%s %q does not have the form %s", what, value, form)
	}
}

// once reports what occurs twice, without regard to case, or is empty.
func once(t *testing.T, what string, values []string) {
	t.Helper()
	seen := map[string]bool{"": true}
	for _, value := range values {
		if folded := strings.ToLower(value); seen[folded] {
			t.Errorf("%s %q is empty or there twice", what, value)
		} else {
			seen[folded] = true
		}
	}
}

// among reports each value that is not one of the known ones.
func among(t *testing.T, what string, values, known []string) {
	t.Helper()
	for _, value := range values {
		if !slices.Contains(known, value) {
			t.Errorf("%s: %q is not known", what, value)
		}
	}
}

func (c company) aliases() []string {
	var all []string
	for _, person := range c.People {
		all = append(all, person.Alias)
	}
	return all
}

func (f federated) groupNames() []string {
	var all []string
	for _, group := range f.Groups {
		all = append(all, group.Name)
	}
	return all
}

func TestDemoPeopleCanSignUp(t *testing.T) {
	demo := readDemo(t)
	var emails []string
	for _, person := range demo.People {
		check(t, "the alias", person.Alias, aliasForm)
		check(t, "the email", person.Email, email)
		if person.Name == "" {
			t.Errorf("%s has no name", person.Alias)
		}
		emails = append(emails, person.Email)
	}
	for _, user := range demo.Federated.Users {
		if user.Email != "" {
			emails = append(emails, user.Email)
		}
	}
	once(t, "the alias", demo.aliases())
	once(t, "the email", emails)
}

func TestDemoSpacesCanBeMadeByTheCommands(t *testing.T) {
	demo := readDemo(t)
	for _, space := range []space{demo.BuilderSpace, demo.SecondSpace} {
		check(t, "the space", space.Name, spaceName)
		check(t, "the account", space.Account, account)
		check(t, "the description", space.Description, description)
		once(t, "in "+space.Name+" the member", space.members())
		among(t, "members of "+space.Name, space.members(), demo.aliases())
		if !slices.Contains(space.Administrators, "MaryMajor") {
			t.Errorf("Mary Major does not administer %s", space.Name)
		}
		checkPending(t, demo, space)
		checkTeams(t, space.Teams)
		for _, team := range space.Teams {
			among(t, "members of "+team.Name, team.Members, space.members())
		}
		checkProjects(t, space)
		checkAccounts(t, space.Account, space.accounts)
		checkAssists(t, space)
	}
	once(t, "the space", []string{demo.BuilderSpace.Name, demo.SecondSpace.Name, demo.Federated.Space})
	once(t, "the account", []string{demo.BuilderSpace.Account, demo.SecondSpace.Account, demo.Federated.ManagementAccount})
}

// checkAssists makes sure that members do what there is to do with generative AI, where it exists, in projects of the
// space, and on a day that the demo stops at.
func checkAssists(t *testing.T, s space) {
	t.Helper()
	if len(s.Assists) > 0 && s.Region != "us-west-2" {
		t.Errorf("there is no generative AI in %s", s.Region)
	}
	var projects []string
	for _, p := range s.Projects {
		projects = append(projects, p.Name)
	}
	for _, a := range s.Assists {
		among(t, "who uses generative AI", []string{a.By}, s.members())
		among(t, "what is done with it", []string{a.Do}, strings.Fields("on off assign approve revise merge close describe summarise subscribe"))
		if !slices.Contains([]int{32, 6, 1, 0}, a.DaysAgo) || a.DaysAgo == 0 && a.After != 0 {
			t.Errorf("%s of %s is done %d days ago, after %d minutes", a.Do, a.By, a.DaysAgo, a.After)
		}
		if a.Project != "" {
			among(t, "the project", []string{a.Project}, projects)
		}
	}
}

// checkAccounts makes sure that no account is connected twice, and that what was used falls into a past month or
// into the present, on whatever day the demo is opened.
func checkAccounts(t *testing.T, first string, a accounts) {
	t.Helper()
	var ids []string
	for _, connected := range a.Accounts {
		check(t, "the account", connected.Account, account)
		if connected.Account != first {
			check(t, "the name of the account", connected.Name, connectionName)
		}
		ids = append(ids, connected.Account)
		if _, err := fs.Stat(assets.Networks, connected.Networks+".json"); connected.Networks != "" && err != nil {
			t.Errorf("the networks of %s: %v", connected.Account, err)
		}
	}
	once(t, "the account", ids)
	var names []string
	for _, v := range a.VPCConnections {
		names = append(names, v.Name)
		among(t, "the account of "+v.Name, []string{v.Account}, ids)
	}
	once(t, "the VPC connection", names)
	for _, u := range a.Usage {
		check(t, "the resource", u.Resource, resource)
		if u.Amount <= 0 || u.DaysAgo > 0 && u.DaysAgo <= 31 {
			t.Errorf("%d of %s are used %d days ago", u.Amount, u.Resource, u.DaysAgo)
		}
	}
}

func TestDemoOrganizationsHaveNoAccountTwice(t *testing.T) {
	demo := readDemo(t)
	var ids []string
	for _, o := range demo.Organizations {
		for _, a := range o.Accounts {
			check(t, "the account", a.Account, account)
			check(t, "the email", a.Email, email)
			ids = append(ids, a.Account)
		}
		among(t, "accounts of "+o.ID, []string{o.Management}, ids)
	}
	once(t, "the account", ids)
	checkAccounts(t, demo.Federated.ManagementAccount, demo.Federated.accounts)
}

// checkPending makes sure that nobody is invited who is a member already.
func checkPending(t *testing.T, demo company, space space) {
	t.Helper()
	var invited []string
	for _, pending := range space.Pending {
		check(t, "the email", pending.Email, email)
		check(t, "the role", pending.Role, spaceRole)
		invited = append(invited, pending.Email)
		for _, person := range demo.People {
			if person.Email == pending.Email && slices.Contains(space.members(), person.Alias) {
				t.Errorf("%s is invited to %s and a member of it", person.Alias, space.Name)
			}
		}
	}
	once(t, "the invitation to", invited)
}

func checkTeams(t *testing.T, teams []team) {
	t.Helper()
	var names []string
	for _, team := range teams {
		check(t, "the team", team.Name, spaceName)
		check(t, "the description", team.Description, description)
		check(t, "the role", team.Role, spaceRole)
		once(t, "in "+team.Name+" the member", slices.Concat(team.Members, team.Groups))
		if (len(team.Members) == 0) == (len(team.Groups) == 0) || len(team.Groups) > 5 {
			t.Errorf("%s is not filled in one way", team.Name)
		}
		names = append(names, team.Name)
	}
	once(t, "the team", names)
}

// checkProjects makes sure that no Space administrator is given a project role.
func checkProjects(t *testing.T, space space) {
	t.Helper()
	var names []string
	for _, project := range space.Projects {
		check(t, "the project", project.Name, projectName)
		check(t, "the description", project.Description, description)
		var aliases []string
		for _, member := range project.Members {
			check(t, "the role", member.Role, projectRole)
			aliases = append(aliases, member.Alias)
		}
		once(t, "in "+project.Name+" the member", aliases)
		among(t, "members of "+project.Name, aliases, slices.Concat(space.PowerUsers, space.LimitedAccess))
		names = append(names, project.Name)
	}
	once(t, "the project", names)
}

func TestDemoDirectoryCanBeMadeByTheCommands(t *testing.T) {
	demo := readDemo(t).Federated
	check(t, "the account", demo.ManagementAccount, account)
	check(t, "the space", demo.Space, spaceName)
	check(t, "the description", demo.SpaceDescription, description)
	once(t, "the group", demo.groupNames())
	once(t, "the connected group", demo.ConnectedGroups)
	among(t, "connected groups", demo.ConnectedGroups, demo.groupNames())
	checkTeams(t, demo.Teams)
	for _, team := range demo.Teams {
		among(t, "groups of "+team.Name, team.Groups, demo.ConnectedGroups)
	}
	var names, inSpace []string
	for _, user := range demo.Users {
		checkUser(t, user, demo)
		names = append(names, user.UserName)
		if user.Active && slices.ContainsFunc(user.Groups, func(group string) bool {
			return slices.Contains(demo.ConnectedGroups, group)
		}) {
			inSpace = append(inSpace, user.UserName)
		}
	}
	once(t, "the user name", names)
	among(t, "administrators among the active users of connected groups", demo.Administrators, inSpace)
}

func checkUser(t *testing.T, user user, demo federated) {
	t.Helper()
	check(t, "the user name", user.UserName, userName)
	if user.Email != "" {
		check(t, "the email", user.Email, email)
	}
	if user.GivenName == "" || user.FamilyName == "" || user.DisplayName == "" {
		t.Errorf("%s has no full name", user.UserName)
	}
	once(t, "for "+user.UserName+" the group", user.Groups)
	among(t, "groups of "+user.UserName, user.Groups, demo.groupNames())
}

func TestDemoChangesCanBeMadeInTheirOrder(t *testing.T) {
	demo := readDemo(t).Federated
	directory := map[string]*user{}
	for _, user := range demo.Users {
		directory[user.UserName] = &user
	}
	for i, change := range demo.Later {
		if err := apply(change, directory, &demo); err != nil {
			t.Errorf("later change %d, %s of %q: %v", i, change.Kind, change.UserName, err)
		}
	}
	var emails []string
	for _, user := range directory {
		checkUser(t, *user, demo)
		if user.Email != "" {
			emails = append(emails, user.Email)
		}
	}
	once(t, "afterwards the email", emails)
	among(t, "administrators who are still there", demo.Administrators, userNames(directory))
}

func userNames(directory map[string]*user) []string {
	var names []string
	for name := range directory {
		names = append(names, name)
	}
	return names
}

// apply makes one of the later changes in the directory and fails when it would change nothing.
func apply(change change, directory map[string]*user, demo *federated) error {
	if change.Kind == "connect-group" {
		if slices.Contains(demo.ConnectedGroups, change.Group) || !slices.Contains(demo.groupNames(), change.Group) {
			return fmt.Errorf("%q cannot be connected", change.Group)
		}
		demo.ConnectedGroups = append(demo.ConnectedGroups, change.Group)
		return nil
	}
	known := directory[change.UserName]
	if (known == nil) != (change.Kind == "add-user") {
		return fmt.Errorf("the user exists: %v", known != nil)
	}
	changed := true
	switch change.Kind {
	case "add-user":
		directory[change.UserName] = &change.user
	case "remove-user":
		delete(directory, change.UserName)
	case "rename-user":
		changed = known.DisplayName != change.DisplayName
		known.GivenName, known.FamilyName, known.DisplayName = change.GivenName, change.FamilyName, change.DisplayName
	case "set-email":
		changed = known.Email != change.Email
		known.Email = change.Email
	case "join-group":
		changed = !slices.Contains(known.Groups, change.Group)
		known.Groups = append(known.Groups, change.Group)
	case "leave-group":
		before := len(known.Groups)
		known.Groups = slices.DeleteFunc(known.Groups, func(group string) bool { return group == change.Group })
		changed = len(known.Groups) < before
	default:
		return fmt.Errorf("there is no such kind of change")
	}
	if !changed {
		return fmt.Errorf("it changes nothing")
	}
	return nil
}

func TestDemoConnectsOneGroupLateThatFillsMoreThanACycle(t *testing.T) {
	demo := readDemo(t).Federated
	var late []string
	for _, change := range demo.Later {
		if change.Kind == "connect-group" {
			late = append(late, change.Group)
		}
	}
	if len(late) != 1 {
		t.Fatalf("groups connected late: %v", late)
	}
	members := 0
	for _, user := range demo.Users {
		if slices.Contains(user.Groups, late[0]) {
			members++
		}
	}
	if members <= 50 {
		t.Errorf("%s has %d members, not more than the 50 changes of a throttled cycle", late[0], members)
	}
}
