package vpcfile

// coverage is how much of a kind the set holds for a Region.
func (h *home) coverage(k Kind, region string) Coverage { return h.covered[k][region] }

// cover finds out for which Regions a set holds a kind. In a set with one Region each document counts. With
// several, a document counts for the Regions of its records, and one without records for a Region that no other
// covers: only when there are as many of them as such Regions is it clear that none is missing.
func (h *home) cover(k Kind) map[string]Coverage {
	held := map[string]Coverage{}
	where := h.whereabouts()
	empty := 0
	for _, d := range h.documents {
		if d.kind != k {
			continue
		}
		how := Whole
		if d.more {
			how = Partial
		}
		found := h.regionsOf(d, where)
		if len(found) == 0 {
			empty++
		}
		if len(where.regions) <= 1 {
			found = where.regions
		}
		for _, region := range found {
			held[region] = max(held[region], how)
		}
	}
	var open []string
	for _, region := range where.regions {
		if held[region] == Missing {
			open = append(open, region)
		}
	}
	if empty >= len(open) {
		for _, region := range open {
			held[region] = Whole
		}
	}
	return held
}

// whereabouts are the Regions of a set, "" among them where that of a VPC is not known, and of each VPC.
type whereabouts struct {
	regions []string
	of      map[string]string
}

func (h *home) whereabouts() whereabouts {
	w := whereabouts{of: map[string]string{}}
	seen := map[string]bool{}
	for _, v := range h.all {
		w.of[v.ID] = v.Region
		if !seen[v.Region] {
			seen[v.Region] = true
			w.regions = append(w.regions, v.Region)
		}
	}
	return w
}

// regionsOf are the Regions that the records of a document lie in.
func (h *home) regionsOf(d *document, w whereabouts) []string {
	seen := map[string]bool{}
	var regions []string
	note := func(region string, known bool) {
		if known && !seen[region] {
			seen[region] = true
			regions = append(regions, region)
		}
	}
	for _, z := range d.zones {
		note(z.Region, z.Region != "")
	}
	if len(w.regions) <= 1 && d.kind != Zones {
		return regions
	}
	for _, id := range d.vpcIDs() {
		region, known := w.of[id]
		note(region, known)
	}
	return regions
}
