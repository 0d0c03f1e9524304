package store

import (
	"context"
	"database/sql"

	"meterscope/model"
)

// origin is where samples come from: what all series of one meter under one transaction share.
type origin struct {
	station                string
	connector, transaction model.Opt[int64]
}

// openSeries is a series that an import writes to.
type openSeries struct {
	key   model.SeriesKey
	id    int64 // 0: not known yet
	chunk chunkWriter
}

// meter is the open series of one origin.
type meter struct {
	origin origin
	series []*openSeries
	index  map[model.SeriesKey]int // only where there are many
	next   int                     // the series that the next sample is likely to be of
}

// manySeries is the number from which a map finds a series faster than a look at all.
const manySeries = 32

// find gives the series of a key. The values of one meter value tend to come in the same order each time.
func (m *meter) find(key model.SeriesKey) (s *openSeries, isNew bool) {
	if m.next < len(m.series) && m.series[m.next].key == key {
		s = m.series[m.next]
		m.next++
		return s, false
	}
	if m.index != nil {
		if i, ok := m.index[key]; ok {
			m.next = i + 1
			return m.series[i], false
		}
	} else {
		for i, s := range m.series {
			if s.key == key {
				m.next = i + 1
				return s, false
			}
		}
	}
	s = &openSeries{key: key}
	m.series = append(m.series, s)
	m.next = len(m.series)
	if m.index != nil {
		m.index[key] = len(m.series) - 1
	} else if len(m.series) >= manySeries {
		m.index = make(map[model.SeriesKey]int, 2*manySeries)
		for i, s := range m.series {
			m.index[s.key] = i
		}
	}
	return s, true
}

// packedChunk is a row of chunk.
type packedChunk struct {
	series                *openSeries
	firstFrame, lastFrame int64
	minTime, maxTime      any // int64, or nil
	count                 int
	data                  []byte
}

// sampleWriter sorts samples into the chunks of their series.
type sampleWriter struct {
	meters map[origin]*meter
	last   *meter
	packed []packedChunk
	open   int // series
	held   int // bytes in packed
}

func (w *sampleWriter) add(s *model.Sample) {
	o := origin{s.Station, s.Connector, s.Transaction}
	m := w.last
	if m == nil || m.origin != o {
		m = w.meter(o)
	}
	series, isNew := m.find(s.Key)
	if isNew {
		w.open++
	}
	series.chunk.add(s)
	if series.chunk.full() {
		w.close(series)
	}
}

func (w *sampleWriter) meter(o origin) *meter {
	m := w.meters[o]
	if m == nil {
		if w.meters == nil {
			w.meters = map[origin]*meter{}
		}
		m = &meter{origin: o}
		w.meters[o] = m
	}
	m.next, w.last = 0, m
	return m
}

func (w *sampleWriter) close(s *openSeries) {
	c := &s.chunk
	if c.n == 0 {
		return
	}
	p := packedChunk{
		series: s, firstFrame: c.firstFrame, lastFrame: c.lastFrame, count: c.n,
		data: seal(c.b),
	}
	if c.minTime <= c.maxTime {
		p.minTime, p.maxTime = c.minTime, c.maxTime
	}
	w.packed = append(w.packed, p)
	w.held += len(p.data)
	c.reset()
}

// write closes all chunks and writes them, with the series that are new.
func (w *sampleWriter) write(ctx context.Context, tx *sql.Tx, source model.SourceID) error {
	if err := w.number(ctx, tx, source); err != nil {
		return err
	}
	for _, m := range w.meters {
		for _, s := range m.series {
			w.close(s)
		}
	}
	rows := newInserter(tx, "chunk", "series, source, first_frame, last_frame, min_time, max_time, count, data")
	for _, p := range w.packed {
		err := rows.add(ctx, p.series.id, source, p.firstFrame, p.lastFrame, p.minTime, p.maxTime, p.count, p.data)
		if err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}

// number gives every open series its id: one that it has in the case, or a new one.
func (w *sampleWriter) number(ctx context.Context, tx *sql.Tx, source model.SourceID) error {
	var next int64
	if err := tx.QueryRowContext(ctx, `SELECT coalesce(max(id), 0) + 1 FROM series`).Scan(&next); err != nil {
		return err
	}
	known, err := tx.PrepareContext(ctx, `SELECT id, measurand, phase, location FROM series
		WHERE station = ? AND source = ? AND transaction_id IS ? AND connector IS ?`)
	if err != nil {
		return err
	}
	defer known.Close() //nolint:errcheck // it is closed with the transaction at the latest
	rows := newInserter(tx, "series", "id, station, source, connector, transaction_id, measurand, phase, location")
	for o, m := range w.meters {
		owner := nameless(o.station, source)
		if err := m.recall(ctx, known, owner); err != nil {
			return err
		}
		for _, s := range m.series {
			if s.id != 0 {
				continue
			}
			s.id = next
			next++
			err := rows.add(ctx, s.id, o.station, owner, nullable(o.connector), nullable(o.transaction),
				string(s.key.Measurand), string(s.key.Phase), string(s.key.Location))
			if err != nil {
				return err
			}
		}
	}
	return rows.flush(ctx)
}

// recall finds the ids of those series that the case has already.
func (m *meter) recall(ctx context.Context, known *sql.Stmt, owner model.SourceID) error {
	missing := false
	for _, s := range m.series {
		missing = missing || s.id == 0
	}
	if !missing {
		return nil
	}
	rows, err := known.QueryContext(ctx, m.origin.station, owner, nullable(m.origin.transaction), nullable(m.origin.connector))
	if err != nil {
		return err
	}
	type row struct {
		id  int64
		key model.SeriesKey
	}
	found, err := collect(rows, func(r *row) []any {
		return []any{&r.id, &r.key.Measurand, &r.key.Phase, &r.key.Location}
	})
	if err != nil {
		return err
	}
	for _, r := range found {
		for _, s := range m.series {
			if s.key == r.key {
				s.id = r.id
			}
		}
	}
	return nil
}

// written forgets what has been committed. The transactions of a log come and go, so the series are looked up
// again when they are needed again.
func (w *sampleWriter) written() {
	clear(w.packed)
	*w = sampleWriter{packed: w.packed[:0]}
}

// nameless gives the source by which a station without a name is told from others; 0 for one that has one.
func nameless(station string, source model.SourceID) model.SourceID {
	if station == "" {
		return source
	}
	return 0
}

// nullable is a number as a column takes it.
func nullable(o model.Opt[int64]) any {
	if !o.OK {
		return nil
	}
	return o.V
}
