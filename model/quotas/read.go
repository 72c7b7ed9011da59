package quotas

import (
	"io"

	"atrium/model/figure"
	"atrium/model/jsonfile"
)

// subscriptionIDs are the subscriptions that every table has, the smaller one first (facts.md 8).
var subscriptionIDs = []string{"free", "pro"}

// Read reads a table in the format that [Table.JSON] writes (GEN-08). It is strict as the table of billing tiers
// is: both subscriptions and every number of them must be there, each a whole number and either with its source
// and the date of that or marked as an assumption with the reason, and nothing else may be. The error is a
// [jsonfile.Error] whose path begins with the subscription. The name is that of the table, and what errors call
// the file.
func Read(name string, r io.Reader) (*Table, error) {
	return figure.ReadTable(name, r, func(v *jsonfile.Value) (*Table, error) {
		if err := v.Only("subscriptions"); err != nil {
			return nil, err
		}
		list, err := figure.ReadEntries(v, "subscriptions", subscriptionIDs, readSubscription)
		if err != nil {
			return nil, err
		}
		return &Table{Name: name, Subscriptions: list}, nil
	})
}

func readSubscription(v *jsonfile.Value, id string) (s Subscription, err error) {
	if err := v.Only("id", "quotas"); err != nil {
		return s, err
	}
	s.ID = id
	s.Quotas, err = readQuotas(v)
	return s, err
}

// readQuotas reads one whole number for each feature.
func readQuotas(v *jsonfile.Value) (map[Feature]figure.Number, error) {
	object, err := v.Object("quotas")
	if err != nil {
		return nil, err
	}
	var keys []string
	for _, f := range Features() {
		keys = append(keys, string(f))
	}
	if err := object.Only(keys...); err != nil {
		return nil, err
	}
	numbers := map[Feature]figure.Number{}
	for _, f := range Features() {
		if numbers[f], err = figure.Read(object, string(f)); err != nil {
			return nil, err
		}
		if numbers[f].Millionths%figure.Whole != 0 {
			value := object.Get(string(f)).Get("value")
			return nil, value.Fault("is "+jsonfile.Quote(value.Literal()), "give a whole number of uses")
		}
	}
	return numbers, nil
}
