package vpcfile

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"
)

// home is a set of documents that describe networks together: those of a folder with a describe-vpcs document,
// and of the folders around it that have none.
type home struct {
	folder    string
	documents []*document
	byID      map[string][]*VPC
	all       []*VPC
	gateways  map[string]*InternetGateway
	zones     map[string][]Zone // by Region
	zoneIDs   map[string]Zone   // by id
	covered   [kinds]map[string]Coverage
	strays    map[string]int // what lies in VPCs that are not described, by VPC
}

// assemble puts the documents together.
func assemble(documents []*document) *Inventory {
	homes := homesOf(documents)
	inventory := &Inventory{}
	for _, h := range homes {
		h.describe()
		h.fill()
		h.locate()
		for _, k := range allKinds() {
			h.covered[k] = h.cover(k)
		}
		inventory.VPCs = append(inventory.VPCs, h.all...)
		inventory.Notes = append(inventory.Notes, h.strayed()...)
	}
	inventory.VPCs = withoutTwins(inventory.VPCs)
	return inventory
}

func allKinds() []Kind {
	var all []Kind
	for k := range kinds {
		all = append(all, Kind(k))
	}
	return all
}

// homesOf sorts the documents into sets. A set lies where VPCs are described; where the files describe none,
// where their subnets are, and so on.
func homesOf(documents []*document) []*home {
	homes := map[string]*home{}
	for _, k := range allKinds() {
		for _, d := range documents {
			if d.kind == k && homes[d.folder] == nil {
				homes[d.folder] = newHome(d.folder)
			}
		}
		if len(homes) > 0 {
			break
		}
	}
	folders := slices.Sorted(maps.Keys(homes))
	near := map[string][]string{}
	for _, d := range documents {
		if near[d.folder] == nil {
			near[d.folder] = nearest(d.folder, folders)
		}
		for _, folder := range near[d.folder] {
			homes[folder].documents = append(homes[folder].documents, d)
		}
	}
	list := make([]*home, len(folders))
	for i, folder := range folders {
		list[i] = homes[folder]
	}
	return list
}

func newHome(folder string) *home {
	return &home{folder: folder, byID: map[string][]*VPC{}, gateways: map[string]*InternetGateway{},
		zones: map[string][]Zone{}, zoneIDs: map[string]Zone{}, strays: map[string]int{}}
}

// nearest are the sets that a folder belongs to: itself, or the first folder above it that is a set or has sets
// below it.
func nearest(folder string, sets []string) []string {
	for {
		if slices.Contains(sets, folder) {
			return []string{folder}
		}
		var below []string
		for _, set := range sets {
			if folder == "." && !strings.HasPrefix(set, "/") && !strings.HasPrefix(set, "..") || strings.HasPrefix(set, strings.TrimSuffix(folder, "/")+"/") {
				below = append(below, set)
			}
		}
		if len(below) > 0 {
			return below
		}
		up := path.Dir(folder)
		if up == folder {
			return sets
		}
		folder = up
	}
}

// describe takes the VPCs in. Two that have the same id and differ are two snapshots.
func (h *home) describe() {
	for _, d := range h.documents {
		for i := range d.vpcs {
			h.add(&d.vpcs[i], d.file)
		}
	}
	if slices.ContainsFunc(h.documents, func(d *document) bool { return d.kind == VPCs }) {
		return
	}
	for _, d := range h.documents {
		for _, id := range d.vpcIDs() {
			if h.byID[id] == nil {
				h.add(&VPC{ID: id}, "")
			}
		}
	}
}

func (h *home) add(v *VPC, file string) {
	if v.ID == "" {
		h.strays[""]++
		return
	}
	for _, known := range h.byID[v.ID] {
		if sameVPC(known, v) {
			return
		}
	}
	twin := *v // a document may belong to several sets
	twin.home, twin.file, twin.Folder = h, file, h.folder
	h.byID[v.ID] = append(h.byID[v.ID], &twin)
	h.all = append(h.all, &twin)
}

func sameVPC(a, b *VPC) bool {
	return a.Name == b.Name && a.Account == b.Account && a.State == b.State && a.IsDefault == b.IsDefault && slices.Equal(a.Blocks, b.Blocks)
}

// vpcIDs are the VPCs that the records of a document lie in.
func (d *document) vpcIDs() []string {
	var ids []string
	for i := range d.vpcs {
		ids = append(ids, d.vpcs[i].ID)
	}
	for i := range d.subnets {
		ids = append(ids, d.subnets[i].vpc)
	}
	for i := range d.tables {
		ids = append(ids, d.tables[i].vpc)
	}
	for i := range d.inets {
		ids = append(ids, d.inets[i].VPCs...)
	}
	for i := range d.nats {
		ids = append(ids, d.nats[i].vpc)
	}
	for i := range d.acls {
		ids = append(ids, d.acls[i].vpc)
	}
	for i := range d.groups {
		ids = append(ids, d.groups[i].vpc)
	}
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" })
}

// in are the snapshots of a VPC that a record of a file lies in: those of the same file, else all of the set.
func (h *home) in(vpc, file string) []*VPC {
	snapshots := h.byID[vpc]
	if len(snapshots) == 0 {
		h.strays[vpc]++
		return nil
	}
	if len(snapshots) == 1 {
		return snapshots
	}
	var own []*VPC
	for _, v := range snapshots {
		if v.file == file {
			own = append(own, v)
		}
	}
	if len(own) > 0 {
		return own
	}
	return snapshots
}

