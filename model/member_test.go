package model_test

import (
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

// handles lists the rows of a members table.
func handles(w *modeltest.World, session model.Session, space string, table model.MemberTable) string {
	w.T.Helper()
	var list []string
	for _, m := range modeltest.Ask[model.Page[model.MemberView]](w, session, &model.ListMembers{Space: space, Table: table}).Items {
		list = append(list, m.Handle)
	}
	return strings.Join(list, " ")
}

// projectMembers lists alias:role of a project's members.
func projectMembers(w *modeltest.World, session model.Session, project string) string {
	w.T.Helper()
	var list []string
	for _, m := range modeltest.Ask[[]model.ProjectMemberView](w, session, &model.ListProjectMembers{Space: "acme", Project: project}) {
		list = append(list, m.Alias+":"+string(m.Role))
	}
	return strings.Join(list, " ")
}

// projectCount is how many members a project says that it has.
func projectCount(w *modeltest.World, name string) int {
	w.T.Helper()
	for _, p := range modeltest.Ask[[]model.Project](w, as("Ada"), &model.ListProjects{Space: "acme"}) {
		if p.Name == name {
			return p.Members
		}
	}
	w.T.Fatalf("there is no project %s", name)
	return 0
}

// rocket gives acme the project rocket, and some members a role in it.
func rocket(w *modeltest.World, aliases ...string) {
	w.T.Helper()
	w.Do(as("Ada"), &model.CreateProject{Space: "acme", Name: "rocket"})
	for _, alias := range aliases {
		w.Do(as("Ada"), toProject("rocket", alias+"@example.com", model.Contributor))
	}
}

func toProject(project, email string, role model.ProjectRole) *model.InviteToProject {
	return &model.InviteToProject{Space: "acme", Project: project, Email: email, Role: role}
}

func remove(alias string) *model.RemoveMember {
	return &model.RemoveMember{Space: "acme", Alias: alias}
}

func removeAdministrator(alias string, how model.Removal) *model.RemoveAdministrator {
	return &model.RemoveAdministrator{Space: "acme", Alias: alias, How: how}
}

func changeRole(alias string, role model.SpaceRole) *model.ChangeRole {
	return &model.ChangeRole{Space: "acme", Alias: alias, Role: role}
}

func TestMemberTables(t *testing.T) {
	t.Run("MEM-01 a Space administrator stands in their own table, never in Space members, invited ones too", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), invite("boss@example.com", model.SpaceAdministrator))
		w.Do(as("Ada"), invite("hand@example.com", model.PowerUser))
		mustEqual(t, "administrators", handles(w, as("Lee"), "acme", model.AdministratorsTable), "ada boss@example.com")
		mustEqual(t, "members", handles(w, as("Lee"), "acme", model.MembersTable), "hand@example.com lee pat")
		mustEqual(t, "all", handles(w, as("Lee"), "acme", model.AllMembers), "ada boss@example.com hand@example.com lee pat")
		mustEqual(t, "administrators counted", w.View(as("Lee"), "acme").Administrators, 1)
		w.Do(as("Ada"), changeRole("Lee", model.SpaceAdministrator))
		mustEqual(t, "administrators", handles(w, as("Lee"), "acme", model.AdministratorsTable), "ada boss@example.com lee")
		mustEqual(t, "members", handles(w, as("Lee"), "acme", model.MembersTable), "hand@example.com pat")
		w.RefuseAnswer("MEM-01", as("Ada"), &model.ListMembers{Space: "acme", Table: "owners"})
	})
	t.Run("MEM-01 a page of a table agrees with the whole, from the store and from the index", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), invite("boss@example.com", model.SpaceAdministrator))
		for _, filter := range []string{"", "a"} {
			for _, table := range []model.MemberTable{model.AllMembers, model.AdministratorsTable, model.MembersTable} {
				whole := modeltest.Ask[model.Page[model.MemberView]](w, as("Ada"), &model.ListMembers{Space: "acme", Table: table, Filter: filter})
				for offset := range whole.Total {
					part := modeltest.Ask[model.Page[model.MemberView]](w, as("Ada"), &model.ListMembers{Space: "acme", Table: table, Filter: filter, Offset: offset, Limit: 1})
					mustEqual(t, "total", part.Total, whole.Total)
					mustEqual(t, "row", part.Items[0].Handle, whole.Items[offset].Handle)
				}
			}
		}
	})
	t.Run("MEM-01 a Space administrator belongs to every project implicitly and has no project role", func(t *testing.T) {
		w := acme(t)
		rocket(w, "Lee")
		mustEqual(t, "projects of Ada", len(modeltest.Ask[[]model.Project](w, as("Ada"), &model.ListProjects{Space: "acme"})), 1)
		mustEqual(t, "project members", projectMembers(w, as("Ada"), "rocket"), "Lee:contributor")
		w.Refused("MEM-01", as("Ada"), toProject("rocket", "ada@example.com", model.Contributor))
		w.Do(as("Ada"), changeRole("Lee", model.SpaceAdministrator))
		mustEqual(t, "project members", projectMembers(w, as("Ada"), "rocket"), "")
	})
	t.Run("MEM-11 a row shows display name, alias, role and status", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), invite("new@example.com", model.LimitedAccess))
		row := w.Member(as("Ada"), "acme", "pat")
		mustEqual(t, "row", strings.Join([]string{row.Name, row.Alias, row.Role.Title(), row.Status.Title()}, "|"), "Pat of Example|Pat|Power user|Member")
		mustEqual(t, "invited", w.Member(as("Ada"), "acme", "new@example.com").Status.Title(), "Invited")
		if row.ViaTeam {
			t.Error("a role of one's own is marked as a team's")
		}
	})
}

