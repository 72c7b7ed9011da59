package billing

import (
	"atrium/model"
	"atrium/tui/kit"
)

// ofIncluded tells what was used of what is included: 80 of 100* minutes.
func ofIncluded(m model.UsageView) string {
	return kit.Quantity(m.Used) + " of " + kit.Marked(kit.Quantity(m.Included), m.Assumption) + " " + m.Unit
}

// state tells in words how near a meter is to its end (BIL-12); empty while it is far.
func (s *screen) state(m model.UsageView) string {
	switch m.State {
	case model.MeterNear:
		if s.view.Tier.Paid() {
			return "near what is included"
		}
		return "near the maximum"
	case model.MeterReached:
		return "maximum reached: work halts until " + s.view.MonthEnds.Day()
	case model.MeterBeyond:
		return "beyond it: the rest is charged"
	default:
		return ""
	}
}

// reckoning tells how the amount of a charge comes about.
func reckoning(c model.ChargeView) string {
	switch {
	case c.Item == tierItem, c.Charged > 0:
		return kit.Quantity(c.Charged) + " " + c.Unit + " at " + kit.Marked(kit.Number(c.Rate), c.Assumption)
	case c.Used == 0:
		return "nothing used"
	default:
		return "within what is included"
	}
}

// tierItem is the charge for the tier itself, beside those for resources.
const tierItem = "tier"

// account names the billing account as the guide does, by its name where it has one.
func (s *screen) account() string {
	if s.view.AccountName == "" {
		return string(s.view.Account) + " (no name was given)"
	}
	return s.view.AccountName + " (" + string(s.view.Account) + ")"
}
