package iam

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"atrium/model/jsonfile"
)

// VPCActions are the seven actions that the permission policy of a VPC role must hold (VPC-04), in the order
// of the guide.
func VPCActions() []string {
	return prefixed("ec2:", "CreateNetworkInterface", "DescribeDhcpOptions", "DescribeNetworkInterfaces",
		"DeleteNetworkInterface", "DescribeSubnets", "DescribeSecurityGroups", "DescribeVpcs")
}

// ReadPermissions reads permission policies: each alone, or as `aws iam get-role-policy` and `aws iam
// get-policy-version` print it. The error is a [jsonfile.Error].
func ReadPermissions(name string, r io.Reader) ([]Document, error) {
	values, err := jsonfile.Read(r, name, maxRoleBytes)
	if err != nil {
		return nil, err
	}
	documents := make([]Document, len(values))
	for i, v := range values {
		if err := v.Want(jsonfile.Object); err != nil {
			return nil, err
		}
		if documents[i], err = readPermissions(v); err != nil {
			return nil, err
		}
	}
	return documents, nil
}

func readPermissions(v *jsonfile.Value) (Document, error) {
	switch {
	case v.Get("PolicyDocument") != nil:
		return readUnder(v, "PolicyDocument", readPermissionPolicy)
	case v.Get("PolicyVersion") != nil:
		version, err := v.Object("PolicyVersion")
		if err != nil {
			return Document{}, err
		}
		return readUnder(version, "Document", readPermissionPolicy)
	case v.Get("Statement") != nil || v.Get("Version") != nil:
		return readPermissionPolicy(v)
	}
	return Document{}, v.Fault("is no permission policy: its keys are "+v.KeyList(),
		"give the policy, or what aws iam get-role-policy or get-policy-version prints")
}

func readPermissionPolicy(v *jsonfile.Value) (Document, error) {
	if err := v.Only("Version", "Id", "Statement"); err != nil {
		return Document{}, err
	}
	return readStatements(v, readPermissionStatement)
}

func readPermissionStatement(v *jsonfile.Value) (s Statement, err error) {
	if principal := v.Get("Principal"); principal != nil {
		return s, principal.Fault("has no place in a permission policy, whose principal is the role itself", "give the permission policy, not the trust policy")
	}
	if err := v.Only("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"); err != nil {
		return s, err
	}
	if s.NotResource, s.Resources, err = eitherTexts(v, "Resource", "NotResource"); err != nil {
		return s, err
	}
	return s, s.readRest(v)
}

// Grant says whether the policies of a role permit an action.
type Grant struct {
	Action string `json:"action"`
	// Held tells that some statement allows it and none denies it altogether.
	Held bool `json:"held"`
	// Limit says what it is limited to, without the full stop; "" for nothing, or where it is not held.
	Limit string `json:"limit,omitempty"`
}

// Grants weighs the permission policies of a role, action by action. A statement that is limited to some
// resources or by a condition is not weighed further: an action that only such a one allows or denies is held
// within a limit.
func Grants(policies []Document, actions []string) []Grant {
	grants := make([]Grant, len(actions))
	for i, action := range actions {
		grants[i] = grant(policies, action)
	}
	return grants
}

func grant(policies []Document, action string) Grant {
	allowed, denied := none, none
	limit := ""
	for _, d := range policies {
		for i, s := range d.Statements {
			about := s.permits(action)
			if s.Deny {
				denied = denied.or(about)
			} else {
				allowed = allowed.or(about)
			}
			if about == some && limit == "" {
				limit = d.limit(i)
			}
		}
	}
	g := Grant{Action: action, Held: allowed != none && denied != all}
	if g.Held && (allowed != all || denied != none) {
		g.Limit = limit
	}
	return g
}

// permits is the share of the uses of an action that a statement is about. EC2 describes nothing less than
// everything, so that a statement with other resources is not about its describe actions.
func (s Statement) permits(action string) share {
	acts := s.acts(action)
	if s.NotAction {
		acts = all
		for _, a := range s.Actions {
			if matchesFolded(a, action) {
				acts = none
			}
		}
	}
	everywhere := !s.NotResource && slices.Contains(s.Resources, "*")
	if !everywhere && strings.HasPrefix(action, "ec2:Describe") && (!s.Deny || !s.NotResource) {
		return none
	}
	if acts == all && (!everywhere || len(s.Conditions) > 0) {
		return some
	}
	return acts
}

// limit says what the statement at an index is limited to.
func (d Document) limit(i int) string {
	s := d.Statements[i]
	name := fmt.Sprintf("statement %d", i+1)
	if s.SID != "" {
		name = "the statement " + shown(s.SID)
	}
	verb := "allows"
	if s.Deny {
		verb = "denies"
	}
	switch {
	case len(s.Conditions) > 0:
		return fmt.Sprintf("%s %s it under the condition %s", name, verb, told(s.Conditions))
	case s.NotResource:
		return fmt.Sprintf("%s %s it for all resources but some", name, verb)
	}
	return fmt.Sprintf("%s %s it for %s only", name, verb, shown(s.Resources[0]))
}

// Join makes one policy of several, with all their statements; "" of none.
func Join(policies []Document) string {
	if len(policies) == 0 {
		return ""
	}
	if len(policies) == 1 {
		return policies[0].JSON
	}
	var all []json.RawMessage
	for _, d := range policies {
		var one struct{ Statement json.RawMessage }
		if err := json.Unmarshal([]byte(d.JSON), &one); err != nil {
			panic(err) // it was read from JSON, and written as JSON
		}
		var list []json.RawMessage
		if json.Unmarshal(one.Statement, &list) != nil {
			list = []json.RawMessage{one.Statement}
		}
		all = append(all, list...)
	}
	joined, err := json.MarshalIndent(struct {
		Version   string
		Statement []json.RawMessage
	}{policyVersion, all}, "", "  ")
	if err != nil {
		panic(err)
	}
	return string(joined)
}
