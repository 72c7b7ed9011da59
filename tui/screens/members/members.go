// Package members shows who belongs to a space, in the tables that the guide names, and what may be done
// with each of them.
package members

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// screen holds the three tables of MEM-01; one of them is shown.
type screen struct {
	env    *kit.Env
	space  string
	tabs   *kit.SpaceTabs
	gates  *kit.Gates
	tables []*list
	at     int
	// federated tells that people come from a directory; closed says to those who could invite otherwise
	// why nobody is invited, added or removed here (MEM-09).
	federated bool
	closed    *kit.Reason
	// account is where the directory of a space with identity federation is managed, as far as it may be known.
	account model.AccountID
	w, h    int
}

// list is one of the tables, asked for when it is first shown.
type list struct {
	name, title, note string
	table             *kit.Table[row]
	count             int // -1 until it is known
	opened, stale     bool
}

// New makes the screen of members?space=…&table=…&filter=….
func New(env *kit.Env, r kit.Route) kit.Screen {
	space := r.Get("space")
	s := &screen{env: env, space: space, tabs: kit.NewSpaceTabs(env, "members", space)}
	s.gates = kit.NewGates(env,
		&model.InviteMember{Space: space}, &model.ResendInvitation{Space: space}, &model.CancelInvitation{Space: space},
		&model.ChangeRole{Space: space}, &model.RemoveMember{Space: space}, &model.RemoveAdministrator{Space: space},
		&model.InviteToProject{Space: space}, &model.LeaveProject{Space: space})
	s.tables = s.lists()
	for i, l := range s.tables {
		filter := ""
		if l.name == r.Get("table") {
			s.at, filter = i, r.Get("filter")
		}
		l.table = s.newTable(l.name, filter)
	}
	return s
}

// projectMembers is the table of those with a project role; the other two are the model's.
const projectMembers = "project-members"

func (s *screen) lists() []*list {
	return []*list{
		{name: string(model.AdministratorsTable), title: "Space administrators", count: -1,
			note: "They belong to every project implicitly, and have no project role."},
		{name: string(model.MembersTable), title: "Space members", count: -1,
			note: "Members and invitations with the role Power user or Limited access."},
		{name: projectMembers, title: "Project members", count: -1,
			note: "Members with a role in a project that you see."},
	}
}

func (s *screen) shown() *list { return s.tables[s.at] }

// Init asks for everything that is seen.
func (s *screen) Init() tea.Cmd {
	return tea.Batch(s.tabs.Init(), s.gates.Refresh(), s.count(), s.askFederation(), s.show(s.at))
}

// show brings a table to the front.
func (s *screen) show(at int) tea.Cmd {
	s.at = (at + len(s.tables)) % len(s.tables)
	l := s.shown()
	l.table.SetSize(s.w, s.tableHeight())
	switch {
	case !l.opened:
		l.opened = true
		return l.table.Init()
	case l.stale:
		l.stale = false
		return l.table.Refresh()
	default:
		return nil
	}
}

// count asks how long the tables are; two of them without reading them.
func (s *screen) count() tea.Cmd {
	ask := func(ctx context.Context) ([]int, error) {
		var counts []int
		for _, table := range []model.MemberTable{model.AdministratorsTable, model.MembersTable} {
			page, err := kit.Ask[model.Page[model.MemberView]](ctx, s.env, &model.ListMembers{Space: s.space, Table: table, Limit: 1})
			if err != nil {
				return nil, err
			}
			counts = append(counts, page.Total)
		}
		inProjects, err := kit.Ask[[]model.ProjectMemberView](ctx, s.env, &model.ListProjectMembers{Space: s.space})
		return append(counts, len(inProjects)), err
	}
	return kit.Go(s.env, "counts", ask, func(counts []int, err error) tea.Cmd {
		if err == nil {
			for i, n := range counts {
				s.tables[i].count = n
			}
		}
		return nil
	})
}

