package model_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
)

// unruly is a store that runs transactions and then fails a number of them.
type unruly struct {
	model.Store
	fails atomic.Int64 // how many of the next updates fail
	tried atomic.Int64
	with  error
}

// errThrownAway ends a transaction whose work is to be lost.
var errThrownAway = errors.New("thrown away")

func (u *unruly) Update(ctx context.Context, fn func(model.Writer) error) error {
	u.tried.Add(1)
	if u.fails.Add(-1) < 0 {
		return u.Store.Update(ctx, fn)
	}
	err := u.Store.Update(ctx, func(w model.Writer) error {
		if err := fn(w); err != nil {
			return err
		}
		return errThrownAway
	})
	if errors.Is(err, errThrownAway) {
		return u.with
	}
	return err
}

func (u *unruly) Load(ctx context.Context, fn func(model.Loader) error) error {
	if u.fails.Load() > 0 {
		return u.with
	}
	return u.Store.Load(ctx, fn)
}

// overrule puts an unruly store beneath a world's service.
func overrule(w *modeltest.World, with error) *unruly {
	w.T.Helper()
	u := &unruly{Store: w.Store, with: with}
	w.Store = u
	w.Reopen()
	return u
}

func TestConflicts(t *testing.T) {
	t.Run("ACT-02 a change that meets others is run again, and done once", func(t *testing.T) {
		for _, n := range []int64{1, 2, 15} {
			w := acme(t)
			u := overrule(w, model.ErrConflict)
			u.fails.Store(n)
			u.tried.Store(0)
			before := len(activity(w, as("Ada"), "acme"))
			receipt := w.Do(as("Ada"), invite("new@example.com", model.PowerUser))
			mustEqual(t, "tries", u.tried.Load(), n+1)
			mustEqual(t, "entries", len(activity(w, as("Ada"), "acme")), before+1)
			mustEqual(t, "mails", len(modeltest.Ask[[]model.Mail](w, as("Ada"), &model.ListOutbox{To: "new@example.com"})), 1)
			mustEqual(t, "effects", len(receipt.Plan.Effects), 1)
		}
	})
	t.Run("ACT-02 a change that meets others again and again gives up, says so, and changes nothing", func(t *testing.T) {
		w := acme(t)
		u := overrule(w, model.ErrConflict)
		w.Unchanged(func() {
			u.fails.Store(1_000_000)
			_, err := w.Service.Do(t.Context(), as("Ada"), invite("new@example.com", model.PowerUser))
			if !errors.Is(err, model.ErrConflict) || !strings.Contains(err.Error(), "try again") || !strings.Contains(err.Error(), "Invite") {
				t.Errorf("giving up says: %v", err)
			}
			if _, is := model.AsRefusal(err); is {
				t.Error("a conflict is told as a refusal")
			}
			if tried := u.tried.Load(); tried > 100 {
				t.Errorf("it was tried %d times", tried)
			}
		})
		u.fails.Store(0)
		w.Do(as("Ada"), invite("new@example.com", model.PowerUser))
	})
	t.Run("ACT-02 a fault of the store comes back as it is, with nothing changed", func(t *testing.T) {
		w := acme(t)
		fault := errors.New("the disk is gone")
		u := overrule(w, fault)
		w.Unchanged(func() {
			u.fails.Store(1)
			_, err := w.Service.Do(t.Context(), as("Ada"), invite("new@example.com", model.PowerUser))
			if !errors.Is(err, fault) {
				t.Errorf("the fault is told as: %v", err)
			}
		})
	})
}

func TestReadOnlyStore(t *testing.T) {
	const reason = "The disk has no room left."
	t.Run("ACT-02 while the store takes no writes, changes are refused with the reason, and questions are answered", func(t *testing.T) {
		w := acme(t)
		u := overrule(w, &model.ReadOnlyError{Reason: reason})
		u.fails.Store(1_000_000)
		w.Unchanged(func() {
			_, err := w.Service.Do(t.Context(), as("Ada"), invite("new@example.com", model.PowerUser))
			refusal, is := model.AsRefusal(err)
			if !is || refusal.Message != reason {
				t.Errorf("the change is answered with: %v", err)
			}
		})
		mustEqual(t, "members", w.View(as("Ada"), "acme").Members, 3)
		w.RefuseAnswer("SPC-15", as("Out"), &model.ShowSpace{Name: "acme"})
	})
	t.Run("ACT-02 a service opens on a store that takes no writes, and the pace of its time can be set", func(t *testing.T) {
		w := acme(t)
		u := overrule(w, &model.ReadOnlyError{Reason: reason})
		u.fails.Store(1_000_000)
		w.Unchanged(func() {
			w.Reopen()
			mustEqual(t, "spaces", spaceNames(w, as("Ada")), "acme")
			if err := w.Service.SetPace(60); err != nil {
				t.Error(err)
			}
		})
	})
	t.Run("FED-25 an import into a store that takes no writes is refused with the reason", func(t *testing.T) {
		s := newStage(t)
		u := overrule(s.World, &model.ReadOnlyError{Reason: reason})
		session, cmd := examples["identity.import"](s)
		u.fails.Store(1_000_000)
		_, err := s.Service.Do(t.Context(), session, cmd)
		if refusal, is := model.AsRefusal(err); !is || refusal.Message != reason {
			t.Errorf("the import is answered with: %v", err)
		}
	})
}

