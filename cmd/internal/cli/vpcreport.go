package cli

import (
	"cmp"
	"fmt"
	"strings"

	"atrium/model"
	"atrium/model/vpccheck"
	"atrium/tui/text"
)

// requirement is one check of one VPC, as another program reads it in a line.
type requirement struct {
	VPC     string           `json:"vpc"`
	Region  string           `json:"region"`
	Source  string           `json:"source"`
	Outcome vpccheck.Outcome `json:"outcome"`
	vpccheck.Requirement
}

func requirementRows(reports []vpccheck.Report) []requirement {
	rows := []requirement{}
	for i := range reports {
		r := &reports[i]
		for _, c := range r.Checks {
			rows = append(rows, requirement{r.VPC, r.Region, r.Source, r.Verdict, c})
		}
	}
	return rows
}

// reportWidth is how wide a report is where the terminal does not say.
const reportWidth = 80

// reportLines writes reports for people: first how many pass, then VPC by VPC what is not met with what to do,
// and the subnets.
func reportLines(reports []vpccheck.Report, width int) []string {
	width = cmp.Or(width, reportWidth)
	total := fmt.Sprintf("%d VPCs checked", len(reports))
	if len(reports) == 1 {
		total = "1 VPC checked"
	}
	lines := []string{fmt.Sprintf("%s: %d pass, %d fail, %d unknown.", total, count(reports, vpccheck.Pass), count(reports, vpccheck.Fail), count(reports, vpccheck.Unknown))}
	for i := range reports {
		lines = append(lines, "")
		lines = append(lines, vpcLines(&reports[i], width)...)
	}
	return lines
}

// sections group the checks of a report, what needs doing first.
var sections = []struct {
	verdict vpccheck.Verdict
	title   string
}{
	{vpccheck.NotMet, "Not met"}, {vpccheck.CannotTell, "Cannot tell"}, {vpccheck.Advice, "Advice"}, {vpccheck.Met, "Met"},
}

func vpcLines(r *vpccheck.Report, width int) []string {
	about := []string{strings.Join(r.CIDRs, ", "), cmp.Or(r.Region, "Region not known")}
	if r.Account != "" {
		about = append(about, "account "+r.Account)
	}
	if r.Name != "" {
		about = append([]string{r.Name}, about...)
	}
	head := fmt.Sprintf("%s: %s", text.Visible(r.VPC), strings.ToUpper(string(r.Verdict)))
	lines := append([]string{head, strings.Repeat("=", text.Width(head))}, indented(0, "", strings.Join(about, " · "), width)...)
	lines = append(lines, indented(0, "", "read from "+r.Source, width)...)
	for _, s := range sections {
		lines = append(lines, sectionLines(r, s.verdict, s.title, width)...)
	}
	lines = append(lines, "", "Subnets")
	if len(r.Subnets) == 0 {
		lines = append(lines, "  none")
	}
	for i := range r.Subnets {
		lines = append(lines, subnetLines(&r.Subnets[i], width)...)
	}
	lines = append(lines, "", "The guide's troubleshooting list (atrium guide TOPIC says more)")
	for _, t := range r.Troubleshooting {
		lines = append(lines, indented(2, fmt.Sprintf("%d  %-11s ", t.Number, t.Verdict), t.Title+" ["+t.Topic+"]", width)...)
	}
	return lines
}

// sectionLines writes the checks with one verdict. Those that are met need no more than what decides them.
func sectionLines(r *vpccheck.Report, verdict vpccheck.Verdict, title string, width int) []string {
	var lines []string
	for i := range r.Checks {
		c := &r.Checks[i]
		if c.Verdict != verdict {
			continue
		}
		if verdict == vpccheck.Met {
			lines = append(lines, indented(2, "", c.Title+": "+c.Message, width)...)
			continue
		}
		lines = append(lines, indented(2, "", c.Title+" ("+c.ID+")", width)...)
		lines = append(lines, indented(4, "", c.Message, width)...)
		lines = append(lines, indented(4, "What to do: ", c.Fix, width)...)
		if len(c.Resources) > 0 {
			lines = append(lines, indented(4, "Decided by: ", strings.Join(c.Resources, ", "), width)...)
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return append([]string{"", title}, lines...)
}

func subnetLines(s *vpccheck.Subnet, width int) []string {
	use := "not usable"
	if s.Usable {
		use = "usable"
	}
	lines := indented(2, "", fmt.Sprintf("%s %s %s: %s, %s", s.ID, s.Zone, s.CIDR, s.Kind, use), width)
	return append(lines, indented(4, "", s.Why, width)...)
}

// indented sets words behind an indent and a label, made harmless, and broken so that ids stay whole.
func indented(indent int, label, words string, width int) []string {
	return text.Hanging(text.Spaces(indent)+label, text.Visible(words), width)
}

// networkLines writes an imported VPC: its check, and its security groups, which a connection chooses from.
func networkLines(d *model.NetworkDetails, width int) []string {
	if d.Report == nil {
		return nil
	}
	width = cmp.Or(width, reportWidth)
	lines := append(vpcLines(d.Report, width), "", "Security groups")
	if len(d.SecurityGroups) == 0 {
		lines = append(lines, "  none in the files")
	}
	for _, g := range d.SecurityGroups {
		lines = append(lines, indented(2, "", fmt.Sprintf("%s %s: %d inbound and %d outbound rules", g.ID, g.Name, g.In, g.Out), width)...)
	}
	return lines
}

// connectionLines writes a VPC connection with what is to be minded about it, and the check of its VPC.
func connectionLines(d *model.VPCDetails, width int) []string {
	width = cmp.Or(width, reportWidth)
	lines := pairLines([]pair{{"VPC connection", d.Name}, {"Default", yesNo(d.Default)}, {"Verdict", string(d.Verdict)}, {"Broken", d.Broken}, {"VPC", d.VPC},
		{"Region", string(d.Region)}, {"AWS account", string(d.Account)}, {"VPC role", d.Role}, {"Security groups", strings.Join(d.SecurityGroups, ", ")},
		{"Environments", cmp.Or(strings.Join(d.Environments, ", "), "none")}, {"Added by", d.CreatedBy}, {"Added at", d.CreatedAt.String()}})
	lines = append(lines, "", "Its subnets")
	for i := range d.Chosen {
		lines = append(lines, subnetLines(&d.Chosen[i], width)...)
	}
	for _, warning := range d.Warnings {
		lines = append(lines, indented(0, "Mind: ", warning+".", width)...)
	}
	if d.Network.Report == nil {
		return lines
	}
	return append(append(lines, ""), networkLines(&d.Network, width)...)
}

func yesNo(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}
