// Package awsverify is the page Verify Amazon CodeCatalyst space of the AWS side: a token is verified, signed in
// to the account and in the Region that it was made for (ACC-02, ACC-13).
package awsverify

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// screen is the form, and then what came of it.
type screen struct {
	env    *kit.Env
	tabs   *kit.AWSTabs
	form   *kit.Form
	result *model.Verified // nil while nothing is verified
	// crossing tells that the session signs in elsewhere, and takes the token with it.
	crossing bool
	w, h     int
}

const tokenField = "token"

// New makes the screen of aws-verify, or aws-verify?token=….
func New(env *kit.Env, r kit.Route) kit.Screen {
	s := &screen{env: env, tabs: kit.NewAWSTabs(env, "aws-verify")}
	s.form = kit.NewForm(env, "Verify Amazon CodeCatalyst space", kit.InputsOf(&model.VerifyAccount{Token: r.Get("token")}, []string{tokenField}, nil))
	s.form.Given = []string{s.standing()}
	s.form.Topic = "account-connections"
	s.form.Submit, s.form.Leave = s.verify, func() tea.Cmd { return kit.Send(kit.Back{}) }
	return s
}

// standing says as whom, and where, the token is verified.
func (s *screen) standing() string {
	aws := s.env.Session.AWS
	if aws == nil {
		return "You are not signed in to an AWS account. A token is verified signed in to the account that it was made for."
	}
	return "You are " + kit.SignedInTo(aws) + ". The token connects this account to the space that asked for it."
}

// verify verifies the token.
func (s *screen) verify() tea.Cmd {
	cmd := &model.VerifyAccount{}
	if !s.form.Fill(cmd) {
		return nil
	}
	s.form.Busy(true)
	ask := func(ctx context.Context) (model.Receipt, error) { return s.env.Service.Do(ctx, s.env.Session, cmd) }
	return kit.Go(s.env, s, ask, func(receipt model.Receipt, err error) tea.Cmd {
		if err != nil {
			s.form.Refuse(err)
			return s.offer(err)
		}
		v := receipt.Result.(model.Verified)
		s.result = &v
		return nil
	})
}

// offer offers to sign in to the account and in the Region that the token was made for, where these are known; the
// token goes along (ACC-12, ACC-13).
func (s *screen) offer(err error) tea.Cmd {
	if refusal, ok := model.AsRefusal(err); !ok || refusal.SignIn == nil {
		return nil
	}
	way := kit.WayIn(s.env, err, "")
	return kit.Send(kit.Open{Dialog: kit.NewWaysOut(s.env, "Verify Amazon CodeCatalyst space", err, kit.Way{
		Title: way.Title, Text: "The token stays filled in, and who you act as stays the same.", Disabled: way.Disabled,
		Run: func() tea.Cmd {
			s.crossing = true
			return way.Run()
		}})})
}

// Init does nothing.
func (s *screen) Init() tea.Cmd { return nil }

// Update takes the token, or goes on from its verification.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	if s.result == nil {
		return s.form.Update(msg)
	}
	if key, ok := msg.(tea.KeyMsg); ok && s.env.Keys.Is(key.String(), kit.KeyOpen) {
		return s.details()
	}
	return nil
}

// details follows the link of the guide's page.
func (s *screen) details() tea.Cmd {
	return kit.Send(kit.Navigate{Route: kit.To("aws-space", "space", s.result.Space), Replace: true})
}

// Typing reports that keys go into the token.
func (s *screen) Typing() bool { return s.result == nil }

// MayLeave asks where a token was typed.
func (s *screen) MayLeave() string {
	if s.result != nil || s.crossing {
		return ""
	}
	return s.form.MayLeave()
}

// Actions lead on once the account is verified.
func (s *screen) Actions() []kit.Action {
	if s.result == nil {
		return nil
	}
	return append([]kit.Action{{ID: "aws-verify.details", Key: "v", Title: "view space details", Run: s.details}}, s.tabs.Actions()...)
}

// SetSize leaves two lines to the tabs.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.form.SetSize(w, max(h-2, 1))
}

// View draws the form, or the success.
func (s *screen) View() string {
	head := text.Block([]string{s.tabs.View(s.w), ""}, s.w, 2) + "\n"
	if s.result == nil {
		return head + s.form.View()
	}
	t, v := s.env.Theme, s.result
	lines := []string{t.Title.Render(t.Yes + " " + v.Message), ""}
	lines = append(lines, kit.Facts(t, s.w, "Space", v.Space, "AWS account", string(v.Account), "Connection", v.ARN)...)
	lines = append(lines, "")
	lines = append(lines, kit.Paragraphs("To enable the Standard tier or add IAM roles for this space, view space details ("+
		strings.Join([]string{s.env.Keys.Label(kit.KeyOpen), "v"}, " or ")+"). g goes back to the space.", s.w)...)
	return head + text.Block(lines, s.w, max(s.h-2, 1))
}

// OnAWSSide tells that it is a place of the AWS side.
func (s *screen) OnAWSSide() bool { return true }

// Title is the crumb.
func (s *screen) Title() string { return "Verify" }

// Topic is what the help explains.
func (s *screen) Topic() string { return "account-connections" }

// Route keeps the token that is to be verified.
func (s *screen) Route() kit.Route {
	if s.result != nil {
		return kit.To("aws-verify")
	}
	return kit.To("aws-verify", "token", s.form.Input(tokenField).Value())
}
