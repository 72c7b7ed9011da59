package model

import (
	"bytes"
	"fmt"

	"atrium/model/vpccheck"
	"atrium/model/vpcfile"
)

// networkImport is what was imported of an account's VPCs in a Region: what a VPC role of the account can see
// there (VPC-03, VPC-11). The networks themselves stand in a set of their own, since there may be thousands.
type networkImport struct {
	Account AccountID `cbor:"1,keyasint"`
	Region  string    `cbor:"2,keyasint"`
	Set     string    `cbor:"3,keyasint"`
	At      Instant   `cbor:"4,keyasint"`
	VPCs    int       `cbor:"5,keyasint"`
}

// network is what lists show of an imported VPC.
type network struct {
	Set    string   `cbor:"1,keyasint"`
	Region string   `cbor:"2,keyasint"`
	ID     string   `cbor:"3,keyasint"`
	Name   string   `cbor:"4,keyasint,omitempty"`
	Owner  string   `cbor:"5,keyasint,omitempty"` // the account that the files say it belongs to
	Blocks []string `cbor:"6,keyasint,omitempty"`
	// Subnets, Usable and Groups count its subnets, those of them that a connection can use, and its security groups.
	Subnets int              `cbor:"7,keyasint"`
	Usable  int              `cbor:"8,keyasint"`
	Groups  int              `cbor:"9,keyasint"`
	Verdict vpccheck.Outcome `cbor:"10,keyasint"`
	// Digest tells two descriptions apart.
	Digest string `cbor:"11,keyasint"`
}

// networkPart is a piece of a VPC as [vpcfile.Encode] wrote it: one with thousands of rules is larger than a
// record should be.
type networkPart struct {
	Set    string `cbor:"1,keyasint"`
	Region string `cbor:"2,keyasint"`
	ID     string `cbor:"3,keyasint"`
	N      uint64 `cbor:"4,keyasint"`
	Data   []byte `cbor:"5,keyasint"`
}

// networkPartSize is how many bytes a part holds at the most.
const networkPartSize = 32 << 10

var (
	networkImports = Table[networkImport]{name: "networkimport", key: func(i *networkImport) Key { return K(string(i.Account), i.Region) }}
	networks       = Table[network]{name: "network", key: func(n *network) Key { return K(n.Set, n.Region, n.ID) }}
	networkParts   = Table[networkPart]{name: "networkpart", key: func(p *networkPart) Key { return K(p.Set, p.Region, p.ID).Uint(p.N) }}
)

// networkTables are the tables that stand under the set of an import.
func networkTables() []string { return []string{networks.name, networkParts.name} }

// findNetwork finds an imported VPC of an account in a Region; nil where it was not imported.
func findNetwork(r Reader, account AccountID, region, id string) (*network, error) {
	in, found, err := networkImports.Get(r, K(string(account), region))
	if err != nil || !found {
		return nil, err
	}
	n, found, err := networks.Get(r, K(in.Set, region, id))
	if err != nil || !found {
		return nil, err
	}
	return n, nil
}

// read puts the VPC together again.
func (n *network) read(r Reader) (*vpcfile.VPC, error) {
	var data bytes.Buffer
	for part, err := range networkParts.All(r, Range{Prefix: K(n.Set, n.Region, n.ID)}) {
		if err != nil {
			return nil, err
		}
		data.Write(part.Data)
	}
	v, err := vpcfile.Decode(data.Bytes())
	if err != nil {
		return nil, fmt.Errorf("the network %s: %w", n.ID, err)
	}
	return v, nil
}

// check checks an imported VPC, with the security groups that a connection would use; all without any.
func (n *network) check(r Reader, groups []string) (*vpcfile.VPC, *vpccheck.Report, error) {
	v, err := n.read(r)
	if err != nil {
		return nil, nil, err
	}
	reports := vpccheck.Check(&vpcfile.Inventory{VPCs: []*vpcfile.VPC{v}}, vpccheck.Which{SecurityGroups: groups})
	return v, &reports[0], nil
}

