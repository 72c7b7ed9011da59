package model_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

// createSpace is a valid request for a space.
func createSpace(name, account string) *model.CreateSpace {
	return &model.CreateSpace{Name: name, Region: model.Oregon, Account: model.AccountID(account)}
}

// token is what a request for a space or a connection hands out.
func token(r model.Receipt) string { return r.Result.(model.SpaceRequest).Token }

func TestSpaceNames(t *testing.T) {
	t.Run("SPC-02 a name has 3 to 63 letters and digits with single separators between them", func(t *testing.T) {
		w := newWorld(t)
		w.SignUp("Ada")
		for name, good := range map[string]bool{
			"ab": false, "abc": true, strings.Repeat("a", 63): true, strings.Repeat("a", 64): false, "a.b_c-d": true, "9lives": true, "ABC": true,
			"": false, "-abc": false, "abc-": false, "a--b": false, "a.-b": false, "a b c": false, " abc": false, "abc ": false, "abc\n": false,
			"añb": false, "abc!": false, "a/b": false, "日本語": false, "a\x00bc": false, "K\u212Alvin": false,
		} {
			cmd := createSpace(name, acmeAccount)
			if good {
				w.Plan(as("Ada"), cmd)
				continue
			}
			_, err := w.Service.Do(t.Context(), as("Ada"), cmd)
			refusal, _ := model.AsRefusal(err)
			if refusal == nil || refusal.Field != "name" || (name != "" && refusal.Rule != "SPC-02") {
				t.Errorf("%q: %v", name, err)
			}
		}
	})
	t.Run("SPC-02 a name is unique across the whole system, compared without regard to case, for both types", func(t *testing.T) {
		w, _ := federated(t)
		w.SignUp("Ada", "Bob")
		w.Space("Acme", "Ada", acmeAccount)
		for _, name := range []string{"Acme", "acme", "ACME", "corp", "CORP"} {
			refusal := w.Refused("SPC-02", as("Bob"), createSpace(name, otherAccount))
			mustEqual(t, "field", refusal.Field, "name")
		}
		w.Directory(otherAccount, map[string][]string{"all": {"eve"}})
		w.Refused("SPC-02", aws(otherAccount), &model.SetupSSO{ApplicationName: "second", DisplayName: "Second", NewSpace: "ACME",
			Region: model.Oregon, Groups: []string{"all"}, Administrators: []string{"eve"}})
	})
	t.Run("SPC-02 of two who ask for a name, the one whose account is verified first gets it", func(t *testing.T) {
		w := newWorld(t)
		w.SignUp("Ada", "Bob")
		first := token(w.Do(as("Ada"), createSpace("wanted", acmeAccount)))
		second := token(w.Do(as("Bob"), createSpace("WANTED", otherAccount)))
		w.Do(aws(otherAccount), &model.VerifyAccount{Token: second})
		w.Refused("SPC-02", aws(acmeAccount), &model.VerifyAccount{Token: first})
		mustEqual(t, "owner", w.View(as("Bob"), "wanted").CreatedBy, "Bob")
	})
	t.Run("SPC-03 the name of a deleted space is never free again, in any case and for either type", func(t *testing.T) {
		w := acme(t)
		pending := token(w.Do(as("Out"), createSpace("Late", otherAccount)))
		w.Space("late", "Ada", otherAccountOf(1))
		for _, name := range []string{"acme", "late"} {
			w.Do(as("Ada"), &model.DeleteSpace{Name: name, Confirm: "delete"})
		}
		w.Advance(300 * 24 * time.Hour)
		if err := w.Service.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.Reopen()
		for _, alias := range []string{"Ada", "Out"} {
			for _, name := range []string{"acme", "ACME", "aCmE"} {
				w.Refused("SPC-03", as(alias), createSpace(name, acmeAccount))
			}
		}
		w.Refused("SPC-03", aws(otherAccount), &model.VerifyAccount{Token: pending})
		w.Directory(corpAccount, map[string][]string{"devs": {"ana"}})
		setup := setupCorp()
		setup.NewSpace = "Acme"
		w.Refused("SPC-03", aws(corpAccount), setup)
	})
	t.Run("SPC-04 name and Region are fixed: the form says so before they are chosen, and no command takes them", func(t *testing.T) {
		for _, f := range model.FieldsOf(&model.CreateSpace{}) {
			if f.Name == "name" || f.Name == "region" {
				mustHold(t, f.Help, "never be changed")
			}
		}
		w := acme(t)
		mustHold(t, planned(w.Plan(as("Ada"), createSpace("another", otherAccount))), "name and Region can never be changed")
		for _, e := range w.Service.Catalogue() {
			if e.Command() == nil || e.ID == "space.create" || e.ID == "sso.setup" || e.ID == "identity.enable" || e.ID == "vpc.import" {
				continue
			}
			for _, f := range model.FieldsOf(e.Command()) {
				if f.Name == "region" || f.Name == "new-name" {
					t.Errorf("%s takes a %s", e.ID, f.Name)
				}
			}
		}
	})
}

