package model_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

// sound fails the test where an invariant of the directory, the sync or the spaces is broken.
func (c *corp) sound() {
	c.T.Helper()
	if broken := (&chaos{corp: c}).snapshot().broken(); len(broken) > 0 {
		c.T.Fatalf("%s", strings.Join(broken, "\n"))
	}
}

func (c *corp) edit(connect, disconnect string) {
	c.T.Helper()
	c.Do(c.aws, &model.EditSSO{Space: "corp-space", Connect: strings.Fields(connect), Disconnect: strings.Fields(disconnect)})
}

func (c *corp) join(user, group string) {
	c.T.Helper()
	c.Do(c.aws, &model.AddToGroup{Store: c.store, UserName: user, Group: group})
}

func (c *corp) quit(user, group string) {
	c.T.Helper()
	c.Do(c.aws, &model.RemoveFromGroup{Store: c.store, UserName: user, Group: group})
}

func (c *corp) rename(user, name string) {
	c.T.Helper()
	c.Do(c.aws, &model.UpdateUser{Store: c.store, UserName: user, DisplayName: name})
}

// importFile imports a CSV file of user names with their groups.
func (c *corp) importFile(replace bool, lines ...string) {
	c.T.Helper()
	text := "userName,groups\n" + strings.Join(lines, "\n") + "\n"
	c.Do(c.aws, &model.ImportDirectory{Store: c.store, CSV: []string{"f"}, Replace: replace, Open: modeltest.Files(map[string]string{"f": text})})
}

// enlisted makes lines of a file for users with numbers, all of one group.
func enlisted(from, n int, group string) []string {
	lines := make([]string, n)
	for i := range lines {
		lines[i] = fmt.Sprintf("n%05d,%s", from+i, group)
	}
	return lines
}

// throttledConnect connects groups of 60 until a cycle is throttled: 50 have come, and 10 wait for the next one.
func throttledConnect(t *testing.T, c *corp) (group string) {
	t.Helper()
	for round := range 40 {
		group = fmt.Sprintf("round%d", round)
		c.AddGroup(c.aws, c.store, group, 60)
		c.edit(group, "")
		c.until(c.pending()[0].ExpectedAt + 1)
		if left := c.pending(); len(left) == 1 {
			mustEqual(t, "done of all", fmt.Sprint(left[0].Done, " of ", left[0].Count), "50 of 60")
			return group
		}
	}
	t.Fatal("of 40 large cycles none was throttled")
	return ""
}

