package model_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/model/tiers"
)

func lower(s string) string { return strings.ToLower(s) }

// banker gives random commands on accounts and billing, by random people and accounts. Many must be refused.
type banker struct {
	*modeltest.World
	*rand.Rand
	store  string // the identity store of the federated space corp
	spaces int    // how many were asked for
	ledger ledger // as it was read last
	here   []model.Space
	done   map[string]int // commands that were carried out, by catalogue id
}

func newBanker(t testing.TB, seed uint64) *banker {
	t.Helper()
	w, store := federated(t)
	b := &banker{World: w, Rand: rand.New(rand.NewPCG(seed, 3)), store: store, done: map[string]int{}}
	b.SignUp("Ada", "Bob", "Cleo", "Dan")
	b.look()
	return b
}

// look reads the ledger again, to know what there is to be chosen.
func (b *banker) look() {
	b.T.Helper()
	b.ledger, b.here = readLedger(b.World), b.here[:0]
	for _, s := range b.ledger.spaces {
		if !s.Deleted() {
			b.here = append(b.here, s)
		}
	}
}

func draw[T any](b *banker, list ...T) T { return list[b.IntN(len(list))] }

// mostly is the first in all but one of n draws.
func mostly[T any](b *banker, n int, usual, other T) T {
	if b.IntN(n) == 0 {
		return other
	}
	return usual
}

func (b *banker) anyone() string { return draw(b, "Ada", "Bob", "Cleo", "Dan") }

func (b *banker) anyAccount() string {
	return mostly(b, 10, otherAccountOf(b.IntN(9)), corpAccount)
}

// place draws a space that is mostly there, and someone who mostly administers it.
func (b *banker) place() (model.Space, model.Session) {
	s := b.here[b.IntN(len(b.here))]
	if b.IntN(40) == 0 {
		s = draw(b, b.ledger.spaces...)
	}
	if s.Type == model.FederatedSpace {
		return s, mostly(b, 8, sso(b.store, "ana"), as(b.anyone()))
	}
	return s, as(mostly(b, 4, s.CreatedBy, b.anyone()))
}

// account draws an account of a space, mostly one that is connected to it, and a session mostly signed in to it.
func (b *banker) account(s model.Space) (string, model.Session) {
	id := b.anyAccount()
	for _, c := range b.ledger.connections {
		if c.Space == s.ID && b.IntN(2) == 0 {
			id = string(c.Account)
		}
	}
	wrong := draw(b, aws(b.anyAccount()), model.Session{AWS: &model.SignIn{Account: model.AccountID(id)}}, as(b.anyone()), modeltest.Nobody)
	return id, mostly(b, 12, aws(id), wrong)
}

// role draws a role of a connection, or one that is mostly not there.
func (b *banker) role(s model.Space, id string) string {
	if c := b.ledger.of(s.ID, id); c != nil && len(c.Roles) > 0 && b.IntN(8) > 0 {
		return c.Roles[b.IntN(len(c.Roles))].ARN
	}
	return fmt.Sprintf("arn:aws:iam::%s:role/%s", id, draw(b, "build", "deploy", "ci/Build", ""))
}

func (b *banker) tags() *model.TagAccount {
	cmd := &model.TagAccount{}
	for range b.IntN(4) {
		cmd.Set = append(cmd.Set, model.Tag{Key: mostly(b, 20, fmt.Sprint("key", b.IntN(60)), "aws:key"), Value: draw(b, "", "a", "b")})
	}
	for range b.IntN(2) {
		cmd.Remove = append(cmd.Remove, fmt.Sprint("key", b.IntN(60)))
	}
	return cmd
}

