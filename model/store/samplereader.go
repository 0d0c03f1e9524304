package store

import (
	"context"
	"database/sql"
	"math"
	"sort"
	"sync"

	"meterscope/model"
)

// SampleReader reads the samples of many transactions, one after the other. It keeps what neighbours share: the
// rows that stand side by side in the file, and the samples of chunks that more than one has a part in. It is
// for one goroutine, and its to close.
type SampleReader struct {
	c       *Case
	points  points
	station Station
	meters  meters // of station
	heads   *stationHeads
	rows    *cache[int64, []chunkRow] // pages of chunkPage ids
	shared  map[int64]*sharedChunk    // by id
	held    int                       // points in shared
	page    *sql.Stmt
	ids     int64    // of a page
	narrow  bool     // meters has one, of which it knows only this one's heads
	meter   meterKey // that one
}

// Limits of what a reader keeps.
const (
	chunkPage  = 64      // ids
	cachedRows = 16      // pages
	keptHeads  = 8       // stations
	keptPoints = 1 << 18 // in chunks that transactions share: some 25 MB
)

// meterKey tells the chunks of a station apart.
type meterKey struct {
	source                 model.SourceID
	connector, transaction model.Opt[int64]
}

// chunkHead says which frames a chunk has samples of.
type chunkHead struct {
	id          int64
	first, last int64
	reach       int64 // the last frame of this one and those before it
}

type chunkRow struct {
	id    int64
	count int
	data  []byte
}

// meters are the heads of a station's chunks, those of one meter in order.
type meters map[meterKey][]chunkHead

// stationHeads are the meters of stations that several readers look at.
type stationHeads struct {
	c    *Case
	one  sync.Mutex // so that a station is read once
	kept *cache[Station, meters]
}

// SampleReaders gives some readers, each for one goroutine. They share what they know of stations.
func (c *Case) SampleReaders(n int) []*SampleReader {
	heads := &stationHeads{c: c, kept: newCache[Station, meters](keptHeads)}
	all := make([]*SampleReader, n)
	for i := range all {
		all[i] = &SampleReader{c: c, heads: heads, rows: newCache[int64, []chunkRow](cachedRows), ids: chunkPage}
	}
	return all
}

// NarrowReader gives a reader for a few transactions among many: it reads nothing beside them.
func (c *Case) NarrowReader() *SampleReader {
	return &SampleReader{c: c, rows: newCache[int64, []chunkRow](cachedRows), ids: 1, narrow: true}
}

// Close frees what the reader holds of the case.
func (r *SampleReader) Close() error {
	if r.page == nil {
		return nil
	}
	return r.page.Close()
}

// Series is [Case.SpanSeries]. What it gives is valid until it is asked again.
func (r *SampleReader) Series(ctx context.Context, spans []model.Span, keep func(model.SeriesKey) bool) ([]model.Series, error) {
	r.points.reset(keep)
	for i := range spans {
		if err := r.span(ctx, &spans[i]); err != nil {
			return nil, r.c.wrap("read samples of", err)
		}
	}
	return r.points.series(), nil
}

