package model

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// projectEntries are the entries of projects and their environments.
func projectEntries() []Entry {
	return []Entry{
		define[CreateProject]("project.create", "Create project", "projects", byManagers(), unasked()),
		define[InviteToProject]("project.invite", "Invite to project", "project-members", EveryMember(), unasked()),
		define[LeaveProject]("project.remove", "Remove from project", "project-members", EveryMember(), Yes),
		define[AddEnvironment]("project.add-environment", "Create environment", "environments", EveryMember(), unasked()),
		define[SetEnvironmentVPC]("project.environment-vpc", "Set VPC connection of environment", "environments", EveryMember(), unasked()),
		define[RemoveEnvironment]("project.remove-environment", "Delete environment", "environments", EveryMember(), Yes),
		ask[ListEnvironments]("project.environments", "Environments", "environments", EveryMember()),
		ask[ListBlueprints]("project.blueprints", "Blueprints", "projects", Anyone()),
		ask[ListProjects]("project.list", "Projects", "projects", EveryMember()),
		ask[ListProjectMembers]("project.members", "Project members", "project-members", EveryMember()),
	}
}

// MaxProjects is the most projects of a space (PRJ-01, facts.md 3.1).
const MaxProjects = 100

// Project is a project of a space, as far as its members need it here.
type Project struct {
	Set         string  `json:"-" cbor:"1,keyasint"`
	Name        string  `json:"name" cbor:"2,keyasint"`
	Description string  `json:"description,omitempty" cbor:"3,keyasint,omitempty"`
	CreatedBy   string  `json:"createdBy" cbor:"4,keyasint"`
	CreatedAt   Instant `json:"createdAt" cbor:"5,keyasint"`
	Members     int     `json:"members" cbor:"6,keyasint"`
	// Blueprint is what it was created from; empty for a project of before there were any.
	Blueprint Blueprint `json:"blueprint,omitempty" cbor:"7,keyasint,omitempty"`
}

// projectMember is a role that someone has in a project; someone invited stands under the email.
type projectMember struct {
	Set     string      `cbor:"1,keyasint"`
	Project string      `cbor:"2,keyasint"` // folded
	Handle  string      `cbor:"3,keyasint"`
	Role    ProjectRole `cbor:"4,keyasint"`
}

var (
	projects       = Table[Project]{name: "project", key: func(p *Project) Key { return K(p.Set, fold(p.Name)) }}
	projectMembers = Table[projectMember]{name: "projectmember", key: func(p *projectMember) Key { return K(p.Set, p.Project, p.Handle) }}
)

func projectNames(list []*Project) []string {
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = p.Name
	}
	return names
}

