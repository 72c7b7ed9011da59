package dirfile

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// fieldNames are what the fields are called in a mapping; those behind fieldCount are not texts.
var fieldNames = [...]string{"userName", "userId", "displayName", "givenName", "familyName", "email",
	"active", "groups"}

// columns says in which column each field is; -1 is none.
type columns struct {
	texts  [fieldCount]int
	active int
	groups int
}

// chooseColumns finds the column of every field in a header line.
func chooseColumns(names []string, mapping map[string]string) (*columns, *Error) {
	for _, name := range slices.Sorted(maps.Keys(mapping)) {
		if !slices.Contains(fieldNames[:], name) {
			return nil, &Error{Problem: fmt.Sprintf("%s in the mapping is not a field", quote(name)),
				Fix: "the fields are " + strings.Join(fieldNames[:], ", ")}
		}
	}
	var found [len(fieldNames)]int
	for i, name := range fieldNames {
		column, failed := findColumn(names, name, mapping[name])
		if failed != nil {
			return nil, failed
		}
		found[i] = column
	}
	if found[userName] < 0 {
		return nil, &Error{Problem: "there is no column userName in the header line",
			Fix: "say which column it is, as in userName=login"}
	}
	c := &columns{active: found[fieldCount], groups: found[fieldCount+1]}
	copy(c.texts[:], found[:])
	return c, nil
}

// findColumn returns the column of a field, or -1. The names of other columns stay out of its errors,
// for where a header line is missing they are somebody's data.
func findColumn(names []string, fieldName, column string) (int, *Error) {
	wanted := column
	if column == "" {
		wanted = fieldName
	}
	if isSecret(wanted) {
		return -1, &Error{Problem: fmt.Sprintf("%s is mapped to the column %s, which looks like a secret or a birthday",
			fieldName, quote(wanted)), Fix: "such columns are never read"}
	}
	at := -1
	for i, name := range names {
		if squeeze(name) != squeeze(wanted) {
			continue
		}
		if at >= 0 {
			return -1, &Error{Problem: fmt.Sprintf("the header line has the column %s twice", quote(wanted))}
		}
		at = i
	}
	if at < 0 && column != "" {
		return -1, &Error{Problem: fmt.Sprintf("there is no column %s in the header line, to which %s is mapped",
			quote(column), fieldName)}
	}
	return at, nil
}

// wanted says of each column of a row whether any of it is to be kept.
func (c *columns) wanted(count int) []bool {
	want := make([]bool, count)
	for _, i := range append(c.texts[:], c.active, c.groups) {
		if i >= 0 {
			want[i] = true
		}
	}
	return want
}

// squeeze is the form in which the names of columns are compared.
func squeeze(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '_' || r == '-' {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// Parts and words of the names of columns that are never read. The words are too short to be looked
// for within others: there is a "dob" in "adobe" and an "ssn" in "classname".
var (
	secretParts = []string{"password", "passwd", "passphrase", "passcode", "passwort", "kennwort", "pwd",
		"secret", "token", "credential", "privatekey", "apikey", "birth", "bday", "geburt", "socialsecurity"}
	secretWords = []string{"pass", "pw", "dob", "ssn", "pin", "otp"}
)

// isSecret reports whether a column looks like one with secrets or birthdays.
func isSecret(name string) bool {
	whole := strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
	for _, part := range secretParts {
		if strings.Contains(whole, part) {
			return true
		}
	}
	return slices.ContainsFunc(words(name), func(word string) bool {
		return slices.Contains(secretWords, word)
	}) || slices.Contains(secretWords, whole)
}

// words takes a name apart at everything that is not a letter, and where a capital begins a new word.
func words(name string) []string {
	var s strings.Builder
	var before rune
	for _, r := range name {
		if unicode.IsUpper(r) && !unicode.IsUpper(before) {
			s.WriteByte(' ')
		}
		if before = r; !unicode.IsLetter(r) {
			r = ' '
		}
		s.WriteRune(unicode.ToLower(r))
	}
	return strings.Fields(s.String())
}
