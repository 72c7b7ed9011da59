package model_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"atrium/model"
	"atrium/model/modeltest"
)

// nasty are texts that have harmed other programs.
var nasty = []string{
	"", " ", "a", "Ada", "ada lovelace", "a\x00b", "a\x1b[2Jb", "a\nb", "a\rb", "a\tb", "a\x7fb", "a\u0085b", "a\u202eb", "a\u2028b", "a\ufeffb",
	"\xff\xfe", "\xc3\x28", "é", "e\u0301", "ſ", "K", "İ", "ß", "日本語", "👩‍👩‍👧", "../../etc", "a/b", "a@b", "a@b@c", "A@B.C", "%s%d%!", "{{.}}", strings.Repeat("x", 300),
	"d-0123456789/ana", "/", "//", "corp/", "/ana", "AB.c-d_e",
}

// visible reports whether a text that was taken can be shown without doing anything to a terminal. A
// description may hold line breaks and tabs (facts of its form).
func visible(text string, breaks bool) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		if breaks && (r == '\n' || r == '\r' || r == '\t') {
			return false
		}
		return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)
	})
}

// fuzzInputs are the commands that take free text, and which text of theirs is stored as it was given.
func fuzzInputs(s *stage, code, text string) []struct {
	session model.Session
	cmd     model.Command
	breaks  bool
} {
	nobody, ada, corp := modeltest.Nobody, as("Ada"), aws(corpAccount)
	verify := &model.CreateBuilderID{Email: "late@example.com", Code: code, Password: "s3cret+Pass", Confirmation: "s3cret+Pass", Agree: true, Alias: text}
	secret := *verify
	secret.Alias, secret.Password, secret.Confirmation = "Late", text, text
	return []struct {
		session model.Session
		cmd     model.Command
		breaks  bool
	}{
		{nobody, &model.SignUp{Email: text, Name: "A"}, false},
		{nobody, &model.SignUp{Email: "new@example.com", Name: text}, false},
		{nobody, &model.ResendCode{Email: text}, false},
		{nobody, verify, false},
		{nobody, &secret, false},
		{as("Tom"), &model.EditProfile{Name: text, Nickname: text}, false},
		{as("Tom"), &model.EditProfile{Name: "Tom", Nickname: text}, false},
		{ada, createSpace(text, otherAccountOf(5)), false},
		{ada, createSpace("fuzzed", text), false},
		{ada, &model.EditSpace{Name: "acme", Description: text}, true},
		{ada, invite(text, model.PowerUser), false},
		{ada, invite("fuzz@example.com", model.SpaceRole(text)), false},
		{ada, team(text, model.PowerUser), false},
		{ada, &model.CreateTeam{Space: "acme", Name: "fuzzed", Description: text}, true},
		{ada, &model.CreateProject{Space: "acme", Name: text}, false},
		{ada, &model.CreateProject{Space: "acme", Name: "fuzzed", Description: text}, true},
		{ada, toProject("rocket", text, model.Reviewer), false},
		{ada, requestAccount("acme", text), false},
		{corp, &model.CreateUser{Store: s.store, UserName: text}, false},
		{corp, &model.CreateUser{Store: s.store, UserName: "fuzzed", DisplayName: text, GivenName: text, FamilyName: text}, false},
		{corp, &model.CreateUser{Store: s.store, UserName: "fuzzed", Email: text}, false},
		{corp, &model.CreateGroup{Store: s.store, Name: text}, false},
		{corp, &model.CreateGroup{Store: s.store, Name: "fuzzed", Description: text}, true},
		{aws(freeAccount), &model.SetupSSO{ApplicationName: text, DisplayName: "F", NewSpace: "fuzzed", Region: model.Oregon, Groups: []string{"all"}, Administrators: []string{"eve"}}, false},
		{aws(freeAccount), &model.SetupSSO{ApplicationName: "fuzzed", DisplayName: text, NewSpace: "fuzzed", Region: model.Oregon, Groups: []string{"all"}, Administrators: []string{"eve"}}, false},
	}
}

// FuzzText gives any text to every command that takes text: it is refused by a rule, or it can be shown.
func FuzzText(f *testing.F) {
	for _, text := range nasty {
		f.Add(text)
	}
	s := newStage(f)
	code := s.Code("late@example.com")
	f.Fuzz(func(t *testing.T, text string) {
		for _, in := range fuzzInputs(s, code, text) {
			_, err := s.Service.Check(t.Context(), in.session, in.cmd)
			if _, refused := model.AsRefusal(err); err != nil && !refused {
				t.Errorf("%T %+v: %v", in.cmd, in.cmd, err)
			}
			if err == nil && !visible(strings.TrimSpace(text), in.breaks) {
				t.Errorf("%T takes %q", in.cmd, text)
			}
			if err != nil && !visible(err.Error(), true) {
				t.Errorf("the refusal of %T holds what cannot be shown: %q", in.cmd, err)
			}
		}
	})
}

// FuzzQuestions asks every question with any text.
func FuzzQuestions(f *testing.F) {
	for _, text := range nasty {
		f.Add(text)
	}
	s := newStage(f)
	sessions := []model.Session{modeltest.Nobody, as("Ada"), aws(corpAccount), sso(s.store, "ana")}
	f.Fuzz(func(t *testing.T, text string) {
		for _, session := range append(sessions, as(text), sso(s.store, text), sso(text, "ana")) {
			for _, value := range []model.Question{
				&model.Whois{Name: text}, &model.ShowProfile{Alias: text}, &model.ListPeople{Filter: text}, &model.ListOutbox{To: text},
				&model.ShowSpace{Name: text}, &model.ListMembers{Space: "acme", Filter: text}, &model.ListMembers{Space: "acme", Sort: text},
				&model.ListTeamMembers{Space: "acme", Team: text}, &model.ListProjectMembers{Space: "acme", Project: text},
				&model.ListActivity{Space: "acme", Filter: text}, &model.ListUsers{Store: text}, &model.ListUsers{Store: s.store, Filter: text, After: text},
				&model.ListGroupUsers{Space: "corp", Group: text}, &model.ListGroupUsers{Space: "corp", Group: "devs", After: text},
			} {
				_, err := s.Service.Answer(t.Context(), session, value)
				if _, refused := model.AsRefusal(err); err != nil && !refused {
					t.Errorf("%T %+v: %v", value, value, err)
				}
			}
		}
	})
}
