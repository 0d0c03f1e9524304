package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"meterscope/model"
)

// RemoveSource takes sources out of the case, all at once or none: nothing of them is shown or counts any more. Until
// the case is closed [Case.RestoreSource] brings them back; Close lets go of them for good, evidence included. The
// transactions stay as they were until they are joined again. [ErrNotFound] if there is no such source.
func (c *Case) RemoveSource(ctx context.Context, ids ...model.SourceID) error {
	return c.hide(ctx, ids, hiddenNot, hiddenRemoved, "remove a source of")
}

// RestoreSource brings back sources that were removed since the case was opened, as they were, all at once or none.
// [ErrNotFound] if there is none.
func (c *Case) RestoreSource(ctx context.Context, ids ...model.SourceID) error {
	return c.hide(ctx, ids, hiddenRemoved, hiddenNot, "restore a source of")
}

func (c *Case) hide(ctx context.Context, ids []model.SourceID, from, to int, doing string) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	if c.importing != nil && slices.Contains(ids, c.importing.source) {
		if err := c.settle(ctx); err != nil {
			return c.wrap(doing, err)
		}
	}
	err := c.write(ctx, func(tx *sql.Tx) error {
		for _, id := range ids {
			result, err := tx.ExecContext(ctx, `UPDATE source SET hidden = ? WHERE id = ? AND hidden = ?`, to, id, from)
			if err != nil {
				return err
			}
			if n, err := result.RowsAffected(); err != nil || n == 0 {
				return errors.Join(err, fmt.Errorf("source %d: %w", id, ErrNotFound))
			}
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
