package model_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

// chaos makes random changes to a directory and its connections; a refusal is as good as a change.
type chaos struct {
	*corp
	random *rand.Rand
	groups []string
}

func (c *chaos) userName() string { return fmt.Sprintf("user%02d", c.random.IntN(40)) }
func (c *chaos) group() string    { return c.groups[c.random.IntN(len(c.groups))] }

// change makes one random change.
func (c *chaos) change() {
	c.T.Helper()
	var cmd model.Command
	switch c.random.IntN(12) {
	case 0, 1:
		cmd = &model.CreateUser{Store: c.store, UserName: c.userName(), Groups: []string{c.group()}}
	case 2:
		cmd = &model.DeleteUser{Store: c.store, UserName: c.userName()}
	case 3:
		cmd = &model.UpdateUser{Store: c.store, UserName: c.userName(), DisplayName: fmt.Sprint("Name ", c.random.IntN(5)), Inactive: c.random.IntN(6) == 0, Active: c.random.IntN(6) == 0}
	case 4, 5, 6:
		cmd = &model.AddToGroup{Store: c.store, UserName: c.userName(), Group: c.group()}
	case 7, 8:
		cmd = &model.RemoveFromGroup{Store: c.store, UserName: c.userName(), Group: c.group()}
	case 9:
		cmd = &model.EditSSO{Space: "corp-space", Connect: []string{c.group()}}
	case 10:
		cmd = &model.EditSSO{Space: "corp-space", Disconnect: []string{c.group()}}
	default:
		c.regroup()
		return
	}
	c.try(cmd)
}

// regroup deletes a group, or makes it again.
func (c *chaos) regroup() {
	if c.random.IntN(3) == 0 {
		c.try(&model.DeleteGroup{Store: c.store, Name: c.group()})
		return
	}
	c.try(&model.CreateGroup{Store: c.store, Name: c.group()})
}

func (c *chaos) try(cmd model.Command) {
	c.T.Helper()
	if _, err := c.Service.Do(context.Background(), c.aws, cmd); err != nil {
		if _, refused := model.AsRefusal(err); !refused {
			c.T.Fatalf("%T: %v", cmd, err)
		}
	}
}

// wanted lists the active users of the connected groups.
func (c *chaos) wanted() []string {
	c.T.Helper()
	view := modeltest.Ask[model.SSOView](c.World, c.aws, &model.ShowSSO{Space: "corp-space"})
	connected := map[string]bool{}
	for _, g := range view.Groups {
		connected[g.Name] = true
	}
	var handles []string
	for _, u := range modeltest.Ask[model.Page[model.DirectoryUserView]](c.World, c.aws, &model.ListUsers{Store: c.store, Limit: 1000}).Items {
		if !u.Inactive && slices.ContainsFunc(u.GroupNames, func(name string) bool { return connected[name] }) {
			handles = append(handles, u.UserName)
		}
	}
	return handles
}

func TestSyncConverges(t *testing.T) {
	t.Run("FED-16 after any changes at any times the space has exactly the active users of the connected groups", func(t *testing.T) {
		for seed := range uint64(6) {
			c := &chaos{corp: newCorp(t, map[string][]string{"keep": {"ana"}, "g1": nil, "g2": nil, "g3": nil}, []string{"keep", "g1"}, "ana"),
				random: rand.New(rand.NewPCG(seed, 0)), groups: []string{"g1", "g2", "g3"}}
			for range 400 {
				c.change()
				switch c.random.IntN(8) {
				case 0:
					c.Advance(time.Duration(1+c.random.IntN(200)) * time.Minute)
				case 1:
					c.Clock.Move(time.Duration(c.random.IntN(3600)) * time.Second)
					c.Reopen()
				}
			}
			c.settle()
			if got, want := c.members(), c.wanted(); !slices.Equal(got, want) {
				t.Fatalf("seed %d: the space has\n%v\nand the groups say\n%v", seed, got, want)
			}
		}
	})
}
