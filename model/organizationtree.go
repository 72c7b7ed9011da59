package model

import (
	"slices"
	"strings"
)

// OrganizationNode is a line of an organization's tree: the root, a unit, or an account.
type OrganizationNode struct {
	// Kind is root, unit or account; Depth how deep it stands, 0 for the root.
	Kind  string `json:"kind"`
	Depth int    `json:"depth"`
	ID    string `json:"id"`
	Name  string `json:"name"`
	// Path leads to a unit, with slashes.
	Path       string        `json:"path"`
	Status     AccountStatus `json:"status,omitempty"`
	Management bool          `json:"management,omitempty"`
}

// OrganizationView is an organization as a tree, in the order in which it is drawn.
type OrganizationView struct {
	Organization
	Nodes []OrganizationNode `json:"nodes"`
}

// ShowOrganization asks for the organization that the signed-in account belongs to (FED-02).
type ShowOrganization struct{}

func (q *ShowOrganization) answer(ask *Ask) (any, error) {
	org, err := organizationOf(ask, ask.session.AWS.Account)
	if err != nil {
		return nil, err
	}
	if org == nil {
		return nil, refuse("FED-02", "aws", "AWS account %s belongs to no organization.", ask.session.AWS.Account).fix("Create one (org create), or sign in to an account that belongs to one.")
	}
	t := &orgTree{view: OrganizationView{Organization: *org}}
	if err := t.read(ask, org); err != nil {
		return nil, err
	}
	t.view.Nodes = append(t.view.Nodes, OrganizationNode{Kind: "root", ID: org.Root, Name: "Root"})
	t.draw(org.Root, "", 1)
	return t.view, nil
}

// orgTree draws an organization.
type orgTree struct {
	view     OrganizationView
	units    map[string][]*unit       // by parent
	accounts map[string][]*AWSAccount // by unit
}

func (t *orgTree) read(r Reader, org *Organization) error {
	t.units, t.accounts = map[string][]*unit{}, map[string][]*AWSAccount{}
	for u, err := range units.All(r, Range{Prefix: K(org.ID)}) {
		if err != nil {
			return err
		}
		t.units[u.Parent] = append(t.units[u.Parent], u)
	}
	for row, err := range organizationAccounts.All(r, Range{Prefix: K(org.ID)}) {
		if err != nil {
			return err
		}
		a, found, err := awsAccounts.Get(r, K(string(row.Account)))
		if err != nil {
			return err
		}
		if found {
			t.accounts[a.Unit] = append(t.accounts[a.Unit], a)
		}
	}
	return nil
}

// draw adds what stands under a unit: its accounts by id, then its units by name, each with what is in it.
func (t *orgTree) draw(under, path string, depth int) {
	for _, a := range t.accounts[under] {
		t.view.Nodes = append(t.view.Nodes, OrganizationNode{Kind: "account", Depth: depth, ID: string(a.ID), Name: a.Name, Path: path, Status: a.Status, Management: a.Management})
	}
	list := t.units[under]
	slices.SortFunc(list, func(a, b *unit) int { return strings.Compare(fold(a.Name), fold(b.Name)) })
	for _, u := range list {
		inner := strings.TrimPrefix(path+"/"+u.Name, "/")
		t.view.Nodes = append(t.view.Nodes, OrganizationNode{Kind: "unit", Depth: depth, ID: u.ID, Name: u.Name, Path: inner})
		t.draw(u.ID, inner, depth+1)
	}
}
