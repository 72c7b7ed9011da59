package cli

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"atrium/model"
)

// common are the flags that every command has.
type common struct {
	data, as, aws, now string
	output             choice
	dryRun, yes, demo  bool
	seed               uint64
}

// The forms of the output.
const (
	asTable = "table"
	asJSON  = "json"
	asCSV   = "csv"
)

// bind adds the flags to the root of the tree.
func (c *common) bind(root *cobra.Command) {
	c.output = choice{value: newText(asTable), choices: []string{asTable, asJSON, asCSV}}
	flags := root.PersistentFlags()
	flags.StringVar(&c.data, "data", "", "folder of the store (else ATRIUM_DATA, else the XDG data folder)")
	flags.StringVar(&c.as, "as", "", "who acts: an alias, the user name of an SSO user, or APPLICATION/USER")
	flags.StringVar(&c.aws, "aws", "", "AWS account signed in to with administrative permission; ACCOUNT@REGION to stand in a Region")
	flags.VarP(&c.output, "output", "o", "form of the output: table, json or csv")
	flags.BoolVar(&c.dryRun, "dry-run", false, "say what would change, and change nothing")
	flags.BoolVar(&c.yes, "yes", false, "confirm")
	flags.StringVar(&c.now, "now", "", "the time to go by, as RFC 3339, for scripts and tests")
	flags.BoolVar(&c.demo, "demo", false, "a demo company, in memory; nothing is kept")
	flags.Uint64Var(&c.seed, "seed", 0, "what the ids and codes of a new store are drawn from")
	_ = flags.MarkHidden("seed") // it fails only for a flag that is not there
	complete(root, "output", c.output.choices)
}

// fixed is the time that --now gives; the zero time without it.
func (c *common) fixed() (time.Time, error) {
	if c.now == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, c.now)
	if err != nil || t.Unix() <= 0 {
		return time.Time{}, &usageError{"--now " + strconv.Quote(c.now) + " is not a time.", "Write it as RFC 3339, for example 2024-05-15T12:00:00Z."}
	}
	return t, nil
}

// session is who acts: those that the flags name, or else whom the store offers.
func (p *program) session(ctx context.Context) (model.Session, error) {
	if p.common.as == "" && p.common.aws == "" {
		return p.app.Session, nil
	}
	return p.named(ctx)
}

// named is who the flags name; the zero Session without them.
func (p *program) named(ctx context.Context) (model.Session, error) {
	var s model.Session
	if p.common.aws != "" {
		account, region, _ := strings.Cut(p.common.aws, "@")
		s.AWS = &model.SignIn{Account: model.AccountID(account), Administrator: true, Region: model.Region(region)}
	}
	if p.common.as == "" {
		return s, nil
	}
	person, err := model.Answer[model.Person](ctx, p.app.Service, model.Session{}, &model.Whois{Name: p.common.as})
	s.Person = person.ID
	return s, err
}
