package format

import (
	"strings"
	"time"

	"meterscope/model"
)

// yearlessTime reads a time without a year at the beginning of b, as others than syslog write it: "03-01 10:05:00.123"
// (Android), "I0301 10:05:00.123456" (klog), "Mar/01 10:05:00 UTC". n is its length, 0 if there is none.
func yearlessTime(b []byte) (p Prefix, n int) {
	month, day, n := yearlessDate(b)
	if n == 0 || at(b, n) != ' ' || month < 1 || month > 12 || day < 1 || day > 31 {
		return p, 0
	}
	n++
	clock, size := timeOfDay(b[n:])
	if size == 0 {
		return p, 0
	}
	const leapYear = 2000
	origin := model.ZoneAssumed
	offset, stated, end := zone(b, n+size)
	if stated {
		origin = model.ZoneStated
	}
	date := time.Date(leapYear, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	moment := date.Add(clock.Time().Sub(time.Unix(0, 0)) - offset)
	return Prefix{LoggedAt: model.NewTime(moment, clock.Digits(), origin), Lacks: LacksYear}, end
}

// yearlessDate reads "03-01", "I0301" or "Mar/01"; n is 0 if there is none of them.
func yearlessDate(b []byte) (month, day, n int) {
	if len(b) < len("Mar/01 10:05:00 ") {
		return 0, 0, 0
	}
	digits := func(i int) bool { return isDigit(b[i]) && isDigit(b[i+1]) }
	switch {
	case digits(0) && b[2] == '-' && digits(3):
		return pair(b, 0), pair(b, 3), len("03-01")
	case strings.IndexByte("IWEF", b[0]) >= 0 && digits(1) && digits(3):
		return pair(b, 1), pair(b, 3), len("I0301")
	case b[3] == '/' && digits(4):
		if m := strings.Index(months, string(b[:3])); m >= 0 && m%3 == 0 {
			return m/3 + 1, pair(b, 4), len("Mar/01")
		}
	}
	return 0, 0, 0
}
