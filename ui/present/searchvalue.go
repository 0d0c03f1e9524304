package present

import (
	"math"
	"strconv"
	"strings"
	"time"

	"meterscope/model"
)

// units are how a number of a search is converted: by its unit, in lower case, into what rows have.
type units struct {
	plain int            // the power of ten of a number without a unit
	named map[string]int // the power of ten of a unit
	about bool           // a colon asks for what is as near as the number is exact
}

// kilo is for measured numbers in thousands of what rows have. Nobody knows all of their digits: those of a bill or a
// car's display are rounded or cut off.
func kilo() units {
	return units{plain: 3, about: true, named: map[string]int{"kwh": 3, "kw": 3, "wh": 0, "w": 0, "mwh": 6, "mw": 6}}
}

// percent has a unit that may be written.
func percent() units { return units{named: map[string]int{"%": 0}} }

// numberTest compares a number. "kwh:10..20" asks for those from 10 to 20, and "kwh:45" for those between 44 and 46.
func numberTest(of quantity, u units) func(r *searchReader, tm *term) (rowTest, string) {
	return func(r *searchReader, tm *term) (rowTest, string) {
		value := tm.values[0]
		low, high, ranged := strings.Cut(value, "..")
		if !ranged {
			high = low
		} else if tm.op != ":" && tm.op != "=" {
			return nil, r.t.Text("%s is a range, which goes with a colon", value)
		}
		first, firstOK := u.number(low)
		last, lastOK := u.number(high)
		if !firstOK || !lastOK {
			return nil, r.t.Text("%s is no number", value)
		}
		op := tm.op
		near := u.about && !ranged && op == ":"
		step := u.step(value)
		return func(m *matcher) func(int32) bool {
			return func(row int32) bool {
				v, ok := of(m.table, row)
				if !ok {
					return false
				}
				switch {
				case ranged:
					return v.Cmp(first) >= 0 && v.Cmp(last) <= 0
				case near:
					return v.Sub(first).Abs().Cmp(step) < 0
				}
				return compares(op, v.Cmp(first))
			}
		}, ""
	}
}

// number reads a number with its unit, as in "30", "30.5", "30,5" and "500Wh".
func (u units) number(text string) (model.Decimal, bool) {
	d, shift, ok := u.parse(text)
	return d.Shift(shift), ok
}

// step is one unit of a number's last digit as it is written: 1 kWh of "30", 0.1 of "30.5".
func (u units) step(text string) model.Decimal {
	d, shift, _ := u.parse(text)
	return d.Ulp().Shift(shift)
}

// parse reads a number as it stands there, and the power of ten that its unit is.
func (u units) parse(text string) (d model.Decimal, shift int, ok bool) {
	end := strings.LastIndexAny(text, "0123456789") + 1
	shift = u.plain
	if unit := strings.ToLower(strings.TrimSpace(text[end:])); unit != "" {
		if shift, ok = u.named[unit]; !ok {
			return d, 0, false
		}
	}
	d, err := model.ParseDecimal(strings.Replace(strings.TrimSpace(text[:end]), ",", ".", 1))
	return d, shift, err == nil
}

// parseDurations reads a duration as in "1h", "90min", "1h30", "1:30" or "45s": the first and the last that are
// meant, since what is said to the minute means all of it.
func parseDurations(text string) (first, last time.Duration, ok bool) {
	text = strings.ToLower(strings.ReplaceAll(text, " ", ""))
	if hours, minutes, clock := strings.Cut(text, ":"); clock {
		minutes, seconds, fine := strings.Cut(minutes, ":")
		step := time.Minute
		d, ok := wholeUnits(hours, time.Hour)
		m, minutesOK := wholeUnits(minutes, time.Minute)
		s := time.Duration(0)
		if fine {
			var secondsOK bool
			s, secondsOK = wholeUnits(seconds, time.Second)
			ok, step = ok && secondsOK, time.Second
		}
		return d + m + s, d + m + s + step - 1, ok && minutesOK
	}
	total, step, left := time.Duration(0), time.Duration(0), time.Duration(math.MaxInt64)
	for text != "" {
		end := 0
		for end < len(text) && (isDigit(text[end]) || text[end] == '.' || text[end] == ',') {
			end++
		}
		unitEnd := end
		for unitEnd < len(text) && !isDigit(text[unitEnd]) {
			unitEnd++
		}
		unit, ok := durationUnit(text[end:unitEnd], left)
		if !ok || unit >= left {
			return 0, 0, false
		}
		d, ok := fractionOf(text[:end], unit)
		if !ok {
			return 0, 0, false
		}
		total, step, left, text = total+d, unit, unit, text[unitEnd:]
		if strings.ContainsAny(text, ".,") || d%unit != 0 {
			step = time.Second
		}
	}
	return total, total + min(step, time.Minute) - 1, step > 0
}

