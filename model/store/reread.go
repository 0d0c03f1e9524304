package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"meterscope/model"
)

// A source is read again from its evidence beside what was read of it before: under a row of its own, which is
// hidden. In the end that takes the place of the old reading in one database transaction. Whatever stops it before
// leaves the old reading, and a hidden row that the next one, or Close, lets go of.

// BeginReread begins to read a source of the case again, with the format, zone, station and columns of src; its
// batches are to be written with [Case.WriteBatch] as those of the source that the Resume names, and end with
// [Case.CompleteReread] or [Case.AbandonReread]. The evidence that they carry is not written: it is there. An import
// under way of another source is committed as far as it came. [ErrNotFound] if there is no such source.
func (c *Case) BeginReread(ctx context.Context, id model.SourceID, src model.Announcement) (model.Resume, error) {
	c.writing.Lock()
	defer c.writing.Unlock()
	r, err := c.beginReread(ctx, id, &src)
	return r, c.wrap("read a source again in", err)
}

func (c *Case) beginReread(ctx context.Context, id model.SourceID, src *model.Announcement) (r model.Resume, err error) {
	if c.readOnly {
		return r, ErrReadOnly
	}
	if err := c.settle(ctx); err != nil {
		return r, err
	}
	err = c.write(ctx, func(tx *sql.Tx) error {
		var n int
		err := tx.QueryRowContext(ctx, `SELECT count(*) FROM source WHERE id = ? AND hidden = 0`, id).Scan(&n)
		if err == nil && n == 0 {
			err = fmt.Errorf("source %d: %w", id, ErrNotFound)
		}
		if err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, `SELECT id FROM source WHERE replaces = ?`, id)
		if err != nil {
			return err
		}
		left, err := collect(rows, func(id *model.SourceID) []any { return []any{id} })
		if err != nil {
			return err
		}
		for _, old := range left {
			if err := deleteSource(ctx, tx, old); err != nil {
				return err
			}
		}
		r.Source, err = insertSource(ctx, tx, src, id)
		return err
	})
	if err != nil {
		return model.Resume{}, err
	}
	c.importing = newImporting(c, &r, model.Counts{})
	c.importing.rereads = true
	return r, nil
}

// CompleteReread puts a reading in the place of the one before, at once: its source keeps its id, name and evidence,
// and has the settings that src says. src.ID is that of the Resume. It must have read as many bytes as the evidence
// has. Joining the transactions again is the caller's to do; until then [Case.Stale] says so.
func (c *Case) CompleteReread(ctx context.Context, src model.Source) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	return c.wrap("read a source again in", c.completeReread(ctx, &src))
}

func (c *Case) completeReread(ctx context.Context, src *model.Source) error {
	i := c.importing
	if i == nil || i.source != src.ID || !i.rereads {
		return fmt.Errorf("source %d is not being read again", src.ID)
	}
	err := c.commit(ctx, nil)
	c.importing = nil
	if err != nil {
		return err
	}
	err = c.write(ctx, func(tx *sql.Tx) error { return replaceReading(ctx, tx, src.ID) })
	c.forget()
	return err
}

// replaceReading moves what was read under the row of a reading to the source that it is of.
func replaceReading(ctx context.Context, tx *sql.Tx, reading model.SourceID) error {
	var id model.SourceID
	var read, whole int64
	err := tx.QueryRowContext(ctx, `SELECT s.id, r.size, s.size FROM source r JOIN source s ON s.id = r.replaces WHERE r.id = ?`,
		reading).Scan(&id, &read, &whole)
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("source %d: %w", reading, ErrNotFound)
	}
	if err == nil && read != whole {
		err = fmt.Errorf("read %d of the %d bytes of source %d", read, whole, id)
	}
	if err != nil {
		return err
	}
	if err := deleteReading(ctx, tx, id); err != nil {
		return err
	}
	for _, table := range []string{"frames", "event", "chunk", "finding"} {
		if _, err := tx.ExecContext(ctx, `UPDATE `+table+` SET source = ? WHERE source = ?`, id, reading); err != nil {
			return err
		}
	}
	const columns = `format, format_from, zone, zone_from, station, station_from, columns, columns_from, also, charset, charset_from,
		lines, next_frame, frames, duplicates, meter_values, sampled_values, unread, unread_bytes`
	// An import that broke off can't go on from what was read otherwise: state is gone.
	if _, err := tx.ExecContext(ctx, `UPDATE source SET (`+columns+`) = (SELECT `+columns+` FROM source WHERE id = ?),
		reading = reading + 1, hollow = 0, learnt = '', repeated = 0, repeated_meter_values = 0, repeated_sampled_values = 0,
		state = NULL WHERE id = ?`, reading, id); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM source WHERE id = ?`, reading)
	return err
}

// AbandonReread gives a reading up: the old one stays.
func (c *Case) AbandonReread(ctx context.Context, reading model.SourceID) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	if c.importing == nil || c.importing.source != reading || !c.importing.rereads {
		return c.wrap("read a source again in", fmt.Errorf("source %d is not being read again", reading))
	}
	c.drop()
	return c.wrap("read a source again in", c.discard(ctx, reading))
}
