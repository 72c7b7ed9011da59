package kit_test

import (
	"testing"
	"testing/fstest"
	"testing/synctest"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui"
	"atrium/tui/kit"
	"atrium/tui/kit/kittest"
)

// troubled is a model with the guide's entry on trouble, which refuses a command with a way to that entry.
func troubled(t *testing.T, command, field string) *kittest.Service {
	t.Helper()
	guide, err := model.ReadGuide(fstest.MapFS{
		"trouble.md": {Data: []byte("title: I cannot do it\narea: billing\n\nTurn it on first.\n")},
		"rules.txt":  {Data: []byte("BIL-05\tA rule.\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	refusal := &model.Refusal{Rule: "BIL-05", Field: field, Message: "Not now.", Topic: "trouble"}
	return &kittest.Service{Refusals: map[string]error{command: refusal}, Book: guide}
}

func TestARefusalLeadsToItsTopic(t *testing.T) {
	t.Run("HLP-03 from a dialog", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			r := on(t, troubled(t, "member.remove", ""), "x", &model.RemoveMember{Space: "acme", Alias: "li"}, kit.RunOptions{})
			r.Press("x").See("! Not now.", "? explains").Press("?").See("I cannot do it", "Turn it on first.").Press("esc").See("! Not now.")
		})
	})
	t.Run("HLP-03 from the field of a form, whatever was typed, until one types on", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			r := on(t, troubled(t, "team.create", "name"), "n", &model.CreateTeam{Space: "acme", Role: model.PowerUser}, kit.RunOptions{Skip: []string{"groups", "members", "description"}})
			r.Press("n").Type("devs?").See("devs?").Press("enter").See("! Not now.", "? explains")
			r.Press("?").See("Turn it on first.").Press("esc").See("devs?").Type("x?").See("devs?x?").SeeNot("? explains")
		})
	})
	t.Run("HLP-03 from a form as a whole", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			r := on(t, troubled(t, "team.create", ""), "n", &model.CreateTeam{Space: "acme", Role: model.PowerUser}, kit.RunOptions{Skip: []string{"groups", "members", "description"}})
			r.Press("n").Type("devs").Press("enter").See("! Not now.", "? explains").Press("?").See("Turn it on first.")
		})
	})
	t.Run("HLP-03 from a question, also where a word is typed", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			for _, word := range []string{"", "remove"} {
				service := troubled(t, "team.create", "")
				place := func(env *kit.Env, _ kit.Route) kit.Screen {
					c := kit.NewConfirm(env, "Do it?", losses, word)
					c.Do = func(string) tea.Cmd { c.Refuse(service.Refusals["team.create"]); return nil }
					c.Cancel = func() tea.Cmd { return nil }
					return c
				}
				r := kittest.Start(t, tui.New(kittest.NewEnv(t, service), tui.Screens{"a": place}, kit.To("a")), 80, 24)
				if word == "" {
					r.Press("right", "enter")
				} else {
					r.Type(word).Press("enter")
				}
				r.See("! Not now.", "? explains").Press("?").See("Turn it on first.")
			}
		})
	})
	t.Run("HLP-03 from the reason beside a key", func(t *testing.T) {
		service := troubled(t, "team.create", "")
		if got := kit.ReasonOf(service.Refusals["team.create"]).Refusal().Topic; got != "trouble" {
			t.Errorf("the reason leads to %q", got)
		}
	})
	t.Run("HLP-03 from the ways that lead out of it", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			service := troubled(t, "team.create", "")
			place := func(env *kit.Env, _ kit.Route) kit.Screen {
				return kit.NewWaysOut(env, "Do it", service.Refusals["team.create"], kit.Way{Title: "Turn it on", Run: func() tea.Cmd { return kit.Say("on") }})
			}
			r := kittest.Start(t, tui.New(kittest.NewEnv(t, service), tui.Screens{"a": place}, kit.To("a")), 80, 24)
			r.See("! Not now.", "Rule BIL-05", "1 Turn it on", "? explains").Press("?").See("Turn it on first.").Press("esc", "enter").See("on")
		})
	})
}
