package screens_test

import (
	"strings"
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
)

func TestProfile(t *testing.T) {
	onScreen(t, "IDN-07 a profile shows full name, alias, nickname, email and the kind of user", func(w *world) {
		w.SignUp("mary")
		w.Do(modeltest.As("mary"), &model.EditProfile{Name: "Mary Major", Nickname: "Mi"})
		w.open(modeltest.As("mary"), "profile?alias=mary").See("AWS Builder ID", "Mary Major", "@mary", "Nickname", "Mi", "mary@example.com")
		pat := w.corp()
		w.open(pat, "profile").See("My settings", "SSO user of Corp Inc", "Dr pat", "pat@corp.example")
	})
	onScreen(t, "IDN-08 any user's profile can be looked up, and My settings is one's own", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "profile").See("My settings", "@mary")
		r.Press("f").Type("nosuch").Press("enter").See("! There is no person named \"nosuch\".")
		r.Press("ctrl+u").Type("@jane").Press("enter").See("Profile of jane", "jane of Example", "jane@example.com", "Spaces of both of you", "acme")
		r.See("×e edit").Press("e").See("This is the profile of someone else.").Press("enter", "esc").See("My settings")
	})
	onScreen(t, "IDN-06 a new full name shows at once, and the alias stays", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "profile").Press("e", "ctrl+u").Type("Mary Minor").Press("ctrl+s").See("Mary Minor", "@mary")
		r.Press("ctrl+p").Type("actingas").Press("enter").See("Mary Minor")
	})
	onScreen(t, "IDN-09 a password reset puts a message in the outbox; an SSO user is told where the password lives", func(w *world) {
		w.SignUp("mary")
		r := w.open(modeltest.As("mary"), "profile").Press("p").See("A message with a code is in the outbox.")
		r.Press("ctrl+p").Type("gooutbox").Press("enter").See("Reset your AWS Builder ID password")
		w.open(w.corp(), "profile").Press("p").See("Your password lives with the identity provider of Corp Inc.", "Rule IDN-09")
	})
}

func TestActivity(t *testing.T) {
	onScreen(t, "IDN-10 activity mentions people by alias, lists show their full name", func(w *world) {
		w.acme()
		w.Do(modeltest.As("mary"), &model.InviteToProject{Space: "acme", Project: "web", Email: "jane@example.com", Role: model.Contributor})
		w.open(modeltest.As("mary"), "activity?space=acme").See("@mary", "made @jane Contributor").SeeNot("of Example")
		w.open(modeltest.As("mary"), "projects?space=acme&project=web").See("Project members", "jane of Example", "jane", "Contributor", "Member")
	})
	onScreen(t, "ACT-01 the newest entry comes first, with its age in program time and the whole of it below", func(w *world) {
		w.acme()
		w.Clock.Move(2 * 3600e9)
		w.Do(modeltest.As("lin"), &model.CreateProject{Space: "acme", Name: "late"})
		r := w.open(modeltest.As("mary"), "activity?space=acme")
		r.See("> just now", "@lin", "created the project late", "2 h ago", "2024-05-15 14:00 UTC", "project.create").Press("y").See("Sent to the terminal's clipboard")
		r.Press("p").See("Profile of lin")
	})
	onScreen(t, "ACT-01 older entries are loaded as one goes down, and the cursor stays with its entry", func(w *world) {
		w.acme()
		for i := range 700 {
			w.Do(modeltest.As("mary"), &model.EditSpace{Name: "acme", Description: strings.Repeat("x", i%7+1)})
		}
		r := w.open(modeltest.As("mary"), "activity?space=acme")
		for range 5 {
			r.Press("end")
		}
		r.See("> ", "account.verify")
		w.Do(modeltest.As("mary"), &model.EditSpace{Name: "acme", Description: "new"})
		r.Wait(ages).See("account.verify", "> ")
		r.Press("/").Type("jane").Press("enter").See("filter: jane", "jane@example.com")
	})
	onScreen(t, "ACT-05 the activity is closed to limited access, and says who may see it", func(w *world) {
		w.acme()
		w.open(modeltest.As("jane"), "activity?space=acme").See("is not open to the role Limited access", "Who may: a Space administrator or Power user")
	})
}