// durationUnit knows the units of durations. After hours a number alone is minutes.
func durationUnit(name string, before time.Duration) (time.Duration, bool) {
	switch name {
	case "d", "t":
		const day = 24 * time.Hour
		return day, true
	case "h", "std", "hour", "hours":
		return time.Hour, true
	case "m", "min", "minutes", "minuten":
		return time.Minute, true
	case "s", "sec", "sek", "seconds":
		return time.Second, true
	case "":
		return time.Minute, before == time.Hour
	}
	return 0, false
}

// wholeUnits reads a whole number of a unit.
func wholeUnits(text string, unit time.Duration) (time.Duration, bool) {
	const most = 5 // digits: hours of eleven years
	n, err := strconv.Atoi(text)
	return time.Duration(n) * unit, err == nil && n >= 0 && len(text) <= most
}

func fractionOf(text string, unit time.Duration) (time.Duration, bool) {
	const most = 9 // digits
	v, err := model.ParseDecimal(strings.Replace(text, ",", ".", 1))
	if err != nil || len(text) > most {
		return 0, false
	}
	nanos, _, ok := v.Mul(model.NewDecimal(int64(unit), 0)).Round(0).Coef()
	return time.Duration(nanos), ok && float64(nanos) < math.MaxInt64/4
}

// parseMoment reads a date or time of a zone: the stretch of time that is meant, to before its end. What is said to
// the day means the whole day.
func parseMoment(text string, zone *time.Location, now time.Time) (from, to time.Time, ok bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	today := now.In(zone)
	day := func(back int) time.Time {
		return time.Date(today.Year(), today.Month(), today.Day()-back, 0, 0, 0, 0, zone)
	}
	switch text {
	case "today", "heute":
		return day(0), day(-1), true
	case "yesterday", "gestern":
		return day(1), day(0), true
	}
	if n, isDays := strings.CutSuffix(text, "d"); isDays { // so many days ago
		const most = 100_000
		if back, err := strconv.Atoi(n); err == nil && 0 <= back && back < most {
			return day(back), day(back - 1), true
		}
	}
	for _, l := range []struct {
		layout              string
		years, months, days int
		more                time.Duration
	}{
		{"2006", 1, 0, 0, 0},
		{"2006-01", 0, 1, 0, 0},
		{"2006-01-02", 0, 0, 1, 0},
		{"02.01.2006", 0, 0, 1, 0},
		{"2.1.2006", 0, 0, 1, 0},
		{"01.2006", 0, 1, 0, 0},
		{"2006-01-02t15", 0, 0, 0, time.Hour},
		{"2006-01-02t15:04", 0, 0, 0, time.Minute},
		{"2006-01-02t15:04:05", 0, 0, 0, time.Second},
		{"2006-01-02 15:04", 0, 0, 0, time.Minute},
		{"2006-01-02 15:04:05", 0, 0, 0, time.Second},
		{"02.01.2006 15:04", 0, 0, 0, time.Minute},
		{"2006-01-02t15:04:05z07:00", 0, 0, 0, time.Second},
	} {
		if at, err := time.ParseInLocation(l.layout, text, zone); err == nil {
			return at, at.AddDate(l.years, l.months, l.days).Add(l.more), true
		}
	}
	return from, to, false
}
