package door

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

func TestConsole(t *testing.T) {
	for name, c := range map[string]struct{ typed, shown, read string }{
		"a line is echoed, and read whole":        {"yes\r", "yes\n", "yes\n"},
		"what was wrong is taken back":            {"né\x7fo\r", "né\b \bo\n", "no\n"},
		"a whole line is taken back":              {"abc\x15y\r", "abc\b \b\b \b\b \by\n", "y\n"},
		"nothing is taken back before the line":   {"\x7f\x7fy\r", "y\n", "y\n"},
		"a line that is not finished is not read": {"yes", "yes", ""},
		"what a terminal would obey is dropped":   {"\x1b[Ay\r", "[Ay\n", "[Ay\n"},
		"ctrl+d ends the input":                   {"\x04", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var shown bytes.Buffer
			k := newConsole(&shown, func() { t.Error("it was interrupted") })
			k.pump(strings.NewReader(c.typed))
			read, err := io.ReadAll(k)
			if err != nil || string(read) != c.read || shown.String() != c.shown {
				t.Errorf("read %q, shown %q, %v", read, shown.String(), err)
			}
		})
	}
	t.Run("ctrl+c interrupts, and forgets the line", func(t *testing.T) {
		interrupted := false
		k := newConsole(io.Discard, func() { interrupted = true })
		k.pump(strings.NewReader("yes\x03\r"))
		if read, _ := io.ReadAll(k); !interrupted || string(read) != "\n" {
			t.Errorf("interrupted %v, read %q", interrupted, read)
		}
	})
	t.Run("screens get keys as they are pressed, and those pressed before", func(t *testing.T) {
		var shown bytes.Buffer
		k := newConsole(&shown, func() { t.Error("it was interrupted") })
		k.take([]byte("a"))
		k.makeRaw()
		k.take([]byte("\x03\r\x7f"))
		chunk := make([]byte, 10)
		if n, err := k.Read(chunk); err != nil || string(chunk[:n]) != "a\x03\r\x7f" || shown.String() != "a" {
			t.Errorf("read %q, %v", chunk[:n], err)
		}
	})
}
