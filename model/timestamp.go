package model

// ParseTimestamp reads a timestamp as payloads have it. valid says that it is a date-time of RFC 3339 §5.6,
// as JSON schema's format wants it. A text that is not, but can mean only one moment, is read all the same:
// with a space for the T, without colons, seconds or minutes of the offset, with white space around. Without
// a zone it is read as UTC and marked [ZoneAssumed]. What can't be read is no time: t.IsZero().
//
// A leap second is the first moment of the next minute. Fraction digits beyond nine are dropped.
func ParseTimestamp[T string | []byte](text T) (t Time, valid bool) {
	r := stampReader[T]{s: text, strict: true}
	if !r.read() {
		return Time{}, false
	}
	sec := daysFromCivil(r.year, r.month, r.day)*86400 + int64(r.hour*3600+r.minute*60+r.second) - int64(r.offset)
	return Time{sec: sec, nsec: r.nsec, digits: r.digits, zone: r.zone, set: true}, r.strict
}

type stampReader[T string | []byte] struct {
	s      T
	i      int
	strict bool // nothing yet that RFC 3339 forbids

	year, month, day, hour, minute, second int
	offset                                 int // seconds east of Greenwich
	nsec                                   int32
	digits                                 uint8
	zone                                   ZoneOrigin
}

func (r *stampReader[T]) read() bool {
	r.trim()
	if !r.date() || !r.clock() || !r.fraction() || !r.zoneOffset() || r.i != len(r.s) {
		return false
	}
	return r.inRange()
}

// trim drops white space around the text.
func (r *stampReader[T]) trim() {
	whole := len(r.s)
	for r.i < whole && isSpace(r.s[r.i]) {
		r.i++
	}
	end := whole
	for end > r.i && isSpace(r.s[end-1]) {
		end--
	}
	r.strict = r.i == 0 && end == whole
	r.s = r.s[:end]
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// number reads exactly n digits.
func (r *stampReader[T]) number(n int) (v int, ok bool) {
	if len(r.s)-r.i < n {
		return 0, false
	}
	for range n {
		c := r.s[r.i] - '0'
		if c > 9 {
			return 0, false
		}
		v = v*10 + int(c)
		r.i++
	}
	return v, true
}

// next takes the byte c if it stands there.
func (r *stampReader[T]) next(c byte) bool {
	if r.i < len(r.s) && r.s[r.i] == c {
		r.i++
		return true
	}
	return false
}

func (r *stampReader[T]) date() bool {
	var ok1, ok2, ok3 bool
	r.year, ok1 = r.number(4)
	dashed := r.next('-')
	r.month, ok2 = r.number(2)
	if r.next('-') != dashed {
		return false
	}
	r.day, ok3 = r.number(2)
	r.strict = r.strict && dashed
	return ok1 && ok2 && ok3
}

func (r *stampReader[T]) clock() bool {
	if !r.next('T') && !r.next('t') {
		r.strict = false
		if !r.next(' ') {
			return false
		}
	}
	var ok1, ok2, ok3 bool
	r.hour, ok1 = r.number(2)
	colon := r.next(':')
	r.minute, ok2 = r.number(2)
	r.strict = r.strict && colon
	if colon && !r.next(':') || !colon && (r.i == len(r.s) || r.s[r.i] < '0' || r.s[r.i] > '9') {
		r.strict = false // no seconds
		return ok1 && ok2
	}
	r.second, ok3 = r.number(2)
	return ok1 && ok2 && ok3
}

func (r *stampReader[T]) fraction() bool {
	if !r.next('.') {
		if !r.next(',') {
			return true
		}
		r.strict = false
	}
	start, unit := r.i, int32(100_000_000)
	for r.i < len(r.s) && r.s[r.i]-'0' <= 9 {
		r.nsec += int32(r.s[r.i]-'0') * unit
		unit /= 10
		r.i++
	}
	r.digits = uint8(min(r.i-start, 9)) //nolint:gosec // bounded
	return r.i > start
}

func (r *stampReader[T]) zoneOffset() bool {
	if r.next('Z') || r.next('z') {
		return true
	}
	if r.i == len(r.s) {
		r.zone, r.strict = ZoneAssumed, false
		return true
	}
	if r.next(' ') {
		r.strict = false
		if r.next('Z') || r.word("UTC") || r.word("GMT") {
			return true
		}
	}
	sign := 1
	if r.next('-') {
		sign = -1
	} else if !r.next('+') {
		return false
	}
	hours, ok := r.number(2)
	if !ok || hours > 23 {
		return false
	}
	minutes := 0
	colon := r.next(':')
	if colon || r.i < len(r.s) {
		if minutes, ok = r.number(2); !ok || minutes > 59 {
			return false
		}
	}
	r.strict = r.strict && colon
	r.offset = sign * (hours*3600 + minutes*60)
	return true
}

func (r *stampReader[T]) word(w string) bool {
	if len(r.s)-r.i < len(w) || string(r.s[r.i:r.i+len(w)]) != w {
		return false
	}
	r.i += len(w)
	return true
}

// inRange checks the calendar and the clock. A leap second comes only at the end of a day in UTC.
func (r *stampReader[T]) inRange() bool {
	if r.month < 1 || r.month > 12 || r.day < 1 || r.day > daysIn(r.year, r.month) {
		return false
	}
	if r.hour > 23 || r.minute > 59 || r.second > 60 {
		return false
	}
	if r.second < 60 {
		return true
	}
	const day, lastMinute = 86400, 86400 - 60
	minute := (r.hour*3600 + r.minute*60 - r.offset) % day
	return minute == lastMinute || minute == lastMinute-day
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// daysFromCivil counts days since 1970-01-01 in the proleptic Gregorian calendar: years are taken to begin
// in March, so that the leap day is their last.
func daysFromCivil(year, month, day int) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	era := year / 400
	if year < 0 {
		era = (year - 399) / 400
	}
	yearOfEra := year - era*400
	dayOfYear := (153*(month-3)+2)/5 + day - 1
	const daysOfEra, daysToEpoch = 146097, 719468
	return int64(era)*daysOfEra + int64(yearOfEra*365+yearOfEra/4-yearOfEra/100+dayOfYear) - daysToEpoch
}