func TestChangesDuringSync(t *testing.T) {
	groups := map[string][]string{"devs": {"ana", "bo"}, "ops": {"cy"}}
	start := func(t *testing.T) *corp {
		c := newCorp(t, groups, []string{"devs"}, "ana")
		c.settle()
		return c
	}
	t.Run("FED-16 the directory changes while a sync is under way, before and behind where it stands", func(t *testing.T) {
		c := start(t)
		g := throttledConnect(t, c)
		c.quit(g+"-003", g)
		c.quit(g+"-057", g)
		c.rename(g+"-004", "Renamed behind")
		c.rename(g+"-058", "Renamed before")
		c.Do(c.aws, &model.DeleteUser{Store: c.store, UserName: g + "-005"})
		c.Do(c.aws, &model.CreateUser{Store: c.store, UserName: g + "-000a", Groups: []string{g}})
		c.sound()
		c.settle()
		c.sound()
		mustEqual(t, "name behind", c.member(g+"-004").Name, "Renamed behind")
		mustEqual(t, "name before", c.member(g+"-058").Name, "Renamed before")
	})
	t.Run("FED-16 a group is disconnected, or deleted, while half of it has come", func(t *testing.T) {
		for name, undo := range map[string]func(*corp, string){
			"disconnected": func(c *corp, g string) { c.edit("", g) },
			"deleted":      func(c *corp, g string) { c.Do(c.aws, &model.DeleteGroup{Store: c.store, Name: g}) },
			"twice":        func(c *corp, g string) { c.edit("", g); c.edit(g, ""); c.edit("", g) },
		} {
			c := start(t)
			g := throttledConnect(t, c)
			undo(c, g)
			c.settle()
			c.sound()
			if slices.ContainsFunc(c.members(), func(handle string) bool { return strings.HasPrefix(handle, g+"-") }) {
				t.Errorf("%s: someone of %s stayed", name, g)
			}
		}
	})
	t.Run("FED-16 a group whose people another one holds too keeps them when its coming was interrupted", func(t *testing.T) {
		c := start(t)
		for round := range 24 {
			one, two := fmt.Sprintf("a%d", round), fmt.Sprintf("b%d", round)
			c.AddGroup(c.aws, c.store, one, 60)
			c.Do(c.aws, &model.CreateGroup{Store: c.store, Name: two})
			for i := range 60 {
				c.join(fmt.Sprintf("%s-%03d", one, i), two)
			}
			c.edit(one+" "+two, "")
			c.settle()
			c.sound()
			c.edit("", one+" "+two)
			c.settle()
			c.sound()
		}
	})
	t.Run("FED-16 who joins a group that is being disconnected comes when the group is connected again", func(t *testing.T) {
		c := start(t)
		c.edit("", "devs")
		c.join("cy", "devs")
		c.edit("devs", "")
		c.settle()
		c.sound()
		expectHandles(t, c.members(), "ana", "bo", "cy")
	})
	t.Run("FED-16 who changed while the group went leaves with it, also when changed back and the group nearly came again", func(t *testing.T) {
		c := start(t)
		c.edit("ops", "")
		c.settle()
		c.edit("", "ops")
		due := c.pending()[0].ExpectedAt
		c.rename("cy", "Cy Changed")
		for n := 0; c.pending()[1].ExpectedAt == due; n++ {
			c.Advance(time.Minute)
			c.rename("cy", fmt.Sprint("Cy Changed ", n))
		}
		c.until(due)
		c.edit("ops", "")
		c.rename("cy", "Dr cy")
		c.edit("", "ops")
		c.settle()
		c.sound()
		expectHandles(t, c.members(), "ana", "bo")
	})
	t.Run("FED-16 a group connected and disconnected before the sync leaves nothing to bring, nor does the reverse", func(t *testing.T) {
		c := start(t)
		c.edit("ops", "")
		c.edit("", "ops")
		mustEqual(t, "waiting", len(c.pending()), 0)
		c.edit("", "devs")
		c.edit("devs", "")
		mustEqual(t, "waiting", len(c.pending()), 0)
		c.Advance(8 * time.Hour)
		expectHandles(t, c.members(), "ana", "bo")
		c.Refused("FED-13", c.aws, &model.EditSSO{Space: "corp-space", Connect: []string{"ops"}, Disconnect: []string{"OPS"}})
	})
	t.Run("FED-16 a group that is deleted and made again is another one, and its people come only when it is connected", func(t *testing.T) {
		c := start(t)
		c.edit("ops", "")
		c.settle()
		c.Do(c.aws, &model.DeleteGroup{Store: c.store, Name: "ops"})
		c.Do(c.aws, &model.CreateGroup{Store: c.store, Name: "ops"})
		c.join("cy", "ops")
		c.settle()
		c.sound()
		expectHandles(t, c.members(), "ana", "bo")
		c.edit("ops", "")
		c.settle()
		expectHandles(t, c.members(), "ana", "bo", "cy")
		c.Do(c.aws, &model.DeleteGroup{Store: c.store, Name: "ops"})
		c.Do(c.aws, &model.DeleteUser{Store: c.store, UserName: "cy"})
		c.sound() // a membership is counted out once
	})
	t.Run("FED-16 thousands of memberships come in parts, and the count of those who came grows", func(t *testing.T) {
		c := start(t)
		c.importFile(false, enlisted(0, 5000, "many")...)
		c.settle()
		c.edit("many", "")
		at := c.pending()[0]
		mustEqual(t, "count", at.Count, 5000)
		var done []int
		stop := c.Service.Subscribe(func(model.Commit) {
			for _, p := range c.pending() {
				done = append(done, p.Done)
			}
		})
		c.until(at.ExpectedAt.Add(model.CycleEvery))
		stop()
		if parts := slices.Compact(done); len(parts) < 3 || !slices.IsSorted(parts) {
			t.Errorf("the parts were %v", parts)
		}
		c.settle()
		mustEqual(t, "members", c.View(c.user("ana"), "corp-space").Members, 5002)
	})
}

