package model_test

import (
	"strings"
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
)

const developmentRole = "CodeCatalystWorkflowDevelopmentRole-acme"

func environment(name, role string) *model.AddEnvironment {
	return &model.AddEnvironment{Space: "acme", Project: "rocket", Name: name, Account: acmeAccount, Role: role}
}

func environments(w *modeltest.World, session model.Session) []model.EnvironmentView {
	w.T.Helper()
	return modeltest.Ask[[]model.EnvironmentView](w, session, &model.ListEnvironments{Space: "acme"})
}

func TestEnvironments(t *testing.T) {
	t.Run("PRJ-03 an environment takes an account connection with one of its roles, by name or ARN", func(t *testing.T) {
		s := newStage(t)
		addRole(s.World, &model.AddRole{ARN: ownARN("build")})
		s.Do(as("Lee"), environment("prod", developmentRole))
		s.Do(as("Pat"), environment("stage", ownARN("build")))
		list := environments(s.World, as("Ada"))
		mustEqual(t, "environments", len(list), 3)
		for i, want := range []string{"prod " + ownARN(developmentRole) + " Lee", "stage " + ownARN("build") + " Pat", "test " + ownARN(developmentRole) + " Ada"} {
			e := list[i]
			mustEqual(t, "environment", e.Name+" "+e.Role+" "+e.CreatedBy, want)
			mustEqual(t, "account", e.Account, acmeAccount)
			mustEqual(t, "broken", e.Broken, "")
		}
	})
	t.Run("PRJ-03 the account must be connected, and the role available through it", func(t *testing.T) {
		s := newStage(t)
		unconnected := environment("prod", developmentRole)
		unconnected.Account = corpAccount
		s.Refused("ACC-03", as("Ada"), unconnected)
		malformed := environment("prod", developmentRole)
		malformed.Account = "1234"
		s.Refused("ACC-01", as("Ada"), malformed)
		elsewhere := environment("prod", developmentRole)
		elsewhere.Account = secondAccount // which has no such role
		mustEqual(t, "field", s.Refused("ACC-09", as("Ada"), elsewhere).Field, "role")
		s.Refused("ACC-09", as("Ada"), environment("prod", ownARN("unknown")))
	})
	t.Run("PRJ-03 its name has the form of names, and stands once in its project whatever its case", func(t *testing.T) {
		s := newStage(t)
		for _, wrong := range []string{"ab", "a b c", "-prod", "prod-", "p..d", strings.Repeat("p", 64), "prod\x1b", "ünï"} {
			mustEqual(t, "field", s.Refused("PRJ-03", as("Ada"), environment(wrong, developmentRole)).Field, "name")
		}
		s.Refused("PRJ-03", as("Ada"), environment("TEST", developmentRole))
		s.Do(as("Ada"), &model.CreateProject{Space: "acme", Name: "sled"})
		other := environment("test", developmentRole)
		other.Project = "sled"
		s.Do(as("Ada"), other)
	})
	t.Run("PRJ-03 a Project administrator or Space administrator makes and deletes it; others are told who may", func(t *testing.T) {
		s := newStage(t)
		for _, cmd := range []model.Command{environment("prod", developmentRole), &model.RemoveEnvironment{Space: "acme", Project: "rocket", Name: "test"}} {
			mustHold(t, s.Refused("ACT-02", as("Tom"), cmd).Who, "Project administrator") // who contributes
			s.Refused("SPC-15", as("Out"), cmd)
			s.Plan(as("Lee"), cmd)
			s.Plan(as("Ada"), cmd)
		}
		s.Do(as("Lee"), &model.RemoveEnvironment{Space: "ACME", Project: "Rocket", Name: "TEST"})
		s.Refused("PRJ-03", as("Lee"), &model.RemoveEnvironment{Space: "acme", Project: "rocket", Name: "test"})
		mustEqual(t, "environments", len(environments(s.World, as("Ada"))), 0)
	})
	t.Run("PRJ-03 PRJ-02 who does not see the project sees nothing of its environments", func(t *testing.T) {
		s := newStage(t)
		s.SignUp("Max")
		s.Join("acme", "Ada", model.PowerUser, "Max")
		mustEqual(t, "seen", len(environments(s.World, as("Max"))), 0)
		missing := environment("prod", developmentRole)
		missing.Project = "nowhere"
		hidden := s.Refused("PRJ-02", as("Max"), environment("prod", developmentRole)).Error()
		unknown := s.Refused("PRJ-02", as("Max"), missing).Error()
		mustEqual(t, "refusal", strings.ReplaceAll(hidden, "rocket", "nowhere"), unknown)
		s.Refused("PRJ-02", as("Max"), &model.RemoveEnvironment{Space: "acme", Project: "rocket", Name: "test"})
	})
	t.Run("PRJ-03 what an environment has lost is told, and it works again once that is back", func(t *testing.T) {
		s := newStage(t)
		s.Do(aws(acmeAccount), &model.RemoveRole{Space: "acme", ARN: developmentRole})
		mustHold(t, environments(s.World, as("Tom"))[0].Broken, "IAM role")
		s.Do(aws(acmeAccount), &model.AddRole{Space: "acme", Create: model.DevelopmentRole})
		mustEqual(t, "broken", environments(s.World, as("Tom"))[0].Broken, "")
		s.Do(as("Ada"), &model.ChangeBillingAccount{Space: "acme", Account: secondAccount})
		s.Do(aws(acmeAccount), removeAccount("acme"))
		mustHold(t, environments(s.World, as("Tom"))[0].Broken, "account")
		s.Connect("acme", "Ada", acmeAccount)
		mustHold(t, environments(s.World, as("Tom"))[0].Broken, "IAM role") // a new connection has no roles
	})
	t.Run("PRJ-03 they go with their space", func(t *testing.T) {
		s := newStage(t)
		s.Do(as("Ada"), &model.DeleteSpace{Name: "acme", Confirm: "delete"})
		s.Space("next", "Ada", acmeAccount)
		mustEqual(t, "environments", len(modeltest.Ask[[]model.EnvironmentView](s.World, as("Ada"), &model.ListEnvironments{Space: "next"})), 0)
	})
}
