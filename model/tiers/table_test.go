package tiers

import (
	"math"
	"testing"
)

func TestAllowance(t *testing.T) {
	for name, c := range map[string]struct {
		tier     *Tier
		members  int
		resource Resource
		want     int64
	}{
		"for the whole space":               {priced(false, 0, 100_000_000, 0), 9, ComputeMinutes, 6000},
		"for each member":                   {priced(true, 0, 100_000_000, 0), 9, ComputeMinutes, 54000},
		"for nobody":                        {priced(true, 0, 100_000_000, 0), 0, ComputeMinutes, 0},
		"half a minute":                     {priced(false, 0, 500_000, 0), 1, ComputeMinutes, 30},
		"a third of a minute for each of 3": {priced(true, 0, 333_333, 0), 3, ComputeMinutes, 59},
		"less than a thousandth":            {priced(true, 0, 500, 0), 1_000_000, ComputeMinutes, 30_000},
		"nothing":                           {priced(true, 0, 0, 0), 5, ComputeMinutes, 0},
		"what the table does not name":      {priced(true, 0, 1, 0), 5, PackageStorage, 0},
		"the most that a table can hold":    {priced(true, 0, 999_999_999_999_999, 0), 1_000_000, ComputeMinutes, 59_999_999_999_999_940},
		"no more than can be counted":       {priced(true, 0, math.MaxInt64, 0), math.MaxInt32, ComputeMinutes, math.MaxInt64},
	} {
		t.Run("BIL-07 what is included is exact: "+name, func(t *testing.T) {
			if got, _ := c.tier.Allowance(c.resource, c.members); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
	t.Run("BIL-07 an allowance tells whether its number is an assumption", func(t *testing.T) {
		tier := priced(true, 0, 1, 0)
		tier.Included[ComputeMinutes] = Number{Millionths: 1, Assumption: true, Why: "for the test"}
		if _, number := tier.Allowance(ComputeMinutes, 1); !number.Assumption || number.Why == "" {
			t.Errorf("the number: %+v", number)
		}
	})
}

func TestTable(t *testing.T) {
	t.Run("BIL-04 a tier that the table does not have costs nothing and includes nothing", func(t *testing.T) {
		tier := (&Table{}).Tier("standard")
		included, _ := tier.Allowance(ComputeMinutes, 5)
		if tier.ID != "standard" || included != 0 || Total(tier.Charges(5, Usage{ComputeMinutes: 100})) != 0 || !tier.Halts() {
			t.Errorf("the tier: %+v", tier)
		}
	})
	t.Run("BIL-11 each resource has a title, a unit and a scale, and only storage is held", func(t *testing.T) {
		for _, r := range Resources() {
			storage := r == DevEnvironmentStorage || r == SourceStorage || r == PackageStorage
			if r.Title() == "" || r.Unit() == "" || r.Scale() <= 0 || !r.Known() || r.Held() != storage {
				t.Errorf("the resource %s: %q %q %d", r, r.Title(), r.Unit(), r.Scale())
			}
		}
		if Resource("gold").Known() || Resource("").Known() {
			t.Error("what is not metered is known")
		}
	})
}
