package billing

import (
	"math"
	"strconv"
	"strings"

	"atrium/model"
)

// mark stands after a number that no source gives, and after what was reckoned with one (BIL-07).
const mark = "*"

// marked sets the mark where a number is an assumption.
func marked(number string, assumption bool) string {
	if assumption {
		return number + mark
	}
	return number
}

// number writes a number with commas and without needless zeros.
func number(n float64) string {
	const most = 6 // decimals: what the tables of tiers keep
	words := strconv.FormatFloat(n, 'f', most, 64)
	whole, part, _ := strings.Cut(words, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if part = strings.TrimRight(part, "0"); part == "" {
		return whole
	}
	return whole + "." + part
}

// quantity is number for what was used: to two decimals.
func quantity(n float64) string { return number(math.Round(n*100) / 100) }

// ofIncluded tells what was used of what is included: 80 of 100* minutes.
func ofIncluded(m model.UsageView) string {
	return quantity(m.Used) + " of " + marked(quantity(m.Included), m.Assumption) + " " + m.Unit
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
		return quantity(c.Charged) + " " + c.Unit + " at " + marked(number(c.Rate), c.Assumption)
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

// titles lists tiers as people read them.
func titles(list []model.Tier) string {
	words := make([]string, len(list))
	for i, t := range list {
		words[i] = t.Title()
	}
	return strings.Join(words, ", ")
}
