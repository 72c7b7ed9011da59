package model_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
)

func requestAccount(space, account string) *model.RequestAccount {
	return &model.RequestAccount{Space: space, Account: model.AccountID(account)}
}

func connections(w *modeltest.World, session model.Session, space string) []model.ConnectionView {
	w.T.Helper()
	return modeltest.Ask[[]model.ConnectionView](w, session, &model.ListAccounts{Space: space})
}

func TestAccountIDs(t *testing.T) {
	t.Run("ACC-01 an AWS account ID is exactly twelve digits; anything else is refused with what was wrong", func(t *testing.T) {
		w := acme(t)
		for id, wrong := range map[string]string{
			"11122223333": "11 digits", "1111222233334": "13 digits", "1111-2222-33": "'-'", "11112222333x": "'x'", " 11122223333": "' '",
			"111122223333 ": "' '", "１１１１２２２２３３３３": "'１'", "+11122223333": "'+'",
		} {
			for _, cmd := range []model.Command{createSpace("another", id), requestAccount("acme", id)} {
				refusal := w.Refused("ACC-01", as("Ada"), cmd)
				mustEqual(t, "field", refusal.Field, "account")
				mustHold(t, refusal.Message, wrong)
				mustHold(t, refusal.Fix, "twelve digits")
			}
			w.Refused("ACC-01", aws(id), &model.EnableInstance{Type: model.AccountInstance, Region: model.Oregon})
		}
		for _, id := range []string{"000000000000", "999999999999"} {
			w.Plan(as("Ada"), requestAccount("acme", id))
		}
	})
}

func TestVerifyAccount(t *testing.T) {
	t.Run("ACC-02 a connection takes a token, and its verification signed in to that account with administrative permission", func(t *testing.T) {
		w := acme(t)
		verify := &model.VerifyAccount{Token: token(w.Do(as("Pat"), requestAccount("acme", otherAccount)))}
		mustEqual(t, "connections before", len(connections(w, as("Ada"), "acme")), 1)
		powerless := model.Session{AWS: &model.SignIn{Account: otherAccount}}
		for _, session := range []model.Session{modeltest.Nobody, as("Ada"), powerless, aws(acmeAccount)} {
			mustHold(t, w.Refused("ACC-12", session, verify).Error(), otherAccount, "Sign in")
		}
		v := w.Do(aws(otherAccount), verify).Result.(model.Verified)
		mustEqual(t, "message", v.Message, "Account verified")
		mustEqual(t, "new space", v.NewSpace, false)
		mustEqual(t, "connections", len(connections(w, as("Lee"), "acme")), 2)
	})
	t.Run("ACC-02 a token works once, and a wrong one is refused", func(t *testing.T) {
		w := acme(t)
		right := token(w.Do(as("Ada"), requestAccount("acme", otherAccount)))
		for _, wrong := range []string{"0", right[1:], right + "0", strings.ToUpper(right), strings.Repeat("f", len(right))} {
			if wrong != right {
				mustEqual(t, "field", w.Refused("ACC-02", aws(otherAccount), &model.VerifyAccount{Token: wrong}).Field, "token")
			}
		}
		w.Do(aws(otherAccount), &model.VerifyAccount{Token: right})
		w.Refused("ACC-02", aws(otherAccount), &model.VerifyAccount{Token: right})
	})
	t.Run("ACC-02 a token is for its own space and account only", func(t *testing.T) {
		w := acme(t)
		w.Space("beta", "Ada", otherAccountOf(1))
		toAcme := token(w.Do(as("Ada"), requestAccount("acme", otherAccount)))
		toBeta := token(w.Do(as("Ada"), requestAccount("beta", otherAccount)))
		if toAcme == toBeta {
			t.Fatal("two requests were given the same token")
		}
		w.Refused("ACC-12", aws(otherAccountOf(2)), &model.VerifyAccount{Token: toBeta})
		w.Do(aws(otherAccount), &model.VerifyAccount{Token: toBeta})
		mustEqual(t, "acme", len(connections(w, as("Ada"), "acme")), 1)
		mustEqual(t, "beta", len(connections(w, as("Ada"), "beta")), 2)
	})
	t.Run("ACC-02 a refused verification leaves the token as it was", func(t *testing.T) {
		w := acme(t)
		first, second := createSpace("one", otherAccount), createSpace("two", otherAccount)
		one, two := token(w.Do(as("Ada"), first)), token(w.Do(as("Out"), second))
		w.Do(aws(otherAccount), &model.VerifyAccount{Token: one})
		w.Refused("BIL-03", aws(otherAccount), &model.VerifyAccount{Token: two})
		w.Do(as("Ada"), &model.DeleteSpace{Name: "one", Confirm: "delete"})
		w.Do(aws(otherAccount), &model.VerifyAccount{Token: two})
	})
	t.Run("ACC-13 a request is not found in another Region than the space's, and the right one is named", func(t *testing.T) {
		w := acme(t)
		verify := &model.VerifyAccount{Token: token(w.Do(as("Ada"), requestAccount("acme", otherAccount)))}
		in := func(region model.Region) model.Session {
			return model.Session{AWS: &model.SignIn{Account: otherAccount, Administrator: true, Region: region}}
		}
		mustHold(t, w.Refused("ACC-13", in(model.Ireland), verify).Error(), "eu-west-1", "us-west-2")
		w.Do(in(model.Oregon), verify)
	})
}

