package model

import "atrium/model/tiers"

// NumberView is a number of the table of tiers, and where it comes from (BIL-07).
type NumberView struct {
	Value      float64 `json:"value"`
	Assumption bool    `json:"assumption"`
	Source     string  `json:"source,omitempty"`
	Date       string  `json:"date,omitempty"`
	Why        string  `json:"why,omitempty"`
}

func viewNumber(n tiers.Number) NumberView {
	return NumberView{Value: n.Value(), Assumption: n.Assumption, Source: n.Source, Date: n.Date, Why: n.Why}
}

// ResourceOffer is what a tier includes of a resource, and what more of it costs.
type ResourceOffer struct {
	Resource tiers.Resource `json:"resource"`
	Title    string         `json:"title"`
	Unit     string         `json:"unit"`
	Included NumberView     `json:"included"`
	// Total is what is included for the number of team members that was asked for.
	Total float64 `json:"total"`
	// Overage is what one unit more costs; null where work halts instead.
	Overage *NumberView `json:"overage"`
}

// TierOffer is a tier side by side with the others (BIL-07).
type TierOffer struct {
	Tier  Tier   `json:"tier"`
	Title string `json:"title"`
	// PerMember tells that the price and what is included count for each team member.
	PerMember bool       `json:"perMember"`
	Price     NumberView `json:"price"`
	Currency  string     `json:"currency"`
	Members   int        `json:"members"`
	// PriceTotal is the price for that many team members.
	PriceTotal tiers.Money `json:"priceTotal"`
	// Halts tells that work halts when something is used up (BIL-12).
	Halts     bool            `json:"halts"`
	Resources []ResourceOffer `json:"resources"`
	// Table names the table that the numbers come from.
	Table string `json:"tierTable"`
}

// MaxTeamMembers is the most team members that tiers are compared for.
const MaxTeamMembers = 1_000_000

// CompareTiers asks for the three tiers side by side, for a number of team members (BIL-07).
type CompareTiers struct {
	Members int `flag:"members" label:"Number of team members" help:"to see the total of what is included" default:"1"`
}

func (q *CompareTiers) answer(ask *Ask) (any, error) {
	if q.Members < 0 || q.Members > MaxTeamMembers {
		return nil, refuse("BIL-07", "members", "The number of team members is %d, and not between 1 and %d.", q.Members, MaxTeamMembers).fix("Give how many people work in the space.")
	}
	table, members := ask.service.tiers, max(q.Members, 1)
	var list []TierOffer
	for _, id := range Tiers() {
		list = append(list, offer(table, id, members))
	}
	return list, nil
}

func offer(table *tiers.Table, id Tier, members int) TierOffer {
	t := table.Tier(string(id))
	charges := t.Charges(members, nil)
	o := TierOffer{Tier: id, Title: id.Title(), PerMember: t.PerMember, Price: viewNumber(t.Price), Currency: table.Currency, Members: members,
		PriceTotal: tiers.Total(charges), Halts: t.Halts(), Table: table.Name}
	for _, resource := range tiers.Resources() {
		total, number := t.Allowance(resource, members)
		r := ResourceOffer{Resource: resource, Title: resource.Title(), Unit: resource.Unit(), Included: viewNumber(number), Total: float64(total) / float64(resource.Scale())}
		if !t.Halts() {
			rate := viewNumber(t.Overage[resource])
			r.Overage = &rate
		}
		o.Resources = append(o.Resources, r)
	}
	return o
}

// ShowTierTable asks for the table of tiers that is in use, in the form in which a person can give their own
// (BIL-07).
type ShowTierTable struct{}

func (q *ShowTierTable) answer(ask *Ask) (any, error) {
	table := ask.service.tiers
	return Document{Title: "Table of tiers (" + table.Name + ")", Name: "tiers.json", Text: string(table.JSON()),
		Notes: []string{"change it and give it with --tiers FILE, or keep it as tiers.json in the data folder"}}, nil
}
