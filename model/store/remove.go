package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"meterscope/model"
)

// RemoveSource takes a source out of the case: nothing of it is shown or counts any more. Until the case is closed
// [Case.RestoreSource] brings it back; Close lets go of it for good, evidence included. The transactions stay as
// they were until they are joined again. [ErrNotFound] if there is no such source.
func (c *Case) RemoveSource(ctx context.Context, id model.SourceID) error {
	return c.hide(ctx, id, hiddenNot, hiddenRemoved, "remove a source of")
}

// RestoreSource brings back a source that was removed since the case was opened, as it was. [ErrNotFound] if there
// is none.
func (c *Case) RestoreSource(ctx context.Context, id model.SourceID) error {
	return c.hide(ctx, id, hiddenRemoved, hiddenNot, "restore a source of")
}

func (c *Case) hide(ctx context.Context, id model.SourceID, from, to int, doing string) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	if c.importing != nil && c.importing.source == id {
		if err := c.settle(ctx); err != nil {
			return c.wrap(doing, err)
		}
	}
	err := c.write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE source SET hidden = ? WHERE id = ? AND hidden = ?`, to, id, from)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("source %d: %w", id, ErrNotFound))
		}
		return nil
	})
	c.standingCache.clear()
	return c.wrap(doing, err)
}

// unhide restores a source that is imported again.
func (c *Case) unhide(ctx context.Context, alike []candidate, id model.SourceID) error {
	for _, k := range alike {
		if k.id != id || k.hidden != hiddenRemoved {
			continue
		}
		err := c.write(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, `UPDATE source SET hidden = 0 WHERE id = ?`, id)
			return err
		})
		c.standingCache.clear()
		return err
	}
	return nil
}

// purge lets go of removed sources, and of readings that were given up. Nothing of a removed one is left in the file,
// which is made smaller where there is room to do so.
func (c *Case) purge(ctx context.Context) error {
	type row struct {
		id     model.SourceID
		hidden int
	}
	rows, err := c.writer.QueryContext(ctx, `SELECT id, hidden FROM source WHERE hidden <> 0`)
	if err != nil {
		return err
	}
	gone, err := collect(rows, func(r *row) []any { return []any{&r.id, &r.hidden} })
	if err != nil || len(gone) == 0 {
		return err
	}
	var ids []model.SourceID
	removed := false
	for _, r := range gone {
		ids = append(ids, r.id)
		removed = removed || r.hidden == hiddenRemoved
	}
	if _, err := c.writer.ExecContext(ctx, `PRAGMA secure_delete = ON`); err != nil {
		return err
	}
	if err := c.discard(ctx, ids...); err != nil {
		return err
	}
	if removed {
		_, _ = c.writer.ExecContext(ctx, `VACUUM`) // where there is no room for it, or another reads, it stays as large
	}
	return nil
}
