package format

import (
	"slices"
	"strings"
)

// checkNamed is an error where a column that the user named can't hold what it is named for: none of its cells is a
// time, or a number.
func (c *columns) checkNamed(t *Table) error {
	clock := isTime
	if t.at[fieldDate] >= 0 {
		clock = func(v string) bool { return isTime(v) || isTime("2000-01-01 "+v) }
	}
	for _, k := range []struct {
		f    field
		is   func(string) bool
		text string
	}{
		{fieldTime, clock, "column %s holds no time, but %q"},
		{fieldReceived, isTime, "column %s holds no time, but %q"},
		{fieldDate, func(v string) bool { return isTime(v) || isTime(v+" 00:00:00") }, "column %s holds no date, but %q"},
		{fieldValue, func(v string) bool { return strings.ContainsAny(v, "0123456789") }, "column %s holds no number, but %q"},
	} {
		if n := t.at[k.f]; n >= 0 && t.fixed[k.f] && len(t.wide) == 0 {
			if said := c.nothingBut(n, k.is); said != "" {
				return columnsErrorf(k.text, c.called(n), cut(said, 40))
			}
		}
	}
	return nil
}

// noMessages remembers where a column of messages that the user named holds none.
func (c *columns) noMessages(t *Table) {
	for _, n := range t.messages {
		said := c.nothingBut(n, isMessage)
		if said == "" {
			continue
		}
		for other := range c.taken {
			if !slices.Contains(t.messages, other) && c.mostly(other, isMessage, .1) {
				t.doubt = columnsErrorf("column %s holds no frame or payload, but %q; column %s does", c.called(n), cut(said, 40), c.called(other))
				return
			}
		}
		t.doubt = columnsErrorf("column %s holds no frame or payload, but %q, and no other one does", c.called(n), cut(said, 40))
		return
	}
}

// Doubt is the [ColumnsError] that tells why nothing was found in a table whose columns the user named; nil if they
// aren't to blame.
func (t *Table) Doubt() error { return t.doubt }

// nothingBut gives what the first filled cell of a column says where none of them is so; "" where one is, or where
// all are empty.
func (c *columns) nothingBut(n int, is func(string) bool) (said string) {
	for _, row := range c.rows {
		v := row[n]
		if v == "" {
			continue
		}
		if is(v) {
			return ""
		}
		if said == "" {
			said = v
		}
	}
	return said
}

// called is a column's letters with its name in the header.
func (c *columns) called(n int) string {
	if c.header[n] == "" {
		return columnLetters(n)
	}
	return columnLetters(n) + " (" + cut(c.header[n], 30) + ")"
}
