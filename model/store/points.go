package store

import (
	"cmp"
	"context"
	"slices"

	"meterscope/model"
)

// SpanSeries reads all samples of the given spans as series (points in base units), ordered by measurand,
// phase, location and unit. keep filters by key; nil keeps all. It serves the joiner before the spans are
// stored.
func (c *Case) SpanSeries(ctx context.Context, spans []model.Span, keep func(model.SeriesKey) bool) ([]model.Series, error) {
	series, err := c.spanSeries(ctx, spans, keep)
	return series, c.wrap("read samples of", err)
}

// Series reads a transaction's series, ordered as [Case.SpanSeries] does.
func (c *Case) Series(ctx context.Context, key model.TransactionKey, keep func(model.SeriesKey) bool) ([]model.Series, error) {
	spans, err := c.Spans(ctx, key)
	if err != nil {
		return nil, err
	}
	return c.SpanSeries(ctx, spans, keep)
}

// Spans gives the stretches of frames with samples that belong to a transaction.
func (c *Case) Spans(ctx context.Context, key model.TransactionKey) ([]model.Span, error) {
	rows, err := c.reader.QueryContext(ctx, `SELECT txn, source, station, connector IS NOT NULL, coalesce(connector, 0),
		transaction_id IS NOT NULL, coalesce(transaction_id, 0), first, last, inferred FROM txn_span WHERE txn = ?
		ORDER BY source, first`, key)
	if err != nil {
		return nil, c.wrap("read spans of", err)
	}
	spans, err := collect(rows, func(s *model.Span) []any {
		return []any{
			&s.Transaction, &s.Source, &s.Station, &s.Connector.OK, &s.Connector.V, &s.ID.OK, &s.ID.V, &s.First, &s.Last,
			&s.Inferred,
		}
	})
	return spans, c.wrap("read spans of", err)
}

type seriesUnit struct {
	key  model.SeriesKey
	unit model.Unit
}

// storedChunk is a chunk that a span may have samples in.
type storedChunk struct {
	key   model.SeriesKey
	count int
	data  []byte
}

func (c *Case) spanSeries(ctx context.Context, spans []model.Span, keep func(model.SeriesKey) bool) ([]model.Series, error) {
	p := points{index: map[seriesUnit]*model.Series{}}
	for i := range spans {
		chunks, err := c.chunks(ctx, &spans[i], keep)
		if err != nil {
			return nil, err
		}
		left := map[model.SeriesKey]int{}
		for _, k := range chunks {
			left[k.key] += k.count
		}
		for _, k := range chunks {
			if err := p.add(&k, &spans[i], left[k.key]); err != nil {
				return nil, err
			}
			left[k.key] -= k.count
		}
	}
	return p.series(), nil
}

func (c *Case) chunks(ctx context.Context, span *model.Span, keep func(model.SeriesKey) bool) ([]storedChunk, error) {
	// CROSS JOIN: SQLite would rather look at all chunks of the source for each span.
	rows, err := c.reader.QueryContext(ctx, `SELECT s.measurand, s.phase, s.location, k.count, k.data
		FROM series s CROSS JOIN chunk k ON k.series = s.id
		WHERE s.station = ? AND s.source = ? AND s.transaction_id IS ? AND s.connector IS ?
		AND k.source = ? AND k.first_frame <= ? AND k.last_frame >= ? ORDER BY k.id`,
		span.Station, nameless(span.Station, span.Source), nullable(span.ID), nullable(span.Connector),
		span.Source, span.Last, span.First)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	var chunks []storedChunk
	for rows.Next() {
		var k storedChunk
		if err := rows.Scan(&k.key.Measurand, &k.key.Phase, &k.key.Location, &k.count, &k.data); err != nil {
			return nil, err
		}
		if keep == nil || keep(k.key) {
			if k.data, err = unseal(k.data); err != nil {
				return nil, err
			}
			chunks = append(chunks, k)
		}
	}
	return chunks, rows.Err()
}

// points sorts samples into series.
type points struct {
	index  map[seriesUnit]*model.Series
	reader chunkReader
}

// add takes the samples of a chunk that lie in the span; about so many are still to come of this series.
func (p *points) add(k *storedChunk, span *model.Span, left int) error {
	r := &p.reader
	if err := r.reset(k.data, k.count); err != nil {
		return err
	}
	s := &r.Sample
	s.Key, s.At.Source = k.key, span.Source
	var to *model.Series
	for {
		ok, err := r.next()
		if !ok || err != nil {
			return err
		}
		if r.NewForm {
			to = p.to(seriesUnit{k.key, s.UnitOrDefault().Base()}, left)
		}
		if s.Frame < span.First || s.Frame > span.Last {
			continue
		}
		v, _, number := s.Base()
		to.Points = append(to.Points, model.Point{
			Time: s.Time, Value: v, At: s.At, Frame: s.Frame, Context: s.Context, Gap: !number, FromStop: s.FromStop,
			Inferred: s.Inferred || span.Inferred, Digit: s.UnitOrDefault().Digit(s.Value),
		})
	}
}

func (p *points) to(k seriesUnit, left int) *model.Series {
	s := p.index[k]
	if s == nil {
		s = &model.Series{Key: k.key, Unit: k.unit}
		p.index[k] = s
		s.Points = make([]model.Point, 0, min(left, maxPreallocated))
	}
	return s
}

// maxPreallocated bounds the points for which room is made on the word of a file.
const maxPreallocated = 4 << 20

// series gives those that have points, ordered, each with its points in order.
func (p *points) series() []model.Series {
	all := make([]model.Series, 0, len(p.index))
	for _, s := range p.index {
		if len(s.Points) == 0 {
			continue
		}
		if !slices.IsSortedFunc(s.Points, comparePoints) {
			slices.SortStableFunc(s.Points, comparePoints)
		}
		all = append(all, *s)
	}
	slices.SortFunc(all, func(a, b model.Series) int {
		return cmp.Or(cmp.Compare(a.Key.Measurand, b.Key.Measurand), cmp.Compare(a.Key.Phase, b.Key.Phase),
			cmp.Compare(a.Key.Location, b.Key.Location), cmp.Compare(a.Unit, b.Unit))
	})
	return all
}

func comparePoints(a, b model.Point) int {
	if c := a.Time.Compare(b.Time); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(a.At.Source, b.At.Source), cmp.Compare(a.Frame, b.Frame), cmp.Compare(a.At.Offset, b.At.Offset))
}
