package cli

import (
	"cmp"
	"fmt"
	"strings"

	"atrium/model"
	"atrium/model/vpccheck"
	"atrium/tui/text"
	"atrium/tui/vpcreport"
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

func vpcLines(r *vpccheck.Report, width int) []string {
	head := vpcreport.Title(r)
	lines := append([]string{head, strings.Repeat("=", text.Width(head))}, vpcreport.Indented(0, "", vpcreport.About(r), width)...)
	lines = append(lines, vpcreport.Indented(0, "", "read from "+r.Source, width)...)
	lines = append(lines, vpcreport.Checks(r, width)...)
	lines = append(lines, "", "Subnets")
	lines = append(lines, vpcreport.Subnets(r.Subnets, width)...)
	lines = append(lines, "", "The guide's troubleshooting list (atrium guide TOPIC says more)")
	for i := range r.Troubleshooting {
		lines = append(lines, vpcreport.Trouble(&r.Troubleshooting[i], width)...)
	}
	return lines
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
		lines = append(lines, vpcreport.Indented(2, "", fmt.Sprintf("%s %s: %d inbound and %d outbound rules", g.ID, g.Name, g.In, g.Out), width)...)
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
	lines = append(lines, vpcreport.Subnets(d.Chosen, width)...)
	for _, warning := range d.Warnings {
		lines = append(lines, vpcreport.Indented(0, "Mind: ", warning+".", width)...)
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
