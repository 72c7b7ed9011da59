package dirfile

import (
	"context"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
)

func TestReadCSV(t *testing.T) {
	t.Run("FED-25 columns are found by a mapping and by their names", func(t *testing.T) {
		d, err := readCSV("login;E-Mail;display name;Given_Name;enabled;teams\n"+
			"mary;mary@example.com;\"Major; Mary\";Mary;yes;\"Dev|Ops ; QA\"\nli;;;;0;ops\n",
			map[string]string{"userName": "login", "email": "e-mail", "active": "enabled", "groups": "teams"})
		want := []User{
			{UserName: "mary", DisplayName: "Major; Mary", GivenName: "Mary", Email: "mary@example.com", Where: Place{0, 2, 1}},
			{UserName: "li", Inactive: true, Where: Place{0, 3, 2}},
		}
		if accepted(t, d, err); !reflect.DeepEqual(d.Users, want) {
			t.Errorf("users are\n%+v\nwant\n%+v", d.Users, want)
		}
		if membersOf(d, "Dev") != "mary" || membersOf(d, "Ops") != "mary li" || membersOf(d, "QA") != "mary" {
			t.Errorf("groups are %+v, members %v", d.Groups, d.Members)
		}
	})
	t.Run("FED-25 comma, semicolon and tab are told apart on the header line", func(t *testing.T) {
		for _, delim := range []string{",", ";", "\t"} {
			d, err := readCSV(strings.ReplaceAll("\"a,b;c\"|userName|email\r\n1|u|u@x\r\n\r\n||\r\n2|v|v@x", "|", delim), nil)
			if accepted(t, d, err); !reflect.DeepEqual(userNames(d), []string{"u", "v"}) {
				t.Errorf("%q: users are %q", delim, userNames(d))
			}
		}
	})
	t.Run("FED-25 quoted values keep delimiters, quotes and lines", func(t *testing.T) {
		d, err := readCSV("username,displayname\nu,\"say \"\"hi\"\",\nthen go\"\nv,w\n", nil)
		accepted(t, d, err)
		if d.Users[0].DisplayName != "say \"hi\",\nthen go" || d.Users[1].Where.Line != 4 {
			t.Errorf("users are %+v", d.Users)
		}
	})
	t.Run("FED-25 one column can be two fields", func(t *testing.T) {
		d, err := readCSV("mail\nu@x\n", map[string]string{"userName": "mail", "email": "mail"})
		if accepted(t, d, err); d.Users[0].UserName != "u@x" || d.Users[0].Email != "u@x" {
			t.Errorf("user is %+v", d.Users[0])
		}
	})
	t.Run("FED-25 a header line alone holds nobody", func(t *testing.T) {
		d, err := readCSV("userName", nil)
		if accepted(t, d, err); len(d.Users) != 0 {
			t.Errorf("users are %+v", d.Users)
		}
	})
}

func TestReadCSVSecrets(t *testing.T) {
	const secret = "hunter2-1980-02-29"
	t.Run("FED-25 secrets and birthdays are not read, and noted once", func(t *testing.T) {
		d, err := readCSV("userName,Password,birth date,User_Token,email\nu,"+secret+",\""+secret+"\","+secret+",u@x\n"+
			"v,"+secret+",,,v@x\n", nil)
		accepted(t, d, err)
		want := []string{`these columns of people.csv were not read, for they look like secrets or birthdays: "Password", "birth date", "User_Token"`}
		if !reflect.DeepEqual(d.Notes, want) {
			t.Errorf("notes are %q", d.Notes)
		}
		if strings.Contains(fmt.Sprintf("%+v", d), secret) {
			t.Errorf("the secret was read: %+v", d)
		}
	})
	t.Run("FED-25 no fault of a row shows a secret", func(t *testing.T) {
		for _, row := range []string{"u," + secret, "u," + secret + ",x,y", "u,\"" + secret + "\"x,y", "u," + secret + "\",y",
			"u,\"" + secret, "u u," + secret + ",u@x", "u," + secret + ",nobody", secret} {
			d, err := readCSV("userName,password,email\n"+row+"\n", nil)
			if err == nil || d != nil || strings.Contains(err.Error(), secret) {
				t.Errorf("%s: %v", row, err)
			}
		}
	})
	t.Run("FED-25 a line of data in place of the header is not shown", func(t *testing.T) {
		d, err := readCSV("mary,"+secret+"\n", map[string]string{"email": "mail"})
		refused(t, d, err, `people.csv, line 1: there is no column "mail" in the header line, to which email is mapped`)
	})
	t.Run("FED-25 a field mapped to a secret is refused", func(t *testing.T) {
		d, err := readCSV("userName,pwd\nu,x\n", map[string]string{"displayName": "pwd"})
		refused(t, d, err, `people.csv, line 1: displayName is mapped to the column "pwd", which looks like a secret or a birthday; such columns are never read`)
	})
	for name, secret := range map[string]bool{"password": true, "PassWd": true, "pwd_hash": true, "Date of Birth": true,
		"DOB": true, "dateOfBirth": true, "userDOB": true, "ssn": true, "client_secret": true, "API-Token": true,
		"s.s.n.": true, "pass": true, "Passwort": true, "adobeId": false, "className": false, "passenger": false,
		"login": false, "mail": false, "Shopping": false} {
		t.Run(fmt.Sprintf("FED-25 a column %s is a secret: %v", name, secret), func(t *testing.T) {
			if isSecret(name) != secret {
				t.Errorf("isSecret is %v", !secret)
			}
		})
	}
}

