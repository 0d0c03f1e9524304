package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"meterscope/model"
)

// Which transaction a frame belongs to is kept beside the frames, in blocks of its own: joining again replaces
// them and touches nothing else.

// owners are the transactions of the frames of a block, 0 for none. No entry: none of them has one.
type owners []model.TransactionKey

// ownerBlock is the number of frames in a block of owners; the first frame of each is a multiple of it.
const ownerBlock = 4096

func packOwners(keys owners) []byte {
	var p packer
	index := map[model.TransactionKey]uint64{0: 0}
	for _, k := range keys {
		i, ok := index[k]
		if !ok {
			i = uint64(len(index))
			index[k] = i
		}
		p.uint(i)
		if !ok {
			p.int(int64(k))
		}
	}
	return p.b
}

func readOwners(data []byte, count int) (owners, error) {
	if count < 0 || count > ownerBlock || count > len(data) {
		return nil, broken("count of a block of frames' transactions")
	}
	u := unpacker{b: data}
	known := owners{0}
	keys := make(owners, count)
	for i := range keys {
		n := u.uint()
		if n == uint64(len(known)) {
			known = append(known, model.TransactionKey(u.int()))
		}
		if u.bad || n >= uint64(len(known)) {
			return nil, broken("block of frames' transactions")
		}
		keys[i] = known[n]
	}
	if !u.end() {
		return nil, broken("block of frames' transactions")
	}
	return keys, nil
}

func (c *Case) owners(ctx context.Context, src model.SourceID, first int64) (owners, error) {
	return c.ownerCache.get(blockKey{src, first}, func() (owners, error) {
		var count int
		var data []byte
		err := c.reader.QueryRowContext(ctx, `SELECT count, data FROM frame_txn WHERE source = ? AND first = ?`, src, first).
			Scan(&count, &data)
		if errors.Is(err, sql.ErrNoRows) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		raw, err := c.expand(data, nil)
		if err != nil {
			return nil, err
		}
		return readOwners(raw, count)
	})
}

// frameBlockOf gives the block in which a frame lies.
func (c *Case) frameBlockOf(ctx context.Context, src model.SourceID, seq int64) ([]model.Frame, error) {
	if frames, ok := c.frameCache.find(func(k blockKey, frames []model.Frame) bool {
		return k.source == src && k.first <= seq && seq-k.first < int64(len(frames))
	}); ok {
		return frames, nil
	}
	var first int64
	var count int
	var data []byte
	err := c.reader.QueryRowContext(ctx, `SELECT first, count, data FROM frames WHERE source = ? AND first <= ?
		ORDER BY first DESC LIMIT 1`, src, seq).Scan(&first, &count, &data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("frame %d of source %d: %w", seq, src, ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	frames, err := c.frameCache.get(blockKey{src, first}, func() ([]model.Frame, error) {
		return c.readFrameBlock(data, src, first, count)
	})
	if err == nil && seq-first >= int64(len(frames)) {
		err = fmt.Errorf("frame %d of source %d: %w", seq, src, ErrNotFound)
	}
	return frames, err
}

func (c *Case) readFrameBlock(data []byte, src model.SourceID, first int64, count int) ([]model.Frame, error) {
	raw, err := c.expand(data, nil)
	if err != nil {
		return nil, err
	}
	return readFrames(raw, src, first, count)
}

// frameLook finds frames and their transactions; it is quick where one look is near the one before.
type frameLook struct {
	c      *Case
	frames []model.Frame // of the block looked at last
	source model.SourceID

	owners      owners
	ownerSource model.SourceID
	ownerFirst  int64
	ownerKnown  bool

	stand *standing // if set, first passes over what doesn't count
}

func (l *frameLook) frame(ctx context.Context, src model.SourceID, seq int64) (*model.Frame, error) {
	if len(l.frames) == 0 || l.source != src || seq < l.frames[0].Seq || seq-l.frames[0].Seq >= int64(len(l.frames)) {
		frames, err := l.c.frameBlockOf(ctx, src, seq)
		if err != nil {
			return nil, err
		}
		l.frames, l.source = frames, src
	}
	return &l.frames[seq-l.frames[0].Seq], nil
}

func (l *frameLook) transaction(ctx context.Context, src model.SourceID, seq int64) (model.TransactionKey, error) {
	first := seq - seq%ownerBlock
	if !l.ownerKnown || l.ownerSource != src || l.ownerFirst != first {
		keys, err := l.c.owners(ctx, src, first)
		if err != nil {
			return 0, err
		}
		l.owners, l.ownerSource, l.ownerFirst, l.ownerKnown = keys, src, first, true
	}
	if seq-first < int64(len(l.owners)) {
		return l.owners[seq-first], nil
	}
	return 0, nil
}

// complete fills in what a finding doesn't carry itself. One that is not of a transaction (of a station, of the
// exchange of messages) stays so, whatever frame it stands at: it isn't counted among those of a transaction.
func (l *frameLook) complete(ctx context.Context, f *model.Finding) error {
	apart := f.Transaction < 0
	if apart {
		f.Transaction = 0
	}
	if f.Frame < 0 {
		return nil
	}
	frame, err := l.frame(ctx, f.At.Source, f.Frame)
	if errors.Is(err, ErrNotFound) {
		return nil // its frame was dropped as a duplicate
	}
	if err != nil {
		return err
	}
	if f.FrameLine == 0 {
		f.FrameID, f.FrameLine = frame.ID, frame.At.Line
	}
	if f.Transaction == 0 && !apart {
		f.Transaction, err = l.transaction(ctx, f.At.Source, f.Frame)
	}
	return err
}
