package model_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

func team(name string, role model.SpaceRole) *model.CreateTeam {
	return &model.CreateTeam{Space: "acme", Name: name, Role: role}
}

func toTeam(name, alias string) *model.AddToTeam {
	return &model.AddToTeam{Space: "acme", Team: name, Alias: alias}
}

func fromTeam(name, alias, word string) *model.RemoveFromTeam {
	return &model.RemoveFromTeam{Space: "acme", Team: name, Alias: alias, Confirm: word}
}

func roleOf(w *modeltest.World, alias string) model.SpaceRole {
	w.T.Helper()
	return w.View(as(alias), "acme").Role
}

func TestTeamRoles(t *testing.T) {
	t.Run("MEM-10 a member has the strongest of their own role and their teams' roles", func(t *testing.T) {
		w := acme(t)
		for name, role := range map[string]model.SpaceRole{"weak": model.LimitedAccess, "power": model.PowerUser, "admin": model.SpaceAdministrator} {
			w.Do(as("Ada"), team(name, role))
		}
		for _, step := range []struct {
			cmd  model.Command
			want model.SpaceRole
		}{
			{toTeam("weak", "Lee"), model.LimitedAccess}, {toTeam("POWER", "lee"), model.PowerUser}, {toTeam("admin", "Lee"), model.SpaceAdministrator},
			{fromTeam("admin", "Lee", "remove"), model.PowerUser},
			{&model.EditTeam{Space: "acme", Name: "power", Role: model.SpaceAdministrator}, model.SpaceAdministrator},
			{&model.EditTeam{Space: "acme", Name: "power", Role: model.LimitedAccess}, model.LimitedAccess},
			{changeRole("Lee", model.PowerUser), model.PowerUser},
			{&model.EditTeam{Space: "acme", Name: "power", Role: model.SpaceAdministrator}, model.SpaceAdministrator},
			{&model.DeleteTeam{Space: "acme", Name: "Power"}, model.PowerUser},
		} {
			w.Do(as("Ada"), step.cmd)
			mustEqual(t, fmt.Sprintf("role after %+v", step.cmd), roleOf(w, "Lee"), step.want)
		}
		mustEqual(t, "administrators", w.View(as("Ada"), "acme").Administrators, 1)
	})
	t.Run("MEM-10 MEM-01 a Space administrator through a team stands among the administrators and may what they may", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), team("admin", model.SpaceAdministrator))
		w.Refused("ACT-02", as("Lee"), changeRole("Pat", model.LimitedAccess))
		w.Do(as("Ada"), toTeam("admin", "Lee"))
		mustEqual(t, "administrators", handles(w, as("Pat"), "acme", model.AdministratorsTable), "ada lee")
		mustEqual(t, "counted", w.View(as("Pat"), "acme").Administrators, 2)
		w.Do(as("Lee"), changeRole("Pat", model.LimitedAccess))
		mustHold(t, w.Refused("MEM-10", as("Ada"), removeAdministrator("Lee", model.RoleOnly)).Error(), "through a team")
	})
	t.Run("MEM-10 the own role can be changed beneath a team's, and taken away beneath it", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), team("admin", model.SpaceAdministrator))
		w.Do(as("Ada"), toTeam("admin", "Lee"))
		w.Do(as("Ada"), changeRole("Lee", model.SpaceAdministrator))
		mustHold(t, planned(w.Plan(as("Ada"), removeAdministrator("Lee", model.RoleOnly))), "Space administrator through a team")
		w.Do(as("Ada"), removeAdministrator("Lee", model.RoleOnly))
		mustEqual(t, "role", roleOf(w, "Lee"), model.SpaceAdministrator)
		mustEqual(t, "own", w.Member(as("Ada"), "acme", "lee").Own, model.LimitedAccess)
		w.Do(as("Ada"), fromTeam("admin", "Lee", "remove"))
		mustEqual(t, "administrators", w.View(as("Ada"), "acme").Administrators, 1)
	})
	t.Run("MEM-11 an indicator tells when a role comes through a team", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), team("power", model.PowerUser))
		for _, alias := range []string{"Lee", "Pat"} {
			w.Do(as("Ada"), toTeam("power", alias))
		}
		mustEqual(t, "Lee, by the team", w.Member(as("Ada"), "acme", "lee").ViaTeam, true)
		mustEqual(t, "Pat, of their own", w.Member(as("Ada"), "acme", "pat").ViaTeam, false)
	})
	t.Run("MEM-10 a team's project roles reach its members: the strongest counts, and it is told that it is the team's", func(t *testing.T) {
		w := acme(t)
		rocket(w, "Lee")
		grant := func(role model.ProjectRole) {
			w.Do(as("Ada"), &model.GrantTeamProject{Space: "acme", Team: "core", Project: "ROCKET", Role: role})
		}
		w.Do(as("Ada"), team("core", model.LimitedAccess))
		w.Do(as("Ada"), toTeam("core", "Lee"))
		w.Do(as("Ada"), toTeam("core", "Pat"))
		grant(model.ReadOnly)
		mustEqual(t, "read only", projectMembers(w, as("Pat"), "rocket"), "Lee:contributor Pat:read-only")
		grant(model.ProjectAdministrator)
		mustEqual(t, "administrator", projectMembers(w, as("Pat"), "rocket"), "Lee:project-administrator Pat:project-administrator")
		rows := modeltest.Ask[[]model.ProjectMemberView](w, as("Lee"), &model.ListProjectMembers{Space: "acme", Project: "rocket"})
		mustEqual(t, "via team", rows[0].ViaTeam, true)
		w.Do(as("Pat"), toProject("rocket", "new@example.com", model.Reviewer)) // as Project administrator through the team
		w.Do(as("Ada"), fromTeam("core", "Pat", "remove"))
		mustEqual(t, "projects of Pat", len(modeltest.Ask[[]model.Project](w, as("Pat"), &model.ListProjects{Space: "acme"})), 0)
		grant("none")
		mustEqual(t, "own role", modeltest.Ask[[]model.ProjectMemberView](w, as("Lee"), &model.ListProjectMembers{Space: "acme", Project: "rocket"})[0].Role, model.Contributor)
		w.Refused("MEM-10", as("Ada"), &model.GrantTeamProject{Space: "acme", Team: "core", Project: "rocket", Role: "none"})
		w.Refused("MEM-10", as("Ada"), &model.GrantTeamProject{Space: "acme", Team: "core", Project: "rocket", Role: "owner"})
		w.Refused("PRJ-02", as("Ada"), &model.GrantTeamProject{Space: "acme", Team: "core", Project: "sled", Role: model.Reviewer})
	})
	t.Run("MEM-10 only a Space administrator manages teams", func(t *testing.T) {
		w := acme(t)
		rocket(w)
		w.Do(as("Ada"), team("core", model.PowerUser))
		w.Do(as("Ada"), toTeam("core", "Pat"))
		for _, alias := range []string{"Pat", "Lee"} {
			for _, cmd := range []model.Command{team("own", model.PowerUser), toTeam("core", "Lee"), fromTeam("core", "Pat", "remove"),
				&model.EditTeam{Space: "acme", Name: "core", Role: model.LimitedAccess}, &model.DeleteTeam{Space: "acme", Name: "core"},
				&model.GrantTeamProject{Space: "acme", Team: "core", Project: "rocket", Role: model.Reviewer}} {
				mustHold(t, w.Refused("ACT-02", as(alias), cmd).Who, "a Space administrator of the space")
			}
		}
	})
}

