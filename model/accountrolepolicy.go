package model

import (
	"errors"
	"io"
	"slices"
	"strings"

	"atrium/model/iam"
)

// rolePolicies are the policies of a role of the person's own, as they are given: in files or pasted.
type rolePolicies struct {
	trustFile, trust string
	permissionFiles  []string
	permissions      string
	open             func(name string) (io.ReadCloser, error)
}

// given reports whether any is.
func (p *rolePolicies) given() bool { return p.givesTrust() || p.givesPermissions() }

func (p *rolePolicies) givesTrust() bool { return p.trustFile != "" || p.trust != "" }

func (p *rolePolicies) givesPermissions() bool {
	return len(p.permissionFiles) > 0 || p.permissions != ""
}

// readTrust reads the trust policy; an empty role where none is given.
func (p *rolePolicies) readTrust() (role iam.Role, err error) {
	const field = "trust-policy"
	switch {
	case p.trust != "":
		role, err = iam.ReadRole("the pasted text", strings.NewReader(p.trust))
		return role, policyFault("policy", "trust policy, or what aws iam get-role printed", err)
	case p.trustFile == "":
		return iam.Role{}, nil
	}
	err = p.file(field, p.trustFile, func(r io.Reader) error {
		role, err = iam.ReadRole(p.trustFile, r)
		return policyFault(field, "trust policy, or what aws iam get-role printed", err)
	})
	return role, err
}

// readPermissions reads the permission policies as one; "" where none is given.
func (p *rolePolicies) readPermissions() (string, error) {
	const what = "permission policy, or what aws iam get-role-policy printed"
	var all []iam.Document
	if p.permissions != "" {
		documents, err := iam.ReadPermissions("the pasted text", strings.NewReader(p.permissions))
		if err != nil {
			return "", policyFault("permissions", what, err)
		}
		all = documents
	}
	for _, name := range p.permissionFiles {
		err := p.file("permission-policy", name, func(r io.Reader) error {
			documents, err := iam.ReadPermissions(name, r)
			all = append(all, documents...)
			return policyFault("permission-policy", what, err)
		})
		if err != nil {
			return "", err
		}
	}
	return iam.Join(all), nil
}

// file reads a file that the person named.
func (p *rolePolicies) file(field, name string, read func(io.Reader) error) error {
	if p.open == nil {
		return refuse("ACC-09", field, "No file can be opened from here.").fix("Paste the policy instead.")
	}
	file, err := p.open(name)
	if err != nil {
		return unreadableFile("ACC-09", field, name, err)
	}
	return errors.Join(read(file), file.Close())
}

// policyFault makes a refusal of a policy that cannot be read.
func policyFault(field, what string, err error) error {
	if err == nil {
		return nil
	}
	return refuse("ACC-09", field, "%s.", err.Error()).fix("Give the %s. Nothing was changed.", what).unreadable()
}

// grants weighs what the role permits of the actions that a VPC role must hold (VPC-04); false where its
// permission policy is not known.
func (r *ConnectionRole) grants() ([]iam.Grant, bool, error) {
	text, known := r.permissions()
	if !known {
		return nil, false, nil
	}
	documents, err := iam.ReadPermissions("the permission policy of "+r.Name, strings.NewReader(text))
	return iam.Grants(documents, iam.VPCActions()), true, err
}

// lackedActions are the actions of a VPC role that are not among the grants.
func lackedActions(grants []iam.Grant) []string {
	var lacked []string
	for _, g := range grants {
		if !g.Held {
			lacked = append(lacked, g.Action)
		}
	}
	return lacked
}

// planGrants says whether a role of the person's own can be a VPC role.
func planGrants(act *Act, role *ConnectionRole) error {
	grants, known, err := role.grants()
	if err != nil || !known || role.Template != "" {
		return err
	}
	lacked := lackedActions(grants)
	if len(lacked) == 0 {
		act.plan(EffectNote, "it holds the %d EC2 actions of a VPC role", len(grants))
		return nil
	}
	act.planCounted(EffectNote, len(lacked), "it cannot be a VPC role: it lacks "+count(len(lacked), "EC2 action", "EC2 actions"), lacked...)
	return nil
}

// EditRole tells of other policies of an IAM role that is available to a space: a role is changed in IAM, and
// what it permits is judged here by what it is known to say.
type EditRole struct {
	Space              string    `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Account            AccountID `flag:"account" label:"AWS account ID" help:"twelve digits; the account that you are signed in to without it"`
	ARN                string    `flag:"arn" label:"Role" help:"ARN or name of the role" need:"yes"`
	TrustPolicy        string    `flag:"trust-policy" label:"Trust policy file" help:"its trust policy, or what aws iam get-role printed"`
	Pasted             string    `flag:"policy" label:"Trust policy text" help:"the trust policy itself, pasted, instead of a file"`
	PermissionPolicies []string  `flag:"permission-policy" label:"Permission policy files" help:"its permission policies, or what aws iam get-role-policy and get-policy-version printed"`
	PastedPermissions  string    `flag:"permissions" label:"Permission policy text" help:"the permission policy itself, pasted, instead of files"`

	// Open opens a file by the name that the person gave; the model knows no disk.
	Open func(name string) (io.ReadCloser, error) `json:"-"`
}

func (c *EditRole) spaceName() string { return c.Space }

func (c *EditRole) awsAccount(Reader) (AccountID, error) { return c.Account.given() }

// OpenWith tells how to open the files that the command names.
func (c *EditRole) OpenWith(open func(name string) (io.ReadCloser, error)) { c.Open = open }

func (c *EditRole) apply(act *Act) error {
	connection, err := act.connection()
	if err != nil {
		return err
	}
	role, err := connection.role("arn", c.ARN)
	if err != nil {
		return err
	}
	if role.Template != "" {
		return refuse("ACC-09", "arn", "The policies of %s are those that the program gave it.", role.Name).fix("Add a role of your own instead.")
	}
	changed := *role
	if err := c.read(&changed); err != nil {
		return err
	}
	act.plan(EffectChanges, "the policies of the IAM role %s", role.Name)
	if err := planGrants(act, &changed); err != nil {
		return err
	}
	if err := planJudgement(act, connection, &changed); err != nil {
		return err
	}
	connection.Roles = slices.Clone(connection.Roles)
	for i := range connection.Roles {
		if connection.Roles[i].ARN == changed.ARN {
			connection.Roles[i] = changed
		}
	}
	if err := connections.Put(act, connection); err != nil {
		return err
	}
	return act.recordHere(role.Name, "gave other policies of the IAM role %s of AWS account %s", role.ARN, connection.Account)
}

// read takes the policies that are given over into the role.
func (c *EditRole) read(role *ConnectionRole) error {
	policies := &rolePolicies{trustFile: c.TrustPolicy, trust: c.Pasted, permissionFiles: c.PermissionPolicies, permissions: c.PastedPermissions, open: c.Open}
	if !policies.given() {
		return refuse("ACC-09", "permission-policy", "No policy is given.").fix("Give its trust policy, its permission policies, or both.")
	}
	read, err := policies.readTrust()
	if err != nil {
		return err
	}
	if read.ARN != "" && read.ARN != role.ARN {
		return refuse("ACC-09", "trust-policy", "The trust policy is of the role %s, not of %s.", clip(read.ARN), clip(role.ARN)).fix("Give the trust policy of this role.")
	}
	if policies.givesTrust() {
		role.Trust = read.Trust.JSON
	}
	if policies.givesPermissions() {
		role.Permissions, err = policies.readPermissions()
	}
	return err
}
