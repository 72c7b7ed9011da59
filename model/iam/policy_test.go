package iam

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// asMap reads JSON text with encoding/json.
func asMap(t *testing.T, text string) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return m
}

func TestPolicies(t *testing.T) {
	for name, c := range map[string]struct{ got, want string }{
		"ACC-09 the trust of a development role names both principals and the space": {DevelopmentTrust("3a1f"), `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Service": [
          "codecatalyst-runner.amazonaws.com",
          "codecatalyst.amazonaws.com"
        ]
      },
      "Action": "sts:AssumeRole",
      "Condition": {
        "ArnLike": {
          "aws:SourceArn": "arn:aws:codecatalyst:::space/3a1f/project/*"
        }
      }
    }
  ]
}`},
		"ACC-09 the trust of a support role has no condition": {SupportTrust(), `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Service": [
          "codecatalyst-runner.amazonaws.com",
          "codecatalyst.amazonaws.com"
        ]
      },
      "Action": "sts:AssumeRole"
    }
  ]
}`},
		"ACC-09 a development role may do everything": {AdministratorAccess(), `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "*",
      "Resource": "*"
    }
  ]
}`},
	} {
		t.Run(name, func(t *testing.T) {
			if c.got != c.want {
				t.Errorf("wrote\n%s\nwant\n%s", c.got, c.want)
			}
		})
	}
}

func TestSupportAccess(t *testing.T) {
	t.Run("ACC-09 a support role may do what the managed policy allows, in its order", func(t *testing.T) {
		statement := asMap(t, SupportAccess())["Statement"].([]any)[0].(map[string]any)
		actions := statement["Action"].([]any)
		if len(actions) != 17 || actions[0] != "support:DescribeAttachment" || actions[8] != "support:SearchForCases" || actions[16] != "support:ResolveCase" {
			t.Errorf("the actions are %v", actions)
		}
		if statement["Resource"] != "*" || statement["Effect"] != "Allow" {
			t.Errorf("the statement is %v", statement)
		}
	})
}

func TestTagPolicy(t *testing.T) {
	const arn = "arn:aws:codecatalyst:us-west-2:111122223333:/connections/1"
	t.Run("ACC-10 a tag-based policy allows what can be done to the connection that has the tag", func(t *testing.T) {
		statement := asMap(t, TagPolicy(arn, "team", `a "b" & <c>`))["Statement"].([]any)[0].(map[string]any)
		if statement["Resource"] != arn {
			t.Errorf("the resource is %v", statement["Resource"])
		}
		want := map[string]any{"StringEquals": map[string]any{"aws:ResourceTag/team": `a "b" & <c>`}}
		if got := statement["Condition"]; !reflect.DeepEqual(got, want) {
			t.Errorf("the condition is %v", got)
		}
		actions := statement["Action"].([]any)
		if len(actions) != 10 {
			t.Errorf("%d actions", len(actions))
		}
		for _, action := range actions {
			if !strings.HasPrefix(action.(string), "codecatalyst:") {
				t.Errorf("action %v", action)
			}
		}
	})
	t.Run("ACC-10 a value is not taken for a policy variable", func(t *testing.T) {
		if got := TagPolicy(arn, "k", "${aws:username}"); !strings.Contains(got, `"${$}{aws:username}"`) {
			t.Error(got)
		}
	})
}
