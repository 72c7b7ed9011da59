package dirfile

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/iotest"
)

// plainUsers is a document in which line 3 holds the one user, whose name is not ASCII.
const plainUsers = "{\r\n\"Users\":[\r\n{\"UserName\":\"jürgen\\u00e9\\ud83d\\ude00\",\"X😀\":[{\"a\":[1.5e+3,-0,true,false,null,\"\\ud800\"]},{}]}]}\r\n"

func TestEncodings(t *testing.T) {
	for name, encoded := range map[string]func(string) string{
		"UTF-8 with a byte order mark": func(s string) string { return "\ufeff" + s },
		"UTF-8 without one":            func(s string) string { return s },
		"UTF-16 little endian":         func(s string) string { return utf16Text(s, false) },
		"UTF-16 big endian":            func(s string) string { return utf16Text(s, true) },
	} {
		t.Run("FED-25 JSON in "+name+" with CRLF is read", func(t *testing.T) {
			d, err := readUsers(encoded(plainUsers))
			if accepted(t, d, err); d.Users[0].UserName != "jürgené😀" || d.Users[0].Where.Line != 3 {
				t.Errorf("read %+v", d.Users)
			}
		})
		t.Run("FED-25 CSV in "+name+" with CRLF is read", func(t *testing.T) {
			d, err := readCSV(encoded("email,userName\r\nj@x,jürgen😀\r\n"), nil)
			if accepted(t, d, err); d.Users[0].UserName != "jürgen😀" {
				t.Errorf("read %+v", d.Users)
			}
		})
	}
	for name, c := range map[string]struct{ text, want string }{
		"FED-25 Latin-1 is refused with its line": {"{\"Users\":[\n{\"UserName\":\"j\xfcrgen\"}]}",
			"users.json, line 2, user 1: the text is not valid UTF-8; save the file as UTF-8"},
		"FED-25 a character cut off by the end is refused": {"{\"Users\":[]}\n\xe2\x82",
			"users.json, line 2: the text is not valid UTF-8; save the file as UTF-8"},
		"FED-25 half a UTF-16 unit is refused": {utf16Text("{\"Users\":[]}\n", true) + "x",
			"users.json, line 2: the text is not valid UTF-16; save the file as UTF-8"},
		"FED-25 half a UTF-16 pair is refused": {utf16Text("\n{", true) + "\xd8\x00\x00\x20",
			"users.json, line 2: the text is not valid UTF-16; save the file as UTF-8"},
		"FED-25 UTF-16 without a byte order mark is refused": {utf16Text(plainUsers, false)[2:],
			"users.json, line 1: there is a NUL character between the values; save the file as UTF-8"},
		"FED-25 NUL between values is refused": {"{\"Users\":[]\x00}",
			"users.json, line 1: there is a NUL character between the values; save the file as UTF-8"},
		"FED-25 a bare escape sequence is refused": {"{\"Users\":[{\"UserName\":\"\x1b[31m\"}]}",
			`users.json, line 1, user 1: UserName holds the bare control character U+001B; it has to be written as an escape, such as \n`},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := readUsers(c.text)
			refused(t, d, err, c.want)
		})
	}
}

