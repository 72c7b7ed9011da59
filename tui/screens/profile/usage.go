package profile

import (
	"cmp"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// featureColumn is the column of the features' names.
const featureColumn = 30

// usageLines are one's own Generative AI feature usage, with how near each quota is (GEN-08).
func (s *screen) usageLines() []string {
	u, t := s.usage, s.env.Theme
	subscription := u.Subscription.Title()
	if u.SubscriptionEnds != 0 {
		subscription += ", until " + u.SubscriptionEnds.Day()
	}
	lines := []string{"", t.Title.Render("Generative AI feature usage in " + u.Month), ""}
	lines = append(lines, kit.Facts(t, s.w, "Subscription", subscription, "Month ends", u.MonthEnds.Day())...)
	for _, f := range u.Features {
		words := kit.Thousands(f.Used) + " of " + kit.Marked(kit.Thousands(f.Quota), f.Assumption) + ", " + kit.Thousands(f.Percent) + " %"
		lines = append(lines, kit.Meter(t, s.w, featureColumn, f.Title, f.Percent, words+state(f, u.MonthEnds))...)
	}
	if slices.ContainsFunc(u.Features, func(f model.FeatureUsage) bool { return f.Assumption }) {
		lines = append(lines, kit.AssumptionLine(t, s.w, "w says why."))
	}
	return lines
}

// state tells in words how near a feature is to its quota.
func state(f model.FeatureUsage, ends model.Instant) string {
	switch f.State {
	case model.MeterNear:
		return ", near the quota"
	case model.MeterReached:
		return ", quota reached: refused until " + ends.Day() + " or a larger subscription"
	default:
		return ""
	}
}

// usageActions change the subscription, and say where the quotas come from.
func (s *screen) usageActions() []kit.Action {
	subscribe := s.gates.Action("s", "person.subscribe", "subscription", func() model.Command { return &model.Subscribe{} },
		kit.RunOptions{Plan: true, Options: map[string][]kit.Option{"subscription": {
			{Value: string(model.FreeSubscription), Title: model.FreeSubscription.Title()},
			{Value: string(model.ProSubscription), Title: model.ProSubscription.Title()},
		}}})
	if s.known && !s.profile.Own {
		subscribe.Disabled = s.theirs()
	}
	return []kit.Action{subscribe, {ID: "person.quotas", Key: "w", Title: "quotas", Run: s.quotas}}
}

// quotas says where each quota comes from, and how to put others in their place.
func (s *screen) quotas() tea.Cmd {
	if !s.profile.Own {
		return kit.Tell(s.env, "Quotas", s.theirs().Refusal())
	}
	body := "With " + s.usage.Subscription.Title() + ", in a calendar month:\n"
	for _, f := range s.usage.Features {
		from := "Source: " + f.Source + ", " + f.Date + "."
		if f.Assumption {
			from = kit.AssumptionMark + " Assumption: " + f.Why
		}
		body += "- " + f.Title + ": " + kit.Thousands(f.Quota) + ". " + from + "\n"
	}
	body += "\nTable of quotas: " + cmp.Or(s.usage.Table, "none") + ". On the command line, “atrium person quotas” prints it to be changed, and --quotas FILE, or quotas.json in the data folder, takes its place."
	return kit.Send(kit.Open{Dialog: kit.NewText(s.env, "Quotas", body, "")})
}
