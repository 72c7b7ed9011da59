// Package awsnetworks is the AWS side's place for networks: the VPCs that were imported of the signed-in account,
// which is what the VPC roles of the account see (VPC-03), the way in for real ones (VPC-11), and the page of each.
package awsnetworks

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

type row = model.NetworkView

// list is the list of the VPCs.
type list struct {
	*kit.Table[row]
	env   *kit.Env
	tabs  *kit.AWSTabs
	gates *kit.Gates
	do    string // what the route asks to begin with
	err   error  // why nothing can be seen from here
	w, h  int
}

// New makes the place: the VPCs of the account, or with one in the route its page.
func New(env *kit.Env, r kit.Route) kit.Screen {
	if r.Get("vpc") != "" {
		return newPage(env, r)
	}
	l := &list{env: env, do: r.Get("do"), tabs: kit.NewAWSTabs(env, "aws-networks"), gates: kit.NewGates(env, &model.ImportNetworks{})}
	l.Table = kit.NewTable(env, kit.TableOptions[row]{
		Source: kit.List[row]{
			Rows: func(ctx context.Context) ([]row, error) { return kit.Ask[[]row](ctx, env, &model.ListNetworks{}) },
			Text: func(r row) string {
				return r.VPC + " " + r.Name + " " + r.Region + " " + string(r.Verdict) + " " + strings.Join(r.CIDRs, " ")
			},
			Field: field,
		},
		Columns: []kit.Column[row]{
			{Title: "VPC ID", Min: 21, Sort: "vpc", Cell: func(r row) string { return r.VPC }},
			{Title: "Name", Min: 10, Flex: 2, Sort: "name", Cell: func(r row) string { return r.Name }},
			{Title: "Region", Min: 10, Sort: "region", Cell: func(r row) string { return r.Region }},
			{Title: "Check", Min: 7, Sort: "check", Cell: func(r row) string { return strings.ToUpper(string(r.Verdict)) }},
			{Title: "Usable subnets", Min: 14, Right: true, Cell: usable},
			{Title: "CIDR blocks", Min: 18, Flex: 1, Priority: 1, Cell: func(r row) string { return strings.Join(r.CIDRs, ", ") }},
			{Title: "Imported", Min: 12, Priority: 2, Cell: func(r row) string { return kit.Ago(env.Service.Now(), r.ImportedAt) }},
		},
		ID:      func(r row) string { return r.Region + "/" + r.VPC },
		Nothing: "No VPC of this AWS account is known here. Press m to import what aws ec2 describe-vpcs and the other describe commands print.",
		Filter:  r.Get("filter"),
		Open: func(r row) tea.Cmd {
			return kit.Goto(kit.To("aws-networks", "vpc", r.VPC, "region", r.Region))
		},
	})
	return l
}

// usable is how many of the subnets a VPC connection can use.
func usable(r row) string { return kit.Thousands(r.Usable) + " of " + kit.Thousands(r.Subnets) }

func field(r row, sort string) string {
	switch sort {
	case "name":
		return r.Name
	case "region":
		return r.Region
	case "check":
		return string(r.Verdict)
	default:
		return r.VPC
	}
}

// Init asks for the VPCs, where one may see them.
func (l *list) Init() tea.Cmd { return tea.Batch(l.ask(), l.Table.Init(), l.gates.Refresh()) }

// ask finds out whether one is signed in as it takes (ACC-12), and begins what the route asks for.
func (l *list) ask() tea.Cmd {
	ask := func(ctx context.Context) (struct{}, error) {
		return struct{}{}, l.env.Service.May(ctx, l.env.Session, &model.ListNetworks{})
	}
	return kit.Go(l.env, l, ask, func(_ struct{}, err error) tea.Cmd {
		l.err = err
		do := l.do
		l.do = ""
		return kit.Begin(l.env, l.Actions(), do)
	})
}

// Update refreshes, and leaves the rest to the table.
func (l *list) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(kit.Changed); ok {
		return tea.Batch(l.ask(), l.gates.Refresh(), l.Table.Update(msg))
	}
	return l.Table.Update(msg)
}

