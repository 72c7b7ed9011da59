package cli

import (
	"strconv"
	"time"

	"github.com/spf13/cobra"
)

// globals are the flags that every command has.
type globals struct {
	data, as, aws, now          string
	tiers, quotas               string
	output                      choice
	dryRun, yes, demo, readOnly bool
	seed                        uint64
}

// The forms of the output.
const (
	asTable = "table"
	asJSON  = "json"
	asCSV   = "csv"
)

// bind adds the flags to the root of the tree.
func (g *globals) bind(root *cobra.Command) {
	g.output = choice{value: newText(asTable), choices: []string{asTable, asJSON, asCSV}}
	flags := root.PersistentFlags()
	flags.StringVar(&g.data, "data", "", "folder of the store (else ATRIUM_DATA, else the XDG data folder)")
	flags.StringVar(&g.as, "as", "", "who acts: an alias, the user name of an SSO user, or APPLICATION/USER")
	flags.StringVar(&g.aws, "aws", "", "AWS account signed in to with administrative permission; ACCOUNT@REGION to stand in a Region")
	flags.VarP(&g.output, "output", "o", "form of the output: table, json or csv")
	flags.BoolVar(&g.dryRun, "dry-run", false, "say what would change, and change nothing")
	flags.BoolVar(&g.yes, "yes", false, "confirm")
	flags.StringVar(&g.now, "now", "", "the time to go by, as RFC 3339, for scripts and tests")
	flags.StringVar(&g.tiers, "tiers", "", "file with the table of billing tiers (else tiers.json in the data folder, else the built-in one)")
	flags.StringVar(&g.quotas, "quotas", "", "file with the table of quotas for generative AI (else quotas.json in the data folder, else the built-in one)")
	flags.BoolVar(&g.demo, "demo", false, "a demo company, in memory; nothing is kept")
	flags.BoolVar(&g.readOnly, "read-only", false, "look only: every change is refused")
	flags.Uint64Var(&g.seed, "seed", 0, "what the ids and codes of a new store are drawn from")
	_ = flags.MarkHidden("seed") // it fails only for a flag that is not there
}

// fixed is the time that --now gives; the zero time without it.
func (g *globals) fixed() (time.Time, error) {
	if g.now == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, g.now)
	if err != nil || t.Unix() <= 0 {
		return time.Time{}, &usageError{"--now " + strconv.Quote(g.now) + " is not a time.", "Write it as RFC 3339, for example 2024-05-15T12:00:00Z."}
	}
	return t, nil
}
