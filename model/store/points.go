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

func (c *Case) spanSeries(ctx context.Context, spans []model.Span, keep func(model.SeriesKey) bool) ([]model.Series, error) {
	var p points
	p.reset(keep)
	for i := range spans {
		rows, err := c.chunks(ctx, &spans[i])
		if err != nil {
			return nil, err
		}
		for k := range rows {
			if err := p.add(&rows[k], &spans[i], len(rows)-k); err != nil {
				return nil, err
			}
		}
	}
	return p.series(), nil
}

// chunks gives those that have samples in a span. The last one that begins before it may reach into it.
func (c *Case) chunks(ctx context.Context, span *model.Span) ([]chunkRow, error) {
	meter := []any{span.Station, span.Source, nullable(span.ID), nullable(span.Connector)}
	const where = `station = ? AND source = ? AND transaction_id IS ? AND connector IS ?`
	args := slices.Concat(meter, meter, []any{span.First, span.Last, span.First})
	rows, err := c.reader.QueryContext(ctx, `SELECT id, count, data FROM chunk INDEXED BY chunk_meter WHERE `+where+`
		AND first_frame >= coalesce((SELECT max(first_frame) FROM chunk INDEXED BY chunk_meter WHERE `+where+`
			AND first_frame < ?), 0)
		AND first_frame <= ? AND last_frame >= ? ORDER BY id`, args...)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(k *chunkRow) []any { return []any{&k.id, &k.count, &k.data} })
}

type seriesUnit struct {
	key  model.SeriesKey
	unit model.Unit
}

// points sorts samples into series. It may be used again: the points that it gave are then overwritten.
type points struct {
	keep   func(model.SeriesKey) bool
	index  map[seriesUnit]int // in list
	list   []model.Series
	spare  [][]model.Point
	sorted []model.Series
	chunk  chunkReader
	strip  stripPoints
}

func (p *points) reset(keep func(model.SeriesKey) bool) {
	p.keep = keep
	for i := len(p.list) - 1; i >= 0; i-- { // the next transaction is likely to have the same series in this order
		if points := p.list[i].Points; cap(points) <= keptPoints {
			p.spare = append(p.spare, points[:0])
		}
	}
	p.list = p.list[:0]
	if p.index == nil {
		p.index = map[seriesUnit]int{}
	}
	clear(p.index)
}

// add takes the samples of a chunk that lie in the span; about so many chunks are still to come, with this one.
func (p *points) add(row *chunkRow, span *model.Span, left int) error {
	strips, err := p.chunk.open(row.data, row.count)
	if err != nil {
		return err
	}
	for i := range strips {
		if s := &strips[i]; p.keep == nil || p.keep(s.key) {
			if err := p.addStrip(s, span, left); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *points) addStrip(k *strip, span *model.Span, left int) error {
	return p.strip.each(&p.chunk, k, span, func(base model.Unit) func(*model.Point) {
		to := p.to(seriesUnit{k.key, base}, k.count*min(left, maxPreallocated))
		return func(point *model.Point) { to.Points = append(to.Points, *point) }
	})
}

// to gives the series of a key and unit, with room for so many points where it is new. It is good until the
// next one is asked for.
func (p *points) to(k seriesUnit, room int) *model.Series {
	i, ok := p.index[k]
	if !ok {
		i = len(p.list)
		p.index[k] = i
		s := model.Series{Key: k.key, Unit: k.unit}
		if n := len(p.spare); n > 0 {
			s.Points = p.spare[n-1]
			p.spare = p.spare[:n-1]
		} else {
			s.Points = make([]model.Point, 0, min(room, maxPreallocated))
		}
		p.list = append(p.list, s)
	}
	return &p.list[i]
}

// maxPreallocated bounds the points for which room is made on the word of a file.
const maxPreallocated = 4 << 20

// series gives those that have points, ordered, each with its points in order.
func (p *points) series() []model.Series {
	p.sorted = p.sorted[:0]
	for _, s := range p.list {
		if len(s.Points) == 0 {
			continue
		}
		if !slices.IsSortedFunc(s.Points, comparePoints) {
			slices.SortStableFunc(s.Points, comparePoints)
		}
		p.sorted = append(p.sorted, s)
	}
	slices.SortFunc(p.sorted, func(a, b model.Series) int {
		return cmp.Or(cmp.Compare(a.Key.Measurand, b.Key.Measurand), cmp.Compare(a.Key.Phase, b.Key.Phase),
			cmp.Compare(a.Key.Location, b.Key.Location), cmp.Compare(a.Unit, b.Unit))
	})
	return p.sorted
}

func comparePoints(a, b model.Point) int {
	if c := a.Time.Compare(b.Time); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(a.At.Source, b.At.Source), cmp.Compare(a.Frame, b.Frame), cmp.Compare(a.At.Offset, b.At.Offset))
}
