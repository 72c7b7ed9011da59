package model

// Subscription is a person's subscription to Amazon Q Developer: it decides how often they may use the generative AI
// features in a calendar month (GEN-08, facts.md 8).
type Subscription string

// The subscriptions. Who has never chosen has Free.
const (
	FreeSubscription Subscription = "free"
	ProSubscription  Subscription = "pro"
)

func (Subscription) choices() []string {
	return []string{string(FreeSubscription), string(ProSubscription)}
}

// Title is the subscription in the product's words.
func (s Subscription) Title() string {
	if s == ProSubscription {
		return "Amazon Q Developer Pro"
	}
	return "Amazon Q Developer Free"
}

// subscribed is the subscription of a person, with an AWS Builder ID or not.
type subscribed struct {
	Person PersonID     `cbor:"1,keyasint"`
	Now    Subscription `cbor:"2,keyasint"`
	// Ends is when a cancelled one ends, with the calendar month that was paid for; 0 while it goes on.
	Ends Instant `cbor:"3,keyasint,omitempty"`
}

var subscriptions = Table[subscribed]{name: "subscription", key: func(s *subscribed) Key { return K(string(s.Person)) }}

// subscriptionOf is the subscription that a person has at a moment.
func subscriptionOf(r Reader, person PersonID, now Instant) (*subscribed, error) {
	s, found, err := subscriptions.Get(r, K(string(person)))
	if err != nil {
		return nil, err
	}
	if !found || s.Ends != 0 && now >= s.Ends {
		s = &subscribed{Person: person, Now: FreeSubscription}
	}
	return s, nil
}

// Subscribe changes the acting person's own subscription to Amazon Q Developer. Pro holds at once; it is cancelled to
// the end of the month (facts.md 8), so that nobody ever has used more than the quota.
type Subscribe struct {
	Subscription Subscription `flag:"subscription" label:"Subscription" help:"of your own to Amazon Q Developer" need:"yes"`
}

func (c *Subscribe) fieldsRule() string { return "GEN-08" }

func (c *Subscribe) apply(act *Act) error {
	if c.Subscription != FreeSubscription && c.Subscription != ProSubscription {
		return refuse("GEN-08", "subscription", "%q is not a subscription to Amazon Q Developer.", clip(string(c.Subscription))).fix("Choose %s or %s.", FreeSubscription, ProSubscription)
	}
	s, err := subscriptionOf(act, act.session.Person, act.Now)
	if err != nil {
		return err
	}
	if err := c.change(act, s); err != nil {
		return err
	}
	if err := subscriptions.Put(act, s); err != nil {
		return err
	}
	return act.record("", act.personName(), "changed their subscription to %s", c.Subscription.Title())
}

// change makes the change, or refuses where there is none.
func (c *Subscribe) change(act *Act, s *subscribed) error {
	switch {
	case c.Subscription == ProSubscription && s.Ends != 0:
		s.Ends = 0
		act.plan(EffectChanges, "the end of your subscription: %s goes on", s.Now.Title())
	case c.Subscription == s.Now:
		return refuse("GEN-08", "subscription", "You have %s already.", s.Now.Title()).fix("Nothing needs to be done.")
	case c.Subscription == ProSubscription:
		s.Now = ProSubscription
		act.plan(EffectChanges, "your subscription from %s to %s, at once", FreeSubscription.Title(), ProSubscription.Title())
	case s.Ends != 0:
		return refuse("GEN-08", "subscription", "%s is cancelled already, and ends on %s.", s.Now.Title(), s.Ends.Day()).fix("Wait for that day.")
	default:
		s.Ends = act.Now.NextMonth()
		act.plan(EffectEnds, "%s on %s; it holds until then", s.Now.Title(), s.Ends.Day())
	}
	return nil
}
