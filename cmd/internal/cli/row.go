package cli

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"atrium/model"
)

// column is one field of the records that are listed.
type column struct {
	name  string // as in JSON
	index []int
	kind  reflect.Kind
}

// title is the column's name in words: requestedAt becomes Requested at.
func (c column) title() string {
	words := strings.Fields(capitals.ReplaceAllString(c.name, " $0"))
	for i, word := range words {
		switch known, found := acronyms[strings.ToLower(word)]; {
		case found:
			words[i] = known
		case i > 0:
			words[i] = strings.ToLower(word)
		default:
			words[i] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return strings.Join(words, " ")
}

// capitals begin the words of a JSON name, and acronyms keep their own writing.
var (
	capitals = regexp.MustCompile(`[A-Z]`)
	acronyms = map[string]string{"arn": "ARN", "vpc": "VPC", "cidrs": "CIDRs", "id": "ID"}
)

// columnsOf lists the fields of a record type that JSON shows, those of embedded records among them.
func columnsOf(t reflect.Type) []column {
	var columns []column
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous || !f.IsExported() || name == "-" || name == "" {
			continue
		}
		columns = append(columns, column{name, f.Index, f.Type.Kind()})
	}
	return columns
}

// number tells whether a column is written to the right.
func (c column) number() bool {
	return c.kind == reflect.Int || c.kind == reflect.Uint64 || c.kind == reflect.Float64
}

// titled is a value with a name in the product's words.
type titled interface{ Title() string }

// cell writes a field of a record for people.
func (c column) cell(record reflect.Value) string { return inWords(record.FieldByIndex(c.index)) }

// inWords writes a value for people: enumerations by their titles, times in full, lists with commas.
func inWords(v reflect.Value) string {
	switch value := v.Interface().(type) {
	case model.Instant:
		return value.String()
	case titled:
		if v.IsZero() {
			return ""
		}
		return value.Title()
	case fmt.Stringer:
		if v.Kind() == reflect.Pointer && v.IsNil() {
			return ""
		}
		return value.String()
	}
	switch v.Kind() {
	case reflect.Bool:
		if v.Bool() {
			return "yes"
		}
		return "no"
	case reflect.Float64:
		return plainNumber(v.Float())
	case reflect.Slice:
		return joined(v)
	case reflect.Map:
		return strings.Join(entries(v), ", ")
	case reflect.Struct:
		return fieldsInWords(v)
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return ""
		}
		return inWords(v.Elem())
	default:
		return fmt.Sprint(v.Interface())
	}
}

func joined(list reflect.Value) string {
	parts := make([]string, list.Len())
	for i := range parts {
		parts[i] = inWords(list.Index(i))
	}
	return strings.Join(parts, ", ")
}

// entries writes a map as key=value, in the order of its keys.
func entries(m reflect.Value) []string {
	var list []string
	for _, key := range m.MapKeys() {
		list = append(list, key.String()+"="+inWords(m.MapIndex(key)))
	}
	slices.Sort(list)
	return list
}

// fieldsInWords writes a record inside another one: a grant as "website: Contributor".
func fieldsInWords(record reflect.Value) string {
	var parts []string
	for _, c := range columnsOf(record.Type()) {
		if text := c.cell(record); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ": ")
}

// rowsOf finds the list in an answer: the answer itself, or the items of a page.
func rowsOf(answer any) (reflect.Value, bool) {
	v := reflect.ValueOf(answer)
	if v.IsValid() && v.Kind() == reflect.Struct {
		if items := v.FieldByName("Items"); items.IsValid() && v.FieldByName("Total").IsValid() {
			v = items
		}
	}
	return v, v.IsValid() && v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct
}