func TestCharacters(t *testing.T) {
	for value, problem := range map[string]string{
		`a b`:                    `"a b" holds a space, which a user name must not`,
		`\u0000`:                 `"\x00" holds a NUL character, which a user name must not`,
		`\u001b[2J`:              `"\x1b[2J" holds the control character U+001B, which a user name must not`,
		`\u009b2J`:               `"\u009b2J" holds the control character U+009B, which a user name must not`,
		`a\u202eb`:               `"a\u202eb" holds the character U+202E, which a user name must not`,
		`a\u200bb`:               `"a\u200bb" holds the character U+200B, which a user name must not`,
		`a\u00a0b`:               `"a\u00a0b" holds the character U+00A0, which a user name must not`,
		strings.Repeat("é", 129): `"` + strings.Repeat("é", 40) + `"… has 129 characters where at most 128 are allowed`,
		`\ud800`:                 `holds half a character, an escaped surrogate without its other half`,
		`\ud800\u0041`:           `holds half a character, an escaped surrogate without its other half`,
	} {
		t.Run("FED-25 a user name is refused: "+problem, func(t *testing.T) {
			d, err := readUsers(`{"Users":[{"UserName":"` + value + `"}]}`)
			refused(t, d, err, "users.json, line 1, user 1: UserName "+problem)
		})
	}
	t.Run("FED-25 a user name of 128 letters, marks, symbols and digits is read", func(t *testing.T) {
		name := strings.Repeat("é€٣ू", 32)
		d, err := readUsers(`{"Users":[{"UserName":"` + name + `"}]}`)
		if accepted(t, d, err); d.Users[0].UserName != name {
			t.Errorf("read %q", d.Users[0].UserName)
		}
	})
	t.Run("FED-25 a display name keeps what it holds", func(t *testing.T) {
		d, err := readUsers(`{"Users":[{"UserName":"a","DisplayName":"x\u001b[31m\u202ey\t\"\\\/\b\f\r"}]}`)
		if accepted(t, d, err); d.Users[0].DisplayName != "x\x1b[31m\u202ey\t\"\\/\b\f\r" {
			t.Errorf("read %q", d.Users[0].DisplayName)
		}
	})
	t.Run("FED-25 a display name with NUL or of 1025 characters is refused", func(t *testing.T) {
		d, err := readUsers(`{"Users":[{"UserName":"a","DisplayName":"\u0000"}]}`)
		refused(t, d, err, `users.json, line 1, user 1: DisplayName "\x00" holds a NUL character`)
		d, err = readUsers(`{"Users":[{"UserName":"a","DisplayName":"` + strings.Repeat("x", 1025) + `"}]}`)
		refused(t, d, err, `users.json, line 1, user 1: DisplayName "`+strings.Repeat("x", 40)+`"… has 1025 characters where at most 1024 are allowed`)
	})
	t.Run("FED-25 a file name cannot reach the terminal", func(t *testing.T) {
		err := &Error{File: "a\x1b[2J.json", Problem: "is there"}
		if got := err.Error(); got != `"a\x1b[2J.json": is there` {
			t.Error(got)
		}
	})
}

func TestDepthAndSize(t *testing.T) {
	deep := func(n int) string {
		return `{"Users":[{"UserName":"a","X":` + strings.Repeat("[", n) + strings.Repeat("]", n) + `}]}`
	}
	t.Run("FED-25 what is not read may nest, but not without end", func(t *testing.T) {
		d, err := readUsers(deep(maxDepth - 3))
		accepted(t, d, err)
		for _, text := range []string{deep(maxDepth - 2), deep(1_000_000), strings.Repeat(`{"a":`, 100_000)} {
			d, err = readUsers(text)
			if err == nil || d != nil || !strings.Contains(err.Error(), "nested more than 64 deep") {
				t.Error(err)
			}
		}
	})
	t.Run("FED-25 a text without end is refused", func(t *testing.T) {
		endless := io.MultiReader(strings.NewReader(`{"Users":[{"UserName":"`), forever{})
		d, err := ReadAWS(context.Background(), []Source{stream("u", endless)}, nil, nil, Options{})
		refused(t, d, err, "u, line 1, user 1: UserName is longer than 65536 bytes")
	})
	t.Run("FED-25 a file without end is refused", func(t *testing.T) {
		d, err := ReadAWS(context.Background(), []Source{stream("/dev/zero", forever{})}, nil, nil, Options{MaxBytes: 1 << 20})
		refused(t, d, err, `/dev/zero, line 1: there is "x" where an object is expected`)
		endless := io.MultiReader(strings.NewReader(`{"Users":[],"X":"`), forever{})
		d, err = ReadAWS(context.Background(), []Source{stream("u", endless)}, nil, nil, Options{MaxBytes: 1 << 20})
		refused(t, d, err, "u: the file is larger than 1048576 bytes; split it into several files")
		d, err = ReadCSV(context.Background(), []Source{stream("c", io.MultiReader(strings.NewReader("userName,x\nu,"), forever{}))}, nil, Options{MaxBytes: 1 << 20})
		refused(t, d, err, "c, row 1: the file is larger than 1048576 bytes; split it into several files")
	})
	t.Run("FED-25 an object with very many keys is read in good time", func(t *testing.T) {
		var s strings.Builder
		s.WriteString(`{"Users":[{"UserName":"a"`)
		for i := range 300_000 {
			s.WriteString(`,"k` + strings.Repeat("x", i%7) + string(rune('0'+i%10)) + string(rune(0x4e00+i%20000)) + string(rune(0x1f300+i/20000)) + `":0`)
		}
		d, err := readUsers(s.String() + `}]}`)
		accepted(t, d, err)
		d, err = readUsers(s.String() + `,"UserName":"b"}]}`)
		refused(t, d, err, `users.json, line 1, user 1: "UserName" is given twice in one object`)
	})
}

