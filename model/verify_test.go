package model_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
)

// findings verifies the whole store of a world.
func findings(w *modeltest.World) []string {
	w.T.Helper()
	var list []string
	err := w.Store.View(w.T.Context(), func(r model.Reader) error {
		return model.Verify(w.T.Context(), r, func(f model.Finding) {
			if f.Message == "" || f.Fix == "" {
				w.T.Errorf("a finding without words: %+v", f)
			}
			list = append(list, fmt.Sprintf("%s: %s: %s", f.Check, f.Where, f.Message))
		}, nil)
	})
	if err != nil {
		w.T.Fatal(err)
	}
	return list
}

// mustBeSound fails the test where the store does not agree with itself.
func mustBeSound(w *modeltest.World) {
	w.T.Helper()
	for _, finding := range findings(w) {
		w.T.Error(finding)
	}
}

// loose are the tables whose rows nothing else speaks of, so that one of them alone is not missed.
var loose = map[string]bool{"garbage": true, "outbox": true, "tally": true, "signup": true, "usage": true, "environment": true, "instance": true,
	"synccycle": true, "accountapplication": true, "awsaccount": true, "unit": true,
	"vpcconnection": true, "assist": true, "subscription": true, "featureuse": true}

// storedRow is one row of a store.
type storedRow struct {
	table  string
	key    model.Key
	record any
}

func storedRows(w *modeltest.World) (rows []storedRow) {
	w.T.Helper()
	err := w.Store.View(w.T.Context(), func(r model.Reader) error {
		for _, table := range model.Tables() {
			for row, err := range r.Scan(table.Name, model.Range{}) {
				if err != nil {
					return err
				}
				record := table.New()
				if err := row.Decode(record); err != nil {
					return err
				}
				rows = append(rows, storedRow{table.Name, row.Key(), record})
			}
		}
		return nil
	})
	if err != nil {
		w.T.Fatal(err)
	}
	return rows
}

func TestVerify(t *testing.T) {
	t.Run("a store is sound whatever was done to it", func(t *testing.T) {
		eachCommand(t, func(t *testing.T, s *stage, _ model.Entry, session model.Session, cmd model.Command) {
			s.Do(session, cmd)
			mustBeSound(s.World)
			if err := s.Service.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
			mustBeSound(s.World)
		})
	})
	t.Run("a row that is missing is missed, and a row in a wrong place is found", func(t *testing.T) {
		s := newStage(t)
		w := s.World
		w.Do(aws(corpAccount), &model.CreateUser{Store: s.store, UserName: "new", Groups: []string{"devs"}}) // which waits for the sync
		s.generative(true)
		w.Do(as("Ada"), &model.AssignIssue{Space: "acme", Project: "rocket", Title: "Fix the engine", Repository: "engine"})
		found := map[string]bool{}
		for _, row := range storedRows(w) {
			if row.table == "request" && record[model.SpaceRequest](w, row.table, row.key).Space == "" {
				continue // a space that is asked for stands nowhere else
			}
			seed(w, func(to model.Writer) error { return to.Delete(row.table, row.key) })
			missed := findings(w)
			if len(missed) == 0 && !loose[row.table] && !ofDeletedSpace(w, row) {
				t.Errorf("%s %q is not missed", row.table, row.key)
			}
			seed(w, func(to model.Writer) error { return to.Put(row.table, row.key+"x", row.record) })
			if misplaced := findings(w); !slices.ContainsFunc(misplaced, func(f string) bool { return strings.HasPrefix(f, "records: "+row.table) }) {
				t.Errorf("%s %q in a wrong place is not found: %q", row.table, row.key, misplaced)
			}
			for _, f := range append(missed, findings(w)...) {
				id, _, _ := strings.Cut(f, ":")
				found[id] = true
			}
			seed(w, func(to model.Writer) error {
				return errors.Join(to.Delete(row.table, row.key+"x"), to.Put(row.table, row.key, row.record))
			})
		}
		mustBeSound(w)
		for _, id := range model.Verifications() {
			if !found[id] {
				t.Errorf("nothing was found by the check %s", id)
			}
		}
	})
	t.Run("a row that cannot be read is found, and does not end the check", func(t *testing.T) {
		w := acme(t)
		seed(w, func(to model.Writer) error {
			return to.Put("person", model.K("ada"), &struct {
				Alias int `cbor:"1,keyasint"`
			}{7})
		})
		mustHold(t, strings.Join(findings(w), "\n"), "records: person ada: The row cannot be read")
	})
	t.Run("many findings of one kind are counted", func(t *testing.T) {
		w := acme(t)
		seed(w, func(to model.Writer) error {
			for i := range 50 {
				alias := fmt.Sprint("ghost", i)
				if err := to.Put("email", model.K(alias+"@example.com"), &struct {
					Email string `cbor:"1,keyasint"`
					Alias string `cbor:"2,keyasint"`
				}{alias + "@example.com", alias}); err != nil {
					return err
				}
			}
			return nil
		})
		list := findings(w)
		mustEqual(t, "findings", len(list), 21)
		mustHold(t, list[20], "30 more")
	})
}

