package charts

import (
	"math"
	"time"
)

// timeStep is a distance between ticks of a time axis: a fixed time, or a number of hours, days, months or
// years by the clock and calendar of a zone.
type timeStep struct {
	fixed               time.Duration // at most an hour; 0: one of the following
	hours, days, months int
	layout              string // of the label
}

const (
	clockLayout  = "15:04"
	secondLayout = "15:04:05"
	dayLayout    = "2 Jan"
)

func timeSteps() []timeStep {
	var s []timeStep
	for _, d := range [...]time.Duration{1, 2, 5, 10, 20, 50, 100, 200, 500} {
		s = append(s, timeStep{fixed: d * time.Nanosecond, layout: "05.000000000"})
	}
	for _, d := range [...]time.Duration{1, 2, 5, 10, 20, 50, 100, 200, 500} {
		s = append(s, timeStep{fixed: d * time.Microsecond, layout: "05.000000"})
	}
	for _, d := range [...]time.Duration{1, 2, 5, 10, 20, 50, 100, 200, 500} {
		s = append(s, timeStep{fixed: d * time.Millisecond, layout: "15:04:05.000"})
	}
	for _, d := range [...]time.Duration{1, 2, 5, 10, 15, 30} {
		s = append(s, timeStep{fixed: d * time.Second, layout: secondLayout})
	}
	for _, d := range [...]time.Duration{1, 2, 5, 10, 15, 30, 60} {
		s = append(s, timeStep{fixed: d * time.Minute, layout: clockLayout})
	}
	for _, h := range [...]int{2, 3, 6, 12} {
		s = append(s, timeStep{hours: h, layout: clockLayout})
	}
	for _, d := range [...]int{1, 2, 4, 7, 14} {
		s = append(s, timeStep{days: d, layout: dayLayout})
	}
	for _, m := range [...]int{1, 2, 3, 6} {
		s = append(s, timeStep{months: m, layout: "Jan 2006"})
	}
	for _, y := range [...]int{1, 2, 5, 10, 20, 50, 100} {
		s = append(s, timeStep{months: 12 * y, layout: "2006"})
	}
	return s
}

// length is about how long the step is.
func (s timeStep) length() time.Duration {
	const day = 24 * time.Hour
	switch {
	case s.fixed > 0:
		return s.fixed
	case s.hours > 0:
		return time.Duration(s.hours) * time.Hour
	case s.days > 0:
		return time.Duration(s.days) * day
	}
	return time.Duration(s.months) * 30 * day
}

// timeTicks gives round ticks from one moment to another for an axis so many pixels wide, by the clock of a
// zone. measure gives the width of a label. Labels keep a distance from one another; where the clock is
// changed, the first tick after it names the zone's new time.
func timeTicks(from, to time.Time, zone *time.Location, width float64, measure func(string) float64, words *Words) []tick {
	const gap = 18
	span := to.Sub(from)
	if span <= 0 || width <= 0 {
		return nil
	}
	steps := timeSteps()
	step := steps[len(steps)-1]
	for _, s := range steps {
		need := measure(words.date(from.In(zone), s.layout)) + gap
		if float64(s.length())/float64(span)*width >= need {
			step = s
			break
		}
	}
	var out []tick
	offset, right := math.MinInt, math.Inf(-1)
	for _, t := range step.times(from, to, zone) {
		label := step.label(t, &offset, words)
		x := float64(t.Sub(from)) / float64(span) * width
		if w := measure(label); x-w/2 < right {
			label = ""
		} else {
			right = x + w/2 + gap/2
		}
		out = append(out, tick{at: t.Sub(from).Seconds(), label: label})
	}
	return out
}

