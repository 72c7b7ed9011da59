package cli

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"atrium/model"
	"atrium/model/tiers"
	"atrium/tui/text"
)

// assumptionNote explains the star behind a number (BIL-07).
const assumptionNote = "* an assumption: no public source gives this number"

// star marks a number that is an assumption. One that is none ends in a space, so that the digits of a column
// stand under each other.
func star(number string, assumption bool) string {
	if assumption {
		return number + "*"
	}
	return number + " "
}

// quantity writes how much of something there is, with at most two decimals.
func quantity(q float64) string { return plainNumber(math.Round(q*100) / 100) }

// plainNumber writes a number with as many decimals as it has.
func plainNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// compareLines writes the tiers side by side: what each costs and includes, and what more costs.
func compareLines(offers []model.TierOffer, width int) []string {
	first := offers[0]
	row := func(label string, cell func(o *model.TierOffer) string) []string {
		cells := []string{label}
		for i := range offers {
			cells = append(cells, cell(&offers[i]))
		}
		return cells
	}
	members := fmt.Sprintf("for %d team members", first.Members)
	if first.Members == 1 {
		members = "for one team member"
	}
	rows := [][]string{
		row("", func(o *model.TierOffer) string { return o.Title + " " }),
		{"Price of a month, " + first.Currency},
		row("  for each team member", func(o *model.TierOffer) string { return star(plainNumber(o.Price.Value), o.Price.Assumption) }),
		row("  "+members, func(o *model.TierOffer) string { return star(o.PriceTotal.String(), o.Price.Assumption) }),
		row("Included in a month", func(o *model.TierOffer) string {
			if o.PerMember {
				return "each member "
			}
			return "whole space "
		}),
	}
	several := func(unit string) string { return unit }
	rows = append(rows, resourceRows(first, row, several, func(r *model.ResourceOffer) string { return star(plainNumber(r.Included.Value), r.Included.Assumption) })...)
	rows = append(rows, []string{"Included in all, " + members})
	rows = append(rows, resourceRows(first, row, several, func(r *model.ResourceOffer) string { return star(quantity(r.Total), r.Included.Assumption) })...)
	rows = append(rows, []string{"What more than that costs, " + first.Currency})
	rows = append(rows, resourceRows(first, row, one, overage)...)
	return append(grid(rows), sourceLines(offers, width)...)
}

// resourceRows makes a row for each resource.
func resourceRows(first model.TierOffer, row func(string, func(*model.TierOffer) string) []string, unit func(string) string, cell func(*model.ResourceOffer) string) [][]string {
	var rows [][]string
	for i, r := range first.Resources {
		rows = append(rows, row("  "+r.Title+", "+unit(r.Unit), func(o *model.TierOffer) string { return cell(&o.Resources[i]) }))
	}
	return rows
}

// one is a unit in the singular: minutes, hours and GB.
func one(units string) string { return "for one " + strings.TrimSuffix(units, "s") }

// overage is what one unit more of a resource costs.
func overage(r *model.ResourceOffer) string {
	if r.Overage == nil {
		return "work halts "
	}
	return star(plainNumber(r.Overage.Value), r.Overage.Assumption)
}

// sourceLines says where the numbers come from.
func sourceLines(offers []model.TierOffer, width int) []string {
	var sources []string
	assumed := false
	note := func(n *model.NumberView) {
		if n == nil {
			return
		}
		assumed = assumed || n.Assumption
		if source := n.Source + ", " + n.Date; n.Source != "" && !slices.Contains(sources, source) {
			sources = append(sources, source)
		}
	}
	for i := range offers {
		note(&offers[i].Price)
		for j := range offers[i].Resources {
			note(&offers[i].Resources[j].Included)
			note(offers[i].Resources[j].Overage)
		}
	}
	lines := []string{""}
	if assumed {
		lines = append(lines, assumptionNote)
	}
	for _, source := range sources {
		lines = append(lines, wrapped("source: ", text.Visible(source), width)...)
	}
	return append(lines, text.Visible("table of tiers: "+offers[0].Table))
}

