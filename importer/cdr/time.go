package cdr

import (
	"strconv"
	"strings"
	"time"

	"meterscope/model"
)

// layouts of times that name their zone, and of those that don't.
func zoned() []string {
	return []string{time.RFC3339Nano, "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05 UTC"}
}

func local(monthFirst bool) []string {
	l := []string{
		"2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", "2006-01-02 15:04", "2006-01-02T15:04",
		"02.01.2006 15:04:05", "02.01.2006 15:04", "2.1.2006 15:04:05", "2.1.2006 15:04", "02.01.06 15:04:05", "02.01.06 15:04",
		"2006/01/02 15:04:05", "2006/01/02 15:04",
	}
	if monthFirst {
		return append(l, "1/2/2006 15:04:05", "1/2/2006 15:04", "1/2/2006 3:04:05 PM", "1/2/2006 3:04 PM")
	}
	return append(l, "2/1/2006 15:04:05", "2/1/2006 15:04", "2/1/2006 3:04:05 PM", "2/1/2006 3:04 PM")
}

// time reads a time of the list.
func (l *list) time(text string) (model.Time, bool) {
	text = strings.ReplaceAll(strings.TrimSpace(text), ", ", " ")
	for _, layout := range zoned() {
		if t, err := time.Parse(layout, text); err == nil {
			return model.NewTime(t, 0, model.ZoneStated), true
		}
	}
	zone := l.zone
	if zone == nil {
		zone = time.UTC
	}
	for _, layout := range local(l.monthFirst) {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return model.NewTime(t, 0, model.ZoneAssumed), true
		}
	}
	if !l.monthFirst && strings.Count(text, "/") == 2 {
		other := *l
		other.monthFirst = true
		return other.time(text)
	}
	return model.Time{}, false
}

const monthsOfYear = 12

// months says that dates with slashes name the month first: one of them can't be read otherwise.
func (l *list) months() bool {
	for _, row := range l.body {
		for _, r := range []role{start, stop} {
			first, rest, ok := strings.Cut(l.cell(row, r), "/")
			second, _, ok2 := strings.Cut(rest, "/")
			a, err := strconv.Atoi(first)
			b, err2 := strconv.Atoi(second)
			if ok && ok2 && err == nil && err2 == nil && a <= monthsOfYear && b > monthsOfYear {
				return true
			}
		}
	}
	return false
}
