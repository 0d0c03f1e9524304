package format

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"meterscope/model"
)

// isoTime writes a cell's time as Stamp reads it; "" if it is none. dayFirst: 03/04 is in April.
func isoTime(v string, dayFirst bool) string {
	if _, n := Stamp([]byte(v)); n > 0 && n == len(v) {
		return v
	}
	if t := epoch(v); t != "" {
		return t
	}
	d, ok := readCalendar([]byte(v))
	if !ok {
		return ""
	}
	return d.iso(dayFirst)
}

// epoch reads seconds or milliseconds since 1970, of this century as far as it has come. Kafka's tools write
// "CreateTime:" before them.
func epoch(v string) string {
	v = strings.TrimPrefix(strings.TrimPrefix(v, "CreateTime:"), "LogAppendTime:")
	if len(v) != 10 && len(v) != 13 {
		return fineEpoch(v)
	}
	n, err := strconv.ParseInt(v, 10, 64)
	switch {
	case err != nil:
		return ""
	case len(v) == 10 && n > 1_000_000_000 && n < 4_000_000_000:
		return time.Unix(n, 0).UTC().Format(time.RFC3339)
	case len(v) == 13 && n > 1_000_000_000_000 && n < 4_000_000_000_000:
		return time.UnixMilli(n).UTC().Format("2006-01-02T15:04:05.000Z")
	}
	return ""
}

// fineEpoch reads seconds with a fraction, micro- or nanoseconds since 1970: 1740823200.250000.
func fineEpoch(v string) string {
	if len(v) != 16 && len(v) != 19 && (len(v) < 12 || v[10] != '.') {
		return ""
	}
	t, n := epochStamp([]byte(v))
	if n == 0 || n != len(v) {
		return ""
	}
	layout := "2006-01-02T15:04:05"
	if t.Digits() > 0 {
		layout += "." + strings.Repeat("0", t.Digits())
	}
	return t.Time().UTC().Format(layout + "Z")
}

// calendar is a date and a time of day as spreadsheets write them: 03/26/2026 2:05:09 PM, 26.03.2026 14:05,
// 26-Mar-2026 14:05:09, Mar 26, 2026, 14:05:09.
type calendar struct {
	year   int
	parts  [2]int // day and month, in the order in which they stand
	order  dateOrder
	hour   int
	minute int
	second int
	rest   string // fraction and zone, as they stand
}

// dateOrder says how sure the order of day and month is.
type dateOrder uint8

const (
	eitherFirst dateOrder = iota // 03/04/2026, 03-04-2026: nothing says
	dayFirst                     // 26.03.2026, 26-Mar-2026
	monthFirst                   // 2026-03-26, Mar 26, 2026
)

// readCalendar reads a whole cell.
func readCalendar(v []byte) (calendar, bool) {
	var d calendar
	rest, ok := d.readDate(v)
	if !ok || !d.readClock(rest) {
		return d, false
	}
	switch {
	case d.order != eitherFirst:
	case d.parts[0] > 12:
		d.order = dayFirst
	case d.parts[1] > 12:
		d.order = monthFirst
	}
	return d, true
}

// readDate reads the date that v begins with.
func (d *calendar) readDate(v []byte) (rest []byte, ok bool) {
	var numbers [3]int
	var sizes [3]int
	named := -1 // which of them is a month's name
	var sep byte
	for i := range numbers {
		numbers[i], sizes[i] = digitsOf(v)
		if sizes[i] == 0 && named < 0 && i < 2 {
			if numbers[i], sizes[i] = monthName(v); sizes[i] > 0 {
				named = i
			}
		}
		if sizes[i] == 0 {
			return nil, false
		}
		v = v[sizes[i]:]
		if i == 2 {
			break
		}
		c := at(v, 0)
		switch {
		case c == ',' && at(v, 1) == ' ' && named == 0: // Mar 26, 2026
			v = v[1:]
		case bytes.IndexByte([]byte("/.- "), c) < 0 || c == ' ' && named < 0 && i > 0:
			return nil, false
		case sep != 0 && c != sep && named != 0:
			return nil, false
		}
		sep = c
		v = v[1:]
	}
	switch {
	case sizes[0] == 4 && named != 0:
		d.year, d.parts, d.order = numbers[0], [2]int{numbers[1], numbers[2]}, monthFirst
	case sizes[2] == 4 || sizes[2] == 2 && sizes[0] < 4 && sep != '-':
		d.year, d.parts = numbers[2], [2]int{numbers[0], numbers[1]}
		if sizes[2] == 2 {
			d.year += 2000
		}
		switch {
		case named == 0:
			d.order = monthFirst
		case named == 1 || sep == '.':
			d.order = dayFirst
		}
	default:
		return nil, false
	}
	return v, d.year >= 2000 && d.year < 2100
}

