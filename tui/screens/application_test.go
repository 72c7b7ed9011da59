package screens_test

import (
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

// served is corp, in which also Devs with ana and bo is a group that can be connected; it gives whoever is
// signed in to the application's account.
func (w *world) served() (aws model.Session) {
	w.t.Helper()
	w.corp()
	aws = modeltest.AWS(thirdAccount)
	store := modeltest.Ask[model.ApplicationView](w.World, aws, &model.ShowApplication{}).IdentityStore
	w.Do(aws, &model.CreateGroup{Store: store, Name: "Devs"})
	for _, name := range []string{"ana", "bo"} {
		w.Do(aws, &model.CreateUser{Store: store, UserName: name, Groups: []string{"Devs"}})
	}
	return aws
}

// freed is served after corp-space was disassociated.
func (w *world) freed() (aws model.Session) {
	w.t.Helper()
	aws = w.served()
	w.Do(aws, &model.DisassociateSSO{Space: "corp-space", Confirm: "corp-space"})
	return aws
}

func TestApplication(t *testing.T) {
	onScreen(t, "FED-18 FED-26 the page shows space, names, status, administrators, connected groups and the role of the sync", func(w *world) {
		r := w.open(w.served(), "application")
		r.See("[4 IAM Identity Center]", "Space name            corp-space", "Display name          Corp Inc", "Application name      corp", "active: it signs people in to corp-space",
			"Identity store        d-", "in AWS account "+thirdAccount, "Space administrators  @pat", "Service-linked role   AmazonCodeCatalystServiceRole")
		r.See("Connected group", "> Admins", "in the space", "1 of 1").Press("v").See("- @pat", "- Admins: 1 user, in the space", "role/aws-service-").Press("enter")
		r.Press("enter").See("Group Admins", "pat").Press("esc", "g").See("[4 SSO]", "corp-space")
	})
	onScreen(t, "FED-18 an account without an application is told so, with the ways to the checklist and the wizard", func(w *world) {
		r := w.open(w.directory(), "application").See("AWS account "+thirdAccount+" has no Identity Center application.", "n set up SSO", "p prerequisites")
		r.Press("p").See("Before a federated space").Press("esc", "n").See("Step 1: Choose application name")
	})
	onScreen(t, "FED-18 ACC-12 an application of another account, or without being signed in, says where to sign in", func(w *world) {
		w.served()
		w.open(modeltest.Nobody, "application").See("done on the AWS side", "Rule ACC-12")
		w.open(modeltest.AWS(account), "application?account="+thirdAccount).See("! You are signed in to AWS account "+account, "A Sign in to AWS "+thirdAccount).
			Press("A").See("Application name      corp")
	})
	onScreen(t, "FED-21 an application whose store or instance is gone says so, and can only be deleted", func(w *world) {
		aws := w.served()
		r := w.open(aws, "directory")
		r.Press("X").See("Delete identity store", "the identity store d-", "3 users", "2 groups", "1 SSO user loses access to corp-space", "pat", "ends", "the association of the application corp", "Type delete to confirm")
		r.Type("delete").Press("enter").See("The identity store of the instance ssoins-", "Delete the instance with").Press("v")
		r.See("not associated: its identity store was deleted").Press("n").See("can only be deleted too", "Rule FED-21").Press("enter", "esc")
		r.Press("Z").See("removes", "the instance ssoins-", "the application corp: it becomes invalid", "Type delete to confirm").Type("delet").Press("enter").See("not the word delete")
		r.Type("e").Press("enter").See("IAM Identity Center is not enabled").Press("v").See("invalid: its instance of IAM Identity Center was deleted", "signs nobody in")
		r.Press("e").See("can only be deleted too").Press("enter", "x").See("its name is free again", "> Cancel <").Press("y").See("has no Identity Center application")
	})
	onScreen(t, "FED-26 the wizard offers the developer role with its warning, and the role of the sync is created", func(w *world) {
		r := named(w.open(w.directory(), "sso-setup")).Press("tab").Type("corp-space").Press("tab", "tab", "space", "ctrl+s").See("Step 3").Press("enter").See("Step 4").Press("enter")
		r.See("Step 5: Review", "service-linked role", "AmazonCodeCatalystServiceRole", "CodeCatalystWorkflowDevelopmentRole-").Press("end").See("AdministratorAccess").Press("y").See("[5 Sync]")
		w.open(modeltest.AWS(thirdAccount), "application").See("Service-linked role   AmazonCodeCatalystServiceRole")
	})
}

func TestEditSSO(t *testing.T) {
	onScreen(t, "FED-13 all groups are shown with the connected ones ticked, and the plan says who comes and who leaves", func(w *world) {
		r := w.open(w.served(), "application").Press("e").See("Edit SSO of corp-space", "1 selected", ">*Admins", "  Devs")
		r.Press("enter").See("ticked as they are connected").Press("enter")
		r.Press("space", "space", "enter").See("creates", "the connection of the group Devs: 2 users", "removes", "the connection of the group Admins: 1 user, who leave")
		r.Press("esc").See("*Devs").Press("esc").See("Throw away what you ticked?").Press("n", "up", "space", "enter").See("Devs: 2 users").SeeNot("Admins")
		r.Press("y").See("1 of 2", "> Admins", "Devs", "waits for the sync", "in the space").SeeNot("Throw away")
		w.Advance(4 * time.Hour)
		r.Wait(time.Second).SeeNot("waits for the sync")
	})
	onScreen(t, "FED-13 whoever is chosen as administrator and leaves with a group is named in the plan", func(w *world) {
		aws := w.served()
		w.Do(aws, &model.EditSSO{Space: "corp-space", Connect: []string{"Devs"}})
		w.Do(aws, &model.NameAdministrators{Space: "corp-space", Users: []string{"ana"}})
		r := w.open(aws, "application").See("@pat, @ana").Press("e").See("2 selected").Press("down", "space", "enter")
		r.See("1 person is no longer chosen as Space administrator", "ana")
	})
	onScreen(t, "FED-13 groups are found by typing, and what is ticked stays ticked", func(w *world) {
		w.open(w.served(), "application").Press("e", "/").Type("dev").Press("enter").See("1 of 1", "Devs").SeeNot("Admins").Press("space", "esc").See("2 selected", "*Admins", "*Devs")
	})
	onScreen(t, "FED-11 Space administrators are chosen among the users of the connected groups", func(w *world) {
		aws := w.served()
		w.Do(aws, &model.EditSSO{Space: "corp-space", Connect: []string{"Devs"}})
		r := w.open(aws, "application").Press("a").See("Choose Space administrators of corp-space", "ana", "bo", "pat", "administrator")
		r.Press("/").Type("bo").Press("enter").See("1 of 1").Press("enter").See("creates", "the role Space administrator for bo").Press("y").See("Space administrators  @pat, @bo")
	})
}

func TestAssociateSSO(t *testing.T) {
	onScreen(t, "FED-09 FED-20 while a space is served no other can be, nor can the application be deleted", func(w *world) {
		r := w.open(w.served(), "application").Press("n").See("associated with corp-space, and one space is the", "Rule FED-09").Press("enter")
		r.Press("x").See("is associated with a space", "Disassociate it first", "Rule FED-09")
	})
	onScreen(t, "FED-19 disassociating says how many lose access, and asks for the space's name", func(w *world) {
		r := w.open(w.served(), "application").Press("o").See("1 SSO user loses access to corp-space", "pat", "it is free for", "Type corp-space to confirm")
		r.Type("corp-space").Press("enter").See("Space name            none", "not associated: free for a space", "> Admins", "1 of 1").SeeNot("in the space")
		r.Press("e").See("is not associated with a space", "Rule FED-09")
	})
	onScreen(t, "FED-20 associating again gives the space its groups", func(w *world) {
		r := w.open(w.freed(), "application?space=corp-space").Press("n").See("Associate a space with corp", "> corp-space", "identity federation").Press("enter")
		r.See("creates", "the association of the application corp with corp-space", "1 connected group", "Admins").Press("y").See("active: it signs people in to corp-space", "waits for the sync")
		w.Advance(4 * time.Hour)
		r.Wait(time.Second).See("in the space")
	})
	onScreen(t, "FED-10 FED-20 a space for Builder IDs lists who loses access for good, and asks for its name", func(w *world) {
		aws := w.served()
		w.Do(aws, &model.DeleteFederatedSpace{Space: "corp-space", Application: model.KeepApplication})
		w.acme()
		w.Connect("acme", "mary", thirdAccount)
		r := w.open(aws, "application?space=acme").Press("n").See("> acme", "AWS Builder ID").Press("enter")
		r.See("3 members with an AWS Builder ID lose access for good", "mary", "lin", "jane", "it never turns back", "Type acme to confirm").Type("acm").Press("enter").See("not the word acme")
		r.Type("e").Press("enter").See("Space name            acme", "active: it signs people in to acme")
		w.open(modeltest.As("mary"), "spaces").See("You belong to no space")
	})
	onScreen(t, "FED-09 FED-20 spaces that have an application are not offered, and where none is left that is said", func(w *world) {
		aws := w.freed()
		w.Do(aws, &model.DeleteFederatedSpace{Space: "corp-space", Application: model.KeepApplication})
		w.open(aws, "application").Press("n").See("No space is free", "Space administrator connects it")
	})
	onScreen(t, "FED-22 FED-23 a federated space is deleted here, and the application is kept for another", func(w *world) {
		r := w.open(w.served(), "application").Press("X").See("Delete the space corp-space", "1 Keep the application", "2 Delete the application", "Its name can never be used").Press("enter")
		r.See("1 member", "corp-space", "the name corp-space can never be used again", "the application corp is kept", "> Cancel <").Press("y").See("not associated: free for a space", "> Admins")
	})
	onScreen(t, "FED-22 FED-23 FED-26 or the application goes with it: its name is free again, and the role of the sync is gone", func(w *world) {
		aws := w.served()
		r := w.open(aws, "application").Press("X", "2", "enter").See("the application corp; its name is free again", "the service-linked role", "AmazonCodeCatalystServiceRole").Press("y")
		r.See("has no Identity Center application").Press("n").See("Step 1")
		named(r).See("Step 2").Press("tab").Type("corp-space").Press("ctrl+s").See("! The name corp-space belonged to a space that was deleted")
	})
	onScreen(t, "FED-20 FED-22 a space that lost its application keeps the account from another one, and can be deleted here", func(w *world) {
		aws := w.freed()
		w.acme()
		w.Connect("acme", "mary", thirdAccount)
		r := w.open(aws, "application?space=acme").Press("n").See("> acme", "corp-space").Press("enter").See("bills at most one", "Give that space another billing account, or delete it", "Rule BIL-03").Press("enter", "esc")
		r.Press("X").See("Delete a space without application", "> corp-space").SeeNot("acme").Press("enter").See("the name corp-space can never be used again").Press("y").SeeNot("Delete a space without")
		r.Press("X").See("No space with identity federation").Press("esc", "n", "enter").See("Type acme to confirm")
	})
	onScreen(t, "FED-22 what a person asks for from anywhere is begun here", func(w *world) {
		w.served()
		r := w.open(modeltest.AWS(thirdAccount), "outbox").Press(":").Type("Delete federated").Press("enter").See("1 Keep the application")
		r.Press("esc", ":").Type("Edit SSO").Press("enter").See("Edit SSO of corp-space")
	})
}
