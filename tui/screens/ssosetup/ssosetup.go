// Package ssosetup is the wizard that sets up a space with identity federation, in five steps (FED-06). Going
// back loses nothing, and nothing exists before the last step is confirmed.
package ssosetup

import (
	"context"
	"slices"
	"sync/atomic"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// The steps, by number.
const (
	nameStep = iota
	spaceStep
	groupStep
	administratorStep
	reviewStep
)

// The fields, by the names that refusals use.
const (
	displayField     = "display-name"
	applicationField = "application-name"
	spaceField       = "space"
	newSpaceField    = "new-space"
	regionField      = "region"
	roleField        = "developer-role"
	groupsField      = "groups"
	adminsField      = "administrators"
)

// names are the steps as the bar shows them.
var names = [...]string{"name", "space", "groups", "administrators", "review"}

// screen is the wizard.
type screen struct {
	env      *kit.Env
	at       int
	instance *model.InstanceView
	spaces   []model.ConnectedSpace
	err      error // why the wizard does not start
	name     *kit.Form
	space    *kit.Form
	asked    string // the space that the route asks for
	groups   *kit.Table[model.DirectoryGroup]
	users    *kit.Table[model.DirectoryUserView]
	of       []string // the groups whose users are offered
	source   atomic.Pointer[kit.Afterward[model.DirectoryUserView]]
	confirm  *kit.Confirm
	refused  error // what the last step refused, shown on the step that it concerns
	ended    bool
	w, h     int
}

// New makes the screen of sso-setup, or sso-setup?space=….
func New(env *kit.Env, r kit.Route) kit.Screen { return &screen{env: env, asked: r.Get("space")} }

// beginning is what the wizard needs to know first.
type beginning struct {
	instance model.InstanceView
	spaces   []model.ConnectedSpace
}

// Init asks whether the wizard may start (FED-01, FED-08).
func (s *screen) Init() tea.Cmd {
	return kit.Go(s.env, s, s.begin, func(b beginning, err error) tea.Cmd {
		if err != nil {
			s.err = err
			return nil
		}
		s.instance, s.spaces = &b.instance, b.spaces
		s.makeForms()
		s.makeTables()
		s.SetSize(s.w, s.h)
		return nil
	})
}

func (s *screen) begin(ctx context.Context) (beginning, error) {
	var b beginning
	list, err := kit.Ask[[]model.Prerequisite](ctx, s.env, &model.ListPrerequisites{})
	if err != nil {
		return b, err
	}
	for _, p := range list {
		if p.State == model.PrerequisiteMissing {
			return b, &model.Refusal{Rule: "FED-01", Message: "A prerequisite is missing: " + p.Title + ": " + p.Detail + ".", Fix: p.Fix, Topic: "prerequisites"}
		}
	}
	instances, err := kit.Ask[[]model.InstanceView](ctx, s.env, &model.ListInstances{})
	if err != nil {
		return b, err
	}
	b.instance = instances[0] // the checklist saw it
	b.spaces, err = kit.Ask[[]model.ConnectedSpace](ctx, s.env, &model.ListConnectedSpaces{})
	b.spaces = slices.DeleteFunc(b.spaces, func(c model.ConnectedSpace) bool { return c.Application != "" })
	return b, err
}

// command is what was filled in so far.
func (s *screen) command() *model.SetupSSO {
	cmd := &model.SetupSSO{}
	s.name.Fill(cmd)
	s.space.Fill(cmd)
	if cmd.Space != "" {
		cmd.NewSpace = ""
	}
	for _, g := range s.groups.Selected() {
		cmd.Groups = append(cmd.Groups, g.Name)
	}
	for _, u := range s.users.Selected() {
		cmd.Administrators = append(cmd.Administrators, u.UserName)
	}
	return cmd
}

// Title is the crumb.
func (s *screen) Title() string { return "Set up SSO" }

// Topic is what the help opens.
func (s *screen) Topic() string { return "sso" }

// OnAWSSide tells that it is a place of the AWS side.
func (s *screen) OnAWSSide() bool { return true }

// Typing reports that keys go into a text.
func (s *screen) Typing() bool {
	switch {
	case s.instance == nil:
		return false
	case s.at <= spaceStep:
		return true
	case s.at == reviewStep:
		return s.confirm != nil && s.confirm.Typing()
	default:
		return s.table().Typing()
	}
}

// Wants claims esc, which goes back a step.
func (s *screen) Wants(key string) bool {
	return s.instance != nil && s.env.Keys.Is(key, kit.KeyBack)
}

// MayLeave asks where something was filled in.
func (s *screen) MayLeave() string {
	if s.instance == nil || s.ended || !s.name.Dirty() && !s.space.Dirty() && s.at == nameStep {
		return ""
	}
	return "Leave before SSO is set up?"
}

// table is what the step that is shown chooses from.
func (s *screen) table() interface {
	kit.Screen
	Typing() bool
	Filter() string
	Actions() []kit.Action
} {
	if s.at == groupStep {
		return s.groups
	}
	return s.users
}

// Actions are the way on and back, and the ways to what is missing.
func (s *screen) Actions() []kit.Action {
	switch {
	case s.err != nil:
		checklist := kit.Action{ID: "sso.prerequisites", Key: "p", Title: "Prerequisites", Run: func() tea.Cmd { return kit.Goto(kit.To("prerequisites", "space", s.asked)) }}
		return []kit.Action{checklist, kit.SignInAction(s.env, ""), kit.ReturnAction()}
	case s.instance == nil || s.at <= spaceStep || s.at == reviewStep:
		return nil
	}
	next := kit.Action{ID: "sso-setup.next", Key: "c", Title: "Next", Run: s.next}
	directory := kit.Action{ID: "sso-setup.directory", Key: "d", Title: "IAM Identity Center", Run: func() tea.Cmd { return kit.Goto(kit.To("directory")) }}
	return append([]kit.Action{next, directory}, s.table().Actions()...)
}

// Update passes a message on to the step that is shown.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	if s.instance == nil {
		return nil
	}
	if _, ok := msg.(kit.Changed); ok {
		return tea.Batch(s.groups.Update(msg), s.refreshUsers())
	}
	key, isKey := msg.(tea.KeyMsg)
	switch {
	case isKey && s.at <= spaceStep && s.env.Keys.IsTyping(key.String(), kit.KeyBack):
		return s.back()
	case s.at == nameStep:
		return s.name.Update(msg)
	case s.at == spaceStep:
		return s.space.Update(msg)
	case s.at == reviewStep:
		if s.confirm == nil {
			return nil
		}
		return s.confirm.Update(msg)
	case isKey && s.env.Keys.Is(key.String(), kit.KeyBack) && !s.table().Typing() && s.table().Filter() == "":
		return s.back() // who is chosen stays chosen
	default:
		return s.table().Update(msg)
	}
}

