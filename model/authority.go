package model

import (
	"slices"
	"strings"
)

// Authority says who may give a command or ask a question. It is declared once, in the catalogue: the
// service checks it, and the permission table (ACT-04) prints it.
type Authority struct {
	kind  authorityKind
	roles []SpaceRole
}

type authorityKind int

const (
	anyone   authorityKind = iota // also someone who is not signed in
	signedIn                      // any person
	spaceRoles
	awsSide
	eitherSide
	oneself
	program
)

// Anyone lets everybody, signed in or not.
func Anyone() Authority { return Authority{kind: anyone} }

// SignedIn lets every person who is signed in.
func SignedIn() Authority { return Authority{kind: signedIn} }

// WithRole lets the members of the command's space that have one of the roles.
func WithRole(roles ...SpaceRole) Authority { return Authority{kind: spaceRoles, roles: roles} }

// EveryMember lets every member of the command's space.
func EveryMember() Authority {
	return WithRole(SpaceAdministrator, PowerUser, LimitedAccess)
}

// OnAWS lets whoever is signed in on the AWS side to the command's account with administrative permission.
func OnAWS() Authority { return Authority{kind: awsSide} }

// EitherSide lets the members of the space that have one of the roles, and whoever is signed in on the AWS
// side to the space's account with administrative permission.
func EitherSide(roles ...SpaceRole) Authority { return Authority{kind: eitherSide, roles: roles} }

// Themself lets only the person whom the command concerns.
func Themself() Authority { return Authority{kind: oneself} }

// ByProgram lets nobody: the program does it by itself.
func ByProgram() Authority { return Authority{kind: program} }

// Who says in words who may.
func (a Authority) Who() string {
	switch a.kind {
	case signedIn:
		return "anyone who is signed in"
	case spaceRoles:
		return a.members()
	case eitherSide:
		return a.members() + ", or someone signed in to its AWS account with administrative permission"
	case awsSide:
		return "someone signed in to the AWS account with administrative permission"
	case oneself:
		return "the person concerned"
	case program:
		return "the program itself"
	default:
		return "anyone"
	}
}

// members names the roles that are let in.
func (a Authority) members() string {
	if len(a.roles) == len(SpaceRoles()) {
		return "a member of the space"
	}
	titles := make([]string, len(a.roles))
	for i, role := range a.roles {
		titles[i] = role.Title()
	}
	return "a " + strings.Join(titles, " or ") + " of the space"
}

// Allows reports whether a member with this role in the space is let in. It is false for everything that
// a space role does not decide.
func (a Authority) Allows(role SpaceRole) bool {
	switch a.kind {
	case anyone, signedIn:
		return true
	case spaceRoles, eitherSide:
		return slices.Contains(a.roles, role)
	default:
		return false
	}
}

// AWSSide reports whether the AWS side decides.
func (a Authority) AWSSide() bool { return a.kind == awsSide }

// asker is what authority is decided on: who acts, and what they act on.
type asker struct {
	r       Reader
	session Session
	entry   *Entry
	subject any // the command or question
}

// scope is what deciding authority found on the way.
type scope struct {
	space  *Space
	member *Member
}

// authorise is the one place that decides whether someone may do something.
func authorise(a asker) (scope, error) {
	if a.entry.May.kind == program && !a.session.system {
		return scope{}, refuse("ACT-02", "", "“%s” is done by the program itself.", a.entry.Title).who(a.entry.May.Who())
	}
	if a.entry.Rehearsal && a.session.proven {
		return scope{}, refuse("ACT-02", "", "“%s” is for rehearsing as anyone, and this session is one person's: the key that opened it says whose.", a.entry.Title).
			fix("Do it on the machine that has the store, or in a store or a demo of your own.").who("whoever runs the program on the machine that has the store")
	}
	found, err := a.findSpace()
	if err != nil || a.session.system {
		return found, err
	}
	switch a.entry.May.kind {
	case anyone:
		return found, nil
	case signedIn:
		return found, a.mustBeSignedIn()
	case spaceRoles:
		return found, a.mustHaveRole(found)
	case awsSide:
		if err := a.mustKnowSpace(found); err != nil {
			return found, err
		}
		return found, a.mustHoldAccount()
	case eitherSide:
		return found, a.mustHaveRoleOrAccount(found)
	default: // oneself: what only the program does was settled above
		return found, a.mustBeConcerned()
	}
}

