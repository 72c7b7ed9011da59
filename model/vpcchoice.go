package model

import (
	"fmt"
	"slices"
	"strings"

	"atrium/model/iam"
	"atrium/model/vpccheck"
)

// vpcChoice is what is chosen for a VPC connection beside the account and the VPC.
type vpcChoice struct {
	role            string // ARN or name
	subnets, groups []string
}

// vpcChosen is what a valid choice leads to.
type vpcChosen struct {
	role    *ConnectionRole
	trust   *iam.Judgement // nil where the trust policy is not known
	grants  []iam.Grant
	network *network
	report  *vpccheck.Report
	subnets []vpccheck.Subnet
}

// choose checks a choice against the rules, and takes it over into the VPC connection (VPC-03 to VPC-09).
func choose(r Reader, space *Space, v *VPCConnection, choice vpcChoice) (*vpcChosen, error) {
	connection, err := findConnection(r, space, v.Account)
	if err != nil {
		return nil, err
	}
	chosen := &vpcChosen{}
	if chosen.role, chosen.grants, err = vpcRole(connection, choice.role); err != nil {
		return nil, err
	}
	if chosen.trust, err = chosen.role.judge(space, connection.Account); err != nil {
		return nil, err
	}
	if chosen.network, err = seenNetwork(r, space, v.Account, v.VPC); err != nil {
		return nil, err
	}
	groups := cleanList(choice.groups)
	details, err := chosen.network.details(r, NetworkView{}, groups)
	if err != nil {
		return nil, err
	}
	chosen.report = details.Report
	if chosen.subnets, err = chooseSubnets(chosen.report, cleanList(choice.subnets)); err != nil {
		return nil, err
	}
	if err := chooseGroups(&details, v.VPC, groups); err != nil {
		return nil, err
	}
	v.Role, v.SecurityGroups, v.Subnets = chosen.role.ARN, groups, nil
	for _, s := range chosen.subnets {
		v.Subnets = append(v.Subnets, s.ID)
	}
	return chosen, nil
}

// cleanList takes blanks out of a list that a person typed.
func cleanList(list []string) []string {
	var kept []string
	for _, item := range list {
		if item = strings.TrimSpace(item); item != "" {
			kept = append(kept, item)
		}
	}
	return kept
}

// vpcRole finds a role that can be a VPC role: it holds the seven actions (VPC-04).
func vpcRole(connection *Connection, name string) (*ConnectionRole, []iam.Grant, error) {
	role, err := connection.role("role", name)
	if err != nil {
		return nil, nil, err
	}
	grants, known, err := role.grants()
	if err != nil {
		return nil, nil, err
	}
	if !known {
		return nil, nil, refuse("VPC-04", "role", "It is not known here what the role %s permits, so that it gives no choices.", role.Name).
			fix("Give its permission policy on the AWS side (“account edit-role --arn %s --permission-policy FILE” on the command line).", role.Name).
			who("someone signed in to AWS account " + string(connection.Account) + " with administrative permission").in("vpc-role")
	}
	if lacked := lackedActions(grants); len(lacked) > 0 {
		return nil, nil, refuse("VPC-04", "role", "The role %s gives no choices: its permission policy lacks %s.", role.Name, strings.Join(lacked, ", ")).
			fix("Add the missing actions to its permission policy in IAM (“vpc policy --kind permissions” shows it), and give the policy here (“account edit-role”).").in("vpc-role")
	}
	return role, grants, nil
}

// seenNetwork finds the VPC among those that the roles of the account see in the space's Region (VPC-03, VPC-09).
func seenNetwork(r Reader, space *Space, account AccountID, id string) (*network, error) {
	n, err := findNetwork(r, account, string(space.Region), id)
	if err != nil || n != nil {
		return n, err
	}
	list, err := networksOf(r, account)
	if err != nil {
		return nil, err
	}
	for _, other := range list {
		if other.VPC == id {
			return nil, refuse("VPC-09", "vpc", "%s is in %s, and %s is in %s: a VPC connection leads to a VPC of the space's Region.", id, other.Region, space.Name, space.Region).
				fix("Choose a VPC in %s.", space.Region)
		}
	}
	if len(list) == 0 {
		return nil, refuse("VPC-03", "vpc", "Nothing is known here of the VPCs of AWS account %s.", account).
			fix("Import them on the AWS side, signed in to it (“vpc import --dir FOLDER --aws %s” on the command line).", account).in("vpc-import")
	}
	return nil, refuse("VPC-03", "vpc", "The role sees no VPC %q in AWS account %s.", clip(id), account).
		fix("Look at those that it sees (“vpc choices” on the command line), or import the networks of the account anew.").in("vpc-import")
}

