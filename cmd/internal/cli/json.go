package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// marshal writes one JSON document in a line. Lists that hold nothing are [], and no character is left in
// it that a terminal would obey.
func marshal(document any) ([]byte, error) {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	if err := out.Encode(withoutNulls(document)); err != nil {
		return nil, err
	}
	return escapeControls(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}

// printJSON writes one JSON document. A list goes out item by item, since it may be a million long.
func printJSON(out io.Writer, document any) error {
	list := reflect.ValueOf(document)
	if !list.IsValid() || list.Kind() != reflect.Slice {
		line, err := marshal(document)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "%s\n", line)
		return err
	}
	before := "["
	for i := range list.Len() {
		line, err := marshal(list.Index(i).Interface())
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(out, "%s%s", before, line); err != nil {
			return err
		}
		before = ",\n"
	}
	if list.Len() == 0 {
		_, err := io.WriteString(out, "[]\n")
		return err
	}
	_, err := io.WriteString(out, "]\n")
	return err
}

// withoutNulls returns a copy of a document whose lists are never nil.
func withoutNulls(document any) any {
	v := reflect.ValueOf(document)
	if !v.IsValid() {
		return document
	}
	settable := reflect.New(v.Type()).Elem()
	settable.Set(v)
	fillLists(settable)
	return settable.Interface()
}

func fillLists(v reflect.Value) {
	switch v.Kind() {
	case reflect.Slice:
		if v.IsNil() && v.CanSet() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		if v.Type().Elem().Kind() != reflect.Struct {
			return
		}
		for i := range v.Len() {
			fillLists(v.Index(i))
		}
	case reflect.Pointer:
		if v.Type().Elem().Kind() == reflect.Struct && !v.IsNil() {
			fillLists(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fillLists(v.Field(i))
		}
	}
}

// escapeControls writes the control and format characters that JSON allows as they are in their escaped
// form. They can stand only inside strings, where that means the same.
func escapeControls(line []byte) []byte {
	at := bytes.IndexFunc(line, obeyed)
	if at < 0 {
		return line
	}
	escaped := bytes.Clone(line[:at])
	for _, r := range string(line[at:]) {
		switch {
		case !obeyed(r):
			escaped = utf8.AppendRune(escaped, r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			escaped = fmt.Appendf(escaped, `\u%04x\u%04x`, high, low)
		default:
			escaped = fmt.Appendf(escaped, `\u%04x`, r)
		}
	}
	return escaped
}

// obeyed tells characters that a terminal would act upon instead of drawing them.
func obeyed(r rune) bool { return r >= 0x7f && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) }
