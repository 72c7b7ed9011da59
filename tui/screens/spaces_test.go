package screens_test

import (
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/tui/kit/kittest"
)

// ages is longer than any toast stands.
const ages = 20 * time.Second

// create goes through the creation of a space up to its account being verified.
func create(r *kittest.Robot, name, account string) {
	r.See("Create a space", "NEITHER CAN EVER BE CHANGED").Type(name).Press("enter", "enter").Type(account).Press("ctrl+s")
	r.See("AWS account verification token", "The space does not exist yet", account)
	r.Press("v").See("Verify Amazon CodeCatalyst space", "AWS "+account, "Verification token").Press("v").See("Account verified")
}

func TestCreateSpace(t *testing.T) {
	onScreen(t, "SPC-04 SPC-05 SPC-08 SPC-14 the first space opens on Projects, and a project is offered", func(w *world) {
		w.SignUp("mary")
		r := w.open(modeltest.As("mary"), "create-space")
		create(r, "acme", account)
		r.Press("enter").See("Create your first project?", "Your space acme is ready.").Press("enter").Type("web").Press("ctrl+s")
		r.See("[1 Projects]", "web", "as mary")
		r.Wait(ages).Press("esc").See("Spaces", "1 of 1") // the creation is over: there is no way back into it
	})
	onScreen(t, "SPC-08 SPC-14 an additional space opens on Projects, and no project is offered", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "spaces")
		r.Press("n")
		create(r, "globex", otherAccount)
		r.Press("enter").See("[1 Projects]", "globex").SeeNot("Create your first project?")
	})
	onScreen(t, "SPC-04 ACC-01 refusals stand on their field, and what was typed stays", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "create-space")
		r.Type("ACME").Press("enter", "enter").Type("1234").Press("ctrl+s").See("! The name ACME is taken.", "Rule SPC-02", "1234")
		r.Type("2").Press("ctrl+s").See("! The AWS account ID \"1234\" has 4 digits", "ACME2")
	})
	onScreen(t, "SPC-05 one can go back from the token, change something, and gets a new token", func(w *world) {
		w.SignUp("mary")
		r := w.open(modeltest.As("mary"), "create-space")
		r.Type("acme").Press("enter", "enter").Type(account).Press("ctrl+s").See("Token")
		r.Press("v").See("Verify Amazon").Press("q").See("Leave before acme exists?").Press("esc", "esc").See("The space does not exist yet").Press("esc").See("> Name your space", "acme", account)
		r.Type("2").Press("ctrl+s").See("acme2").Press("enter", "enter").See("Account verified", "acme2")
	})
	onScreen(t, "SPC-07 who may not create a space is told before typing anything", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("lin"), "create-space")
		r.See("! An additional space can be created only by a Space administrator", "Rule SPC-07")
	})
	onScreen(t, "ACC-12 HLP-03 a session that cannot go to the AWS side is told what it lacks", func(w *world) {
		w.SignUp("mary")
		env := w.env(modeltest.As("mary"))
		env.MaySwitch = false
		r := w.openWith(env, "create-space")
		r.Type("acme").Press("enter", "enter").Type(account).Press("ctrl+s", "v", "v").See("Rule ACC-12", account)
		r.Press("?").See("I cannot access the Amazon CodeCatalyst Spaces page")
	})
}

