package kit

import (
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/text"
)

// AWSSided is a place of the AWS side: the guide's AWS Management Console. The header says on which side one
// stands, as whom and in which account.
type AWSSided interface{ OnAWSSide() bool }

// OtherSide goes back to the last place of the other side.
type OtherSide struct{}

// OnAccount reports whether the session is signed in on the AWS side to an account, with administrative
// permission; with an empty account, to any.
func OnAccount(s model.Session, account model.AccountID) bool {
	return s.AWS != nil && s.AWS.Administrator && (account == "" || s.AWS.Account == account)
}

// Cross goes over to a place of the AWS side in one step: signed in to the account, in the Region, with
// administrative permission. A session that may not sign in goes there as it is, and is told there what it
// lacks (ACC-12). [OtherSide] comes back.
func Cross(env *Env, account model.AccountID, region model.Region, to Route) tea.Cmd {
	standing := env.Session.AWS
	there := OnAccount(env.Session, account) && (region == "" || standing.Region == "" || standing.Region == region)
	if there || account == "" || !env.MaySwitch {
		return Goto(to)
	}
	session := env.Session
	session.AWS = &model.SignIn{Account: account, Administrator: true, Region: region}
	return tea.Sequence(Send(SwitchSession{session}), Goto(to))
}

// ReturnAction goes back over to the space, from a place of the AWS side.
func ReturnAction() Action {
	return Action{ID: "aws.return", Key: "g", Title: "Go to Amazon CodeCatalyst", Run: func() tea.Cmd { return Send(OtherSide{}) }}
}

// SignInAction signs the session in on the AWS side, in one key where the account is known, and goes to choose
// one where it is not. Who acts stays the same.
func SignInAction(env *Env, account model.AccountID) Action {
	a := Action{ID: "aws.sign-in", Key: "A", Title: "Sign in to AWS"}
	if account != "" {
		a.Title = "Sign in to AWS " + string(account)
	}
	if !env.MaySwitch {
		a.Disabled = &Reason{Why: "This session cannot sign in to another AWS account.",
			Fix: "Begin a session that is signed in to it (--aws ACCOUNT on the command line)."}
	}
	a.Run = func() tea.Cmd {
		if account == "" {
			return Goto(To(awsAccountsTab))
		}
		return SignIn(env, model.SignIn{Account: account, Administrator: true})
	}
	return a
}

// WayIn signs the session in as a refusal says that it takes, in one key. Where the refusal does not say, it
// signs in to the account that the place is of, and where that is not known either, it goes to choose (ACC-12,
// ACC-13).
func WayIn(env *Env, err error, of model.AccountID) Action {
	refusal, ok := model.AsRefusal(err)
	if !ok || refusal.SignIn == nil {
		return SignInAction(env, of)
	}
	to := *refusal.SignIn
	a := SignInAction(env, to.Account)
	switch {
	case to.Region != "":
		a.Title += ", in " + string(to.Region)
	case env.Session.AWS != nil && env.Session.AWS.Account == to.Account:
		a.Title = "Sign in with administrative permission"
	}
	a.Run = func() tea.Cmd { return SignIn(env, to) }
	return a
}

// Unseen draws why a place of the AWS side cannot be seen, in w cells, and the way in.
func Unseen(env *Env, err error, of model.AccountID, w int) []string {
	way := WayIn(env, err, of)
	lines := append(BadLines(env.Theme, err, w), "")
	if way.Disabled != nil {
		return append(lines, ExplainOn(way.Disabled.Refusal(), w)...)
	}
	words := env.Keys.Of(way)[0] + ": " + way.Title
	if refusal, ok := model.AsRefusal(err); of == "" && (!ok || refusal.SignIn == nil) {
		words += ", at the list of accounts"
	}
	return append(lines, Paragraphs(words+". Who you act as stays the same.", w)...)
}

// SignedInTo says in words what one is signed in to on the AWS side; "not signed in" for nothing.
func SignedInTo(signIn *model.SignIn) string {
	if signIn == nil {
		return "not signed in"
	}
	words := "signed in to account " + string(signIn.Account)
	if signIn.Region != "" {
		words += " in " + string(signIn.Region)
	}
	if !signIn.Administrator {
		words += ", without administrative permission"
	}
	return text.Visible(words)
}

// SignIn signs the session in on the AWS side, as asked for. Who acts stays the same.
func SignIn(env *Env, signIn model.SignIn) tea.Cmd {
	session := env.Session
	session.AWS = &signIn
	return Send(SwitchSession{session})
}

// SignOut signs the session out of the AWS side. Who acts stays the same.
func SignOut(env *Env) tea.Cmd {
	return Send(SwitchSession{model.Session{Person: env.Session.Person}})
}

// AWSTabs is the bar of the places of the AWS side, which each of them shows as its first line. A number key
// goes to a place.
type AWSTabs struct {
	env    *Env
	active string
	within bool // a place inside the active one, which leads back up to it
}

const awsAccountsTab = "aws-accounts"

// Screens name their tab by its route.
func awsTabs() []tab {
	return []tab{{"aws", "Spaces"}, {"aws-verify", "Verify"}, {"aws-billing", "Billing dashboard"}, {"directory", "IAM Identity Center"}, {awsAccountsTab, "Accounts"}, {"aws-networks", "VPCs"}}
}

// NewAWSTabs makes the bar for a place of the AWS side, named by its route.
func NewAWSTabs(env *Env, active string) *AWSTabs { return &AWSTabs{env: env, active: active} }

// NewAWSTabsWithin makes the bar for a place inside one of the bar's places, such as one space of the list: the
// number of that place leads up to it.
func NewAWSTabsWithin(env *Env, active string) *AWSTabs {
	return &AWSTabs{env: env, active: active, within: true}
}

// Actions are the number keys, and the way back to the space. Going to another place of the bar takes the
// place of this one.
func (t *AWSTabs) Actions() []Action {
	actions := []Action{ReturnAction()}
	for i, tab := range awsTabs() {
		if tab.route == t.active && !t.within {
			continue
		}
		actions = append(actions, Action{ID: "tab." + tab.route, Key: strconv.Itoa(i + 1), Title: tab.title, Run: func() tea.Cmd {
			return Send(Navigate{Route: To(tab.route), Replace: true})
		}})
	}
	return actions
}

// View draws the bar in one line. The active place stands in brackets, so that no colour is needed to see it.
func (t *AWSTabs) View(w int) string {
	var list []numberedTab
	for i, tab := range awsTabs() {
		list = append(list, numberedTab{tab, i + 1})
	}
	return bar(t.env.Theme, w, t.active, list)
}
