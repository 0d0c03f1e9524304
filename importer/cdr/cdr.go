package cdr

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"meterscope/model"
)

// Errors of [Read].
var (
	ErrNoEnergy = errors.New("no column with energies was found")
	ErrNoTime   = errors.New("no column with times was found, and none with transactionIds")
	ErrTooLarge = errors.New("the list is larger than 64 MB")
)

// Bad is a row that can't be read.
type Bad struct {
	Line int
	Cell string // as it stands there
	What string // "energy", "start", "stop"
}

// maxSize bounds what is read: a list of a million records.
const maxSize = 64 << 20

// Read reads a list. The times of one that names no zone are in zone. Rows that can't be read are given apart.
func Read(r io.Reader, zone *time.Location) (records []model.ChargeRecord, bad []Bad, err error) {
	data, err := io.ReadAll(io.LimitReader(r, maxSize+1))
	if err != nil {
		return nil, nil, fmt.Errorf("read the list: %w", err)
	}
	if len(data) > maxSize {
		return nil, nil, ErrTooLarge
	}
	rows, lines, err := table(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	if err != nil {
		return nil, nil, fmt.Errorf("read the list: %w", err)
	}
	l := list{zone: zone, body: rows}
	l.columns, _ = byHeaders(nil)
	if len(rows) > 0 {
		known := false
		if l.columns, known = byHeaders(rows[0]); known {
			l.body, lines = rows[1:], lines[1:]
		}
	}
	l.byContents()
	switch {
	case l.columns[energy] < 0 && l.columns[wattHours] < 0:
		return nil, nil, ErrNoEnergy
	case l.columns[start] < 0 && l.columns[stop] < 0 && l.columns[transaction] < 0:
		return nil, nil, ErrNoTime
	}
	l.monthFirst = l.months()
	for i, row := range l.body {
		if blank(row) {
			continue
		}
		rec, problem := l.record(row)
		if problem != nil {
			problem.Line = lines[i]
			bad = append(bad, *problem)
			continue
		}
		rec.Line = lines[i]
		records = append(records, rec)
	}
	return records, bad, nil
}

// table takes a text apart, whichever sign parts its cells, and says in which line each row begins.
func table(data []byte) (rows [][]string, lines []int, err error) {
	head, _, _ := bytes.Cut(data, []byte("\n"))
	comma := ','
	for _, c := range []rune{';', '\t', '|'} {
		if bytes.ContainsRune(head, c) && bytes.Count(head, []byte(string(c))) >= bytes.Count(head, []byte(string(comma))) {
			comma = c
		}
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.TrimLeadingSpace = comma, -1, true, comma != '\t'
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, lines, nil
		}
		if err != nil {
			return nil, nil, err
		}
		line, _ := r.FieldPos(0)
		rows, lines = append(rows, row), append(lines, line)
	}
}

func blank(row []string) bool {
	return !slices.ContainsFunc(row, func(s string) bool { return strings.TrimSpace(s) != "" })
}

// list is a table on its way to records.
type list struct {
	zone       *time.Location
	columns    [roles]int
	body       [][]string
	monthFirst bool
}

// cell gives what stands in the column of a role; "" where there is none.
func (l *list) cell(row []string, r role) string {
	if i := l.columns[r]; i >= 0 && i < len(row) {
		return strings.TrimSpace(row[i])
	}
	return ""
}

// byContents finds columns that no header names: times by what they hold, the first one is the start; the energy if
// only one column holds decimal fractions.
func (l *list) byContents() {
	if len(l.body) == 0 {
		return
	}
	var times, fractions []int
	for i := range l.body[0] {
		if slices.Contains(l.columns[1:], i) {
			continue
		}
		if l.all(i, func(s string) bool { _, ok := l.time(s); return ok }) {
			times = append(times, i)
		} else if l.all(i, func(s string) bool { _, ok := number(s); return ok && strings.ContainsAny(s, ".,") }) {
			fractions = append(fractions, i)
		}
	}
	for _, r := range []role{start, stop} {
		if l.columns[r] < 0 && len(times) > 0 {
			l.columns[r], times = times[0], times[1:]
		}
	}
	if l.columns[energy] < 0 && l.columns[wattHours] < 0 && len(fractions) == 1 {
		l.columns[energy] = fractions[0]
	}
}

// all says that each cell of a column that isn't empty passes, and that there is one.
func (l *list) all(column int, pass func(string) bool) bool {
	some := false
	for _, row := range l.body {
		if column >= len(row) || strings.TrimSpace(row[column]) == "" {
			continue
		}
		if some = pass(strings.TrimSpace(row[column])); !some {
			return false
		}
	}
	return some
}

func (l *list) record(row []string) (model.ChargeRecord, *Bad) {
	rec := model.ChargeRecord{ID: l.cell(row, record), Station: l.cell(row, station), IDTag: l.cell(row, tag)}
	text, scale := l.cell(row, energy), 0
	if text == "" {
		text, scale = l.cell(row, wattHours), -3
	}
	d, ok := number(text)
	if !ok {
		return rec, &Bad{Cell: text, What: "energy"}
	}
	if strings.HasSuffix(strings.ToLower(text), "wh") && !strings.HasSuffix(strings.ToLower(text), "kwh") {
		scale = -3
	}
	rec.Billed = d.Shift(scale).String()
	for _, one := range []struct {
		role role
		what string
		to   *model.Time
	}{{start, "start", &rec.Start}, {stop, "stop", &rec.Stop}} {
		if text := l.cell(row, one.role); text != "" {
			if *one.to, ok = l.time(text); !ok {
				return rec, &Bad{Cell: text, What: one.what}
			}
		}
	}
	for _, one := range []struct {
		role role
		to   *model.Opt[int64]
	}{{connector, &rec.Connector}, {transaction, &rec.Transaction}} {
		if n, err := strconv.ParseInt(l.cell(row, one.role), 10, 64); err == nil {
			*one.to = model.Some(n)
		}
	}
	return rec, nil
}

// number reads an energy: "45.1", "45,10 kWh", "1.234,5". A single sign is the decimal one.
func number(text string) (model.Decimal, bool) {
	s := strings.TrimSpace(text)
	for _, unit := range []string{"kWh", "kwh", "KWH", "Wh", "wh"} {
		s = strings.TrimSpace(strings.TrimSuffix(s, unit))
	}
	point, comma := strings.LastIndexByte(s, '.'), strings.LastIndexByte(s, ',')
	switch {
	case point >= 0 && comma > point:
		s = strings.Replace(strings.ReplaceAll(s, ".", ""), ",", ".", 1)
	case comma >= 0 && point > comma:
		s = strings.ReplaceAll(s, ",", "")
	case comma >= 0:
		s = strings.Replace(s, ",", ".", 1)
	}
	d, err := model.ParseDecimal(s)
	return d, err == nil && d.Sign() >= 0
}