func TestTeamMembers(t *testing.T) {
	t.Run("MEM-10 removing a member from a team asks to type remove", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), team("core", model.PowerUser))
		w.Do(as("Ada"), toTeam("core", "Lee"))
		for _, word := range []string{"", "Remove", "delete", "remove "} {
			mustEqual(t, "field", w.Refused("MEM-10", as("Ada"), fromTeam("core", "Lee", word)).Field, "confirm")
		}
		mustHold(t, planned(w.Plan(as("Ada"), fromTeam("core", "Lee", ""))), "@Lee", "core", "Power user")
		w.Do(as("Ada"), fromTeam("core", "Lee", "remove"))
		w.Refused("MEM-10", as("Ada"), fromTeam("core", "Lee", "remove"))
		mustEqual(t, "role", roleOf(w, "Lee"), model.LimitedAccess)
	})
	t.Run("MEM-10 only members of the space are added, each once, to a team that is there", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), team("core", model.PowerUser))
		w.Do(as("Ada"), invite("new@example.com", model.PowerUser))
		w.Do(as("Ada"), toTeam("core", "Lee"))
		w.Refused("MEM-10", as("Ada"), toTeam("CORE", "LEE"))
		w.Refused("MEM-08", as("Ada"), toTeam("core", "Out"))
		w.Refused("MEM-08", as("Ada"), toTeam("core", "new@example.com"))
		w.Refused("MEM-10", as("Ada"), toTeam("missing", "Lee"))
		w.RefuseAnswer("MEM-10", as("Ada"), &model.ListTeamMembers{Space: "acme", Team: "missing"})
		mustEqual(t, "members", len(modeltest.Ask[[]model.MemberView](w, as("Ada"), &model.ListTeamMembers{Space: "acme", Team: "Core"})), 1)
	})
	t.Run("MEM-10 a team's name is unique in its space, without regard to case, and visible", func(t *testing.T) {
		w := acme(t)
		w.Space("beta", "Ada", otherAccount)
		w.Do(as("Ada"), team("Équipe Α", model.PowerUser))
		for _, name := range []string{"Équipe Α", "équipe α", " ÉQUIPE Α "} {
			mustEqual(t, "field", w.Refused("MEM-10", as("Ada"), team(name, model.PowerUser)).Field, "name")
		}
		w.Do(as("Ada"), &model.CreateTeam{Space: "beta", Name: "équipe α"})
		for _, name := range []string{"a\x1b[1m", "a\tb", "x\u202ey", "\xff", strings.Repeat("x", 101)} {
			w.Refused("MEM-10", as("Ada"), team(name, model.PowerUser))
		}
		w.Refused("MEM-10", as("Ada"), team("odd", "owner"))
		w.Do(as("Ada"), &model.DeleteTeam{Space: "acme", Name: "ÉQUIPE α"})
		w.Do(as("Ada"), team("équipe α", model.PowerUser))
	})
	t.Run("MEM-10 a space has at most 100 teams", func(t *testing.T) {
		w := acme(t)
		for i := range 100 {
			w.Do(as("Ada"), team(fmt.Sprint("team", i), model.LimitedAccess))
		}
		mustEqual(t, "teams", w.View(as("Ada"), "acme").Teams, 100)
		mustHold(t, w.Refused("MEM-10", as("Ada"), team("one too many", model.LimitedAccess)).Message, "100")
		w.Do(as("Ada"), &model.DeleteTeam{Space: "acme", Name: "team7"})
		w.Do(as("Ada"), team("the hundredth", model.LimitedAccess))
	})
	t.Run("MEM-10 a team has at most 1,000 users", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), team("big", model.LimitedAccess))
		set := memberSet(w, "acme")
		seed(w, func(to model.Writer) error {
			for i := range 1001 {
				m := model.Member{Set: set, Alias: fmt.Sprint("u", i), Name: "U", Role: model.LimitedAccess, Status: model.StatusMember}
				if err := to.Put("member", model.K(set, m.Alias), &m); err != nil {
					return err
				}
			}
			return nil
		})
		for i := range 1000 {
			w.Do(as("Ada"), toTeam("big", fmt.Sprint("u", i)))
		}
		mustHold(t, w.Refused("MEM-10", as("Ada"), toTeam("big", "u1000")).Message, "1000")
		w.Do(as("Ada"), fromTeam("big", "u1", "remove"))
		w.Do(as("Ada"), toTeam("big", "u1000"))
	})
}

