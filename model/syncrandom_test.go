package model_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

// spareAccounts are connected to the spaces of chaos beside corpAccount, and can pay for them.
var spareAccounts = map[string]string{"corp-space": otherAccountOf(501), "corp-two": otherAccountOf(502)}

// chaos makes random changes to a directory, to what of it is connected and to which of two spaces; a refusal
// is as good as a change.
type chaos struct {
	*corp
	*rand.Rand
	done   map[string]int // commands that were carried out, by catalogue id
	chosen []string       // Space administrators
}

// chaosGroups come and go; the group crowd has so many users that cycles are throttled.
var chaosGroups = []string{"g1", "g2", "g3", "crowd"}

func newChaos(t *testing.T, seed uint64) *chaos {
	t.Helper()
	c := &chaos{corp: newCorp(t, map[string][]string{"keep": {"ana"}, "g1": nil, "g2": nil, "g3": nil}, []string{"keep", "g1"}, "ana"),
		Rand: rand.New(rand.NewPCG(seed, 7)), done: map[string]int{}}
	c.AddGroup(c.aws, c.store, "crowd", 70)
	c.SignUp("Bea")
	c.Space("corp-two", "Bea", spareAccounts["corp-two"])
	c.Connect("corp-two", "Bea", corpAccount)
	c.settle()
	receipt := c.Do(c.user("ana"), &model.RequestAccount{Space: "corp-space", Account: model.AccountID(spareAccounts["corp-space"])})
	c.Do(aws(spareAccounts["corp-space"]), &model.VerifyAccount{Token: receipt.Result.(model.SpaceRequest).Token})
	return c
}

func (c *chaos) userName() string {
	if c.IntN(6) == 0 {
		return fmt.Sprintf("crowd-%03d", c.IntN(70))
	}
	return fmt.Sprintf("user%02d", c.IntN(40))
}
func (c *chaos) group() string { return chaosGroups[c.IntN(len(chaosGroups))] }

// place is the space that the application serves, or one of the two while it serves none.
func (c *chaos) place() (space string, served bool) {
	app, err := model.Answer[model.ApplicationView](context.Background(), c.Service, c.aws, &model.ShowApplication{})
	c.chosen = append([]string{"user01"}, app.Administrators...)
	if err == nil && app.Space != "" {
		return app.Space, true
	}
	return []string{"corp-space", "corp-two"}[c.IntN(2)], false
}

// directory draws a change to the directory.
func (c *chaos) directory() model.Command {
	switch c.IntN(13) {
	case 0, 1, 2:
		return &model.CreateUser{Store: c.store, UserName: c.userName(), Groups: []string{c.group()}}
	case 3:
		return &model.DeleteUser{Store: c.store, UserName: c.userName()}
	case 4:
		return &model.UpdateUser{Store: c.store, UserName: c.userName(), DisplayName: fmt.Sprint("Name ", c.IntN(3)), Inactive: c.IntN(6) == 0, Active: c.IntN(4) == 0}
	case 5, 6, 7, 8:
		return &model.AddToGroup{Store: c.store, UserName: c.userName(), Group: c.group()}
	case 9, 10, 11:
		return &model.RemoveFromGroup{Store: c.store, UserName: c.userName(), Group: c.group()}
	default:
		if c.IntN(3) == 0 {
			return &model.DeleteGroup{Store: c.store, Name: c.group()}
		}
		return &model.CreateGroup{Store: c.store, Name: c.group()}
	}
}

// assignment draws a change to what is connected, on the AWS side.
func (c *chaos) assignment(space string) model.Command {
	switch c.IntN(5) {
	case 0, 1:
		return &model.EditSSO{Space: space, Connect: []string{c.group()}}
	case 2:
		return &model.EditSSO{Space: space, Disconnect: []string{c.group()}}
	case 3:
		return &model.EditSSO{Space: space, Connect: []string{c.group()}, Disconnect: []string{c.group()}}
	default:
		return &model.NameAdministrators{Space: space, Users: []string{c.userName()}}
	}
}

// inside draws a change that a Space administrator makes in the space.
func (c *chaos) inside(space string) model.Command {
	team := []string{"one", "two", "three"}[c.IntN(3)]
	switch c.IntN(6) {
	case 0:
		return &model.CreateTeam{Space: space, Name: team, Role: model.SpaceRoles()[c.IntN(3)], Groups: [][]string{nil, {c.group()}, {"keep", c.group()}}[c.IntN(3)]}
	case 1:
		if c.IntN(3) > 0 {
			return &model.EditTeam{Space: space, Name: team, Role: model.SpaceRoles()[c.IntN(3)]}
		}
		return &model.DeleteTeam{Space: space, Name: team}
	case 2, 3:
		return &model.AddToTeam{Space: space, Team: team, Alias: c.userName()}
	case 4:
		return &model.RemoveFromTeam{Space: space, Team: team, Alias: fmt.Sprintf("user%02d", c.IntN(10)), Confirm: "remove"}
	default:
		return &model.RemoveAdministrator{Space: space, Alias: c.chosen[c.IntN(len(c.chosen))], How: model.RoleOnly}
	}
}

// change makes one random change, or a few that belong together.
func (c *chaos) change() {
	c.T.Helper()
	space, served := c.place()
	switch n := c.IntN(2000); {
	case !served && n < 200:
		c.associate(space)
	case n < 1400:
		c.try(c.aws, c.directory())
	case n < 1700:
		c.try(c.aws, c.assignment(space))
	case n < 1960:
		c.try(c.user("ana"), c.inside(space))
	case n < 1975:
		c.try(c.aws, &model.DisassociateSSO{Space: space, Confirm: space})
	case n < 1985:
		c.associate(space)
	case n < 1990:
		c.try(c.aws, &model.NameAdministrators{Space: space, Users: []string{"ana"}})
	case n < 1999:
		c.importFile()
	default:
		c.renew()
	}
}

