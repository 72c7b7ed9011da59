package model_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

// gambler gives random commands by random people, many of which must be refused.
type gambler struct {
	*modeltest.World
	*rand.Rand
	people  []string
	tokens  map[string]string // token to account
	deleted []string
	done    map[string]int // commands that were carried out, by catalogue id
	last    raw            // what the store held after the last command
}

var (
	randomSpaces   = []string{"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"}
	randomProjects = []string{"rocket", "sled", "barge"}
	randomTeams    = []string{"core", "Night Shift"}
)

func pick[T any](g *gambler, list []T) T { return list[g.IntN(len(list))] }

func (g *gambler) person() string        { return pick(g, g.people) }
func (g *gambler) space() string         { return pick(g, randomSpaces) }
func (g *gambler) role() model.SpaceRole { return pick(g, model.SpaceRoles()) }
func (g *gambler) account() string       { return otherAccountOf(g.IntN(12)) }
func (g *gambler) project() string       { return pick(g, randomProjects) }
func (g *gambler) team() string          { return pick(g, randomTeams) }
func (g *gambler) projectRole() model.ProjectRole {
	return pick(g, []model.ProjectRole{model.ProjectAdministrator, model.Contributor, model.Reviewer, model.ReadOnly})
}

func (g *gambler) email() string {
	return pick(g, []func(string) string{strings.ToLower, strings.ToUpper})(g.person()) + "@example.com"
}

// place draws a space and who acts there: mostly one that is there, and someone who administers it.
func (g *gambler) place() (space, alias string) {
	space, alias = g.space(), g.person()
	active := slices.DeleteFunc(slices.Clone(g.last.spaces), func(s model.Space) bool { return s.Deleted() })
	if len(active) == 0 || g.IntN(8) == 0 {
		return space, alias
	}
	chosen := pick(g, active)
	for _, m := range g.last.members[chosen.MemberSet] {
		if m.Status == model.StatusMember && m.Effective() == model.SpaceAdministrator && g.IntN(2) == 0 {
			alias = m.Alias
		}
	}
	return chosen.Name, alias
}

// invitee draws someone who is invited somewhere, and where; anyone and anywhere while nobody is.
func (g *gambler) invitee() (space, alias string) {
	space, alias = g.space(), g.person()
	for _, s := range g.last.spaces {
		for _, m := range g.last.members[s.MemberSet] {
			if m.Status == model.StatusInvited && !s.Deleted() && g.IntN(3) > 0 {
				name, _, _ := strings.Cut(strings.ToLower(m.Email), "@")
				space, alias = s.Name, name
			}
		}
	}
	return space, alias
}

// command draws a command and who gives it.
func (g *gambler) command() (model.Session, model.Command) {
	space, alias := g.place()
	by := as(alias)
	if g.IntN(6) == 0 {
		space, alias = g.invitee()
		return as(alias), pick(g, []model.Command{&model.AcceptInvitation{Space: space}, &model.AcceptInvitation{Space: space}, &model.DeclineInvitation{Space: space}})
	}
	if g.IntN(12) == 0 {
		return g.ofAccounts()
	}
	draws := []func() model.Command{
		func() model.Command { return &model.InviteMember{Space: space, Email: g.email(), Role: g.role()} },
		func() model.Command { return &model.ResendInvitation{Space: space, Email: g.email()} },
		func() model.Command { return &model.CancelInvitation{Space: space, Email: g.email()} },
		func() model.Command { return &model.ChangeRole{Space: space, Alias: g.person(), Role: g.role()} },
		func() model.Command { return &model.RemoveMember{Space: space, Alias: g.person()} },
		func() model.Command {
			return &model.RemoveAdministrator{Space: space, Alias: g.person(), How: pick(g, []model.Removal{model.RoleOnly, model.SpaceAndProjects})}
		},
		func() model.Command { return &model.CreateTeam{Space: space, Name: g.team(), Role: g.role()} },
		func() model.Command { return &model.EditTeam{Space: space, Name: g.team(), Role: g.role()} },
		func() model.Command { return &model.AddToTeam{Space: space, Team: g.team(), Alias: g.person()} },
		func() model.Command { return &model.AddToTeam{Space: space, Team: g.team(), Alias: g.person()} },
		func() model.Command {
			return &model.RemoveFromTeam{Space: space, Team: g.team(), Alias: g.person(), Confirm: "remove"}
		},
		func() model.Command {
			return &model.GrantTeamProject{Space: space, Team: g.team(), Project: g.project(), Role: pick(g, []model.ProjectRole{"none", g.projectRole()})}
		},
		func() model.Command { return &model.CreateProject{Space: space, Name: g.project()} },
		func() model.Command {
			return &model.InviteToProject{Space: space, Project: g.project(), Email: g.email(), Role: g.projectRole()}
		},
		func() model.Command {
			return &model.LeaveProject{Space: space, Project: g.project(), Alias: g.person()}
		},
		func() model.Command { return &model.EditProfile{Name: fmt.Sprint("Name ", g.IntN(9))} },
	}
	if g.IntN(12) == 0 {
		draws = []func() model.Command{
			func() model.Command { return &model.DeleteTeam{Space: space, Name: g.team()} },
			func() model.Command {
				return &model.DeleteSpace{Name: space, Confirm: pick(g, []string{"delete", "Delete", "", "no", "never", "x", "y", "z"})}
			},
			func() model.Command { return &model.AdvanceTime{By: time.Duration(g.IntN(60)+1) * time.Hour} },
		}
	}
	return by, pick(g, draws)()
}

