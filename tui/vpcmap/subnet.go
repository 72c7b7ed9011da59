package vpcmap

import (
	"cmp"

	"atrium/model/vpccheck"
	"atrium/tui/text"
)

// kinds are the kinds of subnets from the internet inwards, each with a word of its own.
var kinds = []struct {
	kind        vpccheck.SubnetKind
	word, means string
}{
	{vpccheck.Public, "PUBLIC", "its route table has a route to an internet gateway"},
	{vpccheck.Private, "PRIVATE", "its default route leads elsewhere than to an internet gateway"},
	{vpccheck.Isolated, "ISOLATED", "it has no default route"},
	{vpccheck.UnknownKind, "UNKNOWN", "its route table is not in the files"},
}

// cell draws a subnet in w cells: its kind, what it is, where it leads, what lies in it, and whether a connection
// can use it.
func (p *picture) cell(s *vpccheck.Subnet, kind string, w int) []string {
	lines := []string{ruled("┌ "+kind, "─", w)}
	for _, words := range p.inside(s) {
		for _, line := range text.Words(text.Visible(words), w-2) {
			for _, part := range text.Wrap(line, max(w-2, 1)) { // for an id that is wider than the cell
				lines = append(lines, "│ "+part)
			}
		}
	}
	return append(lines, ruled("└ "+use(s), "─", w))
}

func use(s *vpccheck.Subnet) string {
	if s.Usable {
		return "usable"
	}
	return "not usable"
}

// inside is what a subnet's cell says, in sentences that may take several lines.
func (p *picture) inside(s *vpccheck.Subnet) []string {
	said := []string{s.ID + p.marks.beside(s.ID)}
	if s.Name != "" {
		said = append(said, s.Name)
	}
	said = append(said, p.addresses(s))
	t := p.tables[s.RouteTable]
	if t == nil {
		said = append(said, "route table not known")
	} else {
		said = append(said, t.ID)
		said = append(said, p.ways(s, t)...)
	}
	for i := range p.vpc.NATGateways {
		if n := &p.vpc.NATGateways[i]; n.Subnet == s.ID {
			said = append(said, n.ID+p.marks.beside(n.ID)+" lies here, "+natWords(n))
		}
	}
	if acl := p.aclOf[s.ID]; acl != nil && p.marks.of[acl.ID] != "" {
		said = append(said, acl.ID+p.marks.beside(acl.ID))
	}
	if !s.Usable && s.Kind != vpccheck.Public {
		said = append(said, s.Why)
	}
	return said
}

func (p *picture) addresses(s *vpccheck.Subnet) string {
	if own := p.subnets[s.ID]; own != nil && own.IPv6Only {
		return "IPv6 addresses only"
	}
	return cmp.Or(s.CIDR, "no IPv4 block in the files")
}