// chooseSubnets keeps VPC-07.
func chooseSubnets(report *vpccheck.Report, ids []string) ([]vpccheck.Subnet, error) {
	if len(ids) == 0 {
		return nil, refuse("VPC-07", "subnets", "No subnet is chosen.").fix("Choose at least one private subnet.")
	}
	zones := map[string]string{}
	var chosen []vpccheck.Subnet
	for _, id := range ids {
		at := slices.IndexFunc(report.Subnets, func(s vpccheck.Subnet) bool { return s.ID == id })
		if at < 0 {
			return nil, refuse("VPC-07", "subnets", "%s has no subnet %q.", report.VPC, clip(id)).fix("Choose among %s.", offeredSubnets(report))
		}
		s := report.Subnets[at]
		switch other := zones[s.Zone]; {
		case slices.Contains(ids[:slices.Index(ids, id)], id) || other == id:
			return nil, refuse("VPC-07", "subnets", "The subnet %s is named twice.", id).fix("Name each subnet once.")
		case s.Kind == vpccheck.Public:
			return nil, refuse("VPC-07", "subnets", "The subnet %s is not private: %s (%s).", id, s.Why, s.RouteTable).fix("Choose among %s.", offeredSubnets(report)).in("vpc-requirements")
		case s.Kind == vpccheck.UnknownKind:
			return nil, refuse("VPC-07", "subnets", "Nobody can tell here whether the subnet %s is private: %s.", id, s.Why).
				fix("Import the networks anew with what “aws ec2 describe-route-tables” prints.").in("vpc-import")
		case other != "":
			return nil, refuse("VPC-07", "subnets", "The subnets %s and %s are both in %s, and a connection has at most one in an Availability Zone.", other, id, s.Zone).fix("Leave one of them out.")
		}
		zones[s.Zone] = id
		chosen = append(chosen, s)
	}
	return chosen, nil
}

// offeredSubnets names the subnets that a connection can use.
func offeredSubnets(report *vpccheck.Report) string {
	var ids []string
	for _, s := range report.Subnets {
		if s.Usable {
			ids = append(ids, s.ID+" ("+s.Zone+")")
		}
	}
	switch {
	case len(ids) == 0:
		return "other VPCs: this one has no subnet that can be used"
	case len(ids) > maxOffered:
		ids = append(ids[:maxOffered], fmt.Sprintf("%d more", len(ids)-maxOffered))
	}
	return strings.Join(ids, ", ")
}

// maxOffered is how many choices a refusal names.
const maxOffered = 6

// chooseGroups keeps VPC-08.
func chooseGroups(details *NetworkDetails, vpc string, ids []string) error {
	if len(ids) == 0 || len(ids) > vpccheck.MaxSecurityGroups {
		return refuse("VPC-08", "security-groups", "A VPC connection has one to %d security groups, and %d are chosen.", vpccheck.MaxSecurityGroups, len(ids)).
			fix("Choose one to %d.", vpccheck.MaxSecurityGroups)
	}
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			return refuse("VPC-08", "security-groups", "The security group %s is named twice.", clip(id)).fix("Name each security group once.")
		}
		if slices.ContainsFunc(details.SecurityGroups, func(g SecurityGroupView) bool { return g.ID == id }) {
			continue
		}
		if len(details.SecurityGroups) == 0 {
			return refuse("VPC-08", "security-groups", "Nothing is known here of the security groups of %s.", vpc).
				fix("Import the networks anew with what “aws ec2 describe-security-groups” prints.").in("vpc-import")
		}
		return refuse("VPC-08", "security-groups", "%s has no security group %q.", vpc, clip(id)).fix("Choose among those of this VPC (“vpc choice” on the command line).")
	}
	return nil
}

// plan says what to mind about a choice that the rules allow.
func (c *vpcChosen) plan(act *Act) {
	for _, warning := range c.warnings() {
		act.plan(EffectNote, "%s", warning)
	}
}

// warnings are what to mind, as sentences without the full stop.
func (c *vpcChosen) warnings() []string {
	var list []string
	for _, s := range c.subnets {
		if !s.Usable {
			list = append(list, fmt.Sprintf("work in the subnet %s will not reach the internet: %s", s.ID, s.Why))
		}
	}
	if c.report.Verdict != vpccheck.Pass {
		list = append(list, fmt.Sprintf("%s does not pass the check (%s): %s", c.report.VPC, c.report.Verdict, strings.Join(unmetTitles(c.report), "; ")))
	}
	for _, g := range c.grants {
		if g.Limit != "" {
			list = append(list, fmt.Sprintf("the role %s holds %s within a limit: %s", c.role.Name, g.Action, g.Limit))
		}
	}
	switch {
	case c.trust == nil:
		list = append(list, fmt.Sprintf("the trust policy of %s is not known: restrict aws:SourceArn in it to this space (vpc policy shows it)", c.role.Name))
	case !c.trust.Assumable:
		list = append(list, fmt.Sprintf("CodeCatalyst cannot assume the role %s for this space (%s): correct its trust policy", c.role.Name, c.trust.Verdict))
	case !c.trust.Restricted:
		list = append(list, fmt.Sprintf("the trust policy of %s is not restricted to this space with aws:SourceArn (%s): others can use the role", c.role.Name, c.trust.Verdict))
	}
	return list
}

// unmetTitles names the checks that a VPC does not pass.
func unmetTitles(report *vpccheck.Report) []string {
	var titles []string
	for _, c := range report.Checks {
		if c.Verdict == vpccheck.NotMet || c.Verdict == vpccheck.CannotTell {
			titles = append(titles, c.Title+": "+string(c.Verdict))
		}
	}
	return titles
}
