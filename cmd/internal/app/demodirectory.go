package app

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"atrium/model"
)

type (
	demoFederated struct {
		ManagementAccount model.AccountID
		InstanceType      model.InstanceType
		Region            model.Region
		ApplicationName   string
		DisplayName       string
		Space             string
		SpaceRegion       model.Region
		SpaceDescription  string
		Groups            []demoGroup
		ConnectedGroups   []string
		Administrators    []string
		Teams             []demoTeam
		Users             []demoUser
		demoAccounts
	}
	demoGroup struct{ Name, Description string }
	demoUser  struct {
		UserName, GivenName, FamilyName, DisplayName, Email string
		Active                                              bool
		Groups                                              []string
	}
)

// federate enables IAM Identity Center, imports the directory, and sets up SSO; the teams are made once the
// sync has brought the people.
func (d *demo) federate() {
	f := &d.company.Federated
	aws := onAWS(f.ManagementAccount)
	instance, _ := d.do(aws, &model.EnableInstance{Type: f.InstanceType, Region: f.Region}, 0).Result.(model.Instance)
	d.store = instance.Store
	d.do(aws, f.directory(d.store), 25*time.Minute)
	d.do(aws, &model.SetupSSO{ApplicationName: f.ApplicationName, DisplayName: f.DisplayName, NewSpace: f.Space, Region: f.SpaceRegion,
		Groups: f.ConnectedGroups, Administrators: f.Administrators}, 15*time.Minute)
	administrator := model.Session{Person: model.SSOPerson(d.store, f.Administrators[0])}
	d.do(administrator, &model.EditSpace{Name: f.Space, Description: f.SpaceDescription}, 6*time.Hour)
	for _, t := range f.Teams {
		d.team(administrator, f.Space, t)
	}
	d.accounts(administrator, f.Space, f.ManagementAccount, f.Accounts)
	d.tier(administrator, f.Space, f.ManagementAccount, f.Tier)
	d.history(aws)
}

// directory is the import of the whole directory, from the files that the AWS command line would have printed.
func (f *demoFederated) directory(store string) *model.ImportDirectory {
	files := map[string]any{
		"users.json":       map[string]any{"Users": f.userRecords()},
		"groups.json":      map[string]any{"Groups": f.groupRecords()},
		"memberships.json": map[string]any{"GroupMemberships": f.membershipRecords()},
	}
	return &model.ImportDirectory{Store: store, Users: []string{"users.json"}, Groups: []string{"groups.json"}, Memberships: []string{"memberships.json"},
		Open: func(name string) (io.ReadCloser, error) {
			data, err := json.Marshal(files[name])
			return io.NopCloser(bytes.NewReader(data)), err
		}}
}

func (f *demoFederated) userRecords() []any {
	var list []any
	for _, u := range f.Users {
		status := "ENABLED"
		if !u.Active {
			status = "DISABLED"
		}
		list = append(list, map[string]any{"UserName": u.UserName, "UserId": identityID("user", u.UserName), "DisplayName": u.DisplayName, "UserStatus": status,
			"Name":   map[string]string{"GivenName": u.GivenName, "FamilyName": u.FamilyName},
			"Emails": []any{map[string]any{"Value": u.Email, "Primary": true}}})
	}
	return list
}

func (f *demoFederated) groupRecords() []any {
	var list []any
	for _, g := range f.Groups {
		list = append(list, map[string]any{"GroupId": identityID("group", g.Name), "DisplayName": g.Name, "Description": g.Description})
	}
	return list
}

func (f *demoFederated) membershipRecords() []any {
	var list []any
	for _, u := range f.Users {
		for _, g := range u.Groups {
			list = append(list, map[string]any{"GroupId": identityID("group", g), "MemberId": map[string]string{"UserId": identityID("user", u.UserName)}})
		}
	}
	return list
}

// identityID makes an id in the form that an identity store gives.
func identityID(kind, name string) string {
	r := sha256.Sum256([]byte(kind + "/" + name))
	return fmt.Sprintf("%x-%x-%x-%x-%x", r[0:4], r[4:6], r[6:8], r[8:10], r[10:16])
}

// history is what happened in the directory since, so that the sync has something to show for itself.
func (d *demo) history(aws model.Session) {
	d.at(3 * 24 * time.Hour)
	d.do(aws, &model.CreateUser{Store: d.store, UserName: "amina.diallo", GivenName: "Amina", FamilyName: "Diallo", DisplayName: "Amina Diallo",
		Email: "amina.diallo@example.com", Groups: []string{"data-science"}}, 0)
	d.do(aws, &model.AddToGroup{Store: d.store, UserName: "x.li", Group: "security"}, 50*time.Minute)
	d.at(2 * 24 * time.Hour)
	d.do(aws, &model.UpdateUser{Store: d.store, UserName: "monica.assuncao", DisplayName: "Mônica Assunção-Ribeiro"}, 0)
	d.do(aws, &model.RemoveFromGroup{Store: d.store, UserName: "x.li", Group: "security"}, 3*time.Hour)
}

// underway is what the sync has not brought yet: asked for within the last minutes, and due within two hours.
func (d *demo) underway() {
	f := &d.company.Federated
	aws := onAWS(f.ManagementAccount)
	d.at(18 * time.Minute)
	d.do(aws, &model.CreateUser{Store: d.store, UserName: "rosa.quispe", GivenName: "Rosa", FamilyName: "Quispe", DisplayName: "Rosa Quispe",
		Email: "rosa.quispe@example.com", Groups: []string{"platform-engineers"}}, 0)
	d.do(aws, &model.UpdateUser{Store: d.store, UserName: f.Administrators[1], DisplayName: "Hubert B. Wolfe"}, 4*time.Minute)
	d.do(aws, &model.AddToGroup{Store: d.store, UserName: "jiwoo.kim", Group: "security"}, 3*time.Minute)
	d.do(aws, &model.DeleteUser{Store: d.store, UserName: "mdcav"}, 3*time.Minute)
	d.do(aws, &model.EditSSO{Space: f.Space, Connect: []string{"designers"}}, 4*time.Minute)
}
