// Package awsbilling is the billing dashboard of an AWS account: the current and the past months, by space and by
// resource (BIL-16).
package awsbilling

import (
	"context"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/model/tiers"
	"atrium/tui/export"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// screen is the dashboard.
type screen struct {
	env   *kit.Env
	tabs  *kit.AWSTabs
	pager *kit.Pager
	bills []model.BillView
	err   error
	known bool
	w, h  int
}

// New makes the screen of aws-billing.
func New(env *kit.Env, _ kit.Route) kit.Screen {
	return &screen{env: env, tabs: kit.NewAWSTabs(env, "aws-billing"), pager: kit.NewPager(env)}
}

// Init asks for the bills.
func (s *screen) Init() tea.Cmd {
	ask := func(ctx context.Context) ([]model.BillView, error) {
		return kit.Ask[[]model.BillView](ctx, s.env, &model.AccountDashboard{})
	}
	return kit.Go(s.env, s, ask, func(bills []model.BillView, err error) tea.Cmd {
		s.bills, s.err, s.known = bills, err, true
		s.compose()
		return nil
	})
}

// Update refreshes and scrolls.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case kit.Changed:
		return s.Init()
	case tea.KeyMsg:
		s.pager.Key(msg.String())
	}
	return nil
}

// Actions are the export and the places of the AWS side.
func (s *screen) Actions() []kit.Action {
	hand := kit.Action{ID: "aws-billing.export", Key: "x", Title: "export", Run: s.export}
	if len(s.bills) == 0 {
		hand.Disabled = &kit.Reason{Why: "There is nothing to export: this account pays for no space, and never did.", Fix: "A Space administrator names the billing account of a space."}
	}
	actions := []kit.Action{hand}
	if s.err != nil {
		actions = []kit.Action{kit.WayIn(s.env, s.err, "")}
	}
	return append(actions, s.tabs.Actions()...)
}

// export hands the bills on, line by line.
func (s *screen) export() tea.Cmd {
	return kit.Send(kit.Open{Dialog: kit.NewChooser(s.env, "Export the bills of "+s.account(), "Every month that is shown, line by line.",
		s.way("CSV", "A table, for a spreadsheet.", "csv", export.BillsCSV), s.way("JSON", "One document, for a program.", "json", export.BillsJSON))})
}

func (s *screen) way(title, words, ending string, write func([]model.BillView) (string, error)) kit.Way {
	return kit.Way{Title: title, Text: words, Run: func() tea.Cmd {
		document, err := write(s.bills)
		if err != nil {
			return kit.Tell(s.env, "Export", err)
		}
		d := model.Document{Title: "Bills of AWS account " + s.account(), Name: s.account() + "-bills." + ending, Text: document}
		return kit.Send(kit.Open{Dialog: kit.NewDocument(s.env, d)})
	}}
}

func (s *screen) account() string {
	if aws := s.env.Session.AWS; aws != nil {
		return string(aws.Account)
	}
	return "nobody"
}

// SetSize leaves two lines to the tabs.
func (s *screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.pager.SetSize(w, max(h-2, 1))
	s.compose()
}

// View draws the dashboard.
func (s *screen) View() string {
	return text.Block([]string{s.tabs.View(s.w), ""}, s.w, 2) + "\n" + s.pager.View()
}

// compose puts the page together.
func (s *screen) compose() {
	t := s.env.Theme
	switch {
	case s.err != nil:
		s.pager.SetLines(kit.Unseen(s.env, s.err, "", s.w))
	case !s.known:
		s.pager.SetLines([]string{"Loading" + t.More})
	case len(s.bills) == 0:
		s.pager.SetLines(append([]string{t.Title.Render("Billing dashboard"), ""},
			kit.Paragraphs("AWS account "+s.account()+" pays for no space, and never did. A Space administrator names the billing account of a space.", s.w)...))
	default:
		s.pager.SetLines(append(s.chart(), s.details()...))
	}
}

// chart draws the totals of the months as bars, with the numbers beside them.
func (s *screen) chart() []string {
	t := s.env.Theme
	lines := []string{t.Title.Render("Billing dashboard of AWS account " + s.account()), ""}
	months, totals, most := s.months()
	bar := max(s.w-len("2024-05 so far  123,456.78 USD  "), 10)
	for _, month := range months {
		n := 0
		if most > 0 {
			n = int(int64(totals[month]) * int64(bar) / int64(most))
		}
		label := text.Fit(month+s.soFar(month), len("2024-05 so far"))
		lines = append(lines, label+"  "+text.Pad(totals[month].String()+" "+s.bills[0].Currency, len("123,456.78 USD"))+"  "+strings.Repeat(t.Bar, n))
	}
	return lines
}

// months are the months that there are bills of, newest first, with their totals and the highest of these.
func (s *screen) months() (months []string, totals map[string]tiers.Money, most tiers.Money) {
	totals = map[string]tiers.Money{}
	for _, b := range s.bills {
		if _, seen := totals[b.Month]; !seen {
			months = append(months, b.Month)
		}
		totals[b.Month] = totals[b.Month].Plus(b.Total)
		most = max(most, totals[b.Month])
	}
	return months, totals, most
}

func (s *screen) soFar(month string) string {
	if s.bills[0].Current && s.bills[0].Month == month {
		return " so far"
	}
	return ""
}

// details lists each month by space and by resource.
func (s *screen) details() []string {
	var lines []string
	assumed := false
	for _, b := range s.bills {
		title := b.Month + s.soFar(b.Month) + ": " + b.Space + ", " + b.Tier.Title() + " tier, " + strconv.Itoa(b.Members) + " members"
		lines = append(lines, "", s.env.Theme.Strong.Render(text.Truncate(text.Visible(title), s.w)))
		for _, line := range b.Lines {
			lines = append(lines, text.Truncate(chargeLine(line, b.Currency), s.w))
			assumed = assumed || line.Assumption
		}
	}
	if assumed {
		lines = append(lines, "")
		lines = append(lines, kit.Paragraphs("* is reckoned with an assumption: no source gives the number. A space counts for the account that pays for it when the month ends.", s.w)...)
	}
	return lines
}

// chargeLine sets one line of a bill.
func chargeLine(c model.ChargeView, currency string) string {
	mark := " "
	if c.Assumption {
		mark = "*"
	}
	used := kit.Quantity(c.Used) + " " + c.Unit
	if c.Item != "tier" {
		used = kit.Quantity(c.Used) + " of " + kit.Quantity(c.Included) + " " + c.Unit
	}
	return "  " + text.Fit(c.Title, 24) + " " + text.Fit(used, 26) + text.FitRight(c.Amount.String(), 12) + " " + currency + mark
}

// OnAWSSide tells that it is a place of the AWS side.
func (s *screen) OnAWSSide() bool { return true }

// Title is the crumb.
func (s *screen) Title() string { return "Billing dashboard" }

// Topic is what the help explains.
func (s *screen) Topic() string { return "billing-dashboard" }