func TestReadCSVFaults(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		mapping map[string]string
		want    string
	}{
		"FED-25 an empty file is refused": {"", nil,
			"people.csv, line 1: the file is empty, so there is no header line"},
		"FED-25 a header without user names is refused": {"login,mail\n", nil,
			"people.csv, line 1: there is no column userName in the header line; say which column it is, as in userName=login"},
		"FED-25 a column given twice is refused": {"userName,user name\n", nil,
			`people.csv, line 1: the header line has the column "userName" twice`},
		"FED-25 an unknown field in the mapping is refused": {"userName\n", map[string]string{"role": "x"},
			`people.csv, line 1: "role" in the mapping is not a field; the fields are userName, userId, displayName, givenName, familyName, email, active, groups`},
		"FED-25 a short row is refused with its line and number": {"userName,email\nu,u@x\n\nv\n", nil,
			"people.csv, line 4, row 2: the row has 1 column where the header line has 2; put quotes around a value that holds the delimiter"},
		"FED-25 a row without a user name is refused": {"userName,email\n,u@x\n", nil,
			"people.csv, line 2, row 1: userName (column \"userName\") is missing"},
		"FED-25 a bad address is refused with its column": {"userName,mail\nu,nobody\n", map[string]string{"email": "mail"},
			`people.csv, line 2, row 1: email (column "mail") "nobody" does not look like an email address`},
		"FED-25 a user name given twice is refused with both rows": {"userName\nu\nv\nU\n", nil,
			`people.csv, line 4, row 3: userName (column "userName") "U" is already that of row 1 (people.csv, line 2)`},
		"FED-25 a state that is none is refused": {"userName,active\nu,maybe\n", nil,
			`people.csv, line 2, row 1: active is "maybe" where true or false is expected`},
		"FED-25 a quote within a value is refused": {"userName\na\"b\n", nil,
			"people.csv, line 2, row 1: there is a quote within a value that does not begin with one; put quotes around the value and double the one within"},
		"FED-25 text behind a closing quote is refused": {"userName\n\"a\"b\n", nil,
			"people.csv, line 2, row 1: there is something behind the closing quote of a value; double the quotes within a value"},
		"FED-25 a truncated quoted value is refused": {"userName\nu\n\"v", nil,
			"people.csv, line 3, row 2: the file ends within a quoted value; look for a quote that is not closed"},
		"FED-25 a file with carriage returns alone is refused": {"userName\ru\rv", nil,
			"people.csv, line 1: there is a carriage return within a line; end lines with a line feed"},
		"FED-25 UTF-16 without a byte order mark is refused": {utf16Text("userName\nu\n", false)[2:], nil,
			"people.csv, line 1: the header line holds a NUL character; save the file as UTF-8"},
		"FED-25 NUL in a name is refused": {"userName,displayName\nu,a\x00b\n", nil,
			`people.csv, line 2, row 1: displayName (column "displayName") "a\x00b" holds a NUL character`},
		"FED-25 NUL in the name of a group is refused": {"userName,groups\nu,a\x00b\n", nil,
			`people.csv, line 2, row 1: groups "a\x00b" holds a NUL character`},
		"FED-25 an endless value is refused": {"userName\n" + strings.Repeat("x", 600_000), nil,
			"people.csv, line 2, row 1: a value is longer than 65536 bytes; look for a quote that is not closed"},
		"FED-25 an endless header is refused": {strings.Repeat(",", 5000), nil,
			"people.csv, line 1: there are more than 4096 columns"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := readCSV(c.text, c.mapping)
			refused(t, d, err, c.want)
		})
	}
}

// rows is a CSV file of n people, written as it is read.
type rows struct {
	n, at int
	left  []byte
}

func (r *rows) Read(p []byte) (int, error) {
	for len(r.left) == 0 {
		if r.at == r.n {
			return 0, io.EOF
		}
		if r.at == 0 {
			r.left = append(r.left, "userName,email,groups\n"...)
		}
		r.left = fmt.Appendf(r.left, "u%d,u%[1]d@example.com,all\n", r.at)
		r.at++
	}
	n := copy(p, r.left)
	r.left = append(r.left[:0], r.left[n:]...)
	return n, nil
}

func TestReadCSVMillion(t *testing.T) {
	t.Run("FED-25 a million rows are read", func(t *testing.T) {
		d, err := ReadCSV(context.Background(), []Source{stream("people.csv", &rows{n: people})}, nil, Options{})
		if accepted(t, d, err); len(d.Users) != people || len(d.Members) != people || d.Users[people-1].Where.Line != people+1 {
			t.Errorf("%d users, %d members", len(d.Users), len(d.Members))
		}
	})
}
