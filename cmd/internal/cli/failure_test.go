package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"atrium/model"
)

func TestFaultsAreShownByTheirIDOnly(t *testing.T) {
	p := newTestProgram()
	p.globals.data = filepath.Join(t.TempDir(), "store")
	if err := p.open(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	p.doing = "space.create"
	code := p.tell(errors.New("row 7 of table space: unexpected end"))
	said := fmt.Sprint(p.streams.Err)
	if code != exitFault || !strings.HasPrefix(said, "atrium: Internal error ") || strings.Contains(said, "row 7") || !strings.Contains(said, "atrium.log") {
		t.Errorf("exit code %d, and it said %q", code, said)
	}
	if err := p.app.Close(); err != nil {
		t.Error(err)
	}
}

func TestExitCodes(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		code int
		said string
	}{
		"done":                   {nil, exitDone, ""},
		"an interrupt":           {fmt.Errorf("reading: %w", context.Canceled), exitFault, "atrium: Interrupted.\n"},
		"a refusal":              {&model.Refusal{Rule: "SPC-03", Message: "No.", Who: "nobody"}, exitRefused, "Refused (SPC-03): No.\n  Who may:    nobody\n"},
		"a check":                {&notPassed{2}, exitCheck, ""},
		"a refusal of files":     {unreadable{&model.Refusal{Message: "No."}}, exitUsage, "Refused: No.\n"},
		"an escape in a message": {&usageError{"\x1b[31m", ""}, exitUsage, "atrium: ␛[31m\n"},
		"output that cannot be written": {&outputError{errors.New("no space"), true}, exitFault,
			"atrium: The change was made, but the output cannot be written: no space.\n"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newTestProgram()
			if code := p.tell(c.err); code != c.code || fmt.Sprint(p.streams.Err) != c.said {
				t.Errorf("exit code %d, and it said %q", code, p.streams.Err)
			}
		})
	}
}