func TestCreateSpace(t *testing.T) {
	t.Run("SPC-05 a space takes name, Region, account and verification, and does not exist before", func(t *testing.T) {
		w := newWorld(t)
		w.SignUp("Ada", "Bob")
		request := w.Do(as("Ada"), createSpace("acme", acmeAccount))
		mustEqual(t, "spaces before", spaceNames(w, as("Ada")), "")
		w.RefuseAnswer("SPC-15", as("Ada"), &model.ShowSpace{Name: "acme"})
		w.Plan(as("Bob"), createSpace("acme", acmeAccount)) // neither the name nor the account is taken yet
		verified := w.Do(aws(acmeAccount), &model.VerifyAccount{Token: token(request)}).Result.(model.Verified)
		mustEqual(t, "message", verified.Message, "Account verified")
		view := w.View(as("Ada"), "acme")
		mustEqual(t, "name", view.Name, "acme")
		mustEqual(t, "region", view.Region, model.Oregon)
		mustEqual(t, "type", view.Type, model.BuilderSpace)
	})
	t.Run("SPC-05 a Region that is not the service's is refused", func(t *testing.T) {
		w := newWorld(t)
		w.SignUp("Ada")
		for _, region := range []model.Region{"us-east-1", "US-WEST-2", "us-west-2 ", "nowhere"} {
			cmd := createSpace("acme", acmeAccount)
			cmd.Region = region
			mustEqual(t, "field", w.Refused("SPC-05", as("Ada"), cmd).Field, "region")
		}
		cmd := createSpace("acme", acmeAccount)
		cmd.Region = model.Ireland
		w.Plan(as("Ada"), cmd)
	})
	t.Run("SPC-06 the creator is its Space administrator", func(t *testing.T) {
		w := acme(t)
		mustEqual(t, "role", w.View(as("Ada"), "acme").Role, model.SpaceAdministrator)
		mustEqual(t, "row", w.Member(as("Ada"), "acme", "ada").Own, model.SpaceAdministrator)
	})
	t.Run("SPC-07 an additional space needs the role Space administrator in some space; the first needs none", func(t *testing.T) {
		w := acme(t)
		for _, alias := range []string{"Pat", "Lee"} {
			refusal := w.Refused("SPC-07", as(alias), createSpace("second", otherAccount))
			mustHold(t, refusal.Who, "Space administrator")
		}
		w.Plan(as("Out"), createSpace("second", otherAccount))
		w.Plan(as("Ada"), createSpace("second", otherAccount))
		w.Do(as("Ada"), &model.ChangeRole{Space: "acme", Alias: "Lee", Role: model.SpaceAdministrator})
		w.Plan(as("Lee"), createSpace("second", otherAccount))
	})
	t.Run("SPC-07 the role is looked at again when the account is verified", func(t *testing.T) {
		w := acme(t)
		asked := token(w.Do(as("Out"), createSpace("second", otherAccount)))
		w.Join("acme", "Ada", model.LimitedAccess, "Out")
		w.Refused("SPC-07", aws(otherAccount), &model.VerifyAccount{Token: asked})
	})
	t.Run("SPC-08 SPC-14 the first space offers a project and opens on the projects, an additional one does not offer it", func(t *testing.T) {
		w := newWorld(t)
		w.SignUp("Ada")
		for i, first := range []bool{true, false} {
			account := otherAccountOf(i)
			asked := token(w.Do(as("Ada"), createSpace(fmt.Sprint("space", i), account)))
			v := w.Do(aws(account), &model.VerifyAccount{Token: asked}).Result.(model.Verified)
			mustEqual(t, "first", v.First, first)
			mustEqual(t, "new space", v.NewSpace, true)
			mustEqual(t, "lands", v.Lands, model.LandOnProjects)
		}
	})
	t.Run("SPC-01 the type is told wherever a space is listed", func(t *testing.T) {
		w, store := federated(t)
		w.SignUp("Ada")
		w.Space("acme", "Ada", acmeAccount)
		for session, want := range map[model.Session]model.SpaceType{as("Ada"): model.BuilderSpace, sso(store, "ana"): model.FederatedSpace} {
			list := modeltest.Ask[[]model.SpaceView](w, session, &model.ListSpaces{})
			mustEqual(t, "spaces", len(list), 1)
			mustEqual(t, "type", list[0].Type, want)
		}
		mustEqual(t, "title", model.BuilderSpace.Title(), "AWS Builder ID")
		mustEqual(t, "title", model.FederatedSpace.Title(), "identity federation")
	})
}

