package tiers

import (
	"math/big"

	"atrium/model/figure"
)

// Resource is something that a space uses and that is metered.
type Resource string

// The metered resources.
const (
	ComputeMinutes        Resource = "compute-minutes"
	DevEnvironmentHours   Resource = "dev-environment-hours"
	DevEnvironmentStorage Resource = "dev-environment-storage"
	SourceStorage         Resource = "source-storage"
	PackageStorage        Resource = "package-storage"
)

// Resources lists the metered resources in the order in which they are shown.
func Resources() []Resource {
	return []Resource{ComputeMinutes, DevEnvironmentHours, DevEnvironmentStorage, SourceStorage, PackageStorage}
}

// property describes a resource.
type property struct {
	key, title, unit string
	scale            int64
	held             bool
}

var properties = map[Resource]property{
	ComputeMinutes:        {"computeMinutes", "Compute", "minutes", 60, false},
	DevEnvironmentHours:   {"devEnvironmentHours", "Dev Environments", "hours", 3600, false},
	DevEnvironmentStorage: {"devEnvironmentStorageGB", "Dev Environment storage", "GB", 1000, true},
	SourceStorage:         {"sourceStorageGB", "Source storage", "GB", 1000, true},
	PackageStorage:        {"packageStorageGB", "Package storage", "GB", 1000, true},
}

// Title is the resource in words.
func (r Resource) Title() string { return properties[r].title }

// Unit is what the table and the screens count it in: minutes, hours, GB.
func (r Resource) Unit() string { return properties[r].unit }

// Scale is how many of the units that are metered (seconds, MB) make one [Resource.Unit].
func (r Resource) Scale() int64 { return properties[r].scale }

// Held reports whether the resource is held, such as storage, rather than used up: what is held at the end
// of a month is still held in the next.
func (r Resource) Held() bool { return properties[r].held }

// Known reports whether there is such a resource.
func (r Resource) Known() bool { return properties[r].key != "" }

// Number is one number of the table and where it comes from.
type Number = figure.Number

// Tier is one tier of the table.
type Tier struct {
	ID, Title string
	// PerMember tells that what is included counts for each team member, and not once for the whole space.
	PerMember bool
	// Price is what a month costs, for each team member.
	Price Number
	// Included is how much of each resource a month includes, in its Unit.
	Included map[Resource]Number
	// Overage is what one Unit more than that costs. Nil for a tier on which work halts instead (BIL-12).
	Overage map[Resource]Number
}

// Halts reports whether work that needs more than the tier includes halts, because more cannot be bought.
func (t *Tier) Halts() bool { return t.Overage == nil }

// Table is a whole table: the tiers from the lowest to the highest.
type Table struct {
	// Name says where the table comes from: the file's name, or "built in".
	Name     string
	Currency string
	Tiers    []Tier
}

// Tier finds a tier. One that the table does not have costs nothing and includes nothing.
func (t *Table) Tier(id string) *Tier {
	for i := range t.Tiers {
		if t.Tiers[i].ID == id {
			return &t.Tiers[i]
		}
	}
	return &Tier{ID: id, Title: id}
}

// Allowance is how much of a resource a tier includes for so many team members, in the units that are
// metered, and whether the number is an assumption.
func (t *Tier) Allowance(r Resource, members int) (metered int64, number Number) {
	number = t.Included[r]
	n := new(big.Int).Mul(big.NewInt(number.Millionths), big.NewInt(r.Scale()))
	if t.PerMember {
		n.Mul(n, big.NewInt(int64(members)))
	}
	return whole(n.Div(n, big.NewInt(figure.Whole))), number
}