// mayNameNoSpace is a command about a space that can leave the space out.
type mayNameNoSpace interface{ mayNameNoSpace() }

// findSpace looks up the space that the subject names, and the acting person's row in it.
func (a asker) findSpace() (scope, error) {
	named, ok := a.subject.(inSpace)
	if _, none := a.subject.(mayNameNoSpace); !ok || none && named.spaceName() == "" {
		return scope{}, nil
	}
	space, found, err := spaces.Get(a.r, K(fold(named.spaceName())))
	if err != nil {
		return scope{}, err
	}
	if !found || space.Deleted() {
		return a.afterDeletion(space, named.spaceName())
	}
	member, err := memberOfPerson(a.r, space, a.session.Person)
	return scope{space: space, member: member}, err
}

// mustHaveRoleOrAccount lets the space's own AWS account in as well as its members.
func (a asker) mustHaveRoleOrAccount(found scope) error {
	signIn := a.session.AWS
	if signIn == nil || !signIn.Administrator || found.space == nil {
		return a.mustHaveRole(found)
	}
	// Whatever is wrong with the account that was named is told to those who may know of the space.
	account, err := a.otherSide(found.space)
	if _, refused := AsRefusal(err); err != nil && !refused {
		return err
	}
	if err == nil && signIn.Account == account {
		return nil
	}
	return a.mustHaveRole(found)
}

// otherSide is the account that is let in beside the members: the connected one that the subject is about,
// or the one on whose AWS side the space is managed.
func (a asker) otherSide(space *Space) (AccountID, error) {
	if _, about := a.subject.(onAccount); !about {
		return managementAccountOf(a.r, space)
	}
	account, err := a.account()
	if err != nil {
		return "", err
	}
	connected, err := connections.Has(a.r, K(space.ID, string(account)))
	if err != nil || !connected {
		return "", err
	}
	return account, nil
}

// outliving is a question about what outlives its space: activity (ACT-01).
type outliving interface{ outlivesSpace() }

// afterDeletion lets those who administered a space to its end ask about what outlives it. To everyone
// else it is as if it had never been.
func (a asker) afterDeletion(space *Space, name string) (scope, error) {
	_, outlives := a.subject.(outliving)
	if space == nil || !outlives || a.session.Person == "" || !slices.Contains(space.Former, a.session.Person) {
		return scope{}, a.noSuchSpace(name)
	}
	return scope{space: space, member: &Member{Role: SpaceAdministrator, Status: StatusMember}}, nil
}

// noSuchSpace is said with the same words whether the space is missing or closed to the person (SPC-15).
func (a asker) noSuchSpace(name string) *Refusal {
	name = clip(name)
	if a.entry.May.AWSSide() {
		return refuse("ACC-12", "space", "There is no space named %q that you have access to or this AWS account is connected to.", name).
			fix("Sign in on the AWS side to an account that is connected to the space.").who(a.entry.May.Who()).in(spacesPageTopic)
	}
	return refuse("SPC-15", "space", "You have no access to a space named %q.", name).
		fix("Check the name, or ask a Space administrator of the space to add you.").who(a.entry.May.Who())
}

func (a asker) mustBeSignedIn() error {
	if a.session.Person == "" {
		return refuse("ACT-02", "as", "“%s” needs someone who is signed in.", a.entry.Title).
			fix("Choose who acts (--as ALIAS on the command line), or sign up first.").who(a.entry.May.Who())
	}
	return a.mustExist(a.session.Person)
}

