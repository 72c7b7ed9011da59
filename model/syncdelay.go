package model

import (
	"encoding/binary"
	"time"
)

// The model of the sync's delays (FED-14, FED-15). The guide says only: usually within two hours, longer
// with more data. This is one stated way in which that comes about; its numbers are assumptions.
//
//   - The sync runs in regular cycles, every quarter of an hour of program time.
//   - A change waits for the next cycle, and then for two to seven more, drawn from the store's seed, the
//     change and the cycle before which it was asked for: what a rehearsal says holds when the change is made
//     before that cycle. With little data that is under two hours.
//   - One more minute is added for each 10,000 users and memberships of the identity store, and one more
//     for each 1,000 people that the change itself concerns.
//   - A cycle with more than 50 people to bring may be throttled by the identity store, one time in four
//     and never twice running: it brings 50 and leaves the rest to the next cycle. What was expected by then
//     is overdue meanwhile.
//
// Nothing arrives before it is due, and no cycle is left out: after a pause all that fell due in it is
// brought in order, as of the cycles in which it would have come.
const (
	CycleEvery      = 15 * time.Minute
	cyclesLeast     = 2
	cyclesDrawn     = 6
	loadPerMinute   = 10_000
	peoplePerMinute = 1_000
	throttleAbove   = 50
	throttledOneIn  = 4
)

// cycleFrom is the first cycle at or after a moment.
func cycleFrom(t Instant) Instant {
	every := Instant(CycleEvery / time.Second)
	return (t + every - 1) / every * every
}

// dueAt is when a change arrives that was asked for now.
func (act *Act) dueAt(c *SyncChange, store *identityStore) Instant {
	next := cycleFrom(act.Now)
	drawn := draw(act.system.Seed, "sync delay/"+c.App+"/"+string(c.Kind)+"/"+c.Subject, uint64(next))
	delay := time.Duration(cyclesLeast+binary.BigEndian.Uint32(drawn[:4])%cyclesDrawn) * CycleEvery
	delay += time.Duration((store.Users+store.Memberships)/loadPerMinute) * time.Minute
	delay += time.Duration(c.Count/peoplePerMinute) * time.Minute
	return cycleFrom(next.Add(delay))
}

// throttled draws whether a cycle with so many people to bring is throttled.
func throttled(seed uint64, app string, at Instant, waiting int, previous *SyncCycle) bool {
	if waiting <= throttleAbove || (previous != nil && previous.Throttled) {
		return false
	}
	drawn := draw(seed, "sync throttle/"+app, uint64(at))
	return drawn[0]%throttledOneIn == 0
}
