package format

import (
	"bytes"
	"strings"
	"time"

	"meterscope/model"
)

// oddStamp reads a date and time at the beginning of b in another order than Stamp does: 15.01.2024 08:30:22,
// 15/Jan/2024:08:30:22 +0100, 15 Jan 2024 08:30:22, Jan 15, 2024 8:30:22 AM, Mon Jan 15 08:30:22 2024,
// 03/26/2026 14:05:09. A date with slashes has the month first, unless that can't be. n is its length, 0 if
// there is none.
func oddStamp(b []byte) (t model.Time, n int) {
	b = b[:min(len(b), 64)]
	if len(b) < len("1.1.2024 8:30:22") {
		return t, 0
	}
	if i := dayName(b); i > 0 { // "Mon Jan 15 08:30:22 2024", "Mon, 15 Jan 2024 08:30:22 GMT"
		if t, n = monthThenClock(b[i:]); n == 0 {
			t, n = oddStamp(b[i:])
		}
		if n > 0 {
			n += i
		}
		return t, n
	}
	var d oddDate
	n = d.read(b)
	if n == 0 {
		return t, 0
	}
	sep := n
	for n < len(b) && bytes.IndexByte([]byte(" ,:T-"), b[n]) >= 0 && n < sep+3 {
		n++
	}
	if n == sep {
		return t, 0
	}
	size := d.clock(b[n:])
	if size == 0 {
		return t, 0
	}
	return d.time(b, n+size)
}

// oddDate is a date and time while it is read.
type oddDate struct {
	year, month, day, hour, minute, second, nsec, digits int
}

// number reads a number of at most most digits at b[i].
func number(b []byte, i, most int) (v, end int) {
	for end = i; end < len(b) && end < i+most && isDigit(b[end]); end++ {
		v = v*10 + int(b[end]-'0')
	}
	if end < len(b) && isDigit(b[end]) {
		return 0, i
	}
	return v, end
}

// monthAt reads the name of a month at b[i].
func monthAt(b []byte, i int) (month, end int) {
	if i+3 > len(b) || !isLetter(b[i]) {
		return 0, i
	}
	m := strings.Index(months, string(b[i:i+3]))
	if m < 0 || m%3 != 0 {
		return 0, i
	}
	for end = i + 3; end < len(b) && isLetter(b[end]); end++ {
	}
	return m/3 + 1, end
}

// read reads the date and gives its length.
func (d *oddDate) read(b []byte) int {
	if m, i := monthAt(b, 0); m > 0 { // "Jan 15, 2024"
		day, n := number(b, i+1, 2)
		if n == i+1 || n+2 >= len(b) || b[i] != ' ' || b[n] != ',' || b[n+1] != ' ' {
			return 0
		}
		year, end := number(b, n+2, 4)
		if end != n+6 {
			return 0
		}
		d.year, d.month, d.day = year, m, day
		return end
	}
	first, i := number(b, 0, 2)
	if i == 0 || i >= len(b) {
		return 0
	}
	sep := b[i]
	if bytes.IndexByte([]byte("./- "), sep) < 0 {
		return 0
	}
	if m, end := monthAt(b, i+1); m > 0 && end < len(b) && b[end] == sep { // "15/Jan/2024"
		year, last := number(b, end+1, 4)
		if last != end+5 {
			return 0
		}
		d.year, d.month, d.day = year, m, first
		return last
	}
	second, k := number(b, i+1, 2)
	if k == i+1 || k >= len(b) || b[k] != sep || sep == ' ' {
		return 0
	}
	year, last := number(b, k+1, 4)
	if last != k+5 {
		return 0
	}
	d.year, d.month, d.day = year, second, first
	if sep == '/' && second > 12 || sep == '/' && first <= 12 {
		d.month, d.day = first, second
	}
	return last
}

// clock reads the time of day and gives its length.
func (d *oddDate) clock(b []byte) int {
	var i, k int
	if d.hour, i = number(b, 0, 2); i == 0 || at(b, i) != ':' {
		return 0
	}
	if d.minute, k = number(b, i+1, 2); k != i+3 || at(b, k) != ':' {
		return 0
	}
	if d.second, i = number(b, k+1, 2); i != k+3 {
		return 0
	}
	d.nsec, d.digits, i = fraction(b, i)
	rest := b[i:]
	pm := bytes.HasPrefix(rest, []byte(" PM")) || bytes.HasPrefix(rest, []byte(" pm"))
	am := bytes.HasPrefix(rest, []byte(" AM")) || bytes.HasPrefix(rest, []byte(" am"))
	switch {
	case (am || pm) && (d.hour < 1 || d.hour > 12):
		return 0
	case pm && d.hour < 12:
		d.hour += 12
	case am && d.hour == 12:
		d.hour = 0
	}
	if am || pm {
		i += len(" PM")
	}
	return i
}

// time makes a time of it. n is where a zone may follow.
func (d *oddDate) time(b []byte, n int) (model.Time, int) {
	if d.year < 1990 || d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31 || d.hour > 23 || d.minute > 59 || d.second > 60 {
		return model.Time{}, 0
	}
	offset, stated, end := zone(b, n)
	origin := model.ZoneAssumed
	if stated {
		origin = model.ZoneStated
	}
	moment := time.Date(d.year, time.Month(d.month), d.day, d.hour, d.minute, d.second, d.nsec, time.UTC)
	return model.NewTime(moment.Add(-offset), d.digits, origin), end
}

// dayName reads "Mon " or "Mon, " and gives its length.
func dayName(b []byte) int {
	const days = "MonTueWedThuFriSatSun"
	if !isLetter(b[0]) {
		return 0
	}
	d := strings.Index(days, string(b[:3]))
	switch {
	case d < 0 || d%3 != 0:
		return 0
	case b[3] == ' ':
		return 4
	case b[3] == ',' && b[4] == ' ':
		return 5
	}
	return 0
}

// monthThenClock reads "Jan 15 08:30:22 2024", with a zone before or behind the year.
func monthThenClock(b []byte) (t model.Time, n int) {
	var d oddDate
	var i int
	if d.month, i = monthAt(b, 0); d.month == 0 || at(b, i) != ' ' {
		return t, 0
	}
	for i++; at(b, i) == ' '; i++ {
	}
	d.day, n = number(b, i, 2)
	if n == i || at(b, n) != ' ' {
		return t, 0
	}
	size := d.clock(b[n+1:])
	if size == 0 {
		return t, 0
	}
	n += 1 + size
	if z := bytes.IndexByte(b[min(n+1, len(b)):], ' '); z >= 2 && z <= 5 && isLetter(at(b, n+1)) { // "UTC 2024"
		if year, end := number(b, n+1+z+1, 4); end == n+1+z+5 {
			d.year = year
			moment, zoned := d.time(b[n:n+1+z], 0)
			if zoned > 0 || !moment.IsZero() {
				return moment, end
			}
		}
	}
	year, end := number(b, n+1, 4)
	if at(b, n) != ' ' || end != n+5 {
		return t, 0
	}
	d.year = year
	return d.time(b, end)
}
