package vpccheck

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"atrium/model/vpcfile"
)

// Which says what to check.
type Which struct {
	VPC    string // an id; "" for all
	Region string // "" for all
	// SecurityGroups are the ids of those that a connection would use; empty for all of the VPC.
	SecurityGroups []string
}

// MaxSecurityGroups is how many a VPC connection takes (VPC-08).
const MaxSecurityGroups = 5

// Check checks the VPCs of an inventory, in its order.
func Check(inventory *vpcfile.Inventory, which Which) []Report {
	var reports []Report
	for _, v := range inventory.VPCs {
		if (which.VPC == "" || v.ID == which.VPC) && (which.Region == "" || v.Region == which.Region) {
			reports = append(reports, examine(v, which))
		}
	}
	return reports
}

// exam is the examination of one VPC.
type exam struct {
	vpc     *vpcfile.VPC
	which   Which
	places  []*place
	byID    map[string]*place
	byZone  map[string][]*place
	zones   map[string]vpcfile.Zone
	nats    map[string]finding // judged already
	aclOf   map[string]*vpcfile.NetworkACL
	flowing map[string]finding // network ACLs judged already, by subnet
}

func examine(v *vpcfile.VPC, which Which) Report {
	e := &exam{vpc: v, which: which, byID: map[string]*place{}, byZone: map[string][]*place{}, zones: map[string]vpcfile.Zone{},
		nats: map[string]finding{}, aclOf: map[string]*vpcfile.NetworkACL{}, flowing: map[string]finding{}}
	e.survey()
	report := Report{VPC: v.ID, Name: v.Name, Account: v.Account, Region: v.Region, RegionFrom: v.RegionFrom, Source: v.Folder, CIDRs: v.Blocks}
	for _, check := range []func() Requirement{
		e.publicSubnet, e.privateSubnets, e.internetAccess, e.privateRoutes, e.natGateways, e.internetGateway, e.publicRoutes,
		e.outboundRules, e.cidrBlocks, e.networkACLs, e.state, e.filesAgree, e.inboundRules, e.publicAddresses, e.severalZones,
	} {
		if c := check(); c.ID != "" {
			c.Title = titles[c.ID]
			report.Checks = append(report.Checks, c)
		}
	}
	for _, p := range e.places {
		report.Subnets = append(report.Subnets, e.describe(p))
	}
	report.Verdict = outcome(report.Checks)
	report.Troubleshooting = troubleshoot(report.Checks)
	return report
}

// finding is what is known about one thing.
type finding struct {
	verdict Verdict
	// why continues a sentence about the thing: "its default route goes to …".
	why       string
	fix       string
	resources []string
	// broken tells a fault from what is merely another design, such as a route to a transit gateway.
	broken bool
}

// judged sorts what is found about subnets by its verdict.
func judged(places []*place, judge func(*place) finding) (met, notMet, open []finding) {
	for _, p := range places {
		switch f := judge(p); f.verdict {
		case Met:
			met = append(met, f)
		case NotMet:
			notMet = append(notMet, f)
		default:
			open = append(open, f)
		}
	}
	return met, notMet, open
}

// missing is the finding that the files do not hold something.
func missing(kind vpcfile.Kind, why string, resources ...string) finding {
	return finding{verdict: CannotTell, why: why, fix: tell(kind), resources: resources}
}

// tell names the command whose output would tell.
func tell(kind vpcfile.Kind) string {
	return fmt.Sprintf("Add what “aws ec2 %s” prints.", kind.Command())
}

// unheld is the check that cannot be told for want of a file.
func unheld(id string, kind vpcfile.Kind, what string) Requirement {
	return Requirement{ID: id, Verdict: CannotTell, Message: "The files do not hold " + what + ".", Fix: tell(kind)}
}

// holds tells whether the files hold all of a kind.
func (e *exam) holds(kind vpcfile.Kind) bool { return e.vpc.Holds(kind) == vpcfile.Whole }

