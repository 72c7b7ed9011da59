package model

import (
	"cmp"
	"slices"

	"atrium/model/tiers"
)

// Meter tells how near the usage of a resource is to what the tier includes.
type Meter string

// The states of a meter.
const (
	MeterOK      Meter = "ok"
	MeterNear    Meter = "near"    // 80 % or more (BIL-12)
	MeterReached Meter = "reached" // all of it, on a tier on which work halts
	MeterBeyond  Meter = "beyond"  // all of it, on a tier on which more is charged
)

// nearPercent is from when on the usage warns (BIL-12).
const nearPercent = 80

// UsageView is the usage of one metered resource against what the tier includes (BIL-11).
type UsageView struct {
	Resource tiers.Resource `json:"resource"`
	Title    string         `json:"title"`
	Unit     string         `json:"unit"`
	Used     float64        `json:"used"`
	Included float64        `json:"included"`
	Percent  int            `json:"percent"`
	State    Meter          `json:"state"`
	// Assumption tells that no source gives what is included, and Why how it was chosen.
	Assumption bool   `json:"assumption"`
	Why        string `json:"why,omitempty"`
}

// ChargeView is a line of an estimate or a bill.
type ChargeView struct {
	// Item is tier, or the resource.
	Item     string      `json:"item"`
	Title    string      `json:"title"`
	Used     float64     `json:"used"`
	Included float64     `json:"included"`
	Charged  float64     `json:"charged"`
	Unit     string      `json:"unit"`
	Rate     float64     `json:"rate"`
	Amount   tiers.Money `json:"amount"`
	// Assumption tells that a number in the line has no source.
	Assumption bool `json:"assumption"`
}

// BillView is what a month of a space costs, by line: the estimate of the present month, or a past one.
type BillView struct {
	Month    string       `json:"month"`
	Current  bool         `json:"current"`
	Space    string       `json:"space"`
	Account  AccountID    `json:"account"`
	Tier     Tier         `json:"tier"`
	Members  int          `json:"members"`
	Currency string       `json:"currency"`
	Lines    []ChargeView `json:"lines"`
	Total    tiers.Money  `json:"total"`
	// Assumption tells that a number behind an amount has no source.
	Assumption bool `json:"assumption"`
	// Table names the table of tiers that it was reckoned with.
	Table string `json:"tierTable"`
}

func (b *Bill) view(current bool) BillView {
	v := BillView{Month: b.Month, Current: current, Space: b.Name, Account: b.Account, Tier: b.Tier, Members: b.Members,
		Currency: b.Currency, Total: b.total(), Table: b.Table, Lines: make([]ChargeView, len(b.Lines))}
	for i, line := range b.Lines {
		v.Lines[i] = line.view(b.Tier)
		v.Assumption = v.Assumption || line.Assumption && line.Amount != 0
	}
	return v
}

func (l BillLine) view(tier Tier) ChargeView {
	rate := tiers.Number{Millionths: l.Rate}.Value()
	if l.Resource == "" {
		n := float64(l.Used)
		return ChargeView{Item: "tier", Title: tier.Title() + " tier", Used: n, Charged: n, Unit: "team members", Rate: rate, Amount: l.Amount, Assumption: l.Assumption}
	}
	scale := float64(l.Resource.Scale())
	return ChargeView{Item: string(l.Resource), Title: l.Resource.Title(), Used: float64(l.Used) / scale, Included: float64(l.Included) / scale,
		Charged: float64(l.Charged) / scale, Unit: l.Resource.Unit(), Rate: rate, Amount: l.Amount, Assumption: l.Assumption}
}

func (v BillView) amount() string { return v.Total.String() + " " + v.Currency }

// doubt marks an amount behind which a number has no source.
func (v BillView) doubt() string {
	if v.Assumption {
		return ", with numbers that are assumptions"
	}
	return ""
}

// estimateOf is what the present month of a space costs so far (BIL-14).
func estimateOf(act *Act, table *tiers.Table, space *Space) (BillView, error) {
	b, err := reckon(act, table, space, act.Now.Month(), act.Now)
	if err != nil {
		return BillView{}, err
	}
	return b.view(true), nil
}

