package text

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"plain":              "plain",
		"":                   "",
		"Zoë Müller":         "Zoë Müller",
		"東京":                 "東京",
		"a\x1b[31mred":       "a␛[31mred",
		"one\ntwo\tthree\r":  "one␊two␉three␍",
		"\x7f\x00":           "␡␀",
		"\u0085":             "‹U+0085›",
		"user\u202Etxt.exe":  "user‹U+202E›txt.exe",
		"zero\u200Bwidth":    "zero‹U+200B›width",
		"\ufeffbom":          "‹U+FEFF›bom",
		"bad\xffbyte":        "bad‹xFF›byte",
		"\u0301accent":       "◌\u0301accent",
		"e\u0301":            "e\u0301",
		"tag\U000E0041":      "tag‹U+E0041›",
		"filler\u3164":       "filler‹U+3164›",
		"\u2028line":         "‹U+2028›line",
		"private\ue000":      "private‹U+E000›",
		"vs\U000E0100hidden": "vs‹U+E0100›hidden",
	} {
		if got := Visible(in); got != want {
			t.Errorf("Visible(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFit(t *testing.T) {
	for _, c := range []struct {
		in   string
		w    int
		want string
	}{
		{"abc", 5, "abc  "}, {"abcdef", 5, "abcd…"}, {"abcde", 5, "abcde"}, {"", 2, "  "}, {"abc", 0, ""},
		{"東京都", 5, "東京…"}, {"東京都", 4, "東… "}, {"東", 1, "…"}, {"é", 3, "é  "}, {"abc", -1, ""},
	} {
		if got := Fit(c.in, c.w); got != c.want {
			t.Errorf("Fit(%q, %d) = %q, want %q", c.in, c.w, got, c.want)
		}
	}
	if got := FitRight("42", 5); got != "   42" {
		t.Errorf("FitRight = %q", got)
	}
}

func TestStyledTextKeepsItsEscapes(t *testing.T) {
	red := "\x1b[31mabcdef\x1b[0m"
	if Width(red) != 6 {
		t.Errorf("Width = %d", Width(red))
	}
	if got := Truncate(red, 4); Width(got) != 4 || !strings.HasPrefix(got, "\x1b[31m") || !strings.Contains(got, "\x1b[0m") {
		t.Errorf("Truncate = %q", got)
	}
}

func TestWrap(t *testing.T) {
	got := Wrap("The name of a deleted space stays taken for ever.", 20)
	want := []string{"The name of a", "deleted space stays", "taken for ever."}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("Wrap = %q", got)
	}
	for _, line := range Wrap("a-very-long-word-that-has-no-blank-in-it 東京都東京都東京都", 7) {
		if Width(line) > 7 {
			t.Errorf("line %q is %d wide", line, Width(line))
		}
	}
	if Wrap("x", 0) != nil {
		t.Error("no width, no lines")
	}
}

func TestBlock(t *testing.T) {
	if got := Block([]string{"a", "bcd"}, 2, 3); got != "a\nb…\n" {
		t.Errorf("Block = %q", got)
	}
	if got := Block([]string{"a", "b"}, 2, 1); got != "a" {
		t.Errorf("Block = %q", got)
	}
}

func TestSpaces(t *testing.T) {
	for _, n := range []int{-1, 0, 1, 128, 129, 500} {
		if got := len(Spaces(n)); got != max(n, 0) {
			t.Errorf("Spaces(%d) has %d", n, got)
		}
	}
}

// FuzzVisible holds that whatever comes in, what goes out is one line of shapes, and is stable.
func FuzzVisible(f *testing.F) {
	for _, s := range []string{"", "abc", "\x1b]52;c;aGk=\x07", "\xff\xfe", "\u202e", "👨‍👩‍👧", "e\u0301", "\u0301"} {
		f.Add(s, 7)
	}
	f.Fuzz(func(t *testing.T, s string, w int) {
		v := Visible(s)
		if !utf8.ValidString(v) || Visible(v) != v {
			t.Fatalf("%q gives %q", s, v)
		}
		for _, r := range v {
			if !unicode.IsGraphic(r) {
				t.Fatalf("%q leaves %U", s, r)
			}
		}
		w = min(max(w, 0), 300)
		if got := Fit(v, w); Width(got) != w {
			t.Fatalf("Fit(%q, %d) is %d wide", v, w, Width(got))
		}
		for _, line := range Wrap(v, w) {
			if Width(line) > w {
				t.Fatalf("Wrap(%q, %d) has a line of %d", v, w, Width(line))
			}
		}
	})
}

func BenchmarkVisiblePlain(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Visible("mary.major@example.com")
	}
}

func TestWordsKeepIdsWhole(t *testing.T) {
	got := Words("the NAT gateway nat-0123456789abcdef0 is in the state failed", 22)
	if want := "the NAT gateway|nat-0123456789abcdef0|is in the state failed"; strings.Join(got, "|") != want {
		t.Errorf("Words = %q", got)
	}
	got = Hanging("What to do: ", "allow port 443 in nat-0123456789abcdef0", 32)
	if want := "What to do: allow port 443 in|            nat-0123456789abcdef0"; strings.Join(got, "|") != want {
		t.Errorf("Hanging = %q", got)
	}
}
