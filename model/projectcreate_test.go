package model_test

import (
	"fmt"
	"strings"
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
)

// projectsOf names the projects of acme that someone sees.
func projectsOf(w *modeltest.World, alias string) string {
	w.T.Helper()
	var names []string
	for _, p := range modeltest.Ask[[]model.Project](w, as(alias), &model.ListProjects{Space: "acme"}) {
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}

func createProject(name string) *model.CreateProject {
	return &model.CreateProject{Space: "acme", Name: name}
}

func TestProjects(t *testing.T) {
	t.Run("PRJ-01 Space administrators and Power users create projects; a Power user becomes Project administrator, a Space administrator needs no role", func(t *testing.T) {
		w := acme(t)
		mustHold(t, w.Refused("ACT-02", as("Lee"), createProject("rocket")).Who, "Space administrator or Power user")
		w.Refused("SPC-15", as("Out"), createProject("rocket"))
		w.Do(as("Ada"), createProject("rocket"))
		w.Do(as("Pat"), createProject("sled"))
		mustEqual(t, "of rocket", projectMembers(w, as("Ada"), "rocket"), "")
		mustEqual(t, "of sled", projectMembers(w, as("Ada"), "sled"), "Pat:project-administrator")
	})
	t.Run("PRJ-01 a name has its form and is unique in the space without regard to case, and free in another space", func(t *testing.T) {
		w := acme(t)
		for _, name := range []string{"ab", strings.Repeat("a", 64), "two  spaces", " before", "after-", "no/slash", "b\x1b[31mred"} {
			mustEqual(t, "field", w.Refused("PRJ-01", as("Ada"), createProject(name)).Field, "name")
		}
		for _, name := range []string{"Web site 2", "a_b.c-d", strings.Repeat("a", 63)} {
			w.Do(as("Ada"), createProject(name))
		}
		mustHold(t, w.Refused("PRJ-01", as("Ada"), createProject("WEB SITE 2")).Message, "already")
		w.Space("beta", "Ada", otherAccount)
		w.Do(as("Ada"), &model.CreateProject{Space: "beta", Name: "Web site 2"})
	})
	t.Run("PRJ-01 a space has at most 100 projects", func(t *testing.T) {
		w := acme(t)
		for n := range model.MaxProjects {
			w.Do(as("Ada"), createProject(fmt.Sprint("project-", n)))
		}
		mustEqual(t, "counted", w.View(as("Ada"), "acme").Projects, 100)
		mustHold(t, w.Refused("PRJ-01", as("Ada"), createProject("one-more")).Message, "100")
	})
	t.Run("PRJ-01 a member has one of four roles, which is changed by giving another; anything else is no role", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), createProject("rocket"))
		for _, role := range []model.ProjectRole{model.ProjectAdministrator, model.Contributor, model.Reviewer, model.ReadOnly} {
			w.Do(as("Ada"), toProject("rocket", "lee@example.com", role))
			mustEqual(t, "members", projectMembers(w, as("Lee"), "rocket"), "Lee:"+string(role))
		}
		if _, err := w.Service.Do(t.Context(), as("Ada"), toProject("rocket", "lee@example.com", "owner")); err == nil {
			t.Error("owner is a role")
		}
	})
	t.Run("PRJ-01 a project is made from a blueprint of the list, and comes with its workflows; only those that the guide names are no assumption", func(t *testing.T) {
		w := acme(t)
		mustEqual(t, "field", w.Refused("PRJ-01", as("Ada"), &model.CreateProject{Space: "acme", Name: "rocket", Blueprint: "castle"}).Field, "blueprint")
		list := modeltest.Ask[[]model.BlueprintView](w, as("Lee"), &model.ListBlueprints{})
		for i, b := range list {
			mustEqual(t, b.Title, b.Assumption, b.Title != "Modern three-tier web application")
			name := fmt.Sprint("project-", i)
			mustHold(t, planned(w.Plan(as("Ada"), &model.CreateProject{Space: "acme", Name: name, Blueprint: b.Blueprint})), b.Title, strings.Join(b.Workflows, ", "))
			w.Do(as("Ada"), &model.CreateProject{Space: "acme", Name: name, Blueprint: b.Blueprint})
			mustEqual(t, "workflow", w.Do(as("Ada"), &model.StartRun{Space: "acme", Project: name}).Result.(model.RunView).Workflow, b.Workflows[0])
		}
	})
	t.Run("PRJ-02 a Space administrator sees every project, others those in which they have a role: their own, through a team or by an invitation", func(t *testing.T) {
		w := acme(t)
		for _, name := range []string{"barge", "rocket", "sled"} {
			w.Do(as("Ada"), createProject(name))
		}
		mustEqual(t, "Ada", projectsOf(w, "Ada"), "barge, rocket, sled")
		mustEqual(t, "Pat and Lee, without a role", projectsOf(w, "Pat")+projectsOf(w, "Lee"), "")
		w.Do(as("Ada"), toProject("rocket", "lee@example.com", model.ReadOnly))
		w.Do(as("Ada"), team("core", model.LimitedAccess))
		w.Do(as("Ada"), toTeam("core", "Lee"))
		w.Do(as("Ada"), &model.GrantTeamProject{Space: "acme", Team: "core", Project: "sled", Role: model.Contributor})
		mustEqual(t, "Lee", projectsOf(w, "Lee"), "rocket, sled")
		w.Do(as("Ada"), toProject("barge", "out@example.com", model.Reviewer))
		w.Do(as("Out"), &model.AcceptInvitation{Space: "acme"})
		mustEqual(t, "Out", projectsOf(w, "Out"), "barge")
		w.Do(as("Ada"), fromTeam("core", "Lee", "remove"))
		mustEqual(t, "Lee out of the team", projectsOf(w, "Lee"), "rocket")
	})
}
