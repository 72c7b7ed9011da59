package screens_test

import (
	"context"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/tui/kit"
)

func TestTogether(t *testing.T) {
	onScreen(t, "ACT-02 what one changes is on the other's screen within a second, with the cursor where it was", func(w *world) {
		w.acme()
		mary, lin := w.open(modeltest.As("mary"), "members?space=acme"), w.open(modeltest.As("lin"), "members?space=acme&table="+string(model.MembersTable))
		lin.Press("down")
		before := cursorLine(lin.Lines())
		mary.Press("i").Type("ana@example.com").Press("ctrl+s").See("mails an invitation")
		lin.Wait(700 * time.Millisecond).See("ana@example.com")
		if after := cursorLine(lin.Lines()); after != before {
			w.t.Errorf("the cursor was on %q and is on %q", before, after)
		}
	})
	onScreen(t, "SPC-17 who edits what another changed meanwhile is told, and keeps what was typed", func(w *world) {
		w.acme()
		w.Join("acme", "mary", model.SpaceAdministrator, "bob")
		mary, bob := w.open(modeltest.As("mary"), "settings?space=acme"), w.open(modeltest.As("bob"), "settings?space=acme")
		mary.Press("e").Type("of Mary")
		bob.Press("e").Type("of Bob").Press("enter").See("of Bob")
		mary.Press("enter").See("Somebody changed this", "“of Bob”", "What you typed is kept", "of Mary")
		bob.See("of Bob")
		mary.Press("enter").SeeNot("Somebody changed this").See("of Mary")
		bob.Wait(time.Second).See("of Mary")
	})
	onScreen(t, "MEM-10 a field that was not touched keeps what the other put there", func(w *world) {
		w.acme()
		w.Do(modeltest.As("mary"), &model.CreateTeam{Space: "acme", Name: "core", Role: model.LimitedAccess, Description: "before"})
		mary := w.open(modeltest.As("mary"), "teams?space=acme").Press("r")
		w.Do(modeltest.As("mary"), &model.EditTeam{Space: "acme", Name: "core", Role: model.PowerUser})
		mary.Type(" and after").Press("ctrl+s").Press("y").See("Space role was “limited-", "access” and is “power-user” now")
		mary.Press("ctrl+s").Press("y")
		team := modeltest.Ask[[]model.Team](w.World, modeltest.As("mary"), &model.ListTeams{Space: "acme"})[0]
		if team.Role != model.PowerUser || team.Description != "before and after" {
			w.t.Errorf("it is %+v", team)
		}
	})
}

func TestTwoEditAVPCConnection(t *testing.T) {
	onScreen(t, "VPC-13 who edits a VPC connection that another changed meanwhile is told, and keeps what was chosen", func(w *world) {
		w.connected()
		r := w.open(modeltest.As("mary"), "vpc-add?space=acme&edit=corp")
		r.See("VPC role").Press("enter").See("subnet-pria")
		w.Do(modeltest.As("lin"), &model.EditVPC{Space: "acme", Name: "corp", SecurityGroups: []string{"sg-5"}})
		r.Press("enter").See("sg-1").Press("down", "space", "enter").See("Review").Press("y")
		r.See("Somebody changed this while you were at it", "sg-5").Press("y").See("is changed")
		if got := w.vpc("corp").SecurityGroups; len(got) != 2 {
			w.t.Errorf("it has %v", got)
		}
	})
}

func TestWhoIsHere(t *testing.T) {
	onScreen(t, "who is here is listed, and who comes is seen at once", func(w *world) {
		w.acme()
		env := w.env(modeltest.As("mary"))
		now := time.Now()
		list := []kit.Presence{{ID: 1, Who: "mary", From: "this terminal", Since: now, Typed: now, Place: kit.To("here"), Own: true}}
		env.Here = func(context.Context, model.Session) ([]kit.Presence, error) { return list, nil }
		var came func()
		env.Attend = func(fn func()) func() { came = fn; return func() {} }
		r := w.openWith(env, "here").See("mary", "this ter", "you")
		list = append(list, kit.Presence{ID: 2, Who: "lin\x1b[31m", From: "192.0.2.7:4711", Since: now, Typed: now.Add(-5 * time.Minute), Place: kit.To("members", "space", "acme")})
		came()
		r.Wait(time.Second).See("lin␛", "5 min", "acme: Members")
		r.Press("down", "enter").See("Members")
	})
	onScreen(t, "alone is said", func(w *world) {
		w.acme()
		w.open(modeltest.As("mary"), "here").See("Nobody else is here.").Press("?").See("Several people can have the same store")
	})
}
