package vpcadd

import (
	"cmp"
	"context"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/model/iam"
	"atrium/model/vpccheck"
	"atrium/tui/kit"
)

// makeTables makes the steps that choose among what there is. Each asks for its rows when it is shown, with what
// was chosen before it.
func (s *screen) makeTables() {
	s.accounts = kit.NewTable(s.env, s.accountTable())
	s.roles = kit.NewTable(s.env, s.roleTable())
	s.vpcs = kit.NewTable(s.env, s.vpcTable())
	s.subnets = kit.NewTable(s.env, s.subnetTable())
	s.groups = kit.NewTable(s.env, s.groupTable())
}

func (s *screen) accountTable() kit.TableOptions[model.ConnectionView] {
	type account = model.ConnectionView
	return kit.TableOptions[account]{
		Source: kit.List[account]{
			Rows: func(ctx context.Context) ([]account, error) {
				list, err := kit.Ask[[]account](ctx, s.env, &model.ListAccounts{Space: s.space})
				return slices.DeleteFunc(list, func(c account) bool { return c.Status != model.StatusConnected }), err
			},
			Text:  func(c account) string { return string(c.Account) + " " + c.Name },
			Field: func(c account, _ string) string { return string(c.Account) },
		},
		Columns: []kit.Column[account]{
			{Title: "AWS account", Min: 12, Sort: "account", Cell: func(c account) string { return string(c.Account) }},
			{Title: "Name", Min: 16, Flex: 1, Cell: func(c account) string { return c.Name }},
			{Title: "IAM roles", Min: 9, Right: true, Cell: func(c account) string { return kit.Thousands(len(c.Roles)) }},
		},
		ID:      func(c account) string { return string(c.Account) },
		Nothing: "No AWS account is connected to the space. Connect one under Accounts first.",
		Open:    s.chooseAccount,
	}
}

func (s *screen) roleTable() kit.TableOptions[model.VPCRoleView] {
	type role = model.VPCRoleView
	return kit.TableOptions[role]{
		Source: kit.List[role]{
			Rows: func(ctx context.Context) ([]role, error) {
				return kit.Ask[[]role](ctx, s.env, &model.ListVPCRoles{Space: s.space, Account: s.given.Load().account})
			},
			Text:  func(r role) string { return r.Name + " " + fits(r) },
			Field: func(r role, _ string) string { return r.Name },
		},
		Columns: []kit.Column[role]{
			{Title: "IAM role", Min: 40, Flex: 1, Sort: "name", Cell: func(r role) string { return r.Name }},
			{Title: "VPC role", Min: 26, Cell: fits},
			{Title: "Trust", Min: 14, Priority: 1, Cell: trust},
		},
		ID:      func(r role) string { return r.ARN },
		Nothing: "No IAM role is available through this account. Add one on the AWS side: r goes there.",
		Open:    s.chooseRole,
	}
}

// actions is how many actions a VPC role must hold (VPC-04).
const actions = 7

// fits says in words whether a role can be a VPC role.
func fits(r model.VPCRoleView) string {
	switch {
	case r.Fits:
		return "holds the seven actions"
	case !r.Known:
		return "not known, no choices"
	}
	return "lacks " + kit.Thousands(len(r.Lacks)) + " of " + kit.Thousands(actions) + ", no choices"
}

// trust says in a word or two who can assume a role.
func trust(r model.VPCRoleView) string {
	if r.Judgement == nil {
		return "not known"
	}
	switch r.Judgement.Verdict {
	case iam.Fits:
		return "this space"
	case iam.Unrestricted:
		return "any space"
	case iam.NotFromProjects:
		return "no project"
	case iam.OtherSpace:
		return "another space"
	case iam.NotAssumable:
		return "no space"
	default:
		return "unclear"
	}
}

