package modeltest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"atrium/model"
)

// Dump writes every record of the store as text, a line each, by table and key. Two dumps are equal when
// nothing was changed between them.
func (w *World) Dump() string {
	w.T.Helper()
	return Dump(w, w.Store)
}

// Dump is the dump of a store of its own.
func Dump(w *World, store model.Store) string {
	w.T.Helper()
	var b strings.Builder
	err := store.View(context.Background(), func(r model.Reader) error {
		for _, table := range model.Tables() {
			if err := dumpTable(&b, r, table); err != nil {
				return fmt.Errorf("table %s: %w", table.Name, err)
			}
		}
		return nil
	})
	if err != nil {
		w.T.Fatalf("dump the store: %v", err)
	}
	return b.String()
}

func dumpTable(b *strings.Builder, r model.Reader, table model.TableInfo) error {
	for row, err := range r.Scan(table.Name, model.Range{}) {
		if err != nil {
			return err
		}
		record := table.New()
		if err := row.Decode(record); err != nil {
			return err
		}
		// %+v shows unexported tables' records whole; JSON would hide the fields that are never shown.
		fmt.Fprintf(b, "%s %q %s\n", table.Name, row.Key(), show(record))
	}
	return nil
}

// show writes a record with what its pointers lead to.
func show(record any) string {
	text := fmt.Sprintf("%+v", record)
	if !strings.Contains(text, "0x") {
		return text
	}
	inner, err := json.Marshal(record)
	if err != nil {
		return text
	}
	return string(inner)
}

// Lines are the lines of a dump that are not in another one.
func Lines(dump, without string) []string {
	known := strings.Split(without, "\n")
	slices.Sort(known)
	var list []string
	for line := range strings.SplitSeq(dump, "\n") {
		if _, found := slices.BinarySearch(known, line); !found {
			list = append(list, line)
		}
	}
	return list
}

// Unchanged fails the test where fn changes anything in the store.
func (w *World) Unchanged(fn func()) {
	w.T.Helper()
	before := w.Dump()
	fn()
	if after := w.Dump(); after != before {
		w.T.Fatalf("the store was changed:\nnew   %s\nbefore %s",
			strings.Join(Lines(after, before), "\n"), strings.Join(Lines(before, after), "\n"))
	}
}

// Refused carries out a command that must be refused by a rule with a sentence and a way to mend it, and
// that must not change anything.
func (w *World) Refused(rule string, session model.Session, cmd model.Command) *model.Refusal {
	w.T.Helper()
	var refusal *model.Refusal
	w.Unchanged(func() { refusal = w.Refuse(rule, session, cmd) })
	if refusal.Message == "" || refusal.Fix == "" {
		w.T.Fatalf("the refusal of %T lacks a sentence or a way to mend it: %+v", cmd, *refusal)
	}
	return refusal
}

// Space shows a space as someone sees it.
func (w *World) View(session model.Session, space string) model.SpaceView {
	w.T.Helper()
	return Ask[model.SpaceView](w, session, &model.ShowSpace{Name: space})
}

// Member finds the row of someone in a space, by alias, user name or invited email; nil for none.
func (w *World) Member(session model.Session, space, handle string) *model.MemberView {
	w.T.Helper()
	for _, m := range w.Members(session, space) {
		if strings.EqualFold(m.Handle, handle) {
			return &m
		}
	}
	return nil
}