// onAWS draws a command of the AWS side.
func (b *banker) onAWS() (model.Session, model.Command) {
	s, _ := b.place()
	id, session := b.account(s)
	named := model.AccountID(mostly(b, 2, "", id))
	switch b.IntN(10) {
	case 0, 1:
		return session, &model.AllowTiers{Space: s.Name, Account: named, Tiers: draw(b, model.AllowPaid, model.AllowPaid, model.AllowFree)}
	case 2:
		return session, &model.AddRole{Space: s.Name, Account: named, Create: draw(b, model.DevelopmentRole, model.SupportRole)}
	case 3:
		return session, &model.AddRole{Space: s.Name, Account: named, ARN: b.role(s, mostly(b, 5, id, b.anyAccount())), Pasted: draw(b, "", trustOf(""))}
	case 4:
		return session, &model.RemoveRole{Space: s.Name, Account: named, ARN: b.role(s, id)}
	case 5, 6:
		cmd := b.tags()
		cmd.Space, cmd.Account = s.Name, named
		return session, cmd
	case 7:
		return aws(corpAccount), draw(b, &model.EditSSO{Space: "corp", Connect: []string{"ops"}}, &model.EditSSO{Space: "corp", Disconnect: []string{"ops"}})
	case 8:
		return session, &model.RemoveAccount{Space: s.Name, Account: named, Confirm: mostly(b, 5, s.Name, draw(b, "", "yes", lower(s.Name)+"x"))}
	default:
		return b.verify()
	}
}

// verify draws a token that waits, or one that does not.
func (b *banker) verify() (model.Session, model.Command) {
	if len(b.ledger.requests) == 0 || b.IntN(10) == 0 {
		return aws(b.anyAccount()), &model.VerifyAccount{Token: fmt.Sprintf("%032x", b.Uint64())}
	}
	q := b.ledger.requests[b.IntN(len(b.ledger.requests))]
	session := aws(mostly(b, 8, string(q.Account), b.anyAccount()))
	session.AWS.Region = draw(b, "", q.Region, q.Region, model.Ireland)
	return session, &model.VerifyAccount{Token: q.Token}
}

// inSpace draws a command of the space's own side.
func (b *banker) inSpace() (model.Session, model.Command) {
	s, by := b.place()
	id, _ := b.account(s)
	switch b.IntN(12) {
	case 0, 1:
		return by, &model.ChangeTier{Space: s.Name, Tier: draw(b, model.Tiers()...)}
	case 2, 3:
		return by, &model.ChangeBillingAccount{Space: s.Name, Account: model.AccountID(id)}
	case 4, 5:
		return by, &model.RehearseUsage{Space: s.Name, Resource: model.ResourceChoice(draw(b, tiers.Resources()...)), Amount: b.IntN(60)}
	case 6:
		return by, &model.RequestAccount{Space: s.Name, Account: model.AccountID(b.anyAccount()), Name: draw(b, "", "Builds", "\x1b")}
	case 7:
		return by, &model.WithdrawAccount{Space: s.Name, Account: model.AccountID(b.anyAccount())}
	case 8:
		return by, draw[model.Command](b, &model.CreateProject{Space: s.Name, Name: "rocket"},
			&model.AddEnvironment{Space: s.Name, Project: "rocket", Name: draw(b, "test", "prod"), Account: model.AccountID(id), Role: b.role(s, id)},
			&model.AddEnvironment{Space: s.Name, Project: "rocket", Name: draw(b, "test", "prod"), Account: model.AccountID(id), Role: b.role(s, id)},
			&model.RemoveEnvironment{Space: s.Name, Project: "rocket", Name: draw(b, "test", "prod")})
	case 9, 10:
		other := b.anyone()
		if b.IntN(2) == 0 {
			return as(other), &model.AcceptInvitation{Space: s.Name}
		}
		return by, draw[model.Command](b, &model.InviteMember{Space: s.Name, Email: other + "@example.com", Role: draw(b, model.SpaceRoles()...)},
			&model.RemoveMember{Space: s.Name, Alias: other}, &model.ChangeRole{Space: s.Name, Alias: other, Role: draw(b, model.SpaceRoles()...)})
	default:
		return b.rarely(s, by)
	}
}

