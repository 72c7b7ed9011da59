package vpccheck

import (
	"fmt"
	"net/netip"
	"slices"

	"atrium/model/vpcfile"
)

// anywhere is traffic with every address, on some ports.
func anywhere(from, to int64) region { return region{0, lastAddress, from, to} }

// demand is traffic that a network ACL has to let through.
type demand struct {
	egress bool
	need   region
	words  string // continues "does not let through …"
	rule   string // continues "allow …"
}

// ofPrivate is what a private subnet needs: out to HTTPS anywhere, and the answers back.
func ofPrivate() []demand {
	return []demand{
		{true, anywhere(https, https), "port 443 out to anywhere", "TCP 443 outbound to 0.0.0.0/0"},
		{false, anywhere(ephemeral, lastPort), "answers on the ports 1024-65535 in from anywhere", "TCP 1024-65535 inbound from 0.0.0.0/0"},
	}
}

// ofNAT is what the subnet of a NAT gateway needs for a private subnet.
func ofNAT(private netip.Prefix) []demand {
	low, high := bounds(private)
	return append(ofPrivate(),
		demand{false, region{low, high, https, https}, fmt.Sprintf("port 443 in from %s", private), fmt.Sprintf("TCP 443 inbound from %s", private)},
		demand{true, region{low, high, ephemeral, lastPort}, fmt.Sprintf("answers on the ports 1024-65535 out to %s", private), fmt.Sprintf("TCP 1024-65535 outbound to %s", private)},
	)
}

// flow judges the network ACLs between a private subnet and the internet: its own, and that of the public subnet
// with its NAT gateway.
func (e *exam) flow(p *place) finding {
	if f, known := e.flowing[p.subnet.ID]; known {
		return f
	}
	f := e.through(p.subnet.ID, ofPrivate())
	if nat := e.natSubnet(p); nat != "" && nat != p.subnet.ID && f.verdict == Met {
		if own, ok := block(p.subnet.CIDR); ok {
			beyond := e.through(nat, ofNAT(own))
			beyond.resources = append(slices.Clone(f.resources), beyond.resources...)
			if beyond.verdict == Met && beyond.why != f.why {
				beyond.why = f.why + "; " + beyond.why
			}
			f = beyond
		}
	}
	f.resources = append([]string{p.subnet.ID}, f.resources...)
	e.flowing[p.subnet.ID] = f
	return f
}

// natSubnet is where the NAT gateway of a private subnet lies; "" where that is not known.
func (e *exam) natSubnet(p *place) string {
	if p.table == nil {
		return ""
	}
	r := DefaultRoute(p.table)
	if r == nil {
		return ""
	}
	for _, n := range e.vpc.NATGateways {
		if n.ID == r.Target {
			return n.Subnet
		}
	}
	return ""
}

// through judges the network ACL of one subnet.
func (e *exam) through(subnet string, demands []demand) finding {
	acl := e.aclOf[subnet]
	if acl == nil {
		return missing(vpcfile.NetworkACLs, fmt.Sprintf("the network ACL of %s is not in the files", subnet), subnet)
	}
	good := finding{verdict: Met, why: acl.ID + " lets the traffic through", resources: []string{acl.ID}}
	for _, d := range demands {
		p := let(acl, d.egress, d.need)
		switch {
		case p.tangled:
			return finding{verdict: CannotTell, why: acl.ID + " has too many rules to say", resources: []string{acl.ID}, fix: "Look at the rules of " + acl.ID + "."}
		case !p.open:
			return finding{verdict: NotMet, resources: []string{acl.ID}, broken: true,
				why: fmt.Sprintf("%s does not let %s: %s", acl.ID, d.words, stopWords(p.stop)),
				fix: fmt.Sprintf("In %s, allow %s with a lower rule number.", acl.ID, d.rule)}
		case len(p.spared) > 0:
			good.why = fmt.Sprintf("%s lets the traffic through but for a little that rule %d denies", acl.ID, p.spared[0])
		}
	}
	return good
}

// lastRule is where the numbers of the rules begin that every network ACL ends with.
const lastRule = 32767

func stopWords(rule int64) string {
	if rule <= 0 || rule >= lastRule {
		return "no rule allows all of it"
	}
	return fmt.Sprintf("rule %d denies it", rule)
}

// networkACLs wants traffic to flow from a private subnet in each Availability Zone in use. Where none has a way
// out yet, it looks at the subnets that there are.
func (e *exam) networkACLs() Requirement {
	var bad, open, good []finding
	for _, zone := range e.zonesInUse() {
		g, b, o := judged(e.candidates(zone), e.flow)
		switch {
		case len(g) > 0:
			good = append(good, g...)
		case len(o) > 0:
			open = append(open, o...)
		default:
			bad = append(bad, b...)
		}
	}
	switch {
	case len(bad) > 0:
		return collected(CheckNetworkACLs, NotMet, "", bad)
	case len(open) > 0:
		return collected(CheckNetworkACLs, CannotTell, "", open)
	case !e.holds(vpcfile.Subnets):
		return e.subnetsUnheld(CheckNetworkACLs)
	case !e.holds(vpcfile.NetworkACLs) && len(good) == 0:
		return unheld(CheckNetworkACLs, vpcfile.NetworkACLs, "all network ACLs of the VPC")
	case len(good) > 0:
		return collected(CheckNetworkACLs, Met, "", good)
	}
	return Requirement{ID: CheckNetworkACLs, Verdict: CannotTell, Resources: []string{e.vpc.ID}, Message: "The VPC has no subnet in an Availability Zone whose network ACL could be looked at.",
		Fix: "Create the subnets first."}
}

// candidates are the subnets of a zone with a way out; where it has none, those that are not public; and where
// it has none of these, all.
func (e *exam) candidates(zone string) []*place {
	inner := e.inZone(zone)
	var out []*place
	for _, p := range inner {
		if p.way.verdict == Met {
			out = append(out, p)
		}
	}
	switch {
	case len(out) > 0:
		return out
	case len(inner) > 0:
		return inner
	}
	return e.byZone[zone]
}
