package kit_test

import (
	"errors"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/kit/kittest"
)

// on opens the table with one action on a key.
func on(t *testing.T, service *kittest.Service, key string, cmd model.Command, o kit.RunOptions) *kittest.Robot {
	var action kit.Action
	env := kittest.NewEnv(t, service)
	inner, _ := env.Within()
	action = kit.NewGates(inner, cmd).Action(key, service.EntryOf(cmd).ID, "Do it", func() model.Command { return cmd }, o)
	return open(t, service, &million{total: 3}, 80, 24, action)
}

var losses = model.Plan{Effects: []model.Effect{
	{Kind: model.EffectRemoves, Text: "12 members lose access", Count: 12, Names: []string{"jane", "li"}},
	{Kind: model.EffectNote, Text: "the name can never be used again"},
}}

func TestRunAsksForWhatIsMissing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		service := &kittest.Service{Plans: map[string]model.Plan{"member.invite": {Effects: []model.Effect{{Kind: model.EffectMails, Text: "an invitation to li@example.com"}}}}}
		r := on(t, service, "i", &model.InviteMember{Space: "acme"}, kit.RunOptions{})
		r.Press("i").See("Space: acme", "> Email *", "Role *").SeeNot("Confirm")
		r.Type("li@example.com").Press("enter").See("> Role *", "limited-access").Press("enter")
		r.See("Invite: mails an invitation to li@example.com")
		got := service.Done()[0].(*model.InviteMember)
		if got.Email != "li@example.com" || got.Role != model.LimitedAccess {
			t.Errorf("did %+v", got)
		}
		r.Wait(time.Minute).SeeNot("Invite: mails").See("Do it")
	})
}

func TestRefusalGoesToItsFieldAndKeepsWhatWasTyped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		service := &kittest.Service{Refusals: map[string]error{"member.invite": &model.Refusal{
			Rule: "MEM-03", Field: "email", Message: "This address was invited already.", Fix: "Resend the invitation.", Who: "a Power user"}}}
		r := on(t, service, "i", &model.InviteMember{Space: "acme"}, kit.RunOptions{})
		r.Press("i").Type("li@example.com").Press("enter", "enter")
		r.See("> Email *", "li@example.com", "! This address was invited already.", "Resend the invitation.", "Who may: a Power user", "Rule MEM-03")
		r.Type("x").SeeNot("MEM-03").Press("esc").See("Throw away what you typed?").Press("n").See("li@example.comx")
		r.Press("esc", "y").SeeNot("Email *")
	})
}

func TestMissingFieldIsSaidBeforeAsking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := on(t, &kittest.Service{}, "i", &model.InviteMember{Space: "acme"}, kit.RunOptions{})
		r.Press("i", "ctrl+s").See("! Email is missing.").Press("esc").SeeNot("Email *")
	})
}

func TestTakingAwayShowsThePlanAndStandsOnCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		service := &kittest.Service{Plans: map[string]model.Plan{"member.remove": losses}}
		r := on(t, service, "y", &model.RemoveMember{Space: "acme", Alias: "li"}, kit.RunOptions{})
		r.Press("y").See("removes  12 members lose access", "jane", "and 10 more", "> Cancel <")
		r.Press("y").See("> Cancel <") // the key that opened it does not confirm it
		r.Press("enter").SeeNot("Cancel")
		r.Press("y", "right").See("> Confirm <").Press("enter").See("removes 12 members lose access")
		if n := len(service.Done()); n != 1 {
			t.Errorf("%d commands were done", n)
		}
	})
}

func TestConfirmWithYes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		service := &kittest.Service{Plans: map[string]model.Plan{"member.remove": losses}, Delay: time.Second}
		r := on(t, service, "x", &model.RemoveMember{Space: "acme", Alias: "li"}, kit.RunOptions{})
		r.Press("x").See("Working…").Press("y", "y").Wait(time.Second).See("> Cancel <")
		r.Press("y").See("Working…").Press("esc").Wait(2 * time.Second).See("removes 12 members")
	})
}

func TestConfirmByWord(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		service := &kittest.Service{Plans: map[string]model.Plan{"space.delete": losses}}
		r := on(t, service, "x", &model.DeleteSpace{Name: "acme"}, kit.RunOptions{Title: "Delete acme"})
		r.Press("x").See("Type delete to confirm").Type("yes").Press("enter").See("! That is not the word delete.")
		r.Press("backspace", "backspace", "backspace").Type("delete").Press("enter").See("Delete acme: removes 12 members")
		if got := service.Done()[0].(*model.DeleteSpace); got.Confirm != "delete" {
			t.Errorf("did %+v", got)
		}
	})
}

func TestRefusalWithoutAFormIsShownWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		service := &kittest.Service{Refusals: map[string]error{"member.remove": &model.Refusal{Rule: "MEM-07", Message: "li is the last one.", Fix: "Name another first."}}}
		r := on(t, service, "x", &model.RemoveMember{Space: "acme", Alias: "li"}, kit.RunOptions{})
		r.Press("x").See("! li is the last one.", "Name another first.", "Rule MEM-07").Press("enter").SeeNot("MEM-07")
	})
	synctest.Test(t, func(t *testing.T) {
		service := &kittest.Service{Refusals: map[string]error{"member.remove": errors.New("disk on fire")}}
		r := on(t, service, "x", &model.RemoveMember{Space: "acme", Alias: "li"}, kit.RunOptions{})
		r.Press("x").See("Internal error (log id ").SeeNot("fire")
	})
}

func TestClosedActionsSayWhy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		action := kit.Action{ID: "space.delete", Key: "x", Title: "Delete", Disabled: &kit.Reason{Why: "You are a Power user.", Who: "a Space administrator", Rule: "ACT-02"}}
		r := open(t, &kittest.Service{Book: book(t)}, &million{total: 3}, 80, 24, action)
		r.See("×x Delete").Press("x").See("! You are a Power user.", "Who may: a Space administrator").Press("esc")
		r.Press("?", "end", "pgup").See("Delete", "You are a Power user. Who may: a Space administrator. [ACT-02]")
	})
}

// book is a guide of two topics.
func book(t *testing.T) *model.Guide {
	guide, err := model.ReadGuide(fstest.MapFS{
		"members.md": {Data: []byte("title: Members\nrules: MEM-01\nsee: teams\n\nWho belongs to the space.\n\n- one thing that is long enough to be wrapped at the end of a line of eighty cells\n- another")},
		"teams.md":   {Data: []byte("title: Teams\nsee: members\n\nA team gathers members.")},
		"rules.txt":  {Data: []byte("MEM-01\tTables of their own.\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return guide
}

func TestHelpFollowsLinks(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {60, 15}} {
		synctest.Test(t, func(t *testing.T) {
			r := open(t, &kittest.Service{Book: book(t)}, &million{total: 3}, size[0], size[1])
			r.Press("?").See("Who belongs to the space.", "Rules that apply", "MEM-01")
			r.Press("tab", "enter").See("A team gathers members.").Press("left").See("Who belongs").Press("end").See("quit")
			r.Press("esc").See("1 of 3")
		})
	}
}

func TestPaletteFindsAndRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		service := &kittest.Service{Closed: map[string]error{"space.delete": &model.Refusal{Rule: "SPC-09", Message: "Not you.", Who: "a Space administrator"}}}
		r := open(t, service, &million{total: 3}, 80, 24)
		r.Press(":").Type("delsp").See("× Delete space", "! Not you.", "Who may: a Space administrator").Press("enter").See("Rule SPC-09").Press("esc")
		r.Press("ctrl+p").Type("create space").Press("enter").See("> Name your space *").Press("esc").See("1 of 3")
		r.Press(":").Type("zzzz").See("Nothing matches").Press("enter", "esc").See("1 of 3")
	})
}

func TestFormScrollsInSmallWindows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := on(t, &kittest.Service{}, "i", &model.CreateSpace{}, kit.RunOptions{}).Resize(60, 15)
		r.Press("i")
		for range 9 {
			r.Press("tab")
		}
		r.Press("shift+tab").See("> ").Resize(60, 16)
		r.Paste("two\nlines\x1b[2J").SeeNot("\x1b")
	})
}

func TestQuitAsksWhenSomethingWasTyped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := on(t, &kittest.Service{}, "i", &model.InviteMember{Space: "acme"}, kit.RunOptions{})
		r.Press("i").Type("li").Press("ctrl+c").See("Throw away what you typed?", "> Cancel <").Press("enter").See("li")
		r.Press("ctrl+c", "y")
		if !r.Ended() {
			t.Error("it did not end")
		}
	})
}

func TestSeveralAndCheckInputs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var form *kit.Form
		env := kittest.NewEnv(t, &kittest.Service{})
		cmd := &model.CreateTeam{Space: "acme", Name: "core"}
		form = kit.NewForm(env, "Team", kit.InputsOf(cmd, []string{"groups", "role"}, map[string][]kit.Option{
			"groups": {{Value: "a", Title: "Group A"}, {Value: "b", Title: "Group B"}}}))
		form.SetSize(80, 20)
		filled := false
		form.Submit = func() tea.Cmd { filled = form.Fill(cmd); return nil }
		for _, key := range []string{"tab", "space", "down", "space", "ctrl+s"} {
			form.Update(kittest.Key(key))
		}
		if !filled || len(cmd.Groups) != 2 || cmd.Role != model.LimitedAccess {
			t.Errorf("filled %v: %+v", filled, cmd)
		}
		kittest.CheckFrame(t, form.View(), 80, 20)
	})
}