// collected makes a check of findings that are all of a verdict.
func collected(id string, verdict Verdict, lead string, findings []finding) Requirement {
	c := Requirement{ID: id, Verdict: verdict}
	var why, fixes []string
	for _, f := range findings {
		c.Resources = append(c.Resources, f.resources...)
		if !slices.Contains(why, f.why) && f.why != "" {
			why = append(why, f.why)
		}
		if !slices.Contains(fixes, f.fix) && f.fix != "" {
			fixes = append(fixes, f.fix)
		}
	}
	c.Resources = unique(c.Resources)
	c.Message = sentence(lead + few(why, "; "))
	if verdict != Met {
		c.Fix = few(fixes, " ")
	}
	return c
}

// sentence makes one of words.
func sentence(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	for _, begin := range []string{"the ", "a ", "no "} {
		if strings.HasPrefix(words, begin) { // and not the id of a resource
			return string(unicode.ToUpper(first)) + words[size:] + "."
		}
	}
	return words + "."
}

// unique leaves out what stands in a list before.
func unique(list []string) []string {
	seen := map[string]bool{}
	var kept []string
	for _, item := range list {
		if item != "" && !seen[item] {
			seen[item] = true
			kept = append(kept, item)
		}
	}
	return kept
}

// named is how many things a sentence names.
const named = 6

// few joins the first of many texts.
func few(list []string, separator string) string {
	if more := len(list) - named; more > 0 {
		list = append(slices.Clone(list[:named]), fmt.Sprintf("and %d more", more))
	}
	return strings.Join(list, separator)
}

// ids names things in a sentence.
func ids(list []string) string { return few(unique(list), ", ") }

// state fails a VPC that is not ready, and says nothing of one that is.
func (e *exam) state() Requirement {
	if e.vpc.State == "" || e.vpc.State == "available" {
		return Requirement{}
	}
	return Requirement{ID: CheckState, Verdict: NotMet, Resources: []string{e.vpc.ID}, Message: fmt.Sprintf("The VPC is in the state %s.", e.vpc.State),
		Fix: "Wait until it is available, or choose another VPC."}
}

// filesAgree says of resources that the files describe in two ways that nothing can be said.
func (e *exam) filesAgree() Requirement {
	if len(e.vpc.Conflicts) == 0 {
		return Requirement{}
	}
	return Requirement{ID: CheckFiles, Verdict: CannotTell, Resources: e.vpc.Conflicts,
		Message: "The files describe the same resources in two ways: " + ids(e.vpc.Conflicts) + ".",
		Fix:     "Keep the output of different days in folders of their own, each with its describe-vpcs."}
}

// severalZones advises to cover the Availability Zones of the Region.
func (e *exam) severalZones() Requirement {
	c := Requirement{ID: CheckZones, Verdict: Advice}
	used := e.zonesInUse()
	var open []string
	for _, z := range e.vpc.Zones() {
		if z.Ordinary && z.Available && !slices.Contains(used, z.Name) {
			open = append(open, z.Name)
		}
	}
	switch {
	case len(used) == 1 && e.holds(vpcfile.Subnets):
		c.Message = fmt.Sprintf("All subnets lie in one Availability Zone, %s.", used[0])
		c.Fix = "Add private subnets in other Availability Zones, so that work goes on when this one fails."
		c.Resources = []string{used[0]}
	case len(open) > 0:
		c.Message = fmt.Sprintf("The VPC has no subnet in %s. The guide wants a private subnet in each Availability Zone of the Region.", few(open, ", "))
		c.Fix = "Add private subnets there if work is to go on when the others fail."
		c.Resources = open
	case len(e.vpc.Zones()) == 0:
		c.Message = fmt.Sprintf("The VPC uses %s. Whether its Region has more is not in the files.", cmp.Or(ids(used), "no Availability Zone"))
		c.Fix = tell(vpcfile.Zones)
	default:
		c.Verdict, c.Message = Met, fmt.Sprintf("The VPC has subnets in every Availability Zone of its Region: %s.", few(used, ", "))
		c.Resources = used
	}
	return c
}
