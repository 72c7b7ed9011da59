package iam

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

const (
	spaceID      = "0f1e2d3c-0000-4000-8000-00000000000a"
	otherSpaceID = "0f1e2d3c-0000-4000-8000-00000000000b"
	own          = spacePrefix + spaceID
	others       = spacePrefix + otherSpaceID
	account      = "111122223333"
	both         = `{"Service":["codecatalyst.amazonaws.com","codecatalyst-runner.amazonaws.com"]}`
)

// allow and deny write a statement about sts:AssumeRole.
func allow(principal, condition string) string { return stated("Allow", principal, condition) }
func deny(principal, condition string) string  { return stated("Deny", principal, condition) }

func stated(effect, principal, condition string) string {
	s := `{"Effect":"` + effect + `","Action":"sts:AssumeRole","Principal":` + principal
	if condition != "" {
		s += `,"Condition":{` + condition + `}`
	}
	return s + "}"
}

// on writes a condition; each value is a text.
func on(operator, key string, values ...string) string {
	list, _ := json.Marshal(values)
	return `"` + operator + `":{"` + key + `":` + string(list) + `}`
}

func from(operator string, values ...string) string { return on(operator, "aws:SourceArn", values...) }

func trustOf(t *testing.T, statements ...string) Document {
	t.Helper()
	return parsed(t, `{"Version":"2012-10-17","Statement":[`+strings.Join(statements, ",\n")+`]}`)
}

func parsed(t *testing.T, text string) Document {
	t.Helper()
	role, err := readRoleText(text)
	if err != nil {
		t.Fatal(err)
	}
	return role.Trust
}

