package door

import (
	"net"
	"net/netip"
	"sync"
	"time"
)

// Limits bound what people elsewhere may take. A field that is 0 is not limited, but for the handshake.
type Limits struct {
	// Idle ends the screens of someone who pressed no key for so long; Total ends every session.
	Idle, Total time.Duration
	// Sessions is how many there may be at a time over the network, and PerKey how many of them with one key.
	Sessions, PerKey int
	// PerMinute is how many connections one address may open in a minute, before anything is known of it.
	PerMinute int
	// Handshake is how long a connection may take until its first session begins.
	Handshake time.Duration
}

// DefaultLimits are meant for a jump host with some dozen administrators.
func DefaultLimits() Limits {
	return Limits{Idle: 30 * time.Minute, Total: 12 * time.Hour, Sessions: 64, PerKey: 8, PerMinute: 60, Handshake: 10 * time.Second}
}

// mostUnproven is how many connections there may be at a time that have proven nothing yet.
const mostUnproven = 64

// meter counts the connections of each address in the minute that runs.
type meter struct {
	most int

	mu    sync.Mutex
	since time.Time
	count map[netip.Prefix]int
}

// allows counts one more connection of an address, and reports whether it is within the limit.
func (m *meter) allows(from net.Addr, now time.Time) bool {
	if m.most == 0 {
		return true
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.count == nil || now.Sub(m.since) >= time.Minute {
		m.since, m.count = now, map[netip.Prefix]int{}
	}
	at := network(from)
	m.count[at]++
	return m.count[at] <= m.most
}

// network is what counts as one address: with IPv6 whoever has one has a whole /64.
func network(from net.Addr) netip.Prefix {
	at, err := netip.ParseAddrPort(from.String())
	if err != nil {
		return netip.Prefix{}
	}
	ip, bits := at.Addr().Unmap().WithZone(""), 32
	if ip.Is6() {
		bits = 64
	}
	prefix, _ := ip.Prefix(bits) // it fails only for a number of bits that an address does not have
	return prefix
}