// ofDeletedSpace tells rows that speak of a space that was deleted: they stay where nothing reaches them.
func ofDeletedSpace(w *modeltest.World, row storedRow) bool {
	switch row.table {
	case "membership":
		s := record[model.Space](w, "space", model.K(row.key.Part(1)))
		return s.Deleted()
	case "space":
		return row.record.(*model.Space).Deleted()
	case "member", "administrator":
		return slices.ContainsFunc(storedRows(w), func(of storedRow) bool {
			s, is := of.record.(*model.Space)
			return is && s.Deleted() && s.MemberSet == row.key.Part(0)
		})
	}
	return false
}

func TestActivityChain(t *testing.T) {
	t.Run("ACT-01 whatever is changed of an entry is found, and an entry that is taken out or put in", func(t *testing.T) {
		w := acme(t)
		w.SignUp("Zoe")
		var all []storedRow
		for _, row := range storedRows(w) {
			if row.table == "activity" {
				all = append(all, row)
			}
		}
		changes := map[string]func(*model.Activity){
			"time": func(a *model.Activity) { a.At++ }, "actor": func(a *model.Activity) { a.Actor.Name += "x" }, "person": func(a *model.Activity) { a.Actor.Person += "x" },
			"kind": func(a *model.Activity) { a.Actor.Kind += "x" }, "command": func(a *model.Activity) { a.Command += "x" }, "object": func(a *model.Activity) { a.Object += "x" },
			"text": func(a *model.Activity) { a.Text += "x" }, "hash": func(a *model.Activity) { a.Hash[0]++ },
			"a text that goes over into the next": func(a *model.Activity) { a.Command, a.Object = a.Command+a.Object, "" },
		}
		for _, row := range all {
			for what, change := range changes {
				changed := *row.record.(*model.Activity)
				changed.Hash = bytes.Clone(changed.Hash)
				change(&changed)
				seed(w, func(to model.Writer) error { return to.Put(row.table, row.key, &changed) })
				if !strings.HasPrefix(strings.Join(findings(w), ""), "activity-chain") {
					t.Errorf("the changed %s of entry %d is not found", what, changed.Seq)
				}
			}
			seed(w, func(to model.Writer) error { return to.Put(row.table, row.key, row.record) })
		}
		last := *all[len(all)-1].record.(*model.Activity)
		last.Seq += 5
		seed(w, func(to model.Writer) error { return to.Put("activity", model.K(last.Space).Uint(last.Seq), &last) })
		if len(findings(w)) == 0 {
			t.Error("an entry that was put in is not found")
		}
	})
	t.Run("ACT-01 a store from before the chain is given one, with every entry as it was", func(t *testing.T) {
		w := newStage(t).World
		before := activity(w, as("Ada"), "acme")
		unchain(w)
		w.Reopen()
		mustBeSound(w)
		mustEqual(t, "entries", fmt.Sprint(activity(w, as("Ada"), "acme")), fmt.Sprint(before))
		w.SignUp("Zoe")
		mustBeSound(w)
	})
	t.Run("a copy is asked for before records are upgraded, and without one nothing is changed", func(t *testing.T) {
		w := acme(t)
		unchain(w)
		dump, refused := w.Dump(), errors.New("no copy")
		_, err := model.NewService(t.Context(), w.Store, model.Options{Clock: w.Clock, BeforeUpgrade: func(_ context.Context, from, to int) error {
			mustEqual(t, "versions", fmt.Sprint(from, to), fmt.Sprint(1, model.NewestRecords))
			return refused
		}})
		if !errors.Is(err, refused) || w.Dump() != dump {
			t.Errorf("got %v", err)
		}
	})
	t.Run("records of a newer program are left alone", func(t *testing.T) {
		w := acme(t)
		system := record[systemRow](w, "system", model.K("system"))
		system.Records = 99
		seed(w, func(to model.Writer) error { return to.Put("system", model.K("system"), &system) })
		_, err := model.NewService(t.Context(), w.Store, model.Options{Clock: w.Clock})
		if newer := (*model.NewerRecordsError)(nil); !errors.As(err, &newer) || newer.Found != 99 {
			t.Errorf("got %v", err)
		}
	})
}

// systemRow is the program's own record, without the head of the activity where it is put back.
type systemRow struct {
	Seed      uint64            `cbor:"1,keyasint"`
	Program   model.Instant     `cbor:"2,keyasint"`
	Wall      model.Instant     `cbor:"3,keyasint"`
	Sequences map[string]uint64 `cbor:"4,keyasint"`
	Records   int               `cbor:"5,keyasint"`
}

// unchain makes a store what a program without the chain would have left.
func unchain(w *modeltest.World) {
	w.T.Helper()
	system := record[systemRow](w, "system", model.K("system"))
	system.Records = 1
	rows := storedRows(w)
	seed(w, func(to model.Writer) error {
		for _, row := range rows {
			entry, is := row.record.(*model.Activity)
			if !is {
				continue
			}
			entry.Hash = nil
			if err := to.Put(row.table, row.key, entry); err != nil {
				return err
			}
		}
		return to.Put("system", model.K("system"), &system)
	})
}
