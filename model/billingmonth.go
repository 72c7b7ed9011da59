package model

import "atrium/model/tiers"

// monthTurn orders the spaces by when their next billing month begins.
type monthTurn struct {
	Due   Instant `cbor:"1,keyasint"`
	Space string  `cbor:"2,keyasint"` // folded
}

// Bill is what a month of a space cost. It is charged to the account that was the billing account when the
// month ended, at the highest tier that the space had in it; no source says how AWS divides a month.
type Bill struct {
	Space   string     `cbor:"1,keyasint"` // its id
	Name    string     `cbor:"2,keyasint"`
	Month   string     `cbor:"3,keyasint"`
	Account AccountID  `cbor:"4,keyasint"`
	Tier    Tier       `cbor:"5,keyasint"`
	Members int        `cbor:"6,keyasint"`
	Lines   []BillLine `cbor:"7,keyasint"`
	At      Instant    `cbor:"8,keyasint"`
	// Currency and Table name what the amounts were reckoned with.
	Currency string `cbor:"9,keyasint"`
	Table    string `cbor:"10,keyasint"`
}

// BillLine is one line of a bill: the price of the tier, or a resource. Quantities are as metered.
type BillLine struct {
	Resource   tiers.Resource `cbor:"1,keyasint,omitempty"`
	Used       int64          `cbor:"2,keyasint"`
	Included   int64          `cbor:"3,keyasint"`
	Charged    int64          `cbor:"4,keyasint"`
	Rate       int64          `cbor:"5,keyasint"` // in millionths
	Amount     tiers.Money    `cbor:"6,keyasint"`
	Assumption bool           `cbor:"7,keyasint,omitempty"`
}

// accountBill is the other direction: the bills of an account, by month.
type accountBill struct {
	Account AccountID `cbor:"1,keyasint"`
	Month   string    `cbor:"2,keyasint"`
	Space   string    `cbor:"3,keyasint"`
}

var (
	monthTurns   = Table[monthTurn]{name: "monthturn", key: func(m *monthTurn) Key { return Key("").At(m.Due).With(m.Space) }}
	bills        = Table[Bill]{name: "bill", key: func(b *Bill) Key { return K(b.Space, b.Month) }}
	accountBills = Table[accountBill]{name: "accountbill", key: func(b *accountBill) Key { return K(string(b.Account), b.Month, b.Space) }}
)

// reckon works out what the present month of a space costs so far.
func reckon(r Reader, table *tiers.Table, space *Space, month string, now Instant) (*Bill, error) {
	u, err := usedBy(r, space, month, now)
	if err != nil {
		return nil, err
	}
	tier := table.Tier(string(space.MonthTier))
	b := &Bill{Space: space.ID, Name: space.Name, Month: month, Account: space.Billing, Tier: space.MonthTier, Members: space.Members,
		At: now, Currency: table.Currency, Table: table.Name}
	charged := map[tiers.Resource]tiers.Charge{}
	for _, c := range tier.Charges(space.Members, u.Used) {
		charged[c.Resource] = c
	}
	price := charged[""]
	b.Lines = append(b.Lines, BillLine{Used: price.Metered, Charged: price.Metered, Rate: price.Rate.Millionths, Amount: price.Amount, Assumption: price.Rate.Assumption})
	for _, resource := range tiers.Resources() {
		included, number := tier.Allowance(resource, space.Members)
		c, rate := charged[resource], tier.Overage[resource]
		b.Lines = append(b.Lines, BillLine{Resource: resource, Used: u.Used[resource], Included: included, Charged: c.Metered,
			Rate: rate.Millionths, Amount: c.Amount, Assumption: number.Assumption || rate.Assumption})
	}
	return b, nil
}

// total adds the lines up.
func (b *Bill) total() (sum tiers.Money) {
	for _, line := range b.Lines {
		sum = sum.Plus(line.Amount)
	}
	return sum
}

// put writes a bill in both directions.
func (b *Bill) put(act *Act) error {
	if err := bills.Put(act, b); err != nil {
		return err
	}
	return accountBills.Put(act, &accountBill{Account: b.Account, Month: b.Month, Space: b.Space})
}

// TurnMonth closes the billing month of a space: the bill is written, what is held goes on being held, and
// a pending lower tier comes (BIL-15).
type TurnMonth struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
}

func (c *TurnMonth) spaceName() string { return c.Space }

func (c *TurnMonth) apply(act *Act) error {
	space := act.space
	month := (space.MonthEnds - 1).Month()
	if err := countWork(act, space, space.MonthEnds); err != nil {
		return err
	}
	b, err := reckon(act, act.service.tiers, space, month, act.Now)
	if err != nil {
		return err
	}
	if err := b.put(act); err != nil {
		return err
	}
	if err := carryOver(act, space, month); err != nil {
		return err
	}
	if err := act.recordHere(space.Name, "closed the billing month %s", month); err != nil {
		return err
	}
	if space.PendingTier != "" {
		was := space.Tier
		space.Tier, space.PendingTier = space.PendingTier, ""
		if err := act.recordHere(space.Name, "the billing tier changed from %s to %s, as was chosen", was.Title(), space.Tier.Title()); err != nil {
			return err
		}
	}
	return c.next(act, space)
}

// next sets the space up for its next month.
func (c *TurnMonth) next(act *Act, space *Space) error {
	if err := monthTurns.Delete(act, &monthTurn{Due: space.MonthEnds, Space: fold(space.Name)}); err != nil {
		return err
	}
	space.MonthTier, space.MonthEnds = space.Tier, space.MonthEnds.NextMonth()
	if err := monthTurns.Put(act, &monthTurn{Due: space.MonthEnds, Space: fold(space.Name)}); err != nil {
		return err
	}
	return spaces.Put(act, space)
}

// carryOver takes what is held into the next month.
func carryOver(act *Act, space *Space, month string) error {
	u, err := usageOf(act, space.ID, month)
	if err != nil {
		return err
	}
	// The next month may have begun already, where a command came between its first second and the turn.
	next, err := usageOf(act, space.ID, space.MonthEnds.Month())
	if err != nil {
		return err
	}
	for resource, used := range u.Used {
		if resource.Held() && used > 0 {
			next.Used[resource] += used
		}
	}
	if len(next.Used) == 0 {
		return nil
	}
	return usages.Put(act, next)
}

// closeBilling writes the last bill of a space that is deleted, and frees its billing account (BIL-03).
func closeBilling(act *Act, space *Space) error {
	b, err := reckon(act, act.service.tiers, space, (space.MonthEnds - 1).Month(), act.Now)
	if err != nil {
		return err
	}
	if err := b.put(act); err != nil {
		return err
	}
	if err := monthTurns.Delete(act, &monthTurn{Due: space.MonthEnds, Space: fold(space.Name)}); err != nil {
		return err
	}
	return billingOwners.Delete(act, &billingOwner{Account: space.Billing})
}
