package cli

import (
	"cmp"
	"fmt"
	"strings"

	"atrium/model"
	"atrium/tui/text"
)

// organizationLines writes an organization as a tree in a table.
func organizationLines(o *model.OrganizationView) []string {
	since := "Created at"
	if o.Imported {
		since = "Imported at"
	}
	lines := append(pairLines([]pair{{"Organization", o.ID}, {"Management account", string(o.Management)}, {since, o.CreatedAt.String()}}), "")
	rows := [][]string{{"Where", "Id", "Status"}}
	for _, n := range o.Nodes {
		name, status := cmp.Or(n.Name, "no name"), ""
		switch {
		case n.Kind == "unit":
			name += "/"
		case n.Kind == "account":
			status = n.Status.Title()
		}
		if n.Management {
			name += " (management account)"
		}
		rows = append(rows, []string{strings.Repeat("  ", n.Depth) + text.Visible(name), n.ID, status})
	}
	return append(lines, leftGrid(rows)...)
}

// leftGrid lays rows of cells out in columns, all of them to the left.
func leftGrid(rows [][]string) []string {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], text.Width(cell))
		}
	}
	lines := make([]string, len(rows))
	for i, row := range rows {
		parts := make([]string, len(row))
		for j, cell := range row {
			parts[j] = text.Fit(cell, widths[j])
		}
		lines[i] = strings.TrimRight(strings.Join(parts, gap), " ")
	}
	return lines
}

// prerequisiteLines writes the checklist: the state of each, what is there, and below it what to do.
func prerequisiteLines(list []model.Prerequisite, width int) []string {
	var lines []string
	missing := 0
	for _, p := range list {
		lines = append(lines, wrapped(text.Fit(string(p.State), len("optional"))+gap, text.Visible(p.Title+": "+p.Detail), width)...)
		fix := p.Fix
		if p.Command != "" {
			fix += " (" + strings.ReplaceAll(p.Command, ".", " ") + ")"
		}
		if p.Fix != "" {
			lines = append(lines, wrapped(text.Spaces(len("optional"))+gap+"what to do: ", text.Visible(fix), width)...)
		}
		if p.State == model.PrerequisiteMissing {
			missing++
		}
	}
	verdict := "All is ready: “atrium sso setup” can begin."
	if missing > 0 {
		verdict = fmt.Sprintf("%d of %d missing: “atrium sso setup” is refused until none is.", missing, len(list))
	}
	return append(lines, "", verdict)
}

// applicationLines writes the page of an Identity Center application.
func applicationLines(a *model.ApplicationView) []string {
	status := map[model.ApplicationStatus]string{model.ApplicationActive: "active", model.ApplicationFree: "associated with no space",
		model.ApplicationInvalid: "invalid: it signs nobody in and can only be deleted"}
	lines := pairLines([]pair{{"Space name", a.Space}, {"Display name", a.DisplayName}, {"Application name", a.Application}, {"Status", status[a.Status]},
		{"Region", string(a.Region)}, {"AWS account", string(a.Account)}, {"Identity store", a.IdentityStore}, {"Service-linked role", a.ServiceRole},
		{"Created at", a.CreatedAt.String()}, {"Space administrators", cmp.Or(strings.Join(a.Administrators, ", "), nameless)}})
	return append(append(lines, "", "Connected groups:"), connectedLines(a.Groups)...)
}

// ssoLines writes the SSO page of a space's settings.
func ssoLines(v *model.SSOView) []string {
	if !v.Enabled {
		says := "SSO not enabled: the space is one for AWS Builder ID users, who lose access for good once it is."
		if v.Type == model.FederatedSpace {
			says = "No application is associated with this space with identity federation: it has no members, and nobody signs in."
		}
		return append(pairLines([]pair{{"Space name", v.Space}, {"Region", string(v.Region)}, {"AWS account", string(v.Account)}}), "", says,
			"“atrium sso setup --space "+text.Visible(v.Space)+"” makes an application, “atrium sso associate” takes one that is free.")
	}
	lines := pairLines([]pair{{"Space name", v.Space}, {"Display name", v.DisplayName}, {"Application name", v.ApplicationName}, {"Region", string(v.Region)},
		{"AWS account", string(v.Account)}, {"Identity store", v.IdentityStore}, {"Space administrators", cmp.Or(strings.Join(v.Administrators, ", "), nameless)}})
	return append(append(lines, "", "Connected groups:"), connectedLines(v.Groups)...)
}

