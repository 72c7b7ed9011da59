package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"atrium/cmd/internal/app"
	"atrium/model"
	"atrium/store"
)

// storeVerbs are the commands that look after the store. They are the process's own: nobody acts in them, and no
// activity tells of them.
func (p *program) storeVerbs() []*cobra.Command {
	accepting := false
	restore := p.storeVerb("restore FILE", "Put a backup in the place of what the store holds", "backups",
		"The backup is read into a new folder, verified there, and then swapped in. What\nthe store held before is kept aside. The store must not be in use.\n\n"+
			"Over a store that is there it must be confirmed with --yes; --dry-run reads the\nbackup and says what it holds.",
		"  atrium store restore monday.backup --dry-run\n  atrium store restore monday.backup --yes",
		func(ctx context.Context, args []string) error { return p.restore(ctx, args, accepting) })
	restore.Flags().BoolVar(&accepting, "accept-findings", false, "restore it even where what it holds does not agree with itself")
	return []*cobra.Command{
		p.storeVerb("info", "Where the store is, how much it holds, and who has it open", "store", "", "  atrium store info", p.storeInfo),
		p.storeVerb("backup FILE", "Write everything to a file, while others go on working", "backups",
			"The file must not be there yet. It belongs to you alone, and has checksums, so that\ndamage to it is found.",
			"  atrium store backup monday.backup", p.backup),
		restore,
		p.storeVerb("verify", "Read everything, and tell what does not agree with the rest", "verify",
			"The exit code is 0 when the store is sound, and 6 when something was found.",
			"  atrium store verify\n  atrium store verify -o json", p.verify),
		p.storeVerb("export", "Print everything as one JSON document", "backups",
			"It is for reading elsewhere. To get a store back, take a backup.",
			"  atrium store export -o json > store.json", p.export),
		p.storeVerb("accept", "Go on with what is there, after something was lost", "verify",
			"The store takes changes again, and what was lost is not looked for any more. It must\nbe confirmed with --yes; --dry-run says what was lost.",
			"  atrium store accept --dry-run", p.accept),
	}
}

// storeVerb makes the command of a verb that looks after the store.
func (p *program) storeVerb(use, short, topic, long, example string, run func(context.Context, []string) error) *cobra.Command {
	verb, operand, takes := strings.Cut(use, " ")
	cmd := &cobra.Command{Use: use, Short: short, Example: example}
	cmd.Long = short + ".\n\n"
	if long != "" {
		cmd.Long += long + "\n\n"
	}
	cmd.Long += "More:    atrium guide " + topic
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		switch {
		case !takes && len(args) > 0:
			return noSuchCommand(cmd, args)
		case takes && len(args) == 0:
			return &usageError{operand + " is missing.", "For example:" + strings.TrimPrefix(strings.SplitN(example, "\n", 2)[0], " ")}
		case takes && len(args) > 1:
			return &usageError{"One file at a time.", "“" + cmd.CommandPath() + " --help” says more."}
		}
		p.doing, p.topic = "store."+verb, topic
		return run(cmd.Context(), args)
	}
	return cmd
}

// storeInfo describes the store, also one that another process holds.
func (p *program) storeInfo(ctx context.Context, _ []string) error {
	var info app.Info
	err := p.open(ctx, false)
	if err == nil {
		info, err = p.app.Info(ctx)
	} else {
		info, err = app.HeldInfo(err)
	}
	if err != nil {
		return err
	}
	return p.printAnswer("store.info", info)
}

func (p *program) backup(ctx context.Context, args []string) error {
	if err := p.openOrCall(ctx, false); err != nil {
		return err
	}
	if p.globals.dryRun {
		info, err := p.app.Info(ctx)
		if err != nil {
			return err
		}
		return p.printRehearsal(model.Plan{Effects: []model.Effect{{Kind: model.EffectCreates, Text: fmt.Sprintf("the backup %s, of %d rows", args[0], info.Rows)}}})
	}
	progress, done := p.progress("backup")
	info, err := p.app.Backup(ctx, p.path(args[0]), progress)
	done()
	if err != nil {
		return fileFault(err)
	}
	return p.printAnswer("store.backup", backupMade{args[0], info})
}

// backupMade is a backup and where it is.
type backupMade struct {
	File string `json:"file"`
	store.BackupInfo
}

