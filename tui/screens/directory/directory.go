// Package directory is the AWS side's place for IAM Identity Center: the instance of the account that one
// is signed in to, with the users and groups of its identity store, and the way in for real directories.
package directory

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// screen is the directory of one account.
type screen struct {
	env *kit.Env
	// account is the one that the route speaks of; empty for whichever is signed in to.
	account  model.AccountID
	filter   string
	do       string // the act that the route asks for as soon as the directory is there, by its catalogue id
	tabs     *kit.AWSTabs
	gates    *kit.Gates
	instance *model.InstanceView // nil while there is none
	err      error
	loaded   bool
	users    *kit.Table[model.DirectoryUserView]
	groups   *kit.Table[model.DirectoryGroup]
	inGroups bool // the groups are shown, and not the users
	pager    *kit.Pager
	w, h     int
}

// New makes the screen of directory, or directory?account=….
func New(env *kit.Env, r kit.Route) kit.Screen {
	s := &screen{env: env, account: model.AccountID(r.Get("account")), filter: r.Get("filter"), inGroups: r.Get("table") == "groups", do: r.Get("do"),
		tabs: kit.NewAWSTabs(env, "directory"), pager: kit.NewPager(env)}
	s.setGates("")
	return s
}

func (s *screen) setGates(store string) {
	s.gates = kit.NewGates(s.env, &model.EnableInstance{}, &model.SetIdentitySource{Store: store}, &model.ImportDirectory{Store: store},
		&model.CreateUser{Store: store}, &model.UpdateUser{Store: store}, &model.DeleteUser{Store: store},
		&model.CreateGroup{Store: store}, &model.DeleteGroup{Store: store}, &model.AddToGroup{Store: store}, &model.RemoveFromGroup{Store: store},
		&model.DeleteIdentityStore{Store: store}, &model.DeleteInstance{})
}

// Init asks for the instance; what it holds is asked for when it is known.
func (s *screen) Init() tea.Cmd { return s.ask() }

func (s *screen) ask() tea.Cmd {
	ask := func(ctx context.Context) ([]model.InstanceView, error) {
		return kit.Ask[[]model.InstanceView](ctx, s.env, &model.ListInstances{})
	}
	return kit.Go(s.env, s, ask, s.arrived)
}

func (s *screen) arrived(list []model.InstanceView, err error) tea.Cmd {
	s.loaded, s.err = true, err
	if err == nil && s.elsewhere() {
		s.err = &model.Refusal{Rule: "ACC-12", Message: "You are signed in to AWS account " + string(s.env.Session.AWS.Account) + ", and this directory is in another one.",
			Fix: "Sign in to AWS account " + string(s.account) + "."}
	}
	var cmd tea.Cmd
	if s.err != nil || len(list) == 0 {
		s.instance = nil
	} else {
		if store := list[0].Store; store != "" && (s.instance == nil || s.instance.Store != store) {
			cmd = s.begin(store)
		}
		s.instance = &list[0]
	}
	s.SetSize(s.w, s.h)
	return tea.Batch(cmd, s.gates.Refresh(), s.atOnce())
}

// atOnce begins what the route asks for, once.
func (s *screen) atOnce() tea.Cmd {
	if s.err != nil {
		return nil
	}
	id := s.do
	s.do = ""
	return kit.Begin(s.env, s.Actions(), id)
}

func (s *screen) elsewhere() bool {
	return s.account != "" && s.env.Session.AWS != nil && s.env.Session.AWS.Account != s.account
}

// begin makes the tables of a store.
func (s *screen) begin(store string) tea.Cmd {
	s.setGates(store)
	userFilter, groupFilter := s.filter, ""
	if s.inGroups {
		userFilter, groupFilter = "", s.filter
	}
	s.users, s.groups = userTable(s.env, store, userFilter), groupTable(s.env, store, groupFilter)
	return tea.Batch(s.users.Init(), s.groups.Init())
}

// ready reports whether there is an identity store to show.
func (s *screen) ready() bool {
	return s.loaded && s.err == nil && s.instance != nil && s.instance.Store != ""
}

// Update passes a message on to the table that is shown.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(kit.Changed); ok {
		if !s.ready() {
			return s.ask()
		}
		return tea.Batch(s.ask(), s.users.Refresh(), s.groups.Refresh())
	}
	key, ok := msg.(tea.KeyMsg)
	switch {
	case !s.ready():
		if ok {
			s.pager.Key(key.String())
		}
		return nil
	case ok && !s.Typing() && s.switches(key.String()):
		s.inGroups = !s.inGroups
		return nil
	case s.inGroups:
		return s.groups.Update(msg)
	default:
		return s.users.Update(msg)
	}
}

