package model_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
)

func requestAccount(space, account string) *model.RequestAccount {
	return &model.RequestAccount{Space: space, Account: model.AccountID(account)}
}

// connections lists the accounts that are connected to a space, and leaves out those that wait.
func connections(w *modeltest.World, session model.Session, space string) []model.ConnectionView {
	w.T.Helper()
	all := modeltest.Ask[[]model.ConnectionView](w, session, &model.ListAccounts{Space: space})
	return slices.DeleteFunc(all, func(c model.ConnectionView) bool { return c.Status != model.StatusConnected })
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
	t.Run("ACC-02 of many who verify a token at the same moment one does", func(t *testing.T) {
		w := acme(t)
		verify := &model.VerifyAccount{Token: token(w.Do(as("Ada"), requestAccount("acme", otherAccount)))}
		mustEqual(t, "verified", atOnce(w, aws(otherAccount), verify, verify, verify, verify, verify, verify), 1)
		mustEqual(t, "connections", len(connections(w, as("Ada"), "acme")), 2)
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
	t.Run("ACC-02 a token that was replaced, withdrawn, or belongs to a deleted space works no more", func(t *testing.T) {
		w := acme(t)
		request := requestAccount("acme", otherAccount)
		replaced := token(w.Do(as("Ada"), request))
		mustHold(t, planned(w.Plan(as("Pat"), request)), "ends: the token that was handed out for AWS account "+otherAccount+" before")
		withdrawn := token(w.Do(as("Pat"), request))
		w.Refused("ACC-02", aws(otherAccount), &model.VerifyAccount{Token: replaced})
		mustHold(t, planned(w.Plan(as("Ada"), &model.WithdrawAccount{Space: "acme", Account: otherAccount})), "removes: the request to connect AWS account "+otherAccount)
		w.Do(as("Ada"), &model.WithdrawAccount{Space: "acme", Account: otherAccount})
		w.Refused("ACC-02", aws(otherAccount), &model.VerifyAccount{Token: withdrawn})
		mustEqual(t, "field", w.Refused("ACC-02", as("Ada"), &model.WithdrawAccount{Space: "acme", Account: otherAccount}).Field, "account")
		orphan := token(w.Do(as("Ada"), request))
		w.Do(as("Ada"), &model.DeleteSpace{Name: "acme", Confirm: "delete"})
		w.Refused("ACC-02", aws(otherAccount), &model.VerifyAccount{Token: orphan})
	})
	t.Run("ACC-02 a withdrawn request leaves those for other accounts and other spaces", func(t *testing.T) {
		w := acme(t)
		w.Space("beta", "Ada", otherAccountOf(1))
		w.Do(as("Ada"), requestAccount("acme", otherAccount))
		kept := token(w.Do(as("Ada"), requestAccount("acme", corpAccount)))
		elsewhere := token(w.Do(as("Ada"), requestAccount("beta", otherAccount)))
		w.Do(as("Ada"), &model.WithdrawAccount{Space: "acme", Account: otherAccount})
		w.Do(aws(corpAccount), &model.VerifyAccount{Token: kept})
		w.Do(aws(otherAccount), &model.VerifyAccount{Token: elsewhere})
		w.Refused("ACC-02", as("Ada"), &model.WithdrawAccount{Space: "acme", Account: corpAccount}) // it is connected, and waits no more
	})
	t.Run("ACC-02 an account that waits is listed as pending with the space's own words, and its token for those who manage accounts", func(t *testing.T) {
		w := acme(t)
		request := &model.RequestAccount{Space: "acme", Account: otherAccount, Name: " Build farm ", Description: "For builds"}
		given := token(w.Do(as("Pat"), request))
		for alias, want := range map[string]string{"Ada": given, "Pat": given, "Lee": ""} {
			list := modeltest.Ask[[]model.ConnectionView](w, as(alias), &model.ListAccounts{Space: "acme"})
			pending := list[len(list)-1]
			if pending.Status != model.StatusPending || pending.Account != otherAccount || pending.Name != "Build farm" || pending.ARN != "" || pending.Token != want {
				t.Errorf("%s sees %+v", alias, pending)
			}
		}
		w.Do(aws(otherAccount), &model.VerifyAccount{Token: given})
		d := account(w, as("Lee"), "acme", otherAccount)
		mustEqual(t, "name", d.Connection.Name, "Build farm")
		mustEqual(t, "description", d.Description, "For builds")
		mustEqual(t, "accounts", len(modeltest.Ask[[]model.ConnectionView](w, as("Ada"), &model.ListAccounts{Space: "acme"})), 2)
	})
	t.Run("ACC-02 the space's own words for an account are limited as descriptions are", func(t *testing.T) {
		w := acme(t)
		for field, cmd := range map[string]*model.RequestAccount{
			"name":        {Space: "acme", Account: otherAccount, Name: "a\x1b]0;b"},
			"description": {Space: "acme", Account: otherAccount, Description: strings.Repeat("d", 201)},
		} {
			mustEqual(t, "field", w.Refused("ACC-02", as("Ada"), cmd).Field, field)
		}
		w.Plan(as("Ada"), &model.RequestAccount{Space: "acme", Account: otherAccount, Description: strings.Repeat("d", 200)})
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
	t.Run("ACC-13 nor is the request for a new space, whose token goes on working in its own Region", func(t *testing.T) {
		w := acme(t)
		eire := createSpace("eire", otherAccount)
		eire.Region = model.Ireland
		verify := &model.VerifyAccount{Token: token(w.Do(as("Ada"), eire))}
		in := func(region model.Region) model.Session {
			return model.Session{AWS: &model.SignIn{Account: otherAccount, Administrator: true, Region: region}}
		}
		refusal := w.Refused("ACC-13", in(model.Oregon), verify)
		mustHold(t, refusal.Message, "us-west-2")
		mustHold(t, refusal.Fix, "eu-west-1")
		mustEqual(t, "ARN", strings.HasPrefix(w.Do(in(model.Ireland), verify).Result.(model.Verified).ARN, "arn:aws:codecatalyst:eu-west-1:"+otherAccount), true)
	})
	t.Run("ACC-12 the wrong account and a sign-in without permission are told which account to sign in to, and the guide's entry", func(t *testing.T) {
		w := acme(t)
		w.Connect("acme", "Ada", otherAccount)
		weak := model.Session{AWS: &model.SignIn{Account: otherAccount}}
		for _, cmd := range []model.Command{
			&model.AddRole{Space: "acme", Account: otherAccount, Create: model.SupportRole},
			&model.RemoveRole{Space: "acme", Account: otherAccount, ARN: "x"},
			&model.TagAccount{Space: "acme", Account: otherAccount, Set: []model.Tag{{Key: "k", Value: "v"}}},
			&model.AllowTiers{Space: "acme", Account: otherAccount, Tiers: model.AllowPaid},
			&model.RemoveAccount{Space: "acme", Account: otherAccount, Confirm: "acme"},
		} {
			for name, session := range map[string]model.Session{"another account": aws(acmeAccount), "no permission": weak, "a person": as("Ada")} {
				refusal := w.Refused("ACC-12", session, cmd)
				if !strings.Contains(refusal.Fix+refusal.Who, otherAccount) || refusal.Topic != "trouble-spaces-page" {
					t.Errorf("%T with %s: %+v", cmd, name, refusal)
				}
			}
			stranger := w.Refused("ACC-12", aws(corpAccount), cmd) // SPC-15: which accounts a space has is not for strangers
			if strings.Contains(stranger.Error(), otherAccount) {
				t.Errorf("%T tells a stranger of the account: %s", cmd, stranger)
			}
		}
	})
}

func TestConnections(t *testing.T) {
	t.Run("ACC-03 a connection exists once per space and account", func(t *testing.T) {
		w := acme(t)
		tokens := []string{token(w.Do(as("Ada"), requestAccount("acme", otherAccount))), token(w.Do(as("Pat"), requestAccount("acme", otherAccount)))}
		w.Refused("ACC-02", aws(otherAccount), &model.VerifyAccount{Token: tokens[0]}) // the second request took its place
		w.Do(aws(otherAccount), &model.VerifyAccount{Token: tokens[1]})
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
	t.Run("ACC-04 only they withdraw a request for one", func(t *testing.T) {
		w := acme(t)
		withdraw := &model.WithdrawAccount{Space: "acme", Account: otherAccount}
		w.Do(as("Ada"), requestAccount("acme", otherAccount))
		mustHold(t, w.Refused("ACT-02", as("Lee"), withdraw).Who, "Space administrator or Power user")
		w.Refused("SPC-15", as("Out"), withdraw)
		w.Do(as("Pat"), withdraw)
	})
	t.Run("ACC-11 a space has one connection from the beginning, and at most 5,000", func(t *testing.T) {
		w := acme(t)
		first := connections(w, as("Ada"), "acme")
		mustEqual(t, "connections", len(first), 1)
		mustEqual(t, "account", first[0].Account, acmeAccount)
		mustEqual(t, "billing", first[0].Pays(), true)
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
