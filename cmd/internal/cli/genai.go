package cli

import (
	"strconv"

	"atrium/model"
	"atrium/tui/text"
)

// generativeAILines writes the page Generative AI of a space: the switch, and what to be aware of (GEN-09).
func generativeAILines(v *model.GenerativeAIView, width int) []string {
	state := "off"
	if v.On {
		state = "on, since " + v.Since.Stamp()
	}
	region := string(v.Region)
	if !v.Available {
		region += ", where the features do not exist: they do in " + string(model.GenerativeAIRegion) + " only"
	}
	lines := pairLines([]pair{{"Space", v.Space}, {v.Toggle, state}, {"Region", region}, {"Who may turn them on and off", v.Who}})
	if v.Stops != nil && v.On {
		lines = append(lines, "", "Turning them off would stop for good: "+v.Stops.String()+".")
	}
	lines = append(lines, "", "To be aware of:")
	for _, c := range v.Considerations {
		lines = append(lines, wrapped("- ", c.Title+" "+c.Text, width)...)
	}
	return lines
}

// aiUsageLines writes a person's Generative AI feature usage (GEN-08).
func aiUsageLines(v *model.AIUsage) []string {
	subscription := v.Subscription.Title()
	if v.SubscriptionEnds != 0 {
		subscription += ", until " + v.SubscriptionEnds.Day()
	}
	lines := pairLines([]pair{{"User", "@" + v.Alias}, {"Subscription", subscription}, {"Month", v.Month + ", until " + v.MonthEnds.Day()}})
	rows, assumes := [][]string{{"  Feature", "Used", "Quota ", "Percent", "State"}}, false
	for _, f := range v.Features {
		rows = append(rows, []string{"  " + f.Title, strconv.Itoa(f.Used), star(strconv.Itoa(f.Quota), f.Assumption), strconv.Itoa(f.Percent) + " %", string(f.State)})
		assumes = assumes || f.Assumption
	}
	lines = append(append(lines, "", "Generative AI feature usage:"), grid(rows)...)
	if assumes {
		lines = append(lines, assumptionNote)
	}
	return append(lines, text.Visible("table of quotas: "+v.Table))
}
