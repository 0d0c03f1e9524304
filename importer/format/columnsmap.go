package format

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"meterscope/model"
)

// field is what a column of a table holds.
type field uint8

// The fields, in the order in which a mapping is written.
const (
	fieldDate field = iota
	fieldTime
	fieldReceived
	fieldStation
	fieldDirection
	fieldAction
	fieldID
	fieldType
	fieldMessage
	fieldRequest
	fieldResponse
	fieldConnector
	fieldTransaction
	fieldMeasurand
	fieldPhase
	fieldLocation
	fieldContext
	fieldFormat
	fieldValue
	fieldUnit
	fieldCount
)

// ColumnRoles lists what a column of a table can be named to hold, as [ParseColumns] reads it.
func ColumnRoles() []string {
	return []string{
		"date", "time", "received", "station", "direction", "action", "id", "type", "message", "request", "response", "connector",
		"transaction", "measurand", "phase", "location", "context", "format", "value", "unit",
	}
}

func (f field) String() string { return ColumnRoles()[f] }

// Columns says what columns of a table hold, as a user names them, and how its numbers and dates are written. What
// it leaves open is recognised.
type Columns struct {
	named   []namedColumn
	decimal byte      // ',' or '.'; 0: as the column shows
	dates   dateOrder // of dates like 03/04/2026; eitherFirst: as the column shows
}

// namedColumn is a column that the user names. With a measure it holds values of that.
type namedColumn struct {
	field   field
	measure *measure
	ref     string // a spreadsheet's letters, a number from 1, or a name of the header; "" or "-": there is none
}

// Empty says that everything is to be recognised.
func (c Columns) Empty() bool { return len(c.named) == 0 && c.decimal == 0 && c.dates == eitherFirst }

// ParseColumns reads "time=A,station=2,message=Payload": roles with the letters of a spreadsheet, with a number
// from 1, or with the name in the header, in quotes if it has a comma in it. "station=-" says that there is none.
// A column for values of one kind is named by its measurand: "Current.Import/L1[A]=F". "decimal=comma" or
// "point", and "dates=day-first" or "month-first", say how numbers and dates are written.
func ParseColumns(text string) (Columns, error) {
	var c Columns
	seen := map[string]bool{}
	for rest := strings.TrimSpace(text); rest != ""; {
		role, value, ok := strings.Cut(rest, "=")
		role = strings.TrimSpace(role)
		if !ok || role == "" || strings.ContainsRune(role, ',') {
			return c, fmt.Errorf("%q is not a role and its column, like time=A", firstPart(rest))
		}
		ref, behind, err := columnRef(value)
		if err != nil {
			return c, fmt.Errorf("column of %s: %w", role, err)
		}
		rest = behind
		if key := strings.ToLower(role); seen[key] && key != "message" && key != "request" && key != "response" {
			return c, fmt.Errorf("%s is given twice", role)
		} else {
			seen[key] = true
		}
		if err := c.set(role, ref); err != nil {
			return c, err
		}
	}
	return c, nil
}

func firstPart(s string) string {
	s, _, _ = strings.Cut(s, ",")
	return s
}

// columnRef reads what stands behind a role's "=", and gives what follows the comma behind it.
func columnRef(s string) (ref, rest string, err error) {
	s = strings.TrimLeft(s, " ")
	if !strings.HasPrefix(s, `"`) {
		ref, rest, _ = strings.Cut(s, ",")
		return strings.TrimSpace(ref), strings.TrimSpace(rest), nil
	}
	ref, rest, ok := strings.Cut(s[1:], `"`)
	rest = strings.TrimSpace(rest)
	if !ok || rest != "" && rest[0] != ',' {
		return "", "", errors.New("a quote is not closed")
	}
	return ref, strings.TrimSpace(strings.TrimPrefix(rest, ",")), nil
}