// billingLines writes the page Billing details.
func billingLines(v *model.BillingView, width int) []string {
	tier := v.Tier.Title()
	if v.PendingTier != nil {
		tier += "; pending: " + v.PendingTier.Title() + " from " + v.PendingFrom.Day()
	}
	allowed := make([]string, len(v.AllowedTiers))
	for i, t := range v.AllowedTiers {
		allowed[i] = t.Title()
	}
	lines := pairLines([]pair{{"Space", v.Space}, {"Billing tier", tier}, {"AWS account", string(v.Account)}, {"AWS account name", cmp.Or(v.AccountName, nameless)},
		{"AWS account status", v.AccountStatus.Title()}, {"Allowed billing tiers", strings.Join(allowed, ", ")},
		{"Team members", strconv.Itoa(v.Members)}, {"Billing month", v.Month + ", until " + v.MonthEnds.Day()}})
	lines = append(append(lines, "", "Usage in "+v.Month+":"), usageLines(v.Usage)...)
	for _, warning := range v.Warnings {
		lines = append(lines, wrapped("! ", text.Visible(warning), width)...)
	}
	lines = append(append(lines, ""), billLines(&v.Estimate)...)
	if len(v.History) > 0 {
		lines = append(lines, "", "Past months:")
	}
	for _, b := range v.History {
		lines = append(lines, fmt.Sprintf("  %s  %-10s  %s %s, charged to AWS account %s", b.Month, b.Tier.Title(), star(b.Total.String(), b.Assumption), b.Currency, b.Account))
	}
	return lines
}

// usageLines writes the meters.
func usageLines(meters []model.UsageView) []string {
	rows := [][]string{{"  Resource", "Used", "Included ", "Percent", "State"}}
	assumed := false
	for _, m := range meters {
		rows = append(rows, []string{"  " + m.Title + ", " + m.Unit, quantity(m.Used), star(quantity(m.Included), m.Assumption), strconv.Itoa(m.Percent) + " %", string(m.State)})
		assumed = assumed || m.Assumption
	}
	lines := grid(rows)
	if assumed {
		lines = append(lines, assumptionNote)
	}
	return lines
}

// billLines writes what a month costs: the estimate of the present one, or a past one.
func billLines(b *model.BillView) []string {
	what := "Month"
	if b.Current {
		what = "Estimate for"
	}
	head := fmt.Sprintf("%s %s, %s, %s tier, AWS account %s:", what, b.Month, text.Visible(b.Space), b.Tier.Title(), b.Account)
	return append([]string{head}, chargeLines(b.Lines, b.Currency)...)
}

// chargeLines writes the lines of a bill with their sum.
func chargeLines(charges []model.ChargeView, currency string) []string {
	rows := [][]string{{"  What", "Used", "Included", "Charged", "Rate", currency + " "}}
	var total tiers.Money
	assumed, doubtful := false, false
	for i, c := range charges {
		cells := []string{"  " + c.Title + ", " + c.Unit, quantity(c.Used), quantity(c.Included), quantity(c.Charged), plainNumber(c.Rate), star(c.Amount.String(), c.Assumption)}
		if i == 0 { // the price of the tier, which includes nothing of itself
			cells[2] = ""
		}
		rows = append(rows, cells)
		assumed, doubtful = assumed || c.Assumption, doubtful || c.Assumption && c.Amount != 0
		total += c.Amount
	}
	lines := grid(append(rows, []string{"  In all", "", "", "", "", star(total.String(), doubtful)}))
	if assumed {
		lines = append(lines, "* with numbers that are assumptions: no public source gives them")
	}
	return lines
}

// estimateLines writes the estimate of the present month.
func estimateLines(rows []model.ChargeRow) []string {
	first := rows[0]
	charges := make([]model.ChargeView, len(rows))
	for i, row := range rows {
		charges[i] = row.ChargeView
	}
	head := fmt.Sprintf("Estimate for %s, %s, %s tier:", first.Month, text.Visible(first.Space), first.Tier.Title())
	return append([]string{head}, chargeLines(charges, first.Currency)...)
}

// dashboardLines writes what an account pays, month by month.
func dashboardLines(bills []model.BillView) []string {
	var lines []string
	for i := range bills {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, billLines(&bills[i])...)
	}
	return lines
}