func TestSpaceLimits(t *testing.T) {
	t.Run("SPC-16 a person creates at most 5 spaces in a calendar month, deleted ones included, and 5 more in the next", func(t *testing.T) {
		w := newWorld(t)
		w.SignUp("Ada")
		n := 0
		create := func() {
			n++
			name := fmt.Sprint("space", n)
			w.Space(name, "Ada", otherAccountOf(n))
			w.Do(as("Ada"), &model.DeleteSpace{Name: name, Confirm: "delete"})
		}
		for range 5 {
			create()
		}
		w.Refused("SPC-16", as("Ada"), createSpace("sixth", acmeAccount))
		w.Advance(lastSecondOf(2024, time.May).Sub(modeltest.Noon))
		w.Refused("SPC-16", as("Ada"), createSpace("sixth", acmeAccount))
		w.Advance(time.Second)
		for range 5 {
			create()
		}
		w.Refused("SPC-16", as("Ada"), createSpace("sixth", acmeAccount))
	})
	t.Run("SPC-16 the limits are looked at again when the account is verified, and count creations then", func(t *testing.T) {
		w := newWorld(t)
		w.SignUp("Ada")
		var asked []string
		for i := range 6 {
			asked = append(asked, token(w.Do(as("Ada"), createSpace(fmt.Sprint("space", i), otherAccountOf(i)))))
		}
		for i := range 5 {
			w.Do(aws(otherAccountOf(i)), &model.VerifyAccount{Token: asked[i]})
		}
		w.Refused("SPC-16", aws(otherAccountOf(5)), &model.VerifyAccount{Token: asked[5]})
	})
	t.Run("SPC-16 a person belongs to at most 5 active spaces, by creation or invitation", func(t *testing.T) {
		w := newWorld(t)
		w.SignUp("Ada", "Bob", "Cleo")
		for i := range 5 {
			w.Space(fmt.Sprint("space", i), "Ada", otherAccountOf(i))
			w.Join(fmt.Sprint("space", i), "Ada", model.SpaceAdministrator, "Bob")
		}
		w.Space("cleos", "Cleo", otherAccountOf(9))
		w.Do(as("Cleo"), &model.InviteMember{Space: "cleos", Email: "bob@example.com", Role: model.PowerUser})
		w.Refused("SPC-16", as("Bob"), &model.AcceptInvitation{Space: "cleos"})
		w.Refused("SPC-16", as("Bob"), createSpace("own", acmeAccount))
		w.Do(as("Ada"), &model.DeleteSpace{Name: "space0", Confirm: "delete"})
		w.Do(as("Bob"), &model.AcceptInvitation{Space: "cleos"})
		w.Refused("SPC-16", as("Bob"), createSpace("own", acmeAccount))
	})
	t.Run("SPC-17 a description has up to 200 characters, is changed at any time, by a Space administrator alone", func(t *testing.T) {
		w := acme(t)
		for text, good := range map[string]bool{
			"": true, "a": true, strings.Repeat("x", 200): true, strings.Repeat("x", 201): false, "Two words, and: a/b\\c=1+2?&$% _-.;": true,
			"line\none\ttab": true, " leading": false, "bad!": false, "ünï": false, "esc\x1b[0m": false, "form\ffeed": false, "nul\x00": false,
		} {
			cmd := &model.EditSpace{Name: "ACME", Description: text}
			if !good {
				mustEqual(t, "field", w.Refused("SPC-17", as("Ada"), cmd).Field, "description")
				continue
			}
			w.Do(as("Ada"), cmd)
			mustEqual(t, "description", w.View(as("Lee"), "acme").Description, text)
		}
		for _, alias := range []string{"Pat", "Lee"} {
			w.Refused("ACT-02", as(alias), &model.EditSpace{Name: "acme", Description: "mine"})
		}
		long := createSpace("another", otherAccount)
		long.Description = strings.Repeat("x", 201)
		w.Refused("SPC-17", as("Ada"), long)
	})
}

// lastSecondOf is the last second of a month.
func lastSecondOf(year int, month time.Month) time.Time {
	return time.Date(year, month+1, 1, 0, 0, 0, 0, time.UTC).Add(-time.Second)
}

