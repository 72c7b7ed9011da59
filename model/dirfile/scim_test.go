package dirfile

import (
	"context"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

func readSCIMFixture(t *testing.T, name string) *Directory {
	t.Helper()
	d, err := ReadSCIM(context.Background(), []Source{fixture(t, name)}, Options{})
	return accepted(t, d, err)
}

func TestReadSCIM(t *testing.T) {
	t.Run("FED-25 a list of users and groups is read", func(t *testing.T) {
		d := readSCIMFixture(t, "scim.json")
		want := []User{
			{UserName: "bjensen@example.com", UserID: "u-1", DisplayName: "Babs", GivenName: "Barbara",
				FamilyName: "Jensen", Email: "babs@example.com", Where: Place{0, 5, 1}},
			{UserName: "jsmith", UserID: "u-2", Inactive: true, Where: Place{0, 12, 2}},
		}
		if !reflect.DeepEqual(d.Users, want) {
			t.Errorf("users are\n%+v\nwant\n%+v", d.Users, want)
		}
		if got := membersOf(d, "Inner"); got != "jsmith" {
			t.Errorf("Inner holds %q", got)
		}
	})
	t.Run("FED-25 users of nested groups are members of the outer group", func(t *testing.T) {
		if got := membersOf(readSCIMFixture(t, "scim.json"), "Outer"); got != "bjensen@example.com jsmith" {
			t.Errorf("Outer holds %q", got)
		}
	})
	t.Run("FED-25 an unknown member of a nested group dangles from both groups", func(t *testing.T) {
		where := Place{0, 21, 4}
		want := []Dangling{{Group: 0, GroupID: "g-1", UserID: "u-9", Where: where}, {Group: 1, GroupID: "g-2", UserID: "u-9", Where: where}}
		if d := readSCIMFixture(t, "scim.json"); !reflect.DeepEqual(d.Dangling, want) {
			t.Errorf("dangling are %+v, want %+v", d.Dangling, want)
		}
	})
	t.Run("FED-25 single resources are read, whatever the case of their attributes", func(t *testing.T) {
		d, err := readSCIM(`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"USERNAME":"a","ID":"1"}`,
			`{"meta":{"resourceType":"Group"},"displayName":"G","members":[{"value":"1"}]}{"userName":"b"}`)
		if accepted(t, d, err); membersOf(d, "G") != "a" || len(d.Users) != 2 {
			t.Errorf("G holds %q of %q", membersOf(d, "G"), userNames(d))
		}
	})
	t.Run("FED-25 a list without resources is empty", func(t *testing.T) {
		list := `"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"]`
		d, err := readSCIM(`{`+list+`}`, `{`+list+`,"Resources":null}`, `{"Resources":[]}`)
		if accepted(t, d, err); len(d.Users)+len(d.Groups)+len(d.Notes) != 0 {
			t.Errorf("read %+v", d)
		}
	})
	t.Run("FED-25 pages that are not in the files are noted", func(t *testing.T) {
		d, err := readSCIM(`{"totalResults":250,"Resources":[{"userName":"a","emails":[{"value":"a@b"}]}]}`)
		want := []string{"the list says that there are 250 resources, and the files hold 1 of them"}
		if accepted(t, d, err); !reflect.DeepEqual(d.Notes, want) {
			t.Errorf("notes are %q", d.Notes)
		}
	})
	t.Run("FED-25 the formatted name stands in for a display name that is not there", func(t *testing.T) {
		d, err := readSCIM(`{"userName":"a","displayName":"D","name":{"formatted":"F"}}{"userName":"b","name":{"formatted":"F"}}`,
			`{"userName":"c","name":{"formatted":"F"},"displayName":"D"}`)
		accepted(t, d, err)
		if got := d.Users[0].DisplayName + d.Users[1].DisplayName + d.Users[2].DisplayName; got != "DFD" {
			t.Errorf("display names are %q", got)
		}
	})
}

func TestReadSCIMNesting(t *testing.T) {
	group := func(id string, members ...string) string {
		return `{"id":"` + id + `","displayName":"` + strings.ToUpper(id) + `","members":[{"value":"` +
			strings.Join(members, `"},{"value":"`) + `"}]}`
	}
	users := `{"userName":"x","id":"x"}{"userName":"y","id":"y"}{"userName":"z","id":"z"}`
	t.Run("FED-25 groups that hold each other have the members of all, and are noted", func(t *testing.T) {
		d, err := readSCIM(group("a", "b", "x") + group("b", "c", "y") + group("c", "a", "z") + users)
		accepted(t, d, err)
		for _, name := range []string{"A", "B", "C"} {
			if got := membersOf(d, name); got != "x y z" {
				t.Errorf("%s holds %q", name, got)
			}
		}
		want := `groups that hold themselves by way of nested groups, each with the members of all it reaches: "A", "B", "C"`
		if d.Notes[0] != want {
			t.Errorf("notes are %q", d.Notes)
		}
	})
	t.Run("FED-25 a group that holds itself has its own members", func(t *testing.T) {
		d, err := readSCIM(group("a", "a", "x") + users)
		if accepted(t, d, err); membersOf(d, "A") != "x" || len(d.Notes) != 2 {
			t.Errorf("A holds %q, notes are %q", membersOf(d, "A"), d.Notes)
		}
	})
	t.Run("FED-25 many circles are noted by their first names", func(t *testing.T) {
		d, err := readSCIM(group("a", "a") + group("b", "b") + group("c", "c") + group("d", "d") + group("e", "e") + group("f", "f") + group("g", "g"))
		if accepted(t, d, err); !strings.HasSuffix(d.Notes[0], `"A", "B", "C", "D", "E", and 2 others`) {
			t.Errorf("notes are %q", d.Notes)
		}
	})
	t.Run("FED-25 the type of a member decides where its id is looked for", func(t *testing.T) {
		d, err := readSCIM(`{"userName":"x","id":"1"}`, group("1")[:len(group("1"))-len(`{"value":""}]}`)]+`]}`,
			`{"displayName":"U","members":[{"value":"1","type":"User"}]}`,
			`{"displayName":"G","members":[{"value":"1","type":"Group"},{"value":"9","type":"group"}]}`)
		accepted(t, d, err)
		if membersOf(d, "U") != "x" || membersOf(d, "G") != "" {
			t.Errorf("U holds %q, G holds %q", membersOf(d, "U"), membersOf(d, "G"))
		}
		if len(d.Dangling) != 1 || !d.Dangling[0].Nested {
			t.Errorf("dangling are %+v", d.Dangling)
		}
	})
	t.Run("FED-25 nesting that explodes is refused instead of filling the memory", func(t *testing.T) {
		var s strings.Builder
		for i := range 12_000 {
			s.WriteString(group("g"+strconv.Itoa(i), "g"+strconv.Itoa(i+1)))
		}
		d, err := readSCIM(s.String())
		refused(t, d, err, "scim.json, line 1, resource "+err.Error()[len("scim.json, line 1, resource "):])
		if !strings.Contains(err.Error(), "members nest groups in groups so far that they cannot be counted up") {
			t.Error(err)
		}
	})
}

func TestReadSCIMFaults(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"FED-25 a user without a name is refused": {`{"Resources":[{"userName":"a"},` + "\n" + `{"id":"7","emails":[]}]}`,
			"scim.json, line 2, resource 2: userName is missing"},
		"FED-25 a group without a name is refused": {`{"members":[]}`,
			"scim.json, line 1, resource 1: displayName is missing"},
		"FED-25 a text as active is refused": {`{"userName":"a","active":"false"}`,
			"scim.json, line 1, resource 1: active is a text where true or false is expected"},
		"FED-25 a member without a value is refused": {`{"displayName":"G","members":[{"type":"User"}]}`,
			"scim.json, line 1, resource 1: members.value is missing"},
		"FED-25 another kind of resource is refused by its name": {`{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"detail":"no"}`,
			`scim.json, line 1, resource 1: this is a SCIM "error" where a User or a Group is expected`},
		"FED-25 something that is no resource is refused": {`{"Users":[]}`,
			"scim.json, line 1, resource 1: this is neither a SCIM User nor a Group"},
		"FED-25 an attribute given twice in two cases is refused": {`{"userName":"a","username":"b"}`,
			`scim.json, line 1, resource 1: "username" is given twice in one object`},
		"FED-25 a count that is none is refused": {`{"totalResults":-1}`,
			`scim.json, line 1, resource 1: totalResults "-1" is not a whole number from 0`},
		"FED-25 a text as a count is refused": {`{"totalResults":"1"}`,
			`scim.json, line 1, resource 1: totalResults is a text where a number is expected`},
		"FED-25 an empty file is refused": {"",
			"scim.json, line 1: the file is empty"},
		"FED-25 two people with one id are refused": {`{"userName":"a","id":"1"}{"userName":"b","id":"1"}`,
			`scim.json, line 1, resource 2: id "1" is already that of resource 1 (scim.json, line 1)`},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := readSCIM(c.text)
			refused(t, d, err, c.want)
		})
	}
}