// back goes to the step before; before the first one it leaves.
func (s *screen) back() tea.Cmd {
	s.refused = nil
	if s.at == nameStep {
		return kit.Send(kit.Back{})
	}
	return s.goTo(s.at - 1)
}

func (s *screen) goTo(step int) tea.Cmd {
	s.at = step
	s.name.Busy(false)
	s.space.Busy(false)
	s.SetSize(s.w, s.h)
	if step == administratorStep {
		return s.refreshUsers()
	}
	return nil
}

// SetSize leaves two lines to the bar, and to the steps with a table what they say above it.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	if s.instance == nil {
		return
	}
	room := max(h-2, 1)
	s.name.SetSize(w, room)
	s.space.SetSize(w, room)
	above := len(s.above())
	s.groups.SetSize(w, max(room-above, 3))
	s.users.SetSize(w, max(room-above, 3))
	if s.confirm != nil {
		s.confirm.SetSize(w, room)
	}
}

// View draws where in the wizard one is, and the step.
func (s *screen) View() string {
	head := kit.StepBar(s.env.Theme, names[:], s.at, s.w) + "\n" + text.Spaces(s.w) + "\n"
	switch {
	case s.err != nil:
		return head + text.Block(kit.BadLines(s.env.Theme, s.err, s.w), s.w, max(s.h-2, 1))
	case s.instance == nil || s.at == reviewStep && s.confirm == nil:
		return head + text.Block([]string{"Loading" + s.env.Theme.More}, s.w, max(s.h-2, 1))
	case s.at == nameStep:
		return head + s.name.View()
	case s.at == spaceStep:
		return head + s.space.View()
	case s.at == reviewStep:
		return head + s.confirm.View()
	default:
		above := s.above()
		return head + text.Block(above, s.w, len(above)) + "\n" + s.table().View()
	}
}
