package speed

import (
	"fmt"
	"testing"
	"time"

	"atrium/model"
)

// BenchmarkSyncStep brings 100 changed people to a space with a million, against 100 of a thousand: the cost
// is to follow the changes and not the directory, so the ratio is to be near 1.
func BenchmarkSyncStep(b *testing.B) {
	large, small := of(b, million), of(b, 1000)
	round := 0
	for b.Loop() {
		round++
		b.StopTimer()
		floor := step(b, small, round)
		b.StartTimer()
		took := step(b, large, round)
		b.ReportMetric(took.Seconds()/floor.Seconds(), "x-thousand")
		b.ReportMetric(took.Seconds()*1000, "ms-million")
		b.ReportMetric(floor.Seconds()*1000, "ms-thousand")
	}
}

// step changes 100 people, spread over the directory, and measures the cycle that brings them.
func step(b *testing.B, c *company, round int) time.Duration {
	b.Helper()
	s, service := open(b, c.data)
	defer closing(b, s)
	for i := range 100 {
		do(b, service, &model.UpdateUser{Store: c.store, UserName: fmt.Sprintf("user%07d", i*(c.n/100)), DisplayName: fmt.Sprintf("Changed %d", round)})
	}
	began := time.Now()
	do(b, service, &model.AdvanceTime{By: 24 * time.Hour})
	return time.Since(began)
}