func (a asker) mustExist(id PersonID) error {
	_, found, err := findPerson(a.r, id)
	if err != nil || found {
		return err
	}
	return refuse("ACT-02", "as", "There is no person %q.", id).
		fix("Check the alias, or for an SSO user the user name; sign up first if you are new.")
}

func (a asker) mustHaveRole(found scope) error {
	if found.space == nil {
		return refuse("ACT-02", "space", "“%s” needs a space.", a.entry.Title).fix("Name the space.")
	}
	if found.member == nil || found.member.Status != StatusMember {
		return a.noSuchSpace(a.subject.(inSpace).spaceName())
	}
	if a.entry.May.Allows(found.member.Effective()) {
		return nil
	}
	return refuse("ACT-02", "", "“%s” is not open to the role %s, which you have in %s.",
		a.entry.Title, found.member.Effective().Title(), found.space.Name).
		fix("Ask someone who may.").who(a.entry.May.Who())
}

// spacesPageTopic is the guide's first troubleshooting entry for billing (HLP-03).
const spacesPageTopic = "trouble-spaces-page"

// account is the account that the subject concerns: the one that it names, or else whichever is signed in to.
func (a asker) account() (AccountID, error) {
	if target, ok := a.subject.(onAccount); ok {
		if account, err := target.awsAccount(a.r); err != nil || account != "" {
			return account, err
		}
	}
	if a.session.AWS != nil {
		return a.session.AWS.Account, a.session.AWS.Account.check("aws")
	}
	return "", refuse("ACC-12", "aws", "“%s” is done on the AWS side, and you are not signed in there.", a.entry.Title).
		fix("Sign in to the AWS account (--aws ACCOUNT on the command line).").who(a.entry.May.Who()).in(spacesPageTopic)
}

// mustKnowSpace keeps SPC-15 on the AWS side: which account to sign in to is told to those who belong to the
// space, or are signed in to an account that is connected to it or to the one that its application belongs to.
func (a asker) mustKnowSpace(found scope) error {
	if found.space == nil || found.member != nil {
		return nil
	}
	if signIn := a.session.AWS; signIn != nil {
		connected, err := connections.Has(a.r, K(found.space.ID, string(signIn.Account)))
		if err != nil || connected {
			return err
		}
		// The account of the application manages single sign-on also once it is no longer connected.
		management, err := managementAccountOf(a.r, found.space)
		if err != nil || management == signIn.Account {
			return err
		}
	}
	return a.noSuchSpace(a.subject.(inSpace).spaceName())
}

// mustHoldAccount keeps ACC-12: the right account, with administrative permission in it.
func (a asker) mustHoldAccount() error {
	account, err := a.account()
	if err != nil {
		return err
	}
	who := "someone signed in to AWS account " + string(account) + " with administrative permission"
	switch signIn := a.session.AWS; {
	case signIn == nil:
		return refuse("ACC-12", "aws", "“%s” is done on the AWS side, and you are not signed in there.", a.entry.Title).
			fix("Sign in to AWS account %s (--aws %s on the command line).", account, account).who(who).in(spacesPageTopic).signIn(account, "")
	case signIn.Account != account:
		return refuse("ACC-12", "aws", "You are signed in to AWS account %s, and this concerns another one.", signIn.Account).
			fix("Sign in to AWS account %s.", account).who(who).in(spacesPageTopic).signIn(account, "")
	case !signIn.Administrator:
		return refuse("ACC-12", "aws", "Your sign-in to AWS account %s carries no administrative permission.", account).
			fix("Sign in to it with administrative permission.").who(who).in(spacesPageTopic).signIn(account, "")
	}
	return nil
}

func (a asker) mustBeConcerned() error {
	if err := a.mustBeSignedIn(); err != nil {
		return err
	}
	target, ok := a.subject.(concerning)
	if !ok {
		return nil
	}
	person, err := target.person(a.r)
	if err != nil {
		return err
	}
	if person != a.session.Person {
		return refuse("ACT-02", "as", "“%s” concerns someone else.", a.entry.Title).
			fix("Act as that person.").who(a.entry.May.Who())
	}
	return nil
}