func TestConnections(t *testing.T) {
	t.Run("ACC-03 a connection exists once per space and account", func(t *testing.T) {
		w := acme(t)
		tokens := []string{token(w.Do(as("Ada"), requestAccount("acme", otherAccount))), token(w.Do(as("Pat"), requestAccount("acme", otherAccount)))}
		w.Do(aws(otherAccount), &model.VerifyAccount{Token: tokens[0]})
		w.Refused("ACC-03", aws(otherAccount), &model.VerifyAccount{Token: tokens[1]})
		w.Refused("ACC-03", as("Ada"), requestAccount("acme", otherAccount))
		w.Refused("ACC-03", as("Ada"), requestAccount("ACME", acmeAccount))
	})
	t.Run("ACC-03 ACC-11 one account connects to several spaces, each connection with its own ARN of the known form", func(t *testing.T) {
		w := acme(t)
		ireland := createSpace("eire", otherAccountOf(1))
		ireland.Region = model.Ireland
		w.Do(aws(otherAccountOf(1)), &model.VerifyAccount{Token: token(w.Do(as("Ada"), ireland))})
		for _, space := range []string{"acme", "eire"} {
			w.Do(aws(otherAccount), &model.VerifyAccount{Token: token(w.Do(as("Ada"), requestAccount(space, otherAccount)))})
		}
		form := regexp.MustCompile(`^arn:aws:codecatalyst:(us-west-2|eu-west-1):(\d{12}):/connections/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
		seen := map[string]bool{}
		for space, region := range map[string]string{"acme": "us-west-2", "eire": "eu-west-1"} {
			for _, c := range connections(w, as("Ada"), space) {
				parts := form.FindStringSubmatch(c.ARN)
				if parts == nil || parts[1] != region || parts[2] != string(c.Account) || seen[c.ARN] {
					t.Errorf("the ARN %s of %s in %s", c.ARN, c.Account, space)
				}
				seen[c.ARN] = true
			}
		}
		mustEqual(t, "connections", len(seen), 4)
	})
	t.Run("ACC-07 an account that was connected to a deleted space connects anew, with a new ARN", func(t *testing.T) {
		w := acme(t)
		before := connections(w, as("Ada"), "acme")[0].ARN
		w.Do(as("Ada"), &model.DeleteSpace{Name: "acme", Confirm: "delete"})
		w.Space("next", "Ada", acmeAccount)
		if connections(w, as("Ada"), "next")[0].ARN == before {
			t.Error("the new connection has the old ARN")
		}
	})
	t.Run("ACC-04 only Space administrators and Power users ask for a connection", func(t *testing.T) {
		w := acme(t)
		w.Plan(as("Ada"), requestAccount("acme", otherAccount))
		w.Plan(as("Pat"), requestAccount("acme", otherAccount))
		mustHold(t, w.Refused("ACT-02", as("Lee"), requestAccount("acme", otherAccount)).Who, "Space administrator or Power user")
	})
	t.Run("ACC-11 a space has one connection from the beginning, and at most 5,000", func(t *testing.T) {
		w := acme(t)
		first := connections(w, as("Ada"), "acme")
		mustEqual(t, "connections", len(first), 1)
		mustEqual(t, "account", first[0].Account, acmeAccount)
		mustEqual(t, "billing", first[0].Billing, true)
		id := w.View(as("Ada"), "acme").ID
		seed(w, func(to model.Writer) error {
			for i := range 4998 {
				c := model.Connection{Space: id, Account: model.AccountID(otherAccountOf(i)), ID: fmt.Sprint(i), Region: model.Oregon}
				if err := to.Put("connection", model.K(id, string(c.Account)), &c); err != nil {
					return err
				}
			}
			return nil
		})
		last := token(w.Do(as("Ada"), requestAccount("acme", otherAccount)))
		over := token(w.Do(as("Ada"), requestAccount("acme", corpAccount)))
		w.Do(aws(otherAccount), &model.VerifyAccount{Token: last}) // the 5,000th
		mustHold(t, w.Refused("ACC-11", aws(corpAccount), &model.VerifyAccount{Token: over}).Message, "5000")
		w.Refused("ACC-11", as("Ada"), requestAccount("acme", corpAccount))
	})
}
