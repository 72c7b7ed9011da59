package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"atrium/model"
)

// run is a catalogue entry being carried out.
type run struct {
	*program
	entry    *model.Entry
	subject  any // the command or question, which the flags fill in
	command  model.Command
	question model.Question

	passwordStdin bool
}

// takeArgs takes the words that belong to no flag: files, where an import has any.
func (r *run) takeArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	switch in := r.subject.(type) {
	case *model.ImportDirectory:
		return moreFiles(in, args)
	case *model.ImportOrganization:
		in.Files = append(in.Files, args...)
	case *model.ImportNetworks:
		in.Dir = append(in.Dir, args...)
	default:
		// The word is not repeated: it may be a password that slipped out of its place.
		return &usageError{"“" + cmd.CommandPath() + "” takes flags only, and a word without one was given.", "“" + cmd.CommandPath() + " --help” lists the flags."}
	}
	return nil
}

// storeless are the questions that have the same answer in every store: they can be asked while another process
// holds this one.
var storeless = map[string]bool{"rules.permissions": true, "billing.compare": true, "billing.table": true, "person.quotas": true}

func (r *run) runE(cmd *cobra.Command, _ []string) error {
	r.topic, r.doing = r.entry.Topic, r.entry.ID
	ctx := cmd.Context()
	if err := r.prepare(cmd); err != nil {
		return err
	}
	if err := r.readSecrets(ctx); err != nil {
		return err
	}
	if err := r.openOrCall(ctx, storeless[r.entry.ID]); err != nil {
		return err
	}
	session, err := r.session(ctx)
	if err != nil {
		return err
	}
	if r.visit != nil {
		defer r.app.Enter(session, r.visit.From, "atrium "+r.entry.Area()+" "+r.entry.Verb())()
	}
	if r.question != nil {
		return r.ask(ctx, session)
	}
	return r.do(ctx, session)
}

// prepare refuses a command without the flags that it cannot do without, before any store is opened.
func (r *run) prepare(cmd *cobra.Command) error {
	for _, f := range model.FieldsOf(r.subject) {
		if f.Required && !f.Secret && f.Default == "" && !cmd.Flags().Changed(f.Name) {
			return &usageError{fmt.Sprintf("--%s is missing.", f.Name), "For example: " + cmd.Example[2:]}
		}
	}
	if from, ok := r.subject.(model.FromFiles); ok {
		from.OpenWith(r.openFile)
	}
	if from, ok := r.subject.(model.FromFolders); ok {
		from.ListWith(r.listFiles)
	}
	return nil
}

// ask answers a question, as of now: what fell due since the last command is brought first.
func (r *run) ask(ctx context.Context, session model.Session) error {
	if _, err := r.app.Service.Step(ctx); err != nil {
		return err
	}
	answer, err := r.app.Service.Answer(ctx, session, r.question)
	if err != nil {
		return err
	}
	return r.printAnswer(r.entry.ID, answer)
}

// do carries a command out, or rehearses it.
func (r *run) do(ctx context.Context, session model.Session) error {
	if r.globals.dryRun {
		plan, err := r.app.Service.Check(ctx, session, r.command)
		if err != nil {
			return r.input(err)
		}
		return r.printRehearsal(plan)
	}
	if err := r.confirm(ctx, session); err != nil {
		return r.input(err)
	}
	receipt, err := r.app.Service.Do(ctx, session, r.command)
	if err != nil {
		return r.input(err)
	}
	r.madeChange()
	return r.printReceipt(receipt)
}

// input marks the refusal of files: their fault lies in the input, not in what the person may do.
func (r *run) input(err error) error {
	refusal, refused := model.AsRefusal(err)
	if refused && refusal.Unreadable {
		return unreadable{refusal}
	}
	return err
}