func TestReadSCIMAddress(t *testing.T) {
	for emails, want := range map[string]string{
		`[{"value":"a@x"},{"value":"b@x"}]`:                                  "a@x",
		`[{"value":"a@x"},{"value":"b@x","primary":true}]`:                   "b@x",
		`[{"value":"bad"},{"value":"b@x","primary":true}]`:                   "b@x",
		`[{"value":"a@x","primary":true},{"value":"b@x","primary":true}]`:    "a@x",
		`[null,{"type":"home"},{"value":"","primary":true},{"value":"c@x"}]`: "c@x",
		`[]`: "", `null`: "",
	} {
		t.Run("FED-25 of "+emails+" the address kept is "+want, func(t *testing.T) {
			d, err := readSCIM(`{"userName":"u","emails":` + emails + `}`)
			if accepted(t, d, err); d.Users[0].Email != want {
				t.Errorf("kept %q", d.Users[0].Email)
			}
		})
	}
	for address, problem := range map[string]string{
		"nobody":    "does not look like an email address",
		"@x":        "does not look like an email address",
		"a@":        "does not look like an email address",
		"a@b@c":     "does not look like an email address",
		"a b@c":     "holds a space, which an email address must not",
		"a@b\u202e": "holds the character U+202E, which an email address must not",
	} {
		t.Run("FED-25 an address is refused that "+problem, func(t *testing.T) {
			d, err := readSCIM("{\"userName\":\"u\",\"emails\":[\n{\"value\":\"" + address + "\"}]\n}")
			refused(t, d, err, "scim.json, line 2, resource 1: emails.value "+quote(address)+" "+problem)
		})
	}
}
