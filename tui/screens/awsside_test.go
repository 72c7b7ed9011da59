package screens_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/tui/kit"
	"atrium/tui/kit/kittest"
)

// onAWS is a person who is signed in to an account with administrative permission.
func onAWS(alias, account string) model.Session {
	session := modeltest.As(alias)
	session.AWS = modeltest.AWS(account).AWS
	return session
}

// furnished is acme with a second account, and a role and an environment in its billing account.
func (w *world) furnished() {
	w.t.Helper()
	w.acme()
	w.Connect("acme", "mary", otherAccount)
	w.Do(modeltest.AWS(account), &model.AddRole{Space: "acme", Create: model.DevelopmentRole})
	w.Do(modeltest.AWS(otherAccount), &model.AddRole{Space: "acme", Create: model.DevelopmentRole})
	w.Do(modeltest.As("mary"), &model.AddEnvironment{Space: "acme", Project: "web", Name: "prod", Account: otherAccount, Role: "CodeCatalystWorkflowDevelopmentRole-acme"})
}

func TestAWSSpaces(t *testing.T) {
	onScreen(t, "BIL-13 the page lists each space of the signed-in account, its allowed tiers, and whether billing is on", func(w *world) {
		w.furnished()
		w.Do(modeltest.AWS(account), &model.AllowTiers{Space: "acme", Tiers: model.AllowPaid})
		w.Space("globex", "mary", thirdAccount)
		w.Connect("globex", "mary", account)
		r := w.open(onAWS("mary", account), "aws")
		r.See("AWS console", "AWS "+account, "as mary", "[1 Spaces]", "acme", "paid tiers", "billing on", "globex", "Free only", "billing off")
		r.Press("enter").See("CodeCatalyst space details: acme", "arn:aws:codecatalyst:us-west-", "PAID TIERS (STANDARD, ENTERPRISE)", "billing on")
	})
	onScreen(t, "ACC-12 HLP-03 who is not signed in, or lacks permission, is told what to do, and the help is the guide's own entry", func(w *world) {
		w.furnished()
		weak := modeltest.As("mary")
		weak.AWS = &model.SignIn{Account: account}
		explained := func(session model.Session) *kittest.Robot {
			r := w.open(session, "aws").See("Rule ACC-12")
			return r.Press("?").See("I cannot access the Amazon CodeCatalyst Spaces page").Press("esc")
		}
		r := explained(modeltest.As("mary")).See("not signed in to AWS", "A: Sign in to AWS, at the list of accounts")
		r.Press("A").See("Accounts]", account, otherAccount).Press("enter").See("You are signed in to AWS account " + account + " now.")
		r = explained(weak).See("AWS "+account+" no admin", "carries no administrative", "A: Sign in with administrative permission")
		r.Press("A").See("billing on", "You are signed in to AWS account "+account+" now.").SeeNot("no admin")
		w.open(onAWS("mary", thirdAccount), "aws-space?space=acme").See("not connected to acme")
	})
	onScreen(t, "BIL-13 the AWS side is one key away from billing, and one key back, and the header says the side, as whom, in which account", func(w *world) {
		w.furnished()
		r := w.open(modeltest.As("mary"), "billing?space=acme").See("Billing details", "as mary").SeeNot("AWS console")
		r.Press("m").See("AWS console", "AWS "+account+" us-west-2", "as mary", "CodeCatalyst space details: acme")
		r.Press("g").See("[7 Billing]", "Billing details").SeeNot("AWS console")
	})
}

func TestAWSVerify(t *testing.T) {
	onScreen(t, "ACC-02 a token is verified with one key, and leads on to the space's details", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "accounts?space=acme").Press("n").Type(otherAccount).Press("ctrl+s")
		r.See("Token").Press("enter").See("AWS console", "AWS "+otherAccount, "Verify Amazon CodeCatalyst space").Press("enter")
		r.See("Account verified", "To enable the Standard tier or add IAM roles for this space, view space details").Press("enter")
		r.See("CodeCatalyst space details: acme", "billing off").Press("g").See("[6 A", otherAccount, "connected")
	})
	onScreen(t, "ACC-02 ACC-13 a wrong token, and one of another Region, are refused on the field", func(w *world) {
		w.acme()
		token := w.Do(modeltest.As("mary"), &model.RequestAccount{Space: "acme", Account: otherAccount}).Result.(model.SpaceRequest).Token
		session := onAWS("mary", otherAccount)
		session.AWS.Region = model.Ireland
		r := w.open(session, "aws-verify?token="+token).See("in eu-west-1").Press("enter").See("Rule ACC-13", "us-west-2")
		r.Press("esc")
		w.open(onAWS("mary", otherAccount), "aws-verify").Type("nonsense").Press("enter").See("Rule ACC-02", "wrong, or was used")
	})
}

