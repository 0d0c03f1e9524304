package format

import (
	"bytes"
	"time"

	"meterscope/model"
)

// Stamp reads a timestamp at the beginning of b: a date as 2025-02-16 or 2025/02/16, a T, a space or a tab, a time
// of day to the second, optionally a fraction after a point or a comma, optionally a zone. It gives the
// number of bytes read, 0 if there is no such timestamp. Without a zone it is read as UTC and marked
// model.ZoneAssumed.
func Stamp(b []byte) (t model.Time, n int) {
	const size = len("2025-02-16T21:33:01")
	if len(b) < size || !isDigit(b[0]) {
		return t, 0
	}
	if b[4] != b[7] || b[4] != '-' && b[4] != '/' || b[10] != 'T' && b[10] != ' ' && b[10] != '\t' || b[13] != ':' || b[16] != ':' {
		return t, 0
	}
	for _, i := range [...]int{1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18} {
		if !isDigit(b[i]) {
			return t, 0
		}
	}
	year, month, day := 100*pair(b, 0)+pair(b, 2), pair(b, 5), pair(b, 8)
	hour, minute, second := pair(b, 11), pair(b, 14), pair(b, 17)
	if month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60 {
		return t, 0
	}
	nsec, digits, n := fraction(b, size)
	offset, stated, n := zone(b, n)
	origin := model.ZoneAssumed
	if stated {
		origin = model.ZoneStated
	}
	sec := int64(daysTo(year, month, day))*86400 + int64(hour*3600+minute*60+second) - int64(offset/time.Second)
	return model.NewTime(time.Unix(sec, int64(nsec)).UTC(), digits, origin), n
}

// pair is the number that the two digits at b[i] are.
func pair(b []byte, i int) int { return int(b[i]-'0')*10 + int(b[i+1]-'0') }

// daysTo counts the days from the first of 1970 to a date of the Gregorian calendar. A day that the month
// doesn't have is one of the next month.
func daysTo(year, month, day int) int {
	if month <= 2 { // so that the leap day is the year's last
		year--
		month += 12
	}
	const toMarchOfYear0 = 719469
	return 365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - toMarchOfYear0
}

// fraction reads ".123" or ",123" at b[n:].
func fraction(b []byte, n int) (nsec, digits, end int) {
	if n+1 >= len(b) || b[n] != '.' && b[n] != ',' || !isDigit(b[n+1]) {
		return 0, 0, n
	}
	unit := int(time.Second)
	for n++; n < len(b) && isDigit(b[n]); n++ {
		unit /= 10
		nsec += int(b[n]-'0') * unit
		digits++
	}
	return nsec, min(digits, 9), n
}

// zone reads "Z", "+02:00", "+0200", "+02", " +0200", " UTC" or " GMT" at b[n:].
func zone(b []byte, n int) (offset time.Duration, stated bool, end int) {
	rest := b[n:]
	if len(rest) > 0 && (rest[0] == 'Z' || rest[0] == 'z') {
		return 0, true, n + 1
	}
	skip := 0
	if len(rest) > 0 && rest[0] == ' ' {
		skip = 1
	}
	rest = rest[skip:]
	if skip == 1 && (bytes.HasPrefix(rest, []byte("UTC")) || bytes.HasPrefix(rest, []byte("GMT"))) && !wordAt(rest, 3) {
		return 0, true, n + skip + 3
	}
	if offset, ok := hours(rest); ok && skip == 0 {
		return offset, true, n + 3
	}
	if len(rest) < 5 || rest[0] != '+' && rest[0] != '-' || !isDigit(rest[1]) || !isDigit(rest[2]) {
		return 0, false, n
	}
	minutes := rest[3:]
	size := 5
	if minutes[0] == ':' {
		minutes, size = minutes[1:], 6
	}
	if len(minutes) < 2 || !isDigit(minutes[0]) || !isDigit(minutes[1]) || len(minutes) > 2 && isDigit(minutes[2]) {
		return 0, false, n
	}
	h, m := int(rest[1]-'0')*10+int(rest[2]-'0'), int(minutes[0]-'0')*10+int(minutes[1]-'0')
	if h > 15 || m > 59 {
		return 0, false, n
	}
	offset = time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
	if rest[0] == '-' {
		offset = -offset
	}
	return offset, true, n + skip + size
}

// hours reads a zone of whole hours, as PostgreSQL writes it: "+02".
func hours(b []byte) (offset time.Duration, ok bool) {
	if len(b) < 3 || b[0] != '+' && b[0] != '-' || !isDigit(b[1]) || !isDigit(b[2]) || pair(b, 1) > 15 {
		return 0, false
	}
	if len(b) > 3 && (isDigit(b[3]) || b[3] == ':' || wordAt(b, 3) || b[3] == '-') {
		return 0, false
	}
	offset = time.Duration(pair(b, 1)) * time.Hour
	if b[0] == '-' {
		offset = -offset
	}
	return offset, true
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// wordAt says whether a word goes on at b[n].
func wordAt(b []byte, n int) bool {
	return n < len(b) && (isLetter(b[n]) || isDigit(b[n]) || b[n] == '_')
}

// afterStamp is what may follow a line's timestamp. A quote may not: then the timestamp is a value.
func afterStamp(b []byte, n int) bool {
	return n >= len(b) || bytes.IndexByte([]byte(" \t]|,;:)>-[\r\n\x1b"), b[n]) >= 0
}

// leadingStamp reads the timestamp that a line begins with: after quotation marks, brackets, or the padded
// level of a logger ("[INFO ] "). Of two timestamps in a row the second is the log's own: the first was put
// there by what collected it.
func leadingStamp(line []byte) (t model.Time, n int) {
	n = skipOpening(line, 0)
	t, size := Stamp(line[n:])
	if size == 0 || !afterStamp(line, n+size) {
		return model.Time{}, 0
	}
	n += size
	next := skipOpening(line, n)
	if inner, size := Stamp(line[next:]); size > 0 && next > n && afterStamp(line, next+size) {
		return inner, next + size
	}
	return t, n
}

// skipOpening passes over white space, quotation marks and one opening bracket, and over what a terminal or a comparison
// of files puts in front of a line: a colour, "+".
func skipOpening(line []byte, n int) int {
	if at(line, n) == '\x1b' && at(line, n+1) == '[' {
		for k := n + 2; k < min(len(line), n+12); k++ {
			if line[k] == 'm' {
				n = k + 1
				break
			}
		}
	}
	if n == 0 && at(line, 0) == '+' && isDigit(at(line, 1)) {
		n++
	}
	for n < len(line) && bytes.IndexByte([]byte(" \t`'\"([>"), line[n]) >= 0 {
		n++
	}
	return n
}
