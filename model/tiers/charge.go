package tiers

import (
	"fmt"
	"math"
	"math/big"

	"atrium/model/figure"
)

// Money is an amount in hundredths of the table's currency.
type Money int64

// Plus adds two amounts that are not negative. A sum that is too large is the largest amount there is.
func (m Money) Plus(other Money) Money {
	if m > math.MaxInt64-other {
		return math.MaxInt64
	}
	return m + other
}

// String writes the amount with two decimals.
func (m Money) String() string {
	sign := ""
	if m < 0 {
		sign, m = "-", -m
	}
	return fmt.Sprintf("%s%d.%02d", sign, m/100, m%100)
}

// MarshalJSON writes the amount as a number with two decimals.
func (m Money) MarshalJSON() ([]byte, error) { return []byte(m.String()), nil }

// Usage is how much of each resource was used in a month, in the units that are metered.
type Usage map[Resource]int64

// Charge is one line of what a month costs (BIL-14).
type Charge struct {
	// Resource is empty for the price of the tier itself.
	Resource Resource
	Title    string
	// Metered is what is charged for: team members, or what was used beyond the allowance, as metered.
	Metered int64
	Unit    string
	Rate    Number
	Amount  Money
}

// Quantity is what is charged for, in the charge's Unit.
func (c Charge) Quantity() float64 {
	if c.Resource == "" {
		return float64(c.Metered)
	}
	return float64(c.Metered) / float64(c.Resource.Scale())
}

// Charges says what a month costs: the price of the tier for the team members, and each resource that was
// used beyond what the tier includes.
func (t *Tier) Charges(members int, used Usage) []Charge {
	list := []Charge{{Title: t.Title + " tier", Metered: int64(members), Unit: "team members", Rate: t.Price,
		Amount: product(int64(members), t.Price.Millionths, 1)}}
	for _, r := range Resources() {
		included, _ := t.Allowance(r, members)
		if over := used[r] - included; over > 0 && !t.Halts() {
			list = append(list, Charge{Resource: r, Title: r.Title() + " beyond the allowance", Metered: over, Unit: r.Unit(),
				Rate: t.Overage[r], Amount: product(over, t.Overage[r].Millionths, r.Scale())})
		}
	}
	return list
}

// Total adds charges up.
func Total(charges []Charge) (sum Money) {
	for _, c := range charges {
		sum = sum.Plus(c.Amount)
	}
	return sum
}

// product is quantity/scale times a rate in millionths, rounded half up to hundredths.
func product(quantity, millionths, scale int64) Money {
	n := new(big.Int).Mul(big.NewInt(quantity), big.NewInt(millionths))
	d := new(big.Int).Mul(big.NewInt(scale), big.NewInt(figure.Whole/100))
	n.Add(n, new(big.Int).Rsh(d, 1))
	return Money(whole(n.Div(n, d)))
}

// whole is a number as an int64; one that is too large for that is the largest there is.
func whole(n *big.Int) int64 {
	if !n.IsInt64() {
		return math.MaxInt64
	}
	return n.Int64()
}
