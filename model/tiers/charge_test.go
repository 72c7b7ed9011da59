package tiers

import (
	"encoding/json"
	"math"
	"testing"
)

// priced is a tier that includes and costs what is given, in millionths, of compute.
func priced(perMember bool, price, included, overage int64) *Tier {
	return &Tier{ID: "standard", Title: "Standard", PerMember: perMember, Price: Number{Millionths: price},
		Included: map[Resource]Number{ComputeMinutes: {Millionths: included}}, Overage: map[Resource]Number{ComputeMinutes: {Millionths: overage}}}
}

func TestMoney(t *testing.T) {
	for amount, want := range map[Money]string{
		0: "0.00", 1: "0.01", 10: "0.10", 99: "0.99", 100: "1.00", 123456: "1234.56", -1: "-0.01", -250: "-2.50",
		math.MaxInt64: "92233720368547758.07",
	} {
		t.Run("BIL-14 an amount is written with two decimals: "+want, func(t *testing.T) {
			data, err := json.Marshal(amount)
			if got := amount.String(); got != want || string(data) != want || err != nil {
				t.Errorf("%d is written %s, and as JSON %s: %v", amount, got, data, err)
			}
		})
	}
}

func TestRounding(t *testing.T) {
	for name, c := range map[string]struct {
		quantity, millionths, scale int64
		want                        Money
	}{
		"nothing":                           {0, 5_000_000, 1, 0},
		"at no cost":                        {1000, 0, 60, 0},
		"a whole price":                     {3, 5_000_000, 1, 1500},
		"a price with cents":                {7, 19_990_000, 1, 13993},
		"half a cent goes up":               {1, 5_000, 1, 1},
		"less than half goes down":          {1, 4_999, 1, 0},
		"three halves go up":                {3, 5_000, 1, 2},
		"a second at 30 cents a minute":     {1, 300_000, 60, 1},
		"a second at 29.9 cents a minute":   {1, 299_999, 60, 0},
		"a third of a cent adds up":         {3, 3_333, 1, 1},
		"the smallest price of a million":   {1_000_000, 1, 1, 100},
		"a megabyte at a cent a gigabyte":   {500, 10_000, 1000, 1},
		"just below":                        {499, 10_000, 1000, 0},
		"beyond what multiplies in 64 bits": {3_600_000_000, 999_999_999_999_999, 3600, 99_999_999_999_999_900},
		"no more than can be counted":       {math.MaxInt64, math.MaxInt64, 1, math.MaxInt64},
	} {
		t.Run("BIL-14 quantity times rate, rounded half up to the cent: "+name, func(t *testing.T) {
			if got := product(c.quantity, c.millionths, c.scale); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}

func TestCharges(t *testing.T) {
	t.Run("BIL-14 only what goes beyond the allowance is charged, never a negative amount", func(t *testing.T) {
		tier := priced(true, 5_000_000, 10_000_000, 1_000_000) // 10 minutes for each member
		for used, want := range map[int64]Money{0: 1000, 60: 1000, 1199: 1000, 1200: 1000, 1201: 1002, 1260: 1100} {
			charges := tier.Charges(2, Usage{ComputeMinutes: used, SourceStorage: 0})
			if got := Total(charges); got != want {
				t.Errorf("%d seconds cost %s, want %s", used, got, want)
			}
			for _, c := range charges {
				if c.Amount < 0 || c.Metered < 0 {
					t.Errorf("a negative charge: %+v", c)
				}
			}
		}
	})
	t.Run("BIL-14 what the table says nothing of is neither included nor charged", func(t *testing.T) {
		charges := priced(true, 0, 0, 0).Charges(2, Usage{PackageStorage: 5000})
		if Total(charges) != 0 || len(charges) != 2 || charges[1].Quantity() != 5 || charges[0].Quantity() != 2 {
			t.Errorf("the charges: %+v", charges)
		}
	})
	t.Run("BIL-12 on a tier on which work halts nothing beyond is charged", func(t *testing.T) {
		tier := priced(false, 0, 1_000_000, 0)
		tier.Overage = nil
		if charges := tier.Charges(9, Usage{ComputeMinutes: 1 << 40}); len(charges) != 1 || !tier.Halts() {
			t.Errorf("the charges: %+v", charges)
		}
	})
	t.Run("BIL-14 a total beyond what can be counted is the most that can, and not less than nothing", func(t *testing.T) {
		tier := priced(true, math.MaxInt64/2, 0, math.MaxInt64)
		if got := Total(tier.Charges(1_000_000, Usage{ComputeMinutes: math.MaxInt64})); got != math.MaxInt64 {
			t.Errorf("the total is %s", got)
		}
	})
	t.Run("BIL-14 nobody in the space costs nothing", func(t *testing.T) {
		if got := Total(priced(true, 5_000_000, 1, 1).Charges(0, nil)); got != 0 {
			t.Errorf("the charge is %s", got)
		}
	})
}
