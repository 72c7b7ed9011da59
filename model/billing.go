package model

// Tier is a billing tier of a space (BIL-04).
type Tier string

// The billing tiers.
const (
	FreeTier       Tier = "free"
	StandardTier   Tier = "standard"
	EnterpriseTier Tier = "enterprise"
)

func (Tier) choices() []string {
	return []string{string(FreeTier), string(StandardTier), string(EnterpriseTier)}
}

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
