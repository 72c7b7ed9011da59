package members

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// row is someone in one of the tables. In the table of project members it stands once for each project.
type row struct {
	model.MemberView
	project     string
	projectRole model.ProjectRole
}

func (r row) invited() bool { return r.Status == model.StatusInvited }

// shownName is what the row is called: someone invited has no name here yet, only an address.
func (r row) shownName() string {
	if r.Name != "" {
		return r.Name
	}
	return r.Email
}

func (r row) id() string {
	if r.project != "" {
		return r.project + "\x00" + r.Alias + "\x00" + r.Email
	}
	return r.Handle
}

func (r row) role() string {
	if r.project != "" {
		return r.projectRole.Title()
	}
	return r.Role.Title()
}

// via marks a role that comes through a team (MEM-11).
func (r row) via() string {
	if r.ViaTeam {
		return "team"
	}
	return ""
}

// expires tells until when an invitation is good. It is a moment and not a time left, so that it stays
// true while nobody looks.
func (r row) expires() string {
	switch {
	case !r.invited() || r.Expires == 0:
		return ""
	case r.Expired:
		return "expired"
	default:
		return kit.Moment(r.Expires)
	}
}

func (s *screen) newTable(name, filter string) *kit.Table[row] {
	o := kit.TableOptions[row]{ID: row.id, Open: s.open, Filter: filter}
	if name == projectMembers {
		o.Source, o.Columns = s.projectSource(), projectColumns()
		o.Nothing = "Nobody has a role in a project that you see. Space administrators belong to every project without one. Press i to invite someone to a project."
		return kit.NewTable(s.env, o)
	}
	o.Source, o.Columns = s.memberSource(model.MemberTable(name)), memberColumns()
	o.Nothing = "Nobody stands in this table yet. Press i to invite someone by email."
	if name == string(model.AdministratorsTable) {
		o.Nothing = "This space has no Space administrator. In a space with identity federation one is chosen on the AWS side, under SSO."
	}
	return kit.NewTable(s.env, o)
}

func memberColumns() []kit.Column[row] {
	return []kit.Column[row]{
		{Title: "Display name", Min: 14, Flex: 3, Sort: "name", Cell: row.shownName},
		{Title: "Alias", Min: 11, Flex: 2, Sort: "alias", Cell: func(r row) string { return r.Alias }},
		{Title: "Role", Min: 19, Sort: "role", Cell: row.role},
		{Title: "Via", Min: 4, Cell: row.via},
		{Title: "Status", Min: 7, Sort: "status", Cell: func(r row) string { return r.Status.Title() }},
		{Title: "Expires", Min: 11, Priority: 1, Cell: row.expires},
		{Title: "Email", Min: 22, Flex: 2, Priority: 2, Sort: "email", Cell: func(r row) string { return r.Email }},
	}
}

func projectColumns() []kit.Column[row] {
	return []kit.Column[row]{
		{Title: "Display name", Min: 13, Flex: 3, Sort: "name", Cell: row.shownName},
		{Title: "Alias", Min: 10, Flex: 2, Sort: "alias", Cell: func(r row) string { return r.Alias }},
		{Title: "Project", Min: 12, Flex: 2, Sort: "project", Cell: func(r row) string { return r.project }},
		{Title: "Project role", Min: 21, Sort: "role", Cell: row.role},
		{Title: "Via", Min: 4, Cell: row.via},
		{Title: "Status", Min: 7, Sort: "status", Priority: 1, Cell: func(r row) string { return r.Status.Title() }},
	}
}

// memberSource asks for a window of a table; the model filters and sorts.
func (s *screen) memberSource(table model.MemberTable) kit.Source[row] {
	return kit.SourceFunc[row](func(ctx context.Context, v kit.View) ([]row, int, error) {
		page, err := kit.Ask[model.Page[model.MemberView]](ctx, s.env, &model.ListMembers{Space: s.space, Table: table,
			Filter: v.Filter, Sort: v.Sort, Descending: v.Desc, Offset: v.Offset, Limit: v.Limit})
		rows := make([]row, len(page.Items))
		for i, m := range page.Items {
			rows[i] = row{MemberView: m}
		}
		return rows, page.Total, err
	})
}

func (s *screen) projectSource() kit.Source[row] {
	return kit.List[row]{
		Rows: func(ctx context.Context) ([]row, error) {
			list, err := kit.Ask[[]model.ProjectMemberView](ctx, s.env, &model.ListProjectMembers{Space: s.space})
			rows := make([]row, len(list))
			for i, m := range list {
				rows[i] = row{project: m.Project, projectRole: m.Role, MemberView: model.MemberView{
					Alias: m.Alias, Name: m.Name, Email: m.Email, Status: m.Status, ViaTeam: m.ViaTeam}}
			}
			return rows, err
		},
		Text: func(r row) string {
			return strings.Join([]string{r.Name, r.Alias, r.Email, r.project, r.role(), r.Status.Title()}, " ")
		},
		Field: projectField,
	}
}

func projectField(r row, sort string) string {
	switch sort {
	case "alias":
		return r.Alias
	case "project":
		return r.project
	case "role":
		return r.role()
	case "status":
		return r.Status.Title()
	default:
		return r.shownName()
	}
}

// open shows everything about the person under the cursor.
func (s *screen) open(r row) tea.Cmd {
	title := r.shownName()
	return kit.Send(kit.Open{Dialog: kit.NewText(s.env, title, s.details(r), r.Email)})
}

// details are the lines of a person. A role through a team is told with what the person has of their own.
func (s *screen) details(r row) string {
	var b strings.Builder
	fact := func(label, value string) {
		if value != "" {
			b.WriteString(label + ": " + strings.Join(strings.Fields(value), " ") + "\n")
		}
	}
	fact("Display name", r.Name)
	fact("Alias", r.Alias)
	fact("Email", r.Email)
	fact("Status", r.Status.Title())
	if r.project != "" {
		fact("Project", r.project)
		fact("Project role", r.role()+through(r))
		return b.String() + "\nThe keys p and the table Space members tell more."
	}
	fact("Role", r.role()+through(r))
	if r.ViaTeam {
		fact("Own role", r.Own.Title())
	}
	fact("Teams", strings.Join(r.Teams, ", "))
	fact("Project roles", grants(r.Projects))
	if r.invited() {
		fact("Invited by", "@"+r.InvitedBy+" on "+r.Since.Stamp())
		fact("Expires", r.Expires.Stamp()+" ("+s.left(r)+")")
		return b.String()
	}
	fact("In the space since", r.Since.Stamp())
	if s.federated {
		fact("Groups", "kept in IAM Identity Center; the directory (key d) lists them for each user")
	}
	return b.String()
}

func through(r row) string {
	if r.ViaTeam {
		return " (through a team)"
	}
	return ""
}

func grants(list []model.Grant) string {
	words := make([]string, len(list))
	for i, g := range list {
		words[i] = g.Role.Title() + " in " + g.Project
	}
	return strings.Join(words, ", ")
}

func (s *screen) left(r row) string {
	if now := s.env.Service.Now(); now < r.Expires {
		return kit.Ago(now, r.Expires)
	}
	return "expired: resend it with e"
}
