package billing

import (
	"context"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// comparison is the page Compare tiers of a space: the three side by side, for a number of team members that
// is typed (BIL-07).
type comparison struct {
	env   *kit.Env
	space string
	gates *kit.Gates
	pager *kit.Pager
	// members is how many the space has, typed what stands in the input; until something is typed it is that.
	members int
	typed   string
	touched bool
	offers  []model.TierOffer
	at      int // the tier that is chosen
	chosen  bool
	billing *model.BillingView // nil for those who may not see it (BIL-08)
	region  model.Region
	err     error
	w, h    int
}

// NewTiers makes the screen of billing-tiers?space=….
func NewTiers(env *kit.Env, r kit.Route) kit.Screen {
	c := &comparison{env: env, space: r.Get("space"), pager: kit.NewPager(env)}
	c.gates = kit.NewGates(env, &model.ChangeTier{Space: c.space})
	return c
}

// Init asks how the space stands, and then for the comparison.
func (c *comparison) Init() tea.Cmd {
	type answer struct {
		space   model.SpaceView
		billing *model.BillingView
	}
	ask := func(ctx context.Context) (a answer, err error) {
		if a.space, err = kit.Ask[model.SpaceView](ctx, c.env, &model.ShowSpace{Name: c.space}); err != nil {
			return a, err
		}
		view, err := kit.Ask[model.BillingView](ctx, c.env, &model.ShowBilling{Space: c.space})
		if err == nil {
			a.billing = &view
		} else if _, refused := model.AsRefusal(err); refused {
			err = nil // who may not see the billing compares all the same
		}
		return a, err
	}
	stand := kit.Go(c.env, "space", ask, func(a answer, err error) tea.Cmd {
		if c.err = err; err != nil {
			c.compose()
			return nil
		}
		c.members, c.region, c.billing = a.space.Members, a.space.Region, a.billing
		if !c.touched {
			c.typed = strconv.Itoa(c.members)
		}
		if c.billing != nil && !c.chosen {
			c.at = max(indexOf(c.billing.Tier), 0)
		}
		return c.compare()
	})
	return tea.Batch(stand, c.gates.Refresh())
}

func indexOf(tier model.Tier) int {
	for i, t := range model.Tiers() {
		if t == tier {
			return i
		}
	}
	return -1
}

// compare asks for the tiers with the number of team members that stands in the input.
func (c *comparison) compare() tea.Cmd {
	members, _ := strconv.Atoi(c.typed) // nothing but digits is taken, and nothing stands for one
	ask := func(ctx context.Context) ([]model.TierOffer, error) {
		return kit.Ask[[]model.TierOffer](ctx, c.env, &model.CompareTiers{Members: members})
	}
	return kit.Go(c.env, c, ask, func(offers []model.TierOffer, err error) tea.Cmd {
		if c.err = err; err == nil {
			c.offers = offers
		}
		c.compose()
		return nil
	})
}

// Title is the crumb.
func (c *comparison) Title() string { return "Compare tiers" }

// Topic is what the help explains.
func (c *comparison) Topic() string { return "billing-tiers" }

// Actions are what can be done here; what cannot is shown with the reason.
func (c *comparison) Actions() []kit.Action {
	return []kit.Action{
		{ID: "billing.tier", Key: "enter", Title: "Change tier", Run: c.change, Disabled: c.gates.Reason("billing.tier")},
		{ID: "tiers.next", Key: "right", Title: "next tier", Run: func() tea.Cmd { return c.choose(c.at + 1) }},
		{ID: "tiers.sources", Key: "w", Title: "where the numbers come from", Run: c.sources},
		{ID: "tiers.table", Key: "t", Title: "the table", Run: func() tea.Cmd { return kit.ShowDocument(c.env, &model.ShowTierTable{}) }},
	}
}

// Update takes the number of team members and the choice of a tier.
func (c *comparison) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case kit.Changed:
		return c.Init()
	case tea.KeyMsg:
		if digits := string(msg.Runes); digits != "" && strings.Trim(digits, "0123456789") == "" {
			return c.typeDigits(digits)
		}
		return c.key(msg.String())
	}
	return nil
}

