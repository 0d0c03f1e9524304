package format

import "strings"

// findDate takes a column of dates and one of times of day, where no column has both.
func (c *columns) findDate(t *Table) {
	if t.at[fieldTime] >= 0 || t.fixed[fieldTime] || t.fixed[fieldDate] {
		return
	}
	date := c.find(func(v string) bool { return !isTime(v) && isTime(v+" 00:00:00") }, .8)
	if date < 0 {
		return
	}
	clock := c.find(func(v string) bool { return isTime("2000-01-01 " + v) }, .8)
	if clock < 0 {
		c.taken[date] = false
		return
	}
	t.at[fieldDate], t.at[fieldTime] = date, clock
}

func isTime(v string) bool { return isoTime(v, false) != "" || isoTime(v, true) != "" }

// when gives the time of a row from its cells as isoTime does.
func (t *Table) when(date, clock string) string {
	if t.at[fieldDate] >= 0 {
		clock = date + " " + clock
	}
	return isoTime(clock, t.dayFirst)
}

// decideDates settles the order of day and month where the dates don't say it themselves: as the user says; as any
// date shows that can be read in one order only; as the messages' own times show; else the month is first.
func (t *Table) decideDates(rows [][]string, named dateOrder) {
	column, behind := t.at[fieldTime], ""
	if t.at[fieldDate] >= 0 {
		column, behind = t.at[fieldDate], " 00:00:00"
	}
	if column < 0 {
		return
	}
	open, day, month := false, 0, 0
	for _, row := range rows {
		order, ok := dateOrderOf(row[column] + behind)
		if !ok || strings.IndexByte(row[column], '.') > 0 && strings.IndexByte(row[column], '.') < 3 {
			continue
		}
		switch order {
		case dayFirst:
			day++
		case monthFirst:
			month++
		default:
			open = true
			for _, n := range t.messages {
				if isoDay := timestampDay(row[n]); isoDay != "" {
					if strings.HasPrefix(isoTime(row[column]+behind, true), isoDay) {
						day++
					} else if strings.HasPrefix(isoTime(row[column]+behind, false), isoDay) {
						month++
					}
				}
			}
		}
	}
	t.dayFirst = day > month
	if named != eitherFirst {
		t.dayFirst = named == dayFirst
	}
	t.tellDates = open || named != eitherFirst || day+month > 0 && t.slashes(rows, column)
}

// slashes says whether dates are written with the order of day and month left to the reader.
func (t *Table) slashes(rows [][]string, column int) bool {
	for _, row := range rows {
		if i := strings.IndexAny(row[column], "/-"); i > 0 && i < 3 {
			return true
		}
	}
	return false
}

// timestampDay is the day of the first timestamp in a message; "" if it has none.
func timestampDay(message string) string {
	const day = len("2025-03-01")
	_, rest, ok := strings.Cut(message, `"timestamp"`)
	if !ok {
		return ""
	}
	rest = strings.TrimLeft(rest, " :\t\r\n")
	if len(rest) < day+1 || rest[0] != '"' || !isDigit(rest[1]) {
		return ""
	}
	return rest[1 : day+1]
}
