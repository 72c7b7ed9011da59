package billing

import (
	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// explainMeter tells everything about a meter: how it stands, where its number comes from, and the months.
func (s *screen) explainMeter(m model.UsageView, w int) []string {
	words := ofIncluded(m) + " are used, " + kit.Thousands(m.Percent) + " %"
	if state := s.state(m); state != "" {
		words += ": " + state
	}
	lines := append(kit.Paragraphs(words+".", w), "")
	why := "What the tier includes comes from a source, which Compare tiers (c) names."
	if m.Assumption {
		why = kit.AssumptionMark + " What the tier includes is an assumption. " + m.Why
	}
	lines = append(lines, kit.Paragraphs(why, w)...)
	return append(append(lines, "", "Month by month:"), s.chart(string(m.Resource), w)...)
}

// chart draws what was used of a resource in this month and in those before it.
func (s *screen) chart(resource string, w int) []string {
	type used struct {
		name   string
		charge model.ChargeView
	}
	var months []used
	most := 0.0
	for _, b := range append([]model.BillView{s.view.Estimate}, s.view.History...) {
		for _, c := range b.Lines {
			if c.Item == resource {
				months = append(months, used{b.Month, c})
				most = max(most, c.Used)
			}
		}
	}
	var lines []string
	for _, u := range months {
		const nameWidth, labelWidth, fine = 8, 18, 1000
		label := text.FitRight(kit.Quantity(u.charge.Used)+" "+u.charge.Unit, labelWidth)
		share := 0
		if most > 0 {
			share = kit.Share(int(u.charge.Used/most*fine), fine)
		}
		lines = append(lines, text.Fit(u.name, nameWidth)+kit.Bar(s.env.Theme, w-nameWidth, share, label))
	}
	return lines
}

// explainCharge tells how a line of the estimate comes about.
func (s *screen) explainCharge(c model.ChargeView, w int) []string {
	currency := s.view.Estimate.Currency
	facts := []string{"Amount", c.Amount.String() + " " + currency, "Reckoned", reckoning(c)}
	if c.Item != tierItem {
		beyond := "work halts"
		if c.Rate > 0 {
			beyond = kit.Marked(kit.Number(c.Rate), c.Assumption) + " " + currency + " for each of the " + c.Unit
		}
		facts = append(facts, "Used", kit.Quantity(c.Used)+" "+c.Unit, "Included", kit.Marked(kit.Quantity(c.Included), c.Assumption)+" "+c.Unit, "Beyond it", beyond)
	}
	lines := append(s.plainFacts(w, facts...), "")
	why := "Its numbers come from a source, which Compare tiers (c) names."
	if c.Assumption {
		why = kit.AssumptionMark + " A number in this line is an assumption: no source gives it. Compare tiers (c) names each number with its source, or with why it was chosen."
	}
	return append(lines, kit.Paragraphs(why, w)...)
}

// explainMonth shows a month by line.
func (s *screen) explainMonth(b model.BillView, w int) []string {
	lines := s.plainFacts(w, "Tier", b.Tier.Title(), "Team members", kit.Thousands(b.Members), "Billing account", string(b.Account), "Table of tiers", b.Table)
	lines = append(lines, "")
	row := func(title, amount string) string {
		return text.Fit(text.Visible(title), max(w-amountWidth, 0)) + text.FitRight(amount, min(amountWidth, w))
	}
	for _, c := range b.Lines {
		lines = append(lines, row(c.Title, s.amount(c.Amount, c.Assumption && c.Amount != 0)))
	}
	lines = append(lines, row("Total", s.amount(b.Total, b.Assumption)))
	if b.Assumption {
		lines = append(append(lines, ""), kit.Paragraphs(kit.AssumptionMark+" A number behind the amount is an assumption: no source gives it.", w)...)
	}
	return lines
}

// plainFacts are pairs of a label and what it says, without styles: a dialog cleans its text.
func (s *screen) plainFacts(w int, pairs ...string) []string {
	const column = 17
	var lines []string
	for i := 0; i+1 < len(pairs); i += 2 {
		head := text.Fit(pairs[i], column)
		for _, line := range kit.Paragraphs(pairs[i+1], max(w-column, 1)) {
			lines = append(lines, head+line)
			head = text.Spaces(column)
		}
	}
	return lines
}