func TestDeleteSpace(t *testing.T) {
	t.Run("SPC-09 only a Space administrator deletes a space, by typing the word delete; any other changes nothing", func(t *testing.T) {
		w := acme(t)
		for _, word := range []string{"", "Delete", "DELETE", " delete", "delete ", "acme", "remove"} {
			refusal := w.Refused("SPC-09", as("Ada"), &model.DeleteSpace{Name: "acme", Confirm: word})
			mustEqual(t, "field", refusal.Field, "confirm")
		}
		for _, alias := range []string{"Pat", "Lee"} {
			refusal := w.Refused("ACT-02", as(alias), &model.DeleteSpace{Name: "acme", Confirm: "delete"})
			mustHold(t, refusal.Who, "Space administrator")
		}
		w.Refused("SPC-15", as("Out"), &model.DeleteSpace{Name: "acme", Confirm: "delete"})
		w.Do(as("Ada"), &model.DeleteSpace{Name: "acme", Confirm: "delete"})
	})
	t.Run("SPC-09 a federated space is not deleted here", func(t *testing.T) {
		w, store := federated(t)
		w.Refused("FED-22", sso(store, "ana"), &model.DeleteSpace{Name: "corp", Confirm: "delete"})
	})
	t.Run("SPC-10 what will go is counted and named before the word is asked for, and nothing changes by it", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), &model.CreateProject{Space: "acme", Name: "rocket"})
		w.Do(as("Ada"), &model.CreateProject{Space: "acme", Name: "sled"})
		w.Do(as("Ada"), &model.CreateTeam{Space: "acme", Name: "core", Role: model.PowerUser})
		w.Do(as("Ada"), &model.InviteMember{Space: "acme", Email: "new@example.com", Role: model.PowerUser})
		w.Unchanged(func() {
			plan := w.Plan(as("Ada"), &model.DeleteSpace{Name: "acme"})
			if !plan.Takes() {
				t.Error("the plan takes nothing")
			}
			mustHold(t, planned(plan), "3 members lose access to acme Ada,Lee,Pat", "1 pending invitation", "2 projects go", "rocket,sled", "1 team goes",
				"1 AWS account connection goes", acmeAccount, "billing to AWS account "+acmeAccount+" stops", "running workflows and Dev Environments", "cannot be undone")
		})
	})
	t.Run("SPC-10 a deletion takes access, projects, teams, invitations, connections and billing, before and after the sweep", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), &model.CreateProject{Space: "acme", Name: "rocket"})
		w.Do(as("Ada"), &model.InviteMember{Space: "acme", Email: "out@example.com", Role: model.PowerUser})
		connecting := token(w.Do(as("Ada"), &model.RequestAccount{Space: "acme", Account: otherAccount}))
		w.Do(as("Ada"), &model.DeleteSpace{Name: "acme", Confirm: "delete"})
		for _, sweep := range []bool{false, true} {
			if sweep {
				if err := w.Service.Sweep(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			for _, alias := range []string{"Ada", "Pat", "Lee"} {
				mustEqual(t, "spaces of "+alias, spaceNames(w, as(alias)), "")
				w.RefuseAnswer("SPC-15", as(alias), &model.ShowSpace{Name: "acme"})
			}
			mustEqual(t, "invitations", len(modeltest.Ask[[]model.InvitationView](w, as("Out"), &model.ListInvitations{})), 0)
			w.Refused("MEM-03", as("Out"), &model.AcceptInvitation{Space: "acme"})
			w.Refused("ACC-02", aws(otherAccount), &model.VerifyAccount{Token: connecting})
		}
		for _, table := range []string{"member ", "administrator ", "project ", "projectmember ", "team ", "teammember ", "connection ", "accountspace ", "billing "} {
			if strings.Contains("\n"+w.Dump(), "\n"+table) {
				t.Errorf("records are left in the table %s", table)
			}
		}
		w.Space("next", "Ada", acmeAccount) // the billing account is free again
	})
	t.Run("SPC-11 who has other spaces lands on their overview, who has none on the creation of one", func(t *testing.T) {
		w := acme(t)
		w.Space("second", "Ada", otherAccount)
		lands := func(name string) model.Landing {
			return w.Do(as("Ada"), &model.DeleteSpace{Name: name, Confirm: "delete"}).Result.(model.Deleted).Lands
		}
		mustEqual(t, "with another", lands("acme"), model.LandOnSpaces)
		mustEqual(t, "with none", lands("second"), model.LandOnCreateSpace)
	})
	t.Run("SPC-12 SPC-13 a person sees exactly the spaces that they belong to", func(t *testing.T) {
		w := acme(t)
		w.Space("beta", "Out", otherAccount)
		w.Join("beta", "Out", model.LimitedAccess, "Lee")
		for alias, want := range map[string]string{"Ada": "acme", "Pat": "acme", "Lee": "acme beta", "Out": "beta"} {
			mustEqual(t, alias, spaceNames(w, as(alias)), want)
		}
		w.RefuseAnswer("ACT-02", modeltest.Nobody, &model.ListSpaces{})
	})
}
