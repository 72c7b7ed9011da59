// Package createspace creates a space: what it is made of, the token that proves the AWS account, and the
// verification of that token on the AWS side (SPC-04, SPC-05, ACC-02).
package createspace

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// stage is how far the creation is.
type stage string

// The stages: the form; the token, on the space's side; the token filled in, on the AWS side; done.
const (
	asking    stage = ""
	waiting   stage = "token"
	verifying stage = "verify"
	verified  stage = "verified"
)

// screen is the place. What has to outlive a change of session is in its route.
type screen struct {
	env     *kit.Env
	stage   stage
	form    *kit.Form
	request model.SpaceRequest
	result  model.Verified
	busy    bool
	// crossing tells that the session goes over to the AWS side, and takes the token with it.
	crossing bool
	err      error
	w, h     int
}

// New makes the place, at the stage that the route tells.
func New(env *kit.Env, r kit.Route) kit.Screen {
	s := &screen{env: env, stage: stage(r.Get("stage"))}
	s.request = model.SpaceRequest{Name: r.Get("name"), Region: model.Region(r.Get("region")),
		Account: model.AccountID(r.Get("account")), Description: r.Get("description"), Token: r.Get("token")}
	if s.request.Token == "" || s.stage == verified {
		s.stage = asking
	}
	s.form = s.newForm()
	return s
}

func (s *screen) newForm() *kit.Form {
	known := &model.CreateSpace{Name: s.request.Name, Region: s.request.Region, Account: s.request.Account, Description: s.request.Description}
	form := kit.NewForm(s.env, "Create a space", kit.InputsOf(known, []string{"name", "region", "account", "description"}, nil))
	form.Given = []string{
		"Choose the name and the Region well: NEITHER CAN EVER BE CHANGED.",
		"A name is unique, and that of a deleted space is never free again.",
		"You need the ID of an AWS account that you administer; any twelve digits do here."}
	form.Topic = s.Topic()
	form.Submit, form.Leave = s.submit, func() tea.Cmd { return kit.Send(kit.Back{}) }
	return form
}

// Init asks at once whether the person may create a space, before anything is typed.
func (s *screen) Init() tea.Cmd {
	if s.stage != asking {
		return nil
	}
	ask := func(ctx context.Context) (*kit.Reason, error) {
		return kit.Closed(ctx, s.env, &model.CreateSpace{Name: "probe", Region: model.Oregon, Account: "000000000000"}), nil
	}
	return kit.Go(s.env, s, ask, func(reason *kit.Reason, _ error) tea.Cmd {
		if reason != nil {
			s.form.Refuse(reason.Refusal())
		}
		return nil
	})
}

// Title is the crumb.
func (s *screen) Title() string { return "Create space" }

// Topic is what the help explains: the place, or what a refusal that is shown leads to (HLP-03).
func (s *screen) Topic() string {
	if topic := kit.TopicOf(s.err); topic != "" {
		return topic
	}
	return "create-space"
}

// Typing reports that keys go into a field.
func (s *screen) Typing() bool { return s.stage == asking }

// MayLeave asks while the space does not exist yet.
func (s *screen) MayLeave() string {
	switch {
	case s.stage == asking:
		return s.form.MayLeave()
	case s.stage == verified || s.crossing:
		return ""
	default:
		return "Leave before " + s.request.Name + " exists?"
	}
}

// Route keeps the token, and how far the creation is, when somebody else acts from now on.
func (s *screen) Route() kit.Route {
	if s.stage == asking || s.stage == verified {
		return kit.To("create-space")
	}
	q := s.request
	return kit.To("create-space", "stage", string(s.stage), "name", q.Name, "region", string(q.Region),
		"account", string(q.Account), "description", q.Description, "token", q.Token)
}

// Wants claims the keys that lead a stage back or on.
func (s *screen) Wants(key string) bool {
	k := s.env.Keys
	return k.Is(key, kit.KeyBack) && (s.stage == waiting || s.stage == verifying)
}

// SetSize says how much room there is.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.form.SetSize(w, h)
}

// Actions are the ways on from the stage that one is at.
func (s *screen) Actions() []kit.Action {
	copyToken := kit.Action{ID: "create-space.copy", Key: "y", Title: "copy token", Run: func() tea.Cmd { return s.env.Copy(s.request.Token) }}
	switch s.stage {
	case waiting:
		return []kit.Action{{ID: "create-space.verify-in-aws", Key: "v", Title: "Verify in AWS", Run: s.toAWS}, copyToken}
	case verifying:
		return []kit.Action{{ID: "account.verify", Key: "v", Title: "Verify space", Run: s.verify}, copyToken}
	case verified:
		return []kit.Action{{ID: "create-space.open", Key: "o", Title: "open the space", Run: s.open}}
	default:
		return nil
	}
}

// Update takes keys.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyMsg)
	switch k := s.env.Keys; {
	case !ok || s.busy:
		return nil
	case s.stage == asking:
		return s.form.Update(msg)
	case k.Is(key.String(), kit.KeyBack):
		return s.back()
	case k.Is(key.String(), kit.KeyOpen):
		return s.Actions()[0].Run()
	}
	return nil
}

// back goes to the stage before. The form still holds what was typed.
func (s *screen) back() tea.Cmd {
	s.err = nil
	if s.stage == verifying {
		s.stage = waiting
		return nil
	}
	s.stage = asking
	s.form.Busy(false)
	return nil
}

// View draws the stage.
func (s *screen) View() string {
	if s.stage == asking {
		return s.form.View()
	}
	return text.Block(s.lines(), s.w, s.h)
}