func TestChangeRole(t *testing.T) {
	t.Run("MEM-06 only a Space administrator changes roles and removes members", func(t *testing.T) {
		w := acme(t)
		for _, alias := range []string{"Pat", "Lee"} {
			for _, cmd := range []model.Command{changeRole("Lee", model.PowerUser), remove("Lee"), removeAdministrator("Ada", model.RoleOnly)} {
				mustHold(t, w.Refused("ACT-02", as(alias), cmd).Who, "Space administrator")
			}
		}
		w.Do(as("Ada"), changeRole("lee", model.PowerUser))
		mustEqual(t, "role", w.View(as("Lee"), "acme").Role, model.PowerUser)
		w.Refused("MEM-06", as("Ada"), changeRole("Lee", "owner"))
		w.Refused("MEM-06", as("Ada"), changeRole("Lee", model.PowerUser))
		w.Refused("MEM-08", as("Ada"), changeRole("Out", model.PowerUser))
	})
	t.Run("MEM-07 nobody removes themself as Space administrator, in no way", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), changeRole("Lee", model.SpaceAdministrator))
		for _, cmd := range []model.Command{remove("ada"), removeAdministrator("ADA", model.RoleOnly), removeAdministrator("Ada", model.SpaceAndProjects)} {
			refusal := w.Refused("MEM-07", as("Ada"), cmd)
			mustHold(t, refusal.Who, "another Space administrator")
		}
		w.Refused("MEM-08", as("Ada"), changeRole("Ada", model.PowerUser))
		w.Do(as("Lee"), removeAdministrator("Ada", model.SpaceAndProjects))
		mustEqual(t, "administrators", w.View(as("Lee"), "acme").Administrators, 1)
	})
	t.Run("MEM-07 the last Space administrator, who has the role through a team, keeps it whatever they change of the team", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), &model.CreateTeam{Space: "acme", Name: "admins", Role: model.SpaceAdministrator})
		w.Do(as("Ada"), &model.AddToTeam{Space: "acme", Team: "admins", Alias: "Lee"})
		w.Do(as("Lee"), removeAdministrator("Ada", model.SpaceAndProjects))
		for _, cmd := range []model.Command{
			remove("Lee"), removeAdministrator("Lee", model.RoleOnly),
			&model.RemoveFromTeam{Space: "acme", Team: "admins", Alias: "Lee", Confirm: "remove"},
			&model.DeleteTeam{Space: "acme", Name: "admins"},
			&model.EditTeam{Space: "acme", Name: "admins", Role: model.PowerUser},
		} {
			mustHold(t, w.Refused("MEM-07", as("Lee"), cmd).Who, "another Space administrator")
		}
		mustEqual(t, "administrators", w.View(as("Lee"), "acme").Administrators, 1)
	})
	t.Run("MEM-07 the directory can take the last one of a federated space, which says so, and the AWS side names a new one", func(t *testing.T) {
		w, store := federated(t)
		w.Refused("MEM-07", sso(store, "ana"), &model.RemoveAdministrator{Space: "corp", Alias: "ana", How: model.RoleOnly})
		w.Do(aws(corpAccount), &model.RemoveFromGroup{Store: store, UserName: "ana", Group: "devs"})
		w.Advance(3 * time.Hour)
		state := modeltest.Ask[model.SyncState](w, sso(store, "bo"), &model.ShowSync{Space: "corp"})
		mustEqual(t, "administrators", state.Administrators, 0)
		mustEqual(t, "role of bo", w.View(sso(store, "bo"), "corp").Role, model.LimitedAccess)
		w.Do(aws(corpAccount), &model.NameAdministrators{Space: "corp", Users: []string{"bo"}})
		w.Advance(3 * time.Hour)
		mustEqual(t, "role of bo", w.View(sso(store, "bo"), "corp").Role, model.SpaceAdministrator)
		told := false
		for _, entry := range activity(w, sso(store, "bo"), "corp") {
			told = told || strings.Contains(entry.Text, "without a Space administrator")
		}
		mustEqual(t, "told in the activity", told, true)
	})
}

