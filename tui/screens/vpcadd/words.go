package vpcadd

import (
	"context"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/networkpage"
	"atrium/tui/text"
	"atrium/tui/vpcreport"
)

// above is what stands over the table of a step: what is chosen, what for, and what was refused.
func (s *screen) above() []string {
	t := s.env.Theme
	title, words := s.titles()
	lines := append([]string{t.Title.Render(text.Truncate(text.Visible(title), s.w))}, kit.Paragraphs(words, s.w)...)
	if s.refused != nil {
		lines = append(lines, kit.BadLines(t, s.refused, s.w)...)
	}
	return append(lines, "")
}

func (s *screen) titles() (title, words string) {
	switch s.at {
	case accountStep:
		return "AWS account connection", "Through which AWS account does the space reach the VPC? enter chooses."
	case roleStep:
		return "VPC role", "It shows what there is to choose from, and makes the network interfaces. It must hold seven EC2 actions; p shows the policies."
	case vpcStep:
		return "VPC", "Those that the role sees. One of the space's Region can be chosen; v shows the check of the one under the cursor."
	case subnetStep:
		return "Subnets of " + s.choice.vpc, "One private subnet in each Availability Zone in which work is to run. space chooses, enter goes on."
	default:
		return "Security groups of " + s.choice.vpc, "One to five. They must let traffic out; inbound rules are not needed. space chooses, enter goes on."
	}
}

// about is what is to know of the row under the cursor.
func (s *screen) about() []string {
	if s.refused != nil {
		return nil // it says more
	}
	var words string
	switch s.at {
	case accountStep:
		if c, some := s.accounts.Row(); some && len(c.Roles) == 0 {
			words = "! No IAM role is available through " + string(c.Account) + ": add one on its AWS side."
		}
	case roleStep:
		if r, some := s.roles.Row(); some {
			words = aboutRole(r)
		}
	case vpcStep:
		if v, some := s.vpcs.Row(); some {
			words = aboutVPC(v)
		}
	case subnetStep:
		if n, some := s.subnets.Row(); some && n.Usable {
			words = "Offered: " + n.Why + "."
		} else if some {
			words = "! Not offered: " + n.Why + "."
		}
	case groupStep:
		if g, some := s.groups.Row(); some && g.In > 0 {
			words = "* It has " + kit.Counted(g.In, "inbound rule", "inbound rules") + ". A connection needs none; choose another group where there is one."
		}
	}
	if words == "" {
		return nil
	}
	return vpcreport.Indented(0, "", words, s.w)
}

func aboutRole(r model.VPCRoleView) string {
	words := ""
	switch {
	case !r.Known:
		words = "! What it permits is not known here: give its permission policy on the AWS side (r)."
	case !r.Fits:
		words = "! It lacks " + strings.Join(r.Lacks, ", ") + "."
	}
	if r.Judgement == nil {
		return words + " Its trust policy was not given."
	}
	return strings.TrimSpace(words + " Trust policy: " + kit.TrustInWords(r.Judgement.Verdict) + ".")
}

func aboutVPC(v model.NetworkView) string {
	if v.Barred != "" {
		return "! Not offered: " + v.Barred + "."
	}
	return strings.Join(v.CIDRs, ", ") + ", imported " + v.ImportedAt.Stamp() + ". " + strconv.Itoa(v.Usable) + " of its " + kit.Counted(v.Subnets, "subnet", "subnets") + " can be used."
}

// Actions are the way on, and the ways to what is missing.
func (s *screen) Actions() []kit.Action {
	if s.err != nil || !s.known || s.at >= nameStep {
		return nil
	}
	acts := []kit.Action{{ID: "vpc-add.next", Key: "c", Title: "Next", Run: s.choose}}
	switch s.at {
	case roleStep:
		acts = append(acts, kit.Action{ID: "vpc.policy", Key: "p", Title: "policies", Run: func() tea.Cmd { return kit.VPCPolicies(s.env, s.space) }},
			s.over("r", "vpc-add.roles", "roles in AWS", kit.To("aws-space", "space", s.space)))
	case vpcStep:
		acts = append(acts, s.check(), s.over("i", "vpc-add.networks", "VPCs in AWS", kit.To("aws-networks")))
	case subnetStep, groupStep:
		acts = append(acts, s.check())
	}
	return append(acts, s.table().Actions()...)
}

// over goes over to the AWS side of the chosen account. What was chosen comes back with the route.
func (s *screen) over(key, id, title string, to kit.Route) kit.Action {
	return kit.Action{ID: id, Key: key, Title: title, Run: func() tea.Cmd {
		s.leaving = !kit.OnAccount(s.env.Session, s.choice.account)
		return kit.Cross(s.env, s.choice.account, "", to)
	}}
}

// choose does what enter does on the row under the cursor.
func (s *screen) choose() tea.Cmd {
	switch s.at {
	case accountStep:
		if c, some := s.accounts.Row(); some {
			return s.chooseAccount(c)
		}
	case roleStep:
		if r, some := s.roles.Row(); some {
			return s.chooseRole(r)
		}
	case vpcStep:
		if v, some := s.vpcs.Row(); some {
			return s.chooseVPC(v)
		}
	default:
		return s.next()
	}
	return nil
}

// check shows the check and the picture of a VPC over the wizard.
func (s *screen) check() kit.Action {
	return kit.Action{ID: "vpc-add.check", Key: "v", Title: "check", Run: func() tea.Cmd {
		c := s.choice
		if v, some := s.vpcs.Row(); some && s.at == vpcStep {
			c.vpc = v.VPC
		}
		ask := func(ctx context.Context) (model.NetworkDetails, error) {
			return kit.Ask[model.NetworkDetails](ctx, s.env, &model.ShowVPCChoice{Space: s.space, Account: c.account, Role: c.role, VPC: c.vpc})
		}
		return kit.Go(s.env, "check", ask, func(d model.NetworkDetails, err error) tea.Cmd {
			if err != nil {
				return kit.Tell(s.env, "Check of "+c.vpc, err)
			}
			return kit.Send(kit.Open{Dialog: networkpage.NewDialog(s.env, &d)})
		})
	}}
}
