package quotas_test

import (
	"errors"
	"maps"
	"reflect"
	"strings"
	"testing"

	"atrium/model/figure"
	"atrium/model/jsonfile"
	"atrium/model/quotas"
)

// sample is a table whose numbers say where they come from in both ways.
func sample() *quotas.Table {
	found := map[quotas.Feature]figure.Number{}
	for i, f := range quotas.Features() {
		found[f] = figure.Number{Millionths: int64(i+1) * figure.Whole, Source: "A price list", Date: "2023-11"}
	}
	assumed := maps.Clone(found)
	assumed[quotas.Issues] = figure.Number{Millionths: 30 * figure.Whole, Assumption: true, Why: `A "guess" & more.`}
	return &quotas.Table{Name: "own.json", Subscriptions: []quotas.Subscription{{ID: "free", Quotas: found}, {ID: "pro", Quotas: assumed}}}
}

func read(text string) (*quotas.Table, error) {
	return quotas.Read("own.json", strings.NewReader(text))
}

func TestRead(t *testing.T) {
	t.Run("GEN-08 a table is read as it was written", func(t *testing.T) {
		got, err := read(string(sample().JSON()))
		if err != nil || !reflect.DeepEqual(got, sample()) {
			t.Errorf("read %+v, %v\nwant %+v", got, err, sample())
		}
	})
	t.Run("GEN-08 the quota is the number of the subscription, and nothing with one that the table does not have", func(t *testing.T) {
		for id, want := range map[string]int{"free": 1, "pro": 30, "gold": 0} {
			if uses, _ := sample().Quota(id, quotas.Issues); uses != want {
				t.Errorf("%s: %d, not %d", id, uses, want)
			}
		}
	})
}

func TestReadRefuses(t *testing.T) {
	for name, c := range map[string]struct{ part, other, want string }{
		"a second table":                {"{\n  \"subscriptions\"", "[1]{\n  \"subscriptions\"", "line 1: the document is a second one; give one table at a time"},
		"a key at the top":              {`"subscriptions"`, `"subscription"`, "line 2: subscription is not known; did you mean subscriptions?"},
		"no subscription":               {`"subscriptions": [`, `"subscriptions": null, "x": [`, "line 2: x is not known; what may stand here is subscriptions"},
		"a subscription too many":       {`"subscriptions": [`, `"subscriptions": [{},`, "line 2: subscriptions holds 3 subscriptions; give free and pro, in this order"},
		"a subscription of other name":  {`"id": "pro"`, `"id": "Pro"`, `line 12: pro.id is "Pro"; the subscriptions are free and pro, in this order`},
		"a quota that is not there":     {`"issues"`, `"issue"`, "line 6: free.quotas.issue is not known; did you mean issues?"},
		"a quota that is a fraction":    {`"value": 2,`, `"value": 2.5,`, `line 7: free.quotas.descriptions.value is "2.5"; give a whole number of uses`},
		"a number without where from":   {`{"value": 1, "source": "A price list", "date": "2023-11"}`, `{"value": 1}`, `line 6: free.quotas.issues has neither a source nor the mark that it is an assumption; give "source" and "date", or "assumption": true and "why"`},
		"an assumption that has no why": {`, "why": "A \"guess\" & more."`, ``, "line 14: pro.quotas.issues.why is missing"},
	} {
		t.Run("GEN-08 "+name+" is refused", func(t *testing.T) {
			text := string(sample().JSON())
			if !strings.Contains(text, c.part) {
				t.Fatalf("the sample has no %s:\n%s", c.part, text)
			}
			table, err := read(strings.Replace(text, c.part, c.other, 1))
			var e *jsonfile.Error
			if table != nil || !errors.As(err, &e) {
				t.Fatalf("read %+v with the error %v", table, err)
			}
			if err.Error() != "own.json, "+c.want {
				t.Errorf("the error is\n\t%v\nwant\n\town.json, %s", err, c.want)
			}
		})
	}
}
