package tiers

import (
	"io"
	"strings"

	"atrium/model/figure"
	"atrium/model/jsonfile"
)

// tierIDs are the tiers that every table has, from the lowest to the highest. On the first one work halts
// at the maximum (BIL-12), so nothing more can be bought there.
var tierIDs = []string{"free", "standard", "enterprise"}

// maxTitle is how long the title of a tier may be, in bytes.
const maxTitle = 40

// Read reads a table in the format that [Table.JSON] writes (BIL-07). It is strict: each of the three tiers
// and every number of them must be there, each number either with its source and the date of that or marked
// as an assumption with the reason, and nothing else may be. The error is a [jsonfile.Error] whose path
// begins with the tier. The name is that of the table, and what errors call the file.
func Read(name string, r io.Reader) (*Table, error) {
	return figure.ReadTable(name, r, func(v *jsonfile.Value) (*Table, error) { return readTable(name, v) })
}

func readTable(name string, v *jsonfile.Value) (*Table, error) {
	if err := v.Only("currency", "tiers"); err != nil {
		return nil, err
	}
	currency, err := v.Text("currency")
	if err != nil {
		return nil, err
	}
	if len(currency) != 3 || strings.Trim(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return nil, v.Get("currency").Fault("is "+jsonfile.Quote(currency), "give the three capital letters of a currency, such as USD")
	}
	list, err := figure.ReadEntries(v, "tiers", tierIDs, readTier)
	if err != nil {
		return nil, err
	}
	return &Table{Name: name, Currency: currency, Tiers: list}, nil
}

func readTier(v *jsonfile.Value, id string) (tier Tier, err error) {
	if err := v.Only("id", "title", "allowancesPer", "pricePerUserMonth", "allowances", "overage"); err != nil {
		return tier, err
	}
	tier.ID = id
	if tier.Title, err = figure.ReadText(v, "title", maxTitle); err != nil {
		return tier, err
	}
	if tier.PerMember, err = readPer(v); err != nil {
		return tier, err
	}
	if tier.Price, err = figure.Read(v, "pricePerUserMonth"); err != nil {
		return tier, err
	}
	if tier.Included, err = readResources(v, "allowances"); err != nil {
		return tier, err
	}
	if id != tierIDs[0] {
		tier.Overage, err = readResources(v, "overage")
	} else if overage := v.Get("overage"); overage != nil {
		err = overage.Fault("is given, and on this tier work halts at the maximum", "take it out")
	}
	return tier, err
}

func readPer(v *jsonfile.Value) (perMember bool, err error) {
	per, err := v.Text("allowancesPer")
	if err == nil && per != "space" && per != "user" {
		err = v.Get("allowancesPer").Fault("is "+jsonfile.Quote(per), "give space or user")
	}
	return per == "user", err
}

// readResources reads one number for each resource.
func readResources(v *jsonfile.Value, key string) (map[Resource]Number, error) {
	object, err := v.Object(key)
	if err != nil {
		return nil, err
	}
	var keys []string
	for _, r := range Resources() {
		keys = append(keys, properties[r].key)
	}
	if err := object.Only(keys...); err != nil {
		return nil, err
	}
	numbers := map[Resource]Number{}
	for _, r := range Resources() {
		if numbers[r], err = figure.Read(object, properties[r].key); err != nil {
			return nil, err
		}
	}
	return numbers, nil
}
