package dirfile

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// fixture is a source that reads a file of testdata.
func fixture(t *testing.T, name string) Source {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return file(name, string(text))
}

func readAWSFixtures(t *testing.T) *Directory {
	t.Helper()
	d, err := ReadAWS(context.Background(), []Source{fixture(t, "users.json")},
		[]Source{fixture(t, "groups.json")}, []Source{fixture(t, "memberships.json")}, Options{})
	return accepted(t, d, err)
}

func TestReadAWS(t *testing.T) {
	t.Run("FED-25 users are read with their names, address, state and place", func(t *testing.T) {
		d := readAWSFixtures(t)
		want := []User{
			{UserName: "mary", UserID: "9067729b3d-94f1e0b3-c394-48d5-8ab1-2c122a167074", DisplayName: "Mary Major",
				GivenName: "Mary", FamilyName: "Major", Email: "mary@example.com", Where: Place{0, 3, 1}},
			{UserName: "li", UserID: "9067729b3d-00000000-c394-48d5-8ab1-2c122a167074", DisplayName: "李 Juan",
				Inactive: true, Where: Place{0, 20, 2}},
			{UserName: "nikki", UserID: "9067729b3d-11111111-c394-48d5-8ab1-2c122a167074", DisplayName: "Nikki",
				Email: "nikki@example.com", Where: Place{0, 36, 3}},
		}
		if !reflect.DeepEqual(d.Users, want) {
			t.Errorf("users are\n%+v\nwant\n%+v", d.Users, want)
		}
	})
	t.Run("FED-25 pages and groups that follow each other in a file are read together", func(t *testing.T) {
		d := readAWSFixtures(t)
		if got := membersOf(d, "Developers"); got != "mary nikki" {
			t.Errorf("Developers are %q", got)
		}
		if got := membersOf(d, "Auditors"); got != "li" {
			t.Errorf("Auditors are %q", got)
		}
		if d.Groups[0].Description != "People who\nwrite code" {
			t.Errorf("description is %q", d.Groups[0].Description)
		}
	})
	t.Run("FED-25 a membership of nobody in the files dangles with its place", func(t *testing.T) {
		want := []Dangling{
			{Group: 1, GroupID: "g-2", UserID: "u-unknown", Where: Place{2, 9, 4}},
			{Group: -1, GroupID: "g-unknown", UserID: "9067729b3d-00000000-c394-48d5-8ab1-2c122a167074", Where: Place{2, 10, 5}},
		}
		if d := readAWSFixtures(t); !reflect.DeepEqual(d.Dangling, want) {
			t.Errorf("dangling are %+v, want %+v", d.Dangling, want)
		}
	})
	t.Run("FED-25 identity stores and missing addresses are reported", func(t *testing.T) {
		d := readAWSFixtures(t)
		if want := []string{"d-9067729b3d", "d-0000000000"}; !reflect.DeepEqual(d.StoreIDs, want) {
			t.Errorf("stores are %q", d.StoreIDs)
		}
		if want := []string{"1 of 3 users have no email address, and none was made up"}; !reflect.DeepEqual(d.Notes, want) {
			t.Errorf("notes are %q", d.Notes)
		}
	})
	t.Run("FED-25 an output that stops before the last page is noted", func(t *testing.T) {
		d, err := readUsers(`{"Users":[],"NextToken":"AAMA"}`)
		want := "users.json ends with a NextToken, so there are pages of users that are not in it"
		if accepted(t, d, err); len(d.Notes) != 1 || d.Notes[0] != want {
			t.Errorf("notes are %q", d.Notes)
		}
		d, err = readUsers(`{"Users":[],"NextToken":"AAMA"}{"Users":[]}`)
		if accepted(t, d, err); len(d.Notes) != 0 {
			t.Errorf("notes are %q", d.Notes)
		}
	})
	t.Run("FED-25 null and empty lists hold nobody", func(t *testing.T) {
		for _, text := range []string{`{"Users":null}`, `{"Users":[]}`, "\ufeff{\"Users\" : [\r\n]}\r\n"} {
			d, err := readUsers(text)
			if accepted(t, d, err); len(d.Users) != 0 {
				t.Errorf("%s holds %v", text, userNames(d))
			}
		}
	})
}

