package model

import (
	"math"
	"time"
)

// ZoneOrigin says where the zone of a [Time] comes from.
type ZoneOrigin uint8

// A zone is written in the text, or taken from the log or the user because the text has none.
const (
	ZoneStated  ZoneOrigin = iota // "Z" or an offset stands in the text
	ZoneAssumed                   // the text has none: the source's zone was taken
)

// Time is a moment as a log gives it: to the nanosecond, with the number of fraction digits that were
// written, and with the origin of its zone. Its zero value is no time at all.
type Time struct {
	sec    int64 // Unix seconds
	nsec   int32
	digits uint8
	zone   ZoneOrigin
	set    bool
}

// NewTime makes a Time that was written with so many fraction digits.
func NewTime(t time.Time, digits int, zone ZoneOrigin) Time {
	return Time{sec: t.Unix(), nsec: int32(t.Nanosecond()), digits: uint8(min(digits, 9)), zone: zone, set: true} //nolint:gosec // bounded
}

// UnixTime makes a Time from its parts, as a store has them.
func UnixTime(sec int64, nsec int32, digits int, zone ZoneOrigin) Time {
	return Time{sec: sec, nsec: nsec, digits: uint8(max(0, min(digits, 9))), zone: zone, set: true} //nolint:gosec // bounded
}

// IsZero says that there is no time: absent, or not readable as one.
func (t Time) IsZero() bool { return !t.set }

// Unix gives whole seconds since 1970 and the nanoseconds within.
func (t Time) Unix() (sec int64, nsec int32) { return t.sec, t.nsec }

// Digits is the number of fraction digits that the text had, at most 9.
func (t Time) Digits() int { return int(t.digits) }

// Zone says where the zone comes from.
func (t Time) Zone() ZoneOrigin { return t.zone }

// Time gives the moment in UTC.
func (t Time) Time() time.Time { return time.Unix(t.sec, int64(t.nsec)).UTC() }

// Compare orders by moment; no time comes before all others.
func (t Time) Compare(u Time) int {
	switch {
	case t.set != u.set:
		if t.set {
			return 1
		}
		return -1
	case t.sec != u.sec:
		if t.sec < u.sec {
			return -1
		}
		return 1
	case t.nsec != u.nsec:
		if t.nsec < u.nsec {
			return -1
		}
		return 1
	}
	return 0
}

// Before says t < u. No time is before every time.
func (t Time) Before(u Time) bool { return t.Compare(u) < 0 }

// Sub is t − u, saturated at the limits of a Duration.
func (t Time) Sub(u Time) time.Duration {
	const second, limit = int64(time.Second), math.MaxInt64/int64(time.Second) - 1
	if d := t.sec - u.sec; -limit < d && d < limit {
		return time.Duration(d*second + int64(t.nsec) - int64(u.nsec))
	}
	return t.Time().Sub(u.Time())
}

// Add is t + d, with the digits of t.
func (t Time) Add(d time.Duration) Time {
	if !t.set {
		return t
	}
	return NewTime(t.Time().Add(d), int(t.digits), t.zone)
}

// In gives the same wall clock read as local time of another zone: for texts that had no zone. A Time whose
// zone was stated is not changed.
func (t Time) In(zone *time.Location) Time {
	if !t.set || t.zone == ZoneStated {
		return t
	}
	u := t.Time()
	v := time.Date(u.Year(), u.Month(), u.Day(), u.Hour(), u.Minute(), u.Second(), u.Nanosecond(), zone)
	return NewTime(v, int(t.digits), ZoneAssumed)
}

// String writes RFC 3339 in UTC with as many fraction digits as the text had; "" for no time.
func (t Time) String() string {
	if !t.set {
		return ""
	}
	const whole = "2006-01-02T15:04:05"
	b := t.Time().AppendFormat(make([]byte, 0, 32), whole)
	if t.digits > 0 {
		frac := t.Time().AppendFormat(nil, ".000000000")
		b = append(b, frac[:1+int(t.digits)]...)
	}
	return string(append(b, 'Z'))
}