// typeDigits takes digits, of which several can come at once. The first ones begin a number of one's own.
func (c *comparison) typeDigits(digits string) tea.Cmd {
	const most = 7 // enough for more than is ever compared
	if !c.touched {
		c.typed = ""
	}
	c.typed, c.touched = c.typed+digits, true
	c.typed = c.typed[:min(len(c.typed), most)]
	return c.compare()
}

func (c *comparison) key(key string) tea.Cmd {
	k := c.env.Keys
	switch {
	case key == "backspace" && c.typed != "":
		c.typed, c.touched = c.typed[:len(c.typed)-1], true
		return c.compare()
	case k.Is(key, kit.KeyLeft), k.Is(key, kit.KeyPrevious):
		return c.choose(c.at - 1)
	case k.Is(key, kit.KeyRight), k.Is(key, kit.KeyNext):
		return c.choose(c.at + 1)
	default:
		c.pager.Key(key)
	}
	return nil
}

// choose goes to a tier, round the ends.
func (c *comparison) choose(at int) tea.Cmd {
	n := len(model.Tiers())
	c.at, c.chosen = (at+n)%n, true
	c.compose()
	return nil
}

// change shows what the chosen tier would change before it is done. Where the billing account does not allow
// it, the way to turn it on is offered right there (BIL-05).
func (c *comparison) change() tea.Cmd {
	cmd := &model.ChangeTier{Space: c.space, Tier: model.Tiers()[c.at]}
	ask := func(ctx context.Context) (model.Plan, error) { return c.env.Service.Check(ctx, c.env.Session, cmd) }
	return kit.Go(c.env, "change", ask, func(_ model.Plan, err error) tea.Cmd {
		const title = "Change tier"
		refusal, refused := model.AsRefusal(err)
		switch {
		case refused && refusal.Rule == "BIL-05" && c.billing != nil:
			return kit.Send(kit.Open{Dialog: kit.NewWaysOut(c.env, title, err, c.waysOut()...)})
		case err != nil:
			return kit.Tell(c.env, title, err)
		default:
			return kit.Run(c.env, cmd, kit.RunOptions{Title: title, Plan: true})
		}
	})
}

func (c *comparison) waysOut() []kit.Way {
	account := c.billing.Account
	return []kit.Way{
		{Title: "Manage billing in AWS", Text: "You go over to the AWS side, signed in to AWS account " + string(account) +
			". There, Update allowed billing tiers turns the paid tiers on; then come back and change the tier.",
			Run: func() tea.Cmd { return kit.Cross(c.env, account, c.region, kit.To("aws-space", "space", c.space)) }},
		{Title: "Choose another billing account", Text: "One that is connected to the space and allows paid tiers.",
			Run: func() tea.Cmd { return kit.Goto(kit.To("billing", "space", c.space, "do", "account")) }},
	}
}

// SetSize says how much room there is.
func (c *comparison) SetSize(w, h int) {
	c.w, c.h = w, h
	c.pager.SetSize(w, max(h-aroundTable, 1))
	c.compose()
}

// aroundTable is how many lines stand around the table: the title, the input and an empty one above, and below
// it an empty one, what the choice means and the meaning of the mark.
const aroundTable = 8

// View draws the input, the table, and what the choice means.
func (c *comparison) View() string {
	t := c.env.Theme
	head := []string{t.Title.Render("Compare tiers") + c.about(), c.input(), ""}
	foot := append([]string{""}, c.choice()...)
	return text.Block(head, c.w, 3) + "\n" + c.pager.View() + "\n" + text.Block(foot, c.w, aroundTable-len(head))
}

func (c *comparison) about() string {
	if len(c.offers) == 0 {
		return ""
	}
	words := " for " + c.space + ", in " + c.offers[0].Currency + " a month. Table of tiers: " + c.offers[0].Table
	return c.env.Theme.Dim.Render(text.Visible(words))
}

// input is the number of team members as it is typed.
func (c *comparison) input() string {
	t := c.env.Theme
	return t.Strong.Render("Number of team members: ") + c.typed + t.Caret + t.Dim.Render("  digits change it; "+c.space+" has "+kit.Thousands(c.members))
}
