package model_test

import (
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

func TestProjectMembership(t *testing.T) {
	t.Run("MEM-04 who accepts a project invitation becomes a member with Limited access, and leaves with the last project", func(t *testing.T) {
		w := acme(t)
		rocket(w)
		w.Do(as("Ada"), &model.CreateProject{Space: "acme", Name: "sled"})
		w.Do(as("Ada"), toProject("rocket", "out@example.com", model.Reviewer))
		mustEqual(t, "spaces", spaceNames(w, as("Out")), "")
		w.Do(as("Out"), &model.AcceptInvitation{Space: "acme"})
		mustEqual(t, "role", w.View(as("Out"), "acme").Role, model.LimitedAccess)
		mustEqual(t, "project members", projectMembers(w, as("Out"), "rocket"), "Out:reviewer")
		w.Do(as("Ada"), toProject("sled", "out@example.com", model.Contributor))
		w.Do(as("Out"), &model.LeaveProject{Space: "acme", Project: "rocket", Alias: "out"})
		mustEqual(t, "spaces with one left", spaceNames(w, as("Out")), "acme")
		mustHold(t, planned(w.Plan(as("Ada"), &model.LeaveProject{Space: "acme", Project: "sled", Alias: "Out"})), "@Out from the project sled", "@Out from acme", "last project")
		w.Do(as("Ada"), &model.LeaveProject{Space: "acme", Project: "SLED", Alias: "Out"})
		mustEqual(t, "spaces at the end", spaceNames(w, as("Out")), "")
		mustEqual(t, "members", w.View(as("Ada"), "acme").Members, 3)
		mustEqual(t, "rocket", projectCount(w, "rocket")+projectCount(w, "sled"), 0)
	})
	t.Run("MEM-04 who was invited to the space itself stays without a project", func(t *testing.T) {
		w := acme(t)
		rocket(w, "Lee")
		w.Do(as("Lee"), &model.LeaveProject{Space: "acme", Project: "rocket", Alias: "Lee"})
		mustEqual(t, "spaces", spaceNames(w, as("Lee")), "acme")
	})
	t.Run("MEM-04 who came by a project stays while a team gives a project, or a stronger role", func(t *testing.T) {
		for _, team := range []struct {
			role    model.SpaceRole
			project bool
			stays   string
		}{{model.LimitedAccess, true, "acme"}, {model.PowerUser, false, "acme"}, {model.SpaceAdministrator, false, "acme"}, {model.LimitedAccess, false, ""}} {
			w := acme(t)
			rocket(w)
			w.Do(as("Ada"), toProject("rocket", "out@example.com", model.Reviewer))
			w.Do(as("Out"), &model.AcceptInvitation{Space: "acme"})
			w.Do(as("Ada"), &model.CreateTeam{Space: "acme", Name: "core", Role: team.role})
			if team.project {
				w.Do(as("Ada"), &model.GrantTeamProject{Space: "acme", Team: "core", Project: "rocket", Role: model.ReadOnly})
			}
			w.Do(as("Ada"), &model.AddToTeam{Space: "acme", Team: "core", Alias: "Out"})
			w.Do(as("Ada"), &model.LeaveProject{Space: "acme", Project: "rocket", Alias: "Out"})
			mustEqual(t, "spaces with "+string(team.role), spaceNames(w, as("Out")), team.stays)
		}
	})
	t.Run("MEM-04 the last project that goes through a team ends the membership too", func(t *testing.T) {
		for how, cmd := range map[string]model.Command{
			"removed from the team": fromTeam("core", "Out", "remove"), "the team is deleted": &model.DeleteTeam{Space: "acme", Name: "core"},
			"the team loses the project": &model.GrantTeamProject{Space: "acme", Team: "core", Project: "rocket", Role: "none"},
		} {
			w := acme(t)
			rocket(w)
			w.Do(as("Ada"), team("core", model.LimitedAccess))
			w.Do(as("Ada"), &model.GrantTeamProject{Space: "acme", Team: "core", Project: "rocket", Role: model.ReadOnly})
			w.Do(as("Ada"), toProject("rocket", "out@example.com", model.Reviewer))
			w.Do(as("Out"), &model.AcceptInvitation{Space: "acme"})
			for _, alias := range []string{"Out", "Lee"} {
				w.Do(as("Ada"), toTeam("core", alias))
			}
			w.Do(as("Ada"), &model.LeaveProject{Space: "acme", Project: "rocket", Alias: "Out"})
			mustEqual(t, "before", spaceNames(w, as("Out")), "acme")
			mustHold(t, planned(w.Plan(as("Ada"), cmd)), "@Out from acme")
			w.Do(as("Ada"), cmd)
			mustEqual(t, how, spaceNames(w, as("Out")), "")
			mustEqual(t, "Lee, invited to the space", spaceNames(w, as("Lee")), "acme")
		}
	})
	t.Run("MEM-04 a role given later holds the membership, and taken back no more", func(t *testing.T) {
		w := acme(t)
		rocket(w)
		w.Do(as("Ada"), toProject("rocket", "out@example.com", model.Reviewer))
		w.Do(as("Out"), &model.AcceptInvitation{Space: "acme"})
		w.Do(as("Ada"), changeRole("Out", model.PowerUser))
		w.Do(as("Out"), &model.LeaveProject{Space: "acme", Project: "rocket", Alias: "Out"})
		mustEqual(t, "as Power user", spaceNames(w, as("Out")), "acme")
		w.Do(as("Ada"), toProject("rocket", "out@example.com", model.Reviewer))
		w.Do(as("Ada"), changeRole("Out", model.LimitedAccess))
		w.Do(as("Out"), &model.LeaveProject{Space: "acme", Project: "rocket", Alias: "Out"})
		mustEqual(t, "as Limited access", spaceNames(w, as("Out")), "")
	})
	t.Run("MEM-04 a project invitation that is cancelled, declined or sent anew leaves no role behind", func(t *testing.T) {
		ends := map[string]func(*modeltest.World){
			"cancelled": func(w *modeltest.World) {
				w.Do(as("Ada"), &model.CancelInvitation{Space: "acme", Email: "out@example.com"})
			},
			"declined": func(w *modeltest.World) { w.Do(as("Out"), &model.DeclineInvitation{Space: "acme"}) },
			"expired and sent anew to the space": func(w *modeltest.World) {
				w.Clock.Move(24 * time.Hour)
				w.Do(as("Ada"), invite("out@example.com", model.PowerUser))
			},
		}
		for how, end := range ends {
			t.Run(how, func(t *testing.T) {
				w := acme(t)
				rocket(w)
				w.Do(as("Ada"), toProject("rocket", "OUT@example.com", model.Reviewer))
				mustEqual(t, "pending", projectCount(w, "rocket"), 1)
				end(w)
				mustEqual(t, "count", projectCount(w, "rocket"), 0)
				mustEqual(t, "rows", projectMembers(w, as("Ada"), "rocket"), "")
			})
		}
		t.Run("expired and sent anew to the project", func(t *testing.T) {
			w := acme(t)
			rocket(w)
			for range 2 {
				w.Do(as("Ada"), toProject("rocket", "out@example.com", model.Reviewer))
				w.Clock.Move(24 * time.Hour)
			}
			mustEqual(t, "count", projectCount(w, "rocket"), 1)
			w.Do(as("Ada"), &model.ResendInvitation{Space: "acme", Email: "out@example.com"})
			w.Do(as("Out"), &model.AcceptInvitation{Space: "acme"})
			mustEqual(t, "count", projectCount(w, "rocket"), 1)
			mustEqual(t, "rows", projectMembers(w, as("Ada"), "rocket"), "Out:reviewer")
		})
	})
	t.Run("MEM-04 project members are managed by Project administrators and Space administrators, whatever their space role", func(t *testing.T) {
		w := acme(t)
		rocket(w)
		w.Do(as("Ada"), toProject("rocket", "lee@example.com", model.ProjectAdministrator))
		w.Do(as("Lee"), toProject("rocket", "out@example.com", model.Reviewer))
		w.Do(as("Ada"), toProject("rocket", "pat@example.com", model.Contributor))
		refusal := w.Refused("ACT-02", as("Pat"), toProject("rocket", "x@example.com", model.Reviewer))
		mustHold(t, refusal.Who, "Project administrator", "Space administrator")
		w.Refused("ACT-02", as("Pat"), &model.LeaveProject{Space: "acme", Project: "rocket", Alias: "Lee"})
		w.Do(as("Lee"), &model.LeaveProject{Space: "acme", Project: "rocket", Alias: "Pat"})
		w.Refused("MEM-04", as("Lee"), toProject("rocket", "x@example.com", "owner"))
	})
	t.Run("PRJ-02 a project that one does not see is as one that is not there", func(t *testing.T) {
		w := acme(t)
		rocket(w)
		for _, name := range []string{"rocket", "missing"} {
			w.RefuseAnswer("PRJ-02", as("Lee"), &model.ListProjectMembers{Space: "acme", Project: name})
			w.Refused("PRJ-02", as("Lee"), &model.LeaveProject{Space: "acme", Project: name, Alias: "Lee"})
		}
	})
}
