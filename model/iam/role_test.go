package iam

import (
	"errors"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"atrium/model/jsonfile"
)

func readRoleText(text string) (Role, error) { return ReadRole("role.json", strings.NewReader(text)) }

const getRole = `{
  "Role": {
    "Path": "/",
    "RoleName": "build",
    "RoleId": "AROAEXAMPLE",
    "Arn": "arn:aws:iam::111122223333:role/ci/build",
    "AssumeRolePolicyDocument": POLICY,
    "MaxSessionDuration": 3600
  }
}`

func quoted(text string) string {
	return `"` + strings.NewReplacer(`"`, `\"`, "\n", `\n`).Replace(text) + `"`
}

func TestReadRole(t *testing.T) {
	policy := DevelopmentTrust("s-1")
	for name, text := range map[string]string{
		"ACC-09 what get-role prints is read":                    strings.Replace(getRole, "POLICY", policy, 1),
		"ACC-09 a policy that is URL-encoded is read":            strings.Replace(getRole, "POLICY", quoted(url.PathEscape(policy)), 1),
		"ACC-09 a policy that is a text of JSON is read":         strings.Replace(getRole, "POLICY", quoted(policy), 1),
		"ACC-09 a bare trust policy is read":                     policy,
		"ACC-09 a trust policy under its key is read":            `{"AssumeRolePolicyDocument":` + policy + `}`,
		"ACC-09 a byte order mark and other white space is read": "\ufeff" + strings.ReplaceAll(policy, "\n", "\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			role, err := readRoleText(text)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(text, "RoleName") && (role.Name != "build" || role.ARN != "arn:aws:iam::111122223333:role/ci/build") {
				t.Errorf("the role is %q, %q", role.Name, role.ARN)
			}
			if role.Trust.JSON != policy {
				t.Errorf("the policy is\n%s", role.Trust.JSON)
			}
			s := role.Trust.Statements[0]
			s.Line = 0
			want := Statement{
				Principals: []Principal{{Service, RunnerPrincipal}, {Service, ServicePrincipal}},
				Actions:    []string{"sts:AssumeRole"},
				Conditions: []Condition{{Operator: "ArnLike", Key: "aws:SourceArn", Values: []string{"arn:aws:codecatalyst:::space/s-1/project/*"}}},
			}
			if !reflect.DeepEqual(s, want) {
				t.Errorf("the statement is %+v", s)
			}
		})
	}
}

func TestReadRoleKeepsEveryPart(t *testing.T) {
	role, err := readRoleText(`{"Version":"2008-10-17","Id":"x","Statement":{"Sid":"s","Effect":"Deny",
"NotPrincipal":{"AWS":["*","111122223333"],"Federated":"f","CanonicalUser":"c"},"NotAction":["a","b"],
"Condition":{"ForAllValues:StringNotLikeIfExists":{"k":["v",1,true]},"Bool":{"b":true},"Null":{"n":"false"}}}}`)
	if err != nil {
		t.Fatal(err)
	}
	want := []Statement{{SID: "s", Line: 1, Deny: true, NotPrincipal: true, NotAction: true,
		Principals: []Principal{{Everyone, "*"}, {AWS, "111122223333"}, {Federated, "f"}, {CanonicalUser, "c"}},
		Actions:    []string{"a", "b"},
		Conditions: []Condition{
			{Qualifier: "ForAllValues", Operator: "StringNotLike", IfExists: true, Key: "k", Values: []string{"v", "1", "true"}},
			{Operator: "Bool", Key: "b", Values: []string{"true"}},
			{Operator: "Null", Key: "n", Values: []string{"false"}},
		}}}
	if role.Trust.Version != "2008-10-17" || !reflect.DeepEqual(role.Trust.Statements, want) {
		t.Errorf("read %+v", role.Trust)
	}
	if got := want[0].Conditions[0].String(); got != "ForAllValues:StringNotLikeIfExists k" {
		t.Errorf("the condition is told as %q", got)
	}
}

