package vpcconnections

import (
	"cmp"
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/model/vpccheck"
	"atrium/tui/kit"
	"atrium/tui/networkpage"
	"atrium/tui/text"
	"atrium/tui/vpcreport"
)

// page is one VPC connection: what it is made of, and its network.
type page struct {
	*networkpage.Page
	acts
	name  string
	tabs  *kit.SpaceTabs
	view  model.VPCDetails
	known bool
	w     int
}

func newPage(env *kit.Env, r kit.Route) *page {
	space := r.Get("space")
	p := &page{acts: newActs(env, space), name: r.Get("name"), tabs: kit.NewSpaceTabsWithin(env, "settings", space)}
	p.Page = networkpage.New(env, r.Get("part"), networkpage.Part{Name: "Connection", Lines: p.lines})
	return p
}

// Init asks for the connection and its network.
func (p *page) Init() tea.Cmd {
	ask := func(ctx context.Context) (model.VPCDetails, error) {
		return kit.Ask[model.VPCDetails](ctx, p.env, &model.ShowVPC{Space: p.space, Name: p.name})
	}
	show := kit.Go(p.env, p, ask, func(view model.VPCDetails, err error) tea.Cmd {
		p.view, p.known = view, err == nil
		p.Show(&p.view.Network, err)
		return nil
	})
	return tea.Batch(show, p.tabs.Init(), p.gates.Refresh())
}

// Update refreshes, and leaves the rest to the parts.
func (p *page) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(kit.Changed); ok {
		return tea.Batch(p.Init(), p.tabs.Update(msg))
	}
	return p.Page.Update(msg)
}

// Actions are those of the list on this connection. It is removed together with its page.
func (p *page) Actions() []kit.Action {
	if !p.known {
		return p.tabs.Actions()
	}
	actions := append(p.Page.Actions(), p.on(p.view.VPCView, func(model.Receipt) tea.Cmd { return kit.Send(kit.Back{}) })...)
	return append(append(actions, p.spaceActions()...), p.tabs.Actions()...)
}

// SetSize leaves the first line to the tabs.
func (p *page) SetSize(w, h int) {
	p.w = w
	p.Page.SetSize(w, max(h-1, 3))
}

// View draws the tabs and the part that is shown.
func (p *page) View() string { return text.Truncate(p.tabs.View(p.w), p.w) + "\n" + p.Page.View() }

// lines are what the connection is made of, and what to mind about it.
func (p *page) lines(w int) []string {
	if !p.known {
		return []string{"Loading" + p.env.Theme.More}
	}
	v, t := p.view, p.env.Theme
	title := v.Name
	if v.Default {
		title += " (default)"
	}
	lines := []string{t.Title.Render(text.Truncate("VPC connection "+text.Visible(title), w)), ""}
	if v.Broken != "" {
		lines = append(append(lines, vpcreport.Indented(0, "! ", "It does not work: "+v.Broken+".", w)...), "")
	}
	lines = append(lines, kit.Facts(t, w, "VPC", strings.TrimSpace(v.VPC+" "+v.Network.Name)+", in "+string(v.Region), "AWS account", account(v.VPCView),
		"VPC role", v.Role, "Check", state(v.VPCView), "Security groups", strings.Join(v.SecurityGroups, ", "),
		"Environments", cmp.Or(strings.Join(v.Environments, ", "), "none that you see"),
		"Works with", "EC2 compute and Linux; actions with it may take longer",
		"Created", v.CreatedAt.Stamp()+" by @"+v.CreatedBy, "Changed", changed(v.VPCConnection))...)
	lines = append(lines, kit.SectionLines(t, w, "Subnets", len(v.Subnets), "")...)
	lines = append(lines, p.subnets(w)...)
	lines = append(lines, kit.SectionLines(t, w, "To mind", len(v.Warnings), "Nothing: the network passes, and the role is this space's own.")...)
	for _, warning := range v.Warnings {
		lines = append(lines, vpcreport.Indented(0, "! ", warning+".", w)...)
	}
	return lines
}

func changed(v model.VPCConnection) string {
	if v.ChangedAt == 0 {
		return ""
	}
	return v.ChangedAt.Stamp()
}

// subnets are those of the connection, with what is known of them.
func (p *page) subnets(w int) []string {
	var list []vpccheck.Subnet
	for _, id := range p.view.Subnets {
		found := vpccheck.Subnet{ID: id, Why: "it is not among those that were imported last", Kind: vpccheck.UnknownKind}
		for _, s := range p.view.Chosen {
			if s.ID == id {
				found = s
			}
		}
		list = append(list, found)
	}
	return vpcreport.Subnets(list, w)
}

// Title is the crumb.
func (p *page) Title() string { return p.name }

// Topic is what the help explains.
func (p *page) Topic() string {
	if p.At() == "Connection" {
		return "vpc-connections"
	}
	return p.Page.Topic()
}

// Route keeps the part that is shown.
func (p *page) Route() kit.Route {
	return kit.To("vpcs", "space", p.space, "name", p.name, "part", p.At())
}
