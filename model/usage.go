package model

import (
	"fmt"
	"math"

	"atrium/model/tiers"
)

// monthUsage is what a space used in a billing month, in the units that are metered.
type monthUsage struct {
	Space string      `cbor:"1,keyasint"` // its id
	Month string      `cbor:"2,keyasint"`
	Used  tiers.Usage `cbor:"3,keyasint"`
}

var usages = Table[monthUsage]{name: "usage", key: func(u *monthUsage) Key { return K(u.Space, u.Month) }}

// usageOf is what a space used in a month; nothing where there is no record.
func usageOf(r Reader, space, month string) (*monthUsage, error) {
	u, found, err := usages.Get(r, K(space, month))
	if err == nil && !found {
		u = &monthUsage{Space: space, Month: month}
	}
	if err == nil && u.Used == nil {
		u.Used = tiers.Usage{}
	}
	return u, err
}

// meter counts what work uses of a resource, in the units that are metered. On a tier on which work halts at
// the maximum it counts no more than is left, and reports how much was wanting (BIL-12).
func meter(act *Act, space *Space, resource tiers.Resource, wanted int64) (short int64, err error) {
	return meterIn(act, space, act.Now.Month(), resource, wanted)
}

// meterIn is meter for the usage of a month, which can be one that is just over.
func meterIn(act *Act, space *Space, month string, resource tiers.Resource, wanted int64) (short int64, err error) {
	u, err := usageOf(act, space.ID, month)
	if err != nil {
		return 0, err
	}
	tier := act.service.tiers.Tier(string(space.Tier))
	if tier.Halts() {
		included, _ := tier.Allowance(resource, space.Members)
		short = max(0, wanted-max(0, included-u.Used[resource]))
	}
	u.Used[resource] += wanted - short
	return short, usages.Put(act, u)
}

// release frees what is held of a resource (see [tiers.Resource.Held]).
func release(act *Act, space *Space, resource tiers.Resource, amount int64) error {
	u, err := usageOf(act, space.ID, act.Now.Month())
	if err != nil {
		return err
	}
	u.Used[resource] -= amount
	return usages.Put(act, u)
}

// reached keeps BIL-12: nothing that needs the resource begins once its maximum is reached.
func reached(r Reader, table *tiers.Table, space *Space, resource tiers.Resource, now Instant) error {
	tier := table.Tier(string(space.Tier))
	if !tier.Halts() {
		return nil
	}
	u, err := usedBy(r, space, now.Month(), now)
	if err != nil {
		return err
	}
	included, number := tier.Allowance(resource, space.Members)
	if u.Used[resource] < included {
		return nil
	}
	return refuse("BIL-12", "resource", "%s has used all of what the %s tier includes of %s: %s%s.", space.Name, space.Tier.Title(),
		resource.Title(), amountOf(resource, included), assumed(number.Assumption)).
		fix("Work that needs it halts until %s, or until a Space administrator changes the tier.", space.MonthEnds.Day()).
		who("a Space administrator of the space changes the tier")
}

// planMaximum says what halts on a tier that includes less than was used already.
func planMaximum(act *Act, space *Space, to Tier, when string) error {
	u, err := usedBy(act, space, act.Now.Month(), act.Now)
	if err != nil {
		return err
	}
	tier := act.service.tiers.Tier(string(to))
	for _, resource := range tiers.Resources() {
		included, number := tier.Allowance(resource, space.Members)
		carried := when == "now" || resource.Held()
		if tier.Halts() && carried && u.Used[resource] >= included && u.Used[resource] > 0 {
			act.plan(EffectEnds, "work that needs %s halts: %s are used, and the %s tier includes %s%s", resource.Title(),
				amountOf(resource, u.Used[resource]), to.Title(), amountOf(resource, included), assumed(number.Assumption))
			if err := planHalted(act, space, resource); err != nil {
				return err
			}
		}
	}
	return nil
}

// amountOf writes a metered amount in the resource's unit.
func amountOf(resource tiers.Resource, metered int64) string {
	return quantityWords(float64(metered)/float64(resource.Scale())) + " " + resource.Unit()
}

// quantityWords writes a quantity with at most two decimals.
func quantityWords(q float64) string {
	q = math.Round(q*100) / 100
	if q == math.Trunc(q) {
		return fmt.Sprintf("%.0f", q)
	}
	return fmt.Sprintf("%.2f", q)
}

// assumed marks a number that no source gives (BIL-07).
func assumed(is bool) string {
	if is {
		return " (an assumption)"
	}
	return ""
}

// MaxRehearsedUsage is the most that can be used at once in a rehearsal.
const MaxRehearsedUsage = 100_000_000

// RehearseUsage has the space use a metered resource, as work in it would, to see what comes of it: the
// meters, the warnings, the halt at the maximum of the Free tier, and the estimate (BIL-12).
type RehearseUsage struct {
	Space    string         `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Resource ResourceChoice `flag:"resource" label:"Resource" help:"what is used" need:"yes"`
	Amount   int            `flag:"amount" label:"Amount" help:"how much: minutes, hours or GB" need:"yes"`
}

// ResourceChoice is a metered resource as a person chooses it.
type ResourceChoice string

func (ResourceChoice) choices() []string {
	var list []string
	for _, r := range tiers.Resources() {
		list = append(list, string(r))
	}
	return list
}

// Rehearsed is what a rehearsed use came to.
type Rehearsed struct {
	Resource tiers.Resource `json:"resource"`
	Unit     string         `json:"unit"`
	Used     float64        `json:"used"`
	// Halted is how much of the work could not be done, because the maximum was reached.
	Halted float64 `json:"halted"`
}

func (c *RehearseUsage) spaceName() string { return c.Space }

func (c *RehearseUsage) apply(act *Act) error {
	resource := tiers.Resource(c.Resource)
	if !resource.Known() {
		return refuse("BIL-11", "resource", "%q is not metered.", clip(string(c.Resource))).fix("Choose one of the listed resources.")
	}
	if c.Amount < 1 || c.Amount > MaxRehearsedUsage {
		return refuse("BIL-11", "amount", "The amount %d is not between 1 and %d.", c.Amount, MaxRehearsedUsage).fix("Give a whole number of %s.", resource.Unit())
	}
	if err := reached(act, act.service.tiers, act.space, resource, act.Now); err != nil {
		return err
	}
	if err := countWork(act, act.space, act.Now); err != nil { // what is left is what the work in progress left
		return err
	}
	wanted := int64(c.Amount) * resource.Scale()
	short, err := meter(act, act.space, resource, wanted)
	if err != nil {
		return err
	}
	act.plan(EffectChanges, "the usage of %s by %s", resource.Title(), amountOf(resource, wanted-short))
	if short > 0 {
		act.plan(EffectEnds, "the work halts %s before its end: the maximum of the %s tier is reached", amountOf(resource, short), act.space.Tier.Title())
	}
	scale := float64(resource.Scale())
	act.result = Rehearsed{Resource: resource, Unit: resource.Unit(), Used: float64(wanted-short) / scale, Halted: float64(short) / scale}
	return act.recordHere(string(resource), "rehearsed the use of %s of %s", amountOf(resource, wanted-short), resource.Title())
}
