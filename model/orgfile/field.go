package orgfile

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"atrium/model/jsonfile"
)

// statuses are those of an account: the first is only known to the newer State.
var statuses = []string{"PENDING_ACTIVATION", "ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "CLOSED"}

func readAccount(v *jsonfile.Value) (a Account, err error) {
	if a.ID, err = readAccountID(v, "Id"); err != nil {
		return a, err
	}
	if a.ARN, err = v.Text("Arn"); err != nil {
		return a, err
	}
	if err = a.belong(v); err != nil {
		return a, err
	}
	if a.Name, err = readLine(v, "Name"); err != nil {
		return a, err
	}
	if a.Email, err = readEmail(v, "Email"); err != nil {
		return a, err
	}
	if a.Status, err = readStatus(v); err != nil {
		return a, err
	}
	if a.JoinedMethod, err = readWord(v, "JoinedMethod", "INVITED", "CREATED"); err != nil {
		return a, err
	}
	a.Joined, err = readTime(v, "JoinedTimestamp")
	return a, err
}

// belong takes the organization and its management account from the ARN of an account.
func (a *Account) belong(v *jsonfile.Value) error {
	management, resource, ok := splitARN(a.ARN)
	parts := strings.Split(resource, "/")
	if !ok || len(parts) != 3 || parts[0] != "account" || !isOrganization(parts[1]) {
		return v.Get("Arn").Fault("is "+jsonfile.Quote(a.ARN)+" where that of an account of an organization is expected", "")
	}
	if parts[2] != a.ID {
		return v.Get("Arn").Fault(fmt.Sprintf("is that of account %s, and the Id is %s", jsonfile.Quote(parts[2]), a.ID), "")
	}
	a.Organization, a.Management = parts[1], management
	return nil
}

// splitARN takes an ARN of AWS Organizations apart.
func splitARN(arn string) (account, resource string, ok bool) {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" || parts[1] == "" || parts[2] != "organizations" || parts[3] != "" || !isAccount(parts[4]) {
		return "", "", false
	}
	return parts[4], parts[5], true
}

// readStatus reads the State of an account or, where there is none, the older Status.
func readStatus(v *jsonfile.Value) (string, error) {
	older, err := readWord(v, "Status", statuses...)
	if err != nil {
		return "", err
	}
	state, err := readWord(v, "State", statuses...)
	if state == "" {
		state = older
	}
	return state, err
}

func readOrganization(document *jsonfile.Value) (o Organization, err error) {
	v, err := document.Object("Organization")
	if err != nil {
		return o, err
	}
	if o.ID, err = v.Text("Id"); err != nil {
		return o, err
	}
	if !isOrganization(o.ID) {
		return o, v.Get("Id").Fault("is "+jsonfile.Quote(o.ID)+" where o- and 10 to 32 small letters and digits are expected", "")
	}
	if o.ARN, err = v.Text("Arn"); err != nil {
		return o, err
	}
	account, resource, ok := splitARN(o.ARN)
	if !ok || resource != "organization/"+o.ID {
		return o, v.Get("Arn").Fault("is "+jsonfile.Quote(o.ARN)+" where that of the organization "+o.ID+" is expected", "")
	}
	if o.Management, err = readAccountID(v, either(v, "MasterAccountId", "ManagementAccountId")); err != nil {
		return o, err
	}
	if o.Management != account {
		return o, v.Get("Arn").Fault(fmt.Sprintf("says that account %s manages the organization, and that is %s", account, o.Management), "")
	}
	if o.ManagementEmail, err = readEmail(v, either(v, "MasterAccountEmail", "ManagementAccountEmail")); err != nil {
		return o, err
	}
	o.FeatureSet, err = readWord(v, "FeatureSet", "ALL", "CONSOLIDATED_BILLING")
	return o, err
}

// either is the newer of two keys where the object has it, else the older one.
func either(v *jsonfile.Value, older, newer string) string {
	if v.Get(newer) != nil {
		return newer
	}
	return older
}

func readAccountID(v *jsonfile.Value, key string) (string, error) {
	id, err := v.Text(key)
	if err == nil && !isAccount(id) {
		err = v.Get(key).Fault("is "+jsonfile.Quote(id)+" where twelve digits are expected", "")
	}
	return id, err
}

func isAccount(id string) bool {
	return len(id) == 12 && strings.Trim(id, "0123456789") == ""
}

func isOrganization(id string) bool {
	rest, found := strings.CutPrefix(id, "o-")
	return found && len(rest) >= 10 && len(rest) <= 32 && strings.Trim(rest, "abcdefghijklmnopqrstuvwxyz0123456789") == ""
}

// maxLine is how many bytes a name or an address may have, which is far more than AWS allows.
const maxLine = 256

// readLine reads a text that is shown on one line; "" where there is none.
func readLine(v *jsonfile.Value, key string) (string, error) {
	text, err := v.OptionalText(key)
	if err != nil {
		return "", err
	}
	if len(text) > maxLine {
		return "", v.Get(key).Fault(fmt.Sprintf("is longer than %d bytes", maxLine), "")
	}
	for _, r := range text {
		if !strconv.IsGraphic(r) {
			return "", v.Get(key).Fault(fmt.Sprintf("holds the character U+%04X, which cannot be shown", r), "")
		}
	}
	return text, nil
}

func readEmail(v *jsonfile.Value, key string) (string, error) {
	email, err := readLine(v, key)
	if err != nil || email == "" {
		return "", err
	}
	local, domain, _ := strings.Cut(email, "@")
	if local == "" || domain == "" || strings.ContainsAny(domain, "@") || strings.ContainsFunc(email, unicode.IsSpace) {
		return "", v.Get(key).Fault("is "+jsonfile.Quote(email)+", which does not look like an email address", "")
	}
	return email, nil
}

// readWord reads one of some words in capitals, and returns it as pending-closure for PENDING_CLOSURE; ""
// where there is none.
func readWord(v *jsonfile.Value, key string, words ...string) (string, error) {
	word, err := v.OptionalText(key)
	if err != nil || v.Get(key).Kind() == jsonfile.Null {
		return "", err
	}
	if !slices.Contains(words, word) {
		return "", v.Get(key).Fault("is "+jsonfile.Quote(word)+" where one of "+strings.Join(words, ", ")+" is expected", "")
	}
	return strings.ReplaceAll(strings.ToLower(word), "_", "-"), nil
}

// lastSecond is the last one of the year 9999, behind which no time can be written.
const lastSecond = 253402300799

// readTime reads a time, which is a number of seconds since 1970 or text as RFC 3339 has it; zero where
// there is none.
func readTime(v *jsonfile.Value, key string) (time.Time, error) {
	c := v.Get(key)
	switch c.Kind() {
	case jsonfile.Null:
		return time.Time{}, nil
	case jsonfile.Number:
		seconds, err := v.Number(key)
		if err != nil {
			return time.Time{}, err
		}
		if seconds < 0 || seconds > lastSecond {
			return time.Time{}, c.Fault("is "+jsonfile.Quote(c.Literal())+" where a number of seconds since 1970 is expected", "")
		}
		return time.UnixMilli(int64(math.Round(seconds * 1000))).UTC(), nil
	case jsonfile.Text:
		if t, err := time.Parse(time.RFC3339, c.Literal()); err == nil {
			return t.UTC(), nil
		}
		return time.Time{}, c.Fault("is "+jsonfile.Quote(c.Literal())+" where a time such as 2016-12-15T21:30:15Z is expected", "")
	}
	return time.Time{}, c.Fault("is "+c.Kind().String()+" where a time is expected", "")
}
