package orgfile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode"

	"atrium/model/jsonfile"
)

// file is a source that holds a text.
func file(name, text string) Source {
	return Source{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
}

// fixture is a source that reads a file of testdata.
func fixture(name string) Source {
	return Source{Name: name, Open: func() (io.ReadCloser, error) { return os.Open("testdata/" + name) }}
}

func readText(texts ...string) (Organization, []Account, error) {
	var sources []Source
	for i, text := range texts {
		sources = append(sources, file(fmt.Sprintf("f%d.json", i+1), text))
	}
	return Read(context.Background(), sources)
}

var wantAccounts = []Account{
	{ID: "111122223333", ARN: "arn:aws:organizations::111122223333:account/o-exampleorgid/111122223333", Name: "Management",
		Email: "mary@example.com", Status: "active", JoinedMethod: "invited", Joined: time.Date(2016, 12, 15, 19, 30, 15, 450e6, time.UTC),
		Organization: "o-exampleorgid", Management: "111122223333"},
	{ID: "222233334444", ARN: "arn:aws:organizations::111122223333:account/o-exampleorgid/222233334444", Name: "Produktion Zürich",
		Email: "li@example.com", Status: "pending-closure", JoinedMethod: "created", Joined: time.Date(2016, 12, 15, 21, 2, 21, 44e6, time.UTC),
		Organization: "o-exampleorgid", Management: "111122223333"},
	{ID: "444455556666", ARN: "arn:aws:organizations::111122223333:account/o-exampleorgid/444455556666", Status: "suspended",
		Organization: "o-exampleorgid", Management: "111122223333"},
}

func TestRead(t *testing.T) {
	whole := Organization{ID: "o-exampleorgid", ARN: "arn:aws:organizations::111122223333:organization/o-exampleorgid",
		Management: "111122223333", ManagementEmail: "mary@example.com", FeatureSet: "all"}
	for name, c := range map[string]struct {
		files        []Source
		organization Organization
		accounts     []Account
	}{
		"an organization and its accounts": {[]Source{fixture("organization.json"), fixture("accounts.json")}, whole, wantAccounts},
		"in the other order":               {[]Source{fixture("accounts.json"), fixture("organization.json")}, whole, wantAccounts},
		"an organization alone":            {[]Source{fixture("organization.json")}, whole, nil},
		"accounts alone":                   {[]Source{fixture("accounts.json")}, Organization{ID: "o-exampleorgid", Management: "111122223333"}, wantAccounts},
		"newer keys": {[]Source{file("o", strings.ReplaceAll(described, "Master", "Management"))},
			Organization{ID: "o-exampleorgid", ARN: whole.ARN, Management: "111122223333", ManagementEmail: "m@example.com"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			organization, accounts, err := Read(context.Background(), c.files)
			if err != nil || organization != c.organization || !reflect.DeepEqual(accounts, c.accounts) {
				t.Errorf("read %+v\n%+v\n%v", organization, accounts, err)
			}
		})
	}
}

const (
	described = `{"Organization":{"Id":"o-exampleorgid","Arn":"arn:aws:organizations::111122223333:organization/o-exampleorgid",
"MasterAccountId":"111122223333","MasterAccountEmail":"m@example.com"}}`
	one = `{"Id":"222233334444","Arn":"arn:aws:organizations::111122223333:account/o-exampleorgid/222233334444"}`
)

// accounts is a page of list-accounts.
func accounts(list ...string) string { return "{\"Accounts\":[\n" + strings.Join(list, ",\n") + "]}" }

// changed is the account with one more field, or with a text of it replaced.
func changed(field string) string { return strings.TrimSuffix(one, "}") + "," + field + "}" }

func TestReadTakesTheTimeOfJoiningEitherWay(t *testing.T) {
	for written, want := range map[string]time.Time{
		`0`:                           time.Unix(0, 0).UTC(),
		`1481835741.044`:              time.Date(2016, 12, 15, 21, 2, 21, 44e6, time.UTC),
		`1.481835741044e9`:            time.Date(2016, 12, 15, 21, 2, 21, 44e6, time.UTC),
		`"2016-12-15T21:02:21Z"`:      time.Date(2016, 12, 15, 21, 2, 21, 0, time.UTC),
		`"2016-12-15T22:02:21+01:00"`: time.Date(2016, 12, 15, 21, 2, 21, 0, time.UTC),
		`null`:                        {},
	} {
		_, list, err := readText(accounts(changed(`"JoinedTimestamp":` + written)))
		if err != nil || !list[0].Joined.Equal(want) {
			t.Errorf("%s is read as %+v, %v", written, list, err)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		texts []string
		want  string
	}{
		"nothing":                  {nil, "the files: there is neither an organization nor an account in them"},
		"no accounts":              {[]string{accounts()}, "the files: there is neither an organization nor an account in them"},
		"another command's output": {[]string{described, `{"Users":[],"NextToken":"x"}`}, `f2.json, line 1: the document is neither an organization nor accounts: its keys are "Users", "NextToken"; give what aws organizations describe-organization and list-accounts print`},
		"an empty object":          {[]string{`{}`}, "f1.json, line 1: the document is neither an organization nor accounts: its keys are none; give what aws organizations describe-organization and list-accounts print"},
		"a list":                   {[]string{`[]`}, "f1.json, line 1: the document is a list where an object is expected"},
		"broken JSON":              {[]string{`{"Accounts":[`}, "f1.json, line 1: Accounts is cut off: the file ends in the middle of it"},
		"accounts that are none":   {[]string{accounts("1")}, "f1.json, line 2: Accounts[0] is a number where an object is expected"},
		"one account twice":        {[]string{accounts(one), accounts(one)}, "f2.json, line 2: Accounts[0].Id 222233334444 is already that of another account (f1.json, line 2)"},
		"accounts of two organizations": {[]string{accounts(one, strings.NewReplacer("222233334444", "444455556666", "example", "another").Replace(one))},
			"f1.json, line 3: Accounts[1].Arn is of the organization o-anotherorgid, and the first account (f1.json, line 2) of o-exampleorgid; give the accounts of one organization"},
		"accounts of two managements": {[]string{accounts(one, strings.NewReplacer("222233334444", "444455556666", "111122223333", "999999999999").Replace(one))},
			"f1.json, line 3: Accounts[1].Arn says that account 999999999999 manages the organization, and that of the first account (f1.json, line 2) says 111122223333"},
		"an organization twice": {[]string{described, described}, "f2.json, line 1: Organization is given twice; give one organization"},
		"another organization's accounts": {[]string{described, accounts(strings.ReplaceAll(one, "example", "another"))},
			"f1.json, line 1: Organization has the Id o-exampleorgid, and the accounts are of o-anotherorgid; give the organization and its own accounts"},
		"another management": {[]string{accounts(strings.ReplaceAll(one, "111122223333", "999999999999")), described},
			"f2.json, line 1: Organization is managed by account 111122223333, and the accounts say by 999999999999; give the organization and its own accounts"},
		"the last page is missing": {[]string{"{\"Accounts\":[" + one + "],\n\"NextToken\":\"x\"}"},
			"f1.json, line 2: NextToken says that more accounts follow, and they are not in the files; list the accounts without --max-items, or give the other pages too"},
		"a token that is none":         {[]string{`{"Accounts":[],"NextToken":1}`}, "f1.json, line 1: NextToken is a number where a text is expected"},
		"an organization that is none": {[]string{`{"Organization":7}`}, "f1.json, line 1: Organization is a number where an object is expected"},
	} {
		t.Run(name, func(t *testing.T) {
			organization, list, err := readText(c.texts...)
			refused(t, organization, list, err, c.want)
		})
	}
}

// refused checks that reading failed with exactly this sentence and that nothing came with it.
func refused(t *testing.T, organization Organization, list []Account, err error, want string) {
	t.Helper()
	var e *jsonfile.Error
	if organization != (Organization{}) || list != nil || !errors.As(err, &e) {
		t.Fatalf("read %+v, %+v with the error %v, want: %s", organization, list, err, want)
	}
	if got := err.Error(); got != want {
		t.Errorf("the error is\n\t%s\nwant\n\t%s", got, want)
	}
}

func TestReadRefusesAFieldOfAnAccount(t *testing.T) {
	const arn = `"arn:aws:organizations::111122223333:account/o-exampleorgid/222233334444"`
	for text, want := range map[string]string{
		`{}`:                                     " is missing",
		strings.Replace(one, `"2222`, `"222`, 1): ` is "22233334444" where twelve digits are expected`,
		strings.Replace(one, `"222233334444"`, "222233334444", 1):         " is a number where a text is expected",
		`{"Id":"222233334444"}`:                                           "Arn is missing",
		strings.Replace(one, arn, `"x"`, 1):                               `Arn is "x" where that of an account of an organization is expected`,
		strings.Replace(one, "organizations::1", "organizations:eu:1", 1): `Arn is "arn:aws:organizations:eu:111122223333:account/o-exampleorgid/222233334444" where that of an account of an organization is expected`,
		strings.Replace(one, "o-exampleorgid", "o-short", 1):              `Arn is "arn:aws:organizations::111122223333:account/o-short/222233334444" where that of an account of an organization is expected`,
		strings.Replace(one, "orgid/2", "orgid/3", 1):                     `Arn is that of account "322233334444", and the Id is 222233334444`,
		changed(`"Name":1`):                                               "Name is a number where a text is expected",
		changed(`"Name":"a\u001b"`):                                       "Name holds the character U+001B, which cannot be shown",
		changed(`"Name":"` + strings.Repeat("n", 257) + `"`):              "Name is longer than 256 bytes",
		changed(`"Email":"a b@example.com"`):                              `Email is "a b@example.com", which does not look like an email address`,
		changed(`"Email":"example.com"`):                                  `Email is "example.com", which does not look like an email address`,
		changed(`"Email":[]`):                                             "Email is a list where a text is expected",
		changed(`"Status":"OPEN"`):                                        `Status is "OPEN" where one of PENDING_ACTIVATION, ACTIVE, SUSPENDED, PENDING_CLOSURE, CLOSED is expected`,
		changed(`"State":"active"`):                                       `State is "active" where one of PENDING_ACTIVATION, ACTIVE, SUSPENDED, PENDING_CLOSURE, CLOSED is expected`,
		changed(`"State":""`):                                             `State is "" where one of PENDING_ACTIVATION, ACTIVE, SUSPENDED, PENDING_CLOSURE, CLOSED is expected`,
		changed(`"JoinedMethod":"BORN"`):                                  `JoinedMethod is "BORN" where one of INVITED, CREATED is expected`,
		changed(`"JoinedTimestamp":-1`):                                   `JoinedTimestamp is "-1" where a number of seconds since 1970 is expected`,
		changed(`"JoinedTimestamp":1e300`):                                `JoinedTimestamp is "1e300" where a number of seconds since 1970 is expected`,
		changed(`"JoinedTimestamp":1e999`):                                `JoinedTimestamp is a number that is too large`,
		changed(`"JoinedTimestamp":"yesterday"`):                          `JoinedTimestamp is "yesterday" where a time such as 2016-12-15T21:30:15Z is expected`,
		changed(`"JoinedTimestamp":{}`):                                   `JoinedTimestamp is an object where a time is expected`,
	} {
		t.Run(want, func(t *testing.T) {
			if strings.HasPrefix(want, " ") {
				want = "Id" + want
			}
			organization, list, err := readText(accounts(text))
			refused(t, organization, list, err, "f1.json, line 2: Accounts[0]."+want)
		})
	}
}

func TestReadRefusesAFieldOfAnOrganization(t *testing.T) {
	for _, c := range []struct{ part, other, want string }{
		{`"Id":"o-exampleorgid",`, ``, "line 1: Organization.Id is missing"},
		{`"o-exampleorgid"`, `"o-Example-org"`, `line 1: Organization.Id is "o-Example-org" where o- and 10 to 32 small letters and digits are expected`},
		{`"Arn"`, `"ARN"`, "line 1: Organization.Arn is missing"},
		{`/o-exampleorgid"`, `/o-anotherorgid"`, `line 1: Organization.Arn is "arn:aws:organizations::111122223333:organization/o-anotherorgid" where that of the organization o-exampleorgid is expected`},
		{`"MasterAccountId":"111122223333",`, ``, "line 1: Organization.MasterAccountId is missing"},
		{`"MasterAccountId":"1`, `"ManagementAccountId":"`, `line 2: Organization.ManagementAccountId is "11122223333" where twelve digits are expected`},
		{`"MasterAccountId":"1`, `"MasterAccountId":"2`, "line 1: Organization.Arn says that account 111122223333 manages the organization, and that is 211122223333"},
		{`"m@example.com"`, `"m@"`, `line 2: Organization.MasterAccountEmail is "m@", which does not look like an email address`},
		{`"MasterAccountEmail"`, `"FeatureSet":"SOME","x"`, `line 2: Organization.FeatureSet is "SOME" where one of ALL, CONSOLIDATED_BILLING is expected`},
	} {
		t.Run(c.want, func(t *testing.T) {
			organization, list, err := readText(strings.Replace(described, c.part, c.other, 1))
			refused(t, organization, list, err, "f1.json, "+c.want)
		})
	}
}

func TestReadPassesOnWhyAFileCannotBeRead(t *testing.T) {
	cause := &fs.PathError{Op: "open", Path: "a.json", Err: fs.ErrNotExist}
	_, _, err := Read(context.Background(), []Source{{Name: "a.json", Open: func() (io.ReadCloser, error) { return nil, cause }}})
	if want := "a.json: cannot be opened: file does not exist"; err == nil || err.Error() != want || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the error is %v, want %s", err, want)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, _, err = Read(ctx, []Source{file("a.json", described)})
	if want := "a.json: cannot be read: context canceled"; err == nil || err.Error() != want || !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v, want %s", err, want)
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"organization.json", "accounts.json"} {
		text, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Add(described + accounts(one))
	f.Fuzz(func(t *testing.T, text string) {
		organization, list, err := readText(text)
		if err != nil {
			for _, r := range err.Error() {
				if !unicode.IsPrint(r) {
					t.Errorf("%q in %q", r, err)
				}
			}
			refused(t, organization, list, err, err.Error())
			return
		}
		seen := map[string]bool{}
		for _, a := range list {
			if len(a.ID) != 12 || seen[a.ID] || a.Organization != organization.ID || a.Management != organization.Management || a.Joined.After(time.Unix(lastSecond, 0)) {
				t.Errorf("%+v in %+v", a, organization)
			}
			seen[a.ID] = true
		}
	})
}
