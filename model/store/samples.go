package store

import (
	"context"
	"database/sql"
	"iter"

	"meterscope/model"
)

// Samples gives all samples of a source, streaming: series by series as they were packed, not in log order.
// The sample is overwritten by the next.
func (c *Case) Samples(ctx context.Context, src model.SourceID) iter.Seq2[*model.Sample, error] {
	return c.samples(ctx, `k.source = ?`, src)
}

// samples gives those of the chunks k and series s that a condition selects.
func (c *Case) samples(ctx context.Context, where string, args ...any) iter.Seq2[*model.Sample, error] {
	return func(yield func(*model.Sample, error) bool) {
		rows, err := c.reader.QueryContext(ctx, `SELECT k.source, s.station, s.connector, s.transaction_id, s.measurand,
			s.phase, s.location, k.count, k.data FROM chunk k JOIN series s ON s.id = k.series
			WHERE `+where+` ORDER BY k.id`, args...)
		if err != nil {
			yield(nil, c.wrap("read samples of", err))
			return
		}
		defer rows.Close() //nolint:errcheck // rows.Err tells
		var r chunkReader
		for rows.Next() {
			if err := r.open(rows); err != nil {
				yield(nil, c.wrap("read samples of", err))
				return
			}
			for {
				ok, err := r.next()
				if err != nil {
					yield(nil, c.wrap("read samples of", err))
					return
				}
				if !ok {
					break
				}
				if !yield(&r.Sample, nil) {
					return
				}
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, c.wrap("read samples of", err))
		}
	}
}

// open begins the chunk of a row, and fills in what its samples share.
func (r *chunkReader) open(rows *sql.Rows) error {
	var connector, transaction sql.NullInt64
	var count int
	var data sql.RawBytes
	s := &r.Sample
	*s = model.Sample{}
	err := rows.Scan(&s.At.Source, &s.Station, &connector, &transaction, &s.Key.Measurand, &s.Key.Phase, &s.Key.Location,
		&count, &data)
	if err != nil {
		return err
	}
	s.Connector, s.Transaction = optional(connector), optional(transaction)
	packed, err := unseal(data)
	if err != nil {
		return err
	}
	return r.reset(packed, count)
}

// sampleColumns are those of the exported table and of the virtual one.
const sampleColumns = `source, frame, line, offset, time, station, connector_id, transaction_id, transaction_key,
	measurand, phase, location, context, format, value, unit, raw_value, raw_unit, from_stop, inferred`

// sampleRow gives the values of sampleColumns; key is 0 for a sample of no transaction.
func sampleRow(s *model.Sample, key model.TransactionKey) []any {
	value, unit, number := s.Base()
	return []any{
		int64(s.At.Source), s.Frame, int64(s.At.Line), s.At.Offset, known(s.Time.String()), known(s.Station),
		nullable(s.Connector), nullable(s.Transaction), either(key != 0, int64(key)), string(s.Key.Measurand),
		known(s.Key.Phase), string(s.Key.Where()), string(s.ContextOrDefault()), string(s.FormatOrDefault()),
		either(number, value.Plain()), known(unit), either(!s.Absent, s.RawValue()), known(s.Unit), s.FromStop, s.Inferred,
	}
}
