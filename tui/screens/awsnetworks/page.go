package awsnetworks

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/networkpage"
	"atrium/tui/text"
)

// page is one imported VPC (VPC-10, VPC-18).
type page struct {
	*networkpage.Page
	env         *kit.Env
	vpc, region string
	tabs        *kit.AWSTabs
	view        model.NetworkDetails
	err         error
	w           int
}

func newPage(env *kit.Env, r kit.Route) *page {
	return &page{env: env, vpc: r.Get("vpc"), region: r.Get("region"), tabs: kit.NewAWSTabsWithin(env, "aws-networks"),
		Page: networkpage.New(env, r.Get("part"))}
}

// Init asks for the VPC with its check.
func (p *page) Init() tea.Cmd {
	ask := func(ctx context.Context) (model.NetworkDetails, error) {
		return kit.Ask[model.NetworkDetails](ctx, p.env, &model.ShowNetwork{VPC: p.vpc, Region: p.region})
	}
	return kit.Go(p.env, p, ask, func(view model.NetworkDetails, err error) tea.Cmd {
		p.view, p.err = view, err
		p.Show(&p.view, err)
		return nil
	})
}

// Update asks again when something changed, and leaves the rest to the parts.
func (p *page) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(kit.Changed); ok {
		return p.Init()
	}
	return p.Page.Update(msg)
}

// Actions are the ways from part to part, and the places of the AWS side.
func (p *page) Actions() []kit.Action {
	if p.err != nil {
		return append([]kit.Action{kit.WayIn(p.env, p.err, "")}, p.tabs.Actions()...)
	}
	copyID := kit.Action{ID: "aws-networks.copy", Key: "y", Title: "copy VPC ID", Run: func() tea.Cmd { return p.env.Copy(p.vpc) }}
	return append(append(p.Page.Actions(), copyID), p.tabs.Actions()...)
}

// SetSize leaves the first line to the tabs.
func (p *page) SetSize(w, h int) {
	p.w = w
	p.Page.SetSize(w, max(h-1, 3))
}

// View draws the tabs and the part that is shown.
func (p *page) View() string { return text.Truncate(p.tabs.View(p.w), p.w) + "\n" + p.Page.View() }

// OnAWSSide tells that it is a place of the AWS side.
func (p *page) OnAWSSide() bool { return true }

// Title is the crumb.
func (p *page) Title() string { return p.vpc }

// Route keeps the part that is shown.
func (p *page) Route() kit.Route {
	return kit.To("aws-networks", "vpc", p.vpc, "region", p.region, "part", p.At())
}
