package model_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/store"
)

// corpAccount is the management account of the company in the tests of federation.
const corpAccount = "444455556666"

// newWorld is a system on a store in memory.
func newWorld(t testing.TB) *modeltest.World {
	t.Helper()
	return newWorldAt(t, modeltest.Noon)
}

// newWorldAt is one that begins at another moment.
func newWorldAt(t testing.TB, at time.Time) *modeltest.World {
	t.Helper()
	s, err := store.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close the store: %v", err)
		}
	})
	return modeltest.NewAt(t, s, at)
}

// corp is a federated space for tests: a directory with groups, some of them connected.
type corp struct {
	*modeltest.World
	store string
	aws   model.Session
}

func newCorp(t testing.TB, groups map[string][]string, connected []string, administrators ...string) *corp {
	t.Helper()
	w := newWorld(t)
	c := &corp{World: w, aws: modeltest.AWS(corpAccount)}
	c.store = w.Directory(corpAccount, groups)
	w.Do(c.aws, &model.SetupSSO{ApplicationName: "corp", DisplayName: "Corp", NewSpace: "corp-space", Region: model.Oregon,
		Groups: connected, Administrators: administrators})
	return c
}

func (c *corp) pending() []model.SyncChangeView {
	c.T.Helper()
	return modeltest.Ask[[]model.SyncChangeView](c.World, c.aws, &model.SyncStatus{Space: "corp-space"})
}

func (c *corp) state() model.SyncState {
	c.T.Helper()
	return modeltest.Ask[model.SyncState](c.World, c.aws, &model.ShowSync{Space: "corp-space"})
}

// members lists the handles in the space, as its first administrator ana sees them.
func (c *corp) members() []string {
	c.T.Helper()
	var handles []string
	for _, m := range c.Members(c.user("ana"), "corp-space") {
		handles = append(handles, m.Handle)
	}
	return handles
}

func (c *corp) member(handle string) model.MemberView {
	c.T.Helper()
	for _, m := range c.Members(c.user("ana"), "corp-space") {
		if m.Handle == handle {
			return m
		}
	}
	c.T.Fatalf("%s is not in the space", handle)
	return model.MemberView{}
}

func (c *corp) user(name string) model.Session {
	return model.Session{Person: model.SSOPerson(c.store, name)}
}

// settle lets everything come that waits.
func (c *corp) settle() {
	c.T.Helper()
	for range 100 {
		if len(c.pending()) == 0 {
			return
		}
		c.Advance(time.Hour)
	}
	c.T.Fatalf("after 100 hours there still waits: %+v", c.pending())
}

// until moves time to a moment of program time.
func (c *corp) until(at model.Instant) {
	c.T.Helper()
	if d := at.Sub(c.Service.Now()); d > 0 {
		c.Advance(d)
	}
}

func expectHandles(t testing.TB, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Fatalf("the space has %v, not %v", got, want)
	}
}

