package door

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const (
	oneKey   = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1t1kLJ9D6t1mWcQ8bDn4cX3mGmL8m9u0n1b2c3d4e5 mary@laptop"
	otherKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1t1kLJ9D6t1mWcQ8bDn4cX3mGmL8m9u0n1b2c3d4e6"
)

func TestKeysFile(t *testing.T) {
	for line, want := range map[string]string{
		`person="MaryMajor" ` + oneKey:                                  "MaryMajor []",
		`person="MaryMajor",aws="111122223333" ` + oneKey:               "MaryMajor [111122223333]",
		`aws="111122223333,222233334444",person="corp/ana" ` + oneKey:   "corp/ana [111122223333 222233334444]",
		`person="Mary",aws="111122223333",aws="222233334444" ` + oneKey: "Mary [111122223333 222233334444]",
		`restrict,no-X11-forwarding,person=Mary ` + oneKey:              "Mary []",
		"# nothing":                            "",
		"":                                     "",
		oneKey:                                 "names nobody",
		`person="" ` + oneKey:                  "not understood",
		`person="A",person="B" ` + oneKey:      "not understood",
		`person="A",aws="12" ` + oneKey:        "not understood",
		`person="A",from="10.0.0.1" ` + oneKey: "not understood",
		`person="A",command="sh" ` + oneKey:    "not understood",
		`cert-authority,person="A" ` + oneKey:  "not understood",
		"person=\"a\x1b[31m\" " + oneKey:       "not understood",
		`person="A" ssh-ed25519 AAAA`:          "not a public key",
		`person="A" ` + oneKey + "\nperson=\"B\" " + oneKey: "line 2: the key stands in it twice",
	} {
		t.Run(line, func(t *testing.T) {
			grants, faults := parseKeys([]byte(line + "\n"))
			got := ""
			for _, g := range grants {
				got = fmt.Sprint(g.Person, " ", g.AWS)
			}
			if len(faults) > 0 {
				got = faults[0].Error()
			}
			if want == "" && got != "" || !strings.Contains(got, want) {
				t.Errorf("it is %q, not %q", got, want)
			}
		})
	}
	t.Run("of a file with a fault the other lines count", func(t *testing.T) {
		grants, faults := parseKeys([]byte("x\nperson=\"A\" " + otherKey + "\n"))
		if len(grants) != 1 || len(faults) != 1 || !strings.HasPrefix(faults[0].Error(), "line 1: ") {
			t.Errorf("%d lines count, and %v", len(grants), faults)
		}
	})
	t.Run("a file that others may write is not believed", func(t *testing.T) {
		name := filepath.Join(t.TempDir(), "keys")
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(name, 0o620); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenKeys(name); err == nil || !strings.Contains(err.Error(), "others may write it") {
			t.Errorf("it was answered with %v", err)
		}
	})
}

func TestInWords(t *testing.T) {
	for d, want := range map[time.Duration]string{30 * time.Minute: "30m", 12 * time.Hour: "12h", 90 * time.Minute: "1h30m", 45 * time.Second: "45s", time.Hour + 5*time.Second: "1h0m5s"} {
		if got := inWords(d); got != want {
			t.Errorf("%s is %q", d, got)
		}
	}
}
