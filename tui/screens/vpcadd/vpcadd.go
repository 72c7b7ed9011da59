// Package vpcadd is the wizard that adds a VPC connection to a space, or edits one (VPC-03, VPC-13). What can be
// chosen is what the VPC role sees; the rest is shown, too, with why it is not offered. Going back loses nothing, and
// nothing exists before the review is confirmed.
package vpcadd

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync/atomic"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/model/vpccheck"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// step is one of the steps.
type step int

// The steps, in their order. An edit leaves out those that cannot change.
const (
	accountStep step = iota
	roleStep
	vpcStep
	subnetStep
	groupStep
	nameStep
	reviewStep
)

// names are the steps as the bar shows them.
var names = [...]string{"account", "role", "VPC", "subnets", "groups", "name", "review"}

// screen is the wizard.
type screen struct {
	env    *kit.Env
	space  string
	edit   string // the name of the connection that is edited; "" for a new one
	begin  string // the step that the route asks for
	steps  []step
	at     step
	choice choice
	known  bool  // it is known what there is to begin with
	err    error // why the wizard does not start

	accounts *kit.Table[model.ConnectionView]
	roles    *kit.Table[model.VPCRoleView]
	vpcs     *kit.Table[model.NetworkView]
	subnets  *kit.Table[vpccheck.Subnet]
	groups   *kit.Table[model.SecurityGroupView]
	// What the tables ask with and offer; they read it outside Update.
	given   atomic.Pointer[choice]
	offer   atomic.Pointer[model.NetworkDetails] // of the VPC that is chosen
	name    *kit.Form
	confirm *kit.Confirm

	// seen is the connection as it was when its edit began; nil while one is added.
	seen    *model.EditVPC
	refused error // what the last step refused, shown on the step that it concerns
	// leaving tells that it is done, or that the session goes over to the AWS side, from where the route comes back
	// with all that was chosen.
	leaving bool
	w, h    int
}

// choice is what was chosen so far. The route keeps it, so that signing in on the AWS side on the way loses nothing.
type choice struct {
	account         model.AccountID
	role, vpc       string
	subnets, groups []string
	name            string
}

// New makes the screen of vpc-add?space=…, and with edit=NAME the one that edits that connection.
func New(env *kit.Env, r kit.Route) kit.Screen {
	list := func(key string) []string {
		return strings.FieldsFunc(r.Get(key), func(r rune) bool { return r == ',' })
	}
	s := &screen{env: env, space: r.Get("space"), edit: r.Get("edit"), begin: r.Get("step"), at: accountStep,
		steps: []step{accountStep, roleStep, vpcStep, subnetStep, groupStep, nameStep, reviewStep},
		choice: choice{account: model.AccountID(r.Get("account")), role: r.Get("role"), vpc: r.Get("vpc"), subnets: list("subnets"),
			groups: list("groups"), name: r.Get("name")}}
	if s.edit != "" {
		s.steps, s.at = []step{roleStep, subnetStep, groupStep, reviewStep}, roleStep
	}
	s.makeName()
	s.makeTables()
	return s
}

// Init asks whether the wizard may start, and what an edit begins with.
func (s *screen) Init() tea.Cmd {
	ask := func(ctx context.Context) (model.VPCDetails, error) {
		if s.edit == "" {
			return model.VPCDetails{}, s.env.Service.May(ctx, s.env.Session, &model.AddVPC{Space: s.space})
		}
		if err := s.env.Service.May(ctx, s.env.Session, &model.EditVPC{Space: s.space}); err != nil {
			return model.VPCDetails{}, err
		}
		return kit.Ask[model.VPCDetails](ctx, s.env, &model.ShowVPC{Space: s.space, Name: s.edit})
	}
	return kit.Go(s.env, s, ask, func(v model.VPCDetails, err error) tea.Cmd {
		if s.known, s.err = err == nil, err; err != nil {
			return nil
		}
		if s.edit != "" {
			s.choice.account, s.choice.vpc, s.choice.name = v.Account, v.VPC, v.Name
			s.seen = &model.EditVPC{Role: v.Role, Subnets: v.Subnets, SecurityGroups: v.SecurityGroups}
			s.choice.role = cmp.Or(s.choice.role, v.Role)
			if len(s.choice.subnets)+len(s.choice.groups) == 0 {
				s.choice.subnets, s.choice.groups = v.Subnets, v.SecurityGroups
			}
		}
		return s.resume()
	})
}

// resume goes to the step that the route asks for, once what lies before it is known.
func (s *screen) resume() tea.Cmd {
	to := s.at
	for _, at := range s.steps {
		if names[at] == s.begin && at != reviewStep {
			to = at
		}
	}
	if to > vpcStep {
		return s.load(to)
	}
	return s.goTo(to)
}

// Title is the crumb.
func (s *screen) Title() string {
	if s.edit != "" {
		return "Edit " + s.edit
	}
	return "Add VPC connection"
}

// Topic is what the help explains.
func (s *screen) Topic() string {
	switch {
	case kit.TopicOf(s.err) != "":
		return kit.TopicOf(s.err)
	case kit.TopicOf(s.refused) != "":
		return kit.TopicOf(s.refused)
	case s.at == roleStep:
		return "vpc-role"
	case s.at == subnetStep, s.at == groupStep:
		return "vpc-requirements"
	default:
		return "vpc-connections"
	}
}

