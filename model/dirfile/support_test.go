package dirfile

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf16"
)

// file is a source that holds a text.
func file(name, text string) Source {
	return Source{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
}

// stream is a source that a reader feeds.
func stream(name string, r io.Reader) Source {
	return Source{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(r), nil }}
}

func readUsers(text string) (*Directory, error) {
	return ReadAWS(context.Background(), []Source{file("users.json", text)}, nil, nil, Options{})
}

func readSCIM(texts ...string) (*Directory, error) {
	var sources []Source
	for _, text := range texts {
		sources = append(sources, file("scim.json", text))
	}
	return ReadSCIM(context.Background(), sources, Options{})
}

func readCSV(text string, mapping map[string]string) (*Directory, error) {
	return ReadCSV(context.Background(), []Source{file("people.csv", text)}, mapping, Options{})
}

// refused checks that reading failed with exactly this sentence and that nothing came with it.
func refused(t *testing.T, d *Directory, err error, want string) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("error is %v, want an *Error: %s", err, want)
	}
	if got := err.Error(); got != want {
		t.Errorf("error is\n\t%s\nwant\n\t%s", got, want)
	}
	if d != nil {
		t.Errorf("a directory came with the error: %+v", d)
	}
}

func accepted(t *testing.T, d *Directory, err error) *Directory {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func userNames(d *Directory) []string {
	var names []string
	for _, u := range d.Users {
		names = append(names, u.UserName)
	}
	return names
}

// membersOf lists the user names of a group.
func membersOf(d *Directory, group string) string {
	var names []string
	for _, m := range d.Members {
		if d.Groups[m.Group].Name == group {
			names = append(names, d.Users[m.User].UserName)
		}
	}
	return strings.Join(names, " ")
}

// utf16Text writes a text as UTF-16 with a byte order mark.
func utf16Text(text string, big bool) string {
	var order binary.AppendByteOrder = binary.LittleEndian
	if big {
		order = binary.BigEndian
	}
	var b []byte
	for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
		b = order.AppendUint16(b, unit)
	}
	return string(b)
}
