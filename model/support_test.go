package model_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

const (
	acmeAccount  = "111122223333"
	otherAccount = "222233334444"
)

// as, aws and sso shorten the sessions of tests.
func as(alias string) model.Session    { return modeltest.As(alias) }
func aws(account string) model.Session { return modeltest.AWS(account) }
func sso(store, user string) model.Session {
	return model.Session{Person: model.SSOPerson(store, user)}
}

// acme is a world with the space acme: Ada administers it, Pat is a Power user, Lee has Limited access, and
// Out has signed up without belonging to it.
func acme(t testing.TB) *modeltest.World {
	t.Helper()
	w := newWorld(t)
	w.SignUp("Ada", "Pat", "Lee", "Out")
	w.Space("acme", "Ada", acmeAccount)
	w.Join("acme", "Ada", model.PowerUser, "Pat")
	w.Join("acme", "Ada", model.LimitedAccess, "Lee")
	return w
}

// federated is a world with the federated space corp: ana and bo of the group devs are brought, ana administers it.
func federated(t testing.TB) (w *modeltest.World, store string) {
	t.Helper()
	w = newWorld(t)
	store = w.Directory(corpAccount, map[string][]string{"devs": {"ana", "bo"}, "ops": {"cy"}})
	w.Do(aws(corpAccount), setupCorp())
	w.Advance(4 * time.Hour)
	return w, store
}

func setupCorp() *model.SetupSSO {
	return &model.SetupSSO{ApplicationName: "corp", DisplayName: "Corp Inc", NewSpace: "corp", Region: model.Oregon,
		Groups: []string{"devs"}, Administrators: []string{"ana"}}
}

// mustEqual fails the test where two values differ.
func mustEqual[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// mustHold fails the test where a text lacks a part.
func mustHold(t testing.TB, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in: %s", part, text)
		}
	}
}

// planned is a plan as text, an effect a line.
func planned(plan model.Plan) string {
	var b strings.Builder
	for _, e := range plan.Effects {
		b.WriteString(string(e.Kind) + ": " + e.Text + " " + strings.Join(e.Names, ",") + "\n")
	}
	return b.String()
}

// spaceNames lists the spaces that someone sees.
func spaceNames(w *modeltest.World, session model.Session) string {
	w.T.Helper()
	var names []string
	for _, s := range modeltest.Ask[[]model.SpaceView](w, session, &model.ListSpaces{}) {
		names = append(names, s.Name)
	}
	return strings.Join(names, " ")
}

// activity lists the texts of a space's activity as someone sees them, newest first.
func activity(w *modeltest.World, session model.Session, space string) []model.Activity {
	w.T.Helper()
	return modeltest.Ask[[]model.Activity](w, session, &model.ListActivity{Space: space, Limit: 10_000})
}

// account asks for the details of a connection.
func account(w *modeltest.World, session model.Session, space, id string) model.AccountDetails {
	w.T.Helper()
	return modeltest.Ask[model.AccountDetails](w, session, &model.ShowAccount{Space: space, Account: model.AccountID(id)})
}

// billing asks for the billing details of a space.
func billing(w *modeltest.World, session model.Session, space string) model.BillingView {
	w.T.Helper()
	return modeltest.Ask[model.BillingView](w, session, &model.ShowBilling{Space: space})
}

// atOnce gives commands at the same moment and counts those that are carried out; the others must be refused.
func atOnce(w *modeltest.World, session model.Session, commands ...model.Command) (done int) {
	w.T.Helper()
	results := make(chan error, len(commands))
	for _, cmd := range commands {
		go func() {
			_, err := w.Service.Do(w.T.Context(), session, cmd)
			results <- err
		}()
	}
	for range commands {
		err := <-results
		if _, refused := model.AsRefusal(err); err != nil && !refused {
			w.T.Errorf("neither carried out nor refused: %v", err)
		}
		if err == nil {
			done++
		}
	}
	return done
}

// seed writes records beside the commands, for states that would take thousands of them.
func seed(w *modeltest.World, fn func(model.Writer) error) {
	w.T.Helper()
	if err := w.Store.Update(w.T.Context(), fn); err != nil {
		w.T.Fatalf("seed the store: %v", err)
	}
}

// record reads one record beside the questions.
func record[R any](w *modeltest.World, table string, key model.Key) R {
	w.T.Helper()
	var r R
	err := w.Store.View(w.T.Context(), func(reader model.Reader) error {
		found, err := reader.Get(table, key, &r)
		if err == nil && !found {
			w.T.Fatalf("table %s has no record %q", table, key)
		}
		return err
	})
	if err != nil {
		w.T.Fatalf("read %s: %v", table, err)
	}
	return r
}

// otherAccountOf makes AWS account ids, a different one for each number.
func otherAccountOf(n int) string { return strconv.Itoa(300_000_000_000 + n) }
