package tiers

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"atrium/model/jsonfile"
)

// sample is a table whose numbers say where they come from in every way.
func sample() *Table {
	assumed := Number{Millionths: 2_500_000, Assumption: true, Why: `A "guess" & more.`}
	found := Number{Millionths: 10_000, Source: "A price list", Date: "2023-11"}
	all := func(n Number) map[Resource]Number {
		numbers := map[Resource]Number{}
		for i, r := range Resources() {
			n.Millionths += int64(i)
			numbers[r] = n
		}
		return numbers
	}
	return &Table{Name: "own.json", Currency: "EUR", Tiers: []Tier{
		{ID: "free", Title: "Free", Price: Number{Assumption: true, Why: "Free."}, Included: all(assumed)},
		{ID: "standard", Title: "Standard", PerMember: true, Price: found, Included: all(found), Overage: all(assumed)},
		{ID: "enterprise", Title: "Enterprise", PerMember: true, Price: Number{Millionths: 999_999_999_999_999, Source: "s", Date: "2024"},
			Included: all(Number{Source: "s", Date: "2024-02-29"}), Overage: all(found)},
	}}
}

func readSample(text string) (*Table, error) { return Read("own.json", strings.NewReader(text)) }

func TestRead(t *testing.T) {
	t.Run("BIL-07 a table is read as it was written", func(t *testing.T) {
		want := sample()
		got, err := readSample(string(want.JSON()))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("read %+v, %v\nwant %+v", got, err, want)
		}
	})
	for written, want := range map[string]int64{
		"0": 0, "0.000001": 1, "12": 12_000_000, "0.5": 500_000, "999999999.999999": 999_999_999_999_999, "3.140000": 3_140_000,
	} {
		t.Run("BIL-07 every decimal of a number counts: "+written, func(t *testing.T) {
			table, err := readSample(with(`"value": 0.01,`, `"value": `+written+`,`))
			if err != nil || table.Tiers[1].Price.Millionths != want {
				t.Errorf("read %+v, %v", table, err)
			}
		})
	}
	t.Run("BIL-07 what is no assumption may say so", func(t *testing.T) {
		if _, err := readSample(with(`"value": 0.01,`, `"value": 0.01, "assumption": false,`)); err != nil {
			t.Error(err)
		}
	})
}

// with is the sample with its first part of that text replaced.
func with(part, other string) string {
	text := string(sample().JSON())
	if !strings.Contains(text, part) {
		panic(fmt.Sprintf("the sample has no %s", part))
	}
	return strings.Replace(text, part, other, 1)
}