func TestJudge(t *testing.T) {
	project := from("ArnLike", own+"/project/*")
	for name, c := range map[string]struct {
		trust Document
		want  Verdict
	}{
		"the trust of a development role fits":            {parsed(t, DevelopmentTrust(spaceID)), Fits},
		"that of another space does not":                  {parsed(t, DevelopmentTrust(otherSpaceID)), OtherSpace},
		"the trust of a support role is not restricted":   {parsed(t, SupportTrust()), Unrestricted},
		"the space and its projects fit":                  {trustOf(t, allow(both, from("ArnLike", own, own+"/project/*"))), Fits},
		"everything below the space fits":                 {trustOf(t, allow(both, from("StringLike", own+"/*"))), Fits},
		"one project fits":                                {trustOf(t, allow(both, from("ArnEquals", own+"/project/"+spaceID))), Fits},
		"one project as a text fits":                      {trustOf(t, allow(both, from("StringEquals", own+"/project/p"))), Fits},
		"wildcards where an ARN of a space is empty fit":  {trustOf(t, allow(both, from("ArnLike", "arn:aws:codecatalyst:*:*:space/"+spaceID+"/*"))), Fits},
		"the key is the same in any case":                 {trustOf(t, allow(both, on("ArnLike", "AWS:sourcearn", own+"/*"))), Fits},
		"a comparison without case fits":                  {trustOf(t, allow(both, from("StringEqualsIgnoreCase", strings.ToUpper(own)+"/PROJECT/P"))), Fits},
		"the space itself is none of its projects":        {trustOf(t, allow(both, from("StringEquals", own))), NotFromProjects},
		"a text with wildcards that are none lets nobody": {trustOf(t, allow(both, from("StringEquals", spacePrefix+"*"))), NotAssumable},
		"any space is not restricted":                     {trustOf(t, allow(both, from("ArnLike", spacePrefix+"*/project/*"))), Unrestricted},
		"any ARN is not restricted":                       {trustOf(t, allow(both, from("ArnLike", "*"))), Unrestricted},
		"an id that goes on is not restricted":            {trustOf(t, allow(both, from("ArnLike", own+"*"))), Unrestricted},
		"an id with a wildcard is not restricted":         {trustOf(t, allow(both, from("ArnLike", own[:len(own)-1]+"?/project/*"))), Unrestricted},
		"an id somewhere in a text is not restricted":     {trustOf(t, allow(both, from("StringLike", "*"+spaceID+"*"))), Unrestricted},
		"two values are alternatives":                     {trustOf(t, allow(both, from("ArnLike", own+"/*", others+"/*"))), Unrestricted},
		"two operators have to hold both": {trustOf(t, allow(both,
			from("ArnLike", own+"/*")+","+from("StringLike", spacePrefix+"*"))), Fits},
		"two operators that exclude each other let nobody": {trustOf(t, allow(both,
			from("ArnLike", own+"/*")+","+from("StringLike", others+"/*"))), NotAssumable},
		"two statements are alternatives":                    {trustOf(t, allow(both, project), allow(both, "")), Unrestricted},
		"without the key IfExists does not restrict":         {trustOf(t, allow(both, from("ArnLikeIfExists", own+"/*"))), Unrestricted},
		"without the key ForAllValues does not restrict":     {trustOf(t, allow(both, from("ForAllValues:ArnLike", own+"/*"))), Unrestricted},
		"ForAnyValue restricts":                              {trustOf(t, allow(both, from("ForAnyValue:ArnLike", own+"/*"))), Fits},
		"IfExists with the demand that the key exists fits":  {trustOf(t, allow(both, from("ArnLikeIfExists", own+"/*")+","+from("Null", "false"))), Fits},
		"the demand that the key does not exist lets nobody": {trustOf(t, allow(both, from("Null", "true"))), NotAssumable},
		"excluding another space is not restricting":         {trustOf(t, allow(both, from("ArnNotLike", others+"/*"))), Unrestricted},
		"excluding this space is for others":                 {trustOf(t, allow(both, from("ArnNotLike", own, own+"/*"))), OtherSpace},
		"a Deny for all but this space fits": {trustOf(t, allow(both, ""),
			deny(`"*"`, from("ArnNotLike", own+"/*"))), Fits},
		"a Deny for all but this space that lets a request without a source pass is not restricting": {trustOf(t, allow(both, ""),
			deny(`"*"`, from("ForAnyValue:ArnNotLike", own+"/*"))), Unrestricted},
		"a Deny for another space is not restricting": {trustOf(t, allow(both, ""), deny(both, from("ArnLike", others+"/*"))), Unrestricted},
		"a Deny for everyone lets nobody":             {trustOf(t, allow(both, project), deny(`{"AWS":"*"}`, "")), NotAssumable},
		"a Deny for somebody else changes nothing":    {trustOf(t, allow(both, project), deny(`{"AWS":"999999999999"}`, "")), Fits},
		"a Deny of another action changes nothing": {trustOf(t, allow(both, project),
			strings.Replace(deny(`"*"`, ""), "sts:AssumeRole", "sts:TagSession", 1)), Fits},
		"a Deny on what cannot be weighed decides": {trustOf(t, allow(both, project),
			deny(both, on("Bool", "aws:SecureTransport", "false"))), Unclear},
		"a Deny for some of the projects leaves the others": {trustOf(t, allow(both, project), deny(both, from("ArnLike", own+"/project/p"))), Fits},
		"some projects with a Deny for some cannot be told": {trustOf(t, allow(both, from("ArnLike", own+"/project/p*")),
			deny(both, from("ArnLike", own+"/project/p1"))), Unclear},
		"everyone without a condition is not restricted": {trustOf(t, allow(`"*"`, "")), Unrestricted},
		"everyone from this space fits":                  {trustOf(t, allow(`{"AWS":"*"}`, project)), Fits},
		"any action of sts is enough":                    {trustOf(t, strings.Replace(allow(both, project), "sts:AssumeRole", "STS:assume*", 1)), Fits},
		"any action is enough":                           {trustOf(t, strings.Replace(allow(both, project), "sts:AssumeRole", "*", 1)), Fits},
		"another action is not enough":                   {trustOf(t, strings.Replace(allow(both, project), "sts:AssumeRole", "sts:AssumeRoleWithSAML", 1)), NotAssumable},
		"another service cannot be CodeCatalyst":         {trustOf(t, allow(`{"Service":"ec2.amazonaws.com"}`, "")), NotAssumable},
		"one principal of the two can":                   {trustOf(t, allow(`{"Service":"codecatalyst.amazonaws.com"}`, project)), Fits},
		"NotPrincipal cannot be told": {trustOf(t,
			`{"Effect":"Allow","Action":"sts:AssumeRole","NotPrincipal":{"AWS":"999999999999"}}`), Unclear},
		"NotAction cannot be told":                  {trustOf(t, `{"Effect":"Allow","NotAction":"sts:TagSession","Principal":`+both+`}`), Unclear},
		"NotAction that is denied changes nothing":  {trustOf(t, `{"Effect":"Allow","NotAction":"sts:TagSession","Principal":`+both+`}`, deny(both, "")), NotAssumable},
		"the account of a source cannot be weighed": {trustOf(t, allow(both, on("StringEquals", "aws:SourceAccount", account))), Unclear},
		"nor can it beside the source":              {trustOf(t, allow(both, project+","+on("StringEquals", "aws:SourceAccount", account))), Unclear},
		"it decides nothing beside a statement without it": {trustOf(t, allow(both, project),
			allow(both, project+","+on("StringEquals", "aws:SourceAccount", account))), Fits},
		"it decides nothing where the source keeps everything out": {trustOf(t, allow(both,
			from("ArnLike", "arn:aws:s3:::b")+","+on("StringEquals", "aws:SourceAccount", account))), NotAssumable},
		"other spaces that cannot be weighed are unclear": {trustOf(t, allow(both, project),
			allow(both, on("StringEquals", "aws:SourceAccount", account))), Unclear},
		"another space by what cannot be weighed is unclear": {trustOf(t, allow(both,
			from("ArnLike", others+"/*")+","+on("StringEquals", "aws:SourceAccount", account))), Unclear},
		"a policy variable cannot be weighed": {trustOf(t, allow(both, from("ArnLike", spacePrefix+"${aws:PrincipalTag/space}/*"))), Unclear},
		"an old version knows no variables": {parsed(t, `{"Version":"2008-10-17","Statement":`+
			allow(both, from("StringEquals", spacePrefix+"${x}/project/p"))+`}`), OtherSpace},
		"part of an ARN cannot be weighed":             {trustOf(t, allow(both, from("ArnLike", "arn:aws:codecatalyst:*"))), Unclear},
		"part of an ARN without wildcards lets nobody": {trustOf(t, allow(both, from("ArnLike", "arn:aws:codecatalyst"))), NotAssumable},
		"a number of a source cannot be weighed":       {trustOf(t, allow(both, from("NumericEquals", "1"))), Unclear},
	} {
		t.Run("ACC-09 "+name, func(t *testing.T) {
			got := Judge(c.trust, account, spaceID)
			if got.Verdict != c.want {
				t.Errorf("the verdict is %s, want %s:\n%s\n%+v", got.Verdict, c.want, c.trust.JSON, got.Findings)
			}
			assumable := slices.Contains([]Verdict{Fits, Unrestricted, NotFromProjects}, c.want)
			if c.want != Unclear && got.Assumable != assumable {
				t.Errorf("assumable is %v", got.Assumable)
			}
			if want := c.want == Fits || c.want == NotFromProjects; got.Restricted != want {
				t.Errorf("restricted is %v", got.Restricted)
			}
		})
	}
}