// askFederation lets the model say what it says to whoever invites into a federated space.
func (s *screen) askFederation() tea.Cmd {
	type answer struct {
		federated bool
		closed    *kit.Reason
		account   model.AccountID
	}
	ask := func(ctx context.Context) (answer, error) {
		state, err := kit.Ask[model.SyncState](ctx, s.env, &model.ShowSync{Space: s.space})
		if err != nil || !state.Federated {
			return answer{}, err
		}
		a := answer{federated: true}
		_, refused := s.env.Service.Check(ctx, s.env.Session, &model.InviteMember{Space: s.space, Email: "someone@example.com", Role: model.LimitedAccess})
		if r, ok := model.AsRefusal(refused); ok && r.Rule == "MEM-09" {
			a.closed = kit.ReasonOf(refused)
			a.closed.Fix += " The key d goes there."
		}
		if view, err := kit.Ask[model.SSOView](ctx, s.env, &model.ShowSSO{Space: s.space}); err == nil {
			a.account = view.Account
		}
		return a, nil
	}
	return kit.Go(s.env, "federation", ask, func(a answer, err error) tea.Cmd {
		if err == nil {
			s.federated, s.closed, s.account = a.federated, a.closed, a.account
		}
		return nil
	})
}

// Update passes a message on to whom it concerns.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case kit.Changed:
		for _, l := range s.tables {
			l.stale = l.opened
		}
		s.shown().stale = false
		return tea.Batch(s.tabs.Update(msg), s.gates.Refresh(), s.count(), s.shown().table.Refresh())
	case tea.KeyMsg:
		k, key := s.env.Keys, msg.String()
		switch {
		case s.shown().table.Typing():
		case k.Is(key, kit.KeyNext), k.Is(key, kit.KeyRight):
			return s.show(s.at + 1)
		case k.Is(key, kit.KeyPrevious), k.Is(key, kit.KeyLeft):
			return s.show(s.at - 1)
		}
	}
	return s.shown().table.Update(msg)
}

// SetSize gives the table what the lines around it leave.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.shown().table.SetSize(w, s.tableHeight())
}

// The tabs, the titles of the tables, the note and the line about the row stand around the table.
func (s *screen) tableHeight() int { return max(s.h-4, 3) }

// View draws the table that is shown under the titles of all three.
func (s *screen) View() string {
	head := []string{s.tabs.View(s.w), s.titles(), s.env.Theme.Dim.Render(text.Truncate(s.note(), s.w))}
	return text.Block(head, s.w, 3) + "\n" + s.shown().table.View() + "\n" + text.Truncate(s.about(), s.w)
}

// titles names the tables with how many rows they have; the one that is shown stands in brackets.
func (s *screen) titles() string {
	var b strings.Builder
	for i, l := range s.tables {
		title := l.title
		if l.count >= 0 {
			title += " " + kit.Thousands(l.count)
		}
		if i == s.at {
			b.WriteString(s.env.Theme.Strong.Render("["+title+"]") + " ")
			continue
		}
		b.WriteString(" " + title + "  ")
	}
	return text.Truncate(b.String(), s.w)
}

func (s *screen) note() string {
	if s.federated {
		return "People come from IAM Identity Center by the sync. d shows the directory."
	}
	return s.shown().note
}

// Title is the crumb.
func (s *screen) Title() string { return s.tabs.Title() }

// Topic is what the help opens.
func (s *screen) Topic() string { return "members" }

// Typing reports whether letters go into the filter.
func (s *screen) Typing() bool { return s.shown().table.Typing() }

// Wants claims esc for the table's filter.
func (s *screen) Wants(key string) bool { return s.shown().table.Wants(key) }

// Route remembers table and filter.
func (s *screen) Route() kit.Route {
	return kit.To("members", "space", s.space, "table", s.shown().name, "filter", s.shown().table.Filter())
}
