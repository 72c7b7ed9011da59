package screens_test

import (
	"io"
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/tui/kit"
	"atrium/tui/kit/kittest"
)

// company is an organization with Workloads/Production and three accounts, managed by account.
func (w *world) company() (aws model.Session) {
	w.t.Helper()
	aws = modeltest.AWS(account)
	w.Do(aws, &model.CreateOrganization{})
	w.Do(aws, &model.CreateUnit{Name: "Workloads"})
	w.Do(aws, &model.CreateUnit{Name: "Production", Parent: "Workloads"})
	w.Do(aws, &model.AddMemberAccount{Account: otherAccount, Name: "Tools"})
	w.Do(aws, &model.AddMemberAccount{Account: thirdAccount, Name: "Shop", Unit: "Workloads/Production"})
	return aws
}

func TestOrganization(t *testing.T) {
	onScreen(t, "FED-01 FED-02 the checklist leads to where an account creates an organization and becomes its management account", func(w *world) {
		r := w.open(modeltest.AWS(account), "prerequisites").See("! missing").Press("enter")
		r.See("[5 Accounts]", "AWS account "+account+" belongs to no organization.", "with this account as its management account", "n create organization")
		r.Press("n").See("creates", "the organization o-", "with AWS account "+account, "> Cancel <").Press("y")
		r.See("Organization", account+" manages it, and you are signed in to it", "1 AWS account, 0 organizational units", "> Root", "└─ AWS account", "Active, management")
	})
	onScreen(t, "FED-02 member accounts and nested units come under the unit at the cursor, and the tree is drawn", func(w *world) {
		w.Do(modeltest.AWS(account), &model.CreateOrganization{})
		r := w.open(modeltest.AWS(account), "organization")
		r.Press("u").See("Create an organizational unit under the root").Type("Workloads").Press("enter").See("└─ Workloads")
		r.Press("end", "u").See("under Workloads").Type("Production").Press("enter").See("   └─ Production")
		r.Press("end", "n").See("Add a member account under Workloads/Production").Type(otherAccount).Press("tab").Type("Shop").Press("enter")
		r.See("├─ AWS account", "└─ Workloads", "   └─ Production", "      └─ Shop", otherAccount, "2 AWS accounts, 2 organizational units")
		r.Press("end").See("Shop", "stands under Workloads/Production").Press("enter").See("Organizational unit: Workloads/Production", "Status: Active")
	})
	onScreen(t, "FED-02 an account is in at most one organization, and the refusal stands where its number is typed", func(w *world) {
		w.Do(modeltest.AWS(otherAccount), &model.CreateOrganization{})
		w.Do(modeltest.AWS(account), &model.CreateOrganization{})
		r := w.open(modeltest.AWS(account), "organization").Press("n").Type(otherAccount).Press("ctrl+s")
		r.See("belongs to the organization o-", "one at the most", "Rule FED-02", otherAccount)
	})
	onScreen(t, "FED-02 an account is moved to a unit that is chosen, and taken out after the plan", func(w *world) {
		r := w.open(w.company(), "organization").Press("end").See("> ", "Shop").Press("m")
		r.See("Move AWS account "+thirdAccount, "under Workloads/Production now", "> Root", "└─ Workloads").SeeNot("Tools").Press("enter")
		r.See("changes", "to the root").Press("esc").See("Move AWS account").Press("enter", "y").See("├─ Shop", "stands").SeeNot("Move AWS account")
		r.Press("o").See("removes", "AWS account "+thirdAccount+" from the organization", "> Cancel <").Press("y").SeeNot("Shop").See("2 AWS accounts, 2")
	})
	onScreen(t, "FED-02 a unit goes once nothing stands in it, and what the cursor is not on is closed", func(w *world) {
		r := w.open(w.company(), "organization").Press("x").See("not an organizational unit").Press("enter")
		r.Press("down", "down", "down", "down", "x").See("holds AWS account", thirdAccount, "Rule FED-02").Press("enter").Press("down", "o", "y", "end", "x")
		r.See("removes", "the organizational unit Workloads/Production").Press("y").SeeNot("└─ Production").See("1 organizational unit")
	})
	onScreen(t, "FED-02 a filter keeps what stands above", func(w *world) {
		r := w.open(w.company(), "organization").Press("/").Type("shop").Press("enter")
		r.See("Root", "└─ Workloads", "   └─ Production", "      └─ Shop").SeeNot("Tools").Press("esc").See("├─ Tools")
	})
	onScreen(t, "FED-02 what only the management account may do is closed to a member account, with the reason", func(w *world) {
		w.company()
		r := w.open(modeltest.AWS(otherAccount), "organization").See("├─ Tools", account+" manages it; you are signed in to "+otherAccount, "×n add account")
		r.Press("u").See("does not manage its organization", "management account "+account, "Who may:", "Rule FED-02").Press("enter")
		r.Press("A").See("manages it, and you are signed in to it").Press("u").See("Create an organizational unit")
	})
	onScreen(t, "FED-02 the tree is drawn in plain characters where the terminal takes no others", func(w *world) {
		env := w.env(w.company())
		env.Theme = kit.NewTheme(io.Discard, []string{"TERM=dumb"})
		w.openWith(env, "organization").See("|- Tools", "`- Workloads", "   `- Production", "      `- Shop")
	})
	onScreen(t, "FED-02 ACC-12 who is not signed in on the AWS side is told so", func(w *world) {
		w.open(modeltest.Nobody, "organization").See("done on the AWS side", "Rule ACC-12", "A Sign in to AWS")
	})
}

func TestImportOrganization(t *testing.T) {
	list := `{"Accounts": [{"Id": "` + account + `", "Arn": "arn:aws:organizations::` + account + `:account/o-realone123/` + account + `", "Email": "a@corp.example", "Name": "Main", "Status": "ACTIVE"},
		{"Id": "` + otherAccount + `", "Arn": "arn:aws:organizations::` + account + `:account/o-realone123/` + otherAccount + `", "Email": "b@corp.example", "Name": "Closed one", "Status": "SUSPENDED"}]}`
	desk := func(w *world) *kittest.Robot {
		env := w.env(modeltest.AWS(account))
		env.Open = modeltest.Files(map[string]string{"accounts.json": list, "bad.json": `{"Accounts": [{"Id": "12"}]}`})
		return w.openWith(env, "outbox").Press(":").Type("Import an org").Press("enter")
	}
	onScreen(t, "FED-02 the real organization comes in from files, after its plan", func(w *world) {
		r := desk(w).See("Import an organization", "Files").Type("accounts.json").Press("enter")
		r.See("creates", "the organization o-realone123", "2 AWS accounts that were not known").Press("y")
		r.See("o-realone123", "imported from AWS", "Main", "Closed one", "Suspended")
	})
	onScreen(t, "FED-02 of a faulty file nothing is applied, and the field keeps what was typed", func(w *world) {
		desk(w).Type("bad.json").Press("enter").See("bad.json", "Nothing was imported", "> Files").Press("esc", "y").See("belongs to no organization")
	})
	onScreen(t, "FED-02 a session without files of its own is told where to import", func(w *world) {
		w.open(modeltest.AWS(account), "organization?do=org.import").See("This session has no files of yours", "atrium org import")
	})
}
