// Package awsspace is the page CodeCatalyst space details of the AWS side: the connection of the signed-in account
// to a space, with its allowed billing tiers, IAM roles and tags, and its end (ACC-05, ACC-09, ACC-10, BIL-06).
package awsspace

import (
	"context"
	"maps"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// item is something that the cursor stands on: a role or a tag.
type item struct {
	role *model.RoleView
	tag  *model.Tag
	line int // where it begins on the page
}

// screen is the page.
type screen struct {
	env   *kit.Env
	space string
	tabs  *kit.AWSTabs
	gates *kit.Gates
	pager *kit.Pager
	view  model.AccountDetails
	err   error
	known bool
	do    string // what the route asks for as soon as the connection is known
	items []item
	at    int
	w, h  int
}

// New makes the screen of aws-space?space=…; with do=account.role or do=billing.allow it begins with that.
func New(env *kit.Env, r kit.Route) kit.Screen {
	s := &screen{env: env, space: r.Get("space"), do: r.Get("do"), tabs: kit.NewAWSTabsWithin(env, "aws"), pager: kit.NewPager(env)}
	s.gates = kit.NewGates(env, &model.AllowTiers{Space: s.space}, &model.AddRole{Space: s.space}, &model.EditRole{Space: s.space}, &model.RemoveRole{Space: s.space},
		&model.TagAccount{Space: s.space}, &model.RemoveAccount{Space: s.space})
	return s
}

// account is the one that is signed in to; empty for none.
func (s *screen) account() model.AccountID {
	if aws := s.env.Session.AWS; aws != nil {
		return aws.Account
	}
	return ""
}

// Init asks for the connection. It is seen by whoever may see the list of spaces here (ACC-12).
func (s *screen) Init() tea.Cmd {
	ask := func(ctx context.Context) (model.AccountDetails, error) {
		if err := s.env.Service.May(ctx, s.env.Session, &model.ListConnectedSpaces{}); err != nil {
			return model.AccountDetails{}, err
		}
		return kit.Ask[model.AccountDetails](ctx, s.env, &model.ShowAccount{Space: s.space, Account: s.account()})
	}
	show := kit.Go(s.env, s, ask, func(view model.AccountDetails, err error) tea.Cmd {
		s.view, s.err, s.known = view, err, true
		s.compose()
		return s.begin()
	})
	return tea.Batch(show, s.gates.Refresh())
}

// begin does what the route asks for, once.
func (s *screen) begin() tea.Cmd {
	do := s.do
	s.do = ""
	switch {
	case s.err != nil:
		return nil
	case do == "account.role":
		return s.addRole()
	case do == "billing.allow":
		return s.editTiers()
	default:
		return nil
	}
}

// Update refreshes, moves the cursor over roles and tags, and scrolls where there is nothing to move to.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case kit.Changed:
		return s.Init()
	case tea.KeyMsg:
		return s.key(msg.String())
	}
	return nil
}

func (s *screen) key(key string) tea.Cmd {
	k := s.env.Keys
	switch {
	case k.Is(key, kit.KeyOpen):
		return s.open()
	case k.Is(key, kit.KeyDown) && s.at < len(s.items)-1:
		s.moveTo(s.at + 1)
	case k.Is(key, kit.KeyUp) && s.at > 0:
		s.moveTo(s.at - 1)
	default:
		s.pager.Key(key)
	}
	return nil
}

func (s *screen) moveTo(at int) {
	s.at = at
	s.compose()
	end := len(s.lines())
	if at+1 < len(s.items) {
		end = s.items[at+1].line
	}
	s.pager.Show(end - 1)
	s.pager.Show(s.items[at].line)
}

// current is what the cursor stands on; an empty item for nothing.
func (s *screen) current() item {
	if s.at < len(s.items) {
		return s.items[s.at]
	}
	return item{}
}

// SetSize leaves two lines to the tabs.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.pager.SetSize(w, max(h-2, 1))
	s.compose()
}

// View draws the tabs and the page.
func (s *screen) View() string {
	return text.Block([]string{s.tabs.View(s.w), ""}, s.w, 2) + "\n" + s.pager.View()
}