// CreateProject creates a project in a space; its creator administers it (PRJ-01).
type CreateProject struct {
	Space       string    `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Name        string    `flag:"name" label:"Project name" help:"3 to 63 letters and digits, with single spaces, . _ or - between them" need:"yes"`
	Description string    `flag:"description" label:"Description" help:"up to 200 characters"`
	Blueprint   Blueprint `flag:"blueprint" label:"Blueprint" help:"what the project begins with" default:"empty"`
}

func (c *CreateProject) spaceName() string { return c.Space }

func (c *CreateProject) apply(act *Act) error {
	if err := c.check(act); err != nil {
		return err
	}
	p := &Project{Set: act.space.MemberSet, Name: c.Name, Description: c.Description, Blueprint: c.Blueprint, CreatedBy: act.actor().Name, CreatedAt: act.Now}
	act.space.Projects++
	if err := projects.Put(act, p); err != nil {
		return err
	}
	if err := spaces.Put(act, act.space); err != nil {
		return err
	}
	if act.member != nil && act.member.Effective() != SpaceAdministrator {
		if err := grant(act, p, act.member, ProjectAdministrator); err != nil {
			return err
		}
	}
	act.plan(EffectCreates, "the project %s, from the blueprint %s", c.Name, c.Blueprint.view().Title)
	act.plan(EffectNote, "it comes with the workflows %s", strings.Join(p.blueprint().Workflows, ", "))
	return act.recordHere(c.Name, "created the project %s", c.Name)
}

func (c *CreateProject) check(act *Act) error {
	if err := checkProjectName(c.Name); err != nil {
		return err
	}
	if err := checkDescription(c.Description); err != nil {
		return err
	}
	if c.Blueprint == "" {
		c.Blueprint = emptyBlueprint
	}
	if err := c.Blueprint.check(); err != nil {
		return err
	}
	if act.space.Projects >= MaxProjects {
		return refuse("PRJ-01", "", "%s has %d projects, and that is the most.", act.space.Name, MaxProjects).fix("Use one of them; no more can be created.")
	}
	exists, err := projects.Has(act, K(act.space.MemberSet, fold(c.Name)))
	if err == nil && exists {
		err = refuse("PRJ-01", "name", "There is a project %s in %s already.", c.Name, act.space.Name).fix("Choose another name.")
	}
	return err
}

// projectForm is the form of a project's name in facts.md 3.3: a single space may stand between two words.
var projectForm = regexp.MustCompile(`^[a-zA-Z0-9]+(?:[-_. ][a-zA-Z0-9]+)*$`)

func checkProjectName(name string) error {
	if n := utf8.RuneCountInString(name); n < 3 || n > 63 || !projectForm.MatchString(name) {
		return refuse("PRJ-01", "name", "%q does not have the form of a project name.", clip(name)).
			fix("Use 3 to 63 letters and digits, with a single space, . _ or - between them.")
	}
	return nil
}

// grant gives a member of the space a role in a project, and writes both sides of it.
func grant(act *Act, of *Project, m *Member, role ProjectRole) error {
	p, err := findProject(act, act.space, of.Name)
	if err != nil {
		return err
	}
	after := *m
	after.Projects = slices.Clone(m.Projects)
	at := slices.IndexFunc(after.Projects, func(g Grant) bool { return fold(g.Project) == fold(p.Name) })
	if at >= 0 {
		after.Projects[at].Role = role
	} else {
		after.Projects = append(after.Projects, Grant{Project: p.Name, Role: role})
		p.Members++
	}
	if err := putMember(act, act.space, m, &after); err != nil {
		return err
	}
	*m = after
	if err := projects.Put(act, p); err != nil {
		return err
	}
	return projectMembers.Put(act, &projectMember{Set: m.Set, Project: fold(p.Name), Handle: m.handle(), Role: role})
}

// findProject looks a project of the command's space up. A person who may not see it gets the same answer
// as for one that does not exist (PRJ-02).
func findProject(r Reader, space *Space, name string) (*Project, error) {
	p, found, err := projects.Get(r, K(space.MemberSet, fold(name)))
	if err == nil && !found {
		err = noSuchProject(name, space)
	}
	return p, err
}

// visibleProject is findProject for what anyone in the space may give, about projects that they see.
func visibleProject(act *Act, name string) (*Project, error) {
	p, err := findProject(act, act.space, name)
	if err != nil || act.member == nil {
		return p, err
	}
	if sees, err := seesProject(act, act.member, p.Name); err != nil || !sees {
		return nil, firstError(err, noSuchProject(name, act.space))
	}
	return p, nil
}

func noSuchProject(name string, space *Space) *Refusal {
	return refuse("PRJ-02", "project", "There is no project %q in %s that you can see.", clip(name), space.Name).fix("Look at the list of projects.")
}

// administersProject keeps who manages the members of a project: its Project administrators, and the
// Space administrators, who belong to every project implicitly (MEM-01).
func administersProject(act *Act, project string) error {
	return hasProjectRole(act, "ACT-02", project, ProjectAdministrator)
}

// hasProjectRole keeps what only some project roles may: who has one of them, and the Space administrators, who
// belong to every project implicitly (MEM-01).
func hasProjectRole(act *Act, rule, project string, roles ...ProjectRole) error {
	if act.member == nil || act.member.Effective() == SpaceAdministrator {
		return nil
	}
	role, err := projectRole(act, act.member, project)
	if err != nil || slices.Contains(roles, role) {
		return err
	}
	titles := make([]string, len(roles))
	for i, r := range roles {
		titles[i] = r.Title()
	}
	which := "a " + strings.Join(titles, " or ")
	return refuse(rule, "", "You are not %s of %s.", which, clip(project)).
		fix("Ask one of them.").who(which + " of the project, or a Space administrator of the space")
}

// InviteToProject brings someone into a project: a member of the space at once, anyone else by an
// invitation that makes them a member of the space too (MEM-04).
type InviteToProject struct {
	Space   string      `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Project string      `flag:"project" label:"Project" help:"name of the project" need:"yes"`
	Email   string      `flag:"email" label:"Email" help:"whom to invite" need:"yes"`
	Role    ProjectRole `flag:"role" label:"Project role" help:"the role in the project" need:"yes" default:"contributor"`
}

func (c *InviteToProject) spaceName() string { return c.Space }

