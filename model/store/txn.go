package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
	"time"

	"meterscope/model"
)

const txnColumns = `key, station, connector, transaction_id, id_tag, start, start_part, stop, stop_part,
	first, first_part, last, last_part, stop_reason, complete, meter_start, meter_stop, energy, energy_from,
	max_power, soc_start, soc_end, meter_values, sampled_values, errors, warnings, infos,
	at_source, at_line, at_offset, inferred`

const txnSortColumns = `position, severity, energy_sort, max_power_sort, soc_sort, duration, search`

// A time in two columns: Unix seconds, and nanoseconds * 32 + digits * 2 + zone assumed.
const (
	partNanos  = 5
	partDigits = 1
)

func timeColumns(t model.Time) (sec, part any) {
	if t.IsZero() {
		return nil, nil
	}
	s, n := t.Unix()
	p := int64(n)<<partNanos | int64(t.Digits())<<partDigits
	if t.Zone() == model.ZoneAssumed {
		p |= 1
	}
	return s, p
}

func timeFrom(sec, part sql.NullInt64) model.Time {
	if !sec.Valid {
		return model.Time{}
	}
	zone := model.ZoneStated
	if part.Int64&1 != 0 {
		zone = model.ZoneAssumed
	}
	digits := part.Int64 >> partDigits & (1<<(partNanos-partDigits) - 1)
	return model.UnixTime(sec.Int64, int32(part.Int64>>partNanos), int(digits), zone) //nolint:gosec // as written
}

func decimalColumn(d model.Opt[model.Decimal]) (text, sort any) {
	if !d.OK {
		return nil, nil
	}
	return d.V.String(), d.V.Float64()
}

func decimalFrom(s sql.NullString) (model.Opt[model.Decimal], error) {
	if !s.Valid {
		return model.Opt[model.Decimal]{}, nil
	}
	d, err := model.ParseDecimal(s.String)
	if err != nil {
		return model.Opt[model.Decimal]{}, broken("number of a transaction")
	}
	return model.Some(d), nil
}

func transactionRow(t *model.Transaction, position int, rules []model.RuleID) []any {
	start, startPart := timeColumns(t.Start)
	stop, stopPart := timeColumns(t.Stop)
	first, firstPart := timeColumns(t.First)
	last, lastPart := timeColumns(t.Last)
	energy, energySort := decimalColumn(t.Energy)
	power, powerSort := decimalColumn(t.MaxPower)
	socStart, _ := decimalColumn(t.SoCStart)
	socEnd, socSort := decimalColumn(t.SoCEnd)
	var duration any
	if !t.Begin().IsZero() && !t.End().IsZero() {
		duration = int64(t.End().Sub(t.Begin()) / time.Millisecond)
	}
	return []any{
		int64(t.Key), t.Station, nullable(t.Connector), nullable(t.ID), t.IDTag, start, startPart, stop, stopPart,
		first, firstPart, last, lastPart, t.StopReason, t.Complete, nullable(t.MeterStart), nullable(t.MeterStop),
		energy, string(t.EnergyFrom), power, socStart, socEnd, t.MeterValues, t.SampledValues,
		t.Errors, t.Warnings, t.Infos, int64(t.At.Source), t.At.Line, t.At.Offset, t.Inferred,
		position, int64(t.Severity()), energySort, powerSort, socSort, duration, searchText(t, rules),
	}
}

// searchText is what the words of a search are looked for in.
func searchText(t *model.Transaction, rules []model.RuleID) string {
	words := []string{t.Station, t.IDTag}
	if t.ID.OK {
		words = append(words, strconv.FormatInt(t.ID.V, 10))
	}
	for _, r := range rules {
		words = append(words, string(r))
	}
	return strings.ToLower(strings.Join(words, " "))
}

func scanTransaction(rows *sql.Rows) (model.Transaction, error) {
	var t model.Transaction
	var connector, id, meterStart, meterStop sql.NullInt64
	var times [4][2]sql.NullInt64
	var energy, power, socStart, socEnd sql.NullString
	err := rows.Scan(&t.Key, &t.Station, &connector, &id, &t.IDTag, &times[0][0], &times[0][1], &times[1][0], &times[1][1],
		&times[2][0], &times[2][1], &times[3][0], &times[3][1], &t.StopReason, &t.Complete, &meterStart, &meterStop,
		&energy, &t.EnergyFrom, &power, &socStart, &socEnd, &t.MeterValues, &t.SampledValues,
		&t.Errors, &t.Warnings, &t.Infos, &t.At.Source, &t.At.Line, &t.At.Offset, &t.Inferred, &t.Noted)
	if err != nil {
		return t, err
	}
	for i, to := range []*model.Time{&t.Start, &t.Stop, &t.First, &t.Last} {
		*to = timeFrom(times[i][0], times[i][1])
	}
	t.Connector, t.ID = optional(connector), optional(id)
	t.MeterStart, t.MeterStop = optional(meterStart), optional(meterStop)
	for _, d := range []struct {
		from sql.NullString
		to   *model.Opt[model.Decimal]
	}{{energy, &t.Energy}, {power, &t.MaxPower}, {socStart, &t.SoCStart}, {socEnd, &t.SoCEnd}} {
		if *d.to, err = decimalFrom(d.from); err != nil {
			return t, err
		}
	}
	return t, nil
}

func optional(n sql.NullInt64) model.Opt[int64] { return model.Opt[int64]{V: n.Int64, OK: n.Valid} }

