package vpcmap

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"atrium/model/vpccheck"
	"atrium/model/vpcfile"
)

// everywhere is the destination of a default route, which goes without saying in a subnet's cell.
const everywhere = "0.0.0.0/0"

// ways are the routes of a table that say of its subnets what they are: the default routes, and those to an
// internet gateway. What is wrong beyond that is said of a subnet as the reason why it cannot be used, but of a public one.
func (p *picture) ways(s *vpccheck.Subnet, t *vpcfile.RouteTable) []string {
	var ways []string
	main := vpccheck.DefaultRoute(t)
	if main == nil && s.Kind == vpccheck.Public {
		ways = append(ways, "no default route")
	}
	for i := range t.Routes {
		r := &t.Routes[i]
		if r != main && (r.IPv4 == everywhere || r.IPv6 != "::/0" && !toInternet(r)) {
			continue
		}
		words := way(r, "")
		if toInternet(r) {
			words += p.fault(r)
		}
		if r != main {
			words = destination(r) + " " + words
		}
		ways = append(ways, words)
	}
	return ways
}

func toInternet(r *vpcfile.Route) bool { return strings.HasPrefix(r.Target, "igw-") }

// way draws where a route leads, with the marks of what it leads to.
func way(r *vpcfile.Route, marks string) string {
	target := cmp.Or(r.Target, "nothing named") + marks
	if r.Blackhole {
		return "─× " + target + " blackhole"
	}
	return "─→ " + target
}

// fault says what keeps a gateway from working that a live route leads to, after a space and as far as the gateway
// itself tells; "" where nothing does.
func (p *picture) fault(r *vpcfile.Route) string {
	switch {
	case r.Blackhole:
	case toInternet(r):
		switch g := p.vpc.Gateway(r.Target); {
		case g == nil:
			return " not in the files"
		case !g.AttachedTo(p.vpc.ID):
			return " not attached"
		}
	case strings.HasPrefix(r.Target, "nat-"):
		switch n := p.nats[r.Target]; {
		case n == nil:
			return " not in the files"
		case n.State != "available" || n.Private:
			return " " + natWords(n)
		}
	}
	return ""
}

func destination(r *vpcfile.Route) string {
	return cmp.Or(r.IPv4, r.IPv6, r.PrefixList, "somewhere")
}

// routeTables lists the tables with all their ways out of the VPC.
func (p *picture) routeTables() {
	if len(p.vpc.RouteTables) == 0 {
		return
	}
	p.section("Routes out of the VPC")
	uses := map[string]int{}
	for i := range p.report.Subnets {
		uses[p.report.Subnets[i].RouteTable]++
	}
	for i := range p.vpc.RouteTables {
		t := &p.vpc.RouteTables[i]
		p.add("  ", p.tableWords(t, uses[t.ID]))
		p.routes(t)
	}
}

func (p *picture) tableWords(t *vpcfile.RouteTable, subnets int) string {
	words := t.ID + p.marks.beside(t.ID)
	if t.Name != "" {
		words += " (" + t.Name + ")"
	}
	if t.Main {
		words += ", the main table"
	}
	switch subnets {
	case 0:
		return words + ", used by no subnet"
	case 1:
		return words + ", used by 1 subnet"
	}
	return fmt.Sprintf("%s, used by %d subnets", words, subnets)
}

// listedRoutes is how many routes of a table are drawn: a gateway can bring hundreds.
const listedRoutes = 20

// routes lists the routes of a table that lead out of the VPC, default routes first.
func (p *picture) routes(t *vpcfile.RouteTable) {
	var out []*vpcfile.Route
	for i := range t.Routes {
		if t.Routes[i].Target != "local" {
			out = append(out, &t.Routes[i])
		}
	}
	slices.SortStableFunc(out, func(a, b *vpcfile.Route) int { return cmp.Compare(order(a), order(b)) })
	for i, r := range out {
		if i == listedRoutes {
			p.add("    ", fmt.Sprintf("and %d more", len(out)-i))
			break
		}
		words := destination(r) + " " + way(r, p.marks.beside(r.Target)) + p.fault(r)
		if kind := vpccheck.TargetWords(r.Target); kind != "" {
			words += " (" + kind + ")"
		}
		p.add("    ", words)
	}
	if len(out) == 0 {
		p.add("    ", "none")
	}
}

func order(r *vpcfile.Route) int {
	if r.IPv4 == everywhere || r.IPv6 == "::/0" {
		return 0
	}
	return 1
}
