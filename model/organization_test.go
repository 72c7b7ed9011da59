package model_test

import (
	"fmt"
	"strings"
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
)

// tree draws the organization of an account: a line for each unit and account, indented by depth.
func tree(w *modeltest.World, account string) string {
	w.T.Helper()
	var b strings.Builder
	for _, n := range modeltest.Ask[model.OrganizationView](w, aws(account), &model.ShowOrganization{}).Nodes {
		name := n.Name
		if n.Kind == "account" {
			name = n.ID
		}
		b.WriteString(strings.Repeat(" ", n.Depth) + name + "\n")
	}
	return b.String()
}

// organized is a world in which acmeAccount manages an organization.
func organized(t *testing.T) *modeltest.World {
	t.Helper()
	w := newWorld(t)
	w.Do(aws(acmeAccount), &model.CreateOrganization{})
	return w
}

func unitNamed(path string) *model.CreateUnit {
	parent, name, nested := strings.Cut(path, "/")
	if !nested {
		return &model.CreateUnit{Name: path}
	}
	return &model.CreateUnit{Parent: parent, Name: name}
}

func TestOrganization(t *testing.T) {
	t.Run("FED-02 an account creates an organization and becomes its management account", func(t *testing.T) {
		w := newWorld(t)
		w.RefuseAnswer("FED-02", aws(acmeAccount), &model.ShowOrganization{})
		w.Unchanged(func() { w.Plan(aws(acmeAccount), &model.CreateOrganization{}) })
		org := w.Do(aws(acmeAccount), &model.CreateOrganization{}).Result.(model.Organization)
		mustEqual(t, "management account", org.Management, acmeAccount)
		mustEqual(t, "tree", tree(w, acmeAccount), "Root\n "+acmeAccount+"\n")
		mustHold(t, w.Refused("FED-02", aws(acmeAccount), &model.CreateOrganization{}).Error(), org.ID)
	})
	t.Run("FED-02 member accounts and nested units are added, moved and taken out", func(t *testing.T) {
		w := organized(t)
		w.Do(aws(acmeAccount), unitNamed("Work"))
		w.Do(aws(acmeAccount), unitNamed("Work/Test"))
		w.Do(aws(acmeAccount), &model.AddMemberAccount{Account: otherAccount, Name: "Li", Unit: "work/test"})
		mustEqual(t, "tree", tree(w, otherAccount), "Root\n "+acmeAccount+"\n Work\n  Test\n   "+otherAccount+"\n")
		w.Do(aws(acmeAccount), &model.MoveAccount{Account: otherAccount, Unit: "Work"})
		mustEqual(t, "tree", tree(w, acmeAccount), "Root\n "+acmeAccount+"\n Work\n  "+otherAccount+"\n  Test\n")
		w.Refused("FED-02", aws(acmeAccount), &model.MoveAccount{Account: otherAccount, Unit: "Work"})
		w.Do(aws(acmeAccount), &model.RemoveMemberAccount{Account: otherAccount})
		w.RefuseAnswer("FED-02", aws(otherAccount), &model.ShowOrganization{})
		w.Do(aws(otherAccount), &model.CreateOrganization{})
	})
	t.Run("FED-02 an account is in at most one organization, and only its management account changes it", func(t *testing.T) {
		w := organized(t)
		w.Do(aws(acmeAccount), &model.AddMemberAccount{Account: otherAccount})
		w.Do(aws(corpAccount), &model.CreateOrganization{})
		for _, taken := range []string{otherAccount, acmeAccount, corpAccount} {
			w.Refused("FED-02", aws(corpAccount), &model.AddMemberAccount{Account: model.AccountID(taken)})
		}
		w.Refused("FED-02", aws(otherAccount), &model.CreateOrganization{})
		for _, cmd := range []model.Command{unitNamed("Work"), &model.AddMemberAccount{Account: looseAccount}, &model.RemoveMemberAccount{Account: otherAccount}} {
			mustHold(t, w.Refused("FED-02", aws(otherAccount), cmd).Error(), acmeAccount)
			w.Refused("FED-02", aws(looseAccount), cmd)
			w.Refused("ACC-12", as("Ada"), cmd)
			w.Refused("ACC-12", model.Session{AWS: &model.SignIn{Account: acmeAccount}}, cmd)
		}
		w.Refused("FED-02", aws(acmeAccount), &model.RemoveMemberAccount{Account: acmeAccount})
		w.Refused("FED-02", aws(acmeAccount), &model.RemoveMemberAccount{Account: corpAccount})
		w.Refused("FED-02", aws(acmeAccount), &model.MoveAccount{Account: corpAccount})
		w.Refused("ACC-01", aws(acmeAccount), &model.AddMemberAccount{Account: "1234"})
	})
	t.Run("FED-02 a unit has a name of its own under its parent, and units nest five deep", func(t *testing.T) {
		w := organized(t)
		path := ""
		for depth := range model.MaxUnitDepth {
			w.Do(aws(acmeAccount), &model.CreateUnit{Name: "Same", Parent: path})
			w.Refused("FED-02", aws(acmeAccount), &model.CreateUnit{Name: "same", Parent: path})
			path = strings.TrimPrefix(path+"/Same", "/")
			mustEqual(t, "units", strings.Count(tree(w, acmeAccount), "Same"), depth+1)
		}
		w.Refused("FED-02", aws(acmeAccount), &model.CreateUnit{Name: "Deeper", Parent: path})
		for _, name := range []string{"a/b", "x\x1b", strings.Repeat("x", 129)} {
			w.Refused("FED-02", aws(acmeAccount), &model.CreateUnit{Name: name})
		}
		w.Refused("FED-02", aws(acmeAccount), &model.CreateUnit{Name: "Lost", Parent: "Nowhere"})
		w.Refused("FED-02", aws(acmeAccount), &model.AddMemberAccount{Account: otherAccount, Unit: "Same/Other"})
	})
	t.Run("FED-02 a unit is deleted only when it is empty, and the root never", func(t *testing.T) {
		w := organized(t)
		w.Do(aws(acmeAccount), unitNamed("Work"))
		w.Do(aws(acmeAccount), unitNamed("Work/Test"))
		mustHold(t, w.Refused("FED-02", aws(acmeAccount), &model.DeleteUnit{Unit: "Work"}).Message, "Test")
		w.Do(aws(acmeAccount), &model.AddMemberAccount{Account: otherAccount, Unit: "Work/Test"})
		mustHold(t, w.Refused("FED-02", aws(acmeAccount), &model.DeleteUnit{Unit: "Work/Test"}).Message, otherAccount)
		w.Do(aws(acmeAccount), &model.MoveAccount{Account: otherAccount})
		w.Do(aws(acmeAccount), &model.DeleteUnit{Unit: "work/TEST"})
		w.Do(aws(acmeAccount), &model.DeleteUnit{Unit: "Work"})
		mustEqual(t, "tree", tree(w, acmeAccount), "Root\n "+acmeAccount+"\n "+otherAccount+"\n")
		w.Refused("FED-02", aws(acmeAccount), &model.DeleteUnit{Unit: "/"})
	})
}

