package vpcmap

import (
	"cmp"
	"slices"
	"strings"

	"atrium/model/vpccheck"
	"atrium/model/vpcfile"
	"atrium/tui/text"
)

// columnWidth is how wide a zone has to be: an edge, and an id of today, such as subnet-01e5f0945f6d6f47c.
const columnWidth = 26

// widestColumn is how wide a zone is at most; more room would only tear the drawing apart.
const widestColumn = 36

// zone is a column of the drawing.
type zone struct {
	name     string // "" where the files do not say
	ordinary bool
	subnets  []*vpccheck.Subnet
}

// zones draws the zones side by side, in as many bands as the width takes.
func (p *picture) zones() {
	columns := p.columns()
	if len(columns) == 0 {
		p.lines = append(p.lines, "")
		if p.vpc.Holds(vpcfile.Subnets) == vpcfile.Whole {
			p.add("", "The VPC has no subnet.")
		} else {
			p.add("", "? No subnet of this VPC is in the files.")
		}
		return
	}
	fit := min(max((p.width+1)/(columnWidth+1), 1), len(columns))
	bands := (len(columns) + fit - 1) / fit
	fit = (len(columns) + bands - 1) / bands
	for i := 0; i < len(columns); i += fit {
		p.band(columns[i:min(i+fit, len(columns))], min((p.width+1)/fit-1, widestColumn), i == 0)
	}
}

// columns are the zones that the VPC has subnets in: Availability Zones by name, then the others.
func (p *picture) columns() []*zone {
	byName := map[string]*zone{}
	var columns []*zone
	for i := range p.report.Subnets {
		s := &p.report.Subnets[i]
		if byName[s.Zone] == nil {
			byName[s.Zone] = &zone{name: s.Zone, ordinary: p.vpc.Ordinary(s.Zone)}
			columns = append(columns, byName[s.Zone])
		}
		byName[s.Zone].subnets = append(byName[s.Zone].subnets, s)
	}
	slices.SortStableFunc(columns, func(a, b *zone) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(a.name, b.name))
	})
	return columns
}

func (z *zone) rank() int {
	switch {
	case z.ordinary:
		return 0
	case z.name != "":
		return 1
	}
	return 2
}

// band draws zones side by side: the road from the internet to those that it reaches, their names, and their
// subnets kind by kind, so that like stands beside like. The first band hangs below the gateways.
func (p *picture) band(zones []*zone, w int, first bool) {
	road := p.road(zones, w)
	if !first && len(road) > 1 {
		p.lines = append(p.lines, "", "the internet (as above)")
	}
	p.lines = append(p.lines, road...)
	heads := make([][]string, len(zones))
	for i, z := range zones {
		heads[i] = p.zoneHead(z, w)
	}
	p.beside(heads, w)
	for _, k := range kinds {
		cells := make([][]string, len(zones))
		for i, z := range zones {
			for _, s := range z.subnets {
				if s.Kind == k.kind {
					cells[i] = append(cells[i], p.cell(s, k.word, w)...)
				}
			}
		}
		p.beside(cells, w)
	}
}

// beside sets columns of w cells beside each other.
func (p *picture) beside(columns [][]string, w int) {
	height := 0
	for _, lines := range columns {
		height = max(height, len(lines))
	}
	for row := range height {
		var line strings.Builder
		for _, lines := range columns {
			cell := ""
			if row < len(lines) {
				cell = lines[row]
			}
			line.WriteString(text.Fit(cell, w) + " ")
		}
		p.lines = append(p.lines, strings.TrimRight(line.String(), " "))
	}
}

// zoneHead names a zone over its column, and says of one that is no Availability Zone that it is none.
func (p *picture) zoneHead(z *zone, w int) []string {
	name := text.Visible(cmp.Or(z.name, "zone not known")) + p.marks.beside(z.name)
	lines := []string{ruled("══ "+name, "═", w)}
	switch {
	case z.name == "":
		return append(lines, "the files do not say which")
	case !z.ordinary:
		return append(lines, "no Availability Zone")
	}
	return lines
}

// road leads from the left, where the internet gateway is, to the zones with a public subnet that it serves; it is
// an empty line where there is none.
func (p *picture) road(zones []*zone, w int) []string {
	row, arrows := []rune{}, []rune{}
	for i, z := range zones {
		if slices.ContainsFunc(z.subnets, p.served) {
			at := i*(w+1) + w/2
			row = append(grown(row, at, '─'), '┬')
			arrows = append(grown(arrows, at, ' '), '▼')
		}
	}
	if len(row) == 0 {
		return []string{""}
	}
	row[0], row[len(row)-1] = '└', '┐'
	return []string{"│", string(row), string(arrows)}
}

// grown fills a row up to a place.
func grown(row []rune, to int, with rune) []rune {
	for len(row) < to {
		row = append(row, with)
	}
	return row
}

// served tells whether the default route of a subnet leads to an internet gateway that is attached.
func (p *picture) served(s *vpccheck.Subnet) bool {
	t := p.tables[s.RouteTable]
	if t == nil {
		return false
	}
	r := vpccheck.DefaultRoute(t)
	return r != nil && !r.Blackhole && p.vpc.Gateway(r.Target).AttachedTo(p.vpc.ID)
}

// ruled fills a title with a rule to w cells.
func ruled(title, rule string, w int) string {
	title = text.Truncate(title, w)
	if room := w - text.Width(title) - 1; room > 0 {
		return title + " " + strings.Repeat(rule, room)
	}
	return title
}
