package model_test

import (
	"fmt"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

// explain asks why someone does or does not see corp-space.
func (c *corp) explain(user string) model.SyncExplanation {
	c.T.Helper()
	return modeltest.Ask[model.SyncExplanation](c.World, c.aws, &model.ExplainSync{Space: "corp-space", User: user})
}

// verdict fails the test where the verdict on someone is another one, or is not put in words.
func (c *corp) verdict(user string, want model.SyncVerdict, words ...string) model.SyncExplanation {
	c.T.Helper()
	x := c.explain(user)
	if x.Verdict != want {
		c.T.Errorf("%s is %s, not %s: %s", user, x.Verdict, want, x.Sentence)
	}
	mustHold(c.T, x.Sentence+" "+x.Fix, words...)
	return x
}

func TestExplainSync(t *testing.T) {
	start := func(t *testing.T) *corp {
		c := newCorp(t, map[string][]string{"devs": {"ana", "bo"}, "ops": {"cy"}, "off": {"eve"}}, []string{"devs", "ops"}, "ana")
		c.settle()
		return c
	}
	t.Run("FED-14 a person's whole life is explained: created, grouped, waiting, in the space, changing, leaving, gone", func(t *testing.T) {
		c := start(t)
		c.verdict("dee", model.VerdictNotInDirectory, "no user dee", "create the user")
		c.Do(c.aws, &model.CreateUser{Store: c.store, UserName: "dee", DisplayName: "Dee"})
		c.verdict("dee", model.VerdictNotConnected, "dee is in no group")
		c.Do(c.aws, &model.AddToGroup{Store: c.store, UserName: "dee", Group: "off"})
		x := c.verdict("dee", model.VerdictNotConnected, "1 group", "off", "Edit SSO")
		mustEqual(t, "groups", fmt.Sprintf("%+v", x.Groups), "[{Group:off Connected:false Arrived:false Pending:<nil>}]")
		c.Do(c.aws, &model.AddToGroup{Store: c.store, UserName: "dee", Group: "devs"})
		x = c.verdict("dee", model.VerdictWaiting, "the sync brings them at about")
		mustEqual(t, "expected", x.ExpectedAt, c.pending()[0].ExpectedAt)
		c.until(x.ExpectedAt)
		mustEqual(t, "in the space", c.verdict("DEE", model.VerdictInSpace, "as Limited access").InSpace, true)
		c.Do(c.aws, &model.UpdateUser{Store: c.store, UserName: "dee", DisplayName: "Dee Dee"})
		c.verdict("dee", model.VerdictChanging, "changed in the directory", stamp(c.pending()[0].ExpectedAt))
		c.settle()
		mustEqual(t, "name", c.verdict("dee", model.VerdictInSpace).Name, "Dee Dee")
		c.Do(c.aws, &model.RemoveFromGroup{Store: c.store, UserName: "dee", Group: "devs"})
		c.verdict("dee", model.VerdictLeaving, "leaves it with the sync at about "+stamp(c.pending()[0].ExpectedAt))
		c.settle()
		c.verdict("dee", model.VerdictNotConnected, "off")
		c.Do(c.aws, &model.UpdateUser{Store: c.store, UserName: "dee", Inactive: true})
		c.verdict("dee", model.VerdictInactive, "inactive", "activates")
		c.Do(c.aws, &model.DeleteUser{Store: c.store, UserName: "dee"})
		c.verdict("dee", model.VerdictNotInDirectory)
	})
	t.Run("FED-14 someone waits with a group that is being connected, and leaves with one that is deleted, by its name", func(t *testing.T) {
		c := start(t)
		c.Do(c.aws, &model.EditSSO{Space: "corp-space", Connect: []string{"off"}})
		x := c.verdict("eve", model.VerdictWaiting)
		mustEqual(t, "expected with the group", x.ExpectedAt, x.Groups[0].Pending.ExpectedAt)
		c.settle()
		c.Do(c.aws, &model.DeleteGroup{Store: c.store, Name: "off"})
		x = c.verdict("eve", model.VerdictLeaving)
		mustEqual(t, "the deleted group", x.Groups[0].Group, "off")
		c.settle()
		mustEqual(t, "groups that are gone", len(c.verdict("eve", model.VerdictNotConnected, "eve is in no group").Groups), 0)
	})
	t.Run("FED-14 an inactive or deleted member is leaving until the sync comes", func(t *testing.T) {
		c := start(t)
		c.Do(c.aws, &model.UpdateUser{Store: c.store, UserName: "bo", Inactive: true})
		c.Do(c.aws, &model.DeleteUser{Store: c.store, UserName: "cy"})
		c.verdict("bo", model.VerdictLeaving)
		c.verdict("cy", model.VerdictLeaving)
		c.settle()
		c.verdict("bo", model.VerdictInactive)
		c.verdict("cy", model.VerdictNotInDirectory)
	})
	t.Run("FED-14 a large import is awaited as a whole, and explained so", func(t *testing.T) {
		c := start(t)
		c.Import(c.aws, c.store, 1100, 0)
		x := c.verdict("user0000001", model.VerdictNotConnected, "in no group")
		mustEqual(t, "expected", x.ExpectedAt, c.pending()[0].ExpectedAt)
	})
	t.Run("FED-14 who is overdue, because the cycle was throttled, is told so", func(t *testing.T) {
		c := start(t)
		for round := range 40 {
			group := fmt.Sprintf("round%d", round)
			c.AddGroup(c.aws, c.store, group, 60)
			c.Do(c.aws, &model.EditSSO{Space: "corp-space", Connect: []string{group}})
			last := group + "-059"
			mustEqual(t, "overdue before", c.explain(last).Overdue, false)
			c.until(c.pending()[0].ExpectedAt + 1)
			if x := c.explain(last); x.Verdict == model.VerdictWaiting {
				mustEqual(t, "overdue", x.Overdue, true)
				c.verdict(group+"-000", model.VerdictInSpace)
				c.Advance(model.CycleEvery)
				c.verdict(last, model.VerdictInSpace)
				return
			}
		}
		t.Fatal("of 40 large cycles none was throttled")
	})
	t.Run("FED-14 Space administrators, Power users and the AWS side may ask, of a space with SSO", func(t *testing.T) {
		c := start(t)
		ask := &model.ExplainSync{Space: "corp-space", User: "bo"}
		modeltest.Ask[model.SyncExplanation](c.World, c.user("ana"), ask)
		c.RefuseAnswer("ACT-02", c.user("bo"), ask)
		c.RefuseAnswer("SPC-15", aws(otherAccount), ask)
		c.Do(c.aws, disassociateSpace("corp-space"))
		c.RefuseAnswer("FED-17", c.aws, ask)
	})
}

func TestSyncAtAGlance(t *testing.T) {
	t.Run("FED-14 what waits says since when, until when and for how many, and its counts grow as parts come", func(t *testing.T) {
		c := newCorp(t, map[string][]string{"devs": {"ana"}}, []string{"devs"}, "ana")
		c.settle()
		asked := c.Service.Now()
		c.AddGroup(c.aws, c.store, "many", 60)
		c.Do(c.aws, &model.EditSSO{Space: "corp-space", Connect: []string{"many"}})
		c.Advance(time.Minute)
		c.Do(c.aws, &model.UpdateUser{Store: c.store, UserName: "ana", DisplayName: "Ana"})
		state := c.state()
		mustEqual(t, "pending, people, overdue", [3]int{state.Pending, state.People, state.Overdue}, [3]int{2, 61, 0})
		mustEqual(t, "since", state.Since, asked)
		first, last := c.pending()[0], c.pending()[1]
		mustEqual(t, "next and until", [2]model.Instant{state.Next, state.Until}, [2]model.Instant{min(first.ExpectedAt, last.ExpectedAt), max(first.ExpectedAt, last.ExpectedAt)})
		c.settle()
		mustEqual(t, "pending", c.state().Pending, 0)
	})
}

// stamp is a moment as sentences write it.
func stamp(i model.Instant) string { return i.Stamp() }