func TestRemoveMember(t *testing.T) {
	t.Run("MEM-08 removing a member takes every project role and team, and they stop seeing the space at once", func(t *testing.T) {
		w := acme(t)
		rocket(w, "Lee", "Pat")
		w.Do(as("Ada"), &model.CreateTeam{Space: "acme", Name: "core", Role: model.PowerUser})
		w.Do(as("Ada"), &model.AddToTeam{Space: "acme", Team: "core", Alias: "Lee"})
		mustHold(t, planned(w.Plan(as("Ada"), remove("Lee"))), "@Lee", "1 project role", "rocket", "1 team membership", "core")
		w.Do(as("Ada"), remove("LEE"))
		mustEqual(t, "spaces", spaceNames(w, as("Lee")), "")
		w.RefuseAnswer("SPC-15", as("Lee"), &model.ShowSpace{Name: "acme"})
		mustEqual(t, "project members", projectMembers(w, as("Ada"), "rocket"), "Pat:contributor")
		mustEqual(t, "project count", projectCount(w, "rocket"), 1)
		mustEqual(t, "team", modeltest.Ask[[]model.Team](w, as("Ada"), &model.ListTeams{Space: "acme"})[0].Members, 0)
		w.Join("acme", "Ada", model.LimitedAccess, "Lee")
		row := w.Member(as("Ada"), "acme", "lee")
		mustEqual(t, "role on coming back", row.Role, model.LimitedAccess)
		mustEqual(t, "projects and teams on coming back", len(row.Projects)+len(row.Teams), 0)
	})
	t.Run("MEM-08 removing a Space administrator offers the two choices of the product", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), changeRole("Lee", model.SpaceAdministrator))
		mustHold(t, w.Refused("MEM-08", as("Ada"), remove("Lee")).Fix, "the role only", "the space and all projects")
		w.Refused("MEM-08", as("Ada"), changeRole("Lee", model.PowerUser))
		w.Refused("MEM-08", as("Ada"), removeAdministrator("Lee", "half"))
		w.Refused("MEM-08", as("Ada"), removeAdministrator("Pat", model.RoleOnly))
		mustEqual(t, "choices", strings.Join(model.FieldsOf(&model.RemoveAdministrator{})[2].Choices, " "), "role-only space-and-projects")
	})
	t.Run("MEM-08 the role only: who has no project role leaves the space", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), changeRole("Lee", model.SpaceAdministrator))
		mustHold(t, planned(w.Plan(as("Ada"), removeAdministrator("Lee", model.RoleOnly))), "no project role and therefore leaves")
		w.Do(as("Ada"), removeAdministrator("Lee", model.RoleOnly))
		mustEqual(t, "spaces", spaceNames(w, as("Lee")), "")
	})
	t.Run("MEM-08 the role only: who has a project role, of their own or through a team, keeps it and the space", func(t *testing.T) {
		for _, viaTeam := range []bool{false, true} {
			w := acme(t)
			rocket(w)
			if viaTeam {
				w.Do(as("Ada"), &model.CreateTeam{Space: "acme", Name: "core"})
				w.Do(as("Ada"), &model.GrantTeamProject{Space: "acme", Team: "core", Project: "rocket", Role: model.Reviewer})
				w.Do(as("Ada"), &model.AddToTeam{Space: "acme", Team: "core", Alias: "Lee"})
			} else {
				w.Do(as("Ada"), toProject("rocket", "lee@example.com", model.Reviewer))
			}
			w.Do(as("Ada"), changeRole("Lee", model.SpaceAdministrator))
			w.Do(as("Ada"), removeAdministrator("Lee", model.RoleOnly))
			mustEqual(t, "role", w.View(as("Lee"), "acme").Role, model.LimitedAccess)
			mustEqual(t, "project members", projectMembers(w, as("Ada"), "rocket"), "Lee:reviewer")
			mustEqual(t, "administrators", w.View(as("Ada"), "acme").Administrators, 1)
		}
	})
	t.Run("MEM-08 the role only, then the last project: the membership ends with it", func(t *testing.T) {
		w := acme(t)
		rocket(w, "Lee")
		w.Do(as("Ada"), changeRole("Lee", model.SpaceAdministrator))
		w.Do(as("Ada"), removeAdministrator("Lee", model.RoleOnly))
		w.Do(as("Ada"), &model.LeaveProject{Space: "acme", Project: "rocket", Alias: "Lee"})
		mustEqual(t, "spaces", spaceNames(w, as("Lee")), "")
	})
	t.Run("MEM-08 from the space and all projects", func(t *testing.T) {
		w := acme(t)
		rocket(w, "Lee")
		w.Do(as("Ada"), changeRole("Lee", model.SpaceAdministrator))
		w.Do(as("Ada"), removeAdministrator("Lee", model.SpaceAndProjects))
		mustEqual(t, "spaces", spaceNames(w, as("Lee")), "")
		mustEqual(t, "project count", projectCount(w, "rocket"), 0)
	})
	t.Run("MEM-09 in a federated space nobody is invited, added or removed here, and the way to do it is told", func(t *testing.T) {
		w, store := federated(t)
		for _, cmd := range []model.Command{
			&model.InviteMember{Space: "corp", Email: "x@corp.example", Role: model.PowerUser},
			&model.ResendInvitation{Space: "corp", Email: "x@corp.example"},
			&model.CancelInvitation{Space: "corp", Email: "x@corp.example"},
			&model.RemoveMember{Space: "corp", Alias: "bo"},
			&model.ChangeRole{Space: "corp", Alias: "bo", Role: model.PowerUser},
			&model.InviteToProject{Space: "corp", Project: "rocket", Email: "bo@corp.example", Role: model.Contributor},
		} {
			refusal := w.Refused("MEM-09", sso(store, "ana"), cmd)
			mustHold(t, refusal.Fix, "Identity federation administrator", "IAM Identity Center", store)
			mustHold(t, refusal.Who, "Identity federation administrator")
		}
	})
	t.Run("MEM-09 a Space administrator of a federated space is removed from their role here, not from the space", func(t *testing.T) {
		w, store := federated(t)
		w.Do(aws(corpAccount), &model.NameAdministrators{Space: "corp", Users: []string{"bo"}})
		w.Advance(3 * time.Hour)
		w.Refused("MEM-09", sso(store, "ana"), &model.RemoveAdministrator{Space: "corp", Alias: "bo", How: model.SpaceAndProjects})
		w.Do(sso(store, "ana"), &model.RemoveAdministrator{Space: "corp", Alias: "bo", How: model.RoleOnly})
		w.Advance(24 * time.Hour)
		mustEqual(t, "role", w.View(sso(store, "bo"), "corp").Role, model.LimitedAccess)
	})
}
