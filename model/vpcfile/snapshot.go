package vpcfile

import (
	"encoding/json"
	"fmt"
)

// snapshot is a VPC with all that a check asks of the set it was read from.
type snapshot struct {
	VPC      VPC               `json:"vpc"`
	Zones    []Zone            `json:"zones,omitempty"`
	Covered  [kinds]Coverage   `json:"covered"`
	Gateways []InternetGateway `json:"gateways,omitempty"` // that its routes lead to and that serve others
}

// Encode writes a VPC down with what the files told around it, so that [Decode] makes one of it that is checked
// alike.
func Encode(v *VPC) ([]byte, error) {
	s := snapshot{VPC: *v, Zones: v.Zones()}
	for _, k := range allKinds() {
		s.Covered[k] = v.Holds(k)
	}
	seen := map[string]bool{}
	for i := range v.RouteTables {
		for _, r := range v.RouteTables[i].Routes {
			if g := v.Gateway(r.Target); g != nil && !seen[g.ID] {
				seen[g.ID] = true
				s.Gateways = append(s.Gateways, *g)
			}
		}
	}
	return json.Marshal(s)
}

// Decode reads what [Encode] wrote.
func Decode(data []byte) (*VPC, error) {
	var s snapshot
	if err := json.Unmarshal(data, &s); err != nil {
		return nil, fmt.Errorf("read a network back: %w", err)
	}
	v := &s.VPC
	v.home = newHome(v.Folder)
	v.home.zones[v.Region] = s.Zones
	for _, k := range allKinds() {
		v.home.covered[k] = map[string]Coverage{v.Region: s.Covered[k]}
	}
	for i := range s.Gateways {
		v.home.gateways[s.Gateways[i].ID] = &s.Gateways[i]
	}
	return v, nil
}
