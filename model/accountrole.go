package model

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"atrium/model/iam"
)

// RoleTemplate is an IAM role that the program creates (ACC-09).
type RoleTemplate string

// The roles that the program creates.
const (
	DevelopmentRole RoleTemplate = "development"
	SupportRole     RoleTemplate = "support"
)

func (RoleTemplate) choices() []string { return []string{string(DevelopmentRole), string(SupportRole)} }

// Title is the role in the guide's words.
func (t RoleTemplate) Title() string {
	switch t {
	case DevelopmentRole:
		return "CodeCatalyst development administrator role"
	case SupportRole:
		return "CodeCatalyst Support role"
	default:
		return "existing role"
	}
}

// The names of the roles that the program creates (ACC-09, facts.md 4.1).
const (
	developmentRoleName = "CodeCatalystWorkflowDevelopmentRole-"
	supportRoleName     = "AWSRoleForCodeCatalystSupport"
)

// developmentWarning is the guide's warning about the development role.
const developmentWarning = "this role is recommended for developer accounts only: it carries the AWS managed policy AdministratorAccess, " +
	"which gives full access to create policies and resources in this AWS account"

// ConnectionRole is an IAM role available to the space through a connection.
type ConnectionRole struct {
	ARN  string `cbor:"1,keyasint"`
	Name string `cbor:"2,keyasint"`
	// Template is what the program made it from; empty for a role of the person's own.
	Template RoleTemplate `cbor:"3,keyasint,omitempty"`
	// Trust is the trust policy of a role of the person's own, as far as it is known.
	Trust string  `cbor:"4,keyasint,omitempty"`
	At    Instant `cbor:"5,keyasint"`
	// Permissions is the permission policy of a role of the person's own, as far as it is known: several
	// policies are joined in one.
	Permissions string `cbor:"6,keyasint,omitempty"`
}

// trust is the trust policy as a document; false where nobody gave it.
func (r *ConnectionRole) trust(space *Space) (string, bool) {
	switch r.Template {
	case DevelopmentRole:
		return iam.DevelopmentTrust(space.ID), true
	case SupportRole:
		return iam.SupportTrust(), true
	default:
		return r.Trust, r.Trust != ""
	}
}

// permissions is the policy of the role's permissions; false where nobody gave it.
func (r *ConnectionRole) permissions() (string, bool) {
	switch r.Template {
	case DevelopmentRole:
		return iam.AdministratorAccess(), true
	case SupportRole:
		return iam.SupportAccess(), true
	default:
		return r.Permissions, r.Permissions != ""
	}
}

