package store

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"meterscope/model"
)

// Overlap is a block of frames among whose log times those of another source lie.
type Overlap struct {
	Frames []model.Frame // in log order; overwritten by the next block
	Begin  int64         // no frame of this block or of those that come after it was logged before, in Unix seconds
}

// Overlaps gives the frames that another source may have logged too: those of the blocks whose log times lie among
// another source's, ordered by their first log times, streaming. It costs nothing where sources follow one another.
// Frames without a log time are left to the caller.
func (c *Case) Overlaps(ctx context.Context) iter.Seq2[Overlap, error] {
	return func(yield func(Overlap, error) bool) {
		blocks, err := c.overlapping(ctx)
		var hollow map[model.SourceID]*model.FrameSet
		if err == nil && len(blocks) > 0 {
			hollow, err = c.hollow(ctx)
		}
		if err != nil {
			yield(Overlap{}, c.wrap("read frames of", err))
			return
		}
		for _, b := range blocks {
			frames, err := c.frameBlockOf(ctx, b.source, b.first)
			if err != nil {
				yield(Overlap{}, c.wrap("read frames of", err))
				return
			}
			if h := hollow[b.source]; h != nil {
				frames = slices.DeleteFunc(slices.Clone(frames), func(f model.Frame) bool { return h.Has(f.Seq) })
			}
			if !yield(Overlap{frames, b.from}, nil) {
				return
			}
		}
	}
}

// Beside gives the frames of other sources in blocks that were logged within a stretch of time, in Unix seconds. They are
// overwritten by the next.
func (c *Case) Beside(ctx context.Context, src model.SourceID, from, to int64) iter.Seq2[[]model.Frame, error] {
	return func(yield func([]model.Frame, error) bool) {
		rows, err := c.reader.QueryContext(ctx, `SELECT f.source, f.first FROM frames f JOIN source s ON s.id = f.source
			WHERE f.logged_to >= ? AND f.logged_from <= ? AND f.source <> ? AND s.hidden = 0`, from, to, src)
		var blocks []loggedBlock
		if err == nil {
			blocks, err = collect(rows, func(b *loggedBlock) []any { return []any{&b.source, &b.first} })
		}
		for i := 0; i < len(blocks) && err == nil; i++ {
			var frames []model.Frame
			if frames, err = c.frameBlockOf(ctx, blocks[i].source, blocks[i].first); err == nil && !yield(frames, nil) {
				return
			}
		}
		if err != nil {
			yield(nil, c.wrap("read frames of", err))
		}
	}
}

// loggedBlock is a block of frames with log times.
type loggedBlock struct {
	source   model.SourceID
	first    int64
	from, to int64
	overlaps bool
}

// overlapping lists the blocks whose log times overlap those of a block of another source.
func (c *Case) overlapping(ctx context.Context) ([]loggedBlock, error) {
	rows, err := c.reader.QueryContext(ctx, `SELECT f.source, f.first, f.logged_from, f.logged_to FROM frames f
		JOIN source s ON s.id = f.source WHERE f.logged_to IS NOT NULL AND s.hidden = 0`)
	if err != nil {
		return nil, err
	}
	blocks, err := collect(rows, func(b *loggedBlock) []any { return []any{&b.source, &b.first, &b.from, &b.to} })
	if err != nil {
		return nil, err
	}
	slices.SortFunc(blocks, func(a, b loggedBlock) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.source, b.source), cmp.Compare(a.first, b.first))
	})
	var open []int // blocks that reach to the one at hand
	for i := range blocks {
		b := &blocks[i]
		open = slices.DeleteFunc(open, func(k int) bool { return blocks[k].to < b.from })
		for _, k := range open {
			if blocks[k].source != b.source {
				blocks[k].overlaps, b.overlaps = true, true
			}
		}
		open = append(open, i)
	}
	return slices.DeleteFunc(blocks, func(b loggedBlock) bool { return !b.overlaps }), nil
}

// hollow gives the frames of a case of version 1 of which nothing is kept, because another source had them before.
func (c *Case) hollow(ctx context.Context) (map[model.SourceID]*model.FrameSet, error) {
	rows, err := c.reader.QueryContext(ctx, `SELECT id FROM source WHERE hollow = 1 AND hidden = 0`)
	if err != nil {
		return nil, err
	}
	ids, err := collect(rows, func(id *model.SourceID) []any { return []any{id} })
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	all := map[model.SourceID]*model.FrameSet{}
	for _, id := range ids {
		if all[id], err = c.hollowOf(ctx, id); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// hollowOf finds them by the findings that stand in them, and CALLs, each of which is an event, by having none.
func (c *Case) hollowOf(ctx context.Context, id model.SourceID) (*model.FrameSet, error) {
	var known, hollow model.FrameSet
	most, failed := mostFrames(ctx, c.reader, id)
	if failed != nil {
		return nil, failed
	}
	c.allEvents(ctx, func(e *model.Event, err error) bool {
		failed = err
		if err == nil && e.Frame >= most {
			failed = broken("frame of an event")
		} else if err == nil {
			known.Add(e.Frame)
		}
		return failed == nil
	}, `SELECT station, source, count, data FROM event WHERE source = ?`, id)
	if failed != nil {
		return nil, failed
	}
	again, err := c.loggedAgain(ctx, id)
	if err != nil {
		return nil, err
	}
	for block, err := range c.frameBlocks(ctx, id) {
		if err != nil {
			return nil, err
		}
		for i := range block {
			f := &block[i]
			seq, ok := again[f.At.Offset]
			calls := f.Kind == model.Call || f.Kind == model.BarePayload
			if ok && seq == f.Seq || calls && !known.Has(f.Seq) {
				hollow.Add(f.Seq)
			}
		}
	}
	return &hollow, nil
}

// loggedAgain gives, by offset, the frames of which the import says that they were logged before.
func (c *Case) loggedAgain(ctx context.Context, id model.SourceID) (map[int64]int64, error) {
	frames := map[int64]int64{}
	err := eachFinding(ctx, c.reader, func(p *packedFinding) error {
		return p.key.eachPlace(p.data, p.count, func(pl *place) error {
			frames[pl.at.Offset] = pl.frame
			return nil
		})
	}, `SELECT `+findingColumns+` FROM finding WHERE source = ? AND txn = 0 AND rule = ?`, id, string(loggedAgain))
	return frames, err
}
