package kit

import (
	"strings"

	"atrium/model"
	"atrium/model/iam"
	"atrium/tui/text"
)

// TiersInWords lists tiers by their titles.
func TiersInWords(list []model.Tier) string {
	titles := make([]string, len(list))
	for i, tier := range list {
		titles[i] = tier.Title()
	}
	return strings.Join(titles, ", ")
}

// RoleLines tell of an IAM role of a connection: its name first, where it is from, the warning that belongs to
// it, who can assume it, and what uses it (ACC-09).
func RoleLines(t *Theme, w int, role model.RoleView) []string {
	lines := []string{t.Strong.Render(text.Truncate(text.Visible(role.Name), w))}
	lines = append(lines, Indented(w, "", role.ARN+", since "+role.AddedAt.Stamp())...)
	if role.Template != "" {
		lines = append(lines, Indented(w, "", "Created by the program: "+role.Template.Title()+".")...)
	}
	if role.Warning != "" {
		lines = append(lines, Indented(w, "! ", "Warning: "+role.Warning+".")...)
	}
	lines = append(lines, judgementLines(t, w, role)...)
	for _, user := range role.UsedBy {
		lines = append(lines, Indented(w, "", "Used by the "+user.Kind.Title()+" "+user.Name+".")...)
	}
	return lines
}

// judgementLines say who can assume a role.
func judgementLines(t *Theme, w int, role model.RoleView) []string {
	if role.Judgement == nil {
		return Indented(w, "", "Its trust policy was not given, so that nobody can say here who can assume it.")
	}
	lines := Indented(w, "", "Judged: "+TrustInWords(role.Judgement.Verdict)+".")
	for _, f := range role.Judgement.Findings {
		mark := "! "
		if f.Verdict == iam.Met {
			mark = t.Yes + " "
		}
		lines = append(lines, Indented(w, mark, f.Message+".")...)
		if f.Fix != "" {
			lines = append(lines, Indented(w, "  ", "To mend it: "+f.Fix+".")...)
		}
	}
	return lines
}

// TrustInWords is the outcome of a judgement in words.
func TrustInWords(v iam.Verdict) string {
	switch v {
	case iam.Fits:
		return "fits, CodeCatalyst can use it for this space only"
	case iam.Unrestricted:
		return "too open, other spaces can use it as well"
	case iam.NotFromProjects:
		return "too narrow, the projects of this space cannot use it"
	case iam.OtherSpace:
		return "of no use here, it is for other spaces"
	case iam.NotAssumable:
		return "of no use here, CodeCatalyst cannot assume it"
	default:
		return "unclear, it cannot be told from the trust policy"
	}
}

// DependentLines list what would stop working without a connection (ACC-08).
func DependentLines(w int, list []model.Dependent) []string {
	var lines []string
	for _, dep := range list {
		role := dep.Role[strings.LastIndex(dep.Role, "/")+1:]
		lines = append(lines, Indented(w, "", dep.Kind.Title()+" "+dep.Name+", with the role "+role)...)
	}
	if len(list) > 0 {
		lines = append(lines, Paragraphs("Removing the account is not recommended while something depends on it.", w)...)
	}
	return lines
}
