package format

import "bytes"

// decideDecimal settles what commas and points in the values mean: as the user says; or as those values show that can
// be read in one way only, where they agree. Otherwise values stay as they stand, and what they mean is the
// decoder's to say. It is noted only where it makes a difference.
func (c *columns) decideDecimal(t *Table, named byte) {
	if named != 0 {
		t.decimal = named
		return
	}
	columns := []int{t.at[fieldValue]}
	for _, w := range t.wide {
		columns = append(columns, w.column)
	}
	comma, point, changes := 0, 0, false
	for _, row := range c.rows {
		for _, n := range columns {
			if n < 0 || row[n] == "" {
				continue
			}
			switch numberShows(row[n]) {
			case ',':
				comma++
			case '.':
				point++
			}
			changes = changes || bytes.ContainsAny([]byte(row[n]), ", '\u00a0\u202f")
		}
	}
	switch {
	case comma > 0 && point == 0:
		t.decimal = ','
	case point > 0 && comma == 0 && changes:
		t.decimal = '.'
	}
}

// numberShows gives the character that must be the decimal one in a number; 0 where it could be another, or none is
// there.
func numberShows(v string) byte {
	_, comma := plainNumber(nil, []byte(v), ',')
	_, point := plainNumber(nil, []byte(v), '.')
	has := bytes.ContainsAny([]byte(v), ",.")
	switch {
	case has && comma && !point:
		return ','
	case has && point && !comma:
		return '.'
	}
	return 0
}

// plainNumber reads a number whose decimal character is known, with or without marks between thousands, and adds to
// keep which of its bytes a plain number has: digits, the sign, and the decimal character. It is not ok where it is no
// number so.
func plainNumber(keep []int, v []byte, decimal byte) (_ []int, ok bool) {
	group := byte(',')
	if decimal == ',' {
		group = '.'
	}
	i := 0
	if at(v, 0) == '-' {
		keep = append(keep, 0)
		i++
	}
	const thousands = 3
	run, grouped, whole := 0, false, 0 // digits since the last mark; digits before the decimal character
	for ; i < len(v) && v[i] != decimal; i++ {
		if isDigit(v[i]) {
			keep = append(keep, i)
			run++
			whole++
			continue
		}
		size := groupMark(v[i:], group)
		if size == 0 || run == 0 || grouped && run != thousands || !grouped && (run > thousands || v[i-run] == '0') {
			return keep, false
		}
		i += size - 1
		run, grouped = 0, true
	}
	if whole == 0 || grouped && run != thousands {
		return keep, false
	}
	if i == len(v) {
		return keep, true
	}
	keep = append(keep, i)
	for i++; i < len(v); i++ {
		if !isDigit(v[i]) {
			return keep, false
		}
		keep = append(keep, i)
	}
	return keep, isDigit(v[len(v)-1])
}

// groupMark gives the size of the mark between thousands that v begins with; 0 if it begins with none.
func groupMark(v []byte, group byte) int {
	switch {
	case v[0] == group, v[0] == ' ', v[0] == '\'':
		return 1
	}
	for _, mark := range []string{"\u00a0", "\u202f", "\u2019"} {
		if bytes.HasPrefix(v, []byte(mark)) {
			return len(mark)
		}
	}
	return 0
}
