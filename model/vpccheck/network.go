package vpccheck

import (
	"fmt"
	"strings"

	"atrium/model/vpcfile"
)

// subnetsUnheld is the answer of the checks about subnets where the files hold none, or not all.
func (e *exam) subnetsUnheld(id string) Requirement {
	return unheld(id, vpcfile.Subnets, "all subnets of the VPC")
}

// publicSubnet wants one public subnet in any Availability Zone.
func (e *exam) publicSubnet() Requirement {
	var by = map[Verdict][]finding{}
	for _, p := range e.places {
		if !p.ordinary || (p.kind != Public && p.kind != UnknownKind) {
			continue
		}
		f := e.wayToGateway(p)
		f.resources = append([]string{p.subnet.ID}, f.resources...)
		by[f.verdict] = append(by[f.verdict], f)
	}
	switch {
	case len(by[Met]) > 0:
		c := collected(CheckPublicSubnet, Met, "", by[Met])
		c.Message = fmt.Sprintf("Public: %s.", ids(firsts(by[Met])))
		return c
	case len(by[CannotTell]) > 0:
		return collected(CheckPublicSubnet, CannotTell, "No subnet is known to be public: ", by[CannotTell])
	case !e.holds(vpcfile.Subnets):
		return e.subnetsUnheld(CheckPublicSubnet)
	case len(by[NotMet]) > 0:
		return collected(CheckPublicSubnet, NotMet, "No public subnet works: ", by[NotMet])
	}
	return Requirement{ID: CheckPublicSubnet, Verdict: NotMet, Resources: []string{e.vpc.ID}, Message: "The VPC has no public subnet.",
		Fix: fmt.Sprintf("Create a subnet whose route table sends %s to an internet gateway of the VPC.", everywhere)}
}

// firsts are the first resources of findings.
func firsts(findings []finding) []string {
	var list []string
	for _, f := range findings {
		list = append(list, f.resources[0])
	}
	return list
}

// privateSubnets wants a private subnet in every Availability Zone in use.
func (e *exam) privateSubnets() Requirement {
	var good, bad, open []finding
	for _, zone := range e.zonesInUse() {
		switch f := e.privateIn(zone); f.verdict {
		case Met:
			good = append(good, f)
		case NotMet:
			bad = append(bad, f)
		default:
			open = append(open, f)
		}
	}
	switch {
	case len(bad) > 0 && e.holds(vpcfile.Subnets):
		return collected(CheckPrivateSubnets, NotMet, "", bad)
	case !e.holds(vpcfile.Subnets):
		return e.subnetsUnheld(CheckPrivateSubnets)
	case len(open) > 0:
		return collected(CheckPrivateSubnets, CannotTell, "", open)
	case len(good) > 0:
		return collected(CheckPrivateSubnets, Met, "Private subnets: ", good)
	}
	what := "The VPC has no subnet."
	if len(e.places) > 0 {
		what = "No subnet of the VPC lies in an Availability Zone."
	}
	return Requirement{ID: CheckPrivateSubnets, Verdict: NotMet, Resources: []string{e.vpc.ID}, Message: what,
		Fix: "Create private subnets in Availability Zones of the Region."}
}

// privateIn looks for the private subnet of a zone.
func (e *exam) privateIn(zone string) finding {
	f := finding{verdict: NotMet}
	var have, unknown, isolated []string
	for _, p := range e.inZone(zone) {
		switch p.kind {
		case Private:
			have = append(have, p.subnet.ID)
		case UnknownKind:
			unknown = append(unknown, p.subnet.ID)
		case Isolated:
			isolated = append(isolated, p.subnet.ID)
			f.resources = append(f.resources, p.subnet.ID, p.table.ID)
		}
	}
	switch {
	case len(have) > 0:
		return finding{verdict: Met, why: fmt.Sprintf("%s in %s", ids(have), zone), resources: have}
	case len(unknown) > 0:
		return missing(vpcfile.RouteTables, fmt.Sprintf("%s has no subnet that is known to be private: the route table of %s is not in the files", zone, ids(unknown)), unknown...)
	case len(isolated) > 0:
		f.why = fmt.Sprintf("%s has no private subnet: %s has no default route", zone, ids(isolated))
		f.fix = fmt.Sprintf("Give %s a default route to a NAT gateway, or add a private subnet in %s.", ids(isolated), zone)
		return f
	}
	return e.noneIn(zone)
}

// noneIn says of a zone that it has no private subnet, or of those that it has why they do not count.
func (e *exam) noneIn(zone string) finding {
	f := finding{verdict: NotMet, why: zone + " has no private subnet", fix: fmt.Sprintf("Add a private subnet in %s.", zone)}
	var spent []string
	for _, p := range e.byZone[zone] {
		f.resources = append(f.resources, p.subnet.ID)
		if p.kind != Public {
			spent = append(spent, fmt.Sprintf("%s, as %s", p.subnet.ID, e.unfit(p)))
		}
	}
	if len(spent) > 0 {
		f.why = fmt.Sprintf("%s has no private subnet that can be used: %s", zone, few(spent, ", "))
	}
	return f
}