// ofAccounts draws a command on spaces and their accounts.
func (g *gambler) ofAccounts() (model.Session, model.Command) {
	if len(g.tokens) > 0 && g.IntN(2) == 0 {
		list := make([]string, 0, len(g.tokens))
		for t := range g.tokens {
			list = append(list, t)
		}
		slices.Sort(list) // the order of a map is not the seed's
		chosen := pick(g, list)
		return aws(g.tokens[chosen]), &model.VerifyAccount{Token: chosen}
	}
	if g.IntN(2) == 0 {
		return as(g.person()), requestAccount(g.space(), g.account())
	}
	return as(g.person()), createSpace(g.space(), g.account())
}

// step gives one command: it is carried out, or refused by a rule without changing anything.
func (g *gambler) step(n int) {
	g.T.Helper()
	session, cmd := g.command()
	before := ""
	if n%10 == 0 {
		before = g.Dump()
	}
	receipt, err := g.Service.Do(g.T.Context(), session, cmd)
	refusal, refused := model.AsRefusal(err)
	switch {
	case err != nil && (!refused || refusal.Rule == "" || refusal.Message == ""):
		g.T.Fatalf("step %d, %T %+v: %v", n, cmd, cmd, err)
	case refused && before != "" && g.Dump() != before:
		g.T.Fatalf("step %d, %T %+v was refused and changed the store: %v", n, cmd, cmd, err)
	case refused:
		return
	}
	g.done[g.Service.EntryOf(cmd).ID]++
	switch c := cmd.(type) {
	case *model.DeleteSpace:
		g.deleted = append(g.deleted, c.Name)
	case *model.VerifyAccount:
		delete(g.tokens, c.Token)
	}
	if request, is := receipt.Result.(model.SpaceRequest); is {
		g.tokens[request.Token] = string(request.Account)
	}
}

// raw is what the tables of the store hold, as far as the invariants need it.
type raw struct {
	spaces   []model.Space
	members  map[string][]model.Member  // by set
	teams    map[string][]model.Team    // by set
	projects map[string][]model.Project // by set
	rows     map[string]int             // rows by table and set
}