// Actions are the import, the way in to another account, and the places of the AWS side.
func (l *list) Actions() []kit.Action {
	if l.err != nil {
		return append([]kit.Action{kit.WayIn(l.env, l.err, "")}, l.tabs.Actions()...)
	}
	actions := []kit.Action{
		kit.ImportAction(l.env, "m", l.env.Service.Entry("vpc.import"), l.gates.Reason("vpc.import"), "atrium vpc import --dir FOLDER --aws "+string(l.account()), l.begin),
		kit.SignInAction(l.env, ""),
	}
	return append(append(actions, l.tabs.Actions()...), l.Table.Actions()...)
}

// account is the one that is signed in to; empty for none.
func (l *list) account() model.AccountID {
	if aws := l.env.Session.AWS; aws != nil {
		return aws.Account
	}
	return ""
}

// begin asks for the files of an import.
func (l *list) begin() tea.Cmd {
	return kit.Send(kit.Open{Dialog: kit.NewImport(l.env, &model.ImportNetworks{}, kit.ImportOptions{
		Title: "Import the VPCs of AWS account " + string(l.account()), Fields: []string{"dir", "region"},
		Given: []string{"What aws ec2 describe-vpcs, -subnets, -route-tables, -internet-gateways, -nat-gateways, -network-acls, -security-groups and -availability-zones print, in files of any name.",
			"What the files hold of a Region takes the place of what was imported of it before."},
		Said: imported,
	})})
}

// imported says what an import came to.
func imported(receipt model.Receipt) string {
	in := receipt.Result.(model.NetworksImported)
	said := kit.Counted(in.VPCs, "VPC", "VPCs") + " of " + strings.Join(in.Regions, ", ") + ": " + kit.Thousands(in.Added) + " new, " +
		kit.Thousands(in.Changed) + " changed, " + kit.Thousands(in.Removed) + " no longer there.\n"
	if len(in.Failing) > 0 {
		said += "\n" + kit.Thousands(len(in.Failing)) + " of them do not pass the check; the list shows which, and enter shows why.\n"
	}
	if len(in.Notes) > 0 {
		said += "\nNotes on the files:\n- " + strings.Join(in.Notes, "\n- ") + "\n"
	}
	return said
}

// headLines stand above the table: the tabs and the title.
const headLines = 3

// SetSize leaves the first lines to the tabs and the title, and one to the row.
func (l *list) SetSize(w, h int) {
	l.w, l.h = w, h
	l.Table.SetSize(w, max(h-headLines-1, 3))
}

// View draws the VPCs, or why they cannot be seen.
func (l *list) View() string {
	title := l.env.Theme.Title.Render(text.Truncate("VPCs that the roles of this account see", l.w))
	head := text.Block([]string{l.tabs.View(l.w), "", title}, l.w, headLines) + "\n"
	if l.err != nil {
		return head + text.Block(kit.Unseen(l.env, l.err, "", l.w), l.w, max(l.h-headLines, 3))
	}
	return head + l.Table.View() + "\n" + l.env.Theme.Dim.Render(text.Truncate(l.about(), l.w))
}

func (l *list) about() string {
	r, some := l.Row()
	if !some {
		return ""
	}
	return text.Visible(strings.Join(r.CIDRs, ", ") + ", imported " + r.ImportedAt.Stamp() + ". enter shows the check and the picture.")
}

// OnAWSSide tells that it is a place of the AWS side.
func (l *list) OnAWSSide() bool { return true }

// Title is the crumb.
func (l *list) Title() string { return "VPCs" }

// Topic is what the help explains: where nothing can be seen, the guide's own entry on it (HLP-03).
func (l *list) Topic() string {
	if topic := kit.TopicOf(l.err); topic != "" {
		return topic
	}
	return "vpc-import"
}

// Route keeps the filter.
func (l *list) Route() kit.Route { return kit.To("aws-networks", "filter", l.Filter()) }
