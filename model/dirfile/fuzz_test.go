package dirfile

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// plainBytes reports whether a text needs no transcoding, so that the standard library can read it.
func plainBytes(text []byte) bool {
	return !bytes.HasPrefix(text, []byte{0xFE, 0xFF}) && !bytes.HasPrefix(text, []byte{0xFF, 0xFE}) &&
		!bytes.HasPrefix(text, []byte{0xEF, 0xBB, 0xBF})
}

// documents reads a text with encoding/json.
func documents(t *testing.T, text []byte) []map[string]any {
	t.Helper()
	var all []map[string]any
	for d := json.NewDecoder(bytes.NewReader(text)); ; {
		var document map[string]any
		err := d.Decode(&document)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("accepted what encoding/json refuses: %v", err)
		}
		all = append(all, document)
	}
}

// checkDirectory fails on anything that a directory must never hold.
func checkDirectory(t *testing.T, d *Directory) {
	t.Helper()
	seen := map[string]bool{}
	for _, u := range d.Users {
		name := strings.ToLower(u.UserName)
		if u.UserName == "" || !utf8.ValidString(u.UserName) || seen[name] || strings.ContainsFunc(u.UserName+u.Email, unicode.IsSpace) {
			t.Errorf("user %+v", u)
		}
		seen[name] = true
	}
	for _, m := range d.Members {
		if int(m.Group) >= len(d.Groups) || int(m.User) >= len(d.Users) {
			t.Errorf("member %v", m)
		}
	}
	if !slices.IsSortedFunc(d.Members, compareMembers) {
		t.Error("members are not sorted")
	}
}

// checkSentence fails on an error that is not a sentence for a terminal.
func checkSentence(t *testing.T, d *Directory, err error) {
	t.Helper()
	var e *Error
	if d != nil || !errors.As(err, &e) || e.Problem == "" || e.File == "" {
		t.Errorf("came with %v: %#v", d, err)
	}
	for _, r := range err.Error() {
		if !unicode.IsPrint(r) {
			t.Errorf("%q in %q", r, err)
		}
	}
}

func FuzzReadAWS(f *testing.F) {
	for _, name := range []string{"users.json", "groups.json", "memberships.json"} {
		text, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(plainUsers))
	f.Add([]byte(utf16Text(plainUsers, true)))
	f.Fuzz(func(t *testing.T, text []byte) {
		source := []Source{file("f", string(text))}
		for kind := range 3 {
			var in [3][]Source
			in[kind] = source
			d, err := ReadAWS(context.Background(), in[0], in[1], in[2], Options{})
			if err != nil {
				checkSentence(t, d, err)
				continue
			}
			checkDirectory(t, d)
			if plainBytes(text) {
				var want []string
				for _, document := range documents(t, text) {
					list, _ := document["Users"].([]any)
					for _, u := range list {
						want = append(want, u.(map[string]any)["UserName"].(string))
					}
				}
				if kind == 0 && !slices.Equal(want, userNames(d)) {
					t.Errorf("read %q, encoding/json has %q", userNames(d), want)
				}
			}
		}
	})
}

// folded returns the attribute of a resource that has a name in any case.
func folded(resource map[string]any, name string) any {
	for key, value := range resource {
		if string(lower([]byte(key))) == name {
			return value
		}
	}
	return nil
}

func FuzzReadSCIM(f *testing.F) {
	text, err := os.ReadFile("testdata/scim.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"displayName":"G","id":"g","members":[{"value":"g","type":"Group"}]}{"userName":"u","active":true}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := readSCIM(string(text))
		if err != nil {
			checkSentence(t, d, err)
			return
		}
		checkDirectory(t, d)
		if !plainBytes(text) {
			return
		}
		var known []any
		for _, document := range documents(t, text) {
			list, _ := folded(document, "resources").([]any)
			for _, resource := range list {
				known = append(known, folded(resource.(map[string]any), "username"))
			}
			known = append(known, folded(document, "username"))
		}
		for _, name := range userNames(d) {
			if !slices.Contains(known, any(name)) {
				t.Errorf("user %q is not among %q", name, known)
			}
		}
	})
}

func FuzzReadCSV(f *testing.F) {
	f.Add([]byte("userName,email,groups,password\nu,u@x,a|b,p\n\"v\",,\"c;d\",\"q\"\"r\"\r\n"))
	f.Add([]byte("userName;active\nu;yes"))
	f.Add([]byte(utf16Text("userName\tx\nu\ty\n", false)))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := readCSV(string(text), nil)
		if err != nil {
			checkSentence(t, d, err)
			return
		}
		checkDirectory(t, d)
		if plainBytes(text) {
			compareCSV(t, d, text)
		}
	})
}

// compareCSV reads a text with encoding/csv and compares the user names.
func compareCSV(t *testing.T, d *Directory, text []byte) {
	t.Helper()
	r := &csvReader{in: &input{build: newBuilder(context.Background(), Options{}), buf: text, end: len(text), ended: true}}
	r.detect()
	c := csv.NewReader(bytes.NewReader(text))
	c.Comma = rune(r.delim)
	c.FieldsPerRecord = -1
	rows, err := c.ReadAll()
	if err != nil {
		t.Fatalf("accepted what encoding/csv refuses: %v", err)
	}
	for len(rows[0]) > 0 && strings.Join(rows[0], "") == "" {
		rows = rows[1:] // rows of nothing but delimiters are passed over
	}
	column := slices.IndexFunc(rows[0], func(name string) bool { return squeeze(strings.Trim(name, blank)) == "username" })
	var want []string
	for _, row := range rows[1:] {
		if strings.Join(row, "") != "" {
			want = append(want, strings.Trim(row[column], blank))
		}
	}
	if !slices.Equal(want, userNames(d)) {
		t.Errorf("read %q, encoding/csv has %q", userNames(d), want)
	}
}
