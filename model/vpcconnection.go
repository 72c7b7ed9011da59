package model

import (
	"slices"
	"strings"
)

// vpcEntries are the entries of VPC connections and of the networks that they lead to.
func vpcEntries() []Entry {
	return []Entry{
		define[ImportNetworks]("vpc.import", "Import VPCs", "vpc-import", OnAWS(), unasked()),
		define[AddVPC]("vpc.add", "Add VPC connection", "vpc-connections", byManagers(), unasked()),
		define[EditVPC]("vpc.edit", "Edit VPC connection", "vpc-connections", byManagers(), unasked()),
		define[SetDefaultVPC]("vpc.default", "Set as default VPC connection", "vpc-default", byManagers(), unasked()),
		define[RemoveDefaultVPC]("vpc.no-default", "Remove default VPC connection", "vpc-default", byManagers(), Yes),
		define[RemoveVPC]("vpc.remove", "Remove VPC connection", "vpc-connections", byManagers(), TypeNameOf("the VPC connection")),
		ask[ListVPCs]("vpc.list", "VPC connections", "vpc-connections", EveryMember()),
		ask[ShowVPC]("vpc.show", "VPC connection details", "vpc-connections", EveryMember()),
		ask[ListVPCRoles]("vpc.roles", "VPC roles", "vpc-role", byManagers()),
		ask[ListVPCChoices]("vpc.choices", "VPCs that a VPC role sees", "vpc-connections", byManagers()),
		ask[ShowVPCChoice]("vpc.choice", "What a connection can use of a VPC", "vpc-connections", byManagers()),
		ask[ShowVPCPolicy]("vpc.policy", "Policies of a VPC role", "vpc-role", byManagers()),
		ask[ShowEndpoint]("vpc.endpoint", "Command for VPC endpoints", "vpc-endpoints", byManagers()),
		ask[ListEndpointServices]("vpc.services", "VPC endpoint service names", "vpc-endpoints", Anyone()),
		ask[ListNetworks]("vpc.networks", "Imported VPCs", "vpc-import", OnAWS()),
		ask[ShowNetwork]("vpc.network", "Check of an imported VPC", "vpc-check", OnAWS()),
	}
}

// MaxVPCConnections is the most VPC connections of a space (VPC-06, facts.md 3.1).
const MaxVPCConnections = 100

// VPCConnection holds all that the work of a space needs to reach a VPC. It belongs to the space, and every
// project of it can use it (VPC-17).
type VPCConnection struct {
	Space   string    `cbor:"1,keyasint" json:"-"` // its id
	Name    string    `cbor:"2,keyasint" json:"name"`
	Account AccountID `cbor:"3,keyasint" json:"account"`
	Role    string    `cbor:"4,keyasint" json:"role"` // its ARN
	VPC     string    `cbor:"5,keyasint" json:"vpc"`
	Region  Region    `cbor:"6,keyasint" json:"region"`
	// Subnets are private ones, at most one in each Availability Zone (VPC-07).
	Subnets        []string `cbor:"7,keyasint" json:"subnets"`
	SecurityGroups []string `cbor:"8,keyasint" json:"securityGroups"`
	CreatedBy      string   `cbor:"9,keyasint" json:"createdBy"`
	CreatedAt      Instant  `cbor:"10,keyasint" json:"createdAt"`
	ChangedAt      Instant  `cbor:"11,keyasint,omitempty" json:"changedAt,omitempty"`
}

var vpcConnections = Table[VPCConnection]{name: "vpcconnection", key: func(c *VPCConnection) Key { return K(c.Space, fold(c.Name)) }}

// findVPCConnection finds a VPC connection of a space by its name.
func findVPCConnection(r Reader, space *Space, field, name string) (*VPCConnection, error) {
	c, found, err := vpcConnections.Get(r, K(space.ID, fold(name)))
	if err == nil && !found {
		err = refuse("VPC-02", field, "%s has no VPC connection %q.", space.Name, clip(name)).fix("Look at its VPC connections (“vpc list” on the command line).")
	}
	return c, err
}

// vpcConnectionsThrough lists the VPC connections of a space, given by its id, that go through an account.
func vpcConnectionsThrough(r Reader, space string, account AccountID) ([]*VPCConnection, error) {
	list, err := vpcConnections.Under(r, K(space))
	return slices.DeleteFunc(list, func(c *VPCConnection) bool { return c.Account != account }), err
}

// AddVPC adds a VPC connection to a space (VPC-03).
type AddVPC struct {
	Space          string    `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Account        AccountID `flag:"account" label:"AWS account connection" help:"of an account that is connected to the space" need:"yes"`
	Role           string    `flag:"role" label:"VPC role" help:"ARN or name of a role that is available through that account" need:"yes"`
	VPC            string    `flag:"vpc" label:"VPC" help:"ID of a VPC that the role sees" need:"yes"`
	Subnets        []string  `flag:"subnets" label:"Subnets" help:"IDs of private subnets, one in an Availability Zone, with commas between" need:"yes"`
	SecurityGroups []string  `flag:"security-groups" label:"Security groups" help:"IDs of one to five security groups of the VPC, with commas between" need:"yes"`
	Name           string    `flag:"name" label:"VPC connection name" help:"3 to 63 letters, digits and . _ -, unique in the space" need:"yes"`
}

func (c *AddVPC) spaceName() string { return c.Space }

func (c *AddVPC) fieldsRule() string { return "VPC-03" }

func (c *AddVPC) apply(act *Act) error {
	v := &VPCConnection{Space: act.space.ID, Name: strings.TrimSpace(c.Name), Account: c.Account, VPC: c.VPC, Region: act.space.Region,
		CreatedBy: act.actor().Name, CreatedAt: act.Now}
	if err := c.named(act, v.Name); err != nil {
		return err
	}
	chosen, err := choose(act, act.space, v, vpcChoice{role: c.Role, subnets: c.Subnets, groups: c.SecurityGroups})
	if err != nil {
		return err
	}
	act.plan(EffectCreates, "the VPC connection %s: %s of AWS account %s, with the role %s, the %s %s and the %s %s", v.Name, v.VPC, v.Account, chosen.role.Name,
		plural(len(v.Subnets), "subnet", "subnets"), strings.Join(v.Subnets, ", "),
		plural(len(v.SecurityGroups), "security group", "security groups"), strings.Join(v.SecurityGroups, ", "))
	act.plan(EffectNote, "it belongs to the space: every project of %s can use it", act.space.Name)
	act.plan(EffectNote, "it works with EC2 compute and Linux only, and actions may take longer with it")
	chosen.plan(act)
	if err := vpcConnections.Put(act, v); err != nil {
		return err
	}
	act.result = *v
	return act.recordHere(v.Name, "added the VPC connection %s to %s of AWS account %s", v.Name, v.VPC, v.Account)
}

// named keeps VPC-06.
func (c *AddVPC) named(act *Act, name string) error {
	if err := checkNameForm("VPC-06", "VPC connection", name); err != nil {
		return err
	}
	list, err := vpcConnections.Under(act, K(act.space.ID))
	if err != nil {
		return err
	}
	if slices.ContainsFunc(list, func(v *VPCConnection) bool { return fold(v.Name) == fold(name) }) {
		return refuse("VPC-06", "name", "%s has a VPC connection %s already.", act.space.Name, name).fix("Choose another name.")
	}
	if len(list) >= MaxVPCConnections {
		return refuse("VPC-06", "space", "%s has %d VPC connections, which is the most that a space can have.", act.space.Name, len(list)).fix("Remove one first.")
	}
	return nil
}

// plural is the right form of a noun.
func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
