package screens_test

import (
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/tui/kit/kittest"
)

// token is the one with which a request that waits is verified.
func (w *world) token(space, account string) string {
	w.t.Helper()
	for _, c := range modeltest.Ask[[]model.ConnectionView](w.World, modeltest.As("mary"), &model.ListAccounts{Space: space}) {
		if string(c.Account) == account {
			return c.Token
		}
	}
	w.t.Fatalf("account %s does not wait", account)
	return ""
}

// everything reads a page that scrolls from its beginning to its end, in one line.
func everything(r *kittest.Robot) string {
	var b strings.Builder
	r.Press("home")
	for before := ""; r.Screen() != before; r.Press("pgdown") {
		before = r.Screen()
		lines := r.Lines()
		for _, line := range lines[1 : len(lines)-1] { // without header and footer
			if !strings.HasSuffix(line, " lines") {
				b.WriteString(line + " ")
			}
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// equip gives acme a second account with a role, which the environment prod of the project web uses.
func (w *world) equip() {
	w.t.Helper()
	w.acme()
	w.Connect("acme", "mary", otherAccount)
	w.Do(modeltest.AWS(otherAccount), &model.AddRole{Space: "acme", Create: model.DevelopmentRole})
	w.Do(modeltest.AWS(otherAccount), &model.AddRole{Space: "acme", ARN: "arn:aws:iam::" + otherAccount + ":role/codecatalyst-build-role",
		Pasted: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"codecatalyst-runner.amazonaws.com"},"Action":"sts:AssumeRole"}]}`})
	w.Do(modeltest.AWS(otherAccount), &model.TagAccount{Space: "acme", Set: []model.Tag{{Key: "team", Value: "platform"}}})
	w.Do(modeltest.As("mary"), &model.AddEnvironment{Space: "acme", Project: "web", Name: "prod", Account: otherAccount, Role: "codecatalyst-build-role"})
}

func TestAccounts(t *testing.T) {
	onScreen(t, "ACC-02 a request shows its token, sends it to the clipboard, and is verified in AWS with one key", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "accounts?space=acme").See("[6 A", account, "connected, billing", "1 of 1")
		r.Press("n").See("Connect an AWS account", "AWS account ID").Type("12").Press("ctrl+s").See("has 2 digits", "Rule ACC-01")
		r.Press("ctrl+u").Type(otherAccount).Press("tab").Type("build").Press("tab").Type("For the builds").Press("ctrl+s")
		token := w.token("acme", otherAccount)
		r.See("AWS account verification token", "Token: "+token, "> 1 Verify in AWS", "Sent to the terminal's clipboard: "+token)
		r.Press("enter").Wait(ages).See("AWS "+otherAccount+" us-west-2", token)
	})
	onScreen(t, "ACC-02 an account that waits is verified later, or withdrawn after its plan", func(w *world) {
		w.acme()
		w.Do(modeltest.As("mary"), &model.RequestAccount{Space: "acme", Account: otherAccount, Name: "build"})
		r := w.open(modeltest.As("mary"), "accounts?space=acme").Press("end").See("build", "waits for verification", "v verifies it in AWS")
		r.Press("enter").See("Token: "+w.token("acme", otherAccount), "It works once.").Press("esc")
		r.Press("y").See("Sent to the terminal's clipboard: " + w.token("acme", otherAccount)).Wait(ages)
		r.Press("x").See("removes", "the request to connect AWS account "+otherAccount, "> Cancel <").Press("esc").See("waits for verification")
		w.Do(modeltest.AWS(otherAccount), &model.VerifyAccount{Token: w.token("acme", otherAccount)})
		r.Wait(time.Second).SeeNot("waits for verification").See("enter shows its roles")
	})
	onScreen(t, "ACC-02 the key on a row that waits goes over to verify it", func(w *world) {
		w.acme()
		w.Do(modeltest.As("mary"), &model.RequestAccount{Space: "acme", Account: otherAccount})
		w.open(modeltest.As("mary"), "accounts?space=acme").Press("end", "v").See("AWS "+otherAccount+" us-west-2", w.token("acme", otherAccount))
	})
	onScreen(t, "ACC-02 an account is asked for from anywhere in the space", func(w *world) {
		w.acme()
		w.open(modeltest.As("mary"), "settings?space=acme").Press(":").Type("connect an aws").Press("enter").See("Space: acme", "> AWS account ID")
	})
	onScreen(t, "ACC-04 a Power user manages accounts; with limited access one is told who may, and sees no token", func(w *world) {
		w.acme()
		w.Do(modeltest.As("mary"), &model.RequestAccount{Space: "acme", Account: otherAccount})
		w.open(modeltest.As("lin"), "accounts?space=acme").SeeNot("×n").Press("end", "enter").See("Token: " + w.token("acme", otherAccount))
		r := w.open(modeltest.As("jane"), "accounts?space=acme").See("×n connect", "×r roles in AWS").Press("n")
		r.See("is not open to the role Limited access", "Who may: a Space administrator or Power user").Press("enter")
		r.Press("end").See("×v Verify in AWS", "×x withdraw").Press("enter").See("waits to be verified on the AWS side").SeeNot(w.token("acme", otherAccount))
	})
	onScreen(t, "BIL-08 who pays and what is allowed is shown to Space administrators only", func(w *world) {
		w.equip()
		w.open(modeltest.As("mary"), "accounts?space=acme").See("connected, billing", "Free  ")
		r := w.open(modeltest.As("lin"), "accounts?space=acme").See("is shown to Space administrators", "×b billing in AWS").SeeNot("connected, billing", "Free  ")
		r.Press("b").See("is not open to the role Power user", "Who may: a Space administrator of the space").Press("enter", "enter")
		r.See("AWS account details").SeeNot("Billing account", "Allowed billing tiers")
		w.open(modeltest.As("mary"), "accounts?space=acme&account="+account).See("Billing account", "yes, it pays for acme", "Allowed billing tiers")
	})
	onScreen(t, "ACC-09 the roles of a connection are shown, with the warning and who can assume them", func(w *world) {
		w.equip()
		r := w.open(modeltest.As("mary"), "accounts?space=acme").Press("end").See("2 of 2", "connected  ").Press("enter")
		page := everything(r)
		for _, words := range []string{"IAM roles available to CodeCatalyst (2)", "CodeCatalystWorkflowDevelopmentRole-acme", "codecatalyst-build-role",
			"! Warning: this role is recommended for developer accounts only: it carries the AWS managed policy AdministratorAccess",
			"CodeCatalyst can assume the role only for this space", "CodeCatalyst can assume the role from any space", "To mend it: set the condition ArnLike aws:SourceArn",
			"Used by the environment web/prod.", "Tags (1)", "team platform"} {
			if !strings.Contains(page, words) {
				t.Errorf("%q is not on the page:\n%s", words, page)
			}
		}
	})
	onScreen(t, "ACC-08 what depends on a connection is listed, and why it is not removed now", func(w *world) {
		w.equip()
		w.open(modeltest.As("mary"), "accounts?space=acme&account="+otherAccount).Press("end").
			See("What depends on it (1)", "environment web/prod, with the role codecatalyst-build-role", "Removing the account is not recommended while something depends on it.")
	})
	onScreen(t, "BIL-13 the AWS side's page of the connection is one key away", func(w *world) {
		w.equip()
		for _, key := range []string{"r", "b"} {
			w.open(modeltest.As("mary"), "accounts?space=acme").Press("end", key).See("AWS "+otherAccount+" us-west-2", "acme")
			w.open(modeltest.As("mary"), "accounts?space=acme&account="+otherAccount).Press(key).See("AWS "+otherAccount+" us-west-2", "acme")
		}
	})
}
