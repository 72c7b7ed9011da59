package vpccheck

import (
	"fmt"
	"net/netip"

	"atrium/model/vpcfile"
)

// clashing is the range that no block may overlap: containers on the build machines use it.
var clashing = netip.MustParsePrefix("172.16.0.0/12")

// private is the address space that is nobody's on the internet, with that for carriers.
var private = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), clashing, netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("198.18.0.0/15"),
}

// block reads an IPv4 block, which may have host bits set.
func block(text string) (netip.Prefix, bool) {
	p, err := netip.ParsePrefix(text)
	if err != nil || !p.Addr().Is4() {
		return netip.Prefix{}, false
	}
	return p.Masked(), true
}

// cidrBlocks wants no associated block to overlap 172.16.0.0/12 (VPC-19: every one counts).
func (e *exam) cidrBlocks() Requirement {
	c := Requirement{ID: CheckCIDR, Verdict: Met}
	blocks := e.vpc.Blocks
	if !e.vpc.Described {
		for _, s := range e.vpc.Subnets {
			blocks = append(blocks, s.CIDR)
		}
	}
	var clash, unread []string
	for _, text := range blocks {
		p, ok := block(text)
		switch {
		case !ok && text != "":
			unread = append(unread, text)
		case ok && p.Overlaps(clashing):
			clash = append(clash, text)
		}
	}
	switch {
	case len(clash) > 0:
		c.Verdict, c.Resources = NotMet, append([]string{e.vpc.ID}, unique(clash)...)
		c.Message = fmt.Sprintf("%s overlaps 172.16.0.0/12.", ids(clash))
		c.Fix = "Use a VPC with other addresses, such as 10.0.0.0/16: the primary block of a VPC cannot be changed, a secondary one can be disassociated."
		if e.vpc.IsDefault {
			c.Message += " It is the default VPC, which always has 172.31.0.0/16."
		}
	case !e.vpc.Described || len(blocks) == 0:
		return unheld(CheckCIDR, vpcfile.VPCs, "the CIDR blocks of the VPC")
	case len(unread) > 0:
		c.Verdict, c.Resources = CannotTell, unique(unread)
		c.Message, c.Fix = fmt.Sprintf("%s cannot be read as an IPv4 block.", ids(unread)), tell(vpcfile.VPCs)
	default:
		c.Resources, c.Message = []string{e.vpc.ID}, fmt.Sprintf("%s lies outside 172.16.0.0/12.", ids(blocks))
	}
	return c
}

// publicAddresses warns of blocks that belong to somebody on the internet, who cannot be reached then.
func (e *exam) publicAddresses() Requirement {
	var foreign []string
	for _, text := range e.vpc.Blocks {
		if p, ok := block(text); ok && !within(p, private) {
			foreign = append(foreign, text)
		}
	}
	if len(foreign) == 0 {
		return Requirement{}
	}
	return Requirement{ID: CheckAddresses, Verdict: Advice, Resources: unique(foreign),
		Message: fmt.Sprintf("%s is public address space. What has these addresses on the internet cannot be reached from the VPC.", ids(foreign)),
		Fix:     "Use private addresses (10.0.0.0/8, 192.168.0.0/16) in a new VPC, unless the block is your own."}
}

func within(p netip.Prefix, all []netip.Prefix) bool {
	for _, w := range all {
		if w.Bits() <= p.Bits() && w.Contains(p.Addr()) {
			return true
		}
	}
	return false
}
