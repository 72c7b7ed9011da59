package iam

import (
	"strings"
	"testing"
)

func permissions(t *testing.T, texts ...string) []Document {
	t.Helper()
	documents, err := ReadPermissions("policy.json", strings.NewReader(strings.Join(texts, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	return documents
}

func policyOf(parts string) string {
	return `{"Version":"2012-10-17","Statement":[{` + parts + `}]}`
}

// lacking are the VPC actions that policies do not hold, and limited those held within a limit.
func lacking(documents []Document) (lacks, limited []string) {
	for _, g := range Grants(documents, VPCActions()) {
		switch {
		case !g.Held:
			lacks = append(lacks, g.Action)
		case g.Limit != "":
			limited = append(limited, g.Action+": "+g.Limit)
		}
	}
	return lacks, limited
}

func TestGrants(t *testing.T) {
	const every = `"Effect":"Allow","Action":"*","Resource":"*"`
	for name, test := range map[string]struct {
		policies         []string
		lacks, limited   int
		mustName, mustBe string
	}{
		"VPC-04 the policy that is shown for a VPC role holds all seven actions": {policies: []string{VPCAccess()}},
		"VPC-04 administrator access holds them":                                 {policies: []string{AdministratorAccess()}},
		"VPC-04 support access holds none of them":                               {policies: []string{SupportAccess()}, lacks: 7},
		"VPC-04 wildcards count, in any case":                                    {policies: []string{policyOf(`"Effect":"Allow","Action":["EC2:describe*","ec2:*NetworkInterface"],"Resource":"*"`)}},
		"VPC-04 the actions may stand in several policies": {policies: []string{
			policyOf(`"Effect":"Allow","Action":"ec2:Describe*","Resource":"*"`), policyOf(`"Effect":"Allow","Action":["ec2:CreateNetworkInterface","ec2:DeleteNetworkInterface"],"Resource":["*"]`)}},
		"VPC-04 one that no statement allows is named":   {policies: []string{policyOf(`"Effect":"Allow","Action":["ec2:Describe*","ec2:CreateNetworkInterface"],"Resource":"*"`)}, lacks: 1, mustName: "ec2:DeleteNetworkInterface"},
		"VPC-04 one that a statement denies is not held": {policies: []string{policyOf(every), policyOf(`"Effect":"Deny","Action":"ec2:DeleteNetworkInterface","Resource":"*"`)}, lacks: 1, mustName: "ec2:DeleteNetworkInterface"},
		"VPC-04 NotAction allows all but what it names":  {policies: []string{policyOf(`"Effect":"Allow","NotAction":"ec2:DescribeVpcs","Resource":"*"`)}, lacks: 1, mustName: "ec2:DescribeVpcs"},
		"VPC-04 EC2 describes nothing less than everything, so that a describe action for one resource is not held": {
			policies: []string{policyOf(`"Effect":"Allow","Action":"ec2:*","Resource":"arn:aws:ec2:us-west-2:111122223333:subnet/subnet-1"`)}, lacks: 5, limited: 2, mustBe: "subnet/subnet-1 only"},
		"VPC-04 one that is denied under a condition is held within a limit": {
			policies: []string{policyOf(every), policyOf(`"Effect":"Deny","Action":"ec2:CreateNetworkInterface","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"false"}}`)}, limited: 1, mustBe: "under the condition"},
		"VPC-04 another action of the service does not count": {policies: []string{policyOf(`"Effect":"Allow","Action":"ec2:RunInstances","Resource":"*"`)}, lacks: 7},
	} {
		t.Run(name, func(t *testing.T) {
			lacks, limited := lacking(permissions(t, test.policies...))
			if len(lacks) != test.lacks || len(limited) != test.limited {
				t.Fatalf("%d are lacking and %d limited: %v, %v", len(lacks), len(limited), lacks, limited)
			}
			if !strings.Contains(strings.Join(lacks, " "), test.mustName) || !strings.Contains(strings.Join(limited, " "), test.mustBe) {
				t.Fatalf("lacking are %v, limited %v", lacks, limited)
			}
		})
	}
}

func TestReadPermissions(t *testing.T) {
	policy := VPCAccess()
	for name, text := range map[string]string{
		"alone":                        policy,
		"as get-role-policy prints it": `{"RoleName":"r","PolicyName":"p","PolicyDocument":` + policy + `}`,
		"as get-policy-version prints": `{"PolicyVersion":{"Document":` + policy + `,"VersionId":"v1"}}`,
	} {
		t.Run("VPC-04 a permission policy is read "+name, func(t *testing.T) {
			if lacks, _ := lacking(permissions(t, text)); len(lacks) > 0 {
				t.Fatalf("it lacks %v", lacks)
			}
		})
	}
	for name, test := range map[string]struct{ text, want string }{
		"a trust policy":          {DevelopmentTrust("s"), "give the permission policy, not the trust policy"},
		"another document":        {`{"Vpcs":[]}`, "is no permission policy"},
		"a statement without any": {policyOf(`"Effect":"Allow","Action":"*"`), "Resource"},
	} {
		t.Run("VPC-04 "+name+" is refused with what was wrong", func(t *testing.T) {
			_, err := ReadPermissions("policy.json", strings.NewReader(test.text))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("the answer is %v", err)
			}
		})
	}
}

func TestVPCTrust(t *testing.T) {
	t.Run("VPC-05 the recommended trust policy fits the space and no other", func(t *testing.T) {
		if v := Judge(parsed(t, VPCTrust(spaceID, "")), "111122223333", spaceID).Verdict; v != Fits {
			t.Fatalf("it is judged %s", v)
		}
		if v := Judge(parsed(t, VPCTrust(otherSpaceID, "")), "111122223333", spaceID).Verdict; v != OtherSpace {
			t.Fatalf("that of another space is judged %s", v)
		}
	})
	t.Run("VPC-05 it can be restricted to one project", func(t *testing.T) {
		if text := VPCTrust(spaceID, "p-1"); !strings.Contains(text, spaceID+"/project/p-1\"") || strings.Contains(text, "project/*") {
			t.Fatal(text)
		}
	})
}