// judge says who can assume the role, and whether only this space can; nil where the trust is not known.
func (r *ConnectionRole) judge(space *Space, account AccountID) (*iam.Judgement, error) {
	text, known := r.trust(space)
	if !known {
		return nil, nil
	}
	role, err := iam.ReadRole("the trust policy of "+r.Name, strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	j := iam.Judge(role.Trust, string(account), space.ID)
	return &j, nil
}

// AddRole makes an IAM role of the account available to the space, on the AWS side: one that the program
// creates, or one that is there (ACC-09).
type AddRole struct {
	Space   string       `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Account AccountID    `flag:"account" label:"AWS account ID" help:"twelve digits; the account that you are signed in to without it"`
	Create  RoleTemplate `flag:"create" label:"Create role" help:"a role that the program creates"`
	ARN     string       `flag:"arn" label:"Role ARN" help:"of a role that is there: arn:aws:iam::ACCOUNT:role/NAME"`
	// TrustPolicy names a file; Pasted is the text itself instead.
	TrustPolicy string `flag:"trust-policy" label:"Trust policy file" help:"its trust policy, or what aws iam get-role printed, to be judged; the ARN may stand there"`
	Pasted      string `flag:"policy" label:"Trust policy text" help:"the trust policy itself, pasted, instead of a file"`
	// PermissionPolicies names files; PastedPermissions is the text itself instead.
	PermissionPolicies []string `flag:"permission-policy" label:"Permission policy files" help:"its permission policies, or what aws iam get-role-policy and get-policy-version printed, for VPC connections"`
	PastedPermissions  string   `flag:"permissions" label:"Permission policy text" help:"the permission policy itself, pasted, instead of files"`

	// Open opens a file by the name that the person gave; the model knows no disk.
	Open func(name string) (io.ReadCloser, error) `json:"-"`
}

func (c *AddRole) spaceName() string { return c.Space }

func (c *AddRole) awsAccount(Reader) (AccountID, error) { return c.Account.given() }

// OpenWith tells how to open the files that the command names.
func (c *AddRole) OpenWith(open func(name string) (io.ReadCloser, error)) { c.Open = open }

func (c *AddRole) apply(act *Act) error {
	connection, err := act.connection()
	if err != nil {
		return err
	}
	role, err := c.role(act)
	if err != nil {
		return err
	}
	if err := connection.hasNot(role, act.space); err != nil {
		return err
	}
	if err := planRole(act, connection, role); err != nil {
		return err
	}
	connection.Roles = append(slices.Clone(connection.Roles), *role)
	if err := connections.Put(act, connection); err != nil {
		return err
	}
	if act.result, err = viewRole(act, act.space, connection, role); err != nil {
		return err
	}
	return act.recordHere(role.Name, "made the IAM role %s of AWS account %s available", role.ARN, connection.Account)
}

// hasNot refuses a role that is available already. IAM tells the roles of an account apart by their names
// without regard to case, whatever their paths, so that two of one name cannot both be there.
func (c *Connection) hasNot(role *ConnectionRole, space *Space) error {
	for _, has := range c.Roles {
		switch {
		case has.ARN == role.ARN:
			return refuse("ACC-09", "arn", "The role %s is available to %s already.", role.Name, space.Name).fix("Nothing needs to be done.")
		case strings.EqualFold(has.Name, role.Name):
			return refuse("ACC-09", "arn", "The role %s is available to %s already, and an account has only one role of that name.", has.ARN, space.Name).
				fix("Check the ARN, or remove that role first.")
		}
	}
	return nil
}

// role makes the record of what is to be added.
func (c *AddRole) role(act *Act) (*ConnectionRole, error) {
	account := act.session.AWS.Account
	given := c.ARN != "" || c.policies().given()
	switch {
	case c.Create != "" && given:
		return nil, refuse("ACC-09", "create", "A role is either created or there already.").fix("Give --create, or --arn and --trust-policy.")
	case c.Create == DevelopmentRole:
		return createdRole(act, account, c.Create, developmentRoleName+act.space.Name), nil
	case c.Create == SupportRole:
		return createdRole(act, account, c.Create, supportRoleName+"-"+act.hex("role", 12)), nil
	case c.Create != "":
		return nil, refuse("ACC-09", "create", "%q is not a role that the program creates.", clip(string(c.Create))).fix("Choose development or support.")
	case !given:
		return nil, refuse("ACC-09", "arn", "It is not said which role.").fix("Have one created (development or support), or give the ARN of one.")
	}
	return c.existing(act, account)
}

func createdRole(act *Act, account AccountID, template RoleTemplate, name string) *ConnectionRole {
	return &ConnectionRole{ARN: fmt.Sprintf("arn:aws:iam::%s:role/%s", account, name), Name: name, Template: template, At: act.Now}
}

// policies are the policies that the command brings.
func (c *AddRole) policies() *rolePolicies {
	return &rolePolicies{trustFile: c.TrustPolicy, trust: c.Pasted, permissionFiles: c.PermissionPolicies, permissions: c.PastedPermissions, open: c.Open}
}

// existing is a role of the person's own, with its policies where those were given.
func (c *AddRole) existing(act *Act, account AccountID) (*ConnectionRole, error) {
	policies := c.policies()
	read, err := policies.readTrust()
	if err != nil {
		return nil, err
	}
	role := &ConnectionRole{ARN: strings.TrimSpace(c.ARN), Trust: read.Trust.JSON, At: act.Now}
	switch {
	case role.ARN == "" && read.ARN == "":
		return nil, refuse("ACC-09", "arn", "The ARN of the role is missing.").fix("Give it; a bare policy does not hold it.")
	case role.ARN == "":
		role.ARN = read.ARN
	case read.ARN != "" && read.ARN != role.ARN:
		return nil, refuse("ACC-09", "arn", "The trust policy is of the role %s, not of %s.", clip(read.ARN), clip(role.ARN)).fix("Give the trust policy of this role.")
	}
	owner, name, err := iam.ParseRoleARN(role.ARN)
	if err != nil {
		return nil, refuse("ACC-09", "arn", "%s.", capital(err.Error())).fix("Write arn:aws:iam::%s:role/NAME.", account)
	}
	if owner != string(account) {
		return nil, refuse("ACC-09", "arn", "The role %s belongs to AWS account %s, not to %s.", clip(name), owner, account).fix("Add it to the connection of its own account.")
	}
	role.Name = name
	role.Permissions, err = policies.readPermissions()
	return role, err
}

func planRole(act *Act, connection *Connection, role *ConnectionRole) error {
	act.plan(EffectCreates, "the IAM role %s, available to %s", role.ARN, act.space.Name)
	switch role.Template {
	case DevelopmentRole:
		act.plan(EffectNote, "%s", developmentWarning)
	case SupportRole:
		act.plan(EffectNote, "it carries the AWS managed policy AmazonCodeCatalystSupportAccess, and lets every space assume it: its trust policy has no condition")
		if connection.Account != act.space.Billing {
			act.plan(EffectNote, "support cases work through the role of the billing account, and this account is not the billing account")
		}
	}
	if n := len(role.Name); n > maxRoleName {
		act.plan(EffectNote, "its name has %d characters, and IAM takes %d at the most: in AWS it could not be created under this name", n, maxRoleName)
	}
	if err := planGrants(act, role); err != nil {
		return err
	}
	return planJudgement(act, connection, role)
}

// maxRoleName is the most characters of an IAM role's name: IAM's own quota.
const maxRoleName = 64

// planJudgement says who can assume a role of the person's own.
func planJudgement(act *Act, connection *Connection, role *ConnectionRole) error {
	if role.Template != "" {
		return nil
	}
	judged, err := role.judge(act.space, connection.Account)
	if err != nil {
		return err
	}
	if judged == nil {
		act.plan(EffectNote, "its trust policy was not given, so that nobody can say here who can assume it")
		return nil
	}
	for _, finding := range judged.Findings {
		act.plan(EffectNote, "%s: %s", finding.Verdict, finding.Message)
	}
	return nil
}

// RemoveRole makes an IAM role no longer available to the space; the role stays in its account.
type RemoveRole struct {
	Space   string    `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Account AccountID `flag:"account" label:"AWS account ID" help:"twelve digits; the account that you are signed in to without it"`
	ARN     string    `flag:"arn" label:"Role" help:"ARN or name of the role" need:"yes"`
}

func (c *RemoveRole) spaceName() string { return c.Space }

func (c *RemoveRole) awsAccount(Reader) (AccountID, error) { return c.Account.given() }

func (c *RemoveRole) apply(act *Act) error {
	connection, err := act.connection()
	if err != nil {
		return err
	}
	role, err := connection.role("arn", c.ARN)
	if err != nil {
		return err
	}
	dependents, err := dependentsOf(act, act.space, connection.Account, role.ARN)
	if err != nil {
		return err
	}
	act.plan(EffectRemoves, "the IAM role %s from those available to %s; it stays in the account", role.Name, act.space.Name)
	act.planDependents(dependents)
	connection.Roles = slices.DeleteFunc(slices.Clone(connection.Roles), func(r ConnectionRole) bool { return r.ARN == role.ARN })
	if err := connections.Put(act, connection); err != nil {
		return err
	}
	return act.recordHere(role.Name, "made the IAM role %s of AWS account %s no longer available", role.ARN, connection.Account)
}

// role finds a role of the connection by its ARN or its name.
func (c *Connection) role(field, name string) (*ConnectionRole, error) {
	for i := range c.Roles {
		if c.Roles[i].ARN == name || c.Roles[i].Name == name {
			return &c.Roles[i], nil
		}
	}
	return nil, refuse("ACC-09", field, "The role %q is not available through the connection of AWS account %s.", clip(name), c.Account).
		fix("Look at its IAM roles available to CodeCatalyst.")
}
