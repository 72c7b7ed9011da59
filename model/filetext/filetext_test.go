package filetext_test

import (
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"atrium/model/filetext"
)

func TestSentences(t *testing.T) {
	t.Run("a text is quoted, cut, and without anything that a terminal would obey", func(t *testing.T) {
		for text, want := range map[string]string{"abc": `"abc"`, "a\x1b[2Jb": `"a\x1b[2Jb"`, strings.Repeat("ä", 5): `"äää"…`, "": `""`} {
			most := 3
			if len(text) < 9 && !strings.Contains(text, "ä") {
				most = 80
			}
			if got := filetext.Quote(text, most); got != want {
				t.Errorf("%q: got %s, want %s", text, got, want)
			}
		}
	})
	t.Run("a file name is shown as it is, unless it would disturb a terminal", func(t *testing.T) {
		for name, want := range map[string]string{"users 1.json": "users 1.json", "a\nb": `"a\nb"`, "x\xff": `"x\xff"`} {
			if got := filetext.Name(name); got != want {
				t.Errorf("%q: got %s, want %s", name, got, want)
			}
		}
	})
	t.Run("a reason does not repeat the path", func(t *testing.T) {
		err := &fs.PathError{Op: "open", Path: "users.json", Err: syscall.ENOENT}
		if got := filetext.Reason(err); got != "no such file or directory" {
			t.Errorf("got %s", got)
		}
	})
	t.Run("the valid part of a text ends before the first broken character", func(t *testing.T) {
		for text, want := range map[string]int{"abc": 3, "aä\xffb": 3, "\xff": 0, "": 0, "a\xef\xbf\xbd": 4} {
			if got := filetext.ValidPrefix([]byte(text)); got != want {
				t.Errorf("%q: got %d, want %d", text, got, want)
			}
		}
	})
}
