package iam

// Document is a trust policy: who may assume a role.
type Document struct {
	Version    string      `json:"version,omitempty"`
	Statements []Statement `json:"statements"`
	// JSON is the document as it was given, indented anew.
	JSON string `json:"json"`
}

// Statement is one statement of a trust policy.
type Statement struct {
	SID  string `json:"sid,omitempty"`
	Line int    `json:"line"` // of the file that it was read from; 0 where the document was one text within it
	Deny bool   `json:"deny,omitempty"`
	// Principals are those that the statement is about or, where NotPrincipal is set, all but those.
	Principals   []Principal `json:"principals"`
	NotPrincipal bool        `json:"notPrincipal,omitempty"`
	// Actions are those that the statement is about or, where NotAction is set, all but those.
	Actions    []string    `json:"actions"`
	NotAction  bool        `json:"notAction,omitempty"`
	Conditions []Condition `json:"conditions,omitempty"`
	// Resources are those that a statement of a permission policy is about or, where NotResource is set, all
	// but those. A trust policy has none.
	Resources   []string `json:"resources,omitempty"`
	NotResource bool     `json:"notResource,omitempty"`
}

// PrincipalType is what a principal is.
type PrincipalType string

// The types of principals. The value of the first is always "*".
const (
	Everyone      PrincipalType = "*"
	AWS           PrincipalType = "AWS"
	Service       PrincipalType = "Service"
	Federated     PrincipalType = "Federated"
	CanonicalUser PrincipalType = "CanonicalUser"
)

// Principal is whom a statement is about: a service such as codecatalyst.amazonaws.com, an AWS account or
// somebody in one, an identity provider, or everyone.
type Principal struct {
	Type  PrincipalType `json:"type"`
	Value string        `json:"value"`
}

// Condition is one test of a request. A statement holds only where all of its conditions do; a condition
// holds where one of its values does.
type Condition struct {
	// Qualifier is ForAllValues, ForAnyValue or "".
	Qualifier string `json:"qualifier,omitempty"`
	// Operator is without the qualifier and without IfExists.
	Operator string   `json:"operator"`
	IfExists bool     `json:"ifExists,omitempty"`
	Key      string   `json:"key"`
	Values   []string `json:"values"`
}

// String writes the operator and the key as the document has them: "ArnLike aws:SourceArn".
func (c Condition) String() string {
	s := c.Operator
	if c.Qualifier != "" {
		s = c.Qualifier + ":" + s
	}
	if c.IfExists {
		s += "IfExists"
	}
	return s + " " + shown(c.Key)
}

// Role is an IAM role with who may assume it. ARN and Name are "" where only the trust policy was given.
type Role struct {
	ARN   string   `json:"arn,omitempty"`
	Name  string   `json:"name,omitempty"`
	Trust Document `json:"trust"`
}
