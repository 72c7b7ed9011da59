package accounts

import (
	"context"
	"maps"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// details is the page AWS account details of one connected account (ACC-09).
type details struct {
	env     *kit.Env
	space   string
	account model.AccountID
	gates   *kit.Gates
	pager   *kit.Pager
	view    model.AccountDetails
	err     error
	known   bool
	w, h    int
}

func newDetails(env *kit.Env, r kit.Route) *details {
	d := &details{env: env, space: r.Get("space"), account: model.AccountID(r.Get("account")), pager: kit.NewPager(env)}
	d.gates = kit.NewGates(env, &model.RequestAccount{Space: d.space}, &model.ChangeBillingAccount{Space: d.space})
	return d
}

// Init asks for the details.
func (d *details) Init() tea.Cmd {
	ask := func(ctx context.Context) (model.AccountDetails, error) {
		return kit.Ask[model.AccountDetails](ctx, d.env, &model.ShowAccount{Space: d.space, Account: d.account})
	}
	show := kit.Go(d.env, d, ask, func(view model.AccountDetails, err error) tea.Cmd {
		d.view, d.err, d.known = view, err, true
		d.compose()
		return nil
	})
	return tea.Batch(show, d.gates.Refresh())
}

// Title is the crumb.
func (d *details) Title() string { return string(d.account) }

// Topic is what the help explains.
func (d *details) Topic() string { return "account-connections" }

// Actions lead over to the AWS side, where the connection is managed.
func (d *details) Actions() []kit.Action {
	over := crossing{env: d.env, gates: d.gates, space: d.space, account: d.account, region: d.view.Region}
	return []kit.Action{
		over.action("r", "accounts.roles", "Manage roles in AWS", "account.request"), over.action("b", "accounts.billing", "Manage billing in AWS", "billing.account"),
		{ID: "accounts.copy", Key: "y", Title: "copy ARN", Run: func() tea.Cmd { return d.env.Copy(d.view.Connection.ARN) }},
	}
}

// Update refreshes and scrolls.
func (d *details) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case kit.Changed:
		return d.Init()
	case tea.KeyMsg:
		d.pager.Key(msg.String())
	}
	return nil
}

// SetSize wraps the page to the room.
func (d *details) SetSize(w, h int) {
	d.w, d.h = w, h
	d.pager.SetSize(w, h)
	d.compose()
}

// View draws the page.
func (d *details) View() string { return d.pager.View() }

// compose puts the page together.
func (d *details) compose() {
	switch {
	case d.err != nil:
		d.pager.SetLines(kit.BadLines(d.env.Theme, d.err, d.w))
	case !d.known:
		d.pager.SetLines([]string{"Loading" + d.env.Theme.More})
	default:
		d.pager.SetLines(slices.Concat(d.facts(), d.roles(), d.tags(), d.dependents()))
	}
}

func (d *details) facts() []string {
	v, t := d.view, d.env.Theme
	c := v.Connection
	billing := ""
	if c.Billing != nil {
		billing = "no"
		if *c.Billing {
			billing = "yes, it pays for " + v.Space
		}
	}
	lines := []string{t.Title.Render("AWS account details"), ""}
	return append(lines, kit.Facts(t, d.w,
		"AWS account ID", string(c.Account), "AWS account name", c.Name, "Description", v.Description,
		"AWS account status", v.AccountStatus.Title(),
		"Connected since", c.ConnectedAt.Stamp()+" ("+kit.Ago(d.env.Service.Now(), c.ConnectedAt)+")",
		"Connection", c.ARN, "Billing account", billing, "Allowed billing tiers", kit.TiersInWords(c.AllowedTiers))...)
}

// roles lists the IAM roles of the connection, with what is to mind about each.
func (d *details) roles() []string {
	lines := kit.SectionLines(d.env.Theme, d.w, "IAM roles available to CodeCatalyst", len(d.view.Roles),
		"None yet. Manage roles from AWS Management Console (r): create one, or add one that is there.")
	for _, role := range d.view.Roles {
		lines = append(append(lines, ""), kit.RoleLines(d.env.Theme, d.w, role)...)
	}
	return lines
}

func (d *details) tags() []string {
	tags := d.view.Connection.Tags
	lines := kit.SectionLines(d.env.Theme, d.w, "Tags", len(tags), "None. They are added on the AWS side.")
	var pairs []string
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		value := tags[key]
		if value == "" {
			value = "(empty)"
		}
		pairs = append(pairs, key, value)
	}
	return append(lines, kit.Facts(d.env.Theme, d.w, pairs...)...)
}

// dependents lists what would stop working without the connection (ACC-08).
func (d *details) dependents() []string {
	lines := kit.SectionLines(d.env.Theme, d.w, "What depends on it", len(d.view.Dependents), "Nothing that is known here.")
	return append(lines, kit.DependentLines(d.w, d.view.Dependents)...)
}
