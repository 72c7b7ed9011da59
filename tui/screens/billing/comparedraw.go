package billing

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// compose draws the table anew.
func (c *comparison) compose() {
	switch {
	case c.err != nil:
		c.pager.SetLines(kit.BadLines(c.env.Theme, c.err, c.w))
	case len(c.offers) == 0:
		c.pager.SetLines([]string{"Loading" + c.env.Theme.More})
	default:
		c.pager.SetLines(c.table())
	}
}

// table is a row for each thing that the tiers differ in, and a column for each tier.
func (c *comparison) table() []string {
	lines := []string{c.row("", c.heading), c.row("", c.standing),
		c.row("Price for each member", price), c.row("Price for "+c.people(), c.total)}
	for i, r := range c.offers[0].Resources {
		lines = append(lines, c.row(r.Title+", "+r.Unit, func(o model.TierOffer) string { return c.included(o, o.Resources[i]) }),
			c.row("  beyond it", func(o model.TierOffer) string { return beyond(o.Resources[i], o.Currency) }))
	}
	return lines
}

// labelWidth is the column of what the tiers differ in: the longest of it.
const labelWidth = 28

// column is how wide each of the three is.
func (c *comparison) column() int { return max((c.w-labelWidth)/len(model.Tiers()), 1) }

func (c *comparison) row(label string, cell func(model.TierOffer) string) string {
	line := text.Fit(label, labelWidth)
	for _, o := range c.offers {
		line += text.Fit(cell(o), c.column())
	}
	return line
}

// heading names a tier; the chosen one stands in brackets.
func (c *comparison) heading(o model.TierOffer) string {
	if o.Tier == model.Tiers()[c.at] {
		return c.env.Theme.Strong.Render("[" + o.Title + "]")
	}
	return " " + o.Title
}

// standing tells which tier the space has, and which one comes.
func (c *comparison) standing(o model.TierOffer) string {
	switch b := c.billing; {
	case b == nil:
		return ""
	case o.Tier == b.Tier:
		return " (now)"
	case b.PendingTier != nil && o.Tier == *b.PendingTier:
		return " from " + b.PendingFrom.Day()
	default:
		return ""
	}
}

// people words the number of team members that is compared for.
func (c *comparison) people() string {
	if n := c.offers[0].Members; n != 1 {
		return kit.Thousands(n) + " members"
	}
	return "1 member"
}

func price(o model.TierOffer) string {
	return " " + kit.Marked(kit.Number(o.Price.Value), o.Price.Assumption) + " " + o.Currency
}

func (c *comparison) total(o model.TierOffer) string {
	return " " + kit.Marked(o.PriceTotal.String(), o.Price.Assumption) + " " + o.Currency
}

// roomForEach is from which width of a column on it also tells what is included for each team member.
const roomForEach = 26

// included tells how much of a resource a tier includes for that many team members.
func (c *comparison) included(o model.TierOffer, r model.ResourceOffer) string {
	words := " " + kit.Marked(kit.Quantity(r.Total), r.Included.Assumption)
	switch {
	case c.column() < roomForEach:
		return words
	case o.PerMember:
		return words + " (" + kit.Marked(kit.Quantity(r.Included.Value), r.Included.Assumption) + " each)"
	default:
		return words + " (for the space)"
	}
}

// beyond tells what happens when more is needed than is included.
func beyond(r model.ResourceOffer, currency string) string {
	if r.Overage == nil {
		return " work halts"
	}
	return " " + kit.Marked(kit.Number(r.Overage.Value), r.Overage.Assumption) + " " + currency + " each"
}

// choice tells what the chosen tier would mean, and what the mark does.
func (c *comparison) choice() []string {
	note := kit.AssumptionLine(c.env.Theme, c.w, "w says where each comes from.")
	tier, words := model.Tiers()[c.at], ""
	switch b := c.billing; {
	case b == nil:
		return []string{note}
	case tier == b.Tier && b.PendingTier != nil:
		words = "enter keeps " + tier.Title() + " and takes the change to " + b.PendingTier.Title() + " back."
	case tier == b.Tier:
		words = tier.Title() + " is the tier of " + c.space + " now. Left and right choose another."
	case b.PendingTier != nil && tier == *b.PendingTier:
		words = tier.Title() + " comes on " + b.PendingFrom.Day() + ", with the next billing month."
	case tier.Paid() && len(b.AllowedTiers) == 1:
		words = "The billing account allows only the Free tier: enter tells how paid tiers are turned on."
	default:
		words = "enter shows what a change to " + tier.Title() + " means, before anything is done."
	}
	return append(kit.Paragraphs(words, c.w), note)
}

// sources names every number with its source, or with why it was chosen (BIL-07).
func (c *comparison) sources() tea.Cmd {
	if len(c.offers) == 0 {
		return nil
	}
	var lines []string
	for i, o := range c.offers {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, strings.ToUpper(o.Title), "- Price: "+origin(o.Price, o.Currency))
		for _, r := range o.Resources {
			lines = append(lines, "- "+r.Title+" included: "+origin(r.Included, r.Unit))
			if r.Overage != nil {
				lines = append(lines, "- "+r.Title+" beyond it: "+origin(*r.Overage, o.Currency))
			}
		}
	}
	return kit.Send(kit.Open{Dialog: kit.NewText(c.env, "Where the numbers come from", strings.Join(lines, "\n"), "")})
}

// origin is a number with where it comes from.
func origin(n model.NumberView, unit string) string {
	words := kit.Number(n.Value) + " " + unit
	if n.Assumption {
		return words + ". " + kit.AssumptionMark + " Assumption: " + n.Why
	}
	return words + ". Source: " + n.Source + ", " + n.Date + "."
}