// readClock reads " 14:05:09.25 +01:00", ", 2:05 PM" and the like.
func (d *calendar) readClock(v []byte) bool {
	n := len(v)
	v = bytes.TrimPrefix(v, []byte(","))
	v = bytes.TrimPrefix(v, []byte("T"))
	v = bytes.TrimPrefix(v, []byte(" @")) // Kibana: Mar 26, 2026 @ 14:05:09.250
	v = bytes.TrimLeft(v, " ")
	if len(v) == n {
		return false
	}
	size := 0
	if d.hour, size = digitsOf(v); size == 0 || size > 2 || at(v, size) != ':' {
		return false
	}
	v = v[size+1:]
	if d.minute, size = digitsOf(v); size != 2 {
		return false
	}
	v = v[2:]
	if at(v, 0) == ':' {
		if d.second, size = digitsOf(v[1:]); size != 2 {
			return false
		}
		v = v[3:]
		if _, _, n := fraction(v, 0); n > 0 {
			d.rest, v = string(v[:n]), v[n:]
		}
	}
	if low := strings.ToLower(strings.TrimSpace(string(v))); low == "am" || low == "pm" || low == "a.m." || low == "p.m." {
		if d.hour < 1 || d.hour > 12 {
			return false
		}
		d.hour %= 12
		if low[0] == 'p' {
			d.hour += 12
		}
		v = nil
	}
	if len(v) > 0 {
		_, stated, n := zone(v, 0)
		if !stated || n != len(v) {
			return false
		}
		d.rest += string(v)
	}
	return d.hour < 24 && d.minute < 60 && d.second <= 60
}

// iso writes the time as Stamp reads it; "" if there is no such day.
func (d *calendar) iso(dayFirstElse bool) string {
	month, day := d.parts[0], d.parts[1]
	if d.order == dayFirst || d.order == eitherFirst && dayFirstElse {
		month, day = day, month
	}
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return ""
	}
	b := make([]byte, 0, 40)
	two := func(n int, sep byte) {
		b = append(b, '0'+byte(n/10), '0'+byte(n%10), sep)
	}
	b = append(strconv.AppendInt(b, int64(d.year), 10), '-')
	two(month, '-')
	two(day, ' ')
	two(d.hour, ':')
	two(d.minute, ':')
	two(d.second, ' ')
	return string(append(b[:len(b)-1], d.rest...))
}

// digitsOf reads the digits that v begins with, at most four.
func digitsOf(v []byte) (n, size int) {
	for size < len(v) && isDigit(v[size]) {
		if size == 4 {
			return 0, 0
		}
		n = n*10 + int(v[size]-'0')
		size++
	}
	return n, size
}

// monthName reads the English name of a month, whole or its first three letters.
func monthName(v []byte) (month, size int) {
	for size < len(v) && isLetter(v[size]) {
		size++
	}
	if size < 3 || size > len("September") {
		return 0, 0
	}
	for m := time.January; m <= time.December; m++ {
		name := m.String()
		if strings.EqualFold(name, string(v[:size])) || size == 3 && strings.EqualFold(name[:3], string(v[:3])) {
			return int(m), size
		}
	}
	return 0, 0
}

// dateOrderOf says how sure a cell's date is of the order of day and month; not ok where it is no such date.
func dateOrderOf(v string) (dateOrder, bool) {
	if _, n := Stamp([]byte(v)); n > 0 || len(v) < len("1/2/26 1:00") || len(v) > 48 {
		return 0, false
	}
	d, ok := readCalendar([]byte(v))
	return d.order, ok
}

// payloadTime writes a time that Stamp reads as a payload has it: with a T, a point and a zone of RFC 3339.
// What it has no zone for stays without one. same says that it stood there so.
func payloadTime(v string) (t string, same bool) {
	moment, n := Stamp([]byte(v))
	if n == 0 || n != len(v) {
		return v, true
	}
	b := []byte(v)
	b[4], b[7], b[10] = '-', '-', 'T'
	_, digits, end := fraction(b, len("2025-03-01T10:00:00"))
	if digits > 0 {
		b[len("2025-03-01T10:00:00")] = '.'
	}
	if moment.Zone() == model.ZoneStated {
		offset, _, _ := zone(b, end)
		if offset == 0 {
			b = append(b[:end], 'Z')
		} else {
			b = append(b[:end], time.Unix(0, 0).In(time.FixedZone("", int(offset/time.Second))).Format("-07:00")...)
		}
	}
	return string(b), string(b) == v
}
