package vpccheck

import (
	"math"
	"net/netip"

	"atrium/model/vpcfile"
)

// region is a rectangle of addresses and ports, bounds included.
type region struct {
	low, high uint32 // addresses
	from, to  int64  // ports
}

// all addresses of IPv4.
const lastAddress = math.MaxUint32

// Ports that matter: a connection goes out to the port of HTTPS, and its answers come back to one that the
// system, or the NAT gateway, took for it.
const (
	https     = 443
	ephemeral = 1024
	lastPort  = 65535
)

// bounds are the first and the last address of a block.
func bounds(p netip.Prefix) (low, high uint32) {
	b := p.Masked().Addr().As4()
	low = uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	return low, low | uint32(uint64(1)<<(32-p.Bits())-1)
}

// cut takes a piece out of a region: what they share, and what is left of the region beside it.
func (r region) cut(piece region) (shared region, left []region, any bool) {
	shared = region{max(r.low, piece.low), min(r.high, piece.high), max(r.from, piece.from), min(r.to, piece.to)}
	if shared.low > shared.high || shared.from > shared.to {
		return region{}, []region{r}, false
	}
	if r.low < shared.low {
		left = append(left, region{r.low, shared.low - 1, r.from, r.to})
	}
	if r.high > shared.high {
		left = append(left, region{shared.high + 1, r.high, r.from, r.to})
	}
	if r.from < shared.from {
		left = append(left, region{shared.low, shared.high, r.from, shared.from - 1})
	}
	if r.to > shared.to {
		left = append(left, region{shared.low, shared.high, shared.to + 1, r.to})
	}
	return shared, left, true
}

// subtract takes a piece out of regions, and tells whether there was any of it.
func subtract(regions []region, piece region) (left []region, took bool) {
	for _, r := range regions {
		_, rest, any := r.cut(piece)
		took = took || any
		left = append(left, rest...)
	}
	return left, took
}

// maxRegions is how finely rules may cut up what has to flow before no more is made of it. A network ACL has at
// most forty rules.
const maxRegions = 2000

// passage is what network ACL rules do with traffic that has to flow.
type passage struct {
	open bool
	// tangled tells that there are too many rules to say.
	tangled bool
	// stop is the rule that keeps some of the traffic back; 0 where it is the last one, which denies the rest.
	stop int64
	// spared are rules that deny little of it, such as a list of addresses nobody should reach.
	spared []int64
}

// A rule that denies a /8 or less, or at most so many of the ports, is a precaution and not a closed door.
const (
	spareBits  = 8
	sparePorts = 100
)

// let sends traffic through the rules of one direction, the lowest number first.
func let(acl *vpcfile.NetworkACL, egress bool, need region) passage {
	undecided := []region{need}
	var p passage
	for _, e := range acl.Entries {
		piece, fits := pieceOf(e)
		if e.Egress != egress || !fits {
			continue
		}
		left, took := subtract(undecided, piece)
		switch {
		case !took:
			continue
		case !e.Allow && !little(e, piece, need):
			p.stop = e.Number
			return p
		case !e.Allow:
			p.spared = append(p.spared, e.Number)
		}
		undecided = left
		if len(undecided) == 0 {
			p.open = true
			return p
		}
		if len(undecided) > maxRegions {
			p.tangled = true
			return p
		}
	}
	return p
}

// pieceOf is the TCP traffic that a rule is about, if any.
func pieceOf(e vpcfile.Entry) (region, bool) {
	p, ok := block(e.IPv4)
	if !ok || e.Protocol != "-1" && e.Protocol != "6" && e.Protocol != "tcp" && e.Protocol != "all" {
		return region{}, false
	}
	r := region{from: 0, to: lastPort}
	r.low, r.high = bounds(p)
	if (e.Protocol == "6" || e.Protocol == "tcp") && e.From >= 0 {
		r.from, r.to = e.From, max(e.From, e.To)
	}
	return r, true
}

// little tells that a rule keeps back only a little of what has to flow.
func little(e vpcfile.Entry, piece, need region) bool {
	if p, ok := block(e.IPv4); ok && p.Bits() >= spareBits && need.low == 0 && need.high == lastAddress {
		return true
	}
	shared, _, any := need.cut(piece)
	return any && need.to-need.from > 10*sparePorts && shared.to-shared.from < sparePorts
}
