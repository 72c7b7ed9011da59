package kit

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
)

// OnAccount reports whether the session is signed in on the AWS side to an account, with administrative
// permission; with an empty account, to any.
func OnAccount(s model.Session, account model.AccountID) bool {
	return s.AWS != nil && s.AWS.Administrator && (account == "" || s.AWS.Account == account)
}

// SignInAction signs the session in on the AWS side, in one key where the account is known, and asks for
// it where it is not. Who acts stays the same.
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
			return askAccount(env)
		}
		return signIn(env, account)
	}
	return a
}

func signIn(env *Env, account model.AccountID) tea.Cmd {
	session := env.Session
	session.AWS = &model.SignIn{Account: account, Administrator: true}
	return Send(SwitchSession{session})
}

// askAccount asks which account to sign in to; the model says what is wrong with a number.
func askAccount(env *Env) tea.Cmd {
	const field = "aws" // as the model's refusals name it
	form := NewForm(env, "Sign in on the AWS side", []*Input{NewInput(Input{Name: field, Label: "AWS account ID", Required: true,
		Help: "twelve digits; for a space with identity federation its management account"}, "")})
	form.Leave = func() tea.Cmd { return Send(Close{form}) }
	form.Submit = func() tea.Cmd {
		form.Busy(true)
		session := model.Session{AWS: &model.SignIn{Account: model.AccountID(form.Input(field).Value()), Administrator: true}}
		ask := func(ctx context.Context) (struct{}, error) {
			return struct{}{}, env.Service.May(ctx, session, &model.ListInstances{})
		}
		return Go(env, form, ask, func(_ struct{}, err error) tea.Cmd {
			if err != nil {
				form.Refuse(err)
				return nil
			}
			return tea.Sequence(Send(Close{form}), signIn(env, session.AWS.Account))
		})
	}
	return Send(Open{form})
}