func TestReadAWSKinds(t *testing.T) {
	ctx := context.Background()
	users, groups, members := file("u.json", `{"Users":[]}`), file("g.json", `{"Groups":[]}`), file("m.json", `{"GroupMemberships":[]}`)
	for name, c := range map[string]struct {
		users, groups, members []Source
		want                   string
	}{
		"FED-25 groups given as users are named as groups": {users: []Source{groups},
			want: "g.json, line 1: the file holds groups (list-groups) where users (list-users) are expected"},
		"FED-25 memberships given as groups are named as memberships": {groups: []Source{members},
			want: "m.json, line 1: the file holds memberships (list-group-memberships) where groups (list-groups) are expected"},
		"FED-25 users given as memberships are named as users": {members: []Source{users},
			want: "u.json, line 1: the file holds users (list-users) where memberships (list-group-memberships) are expected"},
		"FED-25 SCIM given as users is named as SCIM": {users: []Source{file("s.json", `{"Resources":[]}`)},
			want: "s.json, line 1: the file holds a SCIM list response where users (list-users) are expected"},
		"FED-25 something else given as users is refused": {users: []Source{file("x.json", "{\n}")},
			want: "x.json, line 2: there is no key Users in the document; give the JSON that aws identitystore list-users prints"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := ReadAWS(ctx, c.users, c.groups, c.members, Options{})
			refused(t, d, err, c.want)
		})
	}
}

func TestReadAWSFaults(t *testing.T) {
	user := func(fields string) string { return "{\"Users\":[\n{\"UserName\":\"a\"},\n{" + fields + "}]}" }
	for name, c := range map[string]struct{ text, want string }{
		"FED-25 a number as user name is refused with index, line and field": {user(`"UserName":7`),
			"users.json, line 3, user 2: UserName is a number where text is expected"},
		"FED-25 a list as name is refused": {user(`"UserName":"b","Name":[]`),
			"users.json, line 3, user 2: Name is a list where an object is expected"},
		"FED-25 a text as Primary is refused": {user(`"UserName":"b","Emails":[{"Value":"b@c","Primary":"true"}]`),
			"users.json, line 3, user 2: Emails.Primary is a text where true or false is expected"},
		"FED-25 an object as Users is refused": {`{"Users":{}}`,
			"users.json, line 1: Users is an object where a list is expected"},
		"FED-25 null as a user is refused": {`{"Users":[null]}`,
			"users.json, line 1, user 1: there is null where an object is expected"},
		"FED-25 a list at the top is refused": {`[]`,
			"users.json, line 1: there is a list where an object is expected"},
		"FED-25 an empty file is refused": {" \n",
			"users.json, line 2: the file is empty"},
		"FED-25 a truncated users file is refused with the index and the line": {user(`"UserName":"b"`)[:40],
			"users.json, line 3, user 2: the file ends in the middle of this user"},
		"FED-25 a users file truncated between users is refused": {"{\"Users\":[{\"UserName\":\"a\"}\n",
			"users.json, line 2: the file ends in the middle"},
		"FED-25 a missing user name is refused": {user(`"UserId":"7"`),
			"users.json, line 3, user 2: UserName is missing"},
		"FED-25 a null user name is a missing one": {user(`"UserName":null`),
			"users.json, line 3, user 2: UserName is missing"},
		"FED-25 a key given twice is refused": {user(`"UserName":"b","UserName":"c"`),
			`users.json, line 3, user 2: "UserName" is given twice in one object`},
		"FED-25 a key given twice in two spellings is refused": {user(`"UserName":"b","User\u004eame":"c"`),
			`users.json, line 3, user 2: "UserName" is given twice in one object`},
		"FED-25 an unread key given twice is refused": {user(`"UserName":"b","Title":1,"Title":2`),
			`users.json, line 3, user 2: "Title" is given twice in one object`},
		"FED-25 a user name that differs only in case is refused with both places": {user(`"UserName":"A"`),
			`users.json, line 3, user 2: UserName "A" is already that of user 1 (users.json, line 2)`},
		"FED-25 an unknown state is refused": {user(`"UserName":"b","UserStatus":"GONE"`),
			`users.json, line 3, user 2: UserStatus is "GONE" where ENABLED or DISABLED is expected`},
		"FED-25 a bare word is refused": {user(`"UserName":"b","X":nul`),
			`users.json, line 3, user 2: there is "}" where the word null is expected`},
		"FED-25 a number that is none is refused": {user(`"UserName":"b","X":01`),
			`users.json, line 3, user 2: there is "1" where "," or "}" is expected`},
		"FED-25 a comma before a bracket is refused": {user(`"UserName":"b",`),
			`users.json, line 3, user 2: there is "}" where a key in quotes is expected`},
		"FED-25 text behind the last document is refused": {`{"Users":[]} x`,
			`users.json, line 1: there is "x" where an object is expected`},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := readUsers(c.text)
			refused(t, d, err, c.want)
		})
	}
}

