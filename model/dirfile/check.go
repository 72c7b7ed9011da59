package dirfile

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf8"
)

// Limits of the directory schema, in characters.
const (
	maxUserName = 128
	maxID       = 128
	maxName     = 1024
	maxEmail    = 254
)

// field is one of the texts of a user that are read.
type field uint8

const (
	userName field = iota
	userID
	displayName
	givenName
	familyName
	email
	fieldCount
)

// labels are what a format calls the fields.
type labels [fieldCount]string

// check says what is wrong with a value of a field, or "".
func (f field) check(value []byte) string {
	switch f {
	case userName:
		return checkUserName(value)
	case userID:
		return checkID(value)
	case email:
		return checkEmail(value)
	default:
		return checkName(value)
	}
}

// checkUserName keeps the pattern of the directory schema: [\p{L}\p{M}\p{S}\p{N}\p{P}]+, 1 to 128.
func checkUserName(value []byte) string {
	n := 0
	for _, r := range string(value) {
		if n++; r > ' ' && r < 0x7f {
			continue
		}
		if !unicode.In(r, unicode.L, unicode.M, unicode.S, unicode.N, unicode.P) {
			return fmt.Sprintf("%s holds %s, which a user name must not", quote(value), character(r))
		}
	}
	return checkLength(value, n, maxUserName)
}

// checkID takes any id that cannot deceive the eye; the directories of others have their own patterns.
func checkID(value []byte) string {
	n := 0
	for _, r := range string(value) {
		if n++; isHidden(r) {
			return fmt.Sprintf("%s holds %s, which an id must not", quote(value), character(r))
		}
	}
	return checkLength(value, n, maxID)
}

// checkEmail asks for one @ with something on both sides, and for nothing invisible.
func checkEmail(value []byte) string {
	n := 0
	for _, r := range string(value) {
		if n++; isHidden(r) || unicode.IsSpace(r) {
			return fmt.Sprintf("%s holds %s, which an email address must not", quote(value), character(r))
		}
	}
	local, domain, found := bytes.Cut(value, []byte{'@'})
	if !found || len(local) == 0 || len(domain) == 0 || bytes.IndexByte(domain, '@') >= 0 {
		return quote(value) + " does not look like an email address"
	}
	return checkLength(value, n, maxEmail)
}

// checkName keeps whatever a display name holds, for the screens make it visible, except NUL.
func checkName(value []byte) string {
	if bytes.IndexByte(value, 0) >= 0 {
		return quote(value) + " holds a NUL character"
	}
	return checkLength(value, utf8.RuneCount(value), maxName)
}

func checkLength(value []byte, n, most int) string {
	if n > most {
		return fmt.Sprintf("%s has %d characters where at most %d are allowed", quote(value), n, most)
	}
	return ""
}

// isHidden reports control characters and those that only format, such as the marks that turn the
// direction of text around and spaces of no width.
func isHidden(r rune) bool {
	if r < utf8.RuneSelf {
		return r < ' ' || r == 0x7f
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

func character(r rune) string {
	switch {
	case r == 0:
		return "a NUL character"
	case r == ' ':
		return "a space"
	case unicode.IsControl(r):
		return fmt.Sprintf("the control character U+%04X", r)
	default:
		return fmt.Sprintf("the character U+%04X", r)
	}
}

// draft is a user while it is being read. The texts stand one behind the other so that the finished
// user costs a single allocation.
type draft struct {
	text     []byte
	spans    [fieldCount]struct{ from, to int }
	inactive bool
	where    Place
}

func (d *draft) reset(where Place) {
	*d = draft{text: d.text[:0], where: where}
}

// set keeps a value; an empty one counts as absent.
func (d *draft) set(f field, value []byte) {
	d.spans[f].from = len(d.text)
	d.text = append(d.text, value...)
	d.spans[f].to = len(d.text)
}

func (d *draft) get(f field) []byte { return d.text[d.spans[f].from:d.spans[f].to] }

func (d *draft) has(f field) bool { return d.spans[f].from < d.spans[f].to }

func (d *draft) user() User {
	text := string(d.text)
	get := func(f field) string { return text[d.spans[f].from:d.spans[f].to] }
	return User{
		UserName: get(userName), UserID: get(userID), DisplayName: get(displayName),
		GivenName: get(givenName), FamilyName: get(familyName), Email: get(email),
		Inactive: d.inactive, Where: d.where,
	}
}
