package model

import "slices"

// billingEntries are the entries of billing, on both sides.
func billingEntries() []Entry {
	return []Entry{
		define[ChangeTier]("billing.tier", "Change billing tier", "billing-tiers", byAdministrators(), unasked()),
		define[ChangeBillingAccount]("billing.account", "Change AWS billing account", "billing-account", byAdministrators(), unasked()),
		define[AllowTiers]("billing.allow", "Update allowed billing tiers", "allowed-tiers", OnAWS(), unasked()),
		define[RehearseUsage]("billing.use", "Rehearse usage", "billing", byAdministrators(), unasked()),
		define[TurnMonth]("billing.turn", "Close the billing month", "billing", ByProgram(), unasked()).system(),
		ask[ShowBilling]("billing.show", "Billing details", "billing", byAdministrators()),
		ask[ListCharges]("billing.estimate", "Monthly charge estimate", "billing", byAdministrators()),
		ask[CompareTiers]("billing.compare", "Compare tiers", "billing-tiers", Anyone()),
		ask[ShowTierTable]("billing.table", "Table of tiers", "billing-tiers", Anyone()),
		ask[AccountDashboard]("billing.dashboard", "Billing dashboard", "billing-dashboard", OnAWS()),
	}
}

// Tier is a billing tier of a space (BIL-04).
type Tier string

// The billing tiers, from the lowest to the highest.
const (
	FreeTier       Tier = "free"
	StandardTier   Tier = "standard"
	EnterpriseTier Tier = "enterprise"
)

// Tiers lists the billing tiers from the lowest to the highest.
func Tiers() []Tier { return []Tier{FreeTier, StandardTier, EnterpriseTier} }

func (Tier) choices() []string {
	return []string{string(FreeTier), string(StandardTier), string(EnterpriseTier)}
}

// rank orders the tiers; -1 for what is none.
func (t Tier) rank() int { return slices.Index(Tiers(), t) }

// Paid reports whether the tier costs something.
func (t Tier) Paid() bool { return t.rank() > 0 }

// Title is the tier in the product's words.
func (t Tier) Title() string {
	switch t {
	case StandardTier:
		return "Standard"
	case EnterpriseTier:
		return "Enterprise"
	default:
		return "Free"
	}
}

// Allowance is which tiers an account allows the spaces that it pays for (BIL-06).
type Allowance string

// The allowances, as the AWS side offers them.
const (
	AllowFree Allowance = "free"
	AllowPaid Allowance = "paid"
)

func (Allowance) choices() []string { return []string{string(AllowPaid), string(AllowFree)} }

// Title is the allowance in the guide's words.
func (a Allowance) Title() string {
	if a == AllowPaid {
		return "PAID TIERS (STANDARD, ENTERPRISE)"
	}
	return "FREE"
}

// billingTierTopic is the guide's second troubleshooting entry for billing (HLP-03).
const billingTierTopic = "trouble-billing-tier"

// paidAllowed keeps BIL-05: a paid tier needs a billing account that allows paid tiers.
func paidAllowed(r Reader, space *Space) error {
	c, err := findConnection(r, space, space.Billing)
	if err != nil || c.Paid {
		return err
	}
	return refuse("BIL-05", "tier", "The billing account %s does not allow paid tiers, so that %s can only use the Free tier.", c.Account, space.Name).
		fix("Sign in to AWS account %s with administrative permission, and under Update allowed billing tiers choose PAID TIERS (STANDARD, ENTERPRISE): “billing allow --tiers paid”.", c.Account).
		who("someone signed in to AWS account " + string(c.Account) + " with administrative permission").in(billingTierTopic)
}

// ChangeTier changes the billing tier of a space: a higher one at once, a lower one with the next billing
// month (BIL-05, BIL-15).
type ChangeTier struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Tier  Tier   `flag:"tier" label:"Tier" help:"the tier to change to" need:"yes"`
}

func (c *ChangeTier) spaceName() string { return c.Space }

