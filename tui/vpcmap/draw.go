package vpcmap

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"atrium/model/vpccheck"
	"atrium/model/vpcfile"
	"atrium/tui/text"
)

// Options say what a drawing is made for.
type Options struct {
	// Width is how many cells a line may have. Below 40 lines are cut.
	Width int
	// ASCII asks for a drawing in which every byte is a printable ASCII character.
	ASCII bool
}

// Draw draws a VPC with what its check found, which has to be the check of this VPC. Each line is at most as wide
// as asked for, holds nothing that a terminal obeys, and is not styled.
func Draw(v *vpcfile.VPC, r *vpccheck.Report, o Options) []string {
	p := newPicture(v, r, max(o.Width, 1))
	p.head()
	p.gateways()
	p.zones()
	p.routeTables()
	p.securityGroups()
	p.elsewhere()
	p.unheld()
	p.findings()
	p.legend()
	for i, line := range p.lines {
		if line = text.Truncate(line, p.width); o.ASCII {
			line = ascii(line)
		}
		p.lines[i] = strings.TrimRight(line, " ")
	}
	return p.lines
}

// picture is a drawing in the making.
type picture struct {
	vpc    *vpcfile.VPC
	report *vpccheck.Report
	width  int
	marks  *marks
	lines  []string

	tables  map[string]*vpcfile.RouteTable
	subnets map[string]*vpcfile.Subnet
	nats    map[string]*vpcfile.NATGateway
	aclOf   map[string]*vpcfile.NetworkACL // by subnet
}

func newPicture(v *vpcfile.VPC, r *vpccheck.Report, width int) *picture {
	p := &picture{vpc: v, report: r, width: width, marks: newMarks(r), tables: map[string]*vpcfile.RouteTable{},
		subnets: map[string]*vpcfile.Subnet{}, nats: map[string]*vpcfile.NATGateway{}, aclOf: map[string]*vpcfile.NetworkACL{}}
	for i := range v.RouteTables {
		p.tables[v.RouteTables[i].ID] = &v.RouteTables[i]
	}
	for i := range v.Subnets {
		p.subnets[v.Subnets[i].ID] = &v.Subnets[i]
	}
	for i := range v.NATGateways {
		p.nats[v.NATGateways[i].ID] = &v.NATGateways[i]
	}
	for i := range v.NetworkACLs {
		for _, id := range v.NetworkACLs[i].Subnets {
			p.aclOf[id] = &v.NetworkACLs[i]
		}
	}
	return p
}

// add writes words behind a label, over as many lines as they take.
func (p *picture) add(label, words string) {
	p.lines = append(p.lines, text.Hanging(label, text.Visible(words), p.width)...)
}

// section begins a part of the drawing.
func (p *picture) section(title string) { p.lines = append(p.lines, "", title) }

// head says which VPC this is and what came of it.
func (p *picture) head() {
	v := p.vpc
	p.add("", v.ID+": "+strings.ToUpper(string(p.report.Verdict))+p.marks.beside(v.ID))
	var about []string
	if v.Name != "" {
		about = append(about, v.Name)
	}
	for _, block := range v.Blocks {
		about = append(about, block+p.marks.beside(block))
	}
	about = append(about, cmp.Or(v.Region, "Region not known"))
	if v.Account != "" {
		about = append(about, "account "+v.Account)
	}
	p.add("", strings.Join(about, ", "))
	p.lines = append(p.lines, "")
}

// gateways begin at the internet and lead down to the zones.
func (p *picture) gateways() {
	p.lines = append(p.lines, "the internet")
	attached := false
	for i := range p.vpc.InternetGateways {
		g := &p.vpc.InternetGateways[i]
		state := ", being attached or detached"
		if g.AttachedTo(p.vpc.ID) {
			attached, state = true, ", attached"
			p.lines = append(p.lines, "│")
		}
		p.add("", g.ID+p.marks.beside(g.ID)+state)
	}
	switch {
	case attached:
	case p.vpc.Holds(vpcfile.InternetGateways) == vpcfile.Whole:
		p.lines = append(p.lines, "× no internet gateway is attached")
	default:
		p.lines = append(p.lines, "? the internet gateway is not in the files")
	}
	for i := range p.vpc.NATGateways {
		if n := &p.vpc.NATGateways[i]; p.subnets[n.Subnet] == nil {
			p.add("", n.ID+p.marks.beside(n.ID)+", "+natWords(n)+p.whereNAT(n))
		}
	}
}

// whereNAT says of a NAT gateway that lies in none of the subnets where else it is.
func (p *picture) whereNAT(n *vpcfile.NATGateway) string {
	switch {
	case n.Regional:
		return ", for the whole Region"
	case n.Subnet == "":
		return ", in a subnet that the files do not name"
	}
	return ", in " + n.Subnet + ", which is not in the files"
}

// natWords tell how a NAT gateway does.
func natWords(n *vpcfile.NATGateway) string {
	words := cmp.Or(n.State, "of unknown state")
	if n.Private {
		words += ", private"
	}
	return words
}

// securityGroups are listed, since they belong to no subnet.
func (p *picture) securityGroups() {
	if len(p.vpc.SecurityGroups) == 0 {
		return
	}
	p.section("Security groups")
	for i := range p.vpc.SecurityGroups {
		g := &p.vpc.SecurityGroups[i]
		p.add("  ", g.ID+p.marks.beside(g.ID)+" "+g.Name)
	}
}

// elsewhere names what the check speaks of and the drawing has no place for, such as a gateway that is gone.
func (p *picture) elsewhere() {
	var left []string
	for _, id := range p.marks.left() {
		left = append(left, id+p.marks.beside(id))
	}
	if len(left) > 0 {
		p.section("Also spoken of by the check")
		p.add("  ", strings.Join(left, ", "))
	}
}

// unheld says which documents the drawing lacks, so that an empty place is not taken for nothing (VPC-19).
func (p *picture) unheld() {
	var lacking []string
	for k := vpcfile.VPCs; k <= vpcfile.Zones; k++ {
		switch p.vpc.Holds(k) {
		case vpcfile.Missing:
			lacking = append(lacking, k.Command())
		case vpcfile.Partial:
			lacking = append(lacking, k.Command()+" (the last page)")
		}
	}
	if len(lacking) > 0 {
		p.section("Not in the files, so it cannot be told")
		p.add("  ", strings.Join(lacking, ", "))
	}
}

// findings say what the marks mean.
func (p *picture) findings() {
	if len(p.marks.findings) == 0 {
		return
	}
	p.section("What the marks say")
	for _, f := range p.marks.findings {
		label := text.Pad(f.mark, 4)
		p.add(label, f.Title+" ("+f.ID+"): "+f.Message)
		if f.Fix != "" {
			p.add(text.Spaces(len(label)), "What to do: "+f.Fix)
		}
	}
}

// legend explains the words and the signs that the drawing uses.
func (p *picture) legend() {
	p.section("How to read it")
	p.add("  ", "!1 is not met, ?1 cannot be told, *1 is advice; each stands beside what decides it.")
	for _, kind := range kinds {
		if slices.ContainsFunc(p.report.Subnets, func(s vpccheck.Subnet) bool { return s.Kind == kind.kind }) {
			p.add("  ", fmt.Sprintf("%s: %s.", kind.word, kind.means))
		}
	}
}