// restore puts a backup in the place of what the store holds.
func (p *program) restore(ctx context.Context, args []string, accepting bool) error {
	c, err := p.config(false)
	if err != nil {
		return err
	}
	switch {
	case c.Demo:
		return &usageError{"--demo is not kept anywhere, so nothing can be restored to it.", "Leave out --demo, or name a folder with --data."}
	case c.ReadOnly:
		return &model.Refusal{Message: "With --read-only nothing is restored.", Fix: "Leave out --read-only."}
	}
	if err := p.confirmRestore(ctx, c, args[0]); err != nil || p.globals.dryRun {
		return err
	}
	progress, done := p.progress("restore")
	restored, err := app.Restore(ctx, c, args[0], accepting, progress)
	done()
	var findings *app.FindingsError
	if errors.As(err, &findings) {
		if err := p.printAnswer("store.verify", findings.Findings); err != nil {
			return err
		}
		p.errLine("atrium: What the backup holds does not agree with itself, and was not restored.")
		p.errLine("  Use another backup, or --accept-findings to restore this one all the same.")
		return &notPassed{len(findings.Findings)}
	}
	if err != nil {
		return fileFault(err)
	}
	p.changed = true
	return p.printAnswer("store.restore", restored)
}

// confirmRestore shows what would be put in the place of what, and has it confirmed where a store is there.
func (p *program) confirmRestore(ctx context.Context, c app.Config, file string) error {
	there := app.HasStore(c)
	if !p.globals.dryRun && (!there || p.globals.yes) {
		return nil
	}
	info, err := app.CheckBackup(ctx, file, nil)
	if err != nil {
		return fileFault(err)
	}
	effects := []model.Effect{{Kind: model.EffectCreates, Text: fmt.Sprintf("a store of the %d rows that the backup of %s holds", info.Total(), info.Created.Format("2006-01-02 15:04 UTC"))}}
	if there {
		effects = append(effects, model.Effect{Kind: model.EffectRemoves, Text: "everything that the store holds now; it is kept aside in the data folder"})
	}
	return p.confirmOwn(ctx, "Restore a backup", model.Plan{Effects: effects})
}

// confirmOwn has something confirmed that stands in no catalogue; with --dry-run the plan is all there is.
func (p *program) confirmOwn(ctx context.Context, title string, plan model.Plan) error {
	switch {
	case p.globals.dryRun:
		return p.printRehearsal(plan)
	case p.globals.yes:
		return nil
	}
	p.showPlan(plan)
	if !isTerminal(p.streams.In) {
		return mustConfirm(title)
	}
	answer, err := p.askLine(ctx, "Go on? [y/N] ")
	return answered(err, answer)
}

// verify reads everything and prints what was found.
func (p *program) verify(ctx context.Context, _ []string) error {
	if err := p.openOrCall(ctx, false); err != nil {
		return err
	}
	progress, done := p.progress("verify")
	findings, err := p.app.Verify(ctx, progress)
	done()
	if err != nil {
		return err
	}
	if err := p.printAnswer("store.verify", findings); err != nil {
		return err
	}
	if len(findings) > 0 {
		return &notPassed{len(findings)}
	}
	return nil
}

// export prints everything. It is JSON whatever form was asked for, as a policy is.
func (p *program) export(ctx context.Context, _ []string) error {
	if err := p.openOrCall(ctx, false); err != nil {
		return err
	}
	return p.app.Export(ctx, escaped{p.out})
}

// accept goes on with what is there after something was lost.
func (p *program) accept(ctx context.Context, _ []string) error {
	if err := p.openOrCall(ctx, false); err != nil {
		return err
	}
	lost := p.app.Lost()
	if lost == nil {
		return &model.Refusal{Message: "Nothing is known to be lost, so there is nothing to accept.", Fix: "“atrium store verify” reads everything and tells what it finds."}
	}
	plan := model.Plan{Effects: []model.Effect{
		{Kind: model.EffectEnds, Text: "the search for what is missing: " + lost.What},
		{Kind: model.EffectChanges, Text: fmt.Sprintf("the store goes on from change %d and entry %d of the activity, and takes changes again", lost.Is.Commit, lost.Is.Activity.Seq)},
	}}
	if err := p.confirmOwn(ctx, "Go on with what is there", plan); err != nil || p.globals.dryRun {
		return err
	}
	if err := p.app.Accept(ctx); err != nil {
		return fileFault(err)
	}
	p.changed = true
	return p.printReceipt(model.Receipt{Plan: plan})
}

// fileFault turns a file that cannot be read or written into a sentence with what to do.
func fileFault(err error) error {
	var damaged *store.DamagedBackupError
	var newer *store.NewerBackupError
	var exists *store.ExistsError
	var readOnly *model.ReadOnlyError
	var open *app.OpenError
	switch {
	case err == nil, errors.As(err, &open), errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &readOnly):
		return &model.Refusal{Message: sentence(readOnly.Reason), Fix: "Nothing was changed."}
	case errors.As(err, &damaged), errors.As(err, &newer):
		return &usageError{sentence(err.Error()), "The store was left as it was."}
	case errors.As(err, &exists):
		return &usageError{sentence(err.Error()), "Nothing was written."}
	}
	return &usageError{sentence(err.Error()), ""}
}