func (g *gambler) read() raw {
	g.T.Helper()
	all := raw{members: map[string][]model.Member{}, teams: map[string][]model.Team{}, projects: map[string][]model.Project{}, rows: map[string]int{}}
	err := g.Store.View(g.T.Context(), func(r model.Reader) error {
		for _, table := range []string{"space", "member", "team", "project", "teammember", "projectmember", "administrator"} {
			for row, err := range r.Scan(table, model.Range{}) {
				if err != nil {
					return err
				}
				set := row.Key().Part(0)
				all.rows[table+" "+set]++
				switch table {
				case "space":
					err = keep(row, func(s model.Space) { all.spaces = append(all.spaces, s) })
				case "member":
					err = keep(row, func(m model.Member) { all.members[set] = append(all.members[set], m) })
				case "team":
					err = keep(row, func(v model.Team) { all.teams[set] = append(all.teams[set], v) })
				case "project":
					err = keep(row, func(v model.Project) { all.projects[set] = append(all.projects[set], v) })
				}
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		g.T.Fatal(err)
	}
	return all
}

func keep[R any](row model.Row, to func(R)) error {
	var r R
	err := row.Decode(&r)
	to(r)
	return err
}

// holds checks every invariant of the system, and says what broke.
func (g *gambler) holds() []string {
	g.T.Helper()
	var broken []string
	equal := func(space, what string, got, want any) {
		if fmt.Sprint(got) != fmt.Sprint(want) {
			broken = append(broken, fmt.Sprintf("%s: %s is %v, and should be %v", space, what, got, want))
		}
	}
	all := g.read()
	g.last = all
	belongs := map[string][]string{}
	billing := map[model.AccountID]string{}
	for _, s := range all.spaces {
		if s.Deleted() {
			continue
		}
		if other := billing[s.Billing]; other != "" {
			broken = append(broken, fmt.Sprintf("account %s bills %s and %s", s.Billing, other, s.Name))
		}
		billing[s.Billing] = s.Name
		g.spaceHolds(all, s, equal)
		for _, m := range all.members[s.MemberSet] {
			if m.Status == model.StatusMember {
				belongs[m.Alias] = append(belongs[m.Alias], s.Name)
			}
		}
	}
	for _, alias := range g.people {
		want := belongs[alias]
		slices.Sort(want)
		equal(alias, "what they see", spaceNames(g.World, as(alias)), strings.Join(want, " "))
		if len(want) > model.MaxActiveSpaces {
			broken = append(broken, fmt.Sprintf("%s is in %d spaces", alias, len(want)))
		}
	}
	return broken
}

// spaceHolds checks that the counts and lists of a space agree with its rows.
func (g *gambler) spaceHolds(all raw, s model.Space, equal func(space, what string, got, want any)) {
	set := s.MemberSet
	active, invited, grants, inTeams, administering := 0, 0, 0, 0, 0
	var marked []string
	teamSize, projectSize := map[string]int{}, map[string]int{}
	for _, m := range all.members[set] {
		equal(s.Name, "the role through teams of "+m.Alias, m.TeamRole, strongestOf(all.teams[set], m.Teams))
		if m.Effective() == model.SpaceAdministrator {
			marked = append(marked, strings.ToLower(m.Alias+m.Email))
		}
		grants += len(m.Projects)
		inTeams += len(m.Teams)
		for _, p := range m.Projects {
			projectSize[strings.ToLower(p.Project)]++
		}
		for _, name := range m.Teams {
			teamSize[name]++
		}
		if m.Status == model.StatusInvited {
			invited++
			continue
		}
		active++
		if m.Effective() == model.SpaceAdministrator {
			administering++
		}
	}
	equal(s.Name, "Members", s.Members, active)
	equal(s.Name, "Invited", s.Invited, invited)
	equal(s.Name, "Administrators", s.Administrators, administering)
	equal(s.Name, "having an administrator", administering > 0, true)
	equal(s.Name, "Teams", s.Teams, len(all.teams[set]))
	equal(s.Name, "Projects", s.Projects, len(all.projects[set]))
	equal(s.Name, "marks of administrators", all.rows["administrator "+set], len(marked))
	equal(s.Name, "project member rows", all.rows["projectmember "+set], grants)
	equal(s.Name, "team member rows", all.rows["teammember "+set], inTeams)
	for _, p := range all.projects[set] {
		equal(s.Name, "members of the project "+p.Name, p.Members, projectSize[strings.ToLower(p.Name)])
	}
	for _, v := range all.teams[set] {
		equal(s.Name, "members of the team "+v.Name, v.Members, teamSize[strings.ToLower(v.Name)])
	}
}

func strongestOf(list []model.Team, names []string) model.SpaceRole {
	for _, role := range model.SpaceRoles() {
		for _, t := range list {
			if t.Role == role && slices.Contains(names, strings.ToLower(t.Name)) {
				return role
			}
		}
	}
	return ""
}

func TestRandomCommands(t *testing.T) {
	steps := 3000
	if testing.Short() {
		steps = 300
	}
	done := map[string]int{}
	for seed := range uint64(2) {
		t.Run(fmt.Sprintf("ACT-02 counts, lists and limits hold after any commands by anyone, seed %d", seed), func(t *testing.T) {
			g := &gambler{World: newWorld(t), Rand: rand.New(rand.NewPCG(seed, 1)), tokens: map[string]string{}, done: done,
				people: []string{"Ada", "Bob", "Cleo", "Dan", "Eve", "Fay", "Gus"}}
			g.SignUp(g.people...)
			for n := range steps {
				g.step(n)
				if broken := g.holds(); len(broken) > 0 {
					t.Fatalf("after step %d: %s", n, strings.Join(broken, "\n"))
				}
			}
			mustBeSound(g.World)
			g.SignUp("Newcomer") // who belongs to no space may create one
			for _, name := range g.deleted {
				g.Refuse("SPC-03", as("Newcomer"), createSpace(strings.ToUpper(name), acmeAccount))
			}
		})
	}
	for _, id := range []string{"space.create", "account.verify", "space.delete", "member.invite", "member.accept", "member.decline", "member.resend", "member.cancel",
		"member.role", "member.remove", "member.remove-administrator", "team.create", "team.edit", "team.add", "team.remove", "team.project", "team.delete",
		"project.create", "project.invite", "project.remove", "person.edit", "sync.advance"} {
		if done[id] == 0 && !testing.Short() {
			t.Errorf("%s was never carried out: %v", id, done)
		}
	}
}