func (s *screen) switches(key string) bool {
	k := s.env.Keys
	return k.Is(key, kit.KeyNext) || k.Is(key, kit.KeyPrevious) || k.Is(key, kit.KeyLeft) || k.Is(key, kit.KeyRight)
}

// SetSize gives the tables what the instance leaves.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.pager.SetSize(w, max(h-2, 1))
	s.pager.SetLines(s.prose())
	if s.ready() {
		room := max(h-len(s.facts())-2, 3)
		s.users.SetSize(w, room)
		s.groups.SetSize(w, room)
	}
}

func (s *screen) facts() []string {
	i := s.instance
	serves := "none yet: p shows what setting up SSO needs"
	if i.Application != "" {
		serves = i.Application
	}
	return kit.Facts(s.env.Theme, s.w, "Instance", i.ID+" ("+string(i.Type)+", "+string(i.Region)+")",
		"Identity store", i.Store+", source: "+i.Source.Title(), "Application", serves)
}

// prose is what stands here while there is no directory to show.
func (s *screen) prose() []string {
	switch {
	case !s.loaded:
		return []string{"Loading" + s.env.Theme.More}
	case s.err != nil:
		return kit.Unseen(s.env, s.err, s.account, s.w)
	case s.instance == nil:
		return kit.Paragraphs("IAM Identity Center is not enabled in AWS account "+string(s.env.Session.AWS.Account)+".\n\n"+
			"It keeps the users and groups of a company. Enable an instance with n: of type organization in a management account, or of type account for this account alone. "+
			"Then add users and groups by hand, or import a real directory with m.", s.w)
	case s.instance.Store == "":
		return kit.Paragraphs("The identity store of the instance "+s.instance.ID+" ("+string(s.instance.Type)+", "+string(s.instance.Region)+") was deleted, with its users and groups.\n\n"+
			"An instance has one identity store, and gets no other. Delete the instance with Z, and enable a new one then. "+
			"An Identity Center application that stood on it can only be deleted: v shows it.", s.w)
	default:
		return nil
	}
}

// View draws the instance over its users or groups, or the text.
func (s *screen) View() string {
	if !s.ready() {
		return s.tabs.View(s.w) + "\n\n" + s.pager.View()
	}
	head := append(append([]string{s.tabs.View(s.w)}, s.facts()...), s.titles())
	table := s.users.View
	if s.inGroups {
		table = s.groups.View
	}
	return text.Block(head, s.w, len(head)) + "\n" + table()
}

// titles name both tables; the one that is shown stands in brackets.
func (s *screen) titles() string {
	users, groups := "Users "+kit.Thousands(s.instance.Users), "Groups "+kit.Thousands(s.instance.Groups)
	strong := s.env.Theme.Strong
	if s.inGroups {
		return " " + users + "  " + strong.Render("["+groups+"]")
	}
	line := strong.Render("["+users+"]") + "  " + groups
	if s.users.Filter() != "" && s.users.Total() >= kit.MostMatches {
		line += "   the first " + kit.Thousands(kit.MostMatches) + " that match; type more to narrow it down"
	}
	return line
}

// OnAWSSide tells that it is a place of the AWS side.
func (s *screen) OnAWSSide() bool { return true }

// Title is the crumb.
func (s *screen) Title() string { return "Directory" }

// Topic is what the help opens.
func (s *screen) Topic() string { return "directory" }

// Typing reports whether letters go into a filter.
func (s *screen) Typing() bool {
	return s.ready() && (s.inGroups && s.groups.Typing() || !s.inGroups && s.users.Typing())
}

// Wants claims esc for the filter of the table that is shown.
func (s *screen) Wants(key string) bool {
	return s.ready() && (s.inGroups && s.groups.Wants(key) || !s.inGroups && s.users.Wants(key))
}

// Route remembers the table and its filter.
func (s *screen) Route() kit.Route {
	r := kit.To("directory", "account", string(s.account))
	switch {
	case !s.ready():
		return r
	case s.inGroups:
		return r.With("table", "groups").With("filter", s.groups.Filter())
	default:
		return r.With("filter", s.users.Filter())
	}
}
