package tiers

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"atrium/model/jsonfile"
)

// maxTableBytes is far above what a table of three tiers takes.
const maxTableBytes = 1 << 20

// tierIDs are the tiers that every table has, from the lowest to the highest. On the first one work halts
// at the maximum (BIL-12), so nothing more can be bought there.
var tierIDs = []string{"free", "standard", "enterprise"}

// Read reads a table in the format that [Table.JSON] writes (BIL-07). It is strict: each of the three tiers
// and every number of them must be there, each number either with its source and the date of that or marked
// as an assumption with the reason, and nothing else may be. The error is a [jsonfile.Error] whose path
// begins with the tier. The name is that of the table, and what errors call the file.
func Read(name string, r io.Reader) (*Table, error) {
	documents, err := jsonfile.Read(r, name, maxTableBytes)
	if err != nil {
		return nil, err
	}
	if len(documents) > 1 {
		return nil, documents[1].Fault("is a second one", "give one table at a time")
	}
	table, err := readTable(documents[0])
	if err != nil {
		return nil, err
	}
	table.Name = name
	return table, nil
}

func readTable(v *jsonfile.Value) (*Table, error) {
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
	list, err := v.Objects("tiers")
	switch {
	case err != nil:
		return nil, err
	case v.Get("tiers") == nil:
		return nil, v.Missing("tiers")
	case len(list) != len(tierIDs):
		return nil, v.Get("tiers").Fault(fmt.Sprintf("holds %d tiers", len(list)), "give free, standard and enterprise, in this order")
	}
	table := &Table{Currency: currency}
	for i, id := range tierIDs {
		tier, err := readTier(list[i], id)
		if err != nil {
			return nil, named(err, list[i], id)
		}
		table.Tiers = append(table.Tiers, tier)
	}
	return table, nil
}

// named gives an error the id of the tier for its number in the list.
func named(err error, tier *jsonfile.Value, id string) error {
	var e *jsonfile.Error
	if errors.As(err, &e) {
		if field, found := strings.CutPrefix(e.Path, tier.Path()); found {
			e.Path = id + field
		}
	}
	return err
}

func readTier(v *jsonfile.Value, id string) (tier Tier, err error) {
	if err := v.Only("id", "title", "allowancesPer", "pricePerUserMonth", "allowances", "overage"); err != nil {
		return tier, err
	}
	if tier.ID, err = v.Text("id"); err != nil {
		return tier, err
	}
	if tier.ID != id {
		return tier, v.Get("id").Fault("is "+jsonfile.Quote(tier.ID), "the tiers are free, standard and enterprise, in this order")
	}
	if tier.Title, err = readText(v, "title", maxTitle); err != nil {
		return tier, err
	}
	if tier.PerMember, err = readPer(v); err != nil {
		return tier, err
	}
	if tier.Price, err = readNumber(v, "pricePerUserMonth"); err != nil {
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
		if numbers[r], err = readNumber(object, properties[r].key); err != nil {
			return nil, err
		}
	}
	return numbers, nil
}

// readNumber reads a number with where it comes from.
func readNumber(v *jsonfile.Value, key string) (n Number, err error) {
	object, err := v.Object(key)
	if err != nil {
		return n, err
	}
	if err := object.Only("value", "source", "date", "assumption", "why"); err != nil {
		return n, err
	}
	if n.Millionths, err = readValue(object); err != nil {
		return n, err
	}
	if n.Assumption, err = object.OptionalBool("assumption"); err != nil {
		return n, err
	}
	if n.Assumption {
		n.Why, err = readWhy(object)
		return n, err
	}
	n.Source, n.Date, err = readSource(object)
	return n, err
}

// Limits of the texts of a table, in bytes.
const (
	maxTitle  = 40
	maxReason = 500
)

// readWhy reads the reason of an assumption, which has no source.
func readWhy(v *jsonfile.Value) (string, error) {
	for _, key := range []string{"source", "date"} {
		if v.Get(key) != nil {
			return "", v.Get(key).Fault("stands beside an assumption", "a number has either a source and its date or is an assumption with the reason why")
		}
	}
	return readText(v, "why", maxReason)
}

// readSource reads the source of a number that is no assumption, and the date of the source.
func readSource(v *jsonfile.Value) (source, date string, err error) {
	switch {
	case v.Get("source") == nil && v.Get("date") == nil:
		return "", "", v.Fault("has neither a source nor the mark that it is an assumption",
			`give "source" and "date", or "assumption": true and "why"`)
	case v.Get("why") != nil:
		return "", "", v.Get("why").Fault("stands beside a source", "only an assumption says why")
	}
	if source, err = readText(v, "source", maxReason); err != nil {
		return "", "", err
	}
	if date, err = v.Text("date"); err != nil {
		return "", "", err
	}
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if _, err := time.Parse(layout, date); err == nil {
			return source, date, nil
		}
	}
	return "", "", v.Get("date").Fault("is "+jsonfile.Quote(date), "give a day, a month or a year: 2023-11-28, 2023-11 or 2023")
}

// readText reads a text that is shown, which is neither empty nor long and stands on one line.
func readText(v *jsonfile.Value, key string, most int) (string, error) {
	text, err := v.Text(key)
	switch {
	case err != nil:
		return "", err
	case strings.TrimSpace(text) == "":
		return "", v.Get(key).Fault("is empty", "")
	case len(text) > most:
		return "", v.Get(key).Fault(fmt.Sprintf("is longer than %d bytes", most), "")
	}
	for _, r := range text {
		if !strconv.IsPrint(r) {
			return "", v.Get(key).Fault(fmt.Sprintf("holds the character U+%04X", r), "write it on one line, without control characters")
		}
	}
	return text, nil
}
