package jsonfile

import (
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"
)

// utf16Text writes a text as UTF-16 with a byte order mark.
func utf16Text(text string, order binary.AppendByteOrder) string {
	var b []byte
	for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
		b = order.AppendUint16(b, unit)
	}
	return string(b)
}

func read(t *testing.T, text string) []*Value {
	t.Helper()
	documents, err := Read(strings.NewReader(text), "f.json", 0)
	if err != nil {
		t.Fatal(err)
	}
	return documents
}

// refused checks that a text is refused with exactly this sentence.
func refused(t *testing.T, text, want string) {
	t.Helper()
	documents, err := Read(strings.NewReader(text), "f.json", 0)
	var e *Error
	if documents != nil || !errors.As(err, &e) {
		t.Fatalf("read %v with the error %v, want: %s", documents, err, want)
	}
	if got := err.Error(); got != want {
		t.Errorf("the error is\n\t%s\nwant\n\t%s", got, want)
	}
}

func TestReadAcceptsEveryEncodingThatNamesItself(t *testing.T) {
	const text = "{\r\n  \"Name\": \"Zoë 🜁\"\r\n}"
	for name, encoded := range map[string]string{
		"plain UTF-8":         text,
		"UTF-8 with a mark":   "\ufeff" + text,
		"UTF-16, low first":   utf16Text(text, binary.LittleEndian),
		"UTF-16, high first":  utf16Text(text, binary.BigEndian),
		"blank lines about":   "\n\n" + text + "\n \t\n",
		"escapes for letters": "{\"N\\u0061me\":\"Zo\\u00EB \\uD83D\\udf01\"}",
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := read(t, encoded)[0].Text("Name"); got != "Zoë 🜁" || err != nil {
				t.Errorf("read %q, %v", got, err)
			}
		})
	}
}

func TestReadKeepsTheDocumentsOfAStreamApart(t *testing.T) {
	documents := read(t, "{\"Page\":1}\n{\"Page\":2}[3]")
	if len(documents) != 3 || documents[1].Line() != 2 {
		t.Fatalf("%d documents", len(documents))
	}
	if n, err := documents[1].Int("Page"); n != 2 || err != nil {
		t.Errorf("the second page is %d, %v", n, err)
	}
	if last := documents[2].List(); len(last) != 1 || last[0].Literal() != "3" || last[0].Path() != "[0]" {
		t.Errorf("the last document is %s", documents[2].JSON())
	}
}

func TestReadResolvesEscapes(t *testing.T) {
	const text = `{"a":"\"\\\/\b\f\n\r\t\u0041\u00e9\u20ac\ufffd","b\n":"after"}`
	document := read(t, text)[0]
	if got := document.Get("a").Literal(); got != "\"\\/\b\f\n\r\tAé€\ufffd" {
		t.Errorf("read %q", got)
	}
	if got := document.Get("b\n").Literal(); got != "after" {
		t.Errorf("read %q behind it", got)
	}
}

func TestReadRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "f.json, line 1: the file is empty",
		"\n \r\n":                  "f.json, line 3: the file is empty",
		"\ufeff":                   "f.json, line 1: the file is empty",
		"Vpcs:\n- a":               `f.json, line 1: the document has "Vpcs" where an object or a list is expected; give the JSON that the command prints with --output json`,
		"12":                       `f.json, line 1: the document has "12" where an object or a list is expected; give the JSON that the command prints with --output json`,
		"{}\nx":                    `f.json, line 2: the document has "x" where an object or a list is expected`,
		"{}\n\"x\"":                `f.json, line 2: the document has a text where an object or a list is expected`,
		"{}\n}":                    `f.json, line 2: the document has "}" where an object or a list is expected`,
		"{\"a\":\n[1,":             "f.json, line 2: a is cut off: the file ends in the middle of it",
		`{"a":{"b`:                 "f.json, line 1: a is cut off: the file ends in the middle of it",
		`{"a"`:                     "f.json, line 1: a is cut off: the file ends in the middle of it",
		`{"a":`:                    "f.json, line 1: a is cut off: the file ends in the middle of it",
		`{"a":[{"b":"c\`:           "f.json, line 1: a[0].b is cut off: the file ends in the middle of it",
		`{"a":"\u`:                 "f.json, line 1: a is cut off: the file ends in the middle of it",
		`{"a":"\u12`:               "f.json, line 1: a is cut off: the file ends in the middle of it",
		`{"a":-`:                   "f.json, line 1: a is cut off: the file ends in the middle of it",
		`{"a":tru`:                 `f.json, line 1: a has "tru" where a value is expected`,
		`{"a":True}`:               `f.json, line 1: a has "True" where a value is expected`,
		`{"a":NaN}`:                `f.json, line 1: a has "NaN" where a value is expected`,
		`{"a":nullable}`:           `f.json, line 1: the document has "able" where "," or "}" is expected`,
		`{"a":01}`:                 "f.json, line 1: a has a number that begins with 0; JSON forbids it: take the 0 out, or write the number as a text",
		`{"a":+1}`:                 `f.json, line 1: a has "+" where a value is expected`,
		`{"a":.5}`:                 `f.json, line 1: a has "." where a value is expected`,
		`{"a":1.}`:                 `f.json, line 1: a has "}" where a digit is expected`,
		`{"a":1e}`:                 `f.json, line 1: a has "}" where a digit is expected`,
		`{"a":-x}`:                 `f.json, line 1: a has "x" where a digit is expected`,
		`{"a":0x10}`:               `f.json, line 1: the document has "x10" where "," or "}" is expected`,
		"{\"a\":{\n\"b\":1,\n}}":   "f.json, line 2: a has a trailing comma before }; take the comma out",
		`{"a":[1,2,]}`:             "f.json, line 1: a has a trailing comma before ]; take the comma out",
		`{"a":[,]}`:                `f.json, line 1: a[0] has "," where a value is expected`,
		`{"a":'b'}`:                "f.json, line 1: a has a text in single quotes; JSON takes double quotes only",
		`{'a':1}`:                  "f.json, line 1: the document has a text in single quotes; JSON takes double quotes only",
		`{"a":“b”}`:                "f.json, line 1: a has a text in curly quotes; JSON takes double quotes only",
		`{a:1}`:                    `f.json, line 1: the document has "a" where a key in double quotes is expected`,
		`{"a":1 // one` + "\n}":    "f.json, line 1: the document has a comment; JSON knows none: take it out",
		`{"a":[1, ...]}`:           "f.json, line 1: a[1] has an ellipsis where a value is expected; something was left out there: give the whole output",
		`{"a":1 "b":2}`:            `f.json, line 1: the document has a text where "," or "}" is expected; a comma seems to be missing before it`,
		`{"a":["b" "c"]}`:          `f.json, line 1: a has a text where "," or "]" is expected; a comma seems to be missing before it`,
		`{"a" 1}`:                  `f.json, line 1: a has "1" where ":" is expected`,
		`{"a":1]`:                  `f.json, line 1: the document has "]" where "," or "}" is expected`,
		"{\"a\":1,\n\"a\":2}":      `f.json, line 2: the document has the key "a" twice`,
		`{"a b":{"c":1,"\u0063":2`: `f.json, line 1: "a b" has the key "c" twice`,
		"{\"a\":\"b\nc\"}":         "f.json, line 1: a has the bare control character U+000A in a text; it has to be written as an escape, or a closing quote is missing",
		"{\"a\":\"\x00\"}":         "f.json, line 1: a has the bare control character U+0000 in a text; it has to be written as an escape, or a closing quote is missing",
		`{"a":"\u0000"}`:           "f.json, line 1: a has a NUL character in a text",
		"{\x00}":                   "f.json, line 1: the document has a NUL character between the values; save the file as UTF-8",
		"{\x00\"\x00a\x00":         "f.json, line 1: the document has a NUL character between the values; save the file as UTF-8",
		"{\v}":                     "f.json, line 1: the document has the control character U+000B between the values",
		`{"a":"\ud800"}`:           "f.json, line 1: a has half a character in a text, an escaped surrogate without its other half",
		`{"a":"\ud800\u0041"}`:     "f.json, line 1: a has half a character in a text, an escaped surrogate without its other half",
		`{"a":"\q"}`:               `f.json, line 1: a has "q" where a JSON escape is expected`,
		`{"a":"\u00g0"}`:           `f.json, line 1: a has "g0" where a hexadecimal digit is expected`,
		"{\"a\":\n\"\xff\"}":       "f.json, line 2: a is not valid UTF-8 from here on; save the file as UTF-8",
		"{}\n\xc3":                 "f.json, line 2: the file is not valid UTF-8 from here on; save the file as UTF-8",
		"\xff\xfe{\x00}":           "f.json, line 1: the document is not valid UTF-16 from here on; save the file as UTF-8",
		"\xfe\xff\x00{\xd8\x00":    "f.json, line 1: the document is not valid UTF-16 from here on; save the file as UTF-8",
		"{\"a\":\u202e}":           "f.json, line 1: a has an unreadable character where a value is expected",
		"{\"\x1b[31m\":1}":         "f.json, line 1: the document has the bare control character U+001B in a text; it has to be written as an escape, or a closing quote is missing",
		`{"\u001b[31m":x}`:         `f.json, line 1: "\x1b[31m" has "x" where a value is expected`,
	} {
		t.Run(want, func(t *testing.T) { refused(t, text, want) })
	}
}

func TestReadCountsHowDeepObjectsAndListsNest(t *testing.T) {
	read(t, strings.Repeat("[", 64)+strings.Repeat("]", 64))
	refused(t, strings.Repeat("\n[", 65)+strings.Repeat("]", 65),
		"f.json, line 66: …[0][0][0][0][0][0][0][0][0][0] is nested in more than 64 objects and lists")
}

func TestReadFindsARepeatedKeyAmongMany(t *testing.T) {
	var s strings.Builder
	for i := range 3 * manyKeys {
		s.WriteString(`"` + strings.Repeat("k", i+1) + `":{},`)
	}
	read(t, "{"+strings.TrimSuffix(s.String(), ",")+"}")
	refused(t, "{"+s.String()+`"kkk":1}`, `f.json, line 1: the document has the key "kkk" twice`)
}

func TestReadRefusesAFileThatIsTooLarge(t *testing.T) {
	const text = `{"a":1}`
	if _, err := Read(strings.NewReader(text), "f.json", int64(len(text))); err != nil {
		t.Error(err)
	}
	_, err := Read(strings.NewReader(text), "f.json", int64(len(text))-1)
	if want := "f.json: the file is larger than 6 bytes"; err == nil || err.Error() != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
}

func TestReadPassesOnWhyAFileCannotBeRead(t *testing.T) {
	cause := &fs.PathError{Op: "read", Path: "/secret", Err: errors.New("bad\x1bdisk")}
	_, err := Read(iotest.ErrReader(cause), "f\n.json", 0)
	if want := `"f\n.json": cannot be read: "bad\x1bdisk"`; err == nil || err.Error() != want || !errors.Is(err, cause) {
		t.Errorf("the error is %v, want %s", err, want)
	}
	_, err = Read(io.MultiReader(strings.NewReader("{}"), iotest.ErrReader(cause)), "f", 0)
	if !errors.Is(err, cause) {
		t.Errorf("a file that breaks off behind a document gives %v", err)
	}
}
