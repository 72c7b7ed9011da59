package cli

import (
	"cmp"
	"reflect"

	"atrium/model"
	"atrium/tui/text"
)

// nameless stands where an AWS account has no name, neither in the space nor in an organization.
const nameless = "none"

// accountLines writes the details page of a connection for a terminal of some width; 0 leaves the lines as long
// as they are.
func accountLines(d *model.AccountDetails, width int) []string {
	c := d.Connection
	pairs := []pair{
		{"AWS account", string(c.Account)}, {"AWS account name", cmp.Or(c.Name, nameless)}, {"AWS account status", d.AccountStatus.Title()},
		{"Description", d.Description}, {"Space", d.Space}, {"Space id", d.SpaceID}, {"Region", string(d.Region)},
		{"Connection", c.ARN}, {"Connected at", c.ConnectedAt.String()},
	}
	if c.Billing != nil {
		pairs = append(pairs, pair{"Billing account", inWords(reflect.ValueOf(c.Pays()))}, pair{"Allowed billing tiers", joined(reflect.ValueOf(c.AllowedTiers))})
	}
	lines := pairLines(append(pairs, pair{"Tags", inWords(reflect.ValueOf(c.Tags))}))
	lines = append(lines, "", "IAM roles available to CodeCatalyst:")
	if len(d.Roles) == 0 {
		lines = append(lines, "  none; “atrium account role” adds one")
	}
	for i := range d.Roles {
		lines = append(lines, roleLines(&d.Roles[i], width)...)
	}
	if len(d.Dependents) > 0 {
		lines = append(lines, "", "What depends on this connection:")
	}
	for _, on := range d.Dependents {
		lines = append(lines, text.Visible("  "+on.Kind.Title()+" "+on.Name+", with the role "+on.Role))
	}
	return lines
}

// roleLines writes an IAM role with what its trust policy was found to say.
func roleLines(r *model.RoleView, width int) []string {
	lines := []string{"  " + text.Visible(r.Name)}
	add := func(label, what string) {
		if what != "" {
			lines = append(lines, wrapped("    "+label, text.Visible(what), width)...)
		}
	}
	add("", r.ARN)
	add("", r.Template.Title())
	add("warning: ", r.Warning)
	if r.Judgement == nil {
		add("", "its trust policy was not given, so that nobody can say here who can assume it")
		return lines
	}
	for _, f := range r.Judgement.Findings {
		add(string(f.Verdict)+": ", f.Message)
		if r.Template == "" { // what the program itself creates is as it has to be
			add("  what to do: ", f.Fix)
		}
	}
	return lines
}

// rolePairs are the fields of a role that was just added; what its trust policy says stands in the plan.
func rolePairs(r *model.RoleView) []pair {
	return []pair{{"IAM role", r.Name}, {"ARN", r.ARN}, {"Kind", r.Template.Title()}}
}
