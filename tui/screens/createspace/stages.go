package createspace

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// submit asks for the space; the token comes back.
func (s *screen) submit() tea.Cmd {
	cmd := &model.CreateSpace{}
	if !s.form.Fill(cmd) {
		return nil
	}
	s.form.Busy(true)
	ask := func(ctx context.Context) (model.Receipt, error) { return s.env.Service.Do(ctx, s.env.Session, cmd) }
	return kit.Go(s.env, s, ask, func(receipt model.Receipt, err error) tea.Cmd {
		if err != nil {
			s.form.Refuse(err)
			return nil
		}
		s.form.Busy(false)
		s.request, s.stage, s.err = receipt.Result.(model.SpaceRequest), waiting, nil
		return s.env.Copy(s.request.Token)
	})
}

// toAWS goes to the AWS side, signed in as administrator to the account that the token was made for. A
// session that cannot be switched goes on as it is, and is told by the service what it lacks.
func (s *screen) toAWS() tea.Cmd {
	s.stage = verifying
	signIn := &model.SignIn{Account: s.request.Account, Administrator: true, Region: s.request.Region}
	if s.signedIn() || !s.env.MaySwitch {
		return nil
	}
	s.crossing = true
	session := model.Session{Person: s.env.Session.Person, AWS: signIn}
	return tea.Sequence(kit.Send(kit.SwitchSession{Session: session}), kit.Say("You are on the AWS side, signed in to account "+string(signIn.Account)+"."))
}

// signedIn reports whether one stands on the AWS side where the token can be verified.
func (s *screen) signedIn() bool {
	aws := s.env.Session.AWS
	return kit.OnAccount(s.env.Session, s.request.Account) && (aws.Region == "" || aws.Region == s.request.Region)
}

// verify verifies the token: with that the space comes into being.
func (s *screen) verify() tea.Cmd {
	s.busy = true
	ask := func(ctx context.Context) (model.Receipt, error) {
		return s.env.Service.Do(ctx, s.env.Session, &model.VerifyAccount{Token: s.request.Token})
	}
	return kit.Go(s.env, s, ask, func(receipt model.Receipt, err error) tea.Cmd {
		s.busy, s.err = false, err
		if err == nil {
			s.stage, s.result = verified, receipt.Result.(model.Verified)
		}
		return nil
	})
}

// open goes to the new space, which opens on its projects; after the first one a project is offered there.
// The way back leads to the overview of spaces, not into a creation that is over.
func (s *screen) open() tea.Cmd {
	route := kit.To("projects", "space", s.result.Space)
	if s.result.First {
		route = route.With("offer", "project")
	}
	return tea.Sequence(kit.Send(kit.Navigate{Route: kit.To("spaces"), Anew: true}), kit.Goto(route))
}

// lines draw the stages after the form.
func (s *screen) lines() []string {
	t := s.env.Theme
	var lines []string
	switch s.stage {
	case waiting:
		lines = s.waitingLines()
	case verifying:
		lines = s.verifyingLines()
	default:
		lines = s.verifiedLines()
	}
	if s.err != nil {
		lines = append(append(lines, ""), kit.BadLines(t, s.err, s.w)...)
	}
	if s.busy {
		lines = append(lines, "", "Verifying"+t.More)
	}
	return lines
}

func (s *screen) waitingLines() []string {
	t, q := s.env.Theme, s.request
	lines := []string{t.Title.Render("AWS account verification token"), ""}
	lines = append(lines, kit.Facts(t, s.w, "Space", q.Name, "Region", string(q.Region), "AWS account ID", string(q.Account), "Token", q.Token)...)
	lines = append(lines, "")
	lines = append(lines, kit.Paragraphs("The space does not exist yet. The token proves that whoever administers the AWS account agrees. "+
		"It was sent to your clipboard, and works once.", s.w)...)
	return append(lines, "", "Next: "+t.Strong.Render("Verify in AWS")+", with "+s.env.Keys.Label(kit.KeyOpen)+" or v. You go over to the AWS side.",
		t.Dim.Render(s.env.Keys.Label(kit.KeyBack)+" goes back to change something; a new token is made then."))
}

func (s *screen) verifyingLines() []string {
	t, q := s.env.Theme, s.request
	lines := []string{t.Title.Render("AWS side" + t.Crumb + "Amazon CodeCatalyst Spaces" + t.Crumb + "Verify Amazon CodeCatalyst space"), ""}
	lines = append(lines, kit.Facts(t, s.w, "AWS side", kit.SignedInTo(s.env.Session.AWS), "Space", q.Name, "Verification token", q.Token)...)
	lines = append(lines, "")
	lines = append(lines, kit.Paragraphs("The token was filled in for you. Verifying it connects the AWS account "+string(q.Account)+
		" to the space as its billing account, on the Free tier, and makes you its Space administrator.", s.w)...)
	return append(lines, "", "Next: "+t.Strong.Render("Verify space")+", with "+s.env.Keys.Label(kit.KeyOpen)+" or v.")
}

func (s *screen) verifiedLines() []string {
	t := s.env.Theme
	lines := []string{t.Title.Render(t.Yes + " " + s.result.Message), ""}
	lines = append(lines, kit.Facts(t, s.w, "Space", s.result.Space, "AWS account", string(s.result.Account), "Connection", s.result.ARN)...)
	return append(lines, "", "The space exists, and you are its Space administrator. "+s.env.Keys.Label(kit.KeyOpen)+" opens it.")
}