func TestRolesGoWithThePerson(t *testing.T) {
	start := func(t *testing.T) *corp {
		c := newCorp(t, map[string][]string{"devs": {"ana", "bo"}, "ops": {"cy"}}, []string{"devs"}, "ana", "bo")
		c.settle()
		return c
	}
	chosen := func(c *corp) string { return strings.Join(application(c.World, corpAccount).Administrators, " ") }
	t.Run("FED-11 FED-16 who leaves every connected group is no Space administrator on coming back", func(t *testing.T) {
		for name, gone := range map[string]func(*corp){
			"left":     func(c *corp) { c.quit("bo", "devs"); c.settle(); c.join("bo", "devs") },
			"inactive": func(c *corp) { c.inactive("bo", true); c.settle(); c.inactive("bo", false) },
			"deleted": func(c *corp) {
				c.Do(c.aws, &model.DeleteUser{Store: c.store, UserName: "bo"})
				c.settle()
				c.Do(c.aws, &model.CreateUser{Store: c.store, UserName: "bo", Groups: []string{"devs"}})
			},
		} {
			c := start(t)
			gone(c)
			mustEqual(t, name+": chosen", chosen(c), "ana")
			c.settle()
			c.sound()
			mustEqual(t, name+": role", c.member("bo").Role, model.LimitedAccess)
		}
	})
	t.Run("FED-11 who was chosen and is disconnected before having come is not chosen any more", func(t *testing.T) {
		c := start(t)
		c.edit("ops", "")
		c.Do(c.aws, &model.NameAdministrators{Space: "corp-space", Users: []string{"cy"}})
		c.quit("cy", "ops")
		mustEqual(t, "chosen", chosen(c), "ana bo")
		c.join("cy", "ops")
		c.Do(c.aws, &model.NameAdministrators{Space: "corp-space", Users: []string{"cy"}})
		c.edit("", "ops")
		mustEqual(t, "chosen", chosen(c), "ana bo")
		c.settle()
		c.sound()
	})
	t.Run("FED-11 who moves from one connected group to another keeps the role", func(t *testing.T) {
		c := start(t)
		c.join("bo", "ops")
		c.edit("ops", "devs")
		c.settle()
		mustEqual(t, "chosen", chosen(c), "bo")
		c.sound()
	})
	t.Run("FED-11 the role is removed in the program, and the sync does not bring it back", func(t *testing.T) {
		c := start(t)
		c.Do(c.user("ana"), &model.RemoveAdministrator{Space: "corp-space", Alias: "bo", How: model.RoleOnly})
		c.rename("bo", "Bo Renamed")
		c.settle()
		mustEqual(t, "role", c.member("bo").Role, model.LimitedAccess)
		c.Refused("MEM-09", c.user("ana"), &model.RemoveMember{Space: "corp-space", Alias: "bo"})
		c.Refused("MEM-07", c.user("ana"), &model.RemoveAdministrator{Space: "corp-space", Alias: "ana", How: model.RoleOnly})
	})
	t.Run("FED-13 FED-16 a team of a group with the role Space administrator follows the group", func(t *testing.T) {
		c := start(t)
		c.edit("ops", "")
		c.Do(c.user("ana"), &model.CreateTeam{Space: "corp-space", Name: "heads", Role: model.SpaceAdministrator, Groups: []string{"ops"}})
		mustEqual(t, "administrators", c.state().Administrators, 2)
		c.settle()
		mustEqual(t, "administrators", c.state().Administrators, 3)
		c.Refused("MEM-10", c.user("ana"), &model.RemoveAdministrator{Space: "corp-space", Alias: "cy", How: model.RoleOnly})
		c.quit("cy", "ops")
		c.settle()
		mustEqual(t, "administrators", c.state().Administrators, 2)
		c.sound()
	})
	t.Run("FED-13 MEM-10 a team of a group that grows in one go keeps to its most users", func(t *testing.T) {
		c := start(t)
		c.importFile(false, enlisted(0, 600, "many")...)
		c.edit("many", "")
		c.settle()
		c.Do(c.user("ana"), &model.CreateTeam{Space: "corp-space", Name: "crew", Groups: []string{"many"}})
		c.importFile(false, enlisted(600, 700, "many")...)
		c.settle()
		team := modeltest.Ask[[]model.Team](c.World, c.user("ana"), &model.ListTeams{Space: "corp-space"})[0]
		mustEqual(t, "members", team.Members, model.MaxTeamUsers)
		mustEqual(t, "in the space", c.View(c.user("ana"), "corp-space").Members, 1302)
	})
}