func (r *SampleReader) span(ctx context.Context, span *model.Span) error {
	if err := r.turnTo(ctx, span); err != nil {
		return err
	}
	heads := r.meters[meterKey{span.Source, span.Connector, span.ID}]
	i := sort.Search(len(heads), func(i int) bool { return heads[i].reach >= span.First })
	for ; i < len(heads) && heads[i].first <= span.Last; i++ {
		h := &heads[i]
		if h.last < span.First {
			continue
		}
		row, err := r.row(ctx, h.id)
		if err != nil {
			return err
		}
		if h.first >= span.First && h.last <= span.Last {
			err = r.points.add(row, span, len(heads)-i)
		} else {
			err = r.part(row, span)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// turnTo finds the chunks of a span's station.
func (r *SampleReader) turnTo(ctx context.Context, span *model.Span) error {
	st := Station{span.Station, nameless(span.Station, span.Source)}
	if r.narrow {
		return r.turnToMeter(ctx, st, meterKey{span.Source, span.Connector, span.ID})
	}
	if r.meters != nil && r.station == st {
		return nil
	}
	m, err := r.heads.of(ctx, st)
	if err != nil {
		return err
	}
	if r.station.Name != st.Name {
		r.forget()
	}
	r.station, r.meters = st, m
	return nil
}

// turnToMeter finds the chunks of one meter of a station.
func (r *SampleReader) turnToMeter(ctx context.Context, st Station, k meterKey) error {
	if r.meters != nil && r.station == st && r.meter == k {
		return nil
	}
	rows, err := r.c.reader.QueryContext(ctx, `SELECT id, source, connector, transaction_id, first_frame, last_frame
		FROM chunk INDEXED BY chunk_meter WHERE station = ? AND source = ? AND transaction_id IS ? AND connector IS ?
		ORDER BY first_frame, id`, st.Name, k.source, nullable(k.transaction), nullable(k.connector))
	if err != nil {
		return err
	}
	m, err := readHeads(rows)
	if err != nil {
		return err
	}
	if r.station.Name != st.Name {
		r.forget()
	}
	r.station, r.meters, r.meter = st, m, k
	return nil
}

// of gives the meters of a station, or of the nameless one of a source.
func (h *stationHeads) of(ctx context.Context, st Station) (meters, error) {
	h.one.Lock()
	defer h.one.Unlock()
	return h.kept.get(st, func() (meters, error) {
		where, args := `station = ?`, []any{st.Name}
		if st.Source != 0 {
			where, args = where+` AND source = ?`, append(args, st.Source)
		}
		rows, err := h.c.reader.QueryContext(ctx, `SELECT id, source, connector, transaction_id, first_frame, last_frame
			FROM chunk INDEXED BY chunk_meter WHERE `+where+` ORDER BY source, transaction_id, connector, first_frame, id`, args...)
		if err != nil {
			return nil, err
		}
		return readHeads(rows)
	})
}

// readHeads sorts the heads by meter; those of one come one after the other, in order.
func readHeads(rows *sql.Rows) (meters, error) {
	defer rows.Close() //nolint:errcheck // rows.Err tells
	var all []chunkHead
	m := meters{}
	var now meterKey
	begin := 0
	for rows.Next() {
		var k meterKey
		var h chunkHead
		var connector, transaction sql.NullInt64
		if err := rows.Scan(&h.id, &k.source, &connector, &transaction, &h.first, &h.last); err != nil {
			return nil, err
		}
		k.connector, k.transaction = optional(connector), optional(transaction)
		if len(all) == begin || k != now {
			if len(all) > begin {
				m[now] = all[begin:]
			}
			now, begin = k, len(all)
		}
		h.reach = h.last
		if len(all) > begin {
			h.reach = max(h.reach, all[len(all)-1].reach)
		}
		all = append(all, h)
	}
	if len(all) > begin {
		m[now] = all[begin:]
	}
	return m, rows.Err()
}

// row reads a chunk, and those beside it.
func (r *SampleReader) row(ctx context.Context, id int64) (*chunkRow, error) {
	first := id - id%r.ids
	page, err := r.rows.get(first, func() ([]chunkRow, error) { return r.readPage(ctx, first) })
	if err != nil {
		return nil, err
	}
	i := sort.Search(len(page), func(i int) bool { return page[i].id >= id })
	if i == len(page) || page[i].id != id {
		return nil, broken("chunk is missing")
	}
	return &page[i], nil
}

func (r *SampleReader) readPage(ctx context.Context, first int64) ([]chunkRow, error) {
	if r.page == nil {
		stmt, err := r.c.reader.PrepareContext(ctx, `SELECT id, count, data FROM chunk WHERE id BETWEEN ? AND ? ORDER BY id`)
		if err != nil {
			return nil, err
		}
		r.page = stmt
	}
	rows, err := r.page.QueryContext(ctx, first, first+r.ids-1)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(k *chunkRow) []any { return []any{&k.id, &k.count, &k.data} })
}

// sharedChunk is a chunk that more than one span has samples of, unpacked.
type sharedChunk struct{ strips []sharedStrip }

// sharedStrip is its samples of one series in one unit.
type sharedStrip struct {
	seriesUnit
	points []model.Point
	sorted bool // by frame
}

// part takes the samples of a chunk that lie in a span, and keeps the others for its neighbours.
func (r *SampleReader) part(row *chunkRow, span *model.Span) error {
	c := r.shared[row.id]
	if c == nil {
		var err error
		if c, err = r.share(row, span); err != nil {
			return err
		}
	}
	for i := range c.strips {
		s := &c.strips[i]
		if r.points.keep != nil && !r.points.keep(s.key) {
			continue
		}
		points := s.points
		if s.sorted {
			from := sort.Search(len(points), func(i int) bool { return points[i].Frame >= span.First })
			points = points[from:]
			points = points[:sort.Search(len(points), func(i int) bool { return points[i].Frame > span.Last })]
		}
		if len(points) == 0 {
			continue
		}
		to := r.points.to(s.seriesUnit, len(points))
		for _, p := range points {
			if p.Frame < span.First || p.Frame > span.Last {
				continue
			}
			p.Inferred = p.Inferred || span.Inferred
			to.Points = append(to.Points, p)
		}
	}
	return nil
}

// share unpacks a chunk.
func (r *SampleReader) share(row *chunkRow, span *model.Span) (*sharedChunk, error) {
	var all points
	all.chunk.texts = r.points.chunk.texts
	whole := *span
	whole.First, whole.Last, whole.Inferred = math.MinInt64, math.MaxInt64, false
	all.reset(nil)
	if err := all.add(row, &whole, 1); err != nil {
		return nil, err
	}
	c := &sharedChunk{}
	for i := range all.list {
		s := sharedStrip{seriesUnit{all.list[i].Key, all.list[i].Unit}, all.list[i].Points, true}
		for k := 1; k < len(s.points) && s.sorted; k++ {
			s.sorted = s.points[k-1].Frame <= s.points[k].Frame
		}
		c.strips = append(c.strips, s)
		r.held += len(s.points)
	}
	if r.held > keptPoints {
		r.forget()
		r.held = row.count
	}
	if r.shared == nil {
		r.shared = map[int64]*sharedChunk{}
	}
	r.shared[row.id] = c
	return c, nil
}

func (r *SampleReader) forget() { r.shared, r.held = nil, 0 }