func TestReadRefuses(t *testing.T) {
	const price = `{"value": 0.01, "source": "A price list", "date": "2023-11"}`
	const free = `{"value": 0, "assumption": true, "why": "Free."}`
	for name, c := range map[string]struct{ part, other, want string }{
		"a list":                        {"{\n  \"currency\"", "[1]{\n  \"currency\"", "line 1: the document is a second one; give one table at a time"},
		"a key at the top":              {`"currency"`, `"curency"`, "line 2: curency is not known; did you mean currency?"},
		"no currency":                   {`  "currency": "EUR",`, "", "line 1: currency is missing"},
		"a sign for a currency":         {`"EUR"`, `"€"`, `line 2: currency is "€"; give the three capital letters of a currency, such as USD`},
		"no tiers":                      {`"tiers": [`, `"tiers": null, "x": [`, "line 3: x is not known; what may stand here is currency, tiers"},
		"a tier too many":               {`"tiers": [`, `"tiers": [{},`, "line 3: tiers holds 4 tiers; give free, standard and enterprise, in this order"},
		"a number for tiers":            {`"tiers": [`, `"tiers": [1,`, "line 3: tiers[0] is a number where an object is expected"},
		"a tier of another name":        {`"id": "standard"`, `"id": "Standard"`, `line 18: standard.id is "Standard"; the tiers are free, standard and enterprise, in this order`},
		"a tier without a name":         {`"id": "standard",`, ``, `line 17: standard.id is missing`},
		"a key of a tier":               {`"allowances": {`, `"alowances": {`, "line 9: free.alowances is not known; did you mean allowances?"},
		"a tier without a title":        {`"title": "Free",`, ``, "line 4: free.title is missing"},
		"an empty title":                {`"title": "Free"`, `"title": " "`, "line 6: free.title is empty"},
		"a title of two lines":          {`"title": "Free"`, `"title": "F\nree"`, "line 6: free.title holds the character U+000A; write it on one line, without control characters"},
		"a long title":                  {`"title": "Free"`, `"title": "` + strings.Repeat("F", 41) + `"`, "line 6: free.title is longer than 40 bytes"},
		"allowances for a project":      {`"allowancesPer": "space"`, `"allowancesPer": "project"`, `line 7: free.allowancesPer is "project"; give space or user`},
		"nobody to allow it to":         {`"allowancesPer": "space",`, ``, `line 4: free.allowancesPer is missing`},
		"a bare number":                 {price, "4", "line 21: standard.pricePerUserMonth is a number where an object is expected"},
		"no price":                      {`"pricePerUserMonth": ` + price + `,`, "", "line 17: standard.pricePerUserMonth is missing"},
		"a resource too few":            {`"computeMinutes"`, `"computMinutes"`, "line 10: free.allowances.computMinutes is not known; did you mean computeMinutes?"},
		"no allowances":                 {`"allowances": {`, `"allowances": null, "overage": {`, "line 4: free.allowances is missing"},
		"a tier that halts and charges": {`"allowancesPer": "space"`, `"overage": {}, "allowancesPer": "space"`, "line 7: free.overage is given, and on this tier work halts at the maximum; take it out"},
		"a tier that does not charge":   {`"overage": {`, `"overages": {`, "line 29: standard.overages is not known; did you mean overage?"},
		"a charge for something else":   {`"overage": {`, `"overage": {"minutes": 1,`, `line 29: standard.overage.minutes is not known; what may stand here is computeMinutes, devEnvironmentHours, devEnvironmentStorageGB, sourceStorageGB, packageStorageGB`},
		"a number that is negative":     {price, strings.Replace(price, "0.01", "-0.01", 1), `line 21: standard.pricePerUserMonth.value is "-0.01"; give a number from 0`},
		"a number with an exponent":     {price, strings.Replace(price, "0.01", "1e3", 1), `line 21: standard.pricePerUserMonth.value is "1e3"; write it without an exponent`},
		"a number that is infinite":     {price, strings.Replace(price, "0.01", "1e999", 1), `line 21: standard.pricePerUserMonth.value is a number that is too large`},
		"a number of seven decimals":    {price, strings.Replace(price, "0.01", "0.0000001", 1), `line 21: standard.pricePerUserMonth.value is "0.0000001", with 7 decimals; give at most 6`},
		"a number that is too large":    {price, strings.Replace(price, "0.01", "1000000000", 1), `line 21: standard.pricePerUserMonth.value is "1000000000"; give a number below 1000000000`},
		"a number as a text":            {price, strings.Replace(price, "0.01", `"1"`, 1), `line 21: standard.pricePerUserMonth.value is a text where a number is expected`},
		"no number":                     {price, strings.Replace(price, `"value": 0.01,`, ``, 1), `line 21: standard.pricePerUserMonth.value is missing`},
		"a key of a number":             {price, strings.Replace(price, `"value"`, `"val"`, 1), `line 21: standard.pricePerUserMonth.val is not known; did you mean value?`},
		"a number without a source or an assumption": {price, `{"value": 1}`,
			`line 21: standard.pricePerUserMonth has neither a source nor the mark that it is an assumption; give "source" and "date", or "assumption": true and "why"`},
		"a source without a date":      {price, `{"value": 1, "source": "s"}`, "line 21: standard.pricePerUserMonth.date is missing"},
		"a date without a source":      {price, `{"value": 1, "date": "2023"}`, "line 21: standard.pricePerUserMonth.source is missing"},
		"a date that is none":          {price, `{"value": 1, "source": "s", "date": "2023-02-29"}`, `line 21: standard.pricePerUserMonth.date is "2023-02-29"; give a day, a month or a year: 2023-11-28, 2023-11 or 2023`},
		"a source that says why":       {price, `{"value": 1, "source": "s", "date": "2023", "why": "w"}`, "line 21: standard.pricePerUserMonth.why stands beside a source; only an assumption says why"},
		"an assumption with a source":  {free, `{"value": 0, "assumption": true, "why": "w", "source": "s"}`, "line 8: free.pricePerUserMonth.source stands beside an assumption; a number has either a source and its date or is an assumption with the reason why"},
		"an assumption without a why":  {free, `{"value": 0, "assumption": true}`, "line 8: free.pricePerUserMonth.why is missing"},
		"an assumption that is a text": {free, `{"value": 0, "assumption": "yes"}`, "line 8: free.pricePerUserMonth.assumption is a text where true or false is expected"},
		"JSON that is none":            {free, `'0'`, "line 8: tiers[0].pricePerUserMonth has a text in single quotes; JSON takes double quotes only"},
	} {
		t.Run("BIL-07 "+name+" is refused", func(t *testing.T) {
			table, err := readSample(with(c.part, c.other))
			var e *jsonfile.Error
			if table != nil || !errors.As(err, &e) {
				t.Fatalf("read %+v with the error %v, want: %s", table, err, c.want)
			}
			if got := err.Error(); got != "own.json, "+c.want {
				t.Errorf("the error is\n\t%s\nwant\n\town.json, %s", got, c.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(string(sample().JSON()))
	f.Add(with(`"value": 0.01,`, `"value": 1.50,`))
	f.Fuzz(func(t *testing.T, text string) {
		table, err := readSample(text)
		if err != nil {
			var e *jsonfile.Error
			if table != nil || !errors.As(err, &e) || e.File != "own.json" {
				t.Errorf("came with %v: %#v", table, err)
			}
			return
		}
		again, err := readSample(string(table.JSON()))
		if err != nil || !reflect.DeepEqual(again, table) {
			t.Errorf("read %+v and then %+v, %v", table, again, err)
		}
	})
}
