package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"meterscope/model"
)

// Listed is a transaction as a list shows it.
type Listed struct {
	Tx    model.Transaction
	Rules string // those that have findings about it, in lower case with a space between: "clk007 reg001"
	Place int    // in the list's own order, from 0
}

// TransactionCount is the number of transactions.
func (c *Case) TransactionCount(ctx context.Context) (n int, err error) {
	err = c.reader.QueryRowContext(ctx, `SELECT count(*) FROM txn`).Scan(&n)
	return n, c.wrap("count transactions of", err)
}

// Listing reads transactions in the list's own order, which is by start, else first sample; then source, offset:
// those from the one numbered from, the first is 0, up to the one before to. What row is given is overwritten by the
// next; whether it has a note is not told. Several parts of the list can be read at the same time.
func (c *Case) Listing(ctx context.Context, from, to int, row func(*Listed)) error {
	err := c.listing(ctx, row, `position > ? AND position <= ?`, int64(from), int64(to))
	return c.wrap("list transactions of", err)
}

// ListingOf reads some transactions, in the same order; keys that aren't there are left out.
func (c *Case) ListingOf(ctx context.Context, keys []model.TransactionKey, row func(*Listed)) error {
	return c.wrap("list transactions of", c.listing(ctx, row, `key IN (SELECT value FROM json_each(?))`, keysJSON(keys)))
}

func (c *Case) listing(ctx context.Context, row func(*Listed), where string, args ...any) error {
	named := make([]driver.NamedValue, len(args))
	for i := range args {
		named[i] = driver.NamedValue{Ordinal: i + 1, Value: args[i]}
	}
	conn, err := c.reader.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // back to the pool
	// Past database/sql, which converts each of nine million columns where there are many transactions.
	return conn.Raw(func(raw any) error {
		q, ok := raw.(driver.QueryerContext)
		if !ok {
			return errors.New("the driver can't be asked")
		}
		rows, err := q.QueryContext(ctx, `SELECT `+txnColumns+`, search, position FROM txn WHERE `+where+` ORDER BY position`, named)
		if err != nil {
			return err
		}
		defer rows.Close() //nolint:errcheck // only read from
		r := listingReader{values: make([]driver.Value, len(rows.Columns()))}
		return r.all(ctx, rows, row)
	})
}

// listingReader takes rows of the table of transactions apart.
type listingReader struct {
	values []driver.Value
	at     int // the next of them
	err    error
	listed Listed
}

func (r *listingReader) all(ctx context.Context, rows driver.Rows, row func(*Listed)) error {
	const between = 1024 // rows after which it is asked whether they are still wanted
	for n := 0; ; n++ {
		if n%between == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		err := rows.Next(r.values)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		r.at = 0
		r.read()
		if r.err != nil {
			return r.err
		}
		row(&r.listed)
	}
}

// read reads the columns in their order.
func (r *listingReader) read() {
	t := &r.listed.Tx
	t.Key = model.TransactionKey(r.number().Int64)
	t.Station = r.text()
	t.Connector, t.ID = optional(r.number()), optional(r.number())
	t.IDTag = r.text()
	t.Start, t.Stop, t.First, t.Last = r.time(), r.time(), r.time(), r.time()
	t.StopReason = r.text()
	t.Complete = r.number().Int64 != 0
	t.MeterStart, t.MeterStop = optional(r.number()), optional(r.number())
	t.Energy = r.decimal()
	t.EnergyFrom = model.EnergySource(r.text())
	t.MaxPower, t.SoCStart, t.SoCEnd = r.decimal(), r.decimal(), r.decimal()
	t.MeterValues, t.SampledValues = r.number().Int64, r.number().Int64
	t.Errors, t.Warnings, t.Infos = int(r.number().Int64), int(r.number().Int64), int(r.number().Int64)
	t.At.Source, t.At.Line, t.At.Offset = model.SourceID(r.number().Int64), int(r.number().Int64), r.number().Int64
	t.Inferred = r.number().Int64 != 0
	r.listed.Rules = rulesOf(t, r.text())
	r.listed.Place = int(r.number().Int64) - 1
}

// rulesOf are the rules at the end of what a search looks through.
func rulesOf(t *model.Transaction, search string) string {
	own := len(t.Station) + 1 + len(t.IDTag)
	if t.ID.OK {
		var digits [20]byte
		own += 1 + len(strconv.AppendInt(digits[:0], t.ID.V, 10))
	}
	if !isASCII(t.Station) || !isASCII(t.IDTag) { // whose lower case may be longer
		own = len(searchText(t, nil))
	}
	if own >= len(search) {
		return ""
	}
	return search[own+1:]
}

// isASCII says that a text is of ASCII.
func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func (r *listingReader) next() driver.Value {
	v := r.values[r.at]
	r.at++
	return v
}

func (r *listingReader) number() sql.NullInt64 {
	switch v := r.next().(type) {
	case int64:
		return sql.NullInt64{Int64: v, Valid: true}
	case nil:
		return sql.NullInt64{}
	default:
		r.err = fmt.Errorf("%T: %w", v, broken("number of a transaction"))
		return sql.NullInt64{}
	}
}

func (r *listingReader) text() string {
	switch v := r.next().(type) {
	case string:
		return v
	case nil:
		return ""
	default:
		r.err = fmt.Errorf("%T: %w", v, broken("text of a transaction"))
		return ""
	}
}

func (r *listingReader) time() model.Time {
	sec := r.number()
	return timeFrom(sec, r.number())
}

func (r *listingReader) decimal() model.Opt[model.Decimal] {
	v := r.next()
	if v == nil {
		return model.Opt[model.Decimal]{}
	}
	text, ok := v.(string)
	if !ok {
		r.err = broken("number of a transaction")
		return model.Opt[model.Decimal]{}
	}
	d, err := model.ParseDecimal(text)
	if err != nil {
		r.err = broken("number of a transaction")
	}
	return model.Some(d)
}
