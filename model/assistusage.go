package model

import "atrium/model/quotas"

// featureUse is how often a person used the generative AI features in a calendar month, in all spaces.
type featureUse struct {
	Person PersonID               `cbor:"1,keyasint"`
	Month  string                 `cbor:"2,keyasint"`
	Used   map[quotas.Feature]int `cbor:"3,keyasint"`
}

var featureUses = Table[featureUse]{name: "featureuse", key: func(u *featureUse) Key { return K(string(u.Person), u.Month) }}

// featureUseOf is what a person used in a month; nothing where there is no record.
func featureUseOf(r Reader, person PersonID, month string) (*featureUse, error) {
	u, found, err := featureUses.Get(r, K(string(person), month))
	if err == nil && !found {
		u = &featureUse{Person: person, Month: month}
	}
	if err == nil && u.Used == nil {
		u.Used = map[quotas.Feature]int{}
	}
	return u, err
}

// useFeature counts one use of a feature by the acting person, and refuses it at the quota of their subscription
// (GEN-08). A use counts from its beginning, also where it is stopped or closed; the one revision belongs to its issue.
func useFeature(act *Act, feature quotas.Feature) error {
	s, err := subscriptionOf(act, act.session.Person, act.Now)
	if err != nil {
		return err
	}
	u, err := featureUseOf(act, act.session.Person, act.Now.Month())
	if err != nil {
		return err
	}
	quota, number := act.service.quotas.Quota(string(s.Now), feature)
	if u.Used[feature] >= quota {
		return atQuota(act, s, feature, quota, number.Assumption)
	}
	u.Used[feature]++
	act.plan(EffectChanges, "your usage in %s, %s: %d of %d%s with %s", u.Month, feature.Title(), u.Used[feature], quota, assumed(number.Assumption), s.Now.Title())
	return featureUses.Put(act, u)
}

// atQuota refuses a use, and says what to do.
func atQuota(act *Act, s *subscribed, feature quotas.Feature, quota int, assumption bool) error {
	refusal := refuse("GEN-08", "", "You have used all that %s gives you in %s, %s: %d%s.", s.Now.Title(), act.Now.Month(), feature.Title(), quota, assumed(assumption))
	if s.Now == ProSubscription {
		return refusal.fix("Wait until %s, when the month turns.", act.Now.NextMonth().Day()).in("amazon-q-usage")
	}
	return refusal.fix("Wait until %s, when the month turns, or subscribe to %s (“person subscribe”).", act.Now.NextMonth().Day(), ProSubscription.Title()).in("amazon-q-usage")
}

// FeatureUsage is how near a person is to the quota of a feature (GEN-08).
type FeatureUsage struct {
	Feature quotas.Feature `json:"feature"`
	Title   string         `json:"title"`
	Used    int            `json:"used"`
	Quota   int            `json:"quota"`
	Percent int            `json:"percent"`
	State   Meter          `json:"state"`
	// Assumption tells that no source gives the quota, and Why how it was chosen; otherwise Source and Date say
	// where it comes from.
	Assumption bool   `json:"assumption"`
	Why        string `json:"why,omitempty"`
	Source     string `json:"source,omitempty"`
	Date       string `json:"date,omitempty"`
}

// AIUsage is a person's Generative AI feature usage in the present calendar month.
type AIUsage struct {
	Alias        string       `json:"alias"`
	Month        string       `json:"month"`
	MonthEnds    Instant      `json:"monthEnds"`
	Subscription Subscription `json:"subscription"`
	// SubscriptionEnds is when a cancelled subscription ends; null while it goes on.
	SubscriptionEnds Instant        `json:"subscriptionEnds"`
	Features         []FeatureUsage `json:"features"`
	// Table names the table that the quotas come from.
	Table string `json:"quotaTable"`
}

// ShowAIUsage asks for the acting person's own usage of the generative AI features (GEN-08, IDN-08).
type ShowAIUsage struct{}

func (q *ShowAIUsage) answer(ask *Ask) (any, error) {
	person, err := profiled(ask, "")
	if err != nil {
		return nil, err
	}
	s, err := subscriptionOf(ask, person.ID, ask.Now)
	if err != nil {
		return nil, err
	}
	u, err := featureUseOf(ask, person.ID, ask.Now.Month())
	if err != nil {
		return nil, err
	}
	v := AIUsage{Alias: person.Alias, Month: u.Month, MonthEnds: ask.Now.NextMonth(), Subscription: s.Now, SubscriptionEnds: s.Ends, Table: ask.service.quotas.Name}
	for _, f := range quotas.Features() {
		quota, n := ask.service.quotas.Quota(string(s.Now), f)
		percent := percentOf(int64(u.Used[f]), int64(quota), true)
		v.Features = append(v.Features, FeatureUsage{Feature: f, Title: f.Title(), Used: u.Used[f], Quota: quota, Percent: percent, State: meterAt(percent, true),
			Assumption: n.Assumption, Why: n.Why, Source: n.Source, Date: n.Date})
	}
	return v, nil
}

// ShowQuotaTable asks for the table of quotas that is in use, in the form in which a person can give their own
// (GEN-08).
type ShowQuotaTable struct{}

func (q *ShowQuotaTable) answer(ask *Ask) (any, error) {
	table := ask.service.quotas
	return Document{Title: "Table of quotas (" + table.Name + ")", Name: "quotas.json", Text: string(table.JSON()),
		Notes: []string{"change it and give it with --quotas FILE, or keep it as quotas.json in the data folder"}}, nil
}
