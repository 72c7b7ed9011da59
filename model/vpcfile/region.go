package vpcfile

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// region begins the name of each zone: us-west-2a, us-gov-east-1b, us-west-2-lax-1a.
var (
	region = regexp.MustCompile(`^[a-z]{2}(?:-[a-z]+)+-[0-9]{1,2}`)
	zone   = regexp.MustCompile(`^[a-z]{2}(?:-[a-z]+)+-[0-9]{1,2}[a-z]$`)
)

// IsAvailabilityZone tells the name of an Availability Zone from that of a Local Zone or a Wavelength Zone
// (VPC-19).
func IsAvailabilityZone(name string) bool { return zone.MatchString(name) }

// regionOfZone is the Region that the name of a zone begins with; "" where it begins with none.
func regionOfZone(name string) string { return region.FindString(name) }

// regionOfARN is the Region within an ARN, or "".
func regionOfARN(arn string) string {
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 && parts[0] == "arn" {
		return parts[3]
	}
	return ""
}

// regionOfFolder is the Region that a folder is named after, or one that it lies in; "" where there is none.
func regionOfFolder(folder string) string {
	for ; folder != "." && folder != "/" && folder != ""; folder = path.Dir(folder) {
		if name := path.Base(folder); region.FindString(name) == name {
			return name
		}
	}
	return ""
}

// locate finds the Region of each VPC of the set, and what tells it.
func (h *home) locate() {
	for _, v := range h.all {
		h.tell(v)
	}
	if regions := h.regions(); len(regions) == 1 {
		for _, v := range h.all {
			if v.Region == "" {
				v.Region, v.RegionFrom = regions[0], FromOthers
			}
		}
	}
}

func (h *home) tell(v *VPC) {
	v.Region, v.RegionFrom = h.regionOfSubnets(v), FromZone
	if v.Region == "" {
		v.Region, v.RegionFrom = regionOfRecords(v), FromARN
	}
	if v.Region == "" && len(h.zones) == 1 {
		for region := range h.zones {
			v.Region, v.RegionFrom = region, FromZones
		}
	}
	if v.Region == "" {
		v.Region, v.RegionFrom = regionOfFolder(h.folder), FromFolder
	}
	if v.Region == "" {
		v.RegionFrom = ""
	}
}

// regionOfSubnets is the Region of the zones that the subnets of a VPC lie in. A file may give a zone by its
// id only, which describe-availability-zones translates.
func (h *home) regionOfSubnets(v *VPC) string {
	for i := range v.Subnets {
		s := &v.Subnets[i]
		if z, known := h.zoneIDs[s.Zone]; known {
			s.Zone = z.Name
			return z.Region
		}
		if region := regionOfZone(s.Zone); region != "" {
			return region
		}
	}
	return ""
}

func regionOfRecords(v *VPC) string {
	for _, s := range v.Subnets {
		if region := regionOfARN(s.arn); region != "" {
			return region
		}
	}
	for _, g := range v.SecurityGroups {
		if region := regionOfARN(g.arn); region != "" {
			return region
		}
	}
	return ""
}

// regions are those of the VPCs of the set, in order.
func (h *home) regions() []string {
	var regions []string
	for _, v := range h.all {
		if v.Region != "" {
			regions = append(regions, v.Region)
		}
	}
	slices.Sort(regions)
	return slices.Compact(regions)
}
