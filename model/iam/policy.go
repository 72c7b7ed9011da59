package iam

import (
	"bytes"
	"cmp"
	"encoding/json"
	"strings"
)

// The service principals of CodeCatalyst.
const (
	// ServicePrincipal is CodeCatalyst itself, when it needs access to AWS.
	ServicePrincipal = "codecatalyst.amazonaws.com"
	// RunnerPrincipal is the deployments of CodeCatalyst's workflows.
	RunnerPrincipal = "codecatalyst-runner.amazonaws.com"
)

// The AWS managed policies of the roles that are made for a connection.
const (
	AdministratorAccessARN = "arn:aws:iam::aws:policy/AdministratorAccess"
	SupportAccessARN       = "arn:aws:iam::aws:policy/service-role/AmazonCodeCatalystSupportAccess"
)

const (
	policyVersion = "2012-10-17"
	assumeRole    = "sts:AssumeRole"
	sourceARN     = "aws:SourceArn"
	spacePrefix   = "arn:aws:codecatalyst:::space/"
)

// policy is a policy document as it is written.
type policy struct {
	Version   string
	Statement []allowance
}

// allowance is a statement that allows something.
type allowance struct {
	Effect    string
	Principal map[string][]string `json:",omitempty"`
	Action    any                 // a text or a list of texts
	Resource  string              `json:",omitempty"`
	Condition condition           `json:",omitempty"`
}

// condition is what a statement asks for: by operator and key, a text or a list of texts.
type condition map[string]map[string]any

// text writes a policy of one statement.
func text(a allowance) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	a.Effect = "Allow"
	if err := e.Encode(policy{Version: policyVersion, Statement: []allowance{a}}); err != nil {
		panic(err) // only for types that JSON does not know, and there are none here
	}
	return string(bytes.TrimRight(b.Bytes(), "\n"))
}

func trust(when condition) string {
	return text(allowance{
		Principal: map[string][]string{"Service": {RunnerPrincipal, ServicePrincipal}},
		Action:    assumeRole,
		Condition: when,
	})
}

// DevelopmentTrust is the trust policy of a workflow development role: CodeCatalyst may assume it for the
// projects of one space. The space is given by its id, not its name.
func DevelopmentTrust(spaceID string) string {
	return trust(condition{"ArnLike": {sourceARN: spacePrefix + spaceID + "/project/*"}})
}

// VPCTrust is the trust policy that the guide recommends for a VPC role: CodeCatalyst may assume it for one
// space and its projects, or for the space and one of its projects (VPC-05). Both are given by their ids; an
// empty project means all of them.
func VPCTrust(spaceID, projectID string) string {
	projects := cmp.Or(projectID, "*")
	return trust(condition{"ArnLike": {sourceARN: []string{spacePrefix + spaceID, spacePrefix + spaceID + "/project/" + projects}}})
}

// VPCAccess is the permission policy that a VPC role must have at the least (VPC-04).
func VPCAccess() string { return text(allowance{Action: VPCActions(), Resource: "*"}) }

// SupportTrust is the trust policy of the role for AWS Support: CodeCatalyst may assume it for any space.
func SupportTrust() string { return trust(nil) }

// AdministratorAccess is what the AWS managed policy [AdministratorAccessARN] allows.
func AdministratorAccess() string { return text(allowance{Action: "*", Resource: "*"}) }

// SupportAccess is what the AWS managed policy [SupportAccessARN] allows.
func SupportAccess() string {
	return text(allowance{Resource: "*", Action: prefixed("support:",
		"DescribeAttachment", "DescribeCaseAttributes", "DescribeCases", "DescribeCommunications",
		"DescribeIssueTypes", "DescribeServices", "DescribeSeverityLevels", "DescribeSupportLevel",
		"SearchForCases", "AddAttachmentsToSet", "AddCommunicationToCase", "CreateCase",
		"InitiateCallForCase", "InitiateChatForCase", "PutCaseAttributes", "RateCaseCommunication",
		"ResolveCase")})
}

// TagPolicy is a policy based on a tag: it allows everything that can be done to a connection, given by its
// ARN, as long as the connection has that tag (ACC-10).
func TagPolicy(resourceARN, key, value string) string {
	return text(allowance{
		Action: prefixed("codecatalyst:",
			"GetConnection", "DeleteConnection", "AssociateIamRoleToConnection",
			"DisassociateIamRoleFromConnection", "ListIamRolesForConnection", "GetBillingAuthorization",
			"PutBillingAuthorization", "ListTagsForResource", "TagResource", "UntagResource"),
		Resource:  resourceARN,
		Condition: condition{"StringEquals": {"aws:ResourceTag/" + key: verbatim.Replace(value)}},
	})
}

func prefixed(prefix string, names ...string) []string {
	for i := range names {
		names[i] = prefix + names[i]
	}
	return names
}

// verbatim keeps a value from being taken for a policy variable.
var verbatim = strings.NewReplacer("${", "${$}{")
