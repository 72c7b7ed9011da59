package screens_test

import (
	"fmt"
	"strings"
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
)

// requested is a token of acme for an account that is not connected yet.
func (w *world) requested(account model.AccountID) string {
	w.t.Helper()
	return w.Do(modeltest.As("mary"), &model.RequestAccount{Space: "acme", Account: account}).Result.(model.SpaceRequest).Token
}

func TestWaysToTheRightAccount(t *testing.T) {
	onScreen(t, "ACC-02 ACC-12 a token verified in the wrong place leads in one key to the account that it was made for, and goes along", func(w *world) {
		w.acme()
		weak := modeltest.As("mary")
		weak.AWS = &model.SignIn{Account: otherAccount}
		for _, session := range []model.Session{modeltest.As("mary"), onAWS("mary", thirdAccount), weak} {
			token := w.requested(otherAccount)
			r := w.open(session, "aws-verify").Paste(token).Press("enter").See("Rule ACC-12", "Who may: someone signed in to AWS account "+otherAccount, "The token stays filled in")
			r.Press("enter").See("AWS console", "AWS "+otherAccount, "as mary", "You are signed in to AWS account "+otherAccount).SeeNot("no admin", "Throw away")
			r.Press("enter").See("Account verified", otherAccount, "acme")
			w.Do(modeltest.AWS(otherAccount), &model.RemoveAccount{Space: "acme", Confirm: "acme"})
		}
	})
	onScreen(t, "ACC-13 a token of another Region leads in one key to that Region, in the same account", func(w *world) {
		w.acme()
		session := onAWS("mary", otherAccount)
		session.AWS.Region = model.Ireland
		r := w.open(session, "aws-verify").Paste(w.requested(otherAccount)).Press("enter").See("There is no such request in eu-west-1", "Rule ACC-13", "in us-west-2")
		r.Press("esc").See("> Verification token", "Rule ACC-13").Press("enter", "enter")
		r.See("AWS " + otherAccount + " us-west-2").Press("enter").See("Account verified")
	})
	onScreen(t, "ACC-02 a wrong token is refused on its field, without a way that leads nowhere", func(w *world) {
		w.acme()
		w.open(onAWS("mary", otherAccount), "aws-verify").Type("nonsense").Press("enter").See("> Verification token", "nonsense", "Rule ACC-02").SeeNot("The token stays filled in")
	})
	onScreen(t, "ACC-12 a session that cannot sign in elsewhere is told so beside the way", func(w *world) {
		w.acme()
		env := w.env(modeltest.As("mary"))
		env.MaySwitch = false
		w.openWith(env, "aws-verify?token="+w.requested(otherAccount)).Press("enter").See("Rule ACC-12", "This session cannot sign in")
		w.openWith(env, "aws").See("Rule ACC-12", "This session cannot sign in")
	})
}

func TestSides(t *testing.T) {
	onScreen(t, "BIL-13 the header and the way here are those of the side that one stands on", func(w *world) {
		w.furnished()
		r := w.open(modeltest.As("mary"), "billing?space=acme").Press("m").Wait(ages)
		r.See("AWS console › acme", "[1 Spaces]", "g Go to").SeeNot("Spaces › acme")
		r.Press("1").See("Amazon CodeCatalyst Spaces", "1 of 1", "arn:aws:codecatalyst:us-west-2:"+account, "connected since 2024-05-15")
		r.Press("g").See("[7 Billing]", "atrium")
	})
	onScreen(t, "ACC-12 signing out says so, and signing in says where and how", func(w *world) {
		w.furnished()
		r := w.open(onAWS("mary", account), "aws-accounts").Press("o").See("AWS side: not signed in", "You are signed out on the AWS side now.")
		r.Press("w").See("You are signed in to AWS account "+account+" now, no admin.", "AWS "+account+" no admin")
	})
}

