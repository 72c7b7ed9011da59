package iam

import (
	"errors"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"atrium/model/jsonfile"
)

// expression is a pattern with wildcards as a regular expression.
func expression(wild string) *regexp.Regexp {
	quoted := regexp.QuoteMeta(wild)
	quoted = strings.ReplaceAll(strings.ReplaceAll(quoted, `\*`, `.*`), `\?`, `.`)
	return regexp.MustCompile(`(?s)\A` + quoted + `\z`)
}

// requests are sources of which a kind is made up, among others.
var requests = map[requestKind][]string{
	ownProject:   {own + "/project/p", own + "/project/" + spaceID, own + "/project/x/y"},
	ownSpace:     {own},
	otherProject: {others + "/project/p", spacePrefix + "z/project/z", own + "0/project/p", own[:len(own)-1] + "/project/p"},
	otherSpace:   {others, spacePrefix + "z", own + "0", own[:len(own)-1]},
}

func FuzzPattern(f *testing.F) {
	for _, wild := range []string{own + "/project/*", own + "*", spacePrefix + "*/project/p", "*", "*" + spaceID + "/*", own, own[:40] + "?*", others, "a*b?c"} {
		f.Add(wild, "aXbYc")
	}
	f.Fuzz(func(t *testing.T, wild, text string) {
		if !utf8.ValidString(wild) || !utf8.ValidString(text) || len(wild) > 500 {
			return
		}
		p, like := parsePattern(wild, true), expression(wild)
		if got, want := p.matches(text), like.MatchString(text); got != want {
			t.Errorf("%q is like %q: %v, want %v", text, wild, got, want)
		}
		for k, sources := range requests {
			share := k.covers(p, spacePrefix, spaceID)
			for _, source := range sources {
				matches := like.MatchString(source)
				if matches && share == none {
					t.Errorf("%q is like %q, and none is said to be", source, wild)
				}
				if id, _, _ := strings.Cut(strings.TrimPrefix(source, spacePrefix), "/"); !matches && share == all && len(id) == wildLength && strings.HasSuffix(source, spaceID) {
					t.Errorf("%q is not like %q, and all are said to be", source, wild)
				}
			}
		}
	})
}

func FuzzReadRole(f *testing.F) {
	f.Add([]byte(DevelopmentTrust(spaceID)))
	f.Add([]byte(strings.Replace(getRole, "POLICY", quoted(SupportTrust()), 1)))
	f.Add([]byte(`{"Statement":{"Effect":"Deny","NotPrincipal":"*","NotAction":["a"],"Condition":{"ForAnyValue:StringLikeIfExists":{"aws:sourcearn":["${a}",1]}}}}`))
	f.Add([]byte(`{"AssumeRolePolicyDocument":"%7B%22Statement%22:[]}"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		role, err := readRoleText(string(text))
		if err != nil {
			var e *jsonfile.Error
			if !errors.As(err, &e) || e.File != "role.json" {
				t.Errorf("%#v", err)
			}
			checkSentence(t, err.Error())
			return
		}
		judgement := Judge(role.Trust, account, spaceID)
		for _, found := range judgement.Findings {
			checkSentence(t, finding(found))
		}
		again, err := readRoleText(role.Trust.JSON)
		if err != nil {
			t.Fatalf("%v in %s", err, role.Trust.JSON)
		}
		if second := Judge(again.Trust, account, spaceID); second.Verdict != judgement.Verdict || !reflect.DeepEqual(second.Who, judgement.Who) {
			t.Errorf("judged as %+v and then as %+v", judgement, second)
		}
	})
}

func checkSentence(t *testing.T, text string) {
	t.Helper()
	for _, r := range text {
		if !unicode.IsPrint(r) {
			t.Errorf("%q in %q", r, text)
		}
	}
}

func FuzzReadPermissions(f *testing.F) {
	f.Add([]byte(VPCAccess()))
	f.Add([]byte(`{"PolicyDocument":"%7B%22Statement%22%3A%5B%5D%7D"}{"PolicyVersion":{"Document":{"Statement":{"Effect":"Deny","NotAction":["ec2:*"],"NotResource":"arn","Condition":{"Bool":{"a":true}}}}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		documents, err := ReadPermissions("policy.json", strings.NewReader(string(data)))
		if err != nil {
			return
		}
		for _, g := range Grants(documents, VPCActions()) {
			if !g.Held && g.Limit != "" {
				t.Errorf("%s is not held, and limited: %s", g.Action, g.Limit)
			}
		}
	})
}