// listed is an import of the accounts of an organization as list-accounts prints them.
func listed(organization, management string, accounts ...string) *model.ImportOrganization {
	var list []string
	for _, id := range accounts {
		list = append(list, fmt.Sprintf(`{"Id":%q,"Arn":"arn:aws:organizations::%s:account/%s/%s","Name":"Account %s","Status":"ACTIVE"}`, id, management, organization, id, id))
	}
	return &model.ImportOrganization{Files: []string{"a.json"}, Open: modeltest.Files(map[string]string{"a.json": `{"Accounts":[` + strings.Join(list, ",") + `]}`})}
}

func TestImportOfOrganization(t *testing.T) {
	t.Run("FED-02 a real organization takes the place of a rehearsed one, with its units and accounts", func(t *testing.T) {
		w := organized(t)
		w.Do(aws(acmeAccount), unitNamed("Work"))
		w.Do(aws(acmeAccount), &model.AddMemberAccount{Account: otherAccount, Unit: "Work"})
		cmd := listed("o-realorgid1", acmeAccount, acmeAccount, otherAccount, secondAccount)
		mustHold(t, planned(w.Plan(aws(acmeAccount), cmd)), "into the real one o-realorgid1", "1 AWS account that was not known")
		w.Do(aws(acmeAccount), cmd)
		view := modeltest.Ask[model.OrganizationView](w, aws(secondAccount), &model.ShowOrganization{})
		mustEqual(t, "organization", view.ID, "o-realorgid1")
		mustEqual(t, "tree", tree(w, acmeAccount), "Root\n "+acmeAccount+"\n "+secondAccount+"\n Work\n  "+otherAccount+"\n")
		mustHold(t, planned(w.Plan(aws(acmeAccount), cmd)), "everything in the files is known already")
	})
	t.Run("FED-02 an account of another organization refuses the whole import", func(t *testing.T) {
		w := organized(t)
		w.Do(aws(acmeAccount), &model.AddMemberAccount{Account: otherAccount})
		mustHold(t, w.Refused("FED-02", aws(corpAccount), listed("o-realorgid1", corpAccount, corpAccount, looseAccount, otherAccount)).Message, otherAccount)
		w.Refused("FED-02", aws(otherAccount), listed("o-realorgid1", otherAccount, otherAccount))
	})
	t.Run("FED-02 files that name another management account than the known one are refused", func(t *testing.T) {
		w := newWorld(t)
		w.Do(aws(acmeAccount), listed("o-realorgid1", acmeAccount, acmeAccount))
		mustHold(t, w.Refused("FED-02", aws(corpAccount), listed("o-realorgid1", corpAccount, corpAccount, looseAccount)).Message, acmeAccount, corpAccount)
		w.Refused("ACC-12", aws(corpAccount), listed("o-realorgid1", acmeAccount, acmeAccount))
	})
}
