package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"hash/maphash"
	"iter"
	"slices"

	"meterscope/model"
)

// FrameMarks gives all frames that count, without what they say, streaming: the sources in the order in which they
// were logged, each in its own. The mark is overwritten by the next.
func (c *Case) FrameMarks(ctx context.Context) iter.Seq2[*model.FrameMark, error] {
	return func(yield func(*model.FrameMark, error) bool) {
		if err := c.frameMarks(ctx, func(m *model.FrameMark) bool { return yield(m, nil) }); err != nil {
			yield(nil, c.wrap("read frames of", err))
		}
	}
}

func (c *Case) frameMarks(ctx context.Context, yield func(*model.FrameMark) bool) error {
	s, err := c.standing(ctx)
	if err != nil {
		return err
	}
	for _, source := range s.order {
		if more, err := s.marks(source).source(ctx, c, 0, yield); err != nil || !more {
			return err
		}
	}
	return nil
}

// FrameMarksOf gives those of a source from a frame on. IDs are hashed as before, as long as the case is open.
func (c *Case) FrameMarksOf(ctx context.Context, src model.SourceID, from int64) iter.Seq2[*model.FrameMark, error] {
	return func(yield func(*model.FrameMark, error) bool) {
		s, err := c.standing(ctx)
		if err == nil {
			_, err = s.marks(src).source(ctx, c, from, func(m *model.FrameMark) bool { return m.Seq < from || yield(m, nil) })
		}
		if err != nil {
			yield(nil, c.wrap("read frames of", err))
		}
	}
}

func (s *standing) marks(source model.SourceID) *markReader {
	r := &markReader{learnt: s.learnt[source], repeats: s.repeats[source], nameless: s.nameless[source]}
	r.mark.Source = source
	return r
}

// SourcesOf lists the sources that hold something of a station and count, in the order in which they were logged; last
// says whether the last of them is the last of the case.
func (c *Case) SourcesOf(ctx context.Context, st Station) (sources []model.SourceID, last bool, err error) {
	sources, err = c.sourcesOf(ctx, st)
	if err != nil || len(sources) == 0 {
		return nil, false, c.wrap("read sources of", err)
	}
	s, err := c.standing(ctx)
	if err != nil {
		return nil, false, c.wrap("read sources of", err)
	}
	return sources, sources[len(sources)-1] == s.order[len(s.order)-1], nil
}

// sourcesOf lists the sources that hold events of a station and count, in the order in which they were logged: those
// that follow one another are read as the one log that they are, in whatever order they came. Those without log times
// come first.
func (c *Case) sourcesOf(ctx context.Context, st Station) ([]model.SourceID, error) {
	s, err := c.standing(ctx)
	if err != nil {
		return nil, err
	}
	var sources []model.SourceID
	if st.Name == "" {
		sources = slices.Clone(s.namesakes[s.nameless[st.Source]])
	} else {
		rows, err := c.reader.QueryContext(ctx, `SELECT DISTINCT source FROM event WHERE station = ?`, st.Name)
		if err != nil {
			return nil, err
		}
		if sources, err = collect(rows, func(id *model.SourceID) []any { return []any{id} }); err != nil {
			return nil, err
		}
	}
	sources = slices.DeleteFunc(sources, func(id model.SourceID) bool { return !s.source(id) })
	slices.SortFunc(sources, func(a, b model.SourceID) int { return cmp.Compare(s.rank[a], s.rank[b]) })
	return sources, nil
}

// markReader reads the marks of a source.
type markReader struct {
	learnt   string
	repeats  *model.FrameSet
	nameless model.SourceID
	mark     model.FrameMark
	buffer   []byte
}

// source reads from the block on in which a frame lies.
func (r *markReader) source(ctx context.Context, c *Case, from int64, yield func(*model.FrameMark) bool) (more bool, err error) {
	rows, err := c.reader.QueryContext(ctx, `SELECT first, count, data FROM frames WHERE source = ?1 AND first >=
		coalesce((SELECT max(first) FROM frames WHERE source = ?1 AND first <= ?2), 0) ORDER BY first`, r.mark.Source, from)
	if err != nil {
		return false, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	next := int64(-1)
	for rows.Next() {
		var first int64
		var count int
		var data sql.RawBytes
		if err := rows.Scan(&first, &count, &data); err != nil {
			return false, err
		}
		if next >= 0 && first != next || next < 0 && first > from {
			return false, broken("number of a frame block")
		}
		next = first + int64(count)
		if r.buffer, err = c.expand(data, r.buffer[:0]); err != nil {
			return false, err
		}
		if more, err := r.each(c.seed, r.buffer, first, count, yield); err != nil || !more {
			return false, err
		}
	}
	return true, rows.Err()
}

func (r *markReader) each(seed maphash.Seed, data []byte, first int64, count int, yield func(*model.FrameMark) bool) (more bool, err error) {
	const hash = 8
	if count < 0 || count > maxFrameBlock || len(data) < count*hash {
		return false, broken("count of a frame block")
	}
	hashes := data[len(data)-count*hash:]
	u, sec, m := unpacker{b: data[:len(data)-count*hash]}, int64(0), &r.mark
	ids := make([]uint64, count)
	var station, action string
	for i := range count {
		head := u.uint()
		tag := head >> 8
		if tag>>frameBits != 0 {
			u.fail()
		}
		if tag&frameStation != 0 {
			station = u.word()
		}
		if tag&frameAction != 0 {
			action = u.word()
		}
		u.uint()                                                                                      // line
		u.uint()                                                                                      // offset
		u.uint()                                                                                      // size
		m.Seq, m.Kind, m.Dir = first+int64(i), model.FrameKind(head>>2&0x3f), model.Direction(head&3) //nolint:gosec // bounded
		m.Action, m.AnswerTo, m.LoggedAt = action, model.NoFrame, model.Time{}
		if m.Station, m.Nameless = station, 0; station == "" {
			if m.Station = r.learnt; r.learnt == "" {
				m.Nameless = r.nameless
			}
		}
		if tag&frameLogged != 0 {
			m.LoggedAt = u.time(&sec)
		}
		if tag&frameAnswers != 0 {
			m.AnswerTo = m.Seq - u.int()
		}
		if tag&frameSameID == 0 {
			if id := u.view(); len(id) > 0 {
				ids[i] = maphash.Bytes(seed, id) | 1
			}
		} else if k := m.AnswerTo - first; k >= 0 && k < int64(i) {
			ids[i] = ids[k]
		}
		if u.bad {
			return false, broken("frame block")
		}
		m.ID, m.Hash = ids[i], binary.LittleEndian.Uint64(hashes[i*hash:])
		if r.repeats.Has(m.Seq) {
			continue
		}
		if r.repeats.Has(m.AnswerTo) {
			m.AnswerTo = model.NoFrame
		}
		if !yield(m) {
			return false, nil
		}
	}
	if !u.end() {
		return false, broken("frame block")
	}
	return true, nil
}

// view is text, as long as the block is.
func (u *unpacker) view() []byte {
	n := u.uint()
	if n > uint64(len(u.b)) {
		u.fail()
		return nil
	}
	s := u.b[:n]
	u.b = u.b[n:]
	return s
}

// FrameIn gives a frame of a source by its number, or an error that is [ErrNotFound]. It is quick where one look is
// near the one before.
func (c *Case) FrameIn(ctx context.Context, src model.SourceID, seq int64) (*model.Frame, error) {
	frames, err := c.frameBlockOf(ctx, src, seq)
	if err != nil {
		return nil, c.wrap("read frames of", err)
	}
	return &frames[seq-frames[0].Seq], nil
}