// rarely draws what makes and unmakes spaces, and lets time pass.
func (b *banker) rarely(s model.Space, by model.Session) (model.Session, model.Command) {
	switch b.IntN(16) {
	case 0:
		return by, &model.DeleteSpace{Name: s.Name, Confirm: "delete"}
	case 1, 2, 3, 4:
		b.spaces++
		name := mostly(b, 10, fmt.Sprint("Space-", b.spaces), s.Name)
		return as(b.anyone()), &model.CreateSpace{Name: name, Region: draw(b, model.Oregon, model.Ireland), Account: model.AccountID(b.anyAccount())}
	default:
		return modeltest.Nobody, &model.AdvanceTime{By: time.Duration(1+b.IntN(mostly(b, 4, 24, 20*24)*3600)) * time.Second}
	}
}

// step gives one command: it is carried out, or refused by a rule without changing anything.
func (b *banker) step(n int) {
	b.T.Helper()
	session, cmd := b.inSpace()
	if b.IntN(2) == 0 {
		session, cmd = b.onAWS()
	}
	before := ""
	if n%400 == 0 {
		before = b.Dump()
		if _, err := b.Service.Check(b.T.Context(), session, cmd); b.Dump() != before {
			b.T.Fatalf("step %d, %T %+v changed the store when it was rehearsed: %v", n, cmd, cmd, err)
		}
	}
	_, err := b.Service.Do(b.T.Context(), session, cmd)
	refusal, refused := model.AsRefusal(err)
	switch {
	case err != nil && (!refused || refusal.Message == "" || refusal.Fix == "" || strings.ContainsRune(refusal.Error(), '\x1b')):
		b.T.Fatalf("step %d, %T %+v: %v", n, cmd, cmd, err)
	case refused && before != "" && b.Dump() != before:
		b.T.Fatalf("step %d, %T %+v was refused and changed the store: %v", n, cmd, cmd, err)
	case !refused:
		b.done[b.Service.EntryOf(cmd).ID]++
	}
}

// rest lets time pass with the program closed or open, and opens it again.
func (b *banker) rest() {
	b.T.Helper()
	b.Clock.Move(time.Duration(b.IntN(40*24*3600)) * time.Second)
	if b.IntN(2) == 0 {
		b.Reopen()
	}
	if _, err := b.Service.Step(b.T.Context()); err != nil {
		b.T.Fatal(err)
	}
}

func TestRandomBilling(t *testing.T) {
	seeds, steps := uint64(13), 8000
	if testing.Short() {
		seeds, steps = 4, 1000
	}
	var mu sync.Mutex
	done := map[string]int{}
	t.Run("seeds", func(t *testing.T) {
		for seed := range seeds {
			t.Run(fmt.Sprintf("BIL-01 BIL-03 BIL-10 BIL-15 ACC-03 ACC-11 accounts and billing agree after any commands by anyone, seed %d", seed), func(t *testing.T) {
				t.Parallel()
				b := newBanker(t, seed)
				for n := range steps {
					b.step(n)
					if n%20 == 19 {
						b.look()
						if wrong := b.ledger.broken(b.Service.Now()); len(wrong) > 0 {
							t.Fatalf("after step %d: %s", n, strings.Join(wrong, "\n"))
						}
					}
					if n%400 == 399 {
						b.rest()
					}
				}
				mustBeSound(b.World)
				modeltest.Ask[model.SSOView](b.World, aws(corpAccount), &model.ShowSSO{Space: "corp"})
				mu.Lock()
				defer mu.Unlock()
				for id, n := range b.done {
					done[id] += n
				}
			})
		}
	})
	var missing []string
	for _, id := range []string{"account.request", "account.verify", "account.withdraw", "account.role", "account.remove-role", "account.tag", "account.remove",
		"billing.tier", "billing.account", "billing.allow", "billing.use", "project.create", "project.add-environment", "project.remove-environment",
		"space.create", "space.delete", "member.invite", "member.accept", "member.remove", "sso.edit", "sync.advance"} {
		if done[id] == 0 {
			missing = append(missing, id)
		}
	}
	slices.Sort(missing)
	if len(missing) > 0 && !testing.Short() {
		t.Errorf("never carried out: %v; carried out: %v", missing, done)
	}
}