func TestProjectMembers(t *testing.T) {
	onScreen(t, "MEM-01 MEM-04 Project members lists who has a role in the project; one is invited and removed there", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "projects?space=acme").Press("enter").See("Project members of web", "Nobody has a role in this project yet")
		r.Press("i").Type("bob@example.com").Press("ctrl+s").See("bob@example.com", "Contributor", "Invited").SeeNot("mary of Example")
		r.Press("i").Type("jane@example.com").Press("ctrl+s").See("jane of Example", "1 of 2")
		r.Press("/").Type("jane").Press("enter", "x").See("@jane from the project web").Press("y").See("Nothing matches")
	})
}

func TestActingAs(t *testing.T) {
	onScreen(t, "one acts as a person, as an SSO user, as nobody, and on the AWS side", func(w *world) {
		w.acme()
		w.corp()
		r := w.open(modeltest.As("mary"), "acting-as").See("You act as mary.", "AWS side: not signed in.", "acts")
		r.Press("/").Type("jane").Press("enter", "enter").See("as jane")
		r.Press("u").Type("pat").Press("enter").See("as pat (SSO")
		r.Press("a").See("[5 Accounts]", account).Press("a").Type("12").Press("ctrl+s").See("Rule ACC-01", "2 digits").Press("ctrl+u").Type(account).Press("tab", "space", "ctrl+s")
		r.See("account "+account+", without administrative permission", "no admin").Press("esc").See("You act as", "without administrative permission").Press("o").See("signed out").Press("n").See("You act as nobody")
	})
	onScreen(t, "a session that may not switch says so", func(w *world) {
		w.acme()
		env := w.env(modeltest.As("mary"))
		env.MaySwitch = false
		r := w.openWith(env, "acting-as").See("This session acts as mary", "×u SSO user")
		r.Press("enter").See("Open another session as somebody else.").Press("enter").See("as mary")
	})
}

func TestOutbox(t *testing.T) {
	onScreen(t, "IDN-02 the outbox shows every mail, whole, and copies its code", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "outbox").See("You are invited to acme", "jane@example.com", "accept within 24")
		r.Press("y").See("This message holds no code.").Press("enter")
		r.Press("/").Type("mary verification").Press("enter").See("1 of 1", "It expires in 10 minutes").Press("y").See("Sent to the terminal's clipboard: " + w.Code("mary@example.com"))
	})
}

func TestWelcome(t *testing.T) {
	onScreen(t, "the first screen says what this is and gives the ways on", func(w *world) {
		opened := false
		env := w.env(modeltest.Nobody)
		env.OpenDemo = func() { opened = true }
		r := w.openWith(env, "welcome").See("rehearsal", "two sides", "Nothing here touches an AWS account", "sign up", "sign in", "open the demo company", "quit")
		r.Press("down", "down", "enter")
		if !opened || !r.Ended() {
			t.Errorf("demo opened: %v, ended: %v", opened, r.Ended())
		}
		w.open(modeltest.Nobody, "welcome").Press("d").See("This session cannot change to the demo company.").Press("enter", "enter").See("[1 email]")
		if quit := w.open(modeltest.Nobody, "welcome").Press("x"); !quit.Ended() {
			t.Error("it did not quit")
		}
	})
	onScreen(t, "text from outside is made visible before it is drawn", func(w *world) {
		w.SignUp("mary")
		evil := "Mary \u00a0\u3000Ｍajor 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字"
		w.Do(modeltest.As("mary"), &model.EditProfile{Name: evil})
		for _, place := range []string{"profile", "acting-as"} {
			w.open(modeltest.As("mary"), place).See("漢字") // each frame is held to its width by the robot
		}
	})
}