// label writes a tick; offset is the zone's offset at the tick before, MinInt at the first.
func (s timeStep) label(t time.Time, offset *int, words *Words) string {
	if s.fixed == 0 && s.hours == 0 {
		if s.days > 0 && t.YearDay() == 1 {
			return words.date(t, "2 Jan 2006")
		}
		return words.date(t, s.layout)
	}
	name, off := t.Zone()
	changed := *offset != math.MinInt && *offset != off
	*offset = off
	if changed {
		return words.date(t, s.layout) + " " + name
	}
	if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 && t.Nanosecond() == 0 {
		return words.date(t, dayLayout)
	}
	return words.date(t, s.layout)
}

const maxTicks = 1000 // no image is wide enough for more

// times gives the step's moments from one to another, both included.
func (s timeStep) times(from, to time.Time, zone *time.Location) []time.Time {
	switch {
	case s.fixed > 0:
		return fixedTimes(from, to, zone, int64(s.fixed))
	case s.hours > 0:
		return hourTimes(from, to, zone, s.hours)
	}
	var out []time.Time
	l := from.In(zone)
	t := time.Date(l.Year(), l.Month(), l.Day(), 0, 0, 0, 0, zone)
	next := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day()+s.days, 0, 0, 0, 0, zone) }
	switch {
	case s.months > 0:
		m := l.Year()*12 + int(l.Month()) - 1
		m -= m % s.months
		t = time.Date(m/12, time.Month(m%12+1), 1, 0, 0, 0, 0, zone)
		next = func(t time.Time) time.Time {
			return time.Date(t.Year(), t.Month()+time.Month(s.months), 1, 0, 0, 0, 0, zone)
		}
	case s.days > 1:
		const monday = 4 // 1970-01-05, in days of the epoch
		days := int(time.Date(l.Year(), l.Month(), l.Day(), 0, 0, 0, 0, time.UTC).Unix()/86400) - monday
		t = t.AddDate(0, 0, -((days%s.days + s.days) % s.days))
	}
	for n := 0; !t.After(to) && n < maxTicks; n++ {
		if !t.Before(from) {
			out = append(out, t)
		}
		t = next(t)
	}
	return out
}

// hourTimes gives the full hours that are multiples of step on each day's clock. An hour that the change to
// summer time skips has no tick.
func hourTimes(from, to time.Time, zone *time.Location, step int) []time.Time {
	var out []time.Time
	l := from.In(zone)
	for d := 0; d < maxTicks; d++ {
		for h := 0; h < 24; h += step {
			t := time.Date(l.Year(), l.Month(), l.Day()+d, h, 0, 0, 0, zone)
			if t.After(to) {
				return out
			}
			if !t.Before(from) && t.Hour() == h {
				out = append(out, t)
			}
		}
	}
	return out
}

// fixedTimes gives the multiples of step on the zone's clock; where the clock is changed, an hour that comes
// twice has its ticks twice.
func fixedTimes(from, to time.Time, zone *time.Location, step int64) []time.Time {
	var out []time.Time
	t := from.UnixNano()
	for range maxTicks {
		_, off := time.Unix(0, t).In(zone).Zone()
		t = ceilTo(t, int64(off)*int64(time.Second), step)
		at := time.Unix(0, t).In(zone)
		if at.After(to) {
			break
		}
		out = append(out, at)
		t += step
	}
	return out
}

// ceilTo is the first moment from t on at which t + offset is a multiple of step.
func ceilTo(t, offset, step int64) int64 {
	rest := ((t+offset)%step + step) % step
	if rest == 0 {
		return t
	}
	return t + step - rest
}

// dateLabel says which days a window shows, and by whose clock.
func dateLabel(from, to time.Time, zone *time.Location, words *Words) string {
	f, t := from.In(zone), to.In(zone)
	days := words.date(f, "2 Jan 2006")
	switch {
	case f.Year() != t.Year():
		days = words.date(f, "2 Jan 2006") + " – " + words.date(t, "2 Jan 2006")
	case f.YearDay() != t.YearDay():
		days = words.date(f, "2 Jan") + " – " + words.date(t, "2 Jan 2006")
	}
	name := zone.String()
	if name == "Local" || name == "" {
		name, _ = f.Zone()
	}
	return days + " · " + name
}
