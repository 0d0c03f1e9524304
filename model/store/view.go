package store

import (
	"context"
	"database/sql"
	"iter"

	"meterscope/model"
)

// FrameHead is a frame as a list shows it: without its payload, which stands in the evidence.
type FrameHead struct {
	model.Frame
	Transaction model.TransactionKey
}

// Frames gives the heads of a source's frames in log order, streaming. They are the caller's to keep.
func (c *Case) Frames(ctx context.Context, src model.SourceID) iter.Seq2[*model.Frame, error] {
	return func(yield func(*model.Frame, error) bool) {
		for block, err := range c.frameBlocks(ctx, src) {
			if err != nil {
				yield(nil, c.wrap("read frames of", err))
				return
			}
			for i := range block {
				if !yield(&block[i], nil) {
					return
				}
			}
		}
	}
}

// frameBlocks gives a source's frames block by block.
func (c *Case) frameBlocks(ctx context.Context, src model.SourceID) iter.Seq2[[]model.Frame, error] {
	return func(yield func([]model.Frame, error) bool) {
		rows, err := c.reader.QueryContext(ctx, `SELECT first, count, data FROM frames WHERE source = ? ORDER BY first`, src)
		if err != nil {
			yield(nil, err)
			return
		}
		defer rows.Close() //nolint:errcheck // rows.Err tells
		next := int64(0)
		for rows.Next() {
			var first int64
			var count int
			var data sql.RawBytes
			if err := rows.Scan(&first, &count, &data); err != nil {
				yield(nil, err)
				return
			}
			if first != next {
				yield(nil, broken("number of a frame block"))
				return
			}
			frames, err := c.readFrameBlock(data, src, first, count)
			next += int64(len(frames))
			if !yield(frames, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, err)
		}
	}
}

// Frame gives one frame's head; [ErrNotFound] if there is none.
func (c *Case) Frame(ctx context.Context, src model.SourceID, seq int64) (FrameHead, error) {
	look := frameLook{c: c}
	h, err := look.head(ctx, src, seq)
	return h, c.wrap("read a frame of", err)
}

func (l *frameLook) head(ctx context.Context, src model.SourceID, seq int64) (FrameHead, error) {
	f, err := l.frame(ctx, src, seq)
	if err != nil {
		return FrameHead{}, err
	}
	key, err := l.transaction(ctx, src, seq)
	return FrameHead{*f, key}, err
}

// TransactionFrames gives the heads of the frames that belong to a transaction, answers included, in log order.
func (c *Case) TransactionFrames(ctx context.Context, key model.TransactionKey) ([]FrameHead, error) {
	heads, err := c.transactionFrames(ctx, key)
	return heads, c.wrap("read the frames of a transaction of", err)
}

func (c *Case) transactionFrames(ctx context.Context, key model.TransactionKey) ([]FrameHead, error) {
	extents, err := c.extents(ctx, key)
	if err != nil {
		return nil, err
	}
	var heads []FrameHead
	look := frameLook{c: c}
	for _, e := range extents {
		rows, err := c.reader.QueryContext(ctx, `SELECT first FROM frame_txn WHERE source = ? AND first BETWEEN ? AND ? ORDER BY first`,
			e.source, e.first-e.first%ownerBlock, e.last)
		if err != nil {
			return nil, err
		}
		blocks, err := collect(rows, func(first *int64) []any { return []any{first} })
		if err != nil {
			return nil, err
		}
		for _, first := range blocks {
			keys, err := c.owners(ctx, e.source, first)
			if err != nil {
				return nil, err
			}
			for i, k := range keys {
				if k != key {
					continue
				}
				f, err := look.frame(ctx, e.source, first+int64(i))
				if err != nil {
					return nil, err
				}
				heads = append(heads, FrameHead{*f, k})
			}
		}
	}
	return heads, nil
}

// txnExtent is the first and the last frame of a transaction in a source.
type txnExtent struct {
	source      model.SourceID
	first, last int64
}

func (c *Case) extents(ctx context.Context, key model.TransactionKey) ([]txnExtent, error) {
	rows, err := c.reader.QueryContext(ctx, `SELECT source, first, last FROM txn_extent WHERE txn = ? ORDER BY source`, key)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(e *txnExtent) []any { return []any{&e.source, &e.first, &e.last} })
}