// forever is text without end.
type forever struct{}

func (forever) Read(p []byte) (int, error) { return copy(p, bytes.Repeat([]byte{'x'}, len(p))), nil }

// stuck is a file that neither gives nor ends.
type stuck struct{}

func (stuck) Read([]byte) (int, error) { return 0, nil }

func TestArrival(t *testing.T) {
	t.Run("FED-25 how a file arrives makes no difference", func(t *testing.T) {
		for _, arrive := range []func(io.Reader) io.Reader{iotest.OneByteReader, iotest.HalfReader, iotest.DataErrReader} {
			for _, text := range []string{plainUsers, utf16Text(plainUsers, true)} {
				source := stream("u", arrive(strings.NewReader(text)))
				d, err := ReadAWS(context.Background(), []Source{source}, nil, nil, Options{})
				if accepted(t, d, err); d.Users[0].UserName != "jürgené😀" {
					t.Errorf("read %+v", d.Users)
				}
			}
		}
	})
	t.Run("FED-25 where the window ends makes no difference", func(t *testing.T) {
		for shift := range len(plainUsers) + 2 {
			d, err := readUsers(strings.Repeat("\n", windowBytes-shift) + plainUsers)
			if accepted(t, d, err); d.Users[0].UserName != "jürgené😀" || int(d.Users[0].Where.Line) != windowBytes-shift+3 {
				t.Fatalf("shift %d: read %+v", shift, d.Users)
			}
		}
		const rows = "userName,displayName\r\njürgen,\"a\"\"b\"\r\nli,c\r\n"
		for shift := range len(rows) - 22 {
			pad := strings.Repeat("\n", windowBytes-shift-22)
			d, err := readCSV(rows[:22]+pad+rows[22:], nil)
			if accepted(t, d, err); len(d.Users) != 2 || d.Users[0].DisplayName != `a"b` || int(d.Users[1].Where.Line) != len(pad)+3 {
				t.Fatalf("shift %d: read %+v", shift, d.Users)
			}
		}
	})
	t.Run("FED-25 every truncation of a document is refused", func(t *testing.T) {
		document := strings.TrimSpace(plainUsers)
		for n := range len(document) {
			if d, err := readUsers(document[:n]); err == nil || d != nil {
				t.Errorf("%q is accepted", document[:n])
			}
		}
	})
	t.Run("FED-25 a cancelled reading stops", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		d, err := ReadSCIM(ctx, []Source{stream("u", forever{})}, Options{})
		refused(t, d, err, "u: reading was stopped: context canceled")
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%v is not context.Canceled", err)
		}
	})
	t.Run("FED-25 a file that cannot be opened or read is named", func(t *testing.T) {
		missing := Source{Name: "no.json", Open: func() (io.ReadCloser, error) { return os.Open("testdata/no.json") }}
		folder := Source{Name: "testdata", Open: func() (io.ReadCloser, error) { return os.Open("testdata") }}
		d, err := ReadCSV(context.Background(), []Source{missing}, nil, Options{})
		refused(t, d, err, "no.json: cannot be opened: no such file or directory")
		if !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%v is not fs.ErrNotExist", err)
		}
		d, err = ReadSCIM(context.Background(), []Source{folder}, Options{})
		refused(t, d, err, "testdata: cannot be read: is a directory")
		d, err = ReadSCIM(context.Background(), []Source{stream("s", io.MultiReader(strings.NewReader("{  "), stuck{}))}, Options{})
		refused(t, d, err, "s, resource 1: cannot be read: multiple Read calls return no data or error")
	})
	t.Run("FED-25 progress counts the bytes of all files", func(t *testing.T) {
		var last int64
		opts := Options{Progress: func(done int64) { last = max(last, done) }}
		one := `{"Users":[]}`
		_, err := ReadAWS(context.Background(), []Source{file("a", one), file("b", one)}, nil, nil, opts)
		if err != nil || last != int64(2*len(one)) {
			t.Errorf("progress ends at %d: %v", last, err)
		}
	})
}
