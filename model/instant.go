package model

import (
	"encoding/json"
	"fmt"
	"time"
)

// Instant is a moment of program time in whole seconds since 1970, UTC. The zero Instant means "not at all".
type Instant int64

// At turns a wall clock reading into an Instant; what is below a second is dropped.
func At(t time.Time) Instant {
	if t.IsZero() {
		return 0
	}
	return Instant(t.Unix())
}

// Time is the same moment as a time in UTC; the zero time for the zero Instant.
func (i Instant) Time() time.Time {
	if i == 0 {
		return time.Time{}
	}
	return time.Unix(int64(i), 0).UTC()
}

// Add moves an Instant by d, in whole seconds.
func (i Instant) Add(d time.Duration) Instant { return i + Instant(d/time.Second) }

// Sub is the time from j to i.
func (i Instant) Sub(j Instant) time.Duration { return time.Duration(i-j) * time.Second }

// Day is the UTC calendar day, for daily limits.
func (i Instant) Day() string { return i.Time().Format(time.DateOnly) }

// Month is the UTC calendar month, for monthly limits.
func (i Instant) Month() string { return i.Time().Format("2006-01") }

// NextMonth is the first moment of the next UTC calendar month.
func (i Instant) NextMonth() Instant {
	t := i.Time()
	return At(time.Date(t.Year(), t.Month()+1, 1, 0, 0, 0, 0, time.UTC))
}

// String gives RFC 3339, or "" for the zero Instant.
func (i Instant) String() string {
	if i == 0 {
		return ""
	}
	return i.Time().Format(time.RFC3339)
}

// Stamp writes the moment for a sentence, to the minute; "" for the zero Instant.
func (i Instant) Stamp() string {
	if i == 0 {
		return ""
	}
	return i.Time().Format("2006-01-02 15:04 UTC")
}

// MarshalJSON writes RFC 3339, or null for the zero Instant.
func (i Instant) MarshalJSON() ([]byte, error) {
	if i == 0 {
		return []byte("null"), nil
	}
	return json.Marshal(i.String())
}

// UnmarshalJSON reads RFC 3339 or null.
func (i *Instant) UnmarshalJSON(data []byte) error {
	var s *string
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("a time must be RFC 3339 text or null: %w", err)
	}
	*i = 0
	if s == nil || *s == "" {
		return nil
	}
	t, err := time.Parse(time.RFC3339, *s)
	if err != nil {
		return fmt.Errorf("a time must be RFC 3339: %w", err)
	}
	*i = At(t)
	return nil
}
