package model

import "atrium/model/iam"

// ConnectionStatus tells whether an account is connected yet.
type ConnectionStatus string

// The statuses of a connection.
const (
	StatusConnected ConnectionStatus = "connected"
	StatusPending   ConnectionStatus = "pending"
)

// ConnectionView is a connection as it is listed, or a request for one that waits to be verified.
type ConnectionView struct {
	Account AccountID        `json:"account"`
	Name    string           `json:"name"`
	ARN     string           `json:"arn"`
	Status  ConnectionStatus `json:"status"`
	// Billing and AllowedTiers are told to Space administrators and on the AWS side (BIL-08).
	Billing      *bool             `json:"billing,omitempty"`
	AllowedTiers []Tier            `json:"allowedTiers,omitempty"`
	Roles        []string          `json:"roles"`
	Tags         map[string]string `json:"tags"`
	// ConnectedAt is when it was verified, or for a pending one when it was asked for.
	ConnectedAt Instant `json:"connectedAt"`
	// Token verifies a pending one; it is told to those who may manage connections.
	Token string `json:"token,omitempty"`
}

// Pays reports whether it is the billing account's, as far as one may know.
func (v ConnectionView) Pays() bool { return v.Billing != nil && *v.Billing }

// allowed lists the tiers that the account allows (BIL-06).
func (c *Connection) allowed() []Tier {
	if c.Paid {
		return []Tier{FreeTier, StandardTier, EnterpriseTier}
	}
	return []Tier{FreeTier}
}

// called is what the account is called: by the space, by its organization, or not at all.
func (c *Connection) called(r Reader) (string, error) {
	if c.Name != "" {
		return c.Name, nil
	}
	a, err := findAccount(r, c.Account)
	if err != nil {
		return "", err
	}
	return a.Name, nil
}

// ListAccounts asks for the AWS accounts of a space: those that are connected, and those that wait.
type ListAccounts struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
}

func (q *ListAccounts) spaceName() string { return q.Space }

func (q *ListAccounts) answer(ask *Ask) (any, error) {
	list := []ConnectionView{}
	for c, err := range connections.All(ask, Range{Prefix: K(ask.space.ID)}) {
		if err != nil {
			return nil, err
		}
		view, err := viewConnection(ask, ask.space, c, ask.member.Effective() == SpaceAdministrator)
		if err != nil {
			return nil, err
		}
		list = append(list, view)
	}
	return appendPending(ask, list)
}

func viewConnection(r Reader, space *Space, c *Connection, billing bool) (ConnectionView, error) {
	name, err := c.called(r)
	view := ConnectionView{Account: c.Account, Name: name, ARN: c.ARN(), Status: StatusConnected, Roles: []string{}, Tags: tagMap(c.Tags), ConnectedAt: c.At}
	for _, role := range c.Roles {
		view.Roles = append(view.Roles, role.ARN)
	}
	if billing {
		pays := c.Account == space.Billing
		view.Billing, view.AllowedTiers = &pays, c.allowed()
	}
	return view, err
}

// appendPending adds the requests that wait to be verified.
func appendPending(ask *Ask, list []ConnectionView) (any, error) {
	waiting, err := accountRequests.Under(ask, K(ask.space.ID))
	if err != nil {
		return nil, err
	}
	for _, w := range waiting {
		q, found, err := spaceRequests.Get(ask, K(w.Token))
		if err != nil {
			return nil, err
		}
		if !found {
			continue
		}
		view := ConnectionView{Account: q.Account, Name: q.AccountName, Status: StatusPending, Roles: []string{}, Tags: map[string]string{}, ConnectedAt: q.At}
		if ask.member.Effective() != LimitedAccess {
			view.Token = q.Token
		}
		list = append(list, view)
	}
	return list, nil
}

// RoleView is an IAM role available to the space, and what its trust policy says.
type RoleView struct {
	ARN      string       `json:"arn"`
	Name     string       `json:"name"`
	Template RoleTemplate `json:"template,omitempty"`
	AddedAt  Instant      `json:"addedAt"`
	// Warning is the guide's, for the development role.
	Warning string `json:"warning,omitempty"`
	// Trust and Permissions are the policies, as far as they are known.
	Trust       string `json:"trustPolicy,omitempty"`
	Permissions string `json:"permissionsPolicy,omitempty"`
	// Judgement says who can assume the role; nil where the trust policy is not known.
	Judgement *iam.Judgement `json:"judgement,omitempty"`
	// UsedBy lists what depends on the role.
	UsedBy []Dependent `json:"usedBy"`
}

