package vpcfile

import (
	"cmp"
	"slices"
	"strings"

	"atrium/model/jsonfile"
)

// record is one element of a document being read. The first thing that is of another kind than AWS prints
// stays in err; fields that are absent are "".
type record struct {
	value *jsonfile.Value
	err   error
}

func (r *record) text(key string) string {
	text, err := r.value.OptionalText(key)
	r.keep(err)
	return text
}

// word is a text that may as well be written as a number.
func (r *record) word(key string) string {
	if c := r.value.Get(key); c.Kind() == jsonfile.Number {
		return c.Literal()
	}
	return r.text(key)
}

func (r *record) truth(key string) bool {
	truth, err := r.value.OptionalBool(key)
	r.keep(err)
	return truth
}

// number is a whole number, or -1 where there is none.
func (r *record) number(key string) int64 {
	n, present, err := r.value.OptionalInt(key)
	r.keep(err)
	if !present {
		return -1
	}
	return n
}

// list goes through the objects of a list.
func (r *record) list(key string) []*record {
	values, err := r.value.Objects(key)
	r.keep(err)
	list := make([]*record, len(values))
	for i, v := range values {
		list[i] = &record{value: v}
	}
	return list
}

// texts reads one field of each object of a list; those without it are left out.
func (r *record) texts(list, key string) []string {
	var texts []string
	for _, inner := range r.list(list) {
		if text := inner.text(key); text != "" {
			texts = append(texts, text)
		}
		r.keep(inner.err)
	}
	return texts
}

// state is the text under two keys, one within the other.
func (r *record) state(key string) string {
	v, err := r.value.OptionalObject(key)
	r.keep(err)
	if v == nil || err != nil {
		return ""
	}
	inner := record{value: v}
	state := inner.text("State")
	r.keep(inner.err)
	return state
}

func (r *record) keep(err error) {
	if r.err == nil {
		r.err = err
	}
}

// name is the value of the tag Name.
func (r *record) name() string {
	name := ""
	for _, tag := range r.list("Tags") {
		if tag.text("Key") == "Name" {
			name = tag.text("Value")
		}
		r.keep(tag.err)
	}
	return name
}

func (r *record) vpc() VPC {
	v := VPC{ID: r.text("VpcId"), Name: r.name(), Account: r.text("OwnerId"), State: r.text("State"),
		IsDefault: r.truth("IsDefault"), Described: true}
	blocks := []string{r.text("CidrBlock")}
	for _, a := range r.list("CidrBlockAssociationSet") {
		if slices.Contains([]string{"", "associated", "associating"}, a.state("CidrBlockState")) {
			blocks = append(blocks, a.text("CidrBlock"))
		}
		r.keep(a.err)
	}
	for _, block := range blocks {
		if block != "" && !slices.Contains(v.Blocks, block) {
			v.Blocks = append(v.Blocks, block)
		}
	}
	return v
}

func (r *record) subnet() Subnet {
	s := Subnet{ID: r.text("SubnetId"), Name: r.name(), State: r.text("State"), vpc: r.text("VpcId"), arn: r.text("SubnetArn"),
		Zone: cmp.Or(r.text("AvailabilityZone"), r.text("AvailabilityZoneId")), CIDR: r.text("CidrBlock"), IPv6Only: r.truth("Ipv6Native")}
	if n := r.number("AvailableIpAddressCount"); n >= 0 {
		s.Free = &n
	}
	return s
}

func (r *record) routeTable() RouteTable {
	t := RouteTable{ID: r.text("RouteTableId"), Name: r.name(), vpc: r.text("VpcId")}
	for _, a := range r.list("Associations") {
		if slices.Contains([]string{"", "associated", "associating"}, a.state("AssociationState")) {
			t.Main = t.Main || a.truth("Main")
			if subnet := a.text("SubnetId"); subnet != "" {
				t.Subnets = append(t.Subnets, subnet)
			}
		}
		r.keep(a.err)
	}
	for _, route := range r.list("Routes") {
		t.Routes = append(t.Routes, route.route())
		r.keep(route.err)
	}
	return t
}

// targets are the keys under which a route can name what it leads to. An instance has an interface too, which
// says less.
var targets = []string{"NatGatewayId", "GatewayId", "TransitGatewayId", "VpcPeeringConnectionId", "EgressOnlyInternetGatewayId",
	"InstanceId", "NetworkInterfaceId", "LocalGatewayId", "CarrierGatewayId", "CoreNetworkArn", "OdbNetworkArn"}

