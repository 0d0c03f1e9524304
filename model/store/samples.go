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
	return func(yield func(*model.Sample, error) bool) {
		rows, err := c.reader.QueryContext(ctx, `SELECT s.station, s.connector, s.transaction_id, s.measurand, s.phase,
			s.location, k.count, k.data FROM chunk k JOIN series s ON s.id = k.series WHERE k.source = ? ORDER BY k.id`, src)
		if err != nil {
			yield(nil, c.wrap("read samples of", err))
			return
		}
		defer rows.Close() //nolint:errcheck // rows.Err tells
		var r chunkReader
		for rows.Next() {
			if err := r.open(rows, src); err != nil {
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
func (r *chunkReader) open(rows *sql.Rows, src model.SourceID) error {
	var connector, transaction sql.NullInt64
	var count int
	var data sql.RawBytes
	s := &r.Sample
	*s = model.Sample{At: model.Place{Source: src}}
	err := rows.Scan(&s.Station, &connector, &transaction, &s.Key.Measurand, &s.Key.Phase, &s.Key.Location, &count, &data)
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
