package store

import (
	"context"
	"database/sql"
	"iter"

	"meterscope/model"
)

// Samples gives all samples of a source, streaming: chunk by chunk, series by series as they were packed, not in
// log order. The sample is overwritten by the next.
func (c *Case) Samples(ctx context.Context, src model.SourceID) iter.Seq2[*model.Sample, error] {
	return c.samples(ctx, nil, `source = ?`, src)
}

// samples gives those of the chunks that a condition selects. keep filters series; nil keeps all.
func (c *Case) samples(ctx context.Context, keep func(model.SeriesKey) bool, where string, args ...any) iter.Seq2[*model.Sample, error] {
	return func(yield func(*model.Sample, error) bool) {
		stand, err := c.standing(ctx)
		if err != nil {
			yield(nil, c.wrap("read samples of", err))
			return
		}
		c.storedSamples(ctx, keep, where, args...)(stand.samples(yield))
	}
}

// storedSamples gives them whether they count or not.
func (c *Case) storedSamples(ctx context.Context, keep func(model.SeriesKey) bool, where string, args ...any) iter.Seq2[*model.Sample, error] {
	return func(yield func(*model.Sample, error) bool) {
		rows, err := c.reader.QueryContext(ctx, `SELECT source, station, connector, transaction_id, count, data FROM chunk
			WHERE `+where+` ORDER BY id`, args...)
		if err != nil {
			yield(nil, c.wrap("read samples of", err))
			return
		}
		defer rows.Close() //nolint:errcheck // rows.Err tells
		var r chunkReader
		var one stripReader
		for rows.Next() {
			strips, err := r.scan(rows, &one.sample)
			if err != nil {
				yield(nil, c.wrap("read samples of", err))
				return
			}
			for _, s := range strips {
				if keep != nil && !keep(s.key) {
					continue
				}
				if ok, err := r.each(&one, s, yield); !ok || err != nil {
					if err != nil {
						yield(nil, c.wrap("read samples of", err))
					}
					return
				}
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, c.wrap("read samples of", err))
		}
	}
}

// each yields the samples of a strip; it is false when no more are wanted.
func (r *chunkReader) each(one *stripReader, s strip, yield func(*model.Sample, error) bool) (bool, error) {
	one.reset(&s, r)
	for {
		ok, err := one.next()
		if !ok || err != nil {
			return err == nil, err
		}
		if !yield(one.fill(), nil) {
			return false, nil
		}
	}
}

// scan takes the chunk of a row apart, and fills in what its samples share.
func (r *chunkReader) scan(rows *sql.Rows, s *model.Sample) ([]strip, error) {
	var connector, transaction sql.NullInt64
	var count int
	var data sql.RawBytes
	*s = model.Sample{}
	if err := rows.Scan(&s.At.Source, &s.Station, &connector, &transaction, &count, &data); err != nil {
		return nil, err
	}
	s.Connector, s.Transaction = optional(connector), optional(transaction)
	return r.open(data, count)
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
