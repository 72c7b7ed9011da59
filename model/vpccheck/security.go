package vpccheck

import (
	"fmt"
	"slices"

	"atrium/model/vpcfile"
)

// groups are the security groups to look at: those chosen, or all. The ids of chosen ones that are not in the
// VPC are lost.
func (e *exam) groups() (list []*vpcfile.SecurityGroup, lost []string) {
	found := map[string]bool{}
	for i := range e.vpc.SecurityGroups {
		g := &e.vpc.SecurityGroups[i]
		if len(e.which.SecurityGroups) == 0 || slices.Contains(e.which.SecurityGroups, g.ID) {
			list = append(list, g)
			found[g.ID] = true
		}
	}
	for _, id := range e.which.SecurityGroups {
		if !found[id] {
			lost = append(lost, id)
		}
	}
	return list, lost
}

// outbound judges one security group: it has to let HTTPS out to anywhere.
func outbound(g *vpcfile.SecurityGroup) finding {
	left := []region{anywhere(https, https)}
	lists := false
	for _, p := range g.Out {
		if !covers(p, https) {
			continue
		}
		lists = lists || len(p.PrefixLists) > 0
		for _, text := range p.IPv4 {
			if b, ok := block(text); ok && len(left) < maxRegions {
				low, high := bounds(b)
				left, _ = subtract(left, region{low, high, https, https})
			}
		}
	}
	open := fmt.Sprintf("Allow TCP 443 outbound to %s in %s.", everywhere, g.ID)
	switch {
	case len(left) == 0:
		return finding{verdict: Met, resources: []string{g.ID}}
	case lists:
		return finding{verdict: CannotTell, resources: []string{g.ID}, fix: open, why: fmt.Sprintf("%s allows port 443 to a prefix list only, and what that holds is not in the files", g.ID)}
	case len(g.Out) == 0:
		return finding{verdict: NotMet, resources: []string{g.ID}, fix: open, why: g.ID + " has no outbound rule"}
	}
	return finding{verdict: NotMet, resources: []string{g.ID}, fix: open, why: g.ID + " does not allow port 443 out to anywhere"}
}

// covers tells whether a rule is about a TCP port.
func covers(p vpcfile.Permission, port int64) bool {
	switch p.Protocol {
	case "-1", "all":
		return true
	case "tcp", "6":
		return p.From < 0 || p.From <= port && port <= p.To
	}
	return false
}

// outboundRules wants outbound traffic to be allowed: by each security group that was chosen, or else by one
// that could be.
func (e *exam) outboundRules() Requirement {
	groups, lost := e.groups()
	chosen := len(e.which.SecurityGroups) > 0
	switch {
	case len(unique(e.which.SecurityGroups)) > MaxSecurityGroups:
		return Requirement{ID: CheckOutboundRules, Verdict: NotMet, Resources: unique(e.which.SecurityGroups),
			Message: fmt.Sprintf("%d security groups were chosen, and a connection takes %d.", len(unique(e.which.SecurityGroups)), MaxSecurityGroups),
			Fix:     fmt.Sprintf("Choose one to %d.", MaxSecurityGroups)}
	case len(lost) > 0 && e.holds(vpcfile.SecurityGroups):
		return Requirement{ID: CheckOutboundRules, Verdict: NotMet, Resources: lost, Message: fmt.Sprintf("%s: no such security group in the VPC.", ids(lost)),
			Fix: "Choose security groups of this VPC."}
	case len(lost) > 0 || len(groups) == 0 && !e.holds(vpcfile.SecurityGroups):
		return unheld(CheckOutboundRules, vpcfile.SecurityGroups, "all security groups of the VPC")
	case len(groups) == 0:
		return Requirement{ID: CheckOutboundRules, Verdict: NotMet, Resources: []string{e.vpc.ID}, Message: "The VPC has no security group.",
			Fix: fmt.Sprintf("Create one that allows TCP 443 outbound to %s.", everywhere)}
	}
	by := map[Verdict][]finding{}
	for _, g := range groups {
		f := outbound(g)
		by[f.verdict] = append(by[f.verdict], f)
	}
	return e.weighOutbound(by, chosen)
}

func (e *exam) weighOutbound(by map[Verdict][]finding, chosen bool) Requirement {
	switch {
	case len(by[Met]) > 0 && (!chosen || len(by[NotMet])+len(by[CannotTell]) == 0):
		c := collected(CheckOutboundRules, Met, "", by[Met])
		c.Message = fmt.Sprintf("Outbound traffic is allowed by %s.", ids(c.Resources))
		if shut := append(firsts(by[NotMet]), firsts(by[CannotTell])...); len(shut) > 0 {
			c.Message += fmt.Sprintf(" Do not choose %s: port 443 is not open to anywhere there.", ids(shut))
		}
		return c
	case chosen && len(by[NotMet]) > 0:
		return collected(CheckOutboundRules, NotMet, "", by[NotMet])
	case len(by[CannotTell]) > 0:
		return collected(CheckOutboundRules, CannotTell, "", by[CannotTell])
	case !e.holds(vpcfile.SecurityGroups):
		return unheld(CheckOutboundRules, vpcfile.SecurityGroups, "all security groups of the VPC")
	}
	c := collected(CheckOutboundRules, NotMet, "", by[NotMet])
	if len(by[NotMet]) > 1 {
		c.Fix = fmt.Sprintf("Allow TCP 443 outbound to %s in one of them, or create one that does.", everywhere)
	}
	return c
}

// inboundRules advises to have none.
func (e *exam) inboundRules() Requirement {
	groups, _ := e.groups()
	var inbound, open []string
	for _, g := range groups {
		if len(g.In) > 0 {
			inbound = append(inbound, g.ID)
		}
		if slices.ContainsFunc(g.In, fromAnywhere) {
			open = append(open, g.ID)
		}
	}
	switch {
	case len(inbound) > 0:
		c := Requirement{ID: CheckInboundRules, Verdict: Advice, Resources: inbound, Message: fmt.Sprintf("Inbound rules: %s.", ids(inbound)),
			Fix: "A connection needs no inbound rule: choose a security group without any, or take them out unless something else needs them."}
		if len(open) > 0 {
			c.Message += fmt.Sprintf(" Open to anywhere: %s.", ids(open))
		}
		return c
	case !e.holds(vpcfile.SecurityGroups):
		return Requirement{ID: CheckInboundRules, Verdict: Advice, Message: "Whether security groups have inbound rules is not in the files.", Fix: tell(vpcfile.SecurityGroups)}
	}
	return Requirement{ID: CheckInboundRules, Verdict: Met, Message: "No security group has an inbound rule."}
}

func fromAnywhere(p vpcfile.Permission) bool {
	return slices.Contains(p.IPv4, everywhere) || slices.Contains(p.IPv6, "::/0")
}
