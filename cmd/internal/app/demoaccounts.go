package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"atrium/assets"
	"atrium/model"
	"atrium/model/iam"
)

type (
	demoOrganization struct {
		ID         string
		Management model.AccountID
		Accounts   []struct {
			Account     model.AccountID
			Name, Email string
			Suspended   bool
		}
	}
	// demoAccounts are the AWS accounts of a space, beside the one that it began with, and its billing.
	demoAccounts struct {
		Accounts []demoAccount
		// Tier is what the space is changed to once its billing account allows paid tiers; LaterTier is pending.
		Tier, LaterTier model.Tier
		Usage           []demoUsage
		VPCConnections  []demoVPC
	}
	demoAccount struct {
		Account           model.AccountID
		Name, Description string
		Roles             []demoRole
		Tags              []model.Tag
		// Networks names the file of the account's VPCs in assets.Networks; empty for none.
		Networks string
		// Pending accounts wait to be verified.
		Pending bool
	}
	// demoRole is created by the program, or there already: restricted to the space, or open to anybody and
	// to another account.
	demoRole struct {
		Create model.RoleTemplate
		Name   string
		OpenTo model.AccountID
		// VPC gives it the permissions of a VPC role.
		VPC bool
	}
	demoVPC struct {
		Name, Role, VPC         string
		Account                 model.AccountID
		Subnets, SecurityGroups []string
		Default                 bool
	}
	demoUsage struct {
		DaysAgo  int
		Resource model.ResourceChoice
		Amount   int
	}
)

// organizations imports what the AWS command line would have printed of each.
func (d *demo) organizations() {
	for _, o := range d.company.Organizations {
		d.do(onAWS(o.Management), &model.ImportOrganization{Files: []string{"accounts.json"}, Open: o.open}, 5*time.Minute)
	}
}

func (o *demoOrganization) open(string) (io.ReadCloser, error) {
	var list []any
	for _, a := range o.Accounts {
		status := "ACTIVE"
		if a.Suspended {
			status = "SUSPENDED"
		}
		list = append(list, map[string]string{"Id": string(a.Account), "Name": a.Name, "Email": a.Email, "Status": status,
			"Arn": fmt.Sprintf("arn:aws:organizations::%s:account/%s/%s", o.Management, o.ID, a.Account)})
	}
	data, err := json.Marshal(map[string]any{"Accounts": list})
	return io.NopCloser(bytes.NewReader(data)), err
}

// accounts connects the accounts of a space, with their roles and tags. The first account of all, which the
// space began with, is connected already.
func (d *demo) accounts(by model.Session, space string, first model.AccountID, list []demoAccount) {
	for _, a := range list {
		if a.Account != first {
			receipt := d.do(by, &model.RequestAccount{Space: space, Account: a.Account, Name: a.Name, Description: a.Description}, 5*time.Minute)
			if a.Pending {
				continue
			}
			request, _ := receipt.Result.(model.SpaceRequest) // missing only where d.err says why
			d.do(onAWS(a.Account), &model.VerifyAccount{Token: request.Token}, 4*time.Minute)
		}
		for _, r := range a.Roles {
			d.role(space, a.Account, r)
		}
		if len(a.Tags) > 0 {
			d.do(onAWS(a.Account), &model.TagAccount{Space: space, Set: a.Tags}, 2*time.Minute)
		}
		if a.Networks != "" {
			d.do(onAWS(a.Account), &model.ImportNetworks{Dir: []string{a.Networks + ".json"}, Open: openNetwork, List: oneFile}, 6*time.Minute)
		}
	}
}

func openNetwork(name string) (io.ReadCloser, error) { return assets.Networks.Open(name) }

func oneFile(name string) ([]string, error) { return []string{name}, nil }

// vpcConnections adds the VPC connections of a space.
func (d *demo) vpcConnections(by model.Session, space string, list []demoVPC) {
	for _, v := range list {
		d.do(by, &model.AddVPC{Space: space, Account: v.Account, Role: v.Role, VPC: v.VPC, Subnets: v.Subnets, SecurityGroups: v.SecurityGroups, Name: v.Name}, 7*time.Minute)
		if v.Default {
			d.do(by, &model.SetDefaultVPC{Space: space, Name: v.Name}, 2*time.Minute)
		}
	}
}

func (d *demo) role(space string, account model.AccountID, r demoRole) {
	add := &model.AddRole{Space: space, Create: r.Create}
	if r.Create == "" {
		add.ARN = fmt.Sprintf("arn:aws:iam::%s:role/%s", account, r.Name)
		add.Pasted = d.trustPolicy(space, account, r.OpenTo)
	}
	if r.VPC {
		add.PastedPermissions = iam.VPCAccess()
	}
	d.do(onAWS(account), add, 3*time.Minute)
}

// trustPolicy is one that is restricted to the space, or open.
func (d *demo) trustPolicy(space string, account, openTo model.AccountID) string {
	if openTo != "" {
		return fmt.Sprintf(`{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {`+
			`"Service": ["codecatalyst-runner.amazonaws.com", "codecatalyst.amazonaws.com"], "AWS": "arn:aws:iam::%s:root"}}]}`, openTo)
	}
	if d.err != nil {
		return ""
	}
	policy, err := model.Answer[model.Document](d.ctx, d.service, onAWS(account), &model.ShowPolicy{Space: space, Account: account, Kind: model.TrustPolicy, Role: string(model.DevelopmentRole)})
	d.err = err
	return policy.Text
}

// tier has the account that pays for a space allow paid tiers, and changes to one.
func (d *demo) tier(by model.Session, space string, payer model.AccountID, tier model.Tier) {
	if tier == "" {
		return
	}
	d.do(onAWS(payer), &model.AllowTiers{Space: space, Tiers: model.AllowPaid}, 10*time.Minute)
	d.do(by, &model.ChangeTier{Space: space, Tier: tier}, 2*time.Minute)
}

// used is what a space used on one of the days before the present.
func (d *demo) used(by model.Session, space string, daysAgo int, list []demoUsage) {
	for _, u := range list {
		if u.DaysAgo == daysAgo {
			d.do(by, &model.RehearseUsage{Space: space, Resource: u.Resource, Amount: u.Amount}, 0)
		}
	}
}

// present is what belongs to the billing month that is under way, on whichever of its days that is.
func (d *demo) present() {
	d.at(0)
	for _, s := range []*demoSpace{&d.company.BuilderSpace, &d.company.SecondSpace} {
		d.used(as(s.Administrators[0]), s.Name, 0, s.Usage)
	}
	f := &d.company.Federated
	administrator := model.Session{Person: model.SSOPerson(d.store, f.Administrators[0])}
	d.used(administrator, f.Space, 0, f.Usage)
	if f.LaterTier != "" {
		d.do(administrator, &model.ChangeTier{Space: f.Space, Tier: f.LaterTier}, 0)
	}
}