func (c *Columns) set(role, ref string) error {
	low := strings.ToLower(role)
	switch low {
	case "decimal":
		switch strings.ToLower(ref) {
		case "comma":
			c.decimal = ','
		case "point":
			c.decimal = '.'
		default:
			return fmt.Errorf("decimal is %q: it is comma or point", ref)
		}
		return nil
	case "dates":
		switch strings.ToLower(ref) {
		case "day-first":
			c.dates = dayFirst
		case "month-first":
			c.dates = monthFirst
		default:
			return fmt.Errorf("dates is %q: it is day-first or month-first", ref)
		}
		return nil
	}
	for i, name := range ColumnRoles() {
		if low == name {
			c.named = append(c.named, namedColumn{field: field(i), ref: ref}) //nolint:gosec // few
			return nil
		}
	}
	if m, ok := parseMeasure(role); ok {
		c.named = append(c.named, namedColumn{field: fieldValue, measure: &m, ref: ref})
		return nil
	}
	return fmt.Errorf("there is no role %q for a column: there are %s", role, strings.Join(ColumnRoles(), ", "))
}

// measure is what all values of a column are of.
type measure struct {
	measurand model.Measurand
	phase     model.Phase
	unit      model.Unit
}

// String writes a measure as parseMeasure reads it.
func (m measure) String() string {
	s := string(m.measurand)
	if m.phase != "" {
		s += "/" + string(m.phase)
	}
	if m.unit != "" {
		s += "[" + string(m.unit) + "]"
	}
	return s
}

// parseMeasure reads "Current.Import/L1[A]".
func parseMeasure(s string) (m measure, ok bool) {
	if name, unit, has := strings.Cut(s, "["); has {
		unit, closed := strings.CutSuffix(unit, "]")
		if !closed || !isUnit(unit) {
			return m, false
		}
		s, m.unit = name, model.Unit(unit)
	}
	if name, phase, has := strings.Cut(s, "/"); has {
		if !isPhase(phase) {
			return m, false
		}
		s, m.phase = name, model.Phase(phase)
	}
	m.measurand = model.Measurand(s)
	return m, m.measurand.Known()
}

// ColumnsError says why columns that a user named are not those of a table.
type ColumnsError struct{ reason string }

// Error is that of error.
func (e *ColumnsError) Error() string { return "columns don't fit: " + e.reason }

func columnsErrorf(text string, a ...any) error {
	return &ColumnsError{fmt.Sprintf(text, a...)}
}

// locate finds the column that a user means: −1 where there is to be none.
func locate(ref string, header []string, columns int) (int, error) {
	if ref == "" || ref == "-" {
		return -1, nil
	}
	for _, same := range []func(a, b string) bool{
		func(a, b string) bool { return a == b },
		func(a, b string) bool { return plainName(a) == plainName(b) && plainName(b) != "" && len(b) > 2 },
	} {
		for i, h := range header {
			if h != "" && same(h, ref) {
				return i, nil
			}
		}
	}
	n := 0
	if v, err := strconv.Atoi(ref); err == nil {
		n = v
	} else if n = lettersColumn(ref); n == 0 {
		if nameless(header) {
			return 0, columnsErrorf("the table has no header with the name %q; its columns are %s", ref, columnSpan(columns))
		}
		return 0, columnsErrorf("no column is named %q: there are %s", ref, headerNames(header))
	}
	if n < 1 || n > columns {
		there := columnSpan(columns)
		if !nameless(header) {
			there = headerNames(header)
		}
		return 0, columnsErrorf("there is no column %s: the table has %s", ref, there)
	}
	return n - 1, nil
}

func nameless(header []string) bool {
	for _, h := range header {
		if h != "" {
			return false
		}
	}
	return true
}

// columnSpan is "A to F".
func columnSpan(columns int) string { return "A to " + columnLetters(columns-1) }

// headerNames lists the columns with their names, as far as a line holds them.
func headerNames(header []string) string {
	const most = 16
	var names []string
	for i, h := range header {
		if i == most {
			names = append(names, "…")
			break
		}
		names = append(names, fmt.Sprintf("%s %q", columnLetters(i), cut(h, 30)))
	}
	return strings.Join(names, ", ")
}

func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// lettersColumn is the number, from 1, of a spreadsheet's column; 0 where these aren't its letters.
func lettersColumn(ref string) int {
	n := 0
	for _, c := range []byte(ref) {
		if !isLetter(c) || len(ref) > 3 {
			return 0
		}
		n = n*26 + int(c&^0x20-'A') + 1
	}
	return n
}

// columnLetters names a column, from 0, as a spreadsheet does.
func columnLetters(n int) string {
	s := ""
	for n++; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}

// plainName is a name of a header without case and punctuation.
func plainName(h string) string {
	return strings.NewReplacer(" ", "", "_", "", "-", "", ".", "", "(", "", ")", "").Replace(strings.ToLower(h))
}
