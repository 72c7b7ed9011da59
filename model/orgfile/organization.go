package orgfile

import (
	"atrium/model/filetext"
	"time"
)

// Source is one file to read.
type Source = filetext.Source

// Organization is an AWS organization. ID and Management are always known; the rest is "" where the
// organization was not described and is known from its accounts only.
type Organization struct {
	ID              string // o- and 10 to 32 letters and digits
	ARN             string
	Management      string // the id of the account that manages it
	ManagementEmail string
	FeatureSet      string // all or consolidated-billing
}

// Account is an AWS account of an organization. ID, ARN, Organization and Management are always known.
type Account struct {
	ID    string // twelve digits
	ARN   string
	Name  string
	Email string
	// Status is pending-activation, active, suspended, pending-closure or closed; "" where the file has none.
	Status string
	// JoinedMethod is invited or created; "" where the file has none.
	JoinedMethod string
	Joined       time.Time // in UTC; zero where the file has none
	Organization string    // the id of its organization
	Management   string    // the id of the account that manages the organization
}
