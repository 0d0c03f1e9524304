package present

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"meterscope/model"
	"meterscope/ui/lang"
)

// Dash stands where a value is unknown: a gap is never a zero.
const Dash = lang.Dash

// Count writes a whole number with a mark between thousands: "1,204".
func Count[T ~int | ~int64](t *lang.Texts, n T) string { return t.Count(int64(n)) }

// Plural writes a count with its noun: "1 message", "3 messages".
func Plural[T ~int | ~int64](t *lang.Texts, n T, one, many string) string {
	return t.Plural(int64(n), one, many)
}

// Duration writes hours and minutes: "1:02". Under a minute it gives the seconds: "35 s".
func Duration(d time.Duration) string {
	if d < 0 {
		return "−" + Duration(-d)
	}
	if d < time.Minute {
		return strconv.Itoa(int(d/time.Second)) + " s"
	}
	d = d.Round(time.Minute)
	return fmt.Sprintf("%d:%02d", d/time.Hour, d%time.Hour/time.Minute)
}

// TimeLeft writes what remains of a long work: "4 s", "2 min".
func TimeLeft(d time.Duration) string {
	switch {
	case d < time.Second:
		return "1 s"
	case d < 90*time.Second:
		return strconv.Itoa(int(math.Ceil(d.Seconds()))) + " s"
	case d < 90*time.Minute:
		return strconv.Itoa(int(math.Round(d.Minutes()))) + " min"
	}
	return strconv.Itoa(int(math.Round(d.Hours()))) + " h"
}

// listTime is a moment in the list: to the minute.
func listTime(texts *lang.Texts, t model.Time, zone *time.Location) string {
	if t.IsZero() {
		return Dash
	}
	return texts.Time(t.Time().In(zone), "2006-01-02 15:04")
}

// clock is a moment within a day: to the second, or finer where the log is.
func clock(texts *lang.Texts, t model.Time, zone *time.Location) string {
	if t.IsZero() {
		return Dash
	}
	if t.Digits() > 0 {
		return texts.Time(t.Time().In(zone), "15:04:05.000")
	}
	return texts.Time(t.Time().In(zone), "15:04:05")
}

// previewTime is a moment of a log that is looked at: to the second, with its day.
func previewTime(texts *lang.Texts, t model.Time, zone *time.Location) string {
	if t.IsZero() {
		return Dash
	}
	return texts.Time(t.Time().In(zone), "2006-01-02 15:04:05")
}

// stretch writes a span of time: "1 March 2025, 10:00:00 – 11:02:10 UTC".
func stretch(t *lang.Texts, from, to model.Time, zone *time.Location) string {
	const day = "2 January 2006"
	if from.IsZero() {
		return t.Text(TextTimeUnknown)
	}
	a := from.Time().In(zone)
	name, _ := a.Zone()
	s := t.Time(a, day+", 15:04:05")
	if to.IsZero() {
		return s + " " + name
	}
	b := to.Time().In(zone)
	if a.Format(day) == b.Format(day) {
		return s + " – " + t.Time(b, "15:04:05") + " " + name
	}
	return s + " – " + t.Time(b, day+", 15:04:05") + " " + name
}

// reading writes a plotted value with at least so many digits after the point, and up to four, in its own unit, where the
// value has them.
func reading(t *lang.Texts, v float64, shown shownDigits) string {
	const most = 4
	digits := shown.least
	s := strconv.FormatFloat(v, 'f', most, 64)
	if shown.up > 0 {
		return t.Grouped(t.Plain(decimal(s).Shift(shown.up)))
	}
	point := strings.IndexByte(s, '.')
	for len(s)-point-1 > digits && s[len(s)-1] == '0' {
		s = s[:len(s)-1]
	}
	s = strings.TrimSuffix(s, ".")
	if v == 0 || s == "-0" {
		s = strings.TrimPrefix(s, "-")
	}
	return t.Number(s)
}
