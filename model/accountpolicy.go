package model

import (
	"strings"

	"atrium/model/iam"
)

// PolicyKind tells which policy document is asked for.
type PolicyKind string

// The kinds of policy documents.
const (
	TrustPolicy       PolicyKind = "trust"
	PermissionsPolicy PolicyKind = "permissions"
	TagPolicy         PolicyKind = "tag"
)

func (PolicyKind) choices() []string {
	return []string{string(TrustPolicy), string(PermissionsPolicy), string(TagPolicy)}
}

// Document is a text that is handed on as it is: a policy or a command.
type Document struct {
	Title string `json:"title"`
	// Name is what a file with it is best called.
	Name string `json:"name"`
	Text string `json:"text"`
	// Notes say what to mind.
	Notes []string `json:"notes"`
}

// ShowPolicy asks for a policy document that belongs to a connection: the trust policy or the permissions of
// one of its roles, or of one that the program would create, or a policy based on a tag (ACC-09, ACC-10).
type ShowPolicy struct {
	Space   string     `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Account AccountID  `flag:"account" label:"AWS account ID" help:"twelve digits" need:"yes"`
	Kind    PolicyKind `flag:"kind" label:"Policy" help:"which policy" need:"yes" default:"trust"`
	Role    string     `flag:"role" label:"Role" help:"development, support, or the ARN or name of a role" default:"development"`
	Tag     string     `flag:"tag" label:"Tag" help:"key=value, for a policy based on a tag"`
}

func (q *ShowPolicy) spaceName() string { return q.Space }

func (q *ShowPolicy) awsAccount(Reader) (AccountID, error) { return q.Account.given() }

func (q *ShowPolicy) answer(ask *Ask) (any, error) {
	if err := q.Account.check("account"); err != nil {
		return nil, err
	}
	connection, err := findConnection(ask, ask.space, q.Account)
	if err != nil {
		return nil, err
	}
	if q.Kind == TagPolicy {
		return tagPolicy(connection, q.Tag)
	}
	role, err := q.role(ask.space, connection)
	if err != nil {
		return nil, err
	}
	switch q.Kind {
	case TrustPolicy:
		return trustDocument(ask.space, role)
	case PermissionsPolicy:
		return permissionsDocument(role)
	default:
		return nil, refuse("ACC-09", "kind", "%q is not a policy of a connection.", clip(string(q.Kind))).fix("Choose trust, permissions or tag.")
	}
}

// role is the role that is asked about; one that the program creates need not be there yet.
func (q *ShowPolicy) role(space *Space, c *Connection) (*ConnectionRole, error) {
	switch RoleTemplate(q.Role) {
	case DevelopmentRole:
		return &ConnectionRole{Name: developmentRoleName + space.Name, Template: DevelopmentRole}, nil
	case SupportRole:
		return &ConnectionRole{Name: supportRoleName, Template: SupportRole}, nil
	}
	return c.role("role", q.Role)
}

func trustDocument(space *Space, role *ConnectionRole) (any, error) {
	text, known := role.trust(space)
	if !known {
		return nil, refuse("ACC-09", "role", "The trust policy of %s was not given.", role.Name).
			fix("Print it with “aws iam get-role --role-name %s”, and add the role with it.", role.Name)
	}
	d := Document{Title: "Trust policy of " + role.Name, Name: role.Name + "-trust.json", Text: text, Notes: []string{}}
	if role.Template == SupportRole {
		d.Notes = append(d.Notes, "it has no condition: every space may assume this role")
	}
	return d, nil
}

func permissionsDocument(role *ConnectionRole) (any, error) {
	text, known := role.permissions()
	if !known {
		return nil, refuse("ACC-09", "role", "What the role %s permits is decided in its own account, and was not given.", role.Name).
			fix("Look at it with “aws iam list-attached-role-policies --role-name %s”.", role.Name)
	}
	d := Document{Title: "Permissions of " + role.Name, Name: role.Name + "-permissions.json", Text: text, Notes: []string{}}
	switch role.Template {
	case DevelopmentRole:
		d.Notes = append(d.Notes, "it is the AWS managed policy "+iam.AdministratorAccessARN+": attach that one instead of a copy", developmentWarning)
	case SupportRole:
		d.Notes = append(d.Notes, "it is the AWS managed policy "+iam.SupportAccessARN+": attach that one instead of a copy")
	}
	return d, nil
}

func tagPolicy(c *Connection, tag string) (any, error) {
	key, value, found := strings.Cut(tag, "=")
	if !found {
		return nil, refuse("ACC-10", "tag", "%q is not a tag.", clip(tag)).fix("Write key=value.")
	}
	if problem := (Tag{Key: key, Value: value}).problem(); problem != "" {
		return nil, refuse("ACC-10", "tag", "%q cannot be a tag: %s.", clip(tag), problem).fix("Write key=value.")
	}
	d := Document{Title: "Policy based on the tag " + tag, Name: "connection-tag-policy.json", Text: iam.TagPolicy(c.ARN(), key, value), Notes: []string{}}
	if has, there := tagMap(c.Tags)[key]; !there || has != value {
		d.Notes = append(d.Notes, "the connection does not have this tag now, so that the policy allows nothing yet")
	}
	return d, nil
}