func TestSyncDelays(t *testing.T) {
	devs := map[string][]string{"devs": {"ana", "bo"}, "ops": {"cy"}}

	t.Run("FED-14 nothing arrives before it is expected, and everything at that moment", func(t *testing.T) {
		c := newCorp(t, devs, []string{"devs"}, "ana")
		waiting := c.pending()
		if len(waiting) != 1 || waiting[0].Name != "devs" || waiting[0].Count != 2 {
			t.Fatalf("what waits is %+v", waiting)
		}
		c.until(waiting[0].ExpectedAt - 1)
		c.RefuseAnswer("SPC-15", c.user("ana"), &model.ListMembers{Space: "corp-space"})
		c.until(waiting[0].ExpectedAt)
		expectHandles(t, c.members(), "ana", "bo")
		if left := c.pending(); len(left) != 0 {
			t.Fatalf("there still waits %+v", left)
		}
	})

	t.Run("FED-14 with little data a change is expected within two hours", func(t *testing.T) {
		c := newCorp(t, devs, []string{"devs"}, "ana")
		c.settle()
		for i := range 200 {
			c.Do(c.aws, &model.UpdateUser{Store: c.store, UserName: "bo", DisplayName: fmt.Sprintf("Bo the %dth", i)})
			p := c.pending()[0]
			if wait := p.ExpectedAt.Sub(p.RequestedAt); wait < 20*time.Minute || wait > 2*time.Hour {
				t.Fatalf("change %d waits %s", i, wait)
			}
			c.settle()
		}
	})

	t.Run("FED-14 a rehearsal and the change made after it before the next cycle expect the same moment", func(t *testing.T) {
		c := newCorp(t, devs, []string{"devs"}, "ana")
		c.settle()
		expected := func(p model.Plan) string {
			_, moment, found := strings.Cut(planned(p), "the sync brings it to the space at about ")
			if !found {
				t.Fatalf("no moment is expected in: %s", planned(p))
			}
			return moment
		}
		for i := range 40 {
			rename := &model.UpdateUser{Store: c.store, UserName: "bo", DisplayName: fmt.Sprintf("Bo the %dth", i)}
			c.until(c.Service.Now()/900*900 + 901)
			rehearsed := expected(c.Plan(c.aws, rename))
			c.until(c.Service.Now() + 898)
			if done := expected(c.Do(c.aws, rename).Plan); done != rehearsed {
				t.Fatalf("change %d: the rehearsal said %q and the change %q", i, rehearsed, done)
			}
			c.settle()
		}
	})

	t.Run("FED-14 more data takes longer", func(t *testing.T) {
		small, large := newCorp(t, devs, []string{"devs"}, "ana"), newCorp(t, devs, []string{"devs"}, "ana")
		large.Import(large.aws, large.store, 50_000, 0)
		large.settle()
		small.settle()
		longer := 0
		for range 20 {
			for _, c := range []*corp{small, large} {
				c.Do(c.aws, &model.UpdateUser{Store: c.store, UserName: "bo", DisplayName: c.Service.Now().String()})
			}
			a, b := small.pending()[0], large.pending()[0]
			if b.ExpectedAt.Sub(b.RequestedAt) > a.ExpectedAt.Sub(a.RequestedAt) {
				longer++
			}
			small.settle()
			large.settle()
			large.until(small.Service.Now())
			small.until(large.Service.Now())
		}
		if longer == 0 {
			t.Fatal("no change of the large directory waited longer than the same one of the small")
		}
	})

	t.Run("FED-14 a change that a throttled cycle leaves behind is overdue until the next cycle brings it", func(t *testing.T) {
		c := newCorp(t, map[string][]string{"devs": {"ana"}}, []string{"devs"}, "ana")
		c.settle()
		for round := range 40 {
			group := fmt.Sprintf("round%d", round)
			c.AddGroup(c.aws, c.store, group, 60)
			c.Do(c.aws, &model.EditSSO{Space: "corp-space", Connect: []string{group}})
			expected := c.pending()[0].ExpectedAt
			c.until(expected + 1)
			if left := c.pending(); len(left) == 1 {
				if !left[0].Overdue || left[0].Done != 50 || !c.state().Last.Throttled || c.state().Overdue != 1 {
					t.Fatalf("a throttled cycle left %+v, %+v", left, c.state())
				}
				c.until(expected.Add(model.CycleEvery))
				if left := c.pending(); len(left) != 0 {
					t.Fatalf("the next cycle left %+v", left)
				}
				return
			}
		}
		t.Fatal("of 40 large cycles none was throttled")
	})
}