// NetworkView is an imported VPC as it is listed.
type NetworkView struct {
	VPC     string           `json:"vpc"`
	Name    string           `json:"name,omitempty"`
	Region  string           `json:"region"`
	CIDRs   []string         `json:"cidrs"`
	Verdict vpccheck.Outcome `json:"verdict"`
	Subnets int              `json:"subnets"`
	// Usable is how many of the subnets a VPC connection can use.
	Usable int `json:"usableSubnets"`
	Groups int `json:"securityGroups"`
	// Owner is the account that the files say it belongs to; "" where they do not say.
	Owner      string  `json:"owner,omitempty"`
	ImportedAt Instant `json:"importedAt"`
	// Barred says why a connection of the space that asks cannot use it; "" where one can.
	Barred string `json:"barred,omitempty"`
}

func viewNetwork(n *network, in *networkImport) NetworkView {
	return NetworkView{VPC: n.ID, Name: n.Name, Region: n.Region, CIDRs: append([]string{}, n.Blocks...), Verdict: n.Verdict, Subnets: n.Subnets, Usable: n.Usable,
		Groups: n.Groups, Owner: n.Owner, ImportedAt: in.At}
}

// networksOf lists the imported VPCs of an account, by Region and id.
func networksOf(r Reader, account AccountID) ([]NetworkView, error) {
	list := []NetworkView{}
	for in, err := range networkImports.All(r, Range{Prefix: K(string(account))}) {
		if err != nil {
			return nil, err
		}
		for n, err := range networks.All(r, Range{Prefix: K(in.Set, in.Region)}) {
			if err != nil {
				return nil, err
			}
			list = append(list, viewNetwork(n, in))
		}
	}
	return list, nil
}

// ListNetworks asks for the VPCs that were imported of an account, on its AWS side.
type ListNetworks struct {
	Account AccountID `flag:"account" label:"AWS account ID" help:"twelve digits; the account that you are signed in to without it"`
}

func (q *ListNetworks) awsAccount(Reader) (AccountID, error) { return q.Account.given() }

func (q *ListNetworks) answer(ask *Ask) (any, error) {
	return networksOf(ask, ask.session.AWS.Account)
}

// NetworkDetails is an imported VPC with its check.
type NetworkDetails struct {
	NetworkView
	Report *vpccheck.Report `json:"report"`
	// SecurityGroups are those of the VPC.
	SecurityGroups []SecurityGroupView `json:"groups"`
	// Network is the VPC itself, to be drawn.
	Network *vpcfile.VPC `json:"-"`
}

// SecurityGroupView is a security group that a connection can use.
type SecurityGroupView struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// In and Out count its rules.
	In  int `json:"inboundRules"`
	Out int `json:"outboundRules"`
}

// details checks an imported VPC and lists what a connection can choose of it.
func (n *network) details(r Reader, view NetworkView, groups []string) (NetworkDetails, error) {
	v, report, err := n.check(r, groups)
	if err != nil {
		return NetworkDetails{}, err
	}
	d := NetworkDetails{NetworkView: view, Report: report, Network: v, SecurityGroups: []SecurityGroupView{}}
	for i := range v.SecurityGroups {
		g := &v.SecurityGroups[i]
		d.SecurityGroups = append(d.SecurityGroups, SecurityGroupView{ID: g.ID, Name: g.Name, In: len(g.In), Out: len(g.Out)})
	}
	return d, nil
}

// ShowNetwork asks for an imported VPC with its check, on the AWS side (VPC-10, VPC-18).
type ShowNetwork struct {
	Account AccountID `flag:"account" label:"AWS account ID" help:"twelve digits; the account that you are signed in to without it"`
	VPC     string    `flag:"vpc" label:"VPC ID" help:"ID of an imported VPC" need:"yes"`
	Region  string    `flag:"region" label:"Region" help:"where the VPC was imported in several"`
}

func (q *ShowNetwork) awsAccount(Reader) (AccountID, error) { return q.Account.given() }

func (q *ShowNetwork) answer(ask *Ask) (any, error) {
	account := ask.session.AWS.Account
	for in, err := range networkImports.All(ask, Range{Prefix: K(string(account))}) {
		if err != nil {
			return nil, err
		}
		if q.Region != "" && q.Region != in.Region {
			continue
		}
		n, found, err := networks.Get(ask, K(in.Set, in.Region, q.VPC))
		if err != nil {
			return nil, err
		}
		if found {
			return n.details(ask, viewNetwork(n, in), nil)
		}
	}
	return nil, refuse("VPC-11", "vpc", "No VPC %q was imported of AWS account %s.", clip(q.VPC), account).fix("Look at the list (“vpc networks” on the command line), or import it.")
}