func TestAWSRoles(t *testing.T) {
	onScreen(t, "ACC-09 the development role is created with its warning shown, and stands under the roles with its policies", func(w *world) {
		w.acme()
		r := w.open(onAWS("mary", account), "aws-space?space=acme").See("None yet. n adds one.")
		r.Press("n").See("Add IAM role to Amazon CodeCatalyst space").Press("enter").See("developer accounts only", "AdministratorAccess", "Trust policy of CodeCatalystWorkflowDevelopmentRole-acme", "codecatalyst-runner.amazonaws.com")
		r.Press("end").See("Permissions of CodeCatalystWorkflowDevelopmentRole-acme", `"Action": "*"`)
		r.Press("enter").See("creates", "CodeCatalystWorkflowDevelopmentRole-", "AdministratorAccess", "developer accounts only", "> Cancel <")
		r.Press("tab", "enter").Wait(ages).See("IAM roles available to CodeCatalyst (1)", "CodeCatalystWorkflowDevelopmentRole-acme", "Warning: this role")
		r.Press("enter").See("Trust policy").Press("enter").See("codecatalyst-runner.amazonaws.com", "sts:AssumeRole", "y copies", "s saves")
	})
	onScreen(t, "ACC-09 the Support role gets a suffix of its own, and its trust policy is said to be open", func(w *world) {
		w.acme()
		r := w.open(onAWS("mary", account), "aws-space?space=acme").Press("n", "2", "enter").See("every space may assume this role", "Trust policy of").Press("enter").See("AWSRoleForCodeCatalystSupport-", "lets every space assume it")
		r.Press("tab", "enter").Wait(ages).See("AWSRoleForCodeCatalystSupport-")
	})
	onScreen(t, "ACC-09 a role of one's own is judged before it is added: who can assume it is called out", func(w *world) {
		w.acme()
		dir := w.t.TempDir()
		file := filepath.Join(dir, "role.json")
		trust := `{"Role":{"RoleName":"build","Arn":"arn:aws:iam::` + account + `:role/build","AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999999999999:root"},"Action":"sts:AssumeRole"}]}}}`
		if err := os.WriteFile(file, []byte(trust), 0o600); err != nil {
			w.t.Fatal(err)
		}
		env := w.env(onAWS("mary", account))
		env.Open = kit.OpenFile
		r := w.openWith(env, "aws-space?space=acme").Press("n", "3", "enter").See("Add an existing IAM role").Press("tab").Type(file).Press("ctrl+s")
		r.See("arn:aws:iam::"+account+":role/build", "999999999999").Press("tab", "enter").Wait(ages).See("build")
		r.Press("d").See("removes").Press("y").See("None yet. n adds one.")
	})
}

func TestAWSTags(t *testing.T) {
	onScreen(t, "ACC-10 several tags are edited and saved together", func(w *world) {
		w.acme()
		w.Do(modeltest.AWS(account), &model.TagAccount{Space: "acme", Set: []model.Tag{{Key: "old", Value: "1"}, {Key: "team", Value: "core"}}})
		r := w.open(onAWS("mary", account), "aws-tags?space=acme").See("2 of 50 tags", "old", "team")
		r.Press("x").See("not saved yet").Press("a").Type("stage").Press("enter").Type("prod").Press("enter")
		r.Press("up").See("[core]").Press("enter").Type("-team").Press("enter", "ctrl+s")
		r.See("2 of 50 tags", "stage", "prod", "core-team").SeeNot("not saved yet", "old ")
		r.Press("p").See("Policy based on the tag").Press("end").See("aws:ResourceTag").Press("esc")
	})
	onScreen(t, "ACC-10 nothing is saved while a row is wrong, each wrong row is named, and what was typed stays", func(w *world) {
		w.acme()
		r := w.open(onAWS("mary", account), "aws-space?space=acme").Press("t").See("No tag yet").Press("a").Type("aws:x").Press("enter", "enter").Press("a").Type("fine").Press("enter", "enter")
		r.Press("a").Type("semi;colon").Press("enter", "enter", "ctrl+s")
		r.See("Rule ACC-10", "! a key must not begin with aws:", "! the key holds a character that is not allowed", "fine", "not saved yet")
		if tags := modeltest.Ask[[]model.ConnectionView](w.World, modeltest.As("mary"), &model.ListAccounts{Space: "acme"})[0].Tags; len(tags) != 0 {
			w.t.Errorf("saved all the same: %v", tags)
		}
		r.Press("esc").See("Leave with tags that are not saved?")
	})
}

