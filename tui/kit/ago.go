package kit

import (
	"strconv"
	"time"

	"atrium/model"
)

// Ago words how long before now a moment was, in program time: "just now", "5 min ago", "2 h ago",
// "3 days ago". A moment that is still to come is "in 2 h".
func Ago(now, then model.Instant) string {
	switch d := now.Sub(then); {
	case then == 0:
		return ""
	case d <= -time.Minute:
		return "in " + span(-d)
	case d < time.Minute:
		return "just now"
	default:
		return span(d) + " ago"
	}
}

// Moment writes a moment of program time for a column: month, day, hour and minute. "" for none.
func Moment(at model.Instant) string {
	if at == 0 {
		return ""
	}
	return at.Time().Format("01-02 15:04")
}

// Idle words for how long nothing happened, by the wall clock: "no time", "5 min", "2 h".
func Idle(d time.Duration) string {
	if d < time.Minute {
		return "no time"
	}
	return span(d)
}

// span words a length of time by its largest unit.
func span(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d < time.Hour:
		return strconv.Itoa(int(d/time.Minute)) + " min"
	case d < 2*day:
		return strconv.Itoa(int(d/time.Hour)) + " h"
	default:
		return Thousands(int(d/day)) + " days"
	}
}