// internetAccess wants one private subnet that reaches the internet: the connection gives its network interfaces
// no public address, so a public subnet does not do.
func (e *exam) internetAccess() Requirement {
	var by = map[Verdict][]finding{}
	for _, p := range e.places {
		if p.ordinary && p.kind != Public && p.ipv4() {
			by[p.way.verdict] = append(by[p.way.verdict], p.way)
		}
	}
	switch {
	case len(by[Met]) > 0:
		c := collected(CheckInternetAccess, Met, "", by[Met])
		c.Message = fmt.Sprintf("A default route leads through a NAT gateway and an internet gateway from %s.", ids(firsts(by[Met])))
		return c
	case len(by[CannotTell]) > 0:
		return collected(CheckInternetAccess, CannotTell, "", by[CannotTell])
	case !e.holds(vpcfile.Subnets):
		return e.subnetsUnheld(CheckInternetAccess)
	case len(by[NotMet]) > 0:
		return collected(CheckInternetAccess, NotMet, "No private subnet reaches the internet: ", by[NotMet])
	}
	return Requirement{ID: CheckInternetAccess, Verdict: NotMet, Resources: []string{e.vpc.ID},
		Message: "No private subnet has a way to the internet, since there is none.",
		Fix:     "Create a private subnet with a default route to a NAT gateway; the connection has no public addresses of its own."}
}

// privateRoutes wants the route tables of the private subnets to point to NAT gateways: at least one in each
// Availability Zone in use, and no dead route.
func (e *exam) privateRoutes() Requirement {
	var good, bad, open []finding
	for _, zone := range e.zonesInUse() {
		g, b, o := e.routesIn(zone)
		good, bad, open = append(good, g...), append(bad, b...), append(open, o...)
	}
	switch {
	case len(bad) > 0:
		return collected(CheckPrivateRoutes, NotMet, "", bad)
	case len(open) > 0:
		return collected(CheckPrivateRoutes, CannotTell, "", open)
	case !e.holds(vpcfile.Subnets):
		return e.subnetsUnheld(CheckPrivateRoutes)
	case len(good) > 0:
		return collected(CheckPrivateRoutes, Met, "", good)
	}
	return Requirement{ID: CheckPrivateRoutes, Verdict: NotMet, Resources: []string{e.vpc.ID}, Message: "The VPC has no private subnet whose route table could point to a NAT gateway.",
		Fix: fmt.Sprintf("Create private subnets, and a route table for them that sends %s to a NAT gateway.", everywhere)}
}

// routesIn sorts what the private route tables of a zone do.
func (e *exam) routesIn(zone string) (good, bad, open []finding) {
	good, bad, open = judged(e.inZone(zone), e.toNAT)
	if len(good) > 0 {
		// Another design beside it, such as a subnet for databases, does no harm.
		return good, broken(bad), nil
	}
	if len(open) > 0 {
		return nil, broken(bad), open
	}
	return nil, bad, nil
}

func broken(list []finding) []finding {
	var kept []finding
	for _, f := range list {
		if f.broken {
			kept = append(kept, f)
		}
	}
	return kept
}

// toNAT judges the route table of a subnet up to the NAT gateway, which has a check of its own.
func (e *exam) toNAT(p *place) finding {
	if p.table != nil {
		if r := DefaultRoute(p.table); r != nil && !r.Blackhole && strings.HasPrefix(r.Target, "nat-") {
			return finding{verdict: Met, why: fmt.Sprintf("%s points to %s", p.table.ID, r.Target), resources: []string{p.table.ID, r.Target}}
		}
	}
	return p.way
}

// natGateways wants the NAT gateways that private route tables point to, or else those of the VPC, to work.
func (e *exam) natGateways() Requirement {
	used := e.usedNATs()
	if len(used) == 0 {
		for _, n := range e.vpc.NATGateways {
			if n.State != "deleted" {
				used = append(used, n.ID)
			}
		}
	}
	if len(used) == 0 {
		return e.noNAT()
	}
	var by = map[Verdict][]finding{}
	for _, id := range used {
		f := e.judgeNAT(id)
		by[f.verdict] = append(by[f.verdict], f)
	}
	var faults []finding
	for _, f := range by[NotMet] {
		if f.broken || len(by[Met]) == 0 || e.needed(f.resources[0]) {
			faults = append(faults, f)
		}
	}
	switch {
	case len(faults) > 0:
		return collected(CheckNATGateways, NotMet, "", faults)
	case len(by[CannotTell]) > 0:
		return collected(CheckNATGateways, CannotTell, "", by[CannotTell])
	}
	return collected(CheckNATGateways, Met, "", by[Met])
}