func TestSyncTime(t *testing.T) {
	groups := map[string][]string{"devs": {"ana", "bo", "cy"}, "ops": {"dee"}}
	edit := func(c *corp) {
		c.Do(c.aws, &model.EditSSO{Space: "corp-space", Connect: []string{"ops"}})
		c.Do(c.aws, &model.UpdateUser{Store: c.store, UserName: "bo", Email: "bo@new.example"})
	}

	t.Run("FED-15 the same seed and the same changes give the same delays", func(t *testing.T) {
		a, b := newCorp(t, map[string][]string{"devs": {"ana"}}, []string{"devs"}, "ana"), newCorp(t, map[string][]string{"devs": {"ana"}}, []string{"devs"}, "ana")
		if one, two := a.pending(), b.pending(); !slices.Equal(one, two) {
			t.Fatalf("one run waits for %+v, the other for %+v", one, two)
		}
	})

	t.Run("FED-15 a week with the program closed brings what steps in between would have brought", func(t *testing.T) {
		stepped, closed := newCorp(t, groups, []string{"devs"}, "ana"), newCorp(t, groups, []string{"devs"}, "ana")
		edit(stepped)
		edit(closed)
		for range 7 * 24 * 6 {
			stepped.Clock.Move(10 * time.Minute)
			if _, err := stepped.Service.Step(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
		closed.Clock.Move(7 * 24 * time.Hour)
		closed.Reopen()
		if _, err := closed.Service.Step(context.Background()); err != nil {
			t.Fatal(err)
		}
		expectHandles(t, closed.members(), "ana", "bo", "cy", "dee")
		one, two := stepped.Members(stepped.user("ana"), "corp-space"), closed.Members(closed.user("ana"), "corp-space")
		if fmt.Sprint(one) != fmt.Sprint(two) {
			t.Fatalf("with steps the space holds\n%v\nand after a pause\n%v", one, two)
		}
	})

	t.Run("FED-15 program time goes on across restarts and never runs backwards", func(t *testing.T) {
		c := newCorp(t, groups, []string{"devs"}, "ana")
		c.Advance(5 * time.Hour)
		before := c.Service.Now()
		c.Clock.Move(-48 * time.Hour)
		if now := c.Service.Now(); now < before {
			t.Fatalf("program time ran from %s back to %s", before, now)
		}
		c.Reopen()
		if now := c.Service.Now(); now < before {
			t.Fatalf("after a restart program time is %s, and was %s", now, before)
		}
		c.Clock.Move(time.Hour)
		c.Refuse("FED-15", modeltest.Nobody, &model.AdvanceTime{By: -time.Hour})
	})

	t.Run("FED-15 a faster pace brings the same at the same moments of program time", func(t *testing.T) {
		c := newCorp(t, groups, []string{"devs"}, "ana")
		expected := c.pending()[0].ExpectedAt
		if err := c.Service.SetPace(60); err != nil {
			t.Fatal(err)
		}
		c.Clock.Move(expected.Sub(c.Service.Now()) / 60)
		if _, err := c.Service.Step(context.Background()); err != nil {
			t.Fatal(err)
		}
		if m := c.member("bo"); m.Since != expected {
			t.Fatalf("bo came at %s and was expected at %s", m.Since, expected)
		}
		if err := c.Service.SetPace(model.MaxPace + 1); err == nil {
			t.Fatal("a pace beyond the fastest was accepted")
		}
	})
}

func TestSyncBrings(t *testing.T) {
	start := func(t *testing.T) *corp {
		c := newCorp(t, map[string][]string{"devs": {"ana", "bo"}, "ops": {"bo", "cy"}, "off": {"eve"}}, []string{"devs", "ops"}, "ana")
		c.settle()
		return c
	}

	t.Run("FED-16 additions, changed names and emails, and removals arrive", func(t *testing.T) {
		c := start(t)
		c.Do(c.aws, &model.CreateUser{Store: c.store, UserName: "fay", DisplayName: "Fay", Groups: []string{"devs"}})
		c.Do(c.aws, &model.UpdateUser{Store: c.store, UserName: "bo", DisplayName: "Bo Renamed", Email: "bo@new.example"})
		c.Do(c.aws, &model.DeleteUser{Store: c.store, UserName: "cy"})
		expectHandles(t, c.members(), "ana", "bo", "cy")
		c.settle()
		expectHandles(t, c.members(), "ana", "bo", "fay")
		if m := c.member("bo"); m.Name != "Bo Renamed" || m.Email != "bo@new.example" {
			t.Fatalf("bo arrived as %+v", m)
		}
	})

	t.Run("FED-16 who leaves one of two connected groups stays, and who leaves the last one leaves", func(t *testing.T) {
		c := start(t)
		c.Do(c.aws, &model.RemoveFromGroup{Store: c.store, UserName: "bo", Group: "devs"})
		c.settle()
		expectHandles(t, c.members(), "ana", "bo", "cy")
		c.Do(c.aws, &model.RemoveFromGroup{Store: c.store, UserName: "bo", Group: "ops"})
		c.settle()
		expectHandles(t, c.members(), "ana", "cy")
		c.RefuseAnswer("SPC-15", c.user("bo"), &model.ListMembers{Space: "corp-space"})
	})

	t.Run("FED-16 leaving takes the roles along, and coming back does not bring them back", func(t *testing.T) {
		c := start(t)
		c.Do(c.user("ana"), &model.CreateTeam{Space: "corp-space", Name: "leads", Role: model.PowerUser})
		c.Do(c.user("ana"), &model.AddToTeam{Space: "corp-space", Team: "leads", Alias: "cy"})
		c.Do(c.aws, &model.RemoveFromGroup{Store: c.store, UserName: "cy", Group: "ops"})
		c.settle()
		c.Do(c.aws, &model.AddToGroup{Store: c.store, UserName: "cy", Group: "ops"})
		c.settle()
		if m := c.member("cy"); m.Role != model.LimitedAccess || len(m.Teams) != 0 {
			t.Fatalf("cy came back as %+v", m)
		}
		if list := modeltest.Ask[[]model.Team](c.World, c.user("ana"), &model.ListTeams{Space: "corp-space"}); list[0].Members != 0 {
			t.Fatalf("the team still counts %d members", list[0].Members)
		}
	})

	t.Run("FED-16 with nothing new nothing changes", func(t *testing.T) {
		c := start(t)
		before := c.Members(c.user("ana"), "corp-space")
		entries := len(modeltest.Ask[[]model.Activity](c.World, c.user("ana"), &model.ListActivity{Space: "corp-space", Limit: 1000}))
		c.Advance(48 * time.Hour)
		if after := c.Members(c.user("ana"), "corp-space"); fmt.Sprint(before) != fmt.Sprint(after) {
			t.Fatalf("two idle days changed\n%v\nto\n%v", before, after)
		}
		if n := len(modeltest.Ask[[]model.Activity](c.World, c.user("ana"), &model.ListActivity{Space: "corp-space", Limit: 1000})); n != entries {
			t.Fatalf("two idle days left %d activity entries", n-entries)
		}
	})

	t.Run("FED-16 a change and its opposite leave nothing to bring, and twice the same change comes once", func(t *testing.T) {
		c := start(t)
		c.Do(c.aws, &model.AddToGroup{Store: c.store, UserName: "eve", Group: "devs"})
		c.Do(c.aws, &model.RemoveFromGroup{Store: c.store, UserName: "eve", Group: "devs"})
		if left := c.pending(); len(left) != 0 {
			t.Fatalf("there waits %+v", left)
		}
		c.Do(c.aws, &model.UpdateUser{Store: c.store, UserName: "bo", DisplayName: "Bo Twice"})
		c.Do(c.aws, &model.UpdateUser{Store: c.store, UserName: "bo", DisplayName: "Bo Twice"})
		if left := c.pending(); len(left) != 1 {
			t.Fatalf("there waits %+v", left)
		}
	})

	t.Run("FED-16 a group that is disconnected takes along only those whom no other group holds", func(t *testing.T) {
		c := start(t)
		plan := c.Plan(c.aws, &model.EditSSO{Space: "corp-space", Disconnect: []string{"ops"}})
		if !plan.Takes() {
			t.Fatalf("the plan takes nothing: %+v", plan)
		}
		c.Do(c.aws, &model.EditSSO{Space: "corp-space", Disconnect: []string{"ops"}})
		c.settle()
		expectHandles(t, c.members(), "ana", "bo")
	})

	t.Run("FED-16 a group deleted while connected takes its people along when the sync comes", func(t *testing.T) {
		c := start(t)
		c.Do(c.aws, &model.DeleteGroup{Store: c.store, Name: "ops"})
		expectHandles(t, c.members(), "ana", "bo", "cy")
		c.settle()
		expectHandles(t, c.members(), "ana", "bo")
	})

	t.Run("FED-16 a later change of a person never overtakes the connection of their group", func(t *testing.T) {
		c := start(t)
		c.Do(c.aws, &model.EditSSO{Space: "corp-space", Connect: []string{"off"}})
		due := c.pending()[0].ExpectedAt
		c.Do(c.aws, &model.UpdateUser{Store: c.store, UserName: "eve", DisplayName: "Eve Changed"})
		c.until(due - 1)
		expectHandles(t, c.members(), "ana", "bo", "cy")
		c.settle()
		if m := c.member("eve"); m.Name != "Eve Changed" {
			t.Fatalf("eve arrived as %+v", m)
		}
	})

	t.Run("FED-16 an inactive user leaves and a user made active again comes back", func(t *testing.T) {
		c := start(t)
		c.Do(c.aws, &model.UpdateUser{Store: c.store, UserName: "bo", Inactive: true})
		c.settle()
		expectHandles(t, c.members(), "ana", "cy")
		c.Do(c.aws, &model.UpdateUser{Store: c.store, UserName: "bo", Active: true})
		c.settle()
		expectHandles(t, c.members(), "ana", "bo", "cy")
	})

	t.Run("FED-16 a team of SSO groups follows the groups", func(t *testing.T) {
		c := start(t)
		c.Do(c.user("ana"), &model.CreateTeam{Space: "corp-space", Name: "ops team", Role: model.PowerUser, Groups: []string{"ops"}})
		if m := c.member("bo"); !m.ViaTeam || m.Role != model.PowerUser {
			t.Fatalf("bo is %+v", m)
		}
		c.Do(c.aws, &model.RemoveFromGroup{Store: c.store, UserName: "bo", Group: "ops"})
		c.settle()
		if m := c.member("bo"); m.ViaTeam || m.Role != model.LimitedAccess {
			t.Fatalf("bo is still %+v", m)
		}
	})
}
