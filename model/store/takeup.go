package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"

	"meterscope/model"
)

// A source that is followed grows by a few lines at a time, each of which would leave a block of its own: after a day
// there would be so many that a station took long to be joined. So the last block, while it is small, is taken up again
// and written anew with what came.
const (
	smallFrames  = 512
	smallEvents  = 256
	smallSamples = 512
)

// takenUp is a block that another one takes the place of.
type takenUp struct {
	table   string
	station string // of events
	first   int64  // of samples: the id
}

// takeUpFrames takes the last frames of the source up.
func (i *importing) takeUpFrames(ctx context.Context) error {
	var first int64
	var count int
	var data []byte
	var repeated bool
	err := i.c.reader.QueryRowContext(ctx, `SELECT first, count, data, repeats IS NOT NULL FROM frames WHERE source = ?
		ORDER BY first DESC LIMIT 1`, i.source).Scan(&first, &count, &data, &repeated)
	if errors.Is(err, sql.ErrNoRows) || err == nil && (repeated || count >= smallFrames) {
		return nil
	}
	if err != nil {
		return err
	}
	frames, err := i.c.readFrameBlock(data, i.source, first, count)
	if err != nil {
		return err
	}
	for k := range frames {
		i.frames.add(&frames[k])
	}
	i.taken = append(i.taken, takenUp{table: "frames", first: first})
	return nil
}

// takeUpEvents takes the last events of the stations up of which a batch has some.
func (i *importing) takeUpEvents(ctx context.Context, b *model.Batch) error {
	for k := range b.Events {
		station := b.Events[k].Station
		if i.events[station] != nil {
			continue
		}
		w := &eventWriter{}
		i.events[station] = w
		var first int64
		var count int
		var data []byte
		err := i.c.reader.QueryRowContext(ctx, `SELECT first, count, data FROM event WHERE station = ? AND source = ? AND unnamed = 0
			ORDER BY first DESC LIMIT 1`, station, i.source).Scan(&first, &count, &data)
		if errors.Is(err, sql.ErrNoRows) || err == nil && count >= smallEvents {
			continue
		}
		if err != nil {
			return err
		}
		if data, err = i.c.expand(data, nil); err != nil {
			return err
		}
		events, err := unpackEvents(data, i.source, station, count, nil)
		if err != nil {
			return err
		}
		for n := range events {
			w.add(&events[n])
		}
		i.taken = append(i.taken, takenUp{"event", station, first})
	}
	return nil
}

// takeUpSamples takes the last samples of the meters up of which a batch has some.
func (i *importing) takeUpSamples(ctx context.Context, b *model.Batch) error {
	var last origin
	for k := range b.Samples {
		s := &b.Samples[k]
		o := origin{s.Station, s.Connector, s.Transaction}
		if k > 0 && o == last || i.samples.meters[o] != nil {
			continue
		}
		last = o
		i.samples.meter(s)
		var id int64
		var count int
		err := i.c.reader.QueryRowContext(ctx, `SELECT id, count FROM chunk INDEXED BY chunk_meter WHERE station = ? AND source = ? AND transaction_id IS ?
			AND connector IS ? AND unnamed = 0 ORDER BY id DESC LIMIT 1`, s.Station, i.source, nullable(s.Transaction), nullable(s.Connector)).Scan(&id, &count)
		if errors.Is(err, sql.ErrNoRows) || err == nil && count >= smallSamples {
			continue
		}
		if err != nil {
			return err
		}
		var before []model.Sample
		for one, err := range i.c.storedSamples(ctx, nil, `id = ?`, id) {
			if err != nil {
				return err
			}
			before = append(before, *one)
		}
		slices.SortStableFunc(before, func(a, b model.Sample) int { // they are kept by series
			return cmp.Or(cmp.Compare(a.Frame, b.Frame), cmp.Compare(a.At.Offset, b.At.Offset))
		})
		for n := range before {
			i.samples.add(&before[n])
		}
		i.taken = append(i.taken, takenUp{table: "chunk", first: id})
	}
	return nil
}

// removeTaken removes the blocks that were taken up.
func (i *importing) removeTaken(ctx context.Context, tx *sql.Tx) error {
	for _, t := range i.taken {
		var err error
		switch t.table {
		case "frames":
			_, err = tx.ExecContext(ctx, `DELETE FROM frames WHERE source = ? AND first = ?`, i.source, t.first)
		case "chunk":
			_, err = tx.ExecContext(ctx, `DELETE FROM chunk WHERE id = ?`, t.first)
		default:
			_, err = tx.ExecContext(ctx, `DELETE FROM event WHERE station = ? AND source = ? AND first = ? AND unnamed = 0`, t.station, i.source, t.first)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
