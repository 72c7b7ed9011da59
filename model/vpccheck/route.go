package vpccheck

import (
	"fmt"
	"slices"
	"strings"

	"atrium/model/vpcfile"
)

// everywhere is the destination of a default route.
const everywhere = "0.0.0.0/0"

// DefaultRoute is the IPv4 default route of a table; nil where it has none. A route that was set by hand goes
// before one that a VPN gateway brought.
func DefaultRoute(t *vpcfile.RouteTable) *vpcfile.Route {
	var found *vpcfile.Route
	for i := range t.Routes {
		r := &t.Routes[i]
		if r.IPv4 == everywhere && (found == nil || found.Propagated && !r.Propagated) {
			found = r
		}
	}
	return found
}

// toInternet tells whether a table has any route to an internet gateway, which makes its subnets public (VPC-07).
func toInternet(t *vpcfile.RouteTable) bool {
	return slices.ContainsFunc(t.Routes, func(r vpcfile.Route) bool { return strings.HasPrefix(r.Target, "igw-") })
}

// targetWords say what a route leads to, by the beginning of its id.
var targetWords = []struct{ prefix, words string }{
	{"igw-", "an internet gateway"}, {"nat-", "a NAT gateway"}, {"vgw-", "a VPN gateway"}, {"tgw-", "a transit gateway"},
	{"pcx-", "a peering connection"}, {"vpce-", "a VPC endpoint"}, {"i-", "an instance"}, {"eni-", "a network interface"},
	{"eigw-", "an egress-only internet gateway"}, {"lgw-", "a local gateway"}, {"cagw-", "a carrier gateway"}, {"arn:", "a core network"},
}

// TargetWords say what a route leads to, such as “a NAT gateway”; "" for what is told by no prefix of its id.
func TargetWords(target string) string {
	for _, t := range targetWords {
		if strings.HasPrefix(target, t.prefix) {
			return t.words
		}
	}
	return ""
}

func targetWord(target string) string {
	if words := TargetWords(target); words != "" {
		return words + " (" + target + ")"
	}
	if target == "" {
		return "nothing that the files name"
	}
	return target
}

// wayOut judges the default route of a private subnet's table, up to the internet.
func (e *exam) wayOut(t *vpcfile.RouteTable) finding {
	r := DefaultRoute(t)
	here := []string{t.ID}
	point := fmt.Sprintf("Set the route of %s for %s to a public NAT gateway in a public subnet.", t.ID, everywhere)
	switch {
	case r == nil && e.hiddenDefault(t):
		return finding{verdict: CannotTell, resources: here, why: fmt.Sprintf("%s has no default route, and a prefix list that leads to a NAT gateway", t.ID),
			fix: fmt.Sprintf("Look whether the prefix list holds %s, or add a route for it to %s.", everywhere, t.ID)}
	case r == nil:
		return finding{verdict: NotMet, why: fmt.Sprintf("%s has no route for %s", t.ID, everywhere), resources: here, fix: point}
	case r.Blackhole:
		return finding{verdict: NotMet, broken: true, resources: []string{t.ID, r.Target}, fix: point,
			why: fmt.Sprintf("the default route of %s is a blackhole: %s is gone", t.ID, targetWord(r.Target))}
	case !strings.HasPrefix(r.Target, "nat-"):
		return finding{verdict: NotMet, resources: []string{t.ID, r.Target}, fix: point,
			why: fmt.Sprintf("the default route of %s goes to %s, not to a NAT gateway", t.ID, targetWord(r.Target))}
	}
	nat := e.judgeNAT(r.Target)
	nat.resources = append(here, nat.resources...)
	return nat
}

// hiddenDefault tells a table whose way to a NAT gateway is a prefix list: what it holds is not in the files.
func (e *exam) hiddenDefault(t *vpcfile.RouteTable) bool {
	return slices.ContainsFunc(t.Routes, func(r vpcfile.Route) bool {
		return r.PrefixList != "" && strings.HasPrefix(r.Target, "nat-")
	})
}

