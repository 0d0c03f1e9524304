package store

import (
	"context"
	"database/sql"
	"slices"

	"meterscope/model"
)

// What hides a source: see the table's column.
const (
	hiddenNot     = 0
	hiddenRemoved = 1
	hiddenReading = 2
)

// standing says what of a case counts: which sources, and which of their frames. What doesn't count stays where
// it is stored, and readers pass over it.
type standing struct {
	order   []model.SourceID                   // those that count, in the order in which they were logged
	rank    map[model.SourceID]int             // where each of them stands in that order
	learnt  map[model.SourceID]string          // of each source that counts: the name of its nameless station, or ""
	repeats map[model.SourceID]*model.FrameSet // frames that another source has, where they count

	nameless  map[model.SourceID]model.SourceID   // of each source: the first of those whose nameless station it shares
	namesakes map[model.SourceID][]model.SourceID // of each such first one: those that share it
}

// source says whether a source counts.
func (s *standing) source(id model.SourceID) bool {
	_, ok := s.learnt[id]
	return ok
}

// frame says whether a frame counts; no frame counts with its source.
func (s *standing) frame(id model.SourceID, seq int64) bool {
	return s.source(id) && !s.repeats[id].Has(seq)
}

// finding says whether a finding counts. That a frame was logged before is said of frames that don't.
func (s *standing) finding(f *model.Finding) bool {
	return s.source(f.At.Source) && (f.Rule == loggedAgain || !s.repeats[f.At.Source].Has(f.Frame))
}

// places counts those of a row of findings that count.
func (s *standing) places(row *packedFinding) (int, error) {
	k := &row.key
	if !s.source(k.source) {
		return 0, nil
	}
	repeats := s.repeats[k.source]
	if repeats == nil || k.rule == loggedAgain {
		return row.count, nil
	}
	n := 0
	err := k.eachPlace(row.data, row.count, func(pl *place) error {
		if !repeats.Has(pl.frame) {
			n++
		}
		return nil
	})
	return n, err
}

// standing reads what counts.
func (c *Case) standing(ctx context.Context) (*standing, error) {
	return c.standingCache.get(struct{}{}, func() (*standing, error) {
		s := &standing{
			rank: map[model.SourceID]int{}, learnt: map[model.SourceID]string{}, repeats: map[model.SourceID]*model.FrameSet{},
			nameless: map[model.SourceID]model.SourceID{}, namesakes: map[model.SourceID][]model.SourceID{},
		}
		if err := s.readSources(ctx, c.reader); err != nil {
			return nil, err
		}
		if err := s.readNameless(ctx, c.reader); err != nil {
			return nil, err
		}
		return s, s.readRepeats(ctx, c.reader)
	})
}

func (s *standing) readSources(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, `SELECT id, learnt FROM source
		LEFT JOIN (SELECT source, min(logged_from) AS logged FROM frames GROUP BY source) ON source = id
		WHERE hidden = 0 ORDER BY logged, id`)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	for rows.Next() {
		var id model.SourceID
		var name string
		if err := rows.Scan(&id, &name); err != nil {
			return err
		}
		s.learnt[id] = name
		s.rank[id] = len(s.order)
		s.order = append(s.order, id)
	}
	return rows.Err()
}

// readNameless reads which sources share a nameless station.
func (s *standing) readNameless(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, `SELECT id, coalesce(nameless, id) FROM source`)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	for rows.Next() {
		var id, first model.SourceID
		if err := rows.Scan(&id, &first); err != nil {
			return err
		}
		s.nameless[id] = first
		s.namesakes[first] = append(s.namesakes[first], id)
	}
	return rows.Err()
}

func (s *standing) readRepeats(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, `SELECT source, first, repeats FROM frames INDEXED BY frames_repeats
		WHERE repeats IS NOT NULL ORDER BY source, first`)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	most := int64(0)
	for rows.Next() {
		var id model.SourceID
		var first int64
		var bits sql.RawBytes
		if err := rows.Scan(&id, &first, &bits); err != nil {
			return err
		}
		if s.repeats[id] == nil {
			s.repeats[id] = &model.FrameSet{}
			if most, err = mostFrames(ctx, db, id); err != nil {
				return err
			}
		}
		if len(bits) > maxFrameBlock/8 || first < 0 || first >= most {
			return broken("repeats of a frame block")
		}
		unpackFrameSet(s.repeats[id], bits, first)
	}
	return rows.Err()
}

