package cli

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"atrium/assets"
	"atrium/model"
)

func newTestProgram() *program {
	return newProgram(nil, Streams{In: new(bytes.Buffer), Out: new(bytes.Buffer), Err: new(bytes.Buffer)})
}

// verbsOf finds the command of each catalogue entry.
func verbsOf(t *testing.T, root *cobra.Command, e *model.Entry) *cobra.Command {
	t.Helper()
	cmd, rest, err := root.Find([]string{e.Area(), e.Verb()})
	if err != nil || len(rest) > 0 || cmd.Name() != e.Verb() {
		t.Fatalf("%s has no command: %v", e.ID, err)
	}
	return cmd
}

func TestCatalogue(t *testing.T) {
	guide, err := model.ReadGuide(assets.Guide)
	if err != nil {
		t.Fatal(err)
	}
	root := newTestProgram().root()
	ids := map[string]bool{}
	for _, e := range model.Catalogue() {
		if ids[e.ID] {
			t.Errorf("%s stands in the catalogue twice", e.ID)
		}
		ids[e.ID] = true
		if e.System {
			continue
		}
		t.Run("HLP-01 "+e.ID+" has a command, help and a guide topic", func(t *testing.T) {
			cmd := verbsOf(t, root, &e)
			if guide.Topic(e.Topic) == nil {
				t.Errorf("the guide has no topic %q", e.Topic)
			}
			if cmd.Short == "" || !strings.Contains(cmd.Long, "atrium guide "+e.Topic) || !strings.Contains(cmd.Long, e.May.Who()) {
				t.Errorf("the help lacks something: %q", cmd.Long)
			}
			checkFlags(t, cmd, &e)
		})
		if _, known := listings[e.ID]; !known && e.Verb() == "list" {
			t.Errorf("%s has no columns", e.ID)
		}
	}
}

// ownMeaning is the one flag that means something else with one command than with every other: the tiers that
// an account allows, and not the table of them.
const ownMeaning = "billing.allow tiers"

// checkFlags looks at a command's flags: each field has one, none twice, none that every command has, and
// none that would take a secret.
func checkFlags(t *testing.T, cmd *cobra.Command, e *model.Entry) {
	var subject any = e.Question()
	if command := e.Command(); command != nil {
		subject = command
	}
	seen := map[string]bool{}
	for _, f := range model.FieldsOf(subject) {
		flag := cmd.Flags().Lookup(f.Name)
		switch {
		case seen[f.Name]:
			t.Errorf("--%s stands for two fields", f.Name)
		case f.Secret && flag != nil:
			t.Errorf("--%s takes a secret", f.Name)
		case !f.Secret && (flag == nil || flag.Usage == ""):
			t.Errorf("--%s is missing or has no help", f.Name)
		case cmd.Root().PersistentFlags().Lookup(f.Name) != nil && e.ID+" "+f.Name != ownMeaning:
			t.Errorf("--%s is a flag of every command", f.Name)
		}
		seen[f.Name] = true
	}
}

func TestExamples(t *testing.T) {
	root := newTestProgram().root()
	for _, e := range model.Catalogue() {
		if e.System {
			continue
		}
		t.Run("HLP-01 the example of "+e.ID+" can be called as it stands", func(t *testing.T) {
			cmd := verbsOf(t, root, &e)
			words := strings.Fields(strings.ReplaceAll(cmd.Example, `"Example Corp"`, "Corp"))
			words = strings.Fields(strings.ReplaceAll(strings.Join(words, " "), `"Li Juan"`, "Li"))
			if err := cmd.ParseFlags(words[3:]); err != nil {
				t.Fatalf("%s: %v", cmd.Example, err)
			}
			for _, f := range requiredFlags(cmd) {
				if !f.Changed {
					t.Errorf("%s: --%s is missing", cmd.Example, f.Name)
				}
			}
		})
	}
}

func requiredFlags(cmd *cobra.Command) []*pflag.Flag {
	var list []*pflag.Flag
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if strings.HasSuffix(f.Usage, "(required)") {
			list = append(list, f)
		}
	})
	return list
}

func TestNearest(t *testing.T) {
	for typed, want := range map[string]string{"craete": "create", "lst": "list", "inv": "invite", "xyzzy": "", "": ""} {
		if got := nearest(typed, []string{"create", "list", "invite", "delete"}); got != want {
			t.Errorf("nearest to %q is %q, not %q", typed, got, want)
		}
	}
}

func TestJSONEscapes(t *testing.T) {
	line, err := marshal(map[string]string{"name": "a\x1b[31m\u009b31m\u202ex<&>\U000e0001"})
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"name":"a\u001b[31m\u009b31m\u202ex<&>\udb40\udc01"}`; string(line) != want {
		t.Errorf("it is %s", line)
	}
}

func TestCells(t *testing.T) {
	p := newTestProgram()
	p.root() // which gives the flags their values
	rows := []topicLine{{ID: "\x1b[31mred", Title: "=1+1"}, {ID: "-x", Title: "plain, \"quoted\""}}
	if err := p.printAnswer("guide.search", rows); err != nil {
		t.Fatal(err)
	}
	p.globals.output.value.SetString(asCSV)
	if err := p.printAnswer("guide.search", rows); err != nil {
		t.Fatal(err)
	}
	if err := p.out.Flush(); err != nil {
		t.Fatal(err)
	}
	want := "ID        Title\n␛[31mred  =1+1\n-x        plain, \"quoted\"\n" +
		"id,title\r\n␛[31mred,'=1+1\r\n'-x,\"plain, \"\"quoted\"\"\"\r\n"
	if got := fmt.Sprint(p.streams.Out); got != want {
		t.Errorf("it is %q", got)
	}
}

func TestACommandThatIsOverLeavesNothingBehind(t *testing.T) {
	gone := make(chan struct{})
	func() {
		var out bytes.Buffer
		p := newProgram([]string{"guide", "start"}, Streams{In: new(bytes.Buffer), Out: &out, Err: new(bytes.Buffer)})
		if code := p.tell(p.run(t.Context(), p.args)); code != 0 || out.Len() == 0 {
			t.Fatalf("exit code %d", code)
		}
		runtime.AddCleanup(p, func(done chan struct{}) { close(done) }, gone)
	}()
	for range 100 {
		runtime.GC()
		select {
		case <-gone:
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
	t.Error("something in the process still holds the program of a command that is over: one that serves others grows with each")
}