// BillingView is the page Billing details of a space (BIL-11).
type BillingView struct {
	Space string `json:"space"`
	Tier  Tier   `json:"tier"`
	// PendingTier comes at PendingFrom; null for none (BIL-15).
	PendingTier *Tier     `json:"pendingTier"`
	PendingFrom Instant   `json:"pendingFrom"`
	Account     AccountID `json:"account"`
	AccountName string    `json:"accountName"`
	// AccountStatus is how the AWS account stands; AllowedTiers is what it allows.
	AccountStatus AccountStatus `json:"accountStatus"`
	AllowedTiers  []Tier        `json:"allowedTiers"`
	Members       int           `json:"members"`
	Month         string        `json:"month"`
	MonthEnds     Instant       `json:"monthEnds"`
	Usage         []UsageView   `json:"usage"`
	Warnings      []string      `json:"warnings"`
	Estimate      BillView      `json:"estimate"`
	// History are the months before this one, newest first.
	History []BillView `json:"history"`
}

// ShowBilling asks for the billing details of a space.
type ShowBilling struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
}

func (q *ShowBilling) spaceName() string { return q.Space }

func (q *ShowBilling) answer(ask *Ask) (any, error) {
	space := ask.space
	c, err := findConnection(ask, space, space.Billing)
	if err != nil {
		return nil, err
	}
	name, err := c.called(ask)
	if err != nil {
		return nil, err
	}
	account, err := findAccount(ask, c.Account)
	if err != nil {
		return nil, err
	}
	view := BillingView{Space: space.Name, Tier: space.Tier, Account: c.Account, AccountName: name, AccountStatus: account.Status,
		AllowedTiers: c.allowed(), Members: space.Members, Month: ask.Now.Month(), MonthEnds: space.MonthEnds, Warnings: []string{}}
	if pending := space.PendingTier; pending != "" {
		view.PendingTier, view.PendingFrom = &pending, space.MonthEnds
	}
	if err := view.measure(ask, space); err != nil {
		return nil, err
	}
	view.History, err = history(ask, space.ID, maxHistory)
	return view, err
}

// measure adds the meters, what they warn of, and the estimate.
func (v *BillingView) measure(ask *Ask, space *Space) error {
	b, err := reckon(ask, ask.service.tiers, space, ask.Now.Month(), ask.Now)
	if err != nil {
		return err
	}
	v.Estimate = b.view(true)
	u, err := usedBy(ask, space, ask.Now.Month(), ask.Now)
	if err != nil {
		return err
	}
	tier := ask.service.tiers.Tier(string(space.Tier))
	for _, resource := range tiers.Resources() {
		m := viewMeter(tier, resource, u.Used[resource], space.Members)
		v.Usage = append(v.Usage, m)
		if warning := m.warning(space); warning != "" {
			v.Warnings = append(v.Warnings, warning)
		}
	}
	return nil
}

func viewMeter(tier *tiers.Tier, resource tiers.Resource, used int64, members int) UsageView {
	included, number := tier.Allowance(resource, members)
	scale := float64(resource.Scale())
	m := UsageView{Resource: resource, Title: resource.Title(), Unit: resource.Unit(), Used: float64(used) / scale, Included: float64(included) / scale,
		Assumption: number.Assumption, Why: number.Why}
	m.Percent = percentOf(used, included, tier.Halts())
	m.State = meterAt(m.Percent, tier.Halts())
	return m
}

// percentOf is how much of what is included was used, in hundredths; halts tells that no more can be used.
func percentOf(used, included int64, halts bool) int {
	switch {
	case included > 0:
		return int(used * 100 / included)
	case used > 0 || halts:
		return 100 // where nothing is included, nothing can be used
	default:
		return 0
	}
}

// meterAt is the state of a meter; halts tells that no more than all of it can be used.
func meterAt(percent int, halts bool) Meter {
	switch {
	case percent >= 100 && halts:
		return MeterReached
	case percent >= 100:
		return MeterBeyond
	case percent >= nearPercent:
		return MeterNear
	default:
		return MeterOK
	}
}