// finding writes a finding as one line.
func finding(f Finding) string {
	s := string(f.Verdict) + ": " + f.Message
	if f.Fix != "" {
		s += "; " + f.Fix
	}
	return s
}

func TestJudgeFinds(t *testing.T) {
	project := from("ArnLike", own+"/project/*")
	const (
		canService = "met: codecatalyst.amazonaws.com, which stands for CodeCatalyst's access to AWS, can assume the role"
		canRunner  = "met: codecatalyst-runner.amazonaws.com, which stands for the deployments of workflows, can assume the role"
		onlyThis   = "met: CodeCatalyst can assume the role only for this space"
		restrict   = "; set the condition ArnLike aws:SourceArn to " + own + "/project/*"
	)
	for name, c := range map[string]struct {
		trust Document
		want  []string
	}{
		"all is well": {parsed(t, DevelopmentTrust(spaceID)), []string{canService, canRunner, onlyThis}},
		"any space": {parsed(t, SupportTrust()), []string{canService, canRunner,
			"not-met: CodeCatalyst can assume the role from any space" + restrict}},
		"some other space": {trustOf(t, allow(both, from("ArnLike", own+"/*", others+"/*"))), []string{canService, canRunner,
			"not-met: CodeCatalyst can assume the role from other spaces too: ArnLike aws:SourceArn " + own + "/* or " + others + "/*" + restrict}},
		"requests without a source": {trustOf(t, allow(both, from("ArnLikeIfExists", own+"/*"))), []string{canService, canRunner,
			"not-met: CodeCatalyst can assume the role also with a request that does not say which space it is for: ArnLikeIfExists aws:SourceArn " + own +
				"/*; use the condition without IfExists and without ForAllValues, and none that only excludes"}},
		"one principal is missing": {trustOf(t, allow(`{"Service":"codecatalyst.amazonaws.com"}`, project)), []string{canService,
			"not-met: codecatalyst-runner.amazonaws.com, which stands for the deployments of workflows, cannot assume the role: no statement allows it" +
				"; add it to Principal.Service of a statement that allows sts:AssumeRole", onlyThis}},
		"one principal is denied": {trustOf(t, allow(both, project), deny(`{"Service":"codecatalyst.amazonaws.com"}`, "")), []string{
			"not-met: codecatalyst.amazonaws.com, which stands for CodeCatalyst's access to AWS, is kept from the role by a Deny statement" +
				"; take it out of the Deny statement", canRunner, onlyThis}},
		"another space": {parsed(t, DevelopmentTrust(otherSpaceID)), []string{
			"not-met: codecatalyst.amazonaws.com, which stands for CodeCatalyst's access to AWS, cannot assume the role for this space: the conditions keep it out" + restrict,
			"not-met: codecatalyst-runner.amazonaws.com, which stands for the deployments of workflows, cannot assume the role for this space: the conditions keep it out" + restrict,
			"not-met: CodeCatalyst can assume the role for other spaces, but not for this one: ArnLike aws:SourceArn " + others + "/project/*" + restrict}},
		"only the space itself": {trustOf(t, allow(both, from("ArnLike", own))), []string{canService, canRunner,
			"not-met: CodeCatalyst can assume the role for the space itself, but for none of its projects: ArnLike aws:SourceArn " + own + restrict}},
		"wildcards where there are none": {trustOf(t, allow(`{"Service":"codecatalyst.amazonaws.com"}`, project), allow(`{"Service":"codecatalyst-runner.amazonaws.com"}`, from("StringEquals", own+"/*"))), []string{canService,
			"not-met: codecatalyst-runner.amazonaws.com, which stands for the deployments of workflows, cannot assume the role for this space: the conditions keep it out" + restrict, onlyThis,
			"warning: statement 2 (line 2) has a condition that takes * and ? for themselves, so no source is like it: StringEquals aws:SourceArn " + own + "/*; use ArnLike or StringLike"}},
		"one project": {trustOf(t, allow(both, from("ArnLike", own+"/project/p"))), []string{canService, canRunner, onlyThis,
			"warning: only some projects of this space can use the role: ArnLike aws:SourceArn " + own + "/project/p"}},
		"what cannot be weighed": {trustOf(t, allow(both, on("StringEquals", "aws:SourceAccount", account))), []string{
			"warning: it cannot be told whether codecatalyst.amazonaws.com, which stands for CodeCatalyst's access to AWS, can assume the role",
			"warning: it cannot be told whether codecatalyst-runner.amazonaws.com, which stands for the deployments of workflows, can assume the role",
			"warning: statement 1 (line 1) has a condition that cannot be weighed here: StringEquals aws:SourceAccount 111122223333"}},
		"NotPrincipal and NotAction": {trustOf(t, allow(both, project), "{\"Effect\":\"Deny\",\"NotPrincipal\":"+both+",\"NotAction\":\"a:b\"}"), []string{
			"warning: it cannot be told whether codecatalyst.amazonaws.com, which stands for CodeCatalyst's access to AWS, can assume the role",
			"warning: it cannot be told whether codecatalyst-runner.amazonaws.com, which stands for the deployments of workflows, can assume the role",
			"warning: statement 2 (line 2) says with NotPrincipal whom it is not about, so it cannot be told whom it is about; name the principals with Principal",
			"warning: statement 2 (line 2) says with NotAction what it is not about, so it cannot be told whether it is about sts:AssumeRole; name the actions with Action"}},
		"everyone": {trustOf(t, allow(both, project), allow(`"*"`, "")), []string{canService, canRunner,
			"not-met: CodeCatalyst can assume the role from any space" + restrict,
			"not-met: anyone in any AWS account could assume this role; name the principals that need it instead of *"}},
		"everyone under a condition": {trustOf(t, allow(`{"AWS":"*"}`, project)), []string{canService, canRunner, onlyThis,
			"warning: anyone in any AWS account could assume this role where ArnLike aws:SourceArn " + own + "/project/*"}},
		"everyone but for a Deny": {trustOf(t, allow(`{"AWS":"*"}`, ""), deny(`"*"`, from("ArnNotLike", own+"/*"))), []string{canService, canRunner, onlyThis,
			"warning: anyone in any AWS account could assume this role, as far as statement 2 (line 2), which denies, leaves it to them"}},
		"others": {trustOf(t, allow(both, project), allow(`{"AWS":["arn:aws:iam::999999999999:root","222233334444","arn:aws:iam::111122223333:root","111122223333","AIDAEXAMPLE"],`+
			`"Service":"ec2.amazonaws.com","Federated":"cognito\u001b","CanonicalUser":"79a5"}`,
			on("StringEquals", "sts:ExternalId", "a b", "2", "3", "4", "5"))), []string{canService, canRunner, onlyThis,
			"warning: account 999999999999 (arn:aws:iam::999999999999:root) could assume this role where " + external,
			"warning: account 222233334444 could assume this role where " + external,
			"warning: AIDAEXAMPLE, which names no account and may have been deleted, could assume this role where " + external,
			"warning: the AWS service ec2.amazonaws.com could assume this role where " + external,
			`warning: whoever signs in with the identity provider "cognito\x1b" could assume this role where ` + external,
			"warning: the owner of the canonical user id 79a5 could assume this role where " + external}},
	} {
		t.Run("ACC-09 "+name, func(t *testing.T) {
			var got []string
			for _, f := range Judge(c.trust, account, spaceID).Findings {
				got = append(got, finding(f))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("found\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(c.want, "\n\t"))
			}
		})
	}
}

const external = `StringEquals sts:ExternalId "a b" or 2 or 3 or 4 or 1 more`

func TestJudgeNamesWhoMayAssumeTheRole(t *testing.T) {
	trust := trustOf(t, allow(both, ""), allow(`{"AWS":"*","Service":"codecatalyst.amazonaws.com"}`, ""), deny(`{"AWS":"999999999999"}`, ""),
		`{"Effect":"Allow","Action":"sts:AssumeRoleWithSAML","Principal":{"Federated":"f"}}`,
		`{"Effect":"Allow","Action":"sts:TagSession","Principal":{"Federated":"g"}}`)
	want := []Principal{{Service, ServicePrincipal}, {Service, RunnerPrincipal}, {Everyone, "*"}, {Federated, "f"}}
	if got := Judge(trust, account, spaceID).Who; !slices.Equal(got, want) {
		t.Errorf("they are %v", got)
	}
}

func TestAJudgementIsJSONInLowerCamelCase(t *testing.T) {
	got, err := json.Marshal(Judge(trustOf(t, allow(`{"AWS":"111122223333"}`, "")), account, spaceID))
	const want = `{"verdict":"not-assumable","assumable":false,"restricted":false,"who":[{"type":"AWS","value":"111122223333"}],"findings":[{"verdict":"not-met","message":"`
	if err != nil || !strings.HasPrefix(string(got), want) {
		t.Errorf("%s, %v", got, err)
	}
}
