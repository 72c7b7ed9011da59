package accounts

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/model/iam"
	"atrium/tui/kit"
	"atrium/tui/text"
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
		"Connected since", kit.Stamp(c.ConnectedAt)+" ("+kit.Ago(d.env.Service.Now(), c.ConnectedAt)+")",
		"Connection", c.ARN, "Billing account", billing, "Allowed billing tiers", tiersInWords(c.AllowedTiers))...)
}

// section heads a part of the page, and says where there is nothing in it.
func (d *details) section(title string, n int, nothing string) []string {
	lines := []string{"", d.env.Theme.Title.Render(title + " (" + strconv.Itoa(n) + ")")}
	if n == 0 {
		return append(lines, kit.Paragraphs(nothing, d.w)...)
	}
	return lines
}

// roles lists the IAM roles of the connection, with what is to mind about each.
func (d *details) roles() []string {
	lines := d.section("IAM roles available to CodeCatalyst", len(d.view.Roles), "None yet. Manage roles from AWS Management Console (r): create one, or add one that is there.")
	for _, role := range d.view.Roles {
		lines = append(lines, "", d.env.Theme.Strong.Render(text.Truncate(text.Visible(role.Name), d.w)))
		lines = append(lines, d.indented("", role.ARN+", since "+kit.Stamp(role.AddedAt))...)
		if role.Template != "" {
			lines = append(lines, d.indented("", "Created by the program: "+role.Template.Title()+".")...)
		}
		if role.Warning != "" {
			lines = append(lines, d.indented("! ", "Warning: "+role.Warning+".")...)
		}
		lines = append(lines, d.judgement(role)...)
		for _, user := range role.UsedBy {
			lines = append(lines, d.indented("", "Used by the "+user.Kind+" "+user.Name+".")...)
		}
	}
	return lines
}

// judgement says who can assume a role.
func (d *details) judgement(role model.RoleView) []string {
	if role.Judgement == nil {
		return d.indented("", "Its trust policy was not given, so that nobody can say here who can assume it.")
	}
	var lines []string
	for _, f := range role.Judgement.Findings {
		mark := "! "
		if f.Verdict == iam.Met {
			mark = d.env.Theme.Yes + " "
		}
		lines = append(lines, d.indented(mark, f.Message+".")...)
		if f.Fix != "" {
			lines = append(lines, d.indented("  ", "To mend it: "+f.Fix+".")...)
		}
	}
	return lines
}

// indented wraps a sentence under a role, with a mark before its first line.
func (d *details) indented(mark, sentence string) []string {
	indent := 2 + text.Width(mark)
	var lines []string
	for i, line := range kit.Paragraphs(sentence, max(d.w-indent, 1)) {
		if i == 0 {
			lines = append(lines, "  "+mark+line)
			continue
		}
		lines = append(lines, text.Spaces(indent)+line)
	}
	return lines
}

func (d *details) tags() []string {
	tags := d.view.Connection.Tags
	lines := d.section("Tags", len(tags), "None. They are added on the AWS side.")
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
	list := d.view.Dependents
	lines := d.section("What depends on it", len(list), "Nothing that is known here.")
	for _, dep := range list {
		role := dep.Role[strings.LastIndex(dep.Role, "/")+1:]
		lines = append(lines, d.indented("", dep.Kind+" "+dep.Name+", with the role "+role)...)
	}
	if len(list) > 0 {
		lines = append(lines, kit.Paragraphs("Removing the account is not recommended while something depends on it.", d.w)...)
	}
	return lines
}
