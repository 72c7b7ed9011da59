package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"atrium/assets"
	"atrium/model"
)

// The demo company as assets.Demo tells it.
type (
	demoCompany struct {
		People        []demoPerson       `json:"people"`
		Organizations []demoOrganization `json:"organizations"`
		BuilderSpace  demoSpace          `json:"builderSpace"`
		SecondSpace   demoSpace          `json:"secondSpace"`
		Federated     demoFederated      `json:"federated"`
	}
	demoPerson struct{ Email, Name, Alias, Nickname string }
	demoSpace  struct {
		Name, Description string
		Region            model.Region
		Account           model.AccountID
		Administrators    []string
		PowerUsers        []string
		LimitedAccess     []string
		Pending           []demoInvitation
		Teams             []demoTeam
		Projects          []demoProject
		Assists           []demoAssist
		// Simulated is whether work goes on in the space by itself.
		Simulated bool
		demoAccounts
	}
	demoInvitation struct {
		Email string
		Role  model.SpaceRole
	}
	demoTeam struct {
		Name, Description string
		Role              model.SpaceRole
		Members, Groups   []string
	}
	demoProject struct {
		Name, Description string
		Blueprint         model.Blueprint
		Members           []struct {
			Alias string
			Role  model.ProjectRole
		}
		Environments []demoEnvironment
	}
	demoEnvironment struct {
		Name, Role, VPC string
		Account         model.AccountID
	}
)

// demoPassword opens nothing: passwords are checked and forgotten (IDN-03).
const demoPassword = "correct-horse-battery"

// demoDays is how long the company's past is: two billing months have ended in it, whatever day it is.
const demoDays = 66 * day

const day = 24 * time.Hour

// demo lives through the past of the demo company by the model's own commands. The first fault ends it:
// every later step does nothing.
type demo struct {
	ctx     context.Context
	company demoCompany
	service *model.Service
	clock   *demoClock
	end     time.Time
	emails  map[string]string // by alias
	store   string            // the identity store
	err     error
}

// openDemo opens the model on the empty store and fills it, so that it begins some days ago and arrives at
// the present with a sync under way.
func (a *App) openDemo(ctx context.Context, o model.Options) (err error) {
	real := o.Clock
	if !o.Fixed.IsZero() {
		real, o.Fixed = stopped(o.Fixed), time.Time{}
	}
	d := &demo{ctx: ctx, end: real.Now(), emails: map[string]string{}}
	d.clock = &demoClock{past: d.end.Add(-demoDays)}
	if err := json.Unmarshal(assets.Demo, &d.company); err != nil {
		return fmt.Errorf("the demo company: %w", err)
	}
	o.Clock = d.clock
	if a.Service, err = model.NewService(ctx, a.store, o); err != nil {
		return err
	}
	d.service = a.Service
	d.live()
	d.clock.arrive(real)
	if _, err := a.Service.Step(ctx); err != nil {
		return errors.Join(d.err, err)
	}
	main := d.company.BuilderSpace.Administrators[0]
	a.Session = model.Session{Person: model.BuilderPerson(main), AWS: administratorOf(d.company.Federated.ManagementAccount)}
	return d.err
}

// live goes through the company's past in order.
func (d *demo) live() {
	d.people()
	d.at(65 * day)
	d.organizations()
	d.space(&d.company.BuilderSpace)
	d.at(63 * day)
	d.space(&d.company.SecondSpace)
	for _, daysAgo := range []int{45, 33} {
		d.at(time.Duration(daysAgo) * day)
		for _, s := range []*demoSpace{&d.company.BuilderSpace, &d.company.SecondSpace} {
			d.used(as(s.Administrators[0]), s.Name, daysAgo, s.Usage)
		}
	}
	for _, daysAgo := range []int{32, 6} {
		d.at(time.Duration(daysAgo) * day)
		d.assists(&d.company.BuilderSpace, daysAgo)
	}
	d.at(5 * day)
	d.federate()
	d.at(30 * time.Hour)
	d.assists(&d.company.BuilderSpace, 1)
	d.at(26 * time.Hour)
	d.invitations(&d.company.BuilderSpace, &d.company.SecondSpace)
	d.work(&d.company.BuilderSpace, &d.company.SecondSpace)
	d.underway()
	d.present()
	d.assists(&d.company.BuilderSpace, 0)
}

// at puts the clock to some time before the present.
func (d *demo) at(before time.Duration) { d.clock.moveTo(d.end.Add(-before)) }

// do carries out a command some minutes after the last one.
func (d *demo) do(session model.Session, cmd model.Command, after time.Duration) model.Receipt {
	if d.err != nil {
		return model.Receipt{}
	}
	d.clock.moveTo(d.clock.Now().Add(after))
	receipt, err := d.service.Do(d.ctx, session, cmd)
	if err != nil {
		d.err = fmt.Errorf("the demo company: %T: %w", cmd, err)
	}
	return receipt
}

func as(alias string) model.Session { return model.Session{Person: model.BuilderPerson(alias)} }

func administratorOf(account model.AccountID) *model.SignIn {
	return &model.SignIn{Account: account, Administrator: true}
}

func onAWS(account model.AccountID) model.Session {
	return model.Session{AWS: administratorOf(account)}
}

// people brings everybody into the system.
func (d *demo) people() {
	for _, p := range d.company.People {
		d.emails[p.Alias] = p.Email
		d.do(model.Session{}, &model.SignUp{Email: p.Email, Name: p.Name}, 6*time.Minute)
		d.do(model.Session{}, &model.CreateBuilderID{Email: p.Email, Code: d.code(p.Email), Password: demoPassword,
			Confirmation: demoPassword, Agree: true, Alias: p.Alias}, 2*time.Minute)
		if p.Nickname != "" {
			d.do(as(p.Alias), &model.EditProfile{Name: p.Name, Nickname: p.Nickname}, time.Minute)
		}
	}
}

// code reads the code that was just mailed.
func (d *demo) code(to string) string {
	if d.err != nil {
		return ""
	}
	mails, err := model.Answer[[]model.Mail](d.ctx, d.service, model.Session{}, &model.ListOutbox{To: to, Limit: 1})
	if err != nil || len(mails) == 0 {
		d.err = errors.Join(fmt.Errorf("the demo company: no code was mailed to %s", to), err)
		return ""
	}
	return mails[0].Code
}