func (s *screen) vpcTable() kit.TableOptions[model.NetworkView] {
	type vpc = model.NetworkView
	return kit.TableOptions[vpc]{
		Source: kit.List[vpc]{
			Rows: func(ctx context.Context) ([]vpc, error) {
				c := s.given.Load()
				list, err := kit.Ask[[]vpc](ctx, s.env, &model.ListVPCChoices{Space: s.space, Account: c.account, Role: c.role})
				slices.SortStableFunc(list, func(a, b vpc) int { return barred(a) - barred(b) })
				return list, err
			},
			Text: func(v vpc) string {
				return v.VPC + " " + v.Name + " " + strings.Join(v.CIDRs, " ") + " " + string(v.Verdict)
			},
			Field: func(v vpc, _ string) string { return v.VPC },
		},
		Columns: []kit.Column[vpc]{
			{Title: "VPC ID", Min: 21, Sort: "vpc", Cell: func(v vpc) string { return v.VPC }},
			{Title: "Name", Min: 10, Flex: 1, Cell: func(v vpc) string { return v.Name }},
			{Title: "Check", Min: 7, Cell: func(v vpc) string { return strings.ToUpper(string(v.Verdict)) }},
			{Title: "Usable subnets", Min: 14, Right: true, Cell: func(v vpc) string { return kit.Thousands(v.Usable) + " of " + kit.Thousands(v.Subnets) }},
			{Title: "Offered", Min: 8, Cell: func(v vpc) string { return offered(v.Barred == "") }},
			{Title: "Region", Min: 10, Priority: 1, Cell: func(v vpc) string { return v.Region }},
		},
		ID:      func(v vpc) string { return v.Region + "/" + v.VPC },
		Nothing: "The role sees no VPC: nothing was imported of this AWS account yet. i goes to its AWS side, where that is done.",
		Open:    s.chooseVPC,
	}
}

// barred brings what cannot be chosen behind the rest.
func barred(v model.NetworkView) int { return min(len(v.Barred), 1) }

func offered(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}

func (s *screen) subnetTable() kit.TableOptions[vpccheck.Subnet] {
	type subnet = vpccheck.Subnet
	return kit.TableOptions[subnet]{
		Source: kit.List[subnet]{
			Rows: func(context.Context) ([]subnet, error) {
				d := s.offer.Load()
				if d == nil {
					return nil, nil
				}
				list := slices.Clone(d.Report.Subnets)
				slices.SortStableFunc(list, func(a, b subnet) int { return cmp.Or(cmp.Compare(a.Zone, b.Zone), rank(a)-rank(b)) })
				return list, nil
			},
			Text: func(n subnet) string {
				return n.Zone + " " + n.ID + " " + n.Name + " " + n.CIDR + " " + string(n.Kind)
			},
			Field: func(n subnet, _ string) string { return n.ID },
		},
		Columns: []kit.Column[subnet]{
			{Title: "Zone", Min: 12, Cell: func(n subnet) string { return n.Zone }},
			{Title: "Subnet", Min: 24, Sort: "subnet", Cell: func(n subnet) string { return n.ID }},
			{Title: "Kind", Min: 8, Cell: func(n subnet) string { return string(n.Kind) }},
			{Title: "Offered", Min: 7, Cell: func(n subnet) string { return offered(n.Usable) }},
			{Title: "CIDR block", Min: 15, Cell: func(n subnet) string { return n.CIDR }},
			{Title: "Name", Min: 12, Flex: 1, Priority: 1, Cell: func(n subnet) string { return n.Name }},
		},
		ID: func(n subnet) string { return n.ID }, Multi: true,
		Nothing: "The VPC has no subnet that is known here.",
		Open:    func(subnet) tea.Cmd { return s.next() },
	}
}

// rank brings the subnets of a zone that are offered before the others.
func rank(n vpccheck.Subnet) int {
	if n.Usable {
		return 0
	}
	return 1
}

func (s *screen) groupTable() kit.TableOptions[model.SecurityGroupView] {
	type group = model.SecurityGroupView
	return kit.TableOptions[group]{
		Source: kit.List[group]{
			Rows: func(context.Context) ([]group, error) {
				d := s.offer.Load()
				if d == nil {
					return nil, nil
				}
				return d.SecurityGroups, nil
			},
			Text:  func(g group) string { return g.ID + " " + g.Name },
			Field: func(g group, sort string) string { return cmp.Or(map[string]string{"name": g.Name}[sort], g.ID) },
		},
		Columns: []kit.Column[group]{
			{Title: "Security group", Min: 22, Sort: "id", Cell: func(g group) string { return g.ID }},
			{Title: "Name", Min: 16, Flex: 1, Sort: "name", Cell: func(g group) string { return g.Name }},
			{Title: "Outbound rules", Min: 14, Right: true, Cell: func(g group) string { return kit.Thousands(g.Out) }},
			{Title: "Inbound rules", Min: 13, Right: true, Cell: func(g group) string { return kit.Thousands(g.In) }},
		},
		ID: func(g group) string { return g.ID }, Multi: true,
		Nothing: "The VPC has no security group that is known here.",
		Open:    func(group) tea.Cmd { return s.next() },
	}
}
