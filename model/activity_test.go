package model_test

import (
	"reflect"
	"strings"
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
)

// entries are the activity entries of a dump.
func entries(dump string) []string {
	var list []string
	for line := range strings.SplitSeq(dump, "\n") {
		if strings.HasPrefix(line, "activity ") {
			list = append(list, line)
		}
	}
	return list
}

func TestEveryCommand(t *testing.T) {
	t.Run("ACT-03 a check changes nothing, and tells exactly what the change then does", func(t *testing.T) {
		eachCommand(t, func(t *testing.T, s *stage, entry model.Entry, session model.Session, cmd model.Command) {
			var plan model.Plan
			s.Unchanged(func() { plan = s.Plan(session, cmd) })
			receipt := s.Do(session, cmd)
			if !reflect.DeepEqual(plan, receipt.Plan) {
				t.Errorf("planned:\n%s\ndone:\n%s", planned(plan), planned(receipt.Plan))
			}
			if len(plan.Effects) == 0 {
				t.Error("the plan is empty")
			}
			if entry.Takes && !plan.Takes() && entry.ID != "identity.source" && entry.ID != "sso.edit" {
				t.Errorf("the entry says that something is taken away, and the plan does not: %s", planned(plan))
			}
		})
	})
	t.Run("ACT-01 every change leaves an entry: when, who, what, on what", func(t *testing.T) {
		eachCommand(t, func(t *testing.T, s *stage, entry model.Entry, session model.Session, cmd model.Command) {
			before := s.Dump()
			s.Do(session, cmd)
			fresh := modeltest.Lines(strings.Join(entries(s.Dump()), "\n"), before)
			if len(fresh) == 0 {
				t.Fatal("no entry was left")
			}
			mustHold(t, strings.Join(fresh, "\n"), "Command:"+entry.ID, "Actor:")
			for _, line := range fresh {
				if strings.Contains(line, "Object: ") || strings.Contains(line, "At: ") {
					t.Errorf("an entry without a time or an object: %s", line)
				}
			}
		})
	})
	t.Run("ACT-01 entries are never changed or removed, whatever is done", func(t *testing.T) {
		eachCommand(t, func(t *testing.T, s *stage, entry model.Entry, session model.Session, cmd model.Command) {
			before := entries(s.Dump())
			s.Do(session, cmd)
			if err := s.Service.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
			if lost := modeltest.Lines(strings.Join(before, "\n"), s.Dump()); len(lost) > 0 {
				t.Errorf("entries were changed or removed: %s", strings.Join(lost, "\n"))
			}
		})
	})
	t.Run("ACT-01 what the sync brings leaves entries of the program", func(t *testing.T) {
		w, store := federated(t)
		list := activity(w, sso(store, "ana"), "corp")
		brought := 0
		for _, entry := range list {
			if entry.Command == "sync.cycle" {
				brought++
				mustEqual(t, "actor", entry.Actor.String(), "sync")
			}
		}
		mustEqual(t, "people brought", brought, 2)
	})
}

func TestActivity(t *testing.T) {
	t.Run("ACT-01 Space administrators and Power users see the activity, nobody else", func(t *testing.T) {
		w := acme(t)
		question := &model.ListActivity{Space: "acme"}
		for _, alias := range []string{"Ada", "Pat"} {
			if list := activity(w, as(alias), "acme"); len(list) == 0 {
				t.Errorf("%s sees no activity", alias)
			}
		}
		mustHold(t, w.RefuseAnswer("ACT-02", as("Lee"), question).Who, "Space administrator or Power user")
		w.RefuseAnswer("SPC-15", as("Out"), question)
	})
	t.Run("ACT-01 an entry tells when, who, what and on what, newest first, and pages go on where they ended", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), changeRole("Lee", model.PowerUser))
		all := activity(w, as("Ada"), "acme")
		first := all[0]
		mustEqual(t, "at", first.At, w.Service.Now())
		mustEqual(t, "who", first.Actor.String(), "@Ada")
		mustEqual(t, "what", first.Command, "member.role")
		mustEqual(t, "on what", first.Object, "Lee")
		mustHold(t, first.Text, "from Limited access to Power user")
		var paged []model.Activity
		for before := uint64(0); ; {
			page := modeltest.Ask[[]model.Activity](w, as("Ada"), &model.ListActivity{Space: "acme", Limit: 2, Before: before})
			if len(page) == 0 {
				break
			}
			paged, before = append(paged, page...), page[len(page)-1].Seq
		}
		if !reflect.DeepEqual(paged, all) {
			t.Errorf("paged %d entries, all are %d", len(paged), len(all))
		}
		filtered := modeltest.Ask[[]model.Activity](w, as("Ada"), &model.ListActivity{Space: "acme", Filter: "PAT@example"})
		mustEqual(t, "filtered", len(filtered), 1)
	})
	t.Run("ACT-01 entries outlive the thing and the person's belonging: a removed member's stay", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Pat"), invite("new@example.com", model.LimitedAccess))
		before := len(activity(w, as("Ada"), "acme"))
		w.Do(as("Ada"), remove("Pat"))
		list := activity(w, as("Ada"), "acme")
		mustEqual(t, "entries", len(list), before+1)
		mustEqual(t, "who", list[1].Actor.String(), "@Pat")
	})
	t.Run("ACT-01 SPC-15 the activity outlives its space for those who administered it to the end, and for nobody else", func(t *testing.T) {
		w := acme(t)
		w.Join("acme", "Ada", model.SpaceAdministrator, "Out")
		w.Do(as("Ada"), team("admins", model.SpaceAdministrator))
		w.Do(as("Ada"), toTeam("admins", "Lee"))
		w.Do(as("Ada"), &model.DeleteSpace{Name: "acme", Confirm: "delete"})
		if err := w.Service.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, alias := range []string{"Ada", "Out", "Lee"} {
			mustHold(t, activity(w, as(alias), "ACME")[0].Text, "deleted the space acme")
			w.RefuseAnswer("SPC-15", as(alias), &model.ListMembers{Space: "acme"})
		}
		deleted := w.RefuseAnswer("SPC-15", as("Pat"), &model.ListActivity{Space: "acme"}).Error()
		missing := w.RefuseAnswer("SPC-15", as("Pat"), &model.ListActivity{Space: "nope"}).Error()
		mustEqual(t, "the refusal", strings.ReplaceAll(deleted, "acme", "nope"), missing)
	})
}