// warning says what a meter warns of (BIL-12); empty for nothing.
func (m UsageView) warning(space *Space) string {
	used := m.Title + ": " + quantityWords(m.Used) + " of " + quantityWords(m.Included) + " " + m.Unit + assumed(m.Assumption)
	switch {
	case m.State == MeterReached:
		return used + ". The maximum is reached: work that needs it halts until " + space.MonthEnds.Day() + ", or until the tier changes."
	case m.State == MeterNear && !space.Tier.Paid():
		return used + ". At the maximum, work that needs it halts until the month turns; a paid tier prevents that."
	case m.State == MeterNear:
		return used + ". What goes beyond is charged."
	case m.State == MeterBeyond:
		return used + ". What goes beyond is charged."
	default:
		return ""
	}
}

// maxHistory is how many past months are shown.
const maxHistory = 12

// history lists the past months of a space, newest first.
func history(r Reader, space string, most int) ([]BillView, error) {
	list := []BillView{}
	for b, err := range bills.All(r, Range{Prefix: K(space), Reverse: true}) {
		if err != nil {
			return nil, err
		}
		if list = append(list, b.view(false)); len(list) == most {
			break
		}
	}
	return list, nil
}

// ListCharges asks for what the present month of a space costs so far, by line: the estimate as it is
// exported (BIL-14).
type ListCharges struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
}

func (q *ListCharges) spaceName() string { return q.Space }

func (q *ListCharges) answer(ask *Ask) (any, error) {
	b, err := reckon(ask, ask.service.tiers, ask.space, ask.Now.Month(), ask.Now)
	if err != nil {
		return nil, err
	}
	return rows(b.view(true)), nil
}

// ChargeRow is one line of a bill with what it belongs to, for tables and exports.
type ChargeRow struct {
	Month   string `json:"month"`
	Current bool   `json:"current"`
	Space   string `json:"space"`
	Tier    Tier   `json:"tier"`
	ChargeView
	Currency string `json:"currency"`
}

func rows(v BillView) []ChargeRow {
	list := make([]ChargeRow, len(v.Lines))
	for i, line := range v.Lines {
		list[i] = ChargeRow{Month: v.Month, Current: v.Current, Space: v.Space, Tier: v.Tier, ChargeView: line, Currency: v.Currency}
	}
	return list
}

// AccountDashboard asks for what the signed-in account pays, in the current and the past months, by space and
// by resource (BIL-16). A space counts for the account that pays for it when the month ends.
type AccountDashboard struct {
	Months int `flag:"months" label:"Months" help:"how many past months at the most" default:"12"`
}

func (q *AccountDashboard) answer(ask *Ask) (any, error) {
	account := ask.session.AWS.Account
	list, err := presentBills(ask, account)
	if err != nil {
		return nil, err
	}
	past, err := pastBills(ask, account, q.Months)
	if err != nil {
		return nil, err
	}
	return append(list, past...), nil
}

// presentBills is what the present month costs the account so far: it pays for one space at the most.
func presentBills(ask *Ask, account AccountID) ([]BillView, error) {
	list := []BillView{}
	owner, found, err := billingOwners.Get(ask, K(string(account)))
	if err != nil || !found {
		return list, err
	}
	connected, found, err := accountSpaces.Get(ask, K(string(account), owner.Space))
	if err != nil || !found {
		return list, err
	}
	space, found, err := spaces.Get(ask, K(connected.Name))
	if err != nil || !found {
		return list, err
	}
	b, err := reckon(ask, ask.service.tiers, space, ask.Now.Month(), ask.Now)
	if err != nil {
		return nil, err
	}
	return append(list, b.view(true)), nil
}

func pastBills(ask *Ask, account AccountID, months int) ([]BillView, error) {
	var list []BillView
	seen := map[string]bool{}
	for row, err := range accountBills.All(ask, Range{Prefix: K(string(account)), Reverse: true}) {
		if err != nil {
			return nil, err
		}
		if row.Month != ask.Now.Month() { // a space that was deleted in the present month has its bill already
			seen[row.Month] = true
		}
		if months > 0 && len(seen) > months {
			break
		}
		b, found, err := bills.Get(ask, K(row.Space, row.Month))
		if err != nil {
			return nil, err
		}
		if found {
			list = append(list, b.view(false))
		}
	}
	slices.SortStableFunc(list, func(a, b BillView) int { return cmp.Or(-cmp.Compare(a.Month, b.Month), cmp.Compare(a.Space, b.Space)) })
	return list, nil
}
