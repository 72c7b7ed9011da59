package billing

import (
	"slices"

	"atrium/model"
	"atrium/model/tiers"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// item is something on the page that the cursor can stand on.
type item struct {
	id, title string
	// lines draws it in w cells, without the mark of the cursor.
	lines func(w int) []string
	// details explains it in w cells.
	details func(w int) []string
}

// compose puts the page together and keeps the item under the cursor in sight.
func (s *screen) compose() {
	s.items = nil
	if s.known && s.err == nil {
		s.items = slices.Concat(s.meters(), s.charges(), s.months())
	}
	page, _ := s.columns()
	s.pager.SetSize(page, max(s.h-2, 1))
	switch {
	case s.err != nil:
		s.pager.SetLines(kit.BadLines(s.env.Theme, s.err, s.w))
	case !s.known:
		s.pager.SetLines([]string{"Loading" + s.env.Theme.More})
	default:
		s.place(page)
	}
}

// sheet collects the lines while it is put together, and where the item under the cursor begins and ends.
type sheet struct {
	s           *screen
	w           int
	lines       []string
	first, last int
}

func (s *screen) place(w int) {
	p := &sheet{s: s, w: w}
	p.lines = s.head(w)
	p.section("Usage in "+s.view.Month, s.meters())
	if s.assumes() {
		p.lines = append(p.lines, kit.AssumptionLine(s.env.Theme, w, "enter says why."))
	}
	p.section("Estimate for "+s.view.Month, s.charges())
	p.lines = append(p.lines, s.total(w))
	p.section("Month by month", s.months())
	s.pager.SetLines(p.lines)
	switch at := s.at(); at {
	case 0:
		p.first = 0
	case len(s.items) - 1:
		p.last = len(p.lines) - 1
	}
	s.pager.Show(p.last)
	s.pager.Show(p.first)
}

// section adds a title and its items; the one under the cursor is marked.
func (p *sheet) section(title string, items []item) {
	t, under := p.s.env.Theme, p.s.items[p.s.at()].id
	p.lines = append(p.lines, "", t.Title.Render(text.Truncate(title, p.w)))
	for _, it := range items {
		lines := it.lines(p.w - 2)
		for i := range lines {
			lines[i] = "  " + lines[i]
		}
		if it.id == under {
			p.first, p.last = len(p.lines), len(p.lines)+len(lines)-1
			lines[0] = t.Cursor.Render(text.Fit(">"+lines[0][1:], p.w))
		}
		p.lines = append(p.lines, lines...)
	}
}

// head is what stands above the meters: the tier, the billing account, and what there is to mind.
func (s *screen) head(w int) []string {
	v, t := s.view, s.env.Theme
	pending := ""
	if v.PendingTier != nil {
		pending = v.PendingTier.Title() + ", from " + v.PendingFrom.Day() + ". Until then " + v.Tier.Title() + " holds."
	}
	lines := []string{t.Title.Render("Billing details")}
	lines = append(lines, kit.Facts(t, w, "Current tier", v.Tier.Title(), "Pending tier", pending,
		"AWS account name", s.account(), "AWS account status", v.AccountStatus.Title()+", allows "+kit.TiersInWords(v.AllowedTiers),
		"Team members", kit.Thousands(v.Members))...)
	for _, warning := range v.Warnings {
		for i, line := range kit.Paragraphs(warning, w-2) {
			sign := "  "
			if i == 0 {
				sign = "! "
			}
			lines = append(lines, t.Bad.Render(sign+line))
		}
	}
	return lines
}

// assumes reports whether a number on the page is an assumption.
func (s *screen) assumes() bool {
	return slices.ContainsFunc(s.view.Usage, func(m model.UsageView) bool { return m.Assumption }) ||
		slices.ContainsFunc(s.view.Estimate.Lines, func(c model.ChargeView) bool { return c.Assumption })
}

// nameWidth is the column of names.
const nameWidth = 24

// meters are the metered resources, each with a bar and in words (BIL-11).
func (s *screen) meters() []item {
	var list []item
	for _, m := range s.view.Usage {
		words := ofIncluded(m) + ", " + kit.Thousands(m.Percent) + " %"
		if state := s.state(m); state != "" {
			words += ", " + state
		}
		list = append(list, item{id: "use " + string(m.Resource), title: m.Title, details: func(w int) []string { return s.explainMeter(m, w) },
			lines: func(w int) []string {
				return kit.Meter(s.env.Theme, w, nameWidth, m.Title, m.Percent, words)
			}})
	}
	return list
}

// amountWidth is the column of amounts.
const amountWidth = 18

// charges are the lines of the estimate (BIL-14).
func (s *screen) charges() []item {
	var list []item
	for _, c := range s.view.Estimate.Lines {
		list = append(list, item{id: "pay " + c.Item, title: c.Title, details: func(w int) []string { return s.explainCharge(c, w) },
			lines: func(w int) []string {
				return []string{text.Fit(c.Title, nameWidth) + text.Fit(reckoning(c), max(w-nameWidth-amountWidth, 0)) +
					s.amount(c.Amount, c.Assumption && c.Amount != 0)}
			}})
	}
	return list
}

// amount writes money in the column of amounts; the cell of the mark stays free where there is none.
func (s *screen) amount(m tiers.Money, assumption bool) string {
	words := m.String() + " " + s.view.Estimate.Currency
	if !assumption {
		words += " "
	}
	return text.FitRight(kit.Marked(words, assumption), amountWidth)
}

func (s *screen) total(w int) string {
	e := s.view.Estimate
	return s.env.Theme.Strong.Render("  " + text.Fit("Total so far", max(w-2-amountWidth, 0)) + s.amount(e.Total, e.Assumption))
}

// months are the totals of this month and of those before it, with bars against the highest.
func (s *screen) months() []item {
	bills := append([]model.BillView{s.view.Estimate}, s.view.History...)
	var most tiers.Money
	for _, b := range bills {
		most = max(most, b.Total)
	}
	var list []item
	for _, b := range bills {
		name := b.Month
		if b.Current {
			name += " so far"
		}
		list = append(list, item{id: "month " + b.Month, title: "Bill of " + name, details: func(w int) []string { return s.explainMonth(b, w) },
			lines: func(w int) []string {
				const tierWidth = 12
				label := s.amount(b.Total, b.Assumption) + " " + text.Fit(b.Tier.Title(), tierWidth)
				return []string{text.Fit(name, nameWidth) + kit.Bar(s.env.Theme, w-nameWidth, kit.Share(int(b.Total), int(most)), label)}
			}})
	}
	return list
}