func (c *InviteToProject) apply(act *Act) error {
	p, err := c.check(act)
	if err != nil {
		return err
	}
	owner, found, err := personByEmail(act, c.Email)
	if err != nil {
		return err
	}
	if found {
		m, err := memberOfPerson(act, act.space, owner.ID)
		if err != nil || m != nil {
			return firstFault(err, func() error { return c.add(act, p, m) })
		}
	}
	return c.invite(act, p)
}

func firstFault(err error, otherwise func() error) error {
	if err != nil {
		return err
	}
	return otherwise()
}

func (c *InviteToProject) check(act *Act) (*Project, error) {
	if err := administersProject(act, c.Project); err != nil {
		return nil, err
	}
	if err := builderSpaceOnly(act.space); err != nil {
		return nil, err
	}
	if err := checkEmail("MEM-05", c.Email); err != nil {
		return nil, err
	}
	if err := c.Role.check("MEM-04"); err != nil {
		return nil, err
	}
	return findProject(act, act.space, c.Project)
}

// add gives someone who is in the space already the role at once.
func (c *InviteToProject) add(act *Act, p *Project, m *Member) error {
	if m.Effective() == SpaceAdministrator {
		return refuse("MEM-01", "email", "@%s is a Space administrator, who belongs to every project implicitly and has no project role.", m.Alias).
			fix("Nothing needs to be done.")
	}
	if err := grant(act, p, m, c.Role); err != nil {
		return err
	}
	act.plan(EffectCreates, "the role %s in %s for @%s", c.Role.Title(), p.Name, m.Alias)
	if err := spaces.Put(act, act.space); err != nil {
		return err
	}
	return act.recordHere(m.Alias, "made @%s %s of the project %s", m.Alias, c.Role.Title(), p.Name)
}

func (c *InviteToProject) invite(act *Act, p *Project) error {
	if err := notYetInvited(act, c.Email); err != nil {
		return err
	}
	m := &Member{Email: strings.TrimSpace(c.Email), Role: LimitedAccess, ViaProject: true}
	if err := sendInvitation(act, m, "the project "+p.Name+" of "+act.space.Name+" as "+c.Role.Title()); err != nil {
		return err
	}
	if err := grant(act, p, m, c.Role); err != nil {
		return err
	}
	return spaces.Put(act, act.space)
}

// LeaveProject takes someone out of a project; who came by a project invitation and leaves the last one
// leaves the space (MEM-04).
type LeaveProject struct {
	Space   string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Project string `flag:"project" label:"Project" help:"name of the project" need:"yes"`
	Alias   string `flag:"alias" label:"Alias" help:"who is removed from the project" need:"yes"`
}

func (c *LeaveProject) spaceName() string { return c.Space }

func (c *LeaveProject) apply(act *Act) error {
	m, p, err := c.check(act)
	if err != nil {
		return err
	}
	if err := c.drop(act, m, p); err != nil {
		return err
	}
	if err := spaces.Put(act, act.space); err != nil {
		return err
	}
	return act.recordHere(m.Alias, "removed @%s from the project %s", m.Alias, p.Name)
}

// drop takes the role away, and with the last one a membership that only projects hold (MEM-04).
func (c *LeaveProject) drop(act *Act, m *Member, p *Project) error {
	gone, after := *m, *m
	isIt := func(g Grant) bool { return fold(g.Project) == fold(p.Name) }
	gone.Projects = slices.DeleteFunc(slices.Clone(m.Projects), func(g Grant) bool { return !isIt(g) })
	after.Projects = slices.DeleteFunc(slices.Clone(m.Projects), isIt)
	if err := dropGrants(act, &gone); err != nil {
		return err
	}
	act.plan(EffectRemoves, "@%s from the project %s", m.Alias, p.Name)
	if err := putMember(act, act.space, m, &after); err != nil {
		return err
	}
	return endIfUnheld(act, &after)
}

func (c *LeaveProject) check(act *Act) (*Member, *Project, error) {
	m, err := act.findMember(c.Alias)
	if err != nil {
		return nil, nil, err
	}
	if act.member == nil || m.handle() != act.member.handle() {
		if err := administersProject(act, c.Project); err != nil {
			return nil, nil, err
		}
	}
	p, err := visibleProject(act, c.Project)
	if err == nil && !slices.ContainsFunc(m.Projects, func(g Grant) bool { return fold(g.Project) == fold(c.Project) }) {
		err = refuse("MEM-04", "alias", "@%s has no role of their own in the project %s.", m.Alias, p.Name).fix("Look at the members of the project.")
	}
	return m, p, err
}
