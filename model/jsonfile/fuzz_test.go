package jsonfile

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"unicode"
)

// plainBytes reports whether a text needs no decoding, so that the standard library can read it.
func plainBytes(text []byte) bool {
	return !bytes.HasPrefix(text, []byte{0xFE, 0xFF}) && !bytes.HasPrefix(text, []byte{0xFF, 0xFE}) &&
		!bytes.HasPrefix(text, []byte{0xEF, 0xBB, 0xBF})
}

// standard reads every document of a text with encoding/json.
func standard(t *testing.T, text string) (all []any) {
	t.Helper()
	for d := json.NewDecoder(strings.NewReader(text)); ; {
		d.UseNumber()
		var document any
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

// plainValue is a value as encoding/json has it.
func plainValue(v *Value) any {
	switch v.Kind() {
	case Object:
		fields := map[string]any{}
		for key, value := range v.Fields() {
			fields[key] = plainValue(value)
		}
		return fields
	case List:
		elements := []any{}
		for _, element := range v.List() {
			elements = append(elements, plainValue(element))
		}
		return elements
	case Number:
		return json.Number(v.Literal())
	case Bool:
		return v.Literal() == "true"
	case Text:
		return v.Literal()
	}
	return nil
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte(utf16Text(sample, binary.BigEndian)))
	f.Add([]byte("{\"a\":'b'}"))
	f.Add([]byte(`[{"a":"\ud83d\ude01\n"},1.5e-3,]{}[]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		documents, err := Read(bytes.NewReader(text), "f", 0)
		if err != nil {
			checkSentence(t, documents, err)
			return
		}
		var got, again []any
		for _, document := range documents {
			got = append(got, plainValue(document))
			again = append(again, standard(t, document.JSON())...)
		}
		if !reflect.DeepEqual(got, again) {
			t.Errorf("read %v, wrote %v", got, again)
		}
		if plainBytes(text) {
			if want := standard(t, string(text)); !reflect.DeepEqual(got, want) {
				t.Errorf("read %v, encoding/json has %v", got, want)
			}
		}
	})
}

// checkSentence fails on an error that is not a sentence for a terminal.
func checkSentence(t *testing.T, documents []*Value, err error) {
	t.Helper()
	var e *Error
	if documents != nil || !errors.As(err, &e) || e.Problem == "" || e.File == "" || e.Line == 0 {
		t.Errorf("came with %v: %#v", documents, err)
	}
	for _, r := range err.Error() {
		if !unicode.IsPrint(r) {
			t.Errorf("%q in %q", r, err)
		}
	}
}
