package store

import (
	"context"
	"database/sql"
	"iter"

	"meterscope/model"
)

// FramesLogged gives the frames with a log time between two times that other sources than src have, streaming:
// among them are those that src logged again. It reads the blocks whose times overlap, so it costs nothing where
// sources follow one another. What was written of src itself doesn't matter.
func (c *Case) FramesLogged(ctx context.Context, src model.SourceID, from, to model.Time) iter.Seq2[*model.Frame, error] {
	return func(yield func(*model.Frame, error) bool) {
		blocks, err := c.blocksLogged(ctx, src, from, to)
		if err != nil {
			yield(nil, c.wrap("read frames of", err))
			return
		}
		for _, b := range blocks {
			frames, err := c.frameBlockOf(ctx, b.source, b.first)
			if err != nil {
				yield(nil, c.wrap("read frames of", err))
				return
			}
			for i := range frames {
				f := frames[i]
				if f.LoggedAt.IsZero() || f.LoggedAt.Before(from) || to.Before(f.LoggedAt) {
					continue
				}
				if !yield(&f, nil) {
					return
				}
			}
		}
	}
}

func (c *Case) blocksLogged(ctx context.Context, src model.SourceID, from, to model.Time) ([]blockKey, error) {
	first, _ := from.Unix()
	last, _ := to.Unix()
	rows, err := c.reader.QueryContext(ctx, `SELECT source, first FROM frames
		WHERE logged_to >= ? AND logged_from <= ? AND source <> ? ORDER BY source, first`, first, last, src)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(k *blockKey) []any { return []any{&k.source, &k.first} })
}

// SameStation says that the nameless stations of two sources are one: they logged the same.
func (c *Case) SameStation(ctx context.Context, a, b model.SourceID) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	return c.wrap("write to", c.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `WITH shared AS (SELECT coalesce(nameless, id) AS root FROM source WHERE id IN (?, ?))
			UPDATE source SET nameless = (SELECT min(root) FROM shared) WHERE coalesce(nameless, id) IN (SELECT root FROM shared)`,
			a, b)
		return err
	}))
}