// Route keeps what was chosen.
func (s *screen) Route() kit.Route {
	s.remember()
	c := s.choice
	return kit.To("vpc-add", "space", s.space, "edit", s.edit, "step", names[s.at], "account", string(c.account), "role", c.role, "vpc", c.vpc,
		"subnets", strings.Join(c.subnets, ","), "groups", strings.Join(c.groups, ","), "name", c.name)
}

// table is what the step that is shown chooses from; nil for a step without one.
type table interface {
	kit.Screen
	Typing() bool
	Filter() string
	Loaded() bool
	Actions() []kit.Action
}

func (s *screen) table() table {
	switch s.at {
	case accountStep:
		return s.accounts
	case roleStep:
		return s.roles
	case vpcStep:
		return s.vpcs
	case subnetStep:
		return s.subnets
	case groupStep:
		return s.groups
	}
	return nil
}

// Typing reports that keys go into a text.
func (s *screen) Typing() bool {
	switch {
	case !s.known:
		return false
	case s.at == nameStep:
		return true
	case s.at == reviewStep:
		return s.confirm != nil && s.confirm.Typing()
	}
	return s.table().Typing()
}

// Wants claims esc, which goes back a step.
func (s *screen) Wants(key string) bool { return s.known && s.env.Keys.Is(key, kit.KeyBack) }

// MayLeave asks where something was chosen.
func (s *screen) MayLeave() string {
	if !s.known || s.leaving || s.at == s.steps[0] {
		return ""
	}
	if s.edit != "" {
		return "Leave without changing " + s.edit + "?"
	}
	return "Leave before the VPC connection is added?"
}

// Update passes a message on to the step that is shown.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(kit.Changed); ok {
		return s.changed(msg)
	}
	key, isKey := msg.(tea.KeyMsg)
	k := s.env.Keys
	switch {
	case !s.known:
		return nil
	case s.at == nameStep && isKey && k.IsTyping(key.String(), kit.KeyBack):
		return s.back()
	case s.at == nameStep:
		return s.name.Update(msg)
	case s.at == reviewStep:
		return s.confirm.Update(msg)
	case isKey && k.Is(key.String(), kit.KeyBack) && !s.table().Typing() && s.table().Filter() == "":
		return s.back() // what is chosen stays chosen
	case isKey && k.Is(key.String(), kit.KeySelect) && !s.table().Typing():
		return s.tick(msg)
	}
	if isKey && s.refused != nil { // it was read, and concerns what the cursor leaves
		s.refused = nil
		s.SetSize(s.w, s.h)
	}
	return s.table().Update(msg)
}

// changed looks anew at what there is to choose from.
func (s *screen) changed(msg tea.Msg) tea.Cmd {
	switch {
	case !s.known:
		return s.Init()
	case s.at == subnetStep, s.at == groupStep:
		return s.reload()
	case s.at < subnetStep:
		return s.table().Update(msg)
	}
	return nil
}

// back goes to the step before; before the first one it leaves.
func (s *screen) back() tea.Cmd {
	s.remember()
	s.refused = nil
	at := slices.Index(s.steps, s.at)
	if at == 0 {
		return kit.Send(kit.Back{})
	}
	return s.goTo(s.steps[at-1])
}

// goTo shows a step; a table is asked for when it is shown.
func (s *screen) goTo(to step) tea.Cmd {
	s.at = to
	given := s.choice
	s.given.Store(&given)
	if given.account != "" {
		s.accounts.Point(string(given.account))
	}
	if given.role != "" {
		s.roles.Point(given.role)
	}
	s.name.Busy(false)
	s.SetSize(s.w, s.h)
	if t := s.table(); t != nil {
		return t.Init()
	}
	return nil
}

// after is the step after the one that is shown.
func (s *screen) after() step { return s.steps[slices.Index(s.steps, s.at)+1] }

// below is how many lines stand under a table: what is to know of the row.
const below = 4

// SetSize leaves two lines to the bar, and to the steps with a table what they say around it.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	room := max(h-2, 1)
	s.name.SetSize(w, room)
	if t := s.table(); t != nil {
		t.SetSize(w, max(room-len(s.above())-below, 3))
	}
	if s.confirm != nil {
		s.confirm.SetSize(w, room)
	}
}

// View draws where in the wizard one is, and the step.
func (s *screen) View() string {
	var shown []string
	for _, at := range s.steps {
		shown = append(shown, names[at])
	}
	head := kit.StepBar(s.env.Theme, shown, slices.Index(s.steps, s.at), s.w) + "\n\n"
	room := max(s.h-2, 1)
	switch {
	case s.err != nil:
		return head + text.Block(kit.BadLines(s.env.Theme, s.err, s.w), s.w, room)
	case !s.known:
		return head + text.Block([]string{"Loading" + s.env.Theme.More}, s.w, room)
	case s.at == nameStep:
		return head + s.name.View()
	case s.at == reviewStep:
		return head + s.confirm.View()
	}
	lines := append(s.above(), strings.Split(s.table().View(), "\n")...)
	return head + text.Block(append(lines, s.about()...), s.w, room)
}
