package model_test

import (
	"io"
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/iam"
	"atrium/model/modeltest"
)

// stage is a world in which every command of the catalogue has something to work on.
type stage struct {
	*modeltest.World
	store string // the identity store of the federated space corp
	free  string // the identity store of freeAccount, which has no application
	token string // waits to be verified by otherAccount
}

const freeAccount = "777788889999"

// newStage makes acme with Ada and Sue (Space administrators), Pat (Power user), Lee and Tom (Limited
// access); Out is invited to it, and Nemo belongs nowhere. The project rocket is administered by Pat and Lee,
// and Tom is in it; the team core has a role in it, and Tom. corp is federated, and the space gone deleted.
func newStage(t testing.TB) *stage {
	t.Helper()
	w, store := federated(t)
	s := &stage{World: w, store: store}
	w.SignUp("Ada", "Sue", "Pat", "Lee", "Tom", "Out", "Nemo")
	w.Space("acme", "Ada", acmeAccount)
	w.Join("acme", "Ada", model.SpaceAdministrator, "Sue")
	w.Join("acme", "Ada", model.PowerUser, "Pat")
	w.Join("acme", "Ada", model.LimitedAccess, "Lee", "Tom")
	rocket(w, "Tom")
	for _, alias := range []string{"Pat", "Lee"} {
		w.Do(as("Ada"), toProject("rocket", alias+"@example.com", model.ProjectAdministrator))
	}
	w.Do(as("Ada"), team("core", model.LimitedAccess))
	w.Do(as("Ada"), toTeam("core", "Tom"))
	for _, email := range []string{"out@example.com", "pending@example.com"} {
		w.Do(as("Ada"), invite(email, model.PowerUser))
	}
	w.Do(modeltest.Nobody, &model.SignUp{Email: "late@example.com", Name: "Late"})
	w.Space("gone", "Ada", otherAccountOf(1))
	w.Do(as("Ada"), &model.DeleteSpace{Name: "gone", Confirm: "delete"})
	s.furnish()
	s.token = token(w.Do(as("Ada"), requestAccount("acme", otherAccount)))
	s.federate()
	s.free = w.Directory(freeAccount, map[string][]string{"all": {"eve"}})
	return s
}

// secondAccount is connected to acme beside its billing account.
const secondAccount = "333344445555"

// furnish gives acme a second account, and its billing account paid tiers, a role, a tag and an environment.
func (s *stage) furnish() {
	s.Connect("acme", "Ada", secondAccount)
	s.Do(aws(acmeAccount), &model.AllowTiers{Space: "acme", Tiers: model.AllowPaid})
	s.Do(aws(acmeAccount), &model.AddRole{Space: "acme", Create: model.DevelopmentRole})
	s.Do(aws(acmeAccount), &model.TagAccount{Space: "acme", Set: []model.Tag{{Key: "team", Value: "core"}}})
	s.Do(as("Ada"), &model.ChangeTier{Space: "acme", Tier: model.StandardTier})
	s.Do(as("Ada"), &model.AddEnvironment{Space: "acme", Project: "rocket", Name: "test", Account: acmeAccount, Role: "CodeCatalystWorkflowDevelopmentRole-acme"})
	s.Do(aws(acmeAccount), &model.AddRole{Space: "acme", ARN: ownRole})
	s.Do(aws(acmeAccount), modeltest.NetworkImport(modeltest.NetworkFiles()))
	s.Do(as("Ada"), addVPC("corp"))
	s.Do(as("Ada"), addVPC("lab"))
	s.Do(as("Ada"), &model.SetDefaultVPC{Space: "acme", Name: "corp"})
}

// ownRole is a role of acme's billing account that the program did not make.
const ownRole = "arn:aws:iam::" + acmeAccount + ":role/own"

// addVPC adds a VPC connection to vpc-1, in both of its Availability Zones.
func addVPC(name string) *model.AddVPC {
	return &model.AddVPC{Space: "acme", Account: acmeAccount, Role: "CodeCatalystWorkflowDevelopmentRole-acme", VPC: "vpc-1",
		Subnets: []string{"subnet-pria", "subnet-prib"}, SecurityGroups: []string{"sg-1"}, Name: name}
}

// run starts a workflow run of rocket, and dev makes a Dev Environment of Lee's in it.
func (s *stage) run() string {
	s.T.Helper()
	return s.Do(as("Lee"), &model.StartRun{Space: "acme", Project: "rocket", Workflow: "build"}).Result.(model.RunView).Run
}