// statement is a trust policy of which one part is another.
func statement(part, other string) string {
	whole := `"Effect":"Allow","Principal":{"Service":"s"},"Action":"sts:AssumeRole"`
	return "{\"Statement\":[\n{" + strings.Replace(whole, part, other, 1) + "}]}"
}

func TestReadRoleRefuses(t *testing.T) {
	const effect, principal, action = `"Effect":"Allow"`, `"Principal":{"Service":"s"}`, `"Action":"sts:AssumeRole"`
	for text, want := range map[string]string{
		`[]`:                 "line 1: the document is a list where an object is expected",
		`{}`:                 "line 1: the document is neither a role nor a trust policy: its keys are none; give what aws iam get-role prints",
		`{"Roles":[],"B":1}`: `line 1: the document is neither a role nor a trust policy: its keys are "Roles", "B"; give what aws iam get-role prints`,
		`{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1}`: `line 1: the document is neither a role nor a trust policy: its keys are "a", "b", "c", "d", "e", "f", "g", "h", and 1 more; give what aws iam get-role prints`,
		"{\"Version\":\"2012-10-17\"}":                            "line 1: Statement is missing",
		"{\"Role\":{}}":                                           "line 1: Role.AssumeRolePolicyDocument is missing",
		`{"Role":[]}`:                                             "line 1: Role is a list where an object is expected",
		`{"Role":{"RoleName":1}}`:                                 "line 1: Role.RoleName is a number where a text is expected",
		`{"Role":{"Arn":1}}`:                                      "line 1: Role.Arn is a number where a text is expected",
		`{"Role":{"Arn":"x"}}`:                                    `line 1: Role.Arn is wrong: "x" is not an ARN; that of a role looks like arn:aws:iam::111122223333:role/name`,
		`{"Role":{"Arn":"arn:aws:iam::111122223333:role/a","RoleName":"b"}}`: `line 1: Role.RoleName is "b", and the role of the ARN is "a"`,
		`{"AssumeRolePolicyDocument":7}`:                                     "line 1: AssumeRolePolicyDocument is a number where an object is expected",
		`{"AssumeRolePolicyDocument":"%7"}`:                                  "line 1: AssumeRolePolicyDocument is not URL-encoded JSON",
		`{"AssumeRolePolicyDocument":"%7B"}`:                                 "line 1: AssumeRolePolicyDocument holds a policy that cannot be read: the document is cut off: the file ends in the middle of it",
		`{"AssumeRolePolicyDocument":"%7B%7D%7B%7D"}`:                        "line 1: AssumeRolePolicyDocument holds more than one policy",
		"{\n\"AssumeRolePolicyDocument\":\"{\\\"Statement\\\":[7]}\"}":       "line 2: AssumeRolePolicyDocument.Statement[0] is a number where an object is expected",
		`{"Statement":[{}]}{}`:                                               "line 1: the document is a second one; give one role at a time",
		`{"Statement":"x"}`:                                                  "line 1: Statement is a text where an object or a list is expected",
		`{"Statement":[]}`:                                                   "line 1: Statement is an empty list",
		`{"Statement":null}`:                                                 "line 1: Statement is missing",
		`{"Version":"2013","Statement":[]}`:                                  `line 1: Version is "2013" where 2012-10-17 or 2008-10-17 is expected`,
		`{"Version":2012,"Statement":[]}`:                                    `line 1: Version is a number where a text is expected`,
		`{"Statement":[],"Statements":[]}`:                                   "line 1: Statements is not known; did you mean Statement?",
		statement(effect, `"Effect":"allow"`):                                `line 2: Statement[0].Effect is "allow" where Allow or Deny is expected`,
		statement(effect, `"Sid":"x"`):                                       "line 2: Statement[0].Effect is missing",
		statement(effect, `"Effect":"Allow","Sid":1`):                        "line 2: Statement[0].Sid is a number where a text is expected",
		statement(effect, `"Effect":"Allow","Resource":"*"`):                 "line 2: Statement[0].Resource has no place in a trust policy, whose resource is the role itself; give the trust policy, not a permission policy",
		statement(effect, `"Effect":"Allow","Effects":"*"`):                  "line 2: Statement[0].Effects is not known; did you mean Effect?",
		statement(principal+",", ""):                                         "line 2: Statement[0].Principal is missing",
		statement(principal, `"Principal":"x"`):                              `line 2: Statement[0].Principal is "x" where "*" or an object is expected`,
		statement(principal, `"Principal":["*"]`):                            `line 2: Statement[0].Principal is a list where "*" or an object is expected`,
		statement(principal, `"Principal":{}`):                               "line 2: Statement[0].Principal names nobody",
		statement(principal, `"Principal":{"Services":"s"}`):                 "line 2: Statement[0].Principal.Services is not known; a principal is AWS, Service, Federated or CanonicalUser",
		statement(principal, `"Principal":{"Service":7}`):                    "line 2: Statement[0].Principal.Service is a number where a text or a list is expected",
		statement(principal, `"Principal":{"Service":null}`):                 "line 2: Statement[0].Principal.Service is missing",
		statement(principal, `"Principal":{"Service":[]}`):                   "line 2: Statement[0].Principal.Service is an empty list",
		statement(principal, `"Principal":{"Service":["s",{}]}`):             "line 2: Statement[0].Principal.Service[1] is an object where a text is expected",
		statement(principal, `"Principal":{"Service":"*"}`):                  `line 2: Statement[0].Principal.Service is "*", which stands for everyone only alone or under AWS`,
		statement(principal, principal+`,"NotPrincipal":"*"`):                "line 2: Statement[0].NotPrincipal stands beside Principal; a statement has one of the two",
		statement(action, `"Action":""`):                                     "line 2: Statement[0].Action is an empty text",
		statement(action, `"Action":{}`):                                     "line 2: Statement[0].Action is an object where a text or a list is expected",
		statement(action, action+`,"NotAction":"*"`):                         "line 2: Statement[0].NotAction stands beside Action; a statement has one of the two",
		statement(action, action+`,"Condition":"x"`):                         "line 2: Statement[0].Condition is a text where an object is expected",
		statement(action, action+`,"Condition":{"StringLikes":{}}`):          "line 2: Statement[0].Condition.StringLikes is not a condition operator of IAM",
		statement(action, action+`,"Condition":{"ForSome:StringLike":{}}`):   `line 2: Statement[0].Condition."ForSome:StringLike" is not a condition operator of IAM`,
		statement(action, action+`,"Condition":{"NullIfExists":{}}`):         `line 2: Statement[0].Condition.NullIfExists is not a condition operator of IAM`,
		statement(action, action+`,"Condition":{"Bool":[]}`):                 "line 2: Statement[0].Condition.Bool is a list where an object is expected",
		statement(action, action+`,"Condition":{"Bool":{"k":[]}}`):           "line 2: Statement[0].Condition.Bool.k is an empty list",
		statement(action, action+`,"Condition":{"Bool":{"k":["v",null]}}`):   "line 2: Statement[0].Condition.Bool.k[1] is null where a text is expected",
		statement(action, action+`,"Condition":{"Bool":{"k":1,"k":2}}`):      `line 2: Statement[0].Condition.Bool has the key "k" twice`,
	} {
		t.Run("ACC-09 refused: "+want, func(t *testing.T) {
			role, err := readRoleText(text)
			var e *jsonfile.Error
			if !errors.As(err, &e) || !reflect.DeepEqual(role.Trust.JSON, "") {
				t.Fatalf("read %+v with the error %v, want: %s", role, err, want)
			}
			if got := err.Error(); got != "role.json, "+want {
				t.Errorf("the error is\n\t%s\nwant\n\trole.json, %s", got, want)
			}
		})
	}
}