// compose puts the page together.
func (s *screen) compose() {
	switch {
	case s.err != nil:
		s.items = nil
		s.pager.SetLines(kit.Unseen(s.env, s.err, "", s.w))
	case !s.known:
		s.pager.SetLines([]string{"Loading" + s.env.Theme.More})
	default:
		s.pager.SetLines(s.lines())
	}
}

// lines draw the page, and find where its items stand.
func (s *screen) lines() []string {
	s.items = nil
	lines := s.facts()
	lines = append(lines, kit.SectionLines(s.env.Theme, s.w, "IAM roles available to CodeCatalyst", len(s.view.Roles), "None yet. n adds one.")...)
	for i := range s.view.Roles {
		lines = s.add(lines, item{role: &s.view.Roles[i]}, kit.RoleLines(s.env.Theme, s.w-2, s.view.Roles[i]))
	}
	tags := s.tags()
	lines = append(lines, kit.SectionLines(s.env.Theme, s.w, "Tags", len(tags), "None yet. t adds some.")...)
	for i := range tags {
		lines = s.add(lines, item{tag: &tags[i]}, []string{text.Truncate(text.Visible(tags[i].Key)+" = "+text.Visible(tags[i].Value), s.w-2)})
	}
	lines = append(lines, kit.SectionLines(s.env.Theme, s.w, "What depends on the connection", len(s.view.Dependents), "Nothing that is known here.")...)
	return append(lines, kit.DependentLines(s.w, s.view.Dependents)...)
}

// add puts an item on the page, with the cursor before its first line where it stands there.
func (s *screen) add(lines []string, it item, drawn []string) []string {
	it.line = len(lines)
	head := "  "
	if s.at == len(s.items) {
		head = s.env.Theme.Cursor.Render(">") + " "
	}
	s.items = append(s.items, it)
	for _, line := range drawn {
		lines = append(lines, head+line)
		head = "  "
	}
	return lines
}

func (s *screen) facts() []string {
	t, v := s.env.Theme, s.view
	c := v.Connection
	billing := "billing off: another account pays for " + v.Space
	if c.Pays() {
		billing = "billing on: this account pays for " + v.Space
	}
	allowed := model.AllowFree.Title()
	if len(c.AllowedTiers) > 1 {
		allowed = model.AllowPaid.Title()
	}
	lines := []string{t.Title.Render(text.Truncate("CodeCatalyst space details: "+text.Visible(v.Space), s.w)), ""}
	lines = append(lines, kit.Facts(t, s.w, "Space", v.Space+", in "+string(v.Region), "AWS account", string(c.Account)+" "+c.Name,
		"Status", string(c.Status)+" since "+c.ConnectedAt.Stamp()+", the AWS account is "+strings.ToLower(v.AccountStatus.Title()),
		"Connection", c.ARN, "Description", v.Description)...)
	lines = append(lines, "", t.Title.Render("Billing details")+t.Dim.Render("  e edits"))
	return append(lines, kit.Facts(t, s.w, "Allowed tiers", allowed+" ("+kit.TiersInWords(c.AllowedTiers)+")", "Billing", billing)...)
}

// tags are the connection's, in the order of their keys.
func (s *screen) tags() []model.Tag {
	var list []model.Tag
	for _, key := range slices.Sorted(maps.Keys(s.view.Connection.Tags)) {
		list = append(list, model.Tag{Key: key, Value: s.view.Connection.Tags[key]})
	}
	return list
}

// OnAWSSide tells that it is a place of the AWS side.
func (s *screen) OnAWSSide() bool { return true }

// Title is the crumb.
func (s *screen) Title() string { return s.space }

// Topic is what the help explains: where nothing can be seen, the guide's own entry on it (HLP-03).
func (s *screen) Topic() string {
	if topic := kit.TopicOf(s.err); topic != "" {
		return topic
	}
	return "account-connections"
}

// Route names the space.
func (s *screen) Route() kit.Route { return kit.To("aws-space", "space", s.space) }