func TestAWSPalette(t *testing.T) {
	onScreen(t, "ACC-09 ACC-10 BIL-10 what is done on the AWS side is found from the space, and goes through the place that shows its plan", func(w *world) {
		w.acme()
		w.Do(modeltest.AWS(account), &model.AllowTiers{Space: "acme", Tiers: model.AllowPaid})
		w.Do(modeltest.As("mary"), &model.ChangeTier{Space: "acme", Tier: model.StandardTier})
		find := func(words string) string {
			return w.open(onAWS("mary", account), "projects?space=acme").Press(":").Type(words).Press("enter").Screen()
		}
		for words, want := range map[string]string{
			"manage tags": "Manage tags: the connection of AWS account", "add iam role": "Add IAM role to Amazon CodeCatalyst space",
			"update allowed": "Allowed billing tiers", "codecatalyst space details": "CodeCatalyst space details: acme",
		} {
			if screen := find(words); !strings.Contains(screen, want) || !strings.Contains(screen, "AWS console") {
				w.t.Errorf("%q leads to:\n%s", words, screen)
			}
		}
		r := w.open(onAWS("mary", account), "projects?space=acme").Press(":").Type("update allowed").Press("enter", "right", "right", "enter")
		r.See("the Standard tier of acme, at once", "> Cancel <")
	})
	onScreen(t, "ACC-12 a place of the AWS side is gone to also by who is not signed in, and offers to sign in", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "projects?space=acme").Press(":").Type("manage tags").Press("enter").See("AWS console", "not signed in to AWS", "Rule ACC-12")
		r.Press("A").See("Accounts]", account)
	})
	onScreen(t, "ACC-10 what needs a space says so where one stands in none", func(w *world) {
		w.acme()
		w.open(onAWS("mary", account), "outbox").Press(":").Type("manage tags").See("You stand in no space.").Press("enter").See("You stand in no space.")
	})
	onScreen(t, "an organization is imported from anywhere, from a person's own files only", func(w *world) {
		text := `{"Accounts":[{"Id":"` + account + `","Arn":"arn:aws:organizations::` + account + `:account/o-example1234/` + account + `","Name":"Payer","Status":"ACTIVE"}]}`
		env := w.env(modeltest.AWS(account))
		w.openWith(env, "outbox").Press(":").Type("import an org").Press("enter").See("This session has no files of yours", "atrium org import")
		env.Open = modeltest.Files(map[string]string{"accounts.json": text})
		r := w.openWith(env, "aws-accounts").Press("m").Type("accounts.json").Press("enter").See("1 AWS account that was not known").Press("tab", "enter")
		r.Press("5").See("Payer", "manages o-exam", "signed in")
	})
}

func TestJudgedRoles(t *testing.T) {
	onScreen(t, "ACC-09 a pasted trust policy, line breaks and all, is judged before the role is added and beside the role", func(w *world) {
		w.acme()
		trust := "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [{\n    \"Effect\": \"Allow\",\n    \"Principal\": {\"Service\": [\"codecatalyst.amazonaws.com\", \"codecatalyst-runner.amazonaws.com\"]},\n    \"Action\": \"sts:AssumeRole\"\n  }]\n}\n"
		r := w.open(onAWS("mary", account), "aws-space?space=acme").Press("n", "3", "enter").Type("arn:aws:iam::" + account + ":role/deploy").Press("tab").Paste(trust).Press("ctrl+s")
		r.See("not-met: CodeCatalyst can assume the role from any space", "> Cancel <").Press("tab", "enter").Wait(ages)
		r.See("deploy", "Judged: too open, other spaces can use it as well.").Press("pgdown").See("To mend it: set the condition").Press("enter").See("Trust policy").Press("enter").See("sts:AssumeRole").Press("esc").See("Permissions policy").Press("down", "enter").See("decided in its own account")
	})
	onScreen(t, "ACC-09 a trust policy that cannot be read is refused on its field, and nothing is added", func(w *world) {
		w.acme()
		r := w.open(onAWS("mary", account), "aws-space?space=acme").Press("n", "3", "enter").Type("arn:aws:iam::" + account + ":role/deploy").Press("tab").Paste("{broken").Press("ctrl+s")
		r.See("> Trust policy text", "Rule ACC-09", "Give the trust policy", "{broken")
	})
}