// associate gives the application to a space, which another account may have to pay for the other one first.
func (c *chaos) associate(from string) {
	to := map[string]string{"corp-space": "corp-two", "corp-two": "corp-space"}[from]
	if c.IntN(2) == 0 {
		to = from
	} else {
		c.try(c.user("ana"), &model.ChangeBillingAccount{Space: from, Account: model.AccountID(spareAccounts[from])})
		c.try(c.aws, &model.DisassociateSSO{Space: from, Confirm: from})
	}
	c.try(c.aws, &model.AssociateSSO{Space: to})
}

// importFile brings a file in: a few users, seldom very many, which may replace the directory.
func (c *chaos) importFile() {
	var b strings.Builder
	b.WriteString("userName,displayName,groups\nana,Dr ana,keep\n")
	users := 40
	if c.IntN(40) == 0 {
		users = 1100 // so that the sync awaits the directory as a whole
	}
	for i := range users {
		fmt.Fprintf(&b, "user%02d,Name %d,%s\n", i, c.IntN(3), c.group())
	}
	for i := range 60 {
		fmt.Fprintf(&b, "crowd-%03d,Name %d,crowd\n", i, c.IntN(3))
	}
	open := func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(b.String())), nil }
	c.try(c.aws, &model.ImportDirectory{Store: c.store, CSV: []string{"users.csv"}, Replace: c.IntN(2) == 0, Open: open})
}

// renew ends the application, its identity store or its instance, and sets SSO up anew for the same space.
func (c *chaos) renew() {
	space, _ := c.place()
	switch c.IntN(3) {
	case 0:
		c.try(c.aws, &model.DisassociateSSO{Space: space, Confirm: space})
	case 1:
		c.try(c.aws, &model.DeleteIdentityStore{Store: c.store, Confirm: "delete"})
		c.try(c.aws, &model.DeleteInstance{Confirm: "delete"})
	default:
		c.try(c.aws, &model.DeleteInstance{Confirm: "delete"})
	}
	c.try(c.aws, &model.DeleteApplication{Application: "corp"})
	if len(modeltest.Ask[[]model.InstanceView](c.World, c.aws, &model.ListInstances{})) == 0 {
		c.store = c.Directory(corpAccount, map[string][]string{"keep": {"ana"}, "g1": {"user01", "user02"}, "g2": nil, "g3": nil, "crowd": nil})
	}
	c.try(c.aws, &model.SetupSSO{ApplicationName: "corp", DisplayName: "Corp", Space: space, Groups: []string{"keep"}, Administrators: []string{"ana"}})
}

func (c *chaos) try(session model.Session, cmd model.Command) {
	c.T.Helper()
	if _, err := c.Service.Do(context.Background(), session, cmd); err == nil {
		c.done[c.Service.EntryOf(cmd).ID]++
	} else if _, refused := model.AsRefusal(err); !refused {
		c.T.Fatalf("%T: %v", cmd, err)
	}
}

// pass lets time go by, restarts the program, or neither.
func (c *chaos) pass() {
	switch c.IntN(16) {
	case 0, 1:
		c.Advance(time.Duration(1+c.IntN(200)) * time.Minute)
	case 2:
		c.Clock.Move(time.Duration(c.IntN(3600)) * time.Second)
		c.Reopen()
	}
}

// rest lets everything come that waits.
func (c *chaos) rest() {
	c.T.Helper()
	for range 100 {
		if len(c.snapshot().changes) == 0 {
			return
		}
		c.Advance(time.Hour)
	}
	c.T.Fatalf("after 100 hours there still waits: %+v", c.snapshot().changes)
}

func TestSyncConverges(t *testing.T) {
	steps := 12_600
	if testing.Short() {
		steps = 800
	}
	for seed := range uint64(8) {
		t.Run(fmt.Sprintf("FED-16 FED-19 after any changes at any times the space has exactly whom the groups say, seed %d", seed), func(t *testing.T) {
			t.Parallel()
			c := newChaos(t, seed)
			for n := range steps {
				c.change()
				c.pass()
				if n%1000 == 999 {
					c.rest()
					mustBeSound(c.World)
				}
				if n%40 == 0 || n%1000 == 999 || n == steps-1 {
					c.holds(n)
				}
			}
			mustBeSound(c.World)
			c.rest()
			c.holds(steps)
			mustBeSound(c.World)
			for _, id := range chaosCommands {
				if c.done[id] == 0 && !testing.Short() {
					t.Errorf("%s was never carried out: %v", id, c.done)
				}
			}
		})
	}
}

// holds fails the test where an invariant is broken.
func (c *chaos) holds(step int) {
	c.T.Helper()
	if broken := c.snapshot().broken(); len(broken) > 0 {
		c.T.Fatalf("after step %d:\n%s", step, strings.Join(broken, "\n"))
	}
}

// chaosCommands are what every run of chaos must have carried out.
var chaosCommands = []string{"identity.add-to-group", "identity.create-group", "identity.create-user", "identity.delete-group", "identity.delete-instance",
	"identity.delete-user", "identity.import", "identity.remove-from-group", "identity.update-user", "member.remove-administrator", "billing.account",
	"sso.admin", "sso.associate", "sso.delete-application", "sso.disassociate", "sso.edit", "sso.setup", "team.add", "team.create", "team.delete", "team.edit"}
