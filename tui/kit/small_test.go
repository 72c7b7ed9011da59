package kit_test

import (
	"io"
	"strconv"
	"strings"
	"testing"

	"atrium/tui/kit"
	"atrium/tui/kit/kittest"
	"atrium/tui/text"
)

func TestRoutesAreTexts(t *testing.T) {
	for _, s := range []string{"members", "members?filter=a+b%26c&space=acme", "people?x=%E6%9D%B1"} {
		if got := kit.ParseRoute(s).String(); got != s {
			t.Errorf("%q comes back as %q", s, got)
		}
	}
	r := kit.To("members", "space", "acme", "filter", "")
	if r.String() != "members?space=acme" || r.With("space", "").String() != "members" || r.Get("space") != "acme" {
		t.Errorf("%v", r)
	}
}

func FuzzParseRoute(f *testing.F) {
	f.Add("members?space=acme&filter=%zz;")
	f.Fuzz(func(t *testing.T, s string) {
		once := kit.ParseRoute(s).String()
		if again := kit.ParseRoute(once).String(); kit.ParseRoute(s).Name != "" && again != once {
			t.Errorf("%q: %q then %q", s, once, again)
		}
	})
}

func TestThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1234: "-1,234", -123: "-123"} {
		if got := kit.Thousands(n); got != want {
			t.Errorf("Thousands(%d) = %s", n, got)
		}
	}
}

func TestProgress(t *testing.T) {
	theme := kit.NewTheme(io.Discard, []string{"TERM=dumb"})
	if got := kit.Progress(theme, 40, 1, 4); got != "[######...................]  25% 1 of 4" && len(got) != 40 {
		t.Errorf("%q is %d wide", got, len(got))
	}
	for _, done := range []int{-1, 0, 5, 9} {
		kit.Progress(theme, 3, done, 0)
	}
}

func TestFuzzy(t *testing.T) {
	if kit.Fuzzy("crsp", "Create space") <= kit.Fuzzy("crsp", "Close remarks support") || kit.Fuzzy("x", "Create") != 0 {
		t.Error("letters in a row and at the beginning of words count more")
	}
	if kit.Fuzzy("here", "Who is here") <= kit.Fuzzy("here", "Withdraw the request") || kit.Fuzzy("vpc", "VPC connections") <= kit.Fuzzy("vpc", "Remove VPC connection")-1 {
		t.Error("a word that stands there as it was typed counts most")
	}
}

// TestKeysAreNotTakenByTmux keeps every act in reach where tmux and flow control take keys away.
func TestKeysAreNotTakenByTmux(t *testing.T) {
	taken := map[string]bool{"ctrl+a": true, "ctrl+b": true, "ctrl+s": true, "ctrl+q": true, "ctrl+z": true}
	for id, keys := range kit.DefaultKeys() {
		free := false
		for _, key := range keys {
			free = free || !taken[key]
		}
		if !free && id != kit.KeySubmit { // enter on the last field does the same
			t.Errorf("%s has no key that reaches the program", id)
		}
	}
}

func TestPagerSkipsNoLine(t *testing.T) {
	env := kittest.NewEnv(t, &kittest.Service{})
	pager := kit.NewPager(env)
	pager.SetSize(20, 5)
	var lines []string
	for i := range 23 {
		lines = append(lines, "line "+strconv.Itoa(i)+".")
	}
	pager.SetLines(lines)
	seen := ""
	for range 8 {
		seen += pager.View()
		pager.Key("pgdown")
	}
	for _, line := range lines {
		if !strings.Contains(seen, line) {
			t.Errorf("%s was never seen", line)
		}
	}
}

func TestStepBarFits(t *testing.T) {
	theme := kit.NewTheme(io.Discard, nil)
	names := []string{"account", "role", "VPC", "subnets", "groups", "name", "review"}
	for at := range names {
		for w := 40; w <= 120; w++ {
			line := kit.StepBar(theme, names, at, w)
			if text.Width(line) > w || !strings.Contains(line, "["+strconv.Itoa(at+1)+" "+names[at]+"]") {
				t.Errorf("%d wide, at %s: %q", w, names[at], line)
			}
		}
	}
	if line := kit.StepBar(theme, names, 1, 80); !strings.Contains(line, "7 review") {
		t.Errorf("80 cells hold less than they could: %q", line)
	}
}
