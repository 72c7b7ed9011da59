package quotas

import "atrium/model/figure"

// Feature is a generative AI feature whose use is counted for each person.
type Feature string

// The features that are counted (facts.md 8).
const (
	Issues       Feature = "issues"
	Descriptions Feature = "descriptions"
	Summaries    Feature = "summaries"
)

// Features lists the features in the order in which they are shown.
func Features() []Feature { return []Feature{Issues, Descriptions, Summaries} }

// Title is the feature in words.
func (f Feature) Title() string {
	switch f {
	case Issues:
		return "Issues assigned to Amazon Q"
	case Descriptions:
		return "Pull request descriptions"
	case Summaries:
		return "Comment summaries"
	default:
		return string(f)
	}
}

// Subscription is a subscription of the table.
type Subscription struct {
	ID string
	// Quotas is how often a person may use each feature in a calendar month.
	Quotas map[Feature]figure.Number
}

// Table is a whole table.
type Table struct {
	// Name says where the table comes from: the file's name, or "built in".
	Name          string
	Subscriptions []Subscription
}

// Quota is how often a person with a subscription may use a feature in a calendar month, and where the number
// comes from. A subscription that the table does not have lets nothing be used.
func (t *Table) Quota(subscription string, f Feature) (uses int, number figure.Number) {
	for _, s := range t.Subscriptions {
		if s.ID == subscription {
			number = s.Quotas[f]
			return int(number.Millionths / figure.Whole), number
		}
	}
	return 0, figure.Number{}
}
