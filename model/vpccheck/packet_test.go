package vpccheck

import (
	"math/rand/v2"
	"slices"
	"testing"

	"atrium/model/vpcfile"
)

// fate is what becomes of one packet: the number of the rule that decides it, and whether that allows it.
func fate(acl *vpcfile.NetworkACL, address uint32, port int64) (rule int64, allowed bool) {
	for _, e := range acl.Entries {
		r, fits := pieceOf(e)
		if fits && r.low <= address && address <= r.high && r.from <= port && port <= r.to {
			return e.Number, e.Allow
		}
	}
	return 0, false
}

// corners are packets of which one is denied if any is: those at the bounds of the rules.
func corners(acl *vpcfile.NetworkACL, need region) (addresses []uint32, ports []int64) {
	addresses, ports = []uint32{need.low, need.high}, []int64{need.from, need.to}
	for _, e := range acl.Entries {
		if r, fits := pieceOf(e); fits {
			addresses = append(addresses, r.low, r.high, r.low-1, r.high+1)
			ports = append(ports, r.from, r.to, r.from-1, r.to+1)
		}
	}
	addresses = slices.DeleteFunc(addresses, func(a uint32) bool { return a < need.low || a > need.high })
	return addresses, slices.DeleteFunc(ports, func(p int64) bool { return p < need.from || p > need.to })
}

// randomACL has a few rules whose blocks and ports meet often.
func randomACL(random *rand.Rand) *vpcfile.NetworkACL {
	blocks := []string{"0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "10.0.0.0/8", "64.0.0.0/2", "10.1.2.3/24", "", "x"}
	ports := []int64{-1, 0, 443, 444, 1024, 32767, 32768, 65535}
	acl := &vpcfile.NetworkACL{}
	for n := range random.IntN(8) {
		e := vpcfile.Entry{Number: int64(n + 1), Egress: true, Allow: random.IntN(3) > 0, Protocol: []string{"-1", "6", "17"}[random.IntN(3)],
			IPv4: blocks[random.IntN(len(blocks))], From: ports[random.IntN(len(ports))], To: ports[random.IntN(len(ports))]}
		acl.Entries = append(acl.Entries, e)
	}
	return acl
}

func TestRulesOfNetworkACLs(t *testing.T) {
	t.Run("VPC-10 network ACLs are decided as packet by packet, whatever the rules", func(t *testing.T) {
		random := rand.New(rand.NewPCG(1, 2))
		open := 0
		for range 20_000 {
			acl, need := randomACL(random), []region{anywhere(https, https), anywhere(ephemeral, lastPort)}[random.IntN(2)]
			p := let(acl, true, need)
			denied := false
			addresses, ports := corners(acl, need)
			for _, a := range addresses {
				for _, port := range ports {
					rule, allowed := fate(acl, a, port)
					denied = denied || !allowed && !slices.Contains(p.spared, rule)
				}
			}
			if p.open == denied || p.tangled {
				t.Fatalf("open is %v and a packet is denied: %v, by %+v", p.open, denied, acl.Entries)
			}
			if p.open {
				open++
			}
		}
		if open == 0 {
			t.Error("no network ACL was open")
		}
	})
}
