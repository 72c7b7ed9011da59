// Package vpcreport puts the check of a VPC into lines for people: what is met and what is not, with what decides
// it and what to do (VPC-10), the subnets, and the guide's troubleshooting list (VPC-18). The lines are not styled,
// hold nothing that a terminal obeys, and keep ids whole, so that they can be copied.
package vpcreport

import (
	"cmp"
	"fmt"
	"strings"

	"atrium/model/vpccheck"
	"atrium/tui/text"
)

// Title says which VPC it is and what came of it.
func Title(r *vpccheck.Report) string {
	return text.Visible(r.VPC) + ": " + strings.ToUpper(string(r.Verdict))
}

// About says in a line what is known of the VPC: its name, its blocks, its Region, and the account that owns it.
func About(r *vpccheck.Report) string {
	about := []string{strings.Join(r.CIDRs, ", "), cmp.Or(r.Region, "Region not known")}
	if r.Account != "" {
		about = append(about, "account "+r.Account)
	}
	if r.Name != "" {
		about = append([]string{r.Name}, about...)
	}
	return strings.Join(about, " · ")
}

// sections group the checks of a report, what needs doing first.
var sections = []struct {
	verdict vpccheck.Verdict
	title   string
}{
	{vpccheck.NotMet, "Not met"}, {vpccheck.CannotTell, "Cannot tell"}, {vpccheck.Advice, "Advice"}, {vpccheck.Met, "Met"},
}

// Checks lists the checks under their verdicts: titles begin at the left, with an empty line before each.
func Checks(r *vpccheck.Report, width int) []string {
	var lines []string
	for _, s := range sections {
		lines = append(lines, section(r, s.verdict, s.title, width)...)
	}
	return lines
}

// section writes the checks with one verdict. Those that are met need no more than what decides them.
func section(r *vpccheck.Report, verdict vpccheck.Verdict, title string, width int) []string {
	var lines []string
	for i := range r.Checks {
		c := &r.Checks[i]
		if c.Verdict != verdict {
			continue
		}
		if verdict == vpccheck.Met {
			lines = append(lines, Indented(2, "", c.Title+": "+c.Message, width)...)
			continue
		}
		lines = append(lines, Indented(2, "", c.Title+" ("+c.ID+")", width)...)
		lines = append(lines, Indented(4, "", c.Message, width)...)
		lines = append(lines, Indented(4, "What to do: ", c.Fix, width)...)
		if len(c.Resources) > 0 {
			lines = append(lines, Indented(4, "Decided by: ", strings.Join(c.Resources, ", "), width)...)
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return append([]string{"", title}, lines...)
}

// Subnets lists the subnets with whether a connection can use them, and why.
func Subnets(list []vpccheck.Subnet, width int) []string {
	if len(list) == 0 {
		return []string{"  none"}
	}
	var lines []string
	for i := range list {
		s := &list[i]
		use := "not usable"
		if s.Usable {
			use = "usable"
		}
		lines = append(lines, Indented(2, "", fmt.Sprintf("%s %s %s: %s, %s", s.ID, s.Zone, s.CIDR, s.Kind, use), width)...)
		lines = append(lines, Indented(4, "", s.Why, width)...)
	}
	return lines
}

// Trouble is an entry of the guide's list with this VPC's verdict before it, and the topic behind it.
func Trouble(t *vpccheck.Trouble, width int) []string {
	return Indented(2, fmt.Sprintf("%d  %-11s ", t.Number, t.Verdict), t.Title+" ["+t.Topic+"]", width)
}

// Indented sets words behind an indent and a label, made harmless, and broken so that ids stay whole.
func Indented(indent int, label, words string, width int) []string {
	return text.Hanging(text.Spaces(indent)+label, text.Visible(words), width)
}
