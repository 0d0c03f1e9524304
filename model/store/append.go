package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"meterscope/model"
)

// BeginAppend goes on behind the end of a complete source, whose file has grown: batches follow with
// [Case.WriteBatch], and [Case.CompleteSource] with the size and hash of all. Until that the source is as it was, but
// where so much is written that it is committed before: then it is incomplete meanwhile. An import under way of
// another source is committed as far as it came. [ErrNotFound] if there is no such source.
func (c *Case) BeginAppend(ctx context.Context, id model.SourceID) (model.Resume, error) {
	c.writing.Lock()
	defer c.writing.Unlock()
	r, err := c.beginAppend(ctx, id)
	return r, c.wrap("append to a source of", err)
}

func (c *Case) beginAppend(ctx context.Context, id model.SourceID) (model.Resume, error) {
	r := model.Resume{Source: id}
	if c.readOnly {
		return r, ErrReadOnly
	}
	if err := c.settle(ctx); err != nil {
		return r, err
	}
	var n model.Counts
	var unread int64
	err := c.writer.QueryRowContext(ctx, `SELECT size, lines, next_frame, frames, duplicates, meter_values, sampled_values,
		unread, unread_bytes FROM source WHERE id = ? AND complete = 1 AND hidden = 0`, id).
		Scan(&r.Offset, &r.Lines, &r.Frames, &n.Frames, &n.Duplicates, &n.MeterValues, &n.SampledValues, &n.Unread, &unread)
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("source %d: %w", id, ErrNotFound)
	}
	if err != nil {
		return r, err
	}
	i := newImporting(c, &r, n)
	i.unread, i.appends = unread, true
	if err := i.takeUpFrames(ctx); err != nil {
		return r, err
	}
	c.importing = i
	return r, nil
}
