package kit_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"atrium/model"
	"atrium/tui"
	"atrium/tui/kit"
	"atrium/tui/kit/kittest"
	"atrium/tui/text"
)

func TestAgoWordsTheLargestUnit(t *testing.T) {
	now := model.At(time.Date(2024, 5, 15, 12, 0, 0, 0, time.UTC))
	for d, want := range map[time.Duration]string{
		0: "just now", 59 * time.Second: "just now", 5 * time.Minute: "5 min ago", 90 * time.Minute: "1 h ago",
		47 * time.Hour: "47 h ago", 72 * time.Hour: "3 days ago", -24 * time.Hour: "in 24 h",
	} {
		if got := kit.Ago(now, now.Add(-d)); got != want {
			t.Errorf("%v ago is %q, want %q", d, got, want)
		}
	}
	if got := kit.Ago(now, 0); got != "" {
		t.Errorf("a moment that never was is %q", got)
	}
	if got := now.Stamp(); got != "2024-05-15 12:00 UTC" {
		t.Errorf("the stamp is %q", got)
	}
}

func TestFactsAreCleanAndKeepToTheirWidth(t *testing.T) {
	env := kittest.NewEnv(t, &kittest.Service{})
	lines := kit.Facts(env.Theme, 40, "Name", "Mary\x1b[2J Major", "Empty", "", "Description", strings.Repeat("word ", 30))
	for _, line := range lines {
		if text.Width(line) > 40 || strings.Contains(line, "\x1b[2J") || strings.Contains(line, "Empty") {
			t.Errorf("line %q", line)
		}
	}
	if len(lines) < 4 {
		t.Errorf("only %d lines", len(lines))
	}
}

func TestClosedLeavesFieldsToThePerson(t *testing.T) {
	refusal := &model.Refusal{Rule: "SPC-02", Field: "name", Message: "Taken."}
	service := &kittest.Service{Refusals: map[string]error{"space.create": refusal}}
	env := kittest.NewEnv(t, service)
	if reason := kit.Closed(t.Context(), env, &model.CreateSpace{}); reason != nil {
		t.Errorf("a refused field closes the command: %+v", reason)
	}
	refusal.Field = ""
	if reason := kit.Closed(t.Context(), env, &model.CreateSpace{}); reason == nil || reason.Rule != "SPC-02" {
		t.Errorf("the command is open: %+v", reason)
	}
	env.ReadOnly = "The disk is full."
	if reason := kit.Closed(t.Context(), env, &model.CreateSpace{}); reason == nil || reason.Why != env.ReadOnly {
		t.Errorf("what cannot be written is not said: %+v", reason)
	}
}

func TestPlacesOfASpaceNeedOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		env := kittest.NewEnv(t, &kittest.Service{})
		env.Places = []kit.Place{{Title: "Settings", Route: kit.To("settings"), InSpace: true}}
		screens := tui.Screens{"a": func(env *kit.Env, _ kit.Route) kit.Screen { return kit.NewText(env, "a", "the first place", "") }}
		r := kittest.Start(t, tui.New(env, screens, kit.To("a")), 80, 24)
		r.Press(":").Type("settings").See("× Settings", "You stand in no space.").Press("enter").See("W lists yours")
	})
}

func TestAnewLeavesNoWayBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		env := kittest.NewEnv(t, &kittest.Service{})
		place := func(env *kit.Env, r kit.Route) kit.Screen { return kit.NewText(env, r.Name, "the place "+r.Name, "") }
		r := kittest.Start(t, tui.New(env, tui.Screens{"a": place, "b": place, "c": place}, kit.To("a")), 80, 24)
		r.Send(kit.Navigate{Route: kit.To("b")}).See("a › b").Send(kit.Navigate{Route: kit.To("c"), Anew: true}).See("the place c").SeeNot("a ›")
		if !r.Send(kit.Back{}).Ended() {
			t.Error("there is still a way back")
		}
	})
}