func TestAWSBilling(t *testing.T) {
	onScreen(t, "BIL-06 BIL-10 allowed tiers are set here; turning them off says that the tier falls to Free", func(w *world) {
		w.acme()
		r := w.open(onAWS("mary", account), "aws-space?space=acme").See("FREE (Free)")
		r.Press("e", "right").See("PAID TIERS (STANDARD, ENTERPRISE)").Press("enter").See("this changes no tier").Press("tab", "enter").Wait(ages).See("PAID TIERS")
		w.Do(modeltest.As("mary"), &model.ChangeTier{Space: "acme", Tier: model.StandardTier})
		r.Press("e", "right", "right").See("FREE").Press("enter").See("ends", "the Standard tier of acme, at once", "Free tier").Press("tab", "enter")
		r.Wait(ages).See("FREE (Free)")
	})
	onScreen(t, "BIL-16 the dashboard shows the current and the past months, by space and by resource, and exports them", func(w *world) {
		w.acme()
		w.Do(modeltest.AWS(account), &model.AllowTiers{Space: "acme", Tiers: model.AllowPaid})
		w.Do(modeltest.As("mary"), &model.ChangeTier{Space: "acme", Tier: model.StandardTier})
		w.Do(modeltest.As("mary"), &model.RehearseUsage{Space: "acme", Resource: "compute-minutes", Amount: 700})
		w.Advance(20 * 24 * time.Hour)
		r := w.open(onAWS("mary", account), "aws-billing").See("Billing dashboard of AWS account "+account, "2024-06 so far", "2024-05", "acme, Standard tier, 3 members")
		r.Press("end").See("700 of 600 minutes", "100.00 USD")
		r.Press("x").See("CSV", "JSON").Press("enter").See("month,current,space", ",tier,3,0,3,team")
	})
}

func TestRemoveSpace(t *testing.T) {
	onScreen(t, "ACC-05 ACC-08 before a connection is removed its dependents are told, and the space's name is typed", func(w *world) {
		w.furnished()
		r := w.open(onAWS("mary", otherAccount), "aws-space?space=acme").Press("x")
		r.See("the connection", "web/prod", "not recommended while something depends on it", "Type acme to confirm")
		r.Type("acmee").Press("enter").See("That is not the word").Press("backspace", "enter").See("not connected to acme")
	})
	onScreen(t, "ACC-06 the billing account's connection stays, and the refusal says what comes first", func(w *world) {
		w.furnished()
		w.open(onAWS("mary", account), "aws-space?space=acme").Press("x").See("Rule ACC-06", "Name another billing account first")
	})
}

func TestKnownAccounts(t *testing.T) {
	onScreen(t, "ACC-12 one signs in to a known account, without permission, in a Region, to another one, and out", func(w *world) {
		w.furnished()
		r := w.open(modeltest.As("mary"), "aws-accounts").See("AWS side: not signed in", account, otherAccount)
		r.Press("enter").See("signed in to account "+account, "signed in")
		r.Press("w").See("without administrative permission", "no admin")
		r.Press("r", "right").Press("enter").See("in us-west-2")
		r.Press("a").Type("123").Press("ctrl+s").See("Rule ACC-01").Press("backspace", "backspace", "backspace").Type(thirdAccount).Press("ctrl+s").See("signed in to account " + thirdAccount)
		r.Press("o").See("AWS side: not signed in")
	})
	onScreen(t, "an organization is imported from what the AWS command line printed", func(w *world) {
		file := filepath.Join(w.t.TempDir(), "accounts.json")
		arn := "arn:aws:organizations::" + account + ":account/o-example1234/"
		text := `{"Accounts":[{"Id":"` + account + `","Arn":"` + arn + account + `","Name":"Payer","Status":"ACTIVE"},{"Id":"` + otherAccount + `","Arn":"` + arn + otherAccount + `","Name":"Build","Status":"SUSPENDED"}]}`
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			w.t.Fatal(err)
		}
		env := w.env(modeltest.AWS(account))
		env.Open = kit.OpenFile
		r := w.openWith(env, "aws-accounts").Press("m").Type(file).Press("enter").See("2 AWS accounts that were not known").Press("tab", "enter")
		r.See("Payer", "Build", "Suspended")
	})
}

func TestSaveDocument(t *testing.T) {
	onScreen(t, "ACC-09 a policy is saved to a new file of its owner alone, and a file that is there is never touched", func(w *world) {
		w.furnished()
		file := filepath.Join(w.t.TempDir(), "trust.json")
		env := w.env(onAWS("mary", account))
		env.Save = kit.SaveFile
		save := func(r *kittest.Robot) *kittest.Robot {
			r.Press("p", "enter").See("Trust policy of").Press("s").See("Save Trust policy")
			for range 80 {
				r.Press("backspace")
			}
			return r.Type(file).Press("enter")
		}
		save(w.openWith(env, "aws-space?space=acme")).See("Saved as")
		data, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(data), "codecatalyst-runner.amazonaws.com") {
			w.t.Fatalf("saved %q, %v", data, err)
		}
		if info, _ := os.Stat(file); info.Mode().Perm() != 0o600 {
			w.t.Errorf("mode %v", info.Mode())
		}
		save(w.openWith(env, "aws-space?space=acme")).See("There is a file", "was not touched")
	})
}