// wayToGateway judges the default route of a public subnet's table.
func (e *exam) wayToGateway(p *place) finding {
	if p.table == nil {
		return missing(vpcfile.RouteTables, fmt.Sprintf("the route table of %s is not in the files", p.subnet.ID), p.subnet.ID)
	}
	t, r := p.table, DefaultRoute(p.table)
	point := fmt.Sprintf("Set the route of %s for %s to the internet gateway of the VPC.", t.ID, everywhere)
	switch {
	case r == nil:
		return finding{verdict: NotMet, why: fmt.Sprintf("%s has no route for %s", t.ID, everywhere), resources: []string{t.ID}, fix: point}
	case r.Blackhole:
		return finding{verdict: NotMet, resources: []string{t.ID, r.Target}, fix: point,
			why: fmt.Sprintf("the default route of %s is a blackhole: %s is gone", t.ID, targetWord(r.Target))}
	case !strings.HasPrefix(r.Target, "igw-"):
		return finding{verdict: NotMet, resources: []string{t.ID, r.Target}, fix: point,
			why: fmt.Sprintf("the default route of %s goes to %s, not to an internet gateway", t.ID, targetWord(r.Target))}
	}
	f := e.attached(r.Target)
	f.resources = append([]string{t.ID}, f.resources...)
	return f
}

// attached judges an internet gateway that a route leads to (VPC-19).
func (e *exam) attached(id string) finding {
	g := e.vpc.Gateway(id)
	switch {
	case g.AttachedTo(e.vpc.ID):
		return finding{verdict: Met, why: id + " is attached to the VPC", resources: []string{id}}
	case g == nil:
		return missing(vpcfile.InternetGateways, id+" is not in the files", id)
	}
	return finding{verdict: NotMet, why: id + " is not attached to this VPC", resources: []string{id},
		fix: fmt.Sprintf("Attach %s to %s.", id, e.vpc.ID)}
}

// judgeNAT judges a NAT gateway: whether it works, and gives a way to the internet.
func (e *exam) judgeNAT(id string) finding {
	f, known := e.nats[id]
	if !known {
		f = e.weighNAT(id)
		f.resources = append([]string{id}, f.resources...)
		e.nats[id] = f
	}
	f.resources = slices.Clone(f.resources)
	return f
}

func (e *exam) weighNAT(id string) finding {
	at := slices.IndexFunc(e.vpc.NATGateways, func(n vpcfile.NATGateway) bool { return n.ID == id })
	if at < 0 {
		return missing(vpcfile.NATGateways, "the NAT gateway "+id+" is not in the files")
	}
	n := &e.vpc.NATGateways[at]
	switch {
	case n.State != "available" && n.State != "":
		why := fmt.Sprintf("the NAT gateway %s is in the state %s", id, n.State)
		if n.Failure != "" {
			why += " (" + n.Failure + ")"
		}
		return finding{verdict: NotMet, why: why, broken: true, fix: fmt.Sprintf("Wait until %s is available, or create another NAT gateway and point the routes to it.", id)}
	case n.Private:
		return finding{verdict: NotMet, why: fmt.Sprintf("%s is a private NAT gateway, which gives no internet", id),
			fix: "Create a public NAT gateway in a public subnet, and point the route to it."}
	case n.Regional:
		return e.regionalNAT(id)
	}
	p := e.byID[n.Subnet]
	if p == nil {
		return missing(vpcfile.Subnets, fmt.Sprintf("the subnet of %s (%s) is not in the files", id, n.Subnet), n.Subnet)
	}
	way := e.wayToGateway(p)
	way.resources = append([]string{p.subnet.ID}, way.resources...)
	switch way.verdict {
	case Met:
		way.why = fmt.Sprintf("%s is available in the public subnet %s", id, p.subnet.ID)
	case NotMet:
		way.why = fmt.Sprintf("%s lies in %s, which is no working public subnet: %s", id, p.subnet.ID, way.why)
		way.broken = true
	default:
		way.why = fmt.Sprintf("%s lies in %s, and %s", id, p.subnet.ID, way.why)
	}
	return way
}

// regionalNAT judges a NAT gateway that lies in no subnet: the internet gateway of the VPC is all it needs.
func (e *exam) regionalNAT(id string) finding {
	for _, g := range e.vpc.InternetGateways {
		if g.AttachedTo(e.vpc.ID) {
			return finding{verdict: Met, why: fmt.Sprintf("%s is available for the whole Region", id), resources: []string{g.ID}}
		}
	}
	if !e.holds(vpcfile.InternetGateways) {
		return missing(vpcfile.InternetGateways, "the internet gateway of the VPC is not in the files")
	}
	return finding{verdict: NotMet, broken: true, why: fmt.Sprintf("%s needs an internet gateway, and none is attached", id),
		fix: "Attach an internet gateway to the VPC."}
}
