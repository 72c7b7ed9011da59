package jsonfile

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// The accessors look a key of an object up and want its value to be of one kind. Their errors are an
// [*Error] with the path of the field. Those that begin with Optional take a key that is absent or null
// for the zero value; for the others it is missing.

// Text is the text under a key.
func (v *Value) Text(key string) (string, error) {
	c, err := v.required(key, Text)
	return c.Literal(), err
}

// OptionalText is the text under a key, or "".
func (v *Value) OptionalText(key string) (string, error) {
	c, err := v.optional(key, Text)
	return c.Literal(), err
}

// Bool is the truth value under a key.
func (v *Value) Bool(key string) (bool, error) {
	c, err := v.required(key, Bool)
	return c.Literal() == "true", err
}

// OptionalBool is the truth value under a key, or false.
func (v *Value) OptionalBool(key string) (bool, error) {
	c, err := v.optional(key, Bool)
	return c.Literal() == "true", err
}

// Int is the whole number under a key. A number with a fraction or an exponent is refused.
func (v *Value) Int(key string) (int64, error) {
	c, err := v.required(key, Number)
	if err != nil {
		return 0, err
	}
	return c.integer()
}

// OptionalInt is the whole number under a key, and whether there is one.
func (v *Value) OptionalInt(key string) (n int64, present bool, err error) {
	c, err := v.optional(key, Number)
	if c == nil || err != nil {
		return 0, false, err
	}
	n, err = c.integer()
	return n, err == nil, err
}

func (v *Value) integer() (int64, error) {
	n, err := strconv.ParseInt(v.Literal(), 10, 64)
	if err != nil {
		return 0, v.Fault("is "+Quote(v.Literal())+" where a whole number is expected", "")
	}
	return n, nil
}

// Number is the number under a key. One that is too large for a float64 is refused; use
// [Value.Literal] where every decimal counts.
func (v *Value) Number(key string) (float64, error) {
	c, err := v.required(key, Number)
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseFloat(c.Literal(), 64)
	if err != nil || math.IsInf(n, 0) {
		return 0, c.Fault("is a number that is too large", "")
	}
	return n, nil
}

// Object is the object under a key. With its error it returns nil.
func (v *Value) Object(key string) (*Value, error) { return v.required(key, Object) }

// OptionalObject is the object under a key, or nil.
func (v *Value) OptionalObject(key string) (*Value, error) { return v.optional(key, Object) }

// Objects is the list of objects under a key; empty where the key is absent or null.
func (v *Value) Objects(key string) ([]*Value, error) {
	c, err := v.optional(key, List)
	if err != nil {
		return nil, err
	}
	all := c.List()
	for _, element := range all {
		if err := element.Want(Object); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Want returns an error unless the value is of that kind.
func (v *Value) Want(kind Kind) error {
	if v.Kind() != kind {
		return v.Fault(fmt.Sprintf("is %s where %s is expected", v.Kind(), kind), "")
	}
	return nil
}

// Missing is the error that a key is not in the object, or null.
func (v *Value) Missing(key string) *Error {
	e := v.Fault("is missing", "")
	e.Problem = "is missing"
	if e.Path != "" {
		e.Path += "."
	}
	e.Path += keyStep(key)
	return e
}

func (v *Value) required(key string, kind Kind) (*Value, error) {
	c, err := v.optional(key, kind)
	if err == nil && c == nil {
		err = v.Missing(key)
	}
	return c, err
}

// optional finds a value of the kind; nil where it is absent or null.
func (v *Value) optional(key string, kind Kind) (*Value, error) {
	if v != nil {
		if err := v.Want(Object); err != nil {
			return nil, err
		}
	}
	c := v.Get(key)
	if c.Kind() == Null {
		return nil, nil
	}
	if err := c.Want(kind); err != nil {
		return nil, err
	}
	return c, nil
}

// Only refuses an object that has any other key than these, and names the one that may have been meant.
func (v *Value) Only(keys ...string) error {
	if err := v.Want(Object); err != nil {
		return err
	}
	for key, value := range v.Fields() {
		if slices.Contains(keys, key) {
			continue
		}
		if meant := nearest(key, keys); meant != "" {
			return value.Fault("is not known", "did you mean "+meant+"?")
		}
		return value.Fault("is not known", "what may stand here is "+strings.Join(keys, ", "))
	}
	return nil
}

// listedKeys is how many keys a sentence names.
const listedKeys = 8

// KeyList writes the keys of an object in a sentence, of many the first ones.
func (v *Value) KeyList() string {
	keys := v.Keys()
	if len(keys) == 0 {
		return "none"
	}
	var quoted []string
	for _, key := range keys[:min(len(keys), listedKeys)] {
		quoted = append(quoted, Quote(key))
	}
	if more := len(keys) - len(quoted); more > 0 {
		quoted = append(quoted, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(quoted, ", ")
}

// nearest is the key that a wrong one is most like; "" where it is like none.
func nearest(wrong string, keys []string) string {
	best, least := "", max(2, len(wrong)/2)+1
	for _, key := range keys {
		if d := distance(strings.ToLower(wrong), strings.ToLower(key)); d < least {
			best, least = key, d
		}
	}
	return best
}

// distance counts the bytes to change, add or leave out to get from one text to another; of long texts
// it is not worth counting.
func distance(a, b string) int {
	if len(a) > quotedRunes {
		return len(a)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			changed := diagonal
			if a[i] != b[j] {
				changed++
			}
			diagonal = row[j+1]
			row[j+1] = min(changed, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
