// Package picture keeps the picture of the program in the README as the program really draws it.
package picture

import (
	"flag"
	"os"
	"strings"
	"testing"
	"testing/synctest"

	"atrium/cmd/internal/app"
	"atrium/tui"
	"atrium/tui/kit"
	"atrium/tui/kit/kittest"
)

var update = flag.Bool("update", false, "draw the picture anew")

const (
	readme = "../../../README.md"
	begin  = "<!-- picture: go test ./cmd/internal/picture -update -->\n"
	end    = "<!-- end of picture -->\n"
)

// TestTheReadmeShowsTheProgramAsItIs draws the sync of the demo company and compares.
func TestTheReadmeShowsTheProgramAsItIs(t *testing.T) {
	var frame string
	synctest.Test(t, func(t *testing.T) { frame = draw(t) })
	data, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(data), begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("%s has no place for the picture", readme)
	}
	want := before + begin + "\n```text\n" + frame + "```\n\n" + end + after
	if string(data) == want {
		return
	}
	if !*update {
		t.Fatalf("the picture in the README is not what the program draws; run go test ./cmd/internal/picture -update\n%s", frame)
	}
	if err := os.WriteFile(readme, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

// draw lets the demo company, which is the same each time, show its members' sync at 80x24.
func draw(t *testing.T) string {
	t.Helper()
	a, err := app.Open(t.Context(), app.Config{Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}()
	env := kittest.NewEnv(t, a.Service)
	env.Session, env.Places, env.Status, env.MaySwitch = a.Session, tui.Places(), tui.SpaceStatus, true
	r := kittest.Start(t, tui.New(env, tui.All(), kit.To("sync", "space", "example-corp-platform")), 80, 24)
	var b strings.Builder
	for _, line := range r.Lines() {
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}