func connectedLines(groups []model.ConnectedGroup) []string {
	if len(groups) == 0 {
		return []string{"  none; “atrium sso edit --connect” adds one"}
	}
	rows := [][]string{{"  Group", "Users", "Sync", "Description"}}
	for _, g := range groups {
		arrived := "waits for the sync"
		if g.Arrived {
			arrived = "in the space"
		}
		rows = append(rows, []string{"  " + text.Visible(g.Name), fmt.Sprint(g.Users), arrived, text.Visible(g.Description)})
	}
	return leftGrid(rows)
}

// explanationLines answers why someone is not in a space yet: the sentence first, then what it rests on (FED-14).
func explanationLines(x *model.SyncExplanation, width int) []string {
	sentence := x.Sentence
	if x.Overdue {
		sentence = "OVERDUE: " + sentence
	}
	lines := wrapped("", text.Visible(sentence), width)
	todo := x.Fix
	if todo == "" && x.ExpectedAt != 0 {
		todo = "Wait, or move program time on (sync advance)."
	}
	if todo != "" {
		lines = append(lines, wrapped("What to do: ", text.Visible(todo), width)...)
	}
	inSpace := "no"
	if x.InSpace {
		inSpace = "yes, as " + x.Role.Title()
	}
	own := "none waits"
	if x.Pending != nil {
		own = x.Pending.What + ", since " + x.Pending.RequestedAt.String()
	}
	expected := "nothing"
	if x.ExpectedAt != 0 {
		expected = x.ExpectedAt.String() + lateness(x)
	}
	lines = append(append(lines, ""), pairLines([]pair{{"User name", x.User}, {"Name", x.Name}, {"In the space", inSpace}, {"Expected", expected}, {"Own change", own}})...)
	return append(lines, reasonLines(x.Groups)...)
}

// lateness says how far off the expected moment is.
func lateness(x *model.SyncExplanation) string {
	if x.Overdue {
		return ", overdue by " + x.Now.Sub(x.ExpectedAt).String()
	}
	return ", in " + x.ExpectedAt.Sub(x.Now).String() + "; not overdue"
}

// reasonLines lists the groups of a person, and how each stands towards the space.
func reasonLines(groups []model.GroupReason) []string {
	if len(groups) == 0 {
		return []string{"Groups        none"}
	}
	rows := [][]string{{"Group", "Connected", "In the space", "Waits"}}
	yes := map[bool]string{true: "yes", false: "no"}
	for _, g := range groups {
		waits := "-"
		if c := g.Pending; c != nil {
			waits = fmt.Sprintf("%s, expected %s, %d of %d brought", c.What, c.ExpectedAt, c.Done, c.Count)
		}
		rows = append(rows, []string{text.Visible(g.Group), yes[g.Connected], yes[g.Arrived], text.Visible(waits)})
	}
	return append([]string{""}, leftGrid(rows)...)
}

// signedInLines says who signed in, and what opens.
func signedInLines(in *model.SignedInAs) []string {
	how := "with an AWS Builder ID"
	if in.Company != "" {
		how = "with SSO, through " + in.Company
	}
	return append(pairLines([]pair{{"Signed in", in.Person.Name + " (@" + in.Person.Alias + ")"}, {"How", how}, {"Email", in.Person.Email},
		{"Spaces", cmp.Or(strings.Join(in.Spaces, ", "), nameless)}}), "", "A rehearsal: there are no passwords. “--as "+text.Visible(in.Person.Alias)+"” acts as this person.")
}
