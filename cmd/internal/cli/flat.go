package cli

import (
	"atrium/model"
	"atrium/model/vpccheck"
)

// tierNumber is the price of a tier, or what it includes of a resource and what more of that costs.
type tierNumber struct {
	Tier     model.Tier `json:"tier"`
	Item     string     `json:"item"` // tier, or the resource
	Unit     string     `json:"unit"`
	Members  int        `json:"members"`
	Included *float64   `json:"included"`
	// PerMember tells that what is included counts for each team member; Total is for all of them.
	PerMember          bool     `json:"perMember"`
	Total              *float64 `json:"total"`
	IncludedAssumption bool     `json:"includedAssumption"`
	// Rate is what one unit costs; none where work halts instead.
	Rate           *float64 `json:"rate"`
	RateAssumption bool     `json:"rateAssumption"`
	Currency       string   `json:"currency"`
}

// monthCharge is one line of a month that an account pays for.
type monthCharge struct {
	Account model.AccountID `json:"account"`
	Members int             `json:"members"`
	model.ChargeRow
}

// flat makes rows of the answers that hold lists in their records, since a table for another program has none:
// of Billing details and of a person's own usage the meters, of a connection the line that it has in the list. Any other answer stays as it
// is.
func flat(answer any) any {
	switch a := answer.(type) {
	case model.OrganizationView:
		return a.Nodes
	case model.HomeView:
		return a.Lines
	case []model.TierOffer:
		rows := []tierNumber{}
		for i := range a {
			rows = append(rows, tierNumbers(&a[i])...)
		}
		return rows
	case model.BillingView:
		return a.Usage
	case model.AIUsage:
		return a.Features
	case model.AccountDetails:
		return []model.ConnectionView{a.Connection}
	case []vpccheck.Report:
		return requirementRows(a)
	case model.NetworkDetails:
		return requirementRows([]vpccheck.Report{*a.Report})
	case model.VPCDetails:
		return []model.VPCView{a.VPCView}
	case []drawing:
		return drawnLines(a)
	case []model.BillView:
		rows := []monthCharge{}
		for _, b := range a {
			for _, line := range b.Lines {
				rows = append(rows, monthCharge{Account: b.Account, Members: b.Members,
					ChargeRow: model.ChargeRow{Month: b.Month, Current: b.Current, Space: b.Space, Tier: b.Tier, ChargeView: line, Currency: b.Currency}})
			}
		}
		return rows
	default:
		return answer
	}
}

// tierNumbers are the price of a tier and what it includes, one row for each.
func tierNumbers(o *model.TierOffer) []tierNumber {
	rows := []tierNumber{{Tier: o.Tier, Item: "tier", Unit: "team members", Members: o.Members, PerMember: true,
		Rate: &o.Price.Value, RateAssumption: o.Price.Assumption, Currency: o.Currency}}
	for i := range o.Resources {
		r := &o.Resources[i]
		row := tierNumber{Tier: o.Tier, Item: string(r.Resource), Unit: r.Unit, Members: o.Members, Included: &r.Included.Value, PerMember: o.PerMember,
			Total: &r.Total, IncludedAssumption: r.Included.Assumption, Currency: o.Currency}
		if r.Overage != nil {
			row.Rate, row.RateAssumption = &r.Overage.Value, r.Overage.Assumption
		}
		rows = append(rows, row)
	}
	return rows
}