func (s *stage) dev() string {
	s.T.Helper()
	return s.Do(as("Lee"), &model.CreateDevEnvironment{Space: "acme", Project: "rocket"}).Result.(model.DevEnvironmentView).Dev
}

// memberAccount belongs to the organization of corpAccount; looseAccount has an application without a space.
const (
	memberAccount = "888800001111"
	looseAccount  = "888800002222"
)

// federate gives corp's organization a member and units, and makes the space loose, which lost its application.
func (s *stage) federate() {
	s.Do(aws(corpAccount), &model.AddMemberAccount{Account: memberAccount})
	s.Do(aws(corpAccount), &model.CreateUnit{Name: "Workloads"})
	s.Do(aws(corpAccount), &model.CreateUnit{Name: "Sandbox"})
	s.Directory(looseAccount, map[string][]string{"all": {"lou"}})
	s.Do(aws(looseAccount), &model.SetupSSO{ApplicationName: "loose", DisplayName: "Loose", NewSpace: "loose", Region: model.Oregon,
		Groups: []string{"all"}, Administrators: []string{"lou"}})
	s.Do(aws(looseAccount), &model.DisassociateSSO{Space: "loose", Confirm: "loose"})
}

// generative turns the generative AI features of acme on or off.
func (s *stage) generative(on bool) {
	s.T.Helper()
	switch is := s.View(as("Ada"), "acme").GenerativeAI; {
	case on && !is:
		s.Do(as("Ada"), &model.TurnOnGenerativeAI{Space: "acme"})
	case !on && is:
		s.Do(as("Ada"), &model.TurnOffGenerativeAI{Space: "acme"})
	}
}

// assigned has Amazon Q work on an issue of rocket until it is in a state that waits for a person, and returns its
// number. Ada assigned it, with step approval.
func (s *stage) assigned(state model.AssistState) int {
	s.T.Helper()
	s.generative(true)
	if modeltest.Ask[model.AIUsage](s.World, as("Ada"), &model.ShowAIUsage{}).Subscription != model.ProSubscription {
		s.Do(as("Ada"), &model.Subscribe{Subscription: model.ProSubscription})
	}
	a := s.Do(as("Ada"), &model.AssignIssue{Space: "acme", Project: "rocket", Title: "Fix the engine", Repository: "engine", StepApproval: true}).Result.(model.Assist)
	s.Advance(15 * time.Minute)
	if state == model.AssistReview {
		s.Do(as("Ada"), &model.ApproveApproach{Space: "acme", Number: a.Number})
		s.Advance(35 * time.Minute)
	}
	return a.Number
}

// an example is a valid command of the catalogue: who gives it, and the command.
type example func(s *stage) (model.Session, model.Command)

// by makes an example of what a person does; onAWS of what is done signed in to an account.
func by(alias string, cmd func(s *stage) model.Command) example {
	return func(s *stage) (model.Session, model.Command) { return as(alias), cmd(s) }
}

func onAWS(account string, cmd func(s *stage) model.Command) example {
	return func(s *stage) (model.Session, model.Command) { return aws(account), cmd(s) }
}

func anyone(cmd func(s *stage) model.Command) example {
	return func(s *stage) (model.Session, model.Command) { return modeltest.Nobody, cmd(s) }
}

// fixed is a command that needs nothing of the stage.
func fixed(cmd model.Command) func(*stage) model.Command {
	return func(*stage) model.Command { return cmd }
}