func (r *record) route() Route {
	route := Route{IPv4: r.text("DestinationCidrBlock"), IPv6: r.text("DestinationIpv6CidrBlock"), PrefixList: r.text("DestinationPrefixListId"),
		Blackhole: r.text("State") == "blackhole", Propagated: r.text("Origin") == "EnableVgwRoutePropagation"}
	for _, key := range targets {
		if route.Target == "" {
			route.Target = r.text(key)
		}
	}
	return route
}

func (r *record) internetGateway() InternetGateway {
	g := InternetGateway{ID: r.text("InternetGatewayId")}
	for _, a := range r.list("Attachments") {
		vpc := a.text("VpcId")
		switch state := a.text("State"); {
		case vpc == "" || state == "detached":
		case state == "attaching" || state == "detaching":
			g.Pending = append(g.Pending, vpc)
		default: // available, as AWS prints it, or attached, as it documents it
			g.VPCs = append(g.VPCs, vpc)
		}
		r.keep(a.err)
	}
	return g
}

func (r *record) natGateway() NATGateway {
	return NATGateway{ID: r.text("NatGatewayId"), Name: r.name(), State: r.text("State"), Subnet: r.text("SubnetId"), vpc: r.text("VpcId"),
		Private: r.text("ConnectivityType") == "private", Regional: r.text("AvailabilityMode") == "regional",
		Failure: cmp.Or(r.text("FailureMessage"), r.text("FailureCode"))}
}

func (r *record) networkACL() NetworkACL {
	a := NetworkACL{ID: r.text("NetworkAclId"), Name: r.name(), Subnets: r.texts("Associations", "SubnetId"), vpc: r.text("VpcId")}
	for _, e := range r.list("Entries") {
		a.Entries = append(a.Entries, e.entry())
		r.keep(e.err)
	}
	slices.SortStableFunc(a.Entries, func(x, y Entry) int { return cmp.Compare(x.Number, y.Number) })
	return a
}

func (r *record) entry() Entry {
	e := Entry{Number: r.number("RuleNumber"), Egress: r.truth("Egress"), Allow: r.text("RuleAction") == "allow",
		Protocol: r.word("Protocol"), IPv4: r.text("CidrBlock"), From: -1, To: -1}
	ports, err := r.value.OptionalObject("PortRange")
	r.keep(err)
	if ports != nil && err == nil {
		inner := record{value: ports}
		e.From, e.To = inner.number("From"), inner.number("To")
		r.keep(inner.err)
	}
	return e
}

func (r *record) securityGroup() SecurityGroup {
	return SecurityGroup{ID: r.text("GroupId"), Name: r.text("GroupName"), vpc: r.text("VpcId"), arn: r.text("SecurityGroupArn"),
		In: r.permissions("IpPermissions"), Out: r.permissions("IpPermissionsEgress")}
}

func (r *record) permissions(key string) []Permission {
	var permissions []Permission
	for _, p := range r.list(key) {
		permissions = append(permissions, Permission{Protocol: p.word("IpProtocol"), From: p.number("FromPort"), To: p.number("ToPort"),
			IPv4: p.texts("IpRanges", "CidrIp"), IPv6: p.texts("Ipv6Ranges", "CidrIpv6"),
			PrefixLists: p.texts("PrefixListIds", "PrefixListId"), Groups: p.texts("UserIdGroupPairs", "GroupId")})
		r.keep(p.err)
	}
	return permissions
}

func (r *record) zone() Zone {
	z := Zone{Name: r.text("ZoneName"), ID: r.text("ZoneId"), Region: r.text("RegionName")}
	if z.Region == "" {
		z.Region = regionOfZone(z.Name)
	}
	state, opted, group := r.text("State"), r.text("OptInStatus"), r.text("GroupName")
	z.Available = state != "unavailable" && opted != "not-opted-in"
	switch kind := r.text("ZoneType"); {
	case kind != "":
		z.Ordinary = kind == "availability-zone"
	case group != "": // of an Availability Zone it is the Region, followed in newer outputs by -zg- and a number
		z.Ordinary = group == z.Region || strings.HasPrefix(group, z.Region+"-zg-")
	default:
		z.Ordinary = IsAvailabilityZone(z.Name)
	}
	return z
}
