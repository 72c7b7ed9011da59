package model_test

import (
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

func signIn(w *modeltest.World, q *model.SignInAs) model.SignedInAs {
	w.T.Helper()
	return modeltest.Ask[model.SignedInAs](w, modeltest.Nobody, q)
}

// sameWords fails the test where a closed space and a missing one are refused with other words (SPC-15).
func sameWords(t *testing.T, w *modeltest.World, sign func(space string) *model.SignInAs, closed string) {
	t.Helper()
	there := w.RefuseAnswer("FED-24", modeltest.Nobody, sign(closed))
	missing := w.RefuseAnswer("FED-24", modeltest.Nobody, sign("no-such-space"))
	mustEqual(t, "words", strings.ReplaceAll(missing.Error(), "no-such-space", closed), there.Error())
}

func TestSignIn(t *testing.T) {
	both := func(t *testing.T) (*modeltest.World, string) {
		w, store := federated(t)
		w.SignUp("Ada", "Lee")
		w.Space("acme", "Ada", acmeAccount)
		w.Space("closed", "Lee", otherAccount)
		return w, store
	}
	t.Run("FED-24 a Builder ID user signs in with the alias, to their own spaces", func(t *testing.T) {
		w, _ := both(t)
		in := signIn(w, &model.SignInAs{Alias: " @ada "})
		mustEqual(t, "spaces", strings.Join(in.Spaces, " "), "acme")
		mustEqual(t, "kind", in.Person.Kind, model.BuilderID)
		signIn(w, &model.SignInAs{Alias: "Ada", Space: "ACME"})
	})
	t.Run("FED-24 an SSO user signs in through the company's application by its name", func(t *testing.T) {
		w, store := both(t)
		in := signIn(w, &model.SignInAs{Application: "CORP", UserName: "BO"})
		mustEqual(t, "spaces", strings.Join(in.Spaces, " "), "corp")
		mustEqual(t, "who", in.Person.ID, model.SSOPerson(store, "bo"))
		mustEqual(t, "company", in.Company, "Corp Inc")
		signIn(w, &model.SignInAs{Application: "corp", UserName: "ana", Space: "Corp"})
	})
	t.Run("FED-24 SPC-15 a Builder ID user gets into no federated space, and not to know of it", func(t *testing.T) {
		w, _ := both(t)
		sameWords(t, w, func(space string) *model.SignInAs { return &model.SignInAs{Alias: "Ada", Space: space} }, "corp")
		sameWords(t, w, func(space string) *model.SignInAs { return &model.SignInAs{Alias: "Ada", Space: space} }, "closed")
	})
	t.Run("FED-24 SPC-15 an SSO user gets into no Builder ID space and no other company's, and not to know of them", func(t *testing.T) {
		w, _ := both(t)
		w.Directory(looseAccount, map[string][]string{"all": {"lou"}})
		w.Do(aws(looseAccount), &model.SetupSSO{ApplicationName: "loose", DisplayName: "Loose", NewSpace: "loose", Region: model.Oregon, Groups: []string{"all"}, Administrators: []string{"lou"}})
		w.Advance(4 * time.Hour)
		for _, closed := range []string{"acme", "loose"} {
			sameWords(t, w, func(space string) *model.SignInAs {
				return &model.SignInAs{Application: "corp", UserName: "ana", Space: space}
			}, closed)
		}
		w.RefuseAnswer("FED-24", modeltest.Nobody, &model.SignInAs{Application: "corp", UserName: "lou"})
	})
	t.Run("FED-24 nobody signs in whom the sync has not brought, who left, or who is inactive", func(t *testing.T) {
		w, store := both(t)
		cy := &model.SignInAs{Application: "corp", UserName: "cy"}
		mustHold(t, w.RefuseAnswer("FED-24", modeltest.Nobody, cy).Fix, "sync explain")
		w.Do(aws(corpAccount), &model.AddToGroup{Store: store, UserName: "cy", Group: "devs"})
		w.RefuseAnswer("FED-24", modeltest.Nobody, cy)
		w.Advance(4 * time.Hour)
		signIn(w, cy)
		w.Do(aws(corpAccount), &model.UpdateUser{Store: store, UserName: "cy", Inactive: true})
		w.RefuseAnswer("FED-24", modeltest.Nobody, cy)
		w.Do(aws(corpAccount), &model.DeleteUser{Store: store, UserName: "cy"})
		w.RefuseAnswer("FED-24", modeltest.Nobody, cy)
		mustEqual(t, "missing user", w.RefuseAnswer("FED-24", modeltest.Nobody, &model.SignInAs{Application: "corp", UserName: "zz"}).Field, "user-name")
	})
	t.Run("FED-24 it must be said how, in one way, and the application must serve a space", func(t *testing.T) {
		w, _ := both(t)
		for field, q := range map[string]*model.SignInAs{
			"alias": {}, "application": {Application: "nowhere", UserName: "ana"}, "user-name": {Application: "corp"},
		} {
			mustEqual(t, "field", w.RefuseAnswer("FED-24", modeltest.Nobody, q).Field, field)
		}
		w.RefuseAnswer("FED-24", modeltest.Nobody, &model.SignInAs{Alias: "Ada", Application: "corp", UserName: "ana"})
		w.RefuseAnswer("FED-24", modeltest.Nobody, &model.SignInAs{Alias: "ana"})
		w.Do(aws(corpAccount), disassociateSpace("corp"))
		mustHold(t, w.RefuseAnswer("FED-24", modeltest.Nobody, &model.SignInAs{Application: "corp", UserName: "ana"}).Message, "no space")
	})
	t.Run("FED-24 SPC-07 an SSO user creates no Builder ID space", func(t *testing.T) {
		w, store := both(t)
		w.Refused("FED-24", sso(store, "ana"), createSpace("mine", otherAccountOf(9)))
	})
}