// usedNATs are the NAT gateways that live default routes lead to.
func (e *exam) usedNATs() []string {
	var list []string
	for _, p := range e.places {
		if p.kind != Private {
			continue
		}
		if r := DefaultRoute(p.table); r != nil && !r.Blackhole && strings.HasPrefix(r.Target, "nat-") {
			list = append(list, r.Target)
		}
	}
	return unique(list)
}

// needed tells whether an Availability Zone has no other way out than a NAT gateway.
func (e *exam) needed(nat string) bool {
	for _, zone := range e.zonesInUse() {
		uses, served := false, false
		for _, p := range e.inZone(zone) {
			served = served || p.way.verdict == Met
			if p.kind == Private {
				r := DefaultRoute(p.table)
				uses = uses || r != nil && r.Target == nat
			}
		}
		if uses && !served {
			return true
		}
	}
	return false
}

func (e *exam) noNAT() Requirement {
	if !e.holds(vpcfile.NATGateways) {
		return unheld(CheckNATGateways, vpcfile.NATGateways, "all NAT gateways of the VPC")
	}
	c := Requirement{ID: CheckNATGateways, Verdict: NotMet, Resources: []string{e.vpc.ID}, Message: "The VPC has no NAT gateway.",
		Fix: "Create a public NAT gateway in a public subnet, and point the default route of the private route tables to it."}
	for _, p := range e.places {
		if p.kind != Private {
			continue
		}
		if r := DefaultRoute(p.table); r != nil && r.Blackhole && strings.HasPrefix(r.Target, "nat-") {
			c.Resources = unique(append(c.Resources, r.Target))
			c.Message = fmt.Sprintf("The VPC has no NAT gateway: %s, which %s points to, is gone.", r.Target, p.table.ID)
		}
	}
	return c
}

// internetGateway wants one to be attached.
func (e *exam) internetGateway() Requirement {
	c := Requirement{ID: CheckInternetGateway, Verdict: NotMet, Resources: []string{e.vpc.ID}}
	for _, g := range e.vpc.InternetGateways {
		if g.AttachedTo(e.vpc.ID) {
			return Requirement{ID: CheckInternetGateway, Verdict: Met, Resources: []string{g.ID}, Message: g.ID + " is attached to the VPC."}
		}
		c.Resources = append(c.Resources, g.ID)
	}
	if !e.holds(vpcfile.InternetGateways) {
		return unheld(CheckInternetGateway, vpcfile.InternetGateways, "all internet gateways of the VPC")
	}
	c.Message, c.Fix = "No internet gateway is attached to the VPC.", fmt.Sprintf("Create an internet gateway and attach it to %s.", e.vpc.ID)
	for _, p := range e.places {
		if r := e.routeToGateway(p); r != nil {
			c.Resources = unique(append(c.Resources, r.Target))
			c.Message = fmt.Sprintf("No internet gateway is attached to the VPC, and %s points to %s.", p.table.ID, r.Target)
			if e.vpc.Gateway(r.Target) == nil && !r.Blackhole {
				c.Verdict, c.Fix = CannotTell, "Describe all internet gateways: "+tell(vpcfile.InternetGateways)
				c.Message = fmt.Sprintf("%s points to %s, which is not in the files.", p.table.ID, r.Target)
			}
		}
	}
	return c
}

// routeToGateway is the default route of a subnet to an internet gateway, or nil.
func (e *exam) routeToGateway(p *place) *vpcfile.Route {
	if p.table == nil {
		return nil
	}
	if r := DefaultRoute(p.table); r != nil && strings.HasPrefix(r.Target, "igw-") {
		return r
	}
	return nil
}

// publicRoutes wants the route tables of the public subnets to point to an attached internet gateway.
func (e *exam) publicRoutes() Requirement {
	var by = map[Verdict][]finding{}
	for _, p := range e.places {
		if p.kind == Public || p.kind == UnknownKind {
			f := e.wayToGateway(p)
			if f.verdict == Met {
				f.why = fmt.Sprintf("%s points to %s", f.resources[0], f.resources[1])
			}
			by[f.verdict] = append(by[f.verdict], f)
		}
	}
	switch {
	case len(by[NotMet]) > 0:
		return collected(CheckPublicRoutes, NotMet, "", by[NotMet])
	case len(by[Met]) > 0: // the other subnets may be private: one is enough
		return collected(CheckPublicRoutes, Met, "", by[Met])
	case len(by[CannotTell]) > 0:
		return collected(CheckPublicRoutes, CannotTell, "", by[CannotTell])
	case !e.holds(vpcfile.Subnets):
		return e.subnetsUnheld(CheckPublicRoutes)
	}
	return Requirement{ID: CheckPublicRoutes, Verdict: NotMet, Resources: []string{e.vpc.ID}, Message: "No subnet has a route table that points to an internet gateway.",
		Fix: fmt.Sprintf("Give a subnet a route table that sends %s to the internet gateway of the VPC.", everywhere)}
}
