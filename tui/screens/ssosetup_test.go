package screens_test

import (
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/tui/kit/kittest"
)

// directory is an organization with people who wait for a space.
func (w *world) directory() (aws model.Session) {
	w.t.Helper()
	w.Directory(thirdAccount, map[string][]string{"Admins": {"pat"}, "Devs": {"ana", "bo"}})
	return modeltest.AWS(thirdAccount)
}

// named goes through the first step of the wizard.
func named(r *kittest.Robot) *kittest.Robot {
	return r.See("Step 1", "Identity store ID").Type("Corp Inc").Press("tab").Type("corp").Press("ctrl+s").See("Step 2")
}

func TestPrerequisites(t *testing.T) {
	onScreen(t, "FED-01 the checklist says what is done and what is missing, and goes there", func(w *world) {
		r := w.open(modeltest.AWS(thirdAccount), "prerequisites")
		r.See("! missing", "Organization in AWS", "Management account", "IAM Identity Center instance", "Identity source", "Users and groups")
		r.Press("c").See("Missing first", "Rule FED-01").Press("enter")
		r.Press("down", "down", "enter").See("IAM Identity Center is not enabled")
	})
	onScreen(t, "FED-01 the wizard does not start while a prerequisite is missing, and names it", func(w *world) {
		r := w.open(modeltest.AWS(thirdAccount), "sso-setup")
		r.See("! A prerequisite is missing: Organization", "Rule FED-01").Press("p").See("Before a federated space")
	})
	onScreen(t, "FED-01 once all is done the checklist leads on to the wizard", func(w *world) {
		r := w.open(w.directory(), "prerequisites")
		r.See("done", "Users and groups").SeeNot("! missing").Press("c").See("Step 1: Choose application name")
	})
}

func TestSetupWizard(t *testing.T) {
	onScreen(t, "FED-06 five steps with the guide's fields, and the space appears at the end with what the sync has still to bring", func(w *world) {
		r := named(w.open(w.directory(), "sso-setup"))
		r.See("Region", "Developer role").Press("tab").Type("corp-space").Press("ctrl+s")
		r.See("Step 3: Connect groups", "Admins", "Devs").Press("enter")
		r.See("Step 4", "Space administrator role", "pat").SeeNot("ana").Press("enter")
		r.See("Step 5: Review", "the space corp-space", "1 connected group", "1 Space administrator", "never be used again")
		r.Press("tab", "enter").See("[5 Sync]", "1 change waits")
	})
	onScreen(t, "FED-06 every step can be gone back to with nothing lost, and nothing exists before the last one", func(w *world) {
		aws := w.directory()
		before := w.Dump()
		r := named(w.open(aws, "sso-setup"))
		r.Press("tab").Type("corp-space").Press("ctrl+s").See("Step 3").Press("down", " ", "enter").See("Step 4", "ana", "bo")
		r.Press(" ", "enter").See("Step 5: Review", "Devs").Press("esc").See("Step 4").Press("esc").See("Step 3").Press("esc").See("Step 2", "corp-space")
		r.Press("esc").See("Step 1", "Corp Inc", "corp").Press("ctrl+s").See("Step 2", "corp-space").Press("ctrl+s").See("Step 3").Press("enter").See("Step 4").Press("enter")
		r.See("Step 5: Review", "Devs", "ana")
		if w.Dump() != before {
			w.t.Error("something exists before the last step")
		}
	})
	onScreen(t, "FED-07 SPC-03 what is wrong with a name stands on its field, in its own step", func(w *world) {
		aws := w.directory()
		w.acme()
		r := w.open(aws, "sso-setup").See("Step 1").Type("Corp").Press("tab").Type("two/words").Press("ctrl+s").See("Rule FED-07", "two/words")
		for range len("two/words") {
			r.Press("backspace")
		}
		r.Type("corp").Press("ctrl+s").See("Step 2").Press("tab").Type("ACME").Press("ctrl+s").See("! The name ACME is taken.")
	})
	onScreen(t, "FED-10 turning an existing space shows who loses access, by name and count, and asks for its name", func(w *world) {
		w.acme()
		w.Connect("acme", "mary", thirdAccount)
		r := named(w.open(w.directory(), "sso-setup?space=acme"))
		r.See("Existing: acme").Press("ctrl+s").See("Step 3").Press("enter").See("Step 4").Press("enter")
		r.See("Step 5: Review", "3 members with an AWS Builder ID lose access for good", "mary", "never turns back", "Type acme to confirm")
		r.Type("acme").Press("enter").See("[5 Sync]", "acme")
		w.open(modeltest.As("mary"), "spaces").See("You belong to no space")
	})
	onScreen(t, "leaving the wizard asks", func(w *world) {
		r := named(w.open(w.directory(), "spaces").Press(":").Type("Set up SSO").Press("enter"))
		r.Press("esc").See("Step 1").Press("esc").See("Leave before SSO is set up?").Press("esc").See("Step 1", "Corp Inc")
	})
}