// fill puts everything into its VPC.
func (h *home) fill() {
	for _, d := range h.documents {
		h.place(d)
	}
	for _, v := range h.all {
		settle(v, &v.Subnets, func(s *Subnet) string { return s.ID })
		settle(v, &v.RouteTables, func(t *RouteTable) string { return t.ID })
		settle(v, &v.InternetGateways, func(g *InternetGateway) string { return g.ID })
		settle(v, &v.NATGateways, func(g *NATGateway) string { return g.ID })
		settle(v, &v.NetworkACLs, func(a *NetworkACL) string { return a.ID })
		settle(v, &v.SecurityGroups, func(g *SecurityGroup) string { return g.ID })
	}
	for region := range h.zones {
		slices.SortFunc(h.zones[region], func(a, b Zone) int { return cmp.Compare(a.Name, b.Name) })
		h.zones[region] = slices.Compact(h.zones[region])
	}
}

func (h *home) place(d *document) {
	put(h, d.file, d.subnets, func(r *Subnet) string { return r.vpc }, func(v *VPC) *[]Subnet { return &v.Subnets })
	put(h, d.file, d.tables, func(r *RouteTable) string { return r.vpc }, func(v *VPC) *[]RouteTable { return &v.RouteTables })
	put(h, d.file, d.nats, func(r *NATGateway) string { return r.vpc }, func(v *VPC) *[]NATGateway { return &v.NATGateways })
	put(h, d.file, d.acls, func(r *NetworkACL) string { return r.vpc }, func(v *VPC) *[]NetworkACL { return &v.NetworkACLs })
	put(h, d.file, d.groups, func(r *SecurityGroup) string { return r.vpc }, func(v *VPC) *[]SecurityGroup { return &v.SecurityGroups })
	h.placeShared(d)
}

// put puts the records of a file into the VPC that each lies in.
func put[R any](h *home, file string, records []R, vpc func(*R) string, list func(*VPC) *[]R) {
	for i := range records {
		for _, v := range h.in(vpc(&records[i]), file) {
			to := list(v)
			*to = append(*to, records[i])
		}
	}
}

// placeShared takes in what is not a part of one VPC.
func (h *home) placeShared(d *document) {
	for i := range d.inets {
		g := &d.inets[i]
		h.gateways[g.ID] = g
		for _, id := range slices.Concat(g.VPCs, g.Pending) {
			for _, v := range h.in(id, d.file) {
				v.InternetGateways = append(v.InternetGateways, *g)
			}
		}
	}
	for _, z := range d.zones {
		h.zones[z.Region] = append(h.zones[z.Region], z)
		if z.ID != "" {
			h.zoneIDs[z.ID] = z
		}
	}
}

// settle orders resources by id and keeps each once. One that the files describe in two ways is noted: nobody
// can tell which holds.
func settle[R any](v *VPC, list *[]R, id func(*R) string) {
	all := slices.DeleteFunc(*list, func(r R) bool { return id(&r) == "" })
	slices.SortStableFunc(all, func(a, b R) int { return cmp.Compare(id(&a), id(&b)) })
	kept := all[:0:0]
	for i := range all {
		if i == 0 || id(&all[i]) != id(&all[i-1]) {
			kept = append(kept, all[i])
			continue
		}
		if name := id(&all[i]); !same(kept[len(kept)-1], all[i]) && !slices.Contains(v.Conflicts, name) {
			v.Conflicts = append(v.Conflicts, name)
		}
	}
	*list = kept
}

// same compares two descriptions of a resource, of a subnet without the addresses left, which change all the
// time.
func same(a, b any) bool {
	if s, is := a.(Subnet); is {
		t := b.(Subnet)
		s.Free, t.Free = nil, nil
		a, b = s, t
	}
	return reflect.DeepEqual(a, b)
}

// strayed notes what lies in VPCs that are not described.
func (h *home) strayed() []string {
	var notes []string
	n := 0
	for _, count := range h.strays {
		n += count
	}
	if n > 0 {
		notes = append(notes, fmt.Sprintf("%s: resources of VPCs that describe-vpcs does not list were left out: %d", h.folder, n))
	}
	return notes
}

// withoutTwins orders the VPCs and leaves one of those that two sets describe alike. A set that has nothing but
// the VPC itself adds nothing to one that has more.
func withoutTwins(all []*VPC) []*VPC {
	slices.SortStableFunc(all, func(a, b *VPC) int {
		return cmp.Or(cmp.Compare(a.Region, b.Region), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Folder, b.Folder))
	})
	var kept []*VPC
	for _, v := range all {
		alike := func(k *VPC) bool { return twins(k, v) }
		first := len(kept)
		for first > 0 && kept[first-1].ID == v.ID && kept[first-1].Region == v.Region {
			first--
		}
		if !slices.ContainsFunc(kept[first:], alike) {
			kept = append(kept, v)
		}
	}
	return kept
}

func twins(a, b *VPC) bool {
	if a.home == b.home || !sameVPC(a, b) || !slices.Equal(a.Zones(), b.Zones()) {
		return false
	}
	for _, k := range allKinds() {
		if a.Holds(k) != b.Holds(k) {
			return false
		}
	}
	return reflect.DeepEqual(contents(a), contents(b))
}

// contents is everything that lies in a VPC.
func contents(v *VPC) []any {
	return []any{v.Subnets, v.RouteTables, v.InternetGateways, v.NATGateways, v.NetworkACLs, v.SecurityGroups, v.Conflicts}
}
