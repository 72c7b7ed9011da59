package app

import (
	"time"

	"atrium/model"
)

// space brings a Builder ID space into being, with its members, teams and projects.
func (d *demo) space(s *demoSpace) {
	creator := as(s.Administrators[0])
	receipt := d.do(creator, &model.CreateSpace{Name: s.Name, Region: s.Region, Account: s.Account, Description: s.Description}, 0)
	request, _ := receipt.Result.(model.SpaceRequest) // missing only where d.err says why
	d.do(onAWS(s.Account), &model.VerifyAccount{Token: request.Token}, 4*time.Minute)
	d.join(s, model.SpaceAdministrator, s.Administrators[1:])
	d.join(s, model.PowerUser, s.PowerUsers)
	d.join(s, model.LimitedAccess, s.LimitedAccess)
	for _, team := range s.Teams {
		d.team(creator, s.Name, team)
	}
	d.accounts(creator, s.Name, s.Account, s.Accounts)
	d.vpcConnections(creator, s.Name, s.VPCConnections)
	d.tier(creator, s.Name, s.Account, s.Tier)
	for _, project := range s.Projects {
		d.project(creator, s.Name, project)
	}
}

// join invites people, who accept after a while.
func (d *demo) join(s *demoSpace, role model.SpaceRole, aliases []string) {
	for _, alias := range aliases {
		d.do(as(s.Administrators[0]), &model.InviteMember{Space: s.Name, Email: d.emails[alias], Role: role}, 3*time.Minute)
		d.do(as(alias), &model.AcceptInvitation{Space: s.Name}, 11*time.Minute)
	}
}

func (d *demo) team(by model.Session, space string, t demoTeam) {
	d.do(by, &model.CreateTeam{Space: space, Name: t.Name, Description: t.Description, Role: t.Role, Groups: t.Groups}, 8*time.Minute)
	for _, alias := range t.Members {
		d.do(by, &model.AddToTeam{Space: space, Team: t.Name, Alias: alias}, time.Minute)
	}
}

func (d *demo) project(by model.Session, space string, p demoProject) {
	d.do(by, &model.CreateProject{Space: space, Name: p.Name, Description: p.Description, Blueprint: p.Blueprint}, 20*time.Minute)
	for _, m := range p.Members {
		d.do(by, &model.InviteToProject{Space: space, Project: p.Name, Email: d.emails[m.Alias], Role: m.Role}, 2*time.Minute)
	}
	for _, e := range p.Environments {
		d.do(by, &model.AddEnvironment{Space: space, Project: p.Name, Name: e.Name, Account: e.Account, Role: e.Role, VPC: e.VPC}, 5*time.Minute)
	}
}

// invitations sends those that are still pending: the first long enough ago to have expired since, the
// others over the last day.
func (d *demo) invitations(spaces ...*demoSpace) {
	for _, s := range spaces {
		for _, p := range s.Pending {
			d.do(as(s.Administrators[0]), &model.InviteMember{Space: s.Name, Email: p.Email, Role: p.Role}, 0)
			d.clock.moveTo(d.clock.Now().Add(3 * time.Hour))
		}
	}
}

// work has something going on in the spaces by itself: an hour and a half of it is there already.
func (d *demo) work(spaces ...*demoSpace) {
	d.at(90 * time.Minute)
	for _, s := range spaces {
		if s.Simulated {
			d.do(as(s.Administrators[0]), &model.SimulateWork{Space: s.Name, State: model.On}, 0)
		}
	}
}
