package model_test

import (
	"strings"
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
)

// organizationAccount writes an account as aws organizations list-accounts does, of corpAccount's organization.
func organizationAccount(id, name, status string) string {
	return `{"Id": "` + id + `", "Arn": "arn:aws:organizations::` + corpAccount + `:account/o-corpexample1/` + id + `", "Name": "` + name +
		`", "Email": "` + strings.ToLower(name) + `@corp.example", "Status": "` + status + `", "JoinedMethod": "INVITED", "JoinedTimestamp": "2016-12-15T21:30:15Z"}`
}

// importOrganization is the import of what a file with these accounts holds.
func importOrganization(accounts ...string) *model.ImportOrganization {
	return &model.ImportOrganization{Files: []string{"accounts.json"},
		Open: modeltest.Files(map[string]string{"accounts.json": `{"Accounts": [` + strings.Join(accounts, ",") + `]}`})}
}

// known finds an account among those that the program knows; nil where it does not.
func known(w *modeltest.World, id string) *model.AWSAccount {
	w.T.Helper()
	for _, a := range modeltest.Ask[[]model.AWSAccount](w, modeltest.Nobody, &model.ListAWSAccounts{}) {
		if string(a.ID) == id {
			return &a
		}
	}
	return nil
}

func TestKnownAccounts(t *testing.T) {
	t.Run("ACC-12 the accounts that were asked for or connected can be signed in to by name", func(t *testing.T) {
		w := acme(t)
		mustEqual(t, "before", known(w, otherAccount), nil)
		w.Do(as("Ada"), requestAccount("acme", otherAccount))
		for _, id := range []string{acmeAccount, otherAccount} {
			if a := known(w, id); a == nil || a.Status != model.ActiveAccount || a.Management {
				t.Errorf("%s is known as %+v", id, a)
			}
		}
	})
	t.Run("ACC-12 an organization is imported signed in to its management account, whole or not at all", func(t *testing.T) {
		w := acme(t)
		cmd := importOrganization(organizationAccount(corpAccount, "Corp", "ACTIVE"), organizationAccount(acmeAccount, "Acme", "SUSPENDED"))
		refusal := w.Refused("ACC-12", aws(acmeAccount), cmd)
		mustHold(t, refusal.Error(), "Sign in to AWS account "+corpAccount)
		w.Refused("ACC-12", as("Ada"), cmd)
		broken := importOrganization(organizationAccount(corpAccount, "Corp", "ACTIVE"), organizationAccount("12345", "Short", "ACTIVE"))
		mustEqual(t, "unreadable", w.Refused("FED-01", aws(corpAccount), broken).Unreadable, true)
		mustHold(t, planned(w.Plan(aws(corpAccount), cmd)), "1 AWS account that was not known", "1 known AWS account")
		w.Do(aws(corpAccount), cmd)
		mustEqual(t, "management", known(w, corpAccount).Management, true)
		mustEqual(t, "suspended", known(w, acmeAccount).Status.Title(), "Suspended")
		mustHold(t, planned(w.Plan(aws(corpAccount), cmd)), "known already")
	})
	t.Run("BIL-11 the billing details show the organization's name and status of the account, or the space's own name for it", func(t *testing.T) {
		w := acme(t)
		mustEqual(t, "name before", billing(w, as("Ada"), "acme").AccountName, "")
		mustEqual(t, "status before", billing(w, as("Ada"), "acme").AccountStatus.Title(), "Active")
		w.Do(aws(corpAccount), importOrganization(organizationAccount(acmeAccount, "Acme", "PENDING_CLOSURE"), organizationAccount(otherAccount, "Other", "ACTIVE")))
		mustEqual(t, "name", billing(w, as("Ada"), "acme").AccountName, "Acme")
		mustEqual(t, "status", billing(w, as("Ada"), "acme").AccountStatus.Title(), "Pending closure")
		request := &model.RequestAccount{Space: "acme", Account: otherAccount, Name: "Our bills"}
		w.Do(aws(otherAccount), &model.VerifyAccount{Token: token(w.Do(as("Ada"), request))})
		w.Do(as("Ada"), &model.ChangeBillingAccount{Space: "acme", Account: otherAccount})
		mustEqual(t, "own name", billing(w, as("Ada"), "acme").AccountName, "Our bills")
		mustEqual(t, "listed", connections(w, as("Lee"), "acme")[0].Name, "Acme")
	})
	t.Run("BIL-13 the AWS side lists each space that the account is connected to, its allowed tiers, and whether it is billed", func(t *testing.T) {
		w := acme(t)
		w.Space("beta", "Out", otherAccount)
		w.Connect("beta", "Out", acmeAccount)
		w.Do(aws(acmeAccount), &model.AllowTiers{Space: "beta", Tiers: model.AllowPaid})
		w.Do(aws(acmeAccount), &model.AddRole{Space: "beta", Create: model.SupportRole})
		list := modeltest.Ask[[]model.ConnectedSpace](w, aws(acmeAccount), &model.ListConnectedSpaces{})
		mustEqual(t, "spaces", len(list), 2)
		for _, s := range list {
			switch s.Space {
			case "acme":
				mustEqual(t, "acme", s.Billing && len(s.AllowedTiers) == 1 && s.Roles == 0, true)
			case "beta":
				mustEqual(t, "beta", !s.Billing && len(s.AllowedTiers) == 3 && s.Roles == 1, true)
			default:
				t.Errorf("the space %s", s.Space)
			}
		}
		mustEqual(t, "of a stranger", len(modeltest.Ask[[]model.ConnectedSpace](w, aws(corpAccount), &model.ListConnectedSpaces{})), 0)
		w.RefuseAnswer("ACC-12", as("Ada"), &model.ListConnectedSpaces{})
		w.RefuseAnswer("ACC-12", model.Session{AWS: &model.SignIn{Account: acmeAccount}}, &model.ListConnectedSpaces{})
		w.Do(as("Ada"), &model.DeleteSpace{Name: "acme", Confirm: "delete"})
		left := modeltest.Ask[[]model.ConnectedSpace](w, aws(acmeAccount), &model.ListConnectedSpaces{})
		mustEqual(t, "after the deletion", len(left) == 1 && left[0].Space == "beta", true)
	})
}