func TestReadAWSUnique(t *testing.T) {
	t.Run("FED-25 one email address for two people is refused with both places", func(t *testing.T) {
		first := file("one.json", "{\"Users\":[\n{\"UserName\":\"a\",\"Emails\":[{\"Value\":\"X@y.example\"}]}]}")
		second := file("two.json", "{\"Users\":[{\"UserName\":\"b\",\n\"Emails\":[{\"Value\":\"x@y.example\"}]}]}")
		d, err := ReadAWS(context.Background(), []Source{first, second}, nil, nil, Options{})
		refused(t, d, err, `two.json, line 1, user 1: Emails.Value "x@y.example" is already that of user 1 (one.json, line 2)`)
	})
	t.Run("FED-25 one id for two people is refused", func(t *testing.T) {
		d, err := readUsers(`{"Users":[{"UserName":"a","UserId":"7"},{"UserName":"b","UserId":"7"}]}`)
		refused(t, d, err, `users.json, line 1, user 2: UserId "7" is already that of user 1 (users.json, line 1)`)
	})
	t.Run("FED-25 ids that differ in case are different", func(t *testing.T) {
		d, err := readUsers(`{"Users":[{"UserName":"a","UserId":"A"},{"UserName":"b","UserId":"a"}]}`)
		accepted(t, d, err)
	})
	t.Run("FED-25 one name or id for two groups is refused", func(t *testing.T) {
		for second, want := range map[string]string{
			`{"GroupId":"1","DisplayName":"B"}`: `GroupId "1" is already that of group 1 (g.json, line 1)`,
			`{"GroupId":"2","DisplayName":"a"}`: `DisplayName "a" is already that of group 1 (g.json, line 1)`,
		} {
			source := file("g.json", `{"Groups":[{"GroupId":"1","DisplayName":"A"},`+second+`]}`)
			d, err := ReadAWS(context.Background(), nil, []Source{source}, nil, Options{})
			refused(t, d, err, "g.json, line 1, group 2: "+want)
		}
	})
	t.Run("FED-25 no two of ten thousand people are taken for each other", func(t *testing.T) {
		var s strings.Builder
		for i := range 10_000 {
			fmt.Fprintf(&s, `{"Users":[{"UserName":"Üser%d","UserId":"%d"}]}`, i, i)
		}
		d, err := readUsers(s.String())
		if accepted(t, d, err); len(d.Users) != 10_000 || d.Users[9_999].Where.Index != 10_000 {
			t.Errorf("%d users, the last is %+v", len(d.Users), d.Users[len(d.Users)-1])
		}
	})
}

func TestReadAWSMembershipFaults(t *testing.T) {
	for fields, want := range map[string]string{
		`"MemberId":{"UserId":"u"}`:         "GroupId is missing",
		`"GroupId":"g"`:                     "MemberId.UserId is missing",
		`"GroupId":"g","MemberId":{}`:       "MemberId.UserId is missing",
		`"GroupId":"g","MemberId":"u"`:      "MemberId is a text where an object is expected",
		`"GroupId":{},"MemberId":{}`:        "GroupId is an object where text is expected",
		`"GroupId":"g\u200b","MemberId":{}`: `GroupId "g\u200b" holds the character U+200B, which an id must not`,
	} {
		t.Run("FED-25 a membership is refused: "+want, func(t *testing.T) {
			source := file("m.json", "{\"GroupMemberships\":[\n{"+fields+"}]}")
			d, err := ReadAWS(context.Background(), nil, nil, []Source{source}, Options{})
			refused(t, d, err, "m.json, line 2, membership 1: "+want)
		})
	}
	t.Run("FED-25 a group without a name is refused", func(t *testing.T) {
		d, err := ReadAWS(context.Background(), nil, []Source{file("g.json", `{"Groups":[{"GroupId":"1"}]}`)}, nil, Options{})
		refused(t, d, err, "g.json, line 1, group 1: DisplayName is missing")
	})
	t.Run("FED-25 a membership printed twice counts once", func(t *testing.T) {
		d, err := ReadAWS(context.Background(), []Source{file("u", `{"Users":[{"UserName":"a","UserId":"a"}]}`)},
			[]Source{file("g", `{"Groups":[{"GroupId":"g","DisplayName":"G"}]}`)},
			[]Source{file("m", strings.Repeat(`{"GroupMemberships":[{"GroupId":"g","MemberId":{"UserId":"a"}}]}`, 2))}, Options{})
		if accepted(t, d, err); len(d.Members) != 1 {
			t.Errorf("members are %v", d.Members)
		}
	})
}