// race carries out commands at the same moment, and returns how each ended.
func race(w *modeltest.World, session func(i int) model.Session, cmd func(i int) model.Command, n int) []error {
	w.T.Helper()
	var group sync.WaitGroup
	start, errs := make(chan struct{}), make([]error, n)
	for i := range n {
		group.Go(func() {
			<-start
			_, errs[i] = w.Service.Do(context.Background(), session(i), cmd(i))
		})
	}
	close(start)
	group.Wait()
	return errs
}

// wins counts those that succeeded; the others must have been refused by the rule.
func wins(t *testing.T, rule string, errs []error) int {
	t.Helper()
	n := 0
	for _, err := range errs {
		if err == nil {
			n++
			continue
		}
		if refusal, is := model.AsRefusal(err); !is || refusal.Rule != rule {
			t.Errorf("not refused by %s: %v", rule, err)
		}
	}
	return n
}

func TestAtTheSameMoment(t *testing.T) {
	const many = 6
	t.Run("IDN-05 of people who claim an alias at the same moment, one gets it", func(t *testing.T) {
		w := newWorld(t)
		var claims []*model.CreateBuilderID
		for i := range many {
			claims = append(claims, begin(w, fmt.Sprintf("p%d@example.com", i), "P", []string{"Wanted", "wanted", "WANTED"}[i%3]))
		}
		errs := race(w, func(int) model.Session { return modeltest.Nobody }, func(i int) model.Command { return claims[i] }, many)
		mustEqual(t, "winners", wins(t, "IDN-05", errs), 1)
		mustEqual(t, "people", len(modeltest.Ask[[]model.Person](w, modeltest.Nobody, &model.ListPeople{})), 1)
	})
	t.Run("SPC-02 of spaces verified under one name at the same moment, one comes into being", func(t *testing.T) {
		w := newWorld(t)
		var tokens []string
		for i := range many {
			alias := fmt.Sprint("person", i)
			w.SignUp(alias)
			tokens = append(tokens, token(w.Do(as(alias), createSpace([]string{"wanted", "Wanted"}[i%2], otherAccountOf(i)))))
		}
		errs := race(w, func(i int) model.Session { return aws(otherAccountOf(i)) }, func(i int) model.Command { return &model.VerifyAccount{Token: tokens[i]} }, many)
		mustEqual(t, "winners", wins(t, "SPC-02", errs), 1)
	})
	t.Run("BIL-03 of spaces verified with one billing account at the same moment, one comes into being", func(t *testing.T) {
		w := newWorld(t)
		var tokens []string
		for i := range many {
			alias := fmt.Sprint("person", i)
			w.SignUp(alias)
			tokens = append(tokens, token(w.Do(as(alias), createSpace(fmt.Sprint("space", i), acmeAccount))))
		}
		errs := race(w, func(int) model.Session { return aws(acmeAccount) }, func(i int) model.Command { return &model.VerifyAccount{Token: tokens[i]} }, many)
		mustEqual(t, "winners", wins(t, "BIL-03", errs), 1)
	})
	t.Run("ACC-02 a token that is verified twice at the same moment works once", func(t *testing.T) {
		w := acme(t)
		asked := token(w.Do(as("Ada"), requestAccount("acme", otherAccount)))
		errs := race(w, func(int) model.Session { return aws(otherAccount) }, func(int) model.Command { return &model.VerifyAccount{Token: asked} }, many)
		mustEqual(t, "winners", wins(t, "ACC-02", errs), 1)
	})
	t.Run("SPC-16 of invitations accepted at the same moment, the last free place goes to one", func(t *testing.T) {
		w := newWorld(t)
		w.SignUp("Ada", "Bob", "Cleo")
		for i := range 9 {
			creator := []string{"Ada", "Bob"}[i/5]
			w.Space(fmt.Sprint("space", i), creator, otherAccountOf(i))
			w.Do(as(creator), &model.InviteMember{Space: fmt.Sprint("space", i), Email: "cleo@example.com", Role: model.PowerUser})
		}
		for i := range 4 {
			w.Do(as("Cleo"), &model.AcceptInvitation{Space: fmt.Sprint("space", i)})
		}
		errs := race(w, func(int) model.Session { return as("Cleo") }, func(i int) model.Command { return &model.AcceptInvitation{Space: fmt.Sprint("space", 4+i)} }, 5)
		mustEqual(t, "winners", wins(t, "SPC-16", errs), 1)
		mustEqual(t, "spaces", len(strings.Fields(spaceNames(w, as("Cleo")))), 5)
	})
	t.Run("MEM-10 of teams created at the same moment, the last free place goes to one", func(t *testing.T) {
		w := acme(t)
		for i := range 99 {
			w.Do(as("Ada"), team(fmt.Sprint("team", i), model.LimitedAccess))
		}
		errs := race(w, func(int) model.Session { return as("Ada") }, func(i int) model.Command { return team(fmt.Sprint("last", i), model.LimitedAccess) }, many)
		mustEqual(t, "winners", wins(t, "MEM-10", errs), 1)
		mustEqual(t, "teams", w.View(as("Ada"), "acme").Teams, 100)
	})
	t.Run("MEM-07 of two Space administrators who remove each other at the same moment, one stays", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), changeRole("Lee", model.SpaceAdministrator))
		names := []string{"Ada", "Lee"}
		errs := race(w, func(i int) model.Session { return as(names[i]) },
			func(i int) model.Command { return removeAdministrator(names[1-i], model.SpaceAndProjects) }, 2)
		mustEqual(t, "winners", wins(t, "SPC-15", errs), 1)
		mustEqual(t, "administrators", w.View(as("Pat"), "acme").Administrators, 1)
	})
}
