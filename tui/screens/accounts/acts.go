package accounts

import (
	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// Actions are what can be done here, with the row under the cursor where it concerns one.
func (s *screen) Actions() []kit.Action {
	r, some := s.Row()
	acts := []kit.Action{
		{ID: "account.request", Key: "n", Title: "connect", Run: s.request, Disabled: s.gates.Reason("account.request")},
	}
	if some && r.Status == model.StatusPending {
		acts = append(acts, s.verifyAction(r), s.withdraw(r), s.copyToken(r))
	}
	if some && r.Status == model.StatusConnected {
		over := crossing{env: s.env, gates: s.gates, space: s.space, account: r.Account, region: s.region}
		acts = append(acts, over.action("r", "accounts.roles", "roles in AWS", "account.request"), over.action("b", "accounts.billing", "billing in AWS", "billing.account"),
			kit.Action{ID: "accounts.copy", Key: "y", Title: "copy ARN", Run: func() tea.Cmd { return s.env.Copy(r.ARN) }})
	}
	return append(append(acts, s.Table.Actions()...), s.tabs.Actions()...)
}

// crossing is the way over to the AWS side's page of a connection, where its roles and its billing are managed
// (BIL-13).
type crossing struct {
	env     *kit.Env
	gates   *kit.Gates
	space   string
	account model.AccountID
	region  model.Region
}

// action goes there for one purpose. It is open to whoever may give the command that the purpose belongs to.
func (c crossing) action(key, id, title, command string) kit.Action {
	return kit.Action{ID: id, Key: key, Title: title, Disabled: c.gates.Reason(command),
		Run: func() tea.Cmd { return kit.Cross(c.env, c.account, c.region, kit.To("aws-space", "space", c.space)) }}
}

// request asks for one more account; its token is shown, sent to the clipboard, and verified with one key.
func (s *screen) request() tea.Cmd {
	return kit.Run(s.env, &model.RequestAccount{Space: s.space}, kit.RunOptions{Done: func(receipt model.Receipt) tea.Cmd {
		q := receipt.Result.(model.SpaceRequest)
		return tea.Sequence(s.showToken(q.Account, q.Token, "It was sent to your clipboard, and works once."), s.env.Copy(q.Token))
	}})
}

// showToken shows the token of an account that waits, with the way to verify it.
func (s *screen) showToken(account model.AccountID, token, note string) tea.Cmd {
	intro := "AWS account " + string(account) + "\nToken: " + token + "\n\nThe token proves that whoever administers the account agrees. " + note
	return kit.Send(kit.Open{Dialog: kit.NewChooser(s.env, "AWS account verification token", intro,
		kit.Way{Title: "Verify in AWS", Text: "You go over to the AWS side, signed in to the account; the token is filled in there.",
			Run: func() tea.Cmd { return s.verify(account, token) }},
		kit.Way{Title: "Later", Text: "The account waits in the list: v verifies it, y copies the token.", Run: func() tea.Cmd { return nil }})})
}

func (s *screen) verify(account model.AccountID, token string) tea.Cmd {
	return kit.Cross(s.env, account, s.region, kit.To("aws-verify", "token", token))
}

// verifyAction goes to verify a row that waits. Its token is told to those who manage connections only.
func (s *screen) verifyAction(r row) kit.Action {
	return kit.Action{ID: "accounts.verify", Key: "v", Title: "Verify in AWS", Disabled: s.gates.Reason("account.request"),
		Run: func() tea.Cmd { return s.verify(r.Account, r.Token) }}
}

func (s *screen) withdraw(r row) kit.Action {
	return s.gates.Action("x", "account.withdraw", "withdraw", func() model.Command {
		return &model.WithdrawAccount{Space: s.space, Account: r.Account}
	}, kit.RunOptions{})
}

func (s *screen) copyToken(r row) kit.Action {
	return kit.Action{ID: "accounts.copy", Key: "y", Title: "copy token", Disabled: s.gates.Reason("account.request"),
		Run: func() tea.Cmd { return s.env.Copy(r.Token) }}
}

// open shows the details of a connected account, and of one that waits how it is verified.
func (s *screen) open(r row) tea.Cmd {
	if r.Status == model.StatusConnected {
		return kit.Goto(kit.To("accounts", "space", s.space, "account", string(r.Account)))
	}
	if r.Token == "" {
		return kit.Say("This account waits to be verified on the AWS side.")
	}
	return s.showToken(r.Account, r.Token, "It works once.")
}