// memberSet is the prefix under which a space's members stand.
func memberSet(w *modeltest.World, space string) string {
	w.T.Helper()
	return record[model.Space](w, "space", model.K(space)).MemberSet
}

func TestTeamsOfGroups(t *testing.T) {
	corpTeam := func(name string, groups ...string) *model.CreateTeam {
		return &model.CreateTeam{Space: "corp", Name: name, Role: model.PowerUser, Groups: groups}
	}
	t.Run("MEM-10 a team of SSO groups takes its members from them, and only from them", func(t *testing.T) {
		w, store := federated(t)
		ana := sso(store, "ana")
		w.Do(ana, corpTeam("developers", "devs"))
		mustEqual(t, "role of bo", w.View(sso(store, "bo"), "corp").Role, model.PowerUser)
		mustHold(t, w.Refused("MEM-10", ana, &model.AddToTeam{Space: "corp", Team: "developers", Alias: "bo"}).Error(), "fixed", "SSO groups")
		w.Refused("MEM-10", ana, &model.RemoveFromTeam{Space: "corp", Team: "developers", Alias: "bo", Confirm: "remove"})
		w.Do(aws(corpAccount), &model.CreateUser{Store: store, UserName: "dee", Groups: []string{"devs"}})
		w.Advance(3 * time.Hour)
		mustEqual(t, "role of dee", w.View(sso(store, "dee"), "corp").Role, model.PowerUser)
		mustEqual(t, "members", modeltest.Ask[[]model.Team](w, ana, &model.ListTeams{Space: "corp"})[0].Members, 3)
	})
	t.Run("MEM-10 a team has one to five SSO groups, all connected to the space, and none in a Builder ID space", func(t *testing.T) {
		w, store := federated(t)
		ana := sso(store, "ana")
		names := []string{"devs"}
		for i := range 5 {
			name := fmt.Sprint("g", i)
			w.Do(aws(corpAccount), &model.CreateGroup{Store: store, Name: name})
			names = append(names, name)
		}
		w.Do(aws(corpAccount), &model.EditSSO{Space: "corp", Connect: names[1:]})
		mustHold(t, w.Refused("MEM-10", ana, corpTeam("six", names...)).Message, "5")
		w.Do(ana, corpTeam("five", names[:5]...))
		w.Do(ana, corpTeam("one", "DEVS"))
		w.Refused("MEM-10", ana, corpTeam("stray", "ops"))
		w.Refused("FED-25", ana, corpTeam("unknown", "nobody"))
		b := acme(t)
		b.Refused("MEM-10", as("Ada"), &model.CreateTeam{Space: "acme", Name: "x", Groups: []string{"devs"}})
	})
	t.Run("MEM-10 the groups of a team have at most 1,000 users together, who is in two of them counted once", func(t *testing.T) {
		w, store := federated(t)
		for _, group := range []string{"left", "right"} {
			w.Do(aws(corpAccount), &model.CreateGroup{Store: store, Name: group})
		}
		for i := range 1000 {
			groups := [][]string{{"left"}, {"right"}, {"left", "right"}}[i%3]
			w.Do(aws(corpAccount), &model.CreateUser{Store: store, UserName: fmt.Sprint("u", i), Groups: groups})
		}
		w.Do(aws(corpAccount), &model.EditSSO{Space: "corp", Connect: []string{"left", "right"}})
		w.Plan(sso(store, "ana"), corpTeam("both", "left", "right"))
		w.Do(aws(corpAccount), &model.CreateUser{Store: store, UserName: "over", Groups: []string{"left"}})
		mustHold(t, w.Refused("MEM-10", sso(store, "ana"), corpTeam("both", "left", "right")).Message, "1001", "1000")
		w.Plan(sso(store, "ana"), corpTeam("one", "left"))
	})
	t.Run("MEM-10 in a federated space a team can also have members added directly", func(t *testing.T) {
		w, store := federated(t)
		ana := sso(store, "ana")
		w.Do(ana, corpTeam("chosen"))
		w.Do(ana, &model.AddToTeam{Space: "corp", Team: "chosen", Alias: "bo"})
		mustEqual(t, "role of bo", w.View(sso(store, "bo"), "corp").Role, model.PowerUser)
	})
	t.Run("MEM-10 how a team gets its members is fixed at creation: no command takes groups later", func(t *testing.T) {
		for _, f := range model.FieldsOf(&model.EditTeam{}) {
			if f.Name == "groups" || f.Name == "method" {
				t.Errorf("the team's editing takes %s", f.Name)
			}
		}
	})
}