// examples holds a valid example of each command by its catalogue id. Every command must have one.
var examples = map[string]example{
	"person.sign-up":     anyone(fixed(&model.SignUp{Email: "new@example.com", Name: "New"})),
	"person.resend-code": anyone(fixed(&model.ResendCode{Email: "late@example.com"})),
	"person.verify": anyone(func(s *stage) model.Command {
		return &model.CreateBuilderID{Email: "late@example.com", Code: s.Code("late@example.com"), Password: "s3cret+Pass", Confirmation: "s3cret+Pass", Agree: true, Alias: "Late"}
	}),
	"person.edit":           by("Tom", fixed(&model.EditProfile{Name: "Thomas", Nickname: "T"})),
	"person.reset-password": by("Tom", fixed(&model.ResetPassword{})),

	"space.create": by("Ada", fixed(createSpace("another", otherAccountOf(2)))),
	"space.edit":   by("Ada", fixed(&model.EditSpace{Name: "acme", Description: "Rockets"})),
	"space.delete": by("Ada", fixed(&model.DeleteSpace{Name: "acme", Confirm: "delete"})),

	"member.invite":               by("Ada", fixed(invite("fresh@example.com", model.LimitedAccess))),
	"member.resend":               by("Ada", fixed(&model.ResendInvitation{Space: "acme", Email: "pending@example.com"})),
	"member.cancel":               by("Ada", fixed(&model.CancelInvitation{Space: "acme", Email: "pending@example.com"})),
	"member.accept":               by("Out", fixed(&model.AcceptInvitation{Space: "acme"})),
	"member.decline":              by("Out", fixed(&model.DeclineInvitation{Space: "acme"})),
	"member.role":                 by("Ada", fixed(changeRole("Tom", model.PowerUser))),
	"member.remove":               by("Ada", fixed(remove("Tom"))),
	"member.remove-administrator": by("Ada", fixed(removeAdministrator("Sue", model.SpaceAndProjects))),

	"team.create":  by("Ada", fixed(team("fresh", model.PowerUser))),
	"team.edit":    by("Ada", fixed(&model.EditTeam{Space: "acme", Name: "core", Role: model.PowerUser})),
	"team.delete":  by("Ada", fixed(&model.DeleteTeam{Space: "acme", Name: "core"})),
	"team.add":     by("Ada", fixed(toTeam("core", "Lee"))),
	"team.remove":  by("Ada", fixed(fromTeam("core", "Tom", "remove"))),
	"team.project": by("Ada", fixed(&model.GrantTeamProject{Space: "acme", Team: "core", Project: "rocket", Role: model.Reviewer})),

	"project.create": by("Ada", fixed(&model.CreateProject{Space: "acme", Name: "sled"})),
	"project.invite": by("Ada", fixed(toProject("rocket", "fresh@example.com", model.Reviewer))),
	"project.remove": by("Ada", fixed(&model.LeaveProject{Space: "acme", Project: "rocket", Alias: "Tom"})),

	"account.request": by("Ada", fixed(requestAccount("acme", otherAccountOf(3)))),
	"account.verify":  onAWS(otherAccount, func(s *stage) model.Command { return &model.VerifyAccount{Token: s.token} }),

	"account.withdraw":    by("Ada", fixed(&model.WithdrawAccount{Space: "acme", Account: otherAccount})),
	"account.role":        onAWS(acmeAccount, fixed(&model.AddRole{Space: "acme", Create: model.SupportRole})),
	"account.remove-role": onAWS(acmeAccount, fixed(&model.RemoveRole{Space: "acme", ARN: "CodeCatalystWorkflowDevelopmentRole-acme"})),
	"account.tag":         onAWS(acmeAccount, fixed(&model.TagAccount{Space: "acme", Set: []model.Tag{{Key: "stage", Value: "test"}}, Remove: []string{"team"}})),
	"account.remove":      onAWS(secondAccount, fixed(&model.RemoveAccount{Space: "acme", Confirm: "acme"})),

	"account.edit-role": onAWS(acmeAccount, fixed(&model.EditRole{Space: "acme", ARN: ownRole, PastedPermissions: iam.VPCAccess()})),

	"vpc.import":     onAWS(acmeAccount, fixed(modeltest.NetworkImport(modeltest.NetworkFiles([3]string{"us/igws.json", "igw-1", "igw-2"})))),
	"vpc.add":        by("Ada", fixed(addVPC("fresh"))),
	"vpc.edit":       by("Ada", fixed(&model.EditVPC{Space: "acme", Name: "corp", Subnets: []string{"subnet-pria"}})),
	"vpc.default":    by("Ada", fixed(&model.SetDefaultVPC{Space: "acme", Name: "lab"})),
	"vpc.no-default": by("Ada", fixed(&model.RemoveDefaultVPC{Space: "acme"})),
	"vpc.remove":     by("Ada", fixed(&model.RemoveVPC{Space: "acme", Name: "lab", Confirm: "lab"})),

	"project.environment-vpc": by("Lee", fixed(&model.SetEnvironmentVPC{Space: "acme", Project: "rocket", Name: "test", VPC: "corp"})),

	"billing.tier":    by("Ada", fixed(&model.ChangeTier{Space: "acme", Tier: model.EnterpriseTier})),
	"billing.account": by("Ada", fixed(&model.ChangeBillingAccount{Space: "acme", Account: secondAccount})),
	"billing.allow":   onAWS(acmeAccount, fixed(&model.AllowTiers{Space: "acme", Tiers: model.AllowFree})),
	"billing.use":     by("Ada", fixed(&model.RehearseUsage{Space: "acme", Resource: "compute-minutes", Amount: 100})),

	"org.import": onAWS(corpAccount, fixed(&model.ImportOrganization{Files: []string{"accounts.json"}, Open: modeltest.Files(map[string]string{
		"accounts.json": `{"Accounts":[{"Id":"` + corpAccount + `","Arn":"arn:aws:organizations::` + corpAccount + `:account/o-corpcorp12/` + corpAccount + `","Name":"Corp","Status":"ACTIVE"}]}`})})),

	"project.add-environment":    by("Lee", fixed(&model.AddEnvironment{Space: "acme", Project: "rocket", Name: "prod", Account: acmeAccount, Role: "CodeCatalystWorkflowDevelopmentRole-acme"})),
	"project.remove-environment": by("Lee", fixed(&model.RemoveEnvironment{Space: "acme", Project: "rocket", Name: "test"})),

	"work.run":  by("Lee", fixed(&model.StartRun{Space: "acme", Project: "rocket", Environment: "test"})),
	"work.stop": by("Lee", func(s *stage) model.Command { return &model.StopRun{Space: "acme", Run: s.run()} }),

	"work.dev-create": by("Lee", fixed(&model.CreateDevEnvironment{Space: "acme", Project: "rocket", Alias: "main"})),
	"work.dev-start": by("Lee", func(s *stage) model.Command {
		dev := s.dev()
		s.Do(as("Lee"), &model.StopDevEnvironment{Space: "acme", Dev: dev})
		s.Advance(time.Minute)
		return &model.StartDevEnvironment{Space: "acme", Dev: dev}
	}),
	"work.dev-stop":   by("Lee", func(s *stage) model.Command { return &model.StopDevEnvironment{Space: "acme", Dev: s.dev()} }),
	"work.dev-delete": by("Lee", func(s *stage) model.Command { return &model.DeleteDevEnvironment{Space: "acme", Dev: s.dev()} }),
	"work.simulate":   by("Ada", fixed(&model.SimulateWork{Space: "acme", State: model.On})),

	"identity.enable": onAWS(otherAccount, fixed(&model.EnableInstance{Type: model.AccountInstance, Region: model.Ireland})),
	"identity.source": onAWS(corpAccount, func(s *stage) model.Command {
		return &model.SetIdentitySource{Store: s.store, Source: model.SAMLProvider}
	}),
	"identity.import": onAWS(corpAccount, func(s *stage) model.Command {
		return &model.ImportDirectory{Store: s.store, CSV: []string{"people.csv"}, Open: func(string) (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader("userName,email,groups\ndee,dee@corp.example,devs\n")), nil
		}}
	}),
	"identity.create-user": onAWS(corpAccount, func(s *stage) model.Command {
		return &model.CreateUser{Store: s.store, UserName: "dee", DisplayName: "Dee", Groups: []string{"devs"}}
	}),
	"identity.update-user": onAWS(corpAccount, func(s *stage) model.Command {
		return &model.UpdateUser{Store: s.store, UserName: "bo", DisplayName: "Bobo"}
	}),
	"identity.delete-user":  onAWS(corpAccount, func(s *stage) model.Command { return &model.DeleteUser{Store: s.store, UserName: "bo"} }),
	"identity.create-group": onAWS(corpAccount, func(s *stage) model.Command { return &model.CreateGroup{Store: s.store, Name: "fresh"} }),
	"identity.delete-group": onAWS(corpAccount, func(s *stage) model.Command { return &model.DeleteGroup{Store: s.store, Name: "ops"} }),
	"identity.add-to-group": onAWS(corpAccount, func(s *stage) model.Command { return &model.AddToGroup{Store: s.store, UserName: "cy", Group: "devs"} }),
	"identity.remove-from-group": onAWS(corpAccount, func(s *stage) model.Command {
		return &model.RemoveFromGroup{Store: s.store, UserName: "bo", Group: "devs"}
	}),

	"identity.delete-store": onAWS(corpAccount, func(s *stage) model.Command {
		return &model.DeleteIdentityStore{Store: s.store, Confirm: "delete"}
	}),
	"identity.delete-instance": onAWS(corpAccount, fixed(&model.DeleteInstance{Confirm: "delete"})),

	"org.create":         onAWS(otherAccount, fixed(&model.CreateOrganization{})),
	"org.add-account":    onAWS(corpAccount, fixed(&model.AddMemberAccount{Account: otherAccount, Name: "Other", Unit: "Workloads"})),
	"org.remove-account": onAWS(corpAccount, fixed(&model.RemoveMemberAccount{Account: memberAccount})),
	"org.create-unit":    onAWS(corpAccount, fixed(&model.CreateUnit{Name: "Production", Parent: "Workloads"})),
	"org.delete-unit":    onAWS(corpAccount, fixed(&model.DeleteUnit{Unit: "Sandbox"})),
	"org.move-account":   onAWS(corpAccount, fixed(&model.MoveAccount{Account: memberAccount, Unit: "Sandbox"})),

	"sso.associate":          onAWS(looseAccount, fixed(&model.AssociateSSO{Space: "loose"})),
	"sso.disassociate":       onAWS(corpAccount, fixed(&model.DisassociateSSO{Space: "corp", Confirm: "corp"})),
	"sso.delete":             onAWS(corpAccount, fixed(&model.DeleteFederatedSpace{Space: "corp", Application: model.KeepApplication})),
	"sso.delete-application": onAWS(looseAccount, fixed(&model.DeleteApplication{Application: "loose"})),

	"sso.setup": onAWS(freeAccount, fixed(&model.SetupSSO{ApplicationName: "free", DisplayName: "Free", NewSpace: "free", Region: model.Ireland,
		Groups: []string{"all"}, Administrators: []string{"eve"}})),
	"sso.edit":  onAWS(corpAccount, fixed(&model.EditSSO{Space: "corp", Connect: []string{"ops"}})),
	"sso.admin": onAWS(corpAccount, fixed(&model.NameAdministrators{Space: "corp", Users: []string{"bo"}})),

	"genai.on": by("Ada", func(s *stage) model.Command {
		s.generative(false)
		return &model.TurnOnGenerativeAI{Space: "acme"}
	}),
	"genai.off": by("Ada", func(s *stage) model.Command {
		s.assigned(model.AssistApproval)
		return &model.TurnOffGenerativeAI{Space: "acme"}
	}),
	"genai.assign": by("Lee", func(s *stage) model.Command {
		s.generative(true)
		return &model.AssignIssue{Space: "acme", Project: "rocket", Title: "Paint it", Repository: "hull", Workflows: true}
	}),
	"genai.approve": by("Lee", func(s *stage) model.Command {
		return &model.ApproveApproach{Space: "acme", Number: s.assigned(model.AssistApproval)}
	}),
	"genai.revise": by("Lee", func(s *stage) model.Command {
		return &model.RevisePullRequest{Space: "acme", Number: s.assigned(model.AssistReview), Comments: "Blue, not red."}
	}),
	"genai.merge": by("Lee", func(s *stage) model.Command {
		return &model.MergePullRequest{Space: "acme", Number: s.assigned(model.AssistReview)}
	}),
	"genai.close": by("Lee", func(s *stage) model.Command {
		return &model.CloseIssue{Space: "acme", Number: s.assigned(model.AssistReview)}
	}),
	"genai.describe": by("Lee", func(s *stage) model.Command {
		s.generative(true)
		return &model.WriteDescription{Space: "acme", Project: "rocket", PullRequest: "Paint"}
	}),
	"genai.summarise": by("Lee", func(s *stage) model.Command {
		s.generative(true)
		return &model.SummariseComments{Space: "acme", Project: "rocket", PullRequest: "Paint"}
	}),
	"person.subscribe": by("Tom", fixed(&model.Subscribe{Subscription: model.ProSubscription})),

	"sync.advance": anyone(fixed(&model.AdvanceTime{By: time.Hour})),
}

// eachCommand runs fn for every command that a person or account can give, each on a stage of its own.
func eachCommand(t *testing.T, fn func(t *testing.T, s *stage, entry model.Entry, session model.Session, cmd model.Command)) {
	t.Helper()
	for _, entry := range model.Catalogue() {
		if entry.Command() == nil || entry.System {
			continue
		}
		t.Run(entry.ID, func(t *testing.T) {
			made, found := examples[entry.ID]
			if !found {
				t.Fatalf("the catalogue has the command %s, and there is no example of it in the tests", entry.ID)
			}
			s := newStage(t)
			session, cmd := made(s)
			fn(t, s, entry, session, cmd)
		})
	}
}
