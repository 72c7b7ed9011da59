package model

import (
	"iter"
	"slices"

	"atrium/model/tiers"
)

// stretch is a time in which work uses something that is used up with time: compute, or a Dev Environment. How
// much of it was used follows from the moments alone, so that it does not matter how often anybody looks
// (FED-15). It is written into the usage of its month when it ends, when the month ends or when the tier falls.
type stretch struct {
	Resource tiers.Resource `cbor:"1,keyasint"`
	// From is when the use begins, Until when it ends by itself; 0 for never.
	From  Instant `cbor:"2,keyasint"`
	Until Instant `cbor:"3,keyasint,omitempty"`
	// Counted is up to when it stands in the usage already, and Used how much of it does, in seconds.
	Counted Instant `cbor:"4,keyasint,omitempty"`
	Used    int64   `cbor:"5,keyasint,omitempty"`
}

// at is how much was used by a moment, in seconds.
func (s *stretch) at(now Instant) int64 {
	used := s.Used
	for _, seconds := range s.uncounted(now) {
		used += seconds
	}
	return used
}

// uncounted yields for each month what is not counted yet, as it stands at a moment, in seconds.
func (s *stretch) uncounted(now Instant) iter.Seq2[string, int64] {
	if s.Until != 0 {
		now = min(now, s.Until)
	}
	from := max(s.From, s.Counted)
	return func(yield func(string, int64) bool) {
		for from < now {
			end := min(now, from.NextMonth())
			if !yield(from.Month(), int64(end-from)) {
				return
			}
			from = end
		}
	}
}

// uses reports whether it uses its resource at a moment, or will later.
func (s *stretch) uses(now Instant) bool { return s.Until == 0 || now < s.Until }

// count writes what was used by a moment into the usage of its months. On a tier on which work halts at the
// maximum it counts no more than is left (BIL-12).
func (s *stretch) count(act *Act, space *Space, now Instant) error {
	for month, seconds := range s.uncounted(now) {
		short, err := meterIn(act, space, month, s.Resource, seconds)
		if err != nil {
			return err
		}
		s.Used += seconds - short
	}
	s.Counted = max(s.Counted, now)
	return nil
}

// stretchesOf are those of the work in progress in a space.
func stretchesOf(r Reader, space *Space) ([]*stretch, error) {
	var list []*stretch
	err := eachInProgress(r, space, func(run *WorkflowRun) error { list = append(list, &run.Time); return nil },
		func(d *DevEnvironment) error { list = append(list, &d.Time); return nil })
	return list, err
}

// eachInProgress calls onRun for the runs of a space that are in progress, and onDev for the Dev Environments
// that are up.
func eachInProgress(r Reader, space *Space, onRun func(*WorkflowRun) error, onDev func(*DevEnvironment) error) error {
	p, err := workplaceOf(r, space)
	if err != nil {
		return err
	}
	if p.InProgress > 0 {
		list, err := runs.Under(r, K(space.ID, runInProgress))
		if err != nil {
			return err
		}
		for _, run := range list {
			if err := onRun(run); err != nil {
				return err
			}
		}
	}
	if p.Environments == 0 {
		return nil
	}
	list, err := devEnvironments.Under(r, K(space.ID))
	if err != nil {
		return err
	}
	for _, d := range list {
		if !d.Up {
			continue
		}
		if err := onDev(d); err != nil {
			return err
		}
	}
	return nil
}

// countWork writes what the work in progress used by a moment into the usage of its months.
func countWork(act *Act, space *Space, now Instant) error {
	onRun := func(run *WorkflowRun) error {
		if err := run.Time.count(act, space, now); err != nil {
			return err
		}
		return runs.Put(act, run)
	}
	onDev := func(d *DevEnvironment) error {
		if err := d.Time.count(act, space, now); err != nil {
			return err
		}
		return devEnvironments.Put(act, d)
	}
	return eachInProgress(act, space, onRun, onDev)
}

// usedBy is what a space has used in a month by a moment, with what the work in progress used of it since it
// was counted last.
func usedBy(r Reader, space *Space, month string, now Instant) (*monthUsage, error) {
	u, err := usageOf(r, space.ID, month)
	if err != nil {
		return nil, err
	}
	list, err := stretchesOf(r, space)
	if err != nil {
		return nil, err
	}
	for _, s := range list {
		for of, seconds := range s.uncounted(now) {
			if of == month {
				u.Used[s.Resource] += seconds
			}
		}
	}
	return u, nil
}

// halting are the resources at whose maximum work in progress halts: those that time uses up.
func halting() []tiers.Resource {
	return []tiers.Resource{tiers.ComputeMinutes, tiers.DevEnvironmentHours}
}

// fullAt is when the work in progress reaches the maximum of a resource, not before now; 0 where it does not
// before the month turns, or where the tier lets it go on (BIL-12).
func fullAt(r Reader, table *tiers.Table, space *Space, resource tiers.Resource, now Instant) (Instant, error) {
	tier := table.Tier(string(space.Tier))
	if !tier.Halts() {
		return 0, nil
	}
	list, err := stretchesOf(r, space)
	if err != nil {
		return 0, err
	}
	list = slices.DeleteFunc(list, func(s *stretch) bool { return s.Resource != resource || !s.uses(now) })
	if len(list) == 0 {
		return 0, nil
	}
	u, err := usedBy(r, space, now.Month(), now)
	if err != nil {
		return 0, err
	}
	included, _ := tier.Allowance(resource, space.Members)
	if at := reaches(list, included-u.Used[resource], now); at < now.NextMonth() {
		return at, nil
	}
	return 0, nil
}

// reaches is when so many more seconds are used by all stretches together, from now on; 0 for never.
func reaches(list []*stretch, left int64, now Instant) Instant {
	if left <= 0 {
		return now
	}
	for _, next := range turningPoints(list, now) {
		rate := int64(0)
		for _, s := range list {
			if s.From <= now && s.uses(now) {
				rate++
			}
		}
		if rate > 0 {
			if at := now + Instant((left+rate-1)/rate); next == 0 || at <= next {
				return at
			}
			left -= rate * int64(next-now)
		}
		now = next
	}
	return 0
}

// turningPoints are the moments after now at which something begins or ends to be used, in order, and 0 for the
// time after the last.
func turningPoints(list []*stretch, now Instant) []Instant {
	var points []Instant
	for _, s := range list {
		for _, at := range []Instant{s.From, s.Until} {
			if at > now {
				points = append(points, at)
			}
		}
	}
	slices.Sort(points)
	return append(slices.Compact(points), 0)
}
