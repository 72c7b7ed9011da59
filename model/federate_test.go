package model_test

import (
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

// convertible is acme with everything in it, and corpAccount with a directory, connected to acme: Ada administers
// the space, Pat is a Power user with a project role, Lee and Tom are in the project rocket and the team core, Out
// is invited to the space and fresh@example.com to the project.
func convertible(t testing.TB) (w *modeltest.World, store string) {
	t.Helper()
	w = acme(t)
	w.SignUp("Tom")
	w.Join("acme", "Ada", model.LimitedAccess, "Tom")
	rocket(w, "Lee", "Tom", "Pat")
	w.Do(as("Ada"), team("core", model.PowerUser))
	w.Do(as("Ada"), toTeam("core", "Tom"))
	w.Do(as("Ada"), &model.GrantTeamProject{Space: "acme", Team: "core", Project: "rocket", Role: model.Reviewer})
	w.Do(as("Ada"), invite("out@example.com", model.PowerUser))
	w.Do(as("Ada"), toProject("rocket", "fresh@example.com", model.Reviewer))
	w.Connect("acme", "Ada", corpAccount)
	w.Do(aws(acmeAccount), &model.AddRole{Space: "acme", Create: model.DevelopmentRole})
	w.Do(as("Ada"), &model.AddEnvironment{Space: "acme", Project: "rocket", Name: "test", Account: acmeAccount, Role: "CodeCatalystWorkflowDevelopmentRole-acme"})
	return w, w.Directory(corpAccount, map[string][]string{"devs": {"ana", "bo"}, "ops": {"cy"}})
}

func convert() *model.SetupSSO {
	return &model.SetupSSO{ApplicationName: "corp", DisplayName: "Corp Inc", Space: "acme", Groups: []string{"devs"}, Administrators: []string{"ana"}}
}

var builders = []string{"Ada", "Pat", "Lee", "Tom", "Out"}

func TestConversion(t *testing.T) {
	t.Run("FED-10 the plan names and counts who loses access for good, and changes nothing", func(t *testing.T) {
		w, _ := convertible(t)
		var plan model.Plan
		w.Unchanged(func() { plan = w.Plan(aws(corpAccount), convert()) })
		mustHold(t, planned(plan), "4 members with an AWS Builder ID lose access for good Ada,Lee,Pat,Tom", "2 pending invitations end", "it never turns back",
			"billing account of acme from "+acmeAccount+" to "+corpAccount, "1 connected group devs", "1 Space administrator ana")
		mustEqual(t, "takes", plan.Takes(), true)
	})
	t.Run("FED-10 the members and everybody invited lose access at once", func(t *testing.T) {
		w, _ := convertible(t)
		w.Do(aws(corpAccount), convert())
		for _, alias := range builders {
			mustEqual(t, "what "+alias+" sees", spaceNames(w, as(alias)), "")
			w.RefuseAnswer("SPC-15", as(alias), &model.ShowSpace{Name: "acme"})
			w.RefuseAnswer("SPC-15", as(alias), &model.ListActivity{Space: "acme"})
			w.Refused("SPC-15", as(alias), &model.EditSpace{Name: "acme", Description: "back"})
			w.Refused("MEM-03", as(alias), &model.AcceptInvitation{Space: "acme"})
			mustEqual(t, "invitations of "+alias, len(modeltest.Ask[[]model.InvitationView](w, as(alias), &model.ListInvitations{})), 0)
		}
		w.SignUp("fresh")
		w.Refused("MEM-03", as("fresh"), &model.AcceptInvitation{Space: "acme"})
		w.Refused("SPC-02", as("Ada"), createSpace("ACME", otherAccount))
	})
	t.Run("FED-10 projects, teams, environments, connections, activity and billing stay, and nobody is in them", func(t *testing.T) {
		w, store := convertible(t)
		w.Do(aws(corpAccount), convert())
		w.Advance(4 * time.Hour)
		ana := sso(store, "ana")
		view := w.View(ana, "acme")
		mustEqual(t, "members, administrators, invited", [3]int{view.Members, view.Administrators, view.Invited}, [3]int{2, 1, 0})
		mustEqual(t, "projects and teams", [2]int{view.Projects, view.Teams}, [2]int{1, 1})
		mustEqual(t, "type and tier", string(view.Type)+" "+string(view.Tier), "identity-federation free")
		teams := modeltest.Ask[[]model.Team](w, ana, &model.ListTeams{Space: "acme"})
		mustEqual(t, "members of the team", teams[0].Members, 0)
		mustEqual(t, "project role of the team", len(teams[0].Projects), 1)
		mustEqual(t, "members of the project", modeltest.Ask[[]model.Project](w, ana, &model.ListProjects{Space: "acme"})[0].Members, 0)
		mustEqual(t, "members of the team in rows", len(modeltest.Ask[[]model.MemberView](w, ana, &model.ListTeamMembers{Space: "acme", Team: "core"})), 0)
		mustEqual(t, "environments", len(modeltest.Ask[[]model.EnvironmentView](w, ana, &model.ListEnvironments{Space: "acme"})), 1)
		mustEqual(t, "connections", len(connections(w, ana, "acme")), 2)
		var texts strings.Builder
		for _, entry := range activity(w, ana, "acme") {
			texts.WriteString(entry.Text + "\n")
		}
		mustHold(t, texts.String(), "4 members with an AWS Builder ID lost access", "invited out@example.com")
	})
	t.Run("FED-10 no command turns the space back, also without its application", func(t *testing.T) {
		w, store := convertible(t)
		w.Do(aws(corpAccount), convert())
		w.Advance(4 * time.Hour)
		w.Refused("MEM-09", sso(store, "ana"), invite("ada@example.com", model.PowerUser))
		w.Refused("FED-22", sso(store, "ana"), &model.DeleteSpace{Name: "acme", Confirm: "delete"})
		w.Do(aws(corpAccount), &model.DisassociateSSO{Space: "acme", Confirm: "acme"})
		w.Do(aws(corpAccount), &model.DeleteApplication{Application: "corp"})
		for _, s := range modeltest.Ask[[]model.ConnectedSpace](w, aws(corpAccount), &model.ListConnectedSpaces{}) {
			mustEqual(t, "type", s.Type, model.FederatedSpace)
		}
		for _, alias := range builders {
			mustEqual(t, "what "+alias+" sees", spaceNames(w, as(alias)), "")
		}
	})
	t.Run("FED-10 FED-24 the same alias as a user name gives a Builder ID user nothing", func(t *testing.T) {
		w, store := convertible(t)
		w.Do(aws(corpAccount), &model.CreateUser{Store: store, UserName: "Ada", Groups: []string{"devs"}})
		w.Do(aws(corpAccount), convert())
		w.Advance(4 * time.Hour)
		mustEqual(t, "members", handles(w, sso(store, "ana"), "acme", model.AllMembers), "ada ana bo")
		mustEqual(t, "what Ada sees", spaceNames(w, as("Ada")), "")
		w.RefuseAnswer("SPC-15", as("Ada"), &model.ListMembers{Space: "acme"})
		mustEqual(t, "what the SSO user sees", spaceNames(w, sso(store, "ada")), "acme")
	})
	t.Run("FED-12 BIL-10 the application's account pays from then on, and the tier falls where it allows no paid one", func(t *testing.T) {
		w, store := convertible(t)
		w.Do(aws(acmeAccount), &model.AllowTiers{Space: "acme", Tiers: model.AllowPaid})
		w.Do(as("Ada"), &model.ChangeTier{Space: "acme", Tier: model.StandardTier})
		mustHold(t, planned(w.Plan(aws(corpAccount), convert())), "the Standard tier of acme, at once")
		w.Do(aws(corpAccount), convert())
		w.Advance(4 * time.Hour)
		view := w.View(sso(store, "ana"), "acme")
		mustEqual(t, "billing account and tier", string(view.BillingAccount)+" "+string(view.Tier), corpAccount+" free")
		w.SignUp("Zoe")
		w.Do(as("Zoe"), createSpace("freed", acmeAccount)) // acmeAccount pays for nothing any more
	})
	t.Run("FED-12 BIL-10 the tier stays where the account allows paid tiers for the space", func(t *testing.T) {
		w, store := convertible(t)
		for _, account := range []string{acmeAccount, corpAccount} {
			w.Do(aws(account), &model.AllowTiers{Space: "acme", Tiers: model.AllowPaid})
		}
		w.Do(as("Ada"), &model.ChangeTier{Space: "acme", Tier: model.StandardTier})
		w.Do(aws(corpAccount), convert())
		w.Advance(4 * time.Hour)
		mustEqual(t, "tier", w.View(sso(store, "ana"), "acme").Tier, model.StandardTier)
	})
	t.Run("FED-12 BIL-03 an account that pays elsewhere, or is not connected, cannot take a space", func(t *testing.T) {
		w, _ := convertible(t)
		w.Space("mine", "Ada", otherAccount)
		w.Directory(otherAccount, map[string][]string{"devs": {"ana"}})
		w.Refused("ACC-12", aws(otherAccount), convert()) // not connected to acme, and so told nothing of it
		w.Connect("acme", "Ada", otherAccount)
		w.Refused("BIL-03", aws(otherAccount), convert())
		taken := convert()
		taken.Space = "mine"
		w.Refused("ACC-12", aws(corpAccount), taken)
		mustEqual(t, "what Ada sees", spaceNames(w, as("Ada")), "acme mine")
	})
	t.Run("SPC-02 SPC-03 FED-06 the name of a new federated space is as unique as any, and told with its own field", func(t *testing.T) {
		w, _ := convertible(t)
		w.Space("gone", "Ada", otherAccount)
		w.Do(as("Ada"), &model.DeleteSpace{Name: "gone", Confirm: "delete"})
		for name, rule := range map[string]string{"GONE": "SPC-03", "Acme": "SPC-02", "a b": "SPC-02"} {
			cmd := setup(func(c *model.SetupSSO) { c.NewSpace = name })
			mustEqual(t, "field", w.Refused(rule, aws(corpAccount), cmd).Field, "new-space")
		}
	})
	t.Run("FED-06 exactly one space is named, and a check of any step changes nothing", func(t *testing.T) {
		w, _ := convertible(t)
		both := convert()
		both.NewSpace = "second"
		mustEqual(t, "field", w.Refused("FED-06", aws(corpAccount), both).Field, "space")
		for _, cmd := range []*model.SetupSSO{convert(), setupCorp()} {
			w.Unchanged(func() { w.Plan(aws(corpAccount), cmd) })
		}
		w.RefuseAnswer("FED-18", aws(corpAccount), &model.ShowApplication{})
	})
}

func TestRolesOfSetup(t *testing.T) {
	t.Run("FED-26 the set-up makes the service-linked role, which goes with the application", func(t *testing.T) {
		w, _ := enabled(t)
		mustHold(t, planned(w.Plan(aws(corpAccount), setupCorp())), "service-linked role AmazonCodeCatalystServiceRoleForIdentityCenterApplicationSynchronization")
		w.Do(aws(corpAccount), setupCorp())
		mustEqual(t, "role", application(w, corpAccount).ServiceRole, "arn:aws:iam::"+corpAccount+
			":role/aws-service-role/codecatalyst.amazonaws.com/AmazonCodeCatalystServiceRoleForIdentityCenterApplicationSynchronization")
		w.Do(aws(corpAccount), &model.DisassociateSSO{Space: "corp", Confirm: "corp"})
		mustHold(t, planned(w.Plan(aws(corpAccount), &model.DeleteApplication{Application: "corp"})), "removes: the service-linked role")
		w.Do(aws(corpAccount), &model.DeleteApplication{Application: "corp"})
		w.RefuseAnswer("FED-18", aws(corpAccount), &model.ShowApplication{})
	})
	t.Run("FED-26 the developer role is offered with its warning, and made only when asked for", func(t *testing.T) {
		w, store := enabled(t)
		cmd := setup(func(c *model.SetupSSO) { c.DeveloperRole = true })
		mustHold(t, planned(w.Plan(aws(corpAccount), cmd)), "CodeCatalystWorkflowDevelopmentRole-corp", "AdministratorAccess", "developer accounts only")
		if text := planned(w.Plan(aws(corpAccount), setupCorp())); strings.Contains(text, "WorkflowDevelopmentRole") {
			t.Errorf("the role is made unasked: %s", text)
		}
		w.Do(aws(corpAccount), cmd)
		w.Advance(4 * time.Hour)
		roles := account(w, sso(store, "ana"), "corp", corpAccount).Roles
		mustEqual(t, "roles", len(roles), 1)
		mustEqual(t, "role", roles[0].Name, "CodeCatalystWorkflowDevelopmentRole-corp")
		mustHold(t, roles[0].Warning, "AdministratorAccess")
	})
	t.Run("FED-26 a developer role that the space has already is not made twice", func(t *testing.T) {
		w, store := convertible(t)
		w.Do(aws(corpAccount), &model.AddRole{Space: "acme", Create: model.DevelopmentRole})
		cmd := convert()
		cmd.DeveloperRole = true
		w.Do(aws(corpAccount), cmd)
		w.Advance(4 * time.Hour)
		mustEqual(t, "roles", len(account(w, sso(store, "ana"), "acme", corpAccount).Roles), 1)
	})
}

// application shows the application of an account.
func application(w *modeltest.World, account string) model.ApplicationView {
	w.T.Helper()
	return modeltest.Ask[model.ApplicationView](w, aws(account), &model.ShowApplication{})
}