func (c *ChangeTier) apply(act *Act) error {
	if c.Tier.rank() < 0 {
		return refuse("BIL-04", "tier", "%q is not a tier.", clip(string(c.Tier))).fix("Choose free, standard or enterprise.")
	}
	if c.Tier.Paid() {
		if err := paidAllowed(act, act.space); err != nil {
			return err
		}
	}
	switch space := act.space; {
	case c.Tier == space.PendingTier:
		return refuse("BIL-15", "tier", "The change of %s to the %s tier is pending already, for %s.", space.Name, c.Tier.Title(), space.MonthEnds.Day()).fix("Wait for that day.")
	case c.Tier.rank() > space.Tier.rank():
		return c.raise(act)
	case c.Tier.rank() < space.Tier.rank():
		return c.lower(act)
	default:
		return c.keep(act)
	}
}

// raise holds at once and clears a pending change.
func (c *ChangeTier) raise(act *Act) error {
	space := act.space
	before, err := estimateOf(act, act.service.tiers, space)
	if err != nil {
		return err
	}
	act.plan(EffectChanges, "the tier of %s from %s to %s, at once", space.Name, space.Tier.Title(), c.Tier.Title())
	clearPending(act, space)
	space.Tier = c.Tier
	if c.Tier.rank() > space.MonthTier.rank() {
		space.MonthTier = c.Tier
	}
	after, err := estimateOf(act, act.service.tiers, space)
	if err != nil {
		return err
	}
	act.plan(EffectChanges, "the estimate for %s from %s to %s%s", after.Month, before.amount(), after.amount(), after.doubt())
	if err := spaces.Put(act, space); err != nil {
		return err
	}
	return act.recordHere(space.Name, "changed the billing tier to %s", c.Tier.Title())
}

// lower waits for the next billing month.
func (c *ChangeTier) lower(act *Act) error {
	space := act.space
	clearPending(act, space)
	space.PendingTier = c.Tier
	act.plan(EffectEnds, "the %s tier of %s on %s, when the next billing month begins: it is %s from then on", space.Tier.Title(), space.Name, space.MonthEnds.Day(), c.Tier.Title())
	act.plan(EffectNote, "until then the %s tier holds; choosing it again takes the change back", space.Tier.Title())
	if err := planMaximum(act, space, c.Tier, space.MonthEnds.Day()); err != nil {
		return err
	}
	if err := spaces.Put(act, space); err != nil {
		return err
	}
	return act.recordHere(space.Name, "chose the billing tier %s for the next billing month, from %s", c.Tier.Title(), space.MonthEnds.Day())
}

// keep takes a pending change back.
func (c *ChangeTier) keep(act *Act) error {
	space := act.space
	if space.PendingTier == "" {
		return refuse("BIL-15", "tier", "%s is on the %s tier already.", space.Name, c.Tier.Title()).fix("Nothing needs to be done.")
	}
	clearPending(act, space)
	if err := spaces.Put(act, space); err != nil {
		return err
	}
	return act.recordHere(space.Name, "kept the billing tier %s", c.Tier.Title())
}

// clearPending takes a pending change back, where there is one. The caller writes the space.
func clearPending(act *Act, space *Space) {
	if space.PendingTier == "" {
		return
	}
	act.plan(EffectEnds, "the pending change to the %s tier on %s", space.PendingTier.Title(), space.MonthEnds.Day())
	space.PendingTier = ""
}

// fallToFree keeps BIL-10: without an account that allows paid tiers a space can only use the Free tier, and
// falls to it at once. The caller writes the space.
func fallToFree(act *Act, space *Space) error {
	if !space.Tier.Paid() {
		return nil
	}
	act.plan(EffectEnds, "the %s tier of %s, at once: its billing account does not allow paid tiers, and the space can only use the Free tier", space.Tier.Title(), space.Name)
	clearPending(act, space)
	if err := countWork(act, space, act.Now); err != nil { // what was used until now, the tier that ends allowed
		return err
	}
	act.touches(space)
	was := space.Tier
	space.Tier = FreeTier
	if err := planMaximum(act, space, FreeTier, "now"); err != nil {
		return err
	}
	return act.record(space.ID, space.Name, "the billing tier fell from %s to Free, because the billing account does not allow paid tiers", was.Title())
}

