package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

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
	strip stripWriter
}

// meter is the open series of one origin: the chunk that its samples go to.
type meter struct {
	origin origin
	series []*openSeries
	index  map[model.SeriesKey]int // only where there are many
	next   int                     // the series that the next sample is likely to be of
	rows   rowWriter
	words  wordList
	count  int // samples since the last chunk
	size   int // bytes of those, without their rows
	chunks int // closed since the last commit
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

// add takes a sample; it says whether its series is new.
func (m *meter) add(s *model.Sample) (isNew bool) {
	series, isNew := m.find(s.Key)
	if !m.rows.has(s) {
		m.rows.add(s)
	}
	before := len(series.strip.b)
	series.strip.add(s, &m.rows, &m.words)
	m.count++
	m.size += len(series.strip.b) - before
	return isNew
}

func (m *meter) full() bool { return m.count >= chunkSamples || m.size >= chunkBytes }

// recentMeters is the number of connectors whose meter is remembered.
const recentMeters = 32

// sampleWriter sorts samples into the chunks of their meters.
type sampleWriter struct {
	meters map[origin]*meter
	recent [recentMeters]*meter // by connector
	last   *meter
	packed []packedChunk
	open   int // series
	held   int // bytes in packed
}

func (w *sampleWriter) add(s *model.Sample) {
	m := w.last
	if m == nil || !m.origin.of(s) {
		m = w.meter(s)
	}
	if m.add(s) {
		w.open++
	}
	if m.full() {
		w.close(m)
	}
}

// of says that a sample is from here.
func (o *origin) of(s *model.Sample) bool {
	return o.transaction == s.Transaction && o.connector == s.Connector && o.station == s.Station
}

// meter finds the meter of a sample. Connectors take turns.
func (w *sampleWriter) meter(s *model.Sample) *meter {
	slot := &w.recent[uint64(s.Connector.V)%recentMeters] //nolint:gosec // the same 64 bits
	m := *slot
	if m == nil || !m.origin.of(s) {
		o := origin{s.Station, s.Connector, s.Transaction}
		if m = w.meters[o]; m == nil {
			if w.meters == nil {
				w.meters = map[origin]*meter{}
			}
			m = &meter{origin: o}
			w.meters[o] = m
		}
		*slot = m
	}
	m.next, w.last = 0, m
	return m
}

func (w *sampleWriter) close(m *meter) {
	if m.count == 0 {
		return
	}
	p := m.pack()
	w.packed = append(w.packed, p)
	w.held += len(p.data)
}

// write closes all chunks and writes them: those of a station together, in log order.
func (w *sampleWriter) write(ctx context.Context, tx *sql.Tx, source model.SourceID) error {
	for _, m := range w.meters {
		w.close(m)
	}
	slices.SortFunc(w.packed, func(a, b packedChunk) int {
		return cmp.Or(cmp.Compare(a.station, b.station), cmp.Compare(a.firstFrame, b.firstFrame),
			compareOpt(a.connector, b.connector), compareOpt(a.transaction, b.transaction), cmp.Compare(a.number, b.number))
	})
	rows := newInserter(tx, "chunk", `station, source, connector, transaction_id, first_frame, last_frame, min_time, max_time,
		count, data`)
	for i := range w.packed {
		p := &w.packed[i]
		err := rows.add(ctx, p.station, source, nullable(p.connector), nullable(p.transaction), p.firstFrame, p.lastFrame,
			p.minTime, p.maxTime, p.count, p.data)
		if err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}

// written forgets what has been committed: the transactions of a log come and go.
func (w *sampleWriter) written() {
	clear(w.packed)
	*w = sampleWriter{packed: w.packed[:0]}
}

// nullable is a number as a column takes it.
func nullable(o model.Opt[int64]) any {
	if !o.OK {
		return nil
	}
	return o.V
}

// compareOpt is the order in which SQLite sorts a column: null comes first.
func compareOpt(a, b model.Opt[int64]) int {
	switch {
	case a.OK && b.OK:
		return cmp.Compare(a.V, b.V)
	case a.OK:
		return 1
	case b.OK:
		return -1
	}
	return 0
}