func TestSpaces(t *testing.T) {
	onScreen(t, "SPC-01 the type stands wherever a space is listed", func(w *world) {
		w.acme()
		pat := w.corp()
		w.open(modeltest.As("mary"), "spaces").See("acme", "AWS Builder ID", "Space administrator", "us-west-2")
		w.open(pat, "spaces").See("corp-space", "identity federation").Press("W").See("identity federation")
		w.open(modeltest.As("mary"), "settings?space=acme").See("Type", "AWS Builder ID", "acme (AWS Builder ID)")
	})
	onScreen(t, "SPC-12 one switches between spaces from anywhere", func(w *world) {
		w.acme()
		w.Space("globex", "mary", otherAccount)
		for _, place := range []string{"projects?space=acme", "settings?space=acme", "activity?space=acme", "permissions", "outbox", "profile"} {
			r := w.open(modeltest.As("mary"), place)
			r.Press("W").See("Switch to another of your spaces", "acme", "globex").Press("down", "enter").See("[1 Projects]", "globex (AWS Builder ID)")
			r.Press("W", "esc").See("[1 Projects]")
		}
	})
	onScreen(t, "SPC-14 enter opens a space on its projects", func(w *world) {
		w.acme()
		w.open(modeltest.As("mary"), "spaces").Press("enter").See("[1 Projects]", "web")
	})
	onScreen(t, "MEM-03 invitations wait above the spaces and are accepted or declined there", func(w *world) {
		w.acme()
		w.Space("globex", "mary", otherAccount)
		for _, space := range []string{"acme", "globex"} {
			w.Do(modeltest.As("mary"), &model.InviteMember{Space: space, Email: "bob@example.com", Role: model.PowerUser})
		}
		r := w.open(modeltest.As("bob"), "spaces").See("You belong to no space yet", "acme as Power user, from @mary, expires in 24 h", "globex")
		r.Press("a").See("(choose)").Press("enter").See("Space is missing") // nobody joins by pressing enter
		r.Press("right").See("acme as Power user").Press("enter").See("1 of 1", "acme")
		r.Press("x").See("your invitation to globex").Press("y").SeeNot("Invitations that wait")
	})
	onScreen(t, "ACT-05 what one may not do is shown, with the reason and who may", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("lin"), "spaces").See("×n create space")
		r.Press("n").See("Rule SPC-07", "Who may: a Space administrator of some space").Press("enter")
		r = w.open(modeltest.As("lin"), "settings?space=acme").See("×d delete space", "×e edit description")
		r.Press("d").See("is not open to the role Power user", "Who may: a Space administrator of the space")
		w.open(modeltest.As("jane"), "projects?space=acme").See("×n create project").Press("n").See("is not open to the role Limited access", "Who may: a Space administrator or Power user")
	})
	onScreen(t, "SPC-13 SPC-15 without access there is the same answer for every name", func(w *world) {
		w.acme()
		for _, place := range []string{"projects?space=", "settings?space=", "activity?space="} {
			for _, name := range []string{"acme", "nosuch"} {
				w.open(modeltest.As("bob"), place+name).See("! You have no access to a space named \"" + name + "\".")
			}
		}
	})
}

func TestDeleteSpace(t *testing.T) {
	onScreen(t, "SPC-09 SPC-10 what goes is counted and named before the word is asked for, and nothing but the word deletes", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "settings?space=acme").Press("d")
		r.See("3 members lose access to acme", "mary", "1 project goes", "web", account+" stops", "Type delete to confirm", "cannot be undone")
		r.Press("y", "enter").See("That is not the word delete.").Press("esc").See("[9 Settings]")
		if list := modeltest.Ask[[]model.SpaceView](w.World, modeltest.As("mary"), &model.ListSpaces{}); len(list) != 1 {
			t.Fatal("the space is gone")
		}
	})
	onScreen(t, "SPC-11 with other spaces one lands on the overview", func(w *world) {
		w.acme()
		w.Space("globex", "mary", otherAccount)
		r := w.open(modeltest.As("mary"), "spaces").Press("enter", "9", "d").Type("delete").Press("enter").See("globex", "1 of 1")
		r.Press("esc").See("globex", "1 of 1") // no way leads back into the space that is gone
	})
	onScreen(t, "SPC-11 without other spaces one lands on the creation of a space", func(w *world) {
		w.acme()
		w.open(modeltest.As("mary"), "settings?space=acme").Press("d").Type("delete").Press("enter").See("Create a space", "Name your space")
	})
	onScreen(t, "SPC-17 the description is edited, and refused on its field", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "settings?space=acme").Press("e").Type("!no").Press("enter").See("Rule SPC-17")
		r.Press("ctrl+u").Type("Where the web site is made").Press("enter").See("Where the web site is made")
	})
}