func (c *corp) inactive(user string, inactive bool) {
	c.T.Helper()
	c.Do(c.aws, &model.UpdateUser{Store: c.store, UserName: user, Inactive: inactive, Active: !inactive})
}

func TestSyncAndImport(t *testing.T) {
	start := func(t *testing.T) *corp {
		c := newCorp(t, map[string][]string{"devs": {"ana", "bo"}, "ops": {"bo", "cy"}}, []string{"devs", "ops"}, "ana")
		c.settle()
		return c
	}
	t.Run("FED-16 FED-25 people of a deleted group leave also when a directory is imported before the sync comes", func(t *testing.T) {
		c := start(t)
		c.Do(c.aws, &model.DeleteGroup{Store: c.store, Name: "ops"})
		c.importFile(false, "dee,devs")
		c.settle()
		c.sound()
		expectHandles(t, c.members(), "ana", "bo", "dee")
	})
	t.Run("FED-25 a group that was deleted comes back from a file with its own users only", func(t *testing.T) {
		c := start(t)
		list := modeltest.Ask[[]model.DirectoryGroup](c.World, c.aws, &model.ListGroups{Store: c.store})
		ops := list[slices.IndexFunc(list, func(g model.DirectoryGroup) bool { return g.Name == "ops" })]
		c.Do(c.aws, &model.DeleteGroup{Store: c.store, Name: "ops"})
		document := fmt.Sprintf(`{"Groups": [{"GroupId": %q, "DisplayName": "ops"}]}`, ops.ID)
		c.Do(c.aws, &model.ImportDirectory{Store: c.store, Groups: []string{"g"}, Open: modeltest.Files(map[string]string{"g": document})})
		for _, g := range modeltest.Ask[[]model.DirectoryGroup](c.World, c.aws, &model.ListGroups{Store: c.store}) {
			mustEqual(t, "users of "+g.Name, g.Users, map[string]int{"devs": 2, "ops": 0}[g.Name])
		}
		c.settle()
		c.sound()
		expectHandles(t, c.members(), "ana", "bo")
	})
	t.Run("FED-16 FED-25 a connected group that a file removes is connected no more", func(t *testing.T) {
		c := start(t)
		c.importFile(true, "ana,devs", "bo,devs")
		view := application(c.World, corpAccount)
		mustEqual(t, "connected groups", len(view.Groups), 1)
		c.settle()
		c.sound()
		expectHandles(t, c.members(), "ana", "bo")
		c.importFile(false, "cy,ops")
		c.settle()
		expectHandles(t, c.members(), "ana", "bo")
		c.edit("ops", "")
		c.settle()
		expectHandles(t, c.members(), "ana", "bo", "cy")
	})
	t.Run("FED-16 FED-19 a group deleted while the application is free is connected no more, and nothing waits", func(t *testing.T) {
		c := start(t)
		c.Do(c.aws, disassociateSpace("corp-space"))
		c.Do(c.aws, &model.DeleteGroup{Store: c.store, Name: "ops"})
		c.sound()
		c.Do(c.aws, &model.AssociateSSO{Space: "corp-space"})
		c.settle()
		c.sound()
		expectHandles(t, c.members(), "ana", "bo")
	})
}
