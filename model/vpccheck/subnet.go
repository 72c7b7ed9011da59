package vpccheck

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"atrium/model/vpcfile"
)

// place is a subnet with what is in effect for it.
type place struct {
	subnet *vpcfile.Subnet
	table  *vpcfile.RouteTable // nil where the files do not hold it
	kind   SubnetKind
	// ordinary tells that it lies in an Availability Zone.
	ordinary bool
	way      finding // of a subnet that is not public: its way to the internet
}

// survey finds out what is in effect for each subnet.
func (e *exam) survey() {
	for _, z := range e.vpc.Zones() {
		e.zones[z.Name] = z
	}
	for i := range e.vpc.NetworkACLs {
		for _, id := range e.vpc.NetworkACLs[i].Subnets {
			e.aclOf[id] = &e.vpc.NetworkACLs[i]
		}
	}
	tables, main := e.tables()
	for i := range e.vpc.Subnets {
		s := &e.vpc.Subnets[i]
		p := &place{subnet: s, table: tables[s.ID], ordinary: e.vpc.Ordinary(s.Zone)}
		if p.table == nil && e.holds(vpcfile.RouteTables) {
			p.table = main // which an explicit association on a page that is missing could overrule
		}
		p.kind = kindOf(p)
		e.places = append(e.places, p)
		e.byID[s.ID] = p
	}
	slices.SortStableFunc(e.places, func(a, b *place) int {
		return cmp.Or(cmp.Compare(a.subnet.Zone, b.subnet.Zone), cmp.Compare(a.subnet.ID, b.subnet.ID))
	})
	for _, p := range e.places {
		e.byZone[p.subnet.Zone] = append(e.byZone[p.subnet.Zone], p)
		p.way = e.way(p)
	}
}

// tables are the route tables that subnets are associated with, and the main one.
func (e *exam) tables() (of map[string]*vpcfile.RouteTable, main *vpcfile.RouteTable) {
	of = map[string]*vpcfile.RouteTable{}
	for i := range e.vpc.RouteTables {
		t := &e.vpc.RouteTables[i]
		if t.Main {
			main = t
		}
		for _, id := range t.Subnets {
			of[id] = t
		}
	}
	return of, main
}

func kindOf(p *place) SubnetKind {
	switch {
	case p.table == nil:
		return UnknownKind
	case toInternet(p.table):
		return Public
	case DefaultRoute(p.table) != nil:
		return Private
	case slices.ContainsFunc(p.table.Routes, func(r vpcfile.Route) bool { return r.IPv6 == "::/0" }) && p.subnet.IPv6Only:
		return Private
	case slices.ContainsFunc(p.table.Routes, func(r vpcfile.Route) bool { return r.PrefixList != "" && targetIsNAT(r) }):
		return Private
	}
	return Isolated
}

func targetIsNAT(r vpcfile.Route) bool { return strings.HasPrefix(r.Target, "nat-") }

// way is how a subnet that is not public reaches the internet.
func (e *exam) way(p *place) finding {
	switch p.kind {
	case UnknownKind:
		return missing(vpcfile.RouteTables, fmt.Sprintf("the route table of %s is not in the files", p.subnet.ID), p.subnet.ID)
	case Public:
		return finding{verdict: NotMet, resources: []string{p.subnet.ID}}
	}
	f := e.wayOut(p.table)
	f.resources = append([]string{p.subnet.ID}, f.resources...)
	return f
}

// ipv4 tells whether a subnet has IPv4 addresses.
func (p *place) ipv4() bool { return !p.subnet.IPv6Only && p.subnet.CIDR != "" }

// describe tells whether a connection can use a subnet, and why.
func (e *exam) describe(p *place) Subnet {
	s := Subnet{ID: p.subnet.ID, Name: p.subnet.Name, Zone: p.subnet.Zone, CIDR: p.subnet.CIDR, Kind: p.kind}
	if p.table != nil {
		s.RouteTable = p.table.ID
	}
	if s.Why = e.unfit(p); s.Why != "" {
		return s
	}
	switch flow := e.flow(p); {
	case p.way.verdict != Met:
		s.Why = p.wayInWords()
	case flow.verdict != Met:
		s.Why = flow.why
	default:
		s.Usable, s.Why = true, "its default route goes to the NAT gateway "+DefaultRoute(p.table).Target
	}
	return s
}

// unfit is why a subnet cannot be used, wherever its routes lead; "" where nothing is against it.
func (e *exam) unfit(p *place) string {
	switch {
	case p.kind == Public:
		return "it is public: its route table has a route to an internet gateway"
	case p.subnet.IPv6Only:
		return "it has IPv6 addresses only"
	case p.subnet.CIDR == "":
		return "the files give it no IPv4 CIDR block"
	case !p.ordinary && p.subnet.Zone == "":
		return "the files do not say in which Availability Zone it lies"
	case !p.ordinary:
		return fmt.Sprintf("%s is a Local Zone or a Wavelength Zone, not an Availability Zone", p.subnet.Zone)
	case p.subnet.State != "" && p.subnet.State != "available":
		return fmt.Sprintf("it is in the state %s", p.subnet.State)
	case p.subnet.Free != nil && *p.subnet.Free == 0:
		return "it has no free address left"
	}
	return ""
}

// wayInWords says what is wrong with the way out of a subnet, as said of the subnet.
func (p *place) wayInWords() string {
	if p.table == nil {
		return "its route table is not in the files"
	}
	r := DefaultRoute(p.table)
	switch {
	case r == nil && p.way.verdict == NotMet:
		return "it has no default route" + endpointsOnly(p.table)
	case r == nil:
		return p.way.why
	case r.Blackhole:
		return fmt.Sprintf("its default route is a blackhole: %s is gone", targetWord(r.Target))
	case !targetIsNAT(*r):
		return fmt.Sprintf("its default route goes to %s, not to a NAT gateway", targetWord(r.Target))
	}
	return p.way.why
}

// endpointsOnly names the VPC endpoints that a table without a default route leads to; "" where there is none.
func endpointsOnly(t *vpcfile.RouteTable) string {
	var endpoints []string
	for _, r := range t.Routes {
		if strings.HasPrefix(r.Target, "vpce-") {
			endpoints = append(endpoints, r.Target)
		}
	}
	if len(endpoints) == 0 {
		return ""
	}
	return ", only a way to a VPC endpoint (" + ids(endpoints) + ")"
}

// zonesInUse are the Availability Zones that the VPC has subnets in, in order. One that does not work at the
// moment is not asked for.
func (e *exam) zonesInUse() []string {
	var used []string
	for _, p := range e.places {
		z, known := e.zones[p.subnet.Zone]
		if p.ordinary && (!known || z.Available) {
			used = append(used, p.subnet.Zone)
		}
	}
	return slices.Compact(used) // the places are in the order of their zones
}

// inZone are the subnets of a zone that a connection could use if their routes allow it.
func (e *exam) inZone(zone string) []*place {
	var list []*place
	for _, p := range e.byZone[zone] {
		if e.unfit(p) == "" {
			list = append(list, p)
		}
	}
	return list
}