// TransactionQuery filters and orders the list.
type TransactionQuery struct {
	Severity *model.Severity // only those whose worst finding is this one
	Search   string          // plain words: station, tag, transactionId, rule id; all must match
	Sort     TransactionSort
	Desc     bool
}

// TransactionSort is a column of the list.
type TransactionSort string

// The columns that the list can be sorted by. SortDefault: by start, else first sample; then source, offset.
const (
	SortDefault  TransactionSort = ""
	SortSeverity TransactionSort = "severity"
	SortStation  TransactionSort = "station"
	SortID       TransactionSort = "id"
	SortEnergy   TransactionSort = "energy"
	SortDuration TransactionSort = "duration"
	SortMaxPower TransactionSort = "maxpower"
	SortSoC      TransactionSort = "soc"
	SortFindings TransactionSort = "findings"
)

// expressions are those that the list is sorted by, the most important first. What a transaction doesn't have
// comes last, whichever way the list is sorted.
func (s TransactionSort) expressions() []string {
	switch s {
	case SortSeverity:
		return []string{"severity"}
	case SortStation:
		return []string{"station", "connector"}
	case SortID:
		return []string{"transaction_id"}
	case SortEnergy:
		return []string{"energy_sort"}
	case SortDuration:
		return []string{"duration"}
	case SortMaxPower:
		return []string{"max_power_sort"}
	case SortSoC:
		return []string{"soc_sort"}
	case SortFindings:
		return []string{"errors + warnings + infos"}
	}
	return nil
}

func (q *TransactionQuery) sql() (string, []any) {
	query, args, with := `SELECT key FROM txn`, []any{}, ` WHERE `
	if q.Severity != nil {
		query += with + `severity = ?`
		args, with = append(args, int64(*q.Severity)), ` AND `
	}
	for _, word := range strings.Fields(strings.ToLower(q.Search)) {
		query += with + `instr(search, ?) > 0`
		args, with = append(args, word), ` AND `
	}
	direction := ``
	if q.Desc {
		direction = ` DESC`
	}
	query += ` ORDER BY `
	for _, expression := range q.Sort.expressions() {
		query += expression + direction + ` NULLS LAST, `
	}
	if q.Sort != SortDefault {
		direction = `` // among equals the list's own order
	}
	return query + `position` + direction, args
}

// TransactionKeys gives the keys of all transactions in the order of the view: the whole list as a slice.
func (c *Case) TransactionKeys(ctx context.Context, q TransactionQuery) ([]model.TransactionKey, error) {
	query, args := q.sql()
	rows, err := c.reader.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, c.wrap("list transactions of", err)
	}
	keys, err := collect(rows, func(k *model.TransactionKey) []any { return []any{k} })
	return keys, c.wrap("list transactions of", err)
}

// transactionPage is the number of transactions that one query reads.
const transactionPage = 128

// Transactions reads these, in this order; keys that aren't there are left out.
func (c *Case) Transactions(ctx context.Context, keys []model.TransactionKey) ([]model.Transaction, error) {
	all := make([]model.Transaction, 0, len(keys))
	for len(keys) > 0 {
		page := keys[:min(transactionPage, len(keys))]
		keys = keys[len(page):]
		found, err := c.transactions(ctx, page)
		if err != nil {
			return nil, c.wrap("read transactions of", err)
		}
		for _, k := range page {
			if t, ok := found[k]; ok {
				all = append(all, t)
			}
		}
	}
	return all, nil
}

func (c *Case) transactions(ctx context.Context, keys []model.TransactionKey) (map[model.TransactionKey]model.Transaction, error) {
	args := make([]any, transactionPage) // always as many, so that SQLite sees one statement
	for i := range args {
		args[i] = int64(0)
		if i < len(keys) {
			args[i] = int64(keys[i])
		}
	}
	marks := strings.TrimSuffix(strings.Repeat("?,", transactionPage), ",")
	rows, err := c.reader.QueryContext(ctx, `SELECT `+txnColumns+`,
		EXISTS (SELECT 1 FROM note WHERE note.txn = txn.key) FROM txn WHERE key IN (`+marks+`)`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	found := make(map[model.TransactionKey]model.Transaction, len(keys))
	for rows.Next() {
		t, err := scanTransaction(rows)
		if err != nil {
			return nil, err
		}
		found[t.Key] = t
	}
	return found, rows.Err()
}

// SeverityCounts counts transactions by their worst finding, for the filter chips.
type SeverityCounts struct{ All, Errors, Warnings, Infos, Clean int }

// SeverityCounts counts the transactions of the case.
func (c *Case) SeverityCounts(ctx context.Context) (SeverityCounts, error) {
	type row struct {
		severity model.Severity
		n        int
	}
	var s SeverityCounts
	rows, err := c.reader.QueryContext(ctx, `SELECT severity, count(*) FROM txn GROUP BY severity`)
	if err != nil {
		return s, c.wrap("count transactions of", err)
	}
	counts, err := collect(rows, func(r *row) []any { return []any{&r.severity, &r.n} })
	for _, r := range counts {
		s.All += r.n
		switch r.severity {
		case model.SeverityError:
			s.Errors = r.n
		case model.SeverityWarning:
			s.Warnings = r.n
		case model.SeverityInfo:
			s.Infos = r.n
		default:
			s.Clean += r.n
		}
	}
	return s, c.wrap("count transactions of", err)
}