func viewRole(r Reader, space *Space, c *Connection, role *ConnectionRole) (RoleView, error) {
	view := RoleView{ARN: role.ARN, Name: role.Name, Template: role.Template, AddedAt: role.At}
	view.Trust, _ = role.trust(space)
	view.Permissions, _ = role.permissions()
	if role.Template == DevelopmentRole {
		view.Warning = developmentWarning
	}
	var err error
	if view.Judgement, err = role.judge(space, c.Account); err != nil {
		return view, err
	}
	view.UsedBy, err = dependentsOf(r, space, c.Account, role.ARN)
	return view, err
}

// AccountDetails is the details page of a connection, the same on both sides.
type AccountDetails struct {
	Space       string         `json:"space"`
	SpaceID     string         `json:"spaceId"`
	Region      Region         `json:"region"`
	Connection  ConnectionView `json:"connection"`
	Description string         `json:"description"`
	// AccountStatus is how the AWS account stands in its organization.
	AccountStatus AccountStatus `json:"accountStatus"`
	Roles         []RoleView    `json:"roles"`
	Dependents    []Dependent   `json:"dependents"`
}

// ShowAccount asks for the details of a connection (ACC-09).
type ShowAccount struct {
	Space   string    `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Account AccountID `flag:"account" label:"AWS account ID" help:"twelve digits" need:"yes"`
}

func (q *ShowAccount) spaceName() string { return q.Space }

func (q *ShowAccount) awsAccount(Reader) (AccountID, error) { return q.Account.given() }

func (q *ShowAccount) answer(ask *Ask) (any, error) {
	if err := q.Account.check("account"); err != nil {
		return nil, err
	}
	c, err := findConnection(ask, ask.space, q.Account)
	if err != nil {
		return nil, err
	}
	billing := ask.member == nil || ask.member.Effective() == SpaceAdministrator || ask.onAWS(q.Account)
	connection, err := viewConnection(ask, ask.space, c, billing)
	if err != nil {
		return nil, err
	}
	account, err := findAccount(ask, c.Account)
	if err != nil {
		return nil, err
	}
	details := AccountDetails{Space: ask.space.Name, SpaceID: ask.space.ID, Region: c.Region, Connection: connection,
		Description: c.Description, AccountStatus: account.Status, Roles: []RoleView{}}
	for i := range c.Roles {
		role, err := viewRole(ask, ask.space, c, &c.Roles[i])
		if err != nil {
			return nil, err
		}
		if role.UsedBy, err = ask.seen(c.Account, role.UsedBy); err != nil {
			return nil, err
		}
		details.Roles = append(details.Roles, role)
	}
	all, err := dependentsOf(ask, ask.space, c.Account, "")
	if err != nil {
		return nil, err
	}
	details.Dependents, err = ask.seen(c.Account, all)
	return details, err
}

// onAWS reports whether one is signed in to the account with administrative permission.
func (ask *Ask) onAWS(account AccountID) bool {
	signIn := ask.session.AWS
	return signIn != nil && signIn.Administrator && signIn.Account == account
}

// ConnectedSpace is a space that the signed-in account is connected to, as the AWS side lists it (BIL-13).
type ConnectedSpace struct {
	Space  string    `json:"space"`
	Region Region    `json:"region"`
	Type   SpaceType `json:"type"`
	// Application is the Identity Center application that serves the space; empty for none.
	Application  string `json:"application,omitempty"`
	ARN          string `json:"arn"`
	AllowedTiers []Tier `json:"allowedTiers"`
	// Billing tells whether the account pays for the space.
	Billing     bool    `json:"billing"`
	Roles       int     `json:"roles"`
	Tags        int     `json:"tags"`
	ConnectedAt Instant `json:"connectedAt"`
}

// ListConnectedSpaces asks for the spaces that the signed-in account is connected to: the page Amazon
// CodeCatalyst Spaces of the AWS side (BIL-13).
type ListConnectedSpaces struct{}

func (q *ListConnectedSpaces) answer(ask *Ask) (any, error) {
	account := ask.session.AWS.Account
	list := []ConnectedSpace{}
	for row, err := range accountSpaces.All(ask, Range{Prefix: K(string(account))}) {
		if err != nil {
			return nil, err
		}
		c, found, err := connections.Get(ask, K(row.Space, string(account)))
		if err != nil {
			return nil, err
		}
		space, there, err := spaces.Get(ask, K(row.Name))
		if err != nil {
			return nil, err
		}
		if found && there {
			list = append(list, ConnectedSpace{Space: space.Name, Region: space.Region, Type: space.Type, Application: space.Application, ARN: c.ARN(), AllowedTiers: c.allowed(),
				Billing: space.Billing == account, Roles: len(c.Roles), Tags: len(c.Tags), ConnectedAt: c.At})
		}
	}
	return list, nil
}
