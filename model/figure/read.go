package figure

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"atrium/model/jsonfile"
)

// Read reads the number under a key with where it comes from: a source with its date, or the mark that it is an
// assumption and the reason why. The error is a [jsonfile.Error].
func Read(v *jsonfile.Value, key string) (n Number, err error) {
	object, err := v.Object(key)
	if err != nil {
		return n, err
	}
	if err := object.Only("value", "source", "date", "assumption", "why"); err != nil {
		return n, err
	}
	if n.Millionths, err = readValue(object); err != nil {
		return n, err
	}
	if n.Assumption, err = object.OptionalBool("assumption"); err != nil {
		return n, err
	}
	if n.Assumption {
		n.Why, err = readWhy(object)
		return n, err
	}
	n.Source, n.Date, err = readSource(object)
	return n, err
}

// maxReason is how long a source or a reason may be, in bytes.
const maxReason = 500

// readWhy reads the reason of an assumption, which has no source.
func readWhy(v *jsonfile.Value) (string, error) {
	for _, key := range []string{"source", "date"} {
		if v.Get(key) != nil {
			return "", v.Get(key).Fault("stands beside an assumption", "a number has either a source and its date or is an assumption with the reason why")
		}
	}
	return ReadText(v, "why", maxReason)
}

// readSource reads the source of a number that is no assumption, and the date of the source.
func readSource(v *jsonfile.Value) (source, date string, err error) {
	switch {
	case v.Get("source") == nil && v.Get("date") == nil:
		return "", "", v.Fault("has neither a source nor the mark that it is an assumption",
			`give "source" and "date", or "assumption": true and "why"`)
	case v.Get("why") != nil:
		return "", "", v.Get("why").Fault("stands beside a source", "only an assumption says why")
	}
	if source, err = ReadText(v, "source", maxReason); err != nil {
		return "", "", err
	}
	if date, err = v.Text("date"); err != nil {
		return "", "", err
	}
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if _, err := time.Parse(layout, date); err == nil {
			return source, date, nil
		}
	}
	return "", "", v.Get("date").Fault("is "+jsonfile.Quote(date), "give a day, a month or a year: 2023-11-28, 2023-11 or 2023")
}

// ReadText reads a text that is shown, which is neither empty nor longer than so many bytes, and stands on one line.
func ReadText(v *jsonfile.Value, key string, most int) (string, error) {
	text, err := v.Text(key)
	switch {
	case err != nil:
		return "", err
	case strings.TrimSpace(text) == "":
		return "", v.Get(key).Fault("is empty", "")
	case len(text) > most:
		return "", v.Get(key).Fault(fmt.Sprintf("is longer than %d bytes", most), "")
	}
	for _, r := range text {
		if !strconv.IsPrint(r) {
			return "", v.Get(key).Fault(fmt.Sprintf("holds the character U+%04X", r), "write it on one line, without control characters")
		}
	}
	return text, nil
}