// mostFrames is how many frames a source may have at most, going by the blocks that it has: what a number that is
// stored may be, for whom memory is taken.
func mostFrames(ctx context.Context, db *sql.DB, id model.SourceID) (n int64, err error) {
	err = db.QueryRowContext(ctx, `SELECT count(*) FROM frames WHERE source = ?`, id).Scan(&n)
	return n * maxFrameBlock, err
}

// events passes over the events that don't count. An answer to a CALL that counts in another source is found by
// its id.
func (s *standing) events(yield func(*model.Event, error) bool) func(*model.Event, error) bool {
	var now model.SourceID
	var counts bool // that source
	var repeats *model.FrameSet
	return func(e *model.Event, err error) bool {
		if err != nil {
			return yield(e, err)
		}
		if e.At.Source != now {
			now = e.At.Source
			counts, repeats = s.source(now), s.repeats[now]
		}
		if !counts || repeats.Has(e.Frame) {
			return true
		}
		if repeats.Has(e.AnswerTo) {
			e.AnswerTo = model.NoFrame
		}
		return yield(e, nil)
	}
}

// samples passes over the samples that don't count, and marks those whose station was learnt.
func (s *standing) samples(yield func(*model.Sample, error) bool) func(*model.Sample, error) bool {
	return func(x *model.Sample, err error) bool {
		if err != nil {
			return yield(x, err)
		}
		if !s.frame(x.At.Source, x.Frame) {
			return true
		}
		if name := s.learnt[x.At.Source]; name != "" && name == x.Station && !x.Inferred {
			x.Inferred = true
			more := yield(x, nil)
			x.Inferred = false // the reader sets it only where it changes
			return more
		}
		return yield(x, nil)
	}
}

// Repeated gives the frames of a source that another source has, where they count. The set is the case's own.
func (c *Case) Repeated(ctx context.Context, src model.SourceID) (*model.FrameSet, error) {
	s, err := c.standing(ctx)
	if err != nil {
		return nil, c.wrap("read frames of", err)
	}
	return s.repeats[src], nil
}

// LoggedOrder gives the sources that count, in the order in which they were logged as far as they are read now, and
// those whose nameless station has learnt a name.
func (c *Case) LoggedOrder(ctx context.Context) (order []model.SourceID, learnt map[model.SourceID]bool, err error) {
	c.standingCache.clear() // frames may have come that were logged before others
	s, err := c.standing(ctx)
	if err != nil {
		return nil, nil, c.wrap("read sources of", err)
	}
	learnt = map[model.SourceID]bool{}
	for id, name := range s.learnt {
		if name != "" {
			learnt[id] = true
		}
	}
	return slices.Clone(s.order), learnt, nil
}

// Nameless gives the first of the sources that share the nameless station of one.
func (c *Case) Nameless(ctx context.Context, src model.SourceID) (model.SourceID, error) {
	s, err := c.standing(ctx)
	if err != nil {
		return 0, c.wrap("read sources of", err)
	}
	if first, ok := s.nameless[src]; ok {
		return first, nil
	}
	return src, nil
}

// CutSpans takes the frames that don't count out of spans.
func (c *Case) CutSpans(ctx context.Context, spans []model.Span) ([]model.Span, error) {
	s, err := c.standing(ctx)
	if err != nil {
		return nil, c.wrap("read frames of", err)
	}
	if len(s.repeats) == 0 {
		return spans, nil
	}
	var cut []model.Span
	for i := range spans {
		cut = append(cut, cutSpan(&spans[i], s.repeats[spans[i].Source])...)
	}
	return cut, nil
}

// cutSpan gives what a span has beside the frames of a set.
func cutSpan(span *model.Span, s *model.FrameSet) []model.Span {
	if s == nil {
		return []model.Span{*span}
	}
	var parts []model.Span
	for at := span.First; at <= span.Last; {
		from := s.Next(at, false)
		if from > span.Last {
			break
		}
		part := *span
		part.First = from
		if end := s.Next(from, true); end >= 0 {
			part.Last = min(span.Last, end-1)
		}
		parts = append(parts, part)
		at = part.Last + 1
	}
	return parts
}