// AllowTiers sets which tiers an account allows, on the AWS side (BIL-06).
type AllowTiers struct {
	Space   string    `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Account AccountID `flag:"account" label:"AWS account ID" help:"twelve digits; the account that you are signed in to without it"`
	Tiers   Allowance `flag:"tiers" label:"Allowed billing tiers" help:"paid also allows Standard and Enterprise" need:"yes"`
}

func (c *AllowTiers) spaceName() string { return c.Space }

func (c *AllowTiers) awsAccount(Reader) (AccountID, error) { return c.Account.given() }

func (c *AllowTiers) apply(act *Act) error {
	connection, err := act.connection()
	if err != nil {
		return err
	}
	paid := c.Tiers == AllowPaid
	switch {
	case !paid && c.Tiers != AllowFree:
		return refuse("BIL-06", "tiers", "%q is not a set of tiers.", clip(string(c.Tiers))).fix("Choose paid or free.")
	case paid == connection.Paid:
		return refuse("BIL-06", "tiers", "AWS account %s allows exactly these tiers for %s already.", connection.Account, act.space.Name).fix("Nothing needs to be done.")
	}
	act.plan(EffectChanges, "the allowed billing tiers of AWS account %s for %s to %s", connection.Account, act.space.Name, c.Tiers.Title())
	connection.Paid = paid
	if err := connections.Put(act, connection); err != nil {
		return err
	}
	if err := act.recordHere(string(connection.Account), "set the allowed billing tiers of AWS account %s to %s", connection.Account, c.Tiers); err != nil {
		return err
	}
	return c.follow(act, connection)
}

// follow says what it means for the space's own tier.
func (c *AllowTiers) follow(act *Act, connection *Connection) error {
	switch {
	case connection.Account != act.space.Billing:
		act.plan(EffectNote, "it is not the billing account of %s: its tier stays as it is", act.space.Name)
		return nil
	case connection.Paid:
		act.plan(EffectNote, "this changes no tier: a Space administrator can now change it to Standard or Enterprise")
		return nil
	}
	if err := fallToFree(act, act.space); err != nil {
		return err
	}
	return spaces.Put(act, act.space)
}

// ChangeBillingAccount names another connected account as the one that pays for a space (BIL-09).
type ChangeBillingAccount struct {
	Space   string    `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Account AccountID `flag:"account" label:"AWS account" help:"one that is connected to the space" need:"yes"`
}

func (c *ChangeBillingAccount) spaceName() string { return c.Space }

func (c *ChangeBillingAccount) apply(act *Act) error {
	space := act.space
	connection, err := c.check(act)
	if err != nil {
		return err
	}
	was := space.Billing
	if err := moveBilling(act, space, connection); err != nil {
		return err
	}
	if err := spaces.Put(act, space); err != nil {
		return err
	}
	return act.recordHere(string(c.Account), "changed the billing account from %s to %s", was, c.Account)
}

// moveBilling makes a connected account the billing account, with what that means for the tier (BIL-10). The
// caller writes the space.
func moveBilling(act *Act, space *Space, to *Connection) error {
	if err := billingOwners.Delete(act, &billingOwner{Account: space.Billing}); err != nil {
		return err
	}
	if err := billingOwners.Put(act, &billingOwner{Account: to.Account, Space: space.ID}); err != nil {
		return err
	}
	act.plan(EffectChanges, "the billing account of %s from %s to %s, which pays for the whole of %s", space.Name, space.Billing, to.Account, act.Now.Month())
	space.Billing = to.Account
	if to.Paid {
		return nil
	}
	act.plan(EffectNote, "AWS account %s does not allow paid tiers: allow them on the AWS side, so that the tier can be changed", to.Account)
	return fallToFree(act, space)
}

func (c *ChangeBillingAccount) check(act *Act) (*Connection, error) {
	if err := c.Account.check("account"); err != nil {
		return nil, err
	}
	if c.Account == act.space.Billing {
		return nil, refuse("BIL-09", "account", "AWS account %s is the billing account of %s already.", c.Account, act.space.Name).fix("Nothing needs to be done.")
	}
	connection, found, err := connections.Get(act, K(act.space.ID, string(c.Account)))
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, refuse("BIL-09", "account", "AWS account %s is not connected to %s, and only a connected account can pay for it.", c.Account, act.space.Name).
			fix("Connect it first (AWS accounts, or “account request”).")
	}
	return connection, billsNothing(act, c.Account)
}
