package model

// SpaceRole is a role in a space (facts.md 1.1).
type SpaceRole string

// The space roles, strongest first.
const (
	SpaceAdministrator SpaceRole = "space-administrator"
	PowerUser          SpaceRole = "power-user"
	LimitedAccess      SpaceRole = "limited-access"
)

// SpaceRoles lists the space roles, strongest first.
func SpaceRoles() []SpaceRole { return []SpaceRole{SpaceAdministrator, PowerUser, LimitedAccess} }

func (SpaceRole) choices() []string {
	return []string{string(SpaceAdministrator), string(PowerUser), string(LimitedAccess)}
}

// Title is the role in the product's words.
func (r SpaceRole) Title() string {
	switch r {
	case SpaceAdministrator:
		return "Space administrator"
	case PowerUser:
		return "Power user"
	case LimitedAccess:
		return "Limited access"
	default:
		return "no role"
	}
}

// strength orders the roles; a stronger role is a larger number.
func (r SpaceRole) strength() int {
	switch r {
	case SpaceAdministrator:
		return 3
	case PowerUser:
		return 2
	case LimitedAccess:
		return 1
	default:
		return 0
	}
}

func (r SpaceRole) check(rule string) error {
	if r.strength() > 0 {
		return nil
	}
	return refuse(rule, "role", "%q is not a space role.", clip(string(r))).
		fix("Choose %s, %s or %s.", SpaceAdministrator, PowerUser, LimitedAccess)
}

// ProjectRole is a role in a project (facts.md 1.1).
type ProjectRole string

// The project roles, strongest first.
const (
	ProjectAdministrator ProjectRole = "project-administrator"
	Contributor          ProjectRole = "contributor"
	Reviewer             ProjectRole = "reviewer"
	ReadOnly             ProjectRole = "read-only"
)

func (ProjectRole) choices() []string {
	return []string{string(ProjectAdministrator), string(Contributor), string(Reviewer), string(ReadOnly)}
}

// Title is the role in the product's words.
func (r ProjectRole) Title() string {
	switch r {
	case ProjectAdministrator:
		return "Project administrator"
	case Contributor:
		return "Contributor"
	case Reviewer:
		return "Reviewer"
	case ReadOnly:
		return "Read only"
	default:
		return "no role"
	}
}

func (r ProjectRole) strength() int {
	for i, role := range r.choices() {
		if ProjectRole(role) == r {
			return len(r.choices()) - i
		}
	}
	return 0
}

func (r ProjectRole) check(rule string) error {
	if r.strength() > 0 {
		return nil
	}
	return refuse(rule, "role", "%q is not a project role.", clip(string(r))).
		fix("Choose %s, %s, %s or %s.", ProjectAdministrator, Contributor, Reviewer, ReadOnly)
}