func TestTagRows(t *testing.T) {
	tag := func(w *world, tags ...model.Tag) {
		w.Do(modeltest.AWS(account), &model.TagAccount{Space: "acme", Set: tags})
	}
	onScreen(t, "ACC-10 a key that stands in two rows is refused on both, so that none takes the other's place unseen", func(w *world) {
		w.acme()
		tag(w, model.Tag{Key: "team", Value: "core"})
		r := w.open(onAWS("mary", account), "aws-tags?space=acme").Press("a").Type("team").Press("enter").Type("web").Press("enter", "s")
		r.See("A key stands in more than one row.", "Nothing was saved.", "core", "web", "not saved yet")
		if n := strings.Count(r.Screen(), "! another row has the same key"); n != 2 {
			w.t.Errorf("said on %d rows:\n%s", n, r.Screen())
		}
		r.Press("left", "enter").Type("2").Press("enter", "enter", "s").See("2 of 50 tags", "team2").SeeNot("another row", "not saved yet")
	})
	onScreen(t, "ACC-10 an edited key is a tag removed and a tag set, keys can be swapped, and a row can be taken back", func(w *world) {
		w.acme()
		tag(w, model.Tag{Key: "a1", Value: "one"}, model.Tag{Key: "b2", Value: "two"}, model.Tag{Key: "c3", Value: "three"})
		r := w.open(onAWS("mary", account), "aws-tags?space=acme")
		rename := func(key string) { r.Press("left", "enter", "ctrl+u").Type(key).Press("enter", "enter") }
		rename("b2")
		r.Press("down")
		rename("a1")
		r.Press("down")
		rename("d4")
		r.Press("u").See("c3").Press("x").See("2 of 50 tags").Press("u").See("3 of 50 tags").Press("s").Wait(ages)
		got := modeltest.Ask[[]model.ConnectionView](w.World, modeltest.As("mary"), &model.ListAccounts{Space: "acme"})[0].Tags
		if fmt.Sprint(got) != fmt.Sprint(map[string]string{"a1": "two", "b2": "one", "c3": "three"}) {
			w.t.Errorf("tags are %v", got)
		}
	})
	onScreen(t, "ACC-10 many wrong rows are each told beside the row, and the one under the cursor is in sight", func(w *world) {
		w.acme()
		r := w.open(onAWS("mary", account), "aws-tags?space=acme")
		for i := range 25 {
			r.Press("a").Type(fmt.Sprintf("aws:%02d", i)).Press("enter", "enter")
		}
		r.Press("s").See("Some rows are wrong: 25.", "Rule ACC-10", "aws:24", "! a key must not begin with aws:").Press("home").See("aws:00")
	})
	onScreen(t, "ACC-10 at most 50 tags are saved", func(w *world) {
		w.acme()
		var tags []model.Tag
		for i := range model.MaxTags {
			tags = append(tags, model.Tag{Key: fmt.Sprintf("k%02d", i)})
		}
		tag(w, tags...)
		r := w.open(onAWS("mary", account), "aws-tags?space=acme").See("50 of 50 tags").Press("a").Type("more").Press("enter", "enter", "s")
		r.See("would have 51 tags", "Nothing was saved.", "51 of 50 tags", "more")
	})
	onScreen(t, "ACC-10 a row that is begun and left empty is none", func(w *world) {
		w.acme()
		r := w.open(onAWS("mary", account), "aws-tags?space=acme").Press("a", "esc").See("No tag yet", "0 of 50 tags")
		r.Press("a").Type("half").Press("ctrl+c").See("Leave with tags that are not saved?")
	})
}
